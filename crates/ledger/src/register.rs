//! One entity list as the desk shows it: many rows of short texts, in shards that are kept and changed alone.
//!
//! A register has nothing that the histories of its entities have not: it can be made again at any time. It is made from
//! states ([`Register::of`]), changed for the entities that an import touches ([`Register::change`]) at the cost of their
//! shards, and kept as one piece of bytes for each shard ([`Shard::to_bytes`]). What people look for in it is [`finder`]'s.
//!
//! Phone numbers come in masked (`phone`): no list and no search shows more.
//!
//! Not here: how changes add up (`state`), an entity's own page (`enterprise`), where the bytes lie.

mod codes;
pub mod finder;
mod names;
mod order;
pub mod query;
mod records;
mod stored;
mod sums;

use std::collections::{BTreeMap, BTreeSet};

use record::{Day, EntityId, ListName};
use rules::plain_code;
use serde::{Deserialize, Serialize};
use sheet::Rows;

use crate::enterprise::{CODE, ENT_NAME};
use crate::fold::fold;
use crate::graph::version_alone;
use crate::phone::masked;
use crate::work_lists::{Firm, Kept, SizeSaid, filled_on};
use crate::{Change, EntityHistory, EntityState, LABEL, Origin, Value};

pub use names::by_sound;
pub use records::{RECORDS, RecordRow};
pub use stored::ReadShardError;
pub use sums::{Sum, Sums};

/// A shard is cut in two when it has more rows than this, and made with half of it.
const MOST_ROWS: usize = 512;

/// A longer text is cut: lists show one line, the entity's own page has the whole.
const MOST_CHARACTERS: usize = 120;

/// Of a day as text: `YYYY-MM-DD`.
const DAY_BYTES: usize = 10;

/// What a list can show, be sorted by and filtered by.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, Default)]
pub enum Column {
    /// What the entity is called; its id where no label has arrived.
    #[default]
    Label,
    Version,
    /// How many properties somebody must decide.
    Conflicts,
    /// When the leading change was finished, as its device's clock had it.
    UpdatedAt,
    /// The officer who made it.
    UpdatedBy,
    /// The latest date of a visit, as `YYYY-MM-DD`.
    LastVisit,
    OpenNeeds,
    Property(String),
}

/// Columns that every row has, in the order of its cells; the id stands before them, the properties behind.
const FIXED: [Column; 7] = [
    Column::Label,
    Column::Version,
    Column::Conflicts,
    Column::UpdatedAt,
    Column::UpdatedBy,
    Column::LastVisit,
    Column::OpenNeeds,
];

/// Before no name of a property: Entities keeps names that begin so for itself.
const OWN: &str = "__";

/// The day on which a form was last filled about an entity, where it is another one than that of [`Column::UpdatedAt`].
const FILLED_ON: &str = "__filled_on";
/// In its place where no form was.
const NEVER: &str = "never";

impl Column {
    /// As an address or a saved view has it: `label`, `__updated_at`, or the property's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Label => LABEL,
            Self::Version => "__version",
            Self::Conflicts => "__conflicts",
            Self::UpdatedAt => "__updated_at",
            Self::UpdatedBy => "__updated_by",
            Self::LastVisit => "__last_visit",
            Self::OpenNeeds => "__open_needs",
            Self::Property(name) => name,
        }
    }

    /// The column of a name. `None`: no list has such a one.
    pub fn of(name: &str) -> Option<Self> {
        let fixed = FIXED.into_iter().find(|column| column.name() == name);
        fixed.or_else(|| (!name.starts_with(OWN)).then(|| Self::Property(name.to_owned())))
    }
}

/// One list. Rows are numbered from 0, in the order of their ids.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Register {
    list: ListName,
    /// In the order of the ids in them; none is empty.
    shards: Vec<Shard>,
    /// The number of the first row of each shard, and of all rows behind the last.
    starts: Vec<usize>,
}

/// Some rows of a list that lie and change together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shard {
    /// Its name for as long as it lives; no other shard of the list ever has it.
    pub number: u32,
    /// Those that a row of it fills, by name.
    properties: Vec<String>,
    /// Id, [`FIXED`], then the properties.
    rows: Rows,
}

/// One row on its way in or out of a shard.
#[derive(Clone, Default)]
struct Entry {
    fixed: [String; FIXED.len()],
    properties: BTreeMap<String, String>,
}

/// What a list shows of one entity, whatever else is known of it. As one text: an import has a hundred thousand of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    id: EntityId,
    /// The fixed cells, then names and values of properties, with [`BETWEEN`] behind each.
    cells: Box<str>,
}

/// No cell has it: control characters are blanks in a list.
const BETWEEN: char = '\0';

impl Line {
    pub fn of(state: &EntityState) -> Self {
        Self::with(&state.id, &Entry::of(state, None))
    }

    /// The same of a history whose state nobody else needs.
    pub fn summed_up(history: &EntityHistory) -> Self {
        let mut changes = history.changes.values();
        match (changes.next(), changes.next()) {
            (Some(only), None) if only.origin.decided.is_none() => Self::alone(history, only),
            _ => Self::with(&history.entity, &Entry::summed_up(history)),
        }
    }

    /// As it is of nearly all entities: what was said once, when a form was filled, is what stands. Written at once, without an [`Entry`].
    fn alone(history: &EntityHistory, only: &Change) -> Self {
        let text = |name: &str| only.values.get(name).and_then(Value::text).filter(|text| !text.is_empty());
        let mut cells = String::with_capacity(256);
        show(&mut cells, LABEL, text(LABEL).unwrap_or(history.entity.as_str()));
        cells.push(BETWEEN);
        let officer = only.origin.officer.as_str();
        let (version, at) = (version_alone(&history.changes, only).to_string(), only.origin.finalized_at.to_string());
        // No conflicts, and nothing summed up of other lists.
        [&version, "", &at, officer, "", ""].into_iter().for_each(|cell| push(&mut cells, cell));
        for name in only.values.keys().filter(|name| *name != LABEL) {
            let Some(text) = text(name) else { continue };
            push(&mut cells, name);
            show(&mut cells, name, text);
            cells.push(BETWEEN);
        }
        Self { id: history.entity.clone(), cells: cells.into() }
    }

    fn with(id: &EntityId, entry: &Entry) -> Self {
        let mut cells = String::new();
        let said = entry.properties.iter().flat_map(|(name, text)| [name, text]);
        entry.fixed.iter().chain(said).for_each(|cell| push(&mut cells, cell));
        Self { id: id.clone(), cells: cells.into() }
    }

    fn entry(&self) -> Entry {
        let mut cells = self.cells.split_terminator(BETWEEN).map(str::to_owned);
        let fixed = std::array::from_fn(|_| cells.next().unwrap_or_default());
        let mut properties = BTreeMap::new();
        while let (Some(name), Some(text)) = (cells.next(), cells.next()) {
            properties.insert(name, text);
        }
        Entry { fixed, properties }
    }
}

/// Adds a cell to those of a line.
fn push(cells: &mut String, cell: &str) {
    cell.split(BETWEEN).for_each(|part| cells.push_str(part));
    cells.push(BETWEEN);
}

/// Which shards are to be written again, and which are no more.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rewritten {
    pub written: BTreeSet<u32>,
    pub removed: BTreeSet<u32>,
}

impl Rewritten {
    /// What both changes do, `later` being made after this one. A number may be given again once nobody has it.
    pub fn follow(&mut self, later: Self) {
        self.written.retain(|number| !later.removed.contains(number));
        self.removed.retain(|number| !later.written.contains(number));
        self.written.extend(later.written);
        self.removed.extend(later.removed);
    }
}

impl Register {
    /// A list of these entities; those of other lists are passed over.
    pub fn of<'a>(list: &ListName, states: impl IntoIterator<Item = &'a EntityState>, sums: &Sums) -> Self {
        let own = states.into_iter().filter(|state| state.list == *list);
        let entries: BTreeMap<EntityId, Entry> =
            own.map(|state| (state.id.clone(), Entry::of(state, sums.get(&state.id)))).collect();
        Self::with(list.clone(), shards_of(entries, &mut 0))
    }

    /// A list whose shards were read again, in any order.
    pub fn from_shards(list: ListName, shards: impl IntoIterator<Item = Shard>) -> Self {
        let mut shards: Vec<Shard> = shards.into_iter().filter(|shard| !shard.is_empty()).collect();
        shards.sort_by(|one, other| one.first().cmp(other.first()));
        Self::with(list, shards)
    }

    fn with(list: ListName, shards: Vec<Shard>) -> Self {
        Self { list, starts: starts(&shards), shards }
    }

    pub fn list(&self) -> &ListName {
        &self.list
    }

    pub fn shards(&self) -> &[Shard] {
        &self.shards
    }

    pub fn len(&self) -> usize {
        self.starts.last().copied().unwrap_or_default()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds or replaces rows, and takes away those that are `gone`. Only the shards that have them are touched.
    ///
    /// A row whose entity is not among `states` keeps what it says, but for what `sums` says of it.
    pub fn change(&mut self, states: &[EntityState], gone: &[EntityId], sums: &Sums) -> Rewritten {
        let own = states.iter().filter(|state| state.list == self.list);
        let lines: Vec<Line> = own.map(Line::of).collect();
        self.take(lines, gone, sums)
    }

    /// The same for lines that were made before, as of more entities than can be held.
    pub fn take(&mut self, lines: impl IntoIterator<Item = Line>, gone: &[EntityId], sums: &Sums) -> Rewritten {
        let own = lines.into_iter().map(Touch::Stated);
        let touches = gone.iter().map(Touch::Gone).chain(sums.ids().map(Touch::Summed)).chain(own);
        let mut touched: BTreeMap<usize, Vec<Touch<'_>>> = BTreeMap::new();
        for touch in touches {
            touched.entry(self.place(touch.id())).or_default().push(touch);
        }
        let mut rewritten = Rewritten::default();
        let mut next = self.shards.iter().map(|shard| shard.number + 1).max().unwrap_or_default();
        let mut shards = Vec::with_capacity(self.shards.len());
        let mut old = std::mem::take(&mut self.shards).into_iter();
        // A list without shards is one place, too.
        for place in 0..old.len().max(1) {
            let shard = old.next();
            let mut entries = match (&shard, touched.contains_key(&place)) {
                (Some(shard), true) => shard.entries(),
                _ => BTreeMap::new(),
            };
            let touches = touched.remove(&place).unwrap_or_default();
            let mut is_changed = false;
            for touch in touches {
                is_changed |= touch.apply(&mut entries, sums);
            }
            match shard {
                Some(shard) if !is_changed => shards.push(shard),
                Some(shard) if !entries.is_empty() && entries.len() <= MOST_ROWS => {
                    rewritten.written.insert(shard.number);
                    shards.push(Shard::of(shard.number, entries));
                }
                shard => {
                    rewritten.removed.extend(shard.map(|shard| shard.number));
                    let made = shards_of(entries, &mut next);
                    rewritten.written.extend(made.iter().map(|shard| shard.number));
                    shards.extend(made);
                }
            }
        }
        self.starts = starts(&shards);
        self.shards = shards;
        rewritten
    }

    /// Every property that a row fills, by name.
    pub fn properties(&self) -> BTreeSet<&str> {
        let all = self.shards.iter().flat_map(|shard| shard.properties.iter().map(String::as_str));
        all.filter(|name| !name.starts_with(OWN)).collect()
    }

    /// What the first row that says anything in a column says.
    pub fn first<'a>(&'a self, column: &'a Column) -> Option<&'a str> {
        self.cells(column).find(|cell| !cell.is_empty())
    }

    /// The entities of which somebody must decide something.
    pub fn in_conflict(&self) -> Vec<EntityId> {
        let counts = self.cells(&Column::Conflicts).enumerate();
        counts.filter(|(_, count)| !count.is_empty()).map(|(row, _)| self.id(row)).collect()
    }

    /// What the work lists look at, in the order of rows.
    pub fn kept(&self) -> Vec<Kept> {
        let (filled_on, code) = (Column::Property(FILLED_ON.to_owned()), Column::Property(CODE.to_owned()));
        let days = self.cells(&Column::UpdatedAt).zip(self.cells(&filled_on));
        let firms = self.cells(&code).zip(self.titles());
        let sizes = SizeSaid::PROPERTIES.map(|property| self.texts(&Column::Property(property.to_owned())));
        let mut kept = Vec::with_capacity(self.len());
        for (row, ((updated_at, filled_on), (code, name))) in days.zip(firms).enumerate() {
            let day = if filled_on.is_empty() { updated_at.get(..DAY_BYTES).unwrap_or_default() } else { filled_on };
            let firm = Firm { name: name.to_owned(), code: code.to_owned(), id: self.id(row), list: self.list.clone() };
            let size = SizeSaid::of(sizes.each_ref().map(|texts| texts[row]));
            kept.push(Kept { firm, updated_on: day.parse().ok(), size });
        }
        kept
    }

    /// The text in a row under a column; empty where there is none.
    pub fn get(&self, row: usize, column: &Column) -> &str {
        let Some((shard, row)) = self.at(row) else { return "" };
        shard.column(column).map(|column| shard.cell(row, column)).unwrap_or_default()
    }

    /// What a row is called: the name on the licence where the list has one, else its label.
    pub fn title(&self, row: usize) -> &str {
        let Some((shard, row)) = self.at(row) else { return "" };
        shard.title(row, shard.column(&Column::Property(ENT_NAME.to_owned())))
    }

    pub fn id(&self, row: usize) -> EntityId {
        EntityId::new(self.at(row).map(|(shard, row)| shard.cell(row, 0)).unwrap_or_default())
    }

    /// The row of an entity.
    pub fn row_of(&self, id: &EntityId) -> Option<usize> {
        let place = self.place(id);
        Some(self.starts.get(place)? + self.shards.get(place)?.search(id.as_str()).ok()?)
    }

    /// The entities of which some property is exactly this text, in the order of their ids: how rows that speak of an
    /// enterprise are found, whatever their form calls the property.
    pub fn naming(&self, text: &str) -> Vec<EntityId> {
        let mut naming = Vec::new();
        for shard in &self.shards {
            let names = |row: &usize| shard.rows.row(*row).skip(1 + FIXED.len()).any(|cell| cell == text);
            naming.extend((0..shard.len()).filter(names).map(|row| EntityId::new(shard.cell(row, 0))));
        }
        naming
    }

    /// The entities that may be the same as one: those with its code, and those that are called the same.
    pub fn alike(&self, id: &EntityId) -> Vec<EntityId> {
        let Some(row) = self.row_of(id) else { return Vec::new() };
        let code = Column::Property(CODE.to_owned());
        let (own, name) = (plain_code(self.get(row, &code)), fold(self.title(row)));
        let others = self.cells(&code).zip(self.titles()).enumerate().filter(|(other, _)| *other != row);
        let alike = others.filter(|(_, (code, title))| {
            (!own.is_empty() && plain_code(code) == own) || (!name.is_empty() && fold(title) == name)
        });
        alike.map(|(other, _)| self.id(other)).collect()
    }

    /// The entities by their code, as far as they have one.
    pub fn codes(&self) -> BTreeMap<String, BTreeSet<EntityId>> {
        let mut codes: BTreeMap<String, BTreeSet<EntityId>> = BTreeMap::new();
        for (row, code) in self.cells(&Column::Property(CODE.to_owned())).enumerate() {
            let code = plain_code(code);
            if !code.is_empty() {
                codes.entry(code).or_default().insert(self.id(row));
            }
        }
        codes
    }

    /// Every row's id, in the order of rows.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.shards.iter().flat_map(|shard| (0..shard.len()).map(move |row| shard.cell(row, 0)))
    }

    /// Every row's text under a column, as a list that needs the column no more.
    pub(crate) fn texts(&self, column: &Column) -> Vec<&str> {
        let mut texts = Vec::with_capacity(self.len());
        for shard in &self.shards {
            let column = shard.column(column);
            texts.extend((0..shard.len()).map(|row| column.map(|column| shard.cell(row, column)).unwrap_or_default()));
        }
        texts
    }

    /// Whether a row fills a column.
    pub(crate) fn has(&self, column: &Column) -> bool {
        self.shards.iter().any(|shard| shard.column(column).is_some())
    }

    /// What every row is called, in the order of rows.
    pub(crate) fn titles(&self) -> impl Iterator<Item = &str> {
        self.shards.iter().flat_map(|shard| {
            let name = shard.column(&Column::Property(ENT_NAME.to_owned()));
            (0..shard.len()).map(move |row| shard.title(row, name))
        })
    }

    /// Every row's text under a column, in the order of rows.
    pub(crate) fn cells<'a>(&'a self, column: &'a Column) -> impl Iterator<Item = &'a str> {
        self.shards.iter().flat_map(move |shard| {
            let column = shard.column(column);
            (0..shard.len()).map(move |row| column.map(|column| shard.cell(row, column)).unwrap_or_default())
        })
    }

    fn at(&self, row: usize) -> Option<(&Shard, usize)> {
        let place = self.starts.partition_point(|start| *start <= row).checked_sub(1)?;
        Some((self.shards.get(place)?, row - self.starts.get(place)?))
    }

    /// The shard in which an entity stands, or would stand.
    fn place(&self, id: &EntityId) -> usize {
        self.shards.partition_point(|shard| shard.first() <= id.as_str()).saturating_sub(1)
    }
}

/// The number of the first row of each shard, and of all rows.
fn starts(shards: &[Shard]) -> Vec<usize> {
    let ends = shards.iter().scan(0, |end, shard| {
        *end += shard.len();
        Some(*end)
    });
    std::iter::once(0).chain(ends).collect()
}

/// What a change does to one row.
enum Touch<'a> {
    Gone(&'a EntityId),
    Summed(&'a EntityId),
    Stated(Line),
}

impl Touch<'_> {
    fn id(&self) -> &EntityId {
        match self {
            Self::Gone(id) | Self::Summed(id) => id,
            Self::Stated(line) => &line.id,
        }
    }

    /// Whether anything is different now.
    fn apply(self, entries: &mut BTreeMap<EntityId, Entry>, sums: &Sums) -> bool {
        match self {
            Self::Gone(id) => entries.remove(id).is_some(),
            Self::Summed(id) => entries.get_mut(id).is_some_and(|entry| entry.set_sum(sums.get(id))),
            Self::Stated(line) => {
                let (mut entry, id) = (line.entry(), line.id);
                match (sums.get(&id), entries.get(&id)) {
                    (None, Some(known)) => entry.take_sum(known),
                    (sum, _) => drop(entry.set_sum(sum)),
                }
                entries.insert(id, entry);
                true
            }
        }
    }
}

/// Rows cut into shards, numbered from `next` on.
fn shards_of(entries: BTreeMap<EntityId, Entry>, next: &mut u32) -> Vec<Shard> {
    let mut shards = Vec::new();
    let mut entries = entries.into_iter();
    loop {
        let some: BTreeMap<EntityId, Entry> = entries.by_ref().take(MOST_ROWS / 2).collect();
        if some.is_empty() {
            return shards;
        }
        shards.push(Shard::of(*next, some));
        *next += 1;
    }
}

impl Shard {
    fn of(number: u32, entries: BTreeMap<EntityId, Entry>) -> Self {
        let names: BTreeSet<&String> = entries.values().flat_map(|entry| entry.properties.keys()).collect();
        let properties: Vec<String> = names.into_iter().cloned().collect();
        let mut rows = Rows::new(1 + FIXED.len() + properties.len());
        for (id, entry) in &entries {
            let said = properties.iter().map(|name| entry.properties.get(name).map(String::as_str).unwrap_or_default());
            rows.push(std::iter::once(id.as_str()).chain(entry.fixed.iter().map(String::as_str)).chain(said));
        }
        Self { number, properties, rows }
    }

    fn entries(&self) -> BTreeMap<EntityId, Entry> {
        let entry = |row: usize| {
            let mut cells = self.rows.row(row);
            let id = EntityId::new(cells.next().unwrap_or_default());
            let fixed = std::array::from_fn(|_| cells.next().unwrap_or_default().to_owned());
            let said = self.properties.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
            (id, Entry { fixed, properties: said.map(|(name, cell)| (name.clone(), cell.to_owned())).collect() })
        };
        (0..self.len()).map(entry).collect()
    }

    /// The properties that a row of it fills.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.properties.iter().map(String::as_str)
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Where a column's cells stand in this shard. `None`: no row of it has any.
    pub(crate) fn column(&self, column: &Column) -> Option<usize> {
        match column {
            Column::Property(name) => self.properties.binary_search(name).ok().map(|place| 1 + FIXED.len() + place),
            fixed => FIXED.iter().position(|column| column == fixed).map(|place| 1 + place),
        }
    }

    pub(crate) fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row, column).unwrap_or_default()
    }

    /// `name` is where the name on the licence stands.
    fn title(&self, row: usize, name: Option<usize>) -> &str {
        let name = name.map(|name| self.cell(row, name)).filter(|name| !name.is_empty());
        // The label is the first of the fixed columns.
        name.unwrap_or_else(|| self.cell(row, 1))
    }

    fn first(&self) -> &str {
        self.cell(0, 0)
    }

    fn search(&self, id: &str) -> Result<usize, usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.cell(middle, 0).cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Ok(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        Err(low)
    }
}

impl Entry {
    fn of(state: &EntityState, sum: Option<&Sum>) -> Self {
        let mut entry = Self::default();
        for (name, property) in &state.properties {
            entry.say(name, &property.value);
        }
        entry.set(&Column::Label, shown(LABEL, state.title()));
        entry.set_standing(state.version, state.conflicts.len(), state.updated.as_ref());
        entry.set_filled(state.updated.as_ref(), crate::work_lists::updated_on(state));
        entry.set_sum(sum);
        entry
    }

    /// What [`Entry::of`] gives of the history's state, without making all that a state has besides.
    fn summed_up(history: &EntityHistory) -> Self {
        let mut entry = Self::default();
        entry.set(&Column::Label, shown(LABEL, history.entity.as_str()));
        let merged = history.merged();
        let mut conflicts = 0;
        let mut origins = Vec::new();
        for name in merged.names() {
            let Some(shown) = merged.shown(name) else { continue };
            entry.say(name, shown.text);
            conflicts += usize::from(shown.is_disputed);
            origins.push(shown.origin);
        }
        let leading = merged.leading();
        let version = leading.map(|leading| merged.graph.versions[leading]).unwrap_or_default();
        let updated = leading.map(|leading| &merged.graph.changes[leading].1.origin);
        entry.set_standing(version, conflicts, updated);
        entry.set_filled(updated, filled_on(origins.into_iter().chain(updated)));
        entry
    }

    fn set_filled(&mut self, updated: Option<&Origin>, day: Option<Day>) {
        if let Some(filled) = filled(updated, day) {
            self.properties.insert(FILLED_ON.to_owned(), filled);
        }
    }

    /// What is blank is not kept.
    fn say(&mut self, name: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        match name {
            LABEL => self.set(&Column::Label, shown(LABEL, text)),
            name => drop(self.properties.insert(name.to_owned(), shown(name, text))),
        }
    }

    fn set_standing(&mut self, version: u32, conflicts: usize, updated: Option<&Origin>) {
        self.set(&Column::Version, version.to_string());
        self.set(&Column::Conflicts, number(conflicts));
        self.set(&Column::UpdatedAt, updated.map(|origin| origin.finalized_at.to_string()).unwrap_or_default());
        self.set(&Column::UpdatedBy, updated.map(|origin| origin.officer.to_string()).unwrap_or_default());
    }

    fn set(&mut self, column: &Column, text: String) {
        if let Some(place) = FIXED.iter().position(|fixed| fixed == column) {
            self.fixed[place] = text;
        }
    }

    /// Whether anything is different now.
    fn set_sum(&mut self, sum: Option<&Sum>) -> bool {
        let Some(sum) = sum else { return false };
        let before = self.fixed.clone();
        self.set(&Column::LastVisit, sum.last_visit.clone());
        self.set(&Column::OpenNeeds, number(sum.open_needs));
        self.fixed != before
    }

    fn take_sum(&mut self, known: &Self) {
        for (place, column) in FIXED.iter().enumerate() {
            if matches!(column, Column::LastVisit | Column::OpenNeeds) {
                self.fixed[place].clone_from(&known.fixed[place]);
            }
        }
    }
}

/// What stands under [`FILLED_ON`]. `None`: the day is that of the latest change.
fn filled(updated: Option<&Origin>, day: Option<Day>) -> Option<String> {
    let day = day.map(|day| day.to_string());
    let updated = updated.map(|origin| origin.finalized_at.date());
    (day != updated).then(|| day.unwrap_or_else(|| NEVER.to_owned()))
}

/// None is blank, so that blank means nothing to see to in every column.
fn number(count: usize) -> String {
    if count == 0 { String::new() } else { count.to_string() }
}

/// A value as a list has it: masked, on one line, and not longer than one reads there.
fn shown(property: &str, value: &str) -> String {
    let mut out = String::with_capacity(value.len().min(4 * MOST_CHARACTERS));
    show(&mut out, property, value);
    out
}

fn show(out: &mut String, property: &str, value: &str) {
    let value = masked(property, value);
    let line = value.trim();
    for (place, character) in line.chars().enumerate() {
        if place == MOST_CHARACTERS {
            out.push('…');
            break;
        }
        out.push(if character.is_control() { ' ' } else { character });
    }
}
