//! A workbook's parts as one text, so that what a fuzzer changes is the XML and not its compression.
//!
//! A line that begins with `==> ` names the part whose content follows. Names may be short: `sheet1.xml` is
//! `xl/worksheets/sheet1.xml`. What is not named and always needed is there all the same.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// Begins the line that names a part.
const MARK: &str = "==> ";

/// The archive that holds the parts; `None` where they cannot be put into one.
pub fn zipped(text: &str, method: CompressionMethod) -> Option<Vec<u8>> {
    let mut parts = always_there();
    let mut name = "xl/worksheets/sheet1.xml".to_owned();
    let mut content = String::new();
    for line in text.split_inclusive('\n') {
        match line.strip_prefix(MARK) {
            Some(next) => {
                parts.insert(std::mem::replace(&mut name, full(next.trim())), std::mem::take(&mut content));
            }
            None => content.push_str(line),
        }
    }
    parts.insert(name, content);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = SimpleFileOptions::default().compression_method(method);
        zip.start_file(name, options).ok()?;
        zip.write_all(content.as_bytes()).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

fn full(name: &str) -> String {
    match name {
        "workbook.xml" | "styles.xml" | "sharedStrings.xml" => format!("xl/{name}"),
        sheet if sheet.starts_with("sheet") => format!("xl/worksheets/{sheet}"),
        other => other.to_owned(),
    }
}

fn always_there() -> BTreeMap<String, String> {
    let relationship =
        |id: &str, kind: &str, part: &str| format!("<Relationship Id='{id}' Type='{TYPES}/{kind}' Target='{part}'/>");
    let inside = [
        relationship("1", "worksheet", "worksheets/sheet1.xml"),
        relationship("2", "worksheet", "worksheets/sheet2.xml"),
        relationship("3", "sharedStrings", "sharedStrings.xml"),
        relationship("4", "styles", "styles.xml"),
    ];
    let package = relationship("1", "officeDocument", "xl/workbook.xml");
    let workbook = format!(
        "<workbook xmlns:r='{TYPES}'><sheets><sheet name='survey' r:id='1'/><sheet name='choices' r:id='2'/></sheets></workbook>"
    );
    [
        ("_rels/.rels", format!("<Relationships>{package}</Relationships>")),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships>{}</Relationships>", inside.concat())),
        ("xl/workbook.xml", workbook),
        ("xl/worksheets/sheet2.xml", "<worksheet/>".to_owned()),
    ]
    .map(|(name, content)| (name.to_owned(), content))
    .into()
}
