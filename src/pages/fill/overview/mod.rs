//! The draft seen as a whole: its pages with how each stands, and all answers before it is finished.
//!
//! It lies in the second part of the program (`crate::later`). Start at [`Overview`].

mod contents;
mod review;
pub mod spoken;

use form::view::{NodeId, PageView};
use yew::prelude::*;

use crate::route::FillView;
use crate::state::filling::Filling;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::questions::words::words_on_a_button;

/// Where a tap leads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Going {
    /// The place of a page among the pages.
    Page(usize),
    Question(NodeId),
}

#[derive(Clone, PartialEq, Properties)]
pub struct OverviewProps {
    pub filling: Filling,
    pub view: FillView,
    /// Counts up with each change of the draft, so that this is drawn again.
    pub seen: u32,
    pub on_go: Callback<Going>,
}

/// What is drawn needs.
struct Drawing<'a> {
    filling: &'a Filling,
    on_go: &'a Callback<Going>,
    text: &'a Text,
}

#[component]
pub fn Overview(props: &OverviewProps) -> Html {
    let text = use_text();
    let drawing = Drawing { filling: &props.filling, on_go: &props.on_go, text: &text };
    match props.view {
        FillView::Contents => drawing.contents(),
        FillView::Review => drawing.review(),
        FillView::Questions | FillView::Whole => Html::default(),
    }
}

impl Drawing<'_> {
    fn go(&self, going: Going) -> Callback<MouseEvent> {
        self.on_go.reform(move |_| going)
    }

    /// Leads to a question without an answer; nothing where there is none.
    fn to_open(&self, next: Option<NodeId>) -> Html {
        let Some(next) = next else { return Html::default() };
        html! {
            <button type="button" class="button" data-action="next-open" onclick={self.go(Going::Question(next))}>
                { t!(self.text, FillNextOpen) }
            </button>
        }
    }
}

/// What a page is called: its group, or the place that it has.
fn page_title(page: &PageView, at: usize, filling: &Filling, text: &Text) -> Html {
    let first = || filling.view(*page.nodes.first()?)?.label.clone();
    match page.title.clone().or_else(first) {
        Some(title) => words_on_a_button(&title),
        None => t!(text, FillPageNumber, page = at + 1).into(),
    }
}
