//! An open draft on the page: its head, the page of questions that one is at, and the bar to go on with.

use std::cell::Cell;

use form::view::{Body, NodeId, PageView};
use form::{Action, Invalid};
use yew::prelude::*;

use super::doing::{act, attach};
use super::overview::{Going, OverviewProps};
use super::said::{self, Notice};
use crate::pages::later::{Later, Part};
use crate::platform::{document, timer};
use crate::route::{FillView, Route, use_route};
use crate::state::device::LoadError;
use crate::state::filling::{Filling, FinalizeError, Onward, Recovery, Saving};
use crate::state::flush;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::nodes::{Around, nodes};
use crate::widgets::questions::rare::beside::{MediaProps, Piece, beside};
use crate::widgets::questions::words::words;

#[derive(PartialEq, Properties)]
pub struct SheetProps {
    pub filling: Filling,
    pub recovery: Recovery,
    pub take_over: Callback<MouseEvent>,
}

/// What is said and wished on this page beside the draft.
#[derive(Clone)]
struct Desk {
    page: UseStateHandle<usize>,
    notice: UseStateHandle<Option<Notice>>,
    is_finalizing: UseStateHandle<bool>,
    /// Where to go once it is drawn. Counts up with each wish, so that the same place can be gone to twice.
    goal: UseStateHandle<(u32, Option<String>)>,
}

/// Shows what the draft says and decides nothing.
#[component]
pub fn Sheet(props: &SheetProps) -> Html {
    let SheetProps { filling, recovery, take_over } = props;
    let text = use_text();
    let desk = Desk {
        page: use_state_eq(|| page_left(filling).unwrap_or_default()),
        notice: use_state_eq(|| None::<Notice>),
        is_finalizing: use_state_eq(|| false),
        goal: use_state_eq(|| (0_u32, filling.draft().at_path)),
    };
    let look = match use_route() {
        Route::Fill { view, .. } => view,
        _ => FillView::Questions,
    };
    let is_accompanied = use_memo(filling.clone(), Filling::is_accompanied);
    let may_be_followed = use_memo(filling.clone(), Filling::may_be_followed);
    // A form that was just begun fetches nothing that its first question does not need.
    let is_followed = *may_be_followed && {
        let draft = filling.draft();
        draft.changed_at != draft.created_at || filling.is_followed()
    };
    let seen = use_redraw(filling);
    use_flush(filling);
    use_effect_with(((*desk.goal).clone(), look), |((_, path), look)| {
        if let (Some(path), FillView::Questions | FillView::Whole) = (path, look) {
            document::go_to_path(path);
        }
    });
    let on_intent = use_intents(filling, &desk.page);

    let pages = filling.pages();
    let at = (*desk.page).min(pages.len().saturating_sub(1));
    let shown: &[PageView] = match look {
        FillView::Whole => &pages,
        FillView::Questions => pages.get(at..=at).unwrap_or_default(),
        FillView::Contents | FillView::Review => &[],
    };
    let saving = filling.saving();
    let place = match look {
        FillView::Contents => "contents".to_owned(),
        FillView::Review => "review".to_owned(),
        FillView::Questions | FillView::Whole => at.to_string(),
    };
    html! {
        <ContextProvider<Around> context={Around { form: filling.draft().form.hash, goal: desk.goal.1.clone() }}>
        <article class="page fill" data-page={place}>
            <header class="page__head fill__head">
                <h1 class="page__title">{ filling.title() }</h1>
                <said::SaveState filling={filling.clone()} />
                <div class="page__aside fill__where">
                    if look == FillView::Questions && pages.len() > 1 {
                        <span>{ t!(text, FillPage, page = at + 1, pages = pages.len()) }</span>
                    }
                    if look != FillView::Contents {
                        <a class="button button--quiet" href={address(filling, FillView::Contents).href()} data-action="contents">
                            { t!(text, FillContents) }
                        </a>
                    }
                    if is_followed {
                        <Later part={Part::FollowUpsAtHead(filling.clone(), seen)} />
                    }
                    { form_language(filling, &text) }
                </div>
                if *is_accompanied {
                    <Later part={Part::Alongside(filling.clone(), look, at)}><></></Later>
                }
            </header>
            <div class="page__body">
                { said::recovered(recovery, &text) }
                { said::advice(filling, &text, take_over) }
                { said::unfinished(filling) }
                { for desk.notice.as_ref().map(|notice| said::noticed(notice, &text)) }
                { for shown.iter().map(|page| html! {
                    <fieldset class="fill__page" disabled={saving == Saving::TakenOver}>
                        if let Some(title) = said::title_above(page, filling) {
                            <h2 class="fill__page-title">{ words(&title) }</h2>
                        }
                        if !page.media.is_empty() {
                            <div class="media">{ beside(MediaProps { media: page.media.clone(), about: page.title.clone().unwrap_or_default().into(), part: Piece::Whole }) }</div>
                        }
                        { nodes(filling, &page.nodes, &on_intent) }
                    </fieldset>
                }) }
                if matches!(look, FillView::Contents | FillView::Review) {
                    <Later part={Part::Overview(OverviewProps { filling: filling.clone(), view: look, seen, on_go: desk.going(filling) })} is_missed=true>
                        <p class="empty" role="status">{ t!(text, StateOpening) }</p>
                    </Later>
                }
                if is_followed {
                    <Later part={Part::FollowUps(filling.clone(), seen)} />
                }
            </div>
            { desk.bar(filling, look, &pages, at, &text) }
        </article>
        </ContextProvider<Around>>
    }
}

impl Desk {
    /// The bar at the foot: back, on, and at the end the one button that finishes.
    fn bar(&self, filling: &Filling, look: FillView, pages: &[PageView], at: usize, text: &Text) -> Html {
        let last = pages.len().saturating_sub(1);
        // Until a page is turned the next tap submits again: what is still wrong is gone to, one after the other.
        let is_mending = *self.notice == Some(Notice::Invalid);
        let wrong: usize = pages.iter().map(|page| page.missing + page.invalid + page.doubtful).sum();
        let turn = |to: usize| self.turning(filling, pages, to);
        let next = |class: &'static str| {
            let is_last = at == last;
            let words = if is_last { t!(text, FillCheck) } else { t!(text, FillNext) };
            if is_last {
                let review = address(filling, FillView::Review);
                let filling = filling.clone();
                let go = move |_: MouseEvent| {
                    filling.flush();
                    review.go();
                };
                html! { <button type="button" class={classes!("button", class)} data-action="next" onclick={go}>{ words }</button> }
            } else {
                html! { <button type="button" class={classes!("button", class)} data-action="next" onclick={turn(at + 1)}>{ words }</button> }
            }
        };
        let finalize = || {
            let is_off = *self.is_finalizing || filling.saving() == Saving::TakenOver;
            html! {
                <button type="button" class="button button--primary" data-action="finalize" onclick={self.finalizing(filling, at)} disabled={is_off}>
                    { if *self.is_finalizing { t!(text, FillFinalizing) } else { t!(text, FillFinalize) } }
                </button>
            }
        };
        // Whoever came here from a record goes back to it.
        let before = filling.draft().begun_from.map_or(Route::Today, |record| Route::fill(record.draft()));
        let leave = html! { <a class="button" href={before.href()} data-action="leave">{ t!(text, FillLeave) }</a> };
        let back = || {
            let questions = address(filling, FillView::Questions).href();
            html! { <a class="button" href={questions} data-action="questions">{ t!(text, FillQuestions) }</a> }
        };
        let buttons = match look {
            FillView::Whole => html! { <>{ leave }{ finalize() }</> },
            FillView::Contents => html! {
                <>
                    { back() }
                    <a class="button button--primary" href={address(filling, FillView::Review).href()} data-action="review">{ t!(text, FillCheck) }</a>
                </>
            },
            FillView::Review => html! { <>{ back() }{ finalize() }</> },
            FillView::Questions => html! {
                <>
                    if at > 0 {
                        <button type="button" class="button" data-action="previous" onclick={turn(at - 1)}>{ t!(text, FillPrevious) }</button>
                    } else {
                        { leave }
                    }
                    if is_mending {
                        if at < last {
                            { next("") }
                        }
                        { finalize() }
                    } else {
                        { next("button--primary") }
                    }
                </>
            },
        };
        html! {
            <nav class="action-bar" aria-label={t!(text, FillPages)}>
                if is_mending && wrong > 0 {
                    <p class="action-bar__said" role="alert">{ t!(text, FillInvalid, count = wrong) }</p>
                }
                { buttons }
            </nav>
        }
    }

    /// Turns to a page; what was typed so far sets out.
    fn turning(&self, filling: &Filling, pages: &[PageView], to: usize) -> Callback<MouseEvent> {
        let (page, filling, notice) = (self.page.setter(), filling.clone(), self.notice.setter());
        let first = pages.get(to).and_then(|page| page.nodes.first()).copied();
        Callback::from(move |_| {
            filling.flush();
            if let Some(view) = first.and_then(|node| filling.view(node)) {
                filling.arrive(&view.path);
            }
            notice.set(None);
            page.set(to);
            document::scroll_to_top();
        })
    }

    /// Finishes the draft, or goes to the first thing that keeps it from that.
    fn finalizing(&self, filling: &Filling, at: usize) -> Callback<MouseEvent> {
        let (filling, desk) = (filling.clone(), self.clone());
        Callback::from(move |_| {
            let (filling, desk) = (filling.clone(), desk.clone());
            desk.is_finalizing.set(true);
            timer::spawn(async move {
                // A recording or a drawing that is not done yet belongs to the record.
                flush::all().await;
                match filling.finalize().await {
                    Ok(Onward::Next(draft)) => Route::fill(draft).replace(),
                    Ok(Onward::Record(record)) => Route::fill(record.draft()).replace(),
                    Ok(Onward::Nowhere) => Route::Records.replace(),
                    Err(FinalizeError::Invalid(invalid)) => {
                        desk.notice.set(Some(Notice::Invalid));
                        desk.page.set(page_of_first(&filling, &invalid).unwrap_or(at));
                        desk.goal.set((desk.goal.0 + 1, invalid.first().map(|first| first.path.clone())));
                        if let Route::Fill { view: FillView::Review, .. } = Route::here() {
                            address(&filling, FillView::Questions).go();
                        }
                    }
                    Err(FinalizeError::Load(LoadError::NotHere(_))) => desk.notice.set(Some(Notice::PartMissing)),
                    Err(_) => desk.notice.set(Some(Notice::NotFinalized)),
                }
                desk.is_finalizing.set(false);
            });
        })
    }

    /// From the contents or the review to a page or a question.
    fn going(&self, filling: &Filling) -> Callback<Going> {
        let (filling, desk) = (filling.clone(), self.clone());
        Callback::from(move |going| {
            let path = match going {
                Going::Page(at) => {
                    desk.page.set(at);
                    filling
                        .pages()
                        .get(at)
                        .and_then(|page| filling.view(*page.nodes.first()?))
                        .map(|view| view.path.clone())
                }
                Going::Question(node) => {
                    desk.page.set(filling.page_of(node).unwrap_or_default());
                    filling.view(node).map(|view| view.path.clone())
                }
            };
            if let Some(path) = &path {
                filling.arrive(path);
            }
            desk.goal.set((desk.goal.0 + 1, path.filter(|_| matches!(going, Going::Question(_)))));
            address(&filling, FillView::Questions).go();
        })
    }
}

/// The address of a look at this draft.
fn address(filling: &Filling, view: FillView) -> Route {
    Route::Fill { draft: filling.draft().id.to_string(), view }
}

/// Draws again whenever the draft says that something may look different, and counts how often it did.
#[hook]
fn use_redraw(filling: &Filling) -> u32 {
    let seen = use_memo((), |()| Cell::new(0_u32));
    let redraw = use_force_update();
    let count = seen.clone();
    use_effect_with(filling.clone(), move |filling| {
        filling.on_change(Callback::from(move |()| {
            count.set(count.get() + 1);
            redraw.force_update();
        }));
        document::mark("form-ready");
        let filling = filling.clone();
        move || filling.on_change(Callback::noop())
    });
    seen.get()
}

/// Has what is unsaved written before the page is left or updated.
#[hook]
fn use_flush(filling: &Filling) {
    use_effect_with(filling.clone(), |filling| {
        let left = filling.clone();
        let filling = filling.clone();
        let registered = flush::register(move || {
            filling.flush();
            let filling = filling.clone();
            async move { filling.settled().await == Saving::Saved }
        });
        // Whoever leaves may hand the tablet on at once.
        move || {
            left.flush();
            drop(registered);
        }
    });
}

/// What each intent does. The callback stays the same, so that unchanged questions are not drawn again.
#[hook]
fn use_intents(filling: &Filling, page: &UseStateHandle<usize>) -> Callback<Intent> {
    let page = page.setter();
    use_callback(filling.clone(), move |intent: Intent, filling| match intent {
        Intent::Type(node, value) => act(filling, node, |path| Action::Answer { path, value }, true),
        Intent::Choose(node, value) => act(filling, node, |path| Action::Answer { path, value }, false),
        Intent::Onward(node) => {
            if let Some(next) = page_after(filling, node) {
                filling.flush();
                page.set(next);
                document::scroll_to_top();
            }
        }
        Intent::AddRepeat(node) => act(filling, node, |path| Action::AddRepeat { path }, false),
        Intent::Later(node, later) => act(filling, node, |path| Action::Later { path, later }, false),
        Intent::Remark(node, text) => act(filling, node, |path| Action::Remark { path, text }, true),
        Intent::Confirm(node, reason) => act(filling, node, |path| Action::Confirm { path, reason }, false),
        Intent::WriteReason(node, reason) => act(filling, node, |path| Action::Confirm { path, reason }, true),
        Intent::RemoveRepeat(node) => act(filling, node, |path| Action::RemoveRepeat { path }, false),
        Intent::RestoreRepeat(node) => act(filling, node, |path| Action::RestoreRepeat { path }, false),
        Intent::MoveRepeat(node, to) => act(filling, node, |path| Action::MoveRepeat { path, to }, false),
        Intent::Arrive(node) => {
            if let Some(view) = filling.view(node) {
                filling.arrive(&view.path);
            }
        }
        Intent::Attach { node, file, told } => {
            let filling = filling.clone();
            timer::spawn(async move { told.emit(attach(&filling, node, file).await) });
        }
    })
}

/// The form's own languages, where it has more than one.
fn form_language(filling: &Filling, text: &Text) -> Html {
    let languages = filling.languages();
    let chosen = filling.language();
    let onchange = {
        let filling = filling.clone();
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

/// The page to turn to after a question: there is one if it is the last of its page, and its answer is right.
fn page_after(filling: &Filling, node: NodeId) -> Option<usize> {
    let at = filling.page_of(node)?;
    let pages = filling.pages();
    let is_right = matches!(&filling.view(node)?.body, Body::Question(question) if question.problem.is_none());
    let is_last = last_question(filling, &pages.get(at)?.nodes) == Some(node);
    (is_right && is_last && at + 1 < pages.len()).then_some(at + 1)
}

fn last_question(filling: &Filling, nodes: &[NodeId]) -> Option<NodeId> {
    let last = *nodes.last()?;
    match &filling.view(last)?.body {
        Body::Question(_) => Some(last),
        Body::Group { children } | Body::RepeatInstance { children, .. } => last_question(filling, children),
        // What can be added stands below the last entry.
        Body::Repeat { .. } => None,
    }
}

fn page_of_first(filling: &Filling, invalid: &[Invalid]) -> Option<usize> {
    filling.page_of(invalid.first()?.node)
}
