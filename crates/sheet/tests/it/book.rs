//! Workbooks that are written row by row, read again.

use std::io::{Cursor, Read};

use proptest::prelude::*;
use sheet::{
    Cell, CellValue, HeadColumn, Heading, Limits, Offered, Put, Row, Sheet, SheetKey, Tone, What, Workbook, WriteError,
    Writer, column_letters, read_xlsx,
};

/// What people or attackers write that a spreadsheet program could run, in each of the forms that it may take.
pub const DANGEROUS: [&str; 20] = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "=HYPERLINK(\"http://evil.example\",\"企业\")",
    "+1+1",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u{3000}=1",
    "\u{feff}=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    "'=1",
    "{=1}",
    "=DDE(\"cmd\";\"/C calc\";\"a\")",
];

fn writer() -> Writer {
    Writer::new("长文本", "单元格", "内容")
}

fn heading(sheet: &str, titles: &[&str]) -> Heading {
    let column = |title: &&str| HeadColumn { title: (*title).to_owned(), ..HeadColumn::default() };
    Heading { sheet: sheet.to_owned(), columns: titles.iter().map(column).collect(), frozen: 0, filters: true }
}

fn read(bytes: &[u8]) -> Workbook {
    let limits = Limits { cell_characters: 40_000, ..Limits::default() };
    read_xlsx(bytes, &limits).unwrap()
}

fn part(bytes: &[u8], path: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    archive.by_name(path).unwrap().read_to_string(&mut xml).unwrap();
    xml
}

fn texts(sheet: &Sheet) -> Vec<Vec<String>> {
    let row = |row: &Row| row.cells.iter().map(|cell| cell.value.text().into_owned()).collect();
    sheet.rows.iter().map(row).collect()
}

#[test]
fn what_could_run_is_a_text_also_after_somebody_edited_it() {
    let mut book = writer();
    let sheet = book.sheet(heading("=1+1", &["=2"])).unwrap();
    for text in DANGEROUS {
        book.row(sheet, [text]).unwrap();
    }
    let bytes = book.finish().unwrap();
    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!xml.contains("<f"), "{xml}");
    // Style 1 is `@`: what is typed into such a cell stays a text. `'=1` and `{=1}` do not run.
    assert_eq!(xml.matches(" s=\"1\" t=\"inlineStr\"").count(), DANGEROUS.len() - 2);
    let expected: Vec<Vec<String>> = std::iter::once("=2").chain(DANGEROUS).map(|text| vec![text.to_owned()]).collect();
    assert_eq!(texts(&read(&bytes).sheets[0]), expected);
}

#[test]
fn rows_go_to_whichever_sheet_they_belong_and_each_value_keeps_its_kind() {
    let mut book = writer();
    let visits = book.sheet(heading("走访", &["编号", "人数", "日期"])).unwrap();
    let people = book.sheet(heading("人员", &["编号"])).unwrap();
    book.row(visits, [What::Code("0012".into()), What::Number(12.5), What::Date("2026-01-15".into())]).unwrap();
    book.row(people, ["甲"]).unwrap();
    book.row(visits, [What::Blank, What::Bool(true), What::Date("no day".into())]).unwrap();
    book.row(people, ["乙"]).unwrap();
    assert_eq!((book.rows(visits), book.rows(people)), (2, 2));
    let read = read(&book.finish().unwrap());
    let cell = |column, value| Cell { column, value };
    assert_eq!(
        read.sheets[0].rows[1..],
        [
            Row {
                number: 2,
                cells: vec![
                    cell(0, CellValue::Text("0012".to_owned())),
                    cell(1, CellValue::Number(12.5)),
                    cell(2, CellValue::Date("2026-01-15".to_owned())),
                ]
            },
            Row {
                number: 3,
                cells: vec![cell(1, CellValue::Bool(true)), cell(2, CellValue::Text("no day".to_owned()))]
            },
        ]
    );
    assert_eq!(texts(&read.sheets[1]), [["编号"], ["甲"], ["乙"]]);
}

#[test]
fn a_text_that_is_too_long_for_a_cell_stands_whole_on_a_sheet_of_its_own() {
    let fits = "企".repeat(32_767);
    let long = format!("{}😀=1{}", "a".repeat(32_766), "企".repeat(70_000));
    let mut book = writer();
    let sheet = book.sheet(heading("走访", &["一", "二"])).unwrap();
    book.row(sheet, [fits.as_str(), long.as_str()]).unwrap();
    let read = read(&book.finish().unwrap());
    assert_eq!(texts(&read.sheets[0])[1], [fits, "→ 长文本!B2".to_owned()]);
    let aside = &read.sheets[1];
    assert_eq!(aside.name, "长文本");
    let rows = texts(aside);
    assert_eq!(rows[1][0], "走访!B2");
    assert_eq!(rows[1][1..].concat(), long);
}

#[test]
fn the_row_of_names_stays_in_sight_and_can_be_filtered_and_columns_offer_what_may_be_chosen() {
    let mut book = writer();
    let choices = book.sheet(heading("选项's", &["规模"])).unwrap();
    book.row(choices, ["大型"]).unwrap();
    book.row(choices, ["小型"]).unwrap();
    let mut asked = heading("填报", &["规模"]);
    asked.frozen = 1;
    asked.columns[0].offered = Some(Offered { from: choices, column: 0, first: 0, rows: 2 });
    asked.columns[0].is_code = true;
    book.sheet(asked).unwrap();
    let bytes = book.finish().unwrap();
    let xml = part(&bytes, "xl/worksheets/sheet2.xml");
    assert!(
        xml.contains(
            "<pane xSplit=\"1\" ySplit=\"1\" topLeftCell=\"B2\" activePane=\"bottomRight\" state=\"frozen\"/>"
        )
    );
    assert!(xml.contains("<formula1>'选项''s'!$A$2:$A$3</formula1>"), "{xml}");
    assert!(xml.contains("sqref=\"A2:A1048576\""));
    assert!(part(&bytes, "xl/worksheets/sheet1.xml").contains("<autoFilter ref=\"A1:A3\"/>"));
    assert!(
        part(&bytes, "xl/workbook.xml").contains("localSheetId=\"0\" hidden=\"1\">'选项''s'!$A$1:$A$3</definedName>")
    );
}

#[test]
fn a_sheet_gets_a_name_that_a_spreadsheet_program_takes_and_no_other_has() {
    let mut book = writer();
    let long = "第一季度企业走访记录明细表第一季度企业走访记录明细表第一季度合计";
    let name = |book: &mut Writer, wanted: &str| {
        let key: SheetKey = book.sheet(heading(wanted, &["a"])).unwrap();
        book.name(key).to_owned()
    };
    let got: Vec<String> = ["a/b", "A b", "", "''", "History", "长文本", long, &format!("{long}一二三")]
        .iter()
        .map(|wanted| name(&mut book, wanted))
        .collect();
    assert_eq!(got[..6], ["a b", "A b (2)", "Sheet", "Sheet (2)", "History_", "长文本 (2)"]);
    assert!(got[6..].iter().all(|name| name.encode_utf16().count() <= 31));
    assert!(got[7].ends_with(" (2)"), "{}", got[7]);
    let read = read(&book.finish().unwrap());
    assert_eq!(read.sheets.iter().map(|sheet| sheet.name.clone()).collect::<Vec<_>>(), got);
}

#[test]
fn a_colour_is_one_of_three_and_an_empty_cell_can_have_one() {
    let mut book = writer();
    let sheet = book.sheet(heading("s", &["a", "b"])).unwrap();
    let toned = |what: What<'static>, tone| Put { what, tone };
    book.row(sheet, [toned(What::Blank, Tone::Wrong), toned(What::Text("=1".into()), Tone::Doubtful)]).unwrap();
    let bytes = book.finish().unwrap();
    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(xml.contains("<c r=\"A2\" s=\"18\"/><c r=\"B2\" s=\"13\" t=\"inlineStr\">"), "{xml}");
    let styles = part(&bytes, "xl/styles.xml");
    let formats: Vec<&str> = styles.split("<cellXfs").nth(1).unwrap().split("<xf ").skip(1).collect();
    assert_eq!(formats.len(), 24);
    assert!(formats[18].starts_with("numFmtId=\"0\" fontId=\"0\" fillId=\"5\""));
    assert!(formats[13].starts_with("numFmtId=\"49\" fontId=\"0\" fillId=\"4\""));
}

#[test]
fn a_row_or_a_column_too_many_is_told_by_its_place() {
    let mut book = writer();
    let sheet = book.sheet(heading("s", &["a"])).unwrap();
    book.row(sheet, vec![What::Number(1.0); 16_384]).unwrap();
    let error = book.row(sheet, vec![What::Blank; 16_385]).unwrap_err();
    assert!(
        matches!(&error, WriteError::NoSuchCell { place } if place.row == 3 && place.column == Some(16_384)),
        "{error}"
    );
    let sheet = book.sheet(heading("t", &["a"])).unwrap();
    for _ in 1..1_048_576 {
        book.row(sheet, [What::Blank]).unwrap();
    }
    let error = book.row(sheet, [What::Blank]).unwrap_err();
    assert!(matches!(&error, WriteError::NoSuchCell { place } if place.row == 1_048_577), "{error}");
}

#[test]
fn a_workbook_without_sheets_opens() {
    assert_eq!(read(&writer().finish().unwrap()).sheets.len(), 1);
}

fn any_value() -> impl Strategy<Value = CellValue> {
    prop_oneof![
        any::<String>()
            .prop_filter("an empty text is an absent cell", |text| !text.is_empty())
            .prop_map(CellValue::Text),
        "(_x|<r>|00|41|_|</r>|[ \t\r\na=\u{0}\u{1f}\u{fffe}\u{ffff}&>\"'-]){1,6}".prop_map(CellValue::Text),
        any::<f64>()
            .prop_filter("a spreadsheet has no infinity", |number| number.is_finite())
            .prop_map(CellValue::Number),
        prop_oneof![any::<i32>().prop_map(f64::from), (-1e15..1e15), (-1.0..1.0)].prop_map(CellValue::Number),
        any::<bool>().prop_map(CellValue::Bool),
        (1900_u16..10_000, 1_u8..13, 1_u8..29, 0_u8..24, 0_u8..60)
            .prop_map(|(y, m, d, h, min)| CellValue::Date(format!("{y:04}-{m:02}-{d:02}T{h:02}:{min:02}:00"))),
    ]
}

fn put(value: &CellValue) -> What<'_> {
    match value {
        CellValue::Text(text) | CellValue::Error(text) => What::Text(text.into()),
        CellValue::Number(number) => What::Number(*number),
        CellValue::Bool(value) => What::Bool(*value),
        CellValue::Date(text) => What::Date(text.into()),
    }
}

proptest! {
    #[test]
    fn what_was_written_row_by_row_is_read_the_same(
        rows in prop::collection::vec(prop::collection::vec(prop::option::of(any_value()), 1..5), 0..8)
    ) {
        let write = || {
            let mut book = writer();
            let sheet = book.sheet(heading("企业", &["一"])).unwrap();
            for row in &rows {
                book.row(sheet, row.iter().map(|value| value.as_ref().map(put).unwrap_or_default())).unwrap();
            }
            book.finish().unwrap()
        };
        let bytes = write();
        prop_assert_eq!(&write(), &bytes);
        let read = read(&bytes);
        for (number, row) in (2_u32..).zip(&rows) {
            let expected: Vec<Cell> = (0_u16..).zip(row).filter_map(|(column, value)| {
                Some(Cell { column, value: value.clone()? })
            }).collect();
            let found = read.sheets[0].rows.iter().find(|row| row.number == number);
            let found = found.map(|row| row.cells.clone()).unwrap_or_default();
            prop_assert_eq!(found, expected, "row {} to {}", number, column_letters(4));
        }
    }
}

#[test]
fn words_at_the_top_and_the_foot_of_each_page_are_themselves_and_no_code() {
    let mut book = writer();
    let sheet = book.sheet(heading("名单", &["名称"])).unwrap();
    book.foot("D1 上报 & <归档>");
    book.head(sheet, "分级：内部 & 一般");
    book.sheet(heading("附表", &["名称"])).unwrap();
    book.row(sheet, ["样例一厂"]).unwrap();
    let bytes = book.finish().unwrap();
    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(xml.contains("<headerFooter><oddHeader>&amp;R分级：内部 &amp;&amp; 一般</oddHeader><oddFooter>"), "{xml}");
    // What stands at the top is that of one sheet, the foot that of all.
    let other = part(&bytes, "xl/worksheets/sheet2.xml");
    assert!(other.contains("<headerFooter><oddFooter>&amp;LD1 ") && !other.contains("oddHeader"), "{other}");
    // A program reads `&amp;&amp;` as `&&`, which is one `&` there.
    assert!(xml.contains("<oddFooter>&amp;LD1 上报 &amp;&amp; &lt;归档&gt;&amp;R&amp;P / &amp;N</oddFooter>"), "{xml}");
    let mut plain = writer();
    plain.sheet(heading("名单", &["名称"])).unwrap();
    assert!(!part(&plain.finish().unwrap(), "xl/worksheets/sheet1.xml").contains("headerFooter"));
}
