//! Somebody else's table, filled with a list of the desk: opened and matched, then written.
//!
//! Each question brings the whole file: nothing is kept between two of them. What is written is a file; nothing changes here.
//!
//! Not here: which column is which property (`ledger::report::Filler`), writing into a workbook (`sheet`), what is remembered
//! of a table (`state::templates`).

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use form::Problem;
use ledger::intake::{Header, Mapping, Remembered};
use ledger::register::query::{Query, Window};
use ledger::report::{Captions, Filler, Order, Titles};
use ledger::{EntityHistory, EntityState};
use record::{EntityId, ListName};
use serde::{Deserialize, Serialize};
use sheet::{FillError, Filling, Limits};
use store::Store;

use super::lists::{ListAnswer, ListQuestion, Lists};
use super::report::Forms;
use super::{Failure, Tell, Told};
use crate::platform::idb::Database;
use crate::worker::FileBytes;
use crate::worker::tables::{Contents, OpenedTable, Source, Told as TableTold, grids, words};

/// What is asked about a table.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TemplateOrder {
    pub list: ListName,
    pub source: Source,
    pub order: Order,
    pub captions: Captions,
    pub ask: TemplateAsk,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum TemplateAsk {
    /// Answered with [`TemplateTold::Opened`].
    Open { before: Vec<Remembered> },
    /// Answered with [`TemplateTold::Filled`] or [`TemplateTold::NoRoom`].
    Fill { header: Header, mapping: Mapping },
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum TemplateTold {
    Opened(Box<OpenedTable>),
    Filled(FilledTable),
    /// There are so many free rows only, and what stands below them cannot be moved.
    NoRoom {
        rows: u32,
    },
    /// Nothing stands in it.
    Empty,
    Unreadable(Problem),
    /// It is no workbook: there is no look to keep.
    NotAWorkbook,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FilledTable {
    pub file: FileBytes,
    pub rows: u32,
    /// The first row that was written.
    pub first: u32,
    /// So many rows were put in.
    pub put_in: u32,
    /// Entities of which something is to be decided still: what is shown meanwhile was written.
    pub disputed: u32,
}

/// Opens or fills a table.
///
/// # Errors
/// [`Failure`]; nothing has changed either way.
pub async fn answer(
    database: &Database,
    lists: &mut Lists,
    order: &TemplateOrder,
    tell: Tell<'_>,
) -> Result<TemplateTold, Failure> {
    let words = words().map_err(|_| Failure::Worker)?;
    let forms = Forms::read(database).await?;
    let ListAnswer::Properties(known) = lists.answer(ListQuestion::Properties { list: order.list.clone() }) else {
        return Err(Failure::Worker);
    };
    let (states, titles) = match &order.ask {
        TemplateAsk::Open { .. } => (Vec::new(), Titles::new()),
        TemplateAsk::Fill { .. } => read(database, lists, &order.list, tell).await?,
    };
    let filler = Filler::new(
        order.list.as_str(),
        known.iter().map(String::as_str),
        &forms.all(),
        order.order.clone(),
        order.captions.clone(),
        titles,
        &words,
    );
    let told = match &order.ask {
        TemplateAsk::Open { before } => open(order, &filler, &words, before),
        TemplateAsk::Fill { header, mapping } => fill(order, &filler, header, mapping, &states),
    };
    Ok(told.unwrap_or_else(|told| told))
}

fn open(
    order: &TemplateOrder,
    filler: &Filler,
    words: &ledger::intake::Words,
    before: &[Remembered],
) -> Result<TemplateTold, TemplateTold> {
    let Contents::Workbook(_) = &order.source.contents else { return Err(TemplateTold::NotAWorkbook) };
    let grids = grids(&order.source).map_err(refused)?;
    let sheets = grids.iter().map(|grid| grid.name.clone()).collect();
    let opened = grids.iter().enumerate().filter(|(place, _)| order.source.sheet.is_none_or(|sheet| sheet == *place));
    let opened = opened.filter_map(|(place, grid)| Some((place, filler.open(grid, words, before)?)));
    // Of sheets that take as much the first.
    let best = opened.max_by_key(|(place, opened)| (filler.columns(&opened.guess).len(), std::cmp::Reverse(*place)));
    let (sheet, opened) = best.ok_or(TemplateTold::Empty)?;
    Ok(TemplateTold::Opened(Box::new(OpenedTable { opened, sheets, sheet })))
}

fn fill(
    order: &TemplateOrder,
    filler: &Filler,
    header: &Header,
    mapping: &Mapping,
    states: &[EntityState],
) -> Result<TemplateTold, TemplateTold> {
    let Contents::Workbook(bytes) = &order.source.contents else { return Err(TemplateTold::NotAWorkbook) };
    let filling = Filling {
        sheet: order.source.sheet.unwrap_or_default(),
        below: header.bottom,
        columns: filler.columns(mapping),
        counters: Filler::counters(header),
        rows: (1..).zip(states).map(|(number, state)| filler.row(mapping, state, number)).collect(),
    };
    let disputed = states.iter().filter(|state| !state.conflicts.is_empty()).count();
    match sheet::fill_xlsx(&bytes.0, &filling, &Limits::default()) {
        Ok(filled) => Ok(TemplateTold::Filled(FilledTable {
            file: FileBytes(filled.bytes),
            rows: u32::try_from(states.len()).unwrap_or(u32::MAX),
            first: filled.first,
            put_in: filled.put_in,
            disputed: u32::try_from(disputed).unwrap_or(u32::MAX),
        })),
        Err(FillError::NoRoom { rows }) => Err(TemplateTold::NoRoom { rows }),
        Err(FillError::Read(error)) => Err(TemplateTold::Unreadable(form::unreadable(&error))),
        Err(FillError::NoSheet | FillError::Write(_)) => Err(TemplateTold::Empty),
    }
}

fn refused(told: TableTold) -> TemplateTold {
    match told {
        TableTold::Unreadable(problem) => TemplateTold::Unreadable(problem),
        _ => TemplateTold::Empty,
    }
}

/// The entities of a list in the order in which the ledger shows them, and what all entities are called.
async fn read(
    database: &Database,
    lists: &mut Lists,
    list: &ListName,
    tell: Tell<'_>,
) -> Result<(Vec<EntityState>, Titles), Failure> {
    let window = Window { offset: 0, count: usize::MAX, columns: Vec::new() };
    let query = Query { window, ..Query::default() };
    let ListAnswer::Found(found, _) = lists.answer(ListQuestion::Find { list: list.clone(), query }) else {
        return Err(Failure::Worker);
    };
    let places: HashMap<EntityId, usize> = found.rows.into_iter().map(|row| row.id).zip(0..).collect();
    let mut titles: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut states: Vec<(usize, EntityState)> = Vec::new();
    let mut portions = database.portions(Store::Entities).await?;
    let of = portions.progress().1;
    let mut done = 0;
    while let Some(rows) = portions.next(database).await? {
        done += 1;
        tell(Told::Progress { done: done.min(of), of });
        let read = rows.iter().filter_map(|row| EntityHistory::from_bytes(&row.value).ok());
        for history in read.filter(EntityHistory::is_shown) {
            let state = history.state();
            let named = titles.entry(state.list.to_string()).or_default();
            named.insert(state.id.to_string(), state.title().to_owned());
            if state.list == *list {
                states.push((places.get(&state.id).copied().unwrap_or(usize::MAX), state));
            }
        }
    }
    states.sort_by_key(|(place, _)| *place);
    let titles = titles.into_iter().map(|(list, names)| (list, Rc::new(names))).collect();
    Ok((states.into_iter().map(|(_, state)| state).collect(), titles))
}
