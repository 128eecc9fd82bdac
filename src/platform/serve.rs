//! The worker's side of the door: takes questions as messages, answers them one after another.
//!
//! The only file of this room that runs in the worker and not in the page.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use gloo_events::EventListener;
use js_sys::{Array, Uint8Array};
use record::FormHash;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::files::ChosenFile;
use super::{digest, timer};
use crate::worker::desk::{Desk, Order};
use crate::worker::{Answer, FileBytes, Question, answer, forms};

/// A question for the desk, with its number and the files that came with it.
struct Waiting {
    number: JsValue,
    order: Order,
    files: Vec<ChosenFile>,
}

thread_local! {
    /// Files that came ahead of their question, by its number.
    static AHEAD: RefCell<Vec<(f64, ChosenFile)>> = const { RefCell::new(Vec::new()) };
    static QUEUE: RefCell<VecDeque<Waiting>> = const { RefCell::new(VecDeque::new()) };
    static IS_BUSY: Cell<bool> = const { Cell::new(false) };
    static DESK: RefCell<Option<Desk>> = const { RefCell::new(None) };
}

/// Answers for as long as the worker lives. A message that is no question gets no answer: its asker gives up in time.
pub fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let answering = scope.clone();
    EventListener::new(&scope, "message", move |event| {
        let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
        let message = Array::from(&event.data());
        let number = message.get(0);
        let of = number.as_f64().unwrap_or(-1.0);
        let files = || Array::from(&message.get(2)).iter().filter_map(ChosenFile::handed).collect::<Vec<_>>();
        if message.get(1).is_undefined() {
            return AHEAD.with_borrow_mut(|ahead| ahead.extend(files().into_iter().map(|file| (of, file))));
        }
        match Question::from_bytes(&Uint8Array::new(&message.get(1)).to_vec()) {
            Ok(Question::Desk(order)) => {
                let came = AHEAD
                    .with_borrow_mut(|ahead| ahead.extract_if(.., |(number, _)| *number == of).collect::<Vec<_>>());
                let files = came.into_iter().map(|(_, file)| file).chain(files()).collect();
                QUEUE.with_borrow_mut(|queue| queue.push_back(Waiting { number, order: *order, files }));
                work_on(answering.clone());
            }
            Ok(Question::CompileForm { workbook, files }) => {
                let scope = answering.clone();
                timer::spawn(async move {
                    let hash = form_hash(&workbook, &files).await;
                    reply(&scope, &number, &forms::compile(&workbook, &files, hash), false);
                });
            }
            Ok(question) => reply(&answering, &number, &answer(question), false),
            Err(_) => {}
        }
    })
    .forget();
    // The page may have asked before we were here: only now does it send.
    let _ = scope.post_message(&Array::new());
}

/// Works on what is asked of the desk, one after another.
fn work_on(scope: DedicatedWorkerGlobalScope) {
    if IS_BUSY.replace(true) {
        return;
    }
    timer::spawn(async move {
        while let Some(Waiting { number, order, files }) = QUEUE.with_borrow_mut(VecDeque::pop_front) {
            let mut desk = DESK.take().unwrap_or_default();
            let tell = |told| reply(&scope, &number, &Answer::Told(told), true);
            let done = desk.carry_out(order, files, &tell).await;
            DESK.set(Some(desk));
            reply(&scope, &number, &Answer::Desk(Box::new(done)), false);
        }
        IS_BUSY.set(false);
    });
}

/// What the browser says a form's version is called, if it says so. Of a workbook with many choices that took a third of its reading:
/// a function in wasm that is called once, for all bytes, stays as it was compiled in a hurry.
async fn form_hash(workbook: &FileBytes, files: &[(String, FileBytes)]) -> Option<FormHash> {
    let of = |bytes: &FileBytes| digest::sha256(Uint8Array::from(bytes.0.as_slice()));
    let mut hashes = Vec::new();
    for (name, bytes) in files {
        hashes.push((name.as_str(), of(bytes).await?));
    }
    Some(record::form_hash_of(of(workbook).await?, hashes))
}

fn reply(scope: &DedicatedWorkerGlobalScope, number: &JsValue, answer: &Answer, is_more_to_come: bool) {
    let Ok(bytes) = answer.to_bytes() else { return };
    let body = Uint8Array::from(bytes.as_slice());
    let reply = Array::of3(number, &body, &is_more_to_come.into());
    let _ = scope.post_message_with_transfer(&reply, &Array::of1(&body.buffer()));
}
