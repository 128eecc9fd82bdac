//! What is said when an expression of the form took more than it may: what is blank for that, and that no answer is lost.

use yew::prelude::*;

use crate::state::filling::Filling;
use crate::t;
use crate::text::use_text;
use crate::widgets::{Banner, Tone};

/// So many places are named.
const NAMED: usize = 5;

#[derive(PartialEq, Properties)]
pub struct UnfinishedProps {
    pub filling: Filling,
    pub paths: Vec<String>,
}

/// Names the places by their label, or as the form does where they have none.
#[component]
pub fn Unfinished(props: &UnfinishedProps) -> Html {
    let UnfinishedProps { filling, paths } = props;
    let text = use_text();
    let named = |path: &String| {
        let view = filling.node_at(path).and_then(|node| filling.view(node));
        let label = view.and_then(|view| view.label.clone()).unwrap_or_else(|| path.clone());
        html! { <li data-unfinished={path.clone()}>{ label }</li> }
    };
    html! {
        <Banner tone={Tone::Warning} title={t!(text, FillUnfinished, count = paths.len())}>
            <p>{ t!(text, FillUnfinishedAdvice) }</p>
            <ul>{ for paths.iter().take(NAMED).map(named) }</ul>
        </Banner>
    }
}
