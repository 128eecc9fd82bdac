//! The workbook part and its relationships: which sheets there are, in which order, and where their parts are.

use std::collections::BTreeMap;

use super::metered::too_large;
use super::package::Package;
use super::strings::unescape_into;
use super::walker::{Step, Walker};
use crate::date::Epoch;
use crate::error::{Damage, Measure, ReadError};

/// What a workbook consists of. Parts are named from the root of the package.
pub struct Contents {
    pub workbook: String,
    /// Names and parts of the worksheets.
    pub sheets: Vec<(String, String)>,
    pub shared_strings: Option<String>,
    pub styles: Option<String>,
    /// The order in which formulas were reckoned.
    pub chain: Option<String>,
    pub epoch: Epoch,
}

/// A relationship: what kind of part it leads to, by the last word of its type, and which part.
struct Relationship {
    kind: String,
    part: String,
}

type Relationships = BTreeMap<String, Relationship>;

pub fn read(package: &mut Package<'_>) -> Result<Contents, ReadError> {
    let workbook_part = workbook_part(package)?;
    let relationships_part = relationships_part(&workbook_part);
    let most = package.most_parts();
    let relationships = if package.has(&relationships_part) {
        package.walk(&relationships_part, |walker| read_relationships(walker, &workbook_part, most))?
    } else {
        Relationships::new()
    };
    let shared_strings = part_of_kind(&relationships, "sharedStrings").filter(|part| package.has(part));
    let styles = part_of_kind(&relationships, "styles").filter(|part| package.has(part));
    let chain = part_of_kind(&relationships, "calcChain").filter(|part| package.has(part));
    let (sheets, epoch) = package.walk(&workbook_part, |walker| read_workbook(walker, &relationships))?;
    Ok(Contents { workbook: workbook_part, sheets, shared_strings, styles, chain, epoch })
}

/// Where the workbook is, or which other kind of file this is.
fn workbook_part(package: &mut Package<'_>) -> Result<String, ReadError> {
    let most = package.most_parts();
    let root = if package.has("_rels/.rels") {
        package.walk("_rels/.rels", |walker| read_relationships(walker, "", most))?
    } else {
        Relationships::new()
    };
    let part = part_of_kind(&root, "officeDocument").unwrap_or_else(|| "xl/workbook.xml".to_owned());
    if package.has(&part) {
        return if part.ends_with(".bin") { Err(ReadError::BinaryWorkbook) } else { Ok(part) };
    }
    let open_document = package.has("content.xml") && package.has("META-INF/manifest.xml");
    Err(if open_document { ReadError::OpenDocument } else { ReadError::NotAWorkbook })
}

fn part_of_kind(relationships: &Relationships, kind: &str) -> Option<String> {
    relationships.values().find(|relationship| relationship.kind == kind).map(|relationship| relationship.part.clone())
}

/// Where the relationships of a part are: `xl/_rels/workbook.xml.rels`.
pub fn relationships_part(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    format!("{folder}/_rels/{name}.rels")
}

fn read_relationships(walker: &mut Walker<'_>, from: &str, most: usize) -> Result<Relationships, ReadError> {
    let mut relationships = Relationships::new();
    loop {
        match walker.step()? {
            Step::Open if walker.name() == "Relationship" => {
                let external = walker.attribute("TargetMode")?.is_some_and(|mode| mode == "External");
                let (id, kind) = (walker.attribute("Id")?, walker.attribute("Type")?);
                if let (Some(id), Some(kind), Some(target), false) = (id, kind, walker.attribute("Target")?, external) {
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    relationships.insert(id.into_owned(), Relationship { kind, part: resolve(from, &target) });
                    // Each leads to another part, and there are no more parts than that.
                    if relationships.len() > most {
                        return Err(too_large(Measure::Entries, most as u64));
                    }
                }
            }
            Step::End => return Ok(relationships),
            _ => {}
        }
    }
}

/// A target as written beside a part, from the root of the package.
pub fn resolve(from: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut folders: Vec<&str> = if target.starts_with('/') { Vec::new() } else { from.split('/').collect() };
    folders.pop();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(folders.pop()),
            name => folders.push(name),
        }
    }
    folders.join("/")
}

type Sheets = Vec<(String, String)>;

fn read_workbook(walker: &mut Walker<'_>, relationships: &Relationships) -> Result<(Sheets, Epoch), ReadError> {
    let mut sheets = Sheets::new();
    let mut epoch = Epoch::Year1900;
    loop {
        match walker.step()? {
            Step::Open => match walker.name() {
                "workbookPr" => {
                    if walker.attribute("date1904")?.is_some_and(|value| matches!(value.trim(), "1" | "true")) {
                        epoch = Epoch::Year1904;
                    }
                }
                "sheet" => sheets.extend(read_sheet(walker, relationships)?),
                "workbook" | "sheets" => {}
                _ if walker.depth() == 1 => return Err(ReadError::NotAWorkbook),
                _ => walker.skip()?,
            },
            Step::End => return Ok((sheets, epoch)),
            Step::Text | Step::Close => {}
        }
    }
}

/// A sheet's name and part; `None` for a sheet of another kind, such as a chart.
fn read_sheet(walker: &Walker<'_>, relationships: &Relationships) -> Result<Option<(String, String)>, ReadError> {
    let mut name = String::new();
    unescape_into(&walker.attribute("name")?.unwrap_or_default(), &mut name);
    let id = walker.attribute("id")?.unwrap_or_default();
    let relationship = relationships.get(id.as_ref()).ok_or_else(|| walker.damaged(Damage::Missing))?;
    Ok((relationship.kind == "worksheet").then(|| (name, relationship.part.clone())))
}
