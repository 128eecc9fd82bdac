//! XForms: a document as the field's servers publish it (Central, Kobo, Ona) to a form definition.
//!
//! ```text
//! text -> document -> body, binds, texts, lists -> tree -> nodes
//!         document    body  binds  itext  secondary tree   nodes, controls, choices, actions, entities (paths, expressions)
//! ```
//!
//! Start at [`compile_xform`]. A document says what a workbook says after the field's converter, and so both become the same
//! definition. Prefixes of names are not looked at: producers differ in them.
//!
//! Source: ODK XForms specification. Not here: the definition itself (`definition`), running it (`instance`).

mod actions;
mod binds;
mod body;
mod choices;
mod controls;
mod document;
mod entities;
mod expressions;
mod itext;
mod nodes;
mod paths;
mod secondary;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use record::Listing;
use sheet::Table;

use crate::compiling::findings::Findings;
use crate::compiling::{Compiled, files as attached};
use crate::definition::{ChoiceSource, Control, External, FormDefinition, NodeDef, NodeKind};
use crate::problem::{Known, Message, Place};
use crate::xform::actions::Actions;
use crate::xform::binds::Binds;
use crate::xform::body::{Body, References};
use crate::xform::choices::Offers;
use crate::xform::document::{Document, Element, local};
use crate::xform::entities::Entities;
use crate::xform::expressions::Expressions;
use crate::xform::itext::{Itext, Texts};
use crate::xform::nodes::Builder;
use crate::xform::paths::{At, Paths};
use crate::xform::secondary::CHOICES;
use crate::xform::tree::{ASKED_FOR, Known as KnownNodes, Tree};

/// Reads an XForm as a form. Never fails: all that is wrong is collected, each with its line and element.
///
/// `files` are the attached tables by file name; they are looked at to say what is missing, never needed.
pub fn compile_xform(document: &str, files: &BTreeMap<String, Table>) -> Compiled {
    let mut findings = Findings::default();
    let document = Document::read(document, &mut findings);
    let form = document.as_ref().and_then(|document| read(document, files, &mut findings));
    let place = |node: &NodeDef| Place { row: Some(node.row), column: Some(node.path.clone()), ..Place::default() };
    Compiled::new(form, findings, place)
}

/// The parts of a document.
struct Parts<'a> {
    title: Option<&'a str>,
    model: Element<'a>,
    body: Element<'a>,
    /// The root of the form's own instance, and the instance.
    root: Element<'a>,
    own: Element<'a>,
    /// The other instances.
    secondary: Vec<Element<'a>>,
}

impl<'a> Parts<'a> {
    fn find(document: &'a Document, findings: &mut Findings) -> Option<Self> {
        let html = document.root();
        let head = html.child("head");
        let model = head.and_then(|head| head.child("model"));
        let (Some(head), Some(model), Some(body), "html") = (head, model, html.child("body"), html.name()) else {
            findings.error(html.place(), Message::NotAForm);
            return None;
        };
        for other in head.children().filter(|child| child.name() == "model").skip(1) {
            findings.warning(other.place(), Message::ModelUnused);
        }
        let mut instances = model.children().filter(|child| child.name() == "instance");
        let Some((own, root)) = instances.next().and_then(|own| Some((own, own.children().next()?))) else {
            findings.error(model.place(), Message::NoInstance);
            return None;
        };
        let title = head.child("title").map(Element::text).filter(|title| !title.is_empty());
        Some(Self { title, model, body, root, own, secondary: instances.collect() })
    }
}

fn read(document: &Document, files: &BTreeMap<String, Table>, findings: &mut Findings) -> Option<FormDefinition> {
    let parts = Parts::find(document, findings)?;
    let binds_by_id = parts.model.children().filter(|child| child.name() == "bind");
    let references = References {
        root_name: parts.root.name(),
        binds: binds_by_id.filter_map(|bind| Some((bind.attribute("id")?.trim(), bind))).collect(),
    };
    let texts = Texts { itext: Itext::read(parts.model.child("itext"), findings) };
    let mut secondaries = secondary::find(&parts.secondary, findings);
    let body = Body::read(parts.body, &references, findings);
    let acting: Vec<Element<'_>> =
        document.elements().filter(|element| actions::ACTIONS.contains(&element.name())).collect();
    let binds = Binds::read(parts.model, &acting, &references);
    let (repeats, mentioned) = (body.repeated(), mentioned(document));
    let known = KnownNodes { asked: &body.order, repeats: &repeats, mentioned: &mentioned };
    let tree = Tree::plant(parts.root, &known, findings);
    binds.check(&tree, findings);
    check_body(&body, &tree, findings);
    warn_of_submission(parts.model, findings);
    let actions = Actions::read(&acting, &tree, &references, findings);
    let paths = Paths {
        tree: &tree,
        shapes: std::mem::take(&mut secondaries.shapes),
        last_saved: secondaries.last_saved.take(),
        own: parts.own.attribute("id").map(str::to_owned),
    };
    let mut expressions = Expressions::new(paths, findings);
    let itemsets = document.elements().filter(|element| element.name() == "itemset");
    let lists = secondaries.lists(&choices::text_ids(itemsets), looks_up_ids(document), &texts, &mut expressions);
    let entities = Entities::read(parts.root, &binds, &mut expressions);
    let mut offers =
        Offers { texts: &texts, references: &references, secondaries: &mut secondaries, lists, asked: Vec::new() };
    let mut builder = Builder {
        body: &body,
        binds: &binds,
        actions: &actions,
        texts: &texts,
        entities: &entities,
        offers: &mut offers,
        expressions: &mut expressions,
    };
    let nodes = builder.build();
    let (lists, asked) = (offers.lists, offers.asked);
    if lists.iter().map(|list| list.len() as usize).sum::<usize>() > CHOICES {
        expressions.findings.error(parts.body.place(), Message::ChoicesTooMany { limit: CHOICES });
    }
    warn_of_search(&nodes, expressions.findings);
    let instance_name = binds.get(NAME, "calculate").and_then(|(text, place)| {
        let at = At::Moved { from: NAME, to: 0 };
        expressions.compile(text, at, &place)
    });
    let asked_texts = texts.asked_for(&mut expressions);
    let called = expressions.texts().flat_map(attached::pulldata_names).collect::<BTreeSet<String>>();
    for name in called.into_iter().filter(|name| !secondaries.by_id.contains_key(name.as_str())) {
        secondaries.externals.push(External { file: format!("{name}.csv"), instance: name });
    }
    check_instances(&expressions, &secondaries.externals, &secondaries.by_id, &parts, files).into_iter().for_each(
        |name| {
            let known = secondaries.by_id.keys().copied();
            let message = Message::InstanceUnknown { name: name.clone() };
            expressions.findings.warning(parts.model.place(), message).near(Known::List, &name, known);
        },
    );
    let hashes = expressions.hashes();
    let own_lists: Vec<&str> = entities.declarations.iter().map(|entity| entity.list.as_str()).collect();
    attached::check(&secondaries.externals, files, &asked, &own_lists, &parts.model.place(), findings);
    let id = parts.root.attribute("id").or_else(|| parts.root.namespace()).or(parts.title).unwrap_or("data").trim();
    Some(FormDefinition {
        id: id.to_owned(),
        version: parts.root.attribute("version").unwrap_or_default().trim().to_owned(),
        title: parts.title.unwrap_or(id).to_owned(),
        instance_name,
        default_language: texts.itext.default,
        languages: texts.itext.languages,
        settings: listing(parts.root),
        style: parts.body.attribute("class").unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
        nodes,
        lists,
        externals: secondaries.externals,
        entities: entities.declarations,
        texts: asked_texts,
        hashes,
    })
}

/// How the form is listed, under the names that a workbook gives these settings.
fn listing(root: Element<'_>) -> BTreeMap<String, String> {
    let said = root.attributes().filter(|(name, _)| name.starts_with(Listing::PREFIX));
    said.map(|(name, text)| (format!("attribute::{name}"), text.to_owned())).collect()
}

/// Where the record's own name is calculated.
const NAME: &str = "/data/meta/instanceName";

/// Which nodes of `meta` some expression reads: a path to one stands elsewhere than where it is declared.
fn mentioned(document: &Document) -> BTreeSet<&'static str> {
    let declares = |name: &str| matches!(local(name), "nodeset" | "id");
    let texts = document.elements().flat_map(|element| element.attributes().filter(|(name, _)| !declares(name)));
    let mut found = BTreeSet::new();
    for (_, text) in texts {
        found.extend(ASKED_FOR.into_iter().filter(|name| text.contains(name)));
    }
    found
}

/// Whether expressions look up the ids of labels, elsewhere than in the lists' own labels.
fn looks_up_ids(document: &Document) -> bool {
    let texts = document.elements().filter(|element| element.name() != "label").flat_map(Element::attributes);
    texts.into_iter().any(|(_, text)| text.contains(secondary::TEXT_ID))
}

/// Refuses what the body asks for and the instance does not have.
fn check_body(body: &Body<'_>, tree: &Tree<'_>, findings: &mut Findings) {
    let all = body.controls.iter().chain(&body.groups).chain(&body.repeats);
    for (path, element) in all.filter(|(path, _)| tree.find(path).is_none()) {
        let said = ["ref", "nodeset", "bind"].iter().find_map(|name| element.attribute(name)).unwrap_or_default();
        let message = Message::PathUnknown { path: said.trim().to_owned() };
        findings.error(element.place(), message).near(Known::Name, path, tree.paths());
    }
}

fn warn_of_submission(model: Element<'_>, findings: &mut Findings) {
    let Some(submission) = model.child("submission") else { return };
    let message = match submission.attribute("base64RsaPublicKey") {
        Some(_) => Message::EncryptionUnsupported,
        None => Message::SubmissionUnused,
    };
    findings.warning(submission.place(), message);
}

/// `search()` in an appearance takes choices from a file in ways that are not run here.
fn warn_of_search(nodes: &[NodeDef], findings: &mut Findings) {
    let is_select = |node: &&NodeDef| {
        matches!(&node.kind, NodeKind::Question { control: Control::Select { .. }, .. })
            && node.appearance.iter().any(|word| word.starts_with("search("))
    };
    for node in nodes.iter().filter(is_select) {
        let place = Place { row: Some(node.row), column: Some(node.path.clone()), ..Place::default() };
        findings.warning(place, Message::SearchUnsupported { name: node.name.clone() });
    }
}

/// Names that `instance()` is called with and that nothing has.
fn check_instances(
    expressions: &Expressions<'_>,
    externals: &[External],
    by_id: &BTreeMap<&str, ChoiceSource>,
    parts: &Parts<'_>,
    files: &BTreeMap<String, Table>,
) -> BTreeSet<String> {
    let is_known = |name: &str| {
        by_id.contains_key(name)
            || externals.iter().any(|external| external.instance == name)
            || name == "__last-saved"
            || parts.own.attribute("id") == Some(name)
            || files.contains_key(&format!("{name}.csv"))
    };
    let calls = |text: &str| -> Vec<String> {
        let found = text.match_indices("instance(");
        found.filter_map(|(at, _)| paths::instance_call(&text[at..]).map(|(id, _)| id.to_owned())).collect()
    };
    expressions.texts().flat_map(calls).filter(|name| !is_known(name)).collect()
}
