//! Where the device is, if it can tell within a quarter of a minute. Never asked for without a tap, always skippable.

use std::cell::Cell;
use std::rc::Rc;

use futures_channel::oneshot;
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{PositionError, PositionOptions};

/// How long to wait for a position before offering to skip.
pub const TIMEOUT_MS: u32 = 15_000;
/// The browser's own clock stands still while it asks the person for leave; ours gives it this much more.
const GRACE_MS: u32 = 1_000;

/// A position: degrees, metres, and how far off it may be.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Position {
    pub latitude: f64,
    pub longitude: f64,
    pub altitude_m: Option<f64>,
    pub accuracy_m: f64,
}

/// Why there is no position.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LocateError {
    #[error("the person or the device forbids it")]
    Denied,
    #[error("no position could be found")]
    NotFound,
    #[error("no position in time")]
    TimedOut,
    /// Plain http, or a browser without it.
    #[error("the browser offers no positions here")]
    Unavailable,
}

/// Asks for one fresh position.
///
/// # Errors
/// [`LocateError`]
pub async fn locate() -> Result<Position, LocateError> {
    let geolocation = super::window().navigator().geolocation().map_err(|_| LocateError::Unavailable)?;
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(Cell::new(Some(sender)));
    let tell = move |result| {
        if let Some(sender) = sender.take() {
            let _ = sender.send(result);
        }
    };
    let found = {
        let tell = tell.clone();
        Closure::<dyn FnMut(web_sys::Position)>::new(move |position: web_sys::Position| {
            let at = position.coords();
            tell(Ok(Position {
                latitude: at.latitude(),
                longitude: at.longitude(),
                altitude_m: at.altitude(),
                accuracy_m: at.accuracy(),
            }));
        })
    };
    let tell_failed = tell.clone();
    let failed = Closure::<dyn FnMut(PositionError)>::new(move |error: PositionError| {
        tell_failed(Err(match error.code() {
            PositionError::PERMISSION_DENIED => LocateError::Denied,
            PositionError::TIMEOUT => LocateError::TimedOut,
            _ => LocateError::NotFound,
        }));
    });
    let options = PositionOptions::new();
    options.set_enable_high_accuracy(true);
    options.set_timeout(TIMEOUT_MS);
    // Given away: the browser may call one of them long after this has given up.
    let (on_found, on_failed) = (found.into_js_value(), failed.into_js_value());
    geolocation
        .get_current_position_with_error_callback_and_options(
            on_found.unchecked_ref(),
            Some(on_failed.unchecked_ref()),
            &options,
        )
        .map_err(|_| LocateError::Unavailable)?;
    let _clock = Timeout::new(TIMEOUT_MS + GRACE_MS, move || tell(Err(LocateError::TimedOut)));
    receiver.await.unwrap_or(Err(LocateError::NotFound))
}
