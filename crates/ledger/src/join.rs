//! Which entities are one: what was said of pairs, and the ledger as it is with that.
//!
//! What was said of two entities is kept as an entity of the list [`record::JOINS`] and adds up as everything does (`merge`). Rows
//! stay what they are: each entity keeps its own, so that what was joined can be taken apart, and what a tablet still says of the
//! other id lands there. What people are shown is a view of the rows: those that are one are folded into one history under the
//! id that is kept, and whatever names one of the others names that one. So it is a function of the set of revisions, like the
//! rows. Start at [`Joins::of`], then [`Joins::fold`]. In words: `docs/merge.md`, "Two that are one".
//!
//! Not here: what a join looks like as a record (`record::Join`), who may be one (`work_lists`).

use std::collections::{BTreeMap, BTreeSet};

use record::{
    ChangeId, DeviceId, EntityBase, EntityChange, EntityChangeKind, EntityId, JOINS, Join, ListName, Named, Pair,
    Sameness, Sha256,
};

use crate::{Change, Conflict, EntityHistory, EntityKey, Origin, RuleError, Value, ValueDigest, base};

/// What stands of all pairs, and what it comes to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Joins {
    said: BTreeMap<Pair, JoinState>,
    /// Those that are one, by each of them.
    groups: BTreeMap<EntityKey, Group>,
    /// The ids that are not kept any more, by their text and by its digest.
    aliases: BTreeMap<String, EntityId>,
    digests: BTreeMap<ValueDigest, ValueDigest>,
}

/// Entities that are one.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Group {
    main: EntityKey,
    members: BTreeSet<EntityKey>,
}

/// What was said of a pair.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JoinState {
    /// What counts.
    pub shown: JoinVoice,
    /// What others said who did not know of it. Somebody has to decide where that differs.
    pub others: Vec<JoinVoice>,
}

/// Whose word it is, and why: the reason stands in the origin.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JoinVoice {
    pub sameness: Sameness,
    pub source: ChangeId,
    pub origin: Origin,
}

impl JoinState {
    fn of(history: &EntityHistory) -> Option<(Pair, Self)> {
        let state = history.state();
        let pair = Pair::of(&history.entity, |name| state.properties.get(name).map(|said| said.value.as_str()))?;
        let voice = |said: &crate::Property| {
            let sameness = Sameness::read(&pair, &said.value)?;
            Some(JoinVoice { sameness, source: said.source, origin: said.origin.clone() })
        };
        let shown = voice(state.properties.get(Sameness::PROPERTY)?)?;
        let conflict = state.conflict(Sameness::PROPERTY);
        let others = conflict.into_iter().flat_map(|conflict| &conflict.others);
        let others = others.filter_map(|other| voice(&other.property)).collect();
        Some((pair, Self { shown, others }))
    }

    /// Two who did not know of each other said something else.
    pub fn is_disputed(&self) -> bool {
        !self.others.is_empty()
    }

    /// All that stands, what counts first.
    pub fn voices(&self) -> impl Iterator<Item = &JoinVoice> {
        std::iter::once(&self.shown).chain(&self.others)
    }
}

impl Joins {
    /// Of the histories of [`record::JOINS`]; others are passed over.
    pub fn of<'a>(histories: impl IntoIterator<Item = &'a EntityHistory>) -> Self {
        let ours = histories.into_iter().filter(|history| history.list.as_str() == JOINS && history.is_shown());
        Self::said_so(ours.filter_map(JoinState::of).collect())
    }

    /// What stands once some rows are as they are in `histories`, each of which takes the place of what was known of its pair.
    pub fn with<'a>(&self, histories: impl IntoIterator<Item = &'a EntityHistory>) -> Self {
        let mut said = self.said.clone();
        for row in histories.into_iter().filter(|row| row.list.as_str() == JOINS) {
            let gone = |pair: &Pair| pair.entity().id == row.entity;
            said.retain(|pair, _| !gone(pair));
            said.extend(Some(row).filter(|row| row.is_shown()).and_then(JoinState::of));
        }
        Self::said_so(said)
    }

    fn said_so(said: BTreeMap<Pair, JoinState>) -> Self {
        let mut joins = Self { groups: groups(&said), said, ..Self::default() };
        for (key, group) in joins.groups.iter().filter(|(key, group)| **key != group.main) {
            let (alias, main) = (key.entity.as_str(), &group.main.entity);
            joins.aliases.insert(alias.to_owned(), main.clone());
            joins.digests.insert(ValueDigest::of(alias), ValueDigest::of(main.as_str()));
        }
        joins
    }

    /// Names what is one, the same wherever it is the same; empty where nothing is.
    pub fn fingerprint(&self) -> String {
        if self.is_empty() {
            return String::new();
        }
        let line = |(key, group): (&EntityKey, &Group)| {
            [key.list.as_str(), key.entity.as_str(), group.main.entity.as_str()].join("\t")
        };
        Sha256::of(self.groups.iter().map(line).collect::<Vec<_>>().join("\n").as_bytes()).to_string()
    }

    /// Whether no two are one.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// What was said of pairs.
    pub fn said(&self) -> impl Iterator<Item = (&Pair, &JoinState)> {
        self.said.iter()
    }

    /// Under which key an entity stands.
    pub fn main(&self, key: &EntityKey) -> EntityKey {
        self.groups.get(key).map_or(key, |group| &group.main).clone()
    }

    /// All that are one with an entity, itself among them.
    pub fn members(&self, key: &EntityKey) -> BTreeSet<EntityKey> {
        self.groups.get(key).map_or_else(|| BTreeSet::from([key.clone()]), |group| group.members.clone())
    }

    /// Every entity that is one with another.
    pub fn joined(&self) -> impl Iterator<Item = &EntityKey> {
        self.groups.keys()
    }

    /// What was said of pairs that an entity, or one that it is one with, has a part in.
    pub fn about(&self, key: &EntityKey) -> impl Iterator<Item = (&Pair, &JoinState)> {
        let members = self.members(key);
        self.said.iter().filter(move |(pair, _)| keys(pair).iter().any(|key| members.contains(key)))
    }

    /// Whether somebody said of two entities that they are two.
    pub fn are_two(&self, one: &EntityKey, other: &EntityKey) -> bool {
        let others = self.members(other);
        self.about(one).any(|(pair, state)| {
            state.shown.sameness == Sameness::Two && keys(pair).iter().any(|key| others.contains(key))
        })
    }

    /// The histories as people are shown them: one for those that are one, in the order of their keys.
    pub fn fold(&self, histories: Vec<EntityHistory>) -> Vec<EntityHistory> {
        if self.is_empty() {
            return histories;
        }
        let mut shown: BTreeMap<EntityKey, EntityHistory> = BTreeMap::new();
        for history in histories {
            let main = self.main(&history.key());
            let view = self.view(history, &main);
            match shown.entry(main) {
                std::collections::btree_map::Entry::Vacant(free) => drop(free.insert(view)),
                std::collections::btree_map::Entry::Occupied(mut known) => known.get_mut().stand_beside(view),
            }
        }
        shown.into_values().filter(EntityHistory::is_shown).collect()
    }

    /// A history under the key where it stands, with the ids that it names as they are kept.
    fn view(&self, history: EntityHistory, main: &EntityKey) -> EntityHistory {
        if history.list.as_str().starts_with("__") {
            return history; // names of records and pairs: they stay what they are
        }
        let is_one_of_several = self.groups.contains_key(&history.key());
        let is_beside = history.key() != *main;
        let mut view = EntityHistory::new(main.clone());
        for (id, mut change) in history.changes {
            if is_one_of_several && change.kind == EntityChangeKind::Create {
                // A form says also what was left blank. Where the other one has a value that is no other opinion.
                change.values.retain(|_, value| value.text() != Some(""));
            }
            change.values.values_mut().for_each(|value| self.rename(value));
            view.insert(id, change);
            if is_beside {
                view.beside.insert(id);
            }
        }
        view
    }

    fn rename(&self, value: &mut Value) {
        match value {
            Value::Text(text) => {
                if let Some(main) = self.aliases.get(text.as_str()) {
                    main.as_str().clone_into(text);
                }
            }
            Value::Digest(digest) => {
                if let Some(main) = self.digests.get(digest) {
                    *digest = *main;
                }
            }
            Value::Erased => {}
        }
    }
}

/// The two of a pair.
pub fn keys(pair: &Pair) -> [EntityKey; 2] {
    pair.ids().map(|id| EntityKey { list: pair.list().clone(), entity: id.clone() })
}

/// Those that are one. Where several of them are kept, or where what is kept goes in a circle, the smallest id counts.
fn groups(said: &BTreeMap<Pair, JoinState>) -> BTreeMap<EntityKey, Group> {
    let mut members: BTreeMap<EntityKey, BTreeSet<EntityKey>> = BTreeMap::new();
    let mut given_up: BTreeSet<EntityKey> = BTreeSet::new();
    for (pair, state) in said {
        let Sameness::One { kept } = &state.shown.sameness else { continue };
        let [one, other] = keys(pair);
        given_up.extend([&one, &other].into_iter().filter(|key| key.entity != *kept).cloned());
        let alone = |key: &EntityKey| BTreeSet::from([key.clone()]);
        let mut all = members.get(&one).cloned().unwrap_or_else(|| alone(&one));
        all.extend(members.get(&other).cloned().unwrap_or_else(|| alone(&other)));
        for key in &all {
            members.insert(key.clone(), all.clone());
        }
    }
    let group = |(key, members): (EntityKey, BTreeSet<EntityKey>)| {
        let kept = members.iter().find(|member| !given_up.contains(member)).or(members.first()).unwrap_or(&key).clone();
        (key, Group { main: kept, members })
    };
    members.into_iter().map(group).collect()
}

/// Joins with the rows of all that are one, for who goes through rows one after the other.
#[derive(Clone, Debug, Default)]
pub struct Joined {
    joins: Joins,
    rows: BTreeMap<EntityKey, EntityHistory>,
}

impl Joined {
    /// `rows` are those of [`Joins::joined`], as far as there are any.
    pub fn new(joins: Joins, rows: impl IntoIterator<Item = EntityHistory>) -> Self {
        let rows = rows.into_iter().map(|row| (row.key(), row)).collect();
        Self { joins, rows }
    }

    pub fn joins(&self) -> &Joins {
        &self.joins
    }

    /// The same once some rows, those of joins among them, are as they are here.
    pub fn with(&self, rows: &[EntityHistory]) -> Self {
        let joins = self.joins.with(rows);
        let known = self.rows.values().chain(rows).map(|row| (row.key(), row.clone()));
        let rows = known.filter(|(key, _)| joins.groups.contains_key(key)).collect();
        Self { joins, rows }
    }

    /// The conflicts that there are only because entities are one: those of `self`, which has come of `before` with some rows
    /// as they are in `changed`. What a row says by itself, and what stood before, is not among them.
    pub fn arisen(&self, before: &Self, changed: &[EntityHistory]) -> Vec<(EntityKey, Conflict)> {
        let speaks_of = |row: &EntityHistory| match row.list.as_str() {
            JOINS => row.changes.values().filter_map(|change| named_by(&row.entity, change)).flatten().collect(),
            _ => vec![row.key()],
        };
        let touched: BTreeSet<EntityKey> =
            changed.iter().flat_map(speaks_of).filter(|key| self.joins.groups.contains_key(key)).collect();
        let mains: BTreeSet<EntityKey> = touched.iter().map(|key| self.joins.main(key)).collect();
        let mut arisen = Vec::new();
        for main in mains {
            let members = self.joins.members(&main);
            let alone = members.iter().filter_map(|member| self.rows.get(member)).flat_map(EntityHistory::conflicts);
            let stood = members.iter().filter_map(|member| before.whole(member)).flat_map(|whole| whole.conflicts());
            let known: Vec<Conflict> = alone.chain(stood).collect();
            let now = self.whole(&main).map(|whole| whole.conflicts()).unwrap_or_default();
            arisen.extend(now.into_iter().filter(|conflict| !known.contains(conflict)).map(|it| (main.clone(), it)));
        }
        arisen
    }

    /// Takes note of a row as it is now.
    pub fn put(&mut self, row: &EntityHistory) {
        if self.joins.groups.contains_key(&row.key()) {
            self.rows.insert(row.key(), row.clone());
        }
    }

    /// What stands under the key under which an entity stands.
    pub fn whole(&self, key: &EntityKey) -> Option<EntityHistory> {
        let rows = self.joins.members(key).into_iter().filter_map(|member| self.rows.get(&member).cloned());
        self.joins.fold(rows.collect()).pop()
    }

    /// What is shown of a row; each entity once, however many rows it has. `None`: it comes with another row, or is not shown.
    pub fn shown(&self, row: EntityHistory) -> Option<EntityHistory> {
        let key = row.key();
        if !self.joins.groups.contains_key(&key) {
            return self.joins.fold(vec![row]).pop().filter(EntityHistory::is_shown);
        }
        let members = self.joins.members(&key);
        let comes_with = members.iter().find(|member| self.rows.get(member).is_some_and(EntityHistory::is_shown));
        (comes_with == Some(&key)).then(|| self.whole(&key)).flatten()
    }
}

/// The two entities that a change of the list of joins is about.
pub(crate) fn named_by(entity: &EntityId, change: &Change) -> Option<[EntityKey; 2]> {
    let pair = Pair::of(entity, |name| change.values.get(name).and_then(Value::text))?;
    Some(keys(&pair))
}

/// The revisions of a row of joins that say something of an entity which is erased.
pub(crate) fn speaking_of<'a>(
    row: &'a EntityHistory,
    named: &'a Named,
) -> impl Iterator<Item = (&'a ChangeId, &'a Change)> {
    row.changes.iter().filter(move |(_, change)| {
        let pair = (row.list.as_str() == JOINS).then(|| named_by(&row.entity, change)).flatten();
        pair.is_some_and(|keys| {
            keys.iter().any(|key| named.entities.iter().any(|erased| EntityKey::from(erased) == *key))
        })
    })
}

/// The change that says of two entities whether they are one, by who saw the pair's row and both of them as they are here.
///
/// # Errors
/// [`RuleError::Moved`] where they are not as they were `seen`.
pub fn joined(
    join: &Join,
    row: Option<&EntityHistory>,
    both: [Option<&EntityHistory>; 2],
    seen: Option<&BTreeSet<ChangeId>>,
    device: &DeviceId,
) -> Result<EntityChange, RuleError> {
    let state = row.map(EntityHistory::state);
    let mut from = state.as_ref().map_or_else(EntityBase::default, |state| base(state, device));
    from.heads.extend(both.iter().flatten().flat_map(|entity| entity.state().heads));
    if seen.is_some_and(|seen| from.heads.iter().copied().collect::<BTreeSet<_>>() != *seen) {
        return Err(RuleError::Moved);
    }
    Ok(join.change(Some(from)))
}

/// What is seen by who looks at a pair: the heads of what was said of it, and of both.
pub fn seen(row: Option<&EntityHistory>, both: [Option<&EntityHistory>; 2]) -> BTreeSet<ChangeId> {
    row.into_iter().chain(both.into_iter().flatten()).flat_map(|history| history.state().heads).collect()
}

/// The list in which joins are kept.
pub fn joins_list() -> ListName {
    ListName::new(JOINS)
}
