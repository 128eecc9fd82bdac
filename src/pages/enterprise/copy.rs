//! All that this desk holds on one registered person, as a file for that person: asked for here, and made.
//!
//! What stands, what stood before, each record with each of its revisions, whatever other lists say, drafts that are not finished.
//! Nothing is masked: it is the person's own.
//!
//! Not here: how the file looks (`ledger::report::Copy`).

use std::rc::Rc;

use ledger::matching::TALENTS;
use ledger::report::{Copied, Copy, Mark};
use ledger::{SourceRecord, Step};
use record::{ListName, Revision};
use store::{Store, layout, records};
use yew::prelude::*;

use super::super::copying::{Copying, Written};
use super::super::deciding::source;
use super::super::record::answers::{self, Line, Said};
use super::super::today::minute;
use super::{code, list_said, name_of, paper, related};
use crate::state::desk::{self, Words};
use crate::state::device::{Device, use_device};
use crate::state::lists::ListError;
use crate::state::{erasure, library};
use crate::t;
use crate::text::{Key, Text, use_text};

#[derive(PartialEq, Properties)]
pub struct CopyForPersonProps {
    pub entity: String,
}

#[component]
pub fn CopyForPerson(props: &CopyForPersonProps) -> Html {
    let text = use_text();
    let device = use_device();
    let write = {
        let (entity, text) = (props.entity.clone(), text.clone());
        Callback::from(move |mark: Mark| -> Written {
            let (device, entity, text) = (device.clone(), entity.clone(), text.clone());
            Box::pin(async move { Some((copy(&device?, &entity, &mark, &text).await.ok()??, 1)) })
        })
    };
    html! {
        <section class="section" data-section="copy">
            <h2 class="section__title">{ t!(text, CopyTitle) }</h2>
            <p class="field__hint">{ t!(text, CopyAbout) }</p>
            <Copying id="copy-purpose" action="make-copy" label={t!(text, CopyMake)} purpose={t!(text, CopyPurpose)} file={t!(text, CopyName)}
                noted={name_of(TALENTS, &props.entity)} {write} />
        </section>
    }
}

/// `None`: nothing here speaks of the person.
async fn copy(device: &Rc<Device>, entity: &str, mark: &Mark, text: &Text) -> Result<Option<Copy>, ListError> {
    let language = code(text.language());
    let Some(found) = desk::entity(device, TALENTS, entity, language).await? else { return Ok(None) };
    let desk::Enterprise { page, mut words, .. } = found;
    let mut parts = Vec::new();
    for (title, properties) in paper::sections(&page, TALENTS, &words) {
        let row = |property: &&ledger::PropertyView| {
            let others = property.conflict.iter().flat_map(|conflict| &conflict.others).map(|other| &other.property);
            let all = std::iter::once(&property.shown).chain(others);
            let said: Vec<(String, String)> = all
                .map(|said| {
                    (paper::value(TALENTS, &property.name, &said.value, &words, text), source(said, text).to_string())
                })
                .collect();
            let (values, sources): (Vec<String>, Vec<String>) = said.into_iter().unzip();
            vec![paper::name(TALENTS, &property.name, &words, text), values.join(" / "), sources.join(" / ")]
        };
        parts.push(Copied {
            title: title.map_or_else(|| t!(text, EnterpriseProperties).to_string(), str::to_owned),
            heads: heads([Key::EnterpriseProperty, Key::EnterpriseValue, Key::EnterpriseSource], text),
            rows: properties.iter().map(row).collect(),
        });
    }
    for list in related(&page, &words) {
        let row =
            |state: &ledger::EntityState| vec![state.title().to_owned(), paper::facts(state, &words, text).join(" · ")];
        parts.push(Copied {
            title: list_said(list.list.as_str(), &words, text).to_string(),
            heads: heads([Key::ColumnName, Key::EnterpriseValue], text),
            rows: list.entities.iter().map(row).collect(),
        });
    }
    parts.push(changes(&page.timeline, &words, text));
    let mut drafts = Vec::new();
    for source in &page.records {
        parts.extend(record(device, source, &mut words, text).await?);
        let lists = [ListName::new(TALENTS)].into();
        // A record that is no registration, such as a decision, has none.
        if let Ok(reach) = erasure::reach(device, source.record, &lists).await {
            drafts.extend(reach.drafts);
        }
    }
    drafts.sort();
    drafts.dedup();
    parts.push(Copied {
        title: t!(text, CopyDrafts).to_string(),
        heads: Vec::new(),
        rows: drafts.into_iter().map(|draft| vec![draft]).collect(),
    });
    Ok(Some(Copy {
        language: text.language().tag().to_owned(),
        title: t!(text, CopyHeading, name = page.row.name.clone()).to_string(),
        about: vec![t!(text, CopyClass).to_string(), t!(text, CopyRights).to_string()],
        parts,
        foot: paper::marked(mark, text),
    }))
}

fn heads<const N: usize>(keys: [Key; N], text: &Text) -> Vec<String> {
    keys.into_iter().map(|key| text.get(key).to_string()).collect()
}

/// What changed, the latest first, with what was there before as far as it is still here.
fn changes(timeline: &[Step], words: &Words, text: &Text) -> Copied {
    let row = |step: &Step| {
        let said = |setting: &ledger::Setting| {
            let shown = |value: &Option<String>| {
                let value = value.as_ref().map(|value| paper::value(TALENTS, &setting.property, value, words, text));
                value.filter(|value| !value.is_empty()).unwrap_or_else(|| "—".to_owned())
            };
            let property = paper::name(TALENTS, &setting.property, words, text);
            t!(
                text,
                EnterpriseSetting,
                property = property,
                before = shown(&setting.before),
                after = shown(&setting.after)
            )
            .to_string()
        };
        let settings = step.settings.iter().filter(|setting| !setting.restated).map(said).collect::<Vec<_>>();
        let at = minute(&step.origin.finalized_at.to_string());
        vec![at, step.origin.officer.to_string(), settings.join(&t!(text, PaperChangesJoin))]
    };
    Copied {
        title: t!(text, EnterpriseChanges).to_string(),
        heads: heads([Key::ColumnUpdatedAt, Key::ColumnUpdatedBy, Key::EnterpriseValue], text),
        rows: timeline.iter().rev().map(row).collect(),
    }
}

/// A record, revision by revision, as it was filled.
async fn record(
    device: &Rc<Device>,
    source: &SourceRecord,
    words: &mut Words,
    text: &Text,
) -> Result<Vec<Copied>, ListError> {
    let rows = device.database.range(Store::Records, &layout::record(source.record)).await?;
    let mut revisions: Vec<Revision> = records::list(&rows).0;
    revisions.sort_by_key(|revision| (revision.submission().finalized_at, revision.hash()));
    let mut parts = Vec::new();
    for revision in revisions {
        let submission = revision.submission();
        let package = library::package(device, submission.form.hash).await?;
        let lines = answers::read(submission, package.as_ref(), words, text).await;
        let mut rows: Vec<Vec<String>> = lines.into_iter().map(said).collect();
        for remark in &submission.remarks {
            let question = words.question(&submission.form.id, &remark.path).to_owned();
            let confirmed = remark.confirmed.iter().map(|confirmed| confirmed.reason.clone());
            let said: Vec<String> =
                std::iter::once(remark.text.clone()).chain(confirmed).filter(|said| !said.is_empty()).collect();
            rows.push(vec![question, said.join(&t!(text, ListSeparator))]);
        }
        rows.extend(submission.attachments.iter().map(|file| vec![t!(text, CopyFile).to_string(), file.name.clone()]));
        let (at, officer) = (minute(&submission.finalized_at.to_string()), submission.officer.to_string());
        let form = words.form(&submission.form.id).to_owned();
        parts.push(Copied {
            title: format!("{form} · {}", t!(text, RecordLine, at = at, officer = officer)),
            heads: Vec::new(),
            rows,
        });
    }
    Ok(parts)
}

fn said(line: Line) -> Vec<String> {
    match line {
        Line::Title(title) => vec![title, String::new()],
        Line::Answer { label, said: Said::Text(said), .. } => vec![label, said],
        Line::Answer { label, said: Said::Names(names), .. } => {
            vec![label, names.into_iter().map(|name| name.title).collect::<Vec<_>>().join(" ")]
        }
    }
}
