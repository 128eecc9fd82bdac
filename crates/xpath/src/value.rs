//! What an expression gives, and the conversions between its types.
//!
//! Not here: arithmetic and comparison (`eval`).

use std::borrow::Cow;

use crate::{Host, Instant, Tree, date, number};

/// A value: the four types of XPath 1.0, and dates.
///
/// `S` is how text is held; callers only ever see `String`.
#[derive(Clone, PartialEq, Debug)]
pub enum Value<N, S = String> {
    /// In document order and without repeats, but for `randomize`, whose order is the point.
    Nodes(Vec<N>),
    /// Characters, any number of them.
    Text(S),
    /// A double, NaN and the infinities included.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// What `today()`, `now()`, `date()` and `date-time()` give. Counts as days since 1970 wherever a number is needed;
    /// `None` is a date that was asked for and could not be read.
    Date(Option<Instant>),
}

/// A value while it is computed: text is borrowed from the expression or the tree where that can be.
pub(crate) type Computed<'v, N> = Value<N, Cow<'v, str>>;

impl<N> From<Value<N>> for Computed<'_, N> {
    fn from(value: Value<N>) -> Self {
        match value {
            Value::Nodes(nodes) => Value::Nodes(nodes),
            Value::Text(text) => Value::Text(Cow::Owned(text)),
            Value::Number(number) => Value::Number(number),
            Value::Boolean(boolean) => Value::Boolean(boolean),
            Value::Date(date) => Value::Date(date),
        }
    }
}

impl<N> Computed<'_, N> {
    pub(crate) fn into_owned(self) -> Value<N> {
        match self {
            Value::Nodes(nodes) => Value::Nodes(nodes),
            Value::Text(text) => Value::Text(text.into_owned()),
            Value::Number(number) => Value::Number(number),
            Value::Boolean(boolean) => Value::Boolean(boolean),
            Value::Date(date) => Value::Date(date),
        }
    }
}

impl<N: Copy, S: AsRef<str>> Value<N, S> {
    /// As `string()` gives it: of nodes, the text of the first; of a date, `2026-01-15`, with the time unless it is midnight.
    pub fn to_text<T: Tree<Node = N>>(&self, tree: &T) -> String {
        match self {
            Value::Nodes(nodes) => nodes.first().map(|node| node_text(tree, *node).into_owned()).unwrap_or_default(),
            Value::Text(text) => text.as_ref().to_owned(),
            Value::Number(number) => number::to_text(*number),
            Value::Boolean(boolean) => boolean.to_string(),
            Value::Date(date) => date::to_text(*date),
        }
    }

    /// As `number()` gives it. Text that is a date counts as days since 1970; the host knows the zone it is read in.
    pub fn to_number<T: Tree<Node = N>, H: Host<T>>(&self, tree: &T, host: &H) -> f64 {
        match self {
            Value::Nodes(nodes) => nodes.first().map_or(f64::NAN, |node| text_number(host, &node_text(tree, *node))),
            Value::Text(text) => text_number(host, text.as_ref()),
            Value::Number(number) => *number,
            Value::Boolean(boolean) => f64::from(*boolean),
            Value::Date(date) => date::to_days(*date),
        }
    }

    /// As `boolean()` gives it: nodes if there are any, text unless empty, numbers unless zero or NaN.
    pub fn to_boolean(&self) -> bool {
        match self {
            Value::Nodes(nodes) => !nodes.is_empty(),
            Value::Text(text) => !text.as_ref().is_empty(),
            Value::Number(number) => *number != 0.0 && !number.is_nan(),
            Value::Boolean(boolean) => *boolean,
            Value::Date(date) => date.is_some(),
        }
    }
}

/// The string value of a node, without a copy if the tree has it in one piece.
pub(crate) fn node_text<T: Tree>(tree: &T, node: T::Node) -> Cow<'_, str> {
    match tree.text(node) {
        Some(text) => Cow::Borrowed(text),
        None => {
            let mut text = String::new();
            tree.string_value(node, &mut text);
            Cow::Owned(text)
        }
    }
}

/// The number that a text spells, or the days since 1970 of the date that it is.
pub(crate) fn text_number<T: Tree, H: Host<T>>(host: &H, text: &str) -> f64 {
    let plain = number::parse(text);
    if plain.is_nan() { date::to_days(date::parse(text, host)) } else { plain }
}
