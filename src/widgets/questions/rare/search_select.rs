//! A choice out of many: one types a part of it and picks from what is left.
//!
//! What can be typed stands in `search`. However long the list is, some rows are drawn at a time, and more on a tap. A list that
//! follows from an answer before it (the districts of a region) opens itself when that answer is given.
//! By keyboard the arrows walk from the search box into the rows and back, Enter picks, Escape shuts.

use std::cell::RefCell;
use std::rc::Rc;

use form::definition::DataType;
use form::markup;
use form::view::{Body, ChoiceView, ControlView};
use yew::prelude::*;

use super::search::Index;
use crate::platform::document;
use crate::t;
use crate::text::use_text;
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::question::AnswerProps;
use crate::widgets::questions::toggled;
use crate::widgets::questions::typing::{Typing, use_typing};
use crate::widgets::questions::words::words_on_a_button;

/// How many matches are drawn, and how many more with each tap.
const DRAWN: usize = 50;

/// Shut it shows what is chosen; open it is a search box with the matches below.
#[component]
pub fn SearchSelectAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let Body::Question(question) = &view.body else { return Html::default() };
    let ControlView::Select { choices } = &question.control else { return Html::default() };
    let opening = use_opening(choices, question.value.is_empty() && !question.readonly);
    let open = opening.now();
    let several = question.data_type != DataType::SelectOne;
    let toggle = {
        let (opening, readonly) = (opening.clone(), question.readonly);
        // A key's click counts no taps.
        move |event: MouseEvent| opening.set((opening.now().is_none() && !readonly).then_some(event.detail() == 0))
    };
    let shut = {
        let (opening, id) = (opening.clone(), props.control_id.clone());
        Callback::from(move |()| {
            opening.set(None);
            document::focus_id(&id);
        })
    };
    let pick = {
        let (on_intent, node, shut) = (props.on_intent.clone(), view.id, shut.clone());
        Callback::from(move |answer: String| {
            if !several {
                shut.emit(());
            }
            on_intent.emit(Intent::Choose(node, answer));
        })
    };
    let chosen = labels_of(choices, &question.value);
    let id = &props.control_id;
    html! {
        <div class={classes!("search-select", open.is_some().then_some("search-select--open"))}>
            <button type="button" class="search-select__chosen" id={id.clone()} value={question.value.clone()} data-action="open-choices" onclick={toggle}
                role="combobox" aria-haspopup="listbox" aria-controls={format!("{id}-list")}
                aria-expanded={open.is_some().to_string()} aria-disabled={question.readonly.then_some("true")}
                aria-invalid={question.problem.is_some().to_string()} aria-required={question.required.to_string()}
                aria-labelledby={format!("{id}-label {id}")}>
                if chosen.is_empty() {
                    <span class="search-select__empty">{ t!(text, SelectChoose) }</span>
                } else {
                    <span>{ chosen.join(&t!(text, ListSeparator)) }</span>
                }
            </button>
            if let Some(by_key) = open {
                <Panel {id} choices={choices.clone()} answer={question.value.clone()} {several} required={question.required} {by_key} {pick} {shut} />
            }
        </div>
    }
}

/// Whether the list is open, and whether a key opened it: then the next letters go into the search box.
#[derive(Clone)]
struct Opening {
    kept: Rc<RefCell<Drawn>>,
    redraw: UseForceUpdateHandle,
}

/// What was drawn last.
struct Drawn {
    choices: Rc<[ChoiceView]>,
    open: Option<bool>,
}

impl Opening {
    fn now(&self) -> Option<bool> {
        self.kept.borrow().open
    }

    fn set(&self, open: Option<bool>) {
        self.kept.borrow_mut().open = open;
        self.redraw.force_update();
    }
}

/// Shut until somebody opens it, or other choices come in while it is `awaited`: they follow from what was just answered, and are what
/// is asked for next. They are drawn together with that answer.
#[hook]
fn use_opening(choices: &Rc<[ChoiceView]>, is_awaited: bool) -> Opening {
    let redraw = use_force_update();
    let kept = use_mut_ref(|| Drawn { choices: choices.clone(), open: None });
    {
        let drawn = &mut *kept.borrow_mut();
        if !are_same(&drawn.choices, choices) && is_awaited {
            drawn.open = (!choices.is_empty()).then_some(false);
        }
        drawn.choices = choices.clone();
    }
    Opening { kept, redraw }
}

/// In another language they are the same.
fn are_same(some: &Rc<[ChoiceView]>, others: &Rc<[ChoiceView]>) -> bool {
    Rc::ptr_eq(some, others) || some.iter().map(|choice| &choice.value).eq(others.iter().map(|choice| &choice.value))
}

#[derive(PartialEq, Properties)]
struct PanelProps {
    id: AttrValue,
    choices: Rc<[ChoiceView]>,
    answer: AttrValue,
    several: bool,
    required: bool,
    by_key: bool,
    pick: Callback<String>,
    shut: Callback<()>,
}

/// The search box and what it finds. A component of its own: its search begins anew each time it opens.
#[component]
fn Panel(props: &PanelProps) -> Html {
    let text = use_text();
    let PanelProps { id, choices, answer, several, required, by_key, pick, shut } = props;
    let search = use_state_eq(String::new);
    let most = use_state_eq(|| DRAWN);
    let on_search = use_callback((search.setter(), most.setter()), |typed: String, (search, most)| {
        search.set(typed);
        most.set(DRAWN);
    });
    let Typing { node, oninput } = use_typing(on_search);
    // Of tens of thousands it takes its time: made with the first letter.
    let index =
        use_memo((choices.clone(), search.is_empty()), |(choices, is_empty)| (!is_empty).then(|| Index::of(choices)));
    let matches = use_memo((choices.clone(), search.clone()), |(choices, search)| match &*index {
        Some(index) => index.matching(search),
        None => (0..choices.len()).collect(),
    });
    let search_id = format!("{id}-search");
    {
        let search_id = search_id.clone();
        use_effect_with(*by_key, move |by_key| {
            if *by_key {
                document::focus_id(&search_id);
            }
        });
    }
    let drawn = matches.len().min(*most);
    let left_out = matches.len() - drawn;
    // The only match is what Enter in the search box means.
    let only = match matches.as_slice() {
        [only] => choices.get(*only).map(|choice| next_answer(choice, answer, *several)),
        _ => None,
    };
    let onkeydown = {
        let (id, pick, shut) = (id.clone(), pick.clone(), shut.clone());
        move |event: KeyboardEvent| {
            let at = event.target().and_then(|target| document::number_of(&target));
            let to = match (event.key().as_str(), at) {
                _ if event.is_composing() => return,
                ("Escape", _) => return shut.emit(()),
                ("Enter", None) => {
                    // Enter in a box would otherwise be nothing, or the browser's own.
                    event.prevent_default();
                    return only.iter().for_each(|only| pick.emit(only.clone()));
                }
                ("ArrowDown", None) => 0,
                ("ArrowDown", Some(at)) => at + 1,
                ("ArrowUp", Some(0)) => {
                    event.prevent_default();
                    document::focus_id(&format!("{id}-search"));
                    return;
                }
                ("ArrowUp", Some(at)) => at - 1,
                // Whoever types on means the search box.
                (key, Some(_)) if key.chars().count() == 1 && key != " " && !event.ctrl_key() && !event.alt_key() => {
                    document::focus_id(&format!("{id}-search"));
                    return;
                }
                _ => return,
            };
            event.prevent_default();
            document::focus_id(&format!("{id}-option-{to}"));
        }
    };
    let more = {
        let most = most.clone();
        move |_: MouseEvent| most.set(*most + DRAWN)
    };
    let option = |(place, at): (usize, &usize)| {
        choices.get(*at).map(|choice| option(&format!("{id}-option-{place}"), choice, answer, *several, pick))
    };
    html! {
        <div class="search-select__panel" {onkeydown}>
            <input class="field__input" type="search" id={search_id} ref={node} {oninput} autocomplete="off" data-input="search"
                role="combobox" aria-expanded="true" aria-controls={format!("{id}-list")}
                placeholder={t!(text, SelectSearch)} aria-label={t!(text, SelectSearch)} />
            <div class="search-select__matches" id={format!("{id}-list")} role="listbox" aria-multiselectable={several.to_string()}>
                { for matches.iter().take(drawn).enumerate().filter_map(option) }
            </div>
            if matches.is_empty() {
                <p class="search-select__none" role="status">{ if choices.is_empty() { t!(text, SelectEmpty) } else { t!(text, SelectNoMatch) } }</p>
            }
            if left_out > 0 {
                <button type="button" class="button" id={format!("{id}-option-{drawn}")} data-action="more-choices" data-number={drawn.to_string()}
                    onclick={more}>{ t!(text, SelectMore, count = left_out) }</button>
            }
            if !answer.is_empty() && !required {
                <button type="button" class="button button--quiet" data-action="clear" onclick={pick.reform(|_| String::new())}>
                    { t!(text, QuestionClear) }
                </button>
            }
            if *several {
                <button type="button" class="button" data-action="shut-choices" onclick={shut.reform(|_| ())}>{ t!(text, SelectDone) }</button>
            }
        </div>
    }
}

fn option(id: &str, choice: &ChoiceView, answer: &str, several: bool, pick: &Callback<String>) -> Html {
    let is_chosen = answer.split_whitespace().any(|value| value == choice.value);
    let next = next_answer(choice, answer, several);
    let number = id.rsplit('-').next().unwrap_or_default().to_owned();
    html! {
        <button type="button" role="option" key={choice.value.clone()} id={id.to_owned()} aria-selected={is_chosen.to_string()} tabindex="-1"
            class={classes!("search-select__option", is_chosen.then_some("search-select__option--chosen"))}
            data-value={choice.value.clone()} data-number={number} onclick={pick.reform(move |_| next.clone())}>
            { words_on_a_button(&choice.label) }
        </button>
    }
}

fn next_answer(choice: &ChoiceView, answer: &str, several: bool) -> String {
    if several { toggled(answer, &choice.value) } else { choice.value.clone() }
}

fn labels_of(choices: &[ChoiceView], answer: &str) -> Vec<String> {
    let label = |value: &str| {
        let choice = choices.iter().find(|choice| choice.value == value)?;
        Some(markup::plain(&choice.label).into_owned())
    };
    answer.split_whitespace().filter_map(label).collect()
}
