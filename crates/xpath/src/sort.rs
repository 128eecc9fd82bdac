//! Finds the quick way to answer a predicate or a step, when an expression is parsed.
//!
//! Nothing here changes what an expression means: `[position() = 3]` is looked up instead of tried, `[name = /data/x]`
//! has its right side computed once and may use an index, and `//x` is one walk instead of two.
//!
//! Not here: the ways themselves (`eval::steps`).

use crate::ast::{Arithmetic, Ast, Axis, Chain, Comparison, NodeTest, Path, Predicate, Start, Step};
use crate::functions::Function;

/// Steps less those that change nothing.
pub(crate) fn steps(steps: Vec<Step>) -> Box<[Step]> {
    let mut kept: Vec<Step> = Vec::with_capacity(steps.len());
    for mut step in steps {
        let is_plain = step.predicates.is_empty() && matches!(step.test, NodeTest::Any);
        if step.axis == Axis::SelfNode && is_plain {
            continue;
        }
        // `//x` is `/descendant-or-self::node()/child::x`, which is `/descendant::x` unless positions are counted.
        let after_any_descendant = kept.last().is_some_and(|last| {
            last.axis == Axis::DescendantOrSelf && last.predicates.is_empty() && matches!(last.test, NodeTest::Any)
        });
        if after_any_descendant && step.axis == Axis::Child && !step.predicates.iter().any(counts_positions) {
            kept.pop();
            step.axis = Axis::Descendant;
        }
        kept.push(step);
    }
    kept.into()
}

fn counts_positions(predicate: &Predicate) -> bool {
    match predicate {
        Predicate::Position(_) => true,
        Predicate::Each(condition) => uses_position(condition) || !is_surely_not_a_number(condition),
        Predicate::Match { key, rest, .. } => uses_position(key) || rest.as_ref().is_some_and(uses_position),
    }
}

/// Sorts the condition of a predicate into its kind.
pub(crate) fn predicate(condition: Ast) -> Predicate {
    match condition {
        Ast::Number(_) => Predicate::Position(condition),
        Ast::Compare(chain) => match equality(*chain) {
            Ok((key, value)) if is_position_call(&key) => Predicate::Position(value),
            Ok((key, value)) => Predicate::Match { child: child_name(&key), key, value, rest: None },
            Err(chain) => Predicate::Each(Ast::Compare(Box::new(chain))),
        },
        Ast::And(parts) => conjunction(parts.into_vec()),
        condition => Predicate::Each(condition),
    }
}

/// Takes one conjunct out that an index may answer; the others are asked of what it finds.
fn conjunction(mut parts: Vec<Ast>) -> Predicate {
    if parts.iter().any(uses_position) {
        return Predicate::Each(Ast::And(parts.into()));
    }
    let mut index = 0;
    while index < parts.len() {
        if let Ast::Compare(_) = &parts[index]
            && let Ast::Compare(chain) = parts.remove(index)
        {
            match equality(*chain) {
                Ok((key, value)) if child_name(&key).is_some() => {
                    let rest = match parts.len() {
                        1 => parts.pop(),
                        _ => Some(Ast::And(parts.into())),
                    };
                    return Predicate::Match { child: child_name(&key), key, value, rest };
                }
                Ok((key, value)) => {
                    let rest = [(Comparison::Equal, value)].into();
                    parts.insert(index, Ast::Compare(Box::new(Chain { first: key, rest })));
                }
                Err(chain) => parts.insert(index, Ast::Compare(Box::new(chain))),
            }
        }
        index += 1;
    }
    Predicate::Each(Ast::And(parts.into()))
}

/// `key = value` where the value is the same for all nodes and the key is not; whichever side it stood on.
fn equality(chain: Chain<Comparison>) -> Result<(Ast, Ast), Chain<Comparison>> {
    let [(Comparison::Equal, right)] = &*chain.rest else { return Err(chain) };
    let key_is_left = is_constant(right) && !is_constant(&chain.first);
    let key_is_right = is_constant(&chain.first) && !is_constant(right);
    if !key_is_left && !key_is_right {
        return Err(chain);
    }
    let first = chain.first;
    match chain.rest.into_iter().next() {
        Some((_, right)) if key_is_left => Ok((first, right)),
        Some((_, right)) => Ok((right, first)),
        None => Err(Chain { first, rest: Box::default() }),
    }
}

fn is_position_call(ast: &Ast) -> bool {
    matches!(ast, Ast::Call(call) if call.function == Some(Function::Position) && call.arguments.is_empty())
}

/// The name, if this is a path of one plain child step.
fn child_name(ast: &Ast) -> Option<Box<str>> {
    let Ast::Path(path) = ast else { return None };
    match (&path.start, &*path.steps) {
        (
            Start::Context,
            [Step { axis: Axis::Child, test: NodeTest::Name { prefix: None, local: Some(name) }, predicates }],
        ) if predicates.is_empty() => Some(name.clone()),
        _ => None,
    }
}

/// Whether all nodes that a predicate is tried on give the same value. Chance does not, and a function of the host may not.
fn is_constant(ast: &Ast) -> bool {
    match ast {
        Ast::Number(_) | Ast::Literal(_) => true,
        Ast::Path(path) => match &path.start {
            Start::Context => false,
            // Predicates further along speak of the path's own nodes.
            Start::Root => true,
            Start::Filter { primary, .. } => is_constant(primary),
        },
        Ast::Call(call) => match call.function {
            None => false,
            Some(function) if function.reads_context(call.arguments.len()) => false,
            Some(_) => call.arguments.iter().all(is_constant),
        },
        Ast::Or(parts) | Ast::And(parts) | Ast::Union(parts) => parts.iter().all(is_constant),
        Ast::Compare(chain) => is_constant(&chain.first) && chain.rest.iter().all(|(_, part)| is_constant(part)),
        Ast::Arithmetic(chain) => chain_is_constant(chain),
        Ast::Negate(inner) => is_constant(inner),
    }
}

fn chain_is_constant(chain: &Chain<Arithmetic>) -> bool {
    is_constant(&chain.first) && chain.rest.iter().all(|(_, part)| is_constant(part))
}

/// Whether `position()` or `last()` of the node at hand is read. Inside a nested predicate they speak of other nodes.
fn uses_position(ast: &Ast) -> bool {
    match ast {
        Ast::Number(_) | Ast::Literal(_) => false,
        Ast::Path(path) => match &**path {
            Path { start: Start::Filter { primary, .. }, .. } => uses_position(primary),
            _ => false,
        },
        Ast::Call(call) => {
            let own = matches!(call.function, Some(Function::Position | Function::Last)) && call.arguments.is_empty();
            own || call.arguments.iter().any(uses_position)
        }
        Ast::Or(parts) | Ast::And(parts) | Ast::Union(parts) => parts.iter().any(uses_position),
        Ast::Compare(chain) => uses_position(&chain.first) || chain.rest.iter().any(|(_, part)| uses_position(part)),
        Ast::Arithmetic(chain) => uses_position(&chain.first) || chain.rest.iter().any(|(_, part)| uses_position(part)),
        Ast::Negate(inner) => uses_position(inner),
    }
}

fn is_surely_not_a_number(ast: &Ast) -> bool {
    match ast {
        Ast::Compare(_) | Ast::And(_) | Ast::Or(_) | Ast::Literal(_) | Ast::Union(_) => true,
        Ast::Path(_) => true,
        Ast::Call(call) => call.function.is_some_and(Function::is_boolean),
        Ast::Number(_) | Ast::Arithmetic(_) | Ast::Negate(_) => false,
    }
}
