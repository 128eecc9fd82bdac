//! `=`, `!=`, `<` and their like.
//!
//! A comparison with nodes holds if it holds for any of them, so it stops at the first. Text that is a date is a number
//! wherever numbers are compared.

use std::collections::BTreeSet;

use super::{EvalError, Evaluator, Focus};
use crate::ast::{Ast, Chain, Comparison};
use crate::value::{Computed, text_number};
use crate::{Host, Tree, Value};

impl<'a, T: Tree, H: Host<T>> Evaluator<'a, T, H> {
    pub(super) fn compare_chain(
        &mut self,
        chain: &Chain<Comparison>,
        focus: Focus<T::Node>,
    ) -> Result<bool, EvalError> {
        self.charge(1)?;
        let [(operator, right), more @ ..] = &*chain.rest else { return self.boolean_of(&chain.first, focus) };
        let mut holds = match right {
            // A constant right side is the usual case: then the left need not be built.
            Ast::Literal(_) | Ast::Number(_) | Ast::Call(_) => {
                let right = self.value_of(right, focus)?;
                let holds = self.compare_part(&chain.first, *operator, &right, focus)?;
                self.give_value(right);
                holds
            }
            _ => {
                let left = self.value_of(&chain.first, focus)?;
                let holds = self.compare_part(right, operator.mirrored(), &left, focus)?;
                self.give_value(left);
                holds
            }
        };
        for (operator, right) in more {
            holds = self.compare_part(right, operator.mirrored(), &Value::Boolean(holds), focus)?;
        }
        Ok(holds)
    }

    /// Compares a part of an expression with a value. A path is not followed further than needed.
    pub(super) fn compare_part(
        &mut self,
        part: &Ast,
        operator: Comparison,
        value: &Computed<'_, T::Node>,
        focus: Focus<T::Node>,
    ) -> Result<bool, EvalError> {
        match (part, value) {
            (Ast::Path(path), Value::Text(_) | Value::Number(_) | Value::Date(_)) => {
                self.any_node(path, focus, &mut |evaluator, node| evaluator.compare_node(node, operator, value))
            }
            (Ast::Path(path), Value::Nodes(nodes)) if nodes.len() <= 1 => match nodes.first() {
                None => Ok(false),
                Some(&node) => {
                    let text = Value::Text(self.node_text(node)?);
                    self.any_node(path, focus, &mut |evaluator, node| evaluator.compare_node(node, operator, &text))
                }
            },
            _ => {
                let left = self.value_of(part, focus)?;
                let holds = self.compare(operator, &left, value)?;
                self.give_value(left);
                Ok(holds)
            }
        }
    }

    fn compare_node(
        &mut self,
        node: T::Node,
        operator: Comparison,
        value: &Computed<'_, T::Node>,
    ) -> Result<bool, EvalError> {
        let text = Value::Text(self.node_text(node)?);
        self.compare(operator, &text, value)
    }

    pub(super) fn compare(
        &mut self,
        operator: Comparison,
        left: &Computed<'_, T::Node>,
        right: &Computed<'_, T::Node>,
    ) -> Result<bool, EvalError> {
        let is_equality = matches!(operator, Comparison::Equal | Comparison::NotEqual);
        Ok(match (left, right) {
            (Value::Boolean(_), _) | (_, Value::Boolean(_)) if is_equality => {
                ordered(operator, f64::from(left.to_boolean()), f64::from(right.to_boolean()))
            }
            (Value::Nodes(left), Value::Nodes(right)) => self.compare_nodes(operator, left, right)?,
            (Value::Nodes(nodes), value) => {
                for &node in nodes {
                    if self.compare_node(node, operator, value)? {
                        return Ok(true);
                    }
                }
                false
            }
            (value, Value::Nodes(_)) => self.compare(operator.mirrored(), right, value)?,
            (Value::Text(left), Value::Text(right)) if is_equality => {
                (left == right) == (operator == Comparison::Equal)
            }
            _ => ordered(operator, left.to_number(self.tree, self.host), right.to_number(self.tree, self.host)),
        })
    }

    /// Whether any pair compares so; in less than every pair.
    fn compare_nodes(&mut self, operator: Comparison, left: &[T::Node], right: &[T::Node]) -> Result<bool, EvalError> {
        match operator {
            Comparison::Equal => {
                let mut texts = BTreeSet::new();
                for &node in right {
                    texts.insert(self.node_text(node)?);
                }
                for &node in left {
                    if texts.contains(&self.node_text(node)?) {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Comparison::NotEqual => {
                let ([one, ..], [other, ..]) = (left, right) else { return Ok(false) };
                // All of them equal one text, or some pair differs.
                let (one, other) = (self.node_text(*one)?, self.node_text(*other)?);
                for &node in left {
                    if self.node_text(node)? != other {
                        return Ok(true);
                    }
                }
                for &node in right {
                    if self.node_text(node)? != one {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Comparison::Less | Comparison::LessOrEqual => {
                Ok(ordered(operator, self.extreme(left, f64::min)?, self.extreme(right, f64::max)?))
            }
            Comparison::Greater | Comparison::GreaterOrEqual => {
                Ok(ordered(operator, self.extreme(left, f64::max)?, self.extreme(right, f64::min)?))
            }
        }
    }

    /// The least or the greatest of the nodes that are numbers; NaN if none is.
    fn extreme(&mut self, nodes: &[T::Node], pick: fn(f64, f64) -> f64) -> Result<f64, EvalError> {
        let mut extreme = f64::NAN;
        for &node in nodes {
            // `min` and `max` pass over NaN.
            extreme = pick(extreme, text_number(self.host, &self.node_text(node)?));
        }
        Ok(extreme)
    }
}

fn ordered(operator: Comparison, left: f64, right: f64) -> bool {
    match operator {
        Comparison::Equal => left == right,
        Comparison::NotEqual => left != right,
        Comparison::Less => left < right,
        Comparison::LessOrEqual => left <= right,
        Comparison::Greater => left > right,
        Comparison::GreaterOrEqual => left >= right,
    }
}
