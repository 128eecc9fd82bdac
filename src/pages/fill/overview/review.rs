//! All answers on one page before the record is finished. A tap on one leads to its question.

use form::markup;
use form::private_number::{is_free_text, private_numbers};
use form::view::{Body, ControlView, NodeId, NodeView, PageView, QuestionView, Warning};
use yew::prelude::*;

use super::spoken::spoken;
use super::{Drawing, Going, page_title};
use crate::t;
use crate::widgets::questions::question::problem_text;
use crate::widgets::questions::words::words_on_a_button;

impl Drawing<'_> {
    pub(super) fn review(&self) -> Html {
        let pages = self.filling.pages();
        let count = |of: fn(&PageView) -> usize| pages.iter().map(of).sum::<usize>();
        let (wrong, later) = (count(|page| page.missing + page.invalid), count(|page| page.later));
        let doubtful = count(|page| page.doubtful);
        let private: usize = pages.iter().map(|page| self.private(&page.nodes)).sum();
        html! {
            <section class="review">
                <div class="contents__head">
                    <h2 class="section__title">{ t!(self.text, FillReview) }</h2>
                    { self.to_open(self.filling.first_stopping().or_else(|| self.filling.next_open())) }
                </div>
                <p class="review__sum" role="status" data-missing={wrong.to_string()} data-later={later.to_string()}
                    data-hints={doubtful.to_string()} data-private={private.to_string()}>
                    if wrong > 0 {
                        <span class="badge badge--wrong">{ t!(self.text, ReviewWrong, count = wrong) }</span>
                    } else {
                        <span class="badge badge--good">{ t!(self.text, ReviewComplete) }</span>
                    }
                    if doubtful > 0 {
                        <span class="badge badge--attention">{ t!(self.text, ContentsHint, count = doubtful) }</span>
                    }
                    if private > 0 {
                        <span class="badge badge--attention">{ t!(self.text, ReviewPrivate, count = private) }</span>
                    }
                    if later > 0 {
                        <span class="badge badge--attention">{ t!(self.text, ContentsLater, count = later) }</span>
                    }
                </p>
                { for pages.iter().enumerate().map(|(at, page)| self.page(at, page)) }
            </section>
        }
    }

    fn page(&self, at: usize, page: &PageView) -> Html {
        let lines = self.lines(&page.nodes);
        html! {
            <section class="review__page" key={at}>
                <h3 class="group__title">{ page_title(page, at, self.filling, self.text) }</h3>
                if lines.is_empty() {
                    <p class="review__none">{ t!(self.text, ReviewNothing) }</p>
                } else {
                    <ul class="review__lines">{ lines }</ul>
                }
            </section>
        }
    }

    /// Answers, and what lacks one that is needed or was put off, down to the questions.
    fn lines(&self, nodes: &[NodeId]) -> Vec<Html> {
        let mut lines = Vec::new();
        for view in nodes.iter().filter_map(|node| self.filling.view(*node)) {
            match &view.body {
                Body::Question(question) => lines.extend(self.line(&view, question)),
                Body::Group { children } => self.titled(&mut lines, view.label.clone(), children),
                Body::Repeat { instances, .. } => self.titled(&mut lines, view.label.clone(), instances),
                Body::RepeatInstance { position, children, .. } => {
                    let title = t!(self.text, RepeatPosition, count = *position).to_string();
                    self.titled(&mut lines, Some(title), children);
                }
            }
        }
        lines
    }

    /// How many of the questions seem to have the number of a person beside or in their answer.
    fn private(&self, nodes: &[NodeId]) -> usize {
        let views = nodes.iter().filter_map(|node| self.filling.view(*node));
        let count = |view: std::rc::Rc<NodeView>| match &view.body {
            Body::Question(question) => usize::from(is_private(&view, question)),
            Body::Group { children } | Body::RepeatInstance { children, .. } => self.private(children),
            Body::Repeat { instances, .. } => self.private(instances),
        };
        views.map(count).sum()
    }

    /// What has nothing to show has no title either.
    fn titled(&self, lines: &mut Vec<Html>, title: Option<String>, nodes: &[NodeId]) {
        let below = self.lines(nodes);
        if below.is_empty() {
            return;
        }
        lines.extend(title.map(|title| html! { <li class="review__title">{ words_on_a_button(&title) }</li> }));
        lines.extend(below);
    }

    /// What the form warns of, and the reason for which the answer stands.
    fn warning(&self, message: Option<&str>, reason: &str) -> AttrValue {
        let plain = |said| markup::plain(said).into_owned();
        let message = message.map_or_else(|| t!(self.text, WarningPlain).to_string(), plain);
        match reason {
            "" => t!(self.text, ReviewHint, hint = message),
            reason => t!(self.text, ReviewHintConfirmed, hint = message, reason = reason),
        }
    }

    fn line(&self, view: &NodeView, question: &QuestionView) -> Option<Html> {
        let answer = spoken(question, self.text);
        let is_lacking = question.value.is_empty() && (question.required || question.said.later);
        if matches!(question.control, ControlView::Note)
            || (answer.is_empty() && !is_lacking && question.said.remark.is_empty())
        {
            return None;
        }
        let is_doubtful = question.warning.is_some() && question.said.confirmed.is_empty();
        let state = match (&question.problem, answer.is_empty()) {
            (Some(_), _) => "problem",
            (None, false) if is_doubtful => "hint",
            (None, true) if question.said.later => "later",
            (None, true) if question.required => "missing",
            (None, true) => "blank",
            (None, false) => "answered",
        };
        Some(html! {
            <li key={view.id.0}>
                <button type="button" class="review__line" data-answer={view.path.clone()} data-state={state}
                    onclick={self.go(Going::Question(view.id))}>
                    <span class="review__label">{ words_on_a_button(view.label.as_deref().unwrap_or(&view.name)) }</span>
                    <span class="review__answer">
                        { match state {
                            "missing" => t!(self.text, ReviewMissing),
                            "later" => t!(self.text, QuestionLater),
                            _ => answer,
                        } }
                    </span>
                    if let Some(problem) = &question.problem {
                        <span class="review__problem">{ problem_text(problem, self.text) }</span>
                    }
                    if let Some(Warning(message)) = &question.warning {
                        <span class="review__remark">{ self.warning(message.as_deref(), &question.said.confirmed) }</span>
                    }
                    if is_private(view, question) {
                        <span class="review__remark" data-status="private-number">{ t!(self.text, PrivateNumber) }</span>
                    }
                    if !question.said.remark.is_empty() {
                        <span class="review__remark">{ t!(self.text, RemarkLine, remark = question.said.remark.clone()) }</span>
                    }
                </button>
            </li>
        })
    }
}

/// Nobody types a number of their own into what is worked out, chosen or a code.
fn is_private(view: &NodeView, question: &QuestionView) -> bool {
    let is_typed = matches!(question.control, ControlView::Input) && !question.readonly;
    let says = |said: &str| !private_numbers(said).is_empty();
    let may_say = is_typed && is_free_text(question.data_type, &view.appearance);
    may_say && says(&question.value) || says(&question.said.remark)
}
