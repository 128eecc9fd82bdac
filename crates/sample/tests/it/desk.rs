//! A desk that takes in files as the app does: opened, checked, planned, kept as lists.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use batch::{Contents, File, Opened, Sender, Unverified};
use ledger::indicator::{AsOf, Behind, Charted, Definitions, Figure, Lists, Scope, Tally};
use ledger::register::{Line, Sums};
use ledger::{ImportReport, Known, Register, plan};
use record::{Day, ListName};
use rules::Calendar;

const HOLIDAYS: &[u8] = include_bytes!("../../../../pack/holidays.csv");
const INDICATORS: &[u8] = include_bytes!("../../../../pack/board/indicators.xlsx");

pub fn calendar() -> Calendar {
    Calendar::read(&sheet::read_csv(HOLIDAYS, &sheet::Limits::default()).unwrap())
}

pub fn definitions() -> Definitions {
    let workbook = sheet::read_xlsx(INDICATORS, &sheet::Limits::default()).unwrap();
    let (definitions, faults) = Definitions::read(&workbook);
    assert_eq!(faults, []);
    definitions
}

/// The six tablets' files.
pub fn files() -> &'static [File] {
    static FILES: OnceLock<Vec<File>> = OnceLock::new();
    FILES.get_or_init(|| sample::batches(&calendar()).unwrap())
}

/// A desk that took all of them in.
pub fn whole() -> Desk {
    static WHOLE: OnceLock<Known> = OnceLock::new();
    let known = WHOLE.get_or_init(|| {
        let mut desk = Desk::default();
        files().iter().for_each(|file| drop(desk.take(file)));
        desk.known
    });
    Desk { known: known.clone() }
}

#[derive(Default)]
pub struct Desk {
    pub known: Known,
}

impl Desk {
    /// Takes a file in, whole.
    pub fn take(&mut self, file: &File) -> ImportReport {
        let unverified = Unverified::read(&file.bytes).unwrap();
        let Opened::Trusted(verified) = batch::open(unverified, &|_| Sender::Trusted).unwrap() else {
            panic!("not trusted")
        };
        let Contents::Batch { batch, refused, .. } = verified.contents else { panic!("no batch") };
        assert!(refused.is_empty());
        let plan = plan(&self.known, &batch.records);
        self.known.apply(&plan);
        plan.report
    }

    pub fn registers(&self) -> BTreeMap<String, Register> {
        let mut lines: BTreeMap<String, Vec<Line>> = BTreeMap::new();
        for history in self.known.entities.values().filter(|history| history.is_shown()) {
            lines.entry(history.list.to_string()).or_default().push(Line::summed_up(history));
        }
        let register = |(name, lines): (String, Vec<Line>)| {
            let mut register = Register::from_shards(ListName::new(&name), []);
            register.take(lines, &[], &Sums::default());
            (name, register)
        };
        lines.into_iter().map(register).collect()
    }

    pub fn figures(&self, day: &str) -> Vec<Figure> {
        Board::of(self).figures(day, &[])
    }
}

/// A board over what a desk has now.
pub struct Board {
    pub registers: BTreeMap<String, Register>,
    pub definitions: Definitions,
    pub calendar: Calendar,
    pub tally: Tally,
}

impl Board {
    pub fn of(desk: &Desk) -> Self {
        Self::with(desk, definitions())
    }

    pub fn with(desk: &Desk, definitions: Definitions) -> Self {
        let (registers, calendar) = (desk.registers(), calendar());
        let tally = Tally::of(&definitions, &lists(&registers), &calendar, sample::AS_OF);
        Self { registers, definitions, calendar, tally }
    }

    pub fn figures(&mut self, day: &str, scope: &[(&str, &str)]) -> Vec<Figure> {
        let at = as_of(day, scope);
        self.tally.board(&self.definitions, &lists(&self.registers), &self.calendar, &at)
    }

    pub fn figure(&mut self, name: &str, day: &str, scope: &[(&str, &str)]) -> Figure {
        self.figures(day, scope).into_iter().find(|figure| figure.name == name).unwrap()
    }

    pub fn chart(&mut self, name: &str, day: &str) -> Charted {
        self.chart_of(name, day, &[])
    }

    pub fn chart_of(&mut self, name: &str, day: &str, scope: &[(&str, &str)]) -> Charted {
        let (at, all) = (as_of(day, scope), lists(&self.registers));
        let figures = self.tally.board(&self.definitions, &all, &self.calendar, &at);
        let charts = self.tally.charts(&self.definitions, &all, &self.calendar, &at, &figures);
        charts.into_iter().find(|chart| chart.name == name).unwrap()
    }

    pub fn behind(&mut self, name: &str, day: &str) -> Behind {
        let at = as_of(day, &[]);
        self.tally.behind(&self.definitions, &lists(&self.registers), &self.calendar, name, &at, 1_000).unwrap()
    }
}

pub fn lists(registers: &BTreeMap<String, Register>) -> Lists<'_> {
    Lists(registers.iter().map(|(name, register)| (name.as_str(), register)).collect())
}

pub fn as_of(day: &str, scope: &[(&str, &str)]) -> AsOf {
    let scope = scope.iter().map(|(property, value)| ((*property).to_owned(), (*value).to_owned()));
    AsOf { day: day.parse::<Day>().unwrap(), scope: Scope(scope.collect()) }
}
