//! An address that leads nowhere.

use yew::prelude::*;

use crate::route::Route;
use crate::t;
use crate::text::use_text;
use crate::widgets::{Empty, Page};

#[component]
pub fn NotFound() -> Html {
    let text = use_text();
    html! {
        <Page title={t!(text, NotFound)}>
            <Empty message={t!(text, NotFoundAdvice)}>
                <a class="button button--primary" href={Route::Today.href()}>{ t!(text, BackToToday) }</a>
            </Empty>
        </Page>
    }
}
