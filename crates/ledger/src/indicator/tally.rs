//! What rows say, whatever the day and the scope: worked out once, looked through for each board.
//!
//! Nearly everything that an indicator asks of a row is the same on every day: whether its conditions hold, since when it
//! counts, its value. So a change of day or scope is one pass over numbers. What asks for `today()` is worked out again for
//! each new day ([`Tally::board`] sees to it), and only that.

use std::collections::{BTreeMap, BTreeSet};

use record::{Day, ListName};
use rules::Calendar;
use xpath::{Evaluator, Expr, Origin, Step, Value};

use super::beside::Beside;
use super::chart::{Charted, Cut};
use super::definition::{Aggregate, Counted, Definitions, How, Moment, Window};
use super::facts::Facts;
use super::few::is_few;
use super::figure::{Caveats, Figure, rounded};
use super::outside::{Outside, day_of};
use super::quantile::{median, ninth_tenth};
use super::rows::{Lists, Sheets, Spot};
use super::scope::{Scope, Within};
use crate::register::Register;

/// A figure before it is rounded.
#[derive(Default)]
struct Worked {
    exact: Option<f64>,
    rows: Option<usize>,
    few: bool,
    caveats: Caveats,
}

/// What a board is of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AsOf {
    /// Inclusive.
    pub day: Day,
    pub scope: Scope,
}

/// What rows of some lists say of some indicators.
#[derive(Debug, Default)]
pub struct Tally {
    pub(super) facts: Facts,
    /// Of each condition, whether it holds of each row.
    pub(super) holds: Vec<Holds>,
    pub(super) counted: Vec<Option<Rows>>,
    pub(super) cuts: Vec<Vec<Cut>>,
    day: Option<Day>,
    /// The day of the charts.
    cut_day: Option<Day>,
}

/// Whether a condition holds of each row of its list, and what could not be worked out.
#[derive(Debug, Default)]
pub(super) struct Holds {
    pub rows: Vec<bool>,
    failed: Option<String>,
    missing_year: Option<i64>,
}

/// The rows of which all conditions hold.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub rows: Vec<u32>,
    /// Days since 1970 from which a row counts; `NEVER` where it should say one and does not.
    pub from: Vec<i64>,
    /// From which it counts no more; `NEVER`: it goes on.
    pub until: Vec<i64>,
    pub value: Vec<f64>,
    /// The text that tells rows apart, as a number; `BLANK`: there is none.
    pub key: Vec<u32>,
    keys: u32,
    missing_year: Option<i64>,
    failed: Option<String>,
}

pub(super) const NEVER: i64 = i64::MAX;
pub(super) const BLANK: u32 = u32::MAX;

/// Steps that an expression may take for each row of its list on average, and for the list as a whole.
const STEPS_A_ROW: u64 = 2_000;
const STEPS: u64 = 5_000_000;

impl Tally {
    /// What the rows say, with `day` for those that ask for it.
    pub fn of(definitions: &Definitions, lists: &Lists<'_>, calendar: &Calendar, day: Day) -> Self {
        let mut tally = Self {
            holds: definitions.conditions.iter().map(|_| Holds::default()).collect(),
            counted: definitions.indicators.iter().map(|_| None).collect(),
            cuts: definitions.charts.iter().map(|_| Vec::new()).collect(),
            facts: Facts::of(definitions, lists),
            ..Self::default()
        };
        tally.work_out(definitions, lists, calendar, day, |_| true);
        tally
    }

    /// Every figure as of a day, in the order of the definitions. The lists are those that it was made of.
    pub fn board(
        &mut self,
        definitions: &Definitions,
        lists: &Lists<'_>,
        calendar: &Calendar,
        at: &AsOf,
    ) -> Vec<Figure> {
        self.bring_to(definitions, lists, calendar, at.day);
        let within = self.facts.within(definitions, &at.scope);
        let beside = self.beside(definitions, &at.scope);
        let counted =
            definitions.indicators.iter().zip(&self.counted).map(|(indicator, rows)| match (&indicator.how, rows) {
                (How::Counted(counted), Some(rows)) => {
                    let hides = |beside: &Beside| beside.hidden(self, counted, rows, at, 1, |_| 0) == [true];
                    // What two properties leave of each other is more than one of them can cover.
                    let few = indicator.people && (beside.len() > 1 || beside.iter().any(hides));
                    Some(Worked { few, ..self.figure(counted, rows, at, &within) })
                }
                _ => None,
            });
        let mut figures: Vec<Option<Worked>> = counted.collect();
        // A formula waits for those that it names; reading them made sure that none waits for itself.
        for _ in 0..definitions.indicators.len() {
            let mut is_done = true;
            for place in 0..figures.len() {
                if figures[place].is_none() {
                    is_done = false;
                    figures[place] = worked_out(definitions, place, &figures, calendar, at.day);
                }
            }
            if is_done {
                break;
            }
        }
        let named = definitions.indicators.iter().zip(figures);
        let figure = |(indicator, figure): (&super::Indicator, Option<Worked>)| {
            let Worked { exact, rows, few, caveats } = figure.unwrap_or_default();
            let value = exact.map(|exact| rounded(exact, indicator.places));
            // The zone's own headline figures are always told.
            let few = few || indicator.people && !at.scope.is_whole() && value.is_some_and(is_few);
            Figure { name: indicator.name.clone(), value, exact, rows, few, caveats }
        };
        named.map(figure).collect()
    }

    /// Every chart as of a day, with the figures of that board.
    pub fn charts(
        &mut self,
        definitions: &Definitions,
        lists: &Lists<'_>,
        calendar: &Calendar,
        at: &AsOf,
        figures: &[Figure],
    ) -> Vec<Charted> {
        self.bring_to(definitions, lists, calendar, at.day);
        if self.cut_day != Some(at.day) {
            let asks = |chart: &super::Chart| chart.by.iter().chain(&chart.series).any(asks_for_day);
            let charts = (0..definitions.charts.len()).filter(|place| asks(&definitions.charts[*place])).collect();
            self.cut(definitions, lists, calendar, at.day, &charts);
        }
        let within = self.facts.within(definitions, &at.scope);
        super::chart::charts(self, definitions, figures, at, &within)
    }

    /// The values that a board can be narrowed to, by property, in their order.
    pub fn scopes(&self, definitions: &Definitions) -> Vec<(String, Vec<String>)> {
        let values = |values: &Vec<String>| {
            let mut values = values.clone();
            values.sort();
            values
        };
        definitions.scopes.iter().cloned().zip(self.facts.scopes.iter().map(values)).collect()
    }

    pub(super) fn bring_to(&mut self, definitions: &Definitions, lists: &Lists<'_>, calendar: &Calendar, day: Day) {
        let conditions = definitions.conditions.iter().map(|condition| &condition.expression);
        let counted = definitions.indicators.iter().filter_map(|indicator| counted(&indicator.how));
        let asks = conditions.chain(counted.flat_map(Counted::expressions)).any(asks_for_day);
        if asks && self.day != Some(day) {
            self.work_out(definitions, lists, calendar, day, asks_for_day);
        }
        self.day = Some(day);
    }

    /// Works out what `is_wanted` says by its expression, and what needs it.
    fn work_out(
        &mut self,
        definitions: &Definitions,
        lists: &Lists<'_>,
        calendar: &Calendar,
        day: Day,
        is_wanted: fn(&Expr) -> bool,
    ) {
        self.day = Some(day);
        let conditions: BTreeSet<usize> = (0..definitions.conditions.len())
            .filter(|place| is_wanted(&definitions.conditions[*place].expression))
            .collect();
        let of = |place: &usize| counted(&definitions.indicators[*place].how);
        let needs = |counted: &Counted| {
            counted.conditions.iter().any(|place| conditions.contains(place)) || counted.expressions().any(is_wanted)
        };
        let indicators: BTreeSet<usize> = (0..definitions.indicators.len())
            .filter(|place| of(place).is_some_and(&needs))
            .chain((0..definitions.indicators.len()).filter(|place| self.counted[*place].is_none()))
            .filter(|place| of(place).is_some())
            .collect();
        let charts: BTreeSet<usize> = (0..definitions.charts.len())
            .filter(|place| {
                let chart = &definitions.charts[*place];
                chart.by.iter().chain(&chart.series).any(is_wanted)
                    || chart.indicators.iter().any(|place| indicators.contains(place))
            })
            .collect();
        let mut wanted = Wanted::default();
        for place in &conditions {
            let condition = &definitions.conditions[*place];
            wanted.add(&condition.list, &condition.expression);
        }
        for counted in indicators.iter().filter_map(of) {
            // Rows are counted also where nothing is asked of them.
            wanted.0.entry(counted.list.as_str().to_owned()).or_default();
            counted.expressions().for_each(|expression| wanted.add(&counted.list, expression));
        }
        let sheets = Sheets::of(lists, &wanted.0);
        let outside = || Outside { tree: &sheets, day, calendar, missing_year: None.into() };
        for place in conditions {
            let condition = &definitions.conditions[place];
            let rows = lists.get(&condition.list).map(Register::len).unwrap_or_default();
            let outside = outside();
            let mut asking = Asking::new(&sheets, &outside, rows);
            let holds = (0..rows).map(|row| {
                let Some(item) = sheets.item(condition.list.as_str(), row) else { return false };
                asking.boolean(&condition.expression, item)
            });
            let rows = holds.collect();
            let failed = asking.failed.take();
            self.holds[place] = Holds { rows, failed, missing_year: outside.missing_year.get() };
        }
        for place in indicators {
            let Some(counted) = of(&place) else { continue };
            let outside = outside();
            self.counted[place] = Some(self.rows(counted, &sheets, &outside));
        }
        self.cut(definitions, lists, calendar, day, &charts);
    }

    /// Cuts charts anew.
    fn cut(
        &mut self,
        definitions: &Definitions,
        lists: &Lists<'_>,
        calendar: &Calendar,
        day: Day,
        charts: &BTreeSet<usize>,
    ) {
        self.cut_day = Some(day);
        let of = |place: &usize| counted(&definitions.indicators[*place].how);
        let mut wanted = Wanted::default();
        for chart in charts.iter().map(|place| &definitions.charts[*place]) {
            for counted in chart.indicators.iter().filter_map(of) {
                chart.by.iter().chain(&chart.series).for_each(|expression| wanted.add(&counted.list, expression));
            }
        }
        let sheets = Sheets::of(lists, &wanted.0);
        for place in charts {
            let chart = &definitions.charts[*place];
            let cut = |place: &usize| {
                let (Some(counted), Some(rows)) = (of(place), &self.counted[*place]) else { return Cut::default() };
                let outside = Outside { tree: &sheets, day, calendar, missing_year: None.into() };
                Cut::of(chart, counted, rows, &sheets, &outside)
            };
            self.cuts[*place] = chart.indicators.iter().map(cut).collect();
        }
    }

    fn rows(&self, counted: &Counted, sheets: &Sheets<'_>, outside: &Outside<'_>) -> Rows {
        let mut found = Rows::default();
        let conditions: Vec<&Holds> = counted.conditions.iter().filter_map(|place| self.holds.get(*place)).collect();
        for condition in &conditions {
            found.failed = found.failed.take().or_else(|| condition.failed.clone());
            found.missing_year = found.missing_year.into_iter().chain(condition.missing_year).min();
        }
        let rows = self.facts.lists.get(&counted.list).map(|facts| facts.rows).unwrap_or_default();
        let mut asking = Asking::new(sheets, outside, rows);
        let mut keys: BTreeMap<String, u32> = BTreeMap::new();
        let is_text = matches!(counted.aggregate, Aggregate::Distinct);
        for row in 0..rows {
            if !conditions.iter().all(|condition| condition.rows.get(row).copied().unwrap_or_default()) {
                continue;
            }
            let Some(item) = sheets.item(counted.list.as_str(), row) else { continue };
            let Ok(number) = u32::try_from(row) else { break };
            found.rows.push(number);
            found.from.push(match &counted.from {
                None => i64::MIN,
                Some(Moment::Day(expression)) => asking.day(expression, item).map_or(NEVER, |day| day.0),
                Some(Moment::Year(expression)) => {
                    let year = asking.number(expression, item);
                    let is_year = (1.0..=9999.0).contains(&year);
                    let first = is_year.then(|| Day::of(year as i64, 1, 1)).flatten();
                    first.map_or(NEVER, |day| day.0)
                }
            });
            let until = counted.until.as_ref().and_then(|expression| asking.day(expression, item));
            found.until.push(until.map_or(NEVER, |day| day.0));
            let key = match (&counted.per, &counted.value) {
                (Some(per), _) => Some(per),
                (None, Some(value)) if is_text => Some(value),
                _ => None,
            };
            found.key.push(key.map_or(BLANK, |expression| {
                let text = asking.text(expression, item);
                if text.is_empty() {
                    return BLANK;
                }
                let next = u32::try_from(keys.len()).unwrap_or(BLANK);
                *keys.entry(text).or_insert(next)
            }));
            found.value.push(match &counted.value {
                Some(value) if !is_text => asking.number(value, item),
                _ => 1.0,
            });
        }
        found.keys = u32::try_from(keys.len()).unwrap_or(BLANK);
        found.failed = found.failed.take().or(asking.failed);
        found.missing_year = found.missing_year.into_iter().chain(outside.missing_year.get()).min();
        found
    }

    fn figure(&self, counted: &Counted, rows: &Rows, at: &AsOf, within: &Within<'_>) -> Worked {
        let inside = within.of(&counted.list);
        let is_inside = |place: usize| inside.is_none_or(|inside| inside.holds(rows.rows[place]));
        let on = |day: Day| {
            let counts = rows.counting(counted, day);
            (0..rows.rows.len()).filter(move |place| counts(*place) && is_inside(*place))
        };
        let places: Vec<usize> = on(at.day).collect();
        let value = if counted.aggregate == Aggregate::Growth {
            let before = at.day.after_months(-12).map(|day| rows.summed(on(day)));
            let now = rows.summed(places.iter().copied());
            before.filter(|before| *before != 0.0).map(|before| 100.0 * (now / before - 1.0))
        } else {
            rows.aggregated(counted.aggregate, &places)
        };
        let mut caveats = self.facts.caveats(counted, rows, &places, inside);
        if inside.is_some_and(|inside| inside.is_of_none) {
            caveats.unscoped = true;
            return Worked { rows: Some(0), caveats, ..Worked::default() };
        }
        Worked { exact: value, rows: Some(places.len()), caveats, few: false }
    }
}

impl Rows {
    /// Which rows count on a day, by their places.
    pub fn counting(&self, counted: &Counted, day: Day) -> impl Fn(usize) -> bool {
        let since = match counted.window {
            Window::Ever => i64::MIN,
            Window::Years(years) => Day::of(day.year() - years + 1, 1, 1).map_or(i64::MIN, |day| day.0),
        };
        move |place| {
            let from = self.from[place];
            from <= day.0 && from >= since && self.until[place] > day.0 && self.says_enough(counted, place)
        }
    }

    /// What is doubtful whichever of them count.
    pub fn caveats(&self) -> Caveats {
        Caveats { missing_year: self.missing_year, failed: self.failed.clone(), ..Caveats::default() }
    }

    /// Whether it has what the aggregate is made of.
    pub fn says_enough(&self, counted: &Counted, place: usize) -> bool {
        match counted.aggregate {
            Aggregate::Count => true,
            Aggregate::Distinct => self.key[place] != BLANK,
            Aggregate::Latest => self.key[place] != BLANK && !self.value[place].is_nan(),
            Aggregate::Sum | Aggregate::Mean | Aggregate::Median | Aggregate::NinthTenth | Aggregate::Growth => {
                !self.value[place].is_nan()
            }
        }
    }

    pub fn aggregated(&self, aggregate: Aggregate, places: &[usize]) -> Option<f64> {
        match aggregate {
            Aggregate::Count => Some(places.len() as f64),
            Aggregate::Sum => Some(self.summed(places.iter().copied())),
            Aggregate::Mean if places.is_empty() => None,
            Aggregate::Mean => Some(self.summed(places.iter().copied()) / places.len() as f64),
            Aggregate::Median => median(places.iter().map(|place| self.value[*place]).collect()),
            Aggregate::NinthTenth => ninth_tenth(places.iter().map(|place| self.value[*place]).collect()),
            Aggregate::Distinct => {
                let mut seen = vec![false; self.keys as usize];
                let keys = places.iter().filter_map(|place| usize::try_from(self.key[*place]).ok());
                keys.for_each(|key| seen.iter_mut().skip(key).take(1).for_each(|seen| *seen = true));
                Some(seen.into_iter().filter(|seen| *seen).count() as f64)
            }
            Aggregate::Latest => Some(self.summed(self.latest(places).into_iter())),
            // It is made of two days.
            Aggregate::Growth => None,
        }
    }

    /// Of each key the place of its latest row; of several on one day the last.
    pub fn latest(&self, places: &[usize]) -> Vec<usize> {
        let mut latest: Vec<Option<usize>> = vec![None; self.keys as usize];
        for place in places {
            let Some(known) = latest.get_mut(self.key[*place] as usize) else { continue };
            if known.is_none_or(|known| self.from[known] <= self.from[*place]) {
                *known = Some(*place);
            }
        }
        latest.into_iter().flatten().collect()
    }

    fn summed(&self, places: impl Iterator<Item = usize>) -> f64 {
        places.map(|place| self.value[place]).sum()
    }
}

/// A formula's value, once all that it names is known.
fn worked_out(
    definitions: &Definitions,
    place: usize,
    figures: &[Option<Worked>],
    calendar: &Calendar,
    day: Day,
) -> Option<Worked> {
    let How::Formula(expression) = &definitions.indicators[place].how else { return None };
    let mut caveats = Caveats::default();
    let (mut named, mut few) = (Vec::new(), false);
    for place in named_in(definitions, expression) {
        let its = figures[place].as_ref()?;
        caveats.join(&its.caveats);
        few |= its.few;
        let text = its.exact.map(|exact| exact.to_string()).unwrap_or_default();
        named.push((definitions.indicators[place].name.clone(), text));
    }
    let sheets = Sheets::figures(&named);
    let outside = Outside { tree: &sheets, day, calendar, missing_year: None.into() };
    let mut asking = Asking::new(&sheets, &outside, 1);
    let value = asking.number(expression, Spot::Item(0, 0));
    caveats.failed = caveats.failed.take().or(asking.failed);
    Some(Worked { exact: value.is_finite().then_some(value), rows: None, few, caveats })
}

/// The indicators that a formula names, in the order of the board.
pub(super) fn named_in(definitions: &Definitions, expression: &Expr) -> BTreeSet<usize> {
    let references = expression.references();
    let names = references.iter().filter_map(|reference| match reference.steps.as_slice() {
        [Step::Child(name)] => Some(name),
        _ => None,
    });
    names.filter_map(|name| definitions.indicator(name)).collect()
}

pub(super) fn counted(how: &How) -> Option<&Counted> {
    match how {
        How::Counted(counted) => Some(counted),
        How::Formula(_) => None,
    }
}

fn asks_for_day(expression: &Expr) -> bool {
    expression.functions().iter().any(|(name, _)| matches!(*name, "today" | "now"))
}

/// Which columns of which lists expressions read.
#[derive(Default)]
pub(super) struct Wanted(pub BTreeMap<String, BTreeSet<String>>);

impl Wanted {
    pub fn add(&mut self, list: &ListName, expression: &Expr) {
        self.0.entry(list.as_str().to_owned()).or_default();
        for reference in expression.references() {
            let (list, steps) = match (&reference.origin, reference.steps.as_slice()) {
                (Origin::Context | Origin::Current, steps) => (list.as_str(), steps),
                (Origin::Instance(list), [_, _, steps @ ..]) => (list.as_str(), steps),
                (Origin::Instance(list), _) => (list.as_str(), &[][..]),
                _ => continue,
            };
            let columns = self.0.entry(list.to_owned()).or_default();
            if let [Step::Child(name), ..] = steps {
                columns.insert(name.clone());
            }
        }
        // `pulldata` names list and columns as texts, which no path tells.
        for text in pulled(expression) {
            let [list, columns @ ..] = text.as_slice() else { continue };
            self.0.entry(list.clone()).or_default().extend(columns.iter().cloned());
        }
    }
}

/// List, column and key of each `pulldata` whose first three arguments are plain texts.
fn pulled(expression: &Expr) -> Vec<Vec<String>> {
    let calls = expression.source().split("pulldata").skip(1);
    let texts = |call: &str| -> Vec<String> {
        let inside = call.split_once('(').map(|(_, inside)| inside).unwrap_or_default();
        let quoted = |text: &str| text.trim().trim_matches(['\'', '"']).to_owned();
        inside.split(',').take(3).map(quoted).collect()
    };
    calls.map(texts).collect()
}

/// Expressions asked of row after row. One that fails says so once and is blank.
pub(super) struct Asking<'a> {
    evaluator: Evaluator<'a, Sheets<'a>, Outside<'a>>,
    tree: &'a Sheets<'a>,
    pub failed: Option<String>,
}

impl<'a> Asking<'a> {
    pub fn new(tree: &'a Sheets<'a>, outside: &'a Outside<'a>, rows: usize) -> Self {
        let budget = STEPS + STEPS_A_ROW.saturating_mul(rows as u64);
        Self { evaluator: Evaluator::with_budget(tree, outside, budget), tree, failed: None }
    }

    fn or_note<T: Default>(&mut self, answer: Result<T, xpath::EvalError>) -> T {
        answer.unwrap_or_else(|error| {
            self.failed.get_or_insert_with(|| error.to_string());
            T::default()
        })
    }

    pub fn boolean(&mut self, expression: &Expr, item: Spot) -> bool {
        let answer = self.evaluator.boolean(expression, item);
        self.or_note(answer)
    }

    pub fn number(&mut self, expression: &Expr, item: Spot) -> f64 {
        let answer = self.evaluator.number(expression, item).map(Some);
        self.or_note(answer).unwrap_or(f64::NAN)
    }

    pub fn text(&mut self, expression: &Expr, item: Spot) -> String {
        let answer = self.evaluator.text(expression, item);
        self.or_note(answer)
    }

    fn day(&mut self, expression: &Expr, item: Spot) -> Option<Day> {
        let answer = self.evaluator.evaluate(expression, item).map(Some);
        let value: Option<Value<Spot>> = self.or_note(answer);
        day_of(&value?, self.tree)
    }
}
