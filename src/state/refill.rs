//! Drafts that begin with something: a finished record, to be edited as its next revision or taken as the pattern of another
//! one; an entity that the new record is about; or what a record gives reason to begin.
//!
//! The draft of an edit has the record's own id, so there is one at most; what is finished from it names the revisions that
//! it edits ([`heads`]).
//!
//! Not here: what of a record an instance takes over (`form`).

use std::collections::BTreeMap;
use std::rc::Rc;

use form::{FollowUp, Instance};
use ledger::{Answers, SourceRecord};
use record::{DraftId, RecordId, Revision, Submission, Timestamp};
use store::forms::Form;
use store::{Store, layout, records};

use super::device::{Device, LoadError};
use super::library::{self, BeginError, Beginning, Opening};
use crate::platform::idb::ReadError;
use crate::platform::{clock, entropy};

/// Opens a record to be edited. Where that was begun already, it is gone on with.
///
/// # Errors
/// [`BeginError`]; the record stands as it stood.
pub async fn edit(device: &Rc<Device>, record: RecordId) -> Result<DraftId, BeginError> {
    let id = record.draft();
    if device.database.count(Store::Drafts, &layout::draft(id)).await? > 0 {
        return Ok(id);
    }
    let submission = standing(device, record).await?;
    let (form, title) = (submission.form.clone(), title_of(&submission));
    let beginning = Beginning { id, form: &form, title: &title, begun_from: None };
    let open = move |Opening { definition, host, moment }: Opening| {
        Instance::from_record(definition, host, &submission, moment).map_err(|_| BeginError::NoForm)
    };
    library::begin_as(device, beginning, open).await
}

/// Begins a draft with a record's answers, of the form's newest version.
///
/// # Errors
/// [`BeginError`]
pub async fn copy(device: &Rc<Device>, record: RecordId) -> Result<DraftId, BeginError> {
    let submission = standing(device, record).await?;
    let newest = library::offered(device).await?.into_iter().find(|form| form.form.id == submission.form.id);
    let (form, title) = match newest {
        Some(form) => (form.form, form.title),
        None => (submission.form.clone(), title_of(&submission)),
    };
    let id = entropy::draft_id(clock::now())?;
    let open = move |Opening { definition, host, moment }: Opening| {
        let mut instance = Instance::new(definition, host, moment);
        instance.answer_as(&submission, moment);
        Ok(instance)
    };
    library::begin_as(device, Beginning { id, form: &form, title: &title, begun_from: None }, open).await
}

/// A form that can be begun about one row of a list.
pub struct About {
    pub form: Form,
    /// Its records change the row itself: what is wrong there is put right by it.
    pub corrects: bool,
    /// The record of this form about the row that was finished last, if it is here.
    pub last: Option<Last>,
}

/// A record whose answers another one may begin with.
pub struct Last {
    pub record: RecordId,
    pub finalized_at: Timestamp,
}

/// The forms on offer that ask about one row of a list, of which these records speak.
///
/// # Errors
/// [`LoadError`]
pub async fn forms_about(device: &Device, list: &str, records: &[SourceRecord]) -> Result<Vec<About>, LoadError> {
    let mut forms = Vec::new();
    for form in library::offered(device).await? {
        let package = library::package(device, form.form.hash).await?;
        let definition = package.map(|package| package.definition);
        if let Some(definition) = definition.filter(|definition| definition.asks_about(list).is_some()) {
            let corrects = definition.updates(list);
            let last = if corrects { None } else { last_of(device, &form, records).await? };
            forms.push(About { form, corrects, last });
        }
    }
    Ok(forms)
}

async fn last_of(device: &Device, form: &Form, records: &[SourceRecord]) -> Result<Option<Last>, ReadError> {
    let mut of_form: Vec<_> = records.iter().filter(|it| it.origin.form_id == form.form.id).collect();
    of_form.sort_by_key(|it| std::cmp::Reverse((it.origin.finalized_at, it.record)));
    for SourceRecord { record, .. } in of_form {
        // A pack brings entities without the records that speak of them.
        if let Some(head) = latest(device, *record).await?
            && head.erasure().is_none()
        {
            return Ok(Some(Last { record: *record, finalized_at: head.submission().finalized_at }));
        }
    }
    Ok(None)
}

/// Begins a draft about an entity: the question that asks for it is answered.
///
/// # Errors
/// [`BeginError`]
pub async fn about(device: &Rc<Device>, form: &Form, list: &str, entity: &str) -> Result<DraftId, BeginError> {
    let id = entropy::draft_id(clock::now())?;
    let open = |Opening { definition, host, moment }: Opening| {
        let mut instance = Instance::new(definition, host, moment);
        // Where it is not taken the draft simply begins without it.
        instance.begin_about(list, entity, moment);
        Ok(instance)
    };
    library::begin_as(device, Beginning { id, form: &form.form, title: &form.title, begun_from: None }, open).await
}

/// Begins what a record gives reason to begin. One returns to the record from it.
///
/// # Errors
/// [`BeginError`]
pub async fn follow(device: &Rc<Device>, record: RecordId, follow_up: &FollowUp) -> Result<DraftId, BeginError> {
    let offered = library::offered(device).await?;
    let Form { form, title, .. } =
        offered.into_iter().find(|form| form.form.id == follow_up.form).ok_or(BeginError::NoForm)?;
    let id = entropy::draft_id(clock::now())?;
    let open = |Opening { definition, host, moment }: Opening| {
        let mut instance = Instance::new(definition, host, moment);
        instance.begin_with(&follow_up.answers, moment);
        Ok(instance)
    };
    library::begin_as(device, Beginning { id, form: &form, title: &title, begun_from: Some(record) }, open).await
}

/// The revisions of a record that no other one edits. None: it was never finished.
///
/// # Errors
/// [`ReadError`]
pub async fn heads(device: &Device, record: RecordId) -> Result<Vec<Revision>, ReadError> {
    let rows = device.database.range(Store::Records, &layout::record(record)).await?;
    Ok(heads_of(records::list(&rows).0))
}

fn heads_of(revisions: Vec<Revision>) -> Vec<Revision> {
    let mut revisions: BTreeMap<_, _> = revisions.into_iter().map(|revision| (revision.hash(), revision)).collect();
    let edited: Vec<_> = revisions.values().flat_map(|revision| revision.submission().parents.clone()).collect();
    revisions.retain(|hash, _| !edited.contains(hash));
    revisions.into_values().collect()
}

/// Of all revisions of one record, the head that was finished last.
pub fn latest_of(revisions: Vec<Revision>) -> Option<Revision> {
    let heads = heads_of(revisions).into_iter();
    heads.max_by_key(|revision| (revision.submission().finalized_at, revision.hash()))
}

/// The head that was finished last.
///
/// # Errors
/// [`BeginError::NoForm`] where the record is not here.
pub async fn current(device: &Device, record: RecordId) -> Result<Revision, BeginError> {
    latest(device, record).await?.ok_or(BeginError::NoForm)
}

/// The head that was finished last. `None`: the record is not here.
///
/// # Errors
/// [`ReadError`]
pub async fn latest(device: &Device, record: RecordId) -> Result<Option<Revision>, ReadError> {
    Ok(latest_of(heads(device, record).await?))
}

/// What stands of a record that was not erased; where it was edited in several places, what that adds up to.
///
/// # Errors
/// [`BeginError`]
pub async fn standing(device: &Device, record: RecordId) -> Result<Submission, BeginError> {
    let rows = device.database.range(Store::Records, &layout::record(record)).await?;
    let (revisions, _) = records::list(&rows);
    if revisions.iter().any(|revision| revision.erasure().is_some()) {
        return Err(BeginError::Erased);
    }
    // No form made a decision.
    Answers::of(record, &revisions).map(|answers| answers.joined()).ok_or(BeginError::NoForm)
}

fn title_of(submission: &Submission) -> String {
    submission.instance_name.clone().unwrap_or_else(|| submission.form.id.clone())
}
