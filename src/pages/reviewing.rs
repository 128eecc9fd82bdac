//! Reviews on the pages of records: how each stands (待审, 已审, 退回), approving many at once, and sending one back with a reason.
//! Nothing of a record is changed.
//!
//! Start at [`Reviews`], the list, and [`ReviewHere`], which stands on one record's page.
//!
//! Not here: how verdicts add up (`ledger::judged`), writing them down (`state::reviews`).

use std::collections::BTreeSet;
use std::rc::Rc;

use ledger::{Reviewed, Spoken};
use record::{RecordId, RevisionHash, Verdict};
use yew::prelude::*;

use super::deciding::not_decided;
use super::safe::reminder::goes_on;
use super::today::minute;
use super::waiting::{OnSteps, Waiting, use_awaited};
use crate::platform::idb::ReadError;
use crate::platform::timer;
use crate::route::Route;
use crate::state::device::{Device, use_device};
use crate::state::lists::ListError;
use crate::state::remote::{Remote, use_remote};
use crate::state::reviews::{self, ReviewLine, Standing};
use crate::t;
use crate::text::{Key, Text, use_text};
use crate::widgets::{Banner, Reason, Tone};

/// Which of the records can be listed, by how they stand.
const FILTERS: [(Standing, &str, Key); 3] = [
    (Standing::Pending, "pending", Key::VerdictPending),
    (Standing::Approved, "approved", Key::VerdictApproved),
    (Standing::Returned, "returned", Key::VerdictReturned),
];

/// How many are shown at once; more come when these are done, or by a tap.
const PAGE_SIZE: usize = 50;

/// What was done, or why not.
type Said = Option<Result<usize, AttrValue>>;

async fn load(
    device: Rc<Device>,
    standing: Standing,
    most: usize,
    on_steps: OnSteps,
) -> Result<reviews::Reviews, ListError> {
    reviews::records(&device, standing, most, on_steps).await
}

/// All records of this desk, by how they stand.
#[component]
pub fn Reviews() -> Html {
    let text = use_text();
    let device = use_device();
    let filter = use_state_eq(|| Standing::Pending);
    let picked = use_state_eq(BTreeSet::<RecordId>::new);
    let shown = use_state_eq(|| PAGE_SIZE);
    let is_working = use_state_eq(|| false);
    let said = use_state_eq(|| Said::None);
    let about = (device.clone(), *filter, *shown);
    let (loaded, again, steps) = use_awaited(about, |(device, filter, most), on_steps| {
        device.map(|device| load(device, filter, most, on_steps))
    });
    let Remote::Ready(loaded) = &loaded else {
        // Most devices have nothing to review: until it is known, no more is said than that it is being looked for.
        return match steps {
            Some(_) => html! { <Waiting {steps} /> },
            None => Html::default(),
        };
    };
    let (page, counts) = (&loaded.lines, loaded.counts);
    if counts.iter().all(|count| *count == 0) {
        return Html::default();
    }
    let total = counts[*filter as usize];
    let tab = |(to, name, key): (Standing, &'static str, Key)| {
        let count = counts[to as usize];
        let is_chosen = *filter == to;
        let (filter, picked, shown) = (filter.setter(), picked.setter(), shown.setter());
        let choose = move |_: MouseEvent| {
            filter.set(to);
            picked.set(BTreeSet::new());
            shown.set(PAGE_SIZE);
        };
        html! {
            <button type="button" class="button warning__reason" data-action="filter" data-filter={name} data-count={count.to_string()}
                aria-pressed={is_chosen.to_string()} onclick={choose}>
                { text.get(key) }{ format!(" {count}") }
            </button>
        }
    };
    let line = |ReviewLine { line, reviewed }: &ReviewLine| {
        let is_picked = picked.contains(&line.record);
        let toggle = {
            let (picked, record) = (picked.clone(), line.record);
            move |_: Event| {
                let mut now = (*picked).clone();
                if !now.remove(&record) {
                    now.insert(record);
                }
                picked.set(now);
            }
        };
        let title = line.title.clone();
        html! {
            <li class="rows__row" key={line.record.to_string()} data-reviewed={line.record.to_string()} data-state={if line.is_disputed { "differing" } else { state_name(reviewed) }}>
                if *filter == Standing::Pending && !line.is_disputed {
                    <label class="choice">
                        <input class="choice__input" type="checkbox" data-action="pick" checked={is_picked} onchange={toggle}
                            aria-label={t!(text, VerdictPick, title = title)} />
                    </label>
                }
                <a class="rows__main" href={Route::Record(line.record.to_string()).href()} data-action="open">
                    <span class="rows__title">{ &line.title }</span>
                    <span class="rows__detail">
                        { t!(text, RecordLine, at = minute(&line.finalized_at), officer = line.officer.to_string()) }
                    </span>
                    { spoken(reviewed, &text) }
                </a>
                if line.is_disputed {
                    <a class="button button--quiet" href={Route::Conflicts.href()} data-action="decide">{ t!(text, VerdictDiffering) }</a>
                } else {
                    { badge(reviewed, &text) }
                }
            </li>
        }
    };
    let can_be_picked = page.iter().map(|line| &line.line).filter(|line| !line.is_disputed);
    let pickable: BTreeSet<RecordId> = can_be_picked.clone().map(|line| line.record).collect();
    let pick_all = {
        let (picked, all) = (picked.setter(), pickable.clone());
        move |_: MouseEvent| picked.set(all.clone())
    };
    let approve = {
        let judged: Vec<(RecordId, RevisionHash)> = can_be_picked
            .filter(|line| picked.contains(&line.record))
            .map(|line| (line.record, line.revision))
            .collect();
        let (working, said, picked, text) = (is_working.setter(), said.setter(), picked.setter(), text.clone());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (judged, again, picked) = (judged.clone(), again.clone(), picked.clone());
            let (working, said, text) = (working.clone(), said.clone(), text.clone());
            working.set(true);
            timer::spawn(async move {
                if !goes_on(&device).await {
                    return working.set(false);
                }
                said.set(Some(match reviews::give(&device, &judged, Verdict::Approved, "").await {
                    Ok(count) => {
                        picked.set(BTreeSet::new());
                        again.emit(());
                        Ok(count)
                    }
                    Err(error) => Err(not_decided(&error, &text)),
                }));
                working.set(false);
            });
        }
    };
    let more = {
        let shown = shown.clone();
        move |_: MouseEvent| shown.set(*shown + PAGE_SIZE)
    };
    html! {
        <section class="section" data-list="reviews">
            <h2 class="section__title">{ t!(text, VerdictTitle) }</h2>
            <p class="field__hint">{ t!(text, VerdictAdvice) }</p>
            { told(&said, &text) }
            <div class="warning__reasons" role="group" aria-label={t!(text, VerdictTitle)}>{ for FILTERS.into_iter().map(tab) }</div>
            if page.is_empty() {
                <p class="lead">{ t!(text, VerdictNothing) }</p>
            } else {
                <ul class="rows">{ for page.iter().map(line) }</ul>
            }
            <div class="section__actions">
                if total > page.len() {
                    <button type="button" class="button" data-action="more" onclick={more}>{ t!(text, VerdictMore, count = total - page.len()) }</button>
                }
                if *filter == Standing::Pending && !page.is_empty() {
                    <button type="button" class="button" data-action="pick-all" onclick={pick_all}>{ t!(text, VerdictPickAll, count = pickable.len()) }</button>
                    <button type="button" class="button button--primary" data-action="approve" disabled={*is_working || picked.is_empty()} onclick={approve}>
                        { t!(text, VerdictApproveMany, count = picked.len()) }
                    </button>
                }
            </div>
        </section>
    }
}

#[derive(PartialEq, Properties)]
pub struct ReviewHereProps {
    pub record: RecordId,
    /// The revision that is on the page.
    pub revision: RevisionHash,
}

/// How it stands, and whether it can be judged here.
async fn load_one(device: Rc<Device>, record: RecordId, revision: RevisionHash) -> Result<(Reviewed, bool), ReadError> {
    Ok((reviews::of(&device, record, revision).await?, reviews::is_desk(&device).await?))
}

/// How the record on the page stands, and the two verdicts.
#[component]
pub fn ReviewHere(props: &ReviewHereProps) -> Html {
    let text = use_text();
    let device = use_device();
    let reason = use_state_eq(AttrValue::default);
    let is_working = use_state_eq(|| false);
    let said = use_state_eq(|| Said::None);
    let ReviewHereProps { record, revision } = *props;
    let about = (device.clone(), record, revision);
    let (reviewed, again) =
        use_remote(about, |(device, record, revision)| device.map(|device| load_one(device, record, revision)));
    let on_reason = {
        let reason = reason.setter();
        use_callback((), move |written: String, ()| reason.set(written.into()))
    };
    let Remote::Ready(loaded) = &reviewed else { return Html::default() };
    let (reviewed, can_judge) = &**loaded;
    if !can_judge && matches!(reviewed, Reviewed::Pending { earlier: None }) {
        return Html::default();
    }
    let give = |verdict: Verdict| {
        let (device, again, reason) = (device.clone(), again.clone(), reason.clone());
        let (working, said, text) = (is_working.setter(), said.setter(), text.clone());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (again, reason, working) = (again.clone(), reason.clone(), working.clone());
            let (said, text) = (said.clone(), text.clone());
            working.set(true);
            timer::spawn(async move {
                if !goes_on(&device).await {
                    return working.set(false);
                }
                said.set(Some(match reviews::give(&device, &[(record, revision)], verdict, &reason).await {
                    Ok(count) => {
                        reason.set(AttrValue::default());
                        again.emit(());
                        Ok(count)
                    }
                    Err(error) => Err(not_decided(&error, &text)),
                }));
                working.set(false);
            });
        }
    };
    let common = vec![t!(text, VerdictReasonIncomplete), t!(text, VerdictReasonWrong), t!(text, VerdictReasonPhoto)];
    html! {
        <section class="section" data-reviewed={record.to_string()} data-state={state_name(reviewed)}>
            <h2 class="section__title">{ t!(text, VerdictOne) }{ " " }{ badge(reviewed, &text) }</h2>
            { spoken(reviewed, &text) }
            { told(&said, &text) }
            if *can_judge {
                <Reason id="review-reason" {common} reason={(*reason).clone()} {on_reason} />
                <div class="section__actions">
                    <button type="button" class="button" data-action="return" disabled={*is_working} onclick={give(Verdict::Returned)}>{ t!(text, VerdictReturn) }</button>
                    <button type="button" class="button button--primary" data-action="approve" disabled={*is_working} onclick={give(Verdict::Approved)}>
                        { t!(text, VerdictApprove) }
                    </button>
                </div>
                <p class="field__hint">{ t!(text, VerdictAdvice) }</p>
            }
        </section>
    }
}

fn told(said: &Said, text: &Text) -> Html {
    match said {
        None => Html::default(),
        Some(Ok(count)) => html! {
            <Banner tone={Tone::Success}>
                <p data-status="decided" data-count={count.to_string()}>{ t!(text, VerdictGiven, count = *count) }</p>
            </Banner>
        },
        Some(Err(why)) => html! { <Banner tone={Tone::Danger}><p data-status="failed">{ why }</p></Banner> },
    }
}

/// How it stands, as those who drive the page call it.
fn state_name(reviewed: &Reviewed) -> &'static str {
    match reviewed {
        Reviewed::Pending { .. } => "pending",
        Reviewed::Disputed(_) => "disputed",
        Reviewed::Approved(_) => "approved",
        Reviewed::Returned(_) => "returned",
    }
}

fn badge(reviewed: &Reviewed, text: &Text) -> Html {
    let (class, said) = match reviewed {
        Reviewed::Pending { .. } => ("badge--attention", t!(text, VerdictPending)),
        Reviewed::Disputed(_) => ("badge--wrong", t!(text, VerdictDisputed)),
        Reviewed::Approved(_) => ("badge--good", t!(text, VerdictApproved)),
        Reviewed::Returned(_) => ("badge--wrong", t!(text, VerdictReturned)),
    };
    html! { <span class={classes!("badge", class)}>{ said }</span> }
}

/// Who said so, when and why; of a record that was edited since, what was said before.
fn spoken(reviewed: &Reviewed, text: &Text) -> Html {
    let line = |spoken: &Spoken, is_earlier: bool| {
        let origin = &spoken.origin;
        let verdict = match spoken.verdict {
            Verdict::Approved => t!(text, VerdictApproved),
            Verdict::Returned => t!(text, VerdictReturned),
        };
        let (officer, at) = (origin.officer.to_string(), minute(&origin.finalized_at.to_string()));
        let reason = origin.decided.clone().unwrap_or_default();
        let said =
            t!(text, VerdictSaid, verdict = verdict.to_string(), officer = officer, at = at, reason = reason.clone());
        html! {
            <span class="rows__detail" data-verdict={spoken.verdict.name()} data-reason={reason}>
                { if is_earlier { t!(text, VerdictEarlier, said = said.to_string()) } else { said } }
            </span>
        }
    };
    match reviewed {
        Reviewed::Pending { earlier } => earlier.iter().map(|earlier| line(earlier, true)).collect(),
        Reviewed::Approved(spoken) | Reviewed::Returned(spoken) => line(spoken, false),
        Reviewed::Disputed(voices) => voices.iter().map(|spoken| line(spoken, false)).collect(),
    }
}
