//! The desk's work lists (待办清单): each row leads to the enterprise that there is something to do about.
//!
//! Not here: what belongs on them (`ledger::work_lists`).

use std::rc::Rc;

use ledger::{CodeFault, Duplicate, FaultyCode, Firm, Likeness, StaleLedger};
use record::{EntityId, ListName, Pair};
use yew::prelude::*;

use super::joining::Joining;
use super::ledger::code;
use super::safe::reminder::Handed;
use crate::platform::timer;
use crate::route::Route;
use crate::state::desk::ENTERPRISES;
use crate::state::device::{Device, LoadError, use_device};
use crate::state::joins::Named;
use crate::state::remote::{Remote, use_remote};
use crate::state::work_lists::{Work, work_lists};
use crate::t;
use crate::text::{Language, Text, dates, use_text};
use crate::widgets::{Banner, Page, Tone};

/// After how many months without an update a ledger is stale, as one can choose.
const MONTHS: [u32; 4] = [3, 6, 12, 24];
/// A canvass is made once a year.
const USUAL_MONTHS: u32 = 12;
/// How many rows of one list are shown; who has more begins with these.
const LISTED: usize = 200;

async fn load(device: Rc<Device>, months: u32, language: Language) -> Result<Work, LoadError> {
    // The page stands before the lists are worked out.
    timer::sleep(0).await;
    work_lists(&device, months, code(language)).await
}

#[component]
pub fn WorkLists() -> Html {
    let text = use_text();
    let months = use_state_eq(|| USUAL_MONTHS);
    let about = (use_device(), *months, text.language());
    let (lists, again) =
        use_remote(about, |(device, months, language)| device.map(|device| load(device, months, language)));
    let arisen = use_state_eq(|| 0_usize);
    let on_said = {
        let arisen = arisen.setter();
        use_callback(again, move |count, again| {
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
            { match &lists {
                Remote::Loading => html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
                Remote::Failed => html! { <Banner tone={Tone::Danger}><p>{ t!(text, ReadFailed) }</p></Banner> },
                Remote::Ready(work) => {
                    let Work { lists, disputed: pairs } = &**work;
                    html! {
                    <>
                        if *arisen > 0 {
                            <Banner tone={Tone::Warning}>
                                <p data-status="arisen" data-count={arisen.to_string()}>{ t!(text, JoinArisen, count = *arisen) }</p>
                                <a class="button" href={Route::Conflicts.href()} data-action="decide">{ t!(text, RecordDecide) }</a>
                            </Banner>
                        }
                        { duplicates(&lists.duplicates, &on_said, &text) }
                        if !pairs.is_empty() {
                            { disputed(pairs, &on_said, &text) }
                        }
                        { listed("faulty-codes", t!(text, WorkFaultyCodes, count = lists.faulty_codes.len()), Html::default(),
                            lists.faulty_codes.iter().map(|faulty| faulty_row(faulty, &text)).collect(), &text) }
                        { listed("missing-codes", t!(text, WorkMissingCodes, count = lists.missing_codes.len()), Html::default(),
                            lists.missing_codes.iter().map(|firm| row(firm, AttrValue::default(), Html::default())).collect(), &text) }
                        { listed("stale", t!(text, WorkStale, count = lists.stale.len(), months = *months),
                            html! {
                                <div class="warning__reasons" role="group" aria-label={t!(text, WorkMonthsLabel)}>{ for MONTHS.into_iter().map(choose) }</div>
                            },
                            lists.stale.iter().map(|stale| stale_row(stale, &text)).collect(), &text) }
                    </>
                    }
                },
            } }
        </Page>
    }
}

fn listed(name: &'static str, title: AttrValue, head: Html, rows: Vec<Html>, text: &Text) -> Html {
    let left = rows.len().saturating_sub(LISTED);
    html! {
        <section class="section" data-list={name} data-count={rows.len().to_string()}>
            <h2 class="section__title">{ title }</h2>
            { head }
            if rows.is_empty() {
                <p class="lead">{ t!(text, WorkNothing) }</p>
            } else {
                <ul class="rows">{ for rows.into_iter().take(LISTED) }</ul>
            }
            if left > 0 {
                <p class="field__hint">{ t!(text, DueMore, count = left) }</p>
            }
        </section>
    }
}

/// A line that leads to the enterprise.
fn row(firm: &Firm, detail: AttrValue, badge: Html) -> Html {
    let href = Route::Enterprise { list: ENTERPRISES.to_owned(), entity: firm.id.to_string() }.href();
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

fn duplicates(duplicates: &[Duplicate], on_said: &Callback<usize>, text: &Text) -> Html {
    let group = |duplicate: &Duplicate| {
        let (name, class, why) = match duplicate.likeness {
            Likeness::SameCode => ("same-code", "badge--wrong", t!(text, WorkSameCode)),
            Likeness::SameName => ("same-name", "badge--attention", t!(text, WorkSameName)),
            Likeness::NearName => ("near-name", "badge--plain", t!(text, WorkNearName)),
        };
        let key = duplicate.firms.iter().map(|firm| firm.id.to_string()).collect::<Vec<_>>().join(" ");
        html! {
            <li class="rows__row" {key} data-likeness={name}>
                <div class="rows__main">
                    <ul class="rows">
                        { for duplicate.firms.iter().map(|firm| row(firm, AttrValue::default(), Html::default())) }
                    </ul>
                    <Joining list={ListName::new(ENTERPRISES)} ids={duplicate.firms.iter().map(|firm| firm.id.clone()).collect::<Vec<_>>()}
                        on_said={on_said.clone()} />
                </div>
                <span class={classes!("badge", class)}>{ why }</span>
            </li>
        }
    };
    let hint = if duplicates.is_empty() {
        Html::default()
    } else {
        html! { <p class="field__hint">{ t!(text, WorkDuplicatesAdvice) }</p> }
    };
    let title = t!(text, WorkDuplicates, count = duplicates.len());
    listed("duplicates", title, hint, duplicates.iter().map(group).collect(), text)
}

/// Pairs of which two people said different things.
fn disputed(pairs: &[(Pair, Vec<Named>)], on_said: &Callback<usize>, text: &Text) -> Html {
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
    let title = t!(text, WorkDisputed, count = pairs.len());
    listed("disputed", title, Html::default(), pairs.iter().map(row).collect(), text)
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

fn stale_row(stale: &StaleLedger, text: &Text) -> Html {
    let detail = stale.updated_on.map(|day| {
        let day = dates::date(&day.to_string(), text).to_string();
        t!(text, WorkUpdatedOn, day = day)
    });
    row(&stale.firm, detail.unwrap_or_default(), Html::default())
}
