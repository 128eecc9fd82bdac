//! The parts of the zone beside the one that a board is of: with them and the whole, what is hidden there could be worked out.

use super::definition::{Counted, Definitions};
use super::few;
use super::scope::{Scope, Within};
use super::tally::{AsOf, Rows, Tally};

/// The parts along one property of a narrowed scope, while the rest of it stands.
pub(super) struct Beside<'a> {
    /// The property's place in the definitions.
    property: usize,
    /// The part that the board is of.
    own: usize,
    /// As many as the property has values, and one of rows that say none.
    parts: usize,
    rest: Within<'a>,
}

impl Tally {
    /// Nothing where a board is of the whole zone.
    pub(super) fn beside(&self, definitions: &Definitions, scope: &Scope) -> Vec<Beside<'_>> {
        let along = |(place, property): (usize, &String)| {
            let value = scope.0.get(property)?;
            let values = self.facts.scopes.get(place)?;
            let own = values.iter().position(|known| known == value)? + 1;
            let mut rest = scope.clone();
            rest.0.remove(property);
            Some(Beside { property: place, own, parts: values.len() + 1, rest: self.facts.within(definitions, &rest) })
        };
        definitions.scopes.iter().enumerate().filter_map(along).collect()
    }
}

impl Beside<'_> {
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
        let mut places = vec![vec![Vec::new(); self.parts]; cells];
        let parts = tally.facts.lists.get(&counted.list).and_then(|facts| facts.scopes.get(self.property));
        let (inside, counts) = (self.rest.of(&counted.list), rows.counting(counted, at.day));
        for (place, row) in rows.rows.iter().enumerate() {
            if inside.is_none_or(|inside| inside.holds(*row)) && counts(place) {
                let part = parts.and_then(|parts| parts.get(*row as usize)).copied().unwrap_or_default();
                let group = places.get_mut(cell(place)).and_then(|parts| parts.get_mut(usize::from(part)));
                group.into_iter().for_each(|group| group.push(place));
            }
        }
        // Decided for the boards of all parts at once: what one hides to cover another the others hide, too.
        let of = |part: usize| places.iter().map(move |parts| &parts[part]);
        let counts: Vec<_> =
            (0..self.parts).flat_map(of).map(|places| rows.aggregated(counted.aggregate, places)).collect();
        let mut hidden = vec![false; counts.len()];
        few::hide_in_table(&counts, cells, &mut hidden);
        hidden.chunks(cells.max(1)).nth(self.own).map(<[bool]>::to_vec).unwrap_or_default()
    }
}
