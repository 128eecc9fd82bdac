//! The board's figures of a folder of files, by the board's own definitions.

use std::collections::BTreeMap;
use std::path::Path;

use ledger::Register;
use ledger::indicator::{AsOf, Definitions, Lists, Scope, Tally};
use ledger::register::{Line, Sums};
use record::{Day, ListName};
use rules::Calendar;
use serde_json::{Map, Value, json};
use sheet::Limits;

use crate::fold::{FoldError, Folded};

const HOLIDAYS: &[u8] = include_bytes!("../../pack/holidays.csv");
const INDICATORS: &[u8] = include_bytes!("../../pack/board/indicators.xlsx");

/// Why there are no figures.
#[derive(Debug, thiserror::Error)]
pub enum FiguresError {
    #[error(transparent)]
    Fold(#[from] FoldError),
    #[error("the shipped workbook or calendar cannot be read")]
    Shipped(#[from] sheet::ReadError),
    #[error("the shipped definitions have {0} faults")]
    Definitions(usize),
}

/// Every figure by its name: its value, or null.
pub fn told(folder: &Path, day: Day) -> Result<Value, FiguresError> {
    let folded = Folded::of(folder, 3)?;
    let calendar = calendar()?;
    let (definitions, faults) = Definitions::read(&sheet::read_xlsx(INDICATORS, &Limits::default())?);
    if !faults.is_empty() {
        return Err(FiguresError::Definitions(faults.len()));
    }
    let mut lines: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for history in folded.known.entities.values().filter(|history| history.is_shown()) {
        lines.entry(history.list.to_string()).or_default().push(Line::summed_up(history));
    }
    let register = |(name, lines): (String, Vec<Line>)| {
        let mut register = Register::from_shards(ListName::new(&name), []);
        register.take(lines, &[], &Sums::default());
        (name, register)
    };
    let registers: BTreeMap<String, Register> = lines.into_iter().map(register).collect();
    let lists = Lists(registers.iter().map(|(name, register)| (name.as_str(), register)).collect());
    let at = AsOf { day, scope: Scope(BTreeMap::new()) };
    let mut tally = Tally::of(&definitions, &lists, &calendar, at.day);
    let figures = tally.board(&definitions, &lists, &calendar, &at);
    let figures: Map<String, Value> = figures.into_iter().map(|figure| (figure.name, json!(figure.value))).collect();
    Ok(json!({ "ledger": folded.hash().to_string(), "figures": figures }))
}

/// The shipped table of holidays.
pub fn calendar() -> Result<Calendar, FiguresError> {
    Ok(Calendar::read(&sheet::read_csv(HOLIDAYS, &Limits::default())?))
}
