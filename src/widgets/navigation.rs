//! The ledger's index tabs: at the side on a wide page, under the top bar on a high one.

use yew::prelude::*;

use crate::route::Route;
use crate::t;
use crate::text::{Key, use_text};

#[derive(PartialEq, Properties)]
pub struct NavigationProps {
    pub section: Route,
}

#[component]
pub fn Navigation(props: &NavigationProps) -> Html {
    let text = use_text();
    let entries = [
        (Route::Today, Key::NavToday),
        (Route::Forms, Key::NavForms),
        (Route::Records, Key::NavRecords),
        (Route::Send, Key::NavSend),
        (Route::Import, Key::NavImport),
        (Route::Ledger, Key::NavLedger),
        (Route::Settings, Key::NavSettings),
        (Route::About, Key::NavAbout),
    ];
    let entry = |(route, key): (Route, Key)| {
        let is_here = route == props.section;
        html! {
            <li class="nav__item" key={key.id()}>
                <a class="nav__link" href={route.href()} aria-current={is_here.then_some("page")}>{ text.get(key) }</a>
            </li>
        }
    };
    html! {
        <nav class="nav" aria-label={t!(text, NavLabel)}>
            <ul class="nav__list">{ for entries.into_iter().map(entry) }</ul>
        </nav>
    }
}
