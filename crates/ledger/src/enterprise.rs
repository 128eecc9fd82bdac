//! Enterprises, and whatever else is in a list, as the desk shows them: one page each.
//!
//! The names of lists and properties are those of the shipped forms (`enterprises`, `visits`, `needs`). Entities of any other
//! list stand on the page of those that they name, whatever their form calls the property.
//!
//! Not here: long lists, and searching them (`register`).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use record::{Day, EntityId, ListName, RecordId};
use rules::{Calendar, Reckoned};

use crate::timeline::Step;
use crate::{Conflict, EntityHistory, EntityKey, EntityState, Origin, Property};

/// An enterprise in the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EnterpriseRow {
    pub id: EntityId,
    /// As on the licence, or the label where that is not known.
    pub name: String,
    pub label: String,
    /// Initials, where somebody typed them.
    pub pinyin: String,
    pub code: String,
    /// A choice name: `large`, `medium`, `small`, `micro`, `unknown`, `not_applicable`, or nothing.
    pub size: String,
    /// A choice name.
    pub area: String,
    /// The latest date of a visit, as `YYYY-MM-DD`.
    pub last_visit: Option<String>,
    pub open_needs: usize,
    /// Properties that somebody must decide.
    pub conflicts: usize,
    pub parallel: bool,
}

/// All that the desk has of one enterprise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EnterprisePage {
    pub row: EnterpriseRow,
    pub state: EntityState,
    /// By name; the label is not among them.
    pub properties: Vec<PropertyView>,
    /// The latest first.
    pub visits: Vec<VisitView>,
    /// Open ones first, then the latest.
    pub needs: Vec<NeedView>,
    /// Of every other list that speaks of it, by the list's name.
    pub others: Vec<RelatedList>,
    /// Every record that said anything of the above, the latest first.
    pub records: Vec<SourceRecord>,
    pub timeline: Vec<Step>,
}

/// One property with where its value comes from and what was there before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PropertyView {
    pub name: String,
    pub shown: Property,
    pub conflict: Option<Conflict>,
    /// Every value that it was given, in causal order; restatements left out.
    pub history: Vec<Property>,
}

/// One visit to the enterprise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VisitView {
    pub id: EntityId,
    pub title: String,
    pub date: String,
    pub state: EntityState,
}

/// One need of the enterprise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NeedView {
    pub id: EntityId,
    pub title: String,
    pub raised_on: String,
    /// A choice name of `need_status`.
    pub status: String,
    pub is_open: bool,
    /// Each status it was given, in causal order.
    pub statuses: Vec<Property>,
    pub state: EntityState,
}

/// What another list has of the enterprise: projects, approvals, whatever forms there are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RelatedList {
    pub list: ListName,
    /// Those that changed last first.
    pub entities: Vec<EntityState>,
}

/// A record that has a part in what is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceRecord {
    pub record: RecordId,
    /// Of its latest revision.
    pub origin: Origin,
    pub entities: BTreeSet<EntityKey>,
}

/// The page of one entity, with what other lists have of it. Entities that do not name it are passed over.
pub fn page(entity: &EntityHistory, related: &[EntityHistory]) -> EnterprisePage {
    let state = entity.state();
    let related = naming(related, &state);
    let sources = std::iter::once(entity).chain(related.iter().map(|(history, _)| *history));
    let records = source_records(sources);
    let (visits, others): (Vec<_>, Vec<_>) = related.into_iter().partition(|(_, state)| state.list.as_str() == VISITS);
    let (needs, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|(_, state)| state.list.as_str() == NEEDS);
    let visits = visit_views(visits);
    let needs = need_views(needs);
    let last_visit = visits.first().map(|visit| visit.date.as_str()).unwrap_or_default();
    let property = |(name, shown): (&String, &Property)| PropertyView {
        name: name.clone(),
        shown: shown.clone(),
        conflict: state.conflict(name).cloned(),
        history: entity.history_of(name),
    };
    EnterprisePage {
        row: EnterpriseRow::new(&state, last_visit, needs.iter().filter(|need| need.is_open).count()),
        properties: state.properties.iter().map(property).collect(),
        visits,
        needs,
        others: related_lists(others),
        records,
        timeline: entity.timeline(),
        state,
    }
}

/// The lists of visits and of needs.
pub const VISITS: &str = "visits";
pub const NEEDS: &str = "needs";
pub(crate) const ENT_NAME: &str = "ent_name";
pub(crate) const CODE: &str = "uscc";
/// The property by which visits and needs say which enterprise they are about.
pub const SUBJECT: &str = "subject_id";
pub(crate) const VISIT_DATE: &str = "visit_date";
pub(crate) const NEED_STATUS: &str = "need_status";
pub(crate) const RAISED_ON: &str = "raised_on";
const DUE_WORKDAYS: &str = "due_workdays";

impl EnterpriseRow {
    fn new(enterprise: &EntityState, last_visit: &str, open_needs: usize) -> Self {
        let names = [enterprise.text(ENT_NAME), enterprise.title()];
        Self {
            id: enterprise.id.clone(),
            name: names.into_iter().find(|name| !name.is_empty()).unwrap_or_default().to_owned(),
            label: enterprise.title().to_owned(),
            pinyin: enterprise.text("pinyin").to_owned(),
            code: enterprise.text(CODE).to_owned(),
            size: enterprise.text("ent_size").to_owned(),
            area: enterprise.text("area").to_owned(),
            last_visit: (!last_visit.is_empty()).then(|| last_visit.to_owned()),
            open_needs,
            conflicts: enterprise.conflicts.len(),
            parallel: enterprise.parallel,
        }
    }
}

/// The workday by which a need that is open is to be done: so many workdays after it was raised as it says itself. `None`: it
/// says none, or is done with.
pub fn due(need: &EntityState, calendar: &Calendar) -> Option<Reckoned<Day>> {
    let raised_on = need.text(RAISED_ON).parse().ok()?;
    let workdays = need.text(DUE_WORKDAYS).parse().ok()?;
    is_open(need).then(|| calendar.due(raised_on, workdays))
}

/// A need is done with when the enterprise confirmed it, or was told why not.
fn is_open(need: &EntityState) -> bool {
    is_open_status(need.text(NEED_STATUS))
}

pub(crate) fn is_open_status(status: &str) -> bool {
    !matches!(status, "closed" | "rejected")
}

/// Those of which some property is the entity's id.
fn naming<'a>(histories: &'a [EntityHistory], entity: &EntityState) -> Vec<(&'a EntityHistory, EntityState)> {
    let names = |state: &EntityState| state.properties.values().any(|property| property.value == entity.id.as_str());
    let states = histories.iter().map(|history| (history, history.state()));
    let is_other = |state: &EntityState| {
        let is_own = state.list.as_str().starts_with("__"); // what desks say of records and pairs
        !is_own && (&state.list, &state.id) != (&entity.list, &entity.id)
    };
    states.filter(|(_, state)| is_other(state) && names(state)).collect()
}

fn related_lists(entities: Vec<(&EntityHistory, EntityState)>) -> Vec<RelatedList> {
    let mut lists: BTreeMap<ListName, Vec<EntityState>> = BTreeMap::new();
    for (_, state) in entities {
        lists.entry(state.list.clone()).or_default().push(state);
    }
    let in_order = |(list, mut entities): (ListName, Vec<EntityState>)| {
        let changed = |state: &EntityState| state.updated.as_ref().map(|origin| origin.finalized_at);
        entities.sort_by(|one, other| changed(other).cmp(&changed(one)).then_with(|| one.id.cmp(&other.id)));
        RelatedList { list, entities }
    };
    lists.into_iter().map(in_order).collect()
}

fn visit_views(visits: Vec<(&EntityHistory, EntityState)>) -> Vec<VisitView> {
    let view = |(_, state): (_, EntityState)| VisitView {
        id: state.id.clone(),
        title: state.title().to_owned(),
        date: state.text(VISIT_DATE).to_owned(),
        state,
    };
    let mut views: Vec<VisitView> = visits.into_iter().map(view).collect();
    views.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.id.cmp(&b.id)));
    views
}

fn need_views(needs: Vec<(&EntityHistory, EntityState)>) -> Vec<NeedView> {
    let view = |(history, state): (&EntityHistory, EntityState)| NeedView {
        id: state.id.clone(),
        title: state.title().to_owned(),
        raised_on: state.text(RAISED_ON).to_owned(),
        status: state.text(NEED_STATUS).to_owned(),
        is_open: is_open(&state),
        statuses: history.history_of(NEED_STATUS),
        state,
    };
    let mut views: Vec<NeedView> = needs.into_iter().map(view).collect();
    views.sort_by(|a, b| (b.is_open, &b.raised_on).cmp(&(a.is_open, &a.raised_on)).then_with(|| a.id.cmp(&b.id)));
    views
}

fn source_records<'a>(histories: impl Iterator<Item = &'a EntityHistory>) -> Vec<SourceRecord> {
    let mut sources: BTreeMap<RecordId, SourceRecord> = BTreeMap::new();
    for history in histories {
        for step in history.timeline() {
            let record = step.origin.record;
            let source = sources.entry(record).or_insert_with(|| SourceRecord {
                record,
                origin: step.origin.clone(),
                entities: BTreeSet::new(),
            });
            source.entities.insert(history.key());
            if source.origin < step.origin {
                source.origin = step.origin;
            }
        }
    }
    let mut sources: Vec<SourceRecord> = sources.into_values().collect();
    sources.sort_by_key(|source| (Reverse(source.origin.finalized_at), source.record));
    sources
}
