//! What stands in a cell, by every way there is to write it.

use sheet::{CellValue, Limits, ReadError, read_xlsx};

use crate::package::{Package, at, date, error, text};

#[test]
fn shared_inline_and_computed_texts_are_all_texts() {
    let rows = r#"<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="inlineStr"><is><t>行内</t></is></c>
        <c r="C1" t="str"><f>A1&amp;B1</f><v>算出</v></c></row>"#;
    let package = Package::of_rows(rows).with_strings("<si><t>other</t></si><si><t>共用</t></si>");
    assert_eq!(package.cells(), [at("A1", text("共用")), at("B1", text("行内")), at("C1", text("算出"))]);
}

#[test]
fn runs_of_differing_look_are_one_text_and_pronunciation_is_none() {
    let package = Package::of_rows(r#"<row><c t="s"><v>0</v></c></row>"#).with_strings(
        "<si><r><rPr><b/></rPr><t>企业</t></r><r><t xml:space='preserve'> 名称</t></r>\
         <rPh sb='0' eb='2'><t>qiye</t></rPh><phoneticPr fontId='1'/></si>",
    );
    assert_eq!(package.cells(), [at("A1", text("企业 名称"))]);
}

#[test]
fn space_at_the_ends_of_a_text_counts_only_where_the_part_says_so() {
    let rows = r#"<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>"#;
    let package =
        Package::of_rows(rows).with_strings("<si><t>\n a b </t></si><si><t xml:space='preserve'> a\nb </t></si>");
    assert_eq!(package.cells(), [at("A1", text("a b")), at("B1", text(" a\nb "))]);
}

#[test]
fn entities_and_escapes_are_the_characters_they_stand_for() {
    let rows = "<row><c t='inlineStr'><is><t>&lt;a&gt; &amp;&#20225;&#x4E1A;</t></is></c>\
        <c t='inlineStr'><is><t><![CDATA[<b>]]>_x000D__x005F_x0041_ _x_ _xZZZZ_ _xD83D__xDE00_</t></is></c></row>";
    let expected = [at("A1", text("<a> &企业")), at("B1", text("<b>\r_x0041_ _x_ _xZZZZ_ 😀"))];
    assert_eq!(Package::of_rows(rows).cells(), expected);
}

#[test]
fn numbers_booleans_and_errors_keep_their_kind() {
    let rows = r#"<row><c><v>12</v></c><c t="n"><v>-1.5E3</v></c><c t="b"><v>1</v></c><c t="b"><v>0</v></c>
        <c t="e"><v>#REF!</v></c><c><v>NaN</v></c></row>"#;
    let expected = [
        at("A1", CellValue::Number(12.0)),
        at("B1", CellValue::Number(-1500.0)),
        at("C1", CellValue::Bool(true)),
        at("D1", CellValue::Bool(false)),
        at("E1", error("#REF!")),
        at("F1", error("NaN")),
    ];
    assert_eq!(Package::of_rows(rows).cells(), expected);
    assert_eq!(CellValue::Number(12.0).text(), "12");
    assert_eq!(CellValue::Number(0.5).text(), "0.5");
}

#[test]
fn a_formula_gives_its_kept_value_and_without_one_says_so() {
    let rows = r#"<row><c><f>1+1</f><v>2</v></c><c><f>SUM(A1)</f></c><c><f>SUM(A1)</f><v></v></c>
        <c t="str"><f>IF(1,"")</f><v></v></c><c t="b"><f>TRUE()</f><v>1</v></c></row>"#;
    let expected = [
        at("A1", CellValue::Number(2.0)),
        at("B1", error("=SUM(A1)")),
        at("C1", error("=SUM(A1)")),
        at("E1", CellValue::Bool(true)),
    ];
    assert_eq!(Package::of_rows(rows).cells(), expected);
}

#[test]
fn a_number_is_a_date_by_its_format_in_either_calendar() {
    let styles = r#"<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="22"/><xf numFmtId="176"><alignment/></xf>
        <xf numFmtId="46"/><xf numFmtId="31"/></cellXfs>"#;
    let rows = r#"<row><c s="1"><v>45230</v></c><c s="2"><v>0.395833333333333</v></c><c s="3"><v>45230.5</v></c>
        <c s="4"><v>45230</v></c><c s="5"><v>1.5</v></c><c s="6"><v>45230</v></c><c s="0"><v>45230</v></c>
        <c s="1"><v>60</v></c><c s="99"><v>1</v></c><c t="d"><v>2023-10-31</v></c></row>"#;
    let package = Package::of_rows(rows).with_styles(styles);
    let expected = [
        at("A1", date("2023-10-31")),
        at("B1", date("09:30:00")),
        at("C1", date("2023-10-31T12:00:00")),
        at("D1", date("2023-10-31")),
        at("E1", date("PT36H0M0S")),
        at("F1", date("2023-10-31")),
        at("G1", CellValue::Number(45230.0)),
        at("H1", CellValue::Number(60.0)),
        at("I1", CellValue::Number(1.0)),
        at("J1", date("2023-10-31")),
    ];
    assert_eq!(package.cells(), expected);

    let workbook = package.parts.iter().find(|(name, _)| name == "xl/workbook.xml").unwrap().1.clone();
    let workbook = workbook.replace("<sheets>", r#"<workbookPr date1904="1"/><sheets>"#);
    assert_eq!(package.with("xl/workbook.xml", workbook).cells()[0], at("A1", date("2027-11-01")));
}

#[test]
fn only_the_top_left_of_merged_cells_speaks() {
    let content = r#"<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>
        <row r="2"><c r="A2"><v>4</v></c><c r="C2"><v>5</v></c></row><row r="3"><c r="A3"><v>6</v></c></row></sheetData>
        <mergeCells count="9"><mergeCell ref="A1:B2"/><mergeCell ref="$C$2:XFD1048576"/><mergeCell ref="A3"/><mergeCell ref="Z9:A1"/></mergeCells>"#;
    let number = |value: u8| CellValue::Number(value.into());
    let expected = [at("A1", number(1)), at("C1", number(3)), at("C2", number(5)), at("A3", number(6))];
    assert_eq!(Package::of_sheets(&[("s", content)]).cells(), expected);
}

#[test]
fn sheets_come_in_the_workbooks_order_hidden_ones_too_and_charts_not() {
    let package = Package::of_sheets(&[("Survey", ""), ("选择 &amp; 项", ""), ("chart", "")]);
    let find = |name: &str| package.parts.iter().find(|(part, _)| part == name).unwrap().1.clone();
    let workbook = find("xl/workbook.xml").replace(r#"sheetId="2""#, r#"sheetId="2" state="veryHidden""#);
    let relationships = find("xl/_rels/workbook.xml.rels");
    let relationships = relationships
        .replace(r#"/worksheet" Target="worksheets/sheet3.xml""#, r#"/chartsheet" Target="worksheets/sheet3.xml""#);
    let package = package.with("xl/workbook.xml", workbook).with("xl/_rels/workbook.xml.rels", relationships);
    let read = package.read().unwrap();
    assert_eq!(read.sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), ["Survey", "选择 & 项"]);
    assert!(read.sheet("survey").is_some());
}

#[test]
fn prefixes_other_part_names_and_upper_case_names_are_read_too() {
    let types = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    let package = Package { parts: Vec::new() }
        .with("_RELS/.rels", format!("<Relationships><Relationship Id='a' Type='{types}/officeDocument' Target='/book/Main.xml'/></Relationships>"))
        .with("book/main.xml", "<x:workbook xmlns:q='q'><x:sheets><x:sheet name='s' sheetId='1' q:id='z'/></x:sheets></x:workbook>")
        .with("book/_rels/main.xml.rels", format!("<p:Relationships><p:Relationship Id='z' Type='{types}/worksheet' Target='../pages/ONE.xml'/></p:Relationships>"))
        .with("pages/one.xml", "\u{feff}<?xml version='1.0' encoding='UTF-8'?><!-- a comment --><x:worksheet><x:sheetData><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>");
    assert_eq!(package.cells(), [at("A1", CellValue::Number(7.0))]);
}

#[test]
fn rows_and_cells_out_of_order_or_without_their_place_are_put_in_order() {
    let rows = r#"<row r="3"><c r="C3"><v>1</v></c><c r="A3"><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row>
        <row r="1"><c r="A1"><v>5</v></c></row><row r="3"><c r="A3"><v>6</v></c></row>"#;
    let number = |value: u8| CellValue::Number(value.into());
    let expected =
        [at("A1", number(5)), at("A3", number(6)), at("B3", number(3)), at("C3", number(1)), at("A4", number(4))];
    assert_eq!(Package::of_rows(rows).cells(), expected);
}

#[test]
fn a_cell_with_a_look_and_no_value_is_absent() {
    let rows = r#"<row r="1"><c r="A1" s="1"/><c r="B1" t="s"/><c r="C1" t="inlineStr"><is><t></t></is></c><c r="D1"><v/></c></row>"#;
    assert!(Package::of_rows(rows).read().unwrap().sheets[0].rows.is_empty());
}

#[test]
fn other_kinds_of_file_are_told_apart() {
    let read = |bytes: &[u8]| read_xlsx(bytes, &Limits::default()).unwrap_err();
    assert!(matches!(read(b""), ReadError::NotAWorkbook));
    assert!(matches!(read("type,name\ntext,企业".as_bytes()), ReadError::NotAWorkbook));
    assert!(matches!(read(b"<html><table></table></html>"), ReadError::NotAWorkbook));
    let ole = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], [0; 512].as_slice()].concat();
    assert!(matches!(read(&ole), ReadError::OldWorkbook));
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(matches!(read(&[ole, name].concat()), ReadError::Encrypted));

    let empty = Package { parts: Vec::new() };
    let open_document = empty.with("content.xml", "<x/>").with("META-INF/manifest.xml", "<x/>");
    assert!(matches!(open_document.read().unwrap_err(), ReadError::OpenDocument));
    let binary = Package::of_rows("").with(
        "_rels/.rels",
        "<Relationships><Relationship Id='1' Type='x/officeDocument' Target='xl/workbook.bin'/></Relationships>",
    );
    assert!(matches!(binary.with("xl/workbook.bin", "").read().unwrap_err(), ReadError::BinaryWorkbook));
    let document = Package { parts: Vec::new() }
        .with(
            "_rels/.rels",
            "<Relationships><Relationship Id='1' Type='x/officeDocument' Target='word/document.xml'/></Relationships>",
        )
        .with("word/document.xml", "<w:document><w:body/></w:document>");
    assert!(matches!(document.read().unwrap_err(), ReadError::NotAWorkbook));
    assert!(matches!(Package { parts: Vec::new() }.with("a.txt", "a").read().unwrap_err(), ReadError::NotAWorkbook));
}
