//! A drawing of the app's own as a picture that other programs take.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};

use super::BrowserError;
use super::camera::encode;
use super::files::{ObjectUrl, make_blob};

/// Dots of the picture for one of the drawing: sharp on paper.
const SCALE: u32 = 3;

/// The drawing, an SVG of so many dots, as a PNG on white.
///
/// # Errors
/// What the browser threw.
pub async fn png(svg: &str, width: u32, height: u32) -> Result<Vec<u8>, BrowserError> {
    drawn(svg, width * SCALE, height * SCALE).await.map_err(BrowserError::from)
}

async fn drawn(svg: &str, width: u32, height: u32) -> Result<Vec<u8>, JsValue> {
    let address = ObjectUrl::of(&make_blob("image/svg+xml", svg.as_bytes())?)?;
    let image = HtmlImageElement::new()?;
    image.set_src(address.address());
    JsFuture::from(image.decode()).await?;
    let document = super::window().document().ok_or(JsValue::UNDEFINED)?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or(JsValue::UNDEFINED)?.unchecked_into();
    let (width, height) = (f64::from(width), f64::from(height));
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, width, height);
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)?;
    encode(&canvas, "image/png", 1.0).await
}
