//! Deciding: the values that stand against each other, and the ways to say which one counts. Nothing is decided by looking:
//! what is chosen stands until it is written down together with its reason, and what is left stays open.
//!
//! Start at [`Deciding`]. Not here: what is to be decided (`ledger::disputes`), writing it down (`state::decisions`).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ledger::{Asked, Dispute, LABEL, Rule, RuleError, Ruling, Subject, Voice};
use record::{ChangeId, OfficerId};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::answered;
use super::enterprise::paper;
use super::safe::reminder::goes_on;
use super::today::minute;
use crate::platform::timer;
use crate::route::Route;
use crate::state::answers::path;
use crate::state::decisions::{self, DecideError, Group, Picked, Rulings, ToDecide};
use crate::state::desk::Words;
use crate::state::device::use_device;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::questions::typing::{Typing, use_typing};
use crate::widgets::{Banner, Reason, Tone};

/// What is chosen for one dispute.
#[derive(Clone, PartialEq)]
struct Choice {
    /// The change that said it. `None`: it was typed.
    source: Option<ChangeId>,
    ruling: Ruling,
}

/// What a choice is made for: one property of an entity, or one question of a record.
type Place = (Subject, String);

/// What is chosen; of those left out nothing is.
#[derive(Clone, PartialEq, Default)]
struct Choices(BTreeMap<Place, Choice>);

enum Action {
    /// The same voice a second time takes it back.
    Pick(Picked),
    Type(Place, Ruling),
    All(Vec<Picked>),
    Clear,
}

impl Reducible for Choices {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut choices = (*self).clone();
        match action {
            Action::Pick(picked) => {
                let (place, choice) = chosen(picked);
                if choices.0.insert(place.clone(), choice.clone()) == Some(choice) {
                    choices.0.remove(&place);
                }
            }
            Action::Type(place, typed) if typed.value.trim().is_empty() => {
                if choices.0.get(&place).is_some_and(|choice| choice.source.is_none()) {
                    choices.0.remove(&place);
                }
            }
            Action::Type(place, ruling) => drop(choices.0.insert(place, Choice { source: None, ruling })),
            Action::All(picked) => choices.0.extend(picked.into_iter().map(chosen)),
            Action::Clear => choices.0.clear(),
        }
        choices.into()
    }
}

fn chosen(picked: Picked) -> (Place, Choice) {
    ((picked.subject, picked.property), Choice { source: Some(picked.source), ruling: picked.ruling })
}

fn place_of(dispute: &Dispute) -> Place {
    (dispute.subject.clone(), dispute.property.clone())
}

impl Choices {
    /// Why what was typed for some property cannot stand there.
    fn refused(&self, words: &Words) -> Option<RuleError> {
        let typed = self.0.iter().filter(|(_, choice)| choice.source.is_none());
        let mut refused = typed.filter_map(|((subject, property), choice)| match subject {
            Subject::Entity(key) => words.takes(key.list.as_str(), property, choice.ruling.value.trim()).err(),
            Subject::Record { .. } => None, // its form says so itself
        });
        refused.next()
    }

    fn rulings(&self) -> Rulings {
        let mut rulings = Rulings::new();
        for ((subject, property), choice) in &self.0 {
            let mut ruling = choice.ruling.clone();
            ruling.value = ruling.value.trim().to_owned();
            rulings.entry(subject.clone()).or_default().insert(property.clone(), ruling);
        }
        rulings
    }
}

#[derive(PartialEq, Properties)]
pub struct DecidingProps {
    pub to_decide: Rc<ToDecide>,
    /// Something was written down, or has changed meanwhile: what is to be decided has to be loaded again.
    pub on_moved: Callback<()>,
    /// More than these are wanted.
    #[prop_or_default]
    pub on_more: Callback<()>,
}

/// All disputes by property, and the foot where what was chosen is written down.
#[component]
pub fn Deciding(props: &DecidingProps) -> Html {
    let text = use_text();
    let device = use_device();
    let choices = use_reducer_eq(Choices::default);
    let reason = use_state_eq(AttrValue::default);
    let is_working = use_state_eq(|| false);
    let said = use_state_eq(|| None::<Result<usize, AttrValue>>);
    let ToDecide { groups, more_records, words } = &*props.to_decide;
    let on_reason = {
        let reason = reason.setter();
        use_callback((), move |written: String, ()| reason.set(written.into()))
    };
    let resolve = {
        let (choices, moved, to_decide) = (choices.clone(), props.on_moved.clone(), props.to_decide.clone());
        let (reason, working, said, text) = (reason.clone(), is_working.setter(), said.setter(), text.clone());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            if let Some(error) = choices.refused(&to_decide.words) {
                return said.set(Some(Err(not_decided(&error.into(), &text))));
            }
            let rulings = choices.rulings();
            let (choices, moved, reason) = (choices.dispatcher(), moved.clone(), reason.clone());
            let (working, said, text) = (working.clone(), said.clone(), text.clone());
            working.set(true);
            timer::spawn(async move {
                if !goes_on(&device).await {
                    return working.set(false);
                }
                match decisions::decide(&device, &rulings, &reason).await {
                    Ok(count) => {
                        choices.dispatch(Action::Clear);
                        reason.set(AttrValue::default());
                        said.set(Some(Ok(count)));
                        moved.emit(());
                    }
                    Err(error) => {
                        if matches!(error, DecideError::Ruling(RuleError::Moved)) {
                            choices.dispatch(Action::Clear);
                            moved.emit(());
                        }
                        said.set(Some(Err(not_decided(&error, &text))));
                    }
                }
                working.set(false);
            });
        }
    };
    let told = match &*said {
        None => Html::default(),
        Some(Ok(count)) => html! {
            <Banner tone={Tone::Success}>
                <p data-status="decided" data-count={count.to_string()}>{ t!(text, Decided, count = *count) }</p>
            </Banner>
        },
        Some(Err(why)) => html! { <Banner tone={Tone::Danger}><p data-status="failed">{ why }</p></Banner> },
    };
    if groups.is_empty() {
        return told;
    }
    let more = |count: usize| {
        let on_more = props.on_more.reform(|_: MouseEvent| ());
        html! {
            <button type="button" class="button" data-action="more" onclick={on_more}>{ t!(text, VerdictMore, count = count) }</button>
        }
    };
    let group = |group: &Group| {
        let dispute = &group.disputes[0];
        let (key, list, property, title) = match &dispute.subject {
            Subject::Entity(entity) => {
                let name = property_name(dispute, words, &text);
                let title = html! { { t!(text, DecideGroup, property = name, count = group.count) } };
                (
                    format!("{}/{}", entity.list, dispute.property),
                    entity.list.to_string(),
                    dispute.property.clone(),
                    title,
                )
            }
            Subject::Record { record, form } => {
                let href = Route::Record(record.to_string()).href();
                let said = t!(text, DecideRecord, form = words.form(form).to_owned(), count = group.count);
                let title = html! { <><a {href} data-action="open-record">{ &dispute.title }</a>{ " · " }{ said }</> };
                (record.to_string(), form.clone(), record.to_string(), title)
            }
        };
        html! {
            <section class="section" {key} data-disputed={property} data-list={list}>
                <h2 class="section__title">{ title }</h2>
                if let Subject::Record { .. } = &dispute.subject {
                    <p class="field__hint">{ t!(text, DecideRecordHint) }</p>
                }
                if group.count > 1 {
                    <AtOnce group={group.clone()} choices={choices.dispatcher()} />
                }
                { for group.disputes.iter().map(|dispute| html! {
                    <DisputeCard key={format!("{:?}/{}", dispute.subject, dispute.property)} dispute={dispute.clone()}
                        to_decide={props.to_decide.clone()} chosen={choices.0.get(&place_of(dispute)).cloned()} choices={choices.dispatcher()} />
                }) }
                if group.count > group.disputes.len() {
                    { more(group.count - group.disputes.len()) }
                }
            </section>
        }
    };
    let common = vec![
        t!(text, DecideReasonEnterprise),
        t!(text, DecideReasonLicence),
        t!(text, DecideReasonLater),
        t!(text, DecideReasonMistyped),
    ];
    html! {
        <div class="deciding">
            { told }
            { for groups.iter().map(group) }
            if *more_records > 0 {
                { more(*more_records) }
            }
            <section class="section deciding__foot">
                <Reason id="decide-reason" {common} reason={(*reason).clone()} {on_reason} />
                <div class="section__actions">
                    <button type="button" class="button button--primary" data-action="resolve" disabled={*is_working || choices.0.is_empty()}
                        onclick={resolve}>
                        { if *is_working { t!(text, DecideWorking) } else { t!(text, DecideWrite, count = choices.0.len()) } }
                    </button>
                </div>
                <p class="field__hint">{ t!(text, DecideHint) }</p>
            </section>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct AtOnceProps {
    group: Group,
    choices: UseReducerDispatcher<Choices>,
}

/// Many that are alike, decided by one rule. It only chooses: each can be looked at, changed or taken back before it is written.
#[component]
fn AtOnce(props: &AtOnceProps) -> Html {
    let text = use_text();
    let AtOnceProps { group, choices } = props;
    let button = |action: &'static str, rule: Rule, label: AttrValue| {
        let officer = match &rule {
            Rule::Officer(officer) => Some(officer.to_string()),
            Rule::Latest => None,
        };
        let (group, choices) = (group.clone(), choices.clone());
        let onclick = move |_: MouseEvent| {
            let (group, choices, rule) = (group.clone(), choices.clone(), rule.clone());
            timer::spawn(async move {
                // If they are not to be had nothing is chosen, which is plain to see.
                if let Ok(picked) = decisions::picks(&group, rule).await {
                    choices.dispatch(Action::All(picked));
                }
            });
        };
        html! { <button type="button" class="button" data-action={action} data-officer={officer} {onclick}>{ label }</button> }
    };
    let of_officer = |(officer, count): &(OfficerId, usize)| {
        let label = t!(text, DecideAllOfficer, officer = officer.to_string(), count = *count);
        button("take-officer", Rule::Officer(officer.clone()), label)
    };
    html! {
        <div class="warning__reasons" role="group" aria-label={t!(text, DecideAll)}>
            { button("take-later", Rule::Latest, t!(text, DecideAllLater)) }
            { for group.officers.iter().map(of_officer) }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct DisputeCardProps {
    dispute: Dispute,
    to_decide: Rc<ToDecide>,
    chosen: Option<Choice>,
    choices: UseReducerDispatcher<Choices>,
}

/// One dispute: every value with who, when and what was there before, and a field for another value.
#[component]
fn DisputeCard(props: &DisputeCardProps) -> Html {
    let text = use_text();
    let DisputeCardProps { dispute, to_decide, chosen, choices } = props;
    let words = &to_decide.words;
    let on_text = use_callback((dispute.clone(), choices.clone()), |value: String, (dispute, choices)| {
        choices.dispatch(Action::Type(place_of(dispute), Ruling { value, seen: dispute.seen() }));
    });
    let Typing { node, oninput } = use_typing(on_text.clone());
    let read = |value: &str| {
        let read = match &dispute.subject {
            Subject::Entity(key) => paper::value(key.list.as_str(), &dispute.property, value, words, &text),
            Subject::Record { form, .. } => answered::read(form, &dispute.property, dispute.asked, value, words, &text),
        };
        if read.is_empty() { t!(text, DecideBlank) } else { read.into() }
    };
    let befores: BTreeSet<&Option<String>> = dispute.voices.iter().map(|voice| &voice.before).collect();
    let is_shared = befores.len() == 1;
    let before = |before: &Option<String>| {
        before.as_deref().map(|before| t!(text, DecideBefore, value = read(before).to_string()))
    };
    let voice = |(at, voice): (usize, &Voice)| {
        let is_chosen = chosen.as_ref().is_some_and(|chosen| chosen.source == Some(voice.said.source));
        let pick = {
            let (choices, dispute) = (choices.clone(), dispute.clone());
            move |_: MouseEvent| {
                if let Some(picked) = Picked::of(&dispute, at) {
                    choices.dispatch(Action::Pick(picked));
                }
            }
        };
        html! {
            <button type="button" class={classes!("choice", "deciding__voice", is_chosen.then_some("choice--chosen"))} key={voice.said.source.to_string()}
                data-action="pick" data-value={voice.said.value.clone()} data-officer={voice.said.origin.officer.to_string()}
                aria-pressed={is_chosen.to_string()} onclick={pick}>
                <span class="choice__mark" aria-hidden="true"></span>
                <span class="deciding__said">
                    <span class="choice__label">{ read(&voice.said.value) }</span>
                    <span class="rows__detail">{ source(&voice.said, &text) }</span>
                    if !is_shared {
                        if let Some(before) = before(&voice.before) {
                            <span class="rows__detail" data-before={voice.before.clone()}>{ before }</span>
                        }
                    }
                </span>
            </button>
        }
    };
    let typed = match chosen {
        Some(Choice { source: None, ruling }) => ruling.value.as_str(),
        _ => "",
    };
    let id = match &dispute.subject {
        Subject::Entity(key) => format!("ruling-{}-{}-{}", key.list, key.entity, dispute.property),
        Subject::Record { record, .. } => format!("ruling-{record}-{}", dispute.property),
    };
    let offered: Vec<(&str, &str)> = match &dispute.subject {
        Subject::Entity(key) => words.choices(key.list.as_str(), &dispute.property).collect(),
        Subject::Record { form, .. } => words.answers(form, &path(&dispute.property)),
    };
    let onchange = on_text.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        select.value()
    });
    let (about, legend) = match &dispute.subject {
        Subject::Entity(key) => {
            let href = Route::Enterprise { list: key.list.to_string(), entity: key.entity.to_string() }.href();
            (key.entity.to_string(), html! { <a {href} data-action="open">{ &dispute.title }</a> })
        }
        Subject::Record { form, .. } => {
            let label = words.question(form, &path(&dispute.property)).to_owned();
            (dispute.property.clone(), html! { { label } })
        }
    };
    html! {
        <fieldset class="group" data-dispute={about} data-state={if chosen.is_some() { "chosen" } else { "open" }}>
            <legend class="group__title">{ legend }</legend>
            if dispute.asked == Asked::Calculated {
                <p class="field__hint" data-asked="calculated">{ t!(text, DecideCalculated) }</p>
            }
            if let (true, Some(said)) = (is_shared, dispute.voices.first().and_then(|voice| before(&voice.before))) {
                <p class="rows__detail" data-before={dispute.voices[0].before.clone()}>{ said }</p>
            }
            <div class="choices choices--row">{ for dispute.voices.iter().enumerate().map(voice) }</div>
            if dispute.asked == Asked::Open {
                <label class="field__label" for={id.clone()}>{ t!(text, DecideOther) }</label>
                if offered.is_empty() {
                    <input class="field__input" type="text" id={id} ref={node} {oninput} value={typed.to_owned()} autocomplete="off"
                        data-input="ruling" />
                } else {
                    <select class="field__input" id={id} {onchange} data-input="ruling">
                        <option value="" selected={typed.is_empty()}></option>
                        { for offered.iter().map(|(name, label)| html! {
                            <option value={(*name).to_owned()} selected={typed == *name}>{ (*label).to_owned() }</option>
                        }) }
                    </select>
                }
            }
        </fieldset>
    }
}

/// What a disputed property is called.
fn property_name(dispute: &Dispute, words: &Words, text: &Text) -> String {
    if dispute.property == LABEL {
        return t!(text, DecideLabel).to_string();
    }
    match &dispute.subject {
        Subject::Entity(key) => words.property(key.list.as_str(), &dispute.property).to_owned(),
        Subject::Record { form, .. } => words.question(form, &path(&dispute.property)).to_owned(),
    }
}

/// Who said so and when, or who decided it, when and why.
pub fn source(said: &ledger::Property, text: &Text) -> AttrValue {
    let (officer, at) = (said.origin.officer.to_string(), minute(&said.origin.finalized_at.to_string()));
    match &said.origin.decided {
        None => t!(text, EnterpriseSaid, officer = officer, at = at),
        Some(reason) => t!(text, EnterpriseDecided, officer = officer, at = at, reason = reason.clone()),
    }
}

/// Why nothing was decided.
pub fn not_decided(error: &DecideError, text: &Text) -> AttrValue {
    match error {
        DecideError::Ruling(RuleError::Moved) => t!(text, DecideMoved),
        DecideError::Ruling(RuleError::Nothing) => t!(text, DecideNothing),
        DecideError::Ruling(RuleError::Half) => t!(text, DecideHalf),
        DecideError::Ruling(RuleError::NotANumber) => t!(text, DecideNotANumber),
        DecideError::Ruling(RuleError::NotTaken) => t!(text, DecideNotTaken),
        DecideError::NoReason => t!(text, DecideNoReason),
        DecideError::NoOfficer => t!(text, TodayNoOfficer),
        DecideError::Damaged | DecideError::Entropy(_) | DecideError::Load(_) | DecideError::Write(_) => {
            t!(text, DecideFailed)
        }
    }
}
