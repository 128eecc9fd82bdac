//! The functions: their names, how many arguments they take, and where each is done.
//!
//! Start at the table. A function is written in the module of what it is about, its family: `truth` (with selections),
//! `text`, `numbers`, `nodes`, `dates`, `places`, `chance`, `lists`. There the patterns of the arguments are the rules of
//! how many there may be. One function for all would need a stack frame for all, and calls nest.
//!
//! Not here: functions that only the host has, and the labels and tables it is asked for (`Host`).

mod chance;
mod dates;
pub mod digest;
mod lists;
mod nodes;
mod numbers;
pub mod places;
mod text;
mod truth;

use std::borrow::Cow;

use crate::ast::{Ast, Call};
use crate::eval::{EvalError, Evaluator, Focus};
use crate::value::Computed;
use crate::{Host, Tree};

macro_rules! functions {
    ($($name:literal $id:ident $family:ident $least:literal, $most:expr, $summary:literal;)*) => {
        /// A function that this crate has.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(crate) enum Function { $($id,)* }

        static KNOWN: &[KnownFunction] = &[$(KnownFunction {
            name: $name,
            least: $least,
            most: $most,
            in_pairs: Function::$id.is_in_pairs(),
            summary: $summary,
        },)*];

        impl Function {
            pub fn named(name: &str) -> Option<Function> {
                match name { $($name => Some(Function::$id),)* _ => None }
            }

            fn family(self) -> Family {
                match self { $(Function::$id => Family::$family,)* }
            }

            pub fn arity(self) -> (usize, Option<usize>) {
                match self { $(Function::$id => ($least, $most),)* }
            }
        }
    };
}

/// What a function is about: the module it is in.
#[derive(Clone, Copy)]
enum Family {
    Truth,
    Text,
    Numbers,
    Nodes,
    Dates,
    Places,
    Chance,
    /// Asked of the host.
    Lists,
}

functions! {
    "abs" Abs Numbers 1, Some(1), "The number without its sign.";
    "acos" Acos Numbers 1, Some(1), "The angle, in radians, whose cosine this is.";
    "area" Area Places 1, Some(1), "Square metres inside a ring of places: a shape, or nodes that are points.";
    "asin" Asin Numbers 1, Some(1), "The angle, in radians, whose sine this is.";
    "atan" Atan Numbers 1, Some(1), "The angle, in radians, whose tangent this is.";
    "atan2" Atan2 Numbers 2, Some(2), "The angle, in radians, of the point with this y and x.";
    "base64-decode" Base64Decode Text 1, Some(1), "The text that was packed as Base64; empty where it is none.";
    "boolean" Boolean Truth 1, Some(1), "The truth of a value: nodes if there are any, text unless empty, numbers unless zero or NaN.";
    "boolean-from-string" BooleanFromString Truth 1, Some(1), "True for '1' and 'true', false for any other text.";
    "ceiling" Ceiling Numbers 1, Some(1), "The least whole number that is not below.";
    "checklist" Checklist Truth 2, None, "Whether at least so many and at most so many of the checks hold; -1 is no limit.";
    "coalesce" Coalesce Truth 1, None, "The first argument that is not empty, as text.";
    "concat" Concat Text 0, None, "All texts one after the other; of nodes the text of each.";
    "contains" Contains Text 2, Some(2), "Whether the second text is found in the first.";
    "cos" Cos Numbers 1, Some(1), "The cosine of an angle in radians.";
    "count" Count Nodes 1, Some(1), "How many nodes there are.";
    "count-non-empty" CountNonEmpty Nodes 1, Some(1), "How many of the nodes are not blank.";
    "count-selected" CountSelected Truth 1, Some(1), "How many choices of a select are picked.";
    "current" Current Nodes 0, Some(0), "The node that the whole expression is about, also inside a predicate.";
    "date" Date Dates 1, Some(1), "A text or a number of days since 1970 as a date; empty stays empty.";
    "date-time" DateTime Dates 1, Some(1), "As `date`.";
    "decimal-date-time" DecimalDateTime Dates 1, Some(1), "Days since 1970 in UTC, with the part of the day.";
    "decimal-time" DecimalTime Dates 1, Some(1), "The part of the day, from 0 to 1, at which a time stands in the device's zone.";
    "digest" Digest Text 2, Some(3), "The hash of a text by MD5, SHA-1, SHA-256, SHA-384 or SHA-512, as 'base64' (unless said otherwise) or 'hex'.";
    "distance" Distance Places 1, None, "Metres along a line: a trace, a shape, or places in order.";
    "ends-with" EndsWith Text 2, Some(2), "Whether the first text ends with the second.";
    "exp" Exp Numbers 1, Some(1), "e to this power.";
    "exp10" Exp10 Numbers 1, Some(1), "Ten to this power.";
    "false" False Truth 0, Some(0), "False.";
    "floor" Floor Numbers 1, Some(1), "The greatest whole number that is not above.";
    "format-date" FormatDate Dates 2, Some(2), "A date written by a pattern of `%Y %y %m %n %b %B %d %e %a %A %j %W`.";
    "format-date-time" FormatDateTime Dates 2, Some(2), "As `format-date`, with `%H %h %M %S %3 %Z`.";
    "geofence" Geofence Places 2, Some(2), "Whether a point is inside a ring of places.";
    "id" Id Nodes 1, Some(1), "The elements whose attribute `id` is one of the words.";
    "if" If Truth 3, Some(3), "The second argument where the first is true, else the third; the other is not evaluated.";
    "indexed-repeat" IndexedRepeat Nodes 3, Some(7), "The nodes of a path inside the repeat instance of this number, for up to three repeats one within the other.";
    "instance" Instance Nodes 1, Some(1), "A list or a file by its id: what `/root/item` goes on from.";
    "int" Int Numbers 1, Some(1), "The number without its fraction.";
    "intersects" Intersects Places 1, Some(1), "Whether a trace or a shape crosses or touches itself.";
    "join" Join Text 1, None, "All texts with the first argument between them; of nodes the text of each.";
    "jr:choice-name" ChoiceName Lists 2, Some(2), "The label, in the language shown, of a choice of the question whose path is given as text.";
    "jr:itext" Itext Lists 1, Some(1), "The text with this id in the language shown.";
    "lang" Lang Nodes 1, Some(1), "Whether the node is in this language, by `xml:lang`.";
    "last" Last Nodes 0, Some(0), "How many nodes are at hand.";
    "local-name" LocalName Nodes 0, Some(1), "The name of the node, or of the first of these, without its prefix.";
    "log" Log Numbers 1, Some(1), "The natural logarithm.";
    "log10" Log10 Numbers 1, Some(1), "The logarithm to base ten.";
    "max" Max Numbers 0, None, "The greatest of all numbers and nodes; NaN if one is no number.";
    "min" Min Numbers 0, None, "The least of all numbers and nodes; NaN if one is no number.";
    "name" Name Nodes 0, Some(1), "The name of the node, or of the first of these, as the document writes it.";
    "namespace-uri" NamespaceUri Nodes 0, Some(1), "The namespace of the node, or of the first of these.";
    "normalize-space" NormalizeSpace Text 0, Some(1), "The text without white space around it and with single spaces within.";
    "not" Not Truth 1, Some(1), "True where its argument is false.";
    "now" Now Dates 0, Some(0), "This moment, with the device's offset from UTC.";
    "number" Number Numbers 0, Some(1), "The value as a number; a date counts as days since 1970.";
    "once" Once Truth 1, Some(1), "The node's own value, or this where it is still empty.";
    "pi" Pi Numbers 0, Some(0), "The ratio of a circle's circumference to its diameter.";
    "position" Position Nodes 0, Some(1), "The place of the node at hand among those at hand; of an argument, its place among its siblings of the same name.";
    "pow" Pow Numbers 2, Some(2), "The first number to the power of the second.";
    "property" Property Lists 1, Some(1), "What the device says of itself or its user under this name.";
    "pulldata" Pulldata Lists 4, Some(4), "Of the list or file, this column of the first row whose key column has the key; empty if there is none.";
    "random" Random Chance 0, Some(0), "A number by chance, from 0 up to but without 1.";
    "randomize" Randomize Chance 1, Some(2), "The nodes in another order: by chance, or always the same for a seed.";
    "regex" Regex Text 2, Some(2), "Whether a pattern is found in the text.";
    "round" Round Numbers 1, Some(2), "The nearest number with so many decimal places, halves away from zero.";
    "selected" Selected Truth 2, Some(2), "Whether a choice is among those picked.";
    "selected-at" SelectedAt Truth 2, Some(2), "The choice picked at this place, from 0.";
    "sin" Sin Numbers 1, Some(1), "The sine of an angle in radians.";
    "sqrt" Sqrt Numbers 1, Some(1), "The square root.";
    "starts-with" StartsWith Text 2, Some(2), "Whether the first text starts with the second.";
    "string" String Text 0, Some(1), "The value as text; of nodes the text of the first.";
    "string-length" StringLength Text 0, Some(1), "How many characters the text has.";
    "substr" Substr Text 2, Some(3), "The characters from a place, counted from 0, up to but without another; negative places count from the end.";
    "substring" Substring Text 2, Some(3), "The characters from a place, counted from 1, and how many.";
    "substring-after" SubstringAfter Text 2, Some(2), "What follows the first place where the second text is found.";
    "substring-before" SubstringBefore Text 2, Some(2), "What comes before the first place where the second text is found.";
    "sum" Sum Numbers 1, Some(1), "The numbers of all nodes added up; NaN if one is no number.";
    "tan" Tan Numbers 1, Some(1), "The tangent of an angle in radians.";
    "today" Today Dates 0, Some(0), "This day in the device's zone.";
    "translate" Translate Text 3, Some(3), "The text with each character of the second argument replaced by that of the third, or left out.";
    "true" True Truth 0, Some(0), "True.";
    "uuid" Uuid Chance 0, Some(1), "A random UUID, or so many random letters and digits.";
    "version" Version Lists 0, Some(0), "The version of the form.";
    "weighted-checklist" WeightedChecklist Truth 2, None, "As `checklist`, with a weight behind each check.";
}

/// What there is to know of a function before it is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KnownFunction {
    /// As an expression writes it, with its prefix.
    pub name: &'static str,
    /// The fewest arguments it takes.
    pub least: usize,
    /// The most; `None` is any number.
    pub most: Option<usize>,
    /// Whether what it takes beyond `least` comes in pairs.
    pub in_pairs: bool,
    /// What it gives, in one line.
    pub summary: &'static str,
}

/// The functions that this crate has, sorted by name: the same table that calls and [`Expr::check`](crate::Expr::check) use.
///
/// For documentation, and for advice on a name that is not known; a [`Host`](crate::Host) may have more.
///
/// ```
/// let pow = xpath::functions::known().iter().find(|function| function.name == "pow");
/// assert_eq!(pow.map(|pow| (pow.least, pow.most)), Some((2, Some(2))));
/// ```
pub fn known() -> &'static [KnownFunction] {
    KNOWN
}

impl Function {
    /// Whether the arguments after the least ones come in pairs.
    pub const fn is_in_pairs(self) -> bool {
        matches!(self, Function::IndexedRepeat | Function::WeightedChecklist)
    }

    /// Whether the answer depends on the node at hand, apart from what the arguments say, or is another each time.
    pub fn reads_context(self, arguments: usize) -> bool {
        match self {
            Function::String
            | Function::Number
            | Function::StringLength
            | Function::NormalizeSpace
            | Function::Name
            | Function::LocalName
            | Function::NamespaceUri
            | Function::Position => arguments == 0,
            Function::Last | Function::Lang | Function::Once | Function::Id | Function::ChoiceName => true,
            Function::Random | Function::Randomize | Function::Uuid => true,
            _ => false,
        }
    }

    pub fn is_boolean(self) -> bool {
        matches!(
            self,
            Function::Boolean
                | Function::BooleanFromString
                | Function::Checklist
                | Function::Contains
                | Function::EndsWith
                | Function::False
                | Function::Geofence
                | Function::Intersects
                | Function::Lang
                | Function::Not
                | Function::Regex
                | Function::Selected
                | Function::StartsWith
                | Function::True
                | Function::WeightedChecklist
        )
    }
}

/// What a family gives: `None` if there may not be so many arguments.
type Called<'v, T> = Result<Option<Computed<'v, <T as Tree>::Node>>, EvalError>;

impl<'a, T: Tree, H: Host<T>> Evaluator<'a, T, H> {
    pub(crate) fn call<'v>(&mut self, call: &'v Call, focus: Focus<T::Node>) -> Result<Computed<'v, T::Node>, EvalError>
    where
        'a: 'v,
    {
        let Some(function) = call.function else { return self.call_host(call, focus) };
        let arguments = &*call.arguments;
        let value = match function.family() {
            Family::Truth => self.call_truth(function, arguments, focus),
            Family::Text => self.call_text(function, call, focus),
            Family::Numbers => self.call_numbers(function, arguments, focus),
            Family::Nodes => self.call_nodes(function, arguments, focus),
            Family::Dates => self.call_dates(function, arguments, focus),
            Family::Places => self.call_places(function, arguments, focus),
            Family::Chance => self.call_chance(function, arguments, focus),
            Family::Lists => self.call_lists(function, arguments, focus),
        };
        value?.ok_or_else(|| EvalError::Arity { name: call.name.to_string(), given: arguments.len() })
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
            Some(answer) => answer.map(Computed::from),
        }
    }

    /// The text of two arguments.
    fn texts<'v>(
        &mut self,
        left: &'v Ast,
        right: &'v Ast,
        focus: Focus<T::Node>,
    ) -> Result<(Cow<'v, str>, Cow<'v, str>), EvalError>
    where
        'a: 'v,
    {
        let left = self.text_of(left, focus)?;
        let right = self.text_of(right, focus)?;
        self.charge_text(left.len())?;
        Ok((left, right))
    }
}
