//! Evaluation: an expression, a place and a host give a value.
//!
//! Start at [`Evaluator`]. Each part of an expression is asked for the type that is wanted of it, so that a comparison or
//! a condition need not build what it throws away; text is borrowed from the tree and the expression where that can be.
//! Every node looked at and every part evaluated is a step, and steps are limited.
//!
//! Inside: `steps` walks paths, `compare` has the operators. Functions are in `functions`.

mod compare;
mod steps;

pub(crate) use steps::next_within;

use std::borrow::Cow;

use crate::ast::{Arithmetic, Ast, Chain};
use crate::functions::Function;
use crate::pattern::{Pattern, PatternError};
use crate::value::{Computed, node_text, text_number};
use crate::{Expr, Host, Tree, Value, date, number};

/// Steps that an evaluator may take unless told otherwise: far more than a form needs, a second on a slow tablet.
pub const STEPS: u64 = 1_000_000;

/// Why an expression has no value.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum EvalError {
    /// The evaluator has used up its steps: a bound on time, so that no form can stop a page.
    #[error("takes more than {steps} steps")]
    Budget {
        /// How many there were.
        steps: u64,
    },
    /// Neither this crate nor the host has it.
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
    },
    /// Something other than nodes where only nodes make sense: `count(1)`, `'a'/b`.
    #[error("{place} needs nodes")]
    NotNodes {
        /// What needs them.
        place: String,
    },
    /// The host knows no list or file of this id.
    #[error("there is no instance called '{id}'")]
    UnknownInstance {
        /// The id asked for.
        id: String,
    },
    /// A pattern that was put together while evaluating, or a literal that [`Expr::check`] tells of.
    #[error("pattern of regex cannot be used")]
    Pattern(#[from] PatternError),
    /// An argument outside what the function can take.
    #[error("function '{name}' cannot take this argument: {reason}")]
    Argument {
        /// The function.
        name: String,
        /// For the log.
        reason: &'static str,
    },
}

/// Where an expression is evaluated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Focus<N> {
    /// The node that relative paths start from.
    pub node: N,
    /// Its place among the nodes at hand, from 1: `position()`.
    pub position: usize,
    /// How many nodes are at hand: `last()`.
    pub size: usize,
    /// The node that the whole expression is about: `current()`. Absolute paths start at the top of its document.
    pub current: N,
}

impl<N: Copy> Focus<N> {
    /// The focus of an expression that is about this one node.
    pub fn at(node: N) -> Focus<N> {
        Focus { node, position: 1, size: 1, current: node }
    }
}

/// Evaluates expressions over one tree, within a number of steps.
///
/// The steps of all its evaluations add up: one evaluator for one recalculation bounds the whole of it.
pub struct Evaluator<'a, T: Tree, H: Host<T>> {
    pub(crate) tree: &'a T,
    pub(crate) host: &'a H,
    budget: u64,
    steps: u64,
    /// Emptied node lists, used again.
    spare: Vec<Vec<T::Node>>,
    /// The last pattern that was not a literal: in a loop it is mostly the same.
    pub(crate) last_pattern: Option<(String, Result<Pattern, PatternError>)>,
}

impl<'a, T: Tree, H: Host<T>> Evaluator<'a, T, H> {
    /// An evaluator that may take [`STEPS`] steps.
    pub fn new(tree: &'a T, host: &'a H) -> Self {
        Evaluator::with_budget(tree, host, STEPS)
    }

    /// An evaluator that may take so many steps.
    pub fn with_budget(tree: &'a T, host: &'a H, steps: u64) -> Self {
        Evaluator { tree, host, budget: steps, steps: 0, spare: Vec::new(), last_pattern: None }
    }

    /// The value of an expression about one node.
    ///
    /// # Errors
    /// [`EvalError`]; nothing is remembered of a failed evaluation but the steps it took.
    pub fn evaluate(&mut self, expr: &Expr, node: T::Node) -> Result<Value<T::Node>, EvalError> {
        self.evaluate_at(expr, Focus::at(node))
    }

    /// The value of an expression at a place: a choice of a list, say, whose `current()` is the question.
    ///
    /// # Errors
    /// As [`Evaluator::evaluate`].
    pub fn evaluate_at(&mut self, expr: &Expr, focus: Focus<T::Node>) -> Result<Value<T::Node>, EvalError> {
        self.value_of(expr.ast(), focus).map(Computed::into_owned)
    }

    /// The value as text, as `string()` gives it.
    ///
    /// # Errors
    /// As [`Evaluator::evaluate`].
    pub fn text(&mut self, expr: &Expr, node: T::Node) -> Result<String, EvalError> {
        self.text_at(expr, Focus::at(node))
    }

    /// [`Evaluator::text`] at a place.
    ///
    /// # Errors
    /// As [`Evaluator::evaluate`].
    pub fn text_at(&mut self, expr: &Expr, focus: Focus<T::Node>) -> Result<String, EvalError> {
        self.text_of(expr.ast(), focus).map(Cow::into_owned)
    }

    /// The value as a number, as `number()` gives it; text that is a date counts as days since 1970.
    ///
    /// # Errors
    /// As [`Evaluator::evaluate`].
    pub fn number(&mut self, expr: &Expr, node: T::Node) -> Result<f64, EvalError> {
        self.number_of(expr.ast(), Focus::at(node))
    }

    /// The value as a truth, as `boolean()` gives it.
    ///
    /// # Errors
    /// As [`Evaluator::evaluate`].
    pub fn boolean(&mut self, expr: &Expr, node: T::Node) -> Result<bool, EvalError> {
        self.boolean_at(expr, Focus::at(node))
    }

    /// [`Evaluator::boolean`] at a place.
    ///
    /// # Errors
    /// As [`Evaluator::evaluate`].
    pub fn boolean_at(&mut self, expr: &Expr, focus: Focus<T::Node>) -> Result<bool, EvalError> {
        self.boolean_of(expr.ast(), focus)
    }

    /// The nodes of an expression that gives nodes.
    ///
    /// # Errors
    /// As [`Evaluator::evaluate`]; [`EvalError::NotNodes`] if it gives something else.
    pub fn nodes(&mut self, expr: &Expr, node: T::Node) -> Result<Vec<T::Node>, EvalError> {
        let mut found = Vec::new();
        self.nodes_of(expr.ast(), Focus::at(node), &mut found)?;
        Ok(found)
    }

    /// Steps taken so far.
    pub fn steps_used(&self) -> u64 {
        self.steps
    }

    pub(crate) fn charge(&mut self, steps: usize) -> Result<(), EvalError> {
        self.steps = self.steps.saturating_add(steps as u64).min(self.budget.saturating_add(1));
        if self.steps > self.budget { Err(EvalError::Budget { steps: self.budget }) } else { Ok(()) }
    }

    /// Text that is built costs steps too, or a short expression could fill the memory.
    pub(crate) fn charge_text(&mut self, bytes: usize) -> Result<(), EvalError> {
        self.charge(bytes / 64)
    }

    /// An empty node list.
    pub(crate) fn take(&mut self) -> Vec<T::Node> {
        self.spare.pop().unwrap_or_default()
    }

    /// Takes a node list back that is no longer needed.
    pub(crate) fn give(&mut self, mut nodes: Vec<T::Node>) {
        nodes.clear();
        self.spare.push(nodes);
    }

    pub(crate) fn give_value<S>(&mut self, value: Value<T::Node, S>) {
        if let Value::Nodes(nodes) = value {
            self.give(nodes);
        }
    }

    pub(crate) fn value_of<'v>(
        &mut self,
        ast: &'v Ast,
        focus: Focus<T::Node>,
    ) -> Result<Computed<'v, T::Node>, EvalError>
    where
        'a: 'v,
    {
        self.charge(1)?;
        Ok(match ast {
            Ast::Number(number) => Value::Number(*number),
            Ast::Literal(text) => Value::Text(Cow::Borrowed(text)),
            Ast::Path(_) | Ast::Union(_) => {
                let mut found = self.take();
                self.nodes_of(ast, focus, &mut found)?;
                Value::Nodes(found)
            }
            Ast::Call(call) => return self.call(call, focus),
            Ast::Or(_) | Ast::And(_) | Ast::Compare(_) => Value::Boolean(self.boolean_of(ast, focus)?),
            Ast::Arithmetic(_) | Ast::Negate(_) => Value::Number(self.number_of(ast, focus)?),
        })
    }

    pub(crate) fn boolean_of(&mut self, ast: &Ast, focus: Focus<T::Node>) -> Result<bool, EvalError> {
        match ast {
            Ast::Or(parts) => {
                for part in parts {
                    if self.boolean_of(part, focus)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Ast::And(parts) => {
                for part in parts {
                    if !self.boolean_of(part, focus)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Ast::Compare(chain) => self.compare_chain(chain, focus),
            Ast::Path(path) => self.any_node(path, focus, &mut |_, _| Ok(true)),
            _ => {
                let value = self.value_of(ast, focus)?;
                let truth = value.to_boolean();
                self.give_value(value);
                Ok(truth)
            }
        }
    }

    pub(crate) fn number_of(&mut self, ast: &Ast, focus: Focus<T::Node>) -> Result<f64, EvalError> {
        self.charge(1)?;
        match ast {
            Ast::Number(number) => Ok(*number),
            Ast::Arithmetic(chain) => self.arithmetic(chain, focus),
            Ast::Negate(inner) => Ok(-self.number_of(inner, focus)?),
            Ast::Path(_) | Ast::Literal(_) => Ok(text_number(self.host, &self.text_of(ast, focus)?)),
            _ => {
                let value = self.value_of(ast, focus)?;
                let number = value.to_number(self.tree, self.host);
                self.give_value(value);
                Ok(number)
            }
        }
    }

    fn arithmetic(&mut self, chain: &Chain<Arithmetic>, focus: Focus<T::Node>) -> Result<f64, EvalError> {
        let mut result = self.number_of(&chain.first, focus)?;
        for (operator, operand) in &chain.rest {
            let operand = self.number_of(operand, focus)?;
            result = match operator {
                Arithmetic::Add => result + operand,
                Arithmetic::Subtract => result - operand,
                Arithmetic::Multiply => result * operand,
                Arithmetic::Divide => result / operand,
                Arithmetic::Remainder => result % operand,
            };
        }
        Ok(result)
    }

    pub(crate) fn text_of<'v>(&mut self, ast: &'v Ast, focus: Focus<T::Node>) -> Result<Cow<'v, str>, EvalError>
    where
        'a: 'v,
    {
        self.charge(1)?;
        match ast {
            Ast::Literal(text) => Ok(Cow::Borrowed(text)),
            Ast::Path(path) => match self.first_node(path, focus)? {
                Some(node) => self.node_text(node),
                None => Ok(Cow::Borrowed("")),
            },
            _ => {
                let value = self.value_of(ast, focus)?;
                self.text_from(value)
            }
        }
    }

    pub(crate) fn text_from<'v>(&mut self, value: Computed<'v, T::Node>) -> Result<Cow<'v, str>, EvalError>
    where
        'a: 'v,
    {
        Ok(match value {
            Value::Text(text) => text,
            Value::Number(number) => Cow::Owned(number::to_text(number)),
            Value::Boolean(boolean) => Cow::Borrowed(if boolean { "true" } else { "false" }),
            Value::Date(date) => Cow::Owned(date::to_text(date)),
            Value::Nodes(nodes) => {
                let first = nodes.first().copied();
                self.give(nodes);
                match first {
                    Some(node) => self.node_text(node)?,
                    None => Cow::Borrowed(""),
                }
            }
        })
    }

    pub(crate) fn node_text(&mut self, node: T::Node) -> Result<Cow<'a, str>, EvalError> {
        let text = node_text(self.tree, node);
        self.charge(1 + text.len() / 64)?;
        Ok(text)
    }

    /// Appends the nodes that an expression gives; `found` is empty on entry.
    pub(crate) fn nodes_of(
        &mut self,
        ast: &Ast,
        focus: Focus<T::Node>,
        found: &mut Vec<T::Node>,
    ) -> Result<(), EvalError> {
        match ast {
            Ast::Path(path) => self.path_nodes(path, focus, found),
            Ast::Union(parts) => {
                let mut more = self.take();
                for part in parts {
                    self.nodes_of(part, focus, &mut more)?;
                    found.append(&mut more);
                }
                self.give(more);
                self.put_in_order(found)
            }
            Ast::Call(call) if call.function == Some(Function::Current) && call.arguments.is_empty() => {
                found.push(focus.current);
                Ok(())
            }
            _ => match self.value_of(ast, focus)? {
                Value::Nodes(nodes) => {
                    found.extend_from_slice(&nodes);
                    self.give(nodes);
                    Ok(())
                }
                _ => {
                    let place = match ast {
                        Ast::Call(call) => format!("what follows '{}'", call.name),
                        _ => String::from("a path or an argument"),
                    };
                    Err(EvalError::NotNodes { place })
                }
            },
        }
    }
}
