//! The zone's own table of holidays: brought in with what it changes in sight, taken out, taken back.

use std::rc::Rc;

use ledger::{Notice, NoticeFault, NoticeFaultKind};
use record::Day;
use rules::{Calendar, Marked};
use yew::prelude::*;

use crate::pages::mapping::said;
use crate::platform::files::{self, ChosenFile};
use crate::platform::timer;
use crate::state::device::{Device, use_device};
use crate::state::holidays::{self, FILE, HolidaysError};
use crate::state::remote::use_remote;
use crate::state::{calendar, use_session};
use crate::t;
use crate::text::{Key, Text, dates, use_text};
use crate::widgets::{Banner, FileDrop, Tone};

/// Days that differ and are shown one by one: more than a year has.
const MOST: usize = 100;

#[derive(PartialEq, Properties)]
pub struct HolidaysProps {
    /// Counts the packs that were taken in: one may have brought a table.
    pub packs: u32,
    pub on_changed: Callback<()>,
}

/// Where a chosen table stands.
enum Stage {
    Nothing,
    Reading,
    Seen(Notice),
    /// So many forms reckon with it now.
    Taken(usize),
    Failed(HolidaysError),
}

#[component]
pub fn Holidays(props: &HolidaysProps) -> Html {
    let text = use_text();
    let device = use_device();
    let is_read_only = use_session().is_none_or(|session| session.settings.is_none());
    let stage = use_state(|| Rc::new(Stage::Nothing));
    let (own, again) = use_remote((device.clone(), props.packs), |(device, _)| {
        device.map(|device| async move { calendar::own(&device.database).await })
    });
    let own = own.ready().cloned().flatten();
    let on_files = {
        let stage = stage.setter();
        Callback::from(move |chosen: Vec<ChosenFile>| {
            let Some(file) = chosen.into_iter().next() else { return };
            let stage = stage.clone();
            stage.set(Rc::new(Stage::Reading));
            timer::spawn(async move {
                stage.set(Rc::new(match holidays::look(&file).await {
                    Ok(notice) => Stage::Seen(notice),
                    Err(error) => Stage::Failed(error),
                }));
            });
        })
    };
    let change = {
        let (stage, again, on_changed, device) =
            (stage.clone(), again.clone(), props.on_changed.clone(), device.clone());
        Callback::from(move |is_taken: bool| {
            let Some(device) = device.clone() else { return };
            let (seen, stage) = ((*stage).clone(), stage.setter());
            let (again, on_changed) = (again.clone(), on_changed.clone());
            timer::spawn(async move {
                let done = changed(&device, &seen, is_taken).await;
                stage.set(Rc::new(done.map_or_else(Stage::Failed, Stage::Taken)));
                again.emit(());
                on_changed.emit(());
            });
        })
    };
    let leave = {
        let stage = stage.setter();
        Callback::from(move |_: MouseEvent| stage.set(Rc::new(Stage::Nothing)))
    };
    let download = {
        let (table, stage) = (calendar::table(own.as_deref()), stage.setter());
        move |_: MouseEvent| {
            // Spreadsheet programs of this country read UTF-8 by its mark.
            let bytes = ["\u{feff}", table.as_str()].concat();
            if files::download(FILE, "text/csv", bytes.as_bytes()).is_err() {
                stage.set(Rc::new(Stage::Failed(HolidaysError::Form(String::new()))));
            }
        }
    };
    let counting = calendar::of(&calendar::table(own.as_deref()));
    html! {
        <section class="section" data-section="holidays" data-own={own.is_some().to_string()}>
            <h2 class="section__title">{ t!(text, HolidaysTitle) }</h2>
            <p class="field__hint" data-years={years(counting.years())}>
                { if own.is_some() { t!(text, HolidaysOwn, years = years(counting.years())) } else { t!(text, HolidaysAbout, years = years(counting.years())) } }
            </p>
            { match &**stage {
                Stage::Nothing => Html::default(),
                Stage::Reading => html! { <p class="lead" role="status">{ t!(text, FormsReading) }</p> },
                Stage::Seen(notice) => seen(notice, &counting, &text, &change, &leave),
                Stage::Taken(forms) => html! {
                    <Banner tone={Tone::Success}><p data-status="holidays-taken">{ t!(text, HolidaysTaken, forms = *forms) }</p></Banner>
                },
                Stage::Failed(error) => failed(error, &text),
            } }
            <div class="section__actions board__ways">
                <button type="button" class="button" data-action="take-holidays" onclick={download}>{ t!(text, HolidaysTake) }</button>
                if own.is_some() {
                    <button type="button" class="button" data-action="shipped-holidays" onclick={change.reform(|_: MouseEvent| false)}>{ t!(text, HolidaysShipped) }</button>
                }
            </div>
            <FileDrop kind="holidays" label={t!(text, HolidaysBring)} hint={t!(text, HolidaysBringHint)} accept=".csv,.xlsx" disabled={device.is_none() || is_read_only} {on_files} />
        </section>
    }
}

async fn changed(device: &Device, seen: &Stage, is_taken: bool) -> Result<usize, HolidaysError> {
    match seen {
        Stage::Seen(notice) if is_taken => holidays::take_in(device, notice).await,
        _ => holidays::go_back(device).await,
    }
}

fn years(years: impl Iterator<Item = i64>) -> String {
    let all: Vec<i64> = years.collect();
    match (all.first(), all.last()) {
        (Some(first), Some(last)) if usize::try_from(last - first).is_ok_and(|span| span + 1 == all.len()) => {
            format!("{first}–{last}")
        }
        _ => all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    }
}

/// What would count differently.
fn seen(
    notice: &Notice,
    counting: &Calendar,
    text: &Text,
    change: &Callback<bool>,
    leave: &Callback<MouseEvent>,
) -> Html {
    let next = calendar::of(&notice.to_csv());
    let year = |year: i64| {
        let marked = |which: Marked| {
            next.differences(&Calendar::default(), year).iter().filter(|day| day.1 == Some(which)).count()
        };
        let (off, worked) = (marked(Marked::Off), marked(Marked::Worked));
        let line = t!(text, HolidaysYear, year = year.to_string(), off = off, worked = worked);
        let different = if counting.knows(year) { counting.differences(&next, year) } else { Vec::new() };
        html! {
            <div key={year} data-year={year.to_string()} data-known={counting.knows(year).to_string()} data-different={different.len().to_string()}>
                <p>{ line }{ " " }{ match (counting.knows(year), different.is_empty()) {
                    (false, _) => t!(text, HolidaysNew),
                    (true, true) => t!(text, HolidaysSame),
                    (true, false) => t!(text, HolidaysDifferent, count = different.len()),
                } }</p>
                if !different.is_empty() {
                    <ul>{ for different.iter().take(MOST).map(|(day, before, after)| html! {
                        <li data-day={day.to_string()}>{ t!(text, HolidaysChange, day = dates::date(&day.to_string(), text).to_string(), before = word(*day, *before, text), after = word(*day, *after, text)) }</li>
                    }) }</ul>
                }
            </div>
        }
    };
    let actions = html! {
        <>
            <button type="button" class="button" data-action="leave-holidays" onclick={leave.clone()}>{ t!(text, PackLeave) }</button>
            <button type="button" class="button button--primary" data-action="use-holidays" onclick={change.reform(|_: MouseEvent| true)}>{ t!(text, HolidaysUse) }</button>
        </>
    };
    html! {
        <Banner tone={Tone::Info} title={t!(text, HolidaysSeen)} {actions}>
            { for notice.years().into_iter().map(year) }
            <p>{ t!(text, HolidaysWhere) }</p>
        </Banner>
    }
}

/// What a day is. One that no table speaks of is what its weekday is.
fn word(day: Day, marked: Option<Marked>, text: &Text) -> String {
    let is_worked = match marked {
        Some(Marked::Worked) => true,
        Some(Marked::Off) => false,
        None => day.weekday() < 5,
    };
    text.get(if is_worked { Key::HolidaysWorked } else { Key::HolidaysOff }).to_string()
}

fn failed(error: &HolidaysError, text: &Text) -> Html {
    let said = match error {
        HolidaysError::Faults(faults) => {
            return html! {
                <Banner tone={Tone::Danger} title={t!(text, HolidaysFaults, count = faults.len())}>
                    <ul data-status="holidays-faults">
                        { for faults.iter().map(|fault| html! {
                            <li data-fault={fault.row.to_string()} data-column={fault.column.clone()}>{ mend(fault, text) }</li>
                        }) }
                    </ul>
                </Banner>
            };
        }
        HolidaysError::Table(failure) => {
            return html! { <Banner tone={Tone::Danger}><said::Failed failure={failure.clone()} /></Banner> };
        }
        HolidaysError::Form(form) if !form.is_empty() => t!(text, HolidaysForm, form = form.clone()),
        _ => t!(text, HolidaysFailed),
    };
    html! { <Banner tone={Tone::Danger}><p data-status="failed">{ said }</p></Banner> }
}

/// Where it is, what it is and what to do.
fn mend(fault: &NoticeFault, text: &Text) -> String {
    let at = match fault.row {
        0 => AttrValue::default(),
        row => t!(text, HolidaysPlace, row = row, column = fault.column.clone()),
    };
    let date = |day: &Day| dates::date(&day.to_string(), text).to_string();
    let what = match &fault.kind {
        NoticeFaultKind::NoHeadings => t!(text, HolidaysNoHeadings),
        NoticeFaultKind::NoDays => t!(text, HolidaysNoDays),
        NoticeFaultKind::NotADay(said) if said.is_empty() => t!(text, HolidaysNoDay),
        NoticeFaultKind::NotADay(said) => t!(text, HolidaysNotADay, said = said.clone()),
        NoticeFaultKind::Year(year) => t!(text, HolidaysNoYear, year = year.to_string()),
        NoticeFaultKind::Kind(said) => t!(text, HolidaysKind, said = said.clone()),
        NoticeFaultKind::Twice(day, row) => t!(text, HolidaysTwice, day = date(day), row = *row),
        NoticeFaultKind::WorkedAnyway(day) => t!(text, HolidaysWorkedAnyway, day = date(day)),
        NoticeFaultKind::Lacks(day) => t!(text, HolidaysLacks, day = date(day)),
    };
    format!("{at}{what}")
}
