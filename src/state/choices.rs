//! The choices of a form: taken out as tables in the field's format, and brought in as another edition of the form.
//!
//! The lists of a workbook's own sheet are one table; a list that is a file beside the form is a table by its name. A form with
//! other choices is another version of it: the one before stays for its drafts and records and is no longer offered. Start at
//! [`take_out`] and [`look`].
//!
//! Not here: what a table of choices says (`form::xlsform`), the table of holidays (`holidays`).

use form::FormDefinition;
use sheet::Table;
use store::forms::Form;

use super::device::Device;
use super::holidays;
use super::library::{self, OpenFormError, OpenedForm, Ready};
use super::tables::{self, Failure};
use crate::platform::files::ChosenFile;
use crate::platform::idb::ReadError;
use crate::worker::tables::Contents;

const MARK: &[u8] = "\u{feff}".as_bytes();

/// Why nothing came of it. The form is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ChoicesError {
    #[error("the table cannot be used")]
    Table(Failure),
    /// With these choices the form cannot be filled.
    #[error(transparent)]
    Form(#[from] OpenFormError),
    #[error("the form has no choices")]
    None,
    #[error("the form has these choices already")]
    Same,
    /// Its workbook has not come yet.
    #[error("the form is not here")]
    NotHere,
    #[error("the database cannot be read")]
    Read(#[from] ReadError),
}

impl From<Failure> for ChoicesError {
    fn from(failure: Failure) -> Self {
        Self::Table(failure)
    }
}

/// A form with other choices, before anybody said yes.
pub struct Renewed {
    ready: Ready,
    pub before: FormDefinition,
    pub after: FormDefinition,
    /// Rows before and after, where the list is a file beside the form.
    pub file_rows: Option<(usize, usize)>,
}

/// The lists of a form that are files beside it.
pub fn files(form: &Form) -> impl Iterator<Item = &String> {
    form.files.iter().filter(|name| is_list(name))
}

/// A table of a form's choices with the name of its file: a file beside the form, or its own sheet.
///
/// # Errors
/// [`ChoicesError`]
pub async fn take_out(device: &Device, form: &Form, file: Option<&str>) -> Result<(String, Vec<u8>), ChoicesError> {
    let bytes = library::source(device, form.form.hash).await?.ok_or(ChoicesError::NotHere)?;
    match file {
        Some(file) => {
            let (name, own) = bytes.files.into_iter().find(|(name, _)| name == file).ok_or(ChoicesError::NotHere)?;
            // Spreadsheet programs of this country read UTF-8 by its mark.
            let mark = if own.starts_with(MARK) { &[] } else { MARK };
            Ok((name, [mark, own.as_slice()].concat()))
        }
        None => match tables::choices(bytes.workbook).await {
            Ok(table) => Ok((format!("choices-{}.csv", form.form.id), table)),
            Err(Failure::Empty) => Err(ChoicesError::None),
            Err(failure) => Err(failure.into()),
        },
    }
}

/// What a form would be with the choices of a file: one of its own files by its name, or a table of its sheet `choices`.
///
/// # Errors
/// [`ChoicesError`]
pub async fn look(device: &Device, form: &Form, file: &ChosenFile) -> Result<Renewed, ChoicesError> {
    let mut bytes = library::source(device, form.form.hash).await?.ok_or(ChoicesError::NotHere)?;
    let package = library::package(device, form.form.hash).await.ok().flatten().ok_or(ChoicesError::NotHere)?;
    let contents = tables::read(file).await?;
    let attached = bytes.files.iter_mut().find(|(name, _)| is_list(name) && *name == file.name);
    let is_attached = attached.is_some();
    match (attached, contents) {
        // It is kept as the field writes it, whatever encoding it came in.
        (Some((_, attached)), Contents::Delimited(text)) => *attached = text.into_bytes(),
        (_, contents) => {
            bytes.workbook = match tables::with_choices(bytes.workbook, contents).await {
                Err(Failure::Empty) => return Err(ChoicesError::Same),
                made => made?,
            }
        }
    }
    let ready = library::compile(file.name.clone(), bytes.workbook, bytes.files).await?;
    let after = ready.package().ok_or(ChoicesError::NotHere)?;
    let [old, new] = [&package, &after].map(|package| package.files.get(&file.name));
    // Other line ends alone make no other list.
    if is_attached && old == new {
        return Err(ChoicesError::Same);
    }
    let rows = |table: Option<&Table>| table.map_or(0, |table| table.rows.len());
    let file_rows = is_attached.then(|| (rows(old), rows(new)));
    Ok(Renewed { ready, before: package.definition, after: after.definition, file_rows })
}

/// Has a form offered with its new choices from now on.
///
/// # Errors
/// [`ChoicesError`]
pub async fn take_in(device: &Device, renewed: Renewed) -> Result<OpenedForm, ChoicesError> {
    let known = library::all(device).await?;
    Ok(library::keep(device, renewed.ready, &known).await?)
}

/// Whether a file beside a form is a list that somebody may keep. The table of holidays has a way of its own.
fn is_list(name: &str) -> bool {
    name.ends_with(".csv") && name != holidays::FILE
}
