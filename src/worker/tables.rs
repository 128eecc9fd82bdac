//! Tables of somebody's own: opened, checked row by row; reports and templates as workbooks.
//!
//! Each question brings the whole file: nothing is kept between two of them, and a file that ends the worker ends nothing else.
//! Start at [`answer`]. Only [`checked`] is not asked here: it takes long, and the desk worker does it.
//!
//! Not here: what a row becomes (`ledger::intake`), how a table is taken in (`worker::desk::tables`).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use form::{Package, Problem};
use ledger::intake::{
    self, Asked, Checked, Desk, Found, Grid, Guided, Header, Mapping, Opened, Remembered, ReportNames, Reported,
    Standing, TemplateNames, Words,
};
use ledger::{EntityHistory, EntityKey, Joins, Notice, NoticeFault};
use record::{DeviceId, Erasures, JOINS, OfficerId, Sha256, Timestamp};
use serde::{Deserialize, Serialize};
use sheet::{Limits, ReadError};

use super::FileBytes;

mod choices;

/// Words for columns and choices, beside the shipped forms.
const WORDS: &[u8] = include_bytes!("../../pack/synonyms.csv");

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Ask {
    /// Answered with [`Told::Opened`], [`Told::Empty`] or [`Told::Unreadable`].
    Open { source: Source, form: SentForm, before: Vec<Remembered>, now: Timestamp },
    /// Answered with [`Told::Made`].
    Report {
        source: Source,
        header: Header,
        mapping: Mapping,
        asked: Vec<Asked>,
        rows: Vec<ReportRow>,
        names: [String; 3],
    },
    /// The questions that a table can answer. Answered with [`Told::Asked`].
    Questions { form: SentForm, now: Timestamp },
    /// A zone's own days off. Answered with [`Told::Notice`].
    Notice(Contents),
    /// The choices of a form's workbook. Answered with [`Told::Made`], [`Told::Faults`], or [`Told::Empty`] where it has
    /// none.
    TakeChoices(FileBytes),
    /// A form's workbook with the choices of a table. Answered with [`Told::Made`], [`Told::Faults`], or [`Told::Empty`] where
    /// it has those choices already.
    PutChoices { workbook: FileBytes, table: Contents },
    /// Answered with [`Told::Made`].
    Template { asked: Vec<Asked>, guide: Vec<(String, String)>, names: Vec<String> },
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Told {
    Opened(Box<OpenedTable>),
    /// Nothing stands in it.
    Empty,
    Unreadable(Problem),
    Checked(Preview),
    TakenIn(Counts),
    Asked(Vec<Asked>),
    /// Or all that is to be mended.
    Notice(Result<Notice, Vec<NoticeFault>>),
    Made(FileBytes),
    /// All that is to be mended; a place in the table names no sheet.
    Faults(Vec<Problem>),
    /// For the log.
    NotMade {
        reason: String,
    },
    /// What this program wrote itself cannot be read: the form's cache, or a row of the ledger.
    Damaged,
}

/// A table as it came.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Source {
    pub contents: Contents,
    /// Which sheet. `None`: the one whose headings say most.
    pub sheet: Option<usize>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Contents {
    Workbook(FileBytes),
    /// Decoded already, by whoever knows the encodings.
    Delimited(String),
}

/// A form as it is sent along.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SentForm {
    /// As [`Package::to_bytes`] wrote it.
    pub package: FileBytes,
    /// The code of the language that is read, `zh`.
    pub language: String,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OpenedTable {
    pub opened: Opened,
    pub sheets: Vec<String>,
    pub sheet: usize,
}

/// A table with what its columns are, and what the desk brings to it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Order {
    pub source: Source,
    pub form: SentForm,
    pub header: Header,
    pub mapping: Mapping,
    pub officer: OfficerId,
    pub device: DeviceId,
    pub now: Timestamp,
    pub chance: [u8; 32],
    /// The file's name.
    pub file: String,
    /// Why doubtful answers are right.
    pub reason: Option<String>,
}

/// What taking a table in would do.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Preview {
    pub counts: Counts,
    /// The file's name and when, where the same bytes were taken in before.
    pub before: Option<(String, Timestamp)>,
    /// Rows with something to tell, in the table's order.
    pub rows: Vec<ToldRow>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Rows that become records: of new entities, and of known ones.
    pub new: usize,
    pub updated: usize,
    /// Rows that say what the ledger says.
    pub same: usize,
    /// Rows that wait for a reason only.
    pub doubtful: usize,
    pub wrong: usize,
    pub passed_over: u32,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ToldRow {
    pub number: u32,
    pub standing: Standing,
    pub found: Vec<Found>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReportRow {
    pub number: u32,
    /// Each with whether it is a doubt only.
    pub cells: Vec<(u16, bool)>,
    pub reason: String,
}

pub fn answer(ask: Ask) -> Told {
    let told = match ask {
        Ask::Open { source, form, before, now } => open(&source, &form, &before, now),
        Ask::Report { source, header, mapping, asked, rows, names } => {
            report(&source, &header, &mapping, &asked, rows, &names)
        }
        Ask::Questions { form, now } => read_form(&form).map(|form| Told::Asked(intake::questions(&form, now))),
        Ask::Notice(contents) => {
            grids(&Source { contents, sheet: None }).map(|grids| Told::Notice(Notice::read(&grids)))
        }
        Ask::TakeChoices(workbook) => choices::taken(&workbook),
        Ask::PutChoices { workbook, table } => choices::put(&workbook, table),
        Ask::Template { asked, guide, names } => Ok(template(&asked, guide, &names)),
    };
    told.unwrap_or_else(|told| told)
}

fn open(source: &Source, form: &SentForm, before: &[Remembered], now: Timestamp) -> Result<Told, Told> {
    let (form, words) = (read_form(form)?, words()?);
    let grids = grids(source)?;
    let sheets = grids.iter().map(|grid| grid.name.clone()).collect();
    let opened = grids.iter().enumerate().filter(|(place, _)| source.sheet.is_none_or(|sheet| sheet == *place));
    let opened = opened.filter_map(|(place, grid)| Some((place, intake::open(grid, &form, &words, before, now)?)));
    let mapped =
        |opened: &Opened| opened.guess.columns.keys().filter(|at| opened.guess.question(**at).is_some()).count();
    // Of sheets that say as much the first.
    let best = opened.max_by_key(|(place, opened)| (mapped(opened), std::cmp::Reverse(*place)));
    Ok(best.map_or(Told::Empty, |(sheet, opened)| Told::Opened(Box::new(OpenedTable { opened, sheets, sheet }))))
}

pub fn grids(source: &Source) -> Result<Vec<Grid>, Told> {
    let limits = Limits::default();
    let unreadable = |error: ReadError| Told::Unreadable(form::unreadable(&error));
    match &source.contents {
        Contents::Workbook(bytes) => {
            let (workbook, merged) = sheet::read_xlsx_merged(&bytes.0, &limits).map_err(unreadable)?;
            Ok(workbook.sheets.into_iter().zip(merged).map(|(sheet, merged)| Grid::new(sheet, merged)).collect())
        }
        Contents::Delimited(text) => Ok(vec![Grid::of_csv(text, &limits).map_err(unreadable)?]),
    }
}

fn grid(source: &Source) -> Result<Grid, Told> {
    let mut grids = grids(source)?;
    let place = source.sheet.unwrap_or_default();
    if place < grids.len() { Ok(grids.swap_remove(place)) } else { Err(Told::Empty) }
}

fn read_form(sent: &SentForm) -> Result<intake::Form, Told> {
    let Package { definition, files } = Package::from_bytes(&sent.package.0).map_err(|_| Told::Damaged)?;
    let code = format!("({}", sent.language);
    let language = definition.languages.iter().position(|name| name.contains(&code));
    let language = language.unwrap_or(definition.default_language);
    let files = files.into_iter().map(|(name, table)| (name, Rc::new(table))).collect();
    Ok(intake::Form { definition: Rc::new(definition), files, language })
}

pub fn words() -> Result<Words, Told> {
    Words::read(WORDS).map_err(|error| Told::NotMade { reason: error.to_string() })
}

/// All entities of the lists that a form reads, and what was said of which of them are one.
pub type Known = BTreeMap<EntityKey, EntityHistory>;

/// The table with each row filled into its form; with the name of its sheet. `prints` are of rows that are here as records.
pub fn checked(
    order: &Order,
    known: &Known,
    prints: BTreeSet<Sha256>,
    erasures: &Erasures,
    on_row: &dyn Fn(usize, usize),
) -> Result<(Checked, String), Told> {
    let (form, words, mut grid) = (read_form(&order.form)?, words()?, grid(&order.source)?);
    // A delimited text has no sheets: the log and the origin of a value name its file.
    if grid.name.is_empty() {
        grid.name.clone_from(&order.file);
    }
    let shown =
        known.values().filter(|history| history.is_shown() && history.list.as_str() != JOINS).cloned().collect();
    let joins = Joins::of(known.values());
    let leads = |key: &EntityKey| Some((key.clone(), joins.main(key))).filter(|(key, main)| key != main);
    let desk = Desk {
        officer: order.officer.clone(),
        device: order.device.clone(),
        same: joins.joined().filter_map(leads).collect(),
        erased: erasures.named().flat_map(|named| named.entities.iter().cloned()).collect(),
        states: joins.fold(shown).iter().map(EntityHistory::state).collect(),
        words: &words,
        now: order.now,
        chance: order.chance,
        file: order.file.clone(),
        reason: order.reason.clone(),
        known: prints,
        on_row,
    };
    let checked = intake::check(&grid, &form, &order.header, &order.mapping, desk);
    Ok((checked, grid.name))
}

pub fn preview(checked: &Checked, before: Option<(String, Timestamp)>) -> Preview {
    let told = checked.rows.iter().filter(|row| !row.found.is_empty());
    let row = |row: &intake::CheckedRow| ToldRow {
        number: row.number,
        standing: row.standing.clone(),
        found: row.found.clone(),
    };
    Preview { counts: counts(checked), before, rows: told.map(row).collect() }
}

pub fn counts(checked: &Checked) -> Counts {
    let mut counts = Counts { passed_over: checked.passed_over, ..Counts::default() };
    for row in &checked.rows {
        let mut stopping = row.found.iter().filter(|found| found.problem.stops()).peekable();
        let counted = match (&row.made, &row.standing) {
            (Some(_), Standing::New) => &mut counts.new,
            (Some(_), _) => &mut counts.updated,
            (None, _) if stopping.peek().is_none() => &mut counts.same,
            (None, _) if stopping.all(|found| found.problem.is_doubt()) => &mut counts.doubtful,
            (None, _) => &mut counts.wrong,
        };
        *counted += 1;
    }
    counts
}

fn report(
    source: &Source,
    header: &Header,
    mapping: &Mapping,
    asked: &[Asked],
    rows: Vec<ReportRow>,
    names: &[String; 3],
) -> Result<Told, Told> {
    let grid = grid(source)?;
    let row = |row: ReportRow| Reported { row: row.number, cells: row.cells, reason: row.reason };
    let rows: Vec<Reported> = rows.into_iter().map(row).collect();
    let [sheet, row, reason] = names;
    let names = ReportNames { sheet, row, reason };
    Ok(made(intake::write_report(&grid, header, mapping, asked, &rows, &names)))
}

fn template(asked: &[Asked], guide: Vec<(String, String)>, names: &[String]) -> Told {
    let guide: Vec<Guided> = guide.into_iter().map(|(needed, how)| Guided { needed, how }).collect();
    let name = |place: usize| names.get(place).map(String::as_str).unwrap_or_default();
    let names = TemplateNames {
        sheet: name(0),
        guide: name(1),
        choices: name(2),
        rest: name(3),
        columns: [name(4), name(5), name(6)],
    };
    made(intake::write_template(asked, &guide, &names))
}

fn made(written: Result<Vec<u8>, sheet::WriteError>) -> Told {
    match written {
        Ok(bytes) => Told::Made(FileBytes(bytes)),
        Err(error) => Told::NotMade { reason: error.to_string() },
    }
}

#[cfg(test)]
mod tests;
