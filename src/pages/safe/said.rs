//! What is said of backups in words.

use store::safe::Due;
use yew::prelude::*;

use super::super::today::minute;
use crate::state::safe::Standing;
use crate::t;
use crate::text::Text;
use crate::widgets::{Banner, Tone};
use crate::worker::desk::Failure;
use crate::worker::desk::safe::SafeRefusal;
use batch::seal::{LEAST_SIGNS, Weakness};

/// The last backup, and whether the next is due.
pub fn standing(standing: &Standing, text: &Text) -> Html {
    let told = match &standing.kept {
        Some(kept) => match kept.checked_at {
            Some(at) => t!(text, SafeLastChecked, at = minute(&at.to_string()), name = kept.file_name.clone()),
            None => t!(text, SafeLastMade, at = minute(&kept.made_at.to_string()), name = kept.file_name.clone()),
        },
        None => t!(text, SafeLastNone),
    };
    html! {
        <p class="field__hint" data-last-backup={standing.kept.as_ref().map_or("none", |kept| if kept.checked_at.is_some() { "checked" } else { "made" })}>
            { told }
        </p>
    }
}

/// Why a backup is due now.
pub fn due(due: Due, text: &Text) -> AttrValue {
    match due {
        Due::Never => t!(text, SafeDueNever),
        Due::Unchecked => t!(text, SafeDueUnchecked),
        Due::Old { days } => t!(text, SafeDueOld, days = days),
    }
}

/// Its name for whoever drives the page.
pub fn due_name(due: Due) -> &'static str {
    match due {
        Due::Never => "never",
        Due::Unchecked => "unchecked",
        Due::Old { .. } => "old",
    }
}

pub fn weakness(weakness: Weakness, text: &Text) -> AttrValue {
    match weakness {
        Weakness::Short => t!(text, SafeWeakShort, count = LEAST_SIGNS),
        Weakness::Monotone => t!(text, SafeWeakMonotone),
        Weakness::Row => t!(text, SafeWeakRow),
        Weakness::Digits => t!(text, SafeWeakDigits),
        Weakness::Common => t!(text, SafeWeakCommon),
    }
}

/// Its name for whoever drives the page.
pub fn weakness_name(weakness: Weakness) -> &'static str {
    match weakness {
        Weakness::Short => "short",
        Weakness::Monotone => "monotone",
        Weakness::Row => "row",
        Weakness::Digits => "digits",
        Weakness::Common => "common",
    }
}

/// Why nothing came of a file: in a sentence that says what to do, and its name for whoever drives the page.
fn why(refusal: SafeRefusal, text: &Text) -> (AttrValue, &'static str) {
    match refusal {
        SafeRefusal::NotSealed => (t!(text, SafeNotSealed), "not-sealed"),
        SafeRefusal::NotABackup => (t!(text, SafeNotABackup), "not-a-backup"),
        SafeRefusal::NotForUs => (t!(text, SafeNotForUs), "not-for-us"),
        SafeRefusal::Newer => (t!(text, SafeNewer), "newer"),
        SafeRefusal::Passphrase => (t!(text, SafeWrongPassphrase), "passphrase"),
        SafeRefusal::Truncated => (t!(text, SafeTruncated), "truncated"),
        SafeRefusal::Changed => (t!(text, SafeChanged), "changed"),
        SafeRefusal::TooMuchWork => (t!(text, SafeTooMuchWork), "too-much-work"),
        SafeRefusal::Unreadable | SafeRefusal::Desk(Failure::Unreadable) => (t!(text, SafeUnreadable), "unreadable"),
        SafeRefusal::Busy => (t!(text, SafeBusy), "busy"),
        SafeRefusal::Desk(Failure::Full) => (t!(text, SafeFull), "full"),
        SafeRefusal::Desk(Failure::Stopped) => (t!(text, SafeStopped), "stopped"),
        SafeRefusal::Desk(Failure::Unclear) => (t!(text, SafeUnclear), "unclear"),
        SafeRefusal::Desk(Failure::ReadOnly) => (t!(text, SafeReadOnly), "read-only"),
        SafeRefusal::Desk(Failure::Worker | Failure::Database | Failure::NoPurpose) => (t!(text, SafeFailed), "failed"),
    }
}

/// A refusal where the file was given.
pub fn refused(refusal: SafeRefusal, text: &Text) -> Html {
    let (why, name) = why(refusal, text);
    let title = (refusal != SafeRefusal::Desk(Failure::Unclear)).then(|| t!(text, SafeNothingDone));
    html! {
        <Banner tone={Tone::Danger} {title}>
            <p data-status="safe-refused" data-refusal={name}>{ why }</p>
        </Banner>
    }
}

/// How far it is, with the way to stop it.
pub fn working(done: usize, of: usize, words: AttrValue, on_stop: &Callback<MouseEvent>, text: &Text) -> Html {
    html! {
        <div class="stack" data-status="safe-working">
            <p role="status">{ &words }</p>
            if of > 0 {
                <progress max={of.to_string()} value={done.to_string()} aria-label={words.clone()}></progress>
            } else {
                <progress aria-label={words.clone()}></progress>
            }
            <button type="button" class="button" data-action="stop-safe" onclick={on_stop}>{ t!(text, ImportStop) }</button>
        </div>
    }
}
