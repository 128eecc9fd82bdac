//! The board: every figure of the ledger as of a day, and the rows behind one.
//!
//! What rows say whatever the day is worked out once for each version of the ledger and kept; another day or scope looks through
//! that. Start at [`BoardAsk`].
//!
//! Not here: what a figure is (`ledger::indicator`), how it is drawn (`pages::dashboard`).

use std::collections::BTreeMap;

use ledger::indicator::{AsOf, Behind, Charted, Definitions, Fault, Figure, How, Lists as Of, Scope, Tally};
use record::Day;
use serde::{Deserialize, Serialize};
use sheet::Limits;
use store::layout::meta;
use store::{LedgerVersion, Store, Transaction};

use super::lists::{Lists, is_own};
use super::{Desk, Failure, intake};
use crate::platform::idb::Database;
use crate::state::calendar::calendar;
use crate::worker::FileBytes;

/// The indicators that come with the app.
const SHIPPED: &[u8] = include_bytes!("../../../pack/board/indicators.xlsx");

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum BoardAsk {
    /// Answered with [`BoardTold::Board`].
    Board(BoardQuestion),
    /// Takes a workbook of indicators in, if nothing is wrong with it. Answered with [`BoardTold::Read`].
    Read(FileBytes),
    /// Goes back to those that come with the app. Answered with [`BoardTold::Read`].
    Shipped,
    /// The workbook that is used. Answered with [`BoardTold::Workbook`].
    Workbook,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum BoardTold {
    Board(Box<Board>),
    /// What is wrong with the workbook; nothing, and it is used from now on.
    Read(Vec<Fault>),
    /// It is no workbook.
    Unreadable,
    Workbook(FileBytes),
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
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ChartShown {
    pub chart: Charted,
    pub label: String,
    pub unit: String,
    /// List and property whose choices name the bars.
    pub words: Option<(String, String)>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct BehindShown {
    pub name: String,
    pub behind: Behind,
    /// Headings of the details, and the property that each is, if it is one.
    pub details: Vec<(String, Option<String>)>,
    /// What conditions are called.
    pub conditions: BTreeMap<String, String>,
}

/// What is kept between two boards.
pub struct Kept {
    ledger: LedgerVersion,
    workbook: Option<Vec<u8>>,
    definitions: Definitions,
    tally: Tally,
}

impl Desk {
    pub(super) async fn board(&mut self, database: &Database, ask: BoardAsk) -> Result<BoardTold, Failure> {
        match ask {
            BoardAsk::Board(question) => {
                let ledger = intake::settings(database).await?.ledger;
                let workbook = own(database).await?;
                let lists = self.lists.at(database, ledger).await?;
                let is_kept = |kept: &Kept| kept.ledger == ledger && kept.workbook == workbook;
                let mut kept = match self.board.take().filter(is_kept) {
                    Some(kept) => kept,
                    None => Kept::of(ledger, workbook, lists, question.day),
                };
                let board = kept.answer(lists, &question);
                self.board = Some(kept);
                Ok(BoardTold::Board(Box::new(board)))
            }
            BoardAsk::Read(bytes) => {
                let Ok(workbook) = sheet::read_xlsx(&bytes.0, &Limits::default()) else {
                    return Ok(BoardTold::Unreadable);
                };
                let (_, faults) = Definitions::read(&workbook);
                if faults.is_empty() {
                    database.run(Transaction::new().put(Store::Meta, meta::INDICATORS.into(), bytes.0)).await?;
                }
                Ok(BoardTold::Read(faults))
            }
            BoardAsk::Shipped => {
                database.run(Transaction::new().delete(Store::Meta, meta::INDICATORS.into())).await?;
                Ok(BoardTold::Read(Vec::new()))
            }
            BoardAsk::Workbook => {
                let bytes = own(database).await?.unwrap_or_else(|| SHIPPED.to_vec());
                Ok(BoardTold::Workbook(FileBytes(bytes)))
            }
        }
    }
}

/// The zone's own workbook, if it has one.
async fn own(database: &Database) -> Result<Option<Vec<u8>>, Failure> {
    Ok(database.get(Store::Meta, &meta::INDICATORS.into()).await?)
}

/// The lists, without those that the program keeps for itself.
fn of(lists: &Lists) -> Of<'_> {
    let shown = lists.lists.iter().filter(|(name, _)| !is_own(name));
    Of(shown.map(|(name, finder)| (name.as_str(), finder.register())).collect())
}

impl Kept {
    fn of(ledger: LedgerVersion, workbook: Option<Vec<u8>>, lists: &Lists, day: Day) -> Self {
        let bytes = workbook.as_deref().unwrap_or(SHIPPED);
        let read = sheet::read_xlsx(bytes, &Limits::default()).unwrap_or_default();
        let (definitions, _) = Definitions::read(&read);
        let tally = Tally::of(&definitions, &of(lists), &calendar(), day);
        Self { ledger, workbook, definitions, tally }
    }

    fn answer(&mut self, lists: &Lists, question: &BoardQuestion) -> Board {
        let (of, calendar) = (of(lists), calendar());
        let at = AsOf { day: question.day, scope: question.scope.clone() };
        let mut as_of = |day: Day| {
            let at = AsOf { day, scope: question.scope.clone() };
            self.tally.board(&self.definitions, &of, &calendar, &at)
        };
        let before = |months: i64| question.day.after_months(-months).unwrap_or(question.day);
        let (month_before, year_before) = (as_of(before(1)), as_of(before(12)));
        let figures = as_of(question.day);
        let charts = self.tally.charts(&self.definitions, &of, &calendar, &at, &figures);
        let language = question.language.as_str();
        let shown = self.definitions.indicators.iter().zip(figures).zip(month_before.iter().zip(&year_before));
        let figures = shown.map(|((indicator, figure), (month_before, year_before))| FigureShown {
            figure,
            label: indicator.label.text(language).to_owned(),
            unit: indicator.unit.text(language).to_owned(),
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
            ChartShown {
                chart: charted,
                label: chart.label.text(language).to_owned(),
                unit: chart.unit.text(language).to_owned(),
                words: list.zip(chart.words.clone()),
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
        BehindShown { name: name.to_owned(), behind, details, conditions: said.collect() }
    }
}
