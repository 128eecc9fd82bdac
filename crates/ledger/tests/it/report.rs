//! Records and entities as tables, read again by whoever gets them.

use std::collections::BTreeMap;
use std::rc::Rc;

use form::Package;
use form::scenario::{Sheets, ask, choice, entity, row};
use ledger::report::{Captions, ChoicesAs, Class, EntityFile, Format, Made, Mark, Order, Report, Titles, choices};
use ledger::{EntityState, LABEL, Standing};
use record::{Confirmation, DeviceId, FormRef, OfficerId, RecordId, Remark, Revision, Sha256, Submission, Timestamp};
use serde_json::{Value, json};
use sheet::{CellValue, Guard, Limits, Table, Workbook, read_csv, read_geojson, read_xlsx};

use crate::world::{Device, create, history, key, update};

fn captions() -> Captions {
    Captions::of(|caption| format!("{caption:?}"))
}

fn visits() -> Package {
    let survey = [
        ask("select_one_from_file enterprises.csv", "ent").label("企业"),
        ask("select_one result", "result").label("结果").hint("看到的"),
        ask("select_multiple purpose", "purposes").label("目的"),
        ask("begin_group", "g").label("情况"),
        ask("integer", "staff").label("人数"),
        ask("text", "phone").label("电话").appearance("numbers"),
        ask("dateTime", "at").label("时间"),
        ask("date", "day").label("日期"),
        ask("geopoint", "place").label("位置"),
        ask("end_group", ""),
        ask("note", "told").label("谢谢"),
        ask("begin_repeat", "needs").label("问题"),
        ask("text", "title").label("描述"),
        ask("begin_repeat", "steps").label("步骤"),
        ask("text", "who").label("谁"),
        ask("end_repeat", ""),
        ask("end_repeat", ""),
        ask("calculate", "score").calculation("1"),
        ask("text", "more").label("人数"),
    ];
    let form = Sheets::new(survey)
        .choices([
            choice("result", "met").with("label", "见到"),
            choice("result", "away").with("label", "不在"),
            choice("purpose", "policy").with("label", "政策"),
            choice("purpose", "loan").with("label", "融资"),
        ])
        .compile();
    Package { definition: form, files: BTreeMap::new() }
}

fn record(answers: Value) -> Submission {
    let answers = answers.as_object().expect("answers are an object").clone();
    let now: Timestamp = "2026-01-15T10:30:05.250+06:00".parse().expect("a time");
    Submission {
        record: RecordId::new(now, [7; 10]),
        parents: Vec::new(),
        form: FormRef { id: "test".to_owned(), version: "1".to_owned(), hash: Sha256::of(b"test") },
        device: DeviceId::new("device"),
        officer: OfficerId::new("0012"),
        finalized_at: now,
        sequence: 1,
        instance_name: Some("样例走访".to_owned()),
        answers,
        entities: Vec::new(),
        attachments: Vec::new(),
        remarks: Vec::new(),
        erasure: None,
        decision: None,
    }
}

fn sample() -> Submission {
    record(json!({
        "ent": "e1", "result": "met", "purposes": "loan other", "g": {
            "staff": 12, "phone": "013800000000", "at": "2026-01-15T10:30:00.000+06:00", "day": "2026-01-15",
            "place": { "type": "Point", "coordinates": [86.15, 41.76, 900.5], "properties": { "accuracy": 5.0 } },
            "gone": { "since": 3 }
        },
        "needs": [
            { "title": "=1+1", "steps": [{ "who": "甲" }, { "who": "乙" }] },
            { "title": "缺工", "steps": [], "old": true }
        ],
        "score": "1", "more": null, "unknown": "x"
    }))
}

fn titles() -> Titles {
    let names = BTreeMap::from([("e1".to_owned(), "样例纺织".to_owned())]);
    Titles::from([("enterprises".to_owned(), Rc::new(names))])
}

fn write(submission: Submission) -> Revision {
    Revision::write(submission).expect("a submission can be written")
}

/// One that nobody edited.
fn standing(submission: Submission) -> Standing {
    Standing::of(vec![write(submission)]).expect("it can be written").expect("it stands")
}

fn order(format: Format) -> Order {
    Order { format, language: "zh".to_owned(), offset_minutes: 480, ..Order::default() }
}

fn made(order: Order, packages: &[&Package], records: &[Submission]) -> Made {
    let mut report = Report::new(order, captions(), titles());
    report.add_form("test", "走访", packages).expect("tables");
    for record in records {
        let edited_twice =
            Standing { heads: vec![Sha256::of(b"left"), Sha256::of(b"right")], ..standing(record.clone()) };
        report.record(&edited_twice).expect("a row");
    }
    assert_eq!(report.rows(), records.len() as u64);
    report.finish().expect("a file")
}

fn workbook(made: &Made) -> Workbook {
    assert_eq!(made.ending, "xlsx");
    read_xlsx(&made.bytes, &Limits::default()).expect("a workbook")
}

/// A row of a sheet by the titles above it.
fn cells(workbook: &Workbook, sheet: &str, row: usize) -> BTreeMap<String, CellValue> {
    let sheet = workbook.sheet(sheet).expect("a sheet of that name");
    let title = |column| {
        let head = sheet.rows[0].cells.iter().find(|cell| cell.column == column).expect("a title");
        head.value.text().into_owned()
    };
    sheet.rows[row].cells.iter().map(|cell| (title(cell.column), cell.value.clone())).collect()
}

fn text(text: &str) -> CellValue {
    CellValue::Text(text.to_owned())
}

fn sheets(workbook: &Workbook) -> Vec<&str> {
    workbook.sheets.iter().map(|sheet| sheet.name.as_str()).collect()
}

#[test]
fn a_record_is_a_row_with_labels_beside_codes_numbers_as_numbers_and_dates_as_dates() {
    let visits = visits();
    let book = workbook(&made(order(Format::Workbook), &[&visits], &[sample()]));
    let cells = cells(&book, "走访", 1);
    let expected = [
        ("Name", text("样例走访")),
        ("企业", text("样例纺织")),
        ("企业（Code）", text("e1")),
        ("结果", text("见到")),
        ("结果（Code）", text("met")),
        ("目的", text("融资、other")),
        ("目的（Code）", text("loan other")),
        ("人数（g/staff）", CellValue::Number(12.0)),
        ("电话", text("013800000000")),
        ("时间", CellValue::Date("2026-01-15T12:30:00".to_owned())),
        ("日期", CellValue::Date("2026-01-15".to_owned())),
        ("位置（Latitude）", CellValue::Number(41.76)),
        ("位置（Longitude）", CellValue::Number(86.15)),
        ("位置（Altitude）", CellValue::Number(900.5)),
        ("位置（Accuracy）", CellValue::Number(5.0)),
        ("score", text("1")),
        ("FinishedAt", CellValue::Date("2026-01-15T12:30:05".to_owned())),
        ("Officer", text("0012")),
        ("Device", text("device")),
        ("FormVersion", text("1")),
        ("Edits", CellValue::Number(0.0)),
        ("Heads", CellValue::Number(2.0)),
        ("Record", text(&sample().record.to_string())),
        ("Revision", text(&format!("{} {}", Sha256::of(b"left"), Sha256::of(b"right")))),
        ("Rest", text("{\"g\":{\"gone\":{\"since\":3}},\"unknown\":\"x\"}")),
    ];
    let expected: BTreeMap<String, CellValue> =
        expected.into_iter().map(|(title, value)| (title.to_owned(), value)).collect();
    assert_eq!(cells, expected);
    let titles: Vec<_> = book.sheets[0].rows[0].cells.iter().map(|cell| cell.value.text()).collect();
    assert!(!titles.iter().any(|title| title == "谢谢"), "a note is no column: {titles:?}");
}

#[test]
fn a_repeat_is_a_sheet_of_its_own_whose_rows_name_the_row_they_belong_to() {
    let visits = visits();
    let book = workbook(&made(order(Format::Workbook), &[&visits], &[sample()]));
    assert_eq!(sheets(&book), ["走访", "走访-问题", "走访-步骤", "Fields", "Choices"]);
    let record = sample().record.to_string();
    let need = cells(&book, "走访-问题", 1);
    assert_eq!(need["描述"], text("=1+1"));
    assert_eq!((&need["Row"], &need["Parent"]), (&text(&format!("{record}/needs[1]")), &text(&record)));
    assert_eq!(cells(&book, "走访-问题", 2)["Rest"], text("{\"old\":true}"));
    let step = cells(&book, "走访-步骤", 2);
    assert_eq!(step["谁"], text("乙"));
    assert_eq!(step["Position"], CellValue::Number(2.0));
    assert_eq!(step["Parent"], need["Row"]);
    assert_eq!(step["Record"], text(&record));
    assert_eq!(book.sheet("走访-步骤").expect("steps").rows.len(), 3);
}

#[test]
fn the_last_sheets_say_what_each_column_is_and_what_the_codes_mean() {
    let visits = visits();
    let book = workbook(&made(order(Format::Workbook), &[&visits], &[]));
    let fields = book.sheet("Fields").expect("fields");
    let rows: Vec<Vec<String>> =
        fields.rows.iter().map(|row| row.cells.iter().map(|cell| cell.value.text().into_owned()).collect()).collect();
    assert!(
        rows.contains(&["走访", "结果", "result.label", "select_one", "看到的", "result"].map(str::to_owned).to_vec()),
        "{rows:?}"
    );
    assert!(rows.contains(&["走访-步骤", "谁", "needs/steps/who", "text"].map(str::to_owned).to_vec()), "{rows:?}");
    assert_eq!(
        cells(&book, "Choices", 1),
        BTreeMap::from([
            ("List".to_owned(), text("purpose")),
            ("Code".to_owned(), text("loan")),
            ("Name".to_owned(), text("融资")),
        ])
    );
}

#[test]
fn labels_or_codes_alone_and_a_column_for_each_choice_are_had_for_the_asking() {
    let visits = visits();
    let labels = Order { choices: ChoicesAs::Labels, split: true, ..order(Format::Workbook) };
    let row = cells(&workbook(&made(labels, &[&visits], &[sample()])), "走访", 1);
    assert_eq!((&row["目的"], &row["结果"]), (&text("融资、other"), &text("见到")));
    assert_eq!((&row["目的：融资"], &row["目的：政策"]), (&CellValue::Number(1.0), &CellValue::Number(0.0)));
    assert!(!row.contains_key("结果（Code）"));
    let codes = Order { choices: ChoicesAs::Codes, ..order(Format::Workbook) };
    let row = cells(&workbook(&made(codes, &[&visits], &[sample()])), "走访", 1);
    assert_eq!((&row["目的"], &row["企业"]), (&text("loan other"), &text("e1")));
}

#[test]
fn versions_of_a_form_share_a_table_and_no_answer_of_an_older_one_is_lost() {
    let old = visits();
    let newer = Sheets::new([ask("select_one result", "result").label("见面结果"), ask("text", "fresh").label("新")])
        .choices([choice("result", "met").with("label", "已见")])
        .compile();
    let newer = Package { definition: newer, files: BTreeMap::new() };
    let away = record(json!({ "result": "away", "fresh": "f" }));
    let book = workbook(&made(order(Format::Workbook), &[&newer, &old], &[sample(), away]));
    let first = cells(&book, "走访", 1);
    assert_eq!((&first["见面结果"], &first["企业"]), (&text("已见"), &text("样例纺织")));
    // The newer version has no such choice; the older one's label is the best there is.
    let second = cells(&book, "走访", 2);
    assert_eq!((&second["见面结果"], &second["新"]), (&text("不在"), &text("f")));
    assert!(book.sheet("走访-问题").is_some());
}

#[test]
fn a_record_of_a_form_that_is_not_here_and_an_erasure_make_no_row() {
    let visits = visits();
    let mut other = sample();
    other.form.id = "elsewhere".to_owned();
    let mut erasure = record(json!({}));
    (erasure.erasure, erasure.instance_name) = (Some(record::Erasure::default()), None);
    let mut report = Report::new(order(Format::Workbook), captions(), titles());
    report.add_form("test", "走访", &[&visits]).expect("tables");
    report.record(&standing(other)).expect("nothing to do");
    report.record(&Standing { revision: write(erasure), heads: Vec::new() }).expect("nothing to do");
    assert_eq!(report.rows(), 0);
}

#[test]
fn the_answers_of_a_form_whose_workbook_is_not_here_stand_whole_in_one_column() {
    let mut report = Report::new(order(Format::Workbook), captions(), titles());
    assert!(!report.has_form("test"));
    report.add_form("test", "test", &[]).expect("a table");
    report.record(&standing(sample())).expect("a row");
    let book = workbook(&report.finish().expect("a file"));
    let row = cells(&book, "test", 1);
    let answers: Value = serde_json::from_str(&row["Rest"].text()).expect("json");
    assert_eq!(answers, Value::Object(sample().answers));
    assert_eq!(row["Name"], text("样例走访"));
}

#[test]
fn remarks_have_a_sheet_that_names_their_question() {
    let visits = visits();
    let mut submission = sample();
    submission.remarks = vec![Remark {
        path: "/data/needs[2]/title".to_owned(),
        text: "再问".to_owned(),
        later: true,
        confirmed: Some(Confirmation { reason: "核实过".to_owned(), warning: Some("偏大".to_owned()) }),
        since: None,
    }];
    let book = workbook(&made(order(Format::Workbook), &[&visits], &[submission]));
    let remark = cells(&book, "Remarks", 1);
    let said = ["Question", "Remark", "Later", "Warning", "Reason"].map(|title| remark[title].text().into_owned());
    assert_eq!(said, ["描述", "再问", "Yes", "偏大", "核实过"]);
}

#[test]
fn numbers_that_a_spreadsheet_would_round_are_texts() {
    let visits = visits();
    let submission = record(json!({ "g": { "staff": 9_007_199_254_740_991_i64 } }));
    let row = cells(&workbook(&made(order(Format::Workbook), &[&visits], &[submission])), "走访", 1);
    assert_eq!(row["人数（g/staff）"], text("9007199254740991"));
}

#[test]
fn delimited_text_is_one_file_or_an_archive_of_one_for_each_table() {
    let visits = visits();
    let archive = made(order(Format::Csv), &[&visits], &[sample()]);
    assert_eq!(archive.ending, "zip");
    let simple = Sheets::new([ask("text", "a").label("甲"), ask("integer", "b").label("乙")]).compile();
    let simple = Package { definition: simple, files: BTreeMap::new() };
    let submission = record(json!({ "a": "=1+1", "b": -3 }));
    let csv = made(order(Format::Csv), &[&simple], std::slice::from_ref(&submission));
    assert_eq!(csv.ending, "csv");
    let written = String::from_utf8(csv.bytes.clone()).expect("text");
    assert!(written.starts_with("\u{feff}Name,甲,乙,") && written.contains("\r\n样例走访,'=1+1,-3,"), "{written}");
    let table = read_csv(&csv.bytes, &Limits::default()).expect("a table");
    assert_eq!(table.get(0, "甲"), Some("=1+1"));
    let bare = made(Order { bare: true, ..order(Format::Csv) }, &[&simple], &[submission]);
    assert!(String::from_utf8(bare.bytes).expect("text").contains("\r\n样例走访,=1+1,-3,"));
}

#[test]
fn lines_are_the_records_as_they_are_kept() {
    let visits = visits();
    let body = write(sample()).body().to_owned();
    let pretty = serde_json::to_string_pretty(&serde_json::from_str::<Value>(&body).expect("json")).expect("json");
    let mut report = Report::new(order(Format::JsonLines), captions(), titles());
    report.add_form("test", "走访", &[&visits]).expect("tables");
    report.record(&standing(sample())).expect("a line");
    let read = Revision::read(pretty).expect("a revision");
    report.record(&Standing { revision: read, heads: Vec::new() }).expect("a line");
    let made = report.finish().expect("a file");
    let lines = String::from_utf8(made.bytes).expect("text");
    let lines: Vec<&str> = lines.lines().collect();
    assert_eq!((lines.len(), lines[0]), (2, body.as_str()));
    assert_eq!(
        serde_json::from_str::<Value>(lines[1]).expect("json"),
        serde_json::from_str::<Value>(&body).expect("json")
    );
}

#[test]
fn places_are_features_with_what_is_known_of_them_under_names_for_programs() {
    let visits = visits();
    let nowhere = record(json!({ "result": "away" }));
    let made = made(order(Format::GeoJson), &[&visits], &[sample(), nowhere]);
    let table = read_geojson(&made.bytes, &Limits::default()).expect("features");
    assert_eq!(table.get(0, "geometry"), Some("41.76 86.15 900.5 0"));
    assert_eq!((table.get(0, "result"), table.get(0, "result.label")), (Some("met"), Some("见到")));
    assert_eq!((table.get(0, "g/staff"), table.get(0, "id")), (Some("12"), Some(sample().record.to_string().as_str())));
    assert_eq!((table.get(1, "geometry"), table.get(1, "result.label")), (Some(""), Some("不在")));
}

fn registration() -> Package {
    let survey = [
        ask("text", "ent_name").label("企业名称").save_to("ent_name"),
        ask("select_one size", "size").label("规模").save_to("ent_size"),
        ask("integer", "employees").label("人数").save_to("employees"),
        ask("geopoint", "geometry").label("位置").save_to("geometry"),
    ];
    let form = Sheets::new(survey)
        .choices([choice("size", "small").with("label", "小型")])
        .entities([entity("enterprises").with("label", "${ent_name}").create_if("true()")])
        .compile();
    Package { definition: form, files: BTreeMap::new() }
}

fn plant() -> EntityState {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let said = [
        (LABEL, "样例纺织"),
        ("ent_name", "样例纺织有限公司"),
        ("ent_size", "small"),
        ("employees", "120"),
        ("geometry", "41.76 86.15 900 5"),
        ("foreign", "=x"),
    ];
    let plant = one.write(vec![create("enterprises", "plant", &said)]);
    let three = one.write(vec![update("enterprises", "plant", &[("employees", "121")], &[&plant])]);
    let four = two.write(vec![update("enterprises", "plant", &[("employees", "122")], &[&plant])]);
    history(&key("enterprises", "plant"), [&plant, &three, &four]).state()
}

fn list(format: Format) -> Made {
    let (registration, plant) = (registration(), plant());
    let mut report = Report::new(order(format), captions(), titles());
    let properties = plant.properties.keys().map(String::as_str);
    report.add_list("enterprises", "企业台账", properties, &[&registration]).expect("a table");
    report.entity(&plant).expect("a row");
    report.finish().expect("a file")
}

#[test]
fn an_entity_is_a_row_in_the_order_of_the_form_that_asks_and_what_no_form_asks_for_comes_last() {
    let book = workbook(&list(Format::Workbook));
    let titles: Vec<String> = book.sheets[0].rows[0].cells.iter().map(|cell| cell.value.text().into_owned()).collect();
    let place = |title: &str| titles.iter().position(|other| other == title);
    assert!(
        place("企业名称") < place("规模")
            && place("规模") < place("人数")
            && place("位置（Accuracy）") < place("foreign")
    );
    let row = cells(&book, "企业台账", 1);
    let shown = [
        "Name",
        "企业名称",
        "规模",
        "规模（Code）",
        "人数",
        "位置（Latitude）",
        "foreign",
        "Entity",
        "Version",
        "Conflicts",
    ];
    let shown = shown.map(|title| row[title].clone());
    let state = plant();
    assert_eq!(
        shown,
        [
            text("样例纺织"),
            text("样例纺织有限公司"),
            text("小型"),
            text("small"),
            CellValue::Number(state.text("employees").parse().expect("a number")),
            CellValue::Number(41.76),
            text("=x"),
            text("plant"),
            CellValue::Number(2.0),
            CellValue::Number(1.0),
        ]
    );
}

#[test]
fn an_entity_is_a_line_or_a_place_too() {
    let lines = String::from_utf8(list(Format::JsonLines).bytes).expect("text");
    let line: Value = serde_json::from_str(lines.trim_end()).expect("json");
    assert_eq!((&line["id"], &line["properties"]["ent_size"]), (&json!("plant"), &json!("small")));
    assert_eq!(line["conflicts"], json!(["employees"]));
    let table = read_geojson(&list(Format::GeoJson).bytes, &Limits::default()).expect("features");
    assert_eq!(table.get(0, "geometry"), Some("41.76 86.15 900.0 0"));
    assert_eq!(table.get(0, "ent_size.label"), Some("小型"));
}

#[test]
fn choices_go_out_in_the_shape_of_a_form_s_own_sheet() {
    let form = Sheets::new([ask("select_one result", "r"), ask("select_one other", "o")])
        .choices([
            row()
                .with("list_name", "result")
                .with("name", "met")
                .with("label::中文 (zh)", "见到")
                .with("label::English (en)", "Met"),
            row()
                .with("list_name", "other")
                .with("name", "x")
                .with("label::中文 (zh)", "其他")
                .with("area", "3")
                .with("media::image::中文 (zh)", "x.png"),
        ])
        .compile();
    let table = choices(&form);
    assert_eq!(
        table.columns,
        ["list_name", "name", "label", "label::中文 (zh)", "label::English (en)", "area", "media::image::中文 (zh)"]
    );
    let rows: Vec<Vec<&str>> = table.rows.iter().map(Iterator::collect).collect();
    assert_eq!(rows, [["result", "met", "", "见到", "Met", "", ""], ["other", "x", "", "其他", "", "3", "x.png"]]);
    let again: Table = read_csv(&sheet::write_csv(&table), &Limits::default()).expect("a table");
    assert_eq!(again, table);
}

#[test]
fn a_list_goes_out_as_forms_of_the_field_read_one() {
    let plant = plant();
    let mut file = EntityFile::new(plant.properties.keys().cloned().collect(), Guard::None);
    file.entity(&plant);
    assert_eq!(file.rows(), 1);
    let written = file.finish();
    assert!(String::from_utf8(written.clone()).expect("text").contains(",=x,"));
    assert_eq!(read_csv(&written, &Limits::default()).expect("a table"), ledger::table([&plant]));
}

fn marked(format: Format) -> Made {
    let package = visits();
    let mut report = Report::new(order(format), captions(), titles());
    report.mark(Mark {
        purpose: "上报 <上级> & 归档".to_owned(),
        made_by: "样例协调员 (XT01)".to_owned(),
        made_at: "2026-01-15 10:30".to_owned(),
        serial: "D20260115-7F3A21".to_owned(),
    });
    report.add_form("test", "走访", &[&package]).expect("tables");
    report.record(&standing(sample())).expect("a row");
    report.finish().expect("a file")
}

#[test]
fn an_export_bears_why_it_was_made_by_whom_and_its_serial_mark() {
    let book = read_xlsx(&marked(Format::Workbook).bytes, &Limits::default()).expect("a workbook");
    let sheet = book.sheets.iter().find(|sheet| sheet.name == "Mark").expect("its own sheet");
    let told = format!("{sheet:?}");
    for part in ["上报 <上级> & 归档", "XT01", "2026-01-15 10:30", "D20260115-7F3A21"] {
        assert!(told.contains(part), "{part} of {told}");
    }
    // An archive of several texts has one more; lines and places are read by programs and have it in their name alone.
    assert_eq!(marked(Format::Csv).ending, "zip");
    assert!(!String::from_utf8_lossy(&marked(Format::JsonLines).bytes).contains("D20260115"));
}

/// What stands at the top of each printed page, sheet by sheet.
fn heads(bytes: &[u8]) -> Vec<String> {
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let sheets = (1..).map_while(|number| {
        let mut xml = String::new();
        let mut part = book.by_name(&format!("xl/worksheets/sheet{number}.xml")).ok()?;
        std::io::Read::read_to_string(&mut part, &mut xml).expect("text");
        let head = xml.split_once("<oddHeader>").and_then(|(_, rest)| rest.split_once("</oddHeader>"));
        Some(head.map(|(head, _)| head.to_owned()).unwrap_or_default())
    });
    sheets.collect()
}

#[test]
fn each_list_bears_its_class_at_the_top_of_its_pages_and_the_file_that_of_the_most_guarded() {
    let made = |lists: &[(&str, &[&str])]| {
        let mut report = Report::new(order(Format::Workbook), captions(), titles());
        for (list, properties) in lists {
            report.add_list(list, list, properties.iter().copied(), &[]).expect("a table");
        }
        let class = report.class();
        (class, heads(&report.finish().expect("a file").bytes))
    };
    let (class, told) = made(&[("activities", &["title"]), ("needs", &["title"]), ("enterprises", &["ent_name"])]);
    assert_eq!(class, Class::Personal);
    let said = |class: &str| format!("&amp;RClass · {class}");
    assert_eq!(told, [said("General"), said("Internal"), said("Personal"), String::new()]);
    assert_eq!(made(&[("activities", &["title"])]).0, Class::General);
    // A list that nobody knows is personal once it has somebody's number.
    assert_eq!(made(&[("own", &["title"])]).0, Class::Internal);
    assert_eq!(made(&[("own", &["title", "contact_phone"])]).0, Class::Personal);
    // Records have who filled them.
    let told = heads(&marked(Format::Workbook).bytes);
    assert!(told.iter().filter(|head| **head == said("Internal")).count() >= 4, "{told:?}");
    let book = read_xlsx(&marked(Format::Workbook).bytes, &Limits::default()).expect("a workbook");
    let mark = book.sheets.iter().find(|sheet| sheet.name == "Mark").map(|sheet| format!("{sheet:?}"));
    assert!(mark.is_some_and(|mark| mark.contains("\"Class\"") && mark.contains("\"Internal\"")));
}

#[test]
fn a_purpose_of_blanks_says_nothing() {
    let mark = |purpose: &str| Mark {
        purpose: purpose.to_owned(),
        made_by: String::new(),
        made_at: String::new(),
        serial: String::new(),
    };
    assert!(!mark(" ").is_sound() && mark("归档").is_sound());
}
