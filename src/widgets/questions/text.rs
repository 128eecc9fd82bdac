//! Text and numbers, typed.

use form::definition::DataType;
use form::view::{Body, NodeView};
use yew::prelude::*;

use super::amount;
use super::code::{self, Typed};
use super::intent::Intent;
use super::question::AnswerProps;
use super::typing::{Typing, use_typing};
use crate::t;
use crate::text::use_text;

/// A control to type in: one line, or several where the author asked for `multiline`.
#[component]
pub fn TextAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let node = view.id;
    let on_intent = props.on_intent.clone();
    let has = |word: &str| view.appearance.iter().any(|appearance| appearance == word);
    let is_code = has("numbers-letters");
    let is_personal = use_state(|| false);
    let on_text = use_callback(
        (on_intent, node, is_code, is_personal.clone()),
        |text: String, (on_intent, node, is_code, is_personal)| {
            let typed = if *is_code { code::typed(&text) } else { Typed::AsItStands };
            // What is not to be kept leaves the field empty, also where the answer was empty before: then only drawing it
            // again takes the text away.
            if typed == Typed::Personal || **is_personal {
                is_personal.set(typed == Typed::Personal);
            }
            let kept = match typed {
                Typed::AsItStands => text,
                Typed::Tidied(tidied) => tidied,
                Typed::Personal => String::new(),
            };
            on_intent.emit(Intent::Type(*node, kept));
        },
    );
    let Typing { node: control, oninput } = use_typing(on_text);
    let Body::Question(question) = &view.body else { return Html::default() };
    let id = props.control_id.clone();
    let describedby = format!("{id}-hint {id}-problem");
    let invalid = question.problem.is_some().to_string();
    let required = question.required.to_string();
    let value = question.value.clone();
    if has("multiline") {
        let parameter = view.parameters.iter().find(|(name, _)| name == "rows").map(|(_, rows)| rows.clone());
        let rows = parameter.unwrap_or_else(|| "4".to_owned());
        return html! {
            <textarea class="field__input" {id} ref={control} {rows} readonly={question.readonly} {oninput}
                aria-invalid={invalid} aria-required={required} aria-describedby={describedby} {value} />
        };
    }
    let is_number = matches!(question.data_type, DataType::Integer | DataType::Decimal);
    let amount =
        is_number.then(|| amount::said(&question.value, has("thousands-sep"), is_in_wan(view), &text)).flatten();
    html! {
        <>
        <input class={classes!("field__input", has("masked").then_some("field__input--masked"))} type="text" {id} ref={control}
            readonly={question.readonly} {oninput} {value}
            inputmode={input_mode(question.data_type, has("numbers"))}
            autocomplete="off" spellcheck="false" enterkeyhint="next"
            autocapitalize={if is_code { "characters" } else { "none" }}
            aria-invalid={invalid} aria-required={required} aria-describedby={describedby} />
        if let Some(amount) = amount {
            <p class="question__amount" role="status">{ amount }</p>
        }
        if *is_personal {
            <p class="question__problem" role="alert" data-status="personal-number">{ t!(text, CodePersonal) }</p>
        }
        </>
    }
}

/// Whether the number counts 万元: its question says so, in its hint, its label or, whatever the language, its name.
fn is_in_wan(view: &NodeView) -> bool {
    let says = |said: &Option<String>| said.as_ref().is_some_and(|said| said.contains(TEN_THOUSAND_YUAN));
    view.name.ends_with("_wan") || says(&view.hint) || says(&view.label)
}

/// 万元, as forms write it.
const TEN_THOUSAND_YUAN: &str = "\u{4e07}\u{5143}";

/// Which keyboard the tablet offers. The text stays text: what cannot be read as a number is kept and said.
fn input_mode(data_type: DataType, numbers: bool) -> &'static str {
    match data_type {
        DataType::Integer => "numeric",
        DataType::Decimal => "decimal",
        _ if numbers => "tel",
        _ => "text",
    }
}
