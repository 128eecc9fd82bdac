//! An answer of a record as people read it where it stands against another one.
//!
//! Not here: what entities say (`enterprise::paper`), which answers those are (`ledger::Answers`).

use ledger::Asked;
use serde_json::Value;

use crate::state::answers::path;
use crate::state::desk::Words;
use crate::t;
use crate::text::Text;

/// Labels for choices; the rows of a repeat with what each question of it is called; of a place where it is.
pub fn read(form: &str, property: &str, asked: Asked, answer: &str, words: &Words, text: &Text) -> String {
    let whole = (asked == Asked::Closed).then(|| serde_json::from_str::<Value>(answer).ok()).flatten();
    match whole {
        Some(whole) => said(form, &path(property), &whole, words, text),
        None => words.answer(form, &path(property), answer, &t!(text, ListSeparator)),
    }
}

fn said(form: &str, path: &str, answer: &Value, words: &Words, text: &Text) -> String {
    match answer {
        Value::Array(rows) => {
            let row = |(row, place): (&Value, u32)| format!("{place}. {}", said(form, path, row, words, text));
            rows.iter().zip(1..).map(row).collect::<Vec<_>>().join("\n")
        }
        Value::Object(place) if place.contains_key("coordinates") => {
            place.get("coordinates").map(Value::to_string).unwrap_or_default()
        }
        Value::Object(group) => {
            let one = |(name, answer): (&String, &Value)| {
                let path = format!("{path}/{name}");
                let said = said(form, &path, answer, words, text);
                (!said.is_empty())
                    .then(|| t!(text, DecideAnswer, question = words.question(form, &path).to_owned(), answer = said))
            };
            group
                .iter()
                .filter_map(one)
                .map(|said| said.to_string())
                .collect::<Vec<_>>()
                .join(&*t!(text, ListSeparator))
        }
        Value::Null => String::new(),
        Value::String(answer) => words.answer(form, path, answer, &t!(text, ListSeparator)),
        other => other.to_string(),
    }
}
