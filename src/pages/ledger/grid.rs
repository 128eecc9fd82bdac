//! The rows of a list, however many there are: only those near what is seen are drawn and asked for.
//!
//! Above and below them a row as high as all the others together keeps the place. Rows are all of one height, which is
//! measured. It is a real table with the roles of a grid: `aria-rowcount` says how many there are, the arrow keys go from
//! row to row.

use std::rc::Rc;

use ledger::Column;
use ledger::register::query::{Found, FoundRow, Window};
use record::{Day, ListName};
use store::views::View;
use web_sys::Element;
use yew::prelude::*;

use super::{ByAddress, asked, said};
use crate::platform::{clock, document, scroll};
use crate::route::Route;
use crate::state::device::use_device;
use crate::state::lists::{self, ListError};
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, Empty, Tone};
use crate::worker::desk::lists::Named;

/// Rows that are drawn before and behind those that are seen.
const MARGIN: usize = 30;
/// What is drawn changes only when one has scrolled over so many rows.
const STEP: usize = 10;
/// A row's height until one was measured.
const ROW_PX: f64 = 54.0;
/// The least widths of the first column and of the others, in widths of type.
const FIRST_REM: usize = 15;
const OTHER_REM: usize = 8;
/// What a column of codes takes besides.
const CODE_REM: usize = 4;

#[derive(PartialEq, Properties)]
pub struct GridProps {
    pub list: String,
    pub words: ByAddress,
    pub view: View,
    pub columns: Vec<Column>,
    pub on_view: Callback<View>,
}

/// What was found, and from which row on.
struct Drawn {
    offset: usize,
    found: Found,
    named: Named,
    columns: Vec<Column>,
}

async fn load(list: String, words: ByAddress, view: View, window: Window) -> Result<Drawn, ListError> {
    let today = clock::now().date().parse::<Day>().ok();
    let (offset, columns) = (window.offset, window.columns.clone());
    let query = asked::query(&list, &view, &words.0, today, window);
    let (found, named) = lists::find(&ListName::new(list), &query).await?;
    Ok(Drawn { offset, found, named, columns })
}

/// How far one has scrolled, in rows.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Place {
    first: usize,
    seen: usize,
}

#[component]
pub fn Grid(props: &GridProps) -> Html {
    let text = use_text();
    let device = use_device();
    let frame = use_node_ref();
    let place = use_state_eq(|| Place { first: 0, seen: 20 });
    let row_px = use_state_eq(|| ROW_PX);
    let active = use_state_eq(|| 0_usize);
    let is_walking = use_mut_ref(|| false);
    {
        // Another search, filter or order begins at its top.
        let (frame, place, active) = (frame.clone(), place.clone(), active.clone());
        let asked = View { columns: Vec::new(), ..props.view.clone() };
        use_effect_with(asked, move |_| {
            if let Some(frame) = frame.cast::<Element>() {
                scroll::scroll_to(&frame, 0.0);
            }
            place.set(Place { first: 0, ..*place });
            active.set(0);
        });
    }
    let window = Window {
        offset: place.first.saturating_sub(MARGIN),
        count: place.first.min(MARGIN) + place.seen + MARGIN + STEP,
        columns: props.columns.clone(),
    };
    let asked = (device, props.list.clone(), props.words.clone(), props.view.clone(), window);
    let (drawn, again) = use_remote(asked, |(device, list, words, view, window)| {
        // The page's own database is open then, and laid out.
        device.map(|_| load(list, words, view, window))
    });
    let size = match &drawn {
        Remote::Ready(drawn) => {
            let rem: usize =
                drawn.columns.iter().map(|column| OTHER_REM + if said::is_code(column) { CODE_REM } else { 0 }).sum();
            (drawn.offset, drawn.found.rows.len(), drawn.found.total, FIRST_REM + rem)
        }
        _ => (0, 0, 0, 0),
    };
    {
        let (frame, row_px, place) = (frame.clone(), row_px.clone(), place.clone());
        use_effect_with((size, *row_px), move |(size, _)| {
            if let Some(frame) = frame.cast::<Element>() {
                lay_out(&frame, *size, &row_px, &place);
            }
        });
    }
    {
        // The row that the arrow keys came to, once it is drawn.
        let is_walking = Rc::clone(&is_walking);
        use_effect_with((*active, size), move |(active, _)| {
            if *is_walking.borrow() && document::has_id(&row_id(*active)) {
                document::focus_id(&row_id(*active));
                *is_walking.borrow_mut() = false;
            }
        });
    }
    {
        let (frame, place) = (frame.clone(), place.clone());
        use_effect_with((size.2 > 0, *row_px), move |(_, row_px)| {
            let row_px = *row_px;
            let frame = frame.cast::<Element>();
            let scrolling = frame.map(|frame| scroll::on_scroll(&frame, move |seen| place.set(place_of(seen, row_px))));
            move || drop(scrolling)
        });
    }
    let drawn = match &drawn {
        Remote::Loading => return html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
        Remote::Failed => {
            let retry = html! {
                <button type="button" class="button" data-action="retry" onclick={again.reform(|_: MouseEvent| ())}>
                    { t!(text, TryAgain) }
                </button>
            };
            return html! { <Banner tone={Tone::Danger} actions={retry}><p>{ t!(text, ReadFailed) }</p></Banner> };
        }
        Remote::Ready(drawn) => drawn,
    };
    let total = drawn.found.total;
    let onkeydown = {
        let (frame, active, place, row_px) = (frame.clone(), active.clone(), *place, *row_px);
        let is_walking = Rc::clone(&is_walking);
        move |event: KeyboardEvent| {
            let page = place.seen.saturating_sub(2).max(1);
            let next = match event.key().as_str() {
                "ArrowDown" => *active + 1,
                "ArrowUp" => active.saturating_sub(1),
                "PageDown" => *active + page,
                "PageUp" => active.saturating_sub(page),
                "Home" => 0,
                "End" => total,
                _ => return,
            };
            event.prevent_default();
            let next = next.min(total.saturating_sub(1));
            *is_walking.borrow_mut() = true;
            if let Some(frame) = frame.cast::<Element>() {
                bring(&frame, next, row_px);
            }
            active.set(next);
        }
    };
    let count = if total == drawn.found.of {
        t!(text, LedgerCount, count = said::figure(&total.to_string()))
    } else {
        t!(text, LedgerFound, count = said::figure(&total.to_string()), of = said::figure(&drawn.found.of.to_string()))
    };
    let head = |column: &Column| heading(column, props, &text);
    let columns = &drawn.columns;
    html! {
        <>
            <p class="listing__count" role="status" data-total={total.to_string()} data-of={drawn.found.of.to_string()}>{ count }</p>
            if total == 0 {
                <Empty message={t!(text, SelectNoMatch)} />
            } else {
                <div class="grid" ref={frame}>
                    <div class="grid__extent" aria-hidden="true"></div>
                    <table class="table grid__table" role="grid" aria-rowcount={(total + 1).to_string()}
                        aria-colcount={(columns.len() + 1).to_string()} {onkeydown}>
                        <thead role="rowgroup">
                            <tr role="row" aria-rowindex="1">
                                { head(&Column::Label) }
                                { for columns.iter().map(head) }
                            </tr>
                        </thead>
                        <tbody role="rowgroup">
                            <tr class="grid__space" aria-hidden="true"><td></td></tr>
                            { for drawn.found.rows.iter().enumerate().map(|(place, row)| {
                                table_row(row, drawn.offset + place, *active, drawn, props, &text)
                            }) }
                            <tr class="grid__space" aria-hidden="true"><td></td></tr>
                        </tbody>
                    </table>
                </div>
            }
        </>
    }
}

fn row_id(row: usize) -> String {
    format!("row-{row}")
}

fn place_of(seen: scroll::Seen, row_px: f64) -> Place {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // neither is negative, nor as large as that
    let rows = |pixels: f64| (pixels / row_px).max(0.0) as usize;
    Place { first: rows(seen.top) / STEP * STEP, seen: rows(seen.height) + 1 }
}

/// Gives the spaces above and below the rows their height, and measures a row.
fn lay_out(
    frame: &Element,
    (offset, count, total, rem): (usize, usize, usize, usize),
    row_px: &UseStateHandle<f64>,
    place: &UseStateHandle<Place>,
) {
    let find = |selector: &str| frame.query_selector(selector).ok().flatten();
    if let Some(table) = find("table") {
        scroll::set_least_width(&table, rem);
    }
    if let Some(row) = find("tr[data-entity]") {
        let measured = scroll::height(&row);
        if measured > 0.0 {
            row_px.set(measured);
        }
    }
    #[allow(clippy::cast_precision_loss)] // no list is as long as that
    let height = |rows: usize| rows as f64 * **row_px;
    // While rows come and go the place that one has scrolled to must stay.
    if let Some(extent) = find(".grid__extent") {
        scroll::set_height(&extent, height(total + 1));
    }
    if let Some(above) = find(".grid__space:first-child > td") {
        scroll::set_height(&above, height(offset));
    }
    if let Some(below) = find(".grid__space:last-child > td") {
        scroll::set_height(&below, height(total.saturating_sub(offset + count)));
    }
    place.set(place_of(scroll::seen(frame), **row_px));
}

/// Scrolls so far that a row is seen below the heading.
fn bring(frame: &Element, row: usize, row_px: f64) {
    let seen = scroll::seen(frame);
    #[allow(clippy::cast_precision_loss)]
    let top = row as f64 * row_px;
    if top < seen.top {
        scroll::scroll_to(frame, top);
    } else if top + 2.0 * row_px > seen.top + seen.height {
        // The heading takes a row's height, too.
        scroll::scroll_to(frame, top + 2.0 * row_px - seen.height);
    }
}

fn heading(column: &Column, props: &GridProps, text: &Text) -> Html {
    let sorted = props.view.sort.as_deref().and_then(Column::of).unwrap_or_default();
    let order = match (sorted == *column, props.view.descending) {
        (false, _) => "none",
        (true, false) => "ascending",
        (true, true) => "descending",
    };
    let onclick = {
        let (on_view, view, column) = (props.on_view.clone(), props.view.clone(), column.clone());
        move |_: MouseEvent| on_view.emit(asked::sorted_by(&view, &column))
    };
    let class = classes!(
        (*column == Column::Label).then_some("grid__first"),
        said::is_code(column).then_some("grid__code"),
        said::is_figure(&props.list, column, &props.words.0).then_some("grid__figure"),
    );
    html! {
        <th scope="col" role="columnheader" aria-sort={order} {class} key={column.name().to_owned()} data-column={column.name().to_owned()}>
            <button type="button" class="table__sort" data-action="sort" {onclick}>
                { said::column(&props.list, column, &props.words.0, text) }
            </button>
        </th>
    }
}

fn table_row(row: &FoundRow, place: usize, active: usize, drawn: &Drawn, props: &GridProps, text: &Text) -> Html {
    let page = Route::Enterprise { list: props.list.clone(), entity: row.id.to_string() }.href();
    let cell = |(column, value): (&Column, &String)| {
        let class = said::is_figure(&props.list, column, &props.words.0).then_some("table__number");
        if let (Column::Property(_), Some(names)) = (column, said::names(value, &drawn.named)) {
            let said = names.iter().map(|name| name.title.as_str()).collect::<Vec<_>>().join(&t!(text, ListSeparator));
            return html! {
                <td role="gridcell" key={column.name().to_owned()} title={said}>{ said::links(&names, text) }</td>
            };
        }
        let value = said::cell(&props.list, column, value, &props.words.0, text);
        html! { <td role="gridcell" {class} key={column.name().to_owned()} title={value.clone()}>{ value }</td> }
    };
    html! {
        // By its place: a search says something else in the rows that are there, which asks for far less than other rows.
        <tr role="row" key={place.to_string()} data-entity={row.id.to_string()} aria-rowindex={(place + 2).to_string()}>
            <th scope="row" role="rowheader" class="grid__first">
                <a href={page} id={row_id(place)} data-action="open" tabindex={if place == active { "0" } else { "-1" }}>{ &row.title }</a>
                if row.conflicts > 0 {
                    <span class="badge badge--attention">{ t!(text, ColumnConflicts) }{ format!(" {}", row.conflicts) }</span>
                }
            </th>
            { for drawn.columns.iter().zip(&row.cells).map(cell) }
        </tr>
    }
}
