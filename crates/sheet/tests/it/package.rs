//! Packages put together by hand, so that a test shows the XML it is about.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use sheet::{CellValue, Limits, ReadError, Workbook, read_xlsx};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts of a workbook, each as its text.
pub struct Package {
    pub parts: Vec<(String, String)>,
}

impl Package {
    /// A workbook of the sheets given by name and by what stands inside `<worksheet>`.
    pub fn of_sheets(sheets: &[(&str, &str)]) -> Self {
        let (mut list, mut relationships, mut parts) = (String::new(), String::new(), Vec::new());
        for (at, (name, content)) in (1..).zip(sheets) {
            write!(list, r#"<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>"#).unwrap();
            write!(
                relationships,
                r#"<Relationship Id="rId{at}" Type="{TYPES}/worksheet" Target="worksheets/sheet{at}.xml"/>"#
            )
            .unwrap();
            parts.push((format!("xl/worksheets/sheet{at}.xml"), format!("<worksheet>{content}</worksheet>")));
        }
        for (kind, part) in [("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")] {
            write!(relationships, r#"<Relationship Id="{kind}" Type="{TYPES}/{kind}" Target="/xl/{part}"/>"#).unwrap();
        }
        parts.push(("_rels/.rels".to_owned(), format!(
            r#"<Relationships><Relationship Id="rId1" Type="{TYPES}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        )));
        parts.push((
            "xl/workbook.xml".to_owned(),
            format!("<workbook xmlns:r='{TYPES}'><sheets>{list}</sheets></workbook>"),
        ));
        parts
            .push(("xl/_rels/workbook.xml.rels".to_owned(), format!("<Relationships>{relationships}</Relationships>")));
        Self { parts }
    }

    /// A workbook of one sheet, `survey`, with these rows.
    pub fn of_rows(rows: &str) -> Self {
        Self::of_sheets(&[("survey", &format!("<sheetData>{rows}</sheetData>"))])
    }

    /// Adds a part, or puts it in the place of the one of that name.
    pub fn with(mut self, name: &str, content: impl Into<String>) -> Self {
        self.parts.retain(|(other, _)| other != name);
        self.parts.push((name.to_owned(), content.into()));
        self
    }

    pub fn with_strings(self, items: &str) -> Self {
        self.with("xl/sharedStrings.xml", format!("<sst>{items}</sst>"))
    }

    pub fn with_styles(self, content: &str) -> Self {
        self.with("xl/styles.xml", format!("<styleSheet>{content}</styleSheet>"))
    }

    pub fn zipped(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.parts {
            zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    pub fn read(&self) -> Result<Workbook, ReadError> {
        read_xlsx(&self.zipped(), &Limits::default())
    }

    /// All cells of the first sheet: `A1` and what is in it.
    pub fn cells(&self) -> Vec<(String, CellValue)> {
        cells(&self.read().unwrap())
    }
}

pub fn cells(workbook: &Workbook) -> Vec<(String, CellValue)> {
    let rows = &workbook.sheets[0].rows;
    let named = rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row.number, cell)));
    named.map(|(row, cell)| (format!("{}{row}", sheet::column_letters(cell.column)), cell.value.clone())).collect()
}

pub fn text(value: &str) -> CellValue {
    CellValue::Text(value.to_owned())
}

pub fn date(value: &str) -> CellValue {
    CellValue::Date(value.to_owned())
}

pub fn error(value: &str) -> CellValue {
    CellValue::Error(value.to_owned())
}

pub fn at(place: &str, value: CellValue) -> (String, CellValue) {
    (place.to_owned(), value)
}
