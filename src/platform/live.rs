//! A camera or a microphone for as long as somebody holds it: opened on a tap, closed when it is dropped.
//!
//! Start at [`Live::open`].
//!
//! Not here: what is made of it (`recorder`, `scanner`).

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack};

use super::BrowserError;

/// How long the person and the device may take before the page says that nothing came.
pub const PATIENCE_MS: u32 = 15_000;
/// Enough to know a face or a machine again, and small enough that minutes of it can be kept.
const FILM_WIDTH_PIXELS: f64 = 640.0;
/// A code at arm's length needs more.
const SCAN_WIDTH_PIXELS: f64 = 1280.0;

/// Which way a camera looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Facing {
    /// At what the person looks at.
    Away,
    /// At the person.
    Person,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    Sound,
    /// Pictures with sound.
    Film(Facing),
    /// Pictures alone, to read codes from.
    Codes,
}

/// Why there is no camera or microphone. The question can be answered in another way.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LiveError {
    #[error("the person or the device forbids it")]
    Denied,
    #[error("the device has none")]
    Missing,
    #[error("another program uses it")]
    Busy,
    #[error("nobody answered in time")]
    NoAnswer,
    /// Plain http, or a browser without it.
    #[error("the browser offers none here")]
    Unavailable,
    #[error("it does not work")]
    Broken(#[source] BrowserError),
}

impl From<BrowserError> for LiveError {
    fn from(error: BrowserError) -> Self {
        match error.name.as_str() {
            "NotAllowedError" | "SecurityError" => Self::Denied,
            "NotFoundError" | "OverconstrainedError" => Self::Missing,
            "NotReadableError" | "AbortError" => Self::Busy,
            "NotSupportedError" => Self::Unavailable,
            _ => Self::Broken(error),
        }
    }
}

impl From<JsValue> for LiveError {
    fn from(thrown: JsValue) -> Self {
        BrowserError::from(thrown).into()
    }
}

/// What a device gives while this lives.
pub struct Live(pub(super) MediaStream);

impl Live {
    /// Asks the person, where the browser thinks it must, and opens the device.
    ///
    /// # Errors
    /// [`LiveError`]
    pub async fn open(wanted: Wanted) -> Result<Self, LiveError> {
        let navigator = super::window().navigator();
        if !super::has(&navigator, "mediaDevices") {
            return Err(LiveError::Unavailable);
        }
        let devices = navigator.media_devices()?;
        let asked = JsFuture::from(devices.get_user_media_with_constraints(&constraints(wanted)?)?);
        match select(asked, TimeoutFuture::new(PATIENCE_MS)).await {
            Either::Left((stream, _)) => Ok(Self(stream?.unchecked_into())),
            Either::Right(((), asked)) => {
                // Whoever answers after all finds nobody who wants it any more.
                spawn_local(async move { drop(asked.await.map(|stream| Self(stream.unchecked_into()))) });
                Err(LiveError::NoAnswer)
            }
        }
    }

    /// Shows it in an element of the page, without its sound.
    pub fn show_in(&self, video: &HtmlVideoElement) {
        video.set_muted(true);
        video.set_src_object(Some(&self.0));
        // Refused, as in a page that is hidden, the element shows nothing and the stream goes on.
        if let Ok(playing) = video.play() {
            spawn_local(async move { drop(JsFuture::from(playing).await) });
        }
    }

    /// Whether there is a lamp beside the camera.
    pub fn has_lamp(&self) -> bool {
        self.camera()
            .is_some_and(|track| super::has(&track, "getCapabilities") && super::has(&track.capabilities(), "torch"))
    }

    /// Turns the lamp on or off, as far as the device obeys.
    pub fn set_lamp(&self, is_on: bool) {
        let advanced = Object::new();
        let wish = Object::new();
        let asked = Reflect::set(&advanced, &"torch".into(), &is_on.into())
            .and_then(|_| Reflect::set(&wish, &"advanced".into(), &js_sys::Array::of1(&advanced)));
        if let (Some(track), Ok(true)) = (self.camera(), asked) {
            spawn_local(async move { drop(JsFuture::from(track.apply(&wish)).await) });
        }
    }

    fn camera(&self) -> Option<LampTrack> {
        self.0.get_video_tracks().get(0).dyn_into::<MediaStreamTrack>().ok().map(JsCast::unchecked_into)
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        for track in self.0.get_tracks() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
    }
}

#[wasm_bindgen]
extern "C" {
    /// `web-sys` knows no lamps.
    #[wasm_bindgen(extends = MediaStreamTrack, js_name = MediaStreamTrack)]
    type LampTrack;
    #[wasm_bindgen(method, js_name = getCapabilities)]
    fn capabilities(this: &LampTrack) -> Object;
    #[wasm_bindgen(method, js_name = applyConstraints)]
    fn apply(this: &LampTrack, wish: &Object) -> js_sys::Promise;
}

fn constraints(wanted: Wanted) -> Result<MediaStreamConstraints, JsValue> {
    let constraints = MediaStreamConstraints::new();
    match wanted {
        Wanted::Sound => constraints.set_audio(&true.into()),
        Wanted::Film(facing) => {
            constraints.set_audio(&true.into());
            constraints.set_video(&camera(facing, FILM_WIDTH_PIXELS)?);
        }
        Wanted::Codes => constraints.set_video(&camera(Facing::Away, SCAN_WIDTH_PIXELS)?),
    }
    Ok(constraints)
}

/// Wishes, no conditions: a desk's only camera looks at the person and will do.
fn camera(facing: Facing, width_pixels: f64) -> Result<JsValue, JsValue> {
    let camera = Object::new();
    let mode = match facing {
        Facing::Away => "environment",
        Facing::Person => "user",
    };
    Reflect::set(&camera, &"facingMode".into(), &ideal(&mode.into())?)?;
    Reflect::set(&camera, &"width".into(), &ideal(&width_pixels.into())?)?;
    Ok(camera.into())
}

fn ideal(value: &JsValue) -> Result<JsValue, JsValue> {
    let wish = Object::new();
    Reflect::set(&wish, &"ideal".into(), value)?;
    Ok(wish.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> LiveError {
        BrowserError { name: name.to_owned(), message: String::new() }.into()
    }

    #[test]
    fn each_refusal_of_a_browser_has_a_name_of_ours() {
        assert_eq!(named("NotAllowedError"), LiveError::Denied);
        assert_eq!(named("SecurityError"), LiveError::Denied);
        assert_eq!(named("NotFoundError"), LiveError::Missing);
        assert_eq!(named("OverconstrainedError"), LiveError::Missing);
        assert_eq!(named("NotReadableError"), LiveError::Busy);
        assert_eq!(named("NotSupportedError"), LiveError::Unavailable);
        assert!(matches!(named("TypeError"), LiveError::Broken(_)));
    }
}
