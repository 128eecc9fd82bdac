//! One record: what it is, what it says, what it gives reason to begin, and what was begun from it.

pub(super) mod answers;

use std::rc::Rc;

use form::{FollowUp, Instance, Moment};
use ledger::Tombstone;
use record::{DraftId, RecordId, Revision};
use store::settings::Officer;
use store::{Settings, Standing, Store, layout};
use yew::prelude::*;

use self::answers::Line;
use super::decided::decided;
use super::fill::follow_ups::FollowUps;
use super::ledger::code;
use super::officers::others::Whose;
use super::overdue::gone::{cut, told};
use super::overdue::parts_erased;
use super::receipts::word;
use super::remarks::remarks;
use super::reviewing::ReviewHere;
use super::safe::reminder::{Handed, goes_on};
use super::today::{begin_failed, minute};
use super::withdrawal::{WithdrawSheet, Withdrawable, erased};
use crate::platform::{clock, timer};
use crate::route::Route;
use crate::state::access::{self, Step};
use crate::state::desk::{self, Words};
use crate::state::device::{Device, use_device};
use crate::state::erasure::{self, Gone};
use crate::state::host::DeviceHost;
use crate::state::joins::{self, Named};
use crate::state::library::{self, BeginError};
use crate::state::receipts::{self, Word};
use crate::state::refill;
use crate::state::remote::{Remote, use_remote};
use crate::state::use_session;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, Empty, Page, Tone};

#[derive(PartialEq, Properties)]
pub struct RecordPageProps {
    /// As it stands in the address.
    pub record: String,
}

/// What the page shows.
struct Shown {
    revision: Revision,
    /// Its form's, where that is here.
    form_title: Option<String>,
    /// What it says as it stands, whatever its edits add up to.
    answers: Vec<Line>,
    follow_ups: Vec<FollowUp>,
    withdrawable: Option<Rc<Withdrawable>>,
    words: Words,
    /// It was edited differently in several places, and nobody has decided.
    is_disputed: bool,
    /// Those whom a join is about.
    both: Vec<Named>,
    /// Attached files that have not come to this device.
    to_come: usize,
    /// How it stands if it was made here, with what the desk said of it.
    sent: Option<(Standing, receipts::Words)>,
    /// What took parts of it away.
    erasures: Vec<Revision>,
}

/// What stands at the address.
enum Found {
    Nothing,
    /// It was erased, and no more is known here.
    Erased(Option<Tombstone>),
    /// It is another officer's of this tablet.
    Others(Officer),
    Record(Box<Shown>),
}

impl Found {
    fn of(shown: Shown) -> Self {
        Self::Record(Box::new(shown))
    }
}

async fn load(device: Rc<Device>, settings: Rc<Settings>, record: String, text: Text) -> Result<Found, BeginError> {
    let Ok(draft) = record.parse::<DraftId>() else { return Ok(Found::Nothing) };
    let revision = match refill::current(&device, draft.record()).await {
        Ok(revision) => revision,
        Err(BeginError::NoForm) => {
            return Ok(match erasure::gone(&device, draft.record()).await? {
                Gone::Erased(tombstone) => Found::Erased(tombstone),
                Gone::NotErased => Found::Nothing,
            });
        }
        Err(error) => return Err(error),
    };
    let submission = revision.submission();
    if let Some(owner) = settings.other_owner(&submission.officer) {
        return Ok(Found::Others(owner.clone()));
    }
    let mut to_come = 0;
    for attached in &submission.attachments {
        let parts = device.database.count(Store::Blobs, &layout::blob(attached.sha256)).await?;
        to_come += usize::from(parts == 0);
    }
    let is_disputed = crate::state::answers::is_disputed(&device, submission.record).await?;
    let sent = receipts::standing_of(&device, submission.record).await?;
    let erasures = erasure::cutting(&device, &revision).await?;
    access::note_beside(device.clone(), Step::OpenedRecord, record, 1);
    let (mut follow_ups, mut words, both) = (Vec::new(), Words::default(), Vec::new());
    // What no form says anything of, or says no more.
    let plain = |revision, form_title, answers, words, both| {
        let (follow_ups, withdrawable) = (Vec::new(), None);
        let (sent, erasures) = (sent.clone(), erasures.clone());
        Shown {
            revision,
            form_title,
            answers,
            follow_ups,
            withdrawable,
            words,
            is_disputed,
            both,
            to_come,
            sent,
            erasures,
        }
    };
    if revision.decision().is_some() {
        let words = desk::words(&device, code(text.language())).await?;
        let both = match submission.join() {
            Some(join) => joins::both(&device, &join.pair).await?,
            None => both,
        };
        return Ok(Found::of(plain(revision, None, Vec::new(), words, both)));
    }
    let standing = match revision.erasure() {
        Some(_) => None,
        None => Some(refill::standing(&device, submission.record).await?),
    };
    let Some(package) = library::package(&device, submission.form.hash).await? else {
        let answers = match &standing {
            Some(standing) => answers::read(standing, None, &mut words, &text).await,
            None => Vec::new(),
        };
        return Ok(Found::of(plain(revision, None, answers, words, both)));
    };
    let definition = &package.definition;
    let form_title = definition.listing().title(code(text.language())).unwrap_or(&definition.title).to_owned();
    let form_title = Some(form_title);
    let Some(standing) = standing else {
        return Ok(Found::of(plain(revision, form_title, Vec::new(), words, both)));
    };
    let answers = answers::read(&standing, Some(&package), &mut words, &text).await;
    let host = DeviceHost::load(&device, &package, &submission.officer).await?;
    let definition = Rc::new(package.definition);
    let moment = Moment { now: clock::now(), seed: 0 };
    let instance = Instance::from_record(Rc::clone(&definition), Rc::new(host), submission, moment);
    let mut withdrawable = None;
    if let Ok(instance) = instance {
        follow_ups = instance.follow_ups();
        withdrawable = Withdrawable::of(&device, submission.record, &instance, &text).await.map(Rc::new);
    }
    Ok(Found::of(Shown { follow_ups, withdrawable, ..plain(revision, form_title, answers, words, both) }))
}

#[component]
pub fn RecordPage(props: &RecordPageProps) -> Html {
    let text = use_text();
    let device = use_device();
    let failed = use_state_eq(|| None::<AttrValue>);
    let is_asking = use_state_eq(|| false);
    let settings = use_session().and_then(|session| session.settings.clone());
    let asked = (device.clone(), settings, props.record.clone(), text.clone());
    let (shown, again) = use_remote(asked, |(device, settings, record, text)| {
        device.zip(settings).map(|(device, settings)| load(device, settings, record, text))
    });
    let edit = |record: RecordId| {
        let (device, failed, text) = (device.clone(), failed.setter(), text.clone());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (failed, text) = (failed.clone(), text.clone());
            timer::spawn(async move {
                if !goes_on(&device).await {
                    return;
                }
                match refill::edit(&device, record).await {
                    Ok(draft) => Route::fill(draft).go(),
                    Err(error) => failed.set(Some(begin_failed(&error, &text))),
                }
            });
        }
    };
    let back = html! { <a class="button" href={Route::Records.href()}>{ t!(text, RecordBack) }</a> };
    let shown = match &shown {
        Remote::Loading => return html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
        Remote::Failed => return html! { <Banner tone={Tone::Danger}><p>{ t!(text, ReadFailed) }</p></Banner> },
        Remote::Ready(shown) => shown,
    };
    if let Found::Others(owner) = &**shown {
        return html! { <Whose owner={owner.clone()} on_switched={again} /> };
    }
    if let Found::Erased(tombstone) = &**shown {
        return html! { <Page title={t!(text, ErasedTitle)} actions={back}>{ told(&props.record, tombstone.as_ref(), &text) }</Page> };
    }
    let Found::Record(record) = &**shown else {
        return html! { <Page title={t!(text, NavRecords)} actions={back}><Empty message={t!(text, EmptyRecord)} /></Page> };
    };
    let Shown {
        revision,
        form_title,
        answers,
        follow_ups,
        withdrawable,
        words,
        is_disputed,
        both,
        to_come,
        sent,
        erasures,
    } = &**record;
    if revision.erasure().is_some_and(|erasure| !erasure.parts.is_empty()) {
        return html! { <Page title={t!(text, OverduePartsTitle)} actions={back}>{ parts_erased(revision, &text) }</Page> };
    }
    if revision.erasure().is_some() {
        return html! { <Page title={t!(text, ErasedTitle)} actions={back}>{ erased(revision, form_title.as_deref(), &text) }</Page> };
    }
    if revision.decision().is_some() {
        return html! { <Page title={t!(text, DecisionTitle)} actions={back}>{ decided(revision, both, words, &text) }</Page> };
    }
    if let (true, Some(device), Some(withdrawable)) = (*is_asking, &device, withdrawable) {
        let asking = is_asking.setter();
        let on_cancel = Callback::from(move |()| asking.set(false));
        let on_done = on_cancel.clone();
        let on_done = Callback::from(move |()| {
            on_done.emit(());
            again.emit(());
        });
        let (device, withdrawable) = (device.clone(), withdrawable.clone());
        return html! { <WithdrawSheet {device} {withdrawable} {on_cancel} {on_done} /> };
    }
    let withdraw = withdrawable.as_ref().map(|withdrawable| {
        let asking = is_asking.setter();
        let label = withdrawable.label.clone().map_or_else(|| t!(text, WithdrawOpen), AttrValue::from);
        html! {
            <button type="button" class="button" data-action="withdraw" onclick={move |_: MouseEvent| asking.set(true)}>{ label }</button>
        }
    });
    let submission = revision.submission();
    let said = sent.as_ref().and_then(|(standing, said)| said.on(submission.record, revision.hash(), standing));
    let said = said.map(|said| {
        let title = matches!(said, Word::Returned(_)).then(|| t!(text, WordReturnedTitle));
        html! { <Banner tone={Tone::Warning} {title}><p>{ word(said, &text) }</p></Banner> }
    });
    let (at, officer) = (minute(&submission.finalized_at.to_string()), submission.officer.to_string());
    let actions = html! {
        <>
            { back }
            { withdraw.unwrap_or_default() }
            <button type="button" class="button" data-action="edit" onclick={edit(submission.record)}>{ t!(text, RecordEdit) }</button>
        </>
    };
    html! {
        <Page title={submission.name().to_owned()} {actions}>
            <Handed />
            { cut(revision, erasures, words, &text) }
            <p class="lead" data-record={submission.record.to_string()}>
                { form_title.as_ref().unwrap_or(&submission.form.id) }{ " · " }{ t!(text, RecordLine, at = at.clone(), officer = officer) }
            </p>
            if let Some(failed) = (*failed).clone() {
                <Banner tone={Tone::Danger}><p>{ failed }</p></Banner>
            }
            { said }
            if *is_disputed {
                <Banner tone={Tone::Warning}>
                    <p data-status="disputed">{ t!(text, RecordDisputed) }</p>
                    <a class="button" href={Route::Conflicts.href()} data-action="decide">{ t!(text, RecordDecide) }</a>
                </Banner>
            }
            if let Some(reason) = revision.settled() {
                <p class="lead" data-status="settled" data-reason={reason.to_owned()}>
                    { t!(text, RecordSettled, officer = submission.officer.to_string(), at = at.clone(), reason = reason.to_owned()) }
                </p>
            }
            if *to_come > 0 {
                <p class="lead" data-to-come={to_come.to_string()}>{ t!(text, RecordToCome, count = *to_come) }</p>
            }
            { answers::section(answers, &text) }
            if !submission.remarks.is_empty() {
                <section class="section">
                    <h2 class="section__title">{ t!(text, RecordSaid) }</h2>
                    { remarks(&submission.remarks, &submission.form.id, words, &text) }
                </section>
            }
            if !is_disputed {
                <ReviewHere record={submission.record} revision={revision.hash()} />
            }
            <FollowUps record={submission.record} follow_ups={follow_ups.clone()} is_finished={true} on_leave={Callback::noop()} />
        </Page>
    }
}
