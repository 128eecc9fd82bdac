//! A chart as a drawing of its own, to be put into somebody's text: black on white, readable without colour.
//!
//! Not here: making a picture of it (`platform::drawing`).

use std::fmt::{Display, Write};

use super::plot::Plot;
use super::scene::{Scene, Shape};

/// A chart with all its words.
#[derive(Clone, PartialEq, Debug)]
pub struct Drawn {
    pub title: String,
    /// Of when and of what it is.
    pub about: String,
    /// What the parts of a bar are; nothing where bars have no parts.
    pub series: Vec<String>,
    pub plot: Plot,
}

const WIDTH: u32 = 640;
const EDGE: u32 = 16;
const LINE: u32 = 22;
/// What numbers below a drawing have of its width.
const NUMBERS: u32 = 340;
const FILLS: [&str; 3] = ["#222", "#fff", "url(#hatched)"];

impl Drawn {
    /// The drawing, and its width and height in dots.
    pub fn svg(&self) -> (String, u32, u32) {
        let scene = self.plot.scene(WIDTH - 2 * EDGE).unwrap_or(Scene { width: 0, height: 0, shapes: Vec::new() });
        let mut inside = String::new();
        let mut y = EDGE + LINE - 6;
        let text = |out: &mut String, x: u32, y: u32, rest: &str, said: &str| {
            let _ = write!(out, "<text x=\"{x}\" y=\"{y}\"{rest}>{}</text>", escaped(said));
        };
        text(&mut inside, EDGE, y, " font-size=\"17\" font-weight=\"bold\"", &self.title);
        y += LINE;
        text(&mut inside, EDGE, y, " fill=\"#555\"", &self.about);
        if !self.series.is_empty() {
            y += LINE;
            let share = (WIDTH - 2 * EDGE) / u32::try_from(self.series.len()).unwrap_or(1);
            for (place, series) in (0..).zip(&self.series) {
                let x = EDGE + share * place;
                bar(&mut inside, (x, y - 11), (12, 12), place as usize);
                text(&mut inside, x + 18, y, "", series);
            }
        }
        y += LINE / 2;
        let _ = write!(inside, "<g transform=\"translate({EDGE} {y})\">");
        for shape in &scene.shapes {
            match shape {
                Shape::Bar { at, size, fill } => bar(&mut inside, *at, *size, usize::from(*fill)),
                Shape::Line { from: (x1, y1), to: (x2, y2) } => {
                    let _ = write!(inside, "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"#bbb\"/>");
                }
                Shape::Text { at: (x, y), anchor, size, said } => {
                    let said = escaped(said);
                    let _ = write!(
                        inside,
                        "<text x=\"{x}\" y=\"{y}\" dy=\"0.35em\" text-anchor=\"{anchor}\" font-size=\"{size}\">{said}</text>"
                    );
                }
            }
        }
        inside.push_str("</g>");
        y += scene.height;
        // What the drawing has no room to say.
        if !self.plot.is_told_whole(WIDTH - 2 * EDGE) {
            let columns = self.plot.bars.iter().map(|(_, parts)| parts.len()).max().unwrap_or_default().max(1);
            let share = NUMBERS / u32::try_from(columns).unwrap_or(1);
            y += LINE / 2;
            for (name, parts) in &self.plot.bars {
                y += LINE;
                text(&mut inside, EDGE, y, "", name);
                for (part, column) in parts.iter().zip((0..columns).rev()) {
                    let x = WIDTH - EDGE - share * u32::try_from(column).unwrap_or_default();
                    text(&mut inside, x, y, " text-anchor=\"end\"", &part.said);
                }
            }
        }
        let height = y + EDGE;
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
             font-family=\"sans-serif\" font-size=\"14\" fill=\"#111\"><defs><pattern id=\"hatched\" width=\"5\" height=\"5\" \
             patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"2\" height=\"5\" fill=\"#222\"/></pattern></defs>\
             {inside}</svg>"
        );
        (svg, WIDTH, height)
    }
}

fn bar(out: &mut String, (x, y): (impl Display, impl Display), (width, height): (u32, u32), fill: usize) {
    let fill = FILLS[fill % FILLS.len()];
    let _ = write!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\" stroke=\"#222\"/>"
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::super::plot::Part;
    use super::*;

    fn drawn(is_over_time: bool) -> String {
        let part = |value, said: &str| Part { value, said: said.to_owned() };
        let drawn = Drawn {
            title: "覆盖 <家>".to_owned(),
            about: "截至2023年10月31日".to_owned(),
            series: vec!["应建".to_owned(), "已建".to_owned()],
            plot: Plot {
                bars: vec![
                    ("一片区".to_owned(), vec![part(Some(16.0), "16"), part(Some(8.0), "8")]),
                    ("二片区".to_owned(), vec![part(None, "*"), part(Some(0.0), "0")]),
                ],
                is_over_time,
            },
        };
        drawn.svg().0
    }

    /// The sizes of bars along one side, but for those of the keys and the pattern.
    fn sizes(svg: &str, side: &str) -> Vec<u32> {
        let drawing = svg.split("<g ").nth(1).unwrap().split("</g>").next().unwrap();
        let bars = drawing.split("<rect").skip(1);
        let size = |bar: &str| bar.split(&format!(" {side}=\"")).nth(1).unwrap().split('"').next().unwrap().parse();
        bars.map(|bar| size(bar).unwrap()).collect()
    }

    #[test]
    fn a_drawing_has_every_word_and_number_and_a_bar_for_each_that_is_told() {
        let svg = drawn(false);
        for said in ["覆盖 &lt;家&gt;", "截至2023年10月31日", "应建", ">一片区\u{a0}<", ">二片区\u{a0}<", ">16<", ">*<"]
        {
            assert!(svg.contains(said), "{said}");
        }
        let mut long = sizes(&svg, "width");
        long.sort_unstable();
        assert_eq!(long[0], 0, "nothing is drawn for nought, and nothing at all for what is not told");
        assert_eq!(long.len(), 3);
        assert!(long[2].abs_diff(2 * long[1]) <= 1, "{long:?}");
    }

    #[test]
    fn of_weeks_and_months_parts_stand_on_each_other_and_numbers_stand_below() {
        let svg = drawn(true);
        let below = svg.split("</g>").nth(1).unwrap();
        for said in [">一片区<", ">16<", ">8<", ">*<"] {
            assert!(below.contains(said), "{said}");
        }
        let mut high = sizes(&svg, "height");
        high.sort_unstable();
        assert!(high.len() == 3 && high[2].abs_diff(2 * high[1]) <= 1, "{high:?}");
    }

    #[test]
    fn a_chart_of_one_bar_is_drawn_and_a_long_name_stands_below_in_whole() {
        let name = "生产要素短缺（水电气热运、原料、用地）";
        for is_over_time in [false, true] {
            let bars = vec![(name.to_owned(), vec![Part { value: Some(12_286.5), said: "12,286.5".to_owned() }])];
            let plot = Plot { bars, is_over_time };
            let drawn = Drawn { title: String::new(), about: String::new(), series: Vec::new(), plot };
            let (svg, width, height) = drawn.svg();
            let sizes = (sizes(&svg, "width")[0], sizes(&svg, "height")[0]);
            assert!(sizes.0 > 100 && sizes.1 > 10, "{sizes:?}");
            assert!(svg.contains(&format!(">{name}<")) && svg.contains(">12,286.5<") && width > 0 && height < 400);
        }
    }

    #[test]
    fn what_is_less_than_nothing_is_drawn_and_what_is_no_number_hinders_nothing() {
        for is_over_time in [false, true] {
            let part = |value: f64| Part { value: Some(value), said: value.to_string() };
            let bars =
                vec![("a".to_owned(), vec![part(-5.0), part(10.0)]), ("b".to_owned(), vec![part(-7.0), part(-1.0)])];
            let plot = Plot { bars, is_over_time };
            let drawn = Drawn { title: String::new(), about: String::new(), series: Vec::new(), plot: plot.clone() };
            assert_eq!(sizes(&drawn.svg().0, "width").len(), 4);
            let blank =
                Plot { bars: vec![("a".to_owned(), vec![Part { value: None, said: "—".to_owned() }])], ..plot };
            assert!(blank.scene(420).is_some() && Plot { bars: Vec::new(), is_over_time }.scene(420).is_none());
        }
    }
}
