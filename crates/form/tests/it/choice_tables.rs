//! A form's choices taken out as a table and put back changed, in the workbook that comes with the project.

use std::collections::BTreeMap;
use std::path::Path;

use form::xlsform::{NewCell, choice_table, with_choices};
use form::{FormDefinition, Problem, What as Change, compile, differences};
use sheet::{CellValue, Limits, Sheet, Spot, Table, What, Workbook, put_xlsx, read_csv, read_xlsx, write_csv};

fn bytes() -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pack/enterprise_registration.xlsx"))
        .expect("a form")
}

fn workbook() -> Workbook {
    read_xlsx(&bytes(), &Limits::default()).expect("a workbook")
}

fn sheet_of(table: &Table) -> Sheet {
    let first = table.columns.iter().map(String::as_str).collect();
    Sheet::from_rows("", std::iter::once(first).chain(table.rows.iter().map(Iterator::collect)))
}

/// The choices as somebody else's program gives them back, after `edit`.
fn brought(edit: impl Fn(&mut Vec<Vec<String>>)) -> Sheet {
    let taken =
        read_csv(&write_csv(&choice_table(&workbook()).expect("choices")), &Limits::default()).expect("a table");
    let mut rows: Vec<Vec<String>> = taken.rows.iter().map(|row| row.map(str::to_owned).collect()).collect();
    rows.insert(0, taken.columns);
    edit(&mut rows);
    let columns = rows.remove(0);
    sheet_of(&Table::new(columns, rows))
}

fn written(cells: &[NewCell]) -> Vec<u8> {
    let spots: Vec<Spot<'_>> = cells
        .iter()
        .map(|cell| Spot {
            sheet: cell.sheet,
            row: cell.row,
            column: cell.column,
            what: What::Text(cell.text.as_str().into()),
        })
        .collect();
    let put = put_xlsx(&bytes(), &spots, &Limits::default()).expect("a workbook");
    assert_eq!(put.formulas, []);
    put.bytes
}

fn compiled(workbook: &[u8]) -> FormDefinition {
    let workbook = read_xlsx(workbook, &Limits::default()).expect("a workbook");
    compile(&workbook, &BTreeMap::new()).form.expect("a form")
}

fn only(list: &str) -> impl Fn(&mut Vec<Vec<String>>) {
    move |rows| {
        let at = rows[0].iter().position(|heading| heading == "list_name").expect("the lists");
        let mut place = 0;
        rows.retain(|row| {
            place += 1;
            place == 1 || row[at] == list
        });
    }
}

fn codes(problems: &[Problem]) -> Vec<String> {
    let at = |problem: &Problem| {
        let place = &problem.place;
        let column = place.column.as_deref().unwrap_or("-");
        format!("{} {}:{column}", problem.message.code(), place.row.unwrap_or_default())
    };
    problems.iter().map(at).collect()
}

#[test]
fn choices_that_come_back_as_they_went_change_nothing() {
    assert_eq!(with_choices(&workbook(), &brought(|_| {})), Ok(Vec::new()));
    assert_eq!(with_choices(&workbook(), &brought(only("ownership"))), Ok(Vec::new()));
}

#[test]
fn a_list_that_comes_back_takes_the_place_of_the_forms_own_and_all_else_stays() {
    let before = compiled(&bytes());
    let of = |form: &FormDefinition, list: &str| -> Vec<String> {
        let list = form.lists.iter().find(|known| known.name == list).expect("the list");
        (0..list.len()).map(|row| list.name(row).to_owned()).collect()
    };
    let cells = with_choices(
        &workbook(),
        &brought(|rows| {
            only("ownership")(rows);
            let label = rows[0].iter().position(|heading| heading.starts_with("label")).expect("a label");
            let last = rows.len() - 1;
            let name = rows[0].iter().position(|heading| heading == "name").expect("names");
            rows[1][label] = "另一种叫法".to_owned();
            rows[last][name] = "cooperative".to_owned();
            let mut more = rows[1].clone();
            (more[name], more[label]) = ("township".to_owned(), "乡镇企业".to_owned());
            rows.push(more);
        }),
    )
    .expect("choices");
    let after = compiled(&written(&cells));
    let told: Vec<Change> = differences(&before, &after, "zh").iter().map(|one| one.what).collect();
    let count = |what: Change| told.iter().filter(|one| **one == what).count();
    assert_eq!(
        (count(Change::ChoiceAdded), count(Change::ChoiceRemoved), count(Change::ChoiceCalled), told.len()),
        (2, 1, 1, 4),
        "{told:?}"
    );
    let (was, is) = (of(&before, "ownership"), of(&after, "ownership"));
    assert_eq!(is[..was.len() - 1], was[..was.len() - 1]);
    assert_eq!(is[was.len() - 1..], ["cooperative", "township"]);
    let number = |form: &FormDefinition| form.version.parse::<u32>().expect("a number");
    assert_eq!((number(&after), &after.id), (number(&before) + 1, &before.id));
    let others = |form: &FormDefinition| -> Vec<_> {
        form.lists.iter().filter(|list| list.name != "ownership").cloned().collect::<Vec<_>>()
    };
    assert_eq!(others(&after), others(&before));
    // And back again.
    let again = read_xlsx(&written(&cells), &Limits::default()).expect("a workbook");
    let back = with_choices(&again, &brought(only("ownership"))).expect("choices");
    assert!(back.iter().any(|cell| cell.text.is_empty()), "the row that was added is cleared");
}

#[test]
fn a_list_may_bring_a_column_of_its_own_and_a_shorter_one_leaves_nothing_behind() {
    let cells = with_choices(
        &workbook(),
        &brought(|rows| {
            only("ownership")(rows);
            rows.truncate(3);
            rows[0].push("kept_by".to_owned());
            rows[1].push("统计科".to_owned());
            rows[2].push(String::new());
        }),
    )
    .expect("choices");
    let after = compiled(&written(&cells));
    let list = after.lists.iter().find(|list| list.name == "ownership").expect("the list");
    let column = list.columns.iter().position(|name| name == "kept_by").expect("the column");
    assert_eq!((list.len(), list.column(0, column)), (2, Some("统计科")));
    let all = |form: &FormDefinition| form.lists.iter().map(|list| list.len()).sum::<u32>();
    let before = compiled(&bytes());
    let own = before.lists.iter().find(|list| list.name == "ownership").expect("the list").len();
    assert_eq!(all(&after), all(&before) - own + 2);
}

#[test]
fn each_fault_of_a_table_is_told_with_its_place_and_nothing_is_changed() {
    let faults = |edit: &dyn Fn(&mut Vec<Vec<String>>)| {
        codes(&with_choices(&workbook(), &brought(edit)).expect_err("something is wrong"))
    };
    let at = |rows: &[Vec<String>], name: &str| rows[0].iter().position(|heading| heading == name).expect("a column");
    assert_eq!(faults(&|rows| rows.truncate(1)), ["no-choices 2:-"]);
    let headless = faults(&|rows| {
        let at = at(rows, "list_name");
        rows[0][at] = "清单".to_owned();
    });
    assert_eq!(headless[0], "column-missing 1:-");
    let several = faults(&|rows| {
        let (list, name) = (at(rows, "list_name"), at(rows, "name"));
        rows[2][list] = "ownershop".to_owned();
        rows[3][list].clear();
        rows[4][name].clear();
        rows[6] = rows[5].clone();
    });
    assert_eq!(
        several,
        [
            "list-unknown 3:list_name",
            "choice-list-missing 4:list_name",
            "choice-name-missing 5:name",
            "choice-twice 7:name"
        ]
    );
    let lacking = faults(&|rows| {
        let at = rows[0].iter().position(|heading| heading.starts_with("label")).expect("a label");
        rows.iter_mut().for_each(|row| drop(row.remove(at)));
    });
    assert_eq!(lacking, ["column-missing 1:-"]);
    let foreign = faults(&|rows| {
        rows[0].push("label::Français (fr)".to_owned());
        rows[1].push("Un".to_owned());
    });
    assert_eq!(foreign, ["column-not-allowed 1:label::Français (fr)"]);
    let bare = Workbook { sheets: vec![Sheet::from_rows("survey", [vec!["type", "name"], vec!["text", "a"]])] };
    let told = with_choices(&bare, &brought(|_| {})).expect_err("no choices");
    assert_eq!(codes(&told), ["no-choices-sheet 0:-"]);
    assert_eq!(choice_table(&bare), None);
}

#[test]
fn a_note_beside_the_lists_stays_where_it_is() {
    let mut workbook = workbook();
    let choices = workbook.sheets.iter_mut().find(|sheet| sheet.name == "choices").expect("choices");
    let beyond = 40;
    choices.rows[3].cells.push(sheet::Cell { column: beyond, value: CellValue::Text("问统计科".to_owned()) });
    let shorter = brought(|rows| {
        only("ownership")(rows);
        rows.truncate(2);
        rows[0].push("kept_by".to_owned());
        rows[1].push("统计科".to_owned());
    });
    let cells = with_choices(&workbook, &shorter).expect("choices");
    assert!(cells.iter().any(|cell| cell.column > beyond && cell.text == "统计科"));
    assert!(cells.iter().all(|cell| cell.column != beyond));
}
