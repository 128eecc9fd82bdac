//! From a call to its function. The patterns here are the rules of how many arguments there may be.

use std::borrow::Cow;

use super::Function;
use crate::ast::{Ast, Call};
use crate::eval::{EvalError, Evaluator, Focus};
use crate::value::Computed;
use crate::{Host, Tree, Value, date, number};

impl<'a, T: Tree, H: Host<T>> Evaluator<'a, T, H> {
    pub(crate) fn call<'v>(
        &mut self,
        call: &'v Call,
        focus: Focus<T::Node>,
    ) -> Result<Computed<'v, T::Node>, EvalError>
    where
        'a: 'v,
    {
        let Some(function) = call.function else { return self.call_host(call, focus) };
        use Function as F;
        Ok(match (function, &*call.arguments) {
            // Truth
            (F::True, []) => Value::Boolean(true),
            (F::False, []) => Value::Boolean(false),
            (F::Not, [part]) => Value::Boolean(!self.boolean_of(part, focus)?),
            (F::Boolean, [part]) => Value::Boolean(self.boolean_of(part, focus)?),
            (F::BooleanFromString, [part]) => {
                let text = self.text_of(part, focus)?;
                Value::Boolean(matches!(&*text, "1" | "true"))
            }
            (F::If, [condition, then, otherwise]) => {
                return if self.boolean_of(condition, focus)? {
                    self.value_of(then, focus)
                } else {
                    self.value_of(otherwise, focus)
                };
            }

            // Text
            (F::String, []) => Value::Text(self.node_text(focus.node)?),
            (F::String, [part]) => Value::Text(self.text_of(part, focus)?),
            (F::Concat, parts) => Value::Text(self.join("", parts, focus)?),
            (F::Join, [between, parts @ ..]) => {
                let between = self.text_of(between, focus)?;
                Value::Text(self.join(&between, parts, focus)?)
            }
            (F::StartsWith, [text, part]) => self.on_texts(text, part, focus, |text, part| text.starts_with(part))?,
            (F::EndsWith, [text, part]) => self.on_texts(text, part, focus, |text, part| text.ends_with(part))?,
            (F::Contains, [text, part]) => self.on_texts(text, part, focus, |text, part| text.contains(part))?,
            (F::SubstringBefore, [text, part]) => Value::Text(self.substring_before(text, part, focus)?),
            (F::SubstringAfter, [text, part]) => Value::Text(self.substring_after(text, part, focus)?),
            (F::Substring, [text, start]) => Value::Text(self.substring(text, start, None, focus)?),
            (F::Substring, [text, start, length]) => Value::Text(self.substring(text, start, Some(length), focus)?),
            (F::Substr, [text, start]) => Value::Text(self.substr(text, start, None, focus)?),
            (F::Substr, [text, start, end]) => Value::Text(self.substr(text, start, Some(end), focus)?),
            (F::StringLength, []) => Value::Number(self.node_text(focus.node)?.chars().count() as f64),
            (F::StringLength, [text]) => Value::Number(self.text_of(text, focus)?.chars().count() as f64),
            (F::NormalizeSpace, []) => Value::Text(super::text::normalize_space(self.node_text(focus.node)?)),
            (F::NormalizeSpace, [text]) => Value::Text(super::text::normalize_space(self.text_of(text, focus)?)),
            (F::Translate, [text, from, to]) => Value::Text(self.translate(text, from, to, focus)?),
            (F::Regex, [text, pattern]) => Value::Boolean(self.regex(call, text, pattern, focus)?),
            (F::Digest, [text, algorithm]) => Value::Text(self.digest(text, algorithm, None, focus)?),
            (F::Digest, [text, algorithm, encoding]) => {
                Value::Text(self.digest(text, algorithm, Some(encoding), focus)?)
            }
            (F::Base64Decode, [text]) => {
                Value::Text(Cow::Owned(super::digest::base64_decode(&self.text_of(text, focus)?)))
            }

            // Numbers
            (F::Number, []) => {
                let text = self.node_text(focus.node)?;
                Value::Number(crate::value::text_number(self.host, &text))
            }
            (F::Number, [part]) => Value::Number(self.number_of(part, focus)?),
            (F::Int, [part]) => Value::Number(self.number_of(part, focus)?.trunc()),
            (F::Round, [part]) => Value::Number(number::round(self.number_of(part, focus)?, 0.0)),
            (F::Round, [part, digits]) => {
                Value::Number(number::round(self.number_of(part, focus)?, self.number_of(digits, focus)?))
            }
            (F::Floor, [part]) => Value::Number(self.number_of(part, focus)?.floor()),
            (F::Ceiling, [part]) => Value::Number(self.number_of(part, focus)?.ceil()),
            (F::Abs, [part]) => Value::Number(self.number_of(part, focus)?.abs()),
            (F::Sqrt, [part]) => Value::Number(self.number_of(part, focus)?.sqrt()),
            (F::Sin, [part]) => Value::Number(libm::sin(self.number_of(part, focus)?)),
            (F::Cos, [part]) => Value::Number(libm::cos(self.number_of(part, focus)?)),
            (F::Tan, [part]) => Value::Number(libm::tan(self.number_of(part, focus)?)),
            (F::Asin, [part]) => Value::Number(libm::asin(self.number_of(part, focus)?)),
            (F::Acos, [part]) => Value::Number(libm::acos(self.number_of(part, focus)?)),
            (F::Atan, [part]) => Value::Number(libm::atan(self.number_of(part, focus)?)),
            (F::Atan2, [y, x]) => Value::Number(libm::atan2(self.number_of(y, focus)?, self.number_of(x, focus)?)),
            (F::Log, [part]) => Value::Number(libm::log(self.number_of(part, focus)?)),
            (F::Log10, [part]) => Value::Number(libm::log10(self.number_of(part, focus)?)),
            (F::Exp, [part]) => Value::Number(libm::exp(self.number_of(part, focus)?)),
            (F::Exp10, [part]) => Value::Number(libm::exp10(self.number_of(part, focus)?)),
            (F::Pow, [base, power]) => {
                Value::Number(libm::pow(self.number_of(base, focus)?, self.number_of(power, focus)?))
            }
            (F::Pi, []) => Value::Number(std::f64::consts::PI),
            (F::Sum, [part]) => Value::Number(self.sum(part, focus)?),
            (F::Min, parts @ [_, ..]) => Value::Number(self.extreme_of(parts, focus, |number, least| number < least)?),
            (F::Max, parts @ [_, ..]) => Value::Number(self.extreme_of(parts, focus, |number, most| number > most)?),

            // Nodes
            (F::Current, []) => Value::Nodes(vec![focus.current]),
            (F::Position, []) => Value::Number(focus.position as f64),
            (F::Position, [node]) => Value::Number(self.position(node, focus)?),
            (F::Last, []) => Value::Number(focus.size as f64),
            (F::Count, [part]) => Value::Number(self.count(part, focus)? as f64),
            (F::CountNonEmpty, [part]) => Value::Number(self.count_non_empty(part, focus)? as f64),
            (F::Id, [part]) => Value::Nodes(self.id(part, focus)?),
            (F::Lang, [part]) => Value::Boolean(self.lang(part, focus)?),
            (F::Name, parts @ ([] | [_])) => self.name_of(parts.first(), focus, |tree, node| match tree.prefix(node) {
                "" => tree.name(node).to_owned(),
                prefix => format!("{prefix}:{}", tree.name(node)),
            })?,
            (F::LocalName, parts @ ([] | [_])) => {
                self.name_of(parts.first(), focus, |tree, node| tree.name(node).to_owned())?
            }
            (F::NamespaceUri, parts @ ([] | [_])) => {
                self.name_of(parts.first(), focus, |tree, node| tree.namespace(node).to_owned())?
            }
            (F::Instance, [id]) => {
                let id = self.text_of(id, focus)?;
                match self.host.instance(&id) {
                    Some(node) => Value::Nodes(vec![node]),
                    None => return Err(EvalError::UnknownInstance { id: id.into_owned() }),
                }
            }
            (F::IndexedRepeat, [part, repeats @ ..]) if repeats.len() % 2 == 0 && !repeats.is_empty() => {
                Value::Nodes(self.indexed_repeat(part, repeats, focus)?)
            }

            // Choices
            (F::Selected, [list, choice]) => Value::Boolean(self.selected(list, choice, focus)?),
            (F::SelectedAt, [list, index]) => Value::Text(self.selected_at(list, index, focus)?),
            (F::CountSelected, [list]) => Value::Number(self.text_of(list, focus)?.split_whitespace().count() as f64),
            (F::Coalesce, parts @ [_, ..]) => return self.coalesce(parts, focus),
            (F::Once, [part]) => {
                let text = self.node_text(focus.node)?;
                if text.is_empty() {
                    return self.value_of(part, focus);
                }
                Value::Text(text)
            }
            (F::Checklist, [least, most, parts @ ..]) => Value::Boolean(self.checklist(least, most, parts, focus)?),
            (F::WeightedChecklist, [least, most, pairs @ ..]) if pairs.len() % 2 == 0 => {
                Value::Boolean(self.weighted_checklist(least, most, pairs, focus)?)
            }
            (F::ChoiceName, [choice, question]) => {
                let choice = self.text_of(choice, focus)?;
                let question = self.text_of(question, focus)?;
                let name = self.host.choice_name(&choice, question.trim(), focus.node);
                Value::Text(Cow::Owned(name.unwrap_or_default()))
            }
            (F::Itext, [id]) => {
                let id = self.text_of(id, focus)?;
                Value::Text(Cow::Owned(self.host.itext(&id).unwrap_or_default()))
            }
            (F::Pulldata, [instance, column, key_column, key]) => {
                let instance = self.text_of(instance, focus)?;
                let column = self.text_of(column, focus)?;
                let key_column = self.text_of(key_column, focus)?;
                let key = self.text_of(key, focus)?;
                match self.host.pulldata(&instance, &column, &key_column, &key) {
                    Some(text) => Value::Text(Cow::Owned(text)),
                    None => return Err(EvalError::UnknownInstance { id: instance.into_owned() }),
                }
            }

            // Dates
            (F::Today, []) => Value::Date(date::today(self.host)),
            (F::Now, []) => Value::Date(Some(self.host.now())),
            (F::Date | F::DateTime, [part]) => self.date(part, focus)?,
            (F::DecimalDateTime, [part]) => Value::Number(self.decimal_date_time(part, focus)?),
            (F::DecimalTime, [part]) => Value::Number(self.decimal_time(part, focus)?),
            (F::FormatDate | F::FormatDateTime, [part, format]) => Value::Text(self.format_date(part, format, focus)?),

            // Places
            (F::Area, [part]) => Value::Number(self.area(part, focus)?),
            (F::Distance, parts @ [_, ..]) => Value::Number(self.distance(parts, focus)?),
            (F::Geofence, [point, area]) => Value::Boolean(self.geofence(point, area, focus)?),

            // Chance
            (F::Random, []) => Value::Number(self.host.random()),
            (F::Uuid, []) => Value::Text(Cow::Owned(self.host.uuid())),
            (F::Uuid, [length]) => Value::Text(Cow::Owned(self.random_text(length, focus)?)),
            (F::Randomize, [part]) => Value::Nodes(self.randomize(part, None, focus)?),
            (F::Randomize, [part, seed]) => Value::Nodes(self.randomize(part, Some(seed), focus)?),

            _ => return Err(EvalError::Arity { name: call.name.to_string(), given: call.arguments.len() }),
        })
    }

    fn call_host<'v>(&mut self, call: &'v Call, focus: Focus<T::Node>) -> Result<Computed<'v, T::Node>, EvalError>
    where
        'a: 'v,
    {
        let mut arguments = Vec::with_capacity(call.arguments.len());
        for argument in &call.arguments {
            arguments.push(self.value_of(argument, focus)?.into_owned());
        }
        match self.host.call(&call.name, &arguments) {
            None => Err(EvalError::UnknownFunction { name: call.name.to_string() }),
            Some(answer) => Ok(match answer? {
                Value::Nodes(nodes) => Value::Nodes(nodes),
                Value::Text(text) => Value::Text(Cow::Owned(text)),
                Value::Number(number) => Value::Number(number),
                Value::Boolean(boolean) => Value::Boolean(boolean),
                Value::Date(date) => Value::Date(date),
            }),
        }
    }

    fn on_texts<'v>(
        &mut self,
        left: &Ast,
        right: &Ast,
        focus: Focus<T::Node>,
        holds: fn(&str, &str) -> bool,
    ) -> Result<Computed<'v, T::Node>, EvalError> {
        let left = self.text_of(left, focus)?;
        let right = self.text_of(right, focus)?;
        self.charge_text(left.len())?;
        Ok(Value::Boolean(holds(&left, &right)))
    }
}
