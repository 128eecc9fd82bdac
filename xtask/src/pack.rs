//! The shipped forms: workbooks in `pack/`, made from the sources in `pack/source/`.
//!
//! A source has the sheets of an XLSForm as rows of named cells. Where a cell says `‹NAME argument›` it means the fragment
//! of that name from `fragments.json`, with the arguments in the places of `‹1›`, `‹2›`: a workbook has no way to say a
//! long rule once, and a person could not read it said eighteen times. Start at [`write`].

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value};
use sheet::{Sheet, Workbook, write_xlsx_tables};

use crate::Done;

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
    ("settings", &["form_id", "form_title", "version", "default_language", "style"]),
    ("entities", &["list_name", "label", "entity_id", "create_if", "update_if"]),
];

/// A row of a source: texts by column.
type Row = BTreeMap<String, String>;

/// One form as its source says it, fragments filled in.
struct Source {
    form: String,
    sheets: BTreeMap<String, Vec<Row>>,
}

/// Writes the workbook of every form.
pub fn write(project: &Path) -> Done {
    let sources = sources(project)?;
    for source in &sources {
        fs::write(workbook_path(project, source), write_xlsx_tables(&workbook(source))?)?;
    }
    Ok(format!("pack: {} workbooks written", sources.len()))
}

/// Fails if a workbook is not byte for byte what [`write`] would write.
pub fn check(project: &Path) -> Done {
    let sources = sources(project)?;
    for source in &sources {
        let path = workbook_path(project, source);
        if fs::read(&path).ok() != Some(write_xlsx_tables(&workbook(source))?) {
            return Err(format!("pack: {} is not what its source says: run `cargo xtask pack`", path.display()).into());
        }
    }
    Ok(format!("pack: {} workbooks agree with their sources", sources.len()))
}

fn workbook_path(project: &Path, source: &Source) -> std::path::PathBuf {
    project.join("pack").join(format!("{}.xlsx", source.form))
}

fn sources(project: &Path) -> Result<Vec<Source>, Box<dyn Error>> {
    let folder = project.join("pack/source");
    let fragments = fragments(&folder.join("fragments.json"))?;
    let mut paths =
        fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.retain(|path| path.extension().is_some_and(|end| end == "json") && !path.ends_with("fragments.json"));
    paths.sort();
    paths.iter().map(|path| source(path, &fragments)).collect()
}

fn source(path: &Path, fragments: &BTreeMap<String, String>) -> Result<Source, Box<dyn Error>> {
    let written: BTreeMap<String, Vec<Map<String, Value>>> = serde_json::from_str(&fs::read_to_string(path)?)?;
    let mut sheets = BTreeMap::new();
    for (name, rows) in written {
        let rows: Result<Vec<Row>, Box<dyn Error>> = rows.iter().map(|row| read_row(row, fragments)).collect();
        sheets.insert(name, rows?);
    }
    let form = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Source { form, sheets })
}

fn read_row(row: &Map<String, Value>, fragments: &BTreeMap<String, String>) -> Result<Row, Box<dyn Error>> {
    let cell = |(column, value): (&String, &Value)| {
        let text = value.as_str().ok_or_else(|| format!("column {column} holds {value}, which is no text"))?;
        Ok((column.clone(), filled_in(text, fragments)?))
    };
    row.iter().map(cell).collect()
}

/// A fragment is a text, or a list of texts that follow each other.
fn fragments(path: &Path) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let written: BTreeMap<String, Value> = serde_json::from_str(&fs::read_to_string(path)?)?;
    let text = |value: &Value| match value {
        Value::Array(pieces) => pieces.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().unwrap_or_default().to_owned(),
    };
    Ok(written.iter().map(|(name, value)| (name.clone(), text(value))).collect())
}

/// Fills in the first fragment until there is none: fragments may hold others.
fn filled_in(text: &str, fragments: &BTreeMap<String, String>) -> Result<String, Box<dyn Error>> {
    let mut text = text.to_owned();
    for _ in 0..1_000 {
        let Some((before, rest)) = text.split_once('‹') else { return Ok(text) };
        let (call, after) = rest.split_once('›').ok_or_else(|| format!("fragment is not closed: {rest}"))?;
        let mut words = call.split_whitespace();
        let name = words.next().unwrap_or_default();
        let mut body = fragments.get(name).ok_or_else(|| format!("no fragment is named {name}"))?.clone();
        for (place, argument) in (1..).zip(words) {
            body = body.replace(&format!("‹{place}›"), argument);
        }
        text = format!("{before}{body}{after}");
    }
    Err(format!("fragments that hold each other: {}", text.chars().take(80).collect::<String>()).into())
}

fn workbook(source: &Source) -> Workbook {
    let sheets = COLUMNS.iter().filter_map(|(name, columns)| Some(table(name, columns, source.sheets.get(*name)?)));
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
        assert_eq!(sources.len(), 4);
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

    /// The rows under the first, by the names in the first.
    fn rows_of(sheet: &Sheet) -> Vec<Row> {
        let text = |value: &CellValue| {
            assert!(matches!(value, CellValue::Text(_)), "{value:?}");
            value.text().into_owned()
        };
        let (names, rows) = sheet.rows.split_first().unwrap();
        let name = |column| text(&names.cells.iter().find(|cell| cell.column == column).unwrap().value);
        let row = |row: &sheet::Row| row.cells.iter().map(|cell| (name(cell.column), text(&cell.value))).collect();
        rows.iter().map(row).collect()
    }

    #[test]
    fn a_fragment_takes_arguments_and_holds_others() {
        let fragments = [("SUM", "‹TWICE a› + ‹TWICE b›"), ("TWICE", "2 * ‹1›"), ("ROUND", "‹ROUND›")];
        let fragments = fragments.map(|(name, body)| (name.to_owned(), body.to_owned())).into();
        assert_eq!(filled_in("(‹SUM›) > 0", &fragments).unwrap(), "(2 * a + 2 * b) > 0");
        assert_eq!(filled_in("${plain}", &fragments).unwrap(), "${plain}");
        for wrong in ["‹NONE›", "‹SUM", "‹ROUND›"] {
            assert!(filled_in(wrong, &fragments).is_err(), "{wrong}");
        }
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
