//! What each column is taken for, and what is answered where the table has no column.

use std::collections::BTreeSet;
use std::rc::Rc;

use ledger::intake::{Asked, Heading, Mapping, Problem};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::said;
use crate::t;
use crate::text::use_text;
use crate::widgets::questions::typing::{Typing, use_typing};
use crate::widgets::{Banner, Tone};
use crate::worker::tables::{OpenedTable, Preview};

#[derive(PartialEq, Properties)]
pub struct ColumnsProps {
    /// Between what the columns are matched: forms or lists, by their names.
    pub ends: Ends,
    pub opened: Rc<OpenedTable>,
    pub mapping: Mapping,
    #[prop_or_default]
    pub preview: Option<Rc<Preview>>,
    /// Columns that are pointed out: of which nobody has said anything yet.
    #[prop_or_default]
    pub new: Vec<u16>,
    /// Which way figures go.
    #[prop_or_default]
    pub way: Way,
    /// What was found, above all else.
    pub lead: AttrValue,
    /// Said where a table like it was there before.
    pub recalled: AttrValue,
    /// What happens to a column that is taken for nothing.
    pub nothing: AttrValue,
    pub on_change: Callback<Mapping>,
    /// Another form or list, or another sheet.
    pub on_table: Callback<(usize, Option<usize>)>,
}

/// The option that takes a column for the ids of entities.
const ENTITY: &str = "__id";

/// Whether a table is read or written: of two units one is turned into the other.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum Way {
    #[default]
    In,
    Out,
}

/// What columns can be matched with, and which of it they are.
#[derive(Clone, PartialEq)]
pub struct Ends {
    pub label: AttrValue,
    pub names: Vec<AttrValue>,
    pub chosen: usize,
}

#[component]
pub fn Columns(props: &ColumnsProps) -> Html {
    let text = use_text();
    let ColumnsProps { ends, opened, mapping, on_change, on_table, .. } = props;
    let header = &opened.opened.header;
    let asked = &opened.opened.asked;
    let is_mapped =
        |column: u16| mapping.question(column).is_some() || mapping.entity().is_some_and(|entity| entity == column);
    let mapped = header.columns.iter().filter(|heading| is_mapped(heading.column)).count();
    let choose_form = {
        let on_table = on_table.clone();
        move |event: Event| {
            if let Some(place) = chosen(&event) {
                on_table.emit((place, None));
            }
        }
    };
    let choose_sheet = {
        let (place, on_table) = (ends.chosen, on_table.clone());
        move |event: Event| on_table.emit((place, chosen(&event)))
    };
    let column = |heading: &Heading| {
        html! {
            <Column key={heading.column} heading={heading.clone()} mapping={mapping.clone()} opened={opened.clone()}
                is_new={props.new.contains(&heading.column)} way={props.way} nothing={props.nothing.clone()} on_change={on_change.clone()} />
        }
    };
    let constant = |question: &&Asked| {
        html! {
            <Constant key={question.path.clone()} question={(*question).clone()} mapping={mapping.clone()} on_change={on_change.clone()} />
        }
    };
    let constants = constants(asked, mapping, props.preview.as_deref());
    html! {
        <>
            <p class="lead" role="status" data-mapped={mapped.to_string()} data-rows={opened.opened.rows.to_string()}>
                { &props.lead }
            </p>
            if opened.opened.is_recalled {
                <Banner tone={Tone::Info}><p data-recalled="">{ &props.recalled }</p></Banner>
            }
            <div class="fields">
                <label class="field">
                    <span class="field__label">{ &ends.label }</span>
                    <select class="field__input" data-input="table-form" onchange={choose_form}>
                        { for ends.names.iter().enumerate().map(|(place, name)| html! {
                            <option value={place.to_string()} selected={place == ends.chosen}>{ name }</option>
                        }) }
                    </select>
                </label>
                if opened.sheets.len() > 1 {
                    <label class="field">
                        <span class="field__label">{ t!(text, TableSheet) }</span>
                        <select class="field__input" data-input="table-sheet" onchange={choose_sheet}>
                            { for opened.sheets.iter().enumerate().map(|(place, name)| html! {
                                <option value={place.to_string()} selected={place == opened.sheet}>{ name }</option>
                            }) }
                        </select>
                    </label>
                }
            </div>
            <section class="section">
                <h2 class="section__title">{ t!(text, TableColumns, count = header.columns.len()) }</h2>
                <ul class="rows">{ for header.columns.iter().map(column) }</ul>
            </section>
            if !constants.is_empty() {
                <section class="section">
                    <h2 class="section__title">{ t!(text, TableConstants) }</h2>
                    <p class="field__hint">{ t!(text, TableConstantsHint) }</p>
                    <ul class="rows">{ for constants.iter().map(constant) }</ul>
                </section>
            }
        </>
    }
}

/// Questions without a column that are answered alike in all rows, must be, or were missed in some row.
fn constants<'a>(asked: &'a [Asked], mapping: &Mapping, preview: Option<&Preview>) -> Vec<&'a Asked> {
    let columns = mapping.columns.keys().filter_map(|column| mapping.question(*column));
    let answered: BTreeSet<&str> = columns.map(|(path, _)| path).collect();
    let found = preview.iter().flat_map(|preview| &preview.rows).flat_map(|row| &row.found);
    let is_missed = |found: &&ledger::intake::Found| {
        found.column.is_none() && matches!(found.problem, Problem::Required(_) | Problem::Nameless)
    };
    let missed: BTreeSet<&str> = found.filter(is_missed).map(|found| found.path.as_str()).collect();
    let is_wanted = |question: &&Asked| {
        let path = question.path.as_str();
        question.required || mapping.constants.contains_key(path) || missed.contains(path)
    };
    asked.iter().filter(|question| !answered.contains(question.path.as_str())).filter(is_wanted).collect()
}

#[derive(PartialEq, Properties)]
struct ColumnProps {
    heading: Heading,
    mapping: Mapping,
    opened: Rc<OpenedTable>,
    is_new: bool,
    way: Way,
    nothing: AttrValue,
    on_change: Callback<Mapping>,
}

/// A column: its heading, three of its answers, and the question it is taken for.
#[component]
fn Column(props: &ColumnProps) -> Html {
    let text = use_text();
    let ColumnProps { heading, mapping, opened, on_change, .. } = props;
    let asked = &opened.opened.asked;
    let letters = sheet::column_letters(heading.column);
    let title = if heading.parts.is_empty() { t!(text, TableNoHeading) } else { heading.text().into() };
    let taken = mapping.question(heading.column);
    let onchange = {
        let (heading, mapping, opened, on_change) =
            (heading.clone(), mapping.clone(), opened.clone(), on_change.clone());
        move |event: Event| {
            let mut mapping = mapping.clone();
            match event.target_unchecked_into::<HtmlSelectElement>().value().as_str() {
                ENTITY => mapping.identify(&heading),
                _ => mapping.take(&heading, chosen(&event).and_then(|place| opened.opened.asked.get(place))),
            }
            on_change.emit(mapping);
        }
    };
    let is_entity = mapping.entity() == Some(heading.column);
    let question = match taken {
        Some((path, _)) => path.rsplit('/').next().unwrap_or_default(),
        None if is_entity => ENTITY,
        None => "",
    };
    let samples: Vec<_> = heading.samples.iter().map(|sample| mapping.shown(sample, heading.column, asked)).collect();
    let id = format!("column-{}", heading.column);
    let units = taken.and_then(|(_, units)| units.shift()).map(|shift| match props.way {
        Way::In => shift,
        Way::Out => -shift,
    });
    html! {
        <li class="rows__row" data-column={letters.clone()}
            data-new={props.is_new.to_string()} data-question={question.to_owned()}>
            <div class="rows__main">
                <label class="rows__title" for={id.clone()}>{ t!(text, TableColumn, letters = letters, title = title.to_string()) }</label>
                if props.is_new {
                    <span class="badge badge--warning">{ t!(text, FillNew) }</span>
                }
                if !heading.samples.is_empty() {
                    <span class="rows__detail">{ samples.join(" · ") }</span>
                }
                if let Some(shift) = units {
                    <span class="rows__detail">{ said::units(shift, &text) }</span>
                }
            </div>
            if mapping.is_refused(heading.column) {
                <span class="badge badge--wrong" data-refused="">{ t!(text, TableRefused) }</span>
            } else {
                <select class="field__input mapping__select" {id} data-input="column" {onchange}>
                    <option value="" selected={taken.is_none() && !is_entity}>{ &props.nothing }</option>
                    if props.way == Way::In {
                        <option value={ENTITY} selected={is_entity}>{ t!(text, TableEntity) }</option>
                    }
                    { for asked.iter().enumerate().map(|(place, question)| html! {
                        <option value={place.to_string()} selected={taken.is_some_and(|(path, _)| path == question.path)}>
                            { &question.label }
                        </option>
                    }) }
                </select>
            }
        </li>
    }
}

#[derive(PartialEq, Properties)]
struct ConstantProps {
    question: Asked,
    mapping: Mapping,
    on_change: Callback<Mapping>,
}

/// A question that is answered alike in all rows.
#[component]
fn Constant(props: &ConstantProps) -> Html {
    let text = use_text();
    let ConstantProps { question, mapping, on_change } = props;
    let value = mapping.constants.get(&question.path).cloned().unwrap_or_default();
    let set = {
        let (path, mapping, on_change) = (question.path.clone(), mapping.clone(), on_change.clone());
        Callback::from(move |answer: String| {
            let mut mapping = mapping.clone();
            if answer.is_empty() {
                mapping.constants.remove(&path);
            } else {
                mapping.constants.insert(path.clone(), answer);
            }
            on_change.emit(mapping);
        })
    };
    let Typing { node, oninput } = use_typing(set.clone());
    let onchange = set.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    let id = format!("constant-{}", question.name);
    html! {
        <li class="rows__row" data-constant={question.name.clone()}>
            <div class="rows__main">
                <label class="rows__title" for={id.clone()}>{ &question.label }</label>
                if question.required {
                    <span class="rows__detail">{ t!(text, TableNeeded) }</span>
                }
            </div>
            if question.choices.is_empty() {
                <input class="field__input mapping__select" type="text" {id} ref={node} {oninput} {value} autocomplete="off"
                    data-input="constant" />
            } else {
                <select class="field__input mapping__select" {id} data-input="constant" {onchange}>
                    <option value="" selected={value.is_empty()}>{ t!(text, TableNoAnswer) }</option>
                    { for question.choices.iter().map(|(choice, label)| html! {
                        <option value={choice.clone()} selected={*choice == value}>{ label }</option>
                    }) }
                </select>
            }
        </li>
    }
}

fn chosen(event: &Event) -> Option<usize> {
    event.target_unchecked_into::<HtmlSelectElement>().value().parse().ok()
}
