//! A photo as it is kept: at most 1600 px, a JPEG drawn anew, so that nothing of the camera's own data remains.

use js_sys::Uint8Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};

use super::BrowserError;
use super::files::{ChosenFile, ObjectUrl};

/// What a camera may hand over, and what is kept of it.
pub const SOURCE_LIMIT_BYTES: u64 = 8 << 20;
pub const PHOTO_LIMIT_BYTES: usize = 1 << 20;
pub const LONGEST_SIDE_PIXELS: u32 = 1600;
/// Tried one after another until the photo is small enough; then with shorter sides.
const QUALITIES: [f64; 4] = [0.85, 0.7, 0.55, 0.4];
const SHORTEST_SIDE_PIXELS: u32 = 200;

/// A photo ready to be kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Photo {
    pub jpeg: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// Why there is no photo.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PhotoError {
    #[error("image of {bytes} bytes is over the limit")]
    TooLarge { bytes: u64 },
    #[error("not an image that this browser can read")]
    NotAnImage,
    #[error("the image could not be drawn")]
    Broken(#[source] BrowserError),
}

/// Draws the image anew: upright, its longer side at most so many pixels, without position or device data.
///
/// # Errors
/// [`PhotoError`]
pub async fn photo(file: &ChosenFile, longest_side_pixels: u32) -> Result<Photo, PhotoError> {
    if file.size_bytes() > SOURCE_LIMIT_BYTES {
        return Err(PhotoError::TooLarge { bytes: file.size_bytes() });
    }
    let address = ObjectUrl::of(file.blob()).map_err(|thrown| PhotoError::Broken(thrown.into()))?;
    let image = HtmlImageElement::new().map_err(|thrown| PhotoError::Broken(thrown.into()))?;
    image.set_src(address.address());
    JsFuture::from(image.decode()).await.map_err(|_| PhotoError::NotAnImage)?;

    let mut side_pixels = longest_side_pixels.min(LONGEST_SIDE_PIXELS);
    loop {
        let canvas = draw(&image, side_pixels).map_err(|thrown| PhotoError::Broken(thrown.into()))?;
        for quality in QUALITIES {
            let jpeg =
                encode(&canvas, "image/jpeg", quality).await.map_err(|thrown| PhotoError::Broken(thrown.into()))?;
            if jpeg.len() <= PHOTO_LIMIT_BYTES {
                return Ok(Photo { jpeg, width: canvas.width(), height: canvas.height() });
            }
        }
        side_pixels = side_pixels / 4 * 3;
        if side_pixels < SHORTEST_SIDE_PIXELS {
            return Err(PhotoError::TooLarge { bytes: file.size_bytes() });
        }
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // sides are at most `LONGEST_SIDE_PIXELS`
fn draw(image: &HtmlImageElement, longest_side_pixels: u32) -> Result<HtmlCanvasElement, JsValue> {
    let (width, height) = (f64::from(image.natural_width()), f64::from(image.natural_height()));
    let scale = (f64::from(longest_side_pixels) / width.max(height).max(1.0)).min(1.0);
    let (width, height) = ((width * scale).round().max(1.0), (height * scale).round().max(1.0));

    let document = super::window().document().ok_or(JsValue::UNDEFINED)?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context = canvas.get_context("2d")?.ok_or(JsValue::UNDEFINED)?;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    context.set_fill_style_str("#fff"); // a JPEG has no transparency
    context.fill_rect(0.0, 0.0, width, height);
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)?;
    Ok(canvas)
}

pub(super) async fn encode(canvas: &HtmlCanvasElement, media_type: &str, quality: f64) -> Result<Vec<u8>, JsValue> {
    let (sender, receiver) = futures_channel::oneshot::channel();
    let made = Closure::once_into_js(move |blob: JsValue| drop(sender.send(blob)));
    canvas.to_blob_with_type_and_encoder_options(made.unchecked_ref(), media_type, &quality.into())?;
    let blob: Blob = receiver.await.unwrap_or_default().dyn_into()?;
    Ok(Uint8Array::new(&JsFuture::from(blob.array_buffer()).await?).to_vec())
}
