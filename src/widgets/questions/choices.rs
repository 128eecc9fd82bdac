//! Choices that lie open on the page: one of them, or several; in a row, in columns, or as a row of a table.

use form::definition::DataType;
use form::markup;
use form::view::{Body, ChoiceView, ControlView, NodeView};
use yew::prelude::*;

use super::intent::Intent;
use super::question::AnswerProps;
use super::rare::beside::{MediaProps, Piece, beside};
use super::toggled;
use super::words::words_on_a_button;
use crate::platform::document;
use crate::t;
use crate::text::use_text;

/// A large target for each choice. Tapping the chosen one again takes an answer back, unless the question needs one.
///
/// Arrow keys walk from choice to choice and choose nothing; the space bar and Enter do.
#[component]
pub fn ChoicesAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let Body::Question(question) = &view.body else { return Html::default() };
    let ControlView::Select { choices } = &question.control else { return Html::default() };
    let several = question.data_type != DataType::SelectOne;
    let chosen: Vec<&str> = question.value.split_whitespace().collect();
    let is_chosen = |choice: &ChoiceView| chosen.contains(&choice.value.as_str());
    // Of one choice out of several the keyboard arrives at the chosen one.
    let arrival = choices.iter().position(is_chosen).unwrap_or_default();
    let is_unlabelled = has(view, "list-nolabel");
    let turns = !several && (has(view, "quick") || has(view, "quickcompact"));
    let choice = |(index, choice): (usize, &ChoiceView)| {
        let is_chosen = is_chosen(choice);
        let onclick = {
            let (on_intent, node) = (props.on_intent.clone(), view.id);
            let answer = if several { toggled(&question.value, &choice.value) } else { choice.value.clone() };
            let answer = if is_chosen && !several && !question.required { String::new() } else { answer };
            let readonly = question.readonly;
            move |_: MouseEvent| {
                if !readonly {
                    on_intent.emit(Intent::Choose(node, answer.clone()));
                    if turns && !answer.is_empty() {
                        on_intent.emit(Intent::Onward(node));
                    }
                }
            }
        };
        let button = html! {
            <button type="button" key={choice.value.clone()} id={format!("{}-{index}", props.control_id)}
                class={classes!("choice", is_chosen.then_some("choice--chosen"), several.then_some("choice--several"))}
                role={if several { "checkbox" } else { "radio" }} aria-checked={is_chosen.to_string()}
                aria-label={is_unlabelled.then(|| markup::bare(&choice.label).into_owned())}
                tabindex={(!several && index != arrival).then_some("-1")}
                aria-disabled={question.readonly.then_some("true")}
                data-value={choice.value.clone()} onkeydown={walk(&props.control_id, index, choices.len())} {onclick}>
                <span class="choice__mark" aria-hidden="true"></span>
                { media(choice, Piece::Picture) }
                <span class="choice__label">{ words_on_a_button(&choice.label) }</span>
            </button>
        };
        if choice.media.is_empty() {
            return button;
        }
        html! { <div class="choice-with" key={choice.value.clone()}>{ button }{ media(choice, Piece::Rest) }</div> }
    };
    if choices.is_empty() {
        return html! { <p class="question__hint">{ t!(text, SelectEmpty) }</p> };
    }
    html! {
        <div class={classes!("choices", layout(view, choices, several))}
            role={if several { "group" } else { "radiogroup" }}
            aria-labelledby={format!("{}-label", props.control_id)}
            aria-invalid={question.problem.is_some().to_string()} aria-required={question.required.to_string()}>
            { for choices.iter().enumerate().map(choice) }
        </div>
    }
}

fn media(choice: &ChoiceView, part: Piece) -> Html {
    if choice.media.is_empty() {
        return Html::default();
    }
    beside(MediaProps { media: choice.media.clone(), about: choice.label.clone().into(), part })
}

/// The arrow keys, over the buttons of one question.
fn walk(control_id: &AttrValue, at: usize, count: usize) -> impl Fn(KeyboardEvent) + 'static {
    let control_id = control_id.clone();
    move |event: KeyboardEvent| {
        let next = match event.key().as_str() {
            "ArrowDown" | "ArrowRight" => (at + 1) % count,
            "ArrowUp" | "ArrowLeft" => (at + count - 1) % count,
            _ => return,
        };
        event.prevent_default();
        document::focus_id(&format!("{control_id}-{next}"));
    }
}

/// The labels of the choices as the head of a table, whose rows follow.
pub fn choices_head(choices: &[ChoiceView]) -> Html {
    let head = |choice: &ChoiceView| {
        html! { <span class="cells__head" key={choice.value.clone()}>{ words_on_a_button(&choice.label) }{ media(choice, Piece::Picture) }</span> }
    };
    // Each row says its own words to whoever hears them.
    html! { <div class={classes!("choices", "choices--cells", columns(choices.len()))} aria-hidden="true">{ for choices.iter().map(head) }</div> }
}

pub fn has(view: &NodeView, word: &str) -> bool {
    view.appearance.iter().any(|appearance| appearance == word)
}

/// Whether a question is a row of a table: its choices stand under those of the rows above.
pub fn is_row(view: &NodeView, question: &form::view::QuestionView) -> bool {
    let is_select =
        matches!(&question.control, ControlView::Select { choices } if (1..=MOST_COLUMNS).contains(&choices.len()));
    is_select && ["label", "list", "list-nolabel"].iter().any(|word| has(view, word))
}

/// Whether it is only the head of a table. One that must be answered cannot be.
pub fn is_head(view: &NodeView, question: &form::view::QuestionView) -> bool {
    is_row(view, question) && has(view, "label") && !question.required
}

/// Classes that say how the choices lie, after the author's wish.
fn layout(view: &NodeView, choices: &[ChoiceView], several: bool) -> Classes {
    let marks = has(view, "no-buttons").then_some("choices--bare");
    let cells = ["label", "list", "list-nolabel"].iter().any(|word| has(view, word)) && choices.len() <= MOST_COLUMNS;
    let asked = view.appearance.iter().find_map(|word| {
        let count = word.strip_prefix("columns-").or_else(|| word.strip_prefix("compact-"));
        match (word.as_str(), count.and_then(|count| count.parse().ok())) {
            ("columns-pack" | "compact" | "quickcompact" | "horizontal-compact", _) => Some("choices--pack"),
            ("columns" | "horizontal", _) => Some("choices--columns"),
            (_, Some(count)) => Some(columns(count)),
            _ => None,
        }
    });
    match asked {
        _ if cells => {
            classes!("choices--cells", columns(choices.len()), has(view, "list-nolabel").then_some("choices--nolabel"))
        }
        _ if has(view, "likert") && !several && choices.len() <= MOST_COLUMNS => {
            classes!("choices--likert", columns(choices.len()))
        }
        Some(asked) => classes!(asked, marks),
        None => classes!(is_short(choices).then_some("choices--row"), marks),
    }
}

const MOST_COLUMNS: usize = 10;

fn columns(count: usize) -> &'static str {
    match count {
        0 | 1 => "choices--1",
        2 => "choices--2",
        3 => "choices--3",
        4 => "choices--4",
        5 => "choices--5",
        6 => "choices--6",
        7 => "choices--7",
        8 => "choices--8",
        9 => "choices--9",
        _ => "choices--10",
    }
}

/// Few and short choices (是, 否) stand beside each other.
fn is_short(choices: &[ChoiceView]) -> bool {
    choices.len() <= 4 && choices.iter().all(|choice| choice.label.chars().count() <= 6)
}
