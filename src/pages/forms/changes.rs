//! What a form that was opened says differently from the version it takes the place of.

use std::rc::Rc;

use form::{Difference, What, differences};
use record::FormHash;
use store::forms::Form;
use yew::prelude::*;

use crate::pages::ledger::code;
use crate::state::device::{Device, LoadError, use_device};
use crate::state::library;
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::{Key, Language, use_text};
use crate::widgets::{Banner, Tone};

/// So many are shown one by one.
const MOST: usize = 200;

#[derive(PartialEq, Properties)]
pub struct ChangesProps {
    /// The version that is no longer offered.
    pub older: Form,
    pub newer: Form,
}

async fn load(
    device: Rc<Device>,
    [older, newer]: [FormHash; 2],
    language: Language,
) -> Result<Option<Vec<Difference>>, LoadError> {
    let (older, newer) = (library::package(&device, older).await?, library::package(&device, newer).await?);
    Ok(older.zip(newer).map(|(older, newer)| differences(&older.definition, &newer.definition, code(language))))
}

#[component]
pub fn Changes(props: &ChangesProps) -> Html {
    let text = use_text();
    let ChangesProps { older, newer } = props;
    let versions = [older.form.hash, newer.form.hash];
    let device = use_device();
    let (told, _) = use_remote((device, versions, text.language()), |(device, versions, language)| {
        device.map(|device| load(device, versions, language))
    });
    // What cannot be compared is taken in all the same.
    let Remote::Ready(told) = &told else { return Html::default() };
    let Some(told) = &**told else { return Html::default() };
    let is_same_version = !told.is_empty() && older.form.version == newer.form.version;
    html! {
        <div data-changes={told.len().to_string()}>
            if told.is_empty() {
                <p class="lead">{ t!(text, FormsSame) }</p>
            } else {
                <DifferenceTable told={told.clone()} />
            }
            if is_same_version {
                <Banner tone={Tone::Warning}>
                    <p data-same-version={newer.form.version.clone()}>{ t!(text, FormsSameVersion, version = newer.form.version.clone()) }</p>
                </Banner>
            }
        </div>
    }
}

#[derive(PartialEq, Properties)]
pub struct DifferenceTableProps {
    pub told: Vec<Difference>,
}

/// What was and what is, line by line.
#[component]
pub fn DifferenceTable(props: &DifferenceTableProps) -> Html {
    let text = use_text();
    let told = &props.told;
    let row = |(place, one): (usize, &Difference)| {
        html! {
            <tr key={place} data-change={one.what.name()}>
                <td>{ text.get(what(one.what)) }</td>
                <td>{ &one.place }</td>
                <td>{ &one.before }</td>
                <td>{ &one.after }</td>
            </tr>
        }
    };
    html! {
        <>
            <div class="table-frame">
                <table class="table">
                    <caption class="lead">{ t!(text, FormsChanges, count = told.len()) }</caption>
                    <thead><tr>
                        <th scope="col">{ t!(text, FormsChangeWhat) }</th>
                        <th scope="col">{ t!(text, FormsChangeWhere) }</th>
                        <th scope="col">{ t!(text, FormsChangeBefore) }</th>
                        <th scope="col">{ t!(text, FormsChangeAfter) }</th>
                    </tr></thead>
                    <tbody>{ for told.iter().take(MOST).enumerate().map(row) }</tbody>
                </table>
            </div>
            if told.len() > MOST {
                <p class="lead">{ t!(text, FormsChangesMore, count = told.len() - MOST) }</p>
            }
        </>
    }
}

fn what(what: What) -> Key {
    match what {
        What::Title => Key::FormsChangeTitle,
        What::QuestionAdded => Key::FormsChangeAdded,
        What::QuestionRemoved => Key::FormsChangeRemoved,
        What::QuestionCalled => Key::FormsChangeCalled,
        What::QuestionExplained => Key::FormsChangeExplained,
        What::QuestionAsked => Key::FormsChangeAsked,
        What::QuestionRuled => Key::FormsChangeRuled,
        What::QuestionSaved => Key::FormsChangeSaved,
        What::ChoiceAdded => Key::FormsChangeChoiceAdded,
        What::ChoiceRemoved => Key::FormsChangeChoiceRemoved,
        What::ChoiceCalled => Key::FormsChangeChoiceCalled,
    }
}
