//! What the desk's other pages say of its backup: that one is due, and that the desk was handed over.

use yew::prelude::*;

use super::super::today::minute;
use super::said;
use crate::platform::timer;
use crate::route::Route;
use crate::state::device::use_device;
use crate::state::remote::{Remote, use_remote};
use crate::state::safe;
use crate::t;
use crate::text::use_text;
use crate::widgets::{Banner, Tone};

/// That a backup is due, with the one tap that leads to it.
#[component]
pub fn Reminder() -> Html {
    let text = use_text();
    let device = use_device();
    let (standing, _) = use_remote(device, |device| device.map(safe::standing));
    let Remote::Ready(standing) = standing else { return Html::default() };
    let Some(due) = standing.due.filter(|_| standing.handed.is_none()) else { return Html::default() };
    let actions = html! { <a class="button button--primary" href={Route::Safe.href()} data-action="go-safe">{ t!(text, SafeGo) }</a> };
    html! {
        <Banner tone={Tone::Warning} title={t!(text, SafeDue)} {actions}>
            <p data-due-backup={said::due_name(due)}>{ said::due(due, &text) }</p>
        </Banner>
    }
}

#[derive(PartialEq, Properties)]
pub struct HandedProps {
    /// Another number: read it anew.
    #[prop_or_default]
    pub round: u32,
}

/// That the desk was handed over, with the way to take that back.
#[component]
pub fn Handed(props: &HandedProps) -> Html {
    let text = use_text();
    let device = use_device();
    let (handed, again) = use_remote((device.clone(), props.round), |(device, _)| device.map(safe::handed));
    let Remote::Ready(handed) = handed else { return Html::default() };
    let Some(handed) = &*handed else { return Html::default() };
    let keep_on = move |_: MouseEvent| {
        let (Some(device), again) = (device.clone(), again.clone()) else { return };
        timer::spawn(async move {
            let _ = safe::keep_on(&device).await; // if it fails the notice stays
            again.emit(());
        });
    };
    let actions = html! { <button type="button" class="button" data-action="keep-on" onclick={keep_on}>{ t!(text, SafeKeepOn) }</button> };
    html! {
        <Banner tone={Tone::Warning} title={t!(text, SafeHanded, to = handed.to.clone(), at = minute(&handed.at.to_string()))} {actions}>
            <p data-handed-to={handed.to.clone()}>{ t!(text, SafeHandedMeaning, fingerprint = handed.ledger.fingerprint()) }</p>
        </Banner>
    }
}
