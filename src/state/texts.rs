//! Texts that are files: another language, and what is said about a workbook's problems.
//!
//! They are in the precache list, so they come without a network too once the version is kept for offline use.

use crate::platform::document;
use crate::platform::fetch::{self, FetchError};
use crate::text::{Language, ProblemTexts, ReadTextError, Text};

/// Why texts did not come. The page goes on with those it has.
#[derive(Debug, thiserror::Error)]
pub enum TextsError {
    /// A development server serves the page without its build's facts.
    #[error("the page does not name the file")]
    NotNamed,
    #[error("the file did not come")]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Read(#[from] ReadTextError),
}

/// All texts of the page in a language that is not part of the program.
///
/// # Errors
/// [`TextsError`]
pub async fn of_page(language: Language) -> Result<Text, TextsError> {
    Ok(Text::read(language, &file("text", language).await?)?)
}

/// What is said about a workbook's problems.
///
/// # Errors
/// [`TextsError`]
pub async fn of_problems(language: Language) -> Result<ProblemTexts, TextsError> {
    Ok(ProblemTexts::read(language, &file("problems", language).await?)?)
}

async fn file(kind: &str, language: Language) -> Result<String, TextsError> {
    let address = document::fact(&format!("taizhang-{kind}-{}", language.tag())).ok_or(TextsError::NotNamed)?;
    Ok(fetch::text(&address).await?)
}
