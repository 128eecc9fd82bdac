//! A text as a code for another device's camera, drawn in one path.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment};
use yew::prelude::*;

/// Light around the dark, in modules: readers need as much.
const QUIET: i32 = 4;
/// The mark that says that what follows is UTF-8: some readers take it for their country's old encoding.
const UTF_8: u32 = 26;

#[derive(PartialEq, Properties)]
pub struct QrProps {
    pub says: AttrValue,
    /// What a person who does not see it is told.
    pub label: AttrValue,
}

/// Nothing is drawn where the text is too long for any code.
#[component]
pub fn Qr(props: &QrProps) -> Html {
    let Some(code) = code(&props.says) else { return Html::default() };
    let side = code.size() + 2 * QUIET;
    html! {
        <svg class="qr" role="img" aria-label={props.label.clone()} data-modules={code.size().to_string()} viewBox={format!("0 0 {side} {side}")}>
            <rect class="qr__light" width={side.to_string()} height={side.to_string()} />
            <path class="qr__dark" d={path(&code)} />
        </svg>
    }
}

/// As much of it may be lost as a code of that size can bear.
fn code(says: &str) -> Option<QrCode> {
    let segments = [QrSegment::make_eci(UTF_8), QrSegment::make_bytes(says.as_bytes())];
    QrCode::encode_segments(&segments, QrCodeEcc::Low).ok()
}

/// The dark modules, row by row: one rectangle for each run of them.
fn path(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|at| code.get_module(*at, y)).count();
            let run = i32::try_from(run).unwrap_or_default();
            if run > 0 {
                path += &format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::{Answer, FileBytes, Question, answer};

    /// The code as a picture of so many points to a module.
    fn picture(code: &QrCode, points: i32) -> (u32, Vec<u8>) {
        let side = (code.size() + 2 * QUIET) * points;
        let dark = |x: i32, y: i32| code.get_module(x / points - QUIET, y / points - QUIET);
        let luminance = (0..side * side).map(|at| if dark(at % side, at / side) { 30 } else { 220 }).collect();
        (u32::try_from(side).unwrap(), luminance)
    }

    #[test]
    fn what_is_drawn_is_read_again_also_where_it_is_long_and_chinese() {
        for says in ["a".to_owned(), "样例开发区".to_owned(), format!("{{\"name\":\"样例\"{}}}", "x1Y2z".repeat(130))]
        {
            let (width, luminance) = picture(&code(&says).unwrap(), 4);
            let Answer::Code(Some(read)) = answer(Question::ReadCode { width, luminance: FileBytes(luminance) }) else {
                panic!("nothing is read of {says}");
            };
            assert_eq!(String::from_utf8(read.0).unwrap(), says);
        }
    }

    #[test]
    fn runs_of_dark_modules_are_drawn_once() {
        let code = code("a").unwrap();
        let drawn = path(&code);
        // The upper edge of the mark in the corner: seven dark ones.
        assert!(drawn.starts_with("M4 4h7v1h-7z"), "{drawn}");
        let dark: usize = (0..code.size())
            .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
            .filter(|(x, y)| code.get_module(*x, *y))
            .count();
        let runs = drawn
            .split('M')
            .skip(1)
            .map(|run| run.split('h').nth(1).unwrap().split('v').next().unwrap().parse::<usize>().unwrap());
        assert_eq!(runs.sum::<usize>(), dark);
    }

    #[test]
    fn a_text_that_fits_into_no_code_is_not_drawn() {
        assert!(code(&"x".repeat(3_000)).is_none());
    }
}
