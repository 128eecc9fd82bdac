//! The enterprises of the ledger.

use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::{Empty, Page};

#[component]
pub fn Ledger() -> Html {
    let text = use_text();
    html! {
        <Page title={t!(text, NavLedger)}>
            <Empty message={t!(text, EmptyLedger)} />
        </Page>
    }
}
