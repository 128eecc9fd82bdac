//! A sheet to draw on: white, or with a picture beneath.
//!
//! Start at [`Pad`], which draws strokes on a canvas of the page and makes a file of them. What the strokes are is the
//! business of whoever draws: everything is painted anew from them, so that any of them can be taken back.

use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, PointerEvent};

use super::BrowserError;
use super::files::{ChosenFile, ObjectUrl};

/// A point of the sheet, in its own pixels.
pub type Dot = (f64, f64);

/// A line as it was drawn.
#[derive(Clone, PartialEq, Debug)]
pub struct Stroke {
    pub colour: &'static str,
    pub width_pixels: f64,
    pub dots: Vec<Dot>,
}

/// Why there is nothing to draw on, or no file of it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the browser does not draw")]
pub struct PadError(#[source] pub BrowserError);

impl From<JsValue> for PadError {
    fn from(thrown: JsValue) -> Self {
        Self(thrown.into())
    }
}

/// A canvas of the page as a sheet.
pub struct Pad {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    /// What lies beneath the strokes.
    beneath: Option<HtmlImageElement>,
}

impl Pad {
    /// A white sheet of the canvas's own size.
    ///
    /// # Errors
    /// [`PadError`]
    pub fn white(canvas: HtmlCanvasElement) -> Result<Self, PadError> {
        let context = canvas.get_context("2d")?.ok_or(JsValue::UNDEFINED)?.unchecked_into();
        Ok(Self { canvas, context, beneath: None })
    }

    /// A sheet of the picture's size, with the picture on it.
    ///
    /// # Errors
    /// [`PadError`]
    pub async fn over(canvas: HtmlCanvasElement, picture: &ObjectUrl) -> Result<Self, PadError> {
        let image = HtmlImageElement::new()?;
        image.set_src(picture.address());
        JsFuture::from(image.decode()).await?;
        canvas.set_width(image.natural_width());
        canvas.set_height(image.natural_height());
        Ok(Self { beneath: Some(image), ..Self::white(canvas)? })
    }

    /// Paints everything anew.
    pub fn paint(&self, strokes: &[Stroke]) {
        let (width, height) = (f64::from(self.canvas.width()), f64::from(self.canvas.height()));
        self.context.set_fill_style_str("#fff");
        self.context.fill_rect(0.0, 0.0, width, height);
        if let Some(image) = &self.beneath {
            // It was decoded before this was made.
            let _ = self.context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height);
        }
        for stroke in strokes {
            self.paint_on(stroke, 0);
        }
    }

    /// Paints a stroke from one of its dots on: what was there before is there already.
    pub fn paint_on(&self, stroke: &Stroke, from: usize) {
        let Some(dots) = stroke.dots.get(from..).filter(|dots| !dots.is_empty()) else { return };
        self.context.set_stroke_style_str(stroke.colour);
        self.context.set_line_width(stroke.width_pixels);
        self.context.set_line_cap("round");
        self.context.set_line_join("round");
        self.context.begin_path();
        let (x, y) = dots[0];
        self.context.move_to(x, y);
        // A tap is a line to itself, which is a dot.
        for &(x, y) in dots.get(1..).filter(|rest| !rest.is_empty()).unwrap_or(dots) {
            self.context.line_to(x, y);
        }
        self.context.stroke();
    }

    /// How wide a line is that looks so many pixels of the screen wide.
    pub fn scaled(&self, screen_pixels: f64) -> f64 {
        screen_pixels * f64::from(self.canvas.width()) / f64::from(self.canvas.client_width().max(1))
    }

    /// What stands on the sheet, as a picture without loss.
    ///
    /// # Errors
    /// [`PadError`]
    pub async fn file(&self) -> Result<ChosenFile, PadError> {
        let (sender, receiver) = futures_channel::oneshot::channel();
        let made = Closure::once_into_js(move |blob: JsValue| drop(sender.send(blob)));
        self.canvas.to_blob_with_type(made.unchecked_ref(), "image/png")?;
        let blob: Blob = receiver.await.unwrap_or_default().dyn_into()?;
        ChosenFile::made("drawing.png", "image/png", &Array::of1(&blob)).map_err(|_| PadError::from(JsValue::UNDEFINED))
    }
}

/// Where on the sheet a finger, pen or mouse is. `None`: the event is of no canvas.
pub fn dot(event: &PointerEvent) -> Option<Dot> {
    let canvas: HtmlCanvasElement = event.target()?.dyn_into().ok()?;
    let of = |at: i32, sheet: u32, shown: i32| f64::from(at) * f64::from(sheet) / f64::from(shown.max(1));
    Some((
        of(event.offset_x(), canvas.width(), canvas.client_width()),
        of(event.offset_y(), canvas.height(), canvas.client_height()),
    ))
}
