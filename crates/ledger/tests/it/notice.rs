//! A zone brings in its own table of holidays: what counts then, and what is told where the table is wrong.

use ledger::intake::Grid;
use ledger::{Notice, NoticeFault, NoticeFaultKind, holidays_with};
use record::Day;
use rules::{Calendar, Marked};
use sheet::{Limits, Sheet};

const HOLIDAYS: &str = include_str!("../../../../pack/holidays.csv");

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn read(rows: &[&[&str]]) -> Result<Notice, Vec<NoticeFault>> {
    Notice::read(&[Grid::new(Sheet::from_rows("放假", rows.iter().map(|row| row.to_vec())), Vec::new())])
}

fn faults(rows: &[&[&str]]) -> Vec<(u32, String, NoticeFaultKind)> {
    let faults = read(rows).expect_err("faults");
    faults.into_iter().map(|fault| (fault.row, fault.column, fault.kind)).collect()
}

fn calendar(table: &str) -> Calendar {
    Calendar::read(&sheet::read_csv(table.as_bytes(), &Limits::default()).expect("a table"))
}

/// A year with its three fixed days, as a coordinator types it under a title.
fn typed(more: &[[&str; 3]]) -> Vec<Vec<String>> {
    let mut rows = vec![vec!["2027年放假安排".to_owned()], ["日期", "节日", "类型"].map(str::to_owned).to_vec()];
    let days = [["2027年1月1日", "元旦", "放假"], ["2027/5/1", "劳动节", "休"], ["2027-10-01", "国庆节", "holiday"]];
    rows.extend(days.iter().chain(more).map(|row| row.map(str::to_owned).to_vec()));
    rows
}

fn rows_of(typed: &[Vec<String>]) -> Vec<Vec<&str>> {
    typed.iter().map(|row| row.iter().map(String::as_str).collect()).collect()
}

fn read_typed(more: &[[&str; 3]]) -> Result<Notice, Vec<NoticeFault>> {
    let typed = typed(more);
    Notice::read(&[Grid::new(Sheet::from_rows("Sheet1", rows_of(&typed)), Vec::new())])
}

#[test]
fn the_shipped_table_reads_without_a_fault_and_is_written_as_it_stands() {
    let grid = Grid::of_csv(HOLIDAYS, &Limits::default()).unwrap();
    let notice = Notice::read(&[grid]).unwrap();
    assert_eq!(notice.years(), (2020..=2026).collect());
    assert_eq!(notice.to_csv(), HOLIDAYS);
    assert_eq!(holidays_with(HOLIDAYS, &notice.to_csv()), HOLIDAYS);
}

#[test]
fn a_typed_year_counts_beside_those_that_came_with_the_app() {
    let notice = read_typed(&[["2027-09-26", "国庆节", "上班"]]).unwrap();
    let table = holidays_with(HOLIDAYS, &notice.to_csv());
    let (before, after) = (calendar(HOLIDAYS), calendar(&table));
    assert!(!before.knows(2027) && after.knows(2027) && after.knows(2026));
    assert_eq!(after.marked(day("2027-09-26")), Some(Marked::Worked));
    assert_eq!(after.due(day("2026-12-31"), 1).is, day("2027-01-04"));
    assert_eq!(before.differences(&after, 2027).len(), 4);
    assert_eq!(before.differences(&after, 2026), []);
    assert!(table.contains("\n2027-05-01,2027-05-01,20939,2027,holiday,劳动节,,六,0\n"), "{table}");
}

#[test]
fn a_year_that_is_brought_in_again_takes_the_place_of_the_one_before() {
    let first = read_typed(&[["2027-02-08", "春节", "休"]]).unwrap().to_csv();
    let second = read_typed(&[["2027-02-09", "春节", "休"]]).unwrap().to_csv();
    let table = calendar(&holidays_with(&holidays_with(HOLIDAYS, &first), &second));
    assert_eq!((table.marked(day("2027-02-08")), table.marked(day("2027-02-09"))), (None, Some(Marked::Off)));
}

#[test]
fn each_fault_is_told_with_its_row_and_column() {
    let more = [
        ["2027-13-01", "春节", "休"],
        ["2027-02-08", "春节", "调休"],
        ["2027-02-10", "春节", "上班"],
        ["2027-05-01", "劳动节", "休"],
        ["1999-10-01", "国庆节", "休"],
        ["", "国庆节", "休"],
    ];
    let typed = typed(&more);
    let rows = rows_of(&typed);
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let (a, c) = ("A".to_owned(), "C".to_owned());
    assert_eq!(
        faults(&rows),
        [
            (6, a.clone(), NoticeFaultKind::NotADay("2027-13-01".to_owned())),
            (7, c.clone(), NoticeFaultKind::Kind("调休".to_owned())),
            (8, c, NoticeFaultKind::WorkedAnyway(day("2027-02-10"))),
            (9, a.clone(), NoticeFaultKind::Twice(day("2027-05-01"), 4)),
            (10, a.clone(), NoticeFaultKind::Year(1999)),
            (11, a, NoticeFaultKind::NotADay(String::new())),
        ]
    );
}

#[test]
fn half_a_year_and_a_table_of_something_else_are_refused() {
    let half = [["date", "kind"].as_slice(), &["2027-01-01", "holiday"]];
    let lacking = ["2027-05-01", "2027-10-01"].map(|text| (0, String::new(), NoticeFaultKind::Lacks(day(text))));
    assert_eq!(faults(&half), lacking);
    assert_eq!(faults(&[&["企业名称", "日期"], &["样例纺织", "2027-01-01"]])[0].2, NoticeFaultKind::NoHeadings);
    assert_eq!(faults(&[&["日期", "类型"]])[0].2, NoticeFaultKind::NoDays);
}

#[test]
fn the_name_of_a_festival_cannot_break_the_table_or_begin_a_formula() {
    let notice = read_typed(&[["2027-02-08", "=cmd|'春,节\"", "休"]]).unwrap();
    assert!(notice.to_csv().contains(",holiday,cmd'春节,,一,-1\n"), "{}", notice.to_csv());
}
