//! The ledger: every enterprise that the records speak of, to be searched and sorted; and the pack for the tablets.

use std::rc::Rc;

use ledger::{Column, EnterpriseRow, Query};
use yew::prelude::*;

use super::exports::Exports;
use crate::platform::{files, timer};
use crate::route::Route;
use crate::state::desk::{self, ENTERPRISES, Enterprises, Words};
use crate::state::device::{Device, LoadError, use_device};
use crate::state::packs::{self, MakeError};
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::{Key, Language, use_text};
use crate::widgets::questions::typing::{Typing, use_typing};
use crate::widgets::{Banner, Empty, Page, Tone};

/// How many enterprises stand on one page of the list.
const PAGE_SIZE: usize = 50;

/// The columns, as they can be sorted by.
const COLUMNS: [(Column, Key); 6] = [
    (Column::Name, Key::LedgerName),
    (Column::Code, Key::LedgerCode),
    (Column::Size, Key::LedgerSize),
    (Column::Area, Key::LedgerArea),
    (Column::LastVisit, Key::LedgerLastVisit),
    (Column::OpenNeeds, Key::LedgerOpenNeeds),
];

async fn load(device: Rc<Device>, language: Language) -> Result<Enterprises, LoadError> {
    desk::enterprises(&device, code(language)).await
}

/// `zh` of `zh-CN`: how forms name their languages.
pub fn code(language: Language) -> &'static str {
    language.tag().split('-').next().unwrap_or_default()
}

/// Every enterprise, with words in a language.
#[hook]
pub fn use_enterprises(language: Language) -> Remote<Enterprises> {
    let device = use_device();
    let (enterprises, _) =
        use_remote((device, language), |(device, language)| device.map(|device| load(device, language)));
    enterprises
}

#[component]
pub fn Ledger() -> Html {
    let text = use_text();
    let enterprises = use_enterprises(text.language());
    html! {
        <Page title={t!(text, NavLedger)} aside={html! { <ExportPack /> }}>
            { match &enterprises {
                Remote::Loading => html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
                Remote::Failed => html! { <Banner tone={Tone::Danger}><p>{ t!(text, ReadFailed) }</p></Banner> },
                Remote::Ready(loaded) if loaded.rows.is_empty() => html! {
                    <Empty message={t!(text, EmptyLedger)}>
                        <a class="button" href={Route::Import.href()}>{ t!(text, LedgerGoImport) }</a>
                    </Empty>
                },
                Remote::Ready(loaded) => html! { <EnterpriseTable loaded={ByAddress(loaded.clone())} /> },
            } }
            <Exports />
        </Page>
    }
}

/// What was loaded, compared by identity.
#[derive(Clone)]
struct ByAddress(Rc<Enterprises>);

impl PartialEq for ByAddress {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(PartialEq, Properties)]
struct EnterpriseTableProps {
    loaded: ByAddress,
}

/// The list, with its search above it.
#[component]
fn EnterpriseTable(props: &EnterpriseTableProps) -> Html {
    let text = use_text();
    let query = use_state_eq(|| Query { page_size: PAGE_SIZE, ..Query::default() });
    let Enterprises { rows, words } = &*props.loaded.0;
    let on_search = {
        let query = query.clone();
        Callback::from(move |typed: String| query.set(Query { text: typed, page: 0, ..(*query).clone() }))
    };
    let Typing { node, oninput } = use_typing(on_search);
    let found = query.run(rows);
    let turn = |page: usize| {
        let query = query.clone();
        move |_: MouseEvent| query.set(Query { page, ..(*query).clone() })
    };
    let head = |(column, key): (Column, Key)| {
        let is_sorted = query.column == column;
        let sort = {
            let query = query.clone();
            let descending = is_sorted && !query.descending;
            move |_: MouseEvent| query.set(Query { column, descending, page: 0, ..(*query).clone() })
        };
        let order = match (is_sorted, query.descending) {
            (false, _) => "none",
            (true, false) => "ascending",
            (true, true) => "descending",
        };
        html! {
            <th scope="col" aria-sort={order}>
                <button type="button" class="table__sort" data-action="sort" onclick={sort}>{ text.get(key) }</button>
            </th>
        }
    };
    html! {
        <>
            <div class="field">
                <input class="field__input" type="search" ref={node} {oninput} autocomplete="off" data-input="search"
                    placeholder={t!(text, LedgerSearch)} aria-label={t!(text, LedgerSearch)} />
            </div>
            <p class="lead" role="status">{ t!(text, LedgerCount, count = found.total) }</p>
            <div class="table-frame">
                <table class="table">
                    <thead><tr>{ for COLUMNS.into_iter().map(head) }</tr></thead>
                    <tbody>{ for found.rows.iter().map(|row| table_row(row, words)) }</tbody>
                </table>
            </div>
            if found.pages > 1 {
                <nav class="pager" aria-label={t!(text, LedgerPages)}>
                    <button type="button" class="button" data-action="previous" disabled={query.page == 0}
                        onclick={turn(query.page.saturating_sub(1))}>{ t!(text, FillPrevious) }</button>
                    <span>{ t!(text, FillPage, page = query.page + 1, pages = found.pages) }</span>
                    <button type="button" class="button" data-action="next" disabled={query.page + 1 >= found.pages}
                        onclick={turn(query.page + 1)}>{ t!(text, FillNext) }</button>
                </nav>
            }
        </>
    }
}

fn table_row(row: &EnterpriseRow, words: &Words) -> Html {
    let page = Route::Enterprise { list: ENTERPRISES.to_owned(), entity: row.id.to_string() }.href();
    let word = |property: &str, value: &str| words.value(ENTERPRISES, property, value, "");
    html! {
        <tr key={row.id.to_string()} data-entity={row.id.to_string()}>
            <th scope="row"><a href={page} data-action="open">{ &row.name }</a></th>
            <td class="table__code">{ &row.code }</td>
            <td>{ word("ent_size", &row.size) }</td>
            <td>{ word("area", &row.area) }</td>
            <td class="table__number">{ row.last_visit.clone().unwrap_or_else(|| "—".to_owned()) }</td>
            <td class="table__number">{ row.open_needs }</td>
        </tr>
    }
}

/// Makes the pack for the tablets: forms and lists, as one file.
#[component]
fn ExportPack() -> Html {
    let text = use_text();
    let device = use_device();
    let said = use_state_eq(|| None::<Result<AttrValue, AttrValue>>);
    let is_busy = use_state_eq(|| false);
    let export = {
        let (said, is_busy, text) = (said.setter(), is_busy.setter(), text.clone());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (said, is_busy, text) = (said.clone(), is_busy.clone(), text.clone());
            is_busy.set(true);
            timer::spawn(async move {
                said.set(Some(match packs::make(&device).await {
                    Ok(file) if files::download(&file.name, &file.media_type, &file.bytes.0).is_ok() => {
                        Ok(t!(text, PackMade, name = file.name))
                    }
                    Err(MakeError::Form { title, .. }) => Err(t!(text, PackNotWhole, form = title)),
                    _ => Err(t!(text, PackNotMade)),
                }));
                is_busy.set(false);
            });
        }
    };
    html! {
        <div class="stack">
            <button type="button" class="button" data-action="export-pack" disabled={*is_busy} onclick={export}>
                { t!(text, PackExport) }
            </button>
            { match &*said {
                None => Html::default(),
                Some(Ok(made)) => html! { <p class="fine" role="status" data-pack="made">{ made }</p> },
                Some(Err(failed)) => html! { <p class="fine" role="alert">{ failed }</p> },
            } }
        </div>
    }
}
