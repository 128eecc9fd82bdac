//! Why a file could not be read, told so that a person can be given the next step.

use std::fmt;

/// Why a file could not be read as a workbook or a table. Nothing of it is kept when this is returned.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Another kind of file. Advice: choose another.
    #[error("not a workbook")]
    NotAWorkbook,
    /// Advice: open it in a spreadsheet program and save it as `.xlsx`.
    #[error("workbook in the format of Excel 97 to 2003 (.xls)")]
    OldWorkbook,
    /// Advice: save it as `.xlsx` rather than `.xlsb`.
    #[error("workbook in Excel's binary format (.xlsb)")]
    BinaryWorkbook,
    /// Advice: save it as `.xlsx`.
    #[error("OpenDocument spreadsheet (.ods)")]
    OpenDocument,
    /// Advice: save it without a password.
    #[error("workbook is locked with a password")]
    Encrypted,
    /// Advice: get the file again, or open it and save it once more.
    #[error("damaged: {part}")]
    Damaged {
        part: String,
        #[source]
        source: Damage,
    },
    /// Something no spreadsheet program writes and that is used to attack readers. Advice: ask who sent it.
    #[error("document type in {part} refused")]
    Doctype { part: String },
    /// Advice: make it smaller, at the place named.
    #[error("too large: {}more than {limit} {measure}", Placed(.place))]
    TooLarge { measure: Measure, limit: u64, place: Option<Place> },
    /// Advice: save it as "CSV UTF-8". What a Chinese Excel saves as plain "CSV" is GB18030, whose tables would add more
    /// to the page than the rest of this crate; a browser has them, so a caller there may decode first and read again.
    #[error("row {row} is not UTF-8 text; GB18030 is not read yet")]
    Encoding { row: u64 },
    /// An XML file that is no list of items with one text a field. Advice: give each item of the list one level of fields.
    #[error("element '{element}' of item {row} has no place in a table of items")]
    NotItems { element: String, row: u32 },
    /// A GeoJSON file that is no collection of features. Advice: export the layer as a FeatureCollection.
    #[error("not a collection of features")]
    NotFeatures,
    /// A place that no form can hold. Advice: export points, lines, or areas without holes.
    #[error("geometry '{kind}' of feature {row} is not a point, a line or an area without holes")]
    Geometry { kind: String, row: u32 },
}

/// What was counted when a limit was met.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    FileBytes,
    UnpackedBytes,
    Ratio,
    Entries,
    Sheets,
    Rows,
    Columns,
    Cells,
    CellCharacters,
    Depth,
    TokenBytes,
}

/// Where in a workbook. A delimited file has one sheet without a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    pub sheet: String,
    /// From 1.
    pub row: u32,
    /// From 0, where one cell is meant.
    pub column: Option<u16>,
}

/// What is wrong inside a damaged file.
#[derive(Debug, thiserror::Error)]
pub enum Damage {
    #[error("part is missing")]
    Missing,
    #[error("two parts have this name")]
    Twice,
    #[error("ends inside an element")]
    Cut,
    #[error("not UTF-8")]
    Encoding,
    #[error("unknown entity")]
    Entity,
    #[error("row {row} names a shared string that is not there")]
    SharedString { row: u32 },
    #[error(transparent)]
    Zip(#[from] zip::result::ZipError),
    #[error(transparent)]
    Xml(#[from] quick_xml::Error),
    #[error(transparent)]
    Csv(#[from] ::csv::Error),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

impl fmt::Display for Measure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::FileBytes => "bytes",
            Self::UnpackedBytes => "bytes unpacked",
            Self::Ratio => "bytes unpacked for each byte of the file",
            Self::Entries => "parts",
            Self::Sheets => "sheets",
            Self::Rows => "rows",
            Self::Columns => "columns",
            Self::Cells => "cells",
            Self::CellCharacters => "characters in a cell",
            Self::Depth => "elements inside each other",
            Self::TokenBytes => "bytes in one piece",
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.sheet.is_empty() {
            write!(out, "sheet {}, ", self.sheet)?;
        }
        write!(out, "row {}", self.row)?;
        self.column.map_or(Ok(()), |column| write!(out, ", column {}", column_letters(column)))
    }
}

/// The place and a comma, or nothing.
struct Placed<'a>(&'a Option<Place>);

impl fmt::Display for Placed<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_ref().map_or(Ok(()), |place| write!(out, "{place}, "))
    }
}

/// A column as a spreadsheet program names it: 0 is `A`, 26 is `AA`.
pub fn column_letters(column: u16) -> String {
    let mut letters = Vec::new();
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}
