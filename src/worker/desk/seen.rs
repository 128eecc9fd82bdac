//! The board for who only looks: its figures and charts as they are told in a viewer's file, all of the whole zone.
//!
//! The figures are those of the board itself (`board`), with what is withheld from a file (`ledger::indicator::Withheld`). What a bar
//! is called is told where a form has a choice of that name, or something is called so that is no person: any other text was typed by
//! somebody, and is told as something else; so is of what kind somebody is where few are of it. Start at [`Desk::seen`].
//!
//! Not here: how the file looks (`ledger::report::viewer`).

use std::collections::{BTreeMap, BTreeSet};

use form::Package;
use ledger::indicator::{Bar, Caveats, HIDDEN, Scope, Withheld};
use ledger::report::viewer::board::{Board as Seen, ChartTable, Doubt, FigureGroup, FigureLine};
use ledger::report::viewer::is_of_people;
use ledger::report::{Caption, Captions};
use ledger::{Words, masked};
use record::Day;

use super::board::{Board, BoardQuestion, ChartShown, Naming};
use super::lists::{ListAnswer, ListQuestion, Lists, Named, is_own};
use super::report::{Forms, ReportOrder};
use super::{Desk, Failure};
use crate::platform::idb::Database;
use crate::text::figures;

/// Letters that stand for a quarter, a week or a half in the name of a time.
const OF_TIMES: [char; 3] = ['Q', 'W', 'H'];

impl Desk {
    /// The board of a day, for a file.
    ///
    /// # Errors
    /// [`Failure`]
    pub(super) async fn seen(&mut self, database: &Database, day: Day, order: &ReportOrder) -> Result<Seen, Failure> {
        let forms = Forms::read(database).await?;
        let language = order.order.language.clone();
        let (mut words, packages) = (forms.words(&language), forms.all());
        let question = BoardQuestion { day, scope: Scope::default(), language, behind: None };
        let (board, withheld) = {
            let (kept, lists) = self.kept(database, day).await?;
            kept.seen(lists, &question)
        };
        let told = Told::of(&board, &mut self.lists, &packages, &mut words);
        Ok(seen(&board, &withheld, &told, &order.captions, day))
    }
}

/// What may be told of names, and what they are.
struct Told<'a> {
    words: &'a Words,
    /// Texts of bars that something is called which is no person.
    titles: BTreeSet<String>,
    /// Ids of bars that name such a thing.
    named: BTreeSet<String>,
}

impl<'a> Told<'a> {
    fn of(board: &Board, lists: &mut Lists, forms: &[&Package], words: &'a mut Words) -> Self {
        let names = board.charts.iter().flat_map(|shown| {
            let bars = shown.chart.bars.iter().map(|bar| &bar.name);
            bars.chain(&shown.chart.series)
        });
        let names: BTreeSet<String> = names.filter(|name| !name.is_empty()).cloned().collect();
        let found = match lists.answer(ListQuestion::Named(names.iter().cloned().collect())) {
            ListAnswer::Named(named) => named,
            _ => Named::new(),
        };
        let mut of_people: BTreeMap<String, bool> = BTreeMap::new();
        let mut is_person = |list: &str| *of_people.entry(list.to_owned()).or_insert_with(|| is_of_people(list, forms));
        let mut named = BTreeSet::new();
        for (id, name) in found {
            if !is_person(name.key.list.as_str()) {
                words.learn_entity(&id, &name.title);
                named.insert(id);
            }
        }
        let mut titles = BTreeSet::new();
        let (mut own, mut people) = (Vec::new(), Vec::new());
        for (list, finder) in lists.lists.iter().filter(|(list, _)| !is_own(list)) {
            let of = if is_person(list.as_str()) { &mut people } else { &mut own };
            of.push(finder.register());
        }
        for register in own {
            let called = (0..register.len()).map(|row| register.title(row)).filter(|title| names.contains(*title));
            titles.extend(called.map(str::to_owned));
        }
        // Of what is called like a person nobody knows which is meant.
        for register in people {
            (0..register.len()).for_each(|row| {
                titles.remove(register.title(row));
            });
        }
        Self { words, titles, named }
    }

    /// Whether a name may be told that stands for a bar or a part of one.
    fn has(&self, of: Option<&(String, String)>, board: &Board, name: &str) -> bool {
        let is_choice = |(list, property): &(String, String)| {
            let known: BTreeSet<&str> = self.words.choices(list, property).map(|(name, _)| name).collect();
            name.split_whitespace().all(|name| known.contains(name) || self.named.contains(name))
        };
        let is_figure = || of.is_none() && board.figures.iter().any(|figure| figure.figure.name == name);
        let is_number = || !name.chars().any(|sign| sign.is_alphabetic() && !OF_TIMES.contains(&sign));
        name.is_empty()
            || of.is_some_and(is_choice)
            || self.named.contains(name)
            || self.titles.contains(name)
            || is_figure()
            || is_number()
    }
}

/// The board as it is told in a file.
fn seen(board: &Board, withheld: &Withheld, told: &Told<'_>, captions: &Captions, day: Day) -> Seen {
    let figures = || board.figures.iter().zip(&withheld.figures);
    let group = |(name, label): &(String, String)| {
        let line = |(shown, instead): (&super::board::FigureShown, &Option<&'static str>)| FigureLine {
            name: shown.label.clone(),
            value: instead.map_or_else(|| figures::said(shown.figure.value, shown.places), str::to_owned),
            // As on the board: where there is no figure it has no unit.
            unit: if shown.figure.value.is_some() { shown.unit.clone() } else { String::new() },
            doubts: doubts(&shown.figure.caveats),
        };
        let figures = figures().filter(|(shown, _)| shown.group == *name).map(line).collect();
        FigureGroup { title: label.clone(), figures }
    };
    let naming = Naming { board, words: told.words, blank: captions.get(Caption::Blank), separator: " / " };
    let called = Called { board, told, naming, other: captions.get(Caption::Other) };
    Seen {
        day: day.to_string(),
        groups: board.groups.iter().map(group).collect(),
        charts: board.charts.iter().zip(&withheld.charts).map(|(shown, hidden)| called.table(shown, hidden)).collect(),
    }
}

/// What bars are called in a file.
struct Called<'a> {
    board: &'a Board,
    told: &'a Told<'a>,
    naming: Naming<'a>,
    other: &'a str,
}

impl Called<'_> {
    /// A chart as a table. Bars of few people are one row that does not say of which kind they are.
    fn table(&self, shown: &ChartShown, hidden: &[Vec<Option<&'static str>>]) -> ChartTable {
        let (bars, series) = (&shown.chart.bars, &shown.chart.series);
        let said = |(value, hidden): (&Option<f64>, &Option<&'static str>)| {
            hidden.map_or_else(|| figures::part(*value), |_| HIDDEN.to_owned())
        };
        let mut rows: Vec<(String, Vec<String>)> = Vec::new();
        let mut few: Vec<bool> = vec![false; series.len()];
        for (bar, hidden) in bars.iter().zip(hidden) {
            if is_of_few((0..series.len()).map(|part| (bar, part))) {
                few.iter_mut().zip(&bar.few).for_each(|(few, is_few)| *few |= is_few);
                continue;
            }
            let name = self.name(shown.words.as_ref(), &bar.name, || self.naming.bar(shown, &bar.name));
            rows.push((name, bar.values.iter().zip(hidden).map(said).collect()));
        }
        if few.contains(&true) {
            let hidden = few.iter().map(|few| if *few { HIDDEN.to_owned() } else { figures::part(None) });
            rows.push((self.other.to_owned(), hidden.collect()));
        }
        let part = |(place, part): (usize, &String)| match is_of_few(bars.iter().map(|bar| (bar, place))) {
            true => self.other.to_owned(),
            false => self.name(shown.series_words.as_ref(), part, || self.naming.part(shown, part)),
        };
        let parts = if shown.has_parts() { series.iter().enumerate().map(part).collect() } else { Vec::new() };
        ChartTable { title: shown.label.clone(), unit: shown.unit.clone(), parts, bars: rows }
    }

    fn name(&self, of: Option<&(String, String)>, name: &str, called: impl Fn() -> String) -> String {
        match self.told.has(of, self.board, name) {
            true => masked("", &called()).into_owned(),
            false => self.other.to_owned(),
        }
    }
}

/// Whether all that these parts of bars have are few people: that somebody is of a kind tells who, where nobody else is.
fn is_of_few<'a>(mut parts: impl Iterator<Item = (&'a Bar, usize)> + Clone) -> bool {
    let is_few = |(bar, part): (&Bar, usize)| bar.few.get(part).copied().unwrap_or_default();
    let has = |(bar, part): (&Bar, usize)| bar.values.get(part).copied().flatten().is_some_and(|value| value > 0.0);
    parts.clone().any(is_few) && !parts.any(|part| has(part) && !is_few(part))
}

fn doubts(caveats: &Caveats) -> Vec<Doubt> {
    let Caveats { conflicts, faulty_codes, missing_year, failed, unscoped: _ } = caveats;
    let conflicts = (*conflicts > 0).then_some(Doubt::Conflicts(*conflicts));
    let faulty = (*faulty_codes > 0).then_some(Doubt::FaultyCodes(*faulty_codes));
    let year = missing_year.map(Doubt::MissingYear);
    let failed = failed.as_ref().map(|_| Doubt::Failed);
    [conflicts, faulty, year, failed].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests;
