//! The device's own settings. What a first record needs is here: language, and who fills.
//!
//! The rest lies in the second part of the program: `look`, `device`.

pub mod device;
pub mod look;

use std::rc::Rc;

use store::officers::OfficerProblem;
use store::settings::{Officer, set_officer};
use web_sys::SubmitEvent;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::later::{Later, Part};
use crate::state::device::{Device, use_device};
use crate::state::officers::{Change, Refusal, changing};
use crate::state::session::SessionHandle;
use crate::state::{change_language, reread_settings, use_session};
use crate::t;
use crate::text::{Language, use_text};
use crate::widgets::{Banner, LineField, Page, Tone};

#[component]
pub fn Settings() -> Html {
    let text = use_text();
    let Some(session) = use_session() else { return Html::default() };
    html! {
        <Page title={t!(text, NavSettings)}>
            <LanguageSettings session={session.clone()} />
            <OfficerForm session={session.clone()} whose={session.settings.as_ref().and_then(|settings| settings.officer.clone())} />
            <MoreSettings is_kept={session.is_offline_ready} />
        </Page>
    }
}

#[derive(PartialEq, Properties)]
struct MoreSettingsProps {
    /// Whether everything is here for offline use.
    is_kept: bool,
}

/// What nobody needs before the first form: behind a button until it is here anyway.
#[component]
fn MoreSettings(props: &MoreSettingsProps) -> Html {
    let text = use_text();
    let is_open = use_state_eq(|| false);
    if *is_open || props.is_kept {
        return html! { <Later part={Part::MoreSettings} /> };
    }
    let onclick = move |_: MouseEvent| is_open.set(true);
    html! {
        <section class="section">
            <button type="button" class="button" data-action="more-settings" {onclick}>{ t!(text, SettingsMore) }</button>
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct SectionProps {
    session: SessionHandle,
}

#[component]
fn LanguageSettings(props: &SectionProps) -> Html {
    let text = use_text();
    let choice = |language: Language| {
        let dispatcher = props.session.dispatcher();
        let is_chosen = text.language() == language;
        let onchange = move |_: Event| {
            let dispatcher = dispatcher.clone();
            spawn_local(async move { change_language(language, &dispatcher).await });
        };
        html! {
            <label class={classes!("choice", is_chosen.then_some("choice--chosen"))} key={language.tag()} data-value={language.tag()} lang={language.tag()}>
                <input class="choice__input" type="radio" name="language" checked={is_chosen} {onchange} />
                <span class="choice__label">{ language.own_name() }</span>
            </label>
        }
    };
    html! {
        <fieldset class="section">
            <legend class="section__title">{ t!(text, SettingsLanguage) }</legend>
            if props.session.language_failed {
                <Banner tone={Tone::Warning}><p>{ t!(text, SettingsLanguageFailed) }</p></Banner>
            }
            <div class="choices choices--row">{ for Language::ALL.into_iter().map(choice) }</div>
        </fieldset>
    }
}

#[derive(PartialEq, Properties)]
pub struct OfficerFormProps {
    pub session: SessionHandle,
    /// Who is corrected. `None`: somebody new.
    pub whose: Option<Officer>,
    #[prop_or_default]
    pub on_saved: Callback<()>,
}

/// Who somebody is. The first one of a tablet is written down here; all that comes later is a change of the officers.
#[component]
pub fn OfficerForm(props: &OfficerFormProps) -> Html {
    let text = use_text();
    let device = use_device();
    let saved = use_state_eq(|| None::<Result<(), Refusal>>);
    // What somebody is typing stays, whatever else comes into the page meanwhile.
    let edited = use_state_eq(|| None::<[String; 3]>);
    let known = || match &props.whose {
        Some(officer) => [officer.name.clone(), officer.id.to_string(), officer.unit.clone()],
        None => Default::default(),
    };
    let shown = (*edited).clone().unwrap_or_else(known);

    let onsubmit = {
        let (saved, shown) = (saved.setter(), shown.clone());
        let edited = edited.setter();
        let (session, whose, on_saved) = (props.session.clone(), props.whose.clone(), props.on_saved.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let Some(device) = device.clone() else { return };
            let typed = Officer::typed(&shown[0], &shown[1], &shown[2]);
            let is_first = session.settings.as_ref().is_none_or(|settings| settings.officer.is_none());
            let (saved, session, whose, on_saved) =
                (saved.clone(), session.dispatcher(), whose.clone(), on_saved.clone());
            let edited = edited.clone();
            spawn_local(async move {
                let result = kept(&device, whose, typed, is_first).await;
                let is_reread = reread_settings(&device.database, &session).await;
                let is_saved = result.is_ok();
                saved.set(Some(result));
                if is_saved {
                    if is_reread {
                        edited.set(None); // else the page would show who it was
                    }
                    on_saved.emit(());
                }
            });
        }
    };
    let field = |at: usize, name: &'static str, label: AttrValue| {
        let value = shown[at].clone();
        let on_text = {
            let (edited, saved, shown) = (edited.setter(), saved.setter(), shown.clone());
            Callback::from(move |line: String| {
                let mut typed = shown.clone();
                typed[at] = line;
                edited.set(Some(typed));
                saved.set(None);
            })
        };
        html! { <LineField {name} id={name} {label} {value} {on_text} required={at < 2} /> }
    };
    let (status, said) = match &*saved {
        Some(Ok(())) => ("saved", t!(text, SettingsSaved).into()),
        Some(Err(refusal)) => (
            "failed",
            html! { <Later part={Part::OfficerRefused(refusal.clone())}>{ t!(text, SettingsNotSaved) }</Later> },
        ),
        None => ("", Html::default()),
    };
    // What is wrong is said by the page, in its own language.
    html! {
        <form class="section" novalidate=true {onsubmit}>
            <h2 class="section__title">{ t!(text, SettingsOfficer) }</h2>
            <p class="field__hint">{ t!(text, SettingsOfficerHint) }</p>
            <div class="fields">
                { field(0, "officer-name", t!(text, SettingsOfficerName)) }
                { field(1, "officer-code", t!(text, SettingsOfficerCode)) }
                { field(2, "officer-unit", t!(text, SettingsOfficerUnit)) }
            </div>
            <div class="section__actions">
                <button type="submit" class="button button--primary" data-action="save-officer">
                    { t!(text, SettingsSave) }
                </button>
                <span role="status" data-status={status}>{ said }</span>
            </div>
        </form>
    }
}

async fn kept(
    device: &Rc<Device>,
    whose: Option<Officer>,
    typed: Result<Officer, OfficerProblem>,
    is_first: bool,
) -> Result<(), Refusal> {
    let typed = typed?;
    match whose {
        None if is_first => Ok(device.run(set_officer(&typed)).await?),
        None => changing(device.clone(), Change::Add(typed)).await?.await,
        Some(whose) => changing(device.clone(), Change::Correct(whose.id, typed)).await?.await,
    }
}
