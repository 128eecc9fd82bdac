//! "A new version is ready": nothing changes before somebody taps.

use yew::platform::spawn_local;
use yew::prelude::*;

use super::{Banner, Tone};
use crate::platform::update::UpdateError;
use crate::state::session::{SessionAction, Update};
use crate::state::use_session;
use crate::t;
use crate::text::use_text;

#[component]
pub fn UpdateNotice() -> Html {
    let text = use_text();
    let Some(session) = use_session() else { return Html::default() };
    let onclick = {
        let session = session.clone();
        move |_: MouseEvent| {
            let Some(updates) = session.updates.clone() else { return };
            let session = session.clone();
            session.dispatch(SessionAction::Update(Update::Switching));
            spawn_local(async move {
                let update = match updates.go_on().await {
                    Ok(()) => return, // the page loads again
                    Err(UpdateError::NotFlushed) => Update::NotFlushed,
                    Err(_) => Update::Failed,
                };
                session.dispatch(SessionAction::Update(update));
            });
        }
    };
    let button = html! {
        <button type="button" class="button" data-action="update" {onclick}>{ t!(text, UpdateNow) }</button>
    };
    match session.update {
        Update::None => Html::default(),
        Update::Ready => html! { <Banner actions={button}><p>{ t!(text, UpdateReady) }</p></Banner> },
        Update::NotFlushed => html! {
            <Banner tone={Tone::Danger} actions={button}><p>{ t!(text, UpdateNotFlushed) }</p></Banner>
        },
        Update::Failed => html! {
            <Banner tone={Tone::Warning} actions={button}><p>{ t!(text, UpdateFailed) }</p></Banner>
        },
        Update::Switching => html! {
            <div class="curtain" role="alert"><p class="curtain__message">{ t!(text, UpdateSwitching) }</p></div>
        },
    }
}
