//! Files made to harm: each is refused, or read as the little that it holds, without a panic and without great cost.

use proptest::prelude::*;
use sheet::{CellValue, Damage, Limits, Measure, ReadError, read_xlsx, write_xlsx};

use crate::package::{Package, at, cells, text};

fn measure(error: &ReadError) -> Option<Measure> {
    if let ReadError::TooLarge { measure, .. } = error { Some(*measure) } else { None }
}

#[test]
fn a_zip_bomb_stops_at_the_ratio() {
    let package = Package::of_rows("").with_strings(&"<si/>".repeat(4 << 20));
    assert_eq!(measure(&package.read().unwrap_err()), Some(Measure::Ratio));
}

#[test]
fn a_zip_bomb_that_states_a_small_size_stops_too() {
    let mut bytes = Package::of_rows("").with_strings(&"<si/>".repeat(1 << 20)).zipped();
    // The stated sizes are the four bytes before the lengths of name and extra field, in both headers of each part.
    let stated = (("<sst></sst>".len() + "<si/>".len() * (1 << 20)) as u32).to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|&at| bytes[at..at + 4] == stated).collect();
    assert_eq!(places.len(), 2);
    for place in places {
        bytes[place..place + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    // Either the archive reader finds the lie or the ratio does; nothing is taken on trust.
    let error = read_xlsx(&bytes, &Limits::default()).unwrap_err();
    assert!(matches!(error, ReadError::Damaged { .. }) || measure(&error) == Some(Measure::Ratio), "{error:?}");
}

#[test]
fn an_entity_bomb_is_refused_at_its_document_type() {
    let bomb =
        "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><sst><si><t>&b;</t></si></sst>";
    let package = Package::of_rows("<row><c t='s'><v>0</v></c></row>");
    for part in ["xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "_rels/.rels"]
    {
        let package = Package { parts: package.parts.clone() }.with(part, bomb);
        assert!(matches!(package.read().unwrap_err(), ReadError::Doctype { .. }), "{part}");
    }
    let unknown = package.with_strings("<si><t>&b;</t></si>").read().unwrap_err();
    assert!(matches!(unknown, ReadError::Damaged { source: Damage::Entity, .. }), "{unknown:?}");
}

#[test]
fn an_external_entity_is_refused_too() {
    let outside = "<!DOCTYPE x SYSTEM 'http://example.org/x.dtd'><sst/>";
    let error = Package::of_rows("").with("xl/sharedStrings.xml", outside).read().unwrap_err();
    assert_eq!(error.to_string(), "document type in xl/sharedStrings.xml refused");
}

#[test]
fn a_far_corner_without_a_value_costs_nothing_and_with_one_is_named() {
    let far = |value: &str| {
        Package::of_rows(&format!(
            "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576' s='1'>{value}</c></row>"
        ))
    };
    assert_eq!(far("").cells(), [at("A1", CellValue::Number(1.0))]);
    assert_eq!(
        far("<v>1</v>").read().unwrap_err().to_string(),
        "too large: sheet survey, row 1048576, column XFD, more than 200000 rows"
    );
}

#[test]
fn counts_and_dimensions_that_lie_are_not_read() {
    let content = "<dimension ref='A1:XFD1048576'/><cols count='99999999'/><sheetData><row r='1' spans='1:16384'>\
        <c r='A1' t='s'><v>0</v></c></row></sheetData><mergeCells count='4294967295'/>";
    let package = Package::of_sheets(&[("s", content)])
        .with("xl/sharedStrings.xml", "<sst count='4294967295' uniqueCount='4294967295'><si><t>a</t></si></sst>")
        .with("xl/styles.xml", "<styleSheet><numFmts count='4294967295'/><cellXfs count='4294967295'/></styleSheet>");
    assert_eq!(package.cells(), [at("A1", text("a"))]);
}

#[test]
fn a_shared_string_or_a_part_that_is_not_there_is_said() {
    for index in ["1", "-1", "x", "99999999999999999999"] {
        let rows = format!("<row r='3'><c t='s'><v>{index}</v></c></row>");
        let error = Package::of_rows(&rows).with_strings("<si><t>a</t></si>").read().unwrap_err();
        assert!(matches!(error, ReadError::Damaged { source: Damage::SharedString { row: 3 }, .. }), "{error:?}");
    }
    let mut package = Package::of_rows("");
    package.parts.retain(|(name, _)| name != "xl/worksheets/sheet1.xml");
    let error = package.read().unwrap_err();
    assert!(
        matches!(&error, ReadError::Damaged { part, source: Damage::Missing } if part == "xl/worksheets/sheet1.xml")
    );
}

#[test]
fn two_parts_of_one_name_are_refused_for_readers_would_differ() {
    let mut package = Package::of_rows("");
    package.parts.push(("XL/Workbook.xml".to_owned(), "<workbook/>".to_owned()));
    assert!(matches!(package.read().unwrap_err(), ReadError::Damaged { source: Damage::Twice, .. }));
}

#[test]
fn deep_nesting_stops_early_and_without_recursion() {
    let package = Package::of_rows(&"<x>".repeat(200_000));
    assert_eq!(measure(&package.read().unwrap_err()), Some(Measure::Depth));
}

#[test]
fn one_endless_tag_comment_or_text_stops_at_its_length() {
    // Noise that packs badly, so that the ratio does not stop it first.
    let noise: String =
        (0_u32..600_000).map(|at| char::from(b'a' + (at.wrapping_mul(2_654_435_761) >> 27) as u8 % 26)).collect();
    for rows in [
        format!("<row a='{noise}{noise}'/>"),
        format!("<!--{noise}{noise}-->"),
        format!("<row><c><v>{noise}{noise}</v></c></row>"),
    ] {
        let error = Package::of_rows(&rows).read().unwrap_err();
        assert_eq!(measure(&error), Some(Measure::TokenBytes), "{error}");
    }
}

#[test]
fn a_long_text_that_many_cells_share_is_stopped_before_it_is_copied() {
    let rows = format!("<row>{}</row>", "<c r='A1' t='s'><v>0</v></c>".repeat(200_000));
    let package = Package::of_rows(&rows).with_strings(&format!("<si><t>{}</t></si>", "企".repeat(32_767)));
    let limits = Limits { ratio: u64::MAX, ..Limits::default() };
    let error = read_xlsx(&package.zipped(), &limits).unwrap_err();
    assert_eq!(measure(&error), Some(Measure::UnpackedBytes));
}

#[test]
fn many_merged_ranges_over_many_rows_cost_their_sum() {
    let rows: String = (1..=20_000)
        .map(|row| format!("<row r='{row}'><c r='A{row}'><v>1</v></c><c r='B{row}'><v>1</v></c></row>"))
        .collect();
    let merges = "<mergeCell ref='A1:GR200000'/>".repeat(20_000);
    let content = format!("<sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells>");
    let limits = Limits { ratio: u64::MAX, ..Limits::default() };
    let workbook = read_xlsx(&Package::of_sheets(&[("s", &content)]).zipped(), &limits).unwrap();
    assert_eq!(cells(&workbook), [at("A1", CellValue::Number(1.0))]);
}

#[test]
fn a_part_in_another_encoding_is_damaged() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in Package::of_rows("").parts {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        let utf16: Vec<u8> = content.encode_utf16().flat_map(u16::to_le_bytes).collect();
        std::io::Write::write_all(&mut zip, if name.ends_with("sheet1.xml") { &utf16 } else { content.as_bytes() })
            .unwrap();
    }
    let result = read_xlsx(&zip.finish().unwrap().into_inner(), &Limits::default());
    assert!(matches!(result, Err(ReadError::Damaged { .. })), "{result:?}");
}

fn sample() -> Vec<u8> {
    let rows = "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' s='1'><v>45230</v></c></row>";
    Package::of_rows(rows)
        .with_strings("<si><t>样例</t></si>")
        .with_styles("<cellXfs><xf/><xf numFmtId='14'/></cellXfs>")
        .zipped()
}

#[test]
fn a_file_cut_at_any_length_is_refused() {
    let bytes = sample();
    for length in 0..bytes.len() {
        assert!(read_xlsx(&bytes[..length], &Limits::default()).is_err(), "cut at {length}");
    }
}

#[test]
fn a_part_cut_at_any_length_is_refused() {
    let package =
        Package::of_rows("<row r='1'><c r='A1' t='s'><v>0</v></c></row>").with_strings("<si><t>样例</t></si>");
    for part in ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"] {
        let whole = package.parts.iter().find(|(name, _)| name == part).unwrap().1.clone();
        for length in (1..whole.len()).filter(|&length| whole.is_char_boundary(length)) {
            let package = Package { parts: package.parts.clone() }.with(part, &whole[..length]);
            assert!(package.read().is_err(), "{part} cut at {length}");
        }
    }
}

#[test]
fn a_file_with_any_byte_changed_is_read_or_refused() {
    let bytes = sample();
    for place in 0..bytes.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut changed = bytes.clone();
            changed[place] ^= change;
            let _ = read_xlsx(&changed, &Limits::default());
        }
    }
}

/// Pieces that a workbook's XML is made of, so that chance puts together what is nearly one.
fn any_markup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<row>",
        "</row>",
        "<row r='2'>",
        "<c r='A1' t='s'>",
        "<c t='inlineStr'>",
        "<c s='1'>",
        "</c>",
        "<v>",
        "</v>",
        "<v/>",
        "<f>",
        "</f>",
        "<is>",
        "</is>",
        "<t>",
        "</t>",
        "<t xml:space='preserve'>",
        "<r>",
        "</r>",
        "<rPh>",
        "</rPh>",
        "<si>",
        "</si>",
        "0",
        "1e9",
        "&amp;",
        "&#0;",
        "&#xD800;",
        "&x;",
        "_x0041_",
        "_xD800_",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?x?>",
        "<mergeCell ref='A1:B2'/>",
        "<mergeCell ref='B2:A1'/>",
        "<c r='AAAAAAAAAAAA1'>",
        "<row r='99999999999'>",
        "<a b='<'>",
        "<a b=c>",
        "\u{0}",
        "企",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn bytes_of_any_kind_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..600), zip in any::<bool>()) {
        let bytes = if zip { [b"PK\x03\x04".as_slice(), &bytes].concat() } else { bytes };
        prop_assert!(read_xlsx(&bytes, &Limits::default()).is_err());
    }

    #[test]
    fn markup_of_any_kind_is_read_or_refused(sheet in any_markup(), strings in any_markup()) {
        if let Ok(workbook) = Package::of_rows(&sheet).with_strings(&strings).read() {
            for rows in workbook.sheets.iter().map(|sheet| &sheet.rows) {
                prop_assert!(rows.is_sorted_by(|one, next| one.number < next.number));
                prop_assert!(rows.iter().all(|row| row.cells.is_sorted_by(|one, next| one.column < next.column)));
                prop_assert!(rows.iter().all(|row| row.number > 0 && !row.cells.is_empty()));
            }
            prop_assert!(write_xlsx(&workbook).is_ok());
        }
    }
}
