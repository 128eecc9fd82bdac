//! That all which the shipped forms keep of people has a rule by which it goes, that each rule is of something that there is, and that
//! the record of processing says the same.
//!
//! Source: privacy rules P50 and P63. Not here: the inventory (`form::personal`).

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

use form::FormDefinition;
use form::personal::{INVENTORY, KEEP_UNTIL, Rule, without_rule};
use form::{Source, personal};
use sheet::Limits;

/// The record of processing.
const PAGE: &str = "docs/personal-data.md";

/// What is wrong with the shipped forms, or with what is said of them; nothing if all is well.
pub fn faults(project: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut forms = BTreeMap::new();
    for entry in fs::read_dir(project.join("pack"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "xlsx") {
            let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            let source = Source::read(&fs::read(&path)?, &Limits::default()).map_err(|problem| problem.to_string())?;
            forms.extend(source.compile(&BTreeMap::new()).form.map(|form| (name, form)));
        }
    }
    let mut faults = of_forms(&forms);
    faults.extend(of_page(&fs::read_to_string(project.join(PAGE))?));
    Ok(faults)
}

fn of_forms(forms: &BTreeMap<String, FormDefinition>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut saved: BTreeSet<(String, String)> = BTreeSet::new();
    for (name, form) in forms {
        for node in without_rule(form) {
            faults.push(format!("pack/{name}.xlsx: {} says something of a person and has no rule", node.name));
        }
        let people = form::lists_of_people(form);
        for save_to in form.nodes.iter().filter_map(|node| node.save_to.as_ref()) {
            let Some(list) = form.entities.get(save_to.entity).map(|declared| declared.list.to_string()) else {
                continue;
            };
            let property = save_to.property.clone();
            // Of people everything is personal but the day until when it is.
            let is_of_people = people.iter().any(|own| own.as_str() == list) && property != KEEP_UNTIL;
            if is_of_people && personal::rule(&list, &property).is_none() {
                faults.push(format!("pack/{name}.xlsx: {property} of {list} does not stand in the inventory"));
            }
            saved.insert((list, property));
        }
    }
    let is_there = |list: &str, property: &str| saved.contains(&(list.to_owned(), property.to_owned()));
    for entry in INVENTORY.iter().filter(|entry| !is_there(entry.list, entry.property)) {
        faults.push(format!("form::personal: no shipped form saves {} of {}", entry.property, entry.list));
    }
    faults
}

/// What a rule is called in the record of processing.
fn word(rule: Rule) -> &'static str {
    match rule {
        Rule::Contact => "contact",
        Rule::Registration => "registration",
        Rule::Proof => "proof",
        Rule::Record => "record",
        Rule::Duty => "duty",
    }
}

fn of_page(page: &str) -> Vec<String> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let of = |cell: &str| Some(cell.strip_prefix('`')?.strip_suffix('`')?.to_owned());
        match cells.as_slice() {
            ["", list, property, rule, ..] => Some((of(list)?, of(property)?, (*rule).to_owned())),
            _ => None,
        }
    };
    let said: BTreeSet<(String, String, String)> = page.lines().filter_map(row).collect();
    let known = INVENTORY.iter().map(|it| (it.list.to_owned(), it.property.to_owned(), word(it.rule).to_owned()));
    let known: BTreeSet<(String, String, String)> = known.collect();
    let lacks = known.difference(&said).map(|it| format!("{PAGE}: lacks {it:?}"));
    lacks
        .chain(said.difference(&known).map(|it| format!("{PAGE}: says {it:?}, which is not in the inventory")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }

    #[test]
    fn the_shipped_forms_keep_nothing_of_people_without_a_rule_and_the_page_says_what_they_keep() {
        assert_eq!(faults(&project()).unwrap_or_else(|error| vec![error.to_string()]), Vec::<String>::new());
    }

    #[test]
    fn a_form_that_is_gone_a_line_that_is_gone_and_one_too_many_are_found() {
        let none = of_forms(&BTreeMap::new());
        assert_eq!(none.len(), INVENTORY.len(), "{none:?}");
        let page = fs::read_to_string(project().join(PAGE)).unwrap_or_default();
        let line = page.lines().find(|line| line.contains("`met_role`")).unwrap_or_default();
        assert_eq!(of_page(&page.replace(line, "")).len(), 1);
        assert_eq!(of_page(&page.replace("| record |", "| proof |")).len(), 2);
        assert_eq!(of_page(&format!("{page}\n| `gates` | `guard_phone` | contact |\n")).len(), 1);
    }
}
