//! The parts of the zone beside the one that a board is of: with them and the whole, what is hidden there could be worked out.
//!
//! What is hidden is decided for the boards of all parts at once, along every property by which boards are narrowed, so that what
//! one hides to cover another the others hide, too. Parts may lie within parts of another property, as service groups within areas:
//! what an area tells beside its groups must not give one of them back, nor they an area that is hidden.

use super::definition::{Counted, Definitions};
use super::few::{self, is_few};
use super::scope::Scope;
use super::tally::{AsOf, Rows, Tally};

/// The part along one property that a board is of.
pub(super) struct Beside {
    /// The property's place in the definitions.
    property: usize,
    own: usize,
}

/// The parts along one property, each with its cells; the first is of rows that say none, and has no board.
struct Along {
    /// The part of each row that counts.
    of: Vec<usize>,
    parts: usize,
    /// Part after part.
    counts: Vec<Option<f64>>,
    hidden: Vec<bool>,
}

/// What an indicator of people counts in the whole zone, and into which cell each row goes.
struct Counting<'a> {
    counted: &'a Counted,
    rows: &'a Rows,
    /// Places in `rows` and their cells.
    places: Vec<(usize, usize)>,
    cells: usize,
}

impl Tally {
    /// Nothing where a board is of the whole zone.
    pub(super) fn beside(&self, definitions: &Definitions, scope: &Scope) -> Vec<Beside> {
        let along = |(property, name): (usize, &String)| {
            let value = scope.0.get(name)?;
            let own = self.facts.scopes.get(property)?.iter().position(|known| known == value)? + 1;
            Some(Beside { property, own })
        };
        definitions.scopes.iter().enumerate().filter_map(along).collect()
    }
}

impl Beside {
    /// Which of the cells that an indicator of people falls into on this board are hidden. `cell` says where a row goes.
    pub fn hidden(
        &self,
        tally: &Tally,
        counted: &Counted,
        rows: &Rows,
        at: &AsOf,
        cells: usize,
        cell: impl Fn(usize) -> usize,
    ) -> Vec<bool> {
        let counts = rows.counting(counted, at.day);
        let places = (0..rows.rows.len()).filter(|place| counts(*place)).map(|place| (place, cell(place)));
        let places = places.filter(|(_, cell)| *cell < cells).collect();
        let counting = Counting { counted, rows, places, cells };
        let properties = 0..tally.facts.scopes.len();
        let mut all: Vec<Along> = properties.map(|property| counting.along(tally, property)).collect();
        counting.hide(&mut all);
        let own = all.get(self.property).and_then(|along| along.hidden.chunks(cells.max(1)).nth(self.own));
        own.map(<[bool]>::to_vec).unwrap_or_default()
    }
}

impl Counting<'_> {
    fn along(&self, tally: &Tally, property: usize) -> Along {
        let values = tally.facts.lists.get(&self.counted.list).and_then(|facts| facts.scopes.get(property));
        let part = |place: usize| {
            let row = self.rows.rows[place] as usize;
            usize::from(values.and_then(|values| values.get(row)).copied().unwrap_or_default())
        };
        let of: Vec<usize> = self.places.iter().map(|(place, _)| part(*place)).collect();
        let parts = tally.facts.scopes[property].len() + 1;
        let mut places = vec![Vec::new(); parts * self.cells];
        for ((place, cell), part) in self.places.iter().zip(&of) {
            places[part * self.cells + cell].push(*place);
        }
        let counts: Vec<Option<f64>> = places.iter().map(|places| self.aggregated(places)).collect();
        Along { of, parts, hidden: vec![false; counts.len()], counts }
    }

    fn aggregated(&self, places: &[usize]) -> Option<f64> {
        self.rows.aggregated(self.counted.aggregate, places)
    }

    /// Hides what is of few people, and what would tell it. Each turn hides more, or is the last.
    fn hide(&self, all: &mut [Along]) {
        loop {
            let before: usize = all.iter().map(Along::hides).sum();
            for along in &mut *all {
                few::hide_in_table(&along.counts, self.cells, &mut along.hidden);
            }
            for coarse in 0..all.len() {
                for fine in (0..all.len()).filter(|fine| *fine != coarse) {
                    self.hide_nested(all, coarse, fine);
                }
            }
            if all.iter().map(Along::hides).sum::<usize>() == before {
                return;
            }
        }
    }

    /// Looks at each part along one property beside those of another that lie within it.
    fn hide_nested(&self, all: &mut [Along], coarse: usize, fine: usize) {
        let within = within(&all[coarse], &all[fine]);
        // What no board of the other property tells of a part: rows that say none, and parts that lie across.
        let mut rest = vec![Vec::new(); all[coarse].counts.len()];
        for (at, (place, cell)) in self.places.iter().enumerate() {
            if within[all[fine].of[at]].is_none() {
                rest[all[coarse].of[at] * self.cells + cell].push(*place);
            }
        }
        for part in 1..all[coarse].parts {
            let inside: Vec<usize> = (1..all[fine].parts).filter(|other| within[*other] == Some(part)).collect();
            if inside.is_empty() {
                continue;
            }
            for cell in 0..self.cells {
                let whole = part * self.cells + cell;
                let places: Vec<usize> = inside.iter().map(|part| part * self.cells + cell).collect();
                let left = self.aggregated(&rest[whole]).unwrap_or_default();
                let is_whole_hidden = all[coarse].hidden[whole];
                let fine = &mut all[fine];
                let mut counts: Vec<Option<f64>> = places.iter().map(|place| fine.counts[*place]).collect();
                let mut hidden: Vec<bool> = places.iter().map(|place| fine.hidden[*place]).collect();
                let hides = hidden.iter().any(|hidden| *hidden);
                if is_whole_hidden {
                    // Where all of it is told in parts, it is told.
                    if !hides && left <= 0.0 {
                        few::hide_least(&counts, &mut hidden);
                    }
                } else if hides || is_few(left) {
                    counts.push(Some(left));
                    hidden.push(true);
                    few::hide_in_line(&counts, &mut hidden);
                }
                for (place, hidden) in places.iter().zip(hidden) {
                    fine.hidden[*place] = hidden;
                }
            }
        }
    }
}

impl Along {
    fn hides(&self) -> usize {
        self.hidden.iter().filter(|hidden| **hidden).count()
    }
}

/// Of each part along one property the part of another in which all its rows lie, if they do.
fn within(coarse: &Along, fine: &Along) -> Vec<Option<usize>> {
    let mut within: Vec<Option<Option<usize>>> = vec![None; fine.parts];
    for (part, whole) in fine.of.iter().zip(&coarse.of) {
        let known = &mut within[*part];
        *known = Some(match *known {
            None => Some(*whole),
            Some(known) => known.filter(|known| known == whole),
        });
    }
    let mut within: Vec<Option<usize>> = within.into_iter().map(Option::flatten).collect();
    // Rows that say none are no part.
    within[0] = None;
    within.iter_mut().for_each(|whole| *whole = whole.filter(|whole| *whole != 0));
    within
}
