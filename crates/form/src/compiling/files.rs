//! What the attached files of a form lack. Start at [`check`].

use std::collections::BTreeMap;

use sheet::Table;

use crate::compiling::findings::Findings;
use crate::definition::External;
use crate::problem::{Known, Message, Place};

/// A column of a file that a select asks for: the file's place among the externals, the column, and who asks.
pub(crate) type Asked = (usize, String, Place);

/// Says which files are not there, and which lack a column that is asked for.
///
/// `place` is that of the form as a whole. A list that is among `own_lists`, which the form itself fills, is the ledger's
/// to give.
pub(crate) fn check(
    externals: &[External],
    files: &BTreeMap<String, Table>,
    asked: &[Asked],
    own_lists: &[&str],
    place: &Place,
    findings: &mut Findings,
) {
    let own = |external: &External| own_lists.contains(&external.instance.as_str());
    for external in externals.iter().filter(|external| !own(external)) {
        if ![".csv", ".xml", ".geojson"].iter().any(|ending| external.file.ends_with(ending)) {
            let message = Message::FileKindUnread { file: external.file.clone() };
            findings.warning(place.clone(), message);
        } else if !files.contains_key(&external.file) {
            let mut problem = findings.warning(place.clone(), Message::FileMissing { file: external.file.clone() });
            problem.near(Known::File, &external.file, files.keys().map(String::as_str));
        }
    }
    for (external, column, place) in asked {
        let Some(external) = externals.get(*external) else { continue };
        let Some(table) = files.get(&external.file) else { continue };
        if table.column(column).is_none() {
            let message = Message::FileColumnMissing { file: external.file.clone(), column: column.clone() };
            let mut problem = findings.warning(place.clone(), message);
            problem.near(Known::Column, column, table.columns.iter().map(String::as_str));
        }
    }
}

/// The files that calls of `pulldata` in an expression read, without their ending. Names that are made up are left out.
pub(crate) fn pulldata_names(text: &str) -> Vec<String> {
    let calls = text.match_indices("pulldata(").filter_map(|(at, call)| {
        let rest = &text[at + call.len()..];
        let name = rest[..rest.find(',')?].replace(['\'', '"'], "");
        Some(name.trim().to_owned()).filter(|name| !name.is_empty() && !name.contains("${"))
    });
    calls.collect()
}
