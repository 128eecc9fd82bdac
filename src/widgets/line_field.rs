//! A line for a name or an address, with its label.

use yew::prelude::*;

use super::questions::typing::{Typing, use_typing};

#[derive(PartialEq, Properties)]
pub struct LineFieldProps {
    /// What the page knows it by.
    pub name: &'static str,
    /// Where it stands once on a page: the contract of the page knows some of them by it.
    #[prop_or_default]
    pub id: Option<&'static str>,
    pub label: AttrValue,
    pub value: AttrValue,
    pub on_text: Callback<String>,
    #[prop_or_default]
    pub example: Option<AttrValue>,
    /// No more letters fit. An address or a key has no such bound: it would be cut without a word.
    #[prop_or_default]
    pub most: Option<AttrValue>,
    #[prop_or_default]
    pub required: bool,
    /// An address or a code: nothing that a browser should correct, or begin with a capital.
    #[prop_or_default]
    pub is_code: bool,
}

#[component]
pub fn LineField(props: &LineFieldProps) -> Html {
    let Typing { node, oninput } = use_typing(props.on_text.clone());
    html! {
        <label class="field">
            <span class="field__label">{ &props.label }</span>
            <input class="field__input" id={props.id} data-input={props.name} type="text" maxlength={props.most.clone()} autocomplete="off" required={props.required}
                autocapitalize={props.is_code.then_some("off")} spellcheck={props.is_code.then_some("false")} placeholder={props.example.clone()}
                ref={node} {oninput} value={props.value.clone()} />
        </label>
    }
}
