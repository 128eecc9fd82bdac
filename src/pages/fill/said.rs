//! What the page says besides the questions: how saving stands, what was found on opening, what did not work.

use form::view::PageView;
use yew::prelude::*;

use crate::pages::later::{Later, Part};
use crate::platform::idb::RunError;
use crate::route::Route;
use crate::state::device::{LoadError, short_of_room};
use crate::state::filling::{Filling, OpenError, Recovery, Saving};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, Page, Tone};

/// What is said above the questions after something was tried.
#[derive(Clone, PartialEq)]
pub enum Notice {
    /// Said in the bar, where it is seen wherever one is.
    Invalid,
    NotFinalized,
    /// The second part of the program is needed, and has not come.
    PartMissing,
}

/// The title above a page's questions. A page of one repeat bears that repeat's name, which stands above its entries anyway.
pub fn title_above(page: &PageView, filling: &Filling) -> Option<String> {
    match page.nodes.as_slice() {
        [only] if filling.view(*only).is_some_and(|view| view.label == page.title) => None,
        _ => page.title.clone(),
    }
}

#[derive(PartialEq, Properties)]
pub struct SaveStateProps {
    pub filling: Filling,
}

/// Whether what was answered is saved. A component of its own: each answer changes it twice, and nothing else by that.
#[component]
pub fn SaveState(props: &SaveStateProps) -> Html {
    let text = use_text();
    let redraw = use_force_update();
    use_effect_with(props.filling.clone(), move |filling| {
        filling.on_saving(Callback::from(move |()| redraw.force_update()));
        let filling = filling.clone();
        move || filling.on_saving(Callback::noop())
    });
    let saving = props.filling.saving();
    html! { <p class="save-state" role="status" data-status={status_name(&saving)}>{ status_text(&saving, &text) }</p> }
}

fn status_name(saving: &Saving) -> &'static str {
    match saving {
        Saving::Saving => "saving",
        Saving::Saved => "saved",
        Saving::Failed(_) => "failed",
        Saving::TakenOver => "taken-over",
    }
}

fn status_text(saving: &Saving, text: &Text) -> AttrValue {
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
            <Banner tone={Tone::Warning}><p>{ t!(text, FillRecoveredDamaged, count = recovery.damaged) }</p></Banner>
        } else if recovery.recovered > 0 {
            <Banner tone={Tone::Info}><p>{ t!(text, FillRecovered) }</p></Banner>
        }
    }
}

pub fn advice(filling: &Filling, text: &Text, take_over: &Callback<MouseEvent>) -> Html {
    match filling.saving() {
        Saving::Saving | Saving::Saved if short_of_room().is_none() => Html::default(),
        Saving::Saving | Saving::Saved => html! { <Later part={Part::Room} /> },
        Saving::Failed(error) => html! {
            <Later part={Part::Unsaved(filling.clone(), error)}>
                <Banner tone={Tone::Danger}><p>{ t!(text, FillFailedAdvice) }</p></Banner>
            </Later>
        },
        Saving::TakenOver => html! {
            <Banner tone={Tone::Warning} actions={take_over_button(text, take_over)}><p>{ t!(text, FillTakenOverAdvice) }</p></Banner>
        },
    }
}

pub fn unfinished(filling: &Filling) -> Html {
    match filling.unfinished() {
        none if none.is_empty() => Html::default(),
        paths => html! { <Later part={Part::Unfinished(filling.clone(), paths)} /> },
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
    let (name, title) = match notice {
        Notice::Invalid => return Html::default(),
        Notice::NotFinalized => ("not-finalized", t!(text, FillNotFinalized)),
        Notice::PartMissing => ("part-missing", t!(text, PartMissingAdvice)),
    };
    html! { <Banner tone={Tone::Danger}><p class="banner__title" data-notice={name}>{ title }</p></Banner> }
}

pub fn failed(error: &OpenError, text: &Text, take_over: &Callback<MouseEvent>) -> Html {
    let (title, advice) = match error {
        OpenError::Held => (t!(text, FillHeld), t!(text, FillTakenOverAdvice)),
        OpenError::NoDraft => (t!(text, FillNoDraft), t!(text, FillNoDraftAdvice)),
        OpenError::NoForm => (t!(text, FillNoForm), t!(text, FillNoFormAdvice)),
        OpenError::Load(LoadError::NotHere(_)) => (t!(text, PartMissing), t!(text, PartMissingAdvice)),
        OpenError::Write(RunError::ReadOnly) => (t!(text, FillReadOnly), t!(text, StorageNewerAdvice)),
        OpenError::Damaged(_) | OpenError::Snapshot(_) | OpenError::Load(_) | OpenError::Write(_) => {
            (t!(text, FillDamaged), t!(text, FillDamagedAdvice))
        }
    };
    let leave = html! { <a class="button" href={Route::Today.href()}>{ t!(text, FillLeave) }</a> };
    html! {
        <Page title={t!(text, NavFill)} actions={leave}>
            <Banner tone={Tone::Warning} {title}
                actions={matches!(error, OpenError::Held).then(|| take_over_button(text, take_over)).unwrap_or_default()}>
                <p>{ advice }</p>
            </Banner>
        </Page>
    }
}
