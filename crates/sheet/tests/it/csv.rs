//! Delimited text.

use proptest::prelude::*;
use sheet::{CsvWriter, Guard, Limits, ReadError, Table, What, read_csv, write_csv};

fn table(rows: &[&[&str]]) -> Table {
    let mut rows = rows.iter().copied();
    let columns = rows.next().into_iter().flatten().map(|&name| name.to_owned()).collect();
    Table::new(columns, rows)
}

fn read(text: &str) -> Table {
    read_csv(text.as_bytes(), &Limits::default()).unwrap()
}

#[test]
fn byte_order_mark_line_ends_quotes_and_empty_lines_are_read_as_meant() {
    let expected = table(&[&["name", "label"], &["a", "甲,\"乙\"\r\n丙"], &["b", " x "]]);
    assert_eq!(read("\u{feff}name,label\r\na,\"甲,\"\"乙\"\"\r\n丙\"\r\n\r\nb, x \r\n"), expected);
    assert_eq!(read("name,label\na,b"), table(&[&["name", "label"], &["a", "b"]]));
    assert_eq!(read(""), Table::default());
}

#[test]
fn ragged_rows_are_filled_up_and_nothing_is_dropped() {
    let expected = table(&[&["a", "b", ""], &["1", "", ""], &["1", "2", "3"]]);
    assert_eq!(read("a,b\n1\n1,2,3\n"), expected);
}

#[test]
fn text_in_another_encoding_is_told_by_its_row() {
    let gb18030 = b"name,label\na,\xc6\xf3\xd2\xb5\n";
    let error = read_csv(gb18030, &Limits::default()).unwrap_err();
    assert!(matches!(error, ReadError::Encoding { row: 2 }), "{error}");
}

#[test]
fn what_a_spreadsheet_program_would_run_is_written_as_text() {
    for cell in crate::book::DANGEROUS.into_iter().filter(|cell| *cell != "{=1}").chain(["-", "-.5", "-1e5"]) {
        let written = String::from_utf8(write_csv(&table(&[&["x", "y"], &[cell, ""]]))).unwrap();
        let start = written.split_once("\r\n").unwrap().1.trim_start_matches('"');
        assert!(start.starts_with('\''), "{cell:?} is written {written:?}");
        assert_eq!(read(&written).rows.get(0, 0), Some(cell));
    }
    for cell in ["-12.5", "-0", "12", "a=1", "'quoted", "1-2", "企业"] {
        let written = String::from_utf8(write_csv(&table(&[&["x", "y"], &[cell, ""]]))).unwrap();
        assert_eq!(written, format!("\u{feff}x,y\r\n{cell},\r\n"));
        assert_eq!(read(&written).rows.get(0, 0), Some(cell));
    }
}

#[test]
fn a_number_is_no_formula_and_other_programs_get_no_apostrophes() {
    let mut guarded = CsvWriter::new(Guard::Apostrophe);
    let mut bare = CsvWriter::new(Guard::None);
    for writer in [&mut guarded, &mut bare] {
        writer.row([What::Number(-1.5e30), What::Text("=1".into()), What::Bool(true), What::Blank]);
    }
    let text = |writer: &mut CsvWriter| String::from_utf8(writer.take()).unwrap();
    assert_eq!(text(&mut guarded), "\u{feff}-1500000000000000000000000000000,'=1,TRUE,\r\n");
    assert_eq!(text(&mut bare), "\u{feff}-1500000000000000000000000000000,=1,TRUE,\r\n");
    bare.row(["次"]);
    assert_eq!(text(&mut bare), "次\r\n");
}

fn any_table() -> impl Strategy<Value = Table> {
    let cell =
        prop_oneof![any::<String>(), "[ '=+@\t\r\n\",\u{feff}-]{0,4}", "-?[0-9]{1,3}(\\.[0-9])?", Just(String::new()),];
    (1_usize..5, 0_usize..5).prop_flat_map(move |(width, height)| {
        let row = prop::collection::vec(cell.clone(), width);
        (row.clone(), prop::collection::vec(row, height)).prop_map(|(columns, rows)| Table::new(columns, rows))
    })
}

proptest! {
    #[test]
    fn a_table_that_was_written_is_read_the_same(table in any_table()) {
        prop_assert_eq!(read_csv(&write_csv(&table), &Limits::default()).unwrap(), table);
    }

    #[test]
    fn bytes_of_any_kind_are_a_table_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(table) = read_csv(&bytes, &Limits::default()) {
            prop_assert!(table.rows.iter().all(|row| row.count() == table.columns.len()));
        }
    }
}
