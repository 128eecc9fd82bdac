//! When something is due, and how many workdays have gone by.

use record::Day;
use rules::{Calendar, Marked, Reckoned};

use crate::table;

const HOLIDAYS: &[u8] = include_bytes!("../../../../pack/holidays.csv");
const VECTORS: &[u8] = include_bytes!("../../../../pack/workday_vectors.csv");

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

#[test]
fn every_vector_comes_out_as_it_says() {
    let (calendar, vectors) = (Calendar::read(&table(HOLIDAYS)), table(VECTORS));
    assert_eq!(vectors.rows.len(), 40);
    for row in 0..vectors.rows.len() {
        let cell = |column: &str| vectors.get(row, column).unwrap();
        let (start, end) = (day(cell("start_excluded")), day(cell("end_included")));
        let workdays: i64 = cell("workdays").parse().unwrap();
        assert_eq!(calendar.worked(start, end), Reckoned { is: workdays, missing_year: None }, "{}", cell("id"));
        let due = calendar.due(start, u32::try_from(workdays).unwrap()).is;
        assert!(due <= end && calendar.worked(start, due).is == workdays, "{}: {due}", cell("id"));
    }
}

#[test]
fn a_need_raised_before_the_national_day_is_due_after_both_working_weekends() {
    let calendar = Calendar::read(&table(HOLIDAYS));
    assert_eq!(calendar.due(day("2023-09-25"), 10).is, day("2023-10-13"));
    assert_eq!(calendar.worked(day("2023-09-28"), day("2023-10-08")).is, 2);
    assert_eq!(calendar.due(day("2023-09-30"), 0).is, day("2023-09-30"));
}

#[test]
fn a_year_without_a_table_is_named_and_reckoned_by_its_weekends() {
    let calendar = Calendar::read(&table(HOLIDAYS));
    assert_eq!(calendar.due(day("2026-12-31"), 1), Reckoned { is: day("2027-01-01"), missing_year: Some(2027) });
    assert_eq!(calendar.due(day("2026-12-30"), 1).missing_year, None);
    assert_eq!(Calendar::default().worked(day("2027-01-01"), day("2027-01-08")).is, 5);
}

#[test]
fn nothing_has_gone_by_before_it_began() {
    let calendar = Calendar::read(&table(HOLIDAYS));
    assert_eq!(calendar.worked(day("2023-10-08"), day("2023-09-28")).is, 0);
}

#[test]
fn a_day_is_marked_as_the_notice_has_it_weekends_of_a_holiday_too() {
    let calendar = Calendar::read(&table(HOLIDAYS));
    let marked = |text| calendar.marked(day(text));
    assert_eq!((marked("2023-10-02"), marked("2023-10-01")), (Some(Marked::Off), Some(Marked::Off)));
    assert_eq!((marked("2023-10-07"), marked("2023-10-09"), marked("2023-10-14")), (Some(Marked::Worked), None, None));
    assert!(calendar.knows(2020) && calendar.knows(2026) && !calendar.knows(2027));
}
