//! Withdrawing consent to a record: what goes and what stays, before anything goes; and what is told of it afterwards.
//!
//! Start at [`Withdrawable::of`] for what the sheet lists and [`WithdrawSheet`] for the sheet. No reason is asked for by force.
//!
//! Not here: which rows go (`state::erasure`), which records offer it (`form::Withdrawal`).

use std::collections::BTreeSet;
use std::rc::Rc;

use form::view::{Body, ControlView, NodeId, NodeView};
use form::{Instance, Moment, markup};
use ledger::WithdrawError as Nothing;
use record::{ListName, Proof, RecordId, Revision};
use yew::prelude::*;

use super::fill::overview::spoken::spoken;
use super::today::minute;
use crate::platform::{clock, timer};
use crate::state::access::{self, Step};
use crate::state::device::Device;
use crate::state::erasure::{self, Reach, WithdrawError};
use crate::state::host::DeviceHost;
use crate::state::{library, refill};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::questions::typing::{Typing, use_typing};
use crate::widgets::{Banner, Page, Tone};

/// What can be withdrawn, with all that is said of it beforehand.
#[derive(Clone, PartialEq)]
pub struct Withdrawable {
    pub record: RecordId,
    /// What the button says.
    pub label: Option<String>,
    lists: BTreeSet<ListName>,
    answers: Vec<(String, AttrValue)>,
    kept: Vec<Proof>,
    reach: Reach,
}

impl Withdrawable {
    /// `None`: the form offers nothing to withdraw, as the record's answers are.
    pub async fn of(device: &Device, record: RecordId, instance: &Instance, text: &Text) -> Option<Self> {
        let withdrawal = instance.withdrawal()?;
        let mut lines = Vec::new();
        let is_kept = |view: &NodeView| withdrawal.kept.contains(&view.id);
        for page in instance.pages() {
            answers(instance, &page.nodes, &is_kept, text, &mut lines);
        }
        let kept = withdrawal.kept.iter().filter_map(|node| proof(&*instance.view(*node)?, text)).collect();
        // Without knowing what would go nothing is offered.
        let reach = erasure::reach(device, record, &withdrawal.lists).await.ok()?;
        let label = withdrawal.label.map(|label| markup::plain(&label).into_owned());
        Some(Self { record, label, lists: withdrawal.lists, answers: lines, kept, reach })
    }

    /// The same of a record as it stands. `None` also where its form is not here.
    pub async fn of_record(device: &Device, record: RecordId, text: &Text) -> Option<Self> {
        let submission = refill::standing(device, record).await.ok()?;
        let package = library::package(device, submission.form.hash).await.ok()??;
        let host = DeviceHost::load(device, &package, &submission.officer).await.ok()?;
        let moment = Moment { now: clock::now(), seed: 0 };
        let definition = Rc::new(package.definition);
        let instance = Instance::from_record(definition, Rc::new(host), &submission, moment).ok()?;
        Self::of(device, record, &instance, text).await
    }

    /// Lets it go.
    ///
    /// # Errors
    /// [`WithdrawError`]
    pub async fn erase(&self, device: &Device, reason: &str) -> Result<(), WithdrawError> {
        erase(device, self.record, &self.lists, self.kept.clone(), reason).await
    }
}

/// Erases a record and who was registered by it, and notes that in the access log.
///
/// # Errors
/// [`WithdrawError`]
pub async fn erase(
    device: &Device,
    record: RecordId,
    lists: &BTreeSet<ListName>,
    kept: Vec<Proof>,
    reason: &str,
) -> Result<(), WithdrawError> {
    erasure::withdraw(device, record, lists, kept, reason).await?;
    access::note(device, Step::Erased, &record.to_string(), 1).await;
    Ok(())
}

/// The answers below some nodes, as a person would read them out.
fn answers(
    instance: &Instance,
    nodes: &[NodeId],
    is_kept: &impl Fn(&NodeView) -> bool,
    text: &Text,
    lines: &mut Vec<(String, AttrValue)>,
) {
    for view in nodes.iter().filter_map(|node| instance.view(*node)) {
        match &view.body {
            Body::Question(question) if matches!(question.control, ControlView::Note) || is_kept(&view) => {}
            Body::Question(question) => {
                let said = spoken(question, text);
                if !said.is_empty() {
                    lines.push((label_of(&view), said));
                }
            }
            Body::Group { children } | Body::RepeatInstance { children, .. } => {
                answers(instance, children, is_kept, text, lines);
            }
            Body::Repeat { instances, .. } => answers(instance, instances, is_kept, text, lines),
        }
    }
}

fn label_of(view: &NodeView) -> String {
    view.label.as_deref().map_or_else(|| view.name.clone(), |label| markup::plain(label).into_owned())
}

fn proof(view: &NodeView, text: &Text) -> Option<Proof> {
    let Body::Question(question) = &view.body else { return None };
    let said = spoken(question, text).to_string();
    Some(Proof {
        name: view.name.clone(),
        value: question.value.clone(),
        label: view.label.as_ref().map(|_| label_of(view)),
        text: (said != question.value).then_some(said),
    })
}

#[derive(PartialEq, Properties)]
pub struct WithdrawSheetProps {
    pub device: Rc<Device>,
    pub withdrawable: Rc<Withdrawable>,
    pub on_cancel: Callback<()>,
    pub on_done: Callback<()>,
}

/// What will be erased and what stays, with the two ways on.
#[component]
pub fn WithdrawSheet(props: &WithdrawSheetProps) -> Html {
    let text = use_text();
    let reason = use_mut_ref(String::new);
    let is_working = use_state_eq(|| false);
    let failed = use_state_eq(|| None::<AttrValue>);
    let on_text = use_callback((), {
        let reason = Rc::clone(&reason);
        move |typed: String, ()| reason.replace(typed).clear()
    });
    let Typing { node, oninput } = use_typing(on_text);
    let confirm = {
        let (device, withdrawable, done) = (props.device.clone(), props.withdrawable.clone(), props.on_done.clone());
        let (working, failed, text) = (is_working.setter(), failed.setter(), text.clone());
        move |_: MouseEvent| {
            let (device, withdrawable, done) = (device.clone(), withdrawable.clone(), done.clone());
            let (working, failed, text) = (working.clone(), failed.clone(), text.clone());
            let reason = reason.borrow().clone();
            working.set(true);
            timer::spawn(async move {
                match withdrawable.erase(&device, &reason).await {
                    Ok(()) => done.emit(()),
                    Err(error) => failed.set(Some(not_withdrawn(&error, &text))),
                }
                working.set(false);
            });
        }
    };
    let cancel = props.on_cancel.reform(|_: MouseEvent| ());
    let actions = html! {
        <>
            <button type="button" class="button" data-action="cancel-withdraw" onclick={cancel} disabled={*is_working}>
                { t!(text, WithdrawCancel) }
            </button>
            <button type="button" class="button button--primary" data-action="confirm-withdraw" onclick={confirm} disabled={*is_working}>
                { if *is_working { t!(text, WithdrawWorking) } else { t!(text, WithdrawConfirm) } }
            </button>
        </>
    };
    let Withdrawable { record, answers, kept, .. } = &*props.withdrawable;
    html! {
        <Page title={t!(text, WithdrawTitle)} {actions}>
            if let Some(failed) = (*failed).clone() {
                <Banner tone={Tone::Danger}><p data-status="failed">{ failed }</p></Banner>
            }
            <p class="lead" data-withdrawal={record.to_string()}>{ t!(text, WithdrawLead) }</p>
            <section class="section">
                <h2 class="section__title">{ t!(text, WithdrawAnswers) }</h2>
                <dl class="facts" data-erased="answers">
                    { for answers.iter().map(|(label, said)| html! { <><dt>{ label }</dt><dd>{ said }</dd></> }) }
                </dl>
            </section>
            { also(&props.withdrawable.reach, &text) }
            <section class="section">
                <h2 class="section__title">{ t!(text, WithdrawKept) }</h2>
                { proofs(kept) }
                <p class="field__hint">{ t!(text, WithdrawKeptAlways) }</p>
            </section>
            <section class="section">
                <label class="field__label" for="withdraw-reason">{ t!(text, WithdrawReason) }</label>
                <input class="field__input" type="text" id="withdraw-reason" ref={node} {oninput} autocomplete="off" maxlength="200"
                    data-input="withdraw-reason" />
            </section>
        </Page>
    }
}

/// What goes besides the answers.
fn also(reach: &Reach, text: &Text) -> Html {
    let others = reach.records.saturating_sub(1);
    let mut lines: Vec<AttrValue> = Vec::new();
    lines.extend((reach.entities > 0).then(|| t!(text, WithdrawEntities, count = reach.entities)));
    lines.extend((others > 0).then(|| t!(text, WithdrawRecords, count = others)));
    lines.extend((reach.files > 0).then(|| t!(text, WithdrawFiles, count = reach.files)));
    lines.extend(reach.drafts.iter().map(|title| t!(text, WithdrawDraft, title = title.clone())));
    if lines.is_empty() {
        return Html::default();
    }
    html! {
        <section class="section">
            <h2 class="section__title">{ t!(text, WithdrawAlso) }</h2>
            <ul data-erased="also">{ for lines.into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
        </section>
    }
}

fn proofs(kept: &[Proof]) -> Html {
    let said = |proof: &Proof| {
        let label = proof.label.clone().unwrap_or_else(|| proof.name.clone());
        let value = proof.text.clone().unwrap_or_else(|| proof.value.clone());
        html! { <><dt>{ label }</dt><dd data-kept={proof.name.clone()}>{ value }</dd></> }
    };
    html! { <dl class="facts">{ for kept.iter().map(said) }</dl> }
}

/// What is told of a record that was erased.
pub fn erased(revision: &Revision, form_title: Option<&str>, text: &Text) -> Html {
    let submission = revision.submission();
    let Some(erasure) = revision.erasure() else { return Html::default() };
    let (at, officer) = (minute(&submission.finalized_at.to_string()), submission.officer.to_string());
    html! {
        <>
            <p class="lead" data-record={submission.record.to_string()} data-status="erased" data-at={submission.finalized_at.to_string()}>
                { form_title.unwrap_or(&submission.form.id).to_owned() }
            </p>
            <Banner tone={Tone::Info} title={t!(text, ErasedSaid, at = at, officer = officer)}>
                if let Some(reason) = &erasure.reason {
                    <p>{ t!(text, ErasedReason, reason = reason.clone()) }</p>
                }
            </Banner>
            if !erasure.kept.is_empty() {
                <section class="section">
                    <h2 class="section__title">{ t!(text, WithdrawKept) }</h2>
                    { proofs(&erasure.kept) }
                </section>
            }
        </>
    }
}

fn not_withdrawn(error: &WithdrawError, text: &Text) -> AttrValue {
    match error {
        WithdrawError::Nothing(Nothing::AlreadyErased) => t!(text, WithdrawAlready),
        WithdrawError::Nothing(Nothing::NothingHere) => t!(text, WithdrawNothing),
        WithdrawError::NoOfficer => t!(text, TodayNoOfficer),
        WithdrawError::Damaged | WithdrawError::Read(_) | WithdrawError::Write(_) => t!(text, WithdrawFailed),
    }
}
