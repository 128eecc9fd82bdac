//! What stands on a sheet, stroke by stroke, so that it can be taken back.

use crate::platform::pad::{Dot, Stroke};

/// All strokes, and what the last clearing took.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Strokes {
    strokes: Vec<Stroke>,
    cleared: Vec<Stroke>,
    is_down: bool,
    is_news: bool,
}

impl Strokes {
    pub fn all(&self) -> &[Stroke] {
        &self.strokes
    }

    /// The pen touches the sheet.
    pub fn begin(&mut self, colour: &'static str, width_pixels: f64, at: Dot) {
        self.strokes.push(Stroke { colour, width_pixels, dots: vec![at] });
        self.cleared.clear();
        (self.is_down, self.is_news) = (true, true);
    }

    /// The stroke that is being drawn.
    pub fn open(&self) -> Option<&Stroke> {
        self.strokes.last().filter(|_| self.is_down)
    }

    /// The pen moves. `None`: it does not touch the sheet.
    pub fn go_on(&mut self, to: Dot) -> Option<&Stroke> {
        let stroke = self.strokes.last_mut().filter(|_| self.is_down)?;
        stroke.dots.push(to);
        Some(stroke)
    }

    pub fn lift(&mut self) {
        self.is_down = false;
    }

    pub fn can_undo(&self) -> bool {
        !(self.strokes.is_empty() && self.cleared.is_empty())
    }

    /// Takes back the last stroke, or a clearing that was the last thing done.
    pub fn undo(&mut self) {
        self.lift();
        if self.strokes.pop().is_none() {
            self.strokes = std::mem::take(&mut self.cleared);
        }
        self.is_news = true;
    }

    pub fn clear(&mut self) {
        self.lift();
        if !self.strokes.is_empty() {
            self.cleared = std::mem::take(&mut self.strokes);
        }
        self.is_news = true;
    }

    /// Whether there is something that was not kept yet, which is then taken for kept. A sheet with nothing on it is
    /// no picture.
    pub fn take_news(&mut self) -> bool {
        std::mem::take(&mut self.is_news) && !self.strokes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(count: usize) -> Strokes {
        let mut strokes = Strokes::default();
        for index in 0..count {
            strokes.begin("black", 2.0, (index as f64, 0.0));
            strokes.go_on((index as f64, 9.0));
            strokes.lift();
        }
        strokes
    }

    #[test]
    fn a_stroke_grows_only_while_the_pen_is_down() {
        let mut strokes = with(1);
        assert_eq!(strokes.go_on((5.0, 5.0)), None);
        assert_eq!(strokes.all()[0].dots, [(0.0, 0.0), (0.0, 9.0)]);
    }

    #[test]
    fn undo_takes_the_strokes_back_one_by_one() {
        let mut strokes = with(2);
        strokes.undo();
        assert_eq!(strokes.all().len(), 1);
        strokes.undo();
        strokes.undo();
        assert!(strokes.all().is_empty() && !strokes.can_undo());
    }

    #[test]
    fn a_clearing_is_undone_in_one_step_until_something_new_is_drawn() {
        let mut strokes = with(3);
        strokes.clear();
        strokes.clear();
        strokes.undo();
        assert_eq!(strokes.all().len(), 3);
        strokes.clear();
        strokes.begin("red", 2.0, (1.0, 1.0));
        strokes.undo();
        assert!(strokes.all().is_empty() && !strokes.can_undo());
    }

    #[test]
    fn what_was_drawn_is_kept_once_and_an_empty_sheet_never() {
        let mut strokes = with(1);
        assert!(strokes.take_news());
        assert!(!strokes.take_news());
        strokes.clear();
        assert!(!strokes.take_news());
    }
}
