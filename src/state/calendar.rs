//! The table of holidays: the one that comes with the app, with the zone's own years in the place of its.
//!
//! Whoever loads something that is reckoned in workdays [`read`]s it first; what is drawn asks for the [`calendar`] then.
//!
//! Not here: how workdays are reckoned with it (`rules`), how a zone brings its own in (`holidays`).

use std::cell::RefCell;

use ledger::holidays_with;
use rules::Calendar;
use sheet::Table;
use store::Store;
use store::zone_tables::ZoneTable;

use crate::platform::idb::{Database, ReadError};

const HOLIDAYS: &str = include_str!("../../pack/holidays.csv");

thread_local! {
    /// As it was read last. `None`: nobody has read it yet.
    static READ: RefCell<Option<Calendar>> = const { RefCell::new(None) };
}

/// The calendar as it was read last; until then the one of this version.
pub fn calendar() -> Calendar {
    READ.with_borrow(Option::clone).unwrap_or_else(shipped)
}

/// The one that comes with the app, whatever the zone says: the sample zone is made with it.
pub fn shipped() -> Calendar {
    of(HOLIDAYS)
}

/// Reads what counts now. What cannot be read leaves what was read before.
pub async fn read(database: &Database) -> Calendar {
    if let Ok(own) = own(database).await {
        READ.set(Some(of(&table(own.as_deref()))));
    }
    calendar()
}

/// The zone's own years, with the columns of the shipped table. `None`: it has none.
///
/// # Errors
/// [`ReadError`]
pub async fn own(database: &Database) -> Result<Option<String>, ReadError> {
    let rows = database.several(Store::Meta, ZoneTable::Holidays.keys()).await?;
    let bytes = ZoneTable::Holidays.said(&rows).and_then(|said| said.bytes);
    Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// The table that counts where a zone has these years of its own.
pub fn table(own: Option<&str>) -> String {
    own.map_or_else(|| HOLIDAYS.to_owned(), |own| holidays_with(HOLIDAYS, own))
}

/// Reads a table. Neither the shipped one nor a zone's has a cell in quotes, so that no reader of foreign files is needed for it.
pub fn of(table: &str) -> Calendar {
    let mut lines = table.lines().map(|line| line.split(','));
    let columns = lines.next().into_iter().flatten().map(str::to_owned).collect();
    Calendar::read(&Table::new(columns, lines))
}

#[cfg(test)]
mod tests {
    use rules::Reckoned;
    use sheet::Limits;

    use super::*;

    #[test]
    fn the_table_reads_as_any_reader_of_tables_has_it() {
        let read = sheet::read_csv(HOLIDAYS.as_bytes(), &Limits::default()).unwrap();
        assert_eq!(calendar(), Calendar::read(&read));
        let due = calendar().due("2023-09-25".parse().unwrap(), 10);
        assert_eq!(due, Reckoned { is: "2023-10-13".parse().unwrap(), missing_year: None });
    }
}
