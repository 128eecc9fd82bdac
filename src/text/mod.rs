//! What a person reads, by key and language.
//!
//! One typed list of keys ([`Key`]), two Fluent files a language: what the first part of the program says, and what only
//! its second part does (`*.later.ftl`, see `crate::later`). Chinese is part of the program; another language is a file
//! that is fetched when somebody chooses it. A missing, unused or extra key fails `xtask tidy`, and so does a key of the
//! second part that the first uses. Start at [`Text`].
//! What is said about a workbook's problems is in files of its own ([`ProblemTexts`]).
//!
//! Not here: a form's own languages (`form`), which language was chosen (`state::session`).

pub mod dates;
pub mod figures;
mod keys;
mod problems;

use std::cell::RefCell;
use std::rc::Rc;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;
use yew::{AttrValue, hook, use_context};

pub use keys::Key;
pub use problems::ProblemTexts;

/// A language of the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Language {
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    #[serde(rename = "en")]
    English,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    pub fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// For the page's `dir`. A right-to-left language says so here and nowhere else.
    pub fn direction(self) -> &'static str {
        match self {
            Self::Chinese | Self::English => "ltr",
        }
    }

    /// What the language calls itself, so that it is found by those who read no other.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Chinese => "简体中文",
            Self::English => "English",
        }
    }

    fn identifier(self) -> LanguageIdentifier {
        self.tag().parse().unwrap_or_default()
    }
}

/// Why a language's file cannot be used. The page goes on in the language it has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a Fluent file")]
pub struct ReadTextError;

/// All texts of one language. Clones are the same.
#[derive(Clone)]
pub struct Text(Rc<Texts>);

struct Texts {
    language: Language,
    bundle: RefCell<FluentBundle<FluentResource>>,
}

impl Texts {
    fn read(language: Language, source: &str) -> Result<Self, ReadTextError> {
        let mut bundle = FluentBundle::new(vec![language.identifier()]);
        // Marks around each argument help mixed scripts and harm whoever copies or compares a text.
        bundle.set_use_isolating(false);
        let texts = Self { language, bundle: RefCell::new(bundle) };
        texts.add(source)?;
        Ok(texts)
    }

    fn add(&self, source: &str) -> Result<(), ReadTextError> {
        let resource = FluentResource::try_new(source.to_owned()).map_err(|_| ReadTextError)?;
        self.bundle.borrow_mut().add_resource(resource).map_err(|_| ReadTextError)
    }

    fn format(&self, name: &str, arguments: Option<&FluentArgs<'_>>) -> Option<String> {
        let bundle = self.bundle.borrow();
        let pattern = bundle.get_message(name)?.value()?;
        let mut problems = Vec::new();
        Some(bundle.format_pattern(pattern, arguments, &mut problems).into_owned())
    }
}

/// What Chinese says from the start: all, where the program is not cut in two.
#[cfg(feature = "split")]
const CHINESE: &str = include_str!(concat!(env!("OUT_DIR"), "/zh-CN.ftl"));
#[cfg(not(feature = "split"))]
const CHINESE: &str = concat!(
    include_str!(concat!(env!("OUT_DIR"), "/zh-CN.ftl")),
    include_str!(concat!(env!("OUT_DIR"), "/zh-CN.later.ftl"))
);

thread_local! {
    static DEFAULT: Text = Text::read(Language::Chinese, CHINESE).unwrap_or_else(|_| Text::empty());
}

/// Adds to the Chinese texts what the second part of the program says. For [`crate::later`]; the texts lie in that part for being named here alone.
pub fn complete() {
    #[cfg(feature = "split")]
    {
        thread_local! {
            static IS_COMPLETE: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
        }
        if !IS_COMPLETE.replace(true) {
            // A file that is not Fluent fails a test, and would show the names of its keys.
            let _ = DEFAULT.with(|text| text.0.add(include_str!(concat!(env!("OUT_DIR"), "/zh-CN.later.ftl"))));
        }
    }
}

impl Default for Text {
    /// Chinese, which is always there.
    fn default() -> Self {
        DEFAULT.with(Self::clone)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Text {
    /// Reads a language's file.
    ///
    /// # Errors
    /// [`ReadTextError`] if it is not Fluent.
    pub fn read(language: Language, source: &str) -> Result<Self, ReadTextError> {
        Ok(Self(Rc::new(Texts::read(language, source)?)))
    }

    fn empty() -> Self {
        Self(Rc::new(Texts { language: Language::Chinese, bundle: RefCell::new(FluentBundle::new(Vec::new())) }))
    }

    pub fn language(&self) -> Language {
        self.0.language
    }

    /// The text of a key.
    pub fn get(&self, key: Key) -> AttrValue {
        self.format(key, None)
    }

    /// The text of a key with arguments: `text.with(Key::NeedsCount, &[("count", 3.into())])`. Numbers pick plurals.
    pub fn with(&self, key: Key, arguments: &[(&'static str, FluentValue<'_>)]) -> AttrValue {
        let arguments: FluentArgs<'_> = arguments.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.format(key, Some(&arguments))
    }

    fn format(&self, key: Key, arguments: Option<&FluentArgs<'_>>) -> AttrValue {
        // Without a text is only a key that `xtask tidy` has not seen: its number tells what to mend.
        self.0.format(&key.id(), arguments).unwrap_or_else(|| key.id()).into()
    }
}

/// The texts that the page shows now.
#[hook]
pub fn use_text() -> Text {
    use_context::<Text>().unwrap_or_default()
}

/// A text with named arguments: `t!(text, NeedsCount, count = 3, firm = name)`.
#[macro_export]
macro_rules! t {
    ($text:expr, $key:ident) => { $text.get($crate::text::Key::$key) };
    ($text:expr, $key:ident, $($name:ident = $value:expr),+ $(,)?) => {
        $text.with($crate::text::Key::$key, &[$((stringify!($name), ::fluent_bundle::FluentValue::from($value))),+])
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pick_the_form_that_the_language_has_for_them() {
        let english = Text::read(Language::English, include_str!(concat!(env!("OUT_DIR"), "/en.ftl"))).unwrap();
        let waiting = |text: &Text, count: i32| t!(text, TodayWaiting, count = count).to_string();
        assert_eq!(waiting(&english, 1), "1 record waits to be sent");
        assert_eq!(waiting(&english, 12), "12 records wait to be sent");
        assert!(waiting(&Text::default(), 12).contains("12"));
    }

    #[test]
    fn both_files_of_a_language_are_fluent_and_one_text() {
        let english = concat!(
            include_str!(concat!(env!("OUT_DIR"), "/en.ftl")),
            include_str!(concat!(env!("OUT_DIR"), "/en.later.ftl"))
        );
        assert_eq!(Text::read(Language::English, english).map(|_| ()), Ok(()));
        assert_eq!(t!(Text::default(), NavDashboard), "看板");
    }

    #[test]
    fn a_file_that_is_not_fluent_is_refused_and_a_missing_key_shows_its_number() {
        assert!(Text::read(Language::English, "= no key").is_err());
        let empty = Text::read(Language::English, "").unwrap();
        assert_eq!(t!(empty, AppName).to_string(), Key::AppName.id());
    }
}
