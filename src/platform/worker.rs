//! The second wasm: started when first asked, asked by message, started anew after a trap.
//!
//! Foreign files are read there. A parser that runs out of memory or traps ends that worker and the one question it was
//! asked, never an unsaved answer. Questions and answers are `crate::worker`'s.

use std::cell::RefCell;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

use super::{BrowserError, trusted};
use crate::worker::{Answer, Question, ReadMessageError};

/// Why a question has no answer. Nothing was changed: a worker only computes.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WorkerError {
    /// The worker died of what it was given. The next question gets a new one.
    #[error("the worker stopped")]
    Trapped,
    /// It took longer than it may, and was ended.
    #[error("the worker took too long")]
    TimedOut,
    /// It could not be started: its file is not there, or the browser refuses.
    #[error("the worker cannot be started")]
    NotStarted(#[source] BrowserError),
    #[error("the worker's answer cannot be read")]
    Unreadable(#[source] ReadMessageError),
}

#[wasm_bindgen]
extern "C" {
    /// `web-sys` knows an address as text only; under trusted types it is an object.
    #[wasm_bindgen(extends = web_sys::EventTarget, js_name = Worker)]
    #[derive(Clone)]
    type ModuleWorker;
    #[wasm_bindgen(constructor, catch, js_class = "Worker")]
    fn new(address: &JsValue, options: &Object) -> Result<ModuleWorker, JsValue>;
    #[wasm_bindgen(method, catch, js_name = postMessage)]
    fn post_message(this: &ModuleWorker, message: &JsValue, transfer: &Array) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    fn terminate(this: &ModuleWorker);
}

/// Who waits for which answer. They are few.
type Waiting = Vec<(u32, oneshot::Sender<Vec<u8>>)>;

struct Running {
    worker: ModuleWorker,
    waiting: Waiting,
    next: u32,
    /// Messages with what they transfer, until the worker has said that it listens; `None` from then on. What arrives
    /// at a worker before it listens is lost.
    queued: Option<Vec<(Array, Array)>>,
    _listeners: [EventListener; 3],
}

thread_local! {
    static RUNNING: RefCell<Option<Running>> = const { RefCell::new(None) };
}

/// Asks the worker and waits for its answer.
///
/// # Errors
/// [`WorkerError`]
pub async fn ask(question: &Question, timeout_ms: u32) -> Result<Answer, WorkerError> {
    let bytes = question.to_bytes().map_err(WorkerError::Unreadable)?;
    let (number, receiver) = send(&bytes)?;
    match select(receiver, TimeoutFuture::new(timeout_ms)).await {
        Either::Left((Ok(bytes), _)) => Answer::from_bytes(&bytes).map_err(WorkerError::Unreadable),
        // The sender was dropped: `stop` below, after a trap.
        Either::Left((Err(_), _)) => Err(WorkerError::Trapped),
        Either::Right(_) => {
            drop(no_longer_waiting(number));
            stop();
            Err(WorkerError::TimedOut)
        }
    }
}

/// Starts the worker ahead of its first question, while its files can still be had. If that fails, so will the question.
pub fn warm() {
    RUNNING.with_borrow_mut(|slot| {
        if slot.is_none() {
            *slot = start().ok();
        }
    });
}

/// Ends the worker. Whoever waits is told that it stopped.
pub fn stop() {
    if let Some(running) = RUNNING.take() {
        running.worker.terminate();
    }
}

fn send(bytes: &[u8]) -> Result<(u32, oneshot::Receiver<Vec<u8>>), WorkerError> {
    RUNNING.with_borrow_mut(|slot| {
        if slot.is_none() {
            *slot = Some(start().map_err(|thrown| WorkerError::NotStarted(thrown.into()))?);
        }
        let Some(running) = slot else { return Err(WorkerError::Trapped) };
        let number = running.next;
        running.next = running.next.wrapping_add(1);
        let body = Uint8Array::from(bytes);
        let (message, transfer) = (Array::of2(&number.into(), &body), Array::of1(&body.buffer()));
        match &mut running.queued {
            Some(queued) => queued.push((message, transfer)),
            None => running
                .worker
                .post_message(&message, &transfer)
                .map_err(|thrown| WorkerError::NotStarted(thrown.into()))?,
        }
        let (sender, receiver) = oneshot::channel();
        running.waiting.push((number, sender));
        Ok((number, receiver))
    })
}

fn start() -> Result<Running, JsValue> {
    let address = trusted::worker_address().ok_or_else(|| js_sys::Error::new("this build has no worker"))?;
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"module".into())?;
    let worker = ModuleWorker::new(&trusted::script_url(&address)?, &options)?;
    let answered = EventListener::new(&worker, "message", |event| {
        let Some(message) = event.dyn_ref::<MessageEvent>() else { return };
        let message = Array::from(&message.data());
        if message.length() == 0 {
            return send_queued();
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it came from a u32
        let number = message.get(0).as_f64().unwrap_or(-1.0) as u32;
        if let Some(sender) = no_longer_waiting(number) {
            let _ = sender.send(Uint8Array::new(&message.get(1)).to_vec());
        }
    });
    let trapped = EventListener::new(&worker, "error", |_| stop());
    let unreadable = EventListener::new(&worker, "messageerror", |_| stop());
    let listeners = [answered, trapped, unreadable];
    Ok(Running { worker, waiting: Waiting::new(), next: 0, queued: Some(Vec::new()), _listeners: listeners })
}

fn no_longer_waiting(number: u32) -> Option<oneshot::Sender<Vec<u8>>> {
    RUNNING.with_borrow_mut(|slot| {
        let waiting = &mut slot.as_mut()?.waiting;
        let place = waiting.iter().position(|(asked, _)| *asked == number)?;
        Some(waiting.swap_remove(place).1)
    })
}

/// The worker listens.
fn send_queued() {
    RUNNING.with_borrow_mut(|slot| {
        let Some(running) = slot else { return };
        for (message, transfer) in running.queued.take().unwrap_or_default() {
            // Cannot fail: both were made here and nothing else has them.
            let _ = running.worker.post_message(&message, &transfer);
        }
    });
}
