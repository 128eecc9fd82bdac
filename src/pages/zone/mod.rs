//! The zone: whether what leaves is sealed, for whom, and the keys that open it.
//!
//! Start at [`ZonePage`]. `setting_up` leads a coordinator through it once; `enrolling` is for a tablet and a desk that are face
//! to face, `bringing` for another computer, `devices` for a tablet that was lost, `lost` for what was on it; `desks` for who speaks beside it, `taking_over` for
//! where it died.
//!
//! Not here: what is written (`state::zone`), how a tablet learns it without a camera (`pages::forms`, by a pack).

mod bringing;
mod desks;
mod devices;
mod enrolling;
mod lost;
mod said;
mod setting_up;
mod taking_over;

use record::DeviceId;
use store::zone::Zone;
use yew::prelude::*;

use crate::pages::today::minute;
use crate::route::Route;
use crate::state::device::use_device;
use crate::state::remote::{Remote, use_remote};
use crate::state::zone::{self, Standing};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, Page, Tone};
use bringing::Bringing;
use desks::Desks;
use devices::Devices;
use enrolling::Enrolling;
use setting_up::SettingUp;
use taking_over::TakingOver;

#[component]
pub fn ZonePage() -> Html {
    let text = use_text();
    let device = use_device();
    let (standing, again) = use_remote(device, |device| device.map(zone::standing));
    let on_changed = again.reform(|()| ());
    let enrolled = use_state_eq(|| 0_u32);
    let on_enrolled = {
        let (enrolled, again) = (enrolled.clone(), again.clone());
        Callback::from(move |()| {
            enrolled.set(*enrolled + 1);
            again.emit(());
        })
    };
    // One key at a time: while one is made none is brought.
    let is_making = use_state_eq(|| false);
    let on_making = Callback::from({
        let is_making = is_making.setter();
        move |making| is_making.set(making)
    });
    html! {
        <Page title={t!(text, ZoneTitle)}>
            { match &standing {
                Remote::Loading => html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
                Remote::Failed => html! { <Banner tone={Tone::Danger}><p>{ t!(text, ReadFailed) }</p></Banner> },
                Remote::Ready(standing) => html! {
                    <>
                        { known(standing, &text) }
                        <Enrolling own={standing.own.clone()} is_desk={standing.opens_zone()} {on_enrolled} />
                        if let Some(zone) = standing.zone.as_ref().filter(|_| standing.opens_zone() || standing.speaks()) {
                            <Desks standing={standing.clone()} enrolled={*enrolled} on_changed={on_changed.clone()} />
                            if !standing.is_head() && !*is_making {
                                <TakingOver charter={zone.charter.clone()} on_changed={on_changed.clone()} />
                            }
                        }
                        // Who only seals for a zone changes no keys of it.
                        if standing.zone.is_none() || standing.opens_zone() {
                            if standing.zone.is_some() && !standing.is_head() {
                                <p class="field__hint" data-problem="not-head">{ t!(text, ZoneRenewElsewhere) }</p>
                            }
                            <SettingUp zone={standing.zone.clone()} on_changed={on_changed.clone()} {on_making} />
                        }
                        if !*is_making {
                            <Bringing on_changed={on_changed.clone()} />
                        }
                        <Devices enrolled={*enrolled} desks={withdrawable(standing)} on_changed={on_changed.clone()} />
                    </>
                },
            } }
        </Page>
    }
}

/// The desks that this one may withdraw.
fn withdrawable(standing: &Standing) -> Vec<DeviceId> {
    let zone = standing.zone.iter().filter(|_| standing.is_head());
    zone.flat_map(|zone| zone.charter.desks.iter().cloned()).collect()
}

fn known(standing: &Standing, text: &Text) -> Html {
    let Some(zone) = &standing.zone else {
        return html! { <p class="lead" data-zone="none">{ t!(text, ZoneNone) }</p> };
    };
    let (tone, opens) =
        if standing.opens_zone() { (Tone::Success, t!(text, ZoneOpens)) } else { (Tone::Info, t!(text, ZoneOpensNot)) };
    html! {
        <section class="section screen" data-zone={zone.id.clone()} data-edition={zone.edition.to_string()}>
            <Banner {tone} title={t!(text, ZoneKnown, name = zone.name.clone())}>
                <p data-status={if standing.opens_zone() { "opens" } else { "seals" }}>{ opens }</p>
            </Banner>
            <p class="field__hint">{ facts(zone, standing, text) }</p>
            if standing.is_head() && zone.charter.paper.is_none() {
                <p class="field__hint" data-paper="old">{ t!(text, ZoneOldPaper) }</p>
            }
            if standing.opens_zone() {
                <p class="field__hint">{ t!(text, ZoneNext) }</p>
                <div class="section__actions"><a class="button" href={Route::Ledger.href()}>{ t!(text, NavLedger) }</a></div>
            }
        </section>
    }
}

fn facts(zone: &Zone, standing: &Standing, text: &Text) -> AttrValue {
    let at = minute(&zone.known_at.to_string());
    if standing.is_head() {
        t!(text, ZoneFactsOwn, edition = zone.edition, at = at)
    } else {
        t!(text, ZoneFacts, edition = zone.edition, at = at, fingerprint = zone.charter.head.fingerprint())
    }
}
