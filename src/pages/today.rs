//! What is waiting today: drafts to go on with, records to send, needs that are due.

use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::{Empty, Page};

#[component]
pub fn Today() -> Html {
    let text = use_text();
    html! {
        <Page title={t!(text, NavToday)}>
            <Empty message={t!(text, EmptyToday)} />
        </Page>
    }
}
