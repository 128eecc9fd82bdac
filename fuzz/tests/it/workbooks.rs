//! Workbooks made to harm, as bytes: read within bounds and made a form, or refused by name.

use std::collections::BTreeMap;

use form::unreadable;
use sheet::{Limits, read_csv, read_xlsx};
use zip::CompressionMethod;

use crate::measured::within_bounds;

/// The parts as a fuzzer has them, packed as people's workbooks are.
fn packed(parts: &str) -> Vec<u8> {
    fuzz::zipped(parts, CompressionMethod::Deflated).unwrap()
}

/// What is said about the workbook: why it is not read, or what is wrong with its form.
fn said(bytes: &[u8]) -> String {
    within_bounds(|| match read_xlsx(bytes, &Limits::default()) {
        Err(error) => error.to_string(),
        Ok(workbook) => {
            let problems = form::compile(&workbook, &BTreeMap::new()).problems;
            problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        }
    })
}

fn rows(content: &str) -> String {
    format!("<worksheet><sheetData>{content}</sheetData></worksheet>")
}

fn cell(text: &str) -> String {
    format!("<c t='inlineStr'><is><t>{text}</t></is></c>")
}

#[test]
fn two_far_cells_in_a_small_file_are_refused_at_the_second() {
    // A reader that makes room for all between them asks for 550 GB.
    let bytes =
        packed(&rows("<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"));
    assert!(bytes.len() < 2_000);
    assert_eq!(said(&bytes), "too large: sheet survey, row 1048576, column XFD, more than 200000 rows");
}

#[test]
fn a_count_of_shared_strings_that_lies_makes_no_room() {
    // A reader that believes it asks for 96 GB.
    let sheet = rows("<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row><row><c t='s'><v>2</v></c></row>");
    let strings = "<sst count='4294967295' uniqueCount='4294967295'><si><t>type</t></si><si><t>name</t></si><si><t>text</t></si></sst>";
    let bytes = packed(&format!("{sheet}\n==> sharedStrings.xml\n{strings}"));
    assert!(bytes.len() < 2_000);
    assert_eq!(said(&bytes), "survey row 2 column 'name': the row has no name\nsurvey row 2: '' has no label or hint");
}

#[test]
fn a_zip_bomb_is_refused_at_its_ratio() {
    let bytes = packed(&format!("{}\n==> sharedStrings.xml\n<sst>{}</sst>", rows(""), "<si/>".repeat(4 << 20)));
    assert_eq!(said(&bytes), "too large: more than 200 bytes unpacked for each byte of the file");
}

#[test]
fn what_inflates_to_the_most_that_is_taken_stays_within_bounds() {
    // Noise, so that the ratio does not stop it, and repeated further apart than what packs it can see.
    let mut state = 1_u64;
    let letter = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + ((state >> 59) as u8 & 3))
    };
    let noise: String = (0..1_000_000).map(letter).collect();
    let noise = |at: usize| &noise[at % 54 * 18_000..][..18_000];
    let items: String = (0..1_800).map(|at| format!("<si><t>{}</t></si>", noise(at))).collect();
    let strings = packed(&format!("{}\n==> sharedStrings.xml\n<sst>{items}</sst>", rows("")));
    assert_eq!(said(&strings), "survey: there is no sheet called 'survey'");
    let cells: String = (0..900).map(|at| format!("<row>{}</row>", cell(noise(at)).repeat(2))).collect();
    let bytes = packed(&rows(&format!("<row>{}{}</row>{cells}", cell("type"), cell("name"))));
    assert!(said(&bytes).starts_with("survey row 2 column 'type': question type"));
}

#[test]
fn an_entity_bomb_is_refused_at_its_document_type() {
    let bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>";
    assert_eq!(
        said(&packed(&format!("{bomb}{}", rows(&format!("<row>{}</row>", cell("&b;")))))),
        "document type in xl/worksheets/sheet1.xml refused"
    );
}

#[test]
fn two_hundred_thousand_elements_in_each_other_are_refused_at_the_depth() {
    let deep = rows(&format!("{}{}", "<x>".repeat(200_000), "</x>".repeat(200_000)));
    assert_eq!(said(&packed(&deep)), "too large: more than 64 elements inside each other");
}

#[test]
fn a_million_rows_are_refused_at_the_first_too_many() {
    let million: String =
        (1..=1_000_000_u64).map(|row| format!("<row r='{row}'><c><v>{}</v></c></row>", row * 7919 % 9973)).collect();
    assert_eq!(said(&packed(&rows(&million))), "too large: sheet survey, row 200001, column A, more than 200000 rows");
}

#[test]
fn the_most_cells_that_are_taken_stay_within_bounds() {
    let wide = "<c><v>1</v></c>".repeat(200);
    let full: String = (0..9_999).map(|row| format!("<row>{wide}<c s='{row}'/></row>")).collect();
    let head = format!("<row>{}{}</row>", cell("type"), cell("name"));
    let bytes = packed(&rows(&format!("{head}{full}")));
    let said = said(&bytes);
    assert!(
        said.starts_with("survey row 2 column 'type'") || said.contains("more than 200 bytes unpacked"),
        "{}",
        &said[..200]
    );
}

#[test]
fn a_label_that_is_a_program_is_text() {
    let label = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;[x](javascript:alert(1))";
    let sheet = rows(&format!(
        "<row>{}{}{}</row><row>{}{}{}</row>",
        cell("type"),
        cell("name"),
        cell("label"),
        cell("text"),
        cell("a"),
        cell(label)
    ));
    let workbook = read_xlsx(&packed(&sheet), &Limits::default()).unwrap();
    let form = form::compile(&workbook, &BTreeMap::new()).form.unwrap();
    let mut s = form::scenario::Scenario::of(form.into(), std::rc::Rc::default());
    let plain = "<script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1))";
    s.check("/data/a", form::scenario::node().label(plain));
}

#[test]
fn every_refusal_of_a_file_has_a_name_that_people_can_be_told() {
    for (bytes, code) in [
        (packed(&rows("<row r='300000'><c><v>1</v></c></row>")), "file-rows-too-many"),
        (packed(&rows("<row><c r='XFD1'><v>1</v></c></row>")), "file-columns-too-many"),
        (packed("<!DOCTYPE x><worksheet/>"), "file-unusual"),
        (packed(&rows(&"<x>".repeat(100))), "file-unusual"),
        (packed("<worksheet>"), "file-damaged"),
        (b"PK\x03\x04 and nothing more".to_vec(), "file-damaged"),
        (b"no workbook at all".to_vec(), "file-not-a-workbook"),
    ] {
        let error = read_xlsx(&bytes, &Limits::default()).unwrap_err();
        assert_eq!(unreadable(&error).message.code(), code);
    }
}

fn table_said(text: &str) -> String {
    within_bounds(|| match read_csv(text.as_bytes(), &Limits::default()) {
        Ok(table) => format!("{} columns, {} rows", table.columns.len(), table.rows.len()),
        Err(error) => error.to_string(),
    })
}

#[test]
fn an_attached_table_is_bounded_as_a_sheet_is() {
    assert_eq!(table_said(&"a\n".repeat(1_000_000)), "too large: row 200001, more than 200000 rows");
    assert_eq!(table_said(&",".repeat(200)), "too large: row 1, more than 200 columns");
    assert_eq!(
        table_said(&format!("a\n\"{}", "x".repeat(40_000))),
        "too large: row 2, column A, more than 32767 characters in a cell"
    );
    assert_eq!(table_said(&"\"".repeat(9 << 20)), "too large: row 1, column A, more than 32767 characters in a cell");
    assert_eq!(table_said(&"x".repeat(11 << 20)), "too large: more than 10485760 bytes");
    // One wide row makes all the others wide.
    assert_eq!(
        table_said(&format!("{}\n{}", ",".repeat(199), "a\n".repeat(150_000))),
        "too large: row 10001, more than 2000000 cells"
    );
    assert_eq!(table_said(&format!("{}{}", "a\n".repeat(9_000), ",".repeat(199))), "200 columns, 9000 rows");
    assert_eq!(
        table_said(&format!("{}{}", "a\n".repeat(150_000), ",".repeat(199))),
        "too large: row 150001, more than 2000000 cells"
    );
}
