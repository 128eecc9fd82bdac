//! One file on the desk: from whom it is, what it holds, what became of it, and what can be done.

use yew::prelude::*;

use super::super::receipts::Incoming;
use super::super::today::minute;
use super::said;
use crate::route::Route;
use crate::state::inbox::{Caveat, Line, Origin, Outcome};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::LineField;
use crate::worker::batches::{BatchFacts, FileRefusal, ForeignKind};

/// What a person decides about a file.
#[derive(Clone, PartialEq, Debug)]
pub enum Decision {
    /// From now on, for all files of its device. The label is what people call the device.
    Trust {
        label: String,
    },
    SetAside {
        is_revoked: bool,
    },
    /// Look at it again.
    Again,
    /// It is a table: say what its columns are.
    Map,
}

#[derive(PartialEq, Properties)]
pub struct EntryProps {
    pub line: Line,
    /// What people call the device.
    pub label: Option<String>,
    /// What is odd about its moments.
    pub caveat: Option<Caveat>,
    pub on_decision: Callback<(Line, Decision)>,
}

#[component]
pub fn Entry(props: &EntryProps) -> Html {
    let text = use_text();
    let EntryProps { line, label, caveat, on_decision } = props;
    let (class, state) = said::state(&line.outcome, &text);
    let decide = |decision: Decision| {
        let line = line.clone();
        on_decision.reform(move |_: MouseEvent| (line.clone(), decision.clone()))
    };
    html! {
        <li class="rows__row" data-file={line.name.clone()} data-outcome={line.outcome.name()}>
            <div class="rows__main">
                <p class="rows__title">{ &line.name }</p>
                if let Some(facts) = &line.facts {
                    <p class="rows__detail">{ said::sender(facts, label.as_deref(), &text) }</p>
                    <p class="rows__detail">{ held(facts, &text) }</p>
                    if facts.to_come > 0 {
                        <p class="rows__detail" data-to-come={facts.to_come.to_string()}>{ t!(text, ImportToCome, count = facts.to_come) }</p>
                    }
                }
                if let (Some(facts), Some(caveat)) = (&line.facts, caveat) {
                    <p data-caveat={caveat.word()}>
                        <span class="badge badge--attention">{ t!(text, ImportClock) }</span>{ " " }{ said::caveat(*caveat, facts, &text) }
                    </p>
                }
                { became(&line.outcome, &text) }
                if let (Outcome::Receipt, Origin::Chosen(file)) = (&line.outcome, &line.origin) {
                    <Incoming file={file.clone()} />
                }
                if let (Outcome::Unknown { is_revoked }, Some(facts)) = (&line.outcome, &line.facts) {
                    <Unknown fingerprint={facts.fingerprint.clone()} is_revoked={*is_revoked} label={label.clone()}
                        on_decision={on_decision.reform({
                            let line = line.clone();
                            move |decision: Decision| (line.clone(), decision)
                        })} />
                }
            </div>
            <span class={classes!("badge", class)} role="status">{ state }</span>
            if matches!(line.outcome, Outcome::Foreign(ForeignKind::Workbook | ForeignKind::Delimited)) {
                <button type="button" class="button button--primary" data-action="map-table" onclick={decide(Decision::Map)}>
                    { t!(text, TableMap) }
                </button>
            }
            if matches!(line.outcome, Outcome::Failed(_)) {
                <button type="button" class="button" data-action="retry" onclick={decide(Decision::Again)}>{ t!(text, TryAgain) }</button>
            }
        </li>
    }
}

/// What is in a batch.
fn held(facts: &BatchFacts, text: &Text) -> AttrValue {
    let forms = if facts.forms.is_empty() {
        t!(text, ImportNoForms).to_string()
    } else {
        facts.forms.join(&t!(text, ImportJoin))
    };
    t!(
        text,
        ImportHeld,
        seq = facts.seq,
        count = facts.records,
        photos = facts.attachments,
        forms = forms,
        at = minute(&facts.created_at.to_string())
    )
}

/// The sentences below a file: what happened, what is safe, what to do.
fn became(outcome: &Outcome, text: &Text) -> Html {
    match outcome {
        Outcome::Reading | Outcome::Importing | Outcome::Unknown { .. } | Outcome::Receipt => Html::default(),
        Outcome::Ready(counts) => html! {
            <p data-added={counts.added.to_string()} data-changed={counts.changed.to_string()}
                data-known={counts.known.to_string()} data-conflicts={counts.conflicts.to_string()} data-alike={counts.alike.to_string()}>
                { said::preview(*counts, text) }
            </p>
        },
        Outcome::Imported(counts) => html! { <p>{ said::counts(*counts, text) }</p> },
        Outcome::AlreadyImported { at, photos } => html! {
            <>
                <p>{ t!(text, ImportAlready, at = minute(&at.to_string())) }</p>
                if *photos > 0 {
                    <p data-photos={photos.to_string()}>{ t!(text, ServerPhotosFetched, count = *photos) }</p>
                }
            </>
        },
        Outcome::Twice { name } => html! { <p>{ t!(text, ImportTwice, name = name.clone()) }</p> },
        Outcome::SetAside => html! { <p>{ t!(text, ImportSetAsideSaid) }</p> },
        Outcome::Refused { why, is_kept } => html! {
            <div role="alert" data-refusal={why.word()}>
                <p>{ said::refusal(why, text) }</p>
                <p class="rows__detail">{ said::refusal_advice(why, text) }</p>
                <p class="rows__detail">{ kept(why, *is_kept, text) }</p>
            </div>
        },
        Outcome::Pack => html! {
            <p role="alert">{ t!(text, ImportPack) }{ " " }<a href={Route::Forms.href()}>{ t!(text, NavForms) }</a></p>
        },
        Outcome::Card => html! {
            <p role="alert">{ t!(text, ImportCard) }{ " " }<a href={Route::Zone.href()}>{ t!(text, ZoneTitle) }</a></p>
        },
        Outcome::Foreign(kind) => html! { <p role="alert">{ said::foreign(*kind, text) }</p> },
        Outcome::Failed(failure) => html! { <p role="alert">{ said::failure(*failure, text) }</p> },
    }
}

fn kept(why: &FileRefusal, is_kept: bool, text: &Text) -> AttrValue {
    match (why, is_kept) {
        (_, true) => t!(text, ImportKept),
        (FileRefusal::TooLarge { .. }, false) => t!(text, ImportNotRead),
        (_, false) => t!(text, ImportNotKept),
    }
}

#[derive(PartialEq, Properties)]
struct UnknownProps {
    fingerprint: String,
    is_revoked: bool,
    label: Option<String>,
    on_decision: Callback<Decision>,
}

/// A device that nobody trusts: its fingerprint, large enough to be read out over the telephone, and two answers.
#[component]
fn Unknown(props: &UnknownProps) -> Html {
    let text = use_text();
    let UnknownProps { fingerprint, is_revoked, label, on_decision } = props;
    // Held here: the row is drawn anew whenever another file is done, in the middle of a word too.
    let name = use_state_eq(|| label.clone().unwrap_or_default());
    let is_revoked = *is_revoked;
    let on_text = {
        let name = name.setter();
        Callback::from(move |typed: String| name.set(typed))
    };
    let trust = {
        let name = name.clone();
        on_decision.reform(move |_: MouseEvent| Decision::Trust { label: (*name).clone() })
    };
    let set_aside = on_decision.reform(move |_: MouseEvent| Decision::SetAside { is_revoked });
    let meaning = if is_revoked { t!(text, ImportRevokedMeaning) } else { t!(text, ImportUnknownMeaning) };
    html! {
        <div>
            <p>{ meaning }</p>
            <p class="facts__code facts__code--large" data-fingerprint="">{ fingerprint }</p>
            <LineField name="device-label" most="60" label={t!(text, ImportDeviceName)} value={(*name).clone()} {on_text} example={t!(text, ImportDeviceNameExample)} />
            <div class="section__actions">
                <button type="button" class="button" data-action="trust" onclick={trust}>{ t!(text, ImportTrust) }</button>
                <button type="button" class="button button--quiet" data-action="set-aside" onclick={set_aside}>
                    { t!(text, ImportSetAside) }
                </button>
            </div>
        </div>
    }
}
