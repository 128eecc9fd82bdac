//! A question that has to be answered before anything else is done.

use yew::prelude::*;

use crate::platform::document;

#[derive(PartialEq, Properties)]
pub struct DialogProps {
    pub title: AttrValue,
    /// What it means to say yes.
    pub children: Html,
    /// The answers, the one that changes something last.
    pub actions: Html,
    /// Leaving without an answer, as with the Escape key.
    pub on_close: Callback<()>,
}

#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    // To the sheet and not to an answer: nobody should say yes with a key they had already pressed.
    use_effect_with((), |()| {
        document::focus(".dialog__sheet");
    });
    let onkeydown = {
        let on_close = props.on_close.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                on_close.emit(());
            }
        }
    };
    html! {
        <div class="dialog" {onkeydown}>
            <section class="dialog__sheet" role="alertdialog" aria-modal="true" tabindex="-1" aria-labelledby="dialog-title">
                <h2 class="dialog__title" id="dialog-title">{ &props.title }</h2>
                { props.children.clone() }
                <div class="dialog__actions">{ props.actions.clone() }</div>
            </section>
        </div>
    }
}
