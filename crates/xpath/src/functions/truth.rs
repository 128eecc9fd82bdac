//! Truth and answers: conditions, selections, the first that is there, lists of checks.

use std::borrow::Cow;

use super::{Called, Function};
use crate::ast::Ast;
use crate::eval::{EvalError, Evaluator, Focus};
use crate::value::text_number;
use crate::{Host, Tree, Value};

impl<'a, T: Tree, H: Host<T>> Evaluator<'a, T, H> {
    pub(super) fn call_truth<'v>(
        &mut self,
        function: Function,
        arguments: &'v [Ast],
        focus: Focus<T::Node>,
    ) -> Called<'v, T>
    where
        'a: 'v,
    {
        use Function as F;
        Ok(Some(match (function, arguments) {
            (F::True, []) => Value::Boolean(true),
            (F::False, []) => Value::Boolean(false),
            (F::Not, [part]) => Value::Boolean(!self.boolean_of(part, focus)?),
            (F::Boolean, [part]) => Value::Boolean(self.boolean_of(part, focus)?),
            (F::BooleanFromString, [part]) => {
                let text = self.text_of(part, focus)?;
                Value::Boolean(matches!(&*text, "1" | "true"))
            }
            (F::If, [condition, then, otherwise]) => {
                let part = if self.boolean_of(condition, focus)? { then } else { otherwise };
                return self.value_of(part, focus).map(Some);
            }
            (F::Selected, [list, choice]) => Value::Boolean(self.selected(list, choice, focus)?),
            (F::SelectedAt, [list, index]) => Value::Text(self.selected_at(list, index, focus)?),
            (F::CountSelected, [list]) => Value::Number(self.text_of(list, focus)?.split_whitespace().count() as f64),
            (F::Coalesce, parts @ [_, ..]) => Value::Text(self.coalesce(parts, focus)?),
            (F::Once, [part]) => {
                let text = self.node_text(focus.node)?;
                if text.is_empty() {
                    return self.value_of(part, focus).map(Some);
                }
                Value::Text(text)
            }
            (F::Checklist, [least, most, parts @ ..]) => Value::Boolean(self.checklist(least, most, parts, focus)?),
            (F::WeightedChecklist, [least, most, pairs @ ..]) if pairs.len().is_multiple_of(2) => {
                Value::Boolean(self.weighted_checklist(least, most, pairs, focus)?)
            }
            _ => return Ok(None),
        }))
    }

    /// Whether a choice is among the words of a list. The empty list has the empty choice.
    fn selected(&mut self, list: &Ast, choice: &Ast, focus: Focus<T::Node>) -> Result<bool, EvalError> {
        let list = self.text_of(list, focus)?;
        let choice = self.text_of(choice, focus)?;
        self.charge_text(list.len())?;
        let choice = choice.trim();
        let mut words = list.split_whitespace();
        Ok(if choice.is_empty() { words.next().is_none() } else { words.any(|word| word == choice) })
    }

    fn selected_at<'v>(&mut self, list: &'v Ast, index: &Ast, focus: Focus<T::Node>) -> Result<Cow<'v, str>, EvalError>
    where
        'a: 'v,
    {
        let list = self.text_of(list, focus)?;
        let index = self.number_of(index, focus)?;
        if index.is_nan() || index < 0.0 {
            return Ok(Cow::Borrowed(""));
        }
        let word = list.split_whitespace().nth(index as usize).unwrap_or_default();
        Ok(Cow::Owned(word.to_owned()))
    }

    /// The first that is not empty, as text. NaN counts as empty: a sum with an unanswered question.
    ///
    /// Source: ODK XForms specification, `coalesce`, which gives text whatever it is given: `coalesce(0, 1)` is true.
    fn coalesce<'v>(&mut self, parts: &'v [Ast], focus: Focus<T::Node>) -> Result<Cow<'v, str>, EvalError>
    where
        'a: 'v,
    {
        for part in parts {
            let value = self.value_of(part, focus)?;
            let is_blank = matches!(&value, Value::Number(number) if number.is_nan()) || value == Value::Date(None);
            let text = self.text_from(value)?;
            if !is_blank && !text.is_empty() {
                return Ok(text);
            }
        }
        Ok(Cow::Borrowed(""))
    }

    /// Whether at least `least` and at most `most` of the checks hold; a negative bound is none. Nodes are one check each.
    fn checklist(&mut self, least: &Ast, most: &Ast, parts: &[Ast], focus: Focus<T::Node>) -> Result<bool, EvalError> {
        let mut held = 0_usize;
        for part in parts {
            held += self.checks(part, focus)?.into_iter().filter(|holds| *holds).count();
        }
        self.is_within(held as f64, least, most, focus)
    }

    /// As `checklist`, with a weight behind each check.
    fn weighted_checklist(
        &mut self,
        least: &Ast,
        most: &Ast,
        pairs: &[Ast],
        focus: Focus<T::Node>,
    ) -> Result<bool, EvalError> {
        let mut held = 0.0;
        for pair in pairs.chunks_exact(2) {
            let [part, weight] = pair else { continue };
            let checks = self.checks(part, focus)?;
            let weights = self.weights(weight, focus)?;
            for (holds, weight) in checks.into_iter().zip(weights) {
                if holds {
                    held += weight;
                }
            }
        }
        self.is_within(held, least, most, focus)
    }

    fn checks(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<Vec<bool>, EvalError> {
        Ok(match self.value_of(part, focus)? {
            Value::Nodes(nodes) => {
                let mut checks = Vec::with_capacity(nodes.len());
                for &node in &nodes {
                    checks.push(!self.node_text(node)?.is_empty());
                }
                self.give(nodes);
                checks
            }
            value => vec![value.to_boolean()],
        })
    }

    fn weights(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<Vec<f64>, EvalError> {
        Ok(match self.value_of(part, focus)? {
            Value::Nodes(nodes) => {
                let mut weights = Vec::with_capacity(nodes.len());
                for &node in &nodes {
                    weights.push(text_number(self.host, &self.node_text(node)?));
                }
                self.give(nodes);
                weights
            }
            value => vec![value.to_number(self.tree, self.host)],
        })
    }

    fn is_within(&mut self, held: f64, least: &Ast, most: &Ast, focus: Focus<T::Node>) -> Result<bool, EvalError> {
        let least = self.number_of(least, focus)?;
        let most = self.number_of(most, focus)?;
        Ok((least < 0.0 || held >= least) && (most < 0.0 || held <= most))
    }
}
