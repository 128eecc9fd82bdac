//! Why something with personal data is exported: asked before it is, and part of it then.
//!
//! Not here: where it stands in the file (`ledger::report::Mark`).

use yew::prelude::*;

use crate::t;
use crate::text::{Key, use_text};
use crate::widgets::questions::typing::{Typing, use_typing};

#[derive(PartialEq, Properties)]
pub struct PurposeProps {
    /// What sets it apart from another on the page.
    pub id: &'static str,
    pub purpose: String,
    pub disabled: bool,
    pub on_purpose: Callback<String>,
}

#[component]
pub fn Purpose(props: &PurposeProps) -> Html {
    let text = use_text();
    let Typing { node, oninput } = use_typing(props.on_purpose.clone());
    let words = text.get(Key::PurposeCommon);
    let list = format!("{}-common", props.id);
    html! {
        <label class="field">
            <span class="field__label">{ t!(text, PurposeLabel) }</span>
            <input class="field__input" data-input={props.id} list={list.clone()} maxlength="100" autocomplete="off" aria-required="true" ref={node} {oninput}
                value={props.purpose.clone()} disabled={props.disabled} />
            <span class="field__hint">{ t!(text, PurposeHint) }</span>
            <datalist id={list}>{ for words.split('|').map(|word| html! { <option value={word.trim().to_owned()} /> }) }</datalist>
        </label>
    }
}
