//! Backups from before an erasure: which, until when their files are to be thrown away, and that one is.

use store::made_backups::{self, Outdated};
use yew::prelude::*;

use super::super::today::minute;
use crate::platform::{clock, timer};
use crate::state::device::use_device;
use crate::t;
use crate::text::{dates, use_text};
use crate::widgets::{Banner, Tone};

#[derive(PartialEq, Properties)]
pub struct ToThrowAwayProps {
    pub outdated: Vec<Outdated>,
    pub on_changed: Callback<()>,
}

#[component]
pub fn ToThrowAway(props: &ToThrowAwayProps) -> Html {
    let text = use_text();
    let device = use_device();
    if props.outdated.is_empty() {
        return Html::default();
    }
    let now = clock::now();
    let row = |backup: &Outdated| {
        let gone = {
            let (device, on_changed, made_at) = (device.clone(), props.on_changed.clone(), backup.made_at);
            move |_: MouseEvent| {
                let (Some(device), on_changed) = (device.clone(), on_changed.clone()) else { return };
                timer::spawn(async move {
                    let _ = device.run(made_backups::gone(made_at)).await; // if it fails the line stays
                    on_changed.emit(());
                });
            }
        };
        let day = dates::date(&backup.until.date(), &text);
        let is_late = backup.until < now;
        html! {
            <li class="rows__row" key={backup.made_at.to_string()} data-outdated={backup.file_name.clone()} data-late={is_late.to_string()}>
                <div class="rows__main">
                    <span class="rows__title">{ &backup.file_name }</span>
                    <span class="rows__detail">
                        { t!(text, SafeOutdatedMade, at = minute(&backup.made_at.to_string())) }{ " " }
                        { if is_late { t!(text, SafeOutdatedLate, day = day.to_string()) } else { t!(text, SafeOutdatedUntil, day = day.to_string()) } }
                    </span>
                </div>
                <button type="button" class="button" data-action="thrown-away" onclick={gone}>{ t!(text, SafeThrownAway) }</button>
            </li>
        }
    };
    html! {
        <Banner tone={Tone::Warning} title={t!(text, SafeOutdated, count = props.outdated.len())}>
            <p>{ t!(text, SafeOutdatedMeaning, days = made_backups::KEPT_DAYS) }</p>
            <ul class="rows">{ for props.outdated.iter().map(row) }</ul>
        </Banner>
    }
}
