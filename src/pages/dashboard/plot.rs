//! A chart's bars, laid out by the chart library: lying ones for what is called by a name, standing ones for weeks and months.

use plotters::coord::ranged1d::SegmentedCoord;
use plotters::coord::types::{RangedCoordf64, RangedCoordi32};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::scene::{Drawer, Scene, width_of};
use crate::pages::ledger::said::figure;

/// How parts are filled: full, open, hatched.
pub const FILLS: usize = 3;

/// Bars with all their words.
#[derive(Clone, PartialEq, Debug)]
pub struct Plot {
    /// By what they are called.
    pub bars: Vec<(String, Vec<Part>)>,
    /// They are weeks or months in their order; parts stand on each other.
    pub is_over_time: bool,
}

/// A part of a bar.
#[derive(Clone, PartialEq, Debug)]
pub struct Part {
    /// `None`: nothing is drawn.
    pub value: Option<f64>,
    pub said: String,
}

/// A line of text, and of one bar that lies; parts lie closer.
const LINE: u32 = 22;
const PART: u32 = 18;
/// How high standing bars are with what is above and below them.
const STANDING: u32 = 190;
const SIZE: u32 = 13;
/// What names may take of the width, in per cent.
const NAMES: u32 = 34;
/// An axis goes a little further than the longest bar.
const BEYOND: f64 = 1.02;
/// Beside a text.
const GAP: u32 = 8;
const STEPS: usize = 5;
/// Above and below a bar that lies.
const BETWEEN: u32 = 2;
/// Numbers stand over so many bars; over more of them they would run into each other.
const MOST_SAID: usize = 14;

type Segments = SegmentedCoord<RangedCoordi32>;
type Drawn<'a, X, Y> = ChartContext<'a, Drawer<'a>, Cartesian2d<X, Y>>;

/// A line of a chart whose bars lie: what it is called, if it is the first of its bar, and the part. `None`: nothing is there.
type Line<'a> = Option<(&'a str, usize, &'a Part)>;

impl Plot {
    /// The bars as shapes, so many dots across. None where there is nothing to draw.
    pub fn scene(&self, width: u32) -> Option<Scene> {
        let height = match self.is_over_time {
            true => STANDING,
            false => {
                let line = if self.apart() > 0 { PART } else { LINE };
                u32::try_from(self.lines().len()).ok()? * line + LINE
            }
        };
        let mut scene = Scene { width, height, shapes: Vec::new() };
        let drawn = if self.is_over_time { self.standing(&mut scene) } else { self.lying(&mut scene) };
        drawn.ok().map(|()| scene).filter(|_| !self.bars.is_empty())
    }

    /// Whether the drawing has every name and number; else it needs its table.
    pub fn is_told_whole(&self, width: u32) -> bool {
        if self.is_over_time {
            return self.apart() == 0 && self.bars.len() <= MOST_SAID.min(self.names_beside(width));
        }
        self.bars.iter().all(|(name, _)| fitting(name, names_width(width)) == *name)
    }

    /// From the bottom up, as the axis counts.
    fn lines(&self) -> Vec<Line<'_>> {
        let mut lines: Vec<Line<'_>> = Vec::new();
        for (name, parts) in self.bars.iter().rev() {
            if !lines.is_empty() {
                lines.extend(std::iter::repeat_n(None, self.apart()));
            }
            let said = |place: usize| if place == 0 { name.as_str() } else { "" };
            lines.extend(parts.iter().enumerate().rev().map(|(place, part)| Some((said(place), place, part))));
        }
        // The library has no place for one line alone.
        if lines.len() == 1 {
            lines.insert(0, None);
        }
        lines
    }

    /// A blank line between bars of several parts.
    fn apart(&self) -> usize {
        usize::from(self.bars.iter().any(|(_, parts)| parts.len() > 1))
    }

    /// As many names of standing bars as have room beside each other.
    fn names_beside(&self, width: u32) -> usize {
        let widest = self.bars.iter().map(|(name, _)| width_of(name, f64::from(SIZE))).fold(1.0, f64::max);
        ((f64::from(width.saturating_sub(LINE * 2)) / (widest + f64::from(GAP))) as usize).max(1)
    }

    /// From the least to the most, with nothing between them.
    fn ends(values: impl Iterator<Item = f64>) -> std::ops::Range<f64> {
        let (least, most) = values.fold((0.0_f64, 0.0_f64), |(least, most), value| (least.min(value), most.max(value)));
        let most = if most > least { most } else { 1.0 };
        least * BEYOND..most * BEYOND
    }

    fn lying(&self, scene: &mut Scene) -> Result<(), Box<dyn std::error::Error>> {
        let (width, names) = (scene.width, scene.width * NAMES / 100);
        let lines = self.lines();
        let numbers = lines.iter().flatten().map(|(_, _, part)| width_of(&part.said, f64::from(SIZE)));
        let room = numbers.fold(0.0, f64::max).ceil() as u32 + GAP;
        let last = i32::try_from(lines.len().saturating_sub(1))?;
        let values = lines.iter().flatten().filter_map(|(_, _, part)| part.value);
        let area = Drawer(scene).into_drawing_area();
        let mut chart: Drawn<'_, RangedCoordf64, Segments> = ChartBuilder::on(&area)
            .margin_right(room)
            .x_label_area_size(LINE)
            .y_label_area_size(names)
            .build_cartesian_2d(Self::ends(values), (0..last).into_segmented())?;
        let at = |line: &SegmentValue<i32>| match line {
            SegmentValue::CenterOf(line) => lines.get(usize::try_from(*line).ok()?).copied().flatten(),
            _ => None,
        };
        let name = |line: &SegmentValue<i32>| {
            at(line).map(|(name, ..)| format!("{}\u{a0}", fitting(name, names_width(width)))).unwrap_or_default()
        };
        chart
            .configure_mesh()
            .disable_y_mesh()
            .light_line_style(TRANSPARENT)
            .set_tick_mark_size(LabelAreaPosition::Left, 0)
            .x_labels(STEPS.min(usize::try_from(width / 90)?).max(1))
            .x_label_formatter(&number)
            .y_labels(lines.len() + 1)
            .y_label_formatter(&name)
            .label_style(("sans-serif", SIZE))
            .draw()?;
        let numbered =
            || (0..).zip(&lines).filter_map(|(line, found)| found.map(|(_, place, part)| (line, place, part)));
        chart.draw_series(numbered().filter_map(|(line, place, part)| {
            let ends = [(0.0, SegmentValue::Exact(line)), (part.value?, SegmentValue::Exact(line + 1))];
            let mut bar = Rectangle::new(ends, filled(place));
            bar.set_margin(BETWEEN, BETWEEN, 0, 0);
            Some(bar)
        }))?;
        let style = ("sans-serif", SIZE).into_text_style(&area).pos(Pos::new(HPos::Left, VPos::Center));
        chart.draw_series(numbered().map(|(line, _, part)| {
            let at = (part.value.unwrap_or_default().max(0.0), SegmentValue::CenterOf(line));
            EmptyElement::at(at) + Text::new(part.said.clone(), (4, 0), style.clone())
        }))?;
        Ok(())
    }

    fn standing(&self, scene: &mut Scene) -> Result<(), Box<dyn std::error::Error>> {
        let width = scene.width;
        let sum = |parts: &Vec<Part>, sign: f64| {
            parts.iter().filter_map(|part| part.value).filter(|value| value * sign > 0.0).sum::<f64>()
        };
        let sums = self.bars.iter().flat_map(|(_, parts)| [sum(parts, 1.0), sum(parts, -1.0)]);
        // The library has no place for one bar alone.
        let last = i32::try_from(self.bars.len().saturating_sub(1))?.max(1);
        let area = Drawer(scene).into_drawing_area();
        let mut chart: Drawn<'_, Segments, RangedCoordf64> = ChartBuilder::on(&area)
            .margin_top(LINE / 2)
            .margin_right(LINE / 2)
            .x_label_area_size(LINE)
            .y_label_area_size(LINE * 2)
            .build_cartesian_2d((0..last).into_segmented(), Self::ends(sums))?;
        let name = |bar: &SegmentValue<i32>| match bar {
            SegmentValue::CenterOf(bar) => usize::try_from(*bar).ok().and_then(|bar| self.bars.get(bar)),
            _ => None,
        };
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .x_labels(self.names_beside(width))
            .x_label_formatter(&|bar| name(bar).map(|(name, _)| name.clone()).unwrap_or_default())
            .y_labels(STEPS)
            .y_label_formatter(&number)
            .label_style(("sans-serif", SIZE))
            .draw()?;
        let mut stacked = Vec::new();
        for (bar, (_, parts)) in (0..).zip(&self.bars) {
            // What is less than nothing hangs down.
            let (mut up, mut down) = (0.0, 0.0);
            for (place, value) in parts.iter().enumerate().filter_map(|(place, part)| Some((place, part.value?))) {
                let from = if value < 0.0 { &mut down } else { &mut up };
                let ends = [(SegmentValue::Exact(bar), *from), (SegmentValue::Exact(bar + 1), *from + value)];
                let mut part = Rectangle::new(ends, filled(place));
                part.set_margin(0, 0, 3, 3);
                stacked.push(part);
                *from += value;
            }
        }
        chart.draw_series(stacked)?;
        if self.apart() == 0 && self.bars.len() <= MOST_SAID {
            let style = ("sans-serif", SIZE).into_text_style(&area).pos(Pos::new(HPos::Center, VPos::Center));
            chart.draw_series((0..).zip(&self.bars).filter_map(|(bar, (_, parts))| {
                let said = parts.first()?.said.clone();
                let at = (SegmentValue::CenterOf(bar), sum(parts, 1.0));
                Some(EmptyElement::at(at) + Text::new(said, (0, -9), style.clone()))
            }))?;
        }
        Ok(())
    }
}

/// What names of lying bars have of the width.
fn names_width(width: u32) -> f64 {
    f64::from(width * NAMES / 100) - 12.0
}

/// What stands at a step of an axis.
fn number(value: &f64) -> String {
    figure(&ledger::indicator::rounded(*value, 3).to_string())
}

/// A fill by its number: the one who shows it says what that looks like.
fn filled(place: usize) -> ShapeStyle {
    RGBColor(u8::try_from(place % FILLS).unwrap_or_default(), 0, 0).filled()
}

/// As much of a name as there is room for.
fn fitting(name: &str, room: f64) -> String {
    if width_of(name, f64::from(SIZE)) <= room {
        return name.to_owned();
    }
    let mut kept = name.to_owned();
    while width_of(&kept, f64::from(SIZE)) + f64::from(SIZE) > room && kept.pop().is_some() {}
    format!("{kept}…")
}
