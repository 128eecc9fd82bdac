//! The browser cleared what was kept here: what is lost, from memory, and what can be had back. Nothing is set up before a
//! person has read it.

use store::canary::Canary;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::pages::today::minute;
use crate::platform::idb::Database;
use crate::state::{start_anew, use_session};
use crate::t;
use crate::text::use_text;
use crate::widgets::{Banner, Tone};

#[derive(PartialEq, Properties)]
pub struct WipedProps {
    /// The empty one in its place.
    pub database: Database,
    pub lost: Canary,
}

#[component]
pub fn Wiped(props: &WipedProps) -> Html {
    let text = use_text();
    let Some(session) = use_session() else { return Html::default() };
    let Canary { unsent, newest_unsent, drafts, exported_at, .. } = &props.lost;
    let onclick = {
        let (database, dispatcher) = (props.database.clone(), session.dispatcher());
        move |_: MouseEvent| {
            let (database, dispatcher) = (database.clone(), dispatcher.clone());
            spawn_local(async move { start_anew(database, &dispatcher).await });
        }
    };
    let go_on = html! {
        <button type="button" class="button" data-action="start-anew" {onclick}>{ t!(text, StorageWipedContinue) }</button>
    };
    html! {
        <Banner tone={Tone::Danger} title={t!(text, StorageWiped)} actions={go_on} is_page=true>
            <p data-unsent={unsent.to_string()}>
                { t!(text, StorageWipedCount, unsent = *unsent) }
                if let Some(newest) = newest_unsent {
                    { t!(text, StorageWipedNewest, at = minute(&newest.to_string())) }
                }
            </p>
            if *drafts > 0 {
                <p data-drafts={drafts.to_string()}>{ t!(text, StorageWipedDrafts, drafts = *drafts) }</p>
            }
            if let Some(at) = exported_at {
                <p data-exported={at.to_string()}>{ t!(text, StorageWipedExported, at = minute(&at.to_string())) }</p>
            }
            <p>{ t!(text, StorageWipedAdvice) }</p>
        </Banner>
    }
}
