//! The forms on this device: those of the pack and those that people opened. Here a new draft begins.

use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::{Empty, Page};

#[component]
pub fn Forms() -> Html {
    let text = use_text();
    html! {
        <Page title={t!(text, NavForms)}>
            <Empty message={t!(text, EmptyForms)} />
        </Page>
    }
}
