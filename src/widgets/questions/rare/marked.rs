//! Words with marks as nodes: the marks become styles and links, never raw HTML.

use form::markup::{self, Face, Hue, Line, Run};
use yew::prelude::*;

use super::beside::{Link, MarkedProps};
use crate::widgets::questions::words::in_lines;

pub fn marked(props: &MarkedProps) -> Html {
    in_lines(markup::lines(&props.text).iter().map(|line| drawn_line(line, props.links)))
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
