//! One enterprise: what is known, where each value came from, its records and needs over time.

use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::{Empty, Page};

#[derive(PartialEq, Properties)]
pub struct EnterpriseProps {
    /// The entity list and the entity's id, as the address has them.
    pub list: String,
    pub entity: String,
}

#[component]
pub fn Enterprise(props: &EnterpriseProps) -> Html {
    let text = use_text();
    let EnterpriseProps { list: _, entity: _ } = props;
    html! {
        <Page title={t!(text, NavLedger)}>
            <Empty message={t!(text, EmptyEnterprise)} />
        </Page>
    }
}
