//! Each limit, at it and over it.

use sheet::{Limits, Measure, ReadError, Workbook, read_csv, read_xlsx};

use crate::package::{Package, cells};

fn read(package: &Package, limits: &Limits) -> Result<Workbook, ReadError> {
    read_xlsx(&package.zipped(), limits)
}

/// What stopped the reading, and the message.
fn stopped<T: std::fmt::Debug>(result: Result<T, ReadError>) -> (Measure, u64, String) {
    let error = result.unwrap_err();
    let message = error.to_string();
    let ReadError::TooLarge { measure, limit, .. } = error else { panic!("{error:?}") };
    (measure, limit, message)
}

#[test]
fn the_defaults_are_the_numbers_that_were_promised() {
    let expected = Limits {
        file_bytes: 10_485_760,
        unpacked_bytes: 67_108_864,
        ratio: 200,
        ratio_from: 1_048_576,
        entries: 200,
        rows: 200_000,
        columns: 200,
        cells: 2_000_000,
        cell_characters: 32_767,
        depth: 64,
        token_bytes: 1_048_576,
    };
    assert_eq!(Limits::default(), expected);
}

#[test]
fn file_bytes() {
    let bytes = Package::of_rows("").zipped();
    let limits = |file_bytes| Limits { file_bytes, ..Limits::default() };
    assert!(read_xlsx(&bytes, &limits(bytes.len() as u64)).is_ok());
    let limit = bytes.len() as u64 - 1;
    assert_eq!(stopped(read_xlsx(&bytes, &limits(limit))).0, Measure::FileBytes);
    assert!(read_csv(b"a,b", &limits(3)).is_ok());
    assert_eq!(stopped(read_csv(b"a,b", &limits(2))).0, Measure::FileBytes);
}

#[test]
fn unpacked_bytes() {
    let package = Package::of_rows(&format!("<!--{}-->", "x".repeat(5_000)));
    let inflated: usize = package.parts.iter().map(|(_, content)| content.len()).sum();
    let limits = |unpacked_bytes| Limits { unpacked_bytes, ..Limits::default() };
    assert!(read(&package, &limits(inflated as u64)).is_ok());
    assert_eq!(stopped(read(&package, &limits(inflated as u64 - 1))).0, Measure::UnpackedBytes);
}

#[test]
fn text_that_many_cells_share_counts_for_each() {
    let package = Package::of_rows(&format!("<row>{}</row>", "<c t='s'><v>0</v></c>".repeat(10)))
        .with_strings(&format!("<si><t>{}</t></si>", "x".repeat(1_000)));
    let limits = |unpacked_bytes| Limits { unpacked_bytes, ..Limits::default() };
    assert_eq!(cells(&read(&package, &limits(10_000)).unwrap()).len(), 10);
    assert_eq!(
        stopped(read(&package, &limits(9_999))).2,
        "too large: sheet survey, row 1, more than 9999 bytes unpacked"
    );
}

#[test]
fn ratio() {
    let package = Package::of_rows(&" ".repeat(40_000));
    let bytes = package.zipped();
    let inflated: usize = package.parts.iter().map(|(_, content)| content.len()).sum();
    let limits = |ratio, ratio_from| Limits { ratio, ratio_from, ..Limits::default() };
    let ratio = inflated as u64 / bytes.len() as u64;
    assert!(read_xlsx(&bytes, &limits(ratio + 1, 0)).is_ok());
    assert_eq!(stopped(read_xlsx(&bytes, &limits(ratio, 0))).0, Measure::Ratio);
    assert!(read_xlsx(&bytes, &limits(ratio, inflated as u64)).is_ok());
}

#[test]
fn entries() {
    let package =
        |more: usize| (0..more).fold(Package::of_rows(""), |package, at| package.with(&format!("media/{at}"), ""));
    let most = 200 - Package::of_rows("").parts.len();
    assert!(package(most).read().is_ok());
    assert_eq!(stopped(package(most + 1).read()).2, "too large: more than 200 parts");
}

#[test]
fn relationships_count_as_parts() {
    let of = |count: usize| {
        let list: String = (0..count).map(|at| format!("<Relationship Id='{at}' Type='x' Target='x'/>")).collect();
        Package::of_sheets(&[]).with("xl/_rels/workbook.xml.rels", format!("<Relationships>{list}</Relationships>"))
    };
    assert!(of(200).read().is_ok());
    assert_eq!(stopped(of(201).read()).0, Measure::Entries);
}

#[test]
fn sheets() {
    let sheets: Vec<(String, &str)> = (0..6).map(|at| (format!("s{at}"), "")).collect();
    let borrowed: Vec<(&str, &str)> = sheets.iter().map(|(name, content)| (name.as_str(), *content)).collect();
    let limits = Limits { entries: 9, ..Limits::default() };
    assert_eq!(read(&Package::of_sheets(&borrowed), &limits).unwrap().sheets.len(), 6);
    let mut package = Package::of_sheets(&borrowed);
    let list = package.parts.iter_mut().find(|(name, _)| name == "xl/workbook.xml").unwrap();
    list.1 = list.1.replace("</sheets>", &format!("{}</sheets>", "<sheet name='x' r:id='rId1'/>".repeat(3)));
    assert!(read(&package, &limits).is_ok());
    list_more(&mut package);
    assert_eq!(stopped(read(&package, &limits)).0, Measure::Sheets);
}

fn list_more(package: &mut Package) {
    let list = package.parts.iter_mut().find(|(name, _)| name == "xl/workbook.xml").unwrap();
    list.1 = list.1.replace("</sheets>", "<sheet name='y' r:id='rId1'/></sheets>");
}

#[test]
fn rows() {
    let at = |row: u32| Package::of_rows(&format!("<row r='{row}'><c r='A{row}'><v>1</v></c></row>"));
    assert!(at(200_000).read().is_ok());
    assert_eq!(stopped(at(200_001).read()).2, "too large: sheet survey, row 200001, column A, more than 200000 rows");

    let limits = Limits { rows: 2, ..Limits::default() };
    assert!(read_csv(b"a\n1\n", &limits).is_ok());
    assert_eq!(stopped(read_csv(b"a\n1\n2\n", &limits)).2, "too large: row 3, more than 2 rows");
}

#[test]
fn columns() {
    let at = |column: &str| Package::of_rows(&format!("<row r='7'><c r='{column}7'><v>1</v></c></row>"));
    assert!(at("GR").read().is_ok());
    assert_eq!(stopped(at("GS").read()).2, "too large: sheet survey, row 7, column GS, more than 200 columns");
    assert_eq!(stopped(at("ZZZZZZZZZZ").read()).0, Measure::Columns);

    let limits = Limits { columns: 2, ..Limits::default() };
    assert!(read_csv(b"a,b\n1\n", &limits).is_ok());
    assert_eq!(stopped(read_csv(b"a,b\n1,2,3\n", &limits)).2, "too large: row 2, more than 2 columns");
}

#[test]
fn cells_of_all_sheets() {
    let one = "<sheetData><row><c><v>1</v></c><c/><c><v>2</v></c></row></sheetData>";
    let package = Package::of_sheets(&[("a", one), ("b", one)]);
    let limits = |cells| Limits { cells, ..Limits::default() };
    assert!(read(&package, &limits(4)).is_ok());
    assert_eq!(stopped(read(&package, &limits(3))).2, "too large: sheet b, row 1, more than 3 cells");

    assert!(read_csv(b"a,b\n1\n2\n", &limits(6)).is_ok());
    assert_eq!(stopped(read_csv(b"a,b\n1\n2\n", &limits(5))).2, "too large: row 3, more than 5 cells");
}

#[test]
fn merged_ranges_count_as_cells() {
    let content = format!("<mergeCells>{}</mergeCells>", "<mergeCell ref='A1:B2'/>".repeat(5));
    let package = Package::of_sheets(&[("a", &content)]);
    assert!(read(&package, &Limits { cells: 5, ..Limits::default() }).is_ok());
    assert_eq!(stopped(read(&package, &Limits { cells: 4, ..Limits::default() })).0, Measure::Cells);
}

#[test]
fn characters_in_a_cell() {
    let of = |length: usize| {
        Package::of_rows("<row><c t='s'><v>0</v></c></row>")
            .with_strings(&format!("<si><t>{}</t></si>", "企".repeat(length)))
    };
    assert!(of(32_767).read().is_ok());
    assert_eq!(
        stopped(of(32_768).read()).2,
        "too large: sheet survey, row 1, column A, more than 32767 characters in a cell"
    );

    let limits = Limits { cell_characters: 2, ..Limits::default() };
    assert!(read_csv("a\n企业".as_bytes(), &limits).is_ok());
    assert_eq!(
        stopped(read_csv("a,b\n1,企业局".as_bytes(), &limits)).2,
        "too large: row 2, column B, more than 2 characters in a cell"
    );
}

#[test]
fn depth() {
    // Inside worksheet, sheetData and row.
    let of = |depth: usize| Package::of_rows(&format!("<row>{}{}</row>", "<x>".repeat(depth), "</x>".repeat(depth)));
    assert!(of(61).read().is_ok());
    assert_eq!(stopped(of(62).read()).2, "too large: more than 64 elements inside each other");
}

#[test]
fn bytes_of_one_token() {
    let limits = Limits { token_bytes: 1_000, ..Limits::default() };
    let of = |length: usize| Package::of_rows(&format!("<row spans='{}'/>", "1".repeat(length)));
    let around = "<row spans=''/>".len();
    assert!(read(&of(1_000 - around), &limits).is_ok());
    assert_eq!(stopped(read(&of(40_000), &limits)).0, Measure::TokenBytes);
}
