//! The server of a zone: set up on this device, sent to from a tablet's page of what goes out, fetched from at the page of
//! what comes in.
//!
//! Start at [`Server`]. What is sent stands in `state::sync`.

mod said;
mod setting_up;

use std::rc::Rc;

use store::server::Server as Kept;
use yew::prelude::*;

use self::said::{name, stopped, went, why};
use self::setting_up::SettingUp;
use crate::platform::files::ChosenFile;
use crate::platform::idb::ReadError;
use crate::platform::timer;
use crate::state::device::{Device, use_device};
use crate::state::remote::{Remote, use_remote};
use crate::state::sync::{self, Course, SyncError, Went};
use crate::state::zone;
use crate::t;
use crate::text::use_text;
use crate::widgets::{Banner, Tone};

/// What the server is for on this page.
#[derive(Clone, PartialEq)]
pub enum Use {
    /// What was recorded here goes there; called once something did.
    Send(Callback<()>),
    /// What others sent comes from there.
    Fetch(Callback<Vec<ChosenFile>>),
}

#[derive(PartialEq, Properties)]
pub struct ServerProps {
    pub of: Use,
}

/// How far it is.
#[derive(Clone)]
enum Stage {
    Idle,
    SettingUp,
    Working(Course),
    Sent(Went),
    Fetched { files: usize, damaged: usize, devices: usize },
    Failed(Rc<SyncError>),
}

/// What is known here.
struct Known {
    server: Option<Kept>,
    has_zone: bool,
}

async fn load(device: Rc<Device>) -> Result<Known, ReadError> {
    let has_zone = zone::known(&device).await?.is_some();
    Ok(Known { server: sync::known(&device).await?, has_zone })
}

#[component]
pub fn Server(props: &ServerProps) -> Html {
    let text = use_text();
    let device = use_device();
    let stage = use_state(|| Stage::Idle);
    let (known, again) = use_remote(device.clone(), |device| device.map(load));
    let Remote::Ready(known) = &known else { return Html::default() };
    let Known { server, has_zone } = &**known;
    let go = {
        let (device, stage, of) = (device.clone(), stage.setter(), props.of.clone());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (stage, of) = (stage.clone(), of.clone());
            stage.set(Stage::Working(Course::default()));
            timer::spawn(async move { stage.set(worked(&device, &of, stage.clone()).await) });
        }
    };
    let set = |to: Stage| {
        let stage = stage.setter();
        move |_: MouseEvent| stage.set(to.clone())
    };
    let on_done = {
        let stage = stage.setter();
        Callback::from(move |()| {
            stage.set(Stage::Idle);
            again.emit(());
        })
    };
    let (action, label) = match &props.of {
        Use::Send(_) => ("send-to-server", t!(text, ServerSend)),
        Use::Fetch(_) => ("fetch-from-server", t!(text, ServerFetch)),
    };
    let place = server.as_ref().map(Kept::place);
    let body = match &*stage {
        Stage::SettingUp => html! { <SettingUp server={server.clone()} {on_done} /> },
        Stage::Working(course) => html! {
            <>
                <p class="lead" role="status" data-status="syncing" data-done={course.done.to_string()} data-of={course.of.to_string()}>
                    { if course.of == 0 { t!(text, ServerAsking) } else { t!(text, ServerWorking, done = course.done, of = course.of) } }
                </p>
                if let Some(trouble) = course.waits {
                    <p class="field__hint" data-waits={name(trouble)}>{ why(trouble, &text) }{ " " }{ t!(text, ServerWaits) }</p>
                }
                <div class="section__actions">
                    <button type="button" class="button" data-action="stop-sync" onclick={|_: MouseEvent| sync::stop()}>{ t!(text, ServerStop) }</button>
                </div>
            </>
        },
        stage => html! {
            <>
                { match stage {
                    Stage::Sent(done) => went(done, &text),
                    Stage::Fetched { files, damaged, devices } => html! {
                        <Banner tone={Tone::Success}>
                            <p data-status="fetched" data-files={files.to_string()} data-damaged={damaged.to_string()}>
                                { t!(text, ServerFetched, files = *files, devices = *devices) }
                            </p>
                            if *damaged > 0 {
                                <p>{ t!(text, ServerDamaged, count = *damaged) }</p>
                            }
                        </Banner>
                    },
                    Stage::Failed(error) => stopped(error, &text),
                    _ => Html::default(),
                } }
                if let Some(place) = &place {
                    <p class="field__hint" data-server={place.clone()}>{ t!(text, ServerAt, place = place.clone()) }</p>
                } else {
                    <p class="field__hint">{ t!(text, ServerNone) }</p>
                }
                if !has_zone {
                    <p class="field__hint" data-needs="zone">{ t!(text, ServerNeedsZone) }</p>
                }
                <div class="section__actions">
                    if place.is_some() {
                        <button type="button" class="button button--primary" data-action={action} disabled={!has_zone} onclick={go}>{ label }</button>
                    }
                    <button type="button" class="button" data-action="set-up-server" onclick={set(Stage::SettingUp)}>
                        { if place.is_some() { t!(text, ServerChange) } else { t!(text, ServerSetUp) } }
                    </button>
                </div>
            </>
        },
    };
    html! {
        <section class="section screen" data-section="server">
            <h2 class="section__title">{ t!(text, ServerTitle) }</h2>
            { body }
        </section>
    }
}

/// Sends or fetches, and says what came of it.
async fn worked(device: &Rc<Device>, of: &Use, stage: UseStateSetter<Stage>) -> Stage {
    let on_told = move |course| stage.set(Stage::Working(course));
    match of {
        Use::Send(on_sent) => {
            let sent = sync::send(device, on_told).await;
            on_sent.emit(());
            sent.map_or_else(|error| Stage::Failed(Rc::new(error)), Stage::Sent)
        }
        Use::Fetch(on_files) => match sync::fetch(device, on_told).await {
            Ok(came) => {
                let (files, damaged, devices) = (came.files.len(), came.damaged, came.devices);
                if files > 0 {
                    on_files.emit(came.files);
                }
                Stage::Fetched { files, damaged, devices }
            }
            Err(error) => Stage::Failed(Rc::new(error)),
        },
    }
}
