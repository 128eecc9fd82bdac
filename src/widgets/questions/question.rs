//! One question: its label, hint, control and problem.
//!
//! Start at [`drawn`]: the frame; the control is left to the file that is named after it. Nothing here decides anything:
//! what is asked, whether it must be answered and what is wrong with it stand in the view.

use form::definition::{DataType, UploadKind};
use form::view::{ControlView, NodeView, QuestionView, Violation, Warning};
use yew::prelude::*;

use super::choices::{ChoicesAnswer, choices_head, has, is_head, is_row};
use super::intent::{Intent, Shown};
use super::rare::beside::{MediaProps, Piece, beside};
use super::rare::{Rare, rare};
use super::remark::remark_tools;
use super::text::TextAnswer;
use super::words::words;
use crate::t;
use crate::text::Text;

/// What every control is given.
#[derive(Clone, PartialEq, Properties)]
pub struct AnswerProps {
    pub shown: Shown,
    pub on_intent: Callback<Intent>,
    /// The `id` of the control, which the label points at.
    pub control_id: AttrValue,
}

/// A question with its frame.
pub fn drawn(
    shown: &Shown,
    question: &QuestionView,
    on_intent: &Callback<Intent>,
    is_remarking: &UseStateHandle<bool>,
    text: &Text,
) -> Html {
    let view = &shown.0;
    let control_id: AttrValue = format!("q{}", view.id.0).into();
    let answer = AnswerProps { shown: shown.clone(), on_intent: on_intent.clone(), control_id: control_id.clone() };
    let on_focus = {
        let (on_intent, node) = (on_intent.clone(), view.id);
        move |_: FocusEvent| on_intent.emit(Intent::Arrive(node))
    };
    let is_group = is_choice_group(view, question) || has_several_controls(view, question);
    let on_toggle = {
        let is_remarking = is_remarking.clone();
        Callback::from(move |_: MouseEvent| is_remarking.set(!*is_remarking))
    };
    html! {
        <>
        <div
            class={classes!(
                "question",
                question.problem.is_some().then_some("question--invalid"),
                is_row(view, question).then_some("question--cells"),
                is_head(view, question).then_some("question--head"),
            )}
            data-path={view.path.clone()}
            data-type={type_name(question)}
            role={is_group.then_some("group")}
            aria-labelledby={is_group.then(|| format!("{control_id}-label"))}
            onfocusin={on_focus}
        >
            { label_of(view, question, &control_id, text) }
            { control(question, answer.clone(), text) }
            if let Some(problem) = &question.problem {
                <p class="question__problem" id={format!("{control_id}-problem")} role="alert">{ words(&problem_text(problem, text)) }</p>
            }
            if question.warning.is_some() {
                { rare(Rare::Warning, answer.clone(), text) }
            }
            if may_be_private(view, question) {
                { rare(Rare::Number, answer.clone(), text) }
            }
            if !is_head(view, question) {
                { remark_tools(view, question, on_intent, **is_remarking, on_toggle, text) }
            }
        </div>
        if **is_remarking {
            { rare(Rare::Remark, answer, text) }
        } else if !question.said.remark.is_empty() {
            <p class="remark remark--kept" data-remark={view.path.clone()}>{ t!(text, RemarkLine, remark = question.said.remark.clone()) }</p>
        }
        </>
    }
}

/// The label and the hints. Open choices and words to be read have a text above them; anything else a real `label`.
fn label_of(view: &NodeView, question: &QuestionView, control_id: &AttrValue, text: &Text) -> Html {
    let lines = words(view.label.as_deref().unwrap_or(&view.name));
    let star = question.required.then(|| html! { <span class="field__required" aria-hidden="true">{ "*" }</span> });
    let id = format!("{control_id}-label");
    html! {
        <>
            if matches!(question.control, ControlView::Note) {
                <p class="question__note" {id}>{ lines }</p>
            } else if has_no_control(view, question) {
                <p class="question__label" {id}>{ lines }{ for star }</p>
            } else {
                <label class="question__label" {id} for={control_id.clone()}>{ lines }{ for star }</label>
            }
            if let Some(hint) = &view.hint {
                <p class="question__hint" id={format!("{control_id}-hint")}>{ words(hint) }</p>
            }
            if let Some(hint) = &view.guidance_hint {
                <details class="question__guidance"><summary>{ t!(text, QuestionGuidance) }</summary>{ words(hint) }</details>
            }
            { media_of(view) }
        </>
    }
}

/// Pictures, sound and film of a label.
pub fn media_of(view: &NodeView) -> Html {
    if view.media.is_empty() {
        return Html::default();
    }
    let about = view.label.clone().unwrap_or_else(|| view.name.clone());
    let media = beside(MediaProps { media: view.media.clone(), about: about.into(), part: Piece::Whole });
    html! { <div class="media">{ media }</div> }
}

/// The control for what is asked.
fn control(question: &QuestionView, answer: AnswerProps, text: &Text) -> Html {
    let shown = answer.shown.clone();
    let rare = |kind: Rare, answer: AnswerProps| rare(kind, answer, text);
    match &question.control {
        ControlView::Note => Html::default(),
        ControlView::Acknowledge => rare(Rare::Acknowledge, answer),
        ControlView::Select { .. } if question.data_type == DataType::Rank => rare(Rare::Rank, answer),
        ControlView::Select { choices } if is_head(&shown.0, question) => choices_head(choices),
        ControlView::Select { .. } if is_searched(&shown.0, question) => rare(Rare::Searched, answer),
        ControlView::Select { .. } => html! { <ChoicesAnswer ..answer /> },
        ControlView::Picked { .. } => rare(Rare::Picked, answer),
        ControlView::Range { .. } => rare(Rare::Range, answer),
        ControlView::Upload { media } => match media {
            UploadKind::Image if is_drawn(&shown.0) => rare(Rare::Drawing, answer),
            UploadKind::Image => rare(Rare::Photo, answer),
            UploadKind::Audio | UploadKind::Video => rare(Rare::Recording, answer),
            UploadKind::File => rare(Rare::File, answer),
        },
        ControlView::Input => match question.data_type {
            DataType::Date | DataType::Time | DataType::DateTime => rare(Rare::Date, answer),
            DataType::Geopoint => rare(Rare::Place, answer),
            DataType::Geotrace | DataType::Geoshape => rare(Rare::Line, answer),
            _ if is_scanned(&shown.0, question) => rare(Rare::Scanned, answer),
            DataType::Integer if has(&shown.0, "counter") => rare(Rare::Counter, answer),
            DataType::Text if has(&shown.0, "url") => rare(Rare::Link, answer),
            _ => html! { <TextAnswer ..answer /> },
        },
    }
}

/// Choices that lie open are a group of controls; the rest are one control with a label of its own.
fn is_choice_group(view: &NodeView, question: &QuestionView) -> bool {
    matches!(question.control, ControlView::Select { .. }) && !is_searched(view, question)
}

/// Ways to one answer that stand side by side: a tap on the label should begin none of them.
fn has_several_controls(view: &NodeView, question: &QuestionView) -> bool {
    match question.control {
        ControlView::Upload { media } => matches!(media, UploadKind::Audio | UploadKind::Video) || is_drawn(view),
        ControlView::Input => {
            matches!(question.data_type, DataType::Geopoint | DataType::Geotrace | DataType::Geoshape)
        }
        _ => false,
    }
}

/// Where a `label` would have nothing to point at.
fn has_no_control(view: &NodeView, question: &QuestionView) -> bool {
    let is_rating = matches!(question.control, ControlView::Range { .. }) && has(view, "rating");
    is_choice_group(view, question)
        || has_several_controls(view, question)
        || is_rating
        || matches!(question.control, ControlView::Picked { .. })
}

/// A picture made by hand, or drawn upon.
fn is_drawn(view: &NodeView) -> bool {
    view.appearance.iter().any(|word| matches!(word.as_str(), "draw" | "signature" | "annotate"))
}

/// What may stand in a code: any barcode, and letters with numbers, as the credit code on a licence.
fn is_scanned(view: &NodeView, question: &QuestionView) -> bool {
    question.data_type == DataType::Barcode || has(view, "numbers-letters")
}

/// So many figures in a text that it may be looked at for the number of a person; the first byte of wide ones counts too.
fn may_be_private(view: &NodeView, question: &QuestionView) -> bool {
    let figures = question.value.bytes().filter(|byte| matches!(byte, b'0'..=b'9' | 0xef)).count();
    figures > 15 && question.data_type == DataType::Text && !question.readonly && !is_scanned(view, question)
}

/// A list one searches in rather than reads: by its author's wish, or because it is long.
fn is_searched(view: &NodeView, question: &QuestionView) -> bool {
    let ControlView::Select { choices } = &question.control else { return false };
    if question.data_type == DataType::Rank || is_row(view, question) {
        return false;
    }
    let asked = has(view, "minimal") || has(view, "autocomplete");
    let long = choices.len() > LONGEST_OPEN_LIST;
    (asked && choices.len() > SHORTEST_SEARCHED_LIST) || long
}

/// Up to this many choices lie open even where the author asked for `minimal`: one tap instead of two.
const SHORTEST_SEARCHED_LIST: usize = 4;
/// More than this many are always searched.
const LONGEST_OPEN_LIST: usize = 20;

fn type_name(question: &QuestionView) -> &'static str {
    match (&question.control, question.data_type) {
        (ControlView::Note, _) => "note",
        (ControlView::Acknowledge, _) => "acknowledge",
        (ControlView::Range { .. }, _) => "range",
        (ControlView::Upload { media }, _) => match media {
            UploadKind::Image => "image",
            UploadKind::Audio => "audio",
            UploadKind::Video => "video",
            UploadKind::File => "file",
        },
        (_, data_type) => data_type.name(),
    }
}

/// The form's own words, or ours where it has none.
pub fn problem_text(problem: &Violation, text: &Text) -> AttrValue {
    match problem {
        Violation::Required(Some(message)) | Violation::Constraint(Some(message)) => message.clone().into(),
        Violation::Required(None) => t!(text, ProblemRequired),
        Violation::Constraint(None) => t!(text, ProblemConstraint),
        Violation::Choice => t!(text, ProblemChoice),
        Violation::Nameless => t!(text, ProblemNameless),
        // Said as a warning, not as a problem.
        Violation::Unconfirmed(Warning(message)) => message.clone().unwrap_or_default().into(),
        Violation::Type(DataType::Integer) => t!(text, ProblemTypeInteger),
        Violation::Type(DataType::Decimal) => t!(text, ProblemTypeDecimal),
        Violation::Type(DataType::Date | DataType::Time | DataType::DateTime) => t!(text, ProblemTypeDate),
        Violation::Type(_) => t!(text, ProblemTypeOther),
    }
}
