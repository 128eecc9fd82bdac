//! What is told of what was erased of a record: what, when, by whom and why; and of one of which nothing is left.
//!
//! Not here: erasing (`state::overdue`, `state::erasure`), the page of an erasure itself (`withdrawal`, `overdue`).

use ledger::Tombstone;
use record::Revision;
use record::part::{INSTANCE_NAME, PROOFS, REMARKS};
use yew::prelude::*;

use crate::pages::today::minute;
use crate::state::desk::Words;
use crate::t;
use crate::text::Text;
use crate::widgets::{Banner, Tone};

/// That something of a record was erased, and by which erasures. Nothing of one that is whole.
pub fn cut(revision: &Revision, erasures: &[Revision], words: &Words, text: &Text) -> Html {
    if !revision.is_cut() {
        return Html::default();
    }
    let line = |erasure: &Revision| {
        let submission = erasure.submission();
        let (at, officer) = (minute(&submission.finalized_at.to_string()), submission.officer.to_string());
        let reason = erasure.erasure().and_then(|said| said.reason.clone()).unwrap_or_default();
        let what = what(revision, erasure, words, text);
        html! {
            <li key={erasure.hash().to_string()} data-cut-by={submission.record.to_string()}>
                <span class="others__what">{ t!(text, OverdueCutBy, at = at, officer = officer, what = what) }</span>
                if !reason.is_empty() {
                    <span class="others__said">{ t!(text, ErasedReason, reason = reason) }</span>
                }
            </li>
        }
    };
    html! {
        <Banner tone={Tone::Info}>
            <p data-status="cut">{ t!(text, OverdueCut) }</p>
            if !erasures.is_empty() {
                <ul class="others">{ for erasures.iter().map(line) }</ul>
            }
        </Banner>
    }
}

/// The questions of which nothing is left, and how many files.
fn what(revision: &Revision, erasure: &Revision, words: &Words, text: &Text) -> String {
    let parts = erasure.erasure().map(|said| said.parts.as_slice()).unwrap_or_default();
    let ours = || parts.iter().filter(|part| part.revision == revision.hash());
    let form = &revision.submission().form.id;
    let label = |answer: &String| {
        let path = format!("/data/{answer}");
        let label = words.question(form, &path);
        // What no form here has a word for is worked out, or its form is not here.
        (label != path).then(|| label.to_owned())
    };
    let answers =
        ours().flat_map(|part| &part.answers).filter(|answer| ![INSTANCE_NAME, PROOFS].contains(&answer.as_str()));
    let (remarks, answers): (Vec<_>, Vec<_>) = answers.partition(|answer| answer.starts_with(REMARKS));
    let mut said: Vec<String> = Vec::new();
    for label in answers.into_iter().filter_map(label) {
        if !said.contains(&label) {
            said.push(label);
        }
    }
    let files = ours().map(|part| part.files.len()).sum::<usize>();
    if !remarks.is_empty() {
        said.push(t!(text, OverdueCutRemarks, count = remarks.len()).to_string());
    }
    if files > 0 {
        said.push(t!(text, OverdueCutFiles, count = files).to_string());
    }
    if said.is_empty() { t!(text, OverdueCutSomething).to_string() } else { said.join(&t!(text, ListSeparator)) }
}

/// What is told of a record that went whole where no more than that is known here.
pub fn told(record: &str, tombstone: Option<&Tombstone>, text: &Text) -> Html {
    let said = tombstone.map(|Tombstone { origin, reason }| {
        let (at, officer) = (minute(&origin.finalized_at.to_string()), origin.officer.to_string());
        let reason = reason.clone().map(|reason| html! { <p>{ t!(text, ErasedReason, reason = reason) }</p> });
        html! { <Banner tone={Tone::Info} title={t!(text, ErasedSaid, at = at, officer = officer)}>{ reason.unwrap_or_default() }</Banner> }
    });
    html! {
        <>
            <p class="lead" data-record={record.to_owned()} data-status="erased">{ t!(text, ErasedTold) }</p>
            { said.unwrap_or_default() }
        </>
    }
}
