//! That the device's clock can hardly be right: what is wrong with it, what is not, and what to do. It hinders nothing.

use store::clock::Finding;
use yew::prelude::*;

use super::today::minute;
use crate::platform::timer;
use crate::state::clock;
use crate::state::device::use_device;
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::use_text;
use crate::widgets::{Banner, Tone};

#[derive(PartialEq, Properties)]
pub struct ClockProps {
    /// Another number: look again.
    #[prop_or_default]
    pub round: usize,
}

#[component]
pub fn Clock(props: &ClockProps) -> Html {
    let text = use_text();
    let device = use_device();
    let about = (device.clone(), props.round);
    let (looked, again) = use_remote(about, |(device, _)| device.map(clock::look));
    let Remote::Ready(looked) = looked else { return Html::default() };
    let (finding, now) = *looked;
    let (word, newest) = match finding {
        Finding::Right => return Html::default(),
        Finding::Back { newest } => ("back", newest),
        Finding::Ahead { newest } => ("ahead", newest),
    };
    let title = if matches!(finding, Finding::Back { .. }) { t!(text, ClockBack) } else { t!(text, ClockAhead) };
    let is_right = move |_: MouseEvent| {
        let (Some(device), again) = (device.clone(), again.clone()) else { return };
        timer::spawn(async move {
            clock::is_right(&device, newest).await;
            again.emit(());
        });
    };
    let actions = html! {
        <button type="button" class="button" data-action="clock-is-right" onclick={is_right}>{ t!(text, ClockIsRight) }</button>
    };
    html! {
        <Banner tone={Tone::Warning} {title} {actions}>
            <p data-clock={word} data-newest={newest.to_string()}>
                { t!(text, ClockMeaning, now = minute(&now.to_string()), newest = minute(&newest.to_string())) }
            </p>
            <p>{ t!(text, ClockAdvice) }</p>
        </Banner>
    }
}
