//! A choice out of many: one types a part of it and picks from what is left.
//!
//! Matched are the label, the pinyin initials and the codes that the list's row carries ([`ChoiceView::search`]). At
//! most [`DRAWN`] rows are drawn, however long the list is.

use std::rc::Rc;

use form::definition::DataType;
use form::view::{Body, ChoiceView, ControlView};
use yew::prelude::*;

use super::intent::Intent;
use super::question::AnswerProps;
use super::toggled;
use super::typing::{Typing, use_typing};
use crate::t;
use crate::text::use_text;

/// How many matches are drawn; one types on to see the rest.
const DRAWN: usize = 50;

/// Shut it shows what is chosen; open it is a search box with the matches below.
#[component]
pub fn SearchSelectAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let is_open = use_state_eq(|| false);
    let view = &props.shown.0;
    let Body::Question(question) = &view.body else { return Html::default() };
    let ControlView::Select { choices } = &question.control else { return Html::default() };
    let several = question.data_type != DataType::SelectOne;
    let toggle = {
        let (is_open, readonly) = (is_open.clone(), question.readonly);
        move |_: MouseEvent| is_open.set(!*is_open && !readonly)
    };
    let pick = {
        let (on_intent, node, is_open) = (props.on_intent.clone(), view.id, is_open.clone());
        Callback::from(move |answer: String| {
            is_open.set(several);
            on_intent.emit(Intent::Choose(node, answer));
        })
    };
    let chosen = labels_of(choices, &question.value);
    let id = &props.control_id;
    html! {
        <div class={classes!("search-select", is_open.then_some("search-select--open"))}>
            <button type="button" class="search-select__chosen" id={id.clone()} value={question.value.clone()} data-action="open-choices" onclick={toggle}
                aria-haspopup="listbox" aria-expanded={is_open.to_string()} aria-disabled={question.readonly.then_some("true")}
                aria-invalid={question.problem.is_some().to_string()} aria-required={question.required.to_string()}
                aria-labelledby={format!("{id}-label {id}")}>
                if chosen.is_empty() {
                    <span class="search-select__empty">{ t!(text, SelectChoose) }</span>
                } else {
                    <span>{ chosen.join(&t!(text, ListSeparator)) }</span>
                }
            </button>
            if *is_open {
                <Panel choices={choices.clone()} answer={question.value.clone()} {several} required={question.required} {pick} />
            }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct PanelProps {
    choices: Rc<[ChoiceView]>,
    answer: AttrValue,
    several: bool,
    required: bool,
    pick: Callback<String>,
}

/// The search box and what it finds. A component of its own: its search begins anew each time it opens.
#[component]
fn Panel(props: &PanelProps) -> Html {
    let text = use_text();
    let PanelProps { choices, answer, several, required, pick } = props;
    let search = use_state_eq(String::new);
    let on_search = use_callback(search.setter(), |typed: String, search| search.set(typed));
    let Typing { node, oninput } = use_typing(on_search);
    let matches = matching(choices, &search);
    let left_out = matches.len().saturating_sub(DRAWN);
    html! {
        <div class="search-select__panel">
            <input class="field__input" type="search" ref={node} {oninput} autocomplete="off" data-input="search"
                placeholder={t!(text, SelectSearch)} aria-label={t!(text, SelectSearch)} />
            <div class="search-select__matches" role="listbox" aria-multiselectable={several.to_string()}>
                { for matches.iter().take(DRAWN).map(|choice| option(choice, answer, *several, pick)) }
            </div>
            if matches.is_empty() {
                <p class="search-select__none">{ if choices.is_empty() { t!(text, SelectEmpty) } else { t!(text, SelectNoMatch) } }</p>
            }
            if left_out > 0 {
                <p class="search-select__more">{ t!(text, SelectMore, count = left_out) }</p>
            }
            if !answer.is_empty() && !required {
                <button type="button" class="button button--quiet" data-action="clear" onclick={pick.reform(|_| String::new())}>
                    { t!(text, QuestionClear) }
                </button>
            }
        </div>
    }
}

fn option(choice: &ChoiceView, answer: &str, several: bool, pick: &Callback<String>) -> Html {
    let is_chosen = answer.split_whitespace().any(|value| value == choice.value);
    let next = if several { toggled(answer, &choice.value) } else { choice.value.clone() };
    html! {
        <button type="button" role="option" key={choice.value.clone()} aria-selected={is_chosen.to_string()}
            class={classes!("search-select__option", is_chosen.then_some("search-select__option--chosen"))}
            data-value={choice.value.clone()} onclick={pick.reform(move |_| next.clone())}>
            { &choice.label }
        </button>
    }
}

fn labels_of(choices: &Rc<[ChoiceView]>, answer: &str) -> Vec<String> {
    let label = |value: &str| choices.iter().find(|choice| choice.value == value).map(|choice| choice.label.clone());
    answer.split_whitespace().filter_map(label).collect()
}

/// All choices that have every word of the search in them, whatever its case.
pub fn matching<'a>(choices: &'a [ChoiceView], search: &str) -> Vec<&'a ChoiceView> {
    let search = search.to_lowercase();
    let words: Vec<&str> = search.split_whitespace().collect();
    let has = |choice: &&ChoiceView| {
        words.iter().all(|word| choice.search.contains(word) || choice.label.to_lowercase().contains(word))
    };
    choices.iter().filter(has).collect()
}
