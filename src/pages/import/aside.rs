//! Files in quarantine: kept as they came, looked at again whenever somebody asks, and thrown away only where somebody says so.

use store::quarantine::Quarantined;
use yew::prelude::*;

use super::said;
use crate::pages::today::minute;
use crate::platform::timer;
use crate::state::access::{self, Step};
use crate::state::device::use_device;
use crate::state::inbox;
use crate::t;
use crate::text::use_text;
use crate::widgets::{Banner, Tone};

#[derive(PartialEq, Properties)]
pub struct AsideProps {
    pub files: Vec<Quarantined>,
    pub on_recall: Callback<Quarantined>,
    /// By their ids.
    pub on_thrown: Callback<String>,
}

#[component]
pub fn Aside(props: &AsideProps) -> Html {
    let text = use_text();
    let device = use_device();
    // The one that somebody is asked about.
    let asked = use_state_eq(|| None::<String>);
    let failed = use_state_eq(|| false);
    let ask = |id: Option<String>| {
        let (asked, failed) = (asked.setter(), failed.setter());
        move |_: MouseEvent| {
            failed.set(false);
            asked.set(id.clone());
        }
    };
    let throw_away = |id: &str| {
        let (id, device, asked, failed) = (id.to_owned(), device.clone(), asked.setter(), failed.setter());
        let on_thrown = props.on_thrown.clone();
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (id, failed, on_thrown) = (id.clone(), failed.clone(), on_thrown.clone());
            // A second tap finds nothing to say yes to.
            asked.set(None);
            timer::spawn(async move {
                match inbox::throw_away(&device, &id).await {
                    Ok(()) => {
                        access::note(&device, Step::Erased, &format!("quarantine/{id}"), 1).await;
                        on_thrown.emit(id);
                    }
                    Err(_) => failed.set(true),
                }
            });
        }
    };
    if props.files.is_empty() {
        return Html::default();
    }
    let row = |aside: &Quarantined| {
        let recall = {
            let (aside, asked) = (aside.clone(), asked.setter());
            props.on_recall.reform(move |_: MouseEvent| {
                asked.set(None);
                aside.clone()
            })
        };
        let actions = html! {
            <>
                <button type="button" class="button button--danger" data-action="throw-away" onclick={throw_away(&aside.id)}>
                    { t!(text, ImportThrowYes) }
                </button>
                <button type="button" class="button" data-action="keep-aside" onclick={ask(None)}>{ t!(text, ImportThrowNo) }</button>
            </>
        };
        let since = aside.since.map(|since| minute(&since.to_string())).unwrap_or_default();
        html! {
            <li class="rows__row" key={aside.id.clone()} data-aside={aside.reason.clone()}>
                <div class="rows__main">
                    <p class="rows__title">{ &aside.name }</p>
                    <p class="rows__detail">{ t!(text, ImportAsideLine, why = said::reason(&aside.reason, &text).to_string(), at = since) }</p>
                    if asked.as_ref() == Some(&aside.id) {
                        <Banner tone={Tone::Warning} {actions}><p>{ t!(text, ImportThrowMeaning) }</p></Banner>
                    }
                </div>
                <button type="button" class="button" data-action="recall" onclick={recall}>{ t!(text, ImportRecall) }</button>
                if asked.as_ref() != Some(&aside.id) {
                    <button type="button" class="button" data-action="ask-throw-away" onclick={ask(Some(aside.id.clone()))}>{ t!(text, ImportThrow) }</button>
                }
            </li>
        }
    };
    html! {
        <section class="section">
            <h2 class="section__title">{ t!(text, ImportAside, count = props.files.len()) }</h2>
            <p class="field__hint">{ t!(text, ImportAsideHint) }</p>
            if *failed {
                <p class="question__problem" role="alert" data-trouble="not-thrown-away">{ t!(text, ImportNotThrown) }</p>
            }
            <ul class="rows">{ for props.files.iter().map(row) }</ul>
        </section>
    }
}
