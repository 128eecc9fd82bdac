//! The list of a form's pages, and a search for a question in all of them.

use form::view::{Body, NodeId, PageView};
use yew::prelude::*;

use super::spoken::spoken;
use super::{Drawing, Going, page_title};
use crate::state::filling::Filling;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::questions::typing::{Typing, use_typing};
use crate::widgets::questions::words::words_on_a_button;

/// How many questions a search lists; one types on to see the rest.
const FOUND: usize = 50;

impl Drawing<'_> {
    pub(super) fn contents(&self) -> Html {
        let pages = self.filling.pages();
        let line = |(at, page): (usize, &PageView)| {
            let entries = self.entries(&page.nodes);
            let (class, state, said) = standing(page, self.text);
            let is_later = page.later > 0;
            html! {
                <li class="contents__line" key={at}>
                    <button type="button" class="contents__page" data-page-state={state} onclick={self.go(Going::Page(at))}>
                        <span class="contents__number" aria-hidden="true">{ at + 1 }</span>
                        <span class="contents__title">{ page_title(page, at, self.filling, self.text) }</span>
                        if is_later {
                            <span class="badge badge--attention">{ t!(self.text, ContentsLater, count = page.later) }</span>
                        }
                        if !(is_later && state == "empty") {
                            <span class={classes!("badge", class)}>{ said }</span>
                        }
                    </button>
                    if !entries.is_empty() {
                        <ol class="contents__entries">{ entries }</ol>
                    }
                </li>
            }
        };
        html! {
            <section class="contents">
                <div class="contents__head">
                    <h2 class="section__title">{ t!(self.text, FillContents) }</h2>
                    { self.to_open(self.filling.next_open()) }
                </div>
                <FindQuestion filling={self.filling.clone()} on_go={self.on_go.clone()} />
                <ol class="contents__pages">{ for pages.iter().enumerate().map(line) }</ol>
            </section>
        }
    }

    /// The instances of repeats in their order, each with its first answer for a name. A tap leads to it.
    fn entries(&self, nodes: &[NodeId]) -> Vec<Html> {
        let mut entries = Vec::new();
        for view in nodes.iter().filter_map(|node| self.filling.view(*node)) {
            match &view.body {
                Body::Question(_) => {}
                Body::Group { children } => entries.extend(self.entries(children)),
                Body::Repeat { instances, .. } => entries.extend(self.entries(instances)),
                Body::RepeatInstance { position, children, .. } => {
                    let Some(first) = self.first_question(children) else { continue };
                    let name = self.first_answer(children);
                    entries.push(html! {
                        <li key={view.id.0}>
                            <button type="button" class="contents__page contents__entry" data-entry={view.path.clone()}
                                onclick={self.go(Going::Question(first))}>
                                <span class="contents__number">{ t!(self.text, RepeatPosition, count = *position) }</span>
                                <span class="contents__title">{ name.unwrap_or_else(|| t!(self.text, ContentsEmpty)) }</span>
                            </button>
                        </li>
                    });
                }
            }
        }
        entries
    }

    fn first_question(&self, nodes: &[NodeId]) -> Option<NodeId> {
        nodes.iter().find_map(|&node| match &self.filling.view(node)?.body {
            Body::Question(_) => Some(node),
            Body::Group { children } | Body::RepeatInstance { children, .. } => self.first_question(children),
            Body::Repeat { instances, .. } => self.first_question(instances),
        })
    }

    fn first_answer(&self, nodes: &[NodeId]) -> Option<AttrValue> {
        nodes.iter().find_map(|&node| match &self.filling.view(node)?.body {
            Body::Question(question) => Some(spoken(question, self.text)).filter(|answer| !answer.is_empty()),
            Body::Group { children } | Body::RepeatInstance { children, .. } => self.first_answer(children),
            Body::Repeat { instances, .. } => self.first_answer(instances),
        })
    }
}

/// How a page stands: its look, its name for those who drive the page, and what people read. The worst comes first.
fn standing(page: &PageView, text: &Text) -> (&'static str, &'static str, AttrValue) {
    match page {
        PageView { invalid: 1.., .. } => ("badge--wrong", "problem", t!(text, ContentsProblem, count = page.invalid)),
        PageView { missing: 1.., .. } => {
            ("badge--attention", "missing", t!(text, ContentsMissing, count = page.missing))
        }
        PageView { doubtful: 1.., .. } => ("badge--attention", "hint", t!(text, ContentsHint, count = page.doubtful)),
        PageView { answered: 0, .. } => ("badge--plain", "empty", t!(text, ContentsEmpty)),
        _ => ("badge--good", "done", t!(text, ContentsDone)),
    }
}

#[derive(PartialEq, Properties)]
struct FindQuestionProps {
    filling: Filling,
    on_go: Callback<Going>,
}

/// A search over the labels of all questions that are asked now.
#[component]
fn FindQuestion(props: &FindQuestionProps) -> Html {
    let text = use_text();
    let search = use_state_eq(String::new);
    let on_search = use_callback(search.setter(), |typed: String, search| search.set(typed));
    let Typing { node, oninput } = use_typing(on_search);
    let found = if search.trim().is_empty() { Vec::new() } else { props.filling.find(search.trim(), FOUND) };
    html! {
        <div class="contents__search">
            <input class="field__input" type="search" ref={node} {oninput} autocomplete="off" data-input="find-question"
                placeholder={t!(text, ContentsSearch)} aria-label={t!(text, ContentsSearch)} />
            if !search.trim().is_empty() {
                <ul class="contents__found" role="status">
                    if found.is_empty() {
                        <li class="contents__none">{ t!(text, ContentsNotFound) }</li>
                    }
                    { for found.iter().map(|(node, label)| html! {
                        <li key={node.0}>
                            <button type="button" class="contents__page" data-action="go-to"
                                onclick={let going = Going::Question(*node); props.on_go.reform(move |_: MouseEvent| going)}>
                                { words_on_a_button(label) }
                            </button>
                        </li>
                    }) }
                </ul>
            }
        </div>
    }
}
