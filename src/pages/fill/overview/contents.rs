//! The list of a form's pages, and a search for a question in all of them.

use form::view::PageView;
use yew::prelude::*;

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
                </li>
            }
        };
        html! {
            <section class="contents">
                <div class="contents__head">
                    <h2 class="section__title">{ t!(self.text, FillContents) }</h2>
                    { self.next_open() }
                </div>
                <FindQuestion filling={self.filling.clone()} on_go={self.on_go.clone()} />
                <ol class="contents__pages">{ for pages.iter().enumerate().map(line) }</ol>
            </section>
        }
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
