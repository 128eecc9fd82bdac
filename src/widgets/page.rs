//! What every page has: a heading, its content, and at the foot the bar with its one primary action.

use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct PageProps {
    pub title: AttrValue,
    /// What stands beside the heading: a state, a small action.
    #[prop_or_default]
    pub aside: Html,
    /// Buttons for the bar at the foot, the primary one last. No bar without any.
    #[prop_or_default]
    pub actions: Option<Html>,
    #[prop_or_default]
    pub children: Html,
}

#[component]
pub fn Page(props: &PageProps) -> Html {
    html! {
        <article class="page">
            <header class="page__head">
                <h1 class="page__title">{ &props.title }</h1>
                <div class="page__aside">{ props.aside.clone() }</div>
            </header>
            <div class="page__body">{ props.children.clone() }</div>
            if let Some(actions) = &props.actions {
                <footer class="action-bar">{ actions.clone() }</footer>
            }
        </article>
    }
}

#[derive(PartialEq, Properties)]
pub struct EmptyProps {
    /// What is not there.
    pub message: AttrValue,
    /// What one can do about it.
    #[prop_or_default]
    pub children: Html,
}

/// A page that has nothing to show yet says so, and says what comes next.
#[component]
pub fn Empty(props: &EmptyProps) -> Html {
    html! {
        <div class="empty">
            <span class="empty__rule" aria-hidden="true"></span>
            <p class="empty__message">{ &props.message }</p>
            { props.children.clone() }
        </div>
    }
}
