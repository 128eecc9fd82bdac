//! The workbook that the board goes by: taken out to be changed, brought back, and what is wrong with it.

use ledger::indicator::{Fault, FaultKind};
use yew::prelude::*;

use super::reports::WORKBOOK;
use crate::platform::files::{self, ChosenFile};
use crate::platform::timer;
use crate::state::board;
use crate::state::device::use_device;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, FileDrop, Tone};
use crate::worker::desk::board::BoardTold;

const NAME: &str = "indicators.xlsx";
/// A hundred times what the shipped one has.
const MOST_BYTES: u64 = 2 << 20;

#[derive(PartialEq, Properties)]
pub struct IndicatorsProps {
    /// Whether somebody's own workbook is used.
    pub is_own: bool,
    pub on_changed: Callback<()>,
}

/// What came of the last step.
#[derive(Clone, PartialEq)]
enum Came {
    Nothing,
    Used,
    Faults(Vec<Fault>),
    Unreadable,
    Failed,
}

#[component]
pub fn Indicators(props: &IndicatorsProps) -> Html {
    let text = use_text();
    let device = use_device();
    let came = use_state_eq(|| Came::Nothing);
    let take = {
        let (came, on_changed, device) = (came.setter(), props.on_changed.clone(), device);
        Callback::from(move |chosen: Vec<ChosenFile>| {
            let (Some(file), Some(device)) = (chosen.into_iter().next(), device.clone()) else { return };
            let (came, on_changed) = (came.clone(), on_changed.clone());
            timer::spawn(async move {
                let Ok(bytes) = file.bytes(MOST_BYTES).await else { return came.set(Came::Unreadable) };
                came.set(match board::take_workbook(&device, bytes).await {
                    Ok(BoardTold::Read(faults)) if faults.is_empty() => Came::Used,
                    Ok(BoardTold::Read(faults)) => Came::Faults(faults),
                    Ok(BoardTold::Unreadable) => Came::Unreadable,
                    _ => Came::Failed,
                });
                on_changed.emit(());
            });
        })
    };
    let download = {
        let came = came.setter();
        move |_: MouseEvent| {
            let came = came.clone();
            timer::spawn(async move {
                let is_there = match board::workbook().await {
                    Ok(bytes) => files::download(NAME, WORKBOOK, &bytes).is_ok(),
                    Err(_) => false,
                };
                if !is_there {
                    came.set(Came::Failed);
                }
            });
        }
    };
    let shipped = {
        let (came, on_changed) = (came.setter(), props.on_changed.clone());
        move |_: MouseEvent| {
            let (came, on_changed) = (came.clone(), on_changed.clone());
            timer::spawn(async move {
                came.set(if board::go_back().await.is_ok() { Came::Nothing } else { Came::Failed });
                on_changed.emit(());
            });
        }
    };
    let told = match &*came {
        Came::Nothing => Html::default(),
        Came::Used => html! {
            <Banner tone={Tone::Success}><p data-status="indicators-used">{ t!(text, IndicatorsUsed) }</p></Banner>
        },
        Came::Unreadable => html! {
            <Banner tone={Tone::Danger}><p data-status="indicators-unreadable">{ t!(text, IndicatorsUnreadable) }</p></Banner>
        },
        Came::Failed => {
            html! { <Banner tone={Tone::Danger}><p data-status="failed">{ t!(text, IndicatorsFailed) }</p></Banner> }
        }
        Came::Faults(faults) => html! {
            <Banner tone={Tone::Danger} title={t!(text, IndicatorsFaults, count = faults.len())}>
                <ul data-status="indicators-faults">
                    { for faults.iter().map(|fault| html! {
                        <li data-fault={fault.row.to_string()} data-column={fault.column.clone()}>{ said(fault, &text) }</li>
                    }) }
                </ul>
            </Banner>
        },
    };
    html! {
        <section class="section" data-section="indicators" data-own={props.is_own.to_string()}>
            <h2 class="section__title">{ t!(text, IndicatorsTitle) }</h2>
            <p class="field__hint">{ if props.is_own { t!(text, IndicatorsOwn) } else { t!(text, IndicatorsAbout) } }</p>
            { told }
            <div class="section__actions board__ways">
                <button type="button" class="button" data-action="take-indicators" onclick={download}>{ t!(text, IndicatorsTake) }</button>
                if props.is_own {
                    <button type="button" class="button" data-action="shipped-indicators" onclick={shipped}>{ t!(text, IndicatorsShipped) }</button>
                }
            </div>
            <FileDrop kind="indicators" label={t!(text, IndicatorsBring)} hint={t!(text, IndicatorsBringHint)} accept={".xlsx"} on_files={take} />
        </section>
    }
}

/// Where it is, what it is and what to do.
fn said(fault: &Fault, text: &Text) -> String {
    let at = match (fault.row, fault.column.as_str()) {
        (0, _) => t!(text, FaultSheet, sheet = fault.sheet.clone()),
        (row, column) => t!(text, FaultPlace, sheet = fault.sheet.clone(), row = row, column = column.to_owned()),
    };
    let what = match &fault.kind {
        FaultKind::NoSheet => t!(text, FaultNoSheet),
        FaultKind::Blank => t!(text, FaultBlank),
        FaultKind::Twice(name) => t!(text, FaultTwice, name = name.clone()),
        FaultKind::Name(name) => t!(text, FaultName, name = name.clone()),
        FaultKind::NoSuchGroup(name) => t!(text, FaultNoGroup, name = name.clone()),
        FaultKind::NoSuchCondition(name) => t!(text, FaultNoCondition, name = name.clone()),
        FaultKind::ConditionOfList { condition, list } => {
            t!(text, FaultOtherList, name = condition.clone(), list = list.clone())
        }
        FaultKind::NoSuchAggregate(name) => t!(text, FaultNoAggregate, name = name.clone()),
        FaultKind::NoSuchWindow(name) => t!(text, FaultNoWindow, name = name.clone()),
        FaultKind::NoSuchIndicator(name) => t!(text, FaultNoIndicator, name = name.clone()),
        FaultKind::YesNo(name) => t!(text, FaultYesNo, name = name.clone()),
        FaultKind::Places(name) => t!(text, FaultPlaces, name = name.clone()),
        FaultKind::Needed(name) => t!(text, FaultNeeded, name = name.clone()),
        FaultKind::NotTogether(name) => t!(text, FaultNotTogether, name = name.clone()),
        FaultKind::Expression { at } => t!(text, FaultExpression, at = *at),
        FaultKind::NoSuchFunction(name) => t!(text, FaultNoFunction, name = name.clone()),
        FaultKind::NoSuchProperty { list, property, nearest } => {
            meant(t!(text, FaultNoProperty, list = list.clone(), name = property.clone()), nearest, text)
        }
        FaultKind::NoSuchList { list, nearest } => meant(t!(text, FaultNoList, name = list.clone()), nearest, text),
        FaultKind::Arguments(name) => t!(text, FaultArguments, name = name.clone()),
        FaultKind::Pattern(name) => t!(text, FaultPattern, name = name.clone()),
        FaultKind::Circle(name) => t!(text, FaultCircle, name = name.clone()),
    };
    format!("{at}{what}")
}

/// What a name is not, and which one it may be.
fn meant(said: AttrValue, nearest: &Option<String>, text: &Text) -> AttrValue {
    match nearest {
        Some(nearest) => format!("{said}{}", t!(text, FaultMeant, name = nearest.clone())).into(),
        None => said,
    }
}
