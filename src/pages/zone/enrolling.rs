//! A tablet and a desk face to face: each shows who it is as a code, the other reads it, and two people compare a fingerprint.
//!
//! The same goes as files, where there is no camera.

use std::rc::Rc;

use record::DeviceId;
use store::devices::DeviceStanding;
use yew::prelude::*;

use crate::pages::forms::{PackFile, PackFound};
use crate::platform::files::{self, ChosenFile};
use crate::platform::timer;
use crate::state::device::{Device, use_device};
use crate::state::remote::{Remote, use_remote};
use crate::state::{devices, enrolment};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::qr::Qr;
use crate::widgets::scanner::Scanner;
use crate::widgets::{Banner, FileDrop, LineField, Tone};
use crate::worker::cards::Shown;

/// What introduces somebody is no larger: a zone's own pack, with as many keys as there may be.
const MOST_BYTES: u64 = 64 << 10;
/// What a code that was read is called where files are listed.
const READ_FROM_A_CODE: &str = "taizhang-code.json";

#[derive(PartialEq, Properties)]
pub struct EnrollingProps {
    pub own: DeviceId,
    /// It opens what its zone's tablets seal.
    pub is_desk: bool,
    pub on_enrolled: Callback<()>,
}

/// What stands open on the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Card,
    Zone,
    Scanner,
}

/// What was held before this device.
#[derive(PartialEq)]
enum Found {
    Nothing,
    Looking,
    Card { device: DeviceId, fingerprint: String, label: String, is_revoked: bool },
    Pack(Rc<PackFile>),
    Trusted { label: String },
    Refused(Refusal),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Refusal {
    /// This device's own card.
    Own,
    /// A tablet's card, before another tablet.
    NotHere,
    Other,
    Foreign,
    Damaged,
    Newer,
    Failed,
}

#[component]
pub fn Enrolling(props: &EnrollingProps) -> Html {
    let text = use_text();
    let device = use_device();
    let open = use_state_eq(|| Open::Nothing);
    let found = use_state(|| Rc::new(Found::Nothing));
    let toggle = |which: Open| {
        let (open, found) = (open.clone(), found.setter());
        move |_: MouseEvent| {
            found.set(Rc::new(Found::Nothing));
            open.set(if *open == which { Open::Nothing } else { which });
        }
    };
    let on_bytes = {
        let (open, found, device) = (open.setter(), found.setter(), device.clone());
        let (own, is_desk) = (props.own.clone(), props.is_desk);
        Callback::from(move |file: PackFile| {
            let Some(device) = device.clone() else { return };
            let (found, own) = (found.clone(), own.clone());
            open.set(Open::Nothing);
            found.set(Rc::new(Found::Looking));
            timer::spawn(async move { found.set(Rc::new(looked(device, file, &own, is_desk).await)) });
        })
    };
    let on_found =
        on_bytes.reform(|read: String| PackFile { name: READ_FROM_A_CODE.to_owned(), bytes: read.into_bytes() });
    let on_files = {
        let (on_bytes, found) = (on_bytes, found.setter());
        Callback::from(move |files: Vec<ChosenFile>| {
            let Some(file) = files.into_iter().next() else { return };
            let (on_bytes, found) = (on_bytes.clone(), found.clone());
            timer::spawn(async move {
                match file.bytes(MOST_BYTES).await {
                    Ok(bytes) => on_bytes.emit(PackFile { name: file.name.clone(), bytes }),
                    Err(_) => found.set(Rc::new(Found::Refused(Refusal::Foreign))),
                }
            });
        })
    };
    let on_trusted = {
        let (found, on_enrolled) = (found.setter(), props.on_enrolled.clone());
        Callback::from(move |label: Option<String>| {
            found.set(Rc::new(label.map_or(Found::Refused(Refusal::Failed), |label| Found::Trusted { label })));
            on_enrolled.emit(());
        })
    };
    let on_left = {
        let found = found.setter();
        Callback::from(move |()| found.set(Rc::new(Found::Nothing)))
    };
    let button = |which: Open, action: &'static str, words: AttrValue| {
        html! {
            <button type="button" class="button" data-action={action} aria-expanded={(*open == which).to_string()} onclick={toggle(which)}>
                { words }
            </button>
        }
    };
    html! {
        <section class="section screen" data-section="enrol">
            <h2 class="section__title">{ t!(text, EnrolTitle) }</h2>
            <p class="field__hint">{ t!(text, EnrolHint) }</p>
            <div class="section__actions">
                { button(Open::Card, "show-card", t!(text, EnrolShowCard)) }
                if props.is_desk {
                    { button(Open::Zone, "show-zone", t!(text, EnrolShowZone)) }
                }
                { button(Open::Scanner, "scan-code", t!(text, EnrolScan)) }
            </div>
            <div class="enrolling">
            { match *open {
                Open::Nothing => Html::default(),
                Open::Card => html! { <ShownCode is_zone=false fingerprint={props.own.fingerprint()} /> },
                Open::Zone => html! { <ShownCode is_zone=true fingerprint={props.own.fingerprint()} /> },
                Open::Scanner => html! {
                    <>
                        <Scanner {on_found} />
                        <FileDrop kind="introduction" label={t!(text, EnrolFile)} hint={t!(text, EnrolFileHint)} accept=".json" disabled={device.is_none()} {on_files} />
                    </>
                },
            } }
            { match &**found {
                Found::Nothing => Html::default(),
                Found::Looking => html! { <p class="lead" role="status">{ t!(text, FormsReading) }</p> },
                Found::Card { device, fingerprint, label, is_revoked } => html! {
                    <FoundCard id={device.clone()} fingerprint={fingerprint.clone()} label={label.clone()} is_revoked={*is_revoked} {on_trusted} {on_left} />
                },
                Found::Pack(file) => html! { <PackFound file={file.clone()} on_taken={props.on_enrolled.clone()} {on_left} /> },
                Found::Trusted { label } => html! {
                    <Banner tone={Tone::Success}>
                        <p data-status="enrolled">{ t!(text, EnrolTrusted, name = named(label, &text).to_string()) }</p>
                    </Banner>
                },
                Found::Refused(refusal) => {
                    let (word, said) = refused(*refusal, &text);
                    html! { <p class="question__problem" role="alert" data-problem={word}>{ said }</p> }
                }
            } }
            </div>
        </section>
    }
}

async fn looked(device: Rc<Device>, file: PackFile, own: &DeviceId, is_desk: bool) -> Found {
    Found::Refused(match enrolment::look(&file.bytes).await {
        Ok(Shown::Pack) => return Found::Pack(Rc::new(file)),
        Ok(Shown::Card { device: shown, .. }) if shown == *own => Refusal::Own,
        Ok(Shown::Card { .. }) if !is_desk => Refusal::NotHere,
        Ok(Shown::Card { device: shown, fingerprint, label }) => match devices::is_revoked(device, &shown).await {
            Ok(is_revoked) => return Found::Card { device: shown, fingerprint, label, is_revoked },
            Err(_) => Refusal::Failed,
        },
        Ok(Shown::Other) => Refusal::Other,
        Ok(Shown::Foreign) => Refusal::Foreign,
        Ok(Shown::Damaged) => Refusal::Damaged,
        Ok(Shown::Newer) => Refusal::Newer,
        Err(_) => Refusal::Failed,
    })
}

/// Its fixed word, and what a person reads.
fn refused(refusal: Refusal, text: &Text) -> (&'static str, AttrValue) {
    match refusal {
        Refusal::Own => ("own-card", t!(text, EnrolOwn)),
        Refusal::NotHere => ("not-a-desk", t!(text, EnrolNotHere)),
        Refusal::Other => ("other-file", t!(text, EnrolOther)),
        Refusal::Foreign => ("foreign", t!(text, EnrolForeign)),
        Refusal::Damaged => ("damaged", t!(text, EnrolDamaged)),
        Refusal::Newer => ("newer", t!(text, PackRefusedNewer)),
        Refusal::Failed => ("failed", t!(text, EnrolFailed)),
    }
}

fn named(label: &str, text: &Text) -> AttrValue {
    if label.is_empty() { t!(text, DevicesNameless) } else { label.to_owned().into() }
}

#[derive(PartialEq, Properties)]
struct ShownCodeProps {
    is_zone: bool,
    fingerprint: String,
}

/// What the other device is to read, large, with the fingerprint that both people then compare.
#[component]
fn ShownCode(props: &ShownCodeProps) -> Html {
    let text = use_text();
    let device = use_device();
    let (made, _) = use_remote((device, props.is_zone), |(device, is_zone)| {
        device.map(|device| async move {
            if is_zone { enrolment::zone(&device).await } else { enrolment::card(&device).await }
        })
    });
    let made = match &made {
        Remote::Loading => return html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
        Remote::Failed => return html! { <Banner tone={Tone::Danger}><p>{ t!(text, EnrolFailed) }</p></Banner> },
        Remote::Ready(made) => made.clone(),
    };
    let (label, next) = if props.is_zone {
        (t!(text, EnrolShowZone), t!(text, EnrolZoneNext))
    } else {
        (t!(text, EnrolShowCard), t!(text, EnrolCardNext))
    };
    let says = String::from_utf8_lossy(&made.bytes.0).into_owned();
    let save = move |_: MouseEvent| {
        // What was not saved is not there, and the person sees as much.
        let _ = files::download(&made.name, &made.media_type, &made.bytes.0);
    };
    html! {
        <div class="shown-code" data-code={if props.is_zone { "zone" } else { "card" }}>
            <Qr {says} {label} />
            <div>
                <p>{ next }</p>
                <p class="field__label">{ t!(text, SettingsFingerprint) }</p>
                <p class="facts__code facts__code--large" data-fingerprint="">{ &props.fingerprint }</p>
                <button type="button" class="button button--quiet" data-action="save-code" onclick={save}>{ t!(text, EnrolSave) }</button>
            </div>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct FoundCardProps {
    id: DeviceId,
    fingerprint: String,
    label: String,
    /// It was said to be lost.
    is_revoked: bool,
    /// The name it has from now on, or that nothing was written down.
    on_trusted: Callback<Option<String>>,
    on_left: Callback<()>,
}

/// A tablet that introduced itself: two people compare before anything is believed.
#[component]
fn FoundCard(props: &FoundCardProps) -> Html {
    let text = use_text();
    let device = use_device();
    let name = use_state_eq(|| props.label.clone());
    let on_text = {
        let name = name.setter();
        Callback::from(move |typed: String| name.set(typed))
    };
    let trust = {
        let (name, id, on_trusted) = (name.clone(), props.id.clone(), props.on_trusted.clone());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (label, id, on_trusted) = (name.trim().to_owned(), id.clone(), on_trusted.clone());
            timer::spawn(async move { on_trusted.emit(trusted(&device, &id, label).await) });
        }
    };
    let actions = html! {
        <>
            <button type="button" class="button" data-action="leave-card" onclick={props.on_left.reform(|_: MouseEvent| ())}>{ t!(text, EnrolLeave) }</button>
            <button type="button" class="button button--primary" data-action="trust-card" onclick={trust}>{ t!(text, EnrolTrust) }</button>
        </>
    };
    html! {
        <Banner tone={Tone::Info} title={t!(text, EnrolFound)} {actions}>
            if props.is_revoked {
                <p class="question__problem" role="alert" data-problem="revoked">{ t!(text, ImportRevokedMeaning) }</p>
            }
            <p class="facts__code facts__code--large" data-fingerprint="">{ &props.fingerprint }</p>
            <p>{ t!(text, EnrolCompare) }</p>
            <LineField name="card-label" most="60" label={t!(text, ImportDeviceName)} value={(*name).clone()} {on_text} />
        </Banner>
    }
}

async fn trusted(device: &Device, id: &DeviceId, label: String) -> Option<String> {
    devices::decide(device, id, &label, DeviceStanding::Trusted).await.ok().map(|()| label)
}
