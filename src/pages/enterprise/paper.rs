//! A ledger on paper: A4 upright, all sections, figures with their units, what changed, and where people sign.
//!
//! Drawn beside the page and shown by the styles for paper alone (`style/later/paper.css`), so that one tap is enough.
//! Phone numbers are masked here, also where they changed. What the page itself says of values is here too.

use std::collections::BTreeMap;

use ledger::report::{Class, Mark};
use ledger::{EnterprisePage, EntityState, NeedView, PropertyView, RelatedList, Setting, Step, VisitView};
use yew::prelude::*;

use super::super::ledger::said::{figure, hundred_millions, list as list_said, property as property_said};
use super::super::today::minute;
use crate::platform::clock;
use crate::state::calendar::calendar;
use crate::state::desk::{self, ENTERPRISES, Words};
use crate::state::exports;
use crate::t;
use crate::text::{Text, dates};

/// The properties that say something, by the group of questions that they are asked in, in the order of the form. `None`:
/// those that stand in no group.
pub fn sections<'a>(
    page: &'a EnterprisePage,
    list: &str,
    words: &'a Words,
) -> Vec<(Option<&'a str>, Vec<&'a PropertyView>)> {
    let mut shown: Vec<&PropertyView> = page
        .properties
        .iter()
        .filter(|property| !property.shown.value.is_empty() || property.conflict.is_some())
        .collect();
    shown.sort_by_key(|property| words.place(list, &property.name));
    let mut sections: Vec<(Option<&str>, Vec<&PropertyView>)> = Vec::new();
    for property in shown {
        let title = words.section(list, &property.name);
        match sections.iter_mut().find(|(known, _)| *known == title) {
            Some((_, properties)) => properties.push(property),
            None => sections.push((title, vec![property])),
        }
    }
    // What no group holds stands behind those that do, as it does on the form.
    sections.sort_by_key(|(title, _)| title.is_none());
    sections
}

/// A value as people read it: labels for choices, figures with their unit, sums from 10,000 万元 on also in 亿元.
pub fn value(list: &str, property: &str, value: &str, words: &Words, text: &Text) -> String {
    let Some(unit) = words.unit(list, property) else {
        return words.value(list, property, value, &t!(text, ListSeparator));
    };
    if value.is_empty() {
        return String::new();
    }
    let is_wan = unit == t!(text, PaperWan).as_str();
    match hundred_millions(value).filter(|_| is_wan) {
        Some(yi) => t!(text, PaperHundredMillions, figure = figure(value), unit = unit.to_owned(), yi = yi).to_string(),
        None => format!("{} {unit}", figure(value)),
    }
}

/// What a property is called in a history, where the label of the entity stands among them.
pub fn name(list: &str, property: &str, words: &Words, text: &Text) -> String {
    if property == ledger::LABEL {
        return t!(text, ColumnName).to_string();
    }
    property_said(list, property, words, text).to_string()
}

/// What an entity says, each with its name, in the order of its forms.
pub fn facts(state: &EntityState, words: &Words, text: &Text) -> Vec<String> {
    let list = state.list.as_str();
    let is_said = |name: &&String| !matches!(name.rsplit('_').next(), Some("id" | "key" | "pinyin" | "geometry"));
    let mut names: Vec<&String> = state.properties.keys().filter(is_said).collect();
    names.sort_by_key(|name| words.place(list, name));
    let fact = |name: &String| {
        let value = value(list, name, state.text(name), words, text);
        (!value.is_empty()).then(|| format!("{}{}{value}", property_said(list, name, words, text), t!(text, LedgerIs)))
    };
    names.into_iter().filter_map(fact).collect()
}

/// Why and by whom something is printed, in one line.
pub fn marked(mark: &Mark, text: &Text) -> String {
    let Mark { purpose, made_by, made_at, serial } = mark.clone();
    t!(text, PaperMark, purpose = purpose, by = made_by, at = made_at, serial = serial).to_string()
}

/// The same below a whole ledger, with how widely it may be read.
pub fn foot(class: Class, mark: &Mark, text: &Text) -> String {
    format!("{} · {}", exports::classed(class, text), marked(mark, text))
}

/// Of a page: of what it has of its entity, and of what belongs to that.
pub fn class(page: &EnterprisePage) -> Class {
    let own = page.properties.iter().map(|property| property.name.as_str());
    let related = page.others.iter().map(|related| {
        let said = related.entities.iter().flat_map(|state| state.properties.keys());
        Class::of_list(related.list.as_str(), said.map(String::as_str))
    });
    let listed = [("visits", page.visits.is_empty()), ("needs", page.needs.is_empty())];
    let listed = listed.into_iter().filter(|(_, is_empty)| !is_empty).map(|(list, _)| Class::of_list(list, []));
    related.chain(listed).fold(Class::of_list(page.state.list.as_str(), own).max(Class::Internal), Class::max)
}

/// The whole ledger of one entity. Without a mark nothing of it is there to be printed.
pub fn paper(enterprise: &desk::Enterprise, list: &str, mark: Option<&Mark>, text: &Text) -> Html {
    let Some(mark) = mark else {
        return html! { <article class="paper" data-paper=""><p>{ t!(text, PaperNoPurpose) }</p></article> };
    };
    let desk::Enterprise { page, words, .. } = enterprise;
    let title = t!(text, PaperTitle, list = list_said(list, words, text).to_string());
    let today = dates::date(&clock::now().date(), text).to_string();
    html! {
        <article class="paper" data-paper={page.state.id.to_string()}>
            <p class="paper__mark">{ exports::classed(class(page), text) }</p>
            <h1 class="paper__title">{ title }</h1>
            <p class="paper__name">{ &page.row.name }</p>
            <p class="paper__day">{ t!(text, PaperPrintedOn, date = today) }</p>
            { for sections(page, list, words).iter().map(|(title, properties)| facts_of(*title, properties, list, words, text)) }
            if list == ENTERPRISES || !page.visits.is_empty() {
                { visits(&page.visits, words, text) }
            }
            if list == ENTERPRISES || !page.needs.is_empty() {
                { needs(&page.needs, words, text) }
            }
            { for super::related(page, words).into_iter().map(|related| others(related, words, text)) }
            { changes(&page.timeline, &page.state, words, text) }
            <p class="paper__signatures">
                { for [t!(text, PaperFilledBy), t!(text, PaperCheckedBy), t!(text, PaperDate)].map(|who| html! {
                    <span class="paper__signature">{ who }<span class="paper__line"></span></span>
                }) }
            </p>
            <p class="paper__day" data-mark={mark.serial.clone()}>{ marked(mark, text) }</p>
        </article>
    }
}

fn facts_of(title: Option<&str>, properties: &[&PropertyView], list: &str, words: &Words, text: &Text) -> Html {
    let row = |property: &&PropertyView| {
        let mut said = vec![value(list, &property.name, &property.shown.value, words, text)];
        let others = property.conflict.iter().flat_map(|conflict| &conflict.others);
        said.extend(others.map(|other| value(list, &property.name, &other.property.value, words, text)));
        html! {
            <tr key={property.name.clone()}>
                <th scope="row">{ words.property(list, &property.name) }</th>
                <td>{ said.join(" / ") }</td>
            </tr>
        }
    };
    let title = title.map(str::to_owned).unwrap_or_else(|| t!(text, EnterpriseProperties).to_string());
    html! {
        <section class="paper__section">
            <h2>{ title }</h2>
            <table><tbody>{ for properties.iter().map(row) }</tbody></table>
        </section>
    }
}

/// A section of rows under headings; `none` stands there where it has no rows.
fn table(title: AttrValue, none: AttrValue, headings: &[AttrValue], rows: Vec<Vec<String>>) -> Html {
    html! {
        <section class="paper__section">
            <h2>{ title }</h2>
            if rows.is_empty() {
                <p>{ none }</p>
            } else {
                <table>
                    <thead><tr>{ for headings.iter().map(|heading| html! { <th scope="col">{ heading }</th> }) }</tr></thead>
                    <tbody>{ for rows.iter().map(|row| html! {
                        <tr>{ for row.iter().map(|cell| html! { <td>{ cell }</td> }) }</tr>
                    }) }</tbody>
                </table>
            }
        </section>
    }
}

fn visits(visits: &[VisitView], words: &Words, text: &Text) -> Html {
    let row = |visit: &VisitView| {
        let said = |property: &str| value("visits", property, visit.state.text(property), words, text);
        vec![visit.date.clone(), said("visit_result"), [said("purposes"), said("summary")].join(" ")]
    };
    let headings =
        ["visit_date", "visit_result", "summary"].map(|name| words.property("visits", name).to_owned().into());
    let rows = visits.iter().map(row).collect();
    table(t!(text, EnterpriseVisits), t!(text, EnterpriseNoVisits), &headings, rows)
}

fn needs(needs: &[NeedView], words: &Words, text: &Text) -> Html {
    let calendar = calendar();
    let row = |need: &NeedView| {
        let steps: Vec<String> =
            need.statuses.iter().map(|status| words.value("needs", "need_status", &status.value, "")).collect();
        let due = ledger::due(&need.state, &calendar).map(|due| dates::due(&due, text).to_string());
        vec![need.title.clone(), need.raised_on.clone(), steps.join(" → "), due.unwrap_or_else(|| "—".to_owned())]
    };
    let headings = ["title", "raised_on", "need_status", "due_workdays"];
    let headings = headings.map(|name| words.property("needs", name).to_owned().into());
    table(t!(text, EnterpriseNeeds), t!(text, EnterpriseNoNeeds), &headings, needs.iter().map(row).collect())
}

fn others(related: &RelatedList, words: &Words, text: &Text) -> Html {
    let row = |state: &EntityState| {
        let at = state.updated.as_ref().map(|origin| minute(&origin.finalized_at.to_string())).unwrap_or_default();
        vec![state.title().to_owned(), facts(state, words, text).join(" · "), at]
    };
    let headings = [t!(text, ColumnName), t!(text, EnterpriseValue), t!(text, ColumnUpdatedAt)];
    let title = list_said(related.list.as_str(), words, text);
    table(title, AttrValue::default(), &headings, related.entities.iter().map(row).collect())
}

/// What changed, the latest first; what a form only said again is left out. Of a phone number it says that, and not which.
fn changes(timeline: &[Step], state: &EntityState, words: &Words, text: &Text) -> Html {
    let list = state.list.as_str();
    let said = |setting: &Setting| {
        let property = name(list, &setting.property, words, text);
        if ledger::is_phone(&setting.property) && setting.before.as_ref().is_some_and(|before| !before.is_empty()) {
            return format!("{property}{}{}", t!(text, LedgerIs), t!(text, PaperCorrected));
        }
        let shown = |value: &Option<String>| {
            let value = value.as_ref().map(|said| {
                if ledger::is_corrected(state, &setting.property, said) {
                    t!(text, PaperCorrected).to_string()
                } else {
                    self::value(list, &setting.property, said, words, text)
                }
            });
            value.filter(|value| !value.is_empty()).unwrap_or_else(|| "—".to_owned())
        };
        t!(text, EnterpriseSetting, property = property, before = shown(&setting.before), after = shown(&setting.after))
            .to_string()
    };
    let row = |step: &Step| {
        let mut settings: BTreeMap<(usize, &str), &Setting> = BTreeMap::new();
        for setting in step.changed() {
            settings.insert((words.place(list, &setting.property), &setting.property), setting);
        }
        let what: Vec<String> = settings.into_values().map(said).collect();
        (!what.is_empty()).then(|| {
            let at = minute(&step.origin.finalized_at.to_string());
            vec![at, step.origin.officer.to_string(), what.join(&t!(text, PaperChangesJoin))]
        })
    };
    let headings = [t!(text, ColumnUpdatedAt), t!(text, ColumnUpdatedBy), t!(text, EnterpriseValue)];
    let rows = timeline.iter().rev().filter_map(row).collect();
    table(t!(text, EnterpriseChanges), AttrValue::default(), &headings, rows)
}
