//! Where files come in: chosen with a button, or dropped.

use web_sys::{DataTransfer, HtmlInputElement};
use yew::prelude::*;

use crate::platform::files::{self, ChosenFile};

#[derive(PartialEq, Properties)]
pub struct FileDropProps {
    /// What kind of file, as the page contract names it: `batch`, `form`, `pack`.
    pub kind: &'static str,
    pub label: AttrValue,
    pub hint: AttrValue,
    /// Endings that the browser offers first. Never a promise: what a file is its bytes say.
    #[prop_or_default]
    pub accept: Option<&'static str>,
    #[prop_or_default]
    pub multiple: bool,
    #[prop_or_default]
    pub disabled: bool,
    /// Whether it is the page's one thing to do.
    #[prop_or_default]
    pub is_primary: bool,
    pub on_files: Callback<Vec<ChosenFile>>,
    /// Takes what is dropped, where folders may be among it; otherwise its files are.
    #[prop_or_default]
    pub on_drop: Option<Callback<DataTransfer>>,
}

#[component]
pub fn FileDrop(props: &FileDropProps) -> Html {
    let is_over = use_state_eq(|| false);
    let onchange = {
        let on_files = props.on_files.clone();
        move |event: Event| {
            let chosen = files::chosen(&event.target_unchecked_into::<HtmlInputElement>());
            if !chosen.is_empty() {
                on_files.emit(chosen);
            }
        }
    };
    let ondrop = {
        let (is_over, disabled) = (is_over.setter(), props.disabled);
        let (on_files, on_drop) = (props.on_files.clone(), props.on_drop.clone());
        move |event: DragEvent| {
            event.prevent_default();
            is_over.set(false);
            let Some(transfer) = event.data_transfer().filter(|_| !disabled) else { return };
            if let Some(on_drop) = &on_drop {
                return on_drop.emit(transfer);
            }
            let dropped = transfer.files().map(|list| files::list_files(&list)).unwrap_or_default();
            if !dropped.is_empty() {
                on_files.emit(dropped);
            }
        }
    };
    let ondragover = {
        let is_over = is_over.setter();
        move |event: DragEvent| {
            event.prevent_default();
            is_over.set(true);
        }
    };
    let ondragleave = {
        let is_over = is_over.setter();
        move |_: DragEvent| is_over.set(false)
    };
    html! {
        <label class={classes!("drop", is_over.then_some("drop--over"))} {ondrop} {ondragover} {ondragleave}>
            <input class="file-input" type="file" data-input={props.kind} accept={props.accept} multiple={props.multiple}
                disabled={props.disabled} {onchange} />
            <span class={classes!("button", props.is_primary.then_some("button--primary"))}>{ &props.label }</span>
            <span class="field__hint">{ &props.hint }</span>
        </label>
    }
}
