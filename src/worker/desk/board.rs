//! The board: every figure of the ledger as of a day, and the rows behind one.
//!
//! What rows say whatever the day is worked out once for each version of the ledger and kept; another day or scope looks through
//! that. Start at [`BoardAsk`].
//!
//! Not here: what a figure is (`ledger::indicator`), how it is drawn (`pages::dashboard`).

use std::collections::{BTreeMap, BTreeSet};

use ledger::Words;
use ledger::indicator::{
    AsOf, Behind, Candidate, CellAt, Charted, Dated, Definitions, Fault, Figure, Filled, How, Lists as Of, Properties,
    Scope, Tally, Wanted, Withheld,
};
use ledger::intake::Grid;
use record::{Day, Timestamp};
use serde::{Deserialize, Serialize};
use sheet::{FillError, Limits, Spot, What};
use store::zone_tables::{self, Said, ZoneTable};
use store::{LedgerVersion, Store};

use super::lists::{Lists, is_own};
use super::tray::ENTERPRISES;
use super::{Desk, Failure, intake};
use crate::platform::idb::Database;
use crate::state::calendar::{self, calendar};
use crate::worker::FileBytes;
use crate::worker::tables::{self, Contents, Source};

/// The indicators that come with the app.
const SHIPPED: &[u8] = include_bytes!("../../../pack/board/indicators.xlsx");

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum BoardAsk {
    /// Answered with [`BoardTold::Board`].
    Board(BoardQuestion),
    /// Takes a workbook of indicators in, if nothing is wrong with it; with the properties that forms say lists have. Answered
    /// with [`BoardTold::Read`].
    Read(FileBytes, Properties),
    /// Goes back to those that come with the app. Answered with [`BoardTold::Read`].
    Shipped,
    /// The workbook that is used. Answered with [`BoardTold::Workbook`].
    Workbook,
    /// The cells of somebody else's report. Answered with [`BoardTold::Cells`].
    Cells(FileBytes),
    /// Such a report with its cells filled. Answered with [`BoardTold::Filled`].
    Fill(ReportOrder),
}

/// A report to be filled.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ReportOrder {
    pub table: FileBytes,
    pub cells: Vec<(CellAt, Wanted)>,
    pub day: Day,
    pub scope: Scope,
}

/// A report that was filled.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FilledReport {
    pub file: FileBytes,
    pub cells: usize,
    /// Cells that are worked out from others and were left so.
    pub formulas: usize,
    /// Names of indicators that are not there any more.
    pub gone: Vec<String>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum BoardTold {
    Board(Box<Board>),
    /// What is wrong with the workbook; nothing, and it is used from now on.
    Read(Vec<Fault>),
    /// It is no workbook.
    Unreadable,
    Workbook(FileBytes),
    /// The names of the sheets, and their cells.
    Cells(Vec<String>, Vec<Candidate>),
    Filled(FilledReport),
    /// A sheet or a row that was filled before is not in it.
    NoCell,
}

/// What a board is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BoardQuestion {
    pub day: Day,
    pub scope: Scope,
    /// In which texts are wanted: `zh` or `en`.
    pub language: String,
    /// The figure whose rows are wanted, and how many of each kind.
    pub behind: Option<(String, usize)>,
}

/// Everything that a board shows, in one language.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Board {
    /// Of all lists together.
    pub rows: usize,
    /// Whether somebody's own workbook is used.
    pub is_own: bool,
    pub groups: Vec<(String, String)>,
    pub figures: Vec<FigureShown>,
    pub charts: Vec<ChartShown>,
    /// What it can be narrowed to, by property.
    pub scopes: Vec<(String, Vec<String>)>,
    pub behind: Option<BehindShown>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FigureShown {
    pub figure: Figure,
    pub label: String,
    pub unit: String,
    pub formula: String,
    /// Blank: only other figures and charts use it.
    pub group: String,
    pub places: u32,
    pub month_before: Option<f64>,
    pub year_before: Option<f64>,
    /// Whether others are not told that of a month and that of a year before.
    pub few_before: [bool; 2],
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ChartShown {
    pub chart: Charted,
    pub label: String,
    pub unit: String,
    /// List and property whose choices name the bars.
    pub words: Option<(String, String)>,
    /// The same of their parts.
    pub series_words: Option<(String, String)>,
    /// Its bars are weeks or months, one after the other.
    pub is_over_time: bool,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct BehindShown {
    pub name: String,
    pub behind: Behind,
    /// Headings of the details, and the property that each is, if it is one.
    pub details: Vec<(String, Option<String>)>,
    /// What conditions and figures are called.
    pub conditions: BTreeMap<String, String>,
}

/// What bars of charts and their parts are called.
pub struct Naming<'a> {
    pub board: &'a Board,
    pub words: &'a Words,
    /// Where rows say nothing.
    pub blank: &'a str,
    /// Between several choices.
    pub separator: &'a str,
}

impl Naming<'_> {
    pub fn bar(&self, chart: &ChartShown, name: &str) -> String {
        self.called(&chart.words, name)
    }

    pub fn part(&self, chart: &ChartShown, name: &str) -> String {
        self.called(&chart.series_words, name)
    }

    fn called(&self, words: &Option<(String, String)>, name: &str) -> String {
        let of_figure = || self.board.figures.iter().find(|figure| figure.figure.name == name);
        match words {
            _ if name.is_empty() => self.blank.to_owned(),
            Some((list, property)) => self.words.value(list, property, name, self.separator),
            None => of_figure().map_or_else(|| name.to_owned(), |figure| figure.label.clone()),
        }
    }
}

impl ChartShown {
    /// Whether a bar is cut into parts.
    pub fn has_parts(&self) -> bool {
        self.chart.series.len() > 1 || self.chart.series.iter().any(|part| !part.is_empty())
    }
}

/// What is kept between two boards.
pub struct Kept {
    ledger: LedgerVersion,
    workbook: Option<Vec<u8>>,
    holidays: Option<String>,
    definitions: Definitions,
    tally: Tally,
}

impl Desk {
    pub(super) async fn board(
        &mut self,
        database: &Database,
        ask: BoardAsk,
        now: Timestamp,
    ) -> Result<BoardTold, Failure> {
        match ask {
            BoardAsk::Board(question) => {
                let (kept, lists) = self.kept(database, question.day).await?;
                Ok(BoardTold::Board(Box::new(kept.answer(lists, &question))))
            }
            BoardAsk::Cells(table) => {
                let Some(grids) = grids(&table) else { return Ok(BoardTold::Unreadable) };
                let definitions = definitions(own(database).await?.as_deref());
                let names = grids.iter().map(|grid| grid.name.clone()).collect();
                Ok(BoardTold::Cells(names, Candidate::all(&grids, &definitions)))
            }
            BoardAsk::Fill(order) => {
                let (kept, lists) = self.kept(database, order.day).await?;
                Ok(kept.fill(lists, &order).unwrap_or_else(|told| told))
            }
            BoardAsk::Read(bytes, mut properties) => {
                let Ok(workbook) = sheet::read_xlsx(&bytes.0, &Limits::default()) else {
                    return Ok(BoardTold::Unreadable);
                };
                // What came with a form that is no longer here is there all the same.
                let ledger = intake::settings(database).await?.ledger;
                for (list, register) in of(self.lists.at(database, ledger).await?).0 {
                    let known = properties.entry(list.to_owned()).or_default();
                    known.extend(register.properties().into_iter().map(str::to_owned));
                }
                let (_, faults) = Definitions::read_with(&workbook, &properties);
                if faults.is_empty() {
                    say(database, Some(bytes.0), now).await?;
                }
                Ok(BoardTold::Read(faults))
            }
            BoardAsk::Shipped => {
                say(database, None, now).await?;
                Ok(BoardTold::Read(Vec::new()))
            }
            BoardAsk::Workbook => {
                let bytes = own(database).await?.unwrap_or_else(|| SHIPPED.to_vec());
                Ok(BoardTold::Workbook(FileBytes(bytes)))
            }
        }
    }

    /// What the board is made of, as the ledger and the workbook are now.
    pub(super) async fn kept(&mut self, database: &Database, day: Day) -> Result<(&mut Kept, &Lists), Failure> {
        let ledger = intake::settings(database).await?.ledger;
        let (workbook, holidays) = (own(database).await?, calendar::own(database).await?);
        calendar::read(database).await;
        let lists = self.lists.at(database, ledger).await?;
        let is_kept = |kept: &Kept| kept.ledger == ledger && kept.workbook == workbook && kept.holidays == holidays;
        let kept = match self.board.take().filter(is_kept) {
            Some(kept) => kept,
            None => Kept::of(ledger, (workbook, holidays), lists, day),
        };
        Ok((self.board.insert(kept), lists))
    }
}

/// The sheets of a workbook.
fn grids(table: &FileBytes) -> Option<Vec<Grid>> {
    tables::grids(&Source { contents: Contents::Workbook(table.clone()), sheet: None }).ok()
}

/// Those of the zone's own workbook, or of the one that comes with the app.
fn definitions(workbook: Option<&[u8]>) -> Definitions {
    let read = sheet::read_xlsx(workbook.unwrap_or(SHIPPED), &Limits::default()).unwrap_or_default();
    Definitions::read(&read).0
}

/// The zone's own workbook, if it has one.
async fn own(database: &Database) -> Result<Option<Vec<u8>>, Failure> {
    let rows = database.several(Store::Meta, ZoneTable::Indicators.keys()).await?;
    Ok(ZoneTable::Indicators.said(&rows).and_then(|said| said.bytes))
}

async fn say(database: &Database, bytes: Option<Vec<u8>>, set_at: Timestamp) -> Result<(), Failure> {
    Ok(database.run(zone_tables::set(ZoneTable::Indicators, &Said { set_at, bytes })).await?)
}

/// The lists, without those that the program keeps for itself.
fn of(lists: &Lists) -> Of<'_> {
    let shown = lists.lists.iter().filter(|(name, _)| !is_own(name));
    Of(shown.map(|(name, finder)| (name.as_str(), finder.register())).collect())
}

impl Kept {
    pub(super) fn of(ledger: LedgerVersion, own: (Option<Vec<u8>>, Option<String>), lists: &Lists, day: Day) -> Self {
        let (workbook, holidays) = own;
        let definitions = definitions(workbook.as_deref());
        let tally = Tally::of(&definitions, &of(lists), &calendar(), day);
        Self { ledger, workbook, holidays, definitions, tally }
    }

    pub(super) fn answer(&mut self, lists: &Lists, question: &BoardQuestion) -> Board {
        let (of, calendar) = (of(lists), calendar());
        let at = AsOf { day: question.day, scope: question.scope.clone() };
        let [figures, month_before, year_before] = self.figures(&of, &at);
        let charts = self.tally.charts(&self.definitions, &of, &calendar, &at, &figures);
        let language = question.language.as_str();
        let shown = self.definitions.indicators.iter().zip(figures).zip(month_before.iter().zip(&year_before));
        let figures = shown.map(|((indicator, figure), (month_before, year_before))| FigureShown {
            few_before: [month_before.few, year_before.few],
            figure,
            label: indicator.label.text(language).to_owned(),
            unit: indicator.unit.own(language).to_owned(),
            formula: indicator.formula.text(language).to_owned(),
            group: indicator.group.clone().unwrap_or_default(),
            places: indicator.places,
            month_before: month_before.value,
            year_before: year_before.value,
        });
        let charts = self.definitions.charts.iter().zip(charts).map(|(chart, charted)| {
            let first = chart.indicators.first().map(|place| &self.definitions.indicators[*place].how);
            let list = match first {
                Some(How::Counted(counted)) => Some(counted.list.to_string()),
                _ => None,
            };
            let called = |words: &Option<String>| {
                words.as_ref().and_then(|words| match words.split_once('/') {
                    Some((list, property)) => Some((list.to_owned(), property.to_owned())),
                    None => list.clone().map(|list| (list, words.clone())),
                })
            };
            ChartShown {
                chart: charted,
                label: chart.label.text(language).to_owned(),
                unit: chart.unit.text(language).to_owned(),
                words: called(&chart.words),
                series_words: called(&chart.series_words),
                is_over_time: chart.last > 0,
            }
        });
        let group = |group: &ledger::indicator::Group| (group.name.clone(), group.label.text(language).to_owned());
        let mut board = Board {
            rows: of.0.values().map(|register| register.len()).sum(),
            is_own: self.workbook.is_some(),
            groups: self.definitions.groups.iter().map(group).collect(),
            figures: figures.collect(),
            charts: charts.collect(),
            scopes: self.tally.scopes(&self.definitions),
            behind: None,
        };
        if let Some((name, most)) = &question.behind {
            let behind = self.tally.behind(&self.definitions, &of, &calendar, name, &at, *most);
            board.behind = behind.map(|behind| self.shown(name, behind, language));
        }
        board
    }

    /// The same, with what who only looks is not told of it.
    pub(super) fn seen(&mut self, lists: &Lists, question: &BoardQuestion) -> (Board, Withheld) {
        let board = self.answer(lists, question);
        let figures: Vec<Figure> = board.figures.iter().map(|shown| shown.figure.clone()).collect();
        let charts: Vec<Charted> = board.charts.iter().map(|shown| shown.chart.clone()).collect();
        let at = AsOf { day: question.day, scope: question.scope.clone() };
        let (of, calendar) = (of(lists), calendar());
        let withheld = self.tally.withheld(&self.definitions, &of, &calendar, &at, (&figures, &charts), ENTERPRISES);
        (board, withheld)
    }

    /// As of a day, a month and a year before.
    fn figures(&mut self, of: &Of<'_>, at: &AsOf) -> [Vec<Figure>; 3] {
        let calendar = calendar();
        let mut before = |months: i64| {
            let day = at.day.after_months(-months).unwrap_or(at.day);
            self.tally.board(&self.definitions, of, &calendar, &AsOf { day, scope: at.scope.clone() })
        };
        let (year_before, month_before) = (before(12), before(1));
        [before(0), month_before, year_before]
    }

    fn fill(&mut self, lists: &Lists, order: &ReportOrder) -> Result<BoardTold, BoardTold> {
        let grids = grids(&order.table).ok_or(BoardTold::Unreadable)?;
        let at = AsOf { day: order.day, scope: order.scope.clone() };
        let [now, month_before, year_before] = self.figures(&of(lists), &at);
        let dated = Dated {
            definitions: &self.definitions,
            day: order.day,
            now: &now,
            month_before: &month_before,
            year_before: &year_before,
        };
        let (mut spots, mut gone) = (Vec::new(), BTreeSet::new());
        for (at, wanted) in &order.cells {
            let grid = grids.get(at.sheet).ok_or(BoardTold::NoCell)?;
            let what = match dated.said(grid, *at, wanted) {
                Some(Filled::Number(value)) => What::Number(value),
                Some(Filled::Text(text)) => What::Text(text.into()),
                Some(Filled::Day(day)) => What::Date(day.to_string().into()),
                None => {
                    if let Wanted::Figure { name, .. } = wanted {
                        gone.insert(name.clone());
                    }
                    continue;
                }
            };
            spots.push(Spot { sheet: at.sheet, row: at.row, column: at.column, what });
        }
        match sheet::put_xlsx(&order.table.0, &spots, &Limits::default()) {
            Ok(put) => Ok(BoardTold::Filled(FilledReport {
                file: FileBytes(put.bytes),
                cells: spots.len() - put.formulas.len(),
                formulas: put.formulas.len(),
                gone: gone.into_iter().collect(),
            })),
            Err(FillError::Read(_)) => Err(BoardTold::Unreadable),
            Err(_) => Err(BoardTold::NoCell),
        }
    }

    fn shown(&self, name: &str, behind: Behind, language: &str) -> BehindShown {
        let indicator = self.definitions.indicator(name).map(|place| &self.definitions.indicators[place]);
        let details = match indicator.map(|indicator| &indicator.how) {
            Some(How::Counted(counted)) => counted
                .details
                .iter()
                .map(|detail| {
                    let source = detail.expression.source();
                    let is_name = source.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
                    (detail.label.text(language).to_owned(), is_name.then(|| source.to_owned()))
                })
                .collect(),
            _ => Vec::new(),
        };
        let conditions = self.definitions.conditions.iter();
        let said = conditions.map(|condition| (condition.name.clone(), condition.label.text(language).to_owned()));
        let figures = self.definitions.indicators.iter();
        let said = said.chain(figures.map(|figure| (figure.name.clone(), figure.label.text(language).to_owned())));
        BehindShown { name: name.to_owned(), behind, details, conditions: said.collect() }
    }
}
