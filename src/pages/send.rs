//! What is waiting to be sent, and how it goes out.

use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::{Empty, Page};

#[component]
pub fn Send() -> Html {
    let text = use_text();
    html! {
        <Page title={t!(text, NavSend)}>
            <Empty message={t!(text, EmptySend)} />
        </Page>
    }
}
