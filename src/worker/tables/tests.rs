//! Tables opened, checked and made into records, as the worker answers.

use std::collections::BTreeMap;

use form::Message;
use ledger::histories;
use ledger::intake::{CellProblem, Problem};
use record::{FormRef, RecordId, Revision};
use sheet::{CellValue, Sheet, Workbook};

use super::*;

/// As another program wrote them: see `e2e/tables/make.py`.
const WORKBOOK: &[u8] = include_bytes!("../../../e2e/tables/ledger-2022.xlsx");

fn form() -> SentForm {
    let table = |bytes: &[u8]| sheet::read_csv(bytes, &Limits::default()).unwrap();
    let files = BTreeMap::from([
        ("industries.csv".to_owned(), table(include_bytes!("../../../pack/industries.csv"))),
        ("size_thresholds.csv".to_owned(), table(include_bytes!("../../../pack/size_thresholds.csv"))),
    ]);
    let bytes = include_bytes!("../../../pack/enterprise_registration.xlsx");
    let workbook = sheet::read_xlsx(bytes, &Limits::default()).unwrap();
    let definition = form::compile(&workbook, &files).form.unwrap();
    SentForm { package: FileBytes(Package { definition, files }.to_bytes().unwrap()), language: "zh".to_owned() }
}

fn now() -> Timestamp {
    Timestamp::new(1_768_435_200_000, 480)
}

fn opened(contents: Contents) -> OpenedTable {
    let source = Source { contents, sheet: None };
    match answer(Ask::Open { source, form: form(), before: Vec::new(), now: now() }) {
        Told::Opened(opened) => *opened,
        other => panic!("{other:?}"),
    }
}

fn order(contents: Contents, mapping: impl FnOnce(&mut Mapping)) -> Order {
    let OpenedTable { opened, sheet, .. } = opened(contents.clone());
    let mut guess = opened.guess;
    mapping(&mut guess);
    Order {
        source: Source { contents, sheet: Some(sheet) },
        form: form(),
        header: opened.header,
        mapping: guess,
        officer: OfficerId::new("样例01"),
        device: DeviceId::new("ab".repeat(32)),
        now: now(),
        chance: [3; 32],
        file: "ledger-2022.xlsx".to_owned(),
        reason: None,
    }
}

fn check(order: &Order, known: &Known, prints: BTreeSet<Sha256>) -> Checked {
    checked(order, known, prints, &Erasures::default(), &|_, _| {}).unwrap().0
}

#[test]
fn a_workbook_of_another_program_becomes_records_and_rows_of_the_ledger() {
    let tell = |mapping: &mut Mapping| {
        mapping.constants.insert("/data/g_contact/notice_given".to_owned(), "yes".to_owned());
    };
    let contents = Contents::Workbook(FileBytes(WORKBOOK.to_vec()));
    let first = check(&order(contents.clone(), tell), &Known::new(), BTreeSet::new());
    let preview = preview(&first, None);
    let counts = Counts { new: 3, updated: 0, same: 0, doubtful: 1, wrong: 2, passed_over: 1 };
    assert_eq!(preview.counts, counts);
    let told: Vec<(u32, &Problem)> = preview.rows.iter().map(|row| (row.number, &row.found[0].problem)).collect();
    assert_eq!(told[0], (6, &Problem::Cell(CellProblem::DigitsLost)));
    assert_eq!(told[1], (9, &Problem::SameAsRow { row: 5 }));
    assert!(told[2].0 == 10 && told[2].1.is_doubt());

    let form = FormRef { id: "enterprise_registration".into(), version: "3".into(), hash: Sha256::of(b"f") };
    let revisions = first.revisions(&form, &DeviceId::new("ab"), &OfficerId::new("样例01"), now(), 7).unwrap();
    let sequences: Vec<u64> = revisions.iter().map(|revision| revision.submission().sequence).collect();
    let records: BTreeSet<RecordId> = revisions.iter().map(|revision| revision.submission().record).collect();
    let known: Known = histories(&revisions);
    assert_eq!((sequences, records.len(), known.len()), (vec![7, 8, 9], 3, 3));
    assert!(revisions.iter().all(|revision| Revision::read(revision.body()).is_ok()));

    // The same again beside what it made: nothing is new, whether its form tells or its rows do.
    let mut again = order(contents, tell);
    again.chance = [4; 32];
    let same = Counts { new: 0, same: 3, ..counts };
    assert_eq!(super::counts(&check(&again, &known, BTreeSet::new())), same);
    let prints = first.rows.iter().filter(|row| row.made.is_some()).map(|row| row.print).collect();
    let beside = super::counts(&check(&again, &Known::new(), prints));
    assert_eq!((beside.new, beside.same), (0, 3));
}

#[test]
fn of_several_sheets_the_one_whose_headings_say_most_is_opened() {
    let sheets = vec![
        Sheet::from_rows("封面", [vec!["样例经开区台账"], vec!["2022年"]]),
        Sheet::from_rows("企业", [vec!["企业名称", "信用代码"], vec!["样例纺织有限公司", "91652899MA1DGFB09D"]]),
    ];
    let bytes = sheet::write_xlsx(&Workbook { sheets }).unwrap();
    let opened = opened(Contents::Workbook(FileBytes(bytes)));
    assert_eq!((opened.sheets, opened.sheet), (vec!["封面".to_owned(), "企业".to_owned()], 1));
}

#[test]
fn a_delimited_text_has_its_files_name_where_a_sheets_name_stands() {
    let text = "企业名称,信用代码\n样例纺织有限公司,91652899MA1DGFB09D\n".to_owned();
    let sheet = |contents, file: &str| {
        let order = Order { file: file.to_owned(), ..order(contents, |_| {}) };
        checked(&order, &Known::new(), BTreeSet::new(), &Erasures::default(), &|_, _| {}).unwrap().1
    };
    assert_eq!(sheet(Contents::Delimited(text), "2022.csv"), "2022.csv");
    assert_ne!(sheet(Contents::Workbook(FileBytes(WORKBOOK.to_vec())), "2022.xlsx"), "2022.xlsx");
}

#[test]
fn a_file_that_is_no_table_or_an_empty_one_is_told_and_ends_nothing() {
    let told = |contents| {
        let source = Source { contents, sheet: None };
        answer(Ask::Open { source, form: form(), before: Vec::new(), now: now() })
    };
    assert_eq!(told(Contents::Delimited(String::new())), Told::Empty);
    let Told::Unreadable(problem) = told(Contents::Workbook(FileBytes(b"\xd0\xcf\x11\xe0 old".to_vec()))) else {
        panic!();
    };
    assert!(matches!(problem.message, Message::FileOldWorkbook | Message::FileNotAWorkbook), "{problem:?}");
    let mut broken = form();
    broken.package = FileBytes(b"none".to_vec());
    let source = Source { contents: Contents::Delimited("a,b\n1,2\n".to_owned()), sheet: None };
    assert_eq!(answer(Ask::Open { source, form: broken, before: Vec::new(), now: now() }), Told::Damaged);
}

#[test]
fn a_report_is_made_of_the_table_that_was_checked() {
    let contents = Contents::Workbook(FileBytes(WORKBOOK.to_vec()));
    let OpenedTable { opened, sheet, .. } = opened(contents.clone());
    let rows = vec![ReportRow { number: 6, cells: vec![(2, false)], reason: "编号丢失".to_owned() }];
    let names = ["错误", "原表行号", "错误原因"].map(str::to_owned);
    let source = Source { contents, sheet: Some(sheet) };
    let ask = Ask::Report { source, header: opened.header, mapping: opened.guess, asked: opened.asked, rows, names };
    let Told::Made(bytes) = answer(ask) else { panic!() };
    let workbook = sheet::read_xlsx(&bytes.0, &Limits::default()).unwrap();
    let has = |text: &str| {
        let cells = workbook.sheets[0].rows.iter().flat_map(|row| &row.cells);
        cells.filter(|cell| matches!(&cell.value, CellValue::Text(_))).any(|cell| cell.value.text() == text)
    };
    assert!(has("编号丢失") && has("样例机械有限公司") && !has("样例纺织有限公司"));
}

#[test]
fn choices_leave_as_a_table_and_come_back_into_the_workbook_or_are_told_where_they_are_wrong() {
    let form = FileBytes(include_bytes!("../../../pack/enterprise_registration.xlsx").to_vec());
    let Told::Made(taken) = answer(Ask::TakeChoices(form.clone())) else { panic!() };
    let text = String::from_utf8(taken.0).unwrap();
    let put = |text: String| answer(Ask::PutChoices { workbook: form.clone(), table: Contents::Delimited(text) });
    assert_eq!(put(text.clone()), Told::Empty);
    let Told::Made(changed) = put(text.replace("民营", "民营企业")) else { panic!() };
    let Told::Made(again) = answer(Ask::TakeChoices(changed.clone())) else { panic!() };
    assert_eq!(String::from_utf8(again.0).unwrap(), text.replace("民营", "民营企业"));
    // A whole form is a table of choices, too.
    let table = Contents::Workbook(changed.clone());
    assert_eq!(answer(Ask::PutChoices { workbook: changed, table }), Told::Empty);
    let codes = |told: Told| match told {
        Told::Faults(faults) => faults.iter().map(|fault| fault.message.code()).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(codes(put("list_name,name\n".to_owned())), ["no-choices"]);
    assert_eq!(codes(put(String::new())).first(), Some(&"column-missing"));
    let document = FileBytes(b"| survey |".to_vec());
    assert_eq!(codes(answer(Ask::TakeChoices(document))), ["choices-of-document"]);
}
