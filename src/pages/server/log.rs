//! What was done with the server so far: each thing with when, and what stood in the way. Shut until somebody looks.

use store::synced::{Line, What};
use yew::prelude::*;

use super::automatic::Rounds;
use super::said::because_of;
use crate::pages::today::minute;
use crate::state::device::use_device;
use crate::state::remote::use_remote;
use crate::state::sync::{automatic, log};
use crate::t;
use crate::text::{Text, use_text};

#[component]
pub fn Log() -> Html {
    let text = use_text();
    let device = use_device();
    let rounds = use_reducer(Rounds::default);
    {
        let rounds = rounds.dispatcher();
        use_effect_with((), move |()| {
            let watching = automatic::watch(move || rounds.dispatch(()));
            move || drop(watching)
        });
    }
    let (lines, _) =
        use_remote((device, rounds.0), |(device, _)| device.map(|device| async move { log::lines(&device).await }));
    let Some(lines) = lines.ready().filter(|lines| !lines.is_empty()) else { return Html::default() };
    html! {
        <details class="rows-more" data-list="server-log" data-count={lines.len().to_string()}>
            <summary class="rows__title" data-action="server-log">{ t!(text, ServerLog) }</summary>
            <ul class="rows">{ for lines.iter().map(|line| row(line, &text)) }</ul>
        </details>
    }
}

fn row(line: &Line, text: &Text) -> Html {
    let Line { at, is_by_itself, what, trouble } = line;
    let (word, said) = done(*what, text);
    let at = minute(&at.to_string());
    let at = if *is_by_itself { t!(text, ServerLogByItself, at = at) } else { at.into() };
    html! {
        <li class="rows__row" data-logged={word} data-why={trouble.clone()} data-by-itself={is_by_itself.to_string()}>
            <span class="rows__main">
                <span class="rows__title">{ said }</span>
                if let Some(trouble) = trouble {
                    <span class="rows__detail">{ t!(text, ServerLogNot, why = because_of(trouble, text).to_string()) }</span>
                }
                <span class="rows__detail">{ at }</span>
            </span>
        </li>
    }
}

/// What was done, for whoever drives the page and for people.
fn done(what: What, text: &Text) -> (&'static str, AttrValue) {
    match what {
        What::Sent { files: 0, photos: 0, .. } => ("sent", t!(text, ServerLogSentNothing)),
        What::Fetched { files: 0, photos: 0, damaged: 0 } => ("fetched", t!(text, ServerLogFetchedNothing)),
        What::Sent { files, records, photos, .. } => {
            ("sent", t!(text, ServerLogSent, files = files, records = records, photos = photos))
        }
        What::Fetched { files, photos, damaged: 0 } => {
            ("fetched", t!(text, ServerLogFetched, files = files, photos = photos))
        }
        What::Fetched { files, photos, damaged } => {
            ("fetched", t!(text, ServerLogDamaged, files = files, photos = photos, damaged = damaged))
        }
        What::Told { tablets } => ("told", t!(text, ServerLogTold, count = tablets)),
        What::Gave { tablets } => ("gave", t!(text, ServerLogGave, count = tablets)),
        What::Heard { received, returned } => {
            ("heard", t!(text, ServerLogHeard, received = received, returned = returned))
        }
        What::Took { .. } => ("took", t!(text, ServerLogTook)),
    }
}
