//! What two people changed in different ways, for a third to decide.

use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::{Empty, Page};

#[component]
pub fn Conflicts() -> Html {
    let text = use_text();
    html! {
        <Page title={t!(text, NavConflicts)}>
            <Empty message={t!(text, EmptyConflicts)} />
        </Page>
    }
}
