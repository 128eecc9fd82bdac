//! Pictures to read codes from, and the browser's own reader where it has one.
//!
//! Start at [`Frame`]: what a camera shows or a chosen picture holds, as brightness, to be read by the worker.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, HtmlVideoElement};

use super::files::{ChosenFile, ObjectUrl};

/// Pictures are read at most so large. A camera's frame is smaller; of a chosen picture a code may be a small part.
const FRAME_PIXELS: f64 = 1024.0;
const PICTURE_PIXELS: f64 = 1600.0;

/// A picture as brightness, row by row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frame {
    pub width: u32,
    pub luminance: Vec<u8>,
    canvas: HtmlCanvasElement,
}

impl Frame {
    /// What the camera shows now. `None`: nothing yet.
    pub fn of_camera(video: &HtmlVideoElement) -> Option<Self> {
        let (width, height) = (f64::from(video.video_width()), f64::from(video.video_height()));
        Self::drawn((width, height), FRAME_PIXELS, |context, width, height| {
            context.draw_image_with_html_video_element_and_dw_and_dh(video, 0.0, 0.0, width, height)
        })
    }

    /// What a chosen picture holds. `None`: it is no picture that this browser can read.
    pub async fn of_picture(file: &ChosenFile) -> Option<Self> {
        let address = ObjectUrl::of(file.blob()).ok()?;
        let image = HtmlImageElement::new().ok()?;
        image.set_src(address.address());
        JsFuture::from(image.decode()).await.ok()?;
        let (width, height) = (f64::from(image.natural_width()), f64::from(image.natural_height()));
        Self::drawn((width, height), PICTURE_PIXELS, |context, width, height| {
            context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)
        })
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // sides are at most `PICTURE_PIXELS`
    fn drawn(
        (width, height): (f64, f64),
        longest_pixels: f64,
        draw: impl FnOnce(&CanvasRenderingContext2d, f64, f64) -> Result<(), JsValue>,
    ) -> Option<Self> {
        if width < 1.0 || height < 1.0 {
            return None;
        }
        let scale = (longest_pixels / width.max(height)).min(1.0);
        let (width, height) = ((width * scale).round().max(1.0), (height * scale).round().max(1.0));
        let canvas: HtmlCanvasElement = super::window().document()?.create_element("canvas").ok()?.unchecked_into();
        canvas.set_width(width as u32);
        canvas.set_height(height as u32);
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
        draw(&context, width, height).ok()?;
        let pixels = context.get_image_data(0.0, 0.0, width, height).ok()?.data();
        let luminance = pixels.chunks_exact(4).map(|pixel| brightness(pixel[0], pixel[1], pixel[2])).collect();
        Some(Self { width: width as u32, luminance, canvas })
    }

    /// Has the browser read it. `None`: it has no reader, or found no code.
    pub async fn read_by_browser(&self) -> Option<String> {
        if !super::has(&super::window(), "BarcodeDetector") {
            return None;
        }
        let found = JsFuture::from(BarcodeDetector::new().ok()?.detect(&self.canvas)).await.ok()?;
        let first = Array::from(&found).get(0);
        js_sys::Reflect::get(&first, &"rawValue".into()).ok()?.as_string().filter(|text| !text.is_empty())
    }
}

/// As the eye weighs colours, in whole numbers.
fn brightness(red: u8, green: u8, blue: u8) -> u8 {
    let weighed = u32::from(red) * 77 + u32::from(green) * 150 + u32::from(blue) * 29;
    u8::try_from(weighed >> 8).unwrap_or(u8::MAX)
}

#[wasm_bindgen]
extern "C" {
    /// Not in `web-sys`: Chromium has it on Android and macOS, others have it not.
    type BarcodeDetector;
    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<BarcodeDetector, JsValue>;
    #[wasm_bindgen(method)]
    fn detect(this: &BarcodeDetector, source: &HtmlCanvasElement) -> js_sys::Promise;
}

#[cfg(test)]
mod tests {
    use super::brightness;

    #[test]
    fn black_white_and_the_colours_between_keep_their_order() {
        assert_eq!((brightness(0, 0, 0), brightness(255, 255, 255)), (0, 255));
        assert!(brightness(0, 0, 255) < brightness(255, 0, 0) && brightness(255, 0, 0) < brightness(0, 255, 0));
    }
}
