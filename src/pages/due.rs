//! What is due today and this week, at the top of the Today page: one line, and the list behind a tap.

use std::rc::Rc;

use ledger::{DueItem, Nearness, ToDo};
use store::Settings;
use yew::prelude::*;

use crate::route::Route;
use crate::state::desk;
use crate::state::device::{Device, use_device};
use crate::state::lists::ListError;
use crate::state::remote::{Remote, use_remote};
use crate::state::use_session;
use crate::t;
use crate::text::{Text, dates, use_text};
use crate::worker::desk::due::DueTold;

/// How many are listed; who has more begins with these.
const LISTED: usize = 50;

async fn load(device: Rc<Device>, settings: Rc<Settings>) -> Result<DueTold, ListError> {
    desk::due(&device, &settings, LISTED).await
}

#[component]
pub fn Due() -> Html {
    let text = use_text();
    let device = use_device();
    let settings = use_session().and_then(|session| session.settings.clone());
    let (due, _) = use_remote((device, settings), |(device, settings)| {
        device.zip(settings).map(|(device, settings)| load(device, settings))
    });
    // What cannot be read is told by the pages of the ledger; nothing is due as far as is known.
    let Remote::Ready(due) = &due else { return Html::default() };
    let &DueTold { overdue, today, this_week: week, ref first } = &**due;
    if first.is_empty() {
        return Html::default();
    }
    let more = (overdue + today + week).saturating_sub(first.len());
    html! {
        <details class="due" data-today={today.to_string()} data-overdue={overdue.to_string()} data-week={week.to_string()}>
            <summary class="due__sum" data-action="due">
                <span class="due__today">{ t!(text, DueToday, count = today) }</span>
                if overdue > 0 {
                    <span class="badge badge--wrong">{ t!(text, DueOverdue, count = overdue) }</span>
                }
                if week > 0 {
                    <span class="badge badge--attention">{ t!(text, DueThisWeek, count = week) }</span>
                }
            </summary>
            <ul class="rows">{ for first.iter().map(|item| line(item, &text)) }</ul>
            if more > 0 {
                <p class="field__hint">{ t!(text, DueMore, count = more) }</p>
            }
        </details>
    }
}

fn line(item: &DueItem, text: &Text) -> Html {
    let (class, nearness) = match item.nearness {
        Nearness::Overdue => ("badge--wrong", t!(text, DueIsOverdue)),
        Nearness::Today => ("badge--attention", t!(text, DueIsToday)),
        Nearness::ThisWeek => ("badge--plain", t!(text, DueIsThisWeek)),
    };
    let (what, title, by) =
        match &item.to_do {
            ToDo::Need { title, worked } => {
                let worked = worked.map(|worked| t!(text, DueWorked, count = worked.is));
                let by = [Some(dates::due(&item.by, text)), worked].into_iter().flatten();
                ("need", title.clone(), by.map(|part| part.to_string()).collect::<Vec<_>>().join(" · "))
            }
            ToDo::Approval { title, left } => {
                let left = left.map(|left| {
                    if left < 0 { t!(text, ClockOver, count = -left) } else { t!(text, ClockLeft, count = left) }
                });
                let by = [Some(dates::due(&item.by, text)), left].into_iter().flatten();
                ("approval", title.clone(), by.map(|part| part.to_string()).collect::<Vec<_>>().join(" · "))
            }
            ToDo::Visit => {
                let date = dates::date(&item.by.is.to_string(), text).to_string();
                ("visit", t!(text, DueVisit).to_string(), t!(text, DueVisitOn, date = date).to_string())
            }
        };
    let page = Route::Enterprise { list: item.subject.list.to_string(), entity: item.subject.entity.to_string() };
    html! {
        <li class="rows__row" data-due={item.by.is.to_string()} data-what={what}>
            <a class="rows__main" href={page.href()} data-action="open">
                <span class="rows__title">{ format!("{} · {title}", item.subject_name) }</span>
                <span class="rows__detail">{ by }</span>
            </a>
            <span class={classes!("badge", class)}>{ nearness }</span>
        </li>
    }
}
