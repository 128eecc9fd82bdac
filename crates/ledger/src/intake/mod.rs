//! Ledgers from elsewhere: a workbook or a delimited text of somebody's own becomes records of a form.
//!
//! ```text
//! Grid --open--> Opened (headings, questions, a guess) --a person--> Mapping --check--> Checked --revisions--> Revision
//! ```
//!
//! Each row is filled into the form as an officer would fill it, so that all rules are the form's own and stand nowhere twice:
//! its constraints are the errors, its warnings the doubts, its offer to update what is known decides between a new enterprise
//! and an old one. A good row becomes a first revision like any other, with a remark that says from which file, sheet and row
//! it came; so merging, history and erasure work on it as on all.
//!
//! Nothing is guessed: a code that a spreadsheet program ruined, a word that is no choice, a row that may be either of two
//! enterprises is told with its cell. What is not collected (identity numbers and the like) is not read at all.
//!
//! Start at [`open`] and [`check`]. `cells` tidies, `header` finds the headings, `mapping` guesses, `rows` fills; `report`
//! and `template` are workbooks for people.
//!
//! Not here: reading files (`sheet`), writing what was made (`store`), which tables a device has (the app).

mod asked;
mod cells;
mod choices;
mod found;
mod header;
mod mapping;
mod report;
mod rows;
mod template;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use form::{FormDefinition, Host, Instance, Moment};
use record::{DeviceId, ErasedEntity, FormRef, OfficerId, RecordId, Revision, Sha256, Submission, Timestamp};
use serde::{Deserialize, Serialize};
use sheet::Table;

use crate::{EntityKey, EntityState};

pub use asked::Asked;
pub use cells::{CellProblem, Units, shown};
pub(crate) use cells::{date, narrow, shifted};
pub use found::{Found, Problem, Standing};
pub use header::{Grid, Header, Heading};
use mapping::find_entities;
pub use mapping::{COUNTER, Mapping, Remembered, Target, guess, is_counter, likest, shape, vocabulary};
pub use report::{Names as ReportNames, Reported, write_report};
pub use template::{Guided, Names as TemplateNames, write_template};
pub use words::Words;
pub(crate) use words::bare_key;

use rows::{Beside, Filler, Named, Said};

/// A form, and the files that came with it.
pub struct Form {
    pub definition: Rc<FormDefinition>,
    pub files: BTreeMap<String, Rc<Table>>,
    pub language: usize,
}

/// A table as it is shown before anything is decided.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Opened {
    pub header: Header,
    pub asked: Vec<Asked>,
    pub guess: Mapping,
    /// By what a person said of a table like it.
    pub is_recalled: bool,
    /// Names the headings: what a person says of this table holds for the next of the same shape.
    pub shape: Sha256,
    /// Rows below the headings.
    pub rows: u32,
}

/// What the desk brings to a table.
pub struct Desk<'a> {
    pub officer: OfficerId,
    pub device: DeviceId,
    /// All entities of the lists that the form reads.
    pub states: Vec<EntityState>,
    /// Where ids of entities lead that are one with another.
    pub same: BTreeMap<EntityKey, EntityKey>,
    /// What was erased and does not come back.
    pub erased: BTreeSet<ErasedEntity>,
    pub words: &'a Words,
    pub now: Timestamp,
    /// From which ids and whatever else is by chance follow, row by row: the same chance gives the same records.
    pub chance: [u8; 32],
    /// The file's name.
    pub file: String,
    /// Why doubtful answers are right, where a person has said so for all of them.
    pub reason: Option<String>,
    /// Prints of rows that are here as records: one that says the same again is known, whatever file it stands in.
    pub known: BTreeSet<Sha256>,
    /// Hears that so many of so many rows were looked at.
    pub on_row: &'a dyn Fn(usize, usize),
}

/// A table that was looked at row by row.
#[derive(Debug)]
pub struct Checked {
    pub rows: Vec<CheckedRow>,
    /// Rows with nothing in a mapped column, totals, and the template's example.
    pub passed_over: u32,
}

#[derive(Debug)]
pub struct CheckedRow {
    /// As the spreadsheet program numbers it.
    pub number: u32,
    /// Names all that it says of questions of the form.
    pub print: Sha256,
    pub standing: Standing,
    pub found: Vec<Found>,
    /// What becomes a record, with the record's id.
    pub made: Option<(RecordId, form::Finished)>,
}

/// A host for a form that nobody fills: its files, and empty lists.
struct Blank(BTreeMap<String, Rc<Table>>);

impl Host for Blank {
    fn table(&self, file: &str) -> Option<Rc<Table>> {
        self.0.get(file).cloned()
    }
}

/// The questions of a form that a table can answer.
pub fn questions(form: &Form, now: Timestamp) -> Vec<Asked> {
    let host = Rc::new(Blank(form.files.clone()));
    let moment = Moment { now, seed: 0 };
    asked::asked(&form.definition, host, &form.files, form.language, moment)
}

/// Finds the headings of a table and guesses what its columns are; `before` is what people said of tables before. `None`:
/// there is nothing in it.
pub fn open(grid: &Grid, form: &Form, words: &Words, before: &[Remembered], now: Timestamp) -> Option<Opened> {
    let mut opened = opened(grid, questions(form, now), &form.definition.id, words, before)?;
    if !opened.is_recalled && !form.definition.entities.is_empty() {
        find_entities(&opened.header, &mut opened.guess);
    }
    Some(opened)
}

/// As [`open`], for whatever can be told of by columns; `of` names what it is of.
pub(crate) fn opened(grid: &Grid, asked: Vec<Asked>, of: &str, words: &Words, before: &[Remembered]) -> Option<Opened> {
    let mut header = grid.header(&vocabulary(&asked, words))?;
    let recalled = likest(&header, before);
    let guess = guess(&header, &asked, words, recalled);
    for heading in header.columns.iter_mut().filter(|heading| guess.is_refused(heading.column)) {
        heading.samples.clear();
    }
    let shape = shape(of, &header);
    let rows = grid.rows().iter().filter(|row| row.number > header.bottom).count();
    Some(Opened {
        header,
        asked,
        guess,
        is_recalled: recalled.is_some(),
        shape,
        rows: u32::try_from(rows).unwrap_or(u32::MAX),
    })
}

/// Fills every row below the headings into the form.
pub fn check(grid: &Grid, form: &Form, header: &Header, mapping: &Mapping, desk: Desk<'_>) -> Checked {
    let asked = questions(form, desk.now);
    let columns: Vec<(u16, &str, Units)> = header
        .columns
        .iter()
        .filter_map(|heading| mapping.question(heading.column).map(|(path, units)| (heading.column, path, units)))
        .collect();
    let Desk { officer, device, states, same, erased, words, now, chance, file, reason, known, on_row } = desk;
    let beside = Beside {
        officer,
        device,
        files: form.files.clone(),
        states,
        same,
        erased,
        list: list_of(form, columns.iter().map(|(_, path, _)| *path)),
        words,
        constants: mapping.constants.clone(),
        reason,
    };
    let host = Rc::new(Blank(form.files.clone()));
    let mut first = Instance::new(Rc::clone(&form.definition), host, Moment { now, seed: 0 });
    first.set_language(form.language);
    let mut filler = Filler::new(first, &asked, beside);
    let mut checked = Checked { rows: Vec::new(), passed_over: 0 };
    let below: Vec<&sheet::Row> = grid.rows().iter().filter(|row| row.number > header.bottom).collect();
    for (place, row) in below.iter().enumerate() {
        on_row(place, below.len());
        let said: Vec<Said<'_>> = columns
            .iter()
            .filter_map(|&(column, path, units)| {
                let value = grid.cell(row.number, column).filter(|value| !shown(value).is_empty())?;
                Some(Said { column, path, units, value })
            })
            .collect();
        let is_own = said.iter().any(|said| row.cells.iter().any(|cell| cell.column == said.column));
        if !is_own || is_total(row) || is_example(&said, &asked) {
            checked.passed_over += 1;
            continue;
        }
        let id = mapping.entity().and_then(|column| Some((column, grid.cell(row.number, column)?.text())));
        let id = id.map(|(column, id)| (column, id.trim().to_owned())).filter(|(_, id)| !id.is_empty());
        let print = print(&form.definition.id, &said, &mapping.constants, id.as_ref().map(|(_, id)| id.as_str()));
        let source = [&file, &grid.name, &row.number.to_string()];
        let source: Vec<&str> = source.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let chance = Sha256::of(&[&chance[..], &row.number.to_be_bytes()].concat());
        let moment = Moment { now, seed: seed(&chance) };
        let named = id.as_ref().map(|(column, id)| Named { column: *column, id });
        let filled = filler.row(row.number, named, &said, &source.join(" / "), moment);
        // Filled nonetheless: a second row of the same enterprise is told as that.
        if known.contains(&print) {
            let (standing, found) = (Standing::Same, Vec::new());
            checked.rows.push(CheckedRow { number: row.number, print, standing, found, made: None });
            continue;
        }
        let made = filled.finished.map(|finished| (record_id(&chance, now), finished));
        checked.rows.push(CheckedRow {
            number: row.number,
            print,
            standing: filled.standing,
            found: filled.found,
            made,
        });
    }
    on_row(below.len(), below.len());
    checked
}

/// The list that the rows of a table are of: of those that the form begins or changes the one that most columns say something of.
fn list_of<'a>(form: &Form, paths: impl Iterator<Item = &'a str>) -> Option<String> {
    let definition = &form.definition;
    let mut columns = vec![0; definition.entities.len()];
    for path in paths {
        let node = definition.nodes.iter().find(|node| node.path == path);
        if let Some(count) = node.and_then(|node| columns.get_mut(node.save_to.as_ref()?.entity)) {
            *count += 1;
        }
    }
    // Of several that say as much the first.
    let most = columns.iter().enumerate().max_by_key(|(place, count)| (**count, std::cmp::Reverse(*place)));
    most.and_then(|(place, _)| definition.entities.get(place)).map(|entity| entity.list.clone())
}

fn print(form: &str, said: &[Said<'_>], constants: &BTreeMap<String, String>, id: Option<&str>) -> Sha256 {
    let text = |said: &Said<'_>| format!("{} {}", said.units.shift().unwrap_or_default(), shown(said.value));
    let mut parts: Vec<(&str, String)> = said.iter().map(|said| (said.path, text(said))).collect();
    parts.extend(constants.iter().map(|(path, answer)| (path.as_str(), answer.clone())));
    parts.extend(id.map(|id| ("", id.to_owned()))); // no question stands there
    parts.sort();
    // With their lengths: no two rows run together into one text.
    let part = |(path, text): &(&str, String)| format!("{path} {} {text}\n", text.len());
    Sha256::of(format!("{form}\n{}", parts.iter().map(part).collect::<String>()).as_bytes())
}

fn seed(chance: &Sha256) -> u64 {
    chance.as_bytes().iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte))
}

fn record_id(chance: &Sha256, now: Timestamp) -> RecordId {
    let mut random = [0; 10];
    random.iter_mut().zip(chance.as_bytes().iter().skip(8)).for_each(|(to, from)| *to = *from);
    RecordId::new(now, random)
}

/// A row of sums at the end of a table, or between two parts of it.
fn is_total(row: &sheet::Row) -> bool {
    let says = |cell: &sheet::Cell| {
        matches!(words::whole_key(&shown(&cell.value)).as_str(), "合计" | "总计" | "小计" | "累计")
    };
    row.cells.iter().take(3).any(says)
}

/// The row of examples that the template has below its headings, as it was given out.
fn is_example(said: &[Said<'_>], asked: &[Asked]) -> bool {
    let is_same = |said: &Said<'_>| {
        let question = asked.iter().find(|question| question.path == said.path);
        question.is_some_and(|question| shown(said.value) == cells::tidied(&template::example(question)))
    };
    !said.is_empty() && said.iter().all(is_same)
}

impl Checked {
    /// The revisions that taking the table in adds, in the order of its rows. `sequence` is the device's next.
    ///
    /// # Errors
    /// As [`Revision::write`].
    pub fn revisions(
        &self,
        form: &FormRef,
        device: &DeviceId,
        officer: &OfficerId,
        now: Timestamp,
        sequence: u64,
    ) -> Result<Vec<Revision>, serde_json::Error> {
        let made = self.rows.iter().filter_map(|row| row.made.as_ref());
        made.zip(sequence..)
            .map(|((record, finished), sequence)| {
                Revision::write(Submission {
                    record: *record,
                    parents: Vec::new(),
                    form: form.clone(),
                    device: device.clone(),
                    officer: officer.clone(),
                    finalized_at: now,
                    sequence,
                    instance_name: finished.instance_name.clone(),
                    answers: finished.answers.clone(),
                    entities: finished.entities.clone(),
                    attachments: Vec::new(),
                    remarks: finished.remarks.clone(),
                    erasure: None,
                    decision: None,
                })
            })
            .collect()
    }
}
