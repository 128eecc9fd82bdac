//! An empty table for a form, to be filled elsewhere and brought in here.

use form::definition::DataType;
use ledger::intake::Asked;
use store::forms::Form;
use yew::prelude::*;

use super::outcome::WORKBOOK;
use crate::platform::{files, timer};
use crate::state::device::{Device, use_device};
use crate::state::remote::{Remote, use_remote};
use crate::state::tables;
use crate::t;
use crate::text::{Text, use_text};

/// On the import page: that tables can be brought in, and templates for them.
#[component]
pub fn Templates() -> Html {
    let text = use_text();
    let device = use_device();
    let failed = use_state_eq(|| false);
    let (forms, _) = use_remote(device.clone(), |device| {
        let device = device?;
        Some(async move { tables::forms(&device).await })
    });
    let Remote::Ready(forms) = forms else { return Html::default() };
    let button = |form: &Form| {
        let (device, form, text, failed) = (device.clone(), form.clone(), text.clone(), failed.setter());
        let label = t!(text, TemplateDownload, form = super::called(&form, &text));
        let id = form.form.id.clone();
        let onclick = move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (form, text, failed) = (form.clone(), text.clone(), failed.clone());
            timer::spawn(async move { failed.set(!hand_out(&device, &form, &text).await) });
        };
        html! {
            <button key={id.clone()} type="button" class="button" data-action="template" data-form={id.clone()} {onclick}>{ label }</button>
        }
    };
    html! {
        <section class="section">
            <h2 class="section__title">{ t!(text, TemplateTitle) }</h2>
            <p class="field__hint">{ t!(text, TemplateHint) }</p>
            <div class="section__actions">{ for forms.iter().map(button) }</div>
            if *failed {
                <p class="fine" role="alert">{ t!(text, TableNotMade) }</p>
            }
        </section>
    }
}

async fn hand_out(device: &Device, form: &Form, text: &Text) -> bool {
    let language: String = text.language().tag().chars().take(2).collect();
    let Ok(asked) = tables::questions(device, form, &language).await else { return false };
    let guide = asked.iter().map(|question| guided(question, text)).collect();
    let names = [
        form.title.clone(),
        t!(text, TemplateGuide).to_string(),
        t!(text, TemplateChoices).to_string(),
        t!(text, TemplateRest).to_string(),
        t!(text, TemplateColumn).to_string(),
        t!(text, TemplateNeeded).to_string(),
        t!(text, TemplateHow).to_string(),
    ];
    let made = tables::template(asked, guide, names.to_vec()).await;
    let name = t!(text, TemplateName, form = form.title.clone()).to_string();
    made.is_ok_and(|bytes| files::download(&name, WORKBOOK, &bytes).is_ok())
}

/// Whether a question must be answered, and how.
fn guided(question: &Asked, text: &Text) -> (String, String) {
    let needed = if question.required { t!(text, TemplateMust) } else { t!(text, TemplateMay) };
    let how = match question.data_type {
        DataType::Integer => t!(text, TemplateWhole),
        DataType::Decimal => t!(text, TemplateNumber),
        DataType::Date => t!(text, TemplateDate),
        DataType::SelectMultiple => t!(text, TemplateSeveral),
        DataType::SelectOne if !question.choices.is_empty() => t!(text, TemplateChoose),
        _ => t!(text, TemplateText),
    };
    (needed.to_string(), [how.to_string(), question.hint.clone()].join(" ").trim().to_owned())
}
