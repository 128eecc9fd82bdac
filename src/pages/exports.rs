//! Tables for other programs, above all Excel and WPS: what, in which format, and how far it is. On the pages of the ledger and
//! of records, where somebody who wants one looks for it.
//!
//! Not here: what is in them (`ledger::report`), who makes them (`worker::desk::report`).

use std::rc::Rc;

use ledger::report::{ChoicesAs, Format, Order};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::ledger::code;
use super::purpose::Purpose;
use crate::platform::{clock, files, timer};
use crate::state::device::use_device;
use crate::state::remote::{Remote, use_remote};
use crate::state::{board, exports};
use crate::t;
use crate::text::{Key, Text, use_text};
use crate::widgets::{Banner, Tone};
use crate::worker::desk::Failure;
use crate::worker::desk::report::{Contents, Stock};

/// How far it is.
#[derive(Clone, PartialEq)]
enum Stage {
    Choosing,
    Working { done: usize, of: usize },
    Made { name: String, rows: u64, unreadable: u64 },
    Stopped,
    Failed,
}

/// The formats in the order of their words.
const FORMATS: [Format; 4] = [Format::Workbook, Format::Csv, Format::JsonLines, Format::GeoJson];
const CHOICES_AS: [ChoicesAs; 3] = [ChoicesAs::Both, ChoicesAs::Labels, ChoicesAs::Codes];

#[component]
pub fn Exports() -> Html {
    let text = use_text();
    let is_open = use_state_eq(|| false);
    let open = {
        let is_open = is_open.setter();
        move |_: MouseEvent| is_open.set(true)
    };
    html! {
        <section class="section export__section" data-export={if *is_open { "open" } else { "shut" }}>
            <h2 class="section__title">{ t!(text, ExportTitle) }</h2>
            <p class="field__hint">{ t!(text, ExportAbout) }</p>
            if *is_open {
                <Wanted />
            } else {
                <div class="section__actions">
                    <button type="button" class="button" data-action="open-export" onclick={open}>{ t!(text, ExportOpen) }</button>
                </div>
            }
        </section>
    }
}

/// What can be had, once the desk has counted it.
#[component]
fn Wanted() -> Html {
    let text = use_text();
    let (stock, again) = use_remote(text.language(), |language| Some(exports::stock(code(language))));
    match stock {
        Remote::Loading => html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
        Remote::Failed => {
            let again = again.reform(|_: MouseEvent| ());
            html! {
                <Banner tone={Tone::Danger}>
                    <p>{ t!(text, ReadFailed) }</p>
                    <button type="button" class="button" data-action="retry" onclick={again}>{ t!(text, TryAgain) }</button>
                </Banner>
            }
        }
        Remote::Ready(stock) => html! { <Choosing stock={ByAddress(stock)} /> },
    }
}

/// What is here, compared by identity.
#[derive(Clone)]
struct ByAddress(Rc<Stock>);

impl PartialEq for ByAddress {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(PartialEq, Properties)]
struct ChoosingProps {
    stock: ByAddress,
}

#[component]
fn Choosing(props: &ChoosingProps) -> Html {
    let text = use_text();
    let device = use_device();
    let stage = use_state_eq(|| Stage::Choosing);
    let chosen = use_state_eq(|| 0_usize);
    let purpose = use_state_eq(String::new);
    let grouping = use_state_eq(|| usual(&props.stock.0.groupings));
    let order = use_state_eq(Order::default);
    let offers = offers(&props.stock.0, &text);
    let Some(Offer { mut contents, file_name, .. }) = offers.get(*chosen).or(offers.first()).cloned() else {
        return Html::default();
    };
    let groupings = &props.stock.0.groupings;
    let is_for_viewer = matches!(contents, Contents::Viewer { .. });
    if let Contents::Viewer { by, .. } = &mut contents {
        *by = groupings.get(*grouping).map(|(name, _)| name.clone()).unwrap_or_default();
    }
    let is_personal = contents.is_personal();
    let on_purpose = {
        let purpose = purpose.setter();
        Callback::from(move |typed: String| purpose.set(typed))
    };
    let is_working = matches!(*stage, Stage::Working { .. });
    let is_for_forms = matches!(contents, Contents::FieldList(_) | Contents::FieldChoices(_));
    let is_csv = is_for_forms || (order.format == Format::Csv && !is_for_viewer);
    let has_choices = !is_for_forms && !is_for_viewer && order.format != Format::JsonLines;
    let make = {
        let (stage, text, order) = (stage.setter(), text.clone(), (*order).clone());
        let (purpose, contents) = (purpose.clone(), contents.clone());
        move |_: MouseEvent| {
            let (text, contents, file_name) = (text.clone(), contents.clone(), file_name.clone());
            let Some(device) = device.clone() else { return };
            let (what, purpose) = (name_of(&contents), (*purpose).clone());
            let order = Order { language: code(text.language()).to_owned(), ..order.clone() };
            let stage = stage.clone();
            stage.set(Stage::Working { done: 0, of: 0 });
            timer::spawn(async move {
                let progress = stage.clone();
                let told = move |done, of| progress.set(Stage::Working { done, of });
                let mark = match exports::mark(&device, &purpose).await {
                    Ok(mark) => mark.filter(|_| contents.is_personal()),
                    Err(_) => return stage.set(Stage::Failed),
                };
                match exports::make(contents, order, mark.clone(), &text, told).await {
                    Ok(made) => {
                        let serial = mark.as_ref().map(|mark| format!("_{}", mark.serial)).unwrap_or_default();
                        let class = exports::class(made.class, &text);
                        let name = format!("{file_name}_{class}_{}{serial}.{}", clock::now().date(), made.ending);
                        match files::download(&name, &made.media_type, &made.file.0) {
                            Ok(()) => {
                                stage.set(Stage::Made { name, rows: made.rows, unreadable: made.unreadable });
                                exports::note(&device, &what, mark.as_ref(), made.rows).await;
                            }
                            Err(_) => stage.set(Stage::Failed),
                        }
                    }
                    // Told by whoever made it: then there is no file, also where the tap came at its very end.
                    Err(Failure::Stopped) => stage.set(Stage::Stopped),
                    Err(_) => stage.set(Stage::Failed),
                }
            });
        }
    };
    let stop = |_: MouseEvent| exports::stop();
    let changed = |change: fn(&mut Order, usize)| {
        let order = order.clone();
        move |event: Event| {
            let mut next = (*order).clone();
            change(&mut next, place(&event));
            order.set(next);
        }
    };
    let switched = |change: fn(&mut Order, bool)| {
        let order = order.clone();
        move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let mut next = (*order).clone();
            change(&mut next, input.checked());
            order.set(next);
        }
    };
    let on_contents = {
        let chosen = chosen.setter();
        move |event: Event| chosen.set(place(&event))
    };
    let on_grouping = {
        let grouping = grouping.setter();
        move |event: Event| grouping.set(place(&event))
    };
    let named: Vec<AttrValue> = groupings.iter().map(|(_, title)| title.clone().into()).collect();
    let titles: Vec<AttrValue> = offers.iter().map(|offer| offer.title.clone()).collect();
    html! {
        <div class="export">
            { select("contents", t!(text, ExportContents), &titles, *chosen, is_working, on_contents) }
            if is_for_viewer {
                <p class="field__hint">{ t!(text, ExportViewerHint) }</p>
                if !groupings.is_empty() {
                    { select("grouping", t!(text, ExportGrouping), &named, *grouping, is_working, on_grouping) }
                }
            } else if !is_for_forms {
                { select("format", t!(text, ExportFormat), &words(&text, Key::ExportFormats),
                    position(&FORMATS, order.format), is_working, changed(|order, place| order.format = at(&FORMATS, place))) }
            }
            if has_choices {
                { select("choices", t!(text, ExportChoices), &words(&text, Key::ExportChoicesAs),
                    position(&CHOICES_AS, order.choices), is_working, changed(|order, place| order.choices = at(&CHOICES_AS, place))) }
                { check("split", t!(text, ExportSplit), order.split, is_working, switched(|order, is_on| order.split = is_on)) }
            }
            if is_csv {
                { check("bare", t!(text, ExportBare), order.bare, is_working, switched(|order, is_on| order.bare = is_on)) }
            }
            if is_personal {
                <Purpose id="purpose" purpose={(*purpose).clone()} disabled={is_working} {on_purpose} />
            }
            { said(&stage, stop, &text) }
            <div class="section__actions">
                <button type="button" class="button button--primary" data-action="make-export"
                    disabled={is_working || (is_personal && purpose.trim().is_empty())} onclick={make}>
                    { t!(text, ExportMake) }
                </button>
            </div>
        </div>
    }
}

/// Something that can be exported.
#[derive(Clone)]
struct Offer {
    contents: Contents,
    title: AttrValue,
    file_name: String,
}

fn offers(stock: &Stock, text: &Text) -> Vec<Offer> {
    let names = exports::list_names(text);
    let list_name = |list: &String| names.get(list).or(stock.names.get(list)).unwrap_or(list).clone();
    let offer = |contents, title, name: &str| Offer { contents, title, file_name: file_name(name) };
    let mut offers = vec![
        offer(Contents::Ledger, t!(text, ExportWhole), &t!(text, NavLedger)),
        offer(
            Contents::Viewer { by: String::new(), day: board::first_day() },
            t!(text, ExportViewer),
            &t!(text, ExportViewerName),
        ),
    ];
    for (list, count) in &stock.lists {
        let (name, contents) = (list_name(list), Contents::List(list.clone()));
        offers.push(offer(contents, t!(text, ExportList, name = name.clone(), count = *count), &name));
    }
    for (form, title) in &stock.forms {
        offers.push(offer(Contents::Form(form.clone()), t!(text, ExportForm, name = title.clone()), title));
    }
    // For forms what counts is the name that they look for.
    for (list, _) in &stock.lists {
        let title = t!(text, ExportFieldList, name = list_name(list));
        offers.push(offer(Contents::FieldList(list.clone()), title, list));
    }
    for (form, title) in &stock.forms {
        let name = format!("choices-{form}");
        offers.push(offer(
            Contents::FieldChoices(form.clone()),
            t!(text, ExportFieldChoices, name = title.clone()),
            &name,
        ));
    }
    offers
}

/// By what figures are added up until somebody chooses: by chain, where forms ask for it.
fn usual(groupings: &[(String, String)]) -> usize {
    groupings.iter().position(|(name, _)| name == "chain").unwrap_or_default()
}

/// What the access log calls it.
fn name_of(contents: &Contents) -> String {
    match contents {
        Contents::Ledger => "ledger".to_owned(),
        Contents::Viewer { .. } => "viewer".to_owned(),
        Contents::List(name) | Contents::Form(name) | Contents::FieldList(name) | Contents::FieldChoices(name) => {
            name.clone()
        }
    }
}

/// Words of one text with `|` between them.
fn words(text: &Text, key: Key) -> Vec<AttrValue> {
    text.get(key).split('|').map(|word| word.trim().to_owned().into()).collect()
}

fn position<T: PartialEq>(all: &[T], one: T) -> usize {
    all.iter().position(|other| *other == one).unwrap_or_default()
}

fn at<T: Copy + Default>(all: &[T], place: usize) -> T {
    all.get(place).copied().unwrap_or_default()
}

fn place(event: &Event) -> usize {
    let select: HtmlSelectElement = event.target_unchecked_into();
    usize::try_from(select.selected_index()).unwrap_or_default()
}

fn select(
    name: &'static str,
    label: AttrValue,
    options: &[AttrValue],
    chosen: usize,
    disabled: bool,
    onchange: impl Fn(Event) + 'static,
) -> Html {
    let option = |(place, title): (usize, &AttrValue)| {
        html! { <option key={place} value={place.to_string()} selected={place == chosen}>{ title }</option> }
    };
    html! {
        <label class="field">
            <span class="field__label">{ label }</span>
            <select class="field__input" data-input={name} {disabled} {onchange}>
                { for options.iter().enumerate().map(option) }
            </select>
        </label>
    }
}

fn check(
    name: &'static str,
    label: AttrValue,
    checked: bool,
    disabled: bool,
    onchange: impl Fn(Event) + 'static,
) -> Html {
    html! {
        <label class={classes!("choice", checked.then_some("choice--chosen"))}>
            <input class="choice__input" type="checkbox" data-input={name} {checked} {disabled} {onchange} />
            <span class="choice__label">{ label }</span>
        </label>
    }
}

fn said(stage: &Stage, stop: impl Fn(MouseEvent) + 'static, text: &Text) -> Html {
    match stage {
        Stage::Choosing => Html::default(),
        Stage::Working { done, of } => html! {
            <div class="stack" data-status="export-working">
                <p role="status">{ t!(text, ExportWorking) }</p>
                if *of > 0 {
                    <progress max={of.to_string()} value={done.to_string()} aria-label={t!(text, ExportWorking)}></progress>
                } else {
                    <progress aria-label={t!(text, ExportWorking)}></progress>
                }
                <button type="button" class="button" data-action="stop" onclick={stop}>{ t!(text, ImportStop) }</button>
            </div>
        },
        Stage::Made { name, rows, unreadable } => html! {
            <Banner tone={Tone::Success}>
                <p role="status" data-status="export-made" data-name={name.clone()} data-rows={rows.to_string()}>
                    { t!(text, ExportMade, name = name.clone(), count = *rows) }
                </p>
                if *unreadable > 0 {
                    <p data-unreadable={unreadable.to_string()}>{ t!(text, ExportUnreadable, count = *unreadable) }</p>
                }
            </Banner>
        },
        Stage::Stopped => html! {
            <Banner tone={Tone::Info}><p role="status" data-status="export-stopped">{ t!(text, ExportStopped) }</p></Banner>
        },
        Stage::Failed => html! {
            <Banner tone={Tone::Danger}><p role="alert" data-status="export-failed">{ t!(text, ExportFailed) }</p></Banner>
        },
    }
}

/// A title as a name that every system takes for a file.
fn file_name(title: &str) -> String {
    let is_taken = |character: char| character.is_control() || "\\/:*?\"<>|".contains(character);
    title
        .chars()
        .map(|character| if is_taken(character) { ' ' } else { character })
        .collect::<String>()
        .trim()
        .to_owned()
}
