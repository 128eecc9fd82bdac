//! What a person says about a question beside its answer: that it comes later (待补), and a remark. The remark itself is
//! written in `rare::remark_field`.

use form::view::{ControlView, NodeView, QuestionView};
use yew::prelude::*;

use super::intent::Intent;
use crate::t;
use crate::text::Text;

/// One button to put the question off, as long as it has no answer; one for the remark.
pub fn remark_tools(
    view: &NodeView,
    question: &QuestionView,
    on_intent: &Callback<Intent>,
    is_open: bool,
    on_toggle: Callback<MouseEvent>,
    text: &Text,
) -> Html {
    if matches!(question.control, ControlView::Note | ControlView::Picked { .. }) {
        return Html::default();
    }
    let said = &question.said;
    let put_off = {
        let (on_intent, node, later) = (on_intent.clone(), view.id, !said.later);
        move |_: MouseEvent| on_intent.emit(Intent::Later(node, later))
    };
    // Told with the question: several of them stand on a page.
    let (later, remark) = (format!("q{}-later", view.id.0), format!("q{}-remarks", view.id.0));
    let of = |id: &str| format!("{id} q{}-label", view.id.0);
    html! {
        <div class="question__tools">
            if !question.readonly && (question.value.is_empty() || said.later) {
                <button type="button" class={classes!("tool", said.later.then_some("tool--on"))} data-action="later"
                    aria-pressed={said.later.to_string()} id={later.clone()} aria-labelledby={of(&later)} onclick={put_off}>
                    { t!(text, QuestionLater) }
                </button>
            }
            <button type="button" class={classes!("tool", (!said.remark.is_empty()).then_some("tool--on"))} data-action="remark"
                aria-expanded={is_open.to_string()} id={remark.clone()} aria-labelledby={of(&remark)} onclick={on_toggle}>
                { t!(text, QuestionRemark) }
            </button>
        </div>
    }
}
