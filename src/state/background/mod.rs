//! What is recorded while a form is open, for its `background-audio`.
//!
//! A piece is written every few seconds and named in the answer, so what is told as saved survives a page that is killed
//! ([`pieces`]). When the record is made the pieces become one file ([`whole`]), and so does what was recorded when the form was
//! open before: the field's recorder has it so. Start at [`Session::begin`].
//!
//! Not here: the question whether it may be recorded, and the sign that it is (`pages::fill::recorded`).

mod pieces;
mod webm;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use form::Action;
use form::definition::Preload;
use form::view::Body;
use store::{Store, Transaction, blobs, layout};
use yew::Callback;

use super::attachment::{self, BACKGROUND_LIMIT_BYTES};
use super::device::Failure;
use super::filling::{Filling, Saving};
use super::queue::Urgency;
use crate::platform::files::ChosenFile;
use crate::platform::idb::{ReadError, RunError};
use crate::platform::live::{Live, LiveError, Wanted};
use crate::platform::recorder::{Density, End, Medium, Progress, Recording};
use crate::platform::timer;

/// So much of it a page that is killed may take.
const PIECE_MS: f64 = 10_000.0;
/// With less room than this nothing is begun.
const LEAST_ROOM_BYTES: u64 = 64 << 10;
/// How often somebody who waits for a piece looks.
const STEP_MS: u32 = 20;

/// Why nothing is recorded. The form is filled without.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BeginError {
    #[error(transparent)]
    Live(#[from] LiveError),
    #[error("what was recorded before leaves no room")]
    Full,
    /// What this browser records cannot be joined to it.
    #[error("what was recorded before cannot be gone on with")]
    CannotGoOn,
    #[error("what was recorded before cannot be read")]
    Read(#[from] ReadError),
}

/// Why pieces did not become a file. They are as they were.
#[derive(Debug, thiserror::Error)]
pub enum WholeError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Write(#[from] RunError),
    #[error("another tab fills the draft")]
    TakenOver,
}

/// What is told of a recording.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Told {
    Running {
        elapsed_ms: f64,
        /// So much of it is in the database.
        kept_ms: f64,
        /// The last piece could not be written; it is tried again.
        is_failing: bool,
    },
    Ended(End),
}

/// A recording that runs, or is paused.
pub struct Session {
    filling: Filling,
    recording: RefCell<Option<Recording>>,
    /// Pieces on their way to the database, each with how far it goes.
    waiting: RefCell<VecDeque<(ChosenFile, f64)>>,
    is_keeping: Cell<bool>,
    is_failing: Cell<bool>,
    taken_ms: Cell<f64>,
    kept_ms: Cell<f64>,
    on_change: Callback<Told>,
}

thread_local! {
    /// What runs on this page, for whoever makes the record.
    static RUNNING: RefCell<Weak<Session>> = const { RefCell::new(Weak::new()) };
}

/// What was recorded so far for a draft, in bytes.
///
/// # Errors
/// [`ReadError`]
pub async fn recorded_bytes(filling: &Filling) -> Result<u64, ReadError> {
    Ok(read(filling, &answer(filling)).await?.iter().map(|piece| piece.len() as u64).sum())
}

impl Session {
    /// Opens the microphone and begins; what there is goes on behind its end.
    ///
    /// # Errors
    /// [`BeginError`]
    pub async fn begin(filling: Filling, quality_bits: u32, on_change: Callback<Told>) -> Result<Rc<Self>, BeginError> {
        let before = read(&filling, &answer(&filling)).await?;
        if before.first().is_some_and(|first| !pieces::can_go_on(first)) {
            return Err(BeginError::CannotGoOn);
        }
        let before_bytes = before.iter().map(|piece| piece.len() as u64).sum();
        let limit_bytes = BACKGROUND_LIMIT_BYTES.saturating_sub(before_bytes);
        if limit_bytes < LEAST_ROOM_BYTES {
            return Err(BeginError::Full);
        }
        drop(before);
        let live = Live::open(Wanted::Sound).await?;
        let session = Rc::new(Self {
            filling,
            recording: RefCell::new(None),
            waiting: RefCell::default(),
            is_keeping: Cell::new(false),
            is_failing: Cell::new(false),
            taken_ms: Cell::new(0.0),
            kept_ms: Cell::new(0.0),
            on_change,
        });
        let density = Density {
            medium: Medium::Sound,
            sound_bits_per_second: quality_bits,
            picture_bits_per_second: 0,
            limit_bytes,
        };
        let progressed = {
            let session = Rc::downgrade(&session);
            move |progress| {
                if let Some(session) = session.upgrade() {
                    session.progressed(progress);
                }
            }
        };
        session.recording.replace(Some(Recording::start(live, density, progressed)?));
        RUNNING.set(Rc::downgrade(&session));
        Ok(session)
    }

    pub fn set_paused(self: &Rc<Self>, is_paused: bool) {
        if let Some(recording) = &*self.recording.borrow() {
            recording.set_paused(is_paused);
        }
        if is_paused {
            self.cut();
        }
    }

    /// Has what was recorded up to now written, and says whether it is.
    pub async fn keep(self: Rc<Self>) -> bool {
        self.take();
        self.keep_waiting().await
    }

    /// Stops, and says whether all of it is written. Nothing where it has ended.
    pub async fn finish(self: Rc<Self>) -> bool {
        let recording = self.recording.take();
        if let Some(recording) = recording {
            let elapsed_ms = recording.elapsed_ms();
            if let Some(rest) = recording.finish().await {
                self.waiting.borrow_mut().push_back((rest, elapsed_ms));
            }
        }
        self.keep_waiting().await
    }

    /// Stops without keeping what is not written yet.
    fn forget(&self) {
        self.recording.take();
        self.waiting.take();
    }

    fn progressed(self: &Rc<Self>, progress: Progress) {
        if let Some(end) = progress.end {
            // Who finishes it has taken it away before.
            if self.recording.borrow().is_some() {
                let session = self.clone();
                timer::spawn(async move {
                    session.clone().finish().await;
                    session.on_change.emit(Told::Ended(end));
                });
            }
            return;
        }
        if self.filling.saving() == Saving::TakenOver {
            self.forget();
            self.on_change.emit(Told::Ended(End::Stopped));
            return;
        }
        if progress.elapsed_ms - self.taken_ms.get() >= PIECE_MS {
            self.cut();
        }
        self.tell(progress.elapsed_ms);
    }

    fn tell(&self, elapsed_ms: f64) {
        let (kept_ms, is_failing) = (self.kept_ms.get(), self.is_failing.get());
        self.on_change.emit(Told::Running { elapsed_ms, kept_ms, is_failing });
    }

    /// Has a piece set out for the database.
    fn cut(self: &Rc<Self>) {
        let session = self.clone();
        timer::spawn(async move {
            session.clone().keep().await;
            let elapsed_ms = session.recording.borrow().as_ref().map(Recording::elapsed_ms);
            if let Some(elapsed_ms) = elapsed_ms {
                session.tell(elapsed_ms);
            }
        });
    }

    fn take(&self) {
        if let Some(recording) = &*self.recording.borrow() {
            let elapsed_ms = recording.elapsed_ms();
            self.taken_ms.set(elapsed_ms);
            if let Some(piece) = recording.take() {
                self.waiting.borrow_mut().push_back((piece, elapsed_ms));
            }
        }
    }

    /// Writes the pieces that wait, one after the other: their order is that of the answer.
    async fn keep_waiting(&self) -> bool {
        while self.is_keeping.get() {
            timer::sleep(STEP_MS).await;
        }
        self.is_keeping.set(true);
        let is_kept = self.keep_all().await;
        self.is_keeping.set(false);
        self.is_failing.set(!is_kept);
        is_kept
    }

    async fn keep_all(&self) -> bool {
        loop {
            let next = self.waiting.borrow().front().cloned();
            let Some((piece, until_ms)) = next else { return true };
            if !self.keep_piece(&piece).await {
                return false;
            }
            self.waiting.borrow_mut().pop_front();
            if self.filling.settled().await != Saving::Saved {
                return false; // it is written; that the answer names it is not
            }
            self.kept_ms.set(until_ms);
        }
    }

    async fn keep_piece(&self, piece: &ChosenFile) -> bool {
        let Ok(bytes) = piece.bytes(BACKGROUND_LIMIT_BYTES).await else { return false };
        let (hash, plan) = blobs::write(&bytes);
        if self.filling.device().run(plan).await.is_err() || self.filling.saving() == Saving::TakenOver {
            return false;
        }
        set_answer(&self.filling, &pieces::with(&answer(&self.filling), hash));
        true
    }
}

/// Takes away what was recorded, from the answer and from the disk. A file that an earlier revision of the record has stays
/// with that one.
///
/// # Errors
/// [`WholeError`]: the answer may be gone and the bytes not.
pub async fn discard(filling: &Filling, session: Option<&Session>) -> Result<(), WholeError> {
    if let Some(session) = session {
        session.forget();
        while session.is_keeping.get() {
            timer::sleep(STEP_MS).await;
        }
    }
    let answer = answer(filling);
    set_answer(filling, "");
    settled(filling).await?;
    delete(filling, &answer).await
}

/// Stops what runs for a draft, and makes one file of its pieces: a record names files, not pieces. Whether the answer is
/// another one now.
///
/// # Errors
/// [`WholeError`]
pub async fn whole(filling: &Filling) -> Result<bool, WholeError> {
    if let Some(session) = running(filling) {
        let is_kept = session.clone().finish().await;
        session.on_change.emit(Told::Ended(End::Stopped));
        if !is_kept {
            return Err(WholeError::Write(RunError::Quota));
        }
    }
    let answer = answer(filling);
    if !pieces::is_open(&answer) {
        return Ok(false);
    }
    let recorded = read(filling, &answer).await?;
    if recorded.is_empty() {
        set_answer(filling, "");
    } else {
        let (bytes, name) = pieces::joined(&recorded);
        let hash = attachment::hash(&name);
        let plan = hash.map(|hash| blobs::written(Transaction::new(), hash, &bytes)).unwrap_or_default();
        run(filling, plan).await?;
        set_answer(filling, &name);
    }
    settled(filling).await?;
    // Killed before this the device has the sound twice, and nothing is lost.
    delete(filling, &answer).await?;
    Ok(true)
}

fn running(filling: &Filling) -> Option<Rc<Session>> {
    RUNNING.with_borrow(Weak::upgrade).filter(|session| session.filling == *filling)
}

/// What the questions for it are answered with; each says the same.
fn answer(filling: &Filling) -> String {
    let first = filling.recorded_at().first().and_then(|node| filling.view(*node));
    match first.as_ref().map(|view| &view.body) {
        Some(Body::Question(question)) => question.value.clone(),
        _ => String::new(),
    }
}

fn set_answer(filling: &Filling, value: &str) {
    debug_assert!(filling.has_preload(Preload::BackgroundAudio));
    for node in filling.recorded_at() {
        let Some(view) = filling.view(node) else { continue };
        let action = Action::Answer { path: view.path.clone(), value: value.to_owned() };
        // A place that the engine no longer knows was removed a moment ago.
        let _ = filling.act(&action, Urgency::Now);
    }
}

/// What an answer names, as far as it is here whole.
async fn read(filling: &Filling, answer: &str) -> Result<Vec<Vec<u8>>, ReadError> {
    let device = filling.device();
    let mut recorded = Vec::new();
    for hash in pieces::names(answer).filter_map(attachment::hash) {
        recorded.extend(device.blob(hash).await?);
    }
    Ok(recorded)
}

/// Deletes the pieces that an answer named: nothing else knows of them.
async fn delete(filling: &Filling, answer: &str) -> Result<(), WholeError> {
    let pieces = pieces::names(answer).filter(|name| pieces::is_piece(name)).filter_map(attachment::hash);
    let plan = pieces.fold(Transaction::new(), |plan, hash| plan.delete_under(Store::Blobs, layout::blob(hash)));
    run(filling, plan).await
}

async fn run(filling: &Filling, plan: Transaction) -> Result<(), WholeError> {
    filling.device().run(plan).await.map_err(|failure| match failure {
        Failure::Run(error) => WholeError::Write(error),
        Failure::Conflict(_) => WholeError::TakenOver,
    })
}

async fn settled(filling: &Filling) -> Result<(), WholeError> {
    match filling.settled().await {
        Saving::Failed(error) => Err(WholeError::Write(error)),
        Saving::TakenOver => Err(WholeError::TakenOver),
        Saving::Saved | Saving::Saving => Ok(()),
    }
}
