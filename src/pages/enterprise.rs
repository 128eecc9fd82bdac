//! One enterprise, or one entity of any other list: what is known of it and from where, what other lists have of it, the
//! records behind it; and all of it on paper (`paper`).
//!
//! Nothing is corrected here: a form that asks for the entity does so, and says who and when.

mod copy;
mod matching;
pub(super) mod paper;

use std::collections::BTreeMap;
use std::rc::Rc;

use ledger::report::{Class, Mark};
use ledger::{
    EnterprisePage, EntityKey, EntityState, NeedView, Property, PropertyView, RelatedList, Setting, SourceRecord, Step,
    VisitView,
};
use record::{RecordId, Remark, RevisionHash};
use store::forms::Form;
use yew::prelude::*;

use super::deciding::{Deciding, source};
use super::import::log;
use super::joining::Others;
use super::ledger::code;
use super::ledger::said::{links, list as list_said, names as said_names, property as property_said};
use super::purpose::Purpose;
use super::remarks::remarks;
use super::requests::Requests;
use super::responsible::of_enterprise;
use super::safe::reminder::{Handed, goes_on};
use super::today::{begin_failed, minute};
use crate::platform::{clock, document, timer};
use crate::route::Route;
use crate::state::access::{self, Step as Noted};
use crate::state::calendar::{self, calendar};
use crate::state::decisions::{self, ToDecide};
use crate::state::desk::{self, ENTERPRISES, Words};
use crate::state::device::{Device, LoadError, use_device};
use crate::state::exports;
use crate::state::lists::ListError;
use crate::state::refill::{self, About, Last};
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::{Language, Text, dates, use_text};
use crate::widgets::{Banner, Empty, Page, Tone};
use crate::worker::desk::intake::Brought;
use crate::worker::desk::lists::Named;

/// So much of an entity of another list is said in its line.
const MOST_FACTS: usize = 6;

#[derive(PartialEq, Properties)]
pub struct EnterpriseProps {
    pub list: String,
    pub entity: String,
}

async fn load(
    device: Rc<Device>,
    list: String,
    entity: String,
    language: Language,
) -> Result<Option<desk::Enterprise>, ListError> {
    calendar::read(&device.database).await;
    let found = desk::entity(&device, &list, &entity, code(language)).await?;
    if found.is_some() {
        access::note_beside(device, Noted::Opened, name_of(&list, &entity), 1);
    }
    Ok(found)
}

/// What the access log calls an entity: never by what it is called.
pub(super) fn name_of(list: &str, entity: &str) -> String {
    format!("{list}/{entity}")
}

#[component]
pub fn Enterprise(props: &EnterpriseProps) -> Html {
    let text = use_text();
    let device = use_device();
    let about = (device, props.list.clone(), props.entity.clone(), text.language());
    let (enterprise, again) =
        use_remote(about, |(device, list, entity, language)| device.map(|device| load(device, list, entity, language)));
    let anew = use_state_eq(|| None::<String>);
    let mark = use_state_eq(|| None::<Mark>);
    let on_mark = {
        let mark = mark.setter();
        Callback::from(move |given: Option<Mark>| mark.set(given))
    };
    let ledger = Route::List(props.list.clone()).href();
    let back = html! { <a class="button" href={ledger}>{ t!(text, EnterpriseBack) }</a> };
    match &enterprise {
        Remote::Loading => html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
        Remote::Failed => html! { <Banner tone={Tone::Danger}><p>{ t!(text, ReadFailed) }</p></Banner> },
        Remote::Ready(loaded) => match &**loaded {
            None => html! {
                <Page title={t!(text, NavLedger)} actions={back}><Empty message={t!(text, EmptyEnterprise)} /></Page>
            },
            Some(loaded) => {
                let desk::Enterprise { page, said, brought, named, words, matching } = loaded;
                let list = &props.list;
                let what = name_of(list, &props.entity);
                let aside = html! { <PrintTools class={paper::class(page)} {on_mark} {what} /> };
                html! {
                    <>
                        <div class="screen">
                            <Page title={page.row.name.clone()} {aside} actions={back}>
                                <Handed />
                                if !page.state.conflicts.is_empty() {
                                    <Banner tone={Tone::Warning} title={t!(text, EnterpriseConflicts, count = page.state.conflicts.len())}>
                                        <p>{ t!(text, EnterpriseConflictsAdvice) }</p>
                                    </Banner>
                                }
                                <Others list={page.state.list.clone()} id={page.state.id.clone()} on_said={again.clone()} />
                                <DecideHere entity={EntityKey { list: page.state.list.clone(), entity: page.state.id.clone() }} on_decided={again.clone()} />
                                <BeginAbout list={list.clone()} entity={page.state.id.to_string()} records={page.records.clone()} />
                                { of_enterprise(page, &text) }
                                { properties(page, (brought, named), &Anew { property: anew.clone(), on_decided: again.clone() }, words, &text) }
                                if let Some(matching) = matching {
                                    { matching::matching(matching, &page.state, words, &text) }
                                }
                                if list == ENTERPRISES || !page.visits.is_empty() {
                                    { visits(&page.visits, words, &text) }
                                }
                                if list == ENTERPRISES || !page.needs.is_empty() {
                                    { needs(&page.needs, words, &text) }
                                }
                                { for related(page, words).into_iter().map(|related| others(related, words, &text)) }
                                { changes(&page.timeline, &page.state, words, &text) }
                                { records(&page.records, said, words, &text) }
                                if list == ledger::matching::TALENTS {
                                    <Requests person={props.entity.clone()} />
                                    <copy::CopyForPerson entity={props.entity.clone()} />
                                }
                            </Page>
                        </div>
                        { paper::paper(loaded, list, mark.as_ref(), &text) }
                    </>
                }
            }
        },
    }
}

#[derive(PartialEq, Properties)]
struct PrintToolsProps {
    /// What is printed, as the access log calls it.
    what: String,
    /// How widely it may be read.
    class: Class,
    /// What the paper bears. `None`: nobody has said yet what it is for, and there is nothing on it.
    on_mark: Callback<Option<Mark>>,
}

/// One tap to the browser's own preview, for the purpose that paper usually has until somebody says another.
#[component]
fn PrintTools(props: &PrintToolsProps) -> Html {
    let text = use_text();
    let device = use_device();
    // As long as nobody has said one it is in the page's language.
    let said = use_state_eq(|| None::<String>);
    let purpose = said.as_ref().cloned().unwrap_or_else(|| t!(text, PurposePaper).to_string());
    let on_purpose = {
        let (said, on_mark) = (said.setter(), props.on_mark.clone());
        use_callback((), move |typed: String, ()| {
            said.set(Some(typed));
            on_mark.emit(None);
        })
    };
    let print = {
        let (what, purpose, on_mark, text) = (props.what.clone(), purpose.clone(), props.on_mark.clone(), text.clone());
        let class = props.class;
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (what, purpose, on_mark, text) = (what.clone(), purpose.clone(), on_mark.clone(), text.clone());
            timer::spawn(async move {
                // Without a mark nothing is printed: then there is nothing to say but what the field says.
                let Ok(Some(mark)) = exports::mark(&device, &purpose).await else { return };
                on_mark.emit(Some(mark.clone()));
                exports::note_as(&device, Noted::Printed, &what, Some(&mark), 1).await;
                document::print(&paper::foot(class, &mark, &text));
            });
        }
    };
    html! {
        <div class="stack">
            <Purpose id="print-purpose" purpose={purpose.clone()} disabled=false {on_purpose} />
            <button type="button" class="button" data-action="print" disabled={purpose.trim().is_empty()} onclick={print}>
                { t!(text, PaperPrint) }
            </button>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct DecideHereProps {
    entity: EntityKey,
    /// The property that was decided and is decided anew; without one all that is to be decided.
    #[prop_or_default]
    anew: Option<String>,
    on_decided: Callback<()>,
}

async fn to_decide(
    device: Rc<Device>,
    entity: EntityKey,
    anew: Option<String>,
    language: Language,
) -> Result<ToDecide, ListError> {
    match anew {
        Some(property) => Ok(decisions::anew(&device, &entity, &property, code(language)).await?),
        None => decisions::disputes_about(&device, &entity, code(language)).await,
    }
}

/// What is to be decided of this enterprise, its visits and its needs, where it stands.
#[component]
fn DecideHere(props: &DecideHereProps) -> Html {
    let text = use_text();
    let about = (use_device(), props.entity.clone(), props.anew.clone(), text.language());
    let (loaded, again) = use_remote(about, |(device, entity, anew, language)| {
        device.map(|device| to_decide(device, entity, anew, language))
    });
    let Remote::Ready(loaded) = &loaded else { return Html::default() };
    let decided = props.on_decided.clone();
    let on_moved = Callback::from(move |()| {
        again.emit(());
        decided.emit(());
    });
    html! { <Deciding to_decide={loaded.clone()} {on_moved} /> }
}

#[derive(PartialEq, Properties)]
struct BeginAboutProps {
    list: String,
    entity: String,
    /// Those that speak of the entity.
    records: Vec<SourceRecord>,
}

async fn forms_about(device: Rc<Device>, list: String, records: Vec<SourceRecord>) -> Result<Vec<About>, LoadError> {
    refill::forms_about(&device, &list, &records).await
}

/// What a draft begins with.
#[derive(Clone, Copy)]
enum With {
    /// The entity alone.
    Entity,
    /// All answers of a record about it.
    Record(RecordId),
}

/// One button for each form that can be filled about this entity: it begins with the entity chosen. What puts the entity
/// right comes first, and says so; beside any other stands the last record, as the pattern of a new one.
#[component]
fn BeginAbout(props: &BeginAboutProps) -> Html {
    let text = use_text();
    let device = use_device();
    let failed = use_state_eq(|| None::<AttrValue>);
    let about = (device.clone(), props.list.clone(), props.records.clone());
    let (forms, _) =
        use_remote(about, |(device, list, records)| device.map(|device| forms_about(device, list, records)));
    let Remote::Ready(forms) = &forms else { return Html::default() };
    let button = |form: &Form, with: With, action: &'static str, class: &'static str, words: AttrValue| {
        let (device, form, failed, text) = (device.clone(), form.clone(), failed.setter(), text.clone());
        let (list, entity) = (props.list.clone(), props.entity.clone());
        let begin = {
            let (form, list) = (form.clone(), list.clone());
            move |_: MouseEvent| {
                let Some(device) = device.clone() else { return };
                let (form, list, entity) = (form.clone(), list.clone(), entity.clone());
                let (failed, text) = (failed.clone(), text.clone());
                timer::spawn(async move {
                    if !goes_on(&device).await {
                        return;
                    }
                    let begun = match with {
                        With::Entity => refill::about(&device, &form, &list, &entity).await,
                        With::Record(record) => refill::copy(&device, record).await,
                    };
                    match begun {
                        Ok(draft) => Route::fill(draft).go(),
                        Err(error) => failed.set(Some(begin_failed(&error, &text))),
                    }
                });
            }
        };
        html! {
            <button type="button" {class} key={format!("{action} {}", form.form.hash)} data-action={action} data-form={form.form.id.clone()} onclick={begin}>
                { words }
            </button>
        }
    };
    let buttons = |About { form, corrects, last }: &About| {
        let title = form.listing.title(text.language().tag()).unwrap_or(&form.title).to_owned();
        if *corrects {
            return button(
                form,
                With::Entity,
                "correct",
                "button button--primary",
                t!(text, EnterpriseCorrect, form = title),
            );
        }
        let begin = button(form, With::Entity, "new", "button", title.clone().into());
        let Some(Last { record, finalized_at }) = last else { return begin };
        let words = t!(text, EnterpriseAgain, form = title, at = minute(&finalized_at.to_string()));
        html! { <>{ begin }{ button(form, With::Record(*record), "duplicate", "button button--quiet", words) }</> }
    };
    html! {
        if !forms.is_empty() {
            <section class="section">
                <h2 class="section__title">{ t!(text, EnterpriseBegin) }</h2>
                if let Some(failed) = (*failed).clone() {
                    <Banner tone={Tone::Danger}><p>{ failed }</p></Banner>
                }
                <div class="stack">
                    { for forms.iter().filter(|about| about.corrects).map(buttons) }
                    { for forms.iter().filter(|about| !about.corrects).map(buttons) }
                </div>
            </section>
        }
    }
}

/// Which value is being decided anew.
struct Anew {
    property: UseStateHandle<Option<String>>,
    on_decided: Callback<()>,
}

impl Anew {
    /// Opens the decision below, or closes it.
    fn button(&self, property: &str, text: &Text) -> Html {
        let is_open = self.property.as_deref() == Some(property);
        let onclick = {
            let (chosen, property) = (self.property.setter(), property.to_owned());
            move |_: MouseEvent| chosen.set((!is_open).then(|| property.clone()))
        };
        html! {
            <button type="button" class="button" data-action="decide-anew" aria-expanded={is_open.to_string()} {onclick}>
                { t!(text, DecideAnew) }
            </button>
        }
    }
}

/// The file that brought a value, with the way to its import.
fn file(brought: &Brought, text: &Text) -> Html {
    let at = brought.taken_at;
    let (name, when) = (brought.file_name.clone(), minute(&at.to_string()));
    let said = match &brought.place {
        None => t!(text, EnterpriseBroughtBy, name = name, at = when),
        Some((sheet, row)) => t!(text, EnterpriseBroughtRow, name = name, sheet = sheet.clone(), row = *row, at = when),
    };
    html! {
        <>
            { " " }
            <a href={Route::Import.href()} data-action="open-import" data-import={at.to_string()} onclick={move |_: MouseEvent| log::point_at(at)}>{ said }</a>
        </>
    }
}

/// Every property with its value, where the value comes from and what was there before, group by group as its form asks.
fn properties(
    page: &EnterprisePage,
    (brought, named): (&BTreeMap<RevisionHash, Brought>, &Named),
    anew: &Anew,
    words: &Words,
    text: &Text,
) -> Html {
    let list = page.state.list.as_str();
    let row = |property: &&PropertyView| {
        let value = |value: &str| paper::value(list, &property.name, value, words, text);
        let past = |(place, said): (usize, &Property)| {
            let is_corrected = ledger::is_corrected(&page.state, &property.name, &said.value);
            let told = if is_corrected { t!(text, PaperCorrected).to_string() } else { value(&said.value) };
            let (value, source) = (told, source(said, text).to_string());
            let line = match said.origin.decided {
                Some(_) => t!(text, EnterpriseWasDecided, value = value, source = source),
                None => t!(
                    text,
                    EnterpriseWas,
                    value = value,
                    source = source,
                    form = words.form(&said.origin.form_id).to_owned(),
                    version = said.origin.form_version.clone()
                ),
            };
            html! { <li key={place} data-past={(!is_corrected).then(|| said.value.clone())}>{ line }{ brought.get(&said.source.revision).map(|brought| file(brought, text)) }</li> }
        };
        html! {
            <tr key={property.name.clone()} data-property={property.name.clone()}
                class={property.conflict.is_some().then_some("table__conflict")}>
                <th scope="row">{ property_said(list, &property.name, words, text) }</th>
                <td data-value={property.shown.value.clone()}>
                    if let Some(names) = said_names(&property.shown.value, named) {
                        { links(&names, text) }
                    } else {
                        { value(&property.shown.value) }
                    }
                    if let Some(conflict) = &property.conflict {
                        <ul class="others">
                            { for conflict.others.iter().map(|other| html! {
                                <li>
                                    { t!(text, EnterpriseOther,
                                        value = value(&other.property.value),
                                        source = source(&other.property, text).to_string()) }
                                </li>
                            }) }
                        </ul>
                    }
                </td>
                <td class="table__source">
                    <details data-history={property.name.clone()}>
                        <summary data-action="history">
                            { source(&property.shown, text) }
                            if property.history.len() > 1 {
                                { format!(" ({})", property.history.len()) }
                            }
                        </summary>
                        <ul class="others">{ for property.history.iter().enumerate().rev().map(past) }</ul>
                        if property.shown.origin.decided.is_some() && property.conflict.is_none() {
                            { anew.button(&property.name, text) }
                        }
                    </details>
                </td>
            </tr>
        }
    };
    let section = |(title, properties): &(Option<&str>, Vec<&PropertyView>)| {
        html! {
            <section class="section" data-section={title.map(str::to_owned).unwrap_or_default()}>
                <h2 class="section__title">{ title.map(str::to_owned).unwrap_or_else(|| t!(text, EnterpriseProperties).to_string()) }</h2>
                <div class="table-frame">
                    <table class="table table--facts">
                        <thead class="unseen"><tr>
                            <th scope="col">{ t!(text, EnterpriseProperty) }</th>
                            <th scope="col">{ t!(text, EnterpriseValue) }</th>
                            <th scope="col">{ t!(text, EnterpriseSource) }</th>
                        </tr></thead>
                        <tbody>{ for properties.iter().map(row) }</tbody>
                    </table>
                </div>
                if let Some(property) = properties.iter().find(|property| Some(&property.name) == anew.property.as_ref()) {
                    <DecideHere key={property.name.clone()} entity={EntityKey { list: page.state.list.clone(), entity: page.state.id.clone() }}
                        anew={property.name.clone()} on_decided={anew.on_decided.clone()} />
                }
            </section>
        }
    };
    paper::sections(page, list, words).iter().map(section).collect()
}

fn visits(visits: &[VisitView], words: &Words, text: &Text) -> Html {
    let row = |visit: &VisitView| {
        let value =
            |property: &str| words.value("visits", property, visit.state.text(property), &t!(text, ListSeparator));
        html! {
            <li class="rows__row" key={visit.id.to_string()} data-visit={visit.id.to_string()}>
                { opening(visit.state.created.as_ref().map(|origin| origin.record), html! {
                    <>
                        <span class="rows__title">{ format!("{} {}", visit.date, value("visit_result")) }</span>
                        <span class="rows__detail">{ [value("purposes"), value("summary")].join(" ") }</span>
                    </>
                }) }
            </li>
        }
    };
    listed(t!(text, EnterpriseVisits), t!(text, EnterpriseNoVisits), visits.iter().map(row).collect())
}

/// A line that leads to the record that it comes from.
fn opening(record: Option<RecordId>, line: Html) -> Html {
    match record {
        Some(record) => {
            html! { <a class="rows__main" href={Route::Record(record.to_string()).href()} data-action="open">{ line }</a> }
        }
        None => html! { <div class="rows__main">{ line }</div> },
    }
}

fn needs(needs: &[NeedView], words: &Words, text: &Text) -> Html {
    let calendar = calendar();
    let row = |need: &NeedView| {
        let steps: Vec<String> =
            need.statuses.iter().map(|status| words.value("needs", "need_status", &status.value, "")).collect();
        html! {
            <li class="rows__row" key={need.id.to_string()} data-need={need.id.to_string()} data-state={need.status.clone()}>
                { opening(need.state.created.as_ref().map(|origin| origin.record), html! {
                    <>
                        <span class="rows__title">{ &need.title }</span>
                        <span class="rows__detail">{ t!(text, EnterpriseNeedLine, raised = need.raised_on.clone(), steps = steps.join(" → ")) }</span>
                        if let Some(due) = ledger::due(&need.state, &calendar) {
                            <span class="rows__detail" data-due={due.is.to_string()}>{ dates::due(&due, text) }</span>
                        }
                    </>
                }) }
                <span class={classes!("badge", if need.is_open { "badge--attention" } else { "badge--good" })}>
                    { words.value("needs", "need_status", &need.status, "") }
                </span>
            </li>
        }
    };
    listed(t!(text, EnterpriseNeeds), t!(text, EnterpriseNoNeeds), needs.iter().map(row).collect())
}

/// What other lists have of the entity, in the order of their forms.
pub(super) fn related<'a>(page: &'a EnterprisePage, words: &Words) -> Vec<&'a RelatedList> {
    let mut related: Vec<&RelatedList> = page.others.iter().collect();
    related.sort_by_key(|related| words.list_place(related.list.as_str()));
    related
}

/// What another list has of the entity.
fn others(related: &RelatedList, words: &Words, text: &Text) -> Html {
    let list = related.list.as_str();
    let (calendar, today) = (calendar(), clock::now().date().parse());
    let row = |state: &EntityState| {
        let clock = today.as_ref().ok().and_then(|today| ledger::clock(state, *today, &calendar));
        let page = Route::Enterprise { list: list.to_owned(), entity: state.id.to_string() }.href();
        let facts: Vec<String> = paper::facts(state, words, text).into_iter().take(MOST_FACTS).collect();
        html! {
            <li class="rows__row" key={state.id.to_string()} data-related={state.id.to_string()}>
                <a class="rows__main" href={page} data-action="open">
                    <span class="rows__title">{ state.title().to_owned() }</span>
                    <span class="rows__detail">{ facts.join(" · ") }</span>
                    if let Some(clock) = clock {
                        <span class="rows__detail" data-used={clock.used.is.to_string()}>{ dates::clock(&clock, text) }</span>
                    }
                </a>
            </li>
        }
    };
    listed(list_said(list, words, text), AttrValue::default(), related.entities.iter().map(row).collect())
}

/// What changed, the latest first.
fn changes(timeline: &[Step], state: &EntityState, words: &Words, text: &Text) -> Html {
    let list = state.list.as_str();
    let setting = |setting: &ledger::Setting| {
        let value = |value: &Option<String>| {
            value.as_ref().map(|value| {
                if ledger::is_corrected(state, &setting.property, value) {
                    t!(text, PaperCorrected).to_string()
                } else {
                    paper::value(list, &setting.property, value, words, text)
                }
            })
        };
        let (before, after) = (value(&setting.before), value(&setting.after));
        let blank = || "—".to_owned();
        let shown = |value: Option<String>| value.filter(|value| !value.is_empty()).unwrap_or_else(blank);
        let property = paper::name(list, &setting.property, words, text);
        html! {
            <li>
                { t!(text, EnterpriseSetting, property = property, before = shown(before), after = shown(after)) }
            </li>
        }
    };
    let row = |step: &Step| {
        let changed: Vec<&Setting> = step.changed().collect();
        let is_told = !changed.is_empty() || step.origin.decided.is_some();
        is_told.then(|| html! {
            <li class="rows__row" key={step.id.to_string()} data-changed={changed.len().to_string()}>
                <details class="rows__main">
                    <summary class="rows__title">
                        { t!(text, EnterpriseChange, at = minute(&step.origin.finalized_at.to_string()),
                            officer = step.origin.officer.to_string(), count = changed.len()) }
                    </summary>
                    if let Some(reason) = &step.origin.decided {
                        <p class="rows__detail" data-reason={reason.clone()}>{ t!(text, EnterpriseDecidedWhy, reason = reason.clone()) }</p>
                    }
                    <ul class="others">{ for changed.into_iter().map(setting) }</ul>
                </details>
            </li>
        })
    };
    listed(t!(text, EnterpriseChanges), AttrValue::default(), timeline.iter().rev().filter_map(row).collect())
}

fn records(records: &[SourceRecord], said: &BTreeMap<RecordId, Vec<Remark>>, words: &Words, text: &Text) -> Html {
    let row = |source: &SourceRecord| {
        html! {
            <li class="rows__row" key={source.record.to_string()} data-record={source.record.to_string()}>
                <div class="rows__main">
                { opening(Some(source.record), html! {
                    <>
                        <span class="rows__title">
                            { if source.origin.decided.is_some() { t!(text, DecisionTitle) } else { words.form(&source.origin.form_id).to_owned().into() } }
                        </span>
                        <span class="rows__detail">
                            { t!(text, RecordLine, at = minute(&source.origin.finalized_at.to_string()), officer = source.origin.officer.to_string()) }
                        </span>
                    </>
                }) }
                { remarks(said.get(&source.record).map(Vec::as_slice).unwrap_or_default(), &source.origin.form_id, words, text) }
                </div>
                <span class="table__code">{ source.origin.device.fingerprint() }</span>
            </li>
        }
    };
    listed(t!(text, EnterpriseRecords), AttrValue::default(), records.iter().map(row).collect())
}

fn listed(title: AttrValue, empty: AttrValue, rows: Vec<Html>) -> Html {
    html! {
        <section class="section">
            <h2 class="section__title">{ title }</h2>
            if rows.is_empty() {
                <p class="lead">{ empty }</p>
            } else {
                <ul class="rows">{ for rows }</ul>
            }
        </section>
    }
}
