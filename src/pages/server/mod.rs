//! The server of a zone: set up on this device, sent to from a tablet's page of what goes out, fetched from at the page of
//! what comes in; and the way back, by which tablets hear what became of it.
//!
//! Start at [`Server`]. What is sent stands in `state::sync`.

mod automatic;
mod giving;
mod log;
mod said;
mod setting_up;

use std::collections::BTreeSet;
use std::rc::Rc;

use record::Sha256;
use store::server::Server as Kept;
use store::synced::What;
use yew::prelude::*;

use self::automatic::Automatically;
use self::giving::Giving;
use self::log::Log;
use self::said::{fetched, gave, stopped, told, went, why};
use self::setting_up::SettingUp;
use super::forms::taken;
use super::receipts::heard;
use crate::platform::files::ChosenFile;
use crate::platform::idb::ReadError;
use crate::platform::timer;
use crate::state::device::{Device, device_id, use_device};
use crate::state::remote::{Remote, use_remote};
use crate::state::sync::log::{By, note, note_result};
use crate::state::sync::{
    self, ApartCame, Course, Gave, Heard, Offered, Reach, Rest, Scope, SyncError, Told, Took, Went,
};
use crate::state::zone;
use crate::t;
use crate::text::use_text;

/// What the server is for on this page.
#[derive(Clone, PartialEq)]
pub enum Use {
    /// What was recorded here goes there, and what the desk says of it comes back; called once something did.
    Send(Callback<()>),
    /// What others sent comes from there, and they are told what became of it.
    Fetch {
        /// What waits on the page and need not come again.
        here: Rc<BTreeSet<Sha256>>,
        on_files: Callback<Vec<ChosenFile>>,
        /// Called once tablets were told something.
        on_told: Callback<()>,
    },
}

/// What is done with it.
#[derive(Clone, Copy, PartialEq)]
enum Doing {
    Send,
    Hear,
    Fetch,
    Tell,
    Give(Scope),
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
    /// What went, and what was heard of what went before.
    Sent(Went, Option<Rc<Result<Heard, SyncError>>>),
    Heard(Heard),
    Told(Told),
    Gave(Gave),
    Took(Took),
    /// So many files, what stays there, and what came of attached files.
    Fetched(usize, Rest, ApartCame),
    Failed(Rc<SyncError>),
}

/// What is known here.
struct Known {
    server: Option<Kept>,
    has_zone: bool,
    /// Tablets take this device's word.
    is_desk: bool,
    /// It was not the first, and hears what the desk at the head says: who speaks.
    hears: bool,
    /// Who got packs the last time.
    scope: Scope,
}

async fn load(device: Rc<Device>) -> Result<Known, ReadError> {
    let (zone, settings) = (zone::known(&device).await?, device.settings().await?);
    let own = settings.map(|settings| device_id(&settings.device.key));
    let charter = zone.as_ref().map(|zone| &zone.charter).zip(own.as_ref());
    let is_desk = charter.is_some_and(|(charter, own)| charter.speaks(own));
    let hears = charter.is_none_or(|(charter, own)| charter.head != *own);
    let scope = sync::last_scope(&device).await?;
    Ok(Known { server: sync::known(&device).await?, has_zone: zone.is_some(), is_desk, hears, scope })
}

#[component]
pub fn Server(props: &ServerProps) -> Html {
    let text = use_text();
    let device = use_device();
    let stage = use_state(|| Stage::Idle);
    let chosen = use_state_eq(|| None::<Scope>);
    let (known, again) = use_remote(device.clone(), |device| device.map(load));
    let Remote::Ready(known) = &known else { return Html::default() };
    let Known { server, has_zone, is_desk, hears, scope } = &**known;
    let (is_desk, hears, scope) = (*is_desk, *hears, chosen.unwrap_or(*scope));
    let go = |doing: Doing| {
        let (device, stage, of) = (device.clone(), stage.setter(), props.of.clone());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (stage, of) = (stage.clone(), of.clone());
            stage.set(Stage::Working(Course::default()));
            timer::spawn(async move { stage.set(worked(&device, &of, doing, hears, stage.clone()).await) });
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
    let (doing, action, label) = match &props.of {
        Use::Send(_) => (Doing::Send, "send-to-server", t!(text, ServerSend)),
        Use::Fetch { .. } => (Doing::Fetch, "fetch-from-server", t!(text, ServerFetch)),
    };
    // The way back: a desk tells and gives, its tablets hear, and so does a desk that was appointed.
    let back = match (&props.of, is_desk) {
        (Use::Send(_), _) if hears => vec![(Doing::Hear, "hear-from-desk", t!(text, ServerHear))],
        (Use::Fetch { .. }, true) => {
            let give = (Doing::Give(scope), "give-pack", t!(text, ServerGive));
            vec![(Doing::Tell, "tell-tablets", t!(text, ServerTell)), give]
        }
        _ => Vec::new(),
    };
    let on_take = {
        let (device, stage) = (device.clone(), stage.setter());
        Callback::from(move |pack: Offered| {
            let Some(device) = device.clone() else { return };
            let stage = stage.clone();
            timer::spawn(async move {
                let on_told = {
                    let stage = stage.clone();
                    move |course| stage.set(Stage::Working(course))
                };
                let taken = match sync::alone().await {
                    Ok(_alone) => {
                        let taken = sync::take(&device, &pack, on_told).await;
                        note_result(&device, By::Hand, &taken).await;
                        taken
                    }
                    Err(error) => Err(error),
                };
                stage.set(taken.map_or_else(|error| Stage::Failed(Rc::new(error)), Stage::Took));
            });
        })
    };
    let place = server.as_ref().map(Kept::place);
    let body = match &*stage {
        Stage::SettingUp => html! { <SettingUp server={server.clone()} {on_done} /> },
        Stage::Working(course) => html! {
            <>
                <p class="lead" role="status" data-status="syncing" data-done={course.done.to_string()} data-of={course.of.to_string()}>
                    { match (course.of, course.are_photos) {
                        (0, _) => t!(text, ServerAsking),
                        (of, true) => t!(text, ServerPhotosWorking, done = course.done, of = of),
                        (of, false) => t!(text, ServerWorking, done = course.done, of = of),
                    } }
                </p>
                if let Some(trouble) = course.waits {
                    <p class="field__hint" data-waits={trouble.word()}>{ why(trouble, &text) }{ " " }{ t!(text, ServerWaits) }</p>
                }
                <div class="section__actions">
                    <button type="button" class="button" data-action="stop-sync" onclick={|_: MouseEvent| sync::stop()}>{ t!(text, ServerStop) }</button>
                </div>
            </>
        },
        stage => html! {
            <>
                { match stage {
                    Stage::Sent(done, came) => html! {
                        <>
                            { went(done, &text) }
                            { match came.as_deref() {
                                Some(Ok(came)) if *came != Heard::default() => heard(came, &on_take, &text),
                                Some(Err(error)) => stopped(error, &text),
                                _ => Html::default(),
                            } }
                        </>
                    },
                    Stage::Heard(came) => heard(came, &on_take, &text),
                    Stage::Told(done) => told(done, &text),
                    Stage::Gave(done) => gave(*done, &text),
                    Stage::Took(Took { taken: pack, differences, fell_back }) => html! {
                        <div data-took-differences={differences.to_string()}>
                            { taken(pack, &text) }
                            if *fell_back {
                                <p class="field__hint" data-fell-back="">{ t!(text, PackFellBack) }</p>
                            }
                        </div>
                    },
                    Stage::Fetched(files, rest, photos) => fetched(*files, rest, photos, &text),
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
                        <button type="button" class="button button--primary" data-action={action} disabled={!has_zone} onclick={go(doing)}>{ label }</button>
                        { for back.into_iter().map(|(doing, action, label)| html! {
                            <button type="button" class="button" data-action={action} disabled={!has_zone} onclick={go(doing)}>{ label }</button>
                        }) }
                    }
                    <button type="button" class="button" data-action="set-up-server" onclick={set(Stage::SettingUp)}>
                        { if place.is_some() { t!(text, ServerChange) } else { t!(text, ServerSetUp) } }
                    </button>
                </div>
                if place.is_some() {
                    <Log />
                }
                if let (Use::Fetch { .. }, true, true, true) = (&props.of, is_desk, place.is_some(), *has_zone) {
                    <Giving {scope} on_scope={Callback::from(move |to| chosen.set(Some(to)))} />
                }
                if let (Use::Send(on_ran), true, true) = (&props.of, place.is_some(), *has_zone) {
                    <Automatically on_ran={on_ran.clone()} />
                }
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

async fn heard_by(by: By, device: &Device, on_told: impl Fn(Course)) -> Result<Heard, SyncError> {
    let heard = sync::hear(device, on_told).await;
    note_result(device, by, &heard).await;
    heard
}

/// Does it, and says what came of it. `hears`: whoever sends also looks for what the desk says.
async fn worked(device: &Rc<Device>, of: &Use, doing: Doing, hears: bool, stage: UseStateSetter<Stage>) -> Stage {
    let on_told = move |course| stage.set(Stage::Working(course));
    let failed = |error| Stage::Failed(Rc::new(error));
    let _alone = match sync::alone().await {
        Ok(alone) => alone,
        Err(error) => return failed(error),
    };
    match (doing, of) {
        (Doing::Send, Use::Send(on_sent)) => {
            let sent = sync::send(device, Reach::All, &on_told).await;
            note_result(device, By::Hand, &sent).await;
            let came = match &sent {
                Ok(_) if hears => Some(Rc::new(heard_by(By::Along, device, &on_told).await)),
                _ => None,
            };
            on_sent.emit(());
            sent.map_or_else(failed, |went| Stage::Sent(went, came))
        }
        (Doing::Hear, Use::Send(on_sent)) => {
            let came = heard_by(By::Hand, device, on_told).await;
            on_sent.emit(());
            came.map_or_else(failed, Stage::Heard)
        }
        (Doing::Fetch, Use::Fetch { here, on_files, on_told: on_done }) => {
            match sync::fetch(device, (**here).clone(), &on_told).await {
                Ok(came) => {
                    let files = came.files.len();
                    if files > 0 {
                        on_files.emit(came.files.clone());
                    }
                    // Over a line that broke they would wait once more for the same.
                    let photos = match came.rest.stopped {
                        None => sync::fetch_apart(device, on_told).await,
                        Some(_) => ApartCame::default(),
                    };
                    note_result(device, By::Hand, &Ok((&came, &photos))).await;
                    on_done.emit(());
                    Stage::Fetched(files, came.rest, photos)
                }
                Err(error) => {
                    note(device, By::Hand, What::Fetched { files: 0, photos: 0, damaged: 0 }, Some(error.word())).await;
                    failed(error)
                }
            }
        }
        (Doing::Tell, Use::Fetch { on_told: on_done, .. }) => {
            let done = sync::tell(device, on_told).await;
            note_result(device, By::Hand, &done).await;
            on_done.emit(());
            done.map_or_else(failed, Stage::Told)
        }
        (Doing::Give(scope), Use::Fetch { .. }) => {
            let gave = sync::give(device, scope, on_told).await;
            note_result(device, By::Hand, &gave).await;
            gave.map_or_else(failed, Stage::Gave)
        }
        (Doing::Send | Doing::Hear, Use::Fetch { .. })
        | (Doing::Fetch | Doing::Tell | Doing::Give(_), Use::Send(_)) => Stage::Idle,
    }
}
