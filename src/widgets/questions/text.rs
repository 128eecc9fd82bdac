//! Text and numbers, typed.

use form::definition::DataType;
use form::view::Body;
use yew::prelude::*;

use super::intent::Intent;
use super::question::AnswerProps;
use super::typing::{Typing, use_typing};

/// A control to type in: one line, or several where the author asked for `multiline`.
#[component]
pub fn TextAnswer(props: &AnswerProps) -> Html {
    let view = &props.shown.0;
    let node = view.id;
    let on_intent = props.on_intent.clone();
    let on_text =
        use_callback((on_intent, node), |typed, (on_intent, node)| on_intent.emit(Intent::Type(*node, typed)));
    let Typing { node: control, oninput } = use_typing(on_text);
    let Body::Question(question) = &view.body else { return Html::default() };
    let has = |word: &str| view.appearance.iter().any(|appearance| appearance == word);
    let id = props.control_id.clone();
    let describedby = format!("{id}-hint {id}-problem");
    let invalid = question.problem.is_some().to_string();
    let required = question.required.to_string();
    let value = question.value.clone();
    if has("multiline") {
        return html! {
            <textarea class="field__input" {id} ref={control} rows="4" readonly={question.readonly} {oninput}
                aria-invalid={invalid} aria-required={required} aria-describedby={describedby} {value} />
        };
    }
    let is_code = has("numbers-letters");
    html! {
        <input class="field__input" type="text" {id} ref={control} readonly={question.readonly} {oninput} {value}
            inputmode={input_mode(question.data_type, has("numbers"))}
            autocomplete="off" spellcheck="false" enterkeyhint="next"
            autocapitalize={if is_code { "characters" } else { "none" }}
            aria-invalid={invalid} aria-required={required} aria-describedby={describedby} />
    }
}

/// Which keyboard the tablet offers. The text stays text: what cannot be read as a number is kept and said.
fn input_mode(data_type: DataType, numbers: bool) -> &'static str {
    match data_type {
        DataType::Integer => "numeric",
        DataType::Decimal => "decimal",
        _ if numbers => "tel",
        _ => "text",
    }
}
