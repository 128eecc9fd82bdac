//! What an export with personal data bears: why it was made, by whom, when, and a mark that the access log has, too.
//!
//! A workbook has it as a sheet, with how widely the file may be read, and at the foot of each printed page; several delimited texts as one more beside them. Where it would
//! break who reads the file, it stands in the file's name alone.
//!
//! Source: P61 of the privacy rules. Not here: who asks for the purpose (the app).

use serde::{Deserialize, Serialize};
use sheet::{What, WriteError};

use super::out::Out;
use super::{About, Caption, Class, open};

/// What a program keeps of the foot of a page, less what stands around it.
const FOOT: usize = 200;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// In a person's words.
    pub purpose: String,
    pub made_by: String,
    pub made_at: String,
    pub serial: String,
}

impl Mark {
    /// Whether it says why.
    pub fn is_sound(&self) -> bool {
        !self.purpose.trim().is_empty()
    }

    /// One line for the foot of a page.
    pub(super) fn line(&self) -> String {
        let Self { purpose, made_by, made_at, serial } = self;
        [serial, made_by, made_at, purpose].map(String::as_str).join("  ").chars().take(FOOT).collect()
    }

    pub(super) fn write(&self, class: Class, about: &About, out: &mut Out) -> Result<(), WriteError> {
        let table = open(Caption::Mark, &[(Caption::FieldName, 16), (Caption::Text, 60)], about, out)?;
        out.head(table, &about.captions.classed(class));
        let rows = [
            (Caption::Class, about.captions.class(class)),
            (Caption::Purpose, &self.purpose),
            (Caption::MadeBy, &self.made_by),
            (Caption::MadeAt, &self.made_at),
            (Caption::Serial, &self.serial),
        ];
        for (caption, text) in rows {
            out.row(table, vec![What::Text(about.caption(caption).into()), What::Text(text.into())])?;
        }
        Ok(())
    }
}
