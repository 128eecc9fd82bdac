//! What each row says of itself, whatever is counted: which part of the zone it is of, and what about it is doubtful.
//!
//! Of what rows belong to few are doubtful, so only those are numbered: a figure of a hundred thousand rows then looks at none of
//! the others.

use std::collections::{BTreeMap, BTreeSet};

use record::{EntityId, ListName};
use rules::{check_credit_code, plain_code};

use super::definition::{Counted, Definitions};
use super::figure::Caveats;
use super::rows::Lists;
use super::scope::{Inside, Scope, Within};
use super::tally::Rows;
use crate::enterprise::CODE;
use crate::register::{Column, Register};

/// Of all lists.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub lists: BTreeMap<ListName, ListFacts>,
    /// The values of scopes, by property, in the order in which they were met; a row has their places from 1.
    pub scopes: Vec<Vec<String>>,
    /// What rows belong to, where it is doubtful; a row has its place from 1.
    doubts: Vec<Doubt>,
}

/// Of a list, row by row.
#[derive(Debug, Default)]
pub(super) struct ListFacts {
    pub rows: usize,
    /// For each scope the value's number; 0 is none.
    pub scopes: Vec<Vec<u16>>,
    /// The rows of which somebody must decide something, in their order.
    pub disputed: Vec<u32>,
    pub faulty: Vec<bool>,
    /// The number of what the row belongs to, if that is doubtful; 0 is none.
    doubts: Vec<u32>,
}

#[derive(Debug)]
struct Doubt {
    is_disputed: bool,
    is_faulty: bool,
}

/// The row that each row of a list belongs to: the place of its list, and its own.
pub(super) type Owners = Vec<Option<(usize, u32)>>;

/// How often what a row shows is looked for at what it belongs to: a report's organisation's enterprise, and one more.
pub(super) const OWNERS_DEEP: usize = 3;

impl Facts {
    pub fn of(definitions: &Definitions, lists: &Lists<'_>) -> Self {
        let mut facts = Self::default();
        let mut known: Vec<BTreeMap<String, u16>> = definitions.scopes.iter().map(|_| BTreeMap::new()).collect();
        let code = Column::Property(CODE.to_owned());
        let is_faulty = |code: &str| !code.is_empty() && check_credit_code(&plain_code(code)).is_err();
        let numbered = |column: Vec<&str>, is: fn(&str) -> bool| -> Vec<u32> {
            let rows = column.into_iter().zip(0..).filter(|(text, _)| is(text));
            rows.map(|(_, row)| row).collect()
        };
        for (name, register) in &lists.0 {
            let scopes = definitions.scopes.iter().zip(&mut known).map(|(scope, known)| {
                let number = |value: &str| {
                    if value.is_empty() {
                        return 0;
                    }
                    let next = u16::try_from(known.len() + 1).unwrap_or(0);
                    known.get(value).copied().unwrap_or_else(|| *known.entry(value.to_owned()).or_insert(next))
                };
                register.cells(&Column::Property(scope.clone())).map(number).collect()
            });
            let of_list = ListFacts {
                rows: register.len(),
                scopes: scopes.collect(),
                disputed: numbered(register.texts(&Column::Conflicts), |count| !count.is_empty()),
                faulty: register.cells(&code).map(is_faulty).collect(),
                doubts: Vec::new(),
            };
            facts.lists.insert(ListName::new(*name), of_list);
        }
        let in_order = |known: BTreeMap<String, u16>| {
            let mut values: Vec<(String, u16)> = known.into_iter().collect();
            values.sort_by_key(|(_, number)| *number);
            values.into_iter().map(|(value, _)| value).collect()
        };
        facts.scopes = known.into_iter().map(in_order).collect();
        let owners: Vec<Owners> = lists.0.iter().map(|(name, own)| owners(definitions, name, own, lists)).collect();
        for _ in 0..OWNERS_DEEP {
            facts.take_scopes_of(&owners);
        }
        facts.number_doubts(&owners);
        facts
    }

    /// Which rows lie within a scope.
    pub fn within(&self, definitions: &Definitions, scope: &Scope) -> Within<'_> {
        if scope.is_whole() {
            return Within { lists: None };
        }
        let wanted: Vec<Option<u16>> = definitions
            .scopes
            .iter()
            .zip(&self.scopes)
            .map(|(property, values)| {
                let value = scope.0.get(property)?;
                let place = values.iter().position(|known| known == value);
                Some(place.and_then(|place| u16::try_from(place + 1).ok()).unwrap_or(u16::MAX))
            })
            .collect();
        let inside = |facts: &ListFacts| {
            let mut rows = vec![true; facts.rows];
            let mut says = false;
            for (wanted, values) in wanted.iter().zip(&facts.scopes) {
                let Some(wanted) = wanted else { continue };
                says |= values.iter().any(|value| *value != 0);
                rows.iter_mut().zip(values).for_each(|(row, value)| *row &= value == wanted);
            }
            Inside { rows, is_of_none: facts.rows > 0 && !says }
        };
        Within { lists: Some(self.lists.iter().map(|(name, facts)| (name, inside(facts))).collect()) }
    }

    /// What makes a figure doubtful that is made of these places of `rows`.
    pub fn caveats(&self, counted: &Counted, rows: &Rows, places: &[usize], inside: Option<&Inside>) -> Caveats {
        let mut caveats = rows.caveats();
        let Some(facts) = self.lists.get(&counted.list) else { return caveats };
        // Deciding may also bring in a row that does not count now.
        let disputed = facts.disputed.iter().filter(|row| inside.is_none_or(|inside| inside.holds(**row)));
        caveats.conflicts = disputed.count();
        let mut doubted: BTreeSet<u32> = BTreeSet::new();
        for place in places {
            let row = rows.rows[*place] as usize;
            caveats.faulty_codes += usize::from(facts.faulty.get(row).copied().unwrap_or_default());
            doubted.extend(facts.doubts.get(row).filter(|number| **number != 0));
        }
        let doubts = doubted.into_iter().filter_map(|number| self.doubts.get(number as usize - 1));
        for Doubt { is_disputed, is_faulty } in doubts {
            caveats.conflicts += usize::from(*is_disputed);
            caveats.faulty_codes += usize::from(*is_faulty);
        }
        caveats
    }

    /// Where a row says no area itself, it is that of what it belongs to.
    fn take_scopes_of(&mut self, owners: &[Owners]) {
        let mut taken: Vec<(usize, usize, usize, u16)> = Vec::new();
        let lists: Vec<&ListFacts> = self.lists.values().collect();
        for (list, (facts, owners)) in lists.iter().zip(owners).enumerate() {
            for (scope, values) in facts.scopes.iter().enumerate() {
                for (row, _) in values.iter().enumerate().filter(|(_, value)| **value == 0) {
                    let Some(Some((list_of, owner))) = owners.get(row) else { continue };
                    let value = lists.get(*list_of).and_then(|facts| facts.scopes.get(scope)?.get(*owner as usize));
                    if let Some(value @ 1..) = value.copied() {
                        taken.push((list, scope, row, value));
                    }
                }
            }
        }
        let mut lists: Vec<&mut ListFacts> = self.lists.values_mut().collect();
        for (list, scope, row, value) in taken {
            if let Some(place) = lists.get_mut(list).and_then(|facts| facts.scopes.get_mut(scope)?.get_mut(row)) {
                *place = value;
            }
        }
    }

    fn number_doubts(&mut self, owners: &[Owners]) {
        let mut known: BTreeMap<(usize, u32), u32> = BTreeMap::new();
        let lists: Vec<&ListFacts> = self.lists.values().collect();
        let mut doubts = Vec::new();
        let mut number = |owner: &Option<(usize, u32)>| {
            let Some((list, row)) = *owner else { return 0 };
            let Some(facts) = lists.get(list) else { return 0 };
            let is_disputed = facts.disputed.binary_search(&row).is_ok();
            let is_faulty = facts.faulty.get(row as usize).copied().unwrap_or_default();
            if !is_disputed && !is_faulty {
                return 0;
            }
            *known.entry((list, row)).or_insert_with(|| {
                doubts.push(Doubt { is_disputed, is_faulty });
                u32::try_from(doubts.len()).unwrap_or_default()
            })
        };
        let numbers: Vec<Vec<u32>> = owners.iter().map(|owners| owners.iter().map(&mut number).collect()).collect();
        self.doubts = doubts;
        for (facts, numbers) in self.lists.values_mut().zip(numbers) {
            facts.doubts = numbers;
        }
    }
}

pub(super) fn owners(definitions: &Definitions, own: &str, register: &Register, lists: &Lists<'_>) -> Owners {
    let mut owners: Owners = vec![None; register.len()];
    for property in &definitions.owners {
        // Nearly always all rows of a list belong to rows of one other.
        let others = lists.0.iter().enumerate().filter(|(_, (name, _))| **name != own);
        let mut order: Vec<(usize, &Register)> = others.map(|(list, (_, register))| (list, *register)).collect();
        let column = Column::Property(property.clone());
        for (row, id) in register.cells(&column).enumerate().filter(|(_, id)| !id.is_empty()) {
            if owners[row].is_some() {
                continue;
            }
            let id = EntityId::new(id);
            let found = order.iter().enumerate().find_map(|(place, (_, list))| Some((place, list.row_of(&id)?)));
            let Some((place, owner)) = found else { continue };
            owners[row] = u32::try_from(owner).ok().map(|owner| (order[place].0, owner));
            order.swap(0, place);
        }
    }
    owners
}
