//! A day: typed in any of the usual ways, or picked from a calendar of our own; with a time, where the question asks for one.
//!
//! The time is the browser's own picker: hours and minutes have no holidays.

use form::definition::DataType;
use form::view::{Body, QuestionView};
use record::Day;
use yew::prelude::*;

use super::month::Month;
use super::typed_day::{self, TypedDay};
use crate::platform::{clock, document};
use crate::t;
use crate::text::dates;
use crate::text::use_text;
use crate::widgets::questions::choices::has;
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::question::AnswerProps;
use crate::widgets::questions::typing::{Typing, use_typing};

/// A field for the day, a button for the calendar, and one that empties both where the answer may be left out.
#[component]
pub fn DayAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let node = view.id;
    // What stands in the field while it is no day, or not yet as it is saved.
    let typed = use_state_eq(|| None::<String>);
    let is_told = use_state_eq(|| false);
    let is_open = use_state_eq(|| false);
    let answer = match &view.body {
        Body::Question(question) => Answer::of(question),
        _ => Answer::default(),
    };
    let on_text = use_callback(
        (props.on_intent.clone(), node, answer.clone(), typed.setter(), is_told.setter()),
        |text: String, (on_intent, node, answer, typed, is_told)| {
            if let Some(read) = typed_day::read(&text).filter(|read| read.is_whole) {
                on_intent.emit(Intent::Type(*node, answer.with(&read)));
                is_told.set(false);
            }
            typed.set(Some(text));
        },
    );
    let Typing { node: control, oninput } = use_typing(on_text);
    let Body::Question(question) = &view.body else { return Html::default() };
    let id = props.control_id.clone();
    let opener = format!("{id}-open");
    let choose = {
        let (on_intent, typed, is_told) = (props.on_intent.clone(), typed.setter(), is_told.setter());
        move |answer: String| {
            typed.set(None);
            is_told.set(false);
            on_intent.emit(Intent::Choose(node, answer));
        }
    };
    // Leaving the field: a day stands there as it is saved, nothing empties the answer. What is no day stays and is told;
    // it takes the place of no day, for that would be lost, but where there is none it is kept and keeps the form open.
    let onchange = {
        let (choose, typed, answer, on_intent) =
            (choose.clone(), typed.clone(), answer.clone(), props.on_intent.clone());
        let is_told = is_told.setter();
        move |_: Event| {
            let Some(text) = &*typed else { return };
            match typed_day::read(text) {
                Some(read) => choose(answer.with(&read)),
                None if text.trim().is_empty() => choose(String::new()),
                None => {
                    if answer.day.is_none() {
                        on_intent.emit(Intent::Choose(node, text.clone()));
                    }
                    is_told.set(true);
                }
            }
        }
    };
    let ontime = {
        let (answer, on_intent) = (answer.clone(), props.on_intent.clone());
        move |event: Event| {
            let input: web_sys::HtmlInputElement = event.target_unchecked_into();
            let day = answer.day.map(|day| day.to_string()).unwrap_or_default();
            on_intent.emit(Intent::Choose(node, format!("{day}T{}", input.value())));
        }
    };
    let shut = {
        let (is_open, opener) = (is_open.setter(), opener.clone());
        Callback::from(move |()| {
            is_open.set(false);
            document::focus_id(&opener);
        })
    };
    let on_day = {
        let (choose, answer, shut) = (choose.clone(), answer.clone(), shut.clone());
        Callback::from(move |day: Day| {
            choose(answer.with(&TypedDay { day, time: None, is_whole: true }));
            shut.emit(());
        })
    };
    let on_open = {
        let (is_open, shut) = (is_open.clone(), shut.clone());
        move |_: MouseEvent| if *is_open { shut.emit(()) } else { is_open.set(true) }
    };
    let clear = {
        let choose = choose.clone();
        move |_: MouseEvent| choose(String::new())
    };
    let can_clear = !question.value.is_empty() && !question.required && !question.readonly;
    let value = typed.as_deref().map_or_else(|| answer.shown(), str::to_owned);
    let is_bad = *is_told || (answer.day.is_none() && !answer.kept.is_empty());
    let said = answer.day.map(|day| dates::date(&day.to_string(), &text));
    html! {
        <>
        <div class="field-row">
            <input class="field__input field__input--date" type="text" id={id.clone()} ref={control} {value} readonly={question.readonly}
                {oninput} {onchange} inputmode="text" autocomplete="off" spellcheck="false" placeholder={t!(text, DayPlaceholder)}
                aria-invalid={(is_bad || question.problem.is_some()).to_string()} aria-required={question.required.to_string()}
                aria-describedby={format!("{id}-hint {id}-problem {id}-forms")} />
            if question.data_type == DataType::DateTime {
                <input class="field__input field__input--time" type="time" value={answer.time.clone()} readonly={question.readonly}
                    onchange={ontime} aria-label={t!(text, DayTime)} />
            }
            if !question.readonly && !has(view, "no-calendar") {
                <button type="button" class="button" id={opener} data-action="open-calendar" aria-expanded={is_open.to_string()} onclick={on_open}>
                    { t!(text, CalendarOpen) }
                </button>
            }
            if can_clear {
                <button type="button" class="button button--quiet" data-action="clear" onclick={clear}>{ t!(text, QuestionClear) }</button>
            }
        </div>
        if is_bad {
            <p class="question__problem" id={format!("{id}-forms")} role="alert" data-status="no-day">
                { t!(text, DayForms) }
                if let Some(kept) = &said { { t!(text, DayKept, day = kept.to_string()) } }
            </p>
        } else if let Some(said) = said {
            <p class="question__amount" id={format!("{id}-forms")} role="status">{ said }</p>
        }
        if *is_open {
            <Month id={format!("{id}-day")} chosen={answer.day} today={today()} {on_day} on_shut={shut} />
        }
        </>
    }
}

/// An answer in its parts.
#[derive(Clone, PartialEq, Default)]
struct Answer {
    day: Option<Day>,
    time: String,
    has_time: bool,
    /// As it is kept, whether or not it is a day.
    kept: String,
}

impl Answer {
    fn of(question: &QuestionView) -> Self {
        let kept = question.value.clone();
        // What is saved carries seconds and the zone; people see neither.
        let (day, time) = kept.split_once('T').unwrap_or((&kept, ""));
        let (day, time) = (day.parse().ok(), time.chars().take(TIME_LENGTH).collect());
        Self { day, time, has_time: question.data_type == DataType::DateTime, kept }
    }

    /// What is saved for another day: with the time that was typed, or the one that stands there, or the day's beginning.
    fn with(&self, read: &TypedDay) -> String {
        let time = read.time.as_deref().or((!self.time.is_empty()).then_some(&self.time)).unwrap_or("00:00");
        if self.has_time { format!("{}T{time}", read.day) } else { read.day.to_string() }
    }

    fn shown(&self) -> String {
        self.day.map_or_else(|| self.kept.clone(), |day| day.to_string())
    }
}

/// `09:30`.
const TIME_LENGTH: usize = 5;

fn today() -> Day {
    clock::now().date().parse().unwrap_or(Day(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_day_keeps_the_time_that_stands_there() {
        let answer = Answer { time: "09:30".to_owned(), has_time: true, ..Answer::default() };
        let typed = |text: &str| typed_day::read(text).unwrap();
        assert_eq!(answer.with(&typed("2023.10.31")), "2023-10-31T09:30");
        assert_eq!(answer.with(&typed("2023-10-31 8:05")), "2023-10-31T08:05");
        assert_eq!(Answer { has_time: true, ..Answer::default() }.with(&typed("20231031")), "2023-10-31T00:00");
        assert_eq!(Answer::default().with(&typed("2023-10-31 8:05")), "2023-10-31");
    }
}
