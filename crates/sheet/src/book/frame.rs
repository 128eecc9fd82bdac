//! What stands around rows: the beginning and the end of a sheet, and the parts of a workbook that are not its sheets.
//!
//! Source: ECMA-376 part 1, 18.3 (the order of a sheet's elements binds: spreadsheet programs "repair" any other).

use std::fmt::Write;

use super::cells::{LOOKS, Look, append, escape, letters, style};
use super::{Heading, ROWS, Tone};

/// How long a sheet's name may be, in UTF-16 units.
pub const MOST_NAME: usize = 31;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// Behind the cells of each tone, in the tones' order.
const FILLS: [(Tone, &str); 3] = [(Tone::Good, "FFE2F0D9"), (Tone::Doubtful, "FFFFF2CC"), (Tone::Wrong, "FFF8CBAD")];
const HEAD_FILL: &str = "FFE8EEF4";

pub fn sheet_path(place: usize) -> String {
    format!("xl/{}", sheet_target(place))
}

fn sheet_target(place: usize) -> String {
    format!("worksheets/sheet{}.xml", place + 1)
}

/// A sheet up to its rows.
pub fn sheet_begins(out: &mut Vec<u8>, heading: &Heading, is_first: bool) {
    append(out, &[DECLARATION, "<worksheet xmlns=\"", MAIN, "\">"]);
    let selected = if is_first { " tabSelected=\"1\"" } else { "" };
    append(out, &["<sheetViews><sheetView", selected, " workbookViewId=\"0\">"]);
    if !heading.columns.is_empty() {
        let corner = format!("{}2", letters(usize::from(heading.frozen)));
        let (across, pane) = match heading.frozen {
            0 => (String::new(), "bottomLeft"),
            columns => (format!(" xSplit=\"{columns}\""), "bottomRight"),
        };
        append(out, &["<pane", &across, " ySplit=\"1\" topLeftCell=\"", &corner, "\" activePane=\"", pane]);
        append(out, &["\" state=\"frozen\"/><selection pane=\"", pane, "\"/>"]);
    }
    append(out, &["</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>"]);
    if !heading.columns.is_empty() {
        append(out, &["<cols>"]);
        for (number, column) in (1..).zip(&heading.columns) {
            let width = (shown_width(&column.title).clamp(8, 40) + 4).max(column.width);
            let look = if column.is_code { Look::Text } else { Look::General };
            let style = style(look, Tone::Plain);
            append(
                out,
                &[&format!(
                    "<col min=\"{number}\" max=\"{number}\" width=\"{width}\" style=\"{style}\" customWidth=\"1\"/>"
                )],
            );
        }
        append(out, &["</cols>"]);
    }
    append(out, &["<sheetData>"]);
}

/// A sheet from its last row on. `head` and `foot` stand on every printed page.
pub fn sheet_ends(
    out: &mut Vec<u8>,
    heading: &Heading,
    filter: Option<(String, u32)>,
    names: &[String],
    (head, foot): (&str, &str),
) {
    append(out, &["</sheetData>"]);
    if let Some((last, rows)) = filter {
        append(out, &["<autoFilter ref=\"A1:", &last, &rows.to_string(), "\"/>"]);
    }
    let offering = |(place, column): (usize, &super::HeadColumn)| {
        let offered = column.offered.filter(|offered| offered.rows > 0)?;
        let from = quoted(names.get(offered.from.0)?);
        let (column, letters) = (letters(usize::from(offered.column)), letters(place));
        let (first, last) = (offered.first + 2, offered.first + 1 + offered.rows);
        Some((format!("{letters}2:{letters}{ROWS}"), format!("{from}!${column}${first}:${column}${last}")))
    };
    let offerings: Vec<_> = heading.columns.iter().enumerate().filter_map(offering).collect();
    if !offerings.is_empty() {
        append(out, &["<dataValidations count=\"", &offerings.len().to_string(), "\">"]);
        for (cells, from) in offerings {
            append(out, &["<dataValidation type=\"list\" allowBlank=\"1\" showErrorMessage=\"1\" sqref=\"", &cells]);
            append(out, &["\"><formula1>"]);
            escape(out, &from);
            append(out, &["</formula1></dataValidation>"]);
        }
        append(out, &["</dataValidations>"]);
    }
    if !head.is_empty() || !foot.is_empty() {
        append(out, &["<headerFooter>"]);
        // `&` begins a code there; twice it is itself.
        if !head.is_empty() {
            append(out, &["<oddHeader>"]);
            escape(out, &format!("&R{}", head.replace('&', "&&")));
            append(out, &["</oddHeader>"]);
        }
        if !foot.is_empty() {
            append(out, &["<oddFooter>"]);
            escape(out, &format!("&L{}&R&P / &N", foot.replace('&', "&&")));
            append(out, &["</oddFooter>"]);
        }
        append(out, &["</headerFooter>"]);
    }
    append(out, &["</worksheet>"]);
}

/// Width of a text in the digits of a column's width: a Chinese character takes two.
pub fn shown_width(text: &str) -> u16 {
    let width = |character| if character < '\u{1100}' { 1_u16 } else { 2 };
    text.chars().map(width).fold(0, u16::saturating_add)
}

/// A sheet's name as references have it.
pub fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

/// All parts but the sheets, by their paths. `filtered`: the cells of each sheet that can be filtered.
pub fn parts(names: &[String], filtered: &[Option<String>]) -> [(&'static str, String); 5] {
    [
        ("[Content_Types].xml", content_types(names.len())),
        ("_rels/.rels", relationships([("officeDocument", "xl/workbook.xml".to_owned())])),
        ("xl/workbook.xml", workbook(names, filtered)),
        ("xl/_rels/workbook.xml.rels", {
            let sheets = (0..names.len()).map(|place| ("worksheet", sheet_target(place)));
            relationships(sheets.chain([("styles", "styles.xml".to_owned())]))
        }),
        ("xl/styles.xml", styles()),
    ]
}

fn content_types(sheets: usize) -> String {
    let mut xml = format!(
        "{DECLARATION}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{TYPES}.sheet.main+xml\"/>\
         <Override PartName=\"/xl/styles.xml\" ContentType=\"{TYPES}.styles+xml\"/>"
    );
    for place in 0..sheets {
        let path = sheet_path(place);
        let _ = write!(xml, "<Override PartName=\"/{path}\" ContentType=\"{TYPES}.worksheet+xml\"/>");
    }
    xml + "</Types>"
}

/// Numbered from `rId1`.
fn relationships(targets: impl IntoIterator<Item = (&'static str, String)>) -> String {
    let mut xml = format!("{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for (number, (kind, target)) in (1..).zip(targets) {
        let _ = write!(xml, "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>");
    }
    xml + "</Relationships>"
}

fn workbook(names: &[String], filtered: &[Option<String>]) -> String {
    let mut xml = format!(
        "{DECLARATION}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><bookViews><workbookView/></bookViews><sheets>"
    );
    for (number, name) in (1..).zip(names) {
        let _ = write!(xml, "<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>", attribute(name));
    }
    xml += "</sheets>";
    let defined = |(place, cells): (usize, &Option<String>)| {
        let cells = cells.as_deref().map(attribute)?;
        Some(format!(
            "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{place}\" hidden=\"1\">{cells}</definedName>"
        ))
    };
    let defined: String = filtered.iter().enumerate().filter_map(defined).collect();
    if !defined.is_empty() {
        let _ = write!(xml, "<definedNames>{defined}</definedNames>");
    }
    xml + "</workbook>"
}

fn attribute(text: &str) -> String {
    let mut out = Vec::new();
    escape(&mut out, text);
    String::from_utf8_lossy(&out).replace('"', "&quot;")
}

/// The formats of each tone one after another, in the order of [`Look`].
fn styles() -> String {
    let fill = |colour: &str| {
        format!(
            "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"{colour}\"/><bgColor indexed=\"64\"/></patternFill></fill>"
        )
    };
    let fills: String = std::iter::once(HEAD_FILL).chain(FILLS.map(|(_, colour)| colour)).map(fill).collect();
    let mut formats = String::new();
    for tone in [Tone::Plain, Tone::Good, Tone::Doubtful, Tone::Wrong] {
        for look in [Look::General, Look::Text, Look::Date, Look::Time, Look::DateTime, Look::Head] {
            formats += &format_of(look, tone);
        }
    }
    let count = LOOKS * 4;
    format!(
        "{DECLARATION}<styleSheet xmlns=\"{MAIN}\">\
         <numFmts count=\"3\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>\
         <numFmt numFmtId=\"165\" formatCode=\"hh:mm:ss\"/>\
         <numFmt numFmtId=\"166\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/></numFmts>\
         <fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>\
         <font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font></fonts>\
         <fills count=\"6\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>{fills}</fills>\
         <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"{count}\">{formats}</cellXfs>\
         <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>"
    )
}

fn format_of(look: Look, tone: Tone) -> String {
    // 49 is the built-in format of texts, `@`.
    let (number, font) = match look {
        Look::General => (0, 0),
        Look::Text => (49, 0),
        Look::Date => (164, 0),
        Look::Time => (165, 0),
        Look::DateTime => (166, 0),
        Look::Head => (49, 1),
    };
    // The first two fills are given, the third is that of the row of names.
    let own = FILLS.iter().position(|(toned, _)| *toned == tone).map(|place| place + 3);
    let fill = own.unwrap_or(if matches!(look, Look::Head) { 2 } else { 0 });
    let aligned = if matches!(look, Look::Head) { "<alignment vertical=\"center\" wrapText=\"1\"/>" } else { "" };
    format!(
        "<xf numFmtId=\"{number}\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" \
         applyFont=\"1\" applyFill=\"1\" applyAlignment=\"1\">{aligned}</xf>"
    )
}
