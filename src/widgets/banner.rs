//! A line that tells what happened, what is safe and what to do.

use yew::prelude::*;

/// How urgent. Never told by colour alone: each has a mark of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    #[default]
    Info,
    Success,
    Warning,
    Danger,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Info => "banner--info",
            Self::Success => "banner--success",
            Self::Warning => "banner--warning",
            Self::Danger => "banner--danger",
        }
    }
}

#[derive(PartialEq, Properties)]
pub struct BannerProps {
    #[prop_or_default]
    pub tone: Tone,
    #[prop_or_default]
    pub title: Option<AttrValue>,
    /// It stands for a whole page, and its title for the page's.
    #[prop_or_default]
    pub is_page: bool,
    /// Sentences.
    #[prop_or_default]
    pub children: Html,
    /// What can be done about it, as buttons.
    #[prop_or_default]
    pub actions: Html,
}

#[component]
pub fn Banner(props: &BannerProps) -> Html {
    let role = if matches!(props.tone, Tone::Danger | Tone::Warning) { "alert" } else { "status" };
    html! {
        <div class={classes!("banner", props.tone.class())} {role}>
            <div class="banner__body">
                if let Some(title) = &props.title {
                    <@{if props.is_page { "h1" } else { "p" }} class="banner__title">{ title }</@>
                }
                { props.children.clone() }
            </div>
            <div class="banner__actions">{ props.actions.clone() }</div>
        </div>
    }
}
