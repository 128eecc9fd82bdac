//! Text as a person has finished typing it.
//!
//! While an input method's composition is open (pinyin on its way to characters), what stands in the control is no
//! answer: nothing is parsed, recalculated or kept. The answer is what stands there at `compositionend`. Every text
//! control and every search box takes its text through [`use_typing`].

use yew::prelude::*;

use crate::platform::composition;

/// What a control needs in order to hear finished text: put `node` in its `ref` and `oninput` on it.
pub struct Typing {
    pub node: NodeRef,
    pub oninput: Callback<InputEvent>,
}

/// Emits the control's whole text after each finished change.
#[hook]
pub fn use_typing(on_text: Callback<String>) -> Typing {
    let node = use_node_ref();
    let oninput = {
        let on_text = on_text.clone();
        Callback::from(move |event: InputEvent| {
            let target = event.target().filter(|_| !event.is_composing());
            if let Some(typed) = target.and_then(|target| composition::text_of(&target)) {
                on_text.emit(typed);
            }
        })
    };
    use_effect_with((node.clone(), on_text), |(node, on_text)| {
        let on_text = on_text.clone();
        let control = node.get();
        let composing = control.map(|control| composition::on_composed(&control, move |text| on_text.emit(text)));
        move || drop(composing)
    });
    Typing { node, oninput }
}
