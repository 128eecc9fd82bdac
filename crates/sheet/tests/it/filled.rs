//! Somebody else's workbook, filled.

use sheet::{CellValue, FillError, Filled, Filling, Limits, Spot, Spotted, What, fill_xlsx, put_xlsx, read_xlsx};

use crate::package::{Package, at, cells, date, text};

/// Headings in row 1, so many free rows, and what stands below.
fn sheet(free: u32, below: &str) -> Package {
    let rows: String =
        (2..2 + free).map(|row| format!(r#"<row r="{row}" ht="24" spans="1:2"><c r="A{row}" s="1"/></row>"#)).collect();
    let head = r#"<row r="1"><c r="A1" t="str"><v>名称</v></c><c r="B1" t="str"><v>代码</v></c></row>"#;
    Package::of_sheets(&[("月报", &format!("<dimension ref=\"A1:B9\"/><sheetData>{head}{rows}{below}</sheetData>"))])
        .with_styles(r#"<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" borderId="3"/></cellXfs>"#)
        .with_strings("")
}

fn filling(rows: u32) -> Filling<'static> {
    let row = |number: u32| vec![(0, What::Date("2023-10-31".into())), (1, What::Code(format!("00{number}").into()))];
    Filling { sheet: 0, below: 1, columns: vec![0, 1], counters: Vec::new(), rows: (1..=rows).map(row).collect() }
}

fn filled(package: &Package, rows: u32) -> Result<Filled, FillError> {
    fill_xlsx(&package.zipped(), &filling(rows), &Limits::default())
}

fn seen(filled: &Filled) -> Vec<(String, CellValue)> {
    cells(&read_xlsx(&filled.bytes, &Limits::default()).unwrap())
}

fn part(filled: &Filled, name: &str) -> Option<String> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&filled.bytes)).unwrap();
    let entry = archive.by_name(name).ok()?;
    Some(std::io::read_to_string(entry).unwrap())
}

#[test]
fn rows_go_below_the_headings_in_the_look_of_their_cells() {
    let filled = filled(&sheet(2, ""), 2).unwrap();
    assert_eq!((filled.first, filled.put_in), (2, 0));
    assert_eq!(
        seen(&filled),
        [
            at("A1", text("名称")),
            at("B1", text("代码")),
            at("A2", date("2023-10-31")),
            at("B2", text("001")),
            at("A3", date("2023-10-31")),
            at("B3", text("002")),
        ]
    );
    let page = part(&filled, "xl/worksheets/sheet1.xml").unwrap();
    assert!(
        page.contains(r#"<row r="2" ht="24"><c r="A2" s="1"><v>45230</v></c><c r="B2" s="2" t="inlineStr">"#),
        "{page}"
    );
    assert!(part(&filled, "xl/styles.xml").unwrap().contains(r#"<xf applyNumberFormat="1" numFmtId="49"/></cellXfs>"#));
}

#[test]
fn too_few_free_rows_are_made_more_and_what_stands_below_moves() {
    let total = r#"<row r="4"><c r="A4" t="str"><v>合计</v></c><c r="B4"><f>COUNTA(B2:B3)</f><v>0</v></c></row>"#;
    let filled = filled(&sheet(2, total), 5).unwrap();
    assert_eq!((filled.first, filled.put_in), (2, 3));
    let page = part(&filled, "xl/worksheets/sheet1.xml").unwrap();
    assert!(
        page.contains(r#"<row r="7"><c r="A7" t="str"><v>合计</v></c><c r="B7"><f>COUNTA(B2:B6)</f></c></row>"#),
        "{page}"
    );
    assert!(page.contains(r#"<row r="6" ht="24"><c r="A6" s="1">"#), "{page}");
    assert!(!page.contains("dimension"));
    assert!(part(&filled, "xl/workbook.xml").unwrap().contains("fullCalcOnLoad=\"1\""));
}

#[test]
fn what_stands_there_already_is_never_written_over() {
    let last_month = r#"<row r="2"><c r="B2" t="str"><v>旧</v></c></row>"#;
    let filled = filled(&sheet(0, last_month), 1).unwrap();
    assert_eq!(filled.first, 3);
    assert!(seen(&filled).contains(&at("B2", text("旧"))));
}

#[test]
fn where_something_hangs_on_the_rows_below_there_is_room_for_the_free_ones_only() {
    let total = r#"<row r="4"><c r="A4" t="str"><v>合计</v></c></row>"#;
    let hung = sheet(2, total);
    let (_, page) = hung.parts.iter().find(|(name, _)| name.ends_with("sheet1.xml")).unwrap().clone();
    let hung = hung
        .with("xl/worksheets/sheet1.xml", page.replace("</worksheet>", r#"<legacyDrawing r:id="rId1"/></worksheet>"#));
    assert!(matches!(filled(&hung, 3), Err(FillError::NoRoom { rows: 2 })));
    assert_eq!(filled(&hung, 2).unwrap().put_in, 0);
}

#[test]
fn the_order_of_reckoning_goes_with_its_mention() {
    let rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let plain = sheet(1, r#"<row r="3"><c r="A3" t="str"><v>合计</v></c><c r="B3"><f>SUM(B2:B2)</f></c></row>"#);
    let (_, own) = plain.parts.iter().find(|(name, _)| name == "xl/_rels/workbook.xml.rels").unwrap().clone();
    let chained = plain
        .with(
            "xl/_rels/workbook.xml.rels",
            own.replace(
                "</Relationships>",
                &format!(r#"<Relationship Id="c" Type="{rels}/calcChain" Target="calcChain.xml"/></Relationships>"#),
            ),
        )
        .with("xl/calcChain.xml", r#"<calcChain><c r="B3" i="1"/></calcChain>"#)
        .with(
            "[Content_Types].xml",
            r#"<Types><Default Extension="xml"/><Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>"#,
        );
    let filled = filled(&chained, 4).unwrap();
    assert_eq!(part(&filled, "xl/calcChain.xml"), None);
    assert_eq!(part(&filled, "[Content_Types].xml").unwrap(), r#"<Types><Default Extension="xml"/></Types>"#);
    assert!(!part(&filled, "xl/_rels/workbook.xml.rels").unwrap().contains("calcChain"));
    assert!(part(&filled, "xl/worksheets/sheet1.xml").unwrap().contains("SUM(B2:B5)"));
}

#[test]
fn a_text_that_no_cell_can_hold_is_refused_with_its_place_and_not_cut() {
    let mut long = filling(1);
    long.rows[0][1].1 = What::Text("长".repeat(32_768).into());
    let error = fill_xlsx(&sheet(1, "").zipped(), &long, &Limits::default()).unwrap_err();
    assert!(error.to_string().starts_with("sheet 月报, row 2, column B: text of 32768"), "{error}");
}

#[test]
fn numbers_that_no_cell_has_and_markup_in_texts_are_texts() {
    let mut odd = filling(1);
    odd.rows[0] = vec![(0, What::Number(f64::INFINITY)), (1, What::Text("=1+1 <b>&_x000A_".into()))];
    let filled = fill_xlsx(&sheet(1, "").zipped(), &odd, &Limits::default()).unwrap();
    assert_eq!(seen(&filled)[2..], [at("A2", text("inf")), at("B2", text("=1+1 <b>&_x000A_"))]);
    assert!(!part(&filled, "xl/worksheets/sheet1.xml").unwrap().contains("<f>"));
}

#[test]
fn running_numbers_that_stand_there_stay_and_new_rows_go_on() {
    let rows = r#"<row r="2"><c r="A2"><f>ROW()-1</f><v>1</v></c></row><row r="3"><c r="A3"><v>2</v></c></row>"#;
    let total = r#"<row r="4"><c r="A4" t="str"><v>合计</v></c></row>"#;
    let mut numbered = filling(4);
    numbered.columns = vec![1];
    numbered.counters = vec![0];
    numbered.rows.iter_mut().for_each(|row| row[0].1 = What::Number(9.0));
    let filled = fill_xlsx(&sheet(0, &format!("{rows}{total}")).zipped(), &numbered, &Limits::default()).unwrap();
    let page = part(&filled, "xl/worksheets/sheet1.xml").unwrap();
    assert!(page.contains(r#"<c r="A2"><f>ROW()-1</f></c>"#) && page.contains(r#"<c r="A3"><v>2</v></c>"#), "{page}");
    assert!(page.contains(r#"<c r="A4"><f>ROW()-1</f></c>"#), "{page}");
    assert!(page.contains(r#"<row r="6"><c r="A6" t="str"><v>合计"#), "{page}");
}

fn put(package: &Package, spots: &[(u32, u16, What<'static>)]) -> Result<Spotted, FillError> {
    let spots = spots.iter().cloned().map(|(row, column, what)| Spot { sheet: 0, row, column, what });
    put_xlsx(&package.zipped(), &spots.collect::<Vec<_>>(), &Limits::default())
}

#[test]
fn single_cells_are_put_where_they_belong_in_their_look_and_all_else_stays() {
    let below =
        r#"<row r="4"><c r="A4" t="str"><v>合计</v></c><c r="B4" s="1"/><c r="C4"><f>B4*2</f><v>0</v></c></row>"#;
    let package = sheet(0, below);
    let put = put(&package, &[(4, 1, What::Number(33.5)), (7, 2, What::Text("=1+1".into()))]).unwrap();
    assert_eq!(put.formulas, []);
    let filled = Filled { bytes: put.bytes, first: 0, put_in: 0 };
    let page = part(&filled, "xl/worksheets/sheet1.xml").unwrap();
    assert!(
        page.contains(r#"<c r="A4" t="str"><v>合计</v></c><c r="B4" s="1"><v>33.5</v></c><c r="C4"><f>B4*2</f></c>"#),
        "{page}"
    );
    assert!(page.contains(r#"<row r="7"><c r="C7" s="2" t="inlineStr"><is><t>=1+1</t></is></c></row>"#), "{page}");
    assert!(!page.contains(r#"r="5""#), "{page}");
    assert!(part(&filled, "xl/workbook.xml").unwrap().contains("fullCalcOnLoad=\"1\""));
}

#[test]
fn a_cell_that_is_worked_out_from_others_is_left_and_told_and_a_block_has_one_cell() {
    let below = r#"<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" s="1"/><c r="C2" s="1"/></row>"#;
    let package = sheet(0, below);
    let (_, page) = package.parts.iter().find(|(name, _)| name.ends_with("sheet1.xml")).unwrap().clone();
    let merged = r#"<mergeCells count="1"><mergeCell ref="B2:C3"/></mergeCells></worksheet>"#;
    let package = package.with("xl/worksheets/sheet1.xml", page.replace("</worksheet>", merged));
    let put = put(&package, &[(2, 0, What::Number(1.0)), (3, 2, What::Number(7.0))]).unwrap();
    assert_eq!(put.formulas, [(0, 2, 0)]);
    let filled = Filled { bytes: put.bytes, first: 0, put_in: 0 };
    let page = part(&filled, "xl/worksheets/sheet1.xml").unwrap();
    assert!(page.contains(r#"<f>1+1</f>"#) && page.contains(r#"<c r="B2" s="1"><v>7</v></c>"#), "{page}");
}

#[test]
fn a_sheet_that_is_not_there_is_told() {
    let spot = Spot { sheet: 1, row: 1, column: 0, what: What::Number(1.0) };
    let put = put_xlsx(&sheet(1, "").zipped(), &[spot], &Limits::default());
    assert!(matches!(put, Err(FillError::NoSheet)));
}
