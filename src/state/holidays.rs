//! The zone's own table of holidays: brought in, taken back, and put into the forms that reckon with it.
//!
//! A form's attached files are a part of what it is, so a form with another table is another edition of it: the one before stays
//! for its drafts and records and is no longer offered. Everything is written at once. Start at [`look`].
//!
//! Not here: what stands in the table (`ledger`), which days count (`calendar`).

use ledger::{Notice, NoticeFault};
use store::Transaction;
use store::zone_tables::{self, Said, ZoneTable};

use super::device::{Device, Failure};
use super::tables::{self, Failure as TableFailure};
use super::{calendar, library};
use crate::platform::clock;
use crate::platform::files::ChosenFile;
use crate::platform::idb::ReadError;

/// What forms that reckon in workdays call the table.
pub const FILE: &str = "holidays.csv";

/// Why nothing came of it. The table before counts on.
#[derive(Debug, thiserror::Error)]
pub enum HolidaysError {
    #[error("the file is no table")]
    Table(TableFailure),
    /// All that is to be mended.
    #[error("the table has faults")]
    Faults(Vec<NoticeFault>),
    /// Its workbook has not come, or cannot be compiled with the table.
    #[error("form {0} cannot be made anew")]
    Form(String),
    #[error("the database cannot be read")]
    Read(#[from] ReadError),
    #[error("the database cannot be written")]
    Write(#[from] Failure),
}

/// Reads a file as a notice.
///
/// # Errors
/// [`HolidaysError`]
pub async fn look(file: &ChosenFile) -> Result<Notice, HolidaysError> {
    let contents = tables::read(file).await.map_err(HolidaysError::Table)?;
    match tables::notice(contents).await.map_err(HolidaysError::Table)? {
        Ok(notice) => Ok(notice),
        Err(faults) => Err(HolidaysError::Faults(faults)),
    }
}

/// Has the years of a notice count, everywhere and at once. How many forms there are anew.
///
/// # Errors
/// [`HolidaysError`]
pub async fn take_in(device: &Device, notice: &Notice) -> Result<usize, HolidaysError> {
    let notice = notice.to_csv();
    let own = match calendar::own(&device.database).await? {
        Some(before) => ledger::holidays_with(&before, &notice),
        None => notice,
    };
    say(device, Some(own)).await
}

/// Goes back to the table that comes with the app.
///
/// # Errors
/// [`HolidaysError`]
pub async fn go_back(device: &Device) -> Result<usize, HolidaysError> {
    say(device, None).await
}

async fn say(device: &Device, own: Option<String>) -> Result<usize, HolidaysError> {
    let (renewed, plan) = renewed(device, &calendar::table(own.as_deref())).await?;
    let said = Said { set_at: clock::now(), bytes: own.map(String::into_bytes) };
    device.run(zone_tables::set(ZoneTable::Holidays, &said).and(plan)).await?;
    calendar::read(&device.database).await;
    Ok(renewed)
}

/// Puts the zone's own table into forms that have another: after a pack, and after a version of the app that brought forms.
///
/// # Errors
/// [`HolidaysError`]
pub async fn catch_up(device: &Device) -> Result<usize, HolidaysError> {
    let own = calendar::own(&device.database).await?;
    calendar::read(&device.database).await;
    let Some(own) = own else { return Ok(0) };
    let (renewed, plan) = renewed(device, &calendar::table(Some(&own))).await?;
    if renewed > 0 {
        device.run(plan).await?;
    }
    Ok(renewed)
}

/// New editions of the forms on offer that attach another table than this one.
async fn renewed(device: &Device, table: &str) -> Result<(usize, Transaction), HolidaysError> {
    let known = library::all(device).await?;
    let (mut count, mut plan) = (0, Transaction::new());
    for form in known.iter().filter(|form| form.offered && form.files.iter().any(|name| name == FILE)) {
        let missing = || HolidaysError::Form(form.title.clone());
        let mut bytes = library::source(device, form.form.hash).await?.ok_or_else(missing)?;
        let attached = bytes.files.iter_mut().find(|(name, _)| name == FILE);
        let Some((_, attached)) = attached.filter(|(_, attached)| attached != table.as_bytes()) else { continue };
        *attached = table.as_bytes().to_vec();
        let ready = library::compile(form.title.clone(), bytes.workbook, bytes.files).await.map_err(|_| missing())?;
        plan = plan.and(ready.plan(&known));
        count += 1;
    }
    Ok((count, plan))
}
