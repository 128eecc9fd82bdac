//! Sound and film, recorded for as long as they are small enough to be kept.
//!
//! Start at [`Recording::start`].

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use futures_util::future::select;
use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{BlobEvent, MediaRecorder, MediaRecorderOptions, RecordingState};

use super::busy::{self, Busy};
use super::clock;
use super::files::ChosenFile;
use super::live::{Live, LiveError};

/// How often the recorder hands over what it has, and so how often the time running is shown.
const SLICE_MS: i32 = 500;
/// How long the recorder may take to hand over its last slice.
const LAST_SLICE_MS: u32 = 5_000;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Medium {
    Sound,
    Film,
}

/// What is recorded and how dense.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Density {
    pub medium: Medium,
    pub sound_bits_per_second: u32,
    pub picture_bits_per_second: u32,
    /// It stops by itself before this many bytes.
    pub limit_bytes: u64,
}

/// Why a recording runs no longer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// It has reached its limit.
    Full,
    /// It was told to stop, or its device went away.
    Stopped,
}

/// How far a recording is.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Progress {
    pub elapsed_ms: f64,
    pub bytes: u64,
    pub end: Option<End>,
}

/// A recording that is running or paused. Dropped it is thrown away and its device closed.
pub struct Recording {
    recorder: MediaRecorder,
    _live: Live,
    parts: Rc<RefCell<Vec<web_sys::Blob>>>,
    watch: Rc<Stopwatch>,
    _busy: Busy,
    stopped: oneshot::Receiver<()>,
    _listeners: [EventListener; 2],
}

impl Recording {
    /// Begins. `on_progress` is called twice a second, and once when it has ended.
    ///
    /// # Errors
    /// [`LiveError`]
    pub fn start(live: Live, density: Density, on_progress: impl Fn(Progress) + 'static) -> Result<Self, LiveError> {
        if !super::has(&super::window(), "MediaRecorder") {
            return Err(LiveError::Unavailable);
        }
        let options = MediaRecorderOptions::new();
        if let Some(kind) = kinds(density.medium).into_iter().find(|kind| MediaRecorder::is_type_supported(kind)) {
            options.set_mime_type(kind);
        }
        options.set_audio_bits_per_second(density.sound_bits_per_second);
        options.set_video_bits_per_second(density.picture_bits_per_second);
        let recorder = MediaRecorder::new_with_media_stream_and_media_recorder_options(&live.0, &options)?;
        let (parts, watch) = (Rc::new(RefCell::new(Vec::new())), Rc::new(Stopwatch::default()));
        let (on_progress, is_full) = (Rc::new(on_progress), Rc::new(Cell::new(false)));
        let came = {
            let (parts, watch, on_progress, recorder) =
                (parts.clone(), watch.clone(), on_progress.clone(), recorder.clone());
            let is_full = is_full.clone();
            let room = Cell::new(Room { left_bytes: density.limit_bytes, largest_bytes: 0 });
            EventListener::new(&recorder.clone(), "dataavailable", move |event| {
                let Some(part) = event.dyn_ref::<BlobEvent>().and_then(BlobEvent::data) else { return };
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a size is a whole number
                let (next, may_go_on) = room.get().take(part.size() as u64);
                room.set(next);
                parts.borrow_mut().push(part);
                if !may_go_on {
                    is_full.set(true);
                    // It may have stopped a moment ago.
                    let _ = recorder.stop();
                }
                let bytes = density.limit_bytes - next.left_bytes;
                on_progress(Progress { elapsed_ms: watch.elapsed_ms(), bytes, end: None });
            })
        };
        let (sender, stopped) = oneshot::channel();
        let ended = {
            let (watch, parts) = (watch.clone(), parts.clone());
            EventListener::once(&recorder, "stop", move |_| {
                watch.stop();
                let _ = sender.send(());
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a size is a whole number
                let bytes = parts.borrow().iter().map(|part: &web_sys::Blob| part.size() as u64).sum();
                let end = if is_full.get() { End::Full } else { End::Stopped };
                on_progress(Progress { elapsed_ms: watch.elapsed_ms(), bytes, end: Some(end) });
            })
        };
        recorder.start_with_time_slice(SLICE_MS)?;
        watch.run();
        Ok(Self { recorder, _live: live, parts, watch, _busy: busy::hold(), stopped, _listeners: [came, ended] })
    }

    /// Pauses, or goes on.
    pub fn set_paused(&self, is_paused: bool) {
        let done = if is_paused { self.recorder.pause() } else { self.recorder.resume() };
        match (done, is_paused) {
            (Ok(()), true) => self.watch.stop(),
            (Ok(()), false) => self.watch.run(),
            (Err(_), _) => {} // it has ended, and says so itself
        }
    }

    /// Stops and gives what was recorded. `None`: there is nothing in it.
    pub async fn finish(self) -> Option<ChosenFile> {
        let Self { recorder, _live, parts, stopped, _listeners, .. } = self;
        if recorder.state() != RecordingState::Inactive {
            let _ = recorder.stop();
        }
        select(stopped, TimeoutFuture::new(LAST_SLICE_MS)).await;
        let kind = recorder.mime_type();
        let whole: Array = parts.borrow().iter().collect();
        let file = ChosenFile::made(&format!("recording.{}", ending(&kind)), &kind, &whole).ok()?;
        (file.size_bytes() > 0).then_some(file)
    }
}

/// In the order of our liking: what every tablet of the field can both write and play comes first.
fn kinds(medium: Medium) -> [&'static str; 3] {
    match medium {
        Medium::Sound => ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"],
        Medium::Film => ["video/webm;codecs=vp8,opus", "video/mp4", "video/webm"],
    }
}

/// The ending for a file of this media type.
fn ending(kind: &str) -> &'static str {
    match kind.split(';').next().unwrap_or_default() {
        "audio/webm" => "weba",
        "audio/mp4" => "m4a",
        "audio/ogg" => "ogg",
        "video/mp4" => "mp4",
        _ => "webm",
    }
}

/// What still fits. A recorder hands over a last slice after it was told to stop, so there must always be room for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Room {
    left_bytes: u64,
    largest_bytes: u64,
}

impl Room {
    /// With another slice in it, and whether there is room for two more as large as the largest so far.
    fn take(self, bytes: u64) -> (Self, bool) {
        let largest_bytes = self.largest_bytes.max(bytes);
        let left_bytes = self.left_bytes.saturating_sub(bytes);
        (Self { left_bytes, largest_bytes }, left_bytes > 2 * largest_bytes)
    }
}

/// Time that ran, without the pauses.
#[derive(Default)]
struct Stopwatch {
    before_ms: Cell<f64>,
    since_ms: Cell<Option<f64>>,
}

impl Stopwatch {
    fn run(&self) {
        self.since_ms.set(Some(clock::monotonic_ms()));
    }

    fn stop(&self) {
        self.before_ms.set(self.elapsed_ms());
        self.since_ms.set(None);
    }

    fn elapsed_ms(&self) -> f64 {
        self.before_ms.get() + self.since_ms.get().map_or(0.0, |since| clock::monotonic_ms() - since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_stops_while_its_last_slice_still_fits() {
        let room = Room { left_bytes: 100, largest_bytes: 0 };
        let (room, may_go_on) = room.take(30);
        assert!(may_go_on, "{room:?}");
        let (room, may_go_on) = room.take(10);
        assert!(!may_go_on, "{room:?}");
        assert!(room.left_bytes >= 30, "the last slice fits");
    }

    #[test]
    fn a_slice_larger_than_all_room_leaves_none() {
        assert_eq!(Room { left_bytes: 5, largest_bytes: 0 }.take(9), (Room { left_bytes: 0, largest_bytes: 9 }, false));
    }

    #[test]
    fn what_was_recorded_is_named_after_what_it_is() {
        assert_eq!(ending("audio/webm;codecs=opus"), "weba");
        assert_eq!(ending("audio/mp4"), "m4a");
        assert_eq!(ending("video/mp4;codecs=avc1"), "mp4");
        assert_eq!(ending(""), "webm");
    }
}
