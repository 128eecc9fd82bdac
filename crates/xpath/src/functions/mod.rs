//! The functions: their names, how many arguments they take, and where each is done.
//!
//! Start at the table. A function is written in the module of what it is about, its family: `truth` (with selections),
//! `text`, `numbers`, `nodes`, `dates`, `places`, `chance`, `lists`. There the patterns of the arguments are the rules of
//! how many there may be. One function for all would need a stack frame for all, and calls nest.
//!
//! Not here: functions that only the host has, and the labels and tables it is asked for (`Host`).

mod chance;
mod dates;
mod digest;
mod lists;
mod nodes;
mod numbers;
mod places;
mod text;
mod truth;

use std::borrow::Cow;

use crate::ast::{Ast, Call};
use crate::eval::{EvalError, Evaluator, Focus};
use crate::value::Computed;
use crate::{Host, Tree, Value};

macro_rules! functions {
    ($($name:literal $id:ident $family:ident $least:literal $most:expr;)*) => {
        /// A function that this crate has.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(crate) enum Function { $($id,)* }

        static KNOWN: &[(&str, usize, Option<usize>)] = &[$(($name, $least, $most),)*];

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
    "abs" Abs Numbers 1 Some(1);
    "acos" Acos Numbers 1 Some(1);
    "area" Area Places 1 Some(1);
    "asin" Asin Numbers 1 Some(1);
    "atan" Atan Numbers 1 Some(1);
    "atan2" Atan2 Numbers 2 Some(2);
    "base64-decode" Base64Decode Text 1 Some(1);
    "boolean" Boolean Truth 1 Some(1);
    "boolean-from-string" BooleanFromString Truth 1 Some(1);
    "ceiling" Ceiling Numbers 1 Some(1);
    "checklist" Checklist Truth 2 None;
    "coalesce" Coalesce Truth 1 None;
    "concat" Concat Text 0 None;
    "contains" Contains Text 2 Some(2);
    "cos" Cos Numbers 1 Some(1);
    "count" Count Nodes 1 Some(1);
    "count-non-empty" CountNonEmpty Nodes 1 Some(1);
    "count-selected" CountSelected Truth 1 Some(1);
    "current" Current Nodes 0 Some(0);
    "date" Date Dates 1 Some(1);
    "date-time" DateTime Dates 1 Some(1);
    "decimal-date-time" DecimalDateTime Dates 1 Some(1);
    "decimal-time" DecimalTime Dates 1 Some(1);
    "digest" Digest Text 2 Some(3);
    "distance" Distance Places 1 None;
    "ends-with" EndsWith Text 2 Some(2);
    "exp" Exp Numbers 1 Some(1);
    "exp10" Exp10 Numbers 1 Some(1);
    "false" False Truth 0 Some(0);
    "floor" Floor Numbers 1 Some(1);
    "format-date" FormatDate Dates 2 Some(2);
    "format-date-time" FormatDateTime Dates 2 Some(2);
    "geofence" Geofence Places 2 Some(2);
    "id" Id Nodes 1 Some(1);
    "if" If Truth 3 Some(3);
    "indexed-repeat" IndexedRepeat Nodes 3 Some(7);
    "instance" Instance Nodes 1 Some(1);
    "int" Int Numbers 1 Some(1);
    "join" Join Text 1 None;
    "jr:choice-name" ChoiceName Lists 2 Some(2);
    "jr:itext" Itext Lists 1 Some(1);
    "lang" Lang Nodes 1 Some(1);
    "last" Last Nodes 0 Some(0);
    "local-name" LocalName Nodes 0 Some(1);
    "log" Log Numbers 1 Some(1);
    "log10" Log10 Numbers 1 Some(1);
    "max" Max Numbers 0 None;
    "min" Min Numbers 0 None;
    "name" Name Nodes 0 Some(1);
    "namespace-uri" NamespaceUri Nodes 0 Some(1);
    "normalize-space" NormalizeSpace Text 0 Some(1);
    "not" Not Truth 1 Some(1);
    "now" Now Dates 0 Some(0);
    "number" Number Numbers 0 Some(1);
    "once" Once Truth 1 Some(1);
    "pi" Pi Numbers 0 Some(0);
    "position" Position Nodes 0 Some(1);
    "pow" Pow Numbers 2 Some(2);
    "pulldata" Pulldata Lists 4 Some(4);
    "random" Random Chance 0 Some(0);
    "randomize" Randomize Chance 1 Some(2);
    "regex" Regex Text 2 Some(2);
    "round" Round Numbers 1 Some(2);
    "selected" Selected Truth 2 Some(2);
    "selected-at" SelectedAt Truth 2 Some(2);
    "sin" Sin Numbers 1 Some(1);
    "sqrt" Sqrt Numbers 1 Some(1);
    "starts-with" StartsWith Text 2 Some(2);
    "string" String Text 0 Some(1);
    "string-length" StringLength Text 0 Some(1);
    "substr" Substr Text 2 Some(3);
    "substring" Substring Text 2 Some(3);
    "substring-after" SubstringAfter Text 2 Some(2);
    "substring-before" SubstringBefore Text 2 Some(2);
    "sum" Sum Numbers 1 Some(1);
    "tan" Tan Numbers 1 Some(1);
    "today" Today Dates 0 Some(0);
    "translate" Translate Text 3 Some(3);
    "true" True Truth 0 Some(0);
    "uuid" Uuid Chance 0 Some(1);
    "weighted-checklist" WeightedChecklist Truth 2 None;
}

/// The functions that this crate has, by name: the least number of arguments and the most (`None`: any).
///
/// For advice on a name that is not known; a [`Host`](crate::Host) may have more.
pub fn known_functions() -> &'static [(&'static str, usize, Option<usize>)] {
    KNOWN
}

impl Function {
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
            Some(answer) => Ok(match answer? {
                Value::Nodes(nodes) => Value::Nodes(nodes),
                Value::Text(text) => Value::Text(Cow::Owned(text)),
                Value::Number(number) => Value::Number(number),
                Value::Boolean(boolean) => Value::Boolean(boolean),
                Value::Date(date) => Value::Date(date),
            }),
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
