//! The device's own settings. What a first record needs is here: language, and who fills.
//!
//! The rest lies in the second part of the program: `look`, `device`.

pub mod device;
pub mod look;

use record::OfficerId;
use store::settings::{Officer, set_officer};
use web_sys::{HtmlInputElement, SubmitEvent};
use yew::platform::spawn_local;
use yew::prelude::*;

use super::later::{Later, Part};
use crate::state::session::SessionHandle;
use crate::state::{change_language, reread_settings, use_session};
use crate::t;
use crate::text::{Language, use_text};
use crate::widgets::{Banner, Page, Tone};

#[component]
pub fn Settings() -> Html {
    let text = use_text();
    let Some(session) = use_session() else { return Html::default() };
    html! {
        <Page title={t!(text, NavSettings)}>
            <LanguageSettings session={session.clone()} />
            <OfficerSettings session={session.clone()} />
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

#[component]
fn OfficerSettings(props: &SectionProps) -> Html {
    let text = use_text();
    let saved = use_state_eq(|| None::<bool>);
    // What somebody is typing stays, whatever else comes into the page meanwhile.
    let edited = use_state_eq(|| None::<Officer>);
    let known = props.session.settings.as_ref().and_then(|settings| settings.officer.clone());
    let known = known.unwrap_or_else(|| Officer { id: OfficerId::new(""), name: String::new(), unit: String::new() });
    let shown = (*edited).clone().unwrap_or(known);

    let onsubmit = {
        let (session, saved, shown) = (props.session.clone(), saved.setter(), shown.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let officer = Officer {
                id: OfficerId::new(shown.id.as_str().trim()),
                name: shown.name.trim().to_owned(),
                unit: shown.unit.trim().to_owned(),
            };
            let (session, saved) = (session.clone(), saved.clone());
            spawn_local(async move {
                let Some(database) = session.database().cloned() else { return saved.set(Some(false)) };
                let is_saved = database.run(set_officer(&officer)).await.is_ok();
                saved.set(Some(is_saved && reread_settings(&database, &session.dispatcher()).await));
            });
        }
    };
    let field = |id: &'static str, label: AttrValue, value: String, put: fn(&mut Officer, String)| {
        let (saved, edited, shown) = (saved.setter(), edited.setter(), shown.clone());
        let oninput = move |event: InputEvent| {
            let mut officer = shown.clone();
            put(&mut officer, event.target_unchecked_into::<HtmlInputElement>().value());
            edited.set(Some(officer));
            saved.set(None);
        };
        html! {
            <div class="field">
                <label class="field__label" for={id}>{ label }</label>
                <input class="field__input" {id} type="text" autocomplete="off" maxlength="60" required={id != "officer-unit"}
                    {value} {oninput} />
            </div>
        }
    };
    html! {
        <form class="section" {onsubmit}>
            <h2 class="section__title">{ t!(text, SettingsOfficer) }</h2>
            <p class="field__hint">{ t!(text, SettingsOfficerHint) }</p>
            <div class="fields">
                { field("officer-name", t!(text, SettingsOfficerName), shown.name.clone(), |officer, text| officer.name = text) }
                { field("officer-code", t!(text, SettingsOfficerCode), shown.id.to_string(), |officer, text| officer.id = OfficerId::new(text)) }
                { field("officer-unit", t!(text, SettingsOfficerUnit), shown.unit.clone(), |officer, text| officer.unit = text) }
            </div>
            <div class="section__actions">
                <button type="submit" class="button button--primary" data-action="save-officer">
                    { t!(text, SettingsSave) }
                </button>
                <span role="status" data-status={match *saved { Some(true) => "saved", Some(false) => "failed", None => "" }}>
                    { match *saved {
                        Some(true) => t!(text, SettingsSaved),
                        Some(false) => t!(text, SettingsNotSaved),
                        None => AttrValue::default(),
                    } }
                </span>
            </div>
        </form>
    }
}
