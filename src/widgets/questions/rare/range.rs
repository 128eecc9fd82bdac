//! A number between two others: by a slider, by a list to pick from, and always by two large buttons.
//!
//! Until somebody answers there is no answer: the thumb does not stand anywhere, and that is said in words.
//!
//! Not here: which values there are (`scale`), stars (`stars`).

use form::markup;
use form::view::{Body, ControlView};
use yew::prelude::*;

use super::scale::Scale;
use super::stars::{MOST_STARS, Stars};
use crate::t;
use crate::text::use_text;
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::question::AnswerProps;
use crate::widgets::questions::words::words_on_a_button;

/// More values than these are no list to pick from.
const MOST_PICKED: i64 = 500;

#[component]
pub fn RangeAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    // Where the thumb is while it is held.
    let held = use_state_eq(|| None::<String>);
    let view = &props.shown.0;
    let Body::Question(question) = &view.body else { return Html::default() };
    let ControlView::Range { start, end, step, interval, placeholder, labels } = &question.control else {
        return Html::default();
    };
    let scale = Scale::of(*start, *end, *step);
    let has = |word: &str| view.appearance.iter().any(|appearance| appearance == word);
    let choose = {
        let (on_intent, node, readonly) = (props.on_intent.clone(), view.id, question.readonly);
        Callback::from(move |answer: String| {
            if !readonly {
                on_intent.emit(Intent::Choose(node, answer));
            }
        })
    };
    let clear = (!question.value.is_empty() && !question.required && !question.readonly).then(|| {
        html! {
            <button type="button" class="button button--quiet" data-action="clear" onclick={choose.reform(|_| String::new())}>
                { t!(text, QuestionClear) }
            </button>
        }
    });
    let label_of = |value: &str| {
        let value = value.parse::<f64>().ok()?;
        labels.iter().find(|(labelled, _)| (labelled - value).abs() < 1e-9).map(|(_, label)| label.as_str())
    };
    let id = &props.control_id;
    if has("rating") && scale.steps < MOST_STARS {
        return html! {
            <div class="range">
                <Stars {id} {scale} answer={question.value.clone()} required={question.required} invalid={question.problem.is_some()}
                    readonly={question.readonly} on_choose={choose} />
                { for clear }
            </div>
        };
    }
    let value = (*held).clone().unwrap_or_else(|| question.value.clone());
    let is_empty = value.is_empty();
    let spoken = |value: &str| match label_of(value) {
        Some(label) => format!("{value} · {}", markup::plain(label)),
        None => value.to_owned(),
    };
    let rest = scale.text(placeholder.map_or(0, |placeholder| scale.steps_at(placeholder)));
    let at = scale.steps_to(&question.value);
    let by_one = |by: i64, name: AttrValue, sign: &'static str, action: &'static str| {
        // The first tap takes what the thumb would stand on; it never skips it.
        let next = at.map_or_else(|| rest.clone(), |at| scale.text((at + by).clamp(0, scale.steps)));
        let is_end = question.readonly || at.is_some_and(|at| !(0..=scale.steps).contains(&(at + by)));
        html! {
            <button type="button" class="button range__step" data-action={action} aria-label={name} aria-disabled={is_end.to_string()}
                onclick={choose.reform(move |_: MouseEvent| next.clone())}>{ sign }</button>
        }
    };
    let take = |event: &Event| event.target_unchecked_into::<web_sys::HtmlInputElement>().value();
    let is_picked = has("picker") && scale.steps <= MOST_PICKED;
    let control = if is_picked {
        let option = |steps: i64| {
            let value = scale.text(steps);
            html! { <option key={value.clone()} value={value.clone()} selected={at == Some(steps) && value == question.value}>{ spoken(&value) }</option> }
        };
        let onchange =
            choose.reform(|event: Event| event.target_unchecked_into::<web_sys::HtmlSelectElement>().value());
        html! {
            <select class="field__input range__picker" id={id.clone()} disabled={question.readonly} {onchange}
                aria-invalid={question.problem.is_some().to_string()} aria-required={question.required.to_string()}>
                <option value="" selected={question.value.is_empty()} disabled={question.required && !question.value.is_empty()}>{ t!(text, SelectChoose) }</option>
                { for (0..=scale.steps).map(option) }
            </select>
        }
    } else {
        let oninput = {
            let held = held.setter();
            move |event: InputEvent| held.set(Some(take(&event)))
        };
        let onchange = {
            let (held, choose) = (held.setter(), choose.clone());
            move |event: Event| {
                held.set(None);
                choose.emit(take(&event));
            }
        };
        // A tap where the thumb would stand anyway changes nothing, and is an answer all the same.
        let onclick = {
            let (choose, is_empty) = (choose.clone(), question.value.is_empty());
            move |event: MouseEvent| {
                if is_empty {
                    choose.emit(take(&event));
                }
            }
        };
        let ticks = if has("no-ticks") { Vec::new() } else { scale.ticks(*interval) };
        html! {
            <div class="range__track">
                <input class="range__slider" type="range" id={id.clone()} min={start.min(*end).to_string()} max={start.max(*end).to_string()}
                    step={step.abs().to_string()} value={if is_empty { rest.clone() } else { value.clone() }} dir={(end < start).then_some("rtl")}
                    disabled={question.readonly} aria-required={question.required.to_string()} aria-invalid={question.problem.is_some().to_string()}
                    aria-valuetext={if is_empty { t!(text, RangeNone) } else { spoken(&value).into() }}
                    aria-orientation={has("vertical").then_some("vertical")} {oninput} {onchange} {onclick} />
                { ticks_of(&scale, &ticks, has("vertical")) }
                <div class="range__ends" aria-hidden="true"><span>{ scale.text(0) }</span><span>{ scale.text(scale.steps) }</span></div>
            </div>
        }
    };
    let labelled = |(value, label): &(f64, String)| {
        let answer = scale.text(scale.steps_at(*value));
        let is_chosen = answer == question.value;
        html! {
            <button type="button" key={answer.clone()} class={classes!("choice", "range__label", is_chosen.then_some("choice--chosen"))}
                aria-pressed={is_chosen.to_string()} data-range={answer.clone()} onclick={choose.reform({ let answer = answer.clone(); move |_: MouseEvent| answer.clone() })}>
                <b>{ answer }</b><span>{ words_on_a_button(label) }</span>
            </button>
        }
    };
    html! {
        <div class={classes!("range", is_empty.then_some("range--empty"), placeholder.is_some().then_some("range--held"), has("vertical").then_some("range--vertical"))}>
            if !is_picked {
                <output class="range__value" for={id.clone()}>
                    if is_empty { { t!(text, RangeNone) } } else { <b>{ &value }</b>{ for label_of(&value).map(words_on_a_button) } }
                </output>
            }
            <div class="range__row">
                { by_one(-1, t!(text, RangeLess), "−", "range-less") }
                { control }
                { by_one(1, t!(text, RangeMore), "+", "range-more") }
            </div>
            if !labels.is_empty() {
                <div class="range__labels">{ for labels.iter().map(labelled) }</div>
            }
            { for clear }
        </div>
    }
}

/// Lines under the slider. An SVG for its places: the content policy lets no style be written here.
fn ticks_of(scale: &Scale, ticks: &[i64], vertical: bool) -> Html {
    let line = |steps: &i64| {
        let place = scale.percent(if vertical { scale.steps - steps } else { *steps });
        if vertical {
            html! { <line key={*steps} x1="0" x2="100%" y1={place.clone()} y2={place} /> }
        } else {
            html! { <line key={*steps} y1="0" y2="100%" x1={place.clone()} x2={place} /> }
        }
    };
    html! {
        if !ticks.is_empty() {
            <svg class="range__ticks" aria-hidden="true">{ for ticks.iter().map(line) }</svg>
        }
    }
}
