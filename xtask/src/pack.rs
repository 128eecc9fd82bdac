//! The shipped forms: workbooks in `pack/`, made from the sources in `pack/source/`; and that of the board's indicators.
//!
//! Start at [`write`]. Not here: how a source is written (`source`).

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use sheet::{Sheet, Workbook, write_xlsx_tables};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::source::{self, Row};
use crate::{Done, personal, privacy};

/// The columns of each sheet, in the order a form's author looks for them; others follow as they come.
const COLUMNS: &[(&str, &[&str])] = &[
    (
        "survey",
        &[
            "type",
            "name",
            "label::中文 (zh)",
            "label::English (en)",
            "hint::中文 (zh)",
            "hint::English (en)",
            "required",
            "readonly",
            "relevant",
            "constraint",
            "constraint_message::中文 (zh)",
            "constraint_message::English (en)",
            "calculation",
            "trigger",
            "choice_filter",
            "default",
            "appearance",
            "parameters",
            "save_to",
        ],
    ),
    ("choices", &["list_name", "name", "label::中文 (zh)", "label::English (en)"]),
    ("settings", &["form_id", "form_title", "version", "default_language", "style", "namespaces"]),
    ("entities", &["list_name", "label", "entity_id", "create_if", "update_if"]),
];

/// The same of the workbook of indicators.
const BOARD_COLUMNS: &[(&str, &[&str])] = &[
    ("settings", &["name", "value"]),
    ("groups", &["name", "label::中文 (zh)", "label::English (en)"]),
    ("conditions", &["name", "list", "expression", "label::中文 (zh)", "label::English (en)"]),
    (
        "indicators",
        &[
            "name",
            "group",
            "label::中文 (zh)",
            "label::English (en)",
            "unit::中文 (zh)",
            "unit::English (en)",
            "list",
            "conditions",
            "day",
            "until",
            "year",
            "years",
            "aggregate",
            "value",
            "per",
            "places",
            "people",
            "formula::中文 (zh)",
            "formula::English (en)",
        ],
    ),
    ("details", &["indicator", "label::中文 (zh)", "label::English (en)", "expression"]),
    (
        "charts",
        &[
            "name",
            "label::中文 (zh)",
            "label::English (en)",
            "indicators",
            "by",
            "series",
            "words",
            "series_words",
            "last",
        ],
    ),
];

/// One form as its source says it, fragments filled in.
struct Source {
    form: String,
    sheets: BTreeMap<String, Vec<Row>>,
}

/// Writes the workbook of every form.
pub fn write(project: &Path) -> Done {
    let sources = sources(project)?;
    for source in &sources {
        fs::write(workbook_path(project, source), write_xlsx_tables(&workbook(source, COLUMNS))?)?;
    }
    fs::write(project.join(BOARD), board(project)?)?;
    Ok(format!("pack: {} workbooks written", sources.len() + 1))
}

/// Fails if a workbook is not byte for byte what [`write`] would write.
pub fn check(project: &Path) -> Done {
    let sources = sources(project)?;
    for source in &sources {
        let path = workbook_path(project, source);
        if fs::read(&path).ok() != Some(write_xlsx_tables(&workbook(source, COLUMNS))?) {
            return Err(format!("pack: {} is not what its source says: run `cargo xtask pack`", path.display()).into());
        }
    }
    if fs::read(project.join(BOARD)).ok() != Some(board(project)?) {
        return Err(format!("pack: {BOARD} is not what its source says: run `cargo xtask pack`").into());
    }
    let mut faults = personal::faults(project)?;
    faults.extend(privacy::faults(project, sources.iter().map(|source| (source.form.as_str(), &source.sheets)))?);
    if !faults.is_empty() {
        return Err(faults.join("\n").into());
    }
    Ok(format!("pack: {} workbooks agree with their sources", sources.len() + 1))
}

const BOARD: &str = "pack/board/indicators.xlsx";

/// The workbook of indicators, its parts as they are and not packed: it lies in the program, which is packed whole and better.
fn board(project: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let form = "indicators".to_owned();
    let sheets = source::read(&project.join("pack/source/board/indicators.json"), &BTreeMap::new())?;
    stored(&write_xlsx_tables(&workbook(&Source { form, sheets }, BOARD_COLUMNS))?)
}

/// The same archive without packing.
fn stored(packed: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut archive = ZipArchive::new(Cursor::new(packed))?;
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at)?;
        let name = part.name()?.into_owned();
        writer.start_file(name, options)?;
        std::io::copy(&mut part, &mut writer)?;
    }
    Ok(writer.finish()?.into_inner())
}

fn workbook_path(project: &Path, source: &Source) -> std::path::PathBuf {
    project.join("pack").join(format!("{}.xlsx", source.form))
}

fn sources(project: &Path) -> Result<Vec<Source>, Box<dyn Error>> {
    let folder = project.join("pack/source");
    let fragments = source::fragments(&folder.join("fragments.json"))?;
    let mut paths =
        fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.retain(|path| path.extension().is_some_and(|end| end == "json") && !path.ends_with("fragments.json"));
    paths.sort();
    paths.iter().map(|path| read(path, &fragments)).collect()
}

fn read(path: &Path, fragments: &BTreeMap<String, String>) -> Result<Source, Box<dyn Error>> {
    let form = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Source { form, sheets: source::read(path, fragments)? })
}

fn workbook(source: &Source, columns: &[(&str, &[&str])]) -> Workbook {
    let sheets = columns.iter().filter_map(|(name, columns)| Some(table(name, columns, source.sheets.get(*name)?)));
    Workbook { sheets: sheets.collect() }
}

/// A sheet with a row of column names, leaving out the columns that no row has.
fn table(name: &str, usual: &[&str], rows: &[Row]) -> Sheet {
    let others = rows.iter().flat_map(Row::keys).map(String::as_str).filter(|column| !usual.contains(column));
    let mut columns: Vec<&str> = usual.to_vec();
    columns.extend(others.collect::<std::collections::BTreeSet<_>>());
    columns.retain(|column| rows.iter().any(|row| row.contains_key(*column)));
    let cells = |row: &'_ Row| -> Vec<String> {
        columns.iter().map(|column| row.get(*column).cloned().unwrap_or_default()).collect()
    };
    let texts: Vec<Vec<String>> = rows.iter().map(cells).collect();
    let rows = std::iter::once(columns.clone()).chain(texts.iter().map(|row| row.iter().map(String::as_str).collect()));
    Sheet::from_rows(name, rows)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use sheet::{CellValue, Limits, read_xlsx};

    use super::*;

    #[test]
    fn every_committed_workbook_is_what_its_source_says_cell_by_cell() {
        let project = crate::project();
        let sources = sources(&project).unwrap();
        assert_eq!(sources.len(), 17);
        for source in &sources {
            let bytes = fs::read(workbook_path(&project, source)).unwrap();
            let workbook = read_xlsx(&bytes, &Limits::default()).unwrap();
            let names: Vec<&str> = workbook.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
            assert_eq!(names, ["survey", "choices", "settings", "entities"]);
            for sheet in &workbook.sheets {
                assert_eq!(rows_of(sheet), source.sheets[&sheet.name], "{} {}", source.form, sheet.name);
            }
        }
        check(&project).unwrap();
    }

    #[test]
    fn every_form_and_every_list_has_its_place_among_the_systems() {
        let project = crate::project();
        let systems = fs::read_to_string(project.join("docs/systems.md")).unwrap();
        for source in sources(&project).unwrap() {
            let lists = source.sheets["entities"].iter().map(|row| &row["list_name"]);
            for name in lists.chain([&source.form]) {
                assert!(systems.contains(&format!("`{name}`")), "docs/systems.md does not name {name}");
            }
        }
    }

    /// The rows under the first, by the names in the first.
    fn rows_of(sheet: &Sheet) -> Vec<Row> {
        let text = |value: &CellValue| {
            assert!(matches!(value, CellValue::Text(_)), "{value:?}");
            value.text().into_owned()
        };
        // A form without choices has an empty sheet for them.
        let Some((names, rows)) = sheet.rows.split_first() else { return Vec::new() };
        let name = |column| text(&names.cells.iter().find(|cell| cell.column == column).unwrap().value);
        let row = |row: &sheet::Row| row.cells.iter().map(|cell| (name(cell.column), text(&cell.value))).collect();
        rows.iter().map(row).collect()
    }

    #[test]
    fn the_code_rule_is_whole_where_the_form_names_it() {
        let sources = sources(&crate::project()).unwrap();
        let registration = sources.iter().find(|source| source.form == "enterprise_registration").unwrap();
        let asked = registration.sheets["survey"].iter().find(|row| row["name"] == "uscc_input").unwrap();
        assert_eq!(asked["constraint"].matches("substring-before").count(), 18);
        assert!(registration.sheets.values().flatten().flat_map(Row::values).all(|text| !text.contains(['‹', '›'])));
    }
}
