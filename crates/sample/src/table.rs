//! Rows of lists, while they are made and afterwards.

use std::collections::BTreeMap;

use crate::code;

/// An entity: its id, what it is called, and its properties in the order of its form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    pub id: String,
    pub label: String,
    pub properties: Vec<(&'static str, String)>,
}

/// All lists, and what their making has to know of each other.
#[derive(Clone, Debug)]
pub struct Zone {
    pub lists: BTreeMap<&'static str, Vec<Row>>,
    /// Rows of `enterprises` by what they are for.
    pub(crate) groups: BTreeMap<&'static str, Vec<usize>>,
    pub(crate) chance: Chance,
    /// Of many that are side by side.
    pub(crate) copy: u8,
}

/// Lists by number, as ids have them.
const LISTS: [&str; 16] = [
    "enterprises",
    "canvasses",
    "social_orgs",
    "party_orgs",
    "party_reports",
    "assignments",
    "visits",
    "needs",
    "approvals",
    "trainings",
    "activities",
    "job_needs",
    "talent_needs",
    "talents",
    "projects",
    "platforms",
];

const SEED: u32 = 20_231_102;

impl Zone {
    pub(crate) fn new() -> Self {
        Self { lists: BTreeMap::new(), groups: BTreeMap::new(), chance: Chance(SEED), copy: 0 }
    }

    /// The rows of a list.
    pub fn rows(&self, list: &str) -> &[Row] {
        self.lists.get(list).map(Vec::as_slice).unwrap_or_default()
    }

    /// Adds a row and gives its place. Blank properties are left out, as a form leaves them.
    pub(crate) fn add(
        &mut self,
        list: &'static str,
        label: impl Into<String>,
        properties: Vec<(&'static str, String)>,
    ) -> usize {
        let rows = self.lists.entry(list).or_default();
        let id = Self::id(list, rows.len());
        let properties = properties.into_iter().filter(|(_, text)| !text.is_empty()).collect();
        rows.push(Row { id, label: label.into(), properties });
        rows.len() - 1
    }

    /// The id of the row at a place of a list, also of one that comes later.
    pub(crate) fn id(list: &str, place: usize) -> String {
        let number = LISTS.iter().position(|known| *known == list).map_or(0, |place| place + 1);
        format!("{ID}0000-4000-8{number:03}-{:012}", place + 1)
    }

    pub(crate) fn row(&self, list: &str, place: usize) -> &Row {
        &self.rows(list)[place]
    }

    /// The enterprise at a place of a group, round and round.
    pub(crate) fn enterprise(&self, group: &str, place: usize) -> &Row {
        let places = &self.groups[group];
        self.row("enterprises", places[place % places.len()])
    }

    pub(crate) fn count(&self, group: &str) -> usize {
        self.groups.get(group).map_or(0, Vec::len)
    }
}

/// How every id begins here, and every name.
const ID: &str = "00000000-";
const NAME: &str = "样例";
const CODE: &str = "uscc";
const PLATFORMS: &str = "platforms";
/// The ids of a list are the same up to here.
const SAME: usize = "00000000-0000-4000-8000-".len();

impl Zone {
    /// The same zone under other ids, names and codes: one of many in one ledger. 0 is this one; the platforms and service groups
    /// of that are everybody's.
    pub fn again(&self, copy: u8) -> Self {
        if copy == 0 {
            return self.clone();
        }
        let platform = Self::id(PLATFORMS, 0);
        let is_shared = |text: &str| text.starts_with(&platform[..SAME]);
        let own = |text: &str| text.replace(ID, &format!("{copy:08}-")).replace(NAME, &format!("{NAME}{copy}"));
        let said = |(name, text): &(&'static str, String)| {
            let said = match text.as_str() {
                text if is_shared(text) => text.to_owned(),
                text if *name == CODE => code::again(text, copy),
                text => own(text),
            };
            (*name, said)
        };
        let row = |row: &Row| Row {
            id: own(&row.id),
            label: own(&row.label),
            properties: row.properties.iter().map(said).collect(),
        };
        let own_lists = self.lists.iter().filter(|(name, _)| **name != PLATFORMS);
        let lists = own_lists.map(|(name, rows)| (*name, rows.iter().map(row).collect()));
        Self { lists: lists.collect(), copy, ..self.clone() }
    }
}

impl Row {
    /// A property's text; blank where it has none.
    pub fn text(&self, property: &str) -> &str {
        let found = self.properties.iter().find(|(name, _)| *name == property);
        found.map(|(_, text)| text.as_str()).unwrap_or_default()
    }
}

/// Mulberry32: small, and the same in every language.
#[derive(Clone, Debug)]
pub(crate) struct Chance(u32);

impl Chance {
    /// A whole number from 0 up to but without `end`.
    pub fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x6D2B_79F5);
        let seed = self.0;
        let mut mixed = (seed ^ (seed >> 15)).wrapping_mul(1 | seed);
        mixed = mixed.wrapping_add((mixed ^ (mixed >> 7)).wrapping_mul(61 | mixed)) ^ mixed;
        let drawn = u64::from(mixed ^ (mixed >> 14));
        u32::try_from((drawn * u64::from(end)) >> 32).unwrap_or_default()
    }
}
