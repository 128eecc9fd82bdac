//! The answers of a record, in the order in which its form asked, as people read them.
//!
//! They are read from what was kept and nothing is worked out again, so a figure stands here as it stood on that day.
//!
//! Not here: answers that are held against each other (`answered`), those of a draft (`fill::overview`).

use std::collections::BTreeMap;

use form::definition::{ChoiceSource, Control, DataType, NodeDef, NodeKind};
use form::{FormDefinition, Package};
use record::Submission;
use serde_json::{Map, Value as Json};
use yew::prelude::*;

use super::super::ledger::{code, said};
use crate::state::desk::Words;
use crate::state::lists;
use crate::t;
use crate::text::Text;
use crate::text::dates::date;
use crate::worker::desk::lists::{EntityName, Named};

/// What stands on the page, one below the other.
pub enum Line {
    /// A group, or an entry of a repeat.
    Title(String),
    Answer {
        path: String,
        label: String,
        said: Said,
    },
}

pub enum Said {
    Text(String),
    /// Entities, each with the way to its page.
    Names(Vec<EntityName>),
}

/// The answers of what stands of a record. `words` learns what their questions are called. Without the form they go by
/// the names that programs know them by.
pub async fn read(submission: &Submission, package: Option<&Package>, words: &mut Words, text: &Text) -> Vec<Line> {
    let mut questions = BTreeMap::new();
    let mut ids = Vec::new();
    if let Some(package) = package {
        let Package { definition, files } = package;
        words.learn(definition, files, code(text.language()));
        for node in &definition.nodes {
            questions.insert(node.path.as_str(), node);
        }
        each(
            "/data",
            &submission.answers,
            &mut |path, answer| match questions.get(path).map(|node| kind(node, package)) {
                Some(Kind::Listed) => words.learn_answers(definition, files, code(text.language()), path),
                Some(Kind::Entities) => ids.extend(answer.as_str().map(str::to_owned)),
                Some(Kind::Other) | None => {}
            },
        );
    }
    // Where the lists cannot be asked, ids stand as they are.
    let named = if ids.is_empty() { Named::default() } else { lists::named(ids).await.unwrap_or_default() };
    let form = package.map(|package| &package.definition);
    let reading = Reading { submission, form, questions, named, words, text };
    let mut lines = Vec::new();
    reading.group("/data", &submission.answers, &mut lines);
    lines
}

/// How the answer of a question is to be looked up.
enum Kind {
    /// Among the choices of its form.
    Listed,
    /// Among the entities of a list of this device.
    Entities,
    Other,
}

fn kind(node: &NodeDef, package: &Package) -> Kind {
    let NodeKind::Question { control: Control::Select { choices }, .. } = &node.kind else { return Kind::Other };
    match choices.source {
        ChoiceSource::External(external) => match package.definition.externals.get(external) {
            Some(external) if package.files.contains_key(&external.file) => Kind::Listed,
            _ => Kind::Entities,
        },
        ChoiceSource::List(_) => Kind::Listed,
        ChoiceSource::Repeat(_) => Kind::Other,
    }
}

/// Calls for each single answer, with its path without positions.
fn each(path: &str, answers: &Map<String, Json>, of: &mut dyn FnMut(&str, &Json)) {
    for (name, answer) in answers {
        let path = format!("{path}/{name}");
        match answer {
            Json::Array(rows) => rows.iter().filter_map(Json::as_object).for_each(|row| each(&path, row, of)),
            Json::Object(group) if !group.contains_key("coordinates") => each(&path, group, of),
            _ => of(&path, answer),
        }
    }
}

struct Reading<'a> {
    submission: &'a Submission,
    form: Option<&'a FormDefinition>,
    questions: BTreeMap<&'a str, &'a NodeDef>,
    named: Named,
    words: &'a Words,
    text: &'a Text,
}

impl Reading<'_> {
    fn group(&self, path: &str, answers: &Map<String, Json>, lines: &mut Vec<Line>) {
        for (name, answer) in answers {
            let path = format!("{path}/{name}");
            match answer {
                Json::Array(rows) => self.rows(&path, rows, lines),
                Json::Object(group) if !group.contains_key("coordinates") => {
                    self.titled(self.label(&path), lines, |lines| self.group(&path, group, lines));
                }
                _ => self.answer(path, answer, lines),
            }
        }
    }

    fn rows(&self, path: &str, rows: &[Json], lines: &mut Vec<Line>) {
        self.titled(self.label(path), lines, |lines| {
            for (row, place) in rows.iter().filter_map(Json::as_object).zip(1_usize..) {
                let title = t!(self.text, RepeatPosition, count = place).to_string();
                self.titled(Some(title), lines, |lines| self.group(path, row, lines));
            }
        });
    }

    /// What has nothing to show has no title either.
    fn titled(&self, title: Option<String>, lines: &mut Vec<Line>, below: impl FnOnce(&mut Vec<Line>)) {
        let before = lines.len();
        lines.extend(title.map(Line::Title));
        let titled = lines.len();
        below(lines);
        if lines.len() == titled {
            lines.truncate(before);
        }
    }

    /// A question without a label is worked out for programs.
    fn answer(&self, path: String, answer: &Json, lines: &mut Vec<Line>) {
        let Some(label) = self.label(&path) else { return };
        let said = match answer {
            Json::String(answer) if answer.is_empty() => return,
            Json::String(answer) => self.text(&path, answer),
            Json::Null => return,
            Json::Object(place) => Said::Text(where_it_is(place)),
            other => Said::Text(other.to_string()),
        };
        lines.push(Line::Answer { path, label, said });
    }

    fn label(&self, path: &str) -> Option<String> {
        let Some(form) = self.form else { return path.rsplit('/').next().map(str::to_owned) };
        let label = self.words.question(&form.id, path);
        (label != path).then(|| label.to_owned())
    }

    fn text(&self, path: &str, answer: &str) -> Said {
        if let Some(names) = said::names(answer, &self.named) {
            return Said::Names(names.into_iter().cloned().collect());
        }
        if self.submission.attachments.iter().any(|file| file.name == answer) {
            return Said::Text(t!(self.text, ReviewFile).to_string());
        }
        let kind = self.questions.get(path).map(|node| &node.kind);
        Said::Text(match kind {
            Some(NodeKind::Question { control: Control::Acknowledge, .. }) => {
                t!(self.text, QuestionAcknowledge).to_string()
            }
            Some(NodeKind::Question { data_type: DataType::Date, .. }) => date(answer, self.text).to_string(),
            _ => self.words.answer(&self.submission.form.id, path, answer, &t!(self.text, ListSeparator)),
        })
    }
}

/// Latitude and longitude of a place; of a way or a field the first of its places and how many there are.
fn where_it_is(place: &Map<String, Json>) -> String {
    let mut at = place.get("coordinates").unwrap_or(&Json::Null);
    let mut places = 1;
    while let Some(first) = at.get(0).filter(|first| first.is_array()) {
        places = at.as_array().map_or(1, Vec::len);
        at = first;
    }
    let figure = |which: usize| at.get(which).and_then(Json::as_f64);
    match (figure(1), figure(0)) {
        (Some(latitude), Some(longitude)) if places > 1 => format!("{latitude:.5}, {longitude:.5} … ({places})"),
        (Some(latitude), Some(longitude)) => format!("{latitude:.5}, {longitude:.5}"),
        _ => String::new(),
    }
}

/// The answers as a section. Nothing where nothing was answered.
pub fn section(lines: &[Line], text: &Text) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    let below_one_title = lines.chunk_by(|_, next| matches!(next, Line::Answer { .. }));
    html! {
        <section class="section" data-section="answers">
            <h2 class="section__title">{ t!(text, RecordAnswers) }</h2>
            { for below_one_title.map(|lines| titled(lines, text)) }
        </section>
    }
}

fn titled(lines: &[Line], text: &Text) -> Html {
    let (title, answers) = match lines {
        [Line::Title(title), answers @ ..] => (Some(title), answers),
        answers => (None, answers),
    };
    let answer = |line: &Line| match line {
        Line::Title(_) => Html::default(),
        Line::Answer { path, label, said } => {
            let said = match said {
                Said::Text(said) => said.into(),
                Said::Names(names) => said::links(&names.iter().collect::<Vec<_>>(), text),
            };
            html! { <><dt>{ label }</dt><dd data-answer={path.clone()}>{ said }</dd></> }
        }
    };
    html! {
        <>
            if let Some(title) = title {
                <h3 class="group__title">{ title }</h3>
            }
            if !answers.is_empty() {
                <dl class="facts">{ for answers.iter().map(answer) }</dl>
            }
        </>
    }
}
