//! What was on a tablet that was lost: how much, whose data, and what this desk cannot know of it; and all of it as a file, for the notice to those
//! people.
//!
//! Source: privacy rule P62. Not here: what was on it (`ledger::lost`), that it is lost (`devices`).

use std::rc::Rc;

use ledger::lost::{Because, OfPerson, Whose};
use ledger::report::{Class, Copied, Copy, Mark};
use record::DeviceId;
use yew::prelude::*;

use crate::pages::copying::{Copying, Written};
use crate::pages::enterprise::paper;
use crate::pages::ledger::{code, said};
use crate::pages::today::minute;
use crate::pages::waiting::{OnSteps, awaited, use_awaited};
use crate::state::access::{self, Step};
use crate::state::desk::{self, Words};
use crate::state::device::{Device, use_device};
use crate::state::devices::{self, LostTold};
use crate::state::exports;
use crate::state::lists::ListError;
use crate::t;
use crate::text::{Key, Language, Text, use_text};

/// So many people are shown; the file has all.
const SHOWN: usize = 50;

#[derive(PartialEq, Properties)]
pub struct LostProps {
    pub device: DeviceId,
    /// What people call it.
    pub title: AttrValue,
}

#[component]
pub fn Lost(props: &LostProps) -> Html {
    let text = use_text();
    let is_open = use_state_eq(|| false);
    let turn = {
        let is_open = is_open.clone();
        move |_: MouseEvent| is_open.set(!*is_open)
    };
    html! {
        <>
            <button type="button" class="button" data-action="was-there" aria-expanded={is_open.to_string()} onclick={turn}>
                { if *is_open { t!(text, LostShut) } else { t!(text, LostOpen) } }
            </button>
            if *is_open {
                <WasThere device={props.device.clone()} title={props.title.clone()} />
            }
        </>
    }
}

/// What was there, with the words of forms for it.
struct Found {
    told: LostTold,
    words: Words,
}

async fn find(
    device: &Device,
    lost: DeviceId,
    most: usize,
    language: Language,
    on_steps: OnSteps,
) -> Result<Found, ListError> {
    let told = devices::lost(lost, most, on_steps).await?;
    Ok(Found { told, words: desk::words(device, code(language)).await? })
}

async fn shown(device: Rc<Device>, lost: DeviceId, language: Language, on_steps: OnSteps) -> Result<Found, ListError> {
    let fingerprint = lost.fingerprint();
    let found = find(&device, lost, SHOWN, language, on_steps).await?;
    access::note_beside(device, Step::Opened, fingerprint, found.told.people.of as u64);
    Ok(found)
}

#[component]
fn WasThere(props: &LostProps) -> Html {
    let text = use_text();
    let device = use_device();
    let about = (device.clone(), props.device.clone(), text.language());
    let (found, again, steps) = use_awaited(about, |(device, lost, language), on_steps| {
        device.map(|device| shown(device, lost, language, on_steps))
    });
    let fingerprint = props.device.fingerprint();
    let write = {
        let (lost, title, text) = (props.device.clone(), props.title.clone(), text.clone());
        Callback::from(move |mark: Mark| -> Written {
            let (device, lost, title, text) = (device.clone(), lost.clone(), title.clone(), text.clone());
            Box::pin(async move {
                let heading = t!(text, LostHeading, name = title.to_string(), fingerprint = lost.fingerprint());
                let found = find(&*device?, lost, usize::MAX, text.language(), Box::new(|_, _| ())).await.ok()?;
                Some((copy(heading.to_string(), &found, &mark, &text), found.told.people.of as u64))
            })
        })
    };
    html! {
        <div class="lost" data-lost={props.device.to_string()}>
            <p class="field__hint">{ t!(text, LostAbout) }</p>
            { awaited(&found, steps, &again, |found| html! {
                <>
                    { for parts(found, &text).iter().map(table) }
                    if found.told.people.of > SHOWN {
                        <p class="field__hint" data-people-more="">{ t!(text, LostMore, count = found.told.people.of - SHOWN) }</p>
                    }
                    <ul class="others" data-unknown="">{ for unknown(&found.told, &text).into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
                    <Copying id="lost-purpose" action="make-notice-list" label={t!(text, LostMake)} purpose={t!(text, LostPurpose)}
                        file={t!(text, LostFile)} noted={fingerprint.clone()} write={write.clone()} />
                </>
            }) }
        </div>
    }
}

fn table(part: &Copied) -> Html {
    if part.rows.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h3 class="section__title">{ &part.title }</h3>
            <div class="table-frame">
                <table class="table">
                    <thead><tr>{ for part.heads.iter().map(|head| html! { <th scope="col">{ head }</th> }) }</tr></thead>
                    <tbody>
                        { for part.rows.iter().map(|row| html! { <tr>{ for row.iter().map(|cell| html! { <td>{ cell }</td> }) }</tr> }) }
                    </tbody>
                </table>
            </div>
        </>
    }
}

fn copy(heading: String, found: &Found, mark: &Mark, text: &Text) -> Copy {
    let mut about = vec![exports::classed(Class::Personal, text), t!(text, LostAbout).to_string()];
    about.extend(unknown(&found.told, text));
    Copy {
        language: text.language().tag().to_owned(),
        title: heading,
        about,
        parts: parts(found, text),
        foot: paper::marked(mark, text),
    }
}

/// How much was there, and whose data.
fn parts(found: &Found, text: &Text) -> Vec<Copied> {
    let Found { told, words } = found;
    let heads = |keys: &[Key]| keys.iter().map(|key| text.get(*key).to_string()).collect();
    let mut records: Vec<Vec<String>> =
        told.there.records.iter().map(|(form, count)| vec![words.form(form).to_owned(), count.to_string()]).collect();
    if told.there.files > 0 {
        records.push(vec![t!(text, LostFiles).to_string(), told.there.files.to_string()]);
    }
    let rows = told.there.rows.iter();
    let rows = rows.map(|(list, count)| vec![said::list(list.as_str(), words, text).to_string(), count.to_string()]);
    vec![
        Copied {
            title: t!(text, LostRecords).to_string(),
            heads: heads(&[Key::LostForm, Key::LostCount]),
            rows: records,
        },
        Copied {
            title: t!(text, LostRows).to_string(),
            heads: heads(&[Key::LostList, Key::LostCount]),
            rows: rows.collect(),
        },
        Copied {
            title: t!(text, LostPeople, count = told.people.of).to_string(),
            heads: heads(&[Key::LostWhose, Key::LostKinds, Key::LostSince, Key::LostBecause]),
            rows: told.people.first.iter().map(|person| line(person, words, text)).collect(),
        },
    ]
}

fn line(person: &OfPerson, words: &Words, text: &Text) -> Vec<String> {
    let OfPerson { whose, kinds, since, because } = person;
    let called = |list: &record::ListName| said::list(list.as_str(), words, text).to_string();
    let whose = match whose {
        Whose::Contact { list, title, code, .. } if code.is_empty() => {
            t!(text, LostContactOf, list = called(list), name = title.clone())
        }
        Whose::Contact { list, title, code, .. } => {
            t!(text, LostContactCode, list = called(list), name = title.clone(), code = code.clone())
        }
        Whose::Registered { list, code } => t!(text, LostRegistered, list = called(list), code = code.clone()),
        Whose::Staff(officer) => t!(text, LostStaff, code = officer.to_string()),
    };
    let mut kinds: Vec<String> =
        kinds.iter().map(|(list, name)| said::property(list.as_str(), name, words, text).to_string()).collect();
    if kinds.is_empty() {
        kinds.push(t!(text, LostStaffCode).to_string());
    }
    let because = match because {
        Because::Came => t!(text, LostCame),
        Because::Part => t!(text, LostPart),
        Because::All => t!(text, LostAll),
    };
    vec![whose.to_string(), kinds.join(&t!(text, ListSeparator)), since.to_string(), because.to_string()]
}

/// What is remembered of the packs that it got, and what nobody here knows.
fn unknown(told: &LostTold, text: &Text) -> Vec<String> {
    let at = |at: record::Timestamp| minute(&at.to_string());
    let part = told.part_at.map(|made| t!(text, LostPartAt, at = at(made)));
    let all = told.all_at.map(|made| match told.is_all_later {
        true => t!(text, LostAllLater, at = at(made)),
        false => t!(text, LostAllAt, at = at(made)),
    });
    let packs: Vec<AttrValue> = part.into_iter().chain(all).collect();
    let packs = if packs.is_empty() { vec![t!(text, LostNoPack)] } else { packs };
    let never = [t!(text, LostUnsent), t!(text, LostByFile), t!(text, LostEarlier), t!(text, LostErased)];
    packs.into_iter().chain(never).map(|line| line.to_string()).collect()
}
