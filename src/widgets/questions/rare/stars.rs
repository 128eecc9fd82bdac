//! A range as stars: real radio buttons, a star drawn over each.

use yew::prelude::*;

use super::scale::Scale;
use crate::t;
use crate::text::use_text;

/// More are no rating, and would not fit a line.
pub const MOST_STARS: i64 = 10;

#[derive(PartialEq, Properties)]
pub struct StarsProps {
    pub id: AttrValue,
    pub scale: Scale,
    pub answer: AttrValue,
    pub required: bool,
    pub invalid: bool,
    pub readonly: bool,
    pub on_choose: Callback<String>,
}

#[component]
pub fn Stars(props: &StarsProps) -> Html {
    let text = use_text();
    let StarsProps { id, scale, answer, required, invalid, readonly, on_choose } = props;
    let chosen = scale.steps_to(answer);
    let star = |steps: i64| {
        let value = scale.text(steps);
        let is_chosen = chosen == Some(steps);
        let is_lit = chosen.is_some_and(|chosen| steps <= chosen);
        let onchange = on_choose.reform({
            let value = value.clone();
            move |_: Event| value.clone()
        });
        html! {
            <label class={classes!("star", is_lit.then_some("star--lit"), is_chosen.then_some("star--chosen"))} key={value.clone()}>
                <input class="star__input" type="radio" name={id.clone()} value={value.clone()} checked={is_chosen} disabled={*readonly} {onchange}
                    data-value={value.clone()} aria-checked={is_chosen.to_string()} aria-label={t!(text, RangeStar, value = value.clone())} />
                <span class="star__mark" aria-hidden="true">{ if is_lit { "★" } else { "☆" } }</span>
                <span class="star__number" aria-hidden="true">{ value }</span>
            </label>
        }
    };
    html! {
        <>
            <div class="stars" role="radiogroup" {id} aria-labelledby={format!("{id}-label")} aria-required={required.to_string()} aria-invalid={invalid.to_string()}>
                { for (0..=scale.steps).map(star) }
            </div>
            if chosen.is_none() {
                <p class="range__value">{ t!(text, RangeNone) }</p>
            }
        </>
    }
}
