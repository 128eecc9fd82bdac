//! The table of holidays that comes with the app.
//!
//! Not here: how workdays are reckoned with it (`ledger`).

use ledger::Calendar;
use sheet::Table;

const HOLIDAYS: &str = include_str!("../../pack/holidays.csv");

/// The calendar of this version. The table has no cell in quotes, so that no reader of foreign files is needed for it.
pub fn calendar() -> Calendar {
    let mut lines = HOLIDAYS.lines().map(|line| line.split(','));
    let columns = lines.next().into_iter().flatten().map(str::to_owned).collect();
    Calendar::read(&Table::new(columns, lines))
}

#[cfg(test)]
mod tests {
    use ledger::Reckoned;
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
