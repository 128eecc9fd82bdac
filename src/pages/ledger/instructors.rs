//! Above the list of assignments: each instructor with the organisations of today, and those that have nobody.
//!
//! Not here: who instructs whom on a day (`ledger::instructing`).

use std::collections::BTreeSet;

use ledger::Column;
use ledger::instructing::{Assignment, COLUMNS, Instructing};
use ledger::register::query::{Filter, Query, Which, Window};
use record::ListName;
use yew::prelude::*;

use crate::platform::clock;
use crate::route::Route;
use crate::state::desk::ENTERPRISES;
use crate::state::device::use_device;
use crate::state::lists::{self, ListError};
use crate::state::remote::use_remote;
use crate::t;
use crate::text::{dates, use_text};
use crate::worker::desk::lists::Named;

/// The list that this stands above.
pub const ASSIGNMENTS: &str = "assignments";
/// More than any zone has.
const MOST: usize = 20_000;
/// So many organisations without an instructor are named.
const NAMED: usize = 50;

async fn load() -> Result<(Instructing, Named), ListError> {
    let columns = COLUMNS.map(|name| Column::Property(name.to_owned())).to_vec();
    let window = Window { offset: 0, count: MOST, columns };
    let (found, mut named) = lists::find(&ListName::new(ASSIGNMENTS), &Query { window, ..Query::default() }).await?;
    let assignments: Vec<Assignment> = found.rows.into_iter().map(|row| Assignment::read(row.cells)).collect();
    // As the board counts those that should have one.
    let is = |property: &str, value: &str| Filter::OneOf {
        column: Column::Property(property.to_owned()),
        values: BTreeSet::from([value.to_owned()]),
    };
    let filters = vec![is("reg_status", "active"), is("three_haves", "yes"), is("non_public", "yes")];
    let query = Query {
        which: Which { filters, ..Which::default() },
        window: Window { offset: 0, count: MOST, columns: Vec::new() },
        ..Query::default()
    };
    let (firms, _) = lists::find(&ListName::new(ENTERPRISES), &query).await?;
    let organisations: Vec<String> = firms.rows.iter().map(|row| row.id.to_string()).collect();
    let found = Instructing::of(&assignments, &organisations, &clock::now().date());
    named.extend(lists::named(found.without.iter().take(NAMED).cloned().collect()).await?);
    Ok((found, named))
}

#[component]
pub fn Instructors() -> Html {
    let text = use_text();
    let device = use_device();
    let (loaded, _) = use_remote(device, |device| device.map(|_| load()));
    let Some((found, named)) = loaded.ready() else { return Html::default() };
    let row = |(code, served): &(String, Vec<(String, String)>)| {
        html! {
            <tr key={code.clone()} data-instructor={code.clone()} data-count={served.len().to_string()}>
                <th scope="row" class="table__code">{ code }</th>
                <td>{ served.len() }</td>
                <td>{ for served.iter().map(|(id, since)| {
                    let since = dates::date(since, &text).to_string();
                    html! { <>{ link(id, named) }{ t!(text, InstructorSince, since = since) }{ " " }</> }
                }) }</td>
            </tr>
        }
    };
    let more = found.without.len().saturating_sub(NAMED);
    html! {
        <section class="section" data-section="instructors" data-count={found.instructors.len().to_string()}>
            <h2 class="section__title">{ t!(text, InstructorsTitle, count = found.instructors.len()) }</h2>
            if !found.instructors.is_empty() {
                <details>
                    <summary class="rows__title" data-action="instructors">{ t!(text, InstructorsShow) }</summary>
                    <div class="table-frame">
                        <table class="table">
                            <thead><tr>
                                <th scope="col">{ t!(text, InstructorsCode) }</th>
                                <th scope="col">{ t!(text, InstructorsCount) }</th>
                                <th scope="col">{ t!(text, InstructorsServed) }</th>
                            </tr></thead>
                            <tbody>{ for found.instructors.iter().map(row) }</tbody>
                        </table>
                    </div>
                </details>
            }
            <details data-without={found.without.len().to_string()}>
                <summary class="rows__title" data-action="without-instructor">{ t!(text, InstructorsWithout, count = found.without.len()) }</summary>
                <ul class="rows">
                    { for found.without.iter().take(NAMED).map(|id| html! { <li class="rows__row" key={id.clone()}>{ link(id, named) }</li> }) }
                </ul>
                if more > 0 {
                    <p class="fine">{ t!(text, FormsChangesMore, count = more) }</p>
                }
            </details>
        </section>
    }
}

fn link(id: &str, named: &Named) -> Html {
    match named.get(id) {
        Some(name) => {
            let href =
                Route::Enterprise { list: name.key.list.to_string(), entity: name.key.entity.to_string() }.href();
            html! { <a {href} data-action="open">{ &name.title }</a> }
        }
        None => html! { <span class="table__code">{ id }</span> },
    }
}
