//! A server set up: what it is and where, what lets one in, tried before it is kept.

use std::rc::Rc;

use store::server::{Hidden, Server};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::said::{faulty, label, stopped};
use crate::platform::{address, timer};
use crate::state::device::use_device;
use crate::state::sync::{self, FaultySetup, Field, SyncError};
use crate::state::zone;
use crate::t;
use crate::text::use_text;
use crate::widgets::secret::{Secret, Show};
use crate::widgets::{Banner, LineField, Tone};

#[derive(PartialEq, Properties)]
pub struct SettingUpProps {
    /// The one that is set up. `None`: there is none.
    pub server: Option<Server>,
    pub on_done: Callback<()>,
}

/// What was typed, whatever the kind.
#[derive(Clone, PartialEq, Default)]
struct Typed {
    is_s3: bool,
    address: String,
    user: String,
    password: String,
    region: String,
    bucket: String,
    key: String,
    secret: String,
    is_host_style: bool,
}

/// What came of trying.
#[derive(Clone)]
enum Tried {
    Not,
    Trying,
    Faulty(FaultySetup),
    Good(usize),
    Failed(Rc<SyncError>),
}

impl Typed {
    fn of(server: Option<&Server>) -> Self {
        match server.cloned() {
            None => Self { address: guess(), ..Self::default() },
            Some(Server::Dav { address, user, password }) => {
                Self { address, user, password: password.0, ..Self::default() }
            }
            Some(Server::S3 { address, region, bucket, key, secret, is_path_style }) => {
                let is_host_style = !is_path_style;
                Self { is_s3: true, address, region, bucket, key, secret: secret.0, is_host_style, ..Self::default() }
            }
        }
    }

    fn server(&self) -> Server {
        let trimmed = |text: &String| text.trim().to_owned();
        let address = trimmed(&self.address);
        if !self.is_s3 {
            return Server::Dav { address, user: trimmed(&self.user), password: Hidden(self.password.clone()) };
        }
        let region = if self.region.trim().is_empty() { "us-east-1".to_owned() } else { trimmed(&self.region) };
        let (bucket, key, secret) = (trimmed(&self.bucket), trimmed(&self.key), Hidden(trimmed(&self.secret)));
        Server::S3 { address, region, bucket, key, secret, is_path_style: !self.is_host_style }
    }

    /// Another kind of server. A guess that nobody touched is one for a folder alone.
    fn turn(&mut self, is_s3: bool) {
        self.is_s3 = is_s3;
        if is_s3 && self.address == guess() {
            self.address.clear();
        }
    }

    fn field(&mut self, field: Field) -> &mut String {
        match field {
            Field::Address => &mut self.address,
            Field::User => &mut self.user,
            Field::Password => &mut self.password,
            Field::Region => &mut self.region,
            Field::Bucket => &mut self.bucket,
            Field::Key => &mut self.key,
            Field::Secret => &mut self.secret,
        }
    }
}

/// Where the server most often is: the one that gives out the page has the folder beside it (`docs/hosting.md`).
fn guess() -> String {
    address::beside("sync/").unwrap_or_default()
}

#[component]
pub fn SettingUp(props: &SettingUpProps) -> Html {
    let text = use_text();
    let device = use_device();
    let typed = use_state_eq(|| Typed::of(props.server.as_ref()));
    let tried = use_state(|| Tried::Not);
    let is_shown = use_state_eq(|| false);
    let change = {
        let (typed, tried) = (typed.clone(), tried.setter());
        move |change: &dyn Fn(&mut Typed)| {
            let mut next = (*typed).clone();
            change(&mut next);
            typed.set(next);
            tried.set(Tried::Not);
        }
    };
    let on_text = |field: Field| {
        let change = change.clone();
        Callback::from(move |text: String| change(&|typed| typed.field(field).clone_from(&text)))
    };
    let on_kind = {
        let change = change.clone();
        move |event: Event| {
            let is_s3 = event.target_dyn_into::<HtmlSelectElement>().is_some_and(|select| select.value() == "s3");
            change(&|typed| typed.turn(is_s3));
        }
    };
    let on_style = {
        let (change, is_host_style) = (change.clone(), typed.is_host_style);
        move |_: Event| change(&|typed| typed.is_host_style = !is_host_style)
    };
    let (try_out, keep) = {
        let act = |keeps: bool| {
            let (device, server, tried) = (device.clone(), typed.server(), tried.setter());
            let on_done = props.on_done.clone();
            move |_: MouseEvent| {
                let Some(device) = device.clone() else { return };
                let (server, tried, on_done) = (server.clone(), tried.clone(), on_done.clone());
                timer::spawn(async move {
                    let remote = match sync::remote(&server, address::is_https()) {
                        Ok(remote) => remote,
                        Err(faulty) => return tried.set(Tried::Faulty(faulty)),
                    };
                    if keeps {
                        return match sync::keep(&device, &server).await {
                            Ok(()) => on_done.emit(()),
                            Err(failure) => tried.set(Tried::Failed(Rc::new(failure.into()))),
                        };
                    }
                    tried.set(Tried::Trying);
                    let zone = zone::known(&device).await.ok().flatten();
                    let Some(zone) = zone else { return tried.set(Tried::Failed(Rc::new(SyncError::NoZone))) };
                    tried.set(match sync::try_out(&device, &remote, &zone).await {
                        Ok(devices) => Tried::Good(devices),
                        Err(error) => Tried::Failed(Rc::new(error)),
                    });
                });
            }
        };
        (act(false), act(true))
    };
    let forget = {
        let (device, on_done) = (device.clone(), props.on_done.clone());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let on_done = on_done.clone();
            timer::spawn(async move {
                // What could not be forgotten is still shown.
                let _ = sync::forget(&device).await;
                on_done.emit(());
            });
        }
    };
    let plain = |name: &'static str, field: Field| {
        let mut now = (*typed).clone();
        html! { <LineField {name} label={label(field, &text)} value={now.field(field).clone()} on_text={on_text(field)} is_code=true /> }
    };
    let secret = |name: &'static str, field: Field| {
        let mut now = (*typed).clone();
        html! {
            <Secret {name} label={label(field, &text)} value={now.field(field).clone()} is_shown={*is_shown} is_disabled={false}
                on_text={on_text(field)} />
        }
    };
    let is_trying = matches!(*tried, Tried::Trying);
    html! {
        <>
            <p class="field__hint">{ t!(text, ServerAbout) }</p>
            <div class="fields">
                <label class="field">
                    <span class="field__label">{ t!(text, ServerKind) }</span>
                    <select class="field__input" data-input="server-kind" onchange={on_kind}>
                        <option value="dav" selected={!typed.is_s3}>{ t!(text, ServerKindDav) }</option>
                        <option value="s3" selected={typed.is_s3}>{ t!(text, ServerKindS3) }</option>
                    </select>
                </label>
                { plain("server-address", Field::Address) }
                if typed.is_s3 {
                    { plain("server-bucket", Field::Bucket) }
                    { plain("server-region", Field::Region) }
                    { plain("server-key", Field::Key) }
                    { secret("server-secret", Field::Secret) }
                    <label class="choice">
                        <input class="choice__input" type="checkbox" data-input="server-host-style" checked={typed.is_host_style} onchange={on_style} />
                        <span class="choice__label">{ t!(text, ServerHostStyle) }</span>
                    </label>
                } else {
                    { plain("server-user", Field::User) }
                    { secret("server-password", Field::Password) }
                }
            </div>
            { match &*tried {
                Tried::Not => Html::default(),
                Tried::Trying => html! { <p class="lead" role="status" data-status="trying">{ t!(text, ServerAsking) }</p> },
                Tried::Faulty(setup) => html! {
                    <p class="question__problem" role="alert" data-problem="setup">{ faulty(*setup, &text) }</p>
                },
                Tried::Good(devices) => html! {
                    <Banner tone={Tone::Success}><p data-status="reached">{ t!(text, ServerReached, devices = *devices) }</p></Banner>
                },
                Tried::Failed(error) => stopped(error, &text),
            } }
            <div class="section__actions">
                <button type="button" class="button button--primary" data-action="keep-server" disabled={is_trying} onclick={keep}>{ t!(text, ServerKeep) }</button>
                <button type="button" class="button" data-action="try-server" disabled={is_trying} onclick={try_out}>{ t!(text, ServerTry) }</button>
                <Show name="show-server-secret" is_shown={is_shown.clone()} />
                if props.server.is_some() {
                    <button type="button" class="button" data-action="forget-server" disabled={is_trying} onclick={forget}>{ t!(text, ServerForget) }</button>
                }
                <button type="button" class="button" data-action="leave-server" onclick={props.on_done.reform(|_: MouseEvent| ())}>{ t!(text, ServerLeave) }</button>
            </div>
        </>
    }
}
