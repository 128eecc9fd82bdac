//! Providers, the shell around every page, and the one switch from an address to its page.
//!
//! Start at [`App`]. The shell draws at once, before anything is known; what the database says comes into it.
//!
//! Not here: how a start goes (`state::start`), the pages.

use yew::platform::spawn_local;
use yew::prelude::*;

use crate::pages;
use crate::pages::later::{Later, Part};
use crate::platform::{document, lifecycle};
use crate::route::{Route, use_address};
use crate::state::session::Storage;
use crate::state::{self, Session, SessionHandle};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Navigation, StorageNotice, TopBar, UpdateNotice};

#[component]
pub fn App() -> Html {
    let session = use_reducer(|| Session { is_online: lifecycle::is_online(), ..Session::default() });
    {
        let dispatcher = session.dispatcher();
        // Not an effect, which comes behind the first paint: the database opens while that goes on.
        use_memo((), move |()| spawn_local(state::begin(dispatcher)));
    }
    use_readiness(&session.storage);
    let text = session.text.clone();
    html! {
        <ContextProvider<SessionHandle> context={session}>
            <ContextProvider<Text> context={text}>
                <Shell />
            </ContextProvider<Text>>
        </ContextProvider<SessionHandle>>
    }
}

/// Tells whoever drives or measures the page once its first control can be used.
#[hook]
fn use_readiness(storage: &Storage) {
    let state = match storage {
        Storage::Opening | Storage::Blocked => "starting",
        Storage::Failed(_) => "failed",
        Storage::Locked(_) => "locked",
        Storage::Ready(_) | Storage::ReadOnly(_) | Storage::UpdatedElsewhere | Storage::Wiped { .. } => "ready",
    };
    use_effect_with(state, |state| {
        document::set_app_state(state);
        if *state == "ready" {
            document::mark("app-ready");
        }
        // Those pages say themselves when they have read what they show.
        if *state != "starting" && !(*state == "ready" && Route::here().is_first()) {
            document::show();
        }
    });
}

#[component]
fn Shell() -> Html {
    let text = use_text();
    let route = use_address();
    {
        let route = route.clone();
        use_effect_with(route, |_| document::scroll_to_top());
    }
    html! {
        <ContextProvider<Route> context={route.clone()}>
            <div class="shell">
                <TopBar />
                <Navigation section={route.section()} />
                <main class="shell__main" id="content" tabindex="-1">
                    <UpdateNotice />
                    if state::sample::is_shown() {
                        <Later part={Part::Sample} />
                    }
                    <StorageNotice>
                        { page(route, &text) }
                    </StorageNotice>
                </main>
            </div>
        </ContextProvider<Route>>
    }
}

fn page(route: Route, text: &Text) -> Html {
    match route {
        Route::Today => html! { <pages::today::Today /> },
        Route::New(form) => html! { <pages::fill::new::New {form} /> },
        Route::Fill { draft, .. } => html! { <pages::fill::Fill {draft} /> },
        Route::Settings => html! { <pages::settings::Settings /> },
        later => {
            html! { <Later part={Part::Page(later)} is_missed=true><p class="empty" role="status">{ t!(text, StateOpening) }</p></Later> }
        }
    }
}
