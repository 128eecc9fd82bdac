//! The desk handed over to another coordinator, step by step; and taken back.

use record::LedgerHash;
use yew::prelude::*;

use crate::platform::timer;
use crate::route::Route;
use crate::state::device::use_device;
use crate::state::safe;
use crate::t;
use crate::text::use_text;
use crate::widgets::questions::typing::{Typing, use_typing};
use crate::widgets::{Banner, Dialog, Tone};

#[derive(PartialEq, Properties)]
pub struct HandingProps {
    /// Once it was worked out.
    pub ledger: Option<LedgerHash>,
    pub on_changed: Callback<()>,
}

#[component]
pub fn Handing(props: &HandingProps) -> Html {
    let text = use_text();
    let device = use_device();
    let to = use_state_eq(String::new);
    let is_asking = use_state_eq(|| false);
    let has_failed = use_state_eq(|| false);
    let Typing { node, oninput } = {
        let to = to.setter();
        use_typing(Callback::from(move |typed| to.set(typed)))
    };
    let ask = {
        let is_asking = is_asking.setter();
        move |_: MouseEvent| is_asking.set(true)
    };
    let on_close = {
        let is_asking = is_asking.setter();
        Callback::from(move |()| is_asking.set(false))
    };
    let hand = {
        let (is_asking, has_failed, to, on_changed) =
            (is_asking.setter(), has_failed.setter(), to.clone(), props.on_changed.clone());
        let ledger = props.ledger;
        move |_: MouseEvent| {
            is_asking.set(false);
            let (Some(device), Some(ledger)) = (device.clone(), ledger) else { return };
            let (to, has_failed, on_changed) = (to.clone(), has_failed.clone(), on_changed.clone());
            timer::spawn(async move {
                has_failed.set(safe::hand_over(&device, &to, ledger).await.is_err());
                to.set(String::new());
                on_changed.emit(());
            });
        }
    };
    let actions = html! {
        <>
            <button type="button" class="button" data-action="cancel-hand-over" onclick={on_close.reform(|_: MouseEvent| ())}>{ t!(text, SafeLeaveIt) }</button>
            <button type="button" class="button button--primary" data-action="confirm-hand-over" onclick={hand}>{ t!(text, SafeHandConfirm) }</button>
        </>
    };
    html! {
        <section class="section safe" data-section="hand-over">
            <h2 class="section__title">{ t!(text, SafeHandTitle) }</h2>
            <p class="field__hint">{ t!(text, SafeHandHint) }</p>
            <ol class="steps">
                <li>{ t!(text, SafeHandSeal) }</li>
                <li>{ t!(text, SafeHandGive) }</li>
                <li>{ t!(text, SafeHandRestore) }</li>
                <li>
                    { t!(text, SafeHandCompare) }
                    if let Some(ledger) = props.ledger {
                        <p class="facts__code facts__code--large">{ ledger.fingerprint() }</p>
                    }
                </li>
                <li>{ t!(text, SafeHandSay) }{ " " }<a class="button" href={Route::Settings.href()}>{ t!(text, NavSettings) }</a></li>
                <li>{ t!(text, SafeHandMark) }</li>
            </ol>
            <label class="field">
                <span class="field__label">{ t!(text, SafeHandTo) }</span>
                <input class="field__input" data-input="handed-to" autocomplete="off" ref={node} {oninput} value={(*to).clone()} />
            </label>
            if *has_failed {
                <Banner tone={Tone::Danger}><p>{ t!(text, SafeFailed) }</p></Banner>
            }
            <div class="section__actions">
                <button type="button" class="button" data-action="hand-over" disabled={to.trim().is_empty() || props.ledger.is_none()} onclick={ask}>
                    { t!(text, SafeHand) }
                </button>
            </div>
            if *is_asking {
                <Dialog title={t!(text, SafeHandAsk, to = to.trim().to_owned())} {actions} on_close={on_close.clone()}>
                    <p>{ t!(text, SafeHandMeaning) }</p>
                </Dialog>
            }
        </section>
    }
}
