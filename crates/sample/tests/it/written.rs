//! What a coordinator may write down, and what is told of what cannot be used.

use ledger::indicator::{Definitions, Fault, FaultKind};
use sheet::{Sheet, Workbook};

use crate::desk::{Board, definitions, whole};

const ZH: &str = "label::中文 (zh)";

/// A workbook of indicators with these rows under the usual headings, beside one group and two conditions.
fn workbook(rows: &[[&str; 10]]) -> Workbook {
    let head = vec!["name", "group", ZH, "list", "conditions", "day", "year", "aggregate", "value", "places"];
    let rows = std::iter::once(head).chain(rows.iter().map(|row| row.to_vec()));
    Workbook {
        sheets: vec![
            Sheet::from_rows("groups", [vec!["name", ZH], vec!["own", "自定"]]),
            Sheet::from_rows(
                "conditions",
                [
                    vec!["name", "list", "expression", ZH],
                    vec!["active", "enterprises", "reg_status = 'active'", "在业"],
                    vec!["held", "trainings", "event_status = 'held'", "已举办"],
                ],
            ),
            Sheet::from_rows("indicators", rows),
        ],
    }
}

fn faults(rows: &[[&str; 10]]) -> Vec<Fault> {
    Definitions::read(&workbook(rows)).1
}

fn fault(row: u32, column: &str, kind: FaultKind) -> Fault {
    Fault { sheet: "indicators".to_owned(), row, column: column.to_owned(), kind }
}

#[test]
fn a_coordinator_adds_a_figure_without_a_programmer() {
    let rows = [
        ["staff", "own", "在业企业职工", "enterprises", "active", "", "", "sum", "employees", ""],
        ["firms", "own", "在业企业", "enterprises", "active", "", "", "count", "", ""],
        ["each", "own", "平均职工", "", "", "", "", "formula", "staff div firms", "2"],
    ];
    let (written, faults) = Definitions::read(&workbook(&rows));
    assert_eq!(faults, []);
    let figures = Board::with(&whole(), written).figures("2023-10-31", &[]);
    let value = |name: &str| figures.iter().find(|figure| figure.name == name).unwrap().value.unwrap();
    assert_eq!(value("firms"), 152.0);
    assert_eq!(value("each"), ledger::indicator::rounded(value("staff") / 152.0, 2));
}

#[test]
fn each_mistake_is_told_with_its_row_and_column() {
    let cases: &[([&str; 10], &str, FaultKind)] = &[
        (["", "own", "一", "enterprises", "", "", "", "count", "", ""], "name", FaultKind::Blank),
        (["a b", "own", "一", "enterprises", "", "", "", "count", "", ""], "name", FaultKind::Name("a b".into())),
        (["a", "own", "", "enterprises", "", "", "", "count", "", ""], ZH, FaultKind::Blank),
        (["a", "x", "一", "enterprises", "", "", "", "count", "", ""], "group", FaultKind::NoSuchGroup("x".into())),
        (["a", "own", "一", "", "", "", "", "count", "", ""], "list", FaultKind::Blank),
        (
            ["a", "own", "一", "enterprises", "x", "", "", "count", "", ""],
            "conditions",
            FaultKind::NoSuchCondition("x".into()),
        ),
        (
            ["a", "own", "一", "enterprises", "held", "", "", "count", "", ""],
            "conditions",
            FaultKind::ConditionOfList { condition: "held".into(), list: "trainings".into() },
        ),
        (
            ["a", "own", "一", "enterprises", "", "", "", "most", "", ""],
            "aggregate",
            FaultKind::NoSuchAggregate("most".into()),
        ),
        (["a", "own", "一", "enterprises", "", "", "", "sum", "", ""], "value", FaultKind::Needed("sum".into())),
        (
            ["a", "own", "一", "enterprises", "", "", "", "sum", "employees +", ""],
            "value",
            FaultKind::Expression { at: 12 },
        ),
        (
            ["a", "own", "一", "enterprises", "", "", "", "sum", "sums(employees)", ""],
            "value",
            FaultKind::NoSuchFunction("sums".into()),
        ),
        (
            ["a", "own", "一", "enterprises", "", "", "", "sum", "workdays(a)", ""],
            "value",
            FaultKind::Arguments("workdays".into()),
        ),
        (
            ["a", "own", "一", "enterprises", "", "x", "y", "count", "", ""],
            "year",
            FaultKind::NotTogether("day".into()),
        ),
        (["a", "own", "一", "enterprises", "", "", "", "count", "", "9"], "places", FaultKind::Places("9".into())),
        (["a", "own", "一", "", "", "", "", "formula", "b", ""], "value", FaultKind::NoSuchIndicator("b".into())),
        (["a", "own", "一", "", "", "", "", "formula", "a + 1", ""], "value", FaultKind::Circle("a".into())),
        (["a", "own", "一", "enterprises", "", "", "", "growth", "", ""], "day", FaultKind::Needed("growth".into())),
    ];
    for (row, column, kind) in cases {
        assert_eq!(faults(&[*row]), [fault(2, column, kind.clone())], "{row:?}");
    }
    let row = ["a", "own", "一", "enterprises", "", "", "", "count", "", ""];
    assert_eq!(faults(&[row, row]), [fault(3, "name", FaultKind::Twice("a".into()))]);
}

#[test]
fn a_workbook_of_something_else_says_which_sheets_it_lacks() {
    let (read, faults) = Definitions::read(&Workbook::default());
    assert_eq!(read, Definitions::default());
    let sheets: Vec<&str> = faults.iter().map(|fault| fault.sheet.as_str()).collect();
    assert_eq!(sheets, ["conditions", "groups", "indicators"]);
    assert!(faults.iter().all(|fault| fault.kind == FaultKind::NoSheet));
}

#[test]
fn the_shipped_workbook_names_everything_in_both_languages() {
    let shipped = definitions();
    for indicator in &shipped.indicators {
        for said in [&indicator.label, &indicator.formula] {
            assert!(!said.zh.is_empty() && !said.en.is_empty(), "{}", indicator.name);
        }
    }
    let conditions = shipped.conditions.iter().map(|condition| &condition.label);
    assert!(conditions.chain(shipped.charts.iter().map(|chart| &chart.label)).all(|said| !said.en.is_empty()));
}
