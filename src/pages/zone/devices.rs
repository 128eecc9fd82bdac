//! The tablets of this desk: which are trusted, and the one that was lost.

use record::DeviceId;
use store::devices::DeviceStanding;
use yew::prelude::*;

use super::lost::Lost;
use crate::pages::today::minute;
use crate::platform::timer;
use crate::state::device::use_device;
use crate::state::devices::{self, Known};
use crate::state::remote::use_remote;
use crate::state::zone;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, Tone};

#[derive(PartialEq, Properties)]
pub struct DevicesProps {
    /// How many were enrolled meanwhile: then they are read again.
    pub enrolled: u32,
    /// The desks that this one may withdraw.
    pub desks: Vec<DeviceId>,
    pub on_changed: Callback<()>,
}

#[component]
pub fn Devices(props: &DevicesProps) -> Html {
    let text = use_text();
    let device = use_device();
    let (known, again) = use_remote((device.clone(), props.enrolled), |(device, _)| device.map(devices::known));
    // The device about which it is asked whether it was really lost.
    let asked = use_state_eq(|| None::<DeviceId>);
    let is_failed = use_state_eq(|| false);
    let Some(known) = known.ready().filter(|known| !known.is_empty()) else { return Html::default() };
    let decide = |of: &Known, standing: DeviceStanding| {
        let (device, id, label) = (device.clone(), of.device.id.clone(), of.device.label.clone());
        let (asked, is_failed, again) = (asked.setter(), is_failed.setter(), again.clone());
        // What was lost speaks for nobody either.
        let withdraws = standing == DeviceStanding::Revoked && props.desks.contains(&id);
        let on_changed = props.on_changed.clone();
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (id, label) = (id.clone(), label.clone());
            let (asked, is_failed, again) = (asked.clone(), is_failed.clone(), again.clone());
            let on_changed = on_changed.clone();
            timer::spawn(async move {
                let is_withdrawn = !withdraws || zone::withdraw(&device, &id).await.is_ok();
                is_failed.set(devices::decide(&device, &id, &label, standing).await.is_err() || !is_withdrawn);
                asked.set(None);
                again.emit(());
                on_changed.emit(());
            });
        }
    };
    let ask = |of: Option<DeviceId>| {
        let asked = asked.setter();
        move |_: MouseEvent| asked.set(of.clone())
    };
    let row = |of: &Known| {
        let id = &of.device.id;
        let is_revoked = of.device.standing == DeviceStanding::Revoked;
        let actions = if is_revoked {
            html! {
                <>
                    <button type="button" class="button" data-action="trust-again" onclick={decide(of, DeviceStanding::Trusted)}>
                        { t!(text, DevicesTrust) }
                    </button>
                    <Lost device={id.clone()} title={title(of, &text)} />
                </>
            }
        } else if asked.as_ref() == Some(id) {
            html! {
                <div class="section__actions">
                    <p role="alert">{ t!(text, DevicesRevokeMeaning) }</p>
                    <button type="button" class="button button--danger" data-action="revoke-yes" onclick={decide(of, DeviceStanding::Revoked)}>
                        { t!(text, DevicesRevokeYes) }
                    </button>
                    <button type="button" class="button" data-action="revoke-no" onclick={ask(None)}>{ t!(text, DevicesRevokeNo) }</button>
                </div>
            }
        } else {
            html! {
                <button type="button" class="button" data-action="revoke" onclick={ask(Some(id.clone()))}>{ t!(text, DevicesRevoke) }</button>
            }
        };
        html! {
            <li class="rows__row" key={id.to_string()} data-device={id.to_string()} data-standing={if is_revoked { "revoked" } else { "trusted" }}>
                <div class="rows__main">
                    <p class="rows__title">{ title(of, &text) }</p>
                    <p class="rows__detail">{ facts(of, &text) }</p>
                </div>
                if is_revoked {
                    <span class="badge">{ t!(text, DevicesRevoked) }</span>
                }
                { actions }
            </li>
        }
    };
    html! {
        <section class="section screen" data-section="devices">
            <h2 class="section__title">{ t!(text, DevicesTitle) }</h2>
            <p class="field__hint">{ t!(text, DevicesHint) }</p>
            if *is_failed {
                <Banner tone={Tone::Danger}><p>{ t!(text, DevicesFailed) }</p></Banner>
            }
            <ul class="rows">{ for known.iter().map(row) }</ul>
        </section>
    }
}

fn title(of: &Known, text: &Text) -> AttrValue {
    if of.device.label.is_empty() { t!(text, DevicesNameless) } else { of.device.label.clone().into() }
}

fn facts(of: &Known, text: &Text) -> AttrValue {
    let fingerprint = of.device.id.fingerprint();
    match of.last_at {
        Some(at) => t!(text, DevicesFacts, fingerprint = fingerprint, count = of.batches, at = minute(&at.to_string())),
        None => t!(text, DevicesFactsNone, fingerprint = fingerprint),
    }
}
