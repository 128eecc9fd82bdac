//! What is said while the second part of the program has not come (`crate::later`).

use yew::prelude::*;

use super::{Banner, Tone};
use crate::t;
use crate::text::use_text;

#[derive(PartialEq, Properties)]
pub struct MissingPartProps {
    /// Tries once more.
    pub again: Callback<()>,
}

#[component]
pub fn MissingPart(props: &MissingPartProps) -> Html {
    let text = use_text();
    let again = html! {
        <button type="button" class="button button--primary" data-action="retry" onclick={props.again.reform(|_: MouseEvent| ())}>
            { t!(text, TryAgain) }
        </button>
    };
    html! {
        <Banner tone={Tone::Warning} title={t!(text, PartMissing)} actions={again}>
            <p>{ t!(text, PartMissingAdvice) }</p>
        </Banner>
    }
}
