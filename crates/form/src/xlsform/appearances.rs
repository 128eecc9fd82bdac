//! The words of the `appearance` column that the field knows, and which of them are drawn here.
//!
//! Start at [`check`]. An appearance never keeps a form from being used: the question is shown as usual.
//!
//! Source: the XLSForm reference, the ODK and Enketo documentation of appearances.

use crate::compiling::findings::Findings;
use crate::problem::{Known, Message, Place};
use crate::xlsform::names::has_mention;

/// A word, with `*` at its end for anything that goes on.
pub(super) struct Appearance {
    pub word: &'static str,
    /// Whether a widget of the app looks at it.
    pub shown: bool,
}

const fn shown(word: &'static str) -> Appearance {
    Appearance { word, shown: true }
}

const fn kept(word: &'static str) -> Appearance {
    Appearance { word, shown: false }
}

#[rustfmt::skip]
pub(super) const KNOWN: &[Appearance] = &[
    // Drawn: texts with several lines or other keyboards, lists to search in, groups on one page.
    shown("multiline"), shown("numbers"), shown("numbers-letters"), shown("minimal"), shown("autocomplete"),
    shown("field-list"), shown("table-list"),
    // Drawn: choices in rows, columns and tables, that turn the page; ranges.
    shown("quick"), shown("columns"), shown("columns-pack"), shown("columns-*"), shown("no-buttons"), shown("likert"),
    shown("label"), shown("list"), shown("list-nolabel"), shown("horizontal"), shown("horizontal-compact"),
    shown("compact"), shown("compact-*"), shown("quickcompact"),
    shown("vertical"), shown("no-ticks"), shown("picker"), shown("rating"),
    // Texts and numbers.
    shown("url"), shown("masked"), shown("thousands-sep"), shown("counter"), kept("bearing"), shown("hidden-answer"),
    kept("printer:*"), kept("ex:*"),
    // Dates.
    shown("no-calendar"), shown("month-year"), shown("year"), kept("ethiopian"), kept("coptic"), kept("islamic"),
    kept("bikram-sambat"), kept("myanmar"), kept("persian"), kept("buddhist"),
    // Choices. A search is not run, which is said apart.
    kept("search(*"), kept("image-map"), kept("map"), kept("randomized"),
    // Ranges.
    kept("distress"), kept("show-scale"), kept("analog-scale"),
    // Pictures, sound, film, codes: how one is made, and with which camera.
    shown("annotate"), shown("draw"), shown("signature"), shown("selfie"), shown("new"), shown("new-front"), shown("front"),
    shown("new-rear"),
    // Places.
    kept("maps"), kept("placement-map"), kept("hide-input"), kept("streets"), kept("terrain"), kept("satellite"),
    // Groups and the grid of printed forms.
    kept("w*"), kept("pages"), kept("no-collapse"), kept("comment"), kept("intent"), kept("dn"),
];

impl Appearance {
    fn fits(&self, word: &str) -> bool {
        match self.word {
            // Widths of the grid are numbers.
            "w*" => word.strip_prefix('w').is_some_and(|width| matches!(width.parse(), Ok(1..=12_u8))),
            pattern => match pattern.strip_suffix('*') {
                Some(start) => word.starts_with(start),
                None => word == pattern,
            },
        }
    }
}

/// Says which words are unknown, and which have no look of their own here.
pub(super) fn check(words: &[String], place: &Place, findings: &mut Findings) {
    for word in words {
        match KNOWN.iter().find(|appearance| appearance.fits(&word.to_lowercase())) {
            Some(appearance) if appearance.shown || appearance.word == "search(*" => {}
            Some(_) => _ = findings.warning(place.clone(), Message::AppearanceNotShown { word: word.clone() }),
            // A value from the form is no word.
            None if has_mention(word) => {}
            None => {
                let known = KNOWN.iter().map(|appearance| appearance.word).filter(|known| !known.ends_with('*'));
                let message = Message::AppearanceUnknown { word: word.clone() };
                findings.warning(place.clone(), message).near(Known::Appearance, word, known);
            }
        }
    }
}
