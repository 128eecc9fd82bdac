//! The service worker as the page sees it: registered once, told to go on when a person taps Update.
//!
//! The rules are in `public/sw.js`. Here: notice that a version is ready, have every tab flush, load once. Start at
//! [`register`].

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use futures_channel::oneshot;
use gloo_events::EventListener;
use gloo_timers::callback::{Interval, Timeout};
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    MessageChannel, MessageEvent, MessagePort, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration,
    ServiceWorkerState,
};

use super::{BrowserError, document, has, trusted};

/// The version of this page: a hash over all its files. `None` when served without `xtask dist`.
pub fn version() -> Option<String> {
    document::fact("taizhang-version")
}

/// Whether the page's requests go through the service worker. On the very first visit they do not, until it loads again.
pub fn is_served_offline() -> bool {
    container().is_some_and(|container| container.controller().is_some())
}

/// Why the app is not kept for offline use, or did not go on to the new version. It goes on as it is.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum UpdateError {
    /// Plain http, a private window, or an old browser.
    #[error("the browser offers no service worker here")]
    Unavailable,
    /// The files on the server are not the ones listed, or the network failed. Tried again at the next start.
    #[error("the service worker was refused")]
    Refused(#[source] BrowserError),
    /// A tab could not save what was typed in it.
    #[error("a tab could not save")]
    NotFlushed,
    #[error("the service worker did not answer")]
    NoAnswer,
}

/// What the app hears about versions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UpdateEvent {
    /// All files of the version in use are kept: from now on it starts without a network.
    OfflineReady,
    /// Another version is whole and waits for a tap.
    Ready,
    /// Every tab is saving, this one too; a reload follows.
    Switching,
    /// One of the tabs could not save, so no reload follows.
    Stayed,
}

/// Saves what is pending, and says whether it is safe.
pub type Flush = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = bool>>>>;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = ServiceWorkerContainer, js_name = ServiceWorkerContainer)]
    type TrustingContainer;
    /// `web-sys` knows an address as text only; under trusted types it is an object.
    #[wasm_bindgen(method, catch)]
    fn register(this: &TrustingContainer, address: &JsValue, options: &Object) -> Result<Promise, JsValue>;
}

const ANSWER_PATIENCE_MS: u32 = 10_000;
const CHECK_EACH_MS: u32 = 3_600_000;

/// The registered service worker. Lives as long as the page.
#[derive(Clone)]
pub struct Updates {
    registration: ServiceWorkerRegistration,
}

impl PartialEq for Updates {
    fn eq(&self, other: &Self) -> bool {
        self.registration == other.registration
    }
}

/// Registers the service worker. Call it when the page can be used: the install fetches everything else then.
///
/// # Errors
/// [`UpdateError::Unavailable`], [`UpdateError::Refused`]
pub async fn register(flush: Flush, on_event: impl Fn(UpdateEvent) + 'static) -> Result<Updates, UpdateError> {
    let container = container().ok_or(UpdateError::Unavailable)?;
    let on_event: Rc<dyn Fn(UpdateEvent)> = Rc::new(on_event);
    listen(&container, flush, on_event.clone());

    let registration = install(&container).await.map_err(|thrown| UpdateError::Refused(thrown.into()))?;
    watch(&registration, on_event.clone());
    let updates = Updates { registration };
    updates.tell_present_state(&on_event).await;
    let checking = updates.clone();
    Interval::new(CHECK_EACH_MS, move || checking.check()).forget();
    Ok(updates)
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = super::window().navigator();
    // Without https the property is there in some browsers and `register` throws; ask the context first.
    (document::is_secure() && has(&navigator, "serviceWorker")).then(|| navigator.service_worker())
}

async fn install(container: &ServiceWorkerContainer) -> Result<ServiceWorkerRegistration, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"scope".into(), &"./".into())?;
    Reflect::set(&options, &"updateViaCache".into(), &"none".into())?;
    let address = trusted::script_url(trusted::SERVICE_WORKER)?;
    let registered = container.unchecked_ref::<TrustingContainer>().register(&address, &options)?;
    JsFuture::from(registered).await?.dyn_into()
}

/// Answers the worker's messages: flush, and then reload or stay.
fn listen(container: &ServiceWorkerContainer, flush: Flush, on_event: Rc<dyn Fn(UpdateEvent)>) {
    let is_reloading = Rc::new(Cell::new(false));
    let listener = EventListener::new(container, "message", move |event| {
        let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
        let kind = Reflect::get(&event.data(), &"type".into()).ok().and_then(|kind| kind.as_string());
        match kind.as_deref() {
            Some("flush") => {
                let port = event.ports().get(0).dyn_into::<MessagePort>().ok();
                let flush = flush.clone();
                on_event(UpdateEvent::Switching);
                spawn_local(async move {
                    let is_safe = flush().await;
                    if let Some(port) = port {
                        let _ = port.post_message(&message(&[("ok", is_safe.into())]));
                    }
                });
            }
            Some("stay") => on_event(UpdateEvent::Stayed),
            Some("reload") if !is_reloading.replace(true) => {
                let flush = flush.clone();
                spawn_local(async move {
                    flush().await;
                    document::reload();
                });
            }
            _ => {}
        }
    });
    listener.forget();
}

/// Tells when a version that is being fetched has become whole.
fn watch(registration: &ServiceWorkerRegistration, on_event: Rc<dyn Fn(UpdateEvent)>) {
    let follow = move |registration: &ServiceWorkerRegistration| {
        let Some(installing) = registration.installing() else { return };
        let (registration, on_event) = (registration.clone(), on_event.clone());
        let worker = installing.clone();
        EventListener::new(&installing, "statechange", move |_| match worker.state() {
            // Without an active one this is the first, which needs no tap.
            ServiceWorkerState::Installed if registration.active().is_some() => on_event(UpdateEvent::Ready),
            ServiceWorkerState::Activated => on_event(UpdateEvent::OfflineReady),
            _ => {}
        })
        .forget();
    };
    follow(registration);
    let watched = registration.clone();
    EventListener::new(registration, "updatefound", move |_| follow(&watched)).forget();
}

impl Updates {
    /// Asks the server whether there is another version. Failing is normal offline.
    pub fn check(&self) {
        let Ok(promise) = self.registration.update() else { return };
        spawn_local(async move {
            let _ = JsFuture::from(promise).await;
        });
    }

    /// A person tapped Update. Every tab flushes; then each loads once, this one too.
    ///
    /// # Errors
    /// [`UpdateError::NotFlushed`] if a tab could not save: nothing has changed then; [`UpdateError::NoAnswer`].
    pub async fn go_on(&self) -> Result<(), UpdateError> {
        let (worker, slot) = match (self.registration.waiting(), self.registration.active()) {
            (Some(waiting), _) => (waiting, "waiting"),
            (None, Some(active)) => (active, "active"),
            (None, None) => return Err(UpdateError::NoAnswer),
        };
        let answer = ask(&worker, &message(&[("type", "go-on".into()), ("slot", slot.into())])).await?;
        if is_true(&answer, "ok") { Ok(()) } else { Err(UpdateError::NotFlushed) }
    }

    /// This version has started and opened its database: the one before may go.
    pub async fn started_ok(&self) {
        let (Some(worker), Some(version)) = (self.registration.active(), version()) else { return };
        let _ = ask(&worker, &message(&[("type", "started-ok".into()), ("version", version.into())])).await;
    }

    async fn tell_present_state(&self, on_event: &Rc<dyn Fn(UpdateEvent)>) {
        let Some(active) = self.registration.active() else { return };
        if active.state() == ServiceWorkerState::Activated {
            on_event(UpdateEvent::OfflineReady);
        }
        if self.registration.waiting().is_some() {
            return on_event(UpdateEvent::Ready);
        }
        // A browser that was closed activates a waiting worker by itself; the version served is still ours.
        let Ok(status) = ask(&active, &message(&[("type", "status".into())])).await else { return };
        let text = |name: &str| Reflect::get(&status, &name.into()).ok().and_then(|value| value.as_string());
        let ours = version();
        if text("current") == ours && text("version") != ours {
            on_event(UpdateEvent::Ready);
        }
    }
}

fn message(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}

fn is_true(object: &JsValue, name: &str) -> bool {
    Reflect::get(object, &name.into()).is_ok_and(|value| value.is_truthy())
}

/// Sends a message and waits for what comes back on its own port.
async fn ask(worker: &ServiceWorker, message: &Object) -> Result<JsValue, UpdateError> {
    let channel = MessageChannel::new().map_err(|_| UpdateError::NoAnswer)?;
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(Cell::new(Some(sender)));
    let port = channel.port1();
    let heard = {
        let sender = sender.clone();
        EventListener::new(&port, "message", move |event| {
            if let (Some(sender), Some(event)) = (sender.take(), event.dyn_ref::<MessageEvent>()) {
                let _ = sender.send(event.data());
            }
        })
    };
    port.start();
    let gave_up = Timeout::new(ANSWER_PATIENCE_MS, move || drop(sender.take()));
    worker.post_message_with_transferable(message, &Array::of1(&channel.port2())).map_err(|_| UpdateError::NoAnswer)?;
    let answer = receiver.await.map_err(|_| UpdateError::NoAnswer);
    drop((heard, gave_up));
    port.close();
    answer
}
