//! What can be done to one instance of a repeat: moved by one place, or removed.

use form::view::Body;
use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::question::AnswerProps;

/// Buttons at the head of an instance.
#[component]
pub fn InstanceTools(props: &AnswerProps) -> Html {
    let text = use_text();
    let AnswerProps { shown, on_intent, .. } = props;
    let Body::RepeatInstance { position, is_last, .. } = shown.0.body else { return Html::default() };
    let node = shown.0.id;
    let go = |to: usize| on_intent.reform(move |_: MouseEvent| Intent::MoveRepeat(node, to));
    html! {
        <div class="repeat__tools">
            if position > 1 || !is_last {
                <button type="button" class="button button--quiet" data-action="move-up" disabled={position == 1}
                    aria-label={t!(text, RepeatUp, count = position)} onclick={go(position.saturating_sub(1))}>
                    <span aria-hidden="true">{ "↑" }</span>{ " " }{ t!(text, RankUp) }
                </button>
                <button type="button" class="button button--quiet" data-action="move-down" disabled={is_last}
                    aria-label={t!(text, RepeatDown, count = position)} onclick={go(position + 1)}>
                    <span aria-hidden="true">{ "↓" }</span>{ " " }{ t!(text, RankDown) }
                </button>
            }
            <button type="button" class="button button--quiet" data-action="remove-repeat"
                onclick={on_intent.reform(move |_: MouseEvent| Intent::RemoveRepeat(node))}>
                { t!(text, RepeatRemove) }
            </button>
        </div>
    }
}
