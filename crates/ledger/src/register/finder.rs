//! Finding rows of a register: what was typed, what was filtered, in which order, one window of it.
//!
//! Made once for a register ([`Finder::new`]); what is asked goes through what was found before, where it can only have
//! become less, and orders are kept. Start at [`Finder::find`].
//!
//! Not here: how a word is found in a name (`names`), the questions themselves (`query`).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use record::EntityId;

use super::codes::Codes;
use super::names::{Names, Signs, Word};
use super::order::Order;
use super::query::{Filter, Found, FoundRow, Query, Sort, Which, Window};
use super::{Column, Line, Register, Rewritten, Shard, Sums};
use crate::{EntityState, LABEL};

/// Orders that are kept at a time, each four bytes a row.
const MOST_ORDERS: usize = 6;

/// A register that is looked through.
pub struct Finder {
    register: Register,
    /// Shards whose names were not read yet, by their numbers: not before somebody looks for something.
    unread: BTreeSet<u32>,
    signs: Signs,
    /// Of each shard, by its number.
    names: BTreeMap<u32, (Names, Codes)>,
    /// Worked out when a list is first looked at, as are other orders.
    by_name: Option<Rc<[u32]>>,
    orders: Vec<(Sort, Order)>,
    last: Option<Last>,
    looked_at: u64,
}

/// What was found last.
struct Last {
    which: Which,
    words: Vec<Word>,
    /// In the order of the register.
    rows: Vec<u32>,
    sort: Sort,
    sorted: Vec<u32>,
}

impl Finder {
    pub fn new(register: Register) -> Self {
        Self {
            unread: register.shards().iter().map(|shard| shard.number).collect(),
            register,
            signs: Signs::default(),
            names: BTreeMap::new(),
            by_name: None,
            orders: Vec::new(),
            last: None,
            looked_at: 0,
        }
    }

    pub fn register(&self) -> &Register {
        &self.register
    }

    /// How many rows were looked at so far, each once for each question that went through it.
    pub fn looked_at(&self) -> u64 {
        self.looked_at
    }

    /// Changes rows, see [`Register::change`]; what was found before is forgotten.
    pub fn change(&mut self, states: &[EntityState], gone: &[EntityId], sums: &Sums) -> Rewritten {
        let own = states.iter().filter(|state| state.list == *self.register.list());
        self.take(own.map(Line::of).collect(), gone, sums)
    }

    /// The same, see [`Register::take`].
    pub fn take(&mut self, lines: Vec<Line>, gone: &[EntityId], sums: &Sums) -> Rewritten {
        let rewritten = self.register.take(lines, gone, sums);
        for number in &rewritten.removed {
            self.names.remove(number);
            self.unread.remove(number);
        }
        self.unread.extend(&rewritten.written);
        if rewritten != Rewritten::default() {
            self.by_name = None;
            self.orders.clear();
            self.last = None;
        }
        rewritten
    }

    /// Reads the names of the shards that were not read yet.
    fn read(&mut self) {
        let numbers = std::mem::take(&mut self.unread);
        for shard in self.register.shards().iter().filter(|shard| numbers.contains(&shard.number)) {
            let columns = columns(shard, is_name);
            let mut names = Names::default();
            for row in 0..shard.len() {
                let cells = columns.iter().map(|column| shard.cell(row, *column)).filter(|cell| !cell.is_empty());
                names.push(cells, &mut self.signs);
            }
            self.names.insert(shard.number, (names, Codes::of(shard, self::columns(shard, is_code))));
        }
    }

    /// The ids of all rows that the words find, at most so many; blank words find none. What was found before is kept.
    pub fn ids_with(&mut self, text: &str, most: usize) -> Vec<EntityId> {
        let words = Word::of(text);
        if words.is_empty() {
            return Vec::new();
        }
        self.read();
        let found = self.all_with(&words, &Which::default());
        found.into_iter().take(most).map(|row| self.register.id(row as usize)).collect()
    }

    /// What the query finds.
    pub fn find(&mut self, query: &Query) -> Found {
        self.read();
        let Query { which, sort, window } = query;
        let last = match self.last.take() {
            Some(last) if last.which == *which && last.sort == *sort => last,
            last => {
                let words = Word::of(&which.text);
                let rows = match last {
                    Some(last) if last.which == *which => last.rows,
                    Some(last)
                        if last.which.filters == which.filters
                            && last.which.naming.columns == which.naming.columns
                            && which.naming.ids.is_subset(&last.which.naming.ids)
                            && is_narrower(&words, &last.words) =>
                    {
                        self.narrowed(&words, which, &last.rows)
                    }
                    _ => self.all_with(&words, which),
                };
                let sorted = self.sorted(&rows, sort);
                Last { which: which.clone(), words, rows, sort: sort.clone(), sorted }
            }
        };
        let found = self.shown(&last.sorted, window);
        self.last = Some(last);
        found
    }

    /// All rows in an order.
    pub fn in_order(&mut self, sort: &Sort) -> Vec<u32> {
        let all: Vec<u32> = (0..u32::try_from(self.register.len()).unwrap_or(u32::MAX)).collect();
        self.sorted(&all, sort)
    }

    /// How often each value stands in a column, by value; `None` where there are more than `most`.
    pub fn values(&self, column: &Column, most: usize) -> Option<Vec<(String, usize)>> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for cell in self.register.cells(column) {
            for value in if cell.is_empty() { "" } else { cell }.split(' ') {
                *counts.entry(value).or_default() += 1;
            }
            if counts.len() > most {
                return None;
            }
        }
        Some(counts.into_iter().map(|(value, count)| (value.to_owned(), count)).collect())
    }

    fn all_with(&mut self, words: &[Word], which: &Which) -> Vec<u32> {
        self.looked_at += self.register.len() as u64;
        let mut found = Vec::new();
        let mut first = 0_u32;
        for shard in self.register.shards() {
            let Some(looking) = self.looking(shard, which, words) else { continue };
            let rows = 0..u32::try_from(shard.len()).unwrap_or(u32::MAX);
            found.extend(rows.clone().filter(|row| looking.finds(*row)).map(|row| first + row));
            first += rows.end;
        }
        found
    }

    /// The same, where a row was found before or has the end of a code that is only now long enough.
    fn narrowed(&mut self, words: &[Word], which: &Which, before: &[u32]) -> Vec<u32> {
        self.looked_at += before.len() as u64;
        let mut found = Vec::new();
        let mut before = before.iter().copied().peekable();
        let mut first = 0_u32;
        for shard in self.register.shards() {
            let Some(looking) = self.looking(shard, which, words) else { continue };
            let end = first + u32::try_from(shard.len()).unwrap_or(u32::MAX);
            let mut rows: Vec<u32> = std::iter::from_fn(|| before.next_if(|row| *row < end)).collect();
            rows.extend(looking.ending_with_last().map(|row| first + row));
            rows.sort_unstable();
            rows.dedup();
            found.extend(rows.into_iter().filter(|row| looking.finds(*row - first)));
            first = end;
        }
        found
    }

    fn looking<'a>(&'a self, shard: &'a Shard, which: &'a Which, words: &'a [Word]) -> Option<Looking<'a>> {
        let (names, codes) = self.names.get(&shard.number)?;
        Some(Looking {
            shard,
            names,
            signs: &self.signs,
            words: words.iter().map(|word| (word, codes.ending_with(word, shard))).collect(),
            filters: which.filters.iter().map(|filter| (filter, shard.column(filter.column()))).collect(),
            naming: which.naming.columns.iter().filter_map(|column| shard.column(column)).collect(),
            ids: &which.naming.ids,
        })
    }

    fn by_name(&mut self) -> Rc<[u32]> {
        let Self { register, signs, by_name, .. } = self;
        let worked_out = || {
            let titles = register.titles().zip(0_u32..);
            let mut keys: Vec<(Vec<u8>, u32)> = titles.map(|(title, row)| (signs.sorted_as(title), row)).collect();
            keys.sort_unstable();
            keys.into_iter().map(|(_, row)| row).collect()
        };
        Rc::clone(by_name.get_or_insert_with(worked_out))
    }

    fn sorted(&mut self, rows: &[u32], sort: &Sort) -> Vec<u32> {
        let by_name = self.by_name();
        let mut is_found = vec![0_u64; self.register.len() / 64 + 1];
        for row in rows {
            if let Some(bits) = is_found.get_mut(*row as usize / 64) {
                *bits |= 1 << (row % 64);
            }
        }
        let is_found = |row: &u32| is_found.get(*row as usize / 64).is_some_and(|bits| bits >> (row % 64) & 1 == 1);
        if sort.column == Column::Label {
            let by_name = by_name.iter().copied();
            return if sort.descending {
                by_name.rev().filter(is_found).collect()
            } else {
                by_name.filter(is_found).collect()
            };
        }
        let is_kept = |(kept, _): &(Sort, Order)| kept.column == sort.column && kept.choices == sort.choices;
        let place = match self.orders.iter().position(is_kept) {
            Some(place) => place,
            None => {
                if self.orders.len() == MOST_ORDERS {
                    self.orders.remove(0);
                }
                self.orders.push((sort.clone(), Order::of(&self.register, sort, &by_name)));
                self.orders.len() - 1
            }
        };
        let order = self.orders.get(place).map(|(_, order)| order.iter(sort.descending));
        order.into_iter().flatten().filter(is_found).collect()
    }

    fn shown(&self, sorted: &[u32], window: &Window) -> Found {
        let row = |row: &u32| {
            let row = *row as usize;
            FoundRow {
                id: self.register.id(row),
                title: self.register.title(row).to_owned(),
                conflicts: self.register.get(row, &Column::Conflicts).parse().unwrap_or_default(),
                cells: window.columns.iter().map(|column| self.register.get(row, column).to_owned()).collect(),
            }
        };
        let rows = sorted.iter().skip(window.offset).take(window.count).map(row).collect();
        Found { rows, total: sorted.len(), of: self.register.len() }
    }
}

/// One shard, ready to be looked through.
struct Looking<'a> {
    shard: &'a Shard,
    names: &'a Names,
    signs: &'a Signs,
    /// Each with the rows of which a code ends with it.
    words: Vec<(&'a Word, Vec<u32>)>,
    /// With where their cells stand in this shard.
    filters: Vec<(&'a Filter, Option<usize>)>,
    /// Where ids stand, and those that are meant.
    naming: Vec<usize>,
    ids: &'a BTreeSet<String>,
}

impl Looking<'_> {
    fn finds(&self, row: u32) -> bool {
        let place = row as usize;
        let passes = |(filter, column): &(&Filter, Option<usize>)| {
            filter.passes(column.map(|column| self.shard.cell(place, column)).unwrap_or_default())
        };
        let has = |(word, by_code): &(&Word, Vec<u32>)| {
            self.names.has(place, word, self.signs) || by_code.binary_search(&row).is_ok()
        };
        self.filters.iter().all(passes) && (self.words.iter().all(has) || self.names_one(place))
    }

    /// Whether it names what was looked for by what that is called.
    fn names_one(&self, row: usize) -> bool {
        !self.ids.is_empty()
            && self.naming.iter().any(|column| {
                let cell = self.shard.cell(row, *column);
                self.ids.contains(cell) || (cell.contains(' ') && cell.split(' ').any(|id| self.ids.contains(id)))
            })
    }

    /// The rows that the last word finds by a code.
    fn ending_with_last(&self) -> impl Iterator<Item = u32> {
        self.words.last().into_iter().flat_map(|(_, by_code)| by_code).copied()
    }
}

/// Whether whatever these words find was found by those before, but for codes: the last one went on, or more came.
fn is_narrower(words: &[Word], before: &[Word]) -> bool {
    let Some((last, others)) = before.split_last() else { return true };
    let goes_on = || words.len() == before.len() && words.last().is_some_and(|word| word.continues(last));
    words.starts_with(before) || (words.starts_with(others) && goes_on())
}

fn columns(shard: &Shard, is_meant: fn(&str) -> bool) -> Vec<usize> {
    let of_properties = shard.properties.iter().filter(|name| is_meant(name)).cloned().map(Column::Property);
    let label = is_meant(LABEL).then_some(Column::Label);
    label.into_iter().chain(of_properties).filter_map(|column| shard.column(&column)).collect()
}

/// What something is called, in any list: `ent_name`, `title`; `pinyin` holds initials that somebody typed.
fn is_name(property: &str) -> bool {
    matches!(property.rsplit('_').next(), Some("label" | "name" | "title" | "alias" | "pinyin"))
}

/// What something is numbered: `uscc`, `need_code`, `legacy_regno`.
fn is_code(property: &str) -> bool {
    matches!(property.rsplit('_').next(), Some("uscc" | "code" | "regno" | "no"))
}
