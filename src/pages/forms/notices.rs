//! The notices that are shown or read out to people, on paper: one sheet of A5 that an officer hands over.
//!
//! The words are those of the forms, with whatever name and number the zone wrote into them. Where they stand goes by the shipped forms.
//!
//! Source: P02 and P07 of the privacy rules. Not here: the notice beside a question (the form).

use std::rc::Rc;

use yew::prelude::*;

use crate::pages::ledger::code;
use crate::platform::{document, timer};
use crate::state::desk;
use crate::state::device::{Device, use_device};
use crate::t;
use crate::text::{Language, use_text};
use crate::widgets::{Banner, Tone};

/// Form and question.
const NOTICES: [(&str, &str); 3] = [
    ("enterprise_registration", "/data/g_contact/privacy_note"),
    ("social_org_registration", "/data/privacy_note"),
    ("talent_registration", "/data/consent_text"),
];

/// The forms that say it, by their titles, and what they say. Two forms may say the same.
#[derive(Clone, PartialEq)]
struct Notice {
    forms: Vec<String>,
    text: String,
}

#[derive(Clone, PartialEq)]
enum Stage {
    Shut,
    Listed(Rc<Vec<Notice>>),
    Failed,
}

#[derive(PartialEq, Properties)]
pub struct NoticesProps {
    /// The words of one, once they are to be printed.
    pub on_print: Callback<Rc<str>>,
}

#[component]
pub fn Notices(props: &NoticesProps) -> Html {
    let text = use_text();
    let device = use_device();
    let stage = use_state_eq(|| Stage::Shut);
    let list = {
        let (stage, language) = (stage.setter(), text.language());
        move |_: MouseEvent| {
            let (Some(device), stage) = (device.clone(), stage.clone()) else { return };
            timer::spawn(async move {
                stage
                    .set(notices(&device, language).await.map_or(Stage::Failed, |found| Stage::Listed(Rc::new(found))));
            });
        }
    };
    let row = |notice: &Notice| {
        let words: Rc<str> = notice.text.as_str().into();
        let print = props.on_print.reform(move |_: MouseEvent| words.clone());
        html! {
            <div class="field-row" data-notice={notice.forms.len().to_string()}>
                <span>{ notice.forms.join(&t!(text, ListSeparator)) }</span>
                <button type="button" class="button" data-action="print-notice" onclick={print}>{ t!(text, NoticesPrint) }</button>
            </div>
        }
    };
    html! {
        <section class="section" data-section="notices">
            <h2 class="section__title">{ t!(text, NoticesTitle) }</h2>
            <p class="field__hint">{ t!(text, NoticesAbout) }</p>
            { match &*stage {
                Stage::Shut => html! {
                    <button type="button" class="button" data-action="notices" onclick={list}>{ t!(text, NoticesList) }</button>
                },
                Stage::Failed => html! { <Banner tone={Tone::Danger}><p role="alert">{ t!(text, ReadFailed) }</p></Banner> },
                Stage::Listed(found) => html! { <div class="stack">{ for found.iter().map(row) }</div> },
            } }
        </section>
    }
}

#[derive(PartialEq, Properties)]
pub struct NoticePaperProps {
    pub words: Rc<str>,
    /// Counts the taps: the same may be printed once more.
    pub number: u32,
}

/// The sheet, for print alone. Drawn, it hands itself to the browser.
#[component]
pub fn NoticePaper(props: &NoticePaperProps) -> Html {
    use_effect_with(props.number, |_| document::print(""));
    html! {
        <article class="paper paper--notice" data-paper="notice">
            { for props.words.lines().map(|line| html! { <p>{ line.to_owned() }</p> }) }
        </article>
    }
}

async fn notices(device: &Rc<Device>, language: Language) -> Option<Vec<Notice>> {
    let words = desk::words(device, code(language)).await.ok()?;
    let mut found: Vec<Notice> = Vec::new();
    for (form, path) in NOTICES {
        let text = words.question(form, path);
        if text == path {
            continue;
        }
        let title = words.form(form).to_owned();
        match found.iter_mut().find(|known| known.text == text) {
            Some(known) => known.forms.push(title),
            None => found.push(Notice { forms: vec![title], text: text.to_owned() }),
        }
    }
    Some(found)
}
