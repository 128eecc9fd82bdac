//! An open draft on the page: its head, the page of questions that one is at, and the bar to go on with.

use form::view::{NodeId, PageView};
use form::{Action, Invalid};
use yew::prelude::*;

use super::doing::{act, attach, locate};
use super::said::{self, Notice};
use crate::platform::{document, timer};
use crate::route::{Route, use_route};
use crate::state::device::LoadError;
use crate::state::filling::{Filling, FinalizeError, Recovery, Saving};
use crate::state::flush;
use crate::t;
use crate::text::use_text;
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::nodes::Drawing;
use crate::widgets::questions::rare::place::Locating;

#[derive(PartialEq, Properties)]
pub struct SheetProps {
    pub filling: Filling,
    pub recovery: Recovery,
    pub take_over: Callback<MouseEvent>,
}

/// Shows what the draft says and decides nothing.
#[component]
pub fn Sheet(props: &SheetProps) -> Html {
    let SheetProps { filling, recovery, take_over } = props;
    let text = use_text();
    let page = use_state_eq(|| page_left(filling).unwrap_or_default());
    let notice = use_state_eq(|| None::<Notice>);
    let locating = use_state_eq(|| None::<(NodeId, Locating)>);
    let is_finalizing = use_state_eq(|| false);
    // Counts up with each wish, so that the same place can be gone to twice.
    let goal = use_state_eq(|| (0_u32, filling.draft().at_path));
    let route = use_route();
    let all = matches!(route, Route::Fill { whole: true, .. });
    use_redraw(filling);
    use_flush(filling);
    use_effect_with((*goal).clone(), |(_, path)| {
        if let Some(path) = path {
            document::go_to_path(path);
        }
    });

    let pages = filling.pages();
    let last = pages.len().saturating_sub(1);
    let at = (*page).min(last);
    let on_intent = use_intents(filling, &notice, &locating);
    let turn = |to: usize| {
        let (page, filling, notice) = (page.setter(), filling.clone(), notice.setter());
        let first = pages.get(to).and_then(|page| page.nodes.first()).copied();
        move |_: MouseEvent| {
            filling.flush();
            if let Some(view) = first.and_then(|node| filling.view(node)) {
                filling.arrive(&view.path);
            }
            notice.set(None);
            page.set(to);
            document::scroll_to_top();
        }
    };
    let finalize = {
        let (filling, notice, page, goal) = (filling.clone(), notice.setter(), page.setter(), goal.clone());
        let is_finalizing = is_finalizing.setter();
        move |_: MouseEvent| {
            let (filling, notice, page, goal) = (filling.clone(), notice.clone(), page.clone(), goal.clone());
            let is_finalizing = is_finalizing.clone();
            is_finalizing.set(true);
            timer::spawn(async move {
                match filling.finalize().await {
                    Ok(_) => Route::Records.replace(),
                    Err(FinalizeError::Invalid(invalid)) => {
                        notice.set(Some(Notice::Invalid));
                        page.set(page_of_first(&filling, &invalid).unwrap_or(at));
                        goal.set((goal.0 + 1, invalid.first().map(|first| first.path.clone())));
                    }
                    Err(FinalizeError::Load(LoadError::NotHere(_))) => notice.set(Some(Notice::PartMissing)),
                    Err(_) => notice.set(Some(Notice::NotFinalized)),
                }
                is_finalizing.set(false);
            });
        }
    };

    let shown: &[PageView] = if all { &pages } else { pages.get(at..=at).unwrap_or_default() };
    // A page of one repeat bears that repeat's name, which stands above its entries anyway.
    let title = |page: &PageView| match page.nodes.as_slice() {
        [only] if filling.view(*only).is_some_and(|view| view.label == page.title) => None,
        _ => page.title.clone(),
    };
    let drawing =
        Drawing { view: &|node| filling.view(node), on_intent: &on_intent, text: &text, locating: locating.as_ref() };
    // Until a page is turned the next tap submits again: what is still wrong is gone to, one after the other.
    let is_mending = *notice == Some(Notice::Invalid);
    let wrong: usize = pages.iter().map(|page| page.missing + page.invalid).sum();
    let saving = filling.saving();
    let status = said::status_name(&saving);
    html! {
        <article class="page fill" data-page={at.to_string()}>
            <header class="page__head fill__head">
                <h1 class="page__title">{ filling.title() }</h1>
                <p class="save-state" role="status" data-status={status}>{ said::status_text(&saving, &text) }</p>
                <div class="page__aside fill__where">
                    if !all && pages.len() > 1 {
                        <span>{ t!(text, FillPage, page = at + 1, pages = pages.len()) }</span>
                    }
                    <FormLanguage filling={filling.clone()} />
                </div>
            </header>
            <div class="page__body">
                { said::recovered(recovery, &text) }
                { said::advice(filling, &text, take_over) }
                { for notice.as_ref().map(|notice| said::noticed(notice, &text)) }
                { for shown.iter().map(|page| html! {
                    <fieldset class="fill__page" disabled={saving == Saving::TakenOver}>
                        if let Some(title) = title(page) {
                            <h2 class="fill__page-title">{ title }</h2>
                        }
                        { drawing.nodes(&page.nodes) }
                    </fieldset>
                }) }
            </div>
            <nav class="action-bar" aria-label={t!(text, FillPages)}>
                if is_mending && wrong > 0 {
                    <p class="action-bar__said" role="alert">{ t!(text, FillInvalid, count = wrong) }</p>
                }
                if !all && at > 0 {
                    <button type="button" class="button" data-action="previous" onclick={turn(at - 1)}>{ t!(text, FillPrevious) }</button>
                } else {
                    <a class="button" href={Route::Today.href()}>{ t!(text, FillLeave) }</a>
                }
                if is_mending && !all && at < last {
                    <button type="button" class="button" data-action="next" onclick={turn(at + 1)}>{ t!(text, FillNext) }</button>
                }
                if all || at == last || is_mending {
                    <button type="button" class="button button--primary" data-action="finalize" onclick={finalize}
                        disabled={*is_finalizing || saving == Saving::TakenOver}>
                        { if *is_finalizing { t!(text, FillFinalizing) } else { t!(text, FillFinalize) } }
                    </button>
                } else {
                    <button type="button" class="button button--primary" data-action="next" onclick={turn(at + 1)}>
                        { t!(text, FillNext) }
                    </button>
                }
            </nav>
        </article>
    }
}

/// Draws again whenever the draft says that something may look different.
#[hook]
fn use_redraw(filling: &Filling) {
    let redraw = use_force_update();
    use_effect_with(filling.clone(), move |filling| {
        filling.on_change(Callback::from(move |()| redraw.force_update()));
        document::mark("form-ready");
        let filling = filling.clone();
        move || filling.on_change(Callback::noop())
    });
}

/// Has what is unsaved written before the page is left or updated.
#[hook]
fn use_flush(filling: &Filling) {
    use_effect_with(filling.clone(), |filling| {
        let filling = filling.clone();
        let registered = flush::register(move || {
            filling.flush();
            let filling = filling.clone();
            async move { filling.settled().await == Saving::Saved }
        });
        move || drop(registered)
    });
}

/// What each intent does. The callback stays the same, so that unchanged questions are not drawn again.
#[hook]
fn use_intents(
    filling: &Filling,
    notice: &UseStateHandle<Option<Notice>>,
    locating: &UseStateHandle<Option<(NodeId, Locating)>>,
) -> Callback<Intent> {
    let (notice, locating) = (notice.setter(), locating.setter());
    use_callback(filling.clone(), move |intent: Intent, filling| match intent {
        Intent::Type(node, value) => act(filling, node, |path| Action::Answer { path, value }, true),
        Intent::Choose(node, value) => act(filling, node, |path| Action::Answer { path, value }, false),
        Intent::AddRepeat(node) => act(filling, node, |path| Action::AddRepeat { path }, false),
        Intent::RemoveRepeat(node) => act(filling, node, |path| Action::RemoveRepeat { path }, false),
        Intent::Arrive(node) => {
            if let Some(view) = filling.view(node) {
                filling.arrive(&view.path);
            }
        }
        Intent::Locate(node) => locate(filling.clone(), node, locating.clone()),
        Intent::Attach(node, file) => {
            let (filling, notice) = (filling.clone(), notice.clone());
            timer::spawn(async move { notice.set(attach(&filling, node, &file).await.err()) });
        }
    })
}

#[derive(PartialEq, Properties)]
struct FormLanguageProps {
    filling: Filling,
}

/// The form's own languages, where it has more than one.
#[component]
fn FormLanguage(props: &FormLanguageProps) -> Html {
    let text = use_text();
    let languages = props.filling.languages();
    let chosen = props.filling.language();
    let onchange = {
        let filling = props.filling.clone();
        move |event: Event| {
            let select: web_sys::HtmlSelectElement = event.target_unchecked_into();
            filling.set_language(usize::try_from(select.selected_index()).unwrap_or_default());
        }
    };
    let option = |(index, name): (usize, &String)| {
        // `中文` of `中文 (zh)`.
        let plain = name.split(" (").next().unwrap_or(name).to_owned();
        html! { <option value={index.to_string()} selected={index == chosen}>{ plain }</option> }
    };
    html! {
        if languages.len() > 1 {
            <select class="field__input fill__language" aria-label={t!(text, FillLanguage)} {onchange}>
                { for languages.iter().enumerate().map(option) }
            </select>
        }
    }
}

/// The page of the question that was left.
fn page_left(filling: &Filling) -> Option<usize> {
    filling.page_of(filling.node_at(&filling.draft().at_path?)?)
}

fn page_of_first(filling: &Filling, invalid: &[Invalid]) -> Option<usize> {
    filling.page_of(invalid.first()?.node)
}
