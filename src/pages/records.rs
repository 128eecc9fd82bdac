//! The records made on this device, and where each stands.

use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::{Empty, Page};

#[component]
pub fn Records() -> Html {
    let text = use_text();
    html! {
        <Page title={t!(text, NavRecords)}>
            <Empty message={t!(text, EmptyRecords)} />
        </Page>
    }
}
