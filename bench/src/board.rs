//! The board over a hundred thousand rows: the sample zone many times over, each time with ids and codes of its own.

use std::collections::{BTreeMap, BTreeSet};

use ledger::indicator::{AsOf, Definitions, Lists, Scope, Tally};
use ledger::register::{Register, Sums};
use ledger::{EntityState, Origin, Property};
use record::{ChangeId, Day, DeviceId, EntityId, ListName, OfficerId, RecordId, RevisionHash, Sha256, Timestamp};
use rules::Calendar;
use sample::Row;
use sheet::Limits;

use crate::figure::{Against, Figure};
use crate::filling::Failure;
use crate::measure::median_ms;

const INDICATORS: &[u8] = include_bytes!("../../pack/board/indicators.xlsx");
pub const HOLIDAYS: &[u8] = include_bytes!("../../pack/holidays.csv");

pub const ROWS: usize = 100_000;
/// What was promised of another day or scope, and what a first board may take.
const CHANGE_MS: f64 = 200.0;
const FIRST_MS: f64 = 5_000.0;

/// What a board costs.
///
/// # Errors
/// A workbook or table that is not read.
pub fn figures() -> Result<Vec<Figure>, Failure> {
    let calendar = Calendar::read(&sheet::read_csv(HOLIDAYS, &Limits::default())?);
    let (definitions, _) = Definitions::read(&sheet::read_xlsx(INDICATORS, &Limits::default())?);
    let registers = made(&calendar);
    let lists = Lists(registers.iter().map(|(name, register)| (*name, register)).collect());
    let first = || Tally::of(&definitions, &lists, &calendar, sample::AS_OF);
    let mut tally = first();
    let mut figures = Vec::new();
    let mut figure = |what: &'static str, ms: f64, bound: f64| {
        let against = Against::Bound(bound);
        figures.push(Figure { form: "board100k".to_owned(), what, ms, changed: 0, against });
    };
    figure("what rows say, whatever the day", median_ms(|_| (), |()| first()), FIRST_MS);
    // As the page asks: the day, a month and a year before it, and the charts.
    let mut board = |at: &AsOf| {
        let mut figures = Vec::new();
        for months in [1, 12, 0] {
            let day = at.day.after_months(-months).unwrap_or(at.day);
            let at = AsOf { day, scope: at.scope.clone() };
            figures = tally.board(&definitions, &lists, &calendar, &at);
        }
        tally.charts(&definitions, &lists, &calendar, at, &figures).len()
    };
    let at = |day: i64, area: Option<&str>| {
        let scope = area.map(|area| ("area".to_owned(), area.to_owned())).into_iter().collect();
        AsOf { day: Day(sample::AS_OF.0 - day), scope: Scope(scope) }
    };
    let days = [at(0, None), at(31, None)];
    figure(
        "another day, with what it was before and all charts",
        median_ms(|run| &days[run % 2], &mut board),
        CHANGE_MS,
    );
    let scopes = [at(0, Some("area_1")), at(0, Some("area_2"))];
    figure("another area, the same", median_ms(|run| &scopes[run % 2], &mut board), CHANGE_MS);
    Ok(figures)
}

fn made(calendar: &Calendar) -> BTreeMap<&'static str, Register> {
    let zones = zones(calendar, ROWS);
    let lists: BTreeSet<&'static str> = zones.iter().flat_map(|zone| zone.lists.keys().copied()).collect();
    let register = |name: &'static str| {
        let list = ListName::new(name);
        let mut register = Register::of(&list, [], &Sums::default());
        for zone in &zones {
            let states: Vec<EntityState> = zone.rows(name).iter().map(|row| state(&list, row)).collect();
            register.change(&states, &[], &Sums::default());
        }
        (name, register)
    };
    lists.into_iter().map(register).collect()
}

/// The sample zone so many times that there are so many rows.
pub fn zones(calendar: &Calendar, rows: usize) -> Vec<sample::Zone> {
    let zone = sample::zone(calendar);
    let of_one: usize = zone.lists.values().map(Vec::len).sum();
    let copies = u8::try_from(rows.div_ceil(of_one.max(1))).unwrap_or(u8::MAX);
    (0..copies).map(|copy| zone.again(copy)).collect()
}

fn state(list: &ListName, row: &Row) -> EntityState {
    let at = Timestamp::new(1_700_000_000_000, 480);
    let origin = Origin {
        decided: None,
        record: RecordId::new(at, [7; 10]),
        form_id: "form".to_owned(),
        form_version: "1".to_owned(),
        officer: OfficerId::new("样例01"),
        device: DeviceId::new("device"),
        finalized_at: at,
        sequence: 1,
    };
    let source = ChangeId { revision: RevisionHash::from(Sha256::of(b"revision")), index: 0 };
    let said = |value: String| Property { value, source, origin: origin.clone() };
    let properties = row.properties.iter().map(|(name, text)| ((*name).to_owned(), said(text.clone())));
    EntityState {
        list: list.clone(),
        id: EntityId::new(&row.id),
        label: Some(said(row.label.clone())),
        version: 1,
        heads: Vec::new(),
        properties: properties.collect(),
        conflicts: Vec::new(),
        branch: None,
        parallel: false,
        created: Some(origin.clone()),
        updated: Some(origin.clone()),
    }
}
