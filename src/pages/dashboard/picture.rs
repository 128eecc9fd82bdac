//! A chart as a drawing of its own, to be put into somebody's text: black on white, readable without colour.
//!
//! Not here: making a picture of it (`platform::drawing`).

use std::fmt::Write;

/// A chart with all its words.
#[derive(Clone, PartialEq, Debug)]
pub struct Drawn {
    pub title: String,
    /// Of when and of what it is.
    pub about: String,
    /// What the parts of a bar are; nothing where bars have no parts.
    pub series: Vec<String>,
    /// By what they are called.
    pub bars: Vec<(String, Vec<Part>)>,
}

/// A part of a bar.
#[derive(Clone, PartialEq, Debug)]
pub struct Part {
    /// `None`: nothing is drawn.
    pub value: Option<f64>,
    pub said: String,
}

const WIDTH: u32 = 640;
const EDGE: u32 = 16;
const LINE: u32 = 22;
/// Where bars begin, and how long the longest is.
const FROM: u32 = 200;
const LONGEST: f64 = 340.0;
const FILLS: [&str; 3] = ["#222", "#fff", "url(#hatched)"];

impl Drawn {
    /// Width and height in dots.
    pub fn size(&self) -> (u32, u32) {
        let parts: usize = self.bars.iter().map(|(_, parts)| parts.len()).sum();
        let lines = 2 + usize::from(!self.series.is_empty()) + parts;
        (WIDTH, 2 * EDGE + LINE * u32::try_from(lines).unwrap_or_default() + LINE / 2)
    }

    pub fn svg(&self) -> String {
        let (width, height) = self.size();
        let most = self.bars.iter().flat_map(|(_, parts)| parts.iter().filter_map(|part| part.value));
        let most = most.fold(0.0_f64, |most, value| most.max(value.abs()));
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"sans-serif\" font-size=\"14\" fill=\"#111\"><defs><pattern id=\"hatched\" width=\"5\" height=\"5\" \
             patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"2\" height=\"5\" fill=\"#222\"/></pattern></defs>"
        );
        let mut y = EDGE + LINE - 6;
        let text = |out: &mut String, x: u32, y: u32, rest: &str, said: &str| {
            let _ = write!(out, "<text x=\"{x}\" y=\"{y}\"{rest}>{}</text>", escaped(said));
        };
        text(&mut out, EDGE, y, " font-size=\"17\" font-weight=\"bold\"", &self.title);
        y += LINE;
        text(&mut out, EDGE, y, " fill=\"#555\"", &self.about);
        if !self.series.is_empty() {
            y += LINE;
            let share = (WIDTH - 2 * EDGE) / u32::try_from(self.series.len()).unwrap_or(1);
            for (place, series) in (0..).zip(&self.series) {
                let x = EDGE + share * place;
                bar(&mut out, x, y, 12.0, place as usize);
                text(&mut out, x + 18, y, "", series);
            }
        }
        y += LINE / 2;
        for (name, parts) in &self.bars {
            text(&mut out, EDGE, y + LINE, "", name);
            for (place, part) in parts.iter().enumerate() {
                y += LINE;
                let length = part.value.filter(|_| most > 0.0).map_or(0.0, |value| value.abs() / most * LONGEST);
                if length > 0.0 {
                    bar(&mut out, FROM, y, length, place);
                }
                text(&mut out, WIDTH - EDGE, y, " text-anchor=\"end\"", &part.said);
            }
        }
        out.push_str("</svg>");
        out
    }
}

/// A bar that stands on the line of its text.
fn bar(out: &mut String, x: u32, y: u32, length: f64, place: usize) {
    let fill = FILLS[place % FILLS.len()];
    let _ = write!(
        out,
        "<rect x=\"{x}\" y=\"{}\" width=\"{length:.1}\" height=\"12\" fill=\"{fill}\" stroke=\"#222\"/>",
        y - 11
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_has_every_word_and_number_and_a_bar_for_each_that_is_told() {
        let part = |value, said: &str| Part { value, said: said.to_owned() };
        let drawn = Drawn {
            title: "覆盖 <家>".to_owned(),
            about: "截至2023年10月31日".to_owned(),
            series: vec!["应建".to_owned(), "已建".to_owned()],
            bars: vec![
                ("一片区".to_owned(), vec![part(Some(16.0), "16"), part(Some(8.0), "8")]),
                ("二片区".to_owned(), vec![part(None, "*"), part(Some(0.0), "0")]),
            ],
        };
        let svg = drawn.svg();
        for said in ["覆盖 &lt;家&gt;", "截至2023年10月31日", "应建", "一片区", ">16<", ">*<"] {
            assert!(svg.contains(said), "{said}");
        }
        // Two keys, two bars, the pattern.
        assert_eq!(svg.matches("<rect").count(), 5);
        assert!(svg.contains("width=\"340.0\"") && svg.contains("width=\"170.0\""));
    }
}
