//! Where the device is. Never asked for without a tap, or without the form's wish; always skippable.
//!
//! Start at [`watch`], which goes on for as long as it is held; [`locate`] takes the first position it gives.

use std::cell::Cell;
use std::rc::Rc;

use futures_channel::oneshot;
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Geolocation, PositionError, PositionOptions};

/// How long to wait for a position before offering to skip.
pub const TIMEOUT_MS: u32 = 15_000;

/// A position: degrees, metres, and how far off it may be.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Position {
    pub latitude: f64,
    pub longitude: f64,
    pub altitude_m: Option<f64>,
    pub accuracy_m: f64,
}

impl Position {
    /// As the answer of a geopoint.
    pub fn geopoint(self) -> String {
        format!("{} {} {} {}", self.latitude, self.longitude, self.altitude_m.unwrap_or_default(), self.accuracy_m)
    }
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

/// Positions for as long as this lives.
pub struct Watch {
    geolocation: Geolocation,
    number: i32,
    _on_found: Closure<dyn FnMut(web_sys::Position)>,
    _on_failed: Closure<dyn FnMut(PositionError)>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.geolocation.clear_watch(self.number);
    }
}

/// Tells every position that the device finds, each as a rule better than the one before, and what it says where it finds
/// none; after [`LocateError::NotFound`] it goes on looking.
///
/// # Errors
/// [`LocateError::Unavailable`]
pub fn watch(tell: impl Fn(Result<Position, LocateError>) + 'static) -> Result<Watch, LocateError> {
    let geolocation = super::window().navigator().geolocation().map_err(|_| LocateError::Unavailable)?;
    let tell = Rc::new(tell);
    let on_found = {
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
    let on_failed = Closure::<dyn FnMut(PositionError)>::new(move |error: PositionError| {
        tell(Err(match error.code() {
            PositionError::PERMISSION_DENIED => LocateError::Denied,
            _ => LocateError::NotFound,
        }));
    });
    let options = PositionOptions::new();
    options.set_enable_high_accuracy(true);
    let number = geolocation
        .watch_position_with_error_callback_and_options(
            on_found.as_ref().unchecked_ref(),
            Some(on_failed.as_ref().unchecked_ref()),
            &options,
        )
        .map_err(|_| LocateError::Unavailable)?;
    Ok(Watch { geolocation, number, _on_found: on_found, _on_failed: on_failed })
}

/// Asks for one position.
///
/// # Errors
/// [`LocateError`]
pub async fn locate() -> Result<Position, LocateError> {
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(Cell::new(Some(sender)));
    let tell = move |result| {
        if let Some(sender) = sender.take() {
            let _ = sender.send(result);
        }
    };
    let _watch = watch(tell.clone())?;
    let _clock = Timeout::new(TIMEOUT_MS, move || tell(Err(LocateError::TimedOut)));
    receiver.await.unwrap_or(Err(LocateError::NotFound))
}
