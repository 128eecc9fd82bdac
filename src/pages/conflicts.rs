//! The enterprises of which two people said different things.
//!
//! Not here yet: deciding. Both values stand on the enterprise's own page meanwhile.

use ledger::EnterpriseRow;
use yew::prelude::*;

use super::ledger::use_enterprises;
use crate::route::Route;
use crate::state::desk::ENTERPRISES;
use crate::state::remote::Remote;
use crate::t;
use crate::text::use_text;
use crate::widgets::{Banner, Empty, Page, Tone};

#[component]
pub fn Conflicts() -> Html {
    let text = use_text();
    let enterprises = use_enterprises(text.language());
    let row = |row: &&EnterpriseRow| {
        let href = Route::Enterprise { list: ENTERPRISES.to_owned(), entity: row.id.to_string() }.href();
        html! {
            <li class="rows__row" key={row.id.to_string()} data-entity={row.id.to_string()}>
                <a class="rows__main" {href} data-action="open">
                    <span class="rows__title">{ &row.name }</span>
                    <span class="rows__detail">{ t!(text, EnterpriseConflicts, count = row.conflicts) }</span>
                </a>
            </li>
        }
    };
    html! {
        <Page title={t!(text, NavConflicts)}>
            { match &enterprises {
                Remote::Loading => html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
                Remote::Failed => html! { <Banner tone={Tone::Danger}><p>{ t!(text, ReadFailed) }</p></Banner> },
                Remote::Ready(loaded) => {
                    let rows: Vec<&EnterpriseRow> = loaded.rows.iter().filter(|row| row.conflicts > 0).collect();
                    if rows.is_empty() {
                        html! { <Empty message={t!(text, EmptyConflicts)} /> }
                    } else {
                        html! { <ul class="rows">{ for rows.iter().map(row) }</ul> }
                    }
                }
            } }
        </Page>
    }
}
