//! What stands in place of every page while the device is locked.

use std::rc::Rc;

use batch::seal::Passphrase;
use web_sys::{HtmlElement, SubmitEvent};
use yew::prelude::*;

use super::said;
use crate::platform::idb::Database;
use crate::platform::timer;
use crate::state::lock::{self, LockError};
use crate::t;
use crate::text::use_text;
use crate::widgets::Page;
use crate::widgets::secret::{Secret, Show};

#[derive(PartialEq, Properties)]
pub struct UnlockingProps {
    pub database: Database,
}

#[component]
pub fn Unlocking(props: &UnlockingProps) -> Html {
    let text = use_text();
    let typed = use_state_eq(String::new);
    let is_shown = use_state_eq(|| false);
    let is_at_work = use_state_eq(|| false);
    let failed = use_state(|| None::<Rc<LockError>>);
    let form = use_node_ref();
    {
        // A keyboard finds its way at once; on a tablet the first tap brings its own.
        let form = form.clone();
        use_effect_with((), move |()| {
            let field = form.cast::<web_sys::Element>().and_then(|form| form.query_selector("input").ok().flatten());
            if let Some(field) = field.and_then(|field| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(field).ok()) {
                let _ = field.focus();
            }
        });
    }
    let onsubmit = {
        let (database, typed) = (props.database.clone(), typed.clone());
        let (is_at_work, failed) = (is_at_work.setter(), failed.setter());
        move |event: SubmitEvent| {
            event.prevent_default();
            if typed.trim().is_empty() {
                return;
            }
            let (database, typed) = (database.clone(), typed.clone());
            let (is_at_work, failed) = (is_at_work.clone(), failed.clone());
            timer::spawn(async move {
                is_at_work.set(true);
                failed.set(None);
                if let Err(error) = lock::unlock(&database, Passphrase::new(&typed)).await {
                    typed.set(String::new());
                    failed.set(Some(Rc::new(error)));
                    is_at_work.set(false);
                }
            });
        }
    };
    let on_text = {
        let (typed, failed) = (typed.setter(), failed.setter());
        move |text| {
            typed.set(text);
            failed.set(None);
        }
    };
    html! {
        <Page title={t!(text, UnlockTitle)}>
            <form class="section screen" ref={form} {onsubmit} data-section="unlock">
                <p>{ t!(text, UnlockAbout) }</p>
                <Secret name="unlock" label={t!(text, LockPassphrase)} value={(*typed).clone()} is_shown={*is_shown} is_disabled={*is_at_work} {on_text} />
                <div class="section__actions">
                    <button type="submit" class="button button--primary" data-action="unlock" disabled={*is_at_work || typed.trim().is_empty()}>
                        { t!(text, UnlockGo) }
                    </button>
                    <Show name="show-unlock" is_shown={is_shown.clone()} />
                </div>
                if *is_at_work {
                    <p role="status" data-status="trying">{ t!(text, UnlockTrying) }</p>
                }
                { said::problem(failed.as_deref(), &text) }
            </form>
            <Forgotten database={props.database.clone()} />
        </Page>
    }
}

/// For who does not know it any more: what is safe all the same, and a new beginning after a word that nobody types by mistake.
#[component]
fn Forgotten(props: &UnlockingProps) -> Html {
    let text = use_text();
    let typed = use_state_eq(String::new);
    let failed = use_state(|| None::<Rc<LockError>>);
    let is_meant = *typed == *t!(text, UnlockGiveUpWord);
    let give_up = {
        let (database, failed) = (props.database.clone(), failed.setter());
        move |_: MouseEvent| {
            let (database, failed) = (database.clone(), failed.clone());
            timer::spawn(async move { failed.set(lock::give_up(&database).await.err().map(Rc::new)) });
        }
    };
    let on_text = {
        let typed = typed.setter();
        move |text: String| typed.set(text.trim().to_owned())
    };
    html! {
        <details class="section" data-section="forgotten">
            <summary class="rows__title">{ t!(text, UnlockForgotten) }</summary>
            <p>{ t!(text, UnlockForgottenSafe) }</p>
            <p>{ t!(text, UnlockForgottenLost) }</p>
            <Secret name="give-up" label={t!(text, UnlockGiveUpHint)} value={(*typed).clone()} is_shown=true is_disabled={false} {on_text} />
            <div class="section__actions">
                <button type="button" class="button button--danger" data-action="give-up" disabled={!is_meant} onclick={give_up}>
                    { t!(text, UnlockGiveUp) }
                </button>
            </div>
            { said::problem(failed.as_deref(), &text) }
        </details>
    }
}
