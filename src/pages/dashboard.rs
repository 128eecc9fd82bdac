//! The figures of the ledger.

use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::{Empty, Page};

#[component]
pub fn Dashboard() -> Html {
    let text = use_text();
    html! {
        <Page title={t!(text, NavDashboard)}>
            <Empty message={t!(text, EmptyDashboard)} />
        </Page>
    }
}
