//! A form of unknown intent: compiled, filled by somebody who types anything anywhere, kept, opened again, finished.

use std::collections::BTreeMap;
use std::rc::Rc;

use form::scenario::{Device, moment};
use form::view::{Body, NodeId};
use form::{FormDefinition, Instance, compile};
use sheet::{Table, Workbook};

/// What is typed, in turn. Large numbers are small enough that what takes long is the form and not the typing.
const TEXTS: &[&str] = &["3", "x", "2026-01-15", "", "1.5", "yes no", "12:30", "41.76 86.15", "样例", "-1", "1000000"];
/// Questions and repeats that are tried, so that a long form costs what a short one does.
const EDITS: usize = 24;

/// Compiles; fills what can be filled. `seed` decides what is typed where.
pub fn compile_and_fill(workbook: &Workbook, files: &BTreeMap<String, Table>, seed: u64) {
    if let Some(form) = compile(workbook, files).form {
        fill(form, files, seed);
    }
}

/// Fills a form. `seed` decides what is typed where.
pub fn fill(form: FormDefinition, files: &BTreeMap<String, Table>, seed: u64) {
    let (form, device) = (Rc::new(form), Rc::new(Device::new(files.clone())));
    let mut instance = Instance::new(Rc::clone(&form), device.clone(), moment(seed));
    for (turn, node) in (seed..).zip(looked_at(&instance)).take(EDITS) {
        let text = TEXTS[(turn % TEXTS.len() as u64) as usize];
        let _refused = instance.answer(node, text, moment(turn)).is_err();
        let _no_repeat = instance.add_repeat(node, moment(turn)).is_err();
    }
    for language in 0..form.languages.len().min(3) {
        instance.set_language(language);
        looked_at(&instance);
    }
    let kept = instance.snapshot();
    let opened = Instance::restore(form, device, &kept).expect("what was kept can be opened");
    assert_eq!(opened.snapshot(), kept, "a draft changes by being opened");
    let last = looked_at(&instance).pop();
    if let Some(node) = last {
        let _not_one = instance.remove_repeat(node, moment(seed)).is_err();
    }
    instance.pages();
    let _invalid = instance.finalize(moment(seed)).is_err();
}

/// Looks at everything that is drawn, a few hundred nodes at most, and gives the nodes.
fn looked_at(instance: &Instance) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut open: Vec<NodeId> = instance.node_at("/data").into_iter().collect();
    while let Some(node) = open.pop().filter(|_| found.len() < 300) {
        let Some(view) = instance.view(node) else { continue };
        match &view.body {
            Body::Group { children } | Body::RepeatInstance { children, .. } => open.extend(children.iter().rev()),
            Body::Repeat { instances, .. } => open.extend(instances.iter().rev()),
            Body::Question(_) => {}
        }
        found.push(node);
    }
    found
}
