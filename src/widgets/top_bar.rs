//! The bar on top: the name, who fills, and whether there is a network.

use yew::prelude::*;

use crate::platform::document;
use crate::route::Route;
use crate::state::session::Storage;
use crate::state::use_session;
use crate::t;
use crate::text::use_text;

#[component]
pub fn TopBar() -> Html {
    let text = use_text();
    let Some(session) = use_session() else { return Html::default() };
    let officer = session.settings.as_ref().and_then(|settings| settings.officer.as_ref());
    let shares = session.settings.as_ref().is_some_and(|settings| !settings.others.is_empty());
    let is_opening = matches!(session.storage, Storage::Opening | Storage::Blocked);
    let network = match (session.is_online, session.is_offline_ready) {
        // In flight mode the same: that is what one looks for there.
        (_, true) => html! { <span class="badge badge--good">{ t!(text, StateOfflineReady) }</span> },
        (true, false) => html! { <span class="badge">{ t!(text, StateOnline) }</span> },
        (false, false) => html! { <span class="badge badge--attention">{ t!(text, StateOffline) }</span> },
    };
    // Addresses after the `#` are pages; this one is a place on the page.
    let skip = |event: MouseEvent| {
        event.prevent_default();
        document::focus("#content");
    };
    html! {
        <header class="top-bar">
            <a class="skip-link" href="#content" onclick={skip}>{ t!(text, SkipToContent) }</a>
            <a class="top-bar__name" href={Route::Today.href()}>
                <span class="seal" aria-hidden="true"></span>
                { t!(text, AppName) }
            </a>
            <span class="top-bar__state" role="status">
                if is_opening {
                    <span class="badge">{ t!(text, StateOpening) }</span>
                }
                { network }
            </span>
            <a class="top-bar__officer" href={if shares { Route::Officers } else { Route::Settings }.href()} data-action="officer">
                { officer.map_or_else(|| t!(text, StateNoOfficer), |officer| officer.name.clone().into()) }
                if shares {
                    { " · " }{ t!(text, StateSwitchOfficer) }
                }
            </a>
        </header>
    }
}
