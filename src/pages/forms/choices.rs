//! The choices of a form: taken out as tables, brought in with what they change in sight.

use std::cell::RefCell;
use std::rc::Rc;

use form::differences;
use store::forms::Form;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::changes::DifferenceTable;
use super::opening::refused;
use crate::pages::ledger::code;
use crate::pages::mapping::said;
use crate::platform::files::{self, ChosenFile};
use crate::platform::timer;
use crate::state::choices::{self, ChoicesError, Renewed};
use crate::state::device::{Device, use_device};
use crate::state::use_session;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, FileDrop, Tone};

#[derive(PartialEq, Properties)]
pub struct ChoiceListsProps {
    /// Those that can be begun.
    pub forms: Rc<Vec<Form>>,
    pub on_changed: Callback<()>,
}

enum Stage {
    Nothing,
    Working,
    /// Taken by whoever says yes.
    Seen(Box<RefCell<Option<Renewed>>>),
    /// The title and the version that is offered now.
    Taken(String, String),
    /// This file was handed out.
    Out(String),
    /// A file could not be handed out.
    NotOut,
    Failed(ChoicesError),
}

#[component]
pub fn ChoiceLists(props: &ChoiceListsProps) -> Html {
    let text = use_text();
    let device = use_device();
    let is_read_only = use_session().is_none_or(|session| session.settings.is_none());
    let id = use_state_eq(|| None::<String>);
    let stage = use_state(|| Rc::new(Stage::Nothing));
    let form = props.forms.iter().find(|form| Some(&form.form.id) == id.as_ref()).or(props.forms.first()).cloned();
    let Some(form) = form else { return Html::default() };
    let onchange = {
        let (id, stage) = (id.setter(), stage.setter());
        move |event: Event| {
            id.set(Some(event.target_unchecked_into::<HtmlSelectElement>().value()));
            stage.set(Rc::new(Stage::Nothing));
        }
    };
    let take_out = |file: Option<String>| {
        let (stage, device, form) = (stage.setter(), device.clone(), form.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (stage, form, file) = (stage.clone(), form.clone(), file.clone());
            stage.set(Rc::new(Stage::Working));
            timer::spawn(async move { stage.set(Rc::new(handed_out(&device, &form, file.as_deref()).await)) });
        })
    };
    let on_files = {
        let (stage, device, form) = (stage.setter(), device.clone(), form.clone());
        Callback::from(move |chosen: Vec<ChosenFile>| {
            let (Some(device), Some(file)) = (device.clone(), chosen.into_iter().next()) else { return };
            let (stage, form) = (stage.clone(), form.clone());
            stage.set(Rc::new(Stage::Working));
            timer::spawn(async move {
                let seen = choices::look(&device, &form, &file).await;
                let seen = seen.map(|renewed| Stage::Seen(Box::new(RefCell::new(Some(renewed)))));
                stage.set(Rc::new(seen.unwrap_or_else(Stage::Failed)));
            });
        })
    };
    let on_use = {
        let (stage, device, on_changed) = (stage.clone(), device.clone(), props.on_changed.clone());
        Callback::from(move |_: MouseEvent| {
            let Stage::Seen(renewed) = &**stage else { return };
            let (Some(device), Some(renewed)) = (device.clone(), renewed.take()) else { return };
            let (stage, on_changed) = (stage.setter(), on_changed.clone());
            stage.set(Rc::new(Stage::Working));
            timer::spawn(async move {
                let taken = choices::take_in(&device, renewed).await;
                let taken = taken.map(|opened| Stage::Taken(opened.form.title, opened.form.form.version));
                stage.set(Rc::new(taken.unwrap_or_else(Stage::Failed)));
                on_changed.emit(());
            });
        })
    };
    let on_leave = {
        let stage = stage.setter();
        Callback::from(move |_: MouseEvent| stage.set(Rc::new(Stage::Nothing)))
    };
    let titled = |form: &Form| form.listing.title(code(text.language())).unwrap_or(&form.title).to_owned();
    html! {
        <section class="section" data-section="choice-lists">
            <h2 class="section__title">{ t!(text, ChoiceListsTitle) }</h2>
            <p class="field__hint">{ t!(text, ChoiceListsAbout) }</p>
            <label class="field">
                <span class="field__label">{ t!(text, ChoiceListsForm) }</span>
                <select class="field__input" data-input="choice-lists-form" {onchange}>
                    { for props.forms.iter().map(|one| html! {
                        <option value={one.form.id.clone()} selected={one.form.id == form.form.id}>{ titled(one) }</option>
                    }) }
                </select>
            </label>
            <div class="section__outcome">
                { match &**stage {
                    Stage::Nothing => Html::default(),
                    Stage::Working => html! { <p class="lead" role="status">{ t!(text, FormsReading) }</p> },
                    Stage::Seen(renewed) => match &*renewed.borrow() {
                        Some(renewed) => seen(renewed, &text, &on_use, &on_leave),
                        None => Html::default(),
                    },
                    Stage::Taken(title, version) => html! {
                        <Banner tone={Tone::Success}>
                            <p data-status="choices-taken" data-version={version.clone()}>{ t!(text, ChoiceListsTaken, title = title.clone(), version = version.clone()) }</p>
                        </Banner>
                    },
                    Stage::Out(file) => html! { <Banner tone={Tone::Success}><p data-status="choices-out">{ t!(text, ChoiceListsOut, file = file.clone()) }</p></Banner> },
                    Stage::NotOut => html! { <Banner tone={Tone::Danger}><p data-status="failed">{ t!(text, TableNotMade) }</p></Banner> },
                    Stage::Failed(error) => failed(error, &text),
                } }
            </div>
            <div class="section__actions board__ways">
                <button type="button" class="button" data-action="take-choices" onclick={take_out(None)}>{ t!(text, ChoiceListsTake) }</button>
                { for choices::files(&form).map(|file| html! {
                    <button type="button" class="button" data-action="take-choice-file" data-file={file.clone()} onclick={take_out(Some(file.clone()))}>
                        { t!(text, ChoiceListsTakeFile, file = file.clone()) }
                    </button>
                }) }
            </div>
            <FileDrop kind="choices" label={t!(text, ChoiceListsBring)} hint={t!(text, ChoiceListsBringHint)} accept=".csv,.xlsx"
                disabled={device.is_none() || is_read_only} {on_files} />
        </section>
    }
}

async fn handed_out(device: &Device, form: &Form, file: Option<&str>) -> Stage {
    match choices::take_out(device, form, file).await {
        Ok((name, bytes)) if files::download(&name, "text/csv", &bytes).is_ok() => Stage::Out(name),
        Ok(_) => Stage::NotOut,
        Err(error) => Stage::Failed(error),
    }
}

/// What the form would say differently.
fn seen(renewed: &Renewed, text: &Text, on_use: &Callback<MouseEvent>, on_leave: &Callback<MouseEvent>) -> Html {
    let told = differences(&renewed.before, &renewed.after, code(text.language()));
    let versions = [&renewed.before.version, &renewed.after.version].map(Clone::clone);
    let [before, after] = versions;
    let actions = html! {
        <>
            <button type="button" class="button" data-action="leave-choices" onclick={on_leave}>{ t!(text, ChoiceListsLeave) }</button>
            <button type="button" class="button button--primary" data-action="use-choices" onclick={on_use}>{ t!(text, ChoiceListsUse) }</button>
        </>
    };
    html! {
        <>
            if !told.is_empty() {
                <DifferenceTable {told} />
            }
            <Banner tone={Tone::Info} title={t!(text, ChoiceListsSeen, title = renewed.after.title.clone())} {actions}>
                if let Some((was, is)) = renewed.file_rows {
                    <p data-rows={is.to_string()}>{ t!(text, ChoiceListsRows, before = was, after = is) }</p>
                }
                if before != after {
                    <p data-version={after.clone()}>{ t!(text, ChoiceListsVersion, before = before, after = after) }</p>
                }
                <p>{ t!(text, ChoiceListsWhere) }</p>
            </Banner>
        </>
    }
}

fn failed(error: &ChoicesError, text: &Text) -> Html {
    let said = match error {
        ChoicesError::None => t!(text, ChoiceListsNone),
        ChoicesError::Same => t!(text, ChoiceListsSame),
        ChoicesError::Table(failure) => {
            return html! { <Banner tone={Tone::Danger}><said::Failed failure={failure.clone()} /></Banner> };
        }
        ChoicesError::Form(error) => return refused(error, text),
        ChoicesError::NotHere | ChoicesError::Read(_) => t!(text, ChoiceListsNotHere),
    };
    html! { <Banner tone={Tone::Warning}><p data-status="failed">{ said }</p></Banner> }
}
