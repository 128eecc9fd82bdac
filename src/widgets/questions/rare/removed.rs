//! The way back for an instance of a repeat that was removed: ten seconds long, with all its answers.
//!
//! The engine keeps it (`form`), also over a restart; then the ten seconds begin anew.

use form::view::Body;
use yew::prelude::*;

use crate::platform::timer;
use crate::t;
use crate::text::use_text;
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::question::AnswerProps;
use crate::widgets::{Banner, Tone};

const UNDO_MS: u32 = 10_000;

#[component]
pub fn RemovedInstance(props: &AnswerProps) -> Html {
    let text = use_text();
    let removed = match &props.shown.0.body {
        Body::Repeat { removed, .. } => *removed,
        _ => None,
    };
    // The one whose time is over.
    let over = use_state_eq(|| None);
    use_effect_with(removed.map(|(instance, _)| instance), {
        let over = over.setter();
        move |instance| {
            let instance = *instance;
            let timer = instance.map(|_| timer::after(UNDO_MS, move || over.set(instance)));
            move || drop(timer)
        }
    });
    let Some((instance, position)) = removed.filter(|(instance, _)| *over != Some(*instance)) else {
        return Html::default();
    };
    let (on_intent, node) = (&props.on_intent, props.shown.0.id);
    let undo = on_intent.reform(move |_: MouseEvent| Intent::RestoreRepeat(node));
    let actions = html! {
        <button type="button" class="button button--primary" data-action="restore-repeat" onclick={undo}>
            { t!(text, DraftUndo) }
        </button>
    };
    html! {
        <Banner key={instance.0} tone={Tone::Info} title={t!(text, RepeatRemoved, count = position)} {actions}>
            <p>{ t!(text, RepeatRemovedAdvice) }</p>
        </Banner>
    }
}
