//! What the page says besides the questions: how saving stands, what was found on opening, what did not work.

use yew::prelude::*;

use crate::route::Route;
use crate::state::filling::{OpenError, Recovery, Saving};
use crate::t;
use crate::text::Text;

/// What is said above the questions after something was tried.
#[derive(Clone, PartialEq)]
pub enum Notice {
    Invalid(usize),
    NotFinalized,
    PhotoNotKept,
    PhotoUnreadable,
}

pub fn status_name(saving: &Saving) -> &'static str {
    match saving {
        Saving::Saving => "saving",
        Saving::Saved => "saved",
        Saving::Failed(_) => "failed",
        Saving::TakenOver => "taken-over",
    }
}

pub fn status_text(saving: &Saving, text: &Text) -> AttrValue {
    match saving {
        Saving::Saving => t!(text, FillSaving),
        Saving::Saved => t!(text, FillSaved),
        Saving::Failed(_) => t!(text, FillFailed),
        Saving::TakenOver => t!(text, FillTakenOver),
    }
}

pub fn recovered(recovery: &Recovery, text: &Text) -> Html {
    html! {
        if recovery.damaged > 0 {
            <p class="banner banner--warning" role="status">{ t!(text, FillRecoveredDamaged, count = recovery.damaged) }</p>
        } else if recovery.recovered > 0 {
            <p class="banner" role="status">{ t!(text, FillRecovered) }</p>
        }
    }
}

pub fn advice(saving: &Saving, text: &Text, take_over: &Callback<MouseEvent>) -> Html {
    match saving {
        Saving::Saving | Saving::Saved => Html::default(),
        Saving::Failed(_) => html! { <p class="banner banner--error" role="alert">{ t!(text, FillFailedAdvice) }</p> },
        Saving::TakenOver => html! {
            <div class="banner banner--warning" role="alert">
                <p>{ t!(text, FillTakenOverAdvice) }</p>
                { take_over_button(text, take_over) }
            </div>
        },
    }
}

fn take_over_button(text: &Text, take_over: &Callback<MouseEvent>) -> Html {
    html! {
        <button type="button" class="button button--primary" data-action="take-over" onclick={take_over.clone()}>
            { t!(text, FillTakeOver) }
        </button>
    }
}

pub fn noticed(notice: &Notice, text: &Text) -> Html {
    let (head, advice) = match notice {
        Notice::Invalid(count) => (t!(text, FillInvalid, count = *count), Some(t!(text, FillInvalidAdvice))),
        Notice::NotFinalized => (t!(text, FillNotFinalized), None),
        Notice::PhotoNotKept => (t!(text, FillPhotoFull), None),
        Notice::PhotoUnreadable => (t!(text, FillPhotoUnreadable), None),
    };
    html! {
        <div class="banner banner--error" role="alert" data-notice="true">
            <p class="banner__head">{ head }</p>
            { for advice.map(|advice| html! { <p>{ advice }</p> }) }
        </div>
    }
}

pub fn failed(error: &OpenError, text: &Text, take_over: &Callback<MouseEvent>) -> Html {
    let (head, advice) = match error {
        OpenError::Held => (t!(text, FillHeld), t!(text, FillTakenOverAdvice)),
        OpenError::NoDraft => (t!(text, FillNoDraft), t!(text, FillNoDraftAdvice)),
        OpenError::NoForm => (t!(text, FillNoForm), t!(text, FillNoFormAdvice)),
        OpenError::Damaged(_) | OpenError::Snapshot(_) | OpenError::Read(_) | OpenError::Write(_) => {
            (t!(text, FillDamaged), t!(text, FillDamagedAdvice))
        }
    };
    html! {
        <section class="empty" role="alert">
            <h1 class="empty__head">{ head }</h1>
            <p>{ advice }</p>
            if matches!(error, OpenError::Held) {
                { take_over_button(text, take_over) }
            }
            <a class="button" href={Route::Today.href()}>{ t!(text, FillLeave) }</a>
        </section>
    }
}
