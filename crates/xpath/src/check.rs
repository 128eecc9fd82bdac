//! What an author should know of an expression that parses but cannot work.
//!
//! Not here: paths that lead nowhere; only the form knows its nodes.

use crate::ast::{Ast, Call, Predicate, Start};
use crate::functions::Function;
use crate::pattern::Pattern;
use crate::{Expr, PatternError};

/// Something in an expression that will fail when it is reached.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CheckError {
    /// This crate has no such function; a host may.
    #[error("there is no function called '{name}'")]
    UnknownFunction {
        /// As it is called.
        name: String,
    },
    /// Too few arguments, too many, or one without its pair.
    #[error("function '{name}' cannot have {given} arguments")]
    Arity {
        /// The function.
        name: String,
        /// How many arguments the call has.
        given: usize,
        /// The fewest it takes.
        least: usize,
        /// The most; `None` where there is no limit.
        most: Option<usize>,
    },
    /// The pattern of a `regex` that is a literal.
    #[error("pattern '{pattern}' cannot be used")]
    Pattern {
        /// As the expression has it.
        pattern: String,
        /// What is wrong with it.
        #[source]
        source: PatternError,
    },
}

impl Expr {
    /// All that is known to fail when it is reached: unknown functions, wrong numbers of arguments, patterns that cannot be
    /// used. Empty for most expressions.
    pub fn check(&self) -> Vec<CheckError> {
        let mut errors = Vec::new();
        visit_calls(self.ast(), &mut |call| errors.extend(check_call(call)));
        errors
    }

    /// The functions called, by name and number of arguments, in the order of the text; each call once.
    pub fn functions(&self) -> Vec<(&str, usize)> {
        let mut functions = Vec::new();
        visit_calls(self.ast(), &mut |call| functions.push((&*call.name, call.arguments.len())));
        functions
    }
}

fn check_call(call: &Call) -> Option<CheckError> {
    let given = call.arguments.len();
    let name = || call.name.to_string();
    let Some(function) = call.function else { return Some(CheckError::UnknownFunction { name: name() }) };
    let (least, most) = function.arity();
    let is_odd = function.is_in_pairs() && given.abs_diff(least) % 2 == 1;
    if given < least || most.is_some_and(|most| given > most) || is_odd {
        return Some(CheckError::Arity { name: name(), given, least, most });
    }
    match (function, &*call.arguments) {
        (Function::Regex, [_, Ast::Literal(pattern)]) => {
            let compiled = call.pattern.get_or_init(|| Pattern::compile(pattern));
            let source = compiled.as_ref().err()?.clone();
            Some(CheckError::Pattern { pattern: pattern.to_string(), source })
        }
        _ => None,
    }
}

fn visit_calls<'e>(ast: &'e Ast, visit: &mut dyn FnMut(&'e Call)) {
    match ast {
        Ast::Number(_) | Ast::Literal(_) => {}
        Ast::Path(path) => {
            if let Start::Filter { primary, predicates } = &path.start {
                visit_calls(primary, visit);
                visit_predicates(predicates, visit);
            }
            for step in &path.steps {
                visit_predicates(&step.predicates, visit);
            }
        }
        Ast::Call(call) => {
            visit(call);
            call.arguments.iter().for_each(|part| visit_calls(part, visit));
        }
        Ast::Or(parts) | Ast::And(parts) | Ast::Union(parts) => parts.iter().for_each(|part| visit_calls(part, visit)),
        Ast::Compare(chain) => {
            visit_calls(&chain.first, visit);
            chain.rest.iter().for_each(|(_, part)| visit_calls(part, visit));
        }
        Ast::Arithmetic(chain) => {
            visit_calls(&chain.first, visit);
            chain.rest.iter().for_each(|(_, part)| visit_calls(part, visit));
        }
        Ast::Negate(inner) => visit_calls(inner, visit),
    }
}

fn visit_predicates<'e>(predicates: &'e [Predicate], visit: &mut dyn FnMut(&'e Call)) {
    for predicate in predicates {
        match predicate {
            Predicate::Each(condition) => visit_calls(condition, visit),
            Predicate::Position(value) => visit_calls(value, visit),
            Predicate::Match { key, value, rest, .. } => {
                visit_calls(key, visit);
                visit_calls(value, visit);
                if let Some(rest) = rest {
                    visit_calls(rest, visit);
                }
            }
        }
    }
}
