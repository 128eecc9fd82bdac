//! A whole number that is counted up and down, by large buttons beside its field.

use form::view::Body;
use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::question::AnswerProps;
use crate::widgets::questions::text::TextAnswer;

#[component]
pub fn CounterAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let Body::Question(question) = &view.body else { return Html::default() };
    let by_one = |step: i64, word: AttrValue, sign: &'static str, action: &'static str| {
        let next = stepped(&question.value, step);
        let onclick = {
            let (on_intent, node, next) = (props.on_intent.clone(), view.id, next.clone());
            move |_: MouseEvent| {
                if let Some(next) = next.clone() {
                    on_intent.emit(Intent::Choose(node, next));
                }
            }
        };
        html! {
            <button type="button" class="button counter__step" data-action={action} aria-label={word} disabled={question.readonly || next.is_none()} {onclick}>
                <span aria-hidden="true">{ sign }</span>
            </button>
        }
    };
    html! {
        <div class="counter">
            { by_one(-1, t!(text, RangeLess), "−", "count-down") }
            <div class="counter__field"><TextAnswer ..props.clone() /></div>
            { by_one(1, t!(text, RangeMore), "+", "count-up") }
        </div>
    }
}

/// The number behind a tap. `None`: it goes no further, or what stands there is no number and stays.
fn stepped(answer: &str, step: i64) -> Option<String> {
    let number = if answer.is_empty() { 0 } else { answer.parse::<i64>().ok()? };
    number.checked_add(step).filter(|next| (0..=MOST).contains(next)).map(|next| next.to_string())
}

/// What the field's other programs count up to.
const MOST: i64 = 999_999_999;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_begins_at_none_and_never_goes_below() {
        assert_eq!(stepped("", 1).as_deref(), Some("1"));
        assert_eq!(stepped("", -1), None);
        assert_eq!(stepped("12", -1).as_deref(), Some("11"));
        assert_eq!(stepped("0", -1), None);
        assert_eq!(stepped("999999999", 1), None);
        assert_eq!(stepped("a dozen", 1), None, "nothing typed is lost");
    }
}
