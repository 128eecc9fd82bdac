//! A workbook of indicators held against the lists that forms make: what no list has is told with the name that was meant.

use std::collections::BTreeMap;
use std::path::Path;

use ledger::Words;
use ledger::indicator::{Definitions, Fault, FaultKind, Properties};
use sheet::{Limits, Sheet, Workbook};

const ZH: &str = "label::中文 (zh)";

fn pack() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pack")
}

fn read(path: &Path) -> Workbook {
    sheet::read_xlsx(&std::fs::read(path).expect("a file"), &Limits::default()).expect("a workbook")
}

/// What the lists of all shipped forms have.
fn properties() -> Properties {
    let mut words = Words::default();
    for entry in std::fs::read_dir(pack()).expect("the pack") {
        let path = entry.expect("a file").path();
        if path.extension().is_some_and(|ending| ending == "xlsx") {
            let form = form::compile(&read(&path), &BTreeMap::new()).form.expect("a form");
            words.learn(&form, &BTreeMap::new(), "zh");
        }
    }
    words.known()
}

fn faults(list: &str, condition: &str, value: &str, detail: &str) -> Vec<(String, String, FaultKind)> {
    let workbook = Workbook {
        sheets: vec![
            Sheet::from_rows("groups", rows(&[&["name", ZH], &["own", "自定"]])),
            Sheet::from_rows(
                "conditions",
                rows(&[&["name", "list", "expression", ZH], &["active", list, condition, "在业"]]),
            ),
            Sheet::from_rows(
                "indicators",
                rows(&[
                    &["name", "group", ZH, "list", "conditions", "aggregate", "value"],
                    &["staff", "own", "职工", list, "active", "sum", value],
                ]),
            ),
            Sheet::from_rows("details", rows(&[&["indicator", ZH, "expression"], &["staff", "区域", detail]])),
        ],
    };
    let (_, faults) = Definitions::read_with(&workbook, &properties());
    faults.into_iter().map(|Fault { sheet, column, kind, .. }| (sheet, column, kind)).collect()
}

fn rows<'a>(rows: &[&[&'a str]]) -> Vec<Vec<&'a str>> {
    rows.iter().map(|row| row.to_vec()).collect()
}

fn unknown(list: &str, property: &str, nearest: Option<&str>) -> FaultKind {
    let nearest = nearest.map(str::to_owned);
    FaultKind::NoSuchProperty { list: list.to_owned(), property: property.to_owned(), nearest }
}

#[test]
fn the_shipped_workbook_names_only_what_the_shipped_forms_make() {
    let (_, faults) = Definitions::read_with(&read(&pack().join("board/indicators.xlsx")), &properties());
    assert_eq!(faults, []);
}

#[test]
fn a_property_that_no_list_has_is_told_with_the_one_that_was_meant() {
    assert_eq!(faults("enterprises", "reg_status = 'active'", "employees", "area"), []);
    let told = |sheet: &str, column: &str, kind| (sheet.to_owned(), column.to_owned(), kind);
    assert_eq!(
        faults("enterprises", "reg_satus = 'active'", "employes", "zzzz"),
        [
            told("conditions", "expression", unknown("enterprises", "reg_satus", Some("reg_status"))),
            told("details", "expression", unknown("enterprises", "zzzz", None)),
            told("indicators", "value", unknown("enterprises", "employes", Some("employees"))),
        ]
    );
}

#[test]
fn another_list_and_its_properties_are_looked_at_too() {
    let visits =
        |list: &str, property: &str| format!("count(instance('{list}')/root/item[{property} = current()/name])");
    assert_eq!(faults("enterprises", "name != ''", &visits("visits", "subject_id"), "label"), []);
    let found = faults("enterprises", "name != ''", &visits("visit", "subject_id"), "label");
    let no_list = FaultKind::NoSuchList { list: "visit".to_owned(), nearest: Some("visits".to_owned()) };
    assert!(!found.is_empty() && found.iter().all(|(.., kind)| *kind == no_list), "{found:?}");
    let found = faults("enterprises", "name != ''", &visits("visits", "subject_ids"), "label");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].2, unknown("visits", "subject_ids", Some("subject_id")));
    let found = faults("enterprise", "name != ''", "employees", "label");
    assert!(found.iter().all(|(_, column, _)| column == "list") && !found.is_empty(), "{found:?}");
}

#[test]
fn of_a_list_that_is_cut_by_a_property_list_property_and_columns_are_told_and_the_word_is_always_there() {
    let said =
        |list: &str, column: &str| format!("count(instance('{list}')/root/item[word = current()/name]/{column}) = 0");
    let told = |kind| [("conditions".to_owned(), "expression".to_owned(), kind)];
    let faults = |expression: &str| faults("enterprises", expression, "employees", "area");
    assert_eq!(faults(&said("activities/enterprise_ids", "held_on")), []);
    assert_eq!(faults(&said("activities/enterprise_ids", "word")), []);
    let no_column = unknown("activities", "held_onn", Some("held_on"));
    assert_eq!(faults(&said("activities/enterprise_ids", "held_onn")), told(no_column));
    let no_property = unknown("activities", "enterprise_idz", Some("enterprise_ids"));
    // Told for each path that names it: that of the item, and the two in it.
    let all = faults(&said("activities/enterprise_idz", "held_on"));
    assert!(!all.is_empty() && all.iter().all(|one| *one == told(no_property.clone())[0]), "{all:?}");
    // A word is of lists that are cut alone.
    assert_eq!(faults(&said("activities", "held_on")), told(unknown("activities", "word", None)));
}
