//! A record that was edited in several places: what its answers add up to, and the revision that settles where they differ.
//!
//! A record is like an entity whose properties are its answers, and each of its revisions is a change that says all of them,
//! what it does not answer as blank. So the one rule (`merge`) holds for it too: edits of different questions add up, two of
//! one question are a conflict, and a revision that knew both ends it. Start at [`Answers::of`].
//!
//! A group is asked through. A repeat is one answer, and so is a place on the map: positions say nothing once a row was put in
//! elsewhere, and half of one place with half of another is no place.
//!
//! Not here: which revisions a record has (`revision`), how a settlement travels (`record`).

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use form::FormDefinition;
use form::definition::{Control, NodeDef, NodeKind};
use record::{
    Attachment, ChangeId, EntityChange, EntityChangeKind, EntityId, ListName, RecordId, Remark, Revision, RevisionHash,
    Submission, Timestamp,
};
use serde_json::{Map, Number, Value as Json};

use crate::decision::{check_seen, disputes};
use crate::{
    Asked, Change, Dispute, EntityHistory, EntityKey, EntityState, LABEL, Origin, RecordHistory, RuleError, Ruling,
    Subject, Value,
};

/// Before the path of a remark, which is no question's name: it has a space in it.
const REMARK: &str = "remark ";

/// The revisions of one record that stand, and what they say, question by question.
pub struct Answers<'a> {
    revisions: BTreeMap<RevisionHash, &'a Revision>,
    /// The one that is shown: the longest chain of edits, then the smaller hash.
    shown: &'a Revision,
    heads: Vec<RevisionHash>,
    said: EntityHistory,
}

impl<'a> Answers<'a> {
    /// What revisions say of a record. Those of other records are passed over. `None`: no form was filled, or nothing is left.
    pub fn of(record: RecordId, revisions: impl IntoIterator<Item = &'a Revision>) -> Option<Self> {
        let all: Vec<&Revision> = revisions.into_iter().collect();
        let life = RecordHistory::of(record, all.iter().copied());
        let stands: BTreeMap<RevisionHash, u32> =
            life.revisions.iter().map(|revision| (revision.hash, revision.version)).collect();
        let revisions: BTreeMap<RevisionHash, &Revision> = all
            .into_iter()
            .map(|revision| (revision.hash(), revision))
            .filter(|(hash, _)| stands.contains_key(hash))
            .collect();
        if revisions.values().any(|revision| revision.erasure().is_some() || revision.decision().is_some()) {
            return None;
        }
        let shown = *revisions.get(&life.current?)?;
        let mut said = EntityHistory::new(EntityKey {
            list: ListName::new("__answers"),
            entity: EntityId::new(record.to_string()),
        });
        let texts: Vec<(&Revision, BTreeMap<String, String>)> =
            revisions.values().map(|revision| (*revision, texts(revision.submission()))).collect();
        let asked: BTreeSet<&String> = texts.iter().flat_map(|(_, texts)| texts.keys()).collect();
        for (revision, texts) in &texts {
            let text = |name: &String| texts.get(name).cloned().unwrap_or_default();
            let values = asked.iter().map(|name| ((*name).clone(), Value::Text(text(name)))).collect();
            let submission = revision.submission();
            let change = Change {
                kind: EntityChangeKind::Update,
                parents: BTreeSet::new(),
                follows: submission.parents.iter().copied().collect(),
                base_version: stands.get(&revision.hash()).map(|version| version.saturating_sub(1)),
                values,
                unchanged: BTreeSet::new(),
                origin: Origin::of(submission),
                thinned: false,
            };
            said.changes.insert(ChangeId { revision: revision.hash(), index: 0 }, change);
        }
        Some(Self { shown, heads: life.heads, said, revisions })
    }

    /// The questions that were answered differently by who did not know of each other, as far as can be told without their form
    /// ([`learn`]). Remarks are not asked about: what is not shown of them stays in the history.
    pub fn disputes(&self) -> Vec<Dispute> {
        let submission = self.shown.submission();
        let subject = Subject::Record { record: submission.record, form: submission.form.id.clone() };
        let asked = |property: &str| {
            let mut said = self.revisions.values().filter_map(|revision| at(revision, property));
            if is_noted(property, said.clone()) {
                return Asked::Noted;
            }
            let is_whole = said.any(|json| matches!(json, Json::Array(_) | Json::Object(_)));
            if is_whole { Asked::Closed } else { Asked::Open }
        };
        let disputed = disputes(&self.said).into_iter().filter(|dispute| !dispute.property.starts_with(REMARK));
        let told = |dispute: Dispute| Dispute {
            subject: subject.clone(),
            title: submission.name().to_owned(),
            asked: asked(&dispute.property),
            ..dispute
        };
        disputed.map(told).collect()
    }

    /// The same as far as people are asked about it, with its form where it is known. What is worked out comes out of what is
    /// decided, and is asked only where nothing else is.
    pub fn asked(&self, form: Option<&FormDefinition>) -> Vec<Dispute> {
        let mut disputes = self.disputes();
        if let Some(form) = form {
            disputes.iter_mut().for_each(|dispute| learn(dispute, form));
        }
        disputes.retain(|dispute| dispute.asked != Asked::Noted);
        if disputes.iter().any(|dispute| dispute.asked != Asked::Calculated) {
            disputes.retain(|dispute| dispute.asked != Asked::Calculated);
        }
        disputes
    }

    /// The record as it stands: the revision that is shown with the other ones' answers in it. Where they differ stands what is
    /// shown until somebody decides. It is a view, and no revision: it names those that it was made of as its parents.
    pub fn joined(&self) -> Submission {
        self.with(&self.said.state(), &BTreeMap::new())
    }

    /// The same with some answers decided. Whoever writes it down says who, when and why.
    ///
    /// # Errors
    /// [`RuleError`]; a record is settled as a whole, so all that is asked about has to be among `rulings`.
    pub fn settled(&self, rulings: &BTreeMap<String, Ruling>) -> Result<Submission, RuleError> {
        let state = self.said.state();
        check_seen(&state, rulings)?;
        if rulings.is_empty() {
            return Err(RuleError::Nothing);
        }
        let is_open = |dispute: &Dispute| dispute.asked != Asked::Noted && !rulings.contains_key(&dispute.property);
        if self.disputes().iter().any(is_open) {
            return Err(RuleError::Half);
        }
        let decided = rulings.iter().map(|(path, ruling)| Ok((path.as_str(), self.json(path, &ruling.value)?)));
        Ok(self.with(&state, &decided.collect::<Result<_, RuleError>>()?))
    }

    fn with(&self, state: &EntityState, decided: &BTreeMap<&str, Option<Json>>) -> Submission {
        let mut submission = self.shown.submission().clone();
        submission.parents.clone_from(&self.heads);
        submission.decision = None;
        let mut remarks: BTreeMap<&str, &str> = BTreeMap::new();
        // Rows of a repeat may have made entities, under ids that stand nowhere among the answers.
        let mut sources = Vec::new();
        for (name, property) in &state.properties {
            if let Some(path) = name.strip_prefix(REMARK) {
                remarks.insert(path, &property.value);
                continue;
            }
            let source = self.revisions.get(&property.source.revision);
            match decided.get(name.as_str()) {
                Some(json) => {
                    let has_it = |revision: &&&Revision| at(revision, name) == json.as_ref();
                    sources.extend(self.revisions.values().rfind(has_it).filter(|_| is_rows(json)));
                    put(&mut submission.answers, name, json.clone());
                }
                None => {
                    let json = source.and_then(|source| at(source, name)).cloned();
                    sources.extend(source.filter(|_| is_rows(&json)));
                    if at(self.shown, name) != json.as_ref() {
                        put(&mut submission.answers, name, json);
                    }
                }
            }
        }
        submission.remarks = self.remarks(&remarks);
        sources.push(&self.shown);
        sources.extend(self.heads.iter().filter_map(|head| self.revisions.get(head)));
        submission.entities = entities(&sources);
        submission.attachments = self.attachments(&submission.answers);
        submission
    }

    /// What to write down for a text: as it stands in a revision that says it, or as it was typed.
    fn json(&self, path: &str, text: &str) -> Result<Option<Json>, RuleError> {
        let said = self.revisions.values().map(|revision| at(revision, path));
        if let Some(json) = said.clone().find(|json| json.map(text_of).unwrap_or_default() == text) {
            return Ok(json.cloned());
        }
        if said.flatten().any(Json::is_number) {
            return text.parse::<Number>().map(|number| Some(Json::Number(number))).map_err(|_| RuleError::NotANumber);
        }
        Ok(Some(Json::String(text.to_owned())))
    }

    /// Those of the revision that is shown first, as their form has them.
    fn remarks(&self, standing: &BTreeMap<&str, &str>) -> Vec<Remark> {
        let mut all: Vec<&Remark> = self.shown.submission().remarks.iter().collect();
        all.extend(self.revisions.values().flat_map(|revision| &revision.submission().remarks));
        let mut told = BTreeSet::new();
        let stands = |remark: &&Remark| standing.get(remark.path.as_str()).is_some_and(|text| **text == said(remark));
        all.into_iter().filter(stands).filter(|remark| told.insert(&remark.path)).cloned().collect()
    }

    /// The files that answers name, of whichever revision brought them.
    fn attachments(&self, answers: &Map<String, Json>) -> Vec<Attachment> {
        let text = Json::Object(answers.clone()).to_string();
        let all = self.revisions.values().flat_map(|revision| &revision.submission().attachments);
        let named = all.filter(|attachment| text.contains(&Json::from(attachment.name.as_str()).to_string()));
        let named: BTreeMap<&str, &Attachment> =
            named.map(|attachment| (attachment.name.as_str(), attachment)).collect();
        named.into_values().cloned().collect()
    }
}

/// Looks into the form how a dispute is answered: what is calculated or noted by the device is asked of nobody.
pub fn learn(dispute: &mut Dispute, form: &FormDefinition) {
    let Some(root) = form.nodes.first() else { return };
    let path = format!("{}/{}", root.path, dispute.property);
    let Some(question) = form.nodes.iter().find(|node| node.path == path) else { return };
    let is_noted =
        |kind: &NodeKind| matches!(kind, NodeKind::Question { control: Control::Hidden { preload: Some(_) }, .. });
    dispute.asked = match dispute.asked {
        _ if is_noted(&question.kind) => Asked::Noted,
        // What is worked out and can be written over is a person's answer.
        _ if question.bind.calculate.is_some() && is_shut(question) => Asked::Calculated,
        Asked::Noted => Asked::Open,
        told => told,
    };
}

/// Whether nobody can write into a question.
fn is_shut(question: &NodeDef) -> bool {
    question.bind.readonly.is_some()
        || matches!(question.kind, NodeKind::Question { control: Control::Hidden { .. }, .. })
}

/// Whether an answer looks like what nearly every form has its device note: `start` and `end`.
fn is_noted<'j>(path: &str, mut said: impl Iterator<Item = &'j Json>) -> bool {
    let is_moment = |json: &Json| json.as_str().is_some_and(|text| text.parse::<Timestamp>().is_ok());
    ["start", "end"].contains(&path) && said.all(is_moment)
}

/// Every question that was answered and every remark, as a text.
fn texts(submission: &Submission) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for (name, value) in &submission.answers {
        leaves(name, value, &mut |path, value| drop(texts.insert(path, text_of(value))));
    }
    texts.extend(submission.remarks.iter().map(|remark| (format!("{REMARK}{}", remark.path), said(remark))));
    texts
}

/// Every answer below `value` with its path.
fn leaves(path: &str, value: &Json, say: &mut impl FnMut(String, &Json)) {
    match value {
        Json::Null => {}
        Json::Array(rows) if rows.is_empty() => {}
        Json::Object(group) if !is_place(group) => {
            group.iter().for_each(|(name, value)| leaves(&format!("{path}/{name}"), value, say));
        }
        _ => say(path.to_owned(), value),
    }
}

/// Whether an object is one answer: a place, a line or an area on the map.
fn is_place(object: &Map<String, Json>) -> bool {
    object.contains_key("coordinates") && object.get("type").is_some_and(Json::is_string)
}

fn is_rows(json: &Option<Json>) -> bool {
    matches!(json, Some(Json::Array(_)))
}

fn text_of(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::Array(rows) if rows.is_empty() => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn said(remark: &Remark) -> String {
    serde_json::to_string(remark).unwrap_or_default()
}

/// What a revision has at a path, a blank answer as well.
fn at<'r>(revision: &'r Revision, path: &str) -> Option<&'r Json> {
    let mut steps = path.split('/');
    let first = revision.submission().answers.get(steps.next()?)?;
    steps.try_fold(first, |value, step| value.get(step))
}

/// Puts an answer in its place, in groups that are made where there are none.
fn put(answers: &mut Map<String, Json>, path: &str, value: Option<Json>) {
    let Some((group, rest)) = path.split_once('/') else {
        match value {
            Some(value) => drop(answers.insert(path.to_owned(), value)),
            None => drop(answers.shift_remove(path)),
        }
        return;
    };
    if value.is_none() && !answers.contains_key(group) {
        return;
    }
    let group = answers.entry(group).or_insert_with(|| Json::Object(Map::new()));
    if let Json::Object(group) = group {
        put(group, rest, value);
    }
}

/// What revisions say of entities: of each what the first of them says. Where none says otherwise, that is nothing new.
fn entities(revisions: &[&&Revision]) -> Vec<EntityChange> {
    let mut told: BTreeMap<(&ListName, &EntityId), usize> = BTreeMap::new();
    let mut changes: Vec<EntityChange> = Vec::new();
    for change in revisions.iter().flat_map(|revision| &revision.submission().entities) {
        match told.entry((&change.list, &change.entity)) {
            Entry::Vacant(first) => {
                first.insert(changes.len());
                let label = change.label.iter().map(|_| LABEL);
                let said = change.properties.keys().map(String::as_str).chain(label).map(str::to_owned).collect();
                changes.push(EntityChange { unchanged: said, ..change.clone() });
            }
            Entry::Occupied(first) => {
                let EntityChange { label, properties, unchanged, .. } = &mut changes[*first.get()];
                unchanged.retain(|name| match name.as_str() {
                    LABEL => change.label.is_none() || change.label == *label,
                    name => change.properties.get(name).is_none_or(|other| properties.get(name) == Some(other)),
                });
            }
        }
    }
    changes
}
