//! The functions: their names, how many arguments they take, and where each is done.
//!
//! Start at the table. A function is written in the module of what it is about: `text`, `numbers`, `nodes`, `dates`,
//! `choices`, `geo`, `digest`, `chance`.
//!
//! Not here: functions that only the host has, and the labels and tables it is asked for (`Host`).

mod call;
mod chance;
mod choices;
mod dates;
mod digest;
mod geo;
mod nodes;
mod text;

macro_rules! functions {
    ($($name:literal $id:ident $least:literal $most:expr;)*) => {
        /// A function that this crate has.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(crate) enum Function { $($id,)* }

        static KNOWN: &[(&str, usize, Option<usize>)] = &[$(($name, $least, $most),)*];

        impl Function {
            pub fn named(name: &str) -> Option<Function> {
                match name { $($name => Some(Function::$id),)* _ => None }
            }

            pub fn arity(self) -> (usize, Option<usize>) {
                match self { $(Function::$id => ($least, $most),)* }
            }
        }
    };
}

functions! {
    "abs" Abs 1 Some(1);
    "acos" Acos 1 Some(1);
    "area" Area 1 Some(1);
    "asin" Asin 1 Some(1);
    "atan" Atan 1 Some(1);
    "atan2" Atan2 2 Some(2);
    "base64-decode" Base64Decode 1 Some(1);
    "boolean" Boolean 1 Some(1);
    "boolean-from-string" BooleanFromString 1 Some(1);
    "ceiling" Ceiling 1 Some(1);
    "checklist" Checklist 2 None;
    "coalesce" Coalesce 1 None;
    "concat" Concat 0 None;
    "contains" Contains 2 Some(2);
    "cos" Cos 1 Some(1);
    "count" Count 1 Some(1);
    "count-non-empty" CountNonEmpty 1 Some(1);
    "count-selected" CountSelected 1 Some(1);
    "current" Current 0 Some(0);
    "date" Date 1 Some(1);
    "date-time" DateTime 1 Some(1);
    "decimal-date-time" DecimalDateTime 1 Some(1);
    "decimal-time" DecimalTime 1 Some(1);
    "digest" Digest 2 Some(3);
    "distance" Distance 1 None;
    "ends-with" EndsWith 2 Some(2);
    "exp" Exp 1 Some(1);
    "exp10" Exp10 1 Some(1);
    "false" False 0 Some(0);
    "floor" Floor 1 Some(1);
    "format-date" FormatDate 2 Some(2);
    "format-date-time" FormatDateTime 2 Some(2);
    "geofence" Geofence 2 Some(2);
    "id" Id 1 Some(1);
    "if" If 3 Some(3);
    "indexed-repeat" IndexedRepeat 3 Some(7);
    "instance" Instance 1 Some(1);
    "int" Int 1 Some(1);
    "join" Join 1 None;
    "jr:choice-name" ChoiceName 2 Some(2);
    "jr:itext" Itext 1 Some(1);
    "lang" Lang 1 Some(1);
    "last" Last 0 Some(0);
    "local-name" LocalName 0 Some(1);
    "log" Log 1 Some(1);
    "log10" Log10 1 Some(1);
    "max" Max 1 None;
    "min" Min 1 None;
    "name" Name 0 Some(1);
    "namespace-uri" NamespaceUri 0 Some(1);
    "normalize-space" NormalizeSpace 0 Some(1);
    "not" Not 1 Some(1);
    "now" Now 0 Some(0);
    "number" Number 0 Some(1);
    "once" Once 1 Some(1);
    "pi" Pi 0 Some(0);
    "position" Position 0 Some(1);
    "pow" Pow 2 Some(2);
    "pulldata" Pulldata 4 Some(4);
    "random" Random 0 Some(0);
    "randomize" Randomize 1 Some(2);
    "regex" Regex 2 Some(2);
    "round" Round 1 Some(2);
    "selected" Selected 2 Some(2);
    "selected-at" SelectedAt 2 Some(2);
    "sin" Sin 1 Some(1);
    "sqrt" Sqrt 1 Some(1);
    "starts-with" StartsWith 2 Some(2);
    "string" String 0 Some(1);
    "string-length" StringLength 0 Some(1);
    "substr" Substr 2 Some(3);
    "substring" Substring 2 Some(3);
    "substring-after" SubstringAfter 2 Some(2);
    "substring-before" SubstringBefore 2 Some(2);
    "sum" Sum 1 Some(1);
    "tan" Tan 1 Some(1);
    "today" Today 0 Some(0);
    "translate" Translate 3 Some(3);
    "true" True 0 Some(0);
    "uuid" Uuid 0 Some(1);
    "weighted-checklist" WeightedChecklist 4 None;
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
