//! Which files bring a tablet to a desk's newest pack: the whole one, or the differences since the one that it holds.
//!
//! Names and lengths say it all, so nothing is fetched to find out. What is fetched says itself what it builds upon; a name that
//! lies costs a tablet one file.

use std::cmp::Reverse;

use crate::{Kind, Seen};

/// So many differences are taken one after the other before the whole is taken instead.
const MOST_LINKS: usize = 8;

/// The newest pack that lies there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Newest {
    pub whole: Seen,
    /// The differences that make it of what is held, in their order: together they are smaller. Empty where there are none.
    pub since: Vec<Seen>,
}

impl Newest {
    /// Of all files that lie where a tablet looks. `held` is the number of the pack that the tablet holds; a file that found its
    /// number taken may have one that is higher by up to `slack`; a desk's numbers are further apart than that.
    pub fn of(seen: &[Seen], held: Option<u64>, slack: u64) -> Option<Self> {
        Self::all(seen, held, slack).next()
    }

    /// The same, and what would be the newest without it, and so on: whoever may write there may have put a later number there.
    pub fn all(seen: &[Seen], held: Option<u64>, slack: u64) -> impl Iterator<Item = Self> {
        let mut packs: Vec<&Seen> = seen.iter().filter(|seen| seen.name.kind == Kind::Pack).collect();
        packs.sort_by_key(|seen| Reverse((seen.name.number, seen.name.hash)));
        packs.into_iter().map(move |whole| Self::to(whole.clone(), seen, held, slack))
    }

    fn to(whole: Seen, seen: &[Seen], held: Option<u64>, slack: u64) -> Self {
        let since = held.and_then(|held| links(seen, held, whole.name.number, slack)).unwrap_or_default();
        let is_smaller = || match (whole.length, length(&since)) {
            (Some(whole), Some(since)) => since < whole,
            // A desk puts no difference that is not smaller than its whole.
            _ => true,
        };
        let since = if is_smaller() { since } else { Vec::new() };
        Self { whole, since }
    }

    /// How much has to be fetched, where the store tells.
    pub fn bytes(&self) -> Option<u64> {
        if self.since.is_empty() { self.whole.length } else { length(&self.since) }
    }
}

fn length(files: &[Seen]) -> Option<u64> {
    files.iter().map(|seen| seen.length).sum()
}

/// The way from one number to the other, if there is one.
fn links(seen: &[Seen], held: u64, to: u64, slack: u64) -> Option<Vec<Seen>> {
    let differences = || {
        seen.iter().filter_map(|seen| match seen.name.kind {
            Kind::Since(since) => Some((since, seen)),
            _ => None,
        })
    };
    let (mut from, mut links) = (held..=held, Vec::new());
    while links.len() < MOST_LINKS {
        let fits = differences().filter(|(since, seen)| from.contains(since) && seen.name.number > *since);
        let (since, next) = fits.max_by_key(|(since, seen)| (*since, seen.name.number))?;
        let number = next.name.number;
        links.push(next.clone());
        if number.abs_diff(to) <= slack {
            return Some(links);
        }
        from = number.saturating_sub(slack).max(since + 1)..=number;
    }
    None
}
