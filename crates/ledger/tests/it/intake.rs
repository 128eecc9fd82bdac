//! Last year's ledger, as offices have it, brought into the registration form.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use ledger::intake::{
    CellProblem, Checked, CheckedRow, Desk, Form, Grid, Guided, Mapping, Opened, Problem, ReportNames, Reported,
    Standing, Target, TemplateNames, Words, check, open, write_report, write_template,
};
use ledger::{EntityState, histories};
use record::{DeviceId, FormRef, OfficerId, Sha256, Timestamp};
use serde_json::json;
use sheet::{Cell, CellValue, Limits, Merged, Row, Sheet, read_csv, read_xlsx};

fn pack(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pack").join(name)
}

pub fn registration() -> Form {
    let table = |name: &str| {
        let bytes = std::fs::read(pack(name)).expect("a file of the pack");
        (name.to_owned(), read_csv(&bytes, &Limits::default()).expect("a table"))
    };
    let files = BTreeMap::from([table("industries.csv"), table("size_thresholds.csv")]);
    let bytes = std::fs::read(pack("enterprise_registration.xlsx")).expect("a workbook");
    let workbook = read_xlsx(&bytes, &Limits::default()).expect("a workbook that can be read");
    let definition = form::compile(&workbook, &files).form.expect("a form");
    let files = files.into_iter().map(|(name, table)| (name, Rc::new(table))).collect();
    Form { definition: Rc::new(definition), files, language: 0 }
}

pub fn words() -> Words {
    Words::read(&std::fs::read(pack("synonyms.csv")).expect("the synonyms")).expect("a table")
}

pub fn now() -> Timestamp {
    "2026-01-15T08:00:00.000+08:00".parse().expect("a time")
}

pub fn device() -> DeviceId {
    DeviceId::new("ab".repeat(32))
}

pub fn desk(words: &Words, states: Vec<EntityState>) -> Desk<'_> {
    Desk {
        officer: OfficerId::new("样例01"),
        device: device(),
        states,
        same: BTreeMap::new(),
        erased: BTreeSet::new(),
        words,
        now: now(),
        chance: [7; 32],
        file: "2022年台账.xlsx".to_owned(),
        reason: None,
        known: BTreeSet::new(),
        on_row: &|_, _| {},
    }
}

fn number(value: f64) -> CellValue {
    CellValue::Number(value)
}

fn text(text: &str) -> CellValue {
    CellValue::Text(text.to_owned())
}

/// A cell's reference with what stands in it.
fn sheet(cells: Vec<(u32, Cells)>) -> Sheet {
    let row = |(number, cells): (u32, Cells)| Row {
        number,
        cells: cells.into_iter().map(|(column, value)| Cell { column, value }).collect(),
    };
    Sheet { name: "企业台账".to_owned(), rows: cells.into_iter().map(row).collect() }
}

fn block(top: u32, left: u32, bottom: u32, right: u32) -> Merged {
    Merged { top, left, bottom, right }
}

/// A row: what stands in which column.
type Cells = Vec<(u16, CellValue)>;

const GOOD: &str = "91652899MA1DGFBA0U";
const OTHER: &str = "916528991221571451";

/// The headings of an office: a title over all, then two rows of headings with merged cells, and a column of what is not
/// collected.
fn headings() -> (Vec<(u32, Cells)>, Vec<Merged>) {
    let title = (1, vec![(0, text("某某经开区规模以上企业台账"))]);
    let upper = [
        (0, "序号"),
        (1, "单位\n名称"),
        (2, "统一社会信用代码（税号）"),
        (3, "企业性质"),
        (4, "行业"),
        (5, "所属片区"),
        (6, "地 址"),
        (7, "“三有”情况"),
        (11, "经营情况"),
        (13, "联系人"),
        (16, "成立时间"),
    ];
    let lower = [
        (7, "有固定经营场所"),
        (8, "场所类型"),
        (9, "有从业人员"),
        (10, "有正常生产经营"),
        (11, "从业人员（人）"),
        (12, "营业收入（元）"),
        (13, "姓名"),
        (14, "电话"),
        (15, "身份证号"),
    ];
    let line = |cells: &[(u16, &str)]| cells.iter().map(|(column, word)| (*column, text(word))).collect::<Vec<_>>();
    let rows = vec![title, (3, line(&upper)), (4, line(&lower))];
    let mut merged = vec![block(1, 0, 2, 16), block(3, 7, 3, 10), block(3, 11, 3, 12), block(3, 13, 3, 15)];
    merged.extend([0, 1, 2, 3, 4, 5, 6, 16].map(|column| block(3, column, 4, column)));
    (rows, merged)
}

/// An enterprise as it stands in such a ledger.
fn enterprise(name: &str, code: CellValue) -> Cells {
    vec![
        (0, number(1.0)),
        (1, text(name)),
        (2, code),
        (3, text("民营")),
        (4, text("纺织业")),
        (5, text("第一片区")),
        (6, text("样例路 1 号")),
        (7, text("√")),
        (8, text("租赁")),
        (9, text("有")),
        (10, text("是")),
        (11, number(320.0)),
        (12, text("35,000,000")),
        (16, text("2013.5.20")),
    ]
}

fn opened(rows: Vec<Cells>) -> (Grid, Opened) {
    let (mut all, merged) = headings();
    all.extend((5..).zip(rows));
    let grid = Grid::new(sheet(all), merged);
    let opened = open(&grid, &registration(), &words(), &[], now()).expect("headings");
    (grid, opened)
}

fn checked(rows: Vec<Cells>, states: Vec<EntityState>) -> Checked {
    let (grid, opened) = opened(rows);
    let words = words();
    check(&grid, &registration(), &opened.header, &opened.guess, desk(&words, states))
}

/// The ledger after these tables were taken in.
fn ledger_with(rows: Vec<Cells>) -> Vec<EntityState> {
    let (grid, opened) = opened(rows);
    let words = words();
    let desk = Desk { chance: [1; 32], ..desk(&words, Vec::new()) };
    let checked = check(&grid, &registration(), &opened.header, &opened.guess, desk);
    let revisions = revisions(&checked);
    assert!(!revisions.is_empty(), "{checked:?}");
    histories(&revisions).values().map(|history| history.state()).collect()
}

pub fn revisions(checked: &Checked) -> Vec<record::Revision> {
    let form = FormRef { id: "enterprise_registration".to_owned(), version: "3".to_owned(), hash: Sha256::of(b"f") };
    checked.revisions(&form, &device(), &OfficerId::new("样例01"), now(), 5).expect("revisions")
}

fn problems(row: &CheckedRow) -> Vec<(Option<u16>, &str, &Problem)> {
    let found = row.found.iter();
    found.map(|found| (found.column, found.path.rsplit('/').next().unwrap_or_default(), &found.problem)).collect()
}

fn named<'a>(opened: &'a Opened, mapping: &'a Mapping) -> BTreeMap<u16, &'a str> {
    let name = |path: &str| opened.asked.iter().find(|asked| asked.path == path).map(|asked| asked.name.as_str());
    let column = |column: &u16| Some((*column, name(mapping.question(*column)?.0)?));
    mapping.columns.keys().filter_map(column).collect()
}

#[test]
fn headings_below_a_title_in_two_rows_of_merged_cells_are_found_and_most_columns_matched() {
    let (_, opened) = opened(vec![enterprise("样例纺织有限公司", text(GOOD))]);
    assert_eq!((opened.header.top, opened.header.bottom, opened.rows), (3, 4, 1));
    let heading =
        |column: u16| opened.header.columns.iter().find(|heading| heading.column == column).expect("a heading");
    assert_eq!(heading(13).text(), "联系人 / 姓名");
    assert_eq!(heading(1).text(), "单位\n名称");
    assert_eq!(heading(12).samples, ["35,000,000"]);
    let expected = BTreeMap::from([
        (1, "ent_name"),
        (2, "uscc_input"),
        (3, "ownership"),
        (4, "industry_division"),
        (5, "area"),
        (6, "address"),
        (7, "has_premises"),
        (8, "premises_kind"),
        (9, "has_staff"),
        (10, "has_operation"),
        (11, "employees"),
        (12, "revenue_wan"),
        (13, "contact_name"),
        (14, "contact_phone"),
        (16, "founded_on"),
    ]);
    assert_eq!(named(&opened, &opened.guess), expected);
}

#[test]
fn a_column_of_what_is_not_collected_is_refused_and_nothing_of_it_is_read() {
    let mut row = enterprise("样例纺织有限公司", text(GOOD));
    row.insert(13, (15, text("652801199001011234")));
    let (grid, opened) = opened(vec![row]);
    assert_eq!(opened.guess.columns.get(&15), Some(&Target::Refused));
    let heading = opened.header.columns.iter().find(|heading| heading.column == 15).expect("a heading");
    assert_eq!(heading.samples, Vec::<String>::new());
    let mut mapping = opened.guess.clone();
    let remarks = opened.asked.iter().find(|asked| asked.name == "remarks");
    mapping.take(heading, remarks);
    assert!(mapping.is_refused(15));
    let words = words();
    let checked = check(&grid, &registration(), &opened.header, &mapping, desk(&words, Vec::new()));
    assert!(!format!("{:?} {:?}", checked.rows, opened).contains("652801199001011234"));
}

#[test]
fn a_row_as_an_office_writes_it_becomes_a_record_as_an_officer_would_fill_it() {
    let checked =
        checked(vec![enterprise(" 样例 纺织（新疆）有限公司", text("９１６５２８９９ma1dgfba0u"))], Vec::new());
    let [row] = &checked.rows[..] else { panic!("{checked:?}") };
    assert_eq!((&row.standing, problems(row)), (&Standing::New, vec![]));
    let revisions = revisions(&checked);
    let submission = revisions[0].submission();
    assert_eq!((submission.sequence, submission.record), (5, row.made.as_ref().expect("made").0));
    let change = &submission.entities[0];
    let property = |name: &str| change.properties.get(name).map(String::as_str);
    assert_eq!(change.label.as_deref(), Some("样例纺织（新疆）有限公司"));
    assert_eq!(property("uscc"), Some(GOOD));
    assert_eq!(property("ownership"), Some("private"));
    // The table says the division only; the list says which section it is below.
    assert_eq!((property("industry_section"), property("industry_division")), (Some("C"), Some("17")));
    assert_eq!((property("premises_kind"), property("three_haves")), (Some("leased_plant"), Some("yes")));
    assert_eq!((property("revenue_wan"), property("ent_size")), (Some("3500"), Some("medium")));
    assert_eq!(property("founded_on"), Some("2013-05-20"));
    assert_eq!(property("data_source"), Some("import"));
    assert_eq!(submission.remarks[0].text, "2022年台账.xlsx / 企业台账 / 5");
    assert_eq!(submission.answers["g_size"]["revenue_wan"], json!(3500.0));
}

#[test]
fn a_chinese_table_is_read_on_an_english_page_with_the_same_columns_units_and_choices() {
    let (grid, chinese) = opened(vec![enterprise("样例纺织有限公司", text(GOOD))]);
    let english = Form { language: 1, ..registration() };
    let words = words();
    let opened = open(&grid, &english, &words, &[], now()).expect("headings");
    assert_eq!((&opened.guess, opened.shape), (&chinese.guess, chinese.shape));
    let revenue = opened.asked.iter().find(|asked| asked.name == "revenue_wan").expect("the question");
    assert_eq!(revenue.label, "Last year’s revenue");
    let checked = check(&grid, &english, &opened.header, &opened.guess, desk(&words, Vec::new()));
    let revisions = revisions(&checked);
    let change = &revisions[0].submission().entities[0];
    assert_eq!(change.properties.get("revenue_wan").map(String::as_str), Some("3500"));
}

#[test]
fn a_code_that_a_spreadsheet_program_ruined_is_listed_as_an_error_and_never_guessed() {
    let checked = checked(
        vec![
            enterprise("样例纺织有限公司", number(9.165_289_912_215_714e17)),
            enterprise("样例机械有限公司", text("9.16529E+17")),
        ],
        Vec::new(),
    );
    for row in &checked.rows {
        assert_eq!(problems(row), [(Some(2), "uscc_input", &Problem::Cell(CellProblem::DigitsLost))]);
        assert!(row.made.is_none());
    }
}

#[test]
fn what_the_form_refuses_is_told_in_its_own_words_at_its_cell() {
    let mut row = enterprise("样例纺织有限公司", text("91652899MA1DGFBA0X"));
    row[11] = (11, text("三百多"));
    row[13] = (16, text("2030-01-01"));
    row[3] = (3, text("说不清"));
    row.remove(5);
    let checked = checked(vec![row], Vec::new());
    let found = problems(&checked.rows[0]);
    let said = "代码有误：应为18位且校验位正确，不含字母I O Z S V".to_owned();
    assert_eq!(
        found,
        [
            (None, "area", &Problem::Required(None)),
            (Some(2), "uscc_input", &Problem::Constraint(Some(said))),
            (Some(3), "ownership", &Problem::Cell(CellProblem::NoSuchChoice)),
            (Some(11), "employees", &Problem::Cell(CellProblem::NotANumber)),
            (Some(16), "founded_on", &Problem::Constraint(Some("不能晚于今天".to_owned()))),
        ]
    );
}

#[test]
fn an_enterprise_that_the_ledger_has_is_updated_and_what_the_table_leaves_blank_stays() {
    let before = ledger_with(vec![enterprise("样例纺织有限公司", text(GOOD))]);
    let mut row = enterprise("样例纺织有限公司", text(GOOD));
    row[11] = (11, number(280.0));
    row.remove(6); // no address this year
    let checked = checked(vec![row, enterprise("样例机械有限公司", text(OTHER))], before.clone());
    let [known, new] = &checked.rows[..] else { panic!("{checked:?}") };
    assert_eq!(
        (&known.standing, problems(known)),
        (&Standing::Update { label: "样例纺织有限公司".to_owned() }, vec![])
    );
    assert_eq!((&new.standing, problems(new)), (&Standing::New, vec![]));
    let revisions = revisions(&checked);
    let change = &revisions[0].submission().entities[0];
    assert_eq!((change.entity.clone(), change.kind), (before[0].id.clone(), record::EntityChangeKind::Update));
    assert_eq!(change.base.as_ref().expect("a base").heads, before[0].heads);
    assert_eq!(change.properties.get("employees").map(String::as_str), Some("280"));
    assert_eq!(
        change.properties.get("address").map(String::as_str),
        Some("样例路1 号".replace("路1", "路 1")).as_deref()
    );
}

#[test]
fn a_row_that_says_what_the_ledger_says_already_makes_no_record() {
    let before = ledger_with(vec![enterprise("样例纺织有限公司", text(GOOD))]);
    let checked = checked(vec![enterprise("样例纺织有限公司", text(GOOD))], before);
    assert_eq!(checked.rows[0].standing, Standing::Same, "{:?}", checked.rows[0]);
    assert_eq!(revisions(&checked).len(), 0);
}

#[test]
fn two_rows_of_one_enterprise_are_told_and_the_second_is_not_joined_to_the_first() {
    let twice = || vec![enterprise("样例纺织有限公司", text(GOOD)), enterprise("样例纺织厂", text(GOOD))];
    for before in [Vec::new(), ledger_with(vec![enterprise("样例老纺织有限公司", text(GOOD))])] {
        let checked = checked(twice(), before);
        assert_eq!(problems(&checked.rows[0]), []);
        assert_eq!(problems(&checked.rows[1]), [(None, "", &Problem::SameAsRow { row: 5 })]);
        assert_eq!(revisions(&checked).len(), 1);
    }
}

#[test]
fn a_code_that_two_ledgers_have_is_asked_about_and_joins_neither() {
    let state = |entity: &str| {
        let mut states = ledger_with(vec![enterprise("样例纺织有限公司", text(GOOD))]);
        states[0].id = record::EntityId::new(entity);
        states.remove(0)
    };
    let checked = checked(vec![enterprise("样例纺织有限公司", text(GOOD))], vec![state("e1"), state("e2")]);
    assert_eq!(problems(&checked.rows[0]), [(None, "dup_action", &Problem::Required(None))]);
}

#[test]
fn a_doubtful_answer_waits_for_a_reason_and_goes_with_it() {
    // Right as a whole, while the organisation code in it does not check out.
    let doubtful = || vec![enterprise("样例纺织有限公司", text("91652899000100000J"))];
    let first = checked(doubtful(), Vec::new());
    let doubts: Vec<_> = problems(&first.rows[0]).into_iter().filter(|(_, _, problem)| problem.is_doubt()).collect();
    assert_eq!(doubts.len(), problems(&first.rows[0]).len(), "{:?}", first.rows[0]);
    assert_eq!(doubts.len(), 1, "{:?}", first.rows[0]);
    let (grid, opened) = opened(doubtful());
    let words = words();
    let desk = Desk { reason: Some("去年台账如此".to_owned()), ..desk(&words, Vec::new()) };
    let confirmed = check(&grid, &registration(), &opened.header, &opened.guess, desk);
    let revisions = revisions(&confirmed);
    let reasons = revisions[0].submission().remarks.iter().filter_map(|remark| remark.confirmed.as_ref());
    assert_eq!(reasons.map(|confirmed| confirmed.reason.as_str()).collect::<Vec<_>>(), ["去年台账如此"]);
}

#[test]
fn a_row_that_is_here_as_a_record_is_known_by_what_it_says_and_how_far_one_is_is_told() {
    let rows =
        || vec![enterprise("样例纺织有限公司", text(GOOD)), enterprise("样例织造有限公司", text("91652899MA1DGFB253"))];
    let first = checked(rows(), Vec::new());
    assert!(first.rows.iter().all(|row| row.made.is_some()), "{first:?}");
    let (grid, opened) = opened(rows());
    let (words, told) = (words(), std::cell::RefCell::new(Vec::new()));
    let known = BTreeSet::from([first.rows[0].print]);
    let on_row = |done, of| told.borrow_mut().push((done, of));
    // Beside an empty ledger, as that of a form that cannot tell what it knows.
    let desk = Desk { known, on_row: &on_row, ..desk(&words, Vec::new()) };
    let again = check(&grid, &registration(), &opened.header, &opened.guess, desk);
    assert!(again.rows[0].made.is_none() && again.rows[0].found.is_empty());
    assert_eq!(again.rows[0].standing, Standing::Same);
    assert!(again.rows[1].made.is_some());
    assert_eq!(again.rows[1].print, first.rows[1].print);
    assert_eq!(told.take(), [(0, 2), (1, 2), (2, 2)]);
}

#[test]
fn an_answer_that_the_form_does_not_ask_for_is_told_and_stops_nothing() {
    let mut row = enterprise("样例纺织有限公司", text(GOOD));
    row.insert(13, (14, text("0996-2000001"))); // a telephone of nobody
    let checked = checked(vec![row], Vec::new());
    assert_eq!(problems(&checked.rows[0]), [(Some(14), "contact_phone", &Problem::NotAsked)]);
    assert!(checked.rows[0].made.is_some());
}

#[test]
fn the_number_of_a_person_in_a_text_is_covered_and_told_and_stops_nothing_and_a_code_is_none() {
    let mut row = enterprise("样例纺织有限公司", text(GOOD));
    row[6].1 = text("样例路 1 号，找 11010519491231002X");
    let checked = checked(vec![row], Vec::new());
    assert_eq!(problems(&checked.rows[0]), [(Some(6), "address", &Problem::Covered)]);
    let revisions = revisions(&checked);
    let said = revisions[0].body();
    assert!(said.contains("样例路 1 号，找 **************002X") && !said.contains("11010519491231002X"), "{said}");
    assert!(said.contains(GOOD));
}

#[test]
fn totals_and_empty_rows_are_passed_over_and_a_block_that_goes_down_counts_in_each_row() {
    let (mut rows, mut merged) = headings();
    let mut second = enterprise("样例机械有限公司", text(OTHER));
    second.retain(|(column, _)| *column != 5);
    rows.push((5, enterprise("样例纺织有限公司", text(GOOD))));
    rows.push((6, second));
    rows.push((7, vec![(0, text("合计")), (11, number(640.0))]));
    rows.push((9, vec![(0, text("填表人：样例甲    审核人：样例乙"))]));
    merged.push(block(5, 5, 6, 5));
    let grid = Grid::new(sheet(rows), merged);
    let (form, words) = (registration(), words());
    let opened = open(&grid, &form, &words, &[], now()).expect("headings");
    let checked = check(&grid, &form, &opened.header, &opened.guess, desk(&words, Vec::new()));
    assert_eq!((checked.rows.len(), checked.passed_over), (2, 2), "{checked:?}");
    assert!(checked.rows.iter().all(|row| row.found.is_empty()), "{checked:?}");
}

#[test]
fn a_delimited_text_with_two_rows_of_headings_is_read_like_a_workbook() {
    let csv = "2022年台账,,,\n企业名称,信用代码,联系人,\n,,姓名,联系电话\n样例纺织有限公司,91652899MA1DGFBA0U,张 三,0996-2000001\n";
    let grid = Grid::of_csv(csv, &Limits::default()).expect("a table");
    let opened = open(&grid, &registration(), &words(), &[], now()).expect("headings");
    let headings: Vec<String> = opened.header.columns.iter().map(|heading| heading.text()).collect();
    assert_eq!(headings, ["企业名称", "信用代码", "联系人 / 姓名", "联系人 / 联系电话"]);
    let names = named(&opened, &opened.guess);
    assert_eq!(
        names.values().copied().collect::<Vec<_>>(),
        ["ent_name", "uscc_input", "contact_name", "contact_phone"]
    );
}

#[test]
fn of_a_delimited_text_the_upper_row_of_headings_is_found_also_where_the_lower_one_has_more() {
    let csv = "2022年台账,,,,,,,\n企业名称,信用代码,“三有”情况,,,经营情况,联系人,\n,,有固定经营场所,有从业人员,有正常生产经营,从业人员（人）,姓名,联系电话\n\
               样例纺织有限公司,91652899MA1DGFBA0U,√,有,是,320,张 三,0996-2000001\n";
    let grid = Grid::of_csv(csv, &Limits::default()).expect("a table");
    let opened = open(&grid, &registration(), &words(), &[], now()).expect("headings");
    assert_eq!((opened.header.top, opened.header.bottom), (2, 3));
    let expected = [
        "ent_name",
        "uscc_input",
        "has_premises",
        "has_staff",
        "has_operation",
        "employees",
        "contact_name",
        "contact_phone",
    ];
    assert_eq!(named(&opened, &opened.guess).into_values().collect::<Vec<_>>(), expected);
}

#[test]
fn of_a_delimited_text_the_lower_row_of_headings_may_name_what_no_form_asks_for() {
    let csv = "企业名称,信用代码,所属片区,联系人,,,备案\n,,,姓名,联系电话,绰号,\n\
               样例纺织有限公司,91652899MA1DGFBA0U,第一片区,张 三,0996-2000001,老张,有\n";
    let grid = Grid::of_csv(csv, &Limits::default()).expect("a table");
    let opened = open(&grid, &registration(), &words(), &[], now()).expect("headings");
    assert_eq!((opened.header.top, opened.header.bottom), (1, 2));
    assert_eq!(opened.header.columns[5].text(), "联系人 / 绰号");
}

#[test]
fn a_mapping_is_remembered_by_headings_whatever_their_order_and_spacing() {
    let (_, opened) = opened(vec![enterprise("样例纺织有限公司", text(GOOD))]);
    let mut mapping = opened.guess.clone();
    let heading =
        |column: u16| opened.header.columns.iter().find(|heading| heading.column == column).expect("a heading");
    let short_name = opened.asked.iter().find(|asked| asked.name == "short_name");
    mapping.take(heading(1), short_name);
    let remembered = mapping.remembered(&opened.header, &opened.asked);

    let mut moved = opened.header.clone();
    let columns: Vec<u16> = moved.columns.iter().rev().map(|heading| heading.column).collect();
    moved.columns.iter_mut().zip(columns).for_each(|(heading, column)| heading.column = column);
    moved.columns.iter_mut().for_each(|heading| heading.parts[0].push(' '));
    assert_eq!(ledger::intake::shape("f", &moved), ledger::intake::shape("f", &opened.header));
    let again = ledger::intake::guess(&moved, &opened.asked, &words(), Some(&remembered));
    let mut before: Vec<&str> = named(&opened, &mapping).into_values().collect();
    let mut after: Vec<&str> = named(&opened, &again).into_values().collect();
    before.sort_unstable();
    after.sort_unstable();
    assert_eq!(before, after);
    assert!(before.contains(&"short_name") && !before.contains(&"ent_name"));
    assert_eq!(again.constants, mapping.constants);
}

#[test]
fn the_next_table_with_one_column_more_is_mapped_as_the_last_one_and_the_new_column_guessed() {
    let (_, opened) = opened(vec![enterprise("样例纺织有限公司", text(GOOD))]);
    let mut mapping = opened.guess.clone();
    let heading =
        |column: u16| opened.header.columns.iter().find(|heading| heading.column == column).expect("a heading");
    mapping.take(heading(6), None);
    let remembered = mapping.remembered(&opened.header, &opened.asked);

    let (mut rows, merged) = headings();
    rows[1].1.push((17, text("备注说明")));
    rows.push((5, enterprise("样例纺织有限公司", text(GOOD))));
    let grid = Grid::new(sheet(rows), merged);
    let again = open(&grid, &registration(), &words(), &[Default::default(), remembered], now()).expect("headings");
    let names = named(&again, &again.guess);
    assert!(again.is_recalled);
    assert_eq!((names.get(&6), names.get(&17)), (None, Some(&"remarks")));
}

#[test]
fn the_report_has_the_bad_rows_as_they_were_and_can_be_brought_in_once_mended() {
    let mut bad = enterprise("样例纺织有限公司", text("9.16529E+17"));
    bad.insert(13, (15, text("652801199001011234")));
    bad[6].1 = text("样例路 1 号，找 11010519491231002X");
    let (grid, opened) = opened(vec![enterprise("样例机械有限公司", text(OTHER)), bad]);
    let rows = [Reported { row: 6, cells: vec![(2, false)], reason: "代码已被表格软件改坏".to_owned() }];
    let names = ReportNames { sheet: "错误", row: "原表行号", reason: "错误原因" };
    let bytes = write_report(&grid, &opened.header, &opened.guess, &opened.asked, &rows, &names).expect("a workbook");
    let workbook = read_xlsx(&bytes, &Limits::default()).expect("a workbook that can be read");
    let all: Vec<Vec<String>> = workbook.sheets[0]
        .rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| cell.value.text().into_owned()).collect())
        .collect();
    assert_eq!(all[0][..4], ["原表行号", "错误原因", "序号", "单位\n名称"]);
    assert_eq!(all[1][..4], ["6", "代码已被表格软件改坏", "1", "样例纺织有限公司"]);
    assert_eq!((all.len(), format!("{all:?}").contains("65280119")), (2, false));
    assert!(all[1].iter().any(|text| text == "样例路 1 号，找 **************002X"), "{all:?}");

    let remembered = opened.guess.remembered(&opened.header, &opened.asked);
    let mut sheet = workbook.sheets[0].clone();
    let code = sheet.rows[1].cells.iter_mut().find(|cell| cell.value.text() == "9.16529E+17").expect("the code");
    code.value = text(GOOD);
    let grid = Grid::new(sheet, Vec::new());
    let (form, words) = (registration(), words());
    let opened = open(&grid, &form, &words, &[remembered], now()).expect("headings");
    let checked = check(&grid, &form, &opened.header, &opened.guess, desk(&words, Vec::new()));
    assert_eq!((checked.rows.len(), problems(&checked.rows[0])), (1, vec![]));
}

#[test]
fn the_template_has_headings_that_are_matched_choices_to_pick_and_examples_that_are_passed_over() {
    let (form, words) = (registration(), words());
    let asked = ledger::intake::questions(&form, now());
    let line = |_| Guided { needed: "必填".to_owned(), how: "照执照填".to_owned() };
    let guide: Vec<Guided> = asked.iter().map(line).collect();
    let names = TemplateNames {
        sheet: "企业登记",
        guide: "填写说明",
        choices: "选项",
        rest: "长文本",
        columns: ["列名", "是否必填", "怎么填"],
    };
    let bytes = write_template(&asked, &guide, &names).expect("a workbook");
    let workbook = read_xlsx(&bytes, &Limits::default()).expect("a workbook that can be read");
    assert_eq!(
        workbook.sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(),
        ["企业登记", "填写说明", "选项"]
    );
    let mut sheet = workbook.sheets[0].clone();
    let column = |title: &str| {
        let cell = sheet.rows[0].cells.iter().find(|cell| cell.value.text() == title);
        cell.unwrap_or_else(|| panic!("no column {title}")).column
    };
    let answers = [
        (column("企业名称（与营业执照一致）*"), "样例纺织有限公司"),
        (column("统一社会信用代码*"), GOOD),
        (column("经济类型*"), "民营（私营）"),
        (column("行业门类*"), "C 制造业"),
        (column("行业大类*"), "C17 纺织业"),
        (column("所属片区*"), "第一片区"),
        (column("经营地址*"), "样例路1号"),
        (column("有固定经营场所*"), "否"),
        (column("有从业人员*"), "是"),
        (column("有正常生产经营*"), "是"),
    ];
    let mut cells: Vec<Cell> =
        answers.iter().map(|(column, answer)| Cell { column: *column, value: text(answer) }).collect();
    cells.sort_by_key(|cell| cell.column);
    sheet.rows.push(Row { number: 3, cells });
    let grid = Grid::new(sheet, Vec::new());
    let opened = open(&grid, &form, &words, &[], now()).expect("headings");
    assert_eq!((opened.header.top, opened.header.bottom), (1, 1));
    assert_eq!(named(&opened, &opened.guess).len(), asked.len());
    let checked = check(&grid, &form, &opened.header, &opened.guess, desk(&words, Vec::new()));
    assert_eq!((checked.rows.len(), checked.passed_over), (1, 1), "{checked:?}");
    assert_eq!(problems(&checked.rows[0]), []);
}
