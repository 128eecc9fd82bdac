//! The words for what becomes of a file.

use record::Timestamp;
use yew::AttrValue;

use super::super::today::minute;
use crate::state::inbox::{Caveat, Failure, Outcome, REVOKED_DEVICE, UNKNOWN_DEVICE};
use crate::t;
use crate::text::Text;
use crate::worker::batches::{BatchFacts, FileRefusal, ForeignKind, ImportCounts, RecordRefusal};

/// How a state looks and what it is called.
pub fn state(outcome: &Outcome, text: &Text) -> (&'static str, AttrValue) {
    match outcome {
        Outcome::Reading => ("badge--plain", t!(text, ImportStateReading)),
        Outcome::Ready(_) => ("badge--good", t!(text, ImportStateReady)),
        Outcome::AlreadyImported { .. } => ("badge--plain", t!(text, ImportStateAlready)),
        Outcome::Twice { .. } => ("badge--plain", t!(text, ImportStateTwice)),
        Outcome::Unknown { is_revoked: false } => ("badge--attention", t!(text, ImportStateUnknown)),
        Outcome::Unknown { is_revoked: true } => ("badge--wrong", t!(text, ImportStateRevoked)),
        Outcome::SetAside => ("badge--attention", t!(text, ImportStateAside)),
        Outcome::Refused { .. } => ("badge--wrong", t!(text, ImportStateRefused)),
        Outcome::Receipt => ("badge--plain", t!(text, ReceiptTitle)),
        Outcome::Pack | Outcome::Card | Outcome::Foreign(_) => ("badge--attention", t!(text, ImportStateForeign)),
        Outcome::Importing => ("badge--plain", t!(text, ImportStateImporting)),
        Outcome::Imported(_) => ("badge--good", t!(text, ImportStateImported)),
        Outcome::Failed(_) => ("badge--wrong", t!(text, ImportStateFailed)),
    }
}

/// From whom a file is: the device as people call it, or its fingerprint, and the officer.
pub fn sender(facts: &BatchFacts, label: Option<&str>, text: &Text) -> AttrValue {
    let officer = facts.officer.to_string();
    match label {
        Some(label) => t!(
            text,
            ImportSenderNamed,
            officer = officer,
            device = label.to_owned(),
            fingerprint = facts.fingerprint.clone()
        ),
        None => t!(text, ImportSender, officer = officer, fingerprint = facts.fingerprint.clone()),
    }
}

/// What is odd about a file's moments, and that it is taken in nonetheless.
pub fn caveat(caveat: Caveat, facts: &BatchFacts, text: &Text) -> AttrValue {
    let at = |moment: Timestamp| minute(&moment.to_string());
    match caveat {
        Caveat::Later { now } => t!(text, ImportClockLater, at = at(facts.newest), now = at(now)),
        Caveat::Back { before } => t!(text, ImportClockBack, at = at(facts.created_at), before = at(before)),
    }
}

pub fn preview(counts: ImportCounts, text: &Text) -> AttrValue {
    let ImportCounts { added, changed, known, conflicts, erased, alike } = counts;
    let said = t!(text, ImportPreview, added = added, changed = changed, known = known, conflicts = conflicts);
    with_alike(with_erased(said, erased, text), alike, text)
}

pub fn counts(counts: ImportCounts, text: &Text) -> AttrValue {
    let ImportCounts { added, changed, known, conflicts, erased, alike } = counts;
    let said = t!(text, ImportCounted, added = added, changed = changed, known = known, conflicts = conflicts);
    with_alike(with_erased(said, erased, text), alike, text)
}

/// Says also how many records do not come because consent was withdrawn.
fn with_erased(said: AttrValue, erased: usize, text: &Text) -> AttrValue {
    match erased {
        0 => said,
        _ => format!("{said} {}", t!(text, ImportErased, count = erased)).into(),
    }
}

/// Says also how many enterprises may be in the ledger already, under another id.
fn with_alike(said: AttrValue, alike: usize, text: &Text) -> AttrValue {
    match alike {
        0 => said,
        _ => format!("{said} {}", t!(text, ImportAlike, count = alike)).into(),
    }
}

/// Numbers as people write them: `2–4, 7`.
pub fn numbers(numbers: &[u64], separator: &str) -> String {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let run = |(first, last): (u64, u64)| if first == last { first.to_string() } else { format!("{first}–{last}") };
    runs.into_iter().map(run).collect::<Vec<_>>().join(separator)
}

pub fn refusal(why: &FileRefusal, text: &Text) -> AttrValue {
    match why {
        FileRefusal::TooLarge { bytes, most } => {
            t!(text, RefusedTooLarge, megabytes = bytes.div_ceil(1 << 20), most = most >> 20)
        }
        FileRefusal::Truncated { have: 0, .. } => t!(text, RefusedEmpty),
        FileRefusal::Truncated { have, want: Some(want) } => t!(text, RefusedTruncatedOf, have = *have, want = *want),
        FileRefusal::Truncated { have, want: None } => t!(text, RefusedTruncated, have = *have),
        FileRefusal::Damaged { .. } => t!(text, RefusedDamaged),
        FileRefusal::Repacked => t!(text, RefusedRepacked),
        FileRefusal::Signature => t!(text, RefusedSignature),
        FileRefusal::NotForUs { .. } => t!(text, RefusedNotForUs),
        FileRefusal::Aimed => t!(text, RefusedAimed),
        FileRefusal::Newer => t!(text, RefusedNewer),
        FileRefusal::TooMany { have, most } => t!(text, RefusedTooMany, have = *have, most = *most),
        FileRefusal::Contents => t!(text, RefusedContents),
        FileRefusal::Record { place, why } => match why {
            RecordRefusal::TooLarge => t!(text, RefusedRecordTooLarge, place = *place),
            RecordRefusal::Unreadable => t!(text, RefusedRecordUnreadable, place = *place),
            RecordRefusal::Newer => t!(text, RefusedRecordNewer, place = *place),
            RecordRefusal::Unusable => t!(text, RefusedRecordUnusable, place = *place),
        },
        FileRefusal::OtherContents => t!(text, RefusedOtherContents),
    }
}

pub fn refusal_advice(why: &FileRefusal, text: &Text) -> AttrValue {
    match why {
        FileRefusal::Truncated { .. } | FileRefusal::Damaged { on_the_way: true } => t!(text, RefusedAdviceAgain),
        FileRefusal::Repacked => t!(text, RefusedAdviceOriginal),
        FileRefusal::Newer | FileRefusal::Record { why: RecordRefusal::Newer, .. } => t!(text, RefusedAdviceUpdate),
        FileRefusal::NotForUs { has_keys: false } => t!(text, RefusedAdviceNoKey),
        FileRefusal::NotForUs { has_keys: true } => t!(text, RefusedAdviceOtherKey),
        FileRefusal::Signature | FileRefusal::Aimed | FileRefusal::OtherContents => t!(text, RefusedAdviceSource),
        FileRefusal::TooLarge { .. }
        | FileRefusal::TooMany { .. }
        | FileRefusal::Damaged { on_the_way: false }
        | FileRefusal::Contents
        | FileRefusal::Record { .. } => t!(text, RefusedAdviceExport),
    }
}

pub fn foreign(kind: ForeignKind, text: &Text) -> AttrValue {
    match kind {
        ForeignKind::Workbook => t!(text, ForeignWorkbook),
        ForeignKind::Delimited => t!(text, ForeignDelimited),
        ForeignKind::Picture => t!(text, ForeignPicture),
        ForeignKind::Archive => t!(text, ForeignArchive),
        ForeignKind::Sealed => t!(text, ForeignSealed),
        ForeignKind::Unknown => t!(text, ForeignUnknown),
    }
}

pub fn failure(failure: Failure, text: &Text) -> AttrValue {
    match failure {
        Failure::Unreadable => t!(text, ImportFailedUnreadable),
        Failure::Worker => t!(text, ImportFailedWorker),
        Failure::Stopped | Failure::NoPurpose => t!(text, ImportFailedStopped),
        Failure::Database => t!(text, ImportFailedDatabase),
        Failure::Full => t!(text, ImportFailedFull),
        Failure::ReadOnly => t!(text, ImportFailedReadOnly),
    }
}

/// Why a file lies in quarantine, by the fixed word it was put there with.
pub fn reason(word: &str, text: &Text) -> AttrValue {
    match word {
        UNKNOWN_DEVICE => t!(text, ImportStateUnknown),
        REVOKED_DEVICE => t!(text, ImportStateRevoked),
        _ => t!(text, ImportStateRefused),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_follow_one_another_are_told_as_a_run() {
        assert_eq!(numbers(&[7], ", "), "7");
        assert_eq!(numbers(&[2, 3, 4, 7, 9, 10], ", "), "2–4, 7, 9–10");
        assert_eq!(numbers(&[], ", "), "");
    }
}
