//! Words of a form as nodes: its marks become styles and links, never raw HTML.
//!
//! Start at [`words`]. What the marks mean stands in `form::markup`.

use form::markup::{self, Face, Hue, Line, Run};
use yew::prelude::*;

use super::rare::beside::Link;

/// A marked text, with its links.
pub fn words(text: &str) -> Html {
    drawn(text, true)
}

/// A marked text inside a button, where a link could not be followed.
pub fn words_on_a_button(text: &str) -> Html {
    drawn(text, false)
}

fn drawn(text: &str, links: bool) -> Html {
    let broken = |index: usize, line: Html| html! { <>if index > 0 { <br /> }{ line }</> };
    if !markup::is_marked(text) {
        return text.lines().enumerate().map(|(index, line)| broken(index, line.into())).collect();
    }
    let lines = markup::lines(text);
    lines.iter().enumerate().map(|(index, line)| broken(index, drawn_line(line, links))).collect()
}

fn drawn_line(line: &Line, links: bool) -> Html {
    let runs: Html = line.runs.iter().map(|run| drawn_run(run, links)).collect();
    match line.heading {
        0 => runs,
        1 | 2 => html! { <span class="words__heading words__heading--large">{ runs }</span> },
        _ => html! { <span class="words__heading">{ runs }</span> },
    }
}

fn drawn_run(run: &Run, links: bool) -> Html {
    let style = &run.style;
    let mut drawn = Html::from(run.text.as_str());
    if style.raised {
        drawn = html! { <sup>{ drawn }</sup> };
    } else if style.lowered {
        drawn = html! { <sub>{ drawn }</sub> };
    }
    if style.emphasis {
        drawn = html! { <em>{ drawn }</em> };
    }
    if style.strong {
        drawn = html! { <strong>{ drawn }</strong> };
    }
    if style.hue.is_some() || style.face.is_some() {
        drawn = html! { <span class={classes!(style.hue.map(hue), style.face.map(face))}>{ drawn }</span> };
    }
    match style.link.clone().filter(|_| links) {
        Some(address) => html! { <Link {address}>{ drawn }</Link> },
        None => drawn,
    }
}

fn hue(hue: Hue) -> &'static str {
    match hue {
        Hue::Red => "words--red",
        Hue::Amber => "words--amber",
        Hue::Green => "words--green",
        Hue::Blue => "words--blue",
        Hue::Violet => "words--violet",
        Hue::Grey => "words--grey",
    }
}

fn face(face: Face) -> &'static str {
    match face {
        Face::Serif => "words--serif",
        Face::Mono => "words--mono",
        Face::Cursive => "words--cursive",
    }
}
