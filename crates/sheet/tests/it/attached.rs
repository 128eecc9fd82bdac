//! Files that a form looks things up in, and forms that are no workbooks.

use sheet::{CellValue, Limits, Measure, ReadError, Table, Workbook, read_attached, read_workbook};

fn table(name: &str, text: &str) -> Table {
    read_attached(name, text.as_bytes(), &Limits::default()).expect("a table")
}

fn refused(name: &str, text: &str) -> ReadError {
    read_attached(name, text.as_bytes(), &Limits::default()).expect_err("no table")
}

/// Each sheet with its rows as `number:column=text`.
fn sheets(workbook: &Workbook) -> Vec<(String, Vec<String>)> {
    let row = |row: &sheet::Row| {
        let cells = row.cells.iter().map(|cell| match &cell.value {
            CellValue::Text(text) => format!("{}={text}", cell.column),
            other => panic!("{other:?}"),
        });
        format!("{}:{}", row.number, cells.collect::<Vec<_>>().join(" "))
    };
    workbook.sheets.iter().map(|sheet| (sheet.name.clone(), sheet.rows.iter().map(row).collect())).collect()
}

#[test]
fn items_of_an_xml_list_are_rows_and_their_fields_are_columns() {
    let text = "<?xml version=\"1.0\"?>\n<root>\n <item>\n  <name>a</name><label> 一 &amp; 二 </label>\n </item>\n \
                <item><name>b</name><area><![CDATA[<3>]]></area></item><item/></root>";
    let table = table("towns.XML", text);
    assert_eq!(table.columns, ["name", "label", "area"]);
    let rows: Vec<Vec<&str>> = table.rows.iter().map(Iterator::collect).collect();
    assert_eq!(rows, [["a", "一 & 二", ""], ["b", "", "<3>"], ["", "", ""]]);
}

#[test]
fn an_xml_list_with_more_levels_is_refused_with_the_element_that_is_too_deep() {
    let cases = [
        ("<root><item><name>a</name><place><town>x</town></place></item></root>", "town", 1),
        ("<root><item><name>a</name></item><item><name>b</name><name>c</name></item></root>", "name", 2),
        ("<root><county><name>a</name></county></root>", "county", 1),
        ("<html><body/></html>", "body", 1),
    ];
    for (text, wanted, at) in cases {
        let error = refused("a.xml", text);
        assert!(matches!(&error, ReadError::NotItems { element, row } if element == wanted && *row == at), "{error}");
    }
}

#[test]
fn xml_that_is_cut_or_brings_a_document_type_is_refused_by_name() {
    for text in ["<root><item><name>a</name>", "", "name,label"] {
        assert!(matches!(refused("a.xml", text), ReadError::Damaged { .. }), "{text}");
    }
    let bomb = "<!DOCTYPE r [<!ENTITY a \"aaaa\">]><root><item><name>&a;</name></item></root>";
    assert!(matches!(refused("a.xml", bomb), ReadError::Doctype { .. }));
}

#[test]
fn features_are_rows_with_their_place_written_as_an_answer() {
    let text = r#"{"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": 7, "properties": {"title": "井", "depth": 12.5, "id": "x", "open": true, "note": null},
         "geometry": {"type": "Point", "coordinates": [102.71, 24.88]}},
        {"type": "Feature", "properties": {"id": "fs87b", "kind": "管"},
         "geometry": {"type": "LineString", "coordinates": [[102, 24], [103, 25, 1890]]}},
        {"type": "Feature", "properties": null,
         "geometry": {"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [1, 2]]]}},
        {"type": "Feature", "properties": {"title": "无地点"}, "geometry": null}]}"#;
    let table = table("sites.geojson", text);
    assert_eq!(table.columns, ["geometry", "id", "title", "depth", "open", "note", "kind"]);
    assert_eq!(table.rows.row(0).collect::<Vec<_>>(), ["24.88 102.71 0 0", "7", "井", "12.5", "true", "", ""]);
    assert_eq!(table.rows.row(1).collect::<Vec<_>>(), ["24 102 0 0; 25 103 1890 0", "fs87b", "", "", "", "", "管"]);
    assert_eq!(table.get(2, "geometry"), Some("2 1 0 0; 4 3 0 0; 2 1 0 0"));
    assert_eq!(table.get(3, "geometry"), Some(""));
}

#[test]
fn what_is_no_collection_of_features_is_refused_by_name() {
    for text in
        ["{}", "[]", r#"{"type": "Feature"}"#, r#"{"type": "FeatureCollection", "features": [{"type": "Point"}]}"#]
    {
        assert!(matches!(refused("a.geojson", text), ReadError::NotFeatures), "{text}");
    }
    assert!(matches!(refused("a.geojson", "{\"type\": "), ReadError::Damaged { .. }));
    let geometry = |geometry: &str| {
        let feature = format!(r#"{{"type": "Feature", "properties": {{}}, "geometry": {geometry}}}"#);
        refused("a.geojson", &format!(r#"{{"type": "FeatureCollection", "features": [{feature}]}}"#))
    };
    let holed = r#"{"type": "Polygon", "coordinates": [[[1, 2]], [[3, 4]]]}"#;
    for text in [holed, r#"{"type": "MultiPoint", "coordinates": []}"#, r#"{"type": "Point", "coordinates": ["a", 1]}"#]
    {
        assert!(matches!(geometry(text), ReadError::Geometry { row: 1, .. }), "{text}");
    }
}

#[test]
fn attached_lists_stop_at_their_limits_and_not_before() {
    let item = "<item><name>a</name><label>b</label></item>";
    let xml = format!("<root>{item}{item}</root>");
    let feature = r#"{"type": "Feature", "properties": {"title": "ab"}, "geometry": null}"#;
    let geojson = format!(r#"{{"type": "FeatureCollection", "features": [{feature}, {feature}]}}"#);
    let measure = |name: &str, text: &str, limits: Limits| match read_attached(name, text.as_bytes(), &limits) {
        Ok(_) => None,
        Err(ReadError::TooLarge { measure, .. }) => Some(measure),
        Err(error) => panic!("{error}"),
    };
    for (name, text, columns, longest) in [("a.xml", xml.as_str(), 2, 1), ("a.geojson", geojson.as_str(), 3, 2)] {
        let bytes = text.len() as u64;
        let at = [
            Limits { rows: 2, ..Limits::default() },
            Limits { columns, ..Limits::default() },
            Limits { cells: 2 * u64::from(columns), ..Limits::default() },
            Limits { cell_characters: longest, ..Limits::default() },
            Limits { file_bytes: bytes, ..Limits::default() },
        ];
        let over = [
            (Limits { rows: 1, ..Limits::default() }, Measure::Rows),
            (Limits { columns: columns - 1, ..Limits::default() }, Measure::Columns),
            (Limits { cells: 2 * u64::from(columns) - 1, ..Limits::default() }, Measure::Cells),
            (Limits { cell_characters: longest - 1, ..Limits::default() }, Measure::CellCharacters),
            (Limits { file_bytes: bytes - 1, ..Limits::default() }, Measure::FileBytes),
        ];
        for limits in at {
            assert_eq!(measure(name, text, limits.clone()), None, "{name} {limits:?}");
        }
        for (limits, expected) in over {
            assert_eq!(measure(name, text, limits), Some(expected), "{name}");
        }
    }
    let deep = "<a>".repeat(70);
    assert_eq!(
        measure("a.xml", &format!("<root><item>{deep}"), Limits { depth: 2, ..Limits::default() }),
        Some(Measure::Depth)
    );
}

#[test]
fn the_sheets_of_a_form_may_stand_below_each_other_in_one_csv() {
    let text =
        "\u{feff}survey\n,type,name,label\n,text,a,\"A, B\"\n,,,\n,integer,b,'-1'\nchoices,list_name,name\n,l, x \n";
    let workbook = read_workbook(text.as_bytes(), &Limits::default()).expect("sheets");
    let expected = [
        ("survey", vec!["1:1=type 2=name 3=label", "2:1=text 2=a 3=A, B", "4:1=integer 2=b 3='-1'"]),
        ("choices", vec!["1:1=list_name 2=name", "2:1=l 2=x"]),
    ];
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(name, rows)| (name.to_owned(), rows.into_iter().map(str::to_owned).collect::<Vec<_>>()))
        .collect();
    assert_eq!(sheets(&workbook), expected);
}

#[test]
fn the_sheets_of_a_form_may_be_a_table_in_markdown() {
    let text = "# a form\n| survey |\n|--------|------|\n| | type | name | label |\n| | text | a | x \\| y | # a remark\n\
                | choices |\n| | list_name | name |\r\n| | l | x |\n";
    let workbook = read_workbook(text.as_bytes(), &Limits::default()).expect("sheets");
    let expected = [
        ("survey", vec!["1:1=type 2=name 3=label", "2:1=text 2=a 3=x | y"]),
        ("choices", vec!["1:1=list_name 2=name", "2:1=l 2=x"]),
    ];
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(name, rows)| (name.to_owned(), rows.into_iter().map(str::to_owned).collect::<Vec<_>>()))
        .collect();
    assert_eq!(sheets(&workbook), expected);
}

#[test]
fn text_that_is_no_form_is_refused_by_name() {
    let refused = |bytes: &[u8], limits: &Limits| read_workbook(bytes, limits).expect_err("no form");
    let limits = Limits::default();
    for text in ["hello", "", "<html/>", ",type,name,label,hint\n,text,a,A,\n"] {
        assert!(matches!(refused(text.as_bytes(), &limits), ReadError::NotAWorkbook), "{text}");
    }
    let chinese = b"survey,,,\n,type,name,label\n,text,a,\xD1\xF9\n";
    assert!(matches!(refused(chinese, &limits), ReadError::Encoding { row: 3 }));
    let form = b"survey,,,\n,type,name,label\n,text,a,A\nchoices,,,\n,list_name,name\n";
    let measure = |limits: Limits| match refused(form, &limits) {
        ReadError::TooLarge { measure, .. } => measure,
        other => panic!("{other}"),
    };
    assert!(read_workbook(form, &Limits { rows: 2, columns: 4, entries: 2, cells: 8, ..Limits::default() }).is_ok());
    assert_eq!(measure(Limits { rows: 1, ..Limits::default() }), Measure::Rows);
    assert_eq!(measure(Limits { columns: 3, ..Limits::default() }), Measure::Columns);
    assert_eq!(measure(Limits { entries: 1, ..Limits::default() }), Measure::Sheets);
    assert_eq!(measure(Limits { cells: 7, ..Limits::default() }), Measure::Cells);
    assert_eq!(measure(Limits { cell_characters: 3, ..Limits::default() }), Measure::CellCharacters);
    assert_eq!(measure(Limits { file_bytes: 20, ..Limits::default() }), Measure::FileBytes);
}

#[test]
fn features_that_were_written_are_read_as_the_table_they_came_from() {
    let mut writer = sheet::GeoJsonWriter::default();
    let point =
        serde_json::json!({ "type": "Point", "coordinates": [86.15, 41.76, 900.0], "properties": { "accuracy": 5.0 } });
    let said =
        |name: &str| serde_json::Map::from_iter([("name".to_owned(), name.into()), ("staff".to_owned(), 12.into())]);
    writer.feature("uuid:1", Some(&point), said("甲\"企业"));
    let begun = writer.take();
    writer.feature("uuid:2", None, said("=1+1"));
    let bytes = [begun, writer.finish()].concat();
    let text = String::from_utf8(bytes).expect("text");
    assert!(!text.contains("accuracy"), "{text}");
    let table = table("places.geojson", &text);
    assert_eq!(table.columns, ["geometry", "id", "name", "staff"]);
    let rows: Vec<Vec<&str>> = table.rows.iter().map(Iterator::collect).collect();
    assert_eq!(rows, [["41.76 86.15 900.0 0", "uuid:1", "甲\"企业", "12"], ["", "uuid:2", "=1+1", "12"]]);
    let nothing = sheet::GeoJsonWriter::default().finish();
    assert!(read_attached("none.geojson", &nothing, &Limits::default()).expect("a table").rows.is_empty());
}
