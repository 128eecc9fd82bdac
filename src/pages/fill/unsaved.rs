//! What is said when the last answers are not in the database, or when there is hardly room: what is safe, and what to do.
//!
//! It lies in the second part of the program; until that is here, the first says the one sentence that matters.

use yew::prelude::*;

use crate::platform::idb::RunError;
use crate::platform::{files, timer};
use crate::route::Route;
use crate::state::device::short_of_room;
use crate::state::filling::Filling;
use crate::state::{backup, use_session};
use crate::t;
use crate::text::use_text;
use crate::widgets::{Banner, Tone};

#[derive(PartialEq, Properties)]
pub struct UnsavedProps {
    pub filling: Filling,
    pub error: RunError,
}

/// The database did not take it. It is on the page and in the tail, and can be saved as a file.
#[component]
pub fn Unsaved(props: &UnsavedProps) -> Html {
    let text = use_text();
    let session = use_session();
    let failed = use_state_eq(|| false);
    let key = session.and_then(|session| session.settings.as_ref().map(|settings| settings.device.key.clone()));
    let save = {
        let (filling, failed) = (props.filling.clone(), failed.setter());
        move |_: MouseEvent| {
            let (filling, failed) = (filling.clone(), failed.clone());
            let key = key.clone();
            timer::spawn(async move {
                let copy = backup::copy_of(filling, key).await.ok().flatten();
                let is_saved =
                    copy.is_some_and(|copy| files::download(&copy.name, backup::MEDIA_TYPE, &copy.bytes).is_ok());
                failed.set(!is_saved);
            });
        }
    };
    let is_full = props.error == RunError::Quota;
    let actions = html! {
        <>
            <button type="button" class="button" data-action="save-copy" onclick={save}>{ t!(text, FillSaveCopy) }</button>
            if is_full {
                <a class="button button--primary" href={Route::Send.href()}>{ t!(text, TodayGoSend) }</a>
            }
        </>
    };
    html! {
        <Banner tone={Tone::Danger} {actions}>
            <p data-notice={if is_full { "full" } else { "unsaved" }}>
                { if is_full { t!(text, FillFullAdvice, unsent = short_of_room().unwrap_or_default()) } else { t!(text, FillFailedAdvice) } }
            </p>
            if *failed {
                <p>{ t!(text, PartMissingAdvice) }</p>
            }
        </Banner>
    }
}

/// There is hardly room: photos find none, text still does.
#[component]
pub fn Room() -> Html {
    let text = use_text();
    let Some(unsent) = short_of_room() else { return Html::default() };
    html! {
        <Banner tone={Tone::Warning} actions={html! { <a class="button" href={Route::Send.href()}>{ t!(text, TodayGoSend) }</a> }}>
            <p data-notice="room" data-count={unsent.to_string()}>{ t!(text, FillRoomAdvice, unsent = unsent) }</p>
        </Banner>
    }
}
