//! Records that were edited in several places: what is to be decided of them, and the revision that settles it.
//!
//! Start at [`disputes`]; which records to look at, the desk worker knows. What is settled runs through its form once more, so
//! that figures come out of what stands now and the record says of entities what its answers say.
//!
//! Not here: what edits add up to (`ledger::Answers`), deciding several things at once (`decisions`).

use std::collections::BTreeMap;
use std::rc::Rc;

use form::{Instance, Moment, Package};
use ledger::{Answers, Asked, Dispute, RuleError, Ruling, Words};
use record::{Decision, FormHash, Matter, RecordId, Revision, Submission};
use store::{Store, layout, records};

use super::decisions::{DecideError, Desk};
use super::device::{Device, LoadError, device_id};
use super::host::DeviceHost;
use super::library;
use crate::platform::idb::ReadError;
use crate::platform::{clock, entropy};

/// What is to be decided of some records, each by itself; `words` learns what their questions are called.
///
/// # Errors
/// [`LoadError`]
pub async fn disputes(
    device: &Device,
    asked: &[RecordId],
    words: &mut Words,
    language: &str,
) -> Result<Vec<Vec<Dispute>>, LoadError> {
    let mut found = Vec::new();
    let mut packages: BTreeMap<FormHash, Option<Package>> = BTreeMap::new();
    for record in asked {
        let revisions = of(device, *record).await?;
        let Some(answers) = Answers::of(*record, &revisions) else { continue };
        let form = answers.joined().form.hash;
        if let std::collections::btree_map::Entry::Vacant(place) = packages.entry(form) {
            place.insert(library::package(device, form).await?);
        }
        let package = packages.get(&form).and_then(Option::as_ref);
        let disputes = answers.asked(package.map(|package| &package.definition));
        if let (Some(package), false) = (package, disputes.is_empty()) {
            words.learn(&package.definition, &package.files, language);
            for dispute in &disputes {
                words.learn_answers(&package.definition, &package.files, language, &path(&dispute.property));
            }
        }
        found.push(disputes);
    }
    Ok(found)
}

/// The path of a question, as its form has it.
pub fn path(property: &str) -> String {
    format!("/data/{property}")
}

/// Whether edits of a record differ in what is asked, so that it waits for somebody to decide.
///
/// # Errors
/// [`LoadError`]
pub async fn is_disputed(device: &Device, record: RecordId) -> Result<bool, LoadError> {
    let revisions = of(device, record).await?;
    if revisions.len() < 2 {
        return Ok(false);
    }
    let Some(answers) = Answers::of(record, &revisions) else { return Ok(false) };
    let package = library::package(device, answers.joined().form.hash).await?;
    Ok(!answers.asked(package.as_ref().map(|package| &package.definition)).is_empty())
}

/// The revision that settles a record. `number` counts the decisions of one transaction.
///
/// # Errors
/// [`DecideError`]
pub(super) async fn settle(
    device: &Device,
    desk: &Desk,
    record: RecordId,
    rulings: &BTreeMap<String, Ruling>,
    reason: &str,
    number: usize,
) -> Result<Rc<Revision>, DecideError> {
    let revisions = of(device, record).await?;
    let answers = Answers::of(record, &revisions).ok_or(RuleError::Moved)?;
    let package = library::package(device, answers.joined().form.hash).await?;
    let disputes = learned(answers.disputes(), package.as_ref());
    // What was chosen is answered like what was typed: a form may work out what a person has written over.
    let answered: Vec<Answered<'_>> = rulings
        .iter()
        .filter_map(|(property, ruling)| {
            let told = disputes.iter().find(|dispute| dispute.property == *property && dispute.asked == Asked::Open)?;
            let is_new = told.voices.iter().all(|voice| voice.said.value != ruling.value);
            Some(Answered { path: path(property), text: &ruling.value, is_new })
        })
        .collect();
    let mut all = rulings.clone();
    let unasked = disputes.iter().filter(|dispute| matches!(dispute.asked, Asked::Calculated | Asked::Noted));
    for dispute in unasked {
        let Some(shown) = dispute.voices.first() else { continue };
        let ruling = Ruling { value: shown.said.value.clone(), seen: dispute.seen() };
        all.entry(dispute.property.clone()).or_insert(ruling);
    }
    let mut settled = answers.settled(&all)?;
    match package {
        Some(package) => settled = filled(device, package, settled, &answered).await?,
        // What the record said of entities stays as it is, and is decided there.
        None => settled.entities.clear(),
    }
    let settled = Submission {
        device: device_id(&desk.settings.device.key),
        officer: desk.officer.clone(),
        finalized_at: clock::now(),
        sequence: desk.settings.sequence + number as u64,
        decision: Some(Decision { matter: Matter::Answers, reason: Some(reason.to_owned()) }),
        ..settled
    };
    Ok(Rc::new(Revision::write(settled).map_err(|_| DecideError::Damaged)?))
}

/// An answer that somebody decided on; a new one is held against the form's rules.
struct Answered<'a> {
    path: String,
    text: &'a str,
    is_new: bool,
}

/// What comes of a submission when its form is filled with it: calculations, and what it says of entities.
async fn filled(
    device: &Device,
    package: Package,
    settled: Submission,
    answered: &[Answered<'_>],
) -> Result<Submission, DecideError> {
    let host = DeviceHost::load(device, &package, &settled.officer).await?;
    let moment = Moment { now: clock::now(), seed: entropy::seed().unwrap_or_default() };
    let definition = Rc::new(package.definition);
    let mut instance =
        Instance::from_record(definition, Rc::new(host), &settled, moment).map_err(|_| DecideError::Damaged)?;
    for Answered { path, text, is_new } in answered {
        let node = instance.node_at(path).ok_or(RuleError::NotTaken)?;
        instance.answer(node, text, moment).map_err(|_| RuleError::NotTaken)?;
        if *is_new && instance.validate().iter().any(|invalid| invalid.node == node) {
            return Err(RuleError::NotTaken.into());
        }
    }
    let finished = instance.as_it_stands();
    let attachments =
        settled.attachments.into_iter().filter(|file| finished.attachments.contains(&file.name)).collect();
    Ok(Submission {
        answers: finished.answers,
        instance_name: finished.instance_name,
        entities: finished.entities,
        remarks: finished.remarks,
        attachments,
        ..settled
    })
}

fn learned(mut disputes: Vec<Dispute>, package: Option<&Package>) -> Vec<Dispute> {
    for dispute in &mut disputes {
        if let Some(package) = package {
            ledger::learn_question(dispute, &package.definition);
        }
    }
    disputes
}

async fn of(device: &Device, record: RecordId) -> Result<Vec<Revision>, ReadError> {
    Ok(records::list(&device.database.range(Store::Records, &layout::record(record)).await?).0)
}
