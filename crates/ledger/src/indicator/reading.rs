//! Definitions from a workbook, with everything that is wrong in it.
//!
//! Never fails: rows that cannot be used are left out and told. Columns go by their headings, so their order is free and others
//! may stand beside them. The sheets and columns are described in `docs/formats/indicators.md`.

use std::collections::{BTreeMap, BTreeSet};

use record::ListName;
use sheet::Workbook;
use xpath::{CheckError, Expr, Origin, Reference, Step};

use super::definition::{
    Aggregate, Chart, Condition, Counted, Definitions, Detail, Group, How, Indicator, Moment, Said, Window,
};
use super::fault::{Fault, FaultKind};
use super::outside::FUNCTIONS;
use super::rows;
use super::tally::named_in;

const SETTINGS: &str = "settings";
const GROUPS: &str = "groups";
const CONDITIONS: &str = "conditions";
const INDICATORS: &str = "indicators";
const DETAILS: &str = "details";
const CHARTS: &str = "charts";

const NAME: &str = "name";
const LABEL: &str = "label";
const LIST: &str = "list";
const EXPRESSION: &str = "expression";
const VALUE: &str = "value";
const ZH: &str = "::中文 (zh)";
const EN: &str = "::English (en)";

const MOST_PLACES: u32 = 6;

/// What every row has besides its properties.
fn is_always_there(name: &str) -> bool {
    [NAME, LABEL].contains(&name) || name.starts_with("__")
}

/// Rows of one sheet, by their headings.
struct Page {
    name: &'static str,
    rows: Vec<(u32, BTreeMap<String, String>)>,
}

/// One row while it is read.
struct Line<'a> {
    sheet: &'static str,
    row: u32,
    cells: &'a BTreeMap<String, String>,
}

impl Definitions {
    /// Reads all sheets. What has a fault is not among the definitions.
    pub fn read(workbook: &Workbook) -> (Self, Vec<Fault>) {
        Self::read_with(workbook, &Properties::new())
    }

    /// The same for somebody who changed the workbook: a list or a property that is not among the known ones is told, too, though
    /// what names it could be used and would find it blank. Where none is known, none is told.
    pub fn read_with(workbook: &Workbook, known: &Properties) -> (Self, Vec<Fault>) {
        let mut reading = Reading { known: known.clone(), ..Reading::default() };
        let mut read = Self::default();
        let settings = reading.page(workbook, SETTINGS, false);
        let words = |name: &str| -> Vec<String> {
            let is_it = |cells: &&BTreeMap<String, String>| cells.get(NAME).is_some_and(|known| known == name);
            let cells = settings.rows.iter().map(|(_, cells)| cells).find(is_it);
            let value = cells.and_then(|cells| cells.get(VALUE)).map(String::as_str).unwrap_or_default();
            value.split_whitespace().map(str::to_owned).collect()
        };
        (read.scopes, read.owners) = (words("scopes"), words("owners"));
        reading.owners.clone_from(&read.owners);
        read.groups = reading.groups(&reading.page(workbook, GROUPS, true));
        read.conditions = reading.conditions(&reading.page(workbook, CONDITIONS, true));
        let details = reading.page(workbook, DETAILS, false);
        read.indicators = reading.indicators(&reading.page(workbook, INDICATORS, true), &read);
        reading.details(&details, &mut read);
        reading.formulas(&mut read);
        read.charts = reading.charts(&reading.page(workbook, CHARTS, false), &read);
        let mut faults = reading.faults.into_inner();
        faults.sort_by(|one, other| (&one.sheet, one.row).cmp(&(&other.sheet, other.row)));
        (read, faults)
    }
}

/// The properties of each list.
pub type Properties = BTreeMap<String, BTreeSet<String>>;

#[derive(Default)]
struct Reading {
    known: Properties,
    /// What leads from a row to what it belongs to: asked of any list, whichever of them it has.
    owners: Vec<String>,
    faults: std::cell::RefCell<Vec<Fault>>,
    /// In which row of its sheet an indicator stands.
    rows: std::cell::RefCell<BTreeMap<String, u32>>,
}

impl Reading {
    fn fault(&self, sheet: &str, row: u32, column: &str, kind: FaultKind) {
        self.faults.borrow_mut().push(Fault { sheet: sheet.to_owned(), row, column: column.to_owned(), kind });
    }

    fn at(&self, line: &Line<'_>, column: &str, kind: FaultKind) {
        self.fault(line.sheet, line.row, column, kind);
    }

    fn page(&self, workbook: &Workbook, name: &'static str, is_needed: bool) -> Page {
        let Some(sheet) = workbook.sheet(name) else {
            if is_needed {
                self.fault(name, 0, "", FaultKind::NoSheet);
            }
            return Page { name, rows: Vec::new() };
        };
        let mut rows = sheet.rows.iter();
        let headings: BTreeMap<u16, String> = rows
            .next()
            .map(|row| row.cells.iter().map(|cell| (cell.column, cell.value.text().trim().to_owned())).collect())
            .unwrap_or_default();
        let row = |row: &sheet::Row| {
            let cell = |cell: &sheet::Cell| {
                let text = cell.value.text().trim().to_owned();
                headings.get(&cell.column).filter(|_| !text.is_empty()).map(|heading| (heading.clone(), text))
            };
            (row.number, row.cells.iter().filter_map(cell).collect::<BTreeMap<_, _>>())
        };
        Page { name, rows: rows.map(row).filter(|(_, cells)| !cells.is_empty()).collect() }
    }

    /// The name of a row, if it is one and no other row has it.
    fn name(&self, line: &Line<'_>, known: &mut BTreeSet<String>) -> Option<String> {
        let name = self.needed(line, NAME)?;
        let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        if !is_name {
            self.at(line, NAME, FaultKind::Name(name));
            return None;
        }
        if !known.insert(name.clone()) {
            self.at(line, NAME, FaultKind::Twice(name));
            return None;
        }
        Some(name)
    }

    fn needed(&self, line: &Line<'_>, column: &str) -> Option<String> {
        let text = line.text(column);
        if text.is_empty() {
            self.at(line, column, FaultKind::Blank);
            return None;
        }
        Some(text.to_owned())
    }

    /// A label that is there in one language at least.
    fn label(&self, line: &Line<'_>) -> Option<Said> {
        let said = line.said(LABEL);
        if said.text("zh").is_empty() {
            self.at(line, &format!("{LABEL}{ZH}"), FaultKind::Blank);
            return None;
        }
        Some(said)
    }

    /// An expression; the inner `None`: there is none.
    fn expression(&self, line: &Line<'_>, column: &str) -> Option<Option<Expr>> {
        let text = line.text(column);
        if text.is_empty() {
            return Some(None);
        }
        let expression = match Expr::parse(text) {
            Ok(expression) => expression,
            Err(error) => {
                self.at(line, column, FaultKind::Expression { at: error.offset + 1 });
                return None;
            }
        };
        let mut is_good = true;
        for error in expression.check() {
            let kind = match error {
                CheckError::UnknownFunction { name } => match FUNCTIONS.iter().find(|(known, _)| *known == name) {
                    None => FaultKind::NoSuchFunction(name),
                    Some((_, count)) => {
                        let calls = expression.functions();
                        let mut calls = calls.iter().filter(|(called, _)| *called == name);
                        if calls.all(|(_, given)| given == count) {
                            continue;
                        }
                        FaultKind::Arguments(name)
                    }
                },
                CheckError::Arity { name, .. } => FaultKind::Arguments(name),
                CheckError::Pattern { pattern, .. } => FaultKind::Pattern(pattern),
            };
            self.at(line, column, kind);
            is_good = false;
        }
        is_good.then_some(Some(expression))
    }

    /// Tells what an expression about a row of a list names that no row has.
    fn named(&self, line: &Line<'_>, column: &str, list: &str, expression: Option<&Expr>) {
        if self.known.is_empty() {
            return;
        }
        let no_list = |name: &str| FaultKind::NoSuchList {
            list: name.to_owned(),
            nearest: form::nearest(name, self.known.keys().map(String::as_str)).map(str::to_owned),
        };
        let Some(expression) = expression else {
            if !self.known.contains_key(list) {
                self.at(line, column, no_list(list));
            }
            return;
        };
        for Reference { origin, steps, .. } in expression.references() {
            let (list, property) = match (&origin, steps.as_slice()) {
                (Origin::Context | Origin::Current, [Step::Child(property)]) => (list, Some(property)),
                (Origin::Instance(other), [Step::Child(_), Step::Child(_), Step::Child(property)]) => {
                    (other.as_str(), Some(property))
                }
                (Origin::Instance(other), _) => (other.as_str(), None),
                _ => continue,
            };
            // Of a list that is cut by a property both are told of; `word` is what it is cut into.
            let (list, cut) = match rows::cut_by(list) {
                Some((list, cut)) => (list, Some(cut)),
                None => (list, None),
            };
            let Some(properties) = self.known.get(list) else {
                // That of the row itself is told once, where it stands.
                if matches!(origin, Origin::Instance(_)) {
                    self.at(line, column, no_list(list));
                }
                continue;
            };
            let is_word = |property: &str| cut.is_some() && property == rows::WORD;
            let property = property.map(String::as_str).filter(|property| !is_word(property));
            for property in property.into_iter().chain(cut) {
                self.known_property(line, column, (list, properties), property);
            }
        }
    }

    /// Tells of a property that no row of its list has.
    fn known_property(
        &self,
        line: &Line<'_>,
        column: &str,
        (list, properties): (&str, &BTreeSet<String>),
        property: &str,
    ) {
        let is_there = is_always_there(property) || self.owners.iter().any(|owner| owner == property);
        if is_there || properties.contains(property) {
            return;
        }
        let nearest = form::nearest(property, properties.iter().map(String::as_str)).map(str::to_owned);
        let kind = FaultKind::NoSuchProperty { list: list.to_owned(), property: property.to_owned(), nearest };
        self.at(line, column, kind);
    }

    fn groups(&self, page: &Page) -> Vec<Group> {
        let mut known = BTreeSet::new();
        let group = |line: Line<'_>| Some(Group { name: self.name(&line, &mut known)?, label: self.label(&line)? });
        page.lines().filter_map(group).collect()
    }

    fn conditions(&self, page: &Page) -> Vec<Condition> {
        let mut known = BTreeSet::new();
        let condition = |line: Line<'_>| {
            let (name, list) = (self.name(&line, &mut known), self.needed(&line, LIST));
            let (label, needed) = (self.label(&line), self.needed(&line, EXPRESSION));
            let expression = self.expression(&line, EXPRESSION);
            if let Some(list) = &list {
                self.named(&line, LIST, list, None);
                self.named(&line, EXPRESSION, list, expression.as_ref().and_then(Option::as_ref));
            }
            needed?;
            Some(Condition { name: name?, list: ListName::new(list?), expression: expression??, label: label? })
        };
        page.lines().filter_map(condition).collect()
    }

    fn indicators(&self, page: &Page, read: &Definitions) -> Vec<Indicator> {
        let mut known = BTreeSet::new();
        page.lines().filter_map(|line| self.indicator(&line, &mut known, read)).collect()
    }

    fn indicator(&self, line: &Line<'_>, known: &mut BTreeSet<String>, read: &Definitions) -> Option<Indicator> {
        let (name, label) = (self.name(line, known), self.label(line));
        let group = Some(line.text("group")).filter(|group| !group.is_empty()).map(str::to_owned);
        if let Some(group) = group.as_ref().filter(|name| !read.groups.iter().any(|group| group.name == **name)) {
            self.at(line, "group", FaultKind::NoSuchGroup(group.clone()));
            return None;
        }
        let places = match line.text("places") {
            "" => Some(0),
            text => text.parse().ok().filter(|places| *places <= MOST_PLACES),
        };
        if places.is_none() {
            self.at(line, "places", FaultKind::Places(line.text("places").to_owned()));
        }
        let people = match line.text("people") {
            "yes" => Some(true),
            "" | "no" => Some(false),
            other => {
                self.at(line, "people", FaultKind::YesNo(other.to_owned()));
                None
            }
        };
        let how = self.how(line, read);
        let name = name?;
        self.rows.borrow_mut().insert(name.clone(), line.row);
        Some(Indicator {
            name,
            label: label?,
            formula: line.said("formula"),
            unit: line.said("unit"),
            group,
            places: places?,
            people: people?,
            how: how?,
        })
    }

    fn how(&self, line: &Line<'_>, read: &Definitions) -> Option<How> {
        let aggregate = self.needed(line, "aggregate")?;
        let value = self.expression(line, VALUE)?;
        if aggregate == "formula" {
            for column in [LIST, "conditions", "day", "year", "until", "years", "per"] {
                if !line.text(column).is_empty() {
                    self.at(line, column, FaultKind::NotTogether("formula".to_owned()));
                    return None;
                }
            }
            let Some(value) = value else {
                self.at(line, VALUE, FaultKind::Needed(aggregate));
                return None;
            };
            return Some(How::Formula(value));
        }
        let known = match aggregate.as_str() {
            "count" => Aggregate::Count,
            "distinct" => Aggregate::Distinct,
            "sum" => Aggregate::Sum,
            "mean" => Aggregate::Mean,
            "median" => Aggregate::Median,
            "p90" => Aggregate::NinthTenth,
            "latest" => Aggregate::Latest,
            "growth" => Aggregate::Growth,
            _ => {
                self.at(line, "aggregate", FaultKind::NoSuchAggregate(aggregate));
                return None;
            }
        };
        let list = ListName::new(self.needed(line, LIST)?);
        let conditions = self.conditions_of(line, &list, read)?;
        let (day, year) = (self.expression(line, "day")?, self.expression(line, "year")?);
        let from = match (day, year) {
            (Some(_), Some(_)) => {
                self.at(line, "year", FaultKind::NotTogether("day".to_owned()));
                return None;
            }
            (Some(day), None) => Some(Moment::Day(day)),
            (None, Some(year)) => Some(Moment::Year(year)),
            (None, None) => None,
        };
        let (until, per) = (self.expression(line, "until")?, self.expression(line, "per")?);
        self.named(line, LIST, list.as_str(), None);
        let day = from.as_ref().map(|from| match from {
            Moment::Day(day) => ("day", day),
            Moment::Year(year) => ("year", year),
        });
        let more = [(VALUE, &value), ("until", &until), ("per", &per)];
        let more = more.into_iter().filter_map(|(column, expression)| Some((column, expression.as_ref()?)));
        for (column, expression) in more.chain(day) {
            self.named(line, column, list.as_str(), Some(expression));
        }
        let mut window = match line.text("years") {
            "" => Window::Ever,
            text => match text.parse() {
                Ok(years @ 1..=100) => Window::Years(years),
                _ => {
                    self.at(line, "years", FaultKind::NoSuchWindow(text.to_owned()));
                    return None;
                }
            },
        };
        let needs: &[(&str, bool)] = match known {
            Aggregate::Count => &[],
            Aggregate::Distinct | Aggregate::Sum | Aggregate::Mean | Aggregate::Median | Aggregate::NinthTenth => {
                &[(VALUE, value.is_none())]
            }
            Aggregate::Latest => &[(VALUE, value.is_none()), ("per", per.is_none()), ("day", from.is_none())],
            Aggregate::Growth => &[("day", from.is_none())],
        };
        let mut lacking = needs.iter().filter(|(_, is_lacking)| *is_lacking).peekable();
        if lacking.peek().is_some() {
            lacking.for_each(|(column, _)| self.at(line, column, FaultKind::Needed(aggregate.clone())));
            return None;
        }
        if window == Window::Ever && from.is_none() && !line.text("years").is_empty() {
            self.at(line, "day", FaultKind::Needed("years".to_owned()));
            return None;
        }
        if known == Aggregate::Growth {
            // The same span of two years; anything longer would count days twice.
            window = Window::Years(1);
        }
        let details = Vec::new();
        let counted = Counted { list, conditions, from, until, window, value, per, aggregate: known, details };
        Some(How::Counted(Box::new(counted)))
    }

    fn conditions_of(&self, line: &Line<'_>, list: &ListName, read: &Definitions) -> Option<Vec<usize>> {
        let mut places = Vec::new();
        let mut is_good = true;
        for name in line.text("conditions").split_whitespace() {
            let kind = match read.conditions.iter().position(|condition| condition.name == name) {
                Some(place) if read.conditions[place].list == *list => {
                    places.push(place);
                    continue;
                }
                Some(place) => FaultKind::ConditionOfList {
                    condition: name.to_owned(),
                    list: read.conditions[place].list.to_string(),
                },
                None => FaultKind::NoSuchCondition(name.to_owned()),
            };
            self.at(line, "conditions", kind);
            is_good = false;
        }
        is_good.then_some(places)
    }

    fn details(&self, page: &Page, read: &mut Definitions) {
        for line in page.lines() {
            let (indicator, label) = (self.needed(&line, "indicator"), self.label(&line));
            let needed = self.needed(&line, EXPRESSION);
            let expression = self.expression(&line, EXPRESSION).flatten();
            let (Some(names), Some(label), Some(_), Some(expression)) = (indicator, label, needed, expression) else {
                continue;
            };
            for name in names.split_whitespace() {
                let found = read.indicator(name);
                let how = found.and_then(|place| read.indicators.get_mut(place)).map(|indicator| &mut indicator.how);
                match how {
                    Some(How::Counted(counted)) => {
                        self.named(&line, EXPRESSION, counted.list.as_str(), Some(&expression));
                        counted.details.push(Detail { label: label.clone(), expression: expression.clone() });
                    }
                    _ => self.at(&line, "indicator", FaultKind::NoSuchIndicator(name.to_owned())),
                }
            }
        }
    }

    /// Takes out formulas that name what is not there, or each other.
    fn formulas(&self, read: &mut Definitions) {
        let fault = |name: &str, kind: FaultKind| {
            let row = self.rows.borrow().get(name).copied().unwrap_or_default();
            self.fault(INDICATORS, row, VALUE, kind);
        };
        let mut bad: BTreeSet<String> = BTreeSet::new();
        for indicator in &read.indicators {
            let How::Formula(expression) = &indicator.how else { continue };
            let names = expression.references().into_iter().flat_map(|reference| reference.steps);
            for step in names {
                let xpath::Step::Child(name) = step else { continue };
                if read.indicator(&name).is_none() {
                    fault(&indicator.name, FaultKind::NoSuchIndicator(name));
                    bad.insert(indicator.name.clone());
                }
            }
        }
        let needs: Vec<BTreeSet<usize>> = read
            .indicators
            .iter()
            .map(|indicator| match &indicator.how {
                How::Formula(expression) => named_in(read, expression),
                How::Counted(_) => BTreeSet::new(),
            })
            .collect();
        for (place, indicator) in read.indicators.iter().enumerate() {
            let mut reached: BTreeSet<usize> = needs[place].clone();
            for _ in 0..read.indicators.len() {
                let further: BTreeSet<usize> = reached.iter().flat_map(|place| needs[*place].iter().copied()).collect();
                let before = reached.len();
                reached.extend(further);
                if reached.len() == before {
                    break;
                }
            }
            if reached.contains(&place) {
                fault(&indicator.name, FaultKind::Circle(indicator.name.clone()));
                bad.insert(indicator.name.clone());
            }
        }
        // What needs a bad one would wait for it for ever, and shows nothing.
        read.indicators.retain(|indicator| !bad.contains(&indicator.name));
    }

    fn charts(&self, page: &Page, read: &Definitions) -> Vec<Chart> {
        let mut known = BTreeSet::new();
        let chart = |line: Line<'_>| {
            let (name, label) = (self.name(&line, &mut known), self.label(&line));
            let names = self.needed(&line, INDICATORS)?;
            let mut indicators = Vec::new();
            for name in names.split_whitespace() {
                match read.indicator(name) {
                    Some(place) => indicators.push(place),
                    None => self.at(&line, INDICATORS, FaultKind::NoSuchIndicator(name.to_owned())),
                }
            }
            let (by, series) = (self.expression(&line, "by")?, self.expression(&line, "series")?);
            let first = indicators.first().and_then(|place: &usize| read.indicators.get(*place));
            if let Some(How::Counted(counted)) = first.map(|indicator| &indicator.how) {
                for (column, expression) in [("by", &by), ("series", &series)] {
                    if let Some(expression) = expression {
                        self.named(&line, column, counted.list.as_str(), Some(expression));
                    }
                }
            }
            let last = match line.text("last") {
                "" => 0,
                text => match text.parse() {
                    Ok(last) => last,
                    Err(_) => {
                        self.at(&line, "last", FaultKind::NoSuchWindow(text.to_owned()));
                        return None;
                    }
                },
            };
            let words = |column| Some(line.text(column)).filter(|words| !words.is_empty()).map(str::to_owned);
            let (words, series_words) = (words("words"), words("series_words"));
            let unit = line.said("unit");
            Some(Chart { name: name?, label: label?, unit, indicators, by, series, words, series_words, last })
        };
        page.lines().filter_map(chart).collect()
    }
}

impl Page {
    fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.rows.iter().map(|(row, cells)| Line { sheet: self.name, row: *row, cells })
    }
}

impl Line<'_> {
    fn text(&self, column: &str) -> &str {
        self.cells.get(column).map(String::as_str).unwrap_or_default()
    }

    fn said(&self, what: &str) -> Said {
        let text = |language: &str| self.text(&format!("{what}{language}")).to_owned();
        Said { zh: text(ZH), en: text(EN) }
    }
}
