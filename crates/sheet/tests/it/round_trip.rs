//! A workbook that was written is read the same, and written the same again.

use proptest::prelude::*;
use sheet::{Cell, CellValue, Limits, Row, Sheet, Workbook, WriteError, read_xlsx, write_xlsx, write_xlsx_tables};

use crate::package::{date, text};

fn of_cells(values: Vec<CellValue>) -> Workbook {
    let cells = (0..).zip(values).map(|(column, value)| Cell { column, value }).collect();
    Workbook { sheets: vec![Sheet { name: "s".to_owned(), rows: vec![Row { number: 1, cells }] }] }
}

#[test]
fn what_looks_like_a_formula_or_like_markup_stays_what_was_typed() {
    let texts = [
        "=1+1",
        "@x",
        "<r><t>a</t></r>",
        "<r></si></sst></r>",
        "_x0041_",
        "_x_x0041_",
        "_x0000\r",
        "a\r\nb",
        " a ",
        "\u{0}\u{1f}",
        "\u{fffe}",
        "http://a",
        "{=1}",
    ];
    let workbook = of_cells(texts.map(text).to_vec());
    for bytes in [write_xlsx(&workbook).unwrap(), write_xlsx_tables(&workbook).unwrap()] {
        assert_eq!(read_xlsx(&bytes, &Limits::default()).unwrap(), workbook);
    }
}

#[test]
fn dates_are_written_as_dates_and_what_is_none_as_text() {
    let dates = ["2023-10-31", "1900-01-01", "09:30:00", "2023-10-31T09:30:00", "2023-10-31T23:59:59.999"];
    let workbook = of_cells(dates.map(date).to_vec());
    assert_eq!(read_xlsx(&write_xlsx(&workbook).unwrap(), &Limits::default()).unwrap(), workbook);
    let odd = read_xlsx(&write_xlsx(&of_cells(vec![date("soon")])).unwrap(), &Limits::default()).unwrap();
    assert_eq!(odd, of_cells(vec![text("soon")]));
}

#[test]
fn a_text_is_never_cut_to_fit() {
    let longest = of_cells(vec![text(&"企".repeat(32_767))]);
    assert_eq!(read_xlsx(&write_xlsx(&longest).unwrap(), &Limits::default()).unwrap(), longest);
    let error = write_xlsx(&of_cells(vec![text("a"), text(&"企".repeat(32_768))])).unwrap_err();
    assert_eq!(error.to_string(), "sheet s, row 1, column B: text of 32768 characters, more than 32767");
}

#[test]
fn a_workbook_that_no_program_would_open_is_not_written() {
    let named = |names: &[&str]| {
        let sheets = names.iter().map(|name| Sheet { name: (*name).to_owned(), rows: Vec::new() });
        write_xlsx(&Workbook { sheets: sheets.collect() })
    };
    assert!(named(&["survey", "选项"]).is_ok());
    for names in [
        &["a", "A"] as &[_],
        &[""],
        &["a/b"],
        &["这个名字太长了这个名字太长了这个名字太长了这个名字太长了这个名字太长了"],
    ] {
        assert!(matches!(named(names), Err(WriteError::SheetName { .. })), "{names:?}");
    }
    let mut workbook = of_cells(vec![text("a")]);
    for number in [0, 1_048_577] {
        workbook.sheets[0].rows[0].number = number;
        assert!(matches!(write_xlsx(&workbook), Err(WriteError::NoSuchCell { .. })), "{number}");
    }
}

fn any_value() -> impl Strategy<Value = CellValue> {
    prop_oneof![
        any::<String>()
            .prop_filter("an empty text is an absent cell", |text| !text.is_empty())
            .prop_map(CellValue::Text),
        "(_x|<r>|00|41|_|</r>|[ \t\r\na=]){1,6}".prop_map(CellValue::Text),
        prop_oneof![any::<i32>().prop_map(f64::from), (-1e15..1e15), (-1.0..1.0),].prop_map(CellValue::Number),
        any::<bool>().prop_map(CellValue::Bool),
        (1900_u16..10_000, 1_u8..13, 1_u8..29).prop_map(|(y, m, d)| CellValue::Date(format!("{y:04}-{m:02}-{d:02}"))),
        (1900_u16..10_000, 1_u8..13, 1_u8..29, 0_u8..24, 0_u8..60, 0_u8..60)
            .prop_map(|(y, m, d, h, min, s)| CellValue::Date(format!("{y:04}-{m:02}-{d:02}T{h:02}:{min:02}:{s:02}"))),
        (0_u8..24, 0_u8..60, 0_u8..60).prop_map(|(h, min, s)| CellValue::Date(format!("{h:02}:{min:02}:{s:02}"))),
    ]
}

fn any_workbook() -> impl Strategy<Value = Workbook> {
    let row = prop::collection::btree_map(0_u16..200, any_value(), 1..6)
        .prop_map(|cells| cells.into_iter().map(|(column, value)| Cell { column, value }).collect::<Vec<_>>());
    let rows = prop::collection::btree_map(1_u32..=300, row, 0..6)
        .prop_map(|rows| rows.into_iter().map(|(number, cells)| Row { number, cells }).collect::<Vec<_>>());
    prop::collection::btree_map("[a-z企&<\"_][a-z企业&<'\" _]{0,5}[a-z]", rows, 1..4)
        .prop_map(|sheets| Workbook { sheets: sheets.into_iter().map(|(name, rows)| Sheet { name, rows }).collect() })
}

proptest! {
    #[test]
    fn a_workbook_is_written_the_same_each_time(workbook in any_workbook()) {
        prop_assert_eq!(write_xlsx_tables(&workbook).unwrap(), write_xlsx_tables(&workbook).unwrap());
    }
}

proptest! {
    #[test]
    fn a_workbook_that_was_written_is_read_the_same(workbook in any_workbook()) {
        let bytes = write_xlsx(&workbook).unwrap();
        prop_assert_eq!(&read_xlsx(&bytes, &Limits::default()).unwrap(), &workbook);
    }
}
