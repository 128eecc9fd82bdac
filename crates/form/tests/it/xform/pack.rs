//! The shipped forms as documents: the same answers give the same record whichever way a form came.
//!
//! The documents beside this file are what the field's converter (pyxform 4.5.0) makes of the workbooks of the pack:
//! `scripts/documents.sh` makes them again when a workbook changes.

use std::path::Path;
use std::rc::Rc;

use form::definition::{Control, FormDefinition, NodeDef, NodeKind};
use form::scenario::{Device, Scenario};

use crate::pack::{compiled, files};

type Answers<'a> = &'a [(&'a str, &'a str)];

const REGISTRATION: Answers<'_> = &[
    ("g_id/ent_name", "样例新材料有限公司"),
    ("g_id/short_name", "样例新材"),
    ("g_id/uscc_input", "916528991221571451"),
    ("g_id/ownership", "private"),
    ("g_ind/industry_section", "C"),
    ("g_ind/industry_division", "17"),
    ("g_ind/area", "area_1"),
    ("g_ind/service_group", "p1"),
    ("g_ind/address", "样例路2号"),
    ("g_three/has_premises", "yes"),
    ("g_three/premises_kind", "office"),
    ("g_three/has_staff", "yes"),
    ("g_three/has_operation", "yes"),
    ("g_size/employees", "300"),
    ("g_size/revenue_wan", "2000"),
];
const UPDATE: Answers<'_> = &[
    ("mode", "update"),
    ("existing", "e1"),
    ("g_id/ent_name", "样例纺织改名有限公司"),
    ("g_three/premises_kind", "office"),
    ("g_size/employees", "400"),
    ("g_size/revenue_wan", "50000"),
];
const VISIT: Answers<'_> =
    &[("ent", "e1"), ("summary", "样例：一切正常"), ("ledger_ok", "yes"), ("has_need", "yes"), ("need_count", "2")];
const NEED: Answers<'_> = &[("ent", "e1"), ("title", "样例：用电不足"), ("urgency", "urgent")];
const FOLLOW_UP: Answers<'_> =
    &[("need", "n1"), ("lead_unit", "样例单位"), ("progress", "样例"), ("new_status", "reopened")];

/// What the converter makes of every form of the pack, by the form's name.
fn documents() -> Vec<(String, String)> {
    let room = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workbooks =
        std::fs::read_dir(room.join("../../pack")).expect("the pack").map(|entry| entry.expect("an entry").path());
    let names = workbooks.filter(|path| path.extension().is_some_and(|ending| ending == "xlsx"));
    let names = names.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned());
    let read = |name: String| {
        let document = std::fs::read_to_string(room.join(format!("tests/it/xform/documents/{name}.xml")));
        (name.clone(), document.unwrap_or_else(|_| panic!("scripts/documents.sh makes the document of {name}")))
    };
    names.map(read).collect()
}

fn both(name: &str, document: &str) -> [Scenario; 2] {
    let read = form::compile_xform(document, &files()).form.expect("a form");
    [compiled(name), read].map(|form| Scenario::of(Rc::new(form), Rc::new(Device::new(files()))))
}

/// Answers both, compares what is seen of every node after every answer, and then the records.
fn fill(name: &str, document: &str, first_choices: &[&str], answers: Answers<'_>) {
    let [mut workbook, mut document] = both(name, document);
    let mut all: Vec<(String, String)> =
        answers.iter().map(|(path, value)| (format!("/data/{path}"), (*value).to_owned())).collect();
    let chosen = first_choices.iter().map(|path| (format!("/data/{path}"), String::new()));
    all.extend(chosen);
    compare(name, &workbook, &document);
    for (path, value) in &all {
        let value = if value.is_empty() { workbook.choices(path)[0].value.clone() } else { value.clone() };
        workbook.answer(path, &value);
        document.answer(path, &value);
        compare(&format!("{name} {path}"), &workbook, &document);
    }
    assert_eq!(workbook.finalized().0, document.finalized().0, "{name}");
}

fn compare(what: &str, left: &Scenario, right: &Scenario) {
    let (left, right) = (&left.instance, &right.instance);
    for definition in left.form().nodes.iter() {
        let found = [left, right].map(|instance| instance.node_at(&definition.path));
        let [Some(one), Some(other)] = found else { panic!("{what}: {} is missing", definition.path) };
        assert_eq!(left.is_relevant(one), right.is_relevant(other), "{what}: relevance of {}", definition.path);
        assert_eq!(left.saved_text(one), right.saved_text(other), "{what}: value of {}", definition.path);
        // A label that no page shows, as of a calculation, is left out of documents.
        if !is_shown(definition) {
            continue;
        }
        let [seen, other_seen] = [(left, one), (right, other)].map(|(instance, node)| {
            let view = instance.view(node).expect("a view");
            let spoken = |text: &Option<String>| text.as_deref().map(straight);
            (spoken(&view.label), spoken(&view.hint), view.appearance.clone())
        });
        assert_eq!(seen, other_seen, "{what}: {}", definition.path);
    }
}

fn is_shown(definition: &NodeDef) -> bool {
    !matches!(definition.kind, NodeKind::Question { control: Control::Hidden { .. }, .. })
}

/// The converter straightens quotes and puts spaces around values.
fn straight(text: &str) -> String {
    let straight = text.replace(['“', '”'], "\"").replace(['‘', '’'], "'");
    straight.chars().filter(|character| !character.is_whitespace()).collect()
}

fn shape(form: &FormDefinition) -> Vec<(&str, bool, bool)> {
    form.nodes.iter().map(|node| (node.path.as_str(), node.default.is_some(), node.save_to.is_some())).collect()
}

#[test]
fn an_enterprise_is_registered_and_updated_alike() {
    let document = include_str!("documents/enterprise_registration.xml");
    fill("enterprise_registration", document, &[], REGISTRATION);
    fill("enterprise_registration", document, &[], UPDATE);
}

#[test]
fn a_visit_is_recorded_alike() {
    fill("liaison_visit", include_str!("documents/liaison_visit.xml"), &["purposes"], VISIT);
}

#[test]
fn a_need_is_reported_and_followed_up_alike() {
    fill("need_report", include_str!("documents/need_report.xml"), &["need_category"], NEED);
    fill("need_followup", include_str!("documents/need_followup.xml"), &["actions"], FOLLOW_UP);
}

#[test]
fn both_ways_give_the_same_nodes_with_the_same_expressions() {
    for (name, document) in documents() {
        let [workbook, read] = both(&name, &document).map(|scenario| Rc::clone(scenario.instance.form()));
        assert_eq!(shape(&workbook), shape(&read), "{name}");
        for (left, right) in workbook.nodes.iter().zip(&read.nodes) {
            let binds = [&left.bind, &right.bind].map(|bind| {
                let rules = [&bind.relevant, &bind.required, &bind.readonly, &bind.constraint];
                let all = rules.into_iter().chain([&bind.warning, &bind.calculate]);
                all.map(|expr| expr.as_ref().map(|expr| straight(expr.source()))).collect::<Vec<_>>()
            });
            assert_eq!(binds[0], binds[1], "{name} {}", left.path);
            assert_eq!(std::mem::discriminant(&left.kind), std::mem::discriminant(&right.kind), "{name} {}", left.path);
        }
        assert_eq!((&workbook.id, &workbook.version, &workbook.title), (&read.id, &read.version, &read.title));
        assert_eq!((&workbook.languages, &workbook.style), (&read.languages, &read.style));
        assert_eq!(workbook.listing(), read.listing(), "{name}");
        assert_eq!(workbook.entities.len(), read.entities.len());
    }
}
