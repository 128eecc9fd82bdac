//! What comes in: batches of devices, packs of a coordinator.

use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::{Empty, Page};

#[component]
pub fn Import() -> Html {
    let text = use_text();
    html! {
        <Page title={t!(text, NavImport)}>
            <Empty message={t!(text, EmptyImport)} />
        </Page>
    }
}
