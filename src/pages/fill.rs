//! Filling a form.

use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::{Empty, Page};

#[derive(PartialEq, Properties)]
pub struct FillProps {
    pub draft: String,
}

#[component]
pub fn Fill(_props: &FillProps) -> Html {
    let text = use_text();
    html! {
        <Page title={t!(text, NavFill)}>
            <Empty message={t!(text, FillNoDraft)} />
        </Page>
    }
}
