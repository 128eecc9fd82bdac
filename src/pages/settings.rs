//! The device's own settings: language, who fills, the device's name, how safe its storage is.

use record::OfficerId;
use store::settings::{Officer, set_officer};
use web_sys::{HtmlInputElement, SubmitEvent};
use yew::platform::spawn_local;
use yew::prelude::*;

use super::look::LookSettings;
use crate::platform::storage::{self, Persistence};
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
            <LookSettings />
            <OfficerSettings session={session.clone()} />
            <DeviceFacts session={session} />
            <StorageFacts />
        </Page>
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
        let onchange = move |_: Event| {
            let dispatcher = dispatcher.clone();
            spawn_local(async move { change_language(language, &dispatcher).await });
        };
        html! {
            <label class="choice" key={language.tag()} data-value={language.tag()} lang={language.tag()}>
                <input class="choice__input" type="radio" name="language" checked={text.language() == language} {onchange} />
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

#[component]
fn DeviceFacts(props: &SectionProps) -> Html {
    let text = use_text();
    let Some(settings) = &props.session.settings else { return Html::default() };
    html! {
        <section class="section">
            <h2 class="section__title">{ t!(text, SettingsDevice) }</h2>
            <dl class="facts">
                <dt>{ t!(text, SettingsFingerprint) }</dt>
                <dd class="facts__code facts__code--large" data-fingerprint="">{ settings.device.id.fingerprint() }</dd>
            </dl>
            <p class="field__hint">{ t!(text, SettingsFingerprintHint) }</p>
        </section>
    }
}

#[component]
fn StorageFacts() -> Html {
    let text = use_text();
    let persistence = use_state_eq(|| Persistence::Unknown);
    let used = use_state_eq(|| None::<u64>);
    {
        let (persistence, used) = (persistence.setter(), used.setter());
        use_effect_with((), move |()| {
            spawn_local(async move {
                persistence.set(storage::persistence().await);
                used.set(storage::usage().await.map(|usage| usage.used_bytes));
            });
        });
    }
    let onclick = {
        let persistence = persistence.setter();
        move |_: MouseEvent| {
            let persistence = persistence.clone();
            spawn_local(async move { persistence.set(storage::ask_to_persist().await) });
        }
    };
    let promise = match *persistence {
        Persistence::Promised => t!(text, SettingsPersistPromised),
        Persistence::BestEffort => t!(text, SettingsPersistBestEffort),
        Persistence::Unknown => t!(text, SettingsPersistUnknown),
    };
    html! {
        <section class="section">
            <h2 class="section__title">{ t!(text, SettingsStorage) }</h2>
            <p>{ promise }</p>
            if let Some(bytes) = *used {
                <p class="field__hint">{ t!(text, SettingsUsed, megabytes = bytes.div_ceil(1 << 20)) }</p>
            }
            if *persistence != Persistence::Promised {
                <button type="button" class="button" data-action="persist" {onclick}>{ t!(text, SettingsPersistAsk) }</button>
            }
        </section>
    }
}
