//! Functions on numbers. What std does not compute exactly and alike everywhere comes from libm.

use super::{Called, Function};
use crate::ast::Ast;
use crate::eval::{EvalError, Evaluator, Focus};
use crate::value::text_number;
use crate::{Host, Tree, Value, number};

impl<'a, T: Tree, H: Host<T>> Evaluator<'a, T, H> {
    pub(super) fn call_numbers<'v>(
        &mut self,
        function: Function,
        arguments: &'v [Ast],
        focus: Focus<T::Node>,
    ) -> Called<'v, T>
    where
        'a: 'v,
    {
        use Function as F;
        Ok(Some(Value::Number(match (function, arguments) {
            (F::Number, []) => text_number(self.host, &self.node_text(focus.node)?),
            (F::Number, [part]) => self.number_of(part, focus)?,
            (F::Round, [part]) => number::round(self.number_of(part, focus)?, 0.0),
            (F::Round, [part, digits]) => number::round(self.number_of(part, focus)?, self.number_of(digits, focus)?),
            (F::Atan2, [y, x]) => libm::atan2(self.number_of(y, focus)?, self.number_of(x, focus)?),
            (F::Pow, [base, power]) => pow(self.number_of(base, focus)?, self.number_of(power, focus)?),
            (F::Pi, []) => std::f64::consts::PI,
            (F::Sum, [part]) => self.sum(part, focus)?,
            (F::Min, parts) => self.extreme_of(parts, focus, |number, least| number < least)?,
            (F::Max, parts) => self.extreme_of(parts, focus, |number, most| number > most)?,
            (_, [part]) => match of_one_number(function) {
                Some(compute) => compute(self.number_of(part, focus)?),
                None => return Ok(None),
            },
            _ => return Ok(None),
        })))
    }

    fn sum(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<f64, EvalError> {
        let nodes = self.argument_nodes(part, focus)?;
        let mut sum = 0.0;
        for &node in &nodes {
            sum += text_number(self.host, &self.node_text(node)?);
        }
        self.give(nodes);
        Ok(sum)
    }

    /// `min` and `max` of all arguments, each number or nodes. NaN if there is none or one is no number.
    fn extreme_of(
        &mut self,
        parts: &[Ast],
        focus: Focus<T::Node>,
        is_better: fn(f64, f64) -> bool,
    ) -> Result<f64, EvalError> {
        let mut extreme: Option<f64> = None;
        let mut add = |number: f64| {
            if extreme.is_none_or(|extreme| number.is_nan() || is_better(number, extreme)) {
                extreme = Some(number);
            }
        };
        for part in parts {
            match self.value_of(part, focus)? {
                Value::Nodes(nodes) => {
                    for &node in &nodes {
                        add(text_number(self.host, &self.node_text(node)?));
                    }
                    self.give(nodes);
                }
                value => add(value.to_number(self.tree, self.host)),
            }
        }
        Ok(extreme.unwrap_or(f64::NAN))
    }
}

/// Unlike C, where one to any power is one: with a power that is missing there is no result.
fn pow(base: f64, power: f64) -> f64 {
    let is_undecided = power.is_nan() || (power.is_infinite() && base.abs() == 1.0);
    if is_undecided { f64::NAN } else { libm::pow(base, power) }
}

fn of_one_number(function: Function) -> Option<fn(f64) -> f64> {
    Some(match function {
        Function::Abs => f64::abs,
        Function::Acos => libm::acos,
        Function::Asin => libm::asin,
        Function::Atan => libm::atan,
        Function::Ceiling => f64::ceil,
        Function::Cos => libm::cos,
        Function::Exp => libm::exp,
        // libm's own is an ulp off at 0.5 and elsewhere.
        Function::Exp10 => |power| libm::pow(10.0, power),
        Function::Floor => f64::floor,
        Function::Int => f64::trunc,
        Function::Log => libm::log,
        Function::Log10 => libm::log10,
        Function::Sin => libm::sin,
        Function::Sqrt => f64::sqrt,
        Function::Tan => libm::tan,
        _ => return None,
    })
}
