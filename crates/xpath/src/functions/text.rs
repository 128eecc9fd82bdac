//! Functions on text. Characters are Unicode characters throughout.

use std::borrow::Cow;

use super::digest::base64_decode;
use super::{Called, Function};
use crate::ast::{Ast, Call};
use crate::eval::{EvalError, Evaluator, Focus};
use crate::number::is_space;
use crate::pattern::{Pattern, PatternError, SUBJECT_CHARACTERS};
use crate::{Host, Tree, Value};

impl<'a, T: Tree, H: Host<T>> Evaluator<'a, T, H> {
    pub(super) fn call_text<'v>(&mut self, function: Function, call: &'v Call, focus: Focus<T::Node>) -> Called<'v, T>
    where
        'a: 'v,
    {
        use Function as F;
        Ok(Some(match (function, &*call.arguments) {
            (F::String, []) => Value::Text(self.node_text(focus.node)?),
            (F::String, [part]) => Value::Text(self.text_of(part, focus)?),
            (F::Concat, parts) => Value::Text(self.join("", parts, focus)?),
            (F::Join, [between, parts @ ..]) => {
                let between = self.text_of(between, focus)?;
                Value::Text(self.join(&between, parts, focus)?)
            }
            (F::StartsWith | F::EndsWith | F::Contains, [text, part]) => {
                let (text, part) = self.texts(text, part, focus)?;
                Value::Boolean(match function {
                    F::StartsWith => text.starts_with(&*part),
                    F::EndsWith => text.ends_with(&*part),
                    _ => text.contains(&*part),
                })
            }
            (F::SubstringBefore, [text, part]) => {
                let (text, part) = self.texts(text, part, focus)?;
                let end = text.find(&*part).unwrap_or(0);
                Value::Text(cut(text, 0, end))
            }
            (F::SubstringAfter, [text, part]) => {
                let (text, part) = self.texts(text, part, focus)?;
                let start = text.find(&*part).map_or(text.len(), |start| start + part.len());
                let end = text.len();
                Value::Text(cut(text, start, end))
            }
            (F::Substring, [text, start, length @ ..]) if length.len() <= 1 => {
                Value::Text(self.substring(text, start, length.first(), focus)?)
            }
            (F::Substr, [text, start, end @ ..]) if end.len() <= 1 => {
                Value::Text(self.substr(text, start, end.first(), focus)?)
            }
            (F::StringLength | F::NormalizeSpace, parts @ ([] | [_])) => {
                let text = match parts {
                    [part] => self.text_of(part, focus)?,
                    _ => self.node_text(focus.node)?,
                };
                match function {
                    F::StringLength => Value::Number(text.chars().count() as f64),
                    _ => Value::Text(normalize_space(text)),
                }
            }
            (F::Translate, [text, from, to]) => Value::Text(self.translate(text, from, to, focus)?),
            (F::Regex, [text, pattern]) => Value::Boolean(self.regex(call, text, pattern, focus)?),
            (F::Digest, [text, algorithm, encoding @ ..]) if encoding.len() <= 1 => {
                Value::Text(self.digest(text, algorithm, encoding.first(), focus)?)
            }
            (F::Base64Decode, [text]) => Value::Text(Cow::Owned(base64_decode(&self.text_of(text, focus)?))),
            _ => return Ok(None),
        }))
    }

    /// `concat` and `join`: of a node set, the text of every node.
    fn join<'v>(&mut self, between: &str, parts: &'v [Ast], focus: Focus<T::Node>) -> Result<Cow<'v, str>, EvalError>
    where
        'a: 'v,
    {
        let mut joined = String::new();
        let mut is_first = true;
        let mut add = |evaluator: &mut Self, text: &str| {
            if !std::mem::take(&mut is_first) {
                joined.push_str(between);
            }
            joined.push_str(text);
            evaluator.charge_text(between.len() + text.len())
        };
        for part in parts {
            match self.value_of(part, focus)? {
                Value::Nodes(nodes) => {
                    for &node in &nodes {
                        let text = self.node_text(node)?;
                        add(self, &text)?;
                    }
                    self.give(nodes);
                }
                value => {
                    let text = self.text_from(value)?;
                    add(self, &text)?;
                }
            }
        }
        Ok(Cow::Owned(joined))
    }

    /// XPath's: from 1, by length, both rounded as XPath rounds, halves up.
    fn substring<'v>(
        &mut self,
        text: &'v Ast,
        start: &Ast,
        length: Option<&Ast>,
        focus: Focus<T::Node>,
    ) -> Result<Cow<'v, str>, EvalError>
    where
        'a: 'v,
    {
        let text = self.text_of(text, focus)?;
        let start = (self.number_of(start, focus)? + 0.5).floor();
        let end = match length {
            None => f64::INFINITY,
            Some(length) => start + (self.number_of(length, focus)? + 0.5).floor(),
        };
        // Nothing is at or behind NaN, nor before it.
        if start.is_nan() || end.is_nan() {
            return Ok(Cow::Borrowed(""));
        }
        // Casts cut at zero and at the greatest number.
        Ok(slice(text, (start - 1.0) as usize, (end - 1.0) as usize))
    }

    /// ODK's: from 0, up to but without `end`; negative numbers count from the end.
    fn substr<'v>(
        &mut self,
        text: &'v Ast,
        start: &Ast,
        end: Option<&Ast>,
        focus: Focus<T::Node>,
    ) -> Result<Cow<'v, str>, EvalError>
    where
        'a: 'v,
    {
        let text = self.text_of(text, focus)?;
        let start = self.number_of(start, focus)?.trunc();
        let end = match end {
            None => f64::INFINITY,
            Some(end) => self.number_of(end, focus)?.trunc(),
        };
        let from_end = |place: f64| {
            if place < 0.0 { (text.chars().count() as f64 + place) as usize } else { place as usize }
        };
        let (start, end) = (from_end(start), from_end(end));
        Ok(slice(text, start, end))
    }

    fn translate<'v>(
        &mut self,
        text: &'v Ast,
        from: &Ast,
        to: &Ast,
        focus: Focus<T::Node>,
    ) -> Result<Cow<'v, str>, EvalError>
    where
        'a: 'v,
    {
        let text = self.text_of(text, focus)?;
        let from = self.text_of(from, focus)?;
        let to = self.text_of(to, focus)?;
        self.charge_text(text.len().saturating_mul(from.len()))?;
        let to: Vec<char> = to.chars().collect();
        let translated =
            text.chars().filter_map(|character| match from.chars().position(|candidate| candidate == character) {
                None => Some(character),
                Some(index) => to.get(index).copied(),
            });
        Ok(Cow::Owned(translated.collect()))
    }

    /// Whether the pattern is found in the text. A literal pattern is compiled once for the life of the expression.
    fn regex(&mut self, call: &Call, text: &Ast, pattern: &Ast, focus: Focus<T::Node>) -> Result<bool, EvalError> {
        let text = self.text_of(text, focus)?;
        if text.chars().nth(SUBJECT_CHARACTERS).is_some() {
            return Err(EvalError::Argument { name: String::from("regex"), reason: "text is too long for a pattern" });
        }
        self.charge_text(text.len())?;
        if let Ast::Literal(pattern) = pattern {
            return self.search(call.pattern.get_or_init(|| Pattern::compile(pattern)), &text);
        }
        let pattern = self.text_of(pattern, focus)?;
        let (pattern, compiled) = match self.last_pattern.take() {
            Some(last) if last.0 == pattern => last,
            _ => {
                self.charge(1_000)?; // to compile is dear
                let compiled = Pattern::compile(&pattern);
                (pattern.into_owned(), compiled)
            }
        };
        let found = self.search(&compiled, &text);
        self.last_pattern = Some((pattern, compiled));
        found
    }

    fn search(&mut self, pattern: &Result<Pattern, PatternError>, text: &str) -> Result<bool, EvalError> {
        let pattern = pattern.as_ref().map_err(|error| EvalError::Pattern(error.clone()))?;
        self.charge(pattern.steps_in(text))?;
        Ok(pattern.is_found_in(text))
    }
}

fn normalize_space(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_normal = !text.starts_with(is_space)
        && !text.ends_with(is_space)
        && !text.contains(['\t', '\r', '\n'])
        && !text.contains("  ");
    if is_normal {
        return text;
    }
    let mut normal = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.push_str(word);
    }
    Cow::Owned(normal)
}

/// The characters from `start` up to `end`.
fn slice(text: Cow<'_, str>, start: usize, end: usize) -> Cow<'_, str> {
    let byte = |character: usize| text.char_indices().nth(character).map_or(text.len(), |(byte, _)| byte);
    let (start, end) = (byte(start), byte(end));
    cut(text, start, end)
}

/// Cuts out bytes without a copy if the text is borrowed. Places that are none give nothing.
fn cut(text: Cow<'_, str>, start: usize, end: usize) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(start..end).unwrap_or_default()),
        Cow::Owned(text) => Cow::Owned(text.get(start..end).unwrap_or_default().to_owned()),
    }
}
