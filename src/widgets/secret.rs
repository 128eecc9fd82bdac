//! Something secret being typed: a passphrase, a key.

use yew::prelude::*;

use super::questions::typing::{Typing, use_typing};
use crate::t;
use crate::text::use_text;

#[derive(PartialEq, Properties)]
pub struct SecretProps {
    /// What it is called for whoever drives the page.
    pub name: &'static str,
    pub label: AttrValue,
    pub value: String,
    pub is_shown: bool,
    pub is_disabled: bool,
    pub on_text: Callback<String>,
}

/// Its field. What is typed stands in no address, and the browser is not asked to remember it.
#[component]
pub fn Secret(props: &SecretProps) -> Html {
    let Typing { node, oninput } = use_typing(props.on_text.clone());
    html! {
        <label class="field">
            <span class="field__label">{ &props.label }</span>
            <input class="field__input" data-input={props.name} type={if props.is_shown { "text" } else { "password" }}
                autocomplete="off" autocapitalize="off" spellcheck="false" ref={node} {oninput} value={props.value.clone()}
                disabled={props.is_disabled} />
        </label>
    }
}

#[derive(PartialEq, Properties)]
pub struct ShowProps {
    pub name: &'static str,
    pub is_shown: UseStateHandle<bool>,
}

/// Shows what is typed, and hides it again.
#[component]
pub fn Show(props: &ShowProps) -> Html {
    let text = use_text();
    let is_shown = props.is_shown.clone();
    let pressed = is_shown.to_string();
    let onclick = move |_: MouseEvent| is_shown.set(!*is_shown);
    html! {
        <button type="button" class="button" data-action={props.name} aria-pressed={pressed} {onclick}>{ t!(text, SafeShow) }</button>
    }
}
