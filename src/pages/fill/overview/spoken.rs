//! An answer as a person would read it out.

use form::definition::DataType;
use form::markup;
use form::view::{ChoiceView, ControlView, QuestionView};
use yew::AttrValue;

use crate::t;
use crate::text::Text;

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
        _ => value.to_owned().into(),
    }
}

fn label_of(choices: &[ChoiceView], value: &str) -> String {
    let chosen = choices.iter().find(|choice| choice.value == value);
    chosen.map_or_else(|| value.to_owned(), |choice| markup::plain(&choice.label).into_owned())
}

/// A date as it is said; what is no date stays as it is.
fn date(value: &str, text: &Text) -> AttrValue {
    let figures: Vec<u32> = value.splitn(3, '-').filter_map(|part| part.parse().ok()).collect();
    match figures.as_slice() {
        [year, month, day] => t!(text, DateSaid, year = *year, month = *month, day = *day),
        _ => value.to_owned().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_said_as_people_say_it() {
        let said = |value: &str| date(value, &Text::default()).to_string();
        assert_eq!(said("2023-10-31"), t!(Text::default(), DateSaid, year = 2023, month = 10, day = 31));
        assert!(said("2023-01-05").starts_with("2023"));
        assert!(!said("2023-01-05").contains("01"), "{}", said("2023-01-05"));
        assert_eq!(said("soon"), "soon");
    }
}
