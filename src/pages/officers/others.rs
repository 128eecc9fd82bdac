//! What is said of what other officers of this tablet have: how much it is, and whose a thing is. It is never listed.

use std::rc::Rc;

use store::Settings;
use store::settings::Officer;
use yew::prelude::*;

use super::refused::{Refused, listed};
use super::use_change;
use crate::route::Route;
use crate::state::device::{Device, use_device};
use crate::state::officers::{Change, Holdings, Refusal, of_others};
use crate::state::remote::{Remote, use_remote};
use crate::state::use_session;
use crate::t;
use crate::text::use_text;
use crate::widgets::{Banner, Page, Tone};

/// Who fills, and how much of the others there is. Nothing at all where there are no others.
#[component]
pub fn Others() -> Html {
    let text = use_text();
    let device = use_device();
    let settings = use_session().and_then(|session| session.settings.clone());
    let (holdings, _) = use_remote((device, settings.clone()), |(device, settings)| {
        let (device, settings): (Rc<Device>, Rc<Settings>) = (device?, settings?);
        (!settings.others.is_empty()).then_some(async move { of_others(&device, &settings).await })
    });
    let Some(officer) =
        settings.as_ref().filter(|settings| !settings.others.is_empty()).and_then(|settings| settings.officer.clone())
    else {
        return Html::default();
    };
    let there = match &holdings {
        Remote::Ready(holdings) => **holdings,
        // What cannot be read is told by the lists themselves.
        Remote::Loading | Remote::Failed => Holdings::default(),
    };
    let parts = [
        (there.drafts, t!(text, OfficersDrafts, count = there.drafts)),
        (there.records(), t!(text, OfficersRecords, count = there.records())),
        (there.binned, t!(text, OfficersBinned, count = there.binned)),
    ];
    let switch = html! { <a class="button" href={Route::Officers.href()} data-action="officers">{ t!(text, OfficersSwitch) }</a> };
    html! {
        <Banner tone={Tone::Info} title={t!(text, OfficersNow, name = officer.name.clone(), code = officer.id.to_string())} actions={switch}>
            if !there.is_empty() {
                <p data-others-drafts={there.drafts.to_string()} data-others-records={there.records().to_string()}>
                    { t!(text, OfficersOthers, what = listed(&parts, &text)) }
                </p>
            }
        </Banner>
    }
}

#[derive(PartialEq, Properties)]
pub struct WhoseProps {
    /// Whose it is.
    pub owner: Officer,
    /// Once that officer fills.
    pub on_switched: Callback<()>,
}

/// In place of a draft or a record of another officer's: whose it is, and a way to it.
#[component]
pub fn Whose(props: &WhoseProps) -> Html {
    let text = use_text();
    let refusal = use_state_eq(|| None::<Refusal>);
    let make = {
        let (refusal, on_switched) = (refusal.setter(), props.on_switched.clone());
        use_change(Callback::from(move |result: Result<(), Refusal>| match result {
            Ok(()) => on_switched.emit(()),
            Err(why) => refusal.set(Some(why)),
        }))
    };
    let Officer { id, name, .. } = props.owner.clone();
    let switch = {
        let id = id.clone();
        make.reform(move |_: MouseEvent| Change::Choose(id.clone()))
    };
    let actions = html! {
        <>
            <a class="button" href={Route::Today.href()}>{ t!(text, BackToToday) }</a>
            <button type="button" class="button button--primary" data-action="choose-officer" onclick={switch}>
                { t!(text, OfficersChoose, name = name.clone()) }
            </button>
        </>
    };
    html! {
        <Page title={t!(text, OfficersTitle)}>
            <Banner tone={Tone::Warning} title={t!(text, OfficersWhose, name = name)} {actions}>
                <p data-owner={id.to_string()}>{ t!(text, OfficersWhoseAdvice) }</p>
                if let Some(refusal) = (*refusal).clone() {
                    <p><Refused {refusal} /></p>
                }
            </Banner>
        </Page>
    }
}
