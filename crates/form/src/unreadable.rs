//! Why a file cannot be read as a workbook or a table, told as any problem is told. Start at [`unreadable`].
//!
//! Not here: reading (`sheet`), what is wrong in a workbook that can be read (`xlsform`).

use sheet::{Measure, ReadError};

use crate::problem::{Message, Place, Problem, Severity};

/// What a person is told of a file that cannot be read. The place is empty where the file as a whole is meant; its
/// column is the letter that a spreadsheet program shows.
pub fn unreadable(error: &ReadError) -> Problem {
    let place = match error {
        ReadError::TooLarge { place: Some(place), .. } => {
            Place { sheet: place.sheet.clone(), row: Some(place.row), column: place.column.map(sheet::column_letters) }
        }
        _ => Place::default(),
    };
    Problem { severity: Severity::Error, place, message: message(error), advice: None }
}

fn message(error: &ReadError) -> Message {
    match error {
        ReadError::NotAWorkbook => Message::FileNotAWorkbook,
        ReadError::OldWorkbook => Message::FileOldWorkbook,
        ReadError::BinaryWorkbook => Message::FileBinaryWorkbook,
        ReadError::OpenDocument => Message::FileOpenDocument,
        ReadError::Encrypted => Message::FileLocked,
        ReadError::Damaged { part, .. } => Message::FileDamaged { part: part.clone() },
        ReadError::Doctype { .. } => Message::FileUnusual,
        ReadError::Encoding { row } => Message::FileEncodingUnread { row: *row },
        ReadError::NotItems { element, row } => Message::FileNotItems { element: element.clone(), row: *row },
        ReadError::NotFeatures => Message::FileNotFeatures,
        ReadError::Geometry { kind, row } => Message::FileGeometryUnread { kind: kind.clone(), row: *row },
        ReadError::TooLarge { measure, limit, .. } => too_large(*measure, *limit),
    }
}

fn too_large(measure: Measure, limit: u64) -> Message {
    let megabytes = limit.div_ceil(1 << 20);
    match measure {
        Measure::FileBytes => Message::FileTooLarge { megabytes },
        Measure::UnpackedBytes => Message::FileUnpackedTooLarge { megabytes },
        Measure::Sheets => Message::FileSheetsTooMany { limit },
        Measure::Rows => Message::FileRowsTooMany { limit },
        Measure::Columns => Message::FileColumnsTooMany { limit },
        Measure::Cells => Message::FileCellsTooMany { limit },
        Measure::CellCharacters => Message::FileCellTooLong { limit },
        // Far beyond what a spreadsheet program writes: there is no sheet to point at and nothing to make smaller.
        Measure::Ratio | Measure::Entries | Measure::Depth | Measure::TokenBytes => Message::FileUnusual,
    }
}
