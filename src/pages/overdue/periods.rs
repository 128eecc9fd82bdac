//! For how many days the zone keeps what, among the work lists: it sets that itself.
//!
//! Not here: what is due by it (`ledger::overdue`).

use ledger::overdue::Periods;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::platform::timer;
use crate::state::device::use_device;
use crate::state::overdue;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, Tone};

#[derive(PartialEq, Properties)]
pub struct KeptForProps {
    pub periods: Periods,
    /// They are others now.
    pub on_set: Callback<()>,
}

/// Why nothing was set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NotSet {
    /// What stands there is no number of days.
    Days,
    Failed,
}

#[component]
pub fn KeptFor(props: &KeptForProps) -> Html {
    let text = use_text();
    let device = use_device();
    let typed = use_state_eq(|| props.periods.named().map(|(_, days)| days.to_string()));
    let not_set = use_state_eq(|| None::<NotSet>);
    let set = {
        let (device, not_set, on_set) = (device, not_set.setter(), props.on_set.clone());
        let (name, reason) = (t!(text, OverduePeriods), t!(text, OverduePeriodsReason));
        Callback::from(move |periods: Option<Periods>| {
            let Some(device) = device.clone() else { return };
            let (not_set, on_set) = (not_set.clone(), on_set.clone());
            let (name, reason) = (name.clone(), reason.clone());
            timer::spawn(async move {
                let set = overdue::keep_for(&device, periods, &name, &reason).await;
                not_set.set(set.is_err().then_some(NotSet::Failed));
                if set.is_ok() {
                    on_set.emit(());
                }
            });
        })
    };
    let save = {
        let (typed, set, not_set) = (typed.clone(), set.clone(), not_set.setter());
        move |_: MouseEvent| {
            let names = Periods::default().named().map(|(name, _)| name);
            let said = names
                .into_iter()
                .zip(typed.iter())
                .try_fold(Periods::default(), |periods, (name, days)| periods.with(name, days.trim().parse().ok()?));
            match said {
                Some(periods) => set.emit(Some(periods)),
                None => not_set.set(Some(NotSet::Days)),
            }
        }
    };
    let propose = {
        let typed = typed.setter();
        set.reform(move |_: MouseEvent| {
            typed.set(Periods::default().named().map(|(_, days)| days.to_string()));
            None
        })
    };
    let field = |at: usize, name: &'static str| {
        let value = typed[at].clone();
        let oninput = {
            let (typed, not_set) = (typed.clone(), not_set.setter());
            move |event: InputEvent| {
                not_set.set(None);
                let mut all = (*typed).clone();
                all[at] = event.target_unchecked_into::<HtmlInputElement>().value();
                typed.set(all);
            }
        };
        html! {
            <label class="field" key={name}>
                <span class="field__label">{ label(name, &text) }</span>
                <input class="field__input" data-input={format!("period-{name}")} type="text" inputmode="numeric" autocomplete="off" {value} {oninput} />
            </label>
        }
    };
    html! {
        <details class="rows-more" data-section="periods">
            <summary class="rows__title" data-action="periods">{ t!(text, OverduePeriods) }</summary>
            <p class="field__hint">{ t!(text, OverduePeriodsAdvice, most = Periods::MOST) }</p>
            <div class="fields">
                { for props.periods.named().into_iter().enumerate().map(|(at, (name, _))| field(at, name)) }
            </div>
            if let Some(not_set) = *not_set {
                <Banner tone={Tone::Danger}>
                    <p role="alert" data-status="periods-not-set">
                        { match not_set {
                            NotSet::Days => t!(text, OverduePeriodsWrong, most = Periods::MOST),
                            NotSet::Failed => t!(text, OverdueFailed),
                        } }
                    </p>
                </Banner>
            }
            <div class="section__actions">
                <button type="button" class="button" data-action="save-periods" onclick={save}>{ t!(text, SettingsSave) }</button>
                <button type="button" class="button button--quiet" data-action="proposed-periods" onclick={propose}>{ t!(text, OverduePeriodsProposed) }</button>
            </div>
        </details>
    }
}

/// What a period is called.
pub fn label(name: &str, text: &Text) -> AttrValue {
    match name {
        "licence" => t!(text, OverduePeriodLicence),
        "contact" => t!(text, OverduePeriodContact),
        "proof" => t!(text, OverduePeriodProof),
        _ => t!(text, OverduePeriodFile),
    }
}
