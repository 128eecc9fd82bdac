//! What was said beside the answers of a record, for whoever reads it: remarks, what was put off (待补), and why an answer
//! stands that the form warned of (提示).

use record::Remark;
use yew::prelude::*;

use crate::state::desk::Words;
use crate::t;
use crate::text::Text;

/// A list, each with the label of its question. Nothing where nothing was said.
pub fn remarks(said: &[Remark], form: &str, words: &Words, text: &Text) -> Html {
    if said.is_empty() {
        return Html::default();
    }
    let line = |remark: &Remark| {
        let state = match (&remark.confirmed, remark.later) {
            (Some(_), _) => "confirmed",
            (None, true) => "later",
            (None, false) => "remark",
        };
        let confirmed = remark.confirmed.as_ref().map(|confirmed| {
            let warning = confirmed.warning.clone().unwrap_or_else(|| t!(text, WarningPlain).to_string());
            t!(text, ReviewHintConfirmed, hint = warning, reason = confirmed.reason.clone())
        });
        html! {
            <li key={remark.path.clone()} data-remark={remark.path.clone()} data-state={state}>
                <span class="others__what">{ words.question(form, &remark.path) }</span>
                if remark.later {
                    <span class="others__said">{ t!(text, QuestionLater) }</span>
                }
                if !remark.text.is_empty() {
                    <span class="others__said">{ t!(text, RemarkLine, remark = remark.text.clone()) }</span>
                }
                if let Some(confirmed) = confirmed {
                    <span class="others__said">{ confirmed }</span>
                }
            </li>
        }
    };
    html! { <ul class="others" aria-label={t!(text, RecordSaid)}>{ for said.iter().map(line) }</ul> }
}
