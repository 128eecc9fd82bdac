//! The desk's work lists (待办清单): each row leads to the enterprise or organisation that there is something to do about.
//!
//! Not here: what belongs on them (`ledger::work_lists`).

use std::rc::Rc;

use ledger::{Duplicate, FaultyCode, Firm, Likeness, OtherSize, StaleLedger};
use record::{EntityId, ListName, Pair};
use rules::CodeFault;
use yew::prelude::*;

use super::joining::Joining;
use super::ledger::{code, use_listed};
use super::overdue::Overdue;
use super::requests::Requests;
use super::retention::Retention;
use super::safe::reminder::Handed;
use super::waiting::{OnSteps, awaited, use_awaited};
use crate::route::Route;
use crate::state::desk::ENTERPRISES;
use crate::state::device::{Device, use_device};
use crate::state::joins::Named;
use crate::state::lists::ListError;
use crate::state::work_lists::{WorkLists as Lists, work_lists};
use crate::t;
use crate::text::{Language, Text, dates, use_text};
use crate::widgets::{Banner, Page, Tone};
use crate::worker::desk::open::Part;

/// After how many months without an update a ledger is stale, as one can choose.
const MONTHS: [u32; 4] = [3, 6, 12, 24];
/// A canvass is made once a year.
const USUAL_MONTHS: u32 = 12;
/// How many rows of one list are shown; more come by a tap.
const LISTED: usize = 50;

async fn load(
    device: Rc<Device>,
    months: u32,
    most: usize,
    language: Language,
    on_steps: OnSteps,
) -> Result<Lists, ListError> {
    work_lists(&device, months, most, code(language), on_steps).await
}

#[component]
pub fn WorkLists() -> Html {
    let text = use_text();
    let months = use_state_eq(|| USUAL_MONTHS);
    let most = use_state_eq(|| LISTED);
    let about = (use_device(), *months, *most, text.language());
    let (lists, again, steps) = use_awaited(about, |(device, months, most, language), on_steps| {
        device.map(|device| load(device, months, most, language, on_steps))
    });
    use_listed("worklists".to_owned(), lists.ready().map(|loaded| loaded.work.stale.of));
    let on_more = {
        let most = most.clone();
        Callback::from(move |_: MouseEvent| most.set(*most + LISTED))
    };
    let arisen = use_state_eq(|| 0_usize);
    let on_said = {
        let arisen = arisen.setter();
        use_callback(again.clone(), move |count, again| {
            arisen.set(count);
            again.emit(());
        })
    };
    let back = html! { <a class="button" href={Route::Ledger.href()}>{ t!(text, EnterpriseBack) }</a> };
    let choose = |count: u32| {
        let months = months.clone();
        let is_chosen = *months == count;
        html! {
            <button type="button" class="button warning__reason" data-action="months" data-months={count.to_string()}
                aria-pressed={is_chosen.to_string()} onclick={move |_: MouseEvent| months.set(count)}>
                { t!(text, WorkMonths, count = count) }
            </button>
        }
    };
    html! {
        <Page title={t!(text, WorkTitle)} actions={back}>
            <Handed />
            <Retention />
            <Overdue />
            <Requests />
            { awaited(&lists, steps, &again, |loaded| {
                let Lists { work, disputed: pairs, sizes } = &**loaded;
                html! {
                    <>
                        if *arisen > 0 {
                            <Banner tone={Tone::Warning}>
                                <p data-status="arisen" data-count={arisen.to_string()}>{ t!(text, JoinArisen, count = *arisen) }</p>
                                <a class="button" href={Route::Conflicts.href()} data-action="decide">{ t!(text, RecordDecide) }</a>
                            </Banner>
                        }
                        { duplicates(&work.duplicates, &on_said, &on_more, &text) }
                        if !pairs.is_empty() {
                            { disputed(pairs, work.disputed.of, &on_said, &on_more, &text) }
                        }
                        { listed("faulty-codes", t!(text, WorkFaultyCodes, count = work.faulty_codes.of), Html::default(), work.faulty_codes.of,
                            work.faulty_codes.first.iter().map(|faulty| faulty_row(faulty, &text)).collect(), &on_more, &text) }
                        { listed("missing-codes", t!(text, WorkMissingCodes, count = work.missing_codes.of), Html::default(), work.missing_codes.of,
                            work.missing_codes.first.iter().map(|firm| row(firm, AttrValue::default(), Html::default())).collect(), &on_more, &text) }
                        if !sizes.is_empty() {
                            { listed("other-sizes", t!(text, WorkOtherSizes, count = work.other_sizes.of),
                                html! { <p class="field__hint">{ t!(text, WorkSizesAdvice) }</p> },
                                work.other_sizes.of, sizes.iter().map(|size| size_row(size, &text)).collect(), &on_more, &text) }
                        }
                        { listed("stale", t!(text, WorkStale, count = work.stale.of, months = *months),
                            html! {
                                <div class="warning__reasons" role="group" aria-label={t!(text, WorkMonthsLabel)}>{ for MONTHS.into_iter().map(choose) }</div>
                            },
                            work.stale.of, work.stale.first.iter().map(|stale| stale_row(stale, &text)).collect(), &on_more, &text) }
                    </>
                }
            }) }
        </Page>
    }
}

fn listed(
    name: &'static str,
    title: AttrValue,
    head: Html,
    of: usize,
    rows: Vec<Html>,
    on_more: &Callback<MouseEvent>,
    text: &Text,
) -> Html {
    let left = of.saturating_sub(rows.len());
    html! {
        <section class="section" data-list={name} data-count={of.to_string()}>
            <h2 class="section__title">{ title }</h2>
            { head }
            if rows.is_empty() {
                <p class="lead">{ t!(text, WorkNothing) }</p>
            } else {
                <ul class="rows">{ for rows }</ul>
            }
            if left > 0 {
                <button type="button" class="button" data-action="more" onclick={on_more.clone()}>{ t!(text, VerdictMore, count = left) }</button>
            }
        </section>
    }
}

/// A line that leads to the enterprise.
fn row(firm: &Firm, detail: AttrValue, badge: Html) -> Html {
    let href = Route::Enterprise { list: firm.list.to_string(), entity: firm.id.to_string() }.href();
    html! {
        <li class="rows__row" key={firm.id.to_string()} data-entity={firm.id.to_string()}>
            <a class="rows__main" {href} data-action="open">
                <span class="rows__title">{ &firm.name }</span>
                if !firm.code.is_empty() {
                    <span class="rows__detail table__code">{ &firm.code }</span>
                }
                if !detail.is_empty() {
                    <span class="rows__detail">{ detail }</span>
                }
            </a>
            { badge }
        </li>
    }
}

fn duplicates(
    duplicates: &Part<Duplicate>,
    on_said: &Callback<usize>,
    on_more: &Callback<MouseEvent>,
    text: &Text,
) -> Html {
    let group = |duplicate: &Duplicate| {
        let (name, class, why) = match duplicate.likeness {
            Likeness::SameCode => ("same-code", "badge--wrong", t!(text, WorkSameCode)),
            Likeness::SameName => ("same-name", "badge--attention", t!(text, WorkSameName)),
            Likeness::NearName => ("near-name", "badge--plain", t!(text, WorkNearName)),
        };
        let list = duplicate.firms.first().map_or_else(|| ListName::new(ENTERPRISES), |firm| firm.list.clone());
        let key = duplicate.firms.iter().map(|firm| firm.id.to_string()).collect::<Vec<_>>().join(" ");
        html! {
            <li class="rows__row" {key} data-likeness={name}>
                <div class="rows__main">
                    <ul class="rows">
                        { for duplicate.firms.iter().map(|firm| row(firm, AttrValue::default(), Html::default())) }
                    </ul>
                    <Joining {list} ids={duplicate.firms.iter().map(|firm| firm.id.clone()).collect::<Vec<_>>()}
                        on_said={on_said.clone()} />
                </div>
                <span class={classes!("badge", class)}>{ why }</span>
            </li>
        }
    };
    let hint = if duplicates.first.is_empty() {
        Html::default()
    } else {
        html! { <p class="field__hint">{ t!(text, WorkDuplicatesAdvice) }</p> }
    };
    let title = t!(text, WorkDuplicates, count = duplicates.of);
    listed("duplicates", title, hint, duplicates.of, duplicates.first.iter().map(group).collect(), on_more, text)
}

/// Pairs of which two people said different things.
fn disputed(
    pairs: &[(Pair, Vec<Named>)],
    of: usize,
    on_said: &Callback<usize>,
    on_more: &Callback<MouseEvent>,
    text: &Text,
) -> Html {
    let row = |(pair, both): &(Pair, Vec<Named>)| {
        let link = |named: &Named| {
            let href = Route::Enterprise { list: pair.list().to_string(), entity: named.id.to_string() }.href();
            html! { <a class="rows__title" {href} data-action="open" data-entity={named.id.to_string()}>{ &named.title }</a> }
        };
        let ids: Vec<EntityId> = pair.ids().into_iter().cloned().collect();
        html! {
            <li class="rows__row" key={pair.entity().id.to_string()} data-state="disputed">
                <div class="rows__main">
                    { for both.iter().map(link) }
                    <Joining list={pair.list().clone()} {ids} on_said={on_said.clone()} />
                </div>
            </li>
        }
    };
    let title = t!(text, WorkDisputed, count = of);
    listed("disputed", title, Html::default(), of, pairs.iter().map(row).collect(), on_more, text)
}

fn faulty_row(faulty: &FaultyCode, text: &Text) -> Html {
    let (name, why) = match faulty.fault {
        CodeFault::Length => ("length", t!(text, WorkFaultLength)),
        CodeFault::Letter => ("letter", t!(text, WorkFaultLetter)),
        CodeFault::Region => ("region", t!(text, WorkFaultRegion)),
        CodeFault::Check => ("check", t!(text, WorkFaultCheck)),
        CodeFault::OldNumber => ("old-number", t!(text, WorkFaultOldNumber)),
    };
    row(&faulty.firm, AttrValue::default(), html! { <span class="badge badge--wrong" data-fault={name}>{ why }</span> })
}

fn size_row((other, [said, follows]): &(OtherSize, [String; 2]), text: &Text) -> Html {
    let (said, follows) = (said.clone(), follows.clone());
    let differs = t!(text, WorkSizeDiffers, said = said, follows = follows);
    row(&other.firm, differs, Html::default())
}

fn stale_row(stale: &StaleLedger, text: &Text) -> Html {
    let detail = stale.updated_on.map(|day| {
        let day = dates::date(&day.to_string(), text).to_string();
        t!(text, WorkUpdatedOn, day = day)
    });
    row(&stale.firm, detail.unwrap_or_default(), Html::default())
}
