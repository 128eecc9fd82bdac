//! Words of a form. Most are plain; those with marks are drawn by the second part of the program (`rare::marked`).
//!
//! Start at [`words`]. What the marks mean stands in `form::markup`.

use form::markup;
use yew::prelude::*;

use super::rare::beside::{MarkedProps, marked};

/// A text, with its marks and links.
pub fn words(text: &str) -> Html {
    drawn(text, true)
}

/// A text inside a button, where a link could not be followed.
pub fn words_on_a_button(text: &str) -> Html {
    drawn(text, false)
}

fn drawn(text: &str, links: bool) -> Html {
    if markup::is_marked(text) {
        return marked(MarkedProps { text: text.to_owned().into(), links });
    }
    in_lines(text.lines().map(Html::from))
}

/// Lines one below the other.
pub fn in_lines(lines: impl Iterator<Item = Html>) -> Html {
    lines.enumerate().map(|(index, line)| html! { <>if index > 0 { <br /> }{ line }</> }).collect()
}
