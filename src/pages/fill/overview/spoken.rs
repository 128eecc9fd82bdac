//! An answer as a person would read it out.

use form::definition::DataType;
use form::markup;
use form::view::{ChoiceView, ControlView, QuestionView};
use yew::AttrValue;

use crate::t;
use crate::text::Text;
use crate::text::dates::date;

/// Labels for choices, dates as they are said; what has no better words as it is saved. Empty where there is no answer.
pub fn spoken(question: &QuestionView, text: &Text) -> AttrValue {
    let value = question.value.as_str();
    if value.is_empty() {
        return AttrValue::default();
    }
    match &question.control {
        ControlView::Acknowledge => t!(text, QuestionAcknowledge),
        ControlView::Select { choices } | ControlView::Picked { choices } => {
            let values: Vec<&str> = match question.data_type {
                DataType::SelectOne => vec![value],
                _ => value.split_whitespace().collect(),
            };
            let labels: Vec<String> = values.into_iter().map(|value| label_of(choices, value)).collect();
            labels.join(&t!(text, ListSeparator)).into()
        }
        ControlView::Upload { .. } => t!(text, ReviewFile),
        _ if question.data_type == DataType::Date => date(value, text),
        _ if question.data_type == DataType::DateTime => match value.split_once('T') {
            Some((day, time)) => {
                let (day, time) = (date(day, text).to_string(), time.chars().take(TIME_LENGTH).collect::<String>());
                t!(text, DateTimeSaid, date = day, time = time)
            }
            None => date(value, text),
        },
        _ => value.to_owned().into(),
    }
}

/// `09:30`: seconds and the zone are for programs.
const TIME_LENGTH: usize = 5;

fn label_of(choices: &[ChoiceView], value: &str) -> String {
    let chosen = choices.iter().find(|choice| choice.value == value);
    chosen.map_or_else(|| value.to_owned(), |choice| markup::plain(&choice.label).into_owned())
}
