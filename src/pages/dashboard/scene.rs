//! What a chart is drawn as: a few shapes, which a page shows as its own and a picture as a file.
//!
//! Not here: which shapes a chart has (`plot`).

use std::convert::Infallible;

use plotters_backend::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

/// Shapes of so many dots across and down.
#[derive(Clone, PartialEq, Debug)]
pub struct Scene {
    pub width: u32,
    pub height: u32,
    pub shapes: Vec<Shape>,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Shape {
    /// The corner of a bar, its size, and which of the fills it has.
    Bar {
        at: BackendCoord,
        size: (u32, u32),
        fill: u8,
    },
    Line {
        from: BackendCoord,
        to: BackendCoord,
    },
    /// A text in the middle of its line.
    Text {
        at: BackendCoord,
        anchor: &'static str,
        size: u32,
        said: String,
    },
}

/// Takes down what the library draws.
pub struct Drawer<'a>(pub &'a mut Scene);

type Done = Result<(), DrawingErrorKind<Infallible>>;

/// How wide a text of this size is, nearly: the library needs no more, and asking the page would be asked of each text.
pub fn width_of(text: &str, size: f64) -> f64 {
    let width = |sign: char| if sign.is_ascii() { 0.56 } else { 1.0 };
    text.chars().map(width).sum::<f64>() * size
}

impl DrawingBackend for Drawer<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.0.width, self.0.height)
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    /// Nothing here is drawn dot by dot.
    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Done {
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Done {
        if style.color().alpha > 0.0 && from != to {
            self.0.shapes.push(Shape::Line { from, to });
        }
        Ok(())
    }

    /// The first part of a bar's colour is its fill: what it is filled with depends on who shows it.
    fn draw_rect<S: BackendStyle>(&mut self, one: BackendCoord, other: BackendCoord, style: &S, _: bool) -> Done {
        let at = (one.0.min(other.0), one.1.min(other.1));
        let size = (one.0.abs_diff(other.0), one.1.abs_diff(other.1));
        self.0.shapes.push(Shape::Bar { at, size, fill: style.color().rgb.0 });
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Done {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        self.0.shapes.push(Shape::Text { at, anchor, size: style.size() as u32, said: text.to_owned() });
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok((width_of(text, style.size()).ceil() as u32, style.size().ceil() as u32))
    }
}
