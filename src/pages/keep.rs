//! How safe what is only here is from the browser itself, said where one begins the day: whether it may be cleared, and
//! how long records have been waiting.
//!
//! It lies in the second part of the program (`crate::later`): on a first visit there is nothing to lose yet.

use std::rc::Rc;

use store::Store;
use store::records::{self, RecordState};
use yew::prelude::*;

use crate::platform::idb::ReadError;
use crate::platform::install;
use crate::platform::storage::{self, Persistence};
use crate::platform::{clock, timer};
use crate::route::Route;
use crate::state::device::{Device, use_device};
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::use_text;
use crate::widgets::{Banner, Tone};

/// After so long without an export one is reminded, and after the second, some browsers clear what nobody came back to.
const REMIND_MS: i64 = 24 * 3_600_000;
const URGENT_MS: i64 = 3 * REMIND_MS;

/// What the notice says.
struct Facts {
    persistence: Persistence,
    /// How long the record that has waited longest has done so.
    oldest_ms: Option<i64>,
    /// How many have waited for longer than [`REMIND_MS`].
    late: usize,
}

async fn look(device: Rc<Device>) -> Result<Facts, ReadError> {
    let (standings, _) = records::standings(&device.database.all(Store::States).await?);
    let now = clock::now().unix_ms();
    let waiting = standings.values().filter(|standing| standing.state == RecordState::Waiting);
    let waited_ms: Vec<i64> = waiting.map(|standing| now - standing.at.unix_ms()).collect();
    Ok(Facts {
        persistence: storage::persistence().await,
        oldest_ms: waited_ms.iter().max().copied(),
        late: waited_ms.iter().filter(|waited| **waited > REMIND_MS).count(),
    })
}

#[component]
pub fn Keep() -> Html {
    let text = use_text();
    let device = use_device();
    let (facts, again) = use_remote(device, |device| device.map(look));
    let is_refused = use_state_eq(|| false);
    let can_install = use_state_eq(install::is_offered);
    use_effect_with((), {
        let can_install = can_install.setter();
        move |()| {
            let listening = install::on_offer(move || can_install.set(true));
            move || drop(listening)
        }
    });
    let Remote::Ready(facts) = facts else { return Html::default() };
    let ask = {
        let (again, is_refused) = (again.clone(), is_refused.setter());
        move |_: MouseEvent| {
            let (again, is_refused) = (again.clone(), is_refused.clone());
            timer::spawn(async move {
                is_refused.set(storage::ask_to_persist().await != Persistence::Promised);
                again.emit(());
            });
        }
    };
    let add = {
        let (again, can_install) = (again.clone(), can_install.setter());
        move |_: MouseEvent| {
            let (again, can_install) = (again.clone(), can_install.clone());
            timer::spawn(async move {
                can_install.set(false);
                // An app that is installed is promised its storage, if it asks.
                if install::ask().await {
                    storage::ask_to_persist().await;
                    again.emit(());
                }
            });
        }
    };
    let is_promised = facts.persistence == Persistence::Promised;
    let tone = match facts.oldest_ms {
        Some(waited) if waited > URGENT_MS && !is_promised => Tone::Danger,
        Some(waited) if waited > REMIND_MS => Tone::Warning,
        _ if is_promised => return Html::default(),
        _ => Tone::Info,
    };
    let is_late = facts.oldest_ms.is_some_and(|waited| waited > REMIND_MS);
    let actions = html! {
        <>
            if is_late {
                <a class="button button--primary" href={Route::Send.href()}>{ t!(text, TodayGoSend) }</a>
            }
            if *can_install {
                <button type="button" class="button" data-action="install" onclick={add}>{ t!(text, KeepInstall) }</button>
            }
            // Some browsers have nothing to ask.
            if facts.persistence == Persistence::BestEffort {
                <button type="button" class="button" data-action="persist" onclick={ask}>{ t!(text, SettingsPersistAsk) }</button>
            }
        </>
    };
    html! {
        <Banner {tone} {actions} title={if is_late { t!(text, KeepLate, count = facts.late) } else { t!(text, KeepMayBeCleared) }}>
            if !is_promised {
                <p data-notice="not-persistent">{ t!(text, KeepMayBeClearedAdvice) }</p>
            }
            if *is_refused && !is_promised {
                <p role="alert" data-notice="not-granted">{ t!(text, KeepRefused) }</p>
            }
        </Banner>
    }
}
