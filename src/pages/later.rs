//! The pages that no first question waits for: the desk's, and those that one goes to after filling.
//!
//! Start at [`Later`]. They lie in the second part of the program (`crate::later`).

use yew::prelude::*;

use super::{about, conflicts, dashboard, enterprise, forms, import, ledger, not_found, records, send};
use crate::later::{NotHere, later};
use crate::route::Route;
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::use_text;
use crate::widgets::{MissingPart, Page};

#[derive(PartialEq, Properties)]
pub struct LaterProps {
    pub route: Route,
}

/// One of those pages, once their part is here.
#[component]
pub fn Later(props: &LaterProps) -> Html {
    let text = use_text();
    let (page, again) = use_remote(props.route.clone(), |route| Some(page(route)));
    match page {
        Remote::Loading => html! { <p class="empty" role="status">{ t!(text, StateOpening) }</p> },
        Remote::Ready(page) => (*page).clone(),
        Remote::Failed => html! { <Page title={t!(text, AppName)}><MissingPart {again} /></Page> },
    }
}

later! {
    fn page(route: Route) -> Result<Html, NotHere> {
        Ok(match route {
            Route::Forms => html! { <forms::Forms /> },
            Route::Records => html! { <records::Records /> },
            Route::Send => html! { <send::Send /> },
            Route::Import => html! { <import::Import /> },
            Route::Ledger => html! { <ledger::Ledger /> },
            Route::Enterprise { list, entity } => html! { <enterprise::Enterprise {list} {entity} /> },
            Route::Conflicts => html! { <conflicts::Conflicts /> },
            Route::Dashboard => html! { <dashboard::Dashboard /> },
            Route::About => html! { <about::About /> },
            Route::Today | Route::Fill { .. } | Route::Settings | Route::NotFound => html! { <not_found::NotFound /> },
        })
    }
}
