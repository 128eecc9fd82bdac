//! Functions on dates. The calendar is in `date`.

use std::borrow::Cow;

use super::{Called, Function};
use crate::ast::Ast;
use crate::eval::{EvalError, Evaluator, Focus};
use crate::value::Computed;
use crate::{Host, Instant, Tree, Value, date, number};

impl<'a, T: Tree, H: Host<T>> Evaluator<'a, T, H> {
    pub(super) fn call_dates<'v>(
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
            (F::Today, []) => Value::Date(date::today(self.host)),
            (F::Now, []) => Value::Date(Some(self.host.now())),
            (F::Date | F::DateTime, [part]) => self.date(part, focus)?,
            (F::DecimalDateTime, [part]) => Value::Number(self.decimal_date_time(part, focus)?),
            (F::DecimalTime, [part]) => Value::Number(self.decimal_time(part, focus)?),
            (F::FormatDate | F::FormatDateTime, [part, format]) => Value::Text(self.format_date(part, format, focus)?),
            _ => return Ok(None),
        }))
    }

    /// `date` and `date-time`: of text that is a date, or of days since 1970. Empty stays empty.
    fn date<'v>(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<Computed<'v, T::Node>, EvalError> {
        let value = self.value_of(part, focus)?;
        match value {
            Value::Nodes(_) | Value::Text(_) => {
                let text = self.text_from(value)?;
                Ok(if text.is_empty() { Value::Text(Cow::Borrowed("")) } else { Value::Date(self.text_date(&text)) })
            }
            value => Ok(Value::Date(self.value_date(value)?)),
        }
    }

    fn decimal_date_time(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<f64, EvalError> {
        let value = self.value_of(part, focus)?;
        Ok(date::to_days(self.value_date(value)?))
    }

    fn decimal_time(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<f64, EvalError> {
        let text = self.text_of(part, focus)?;
        Ok(date::part_of_day(&text, self.host))
    }

    fn format_date<'v>(&mut self, part: &Ast, format: &Ast, focus: Focus<T::Node>) -> Result<Cow<'v, str>, EvalError> {
        let value = self.value_of(part, focus)?;
        let format = self.text_of(format, focus)?;
        Ok(match self.value_date(value)? {
            Some(instant) => Cow::Owned(date::format(instant, &format)),
            None => Cow::Borrowed(""),
        })
    }

    fn value_date(&mut self, value: Computed<'_, T::Node>) -> Result<Option<Instant>, EvalError> {
        Ok(match value {
            Value::Date(date) => date,
            Value::Number(days) => date::from_days(days, self.host),
            Value::Boolean(_) => None,
            text => {
                let text = match text {
                    Value::Nodes(nodes) => {
                        let text = match nodes.first() {
                            Some(&node) => self.node_text(node)?,
                            None => Cow::Borrowed(""),
                        };
                        self.give(nodes);
                        return Ok(self.text_date(&text));
                    }
                    Value::Text(text) => text,
                    _ => Cow::Borrowed(""),
                };
                self.text_date(&text)
            }
        })
    }

    fn text_date(&self, text: &str) -> Option<Instant> {
        date::parse(text, self.host).or_else(|| date::from_days(number::parse(text), self.host))
    }
}
