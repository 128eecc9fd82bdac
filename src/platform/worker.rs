//! The second wasm: started when first asked, asked by message, started anew after a trap.
//!
//! Foreign files are read there. A parser that runs out of memory or traps ends that worker and the one question it was
//! asked, never an unsaved answer. Questions and answers are `crate::worker`'s.
//!
//! It runs twice: one worker answers at once and keeps nothing ([`ask`]); the desk worker ([`ask_desk`]) has a connection to the
//! database of its own, does what takes long, tells how far it is, and can be stopped at any time.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

use super::files::ChosenFile;
use super::{BrowserError, timer, trusted};
use crate::worker::{Answer, Question, ReadMessageError};

/// Why a question has no answer.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WorkerError {
    /// The worker died of what it was given. The next question gets a new one.
    #[error("the worker stopped")]
    Trapped,
    /// A person ended it.
    #[error("the worker was ended")]
    Stopped,
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

/// Who waits for an answer.
struct Waiting {
    number: u32,
    answer: oneshot::Sender<Result<Vec<u8>, WorkerError>>,
    /// Hears what comes before the answer.
    told: Option<Rc<dyn Fn(Vec<u8>)>>,
}

/// So many files go in one message. The browser looks each one up on the disk, some tenths of a millisecond in which the page stands still.
const FILES_IN_A_MESSAGE: usize = 25;

#[derive(Clone, Copy)]
enum Room {
    Reader,
    Desk,
}

struct Running {
    worker: ModuleWorker,
    /// They are few.
    waiting: Vec<Waiting>,
    /// Messages with what they transfer, one sent after the other.
    queued: VecDeque<(Array, Array)>,
    /// From when the worker has said that it listens, but while a message is on its way. What arrives at a worker before it
    /// listens is lost.
    is_ready: bool,
    /// Its own number: another worker in the same room has another.
    own: u32,
    _listeners: [EventListener; 3],
}

thread_local! {
    /// The next number of a question or a worker.
    static NEXT: Cell<u32> = const { Cell::new(0) };
    static RUNNING: [RefCell<Option<Running>>; 2] = const { [const { RefCell::new(None) }; 2] };
}

/// Asks the worker and waits for its answer.
///
/// # Errors
/// [`WorkerError`]
pub async fn ask(question: &Question, timeout_ms: u32) -> Result<Answer, WorkerError> {
    let (number, receiver) = send(Room::Reader, question, &[], None)?;
    match select(receiver, TimeoutFuture::new(timeout_ms)).await {
        Either::Left((answer, _)) => read(answer),
        Either::Right(_) => {
            drop(no_longer_waiting(Room::Reader, number));
            drop(stop(Room::Reader));
            Err(WorkerError::TimedOut)
        }
    }
}

/// Asks the desk worker, which may take its time; `on_told` hears what it tells before it answers. It gets the files
/// themselves and reads them there.
///
/// # Errors
/// [`WorkerError`], also after [`stop_desk`].
pub async fn ask_desk(
    question: &Question,
    files: &[ChosenFile],
    on_told: impl Fn(Answer) + 'static,
) -> Result<Answer, WorkerError> {
    let told = move |bytes: Vec<u8>| {
        if let Ok(told) = Answer::from_bytes(&bytes) {
            on_told(told);
        }
    };
    read(send(Room::Desk, question, files, Some(Rc::new(told)))?.1.await)
}

/// Ends the desk worker, and with it whatever it does. A transaction that it has not sent whole does not happen; one that it has may
/// still, so whoever waits for it looks.
pub fn stop_desk() {
    for waiting in stop(Room::Desk) {
        let _ = waiting.answer.send(Err(WorkerError::Stopped));
    }
}

/// Whether there is a desk worker, so that it may remember something.
pub fn has_desk() -> bool {
    running(Room::Desk, |slot| slot.is_some())
}

/// Whether the desk worker has something to do.
pub fn is_desk_at_work() -> bool {
    running(Room::Desk, |slot| slot.as_ref().is_some_and(|running| !running.waiting.is_empty()))
}

/// Starts the worker ahead of its first question, while its files can still be had. If that fails, so will the question.
pub fn warm() {
    running(Room::Reader, |slot| {
        if slot.is_none() {
            *slot = start(Room::Reader).ok();
        }
    });
}

fn running<T>(room: Room, work: impl FnOnce(&mut Option<Running>) -> T) -> T {
    RUNNING.with(|rooms| work(&mut rooms[room as usize].borrow_mut()))
}

type Answered = Result<Result<Vec<u8>, WorkerError>, oneshot::Canceled>;

fn read(answer: Answered) -> Result<Answer, WorkerError> {
    // The sender was dropped: `stop` below, after a trap.
    let bytes = answer.map_err(|_| WorkerError::Trapped)??;
    Answer::from_bytes(&bytes).map_err(WorkerError::Unreadable)
}

/// Ends a worker. Those who wait are told that it stopped, once they are let go.
fn stop(room: Room) -> Vec<Waiting> {
    running(room, Option::take).map_or_else(Vec::new, |running| {
        running.worker.terminate();
        running.waiting
    })
}

fn next_number() -> u32 {
    NEXT.replace(NEXT.get().wrapping_add(1))
}

type Sent = (u32, oneshot::Receiver<Result<Vec<u8>, WorkerError>>);

fn send(
    room: Room,
    question: &Question,
    files: &[ChosenFile],
    told: Option<Rc<dyn Fn(Vec<u8>)>>,
) -> Result<Sent, WorkerError> {
    let bytes = question.to_bytes().map_err(WorkerError::Unreadable)?;
    running(room, |slot| {
        if slot.is_none() {
            *slot = Some(start(room).map_err(|thrown| WorkerError::NotStarted(thrown.into()))?);
        }
        let Some(running) = slot else { return Err(WorkerError::Trapped) };
        let number = next_number();
        let body = Uint8Array::from(bytes.as_slice());
        let (ahead, last) = files.split_at(files.len().saturating_sub(1) / FILES_IN_A_MESSAGE * FILES_IN_A_MESSAGE);
        let handles = |files: &[ChosenFile]| files.iter().map(ChosenFile::handle).collect::<Array>();
        for files in ahead.chunks(FILES_IN_A_MESSAGE) {
            running.queued.push_back((Array::of3(&number.into(), &JsValue::UNDEFINED, &handles(files)), Array::new()));
        }
        running.queued.push_back((Array::of3(&number.into(), &body, &handles(last)), Array::of1(&body.buffer())));
        let (answer, receiver) = oneshot::channel();
        running.waiting.push(Waiting { number, answer, told });
        if std::mem::take(&mut running.is_ready) {
            send_queued(room, running.own);
        }
        Ok((number, receiver))
    })
}

/// Sends what is queued, with a breath between two messages.
fn send_queued(room: Room, own: u32) {
    timer::spawn(async move {
        let mut is_more = true;
        while is_more {
            let sent = running(room, |slot| slot.as_mut().filter(|running| running.own == own).map(Running::send_one));
            match sent {
                Some(Ok(more)) => is_more = more,
                Some(Err(_)) => return drop(stop(room)),
                None => return, // it was ended meanwhile
            }
            if is_more {
                TimeoutFuture::new(0).await;
            }
        }
    });
}

impl Running {
    /// Whether there are more. Whoever finds none left leaves the worker ready for the next question.
    fn send_one(&mut self) -> Result<bool, JsValue> {
        if let Some((message, transfer)) = self.queued.pop_front() {
            self.worker.post_message(&message, &transfer)?;
        }
        self.is_ready = self.queued.is_empty();
        Ok(!self.is_ready)
    }
}

fn start(room: Room) -> Result<Running, JsValue> {
    let address = trusted::worker_address().ok_or_else(|| js_sys::Error::new("this build has no worker"))?;
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"module".into())?;
    let worker = ModuleWorker::new(&trusted::script_url(&address)?, &options)?;
    let own = next_number();
    let answered = EventListener::new(&worker, "message", move |event| {
        let Some(message) = event.dyn_ref::<MessageEvent>() else { return };
        let message = Array::from(&message.data());
        if message.length() == 0 {
            return send_queued(room, own);
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it came from a u32
        let number = message.get(0).as_f64().unwrap_or(-1.0) as u32;
        let bytes = || Uint8Array::new(&message.get(1)).to_vec();
        if message.get(2).is_truthy() {
            let told = running(room, |slot| {
                slot.as_ref()?.waiting.iter().find(|waiting| waiting.number == number)?.told.clone()
            });
            if let Some(told) = told {
                told(bytes());
            }
        } else if let Some(waiting) = no_longer_waiting(room, number) {
            let _ = waiting.answer.send(Ok(bytes()));
        }
    });
    let trapped = EventListener::new(&worker, "error", move |_| drop(stop(room)));
    let unreadable = EventListener::new(&worker, "messageerror", move |_| drop(stop(room)));
    let listeners = [answered, trapped, unreadable];
    Ok(Running { worker, waiting: Vec::new(), queued: VecDeque::new(), is_ready: false, own, _listeners: listeners })
}

fn no_longer_waiting(room: Room, number: u32) -> Option<Waiting> {
    running(room, |slot| {
        let waiting = &mut slot.as_mut()?.waiting;
        let place = waiting.iter().position(|waiting| waiting.number == number)?;
        Some(waiting.swap_remove(place))
    })
}
