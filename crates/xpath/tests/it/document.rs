//! A small XML document as a tree, for tests: every node in one list, in document order.

use std::cmp::Ordering;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use xpath::{NodeKind, Tree};

pub type Id = usize;

#[derive(Debug)]
struct Node {
    kind: NodeKind,
    prefix: String,
    name: String,
    namespace: String,
    /// Of anything but elements and documents.
    text: String,
    parent: Option<Id>,
    children: Vec<Id>,
    attributes: Vec<Id>,
    /// Its place among its parent's children.
    index: usize,
}

#[derive(Debug)]
pub struct Document {
    nodes: Vec<Node>,
    /// Whether `lookup` answers.
    pub has_index: bool,
}

impl Document {
    pub fn parse(xml: &str) -> Document {
        let mut document = Document { nodes: Vec::new(), has_index: false };
        let top = document.add(NodeKind::Document, "", None);
        let mut open = vec![top];
        let mut scopes: Vec<Vec<(String, String)>> = vec![Vec::new()];
        let mut reader = Reader::from_str(xml);
        let mut after_cdata = false;
        loop {
            let parent = *open.last().unwrap();
            match reader.read_event().unwrap() {
                Event::Start(start) => {
                    let element = document.element(&start, parent, &mut scopes);
                    open.push(element);
                }
                Event::Empty(start) => {
                    document.element(&start, parent, &mut scopes);
                    scopes.pop();
                }
                Event::End(_) => {
                    open.pop();
                    scopes.pop();
                }
                Event::Text(text) => document.add_text(parent, &text.xml10_content(), after_cdata),
                // A node of its own beside other text, as a browser's DOM has it.
                Event::CData(text) => {
                    let node = document.add(NodeKind::Text, "", Some(parent));
                    document.nodes[node].text = text.xml10_content().into_owned();
                    after_cdata = true;
                    continue;
                }
                Event::GeneralRef(reference) => {
                    let text = match reference.resolve_char_ref().unwrap() {
                        Some(character) => character.to_string(),
                        None => {
                            let name = reference.into_inner();
                            quick_xml::escape::resolve_predefined_entity(&name).unwrap().to_owned()
                        }
                    };
                    document.add_text(parent, &text, after_cdata);
                }
                Event::Comment(text) => {
                    let comment = document.add(NodeKind::Comment, "", Some(parent));
                    document.nodes[comment].text = text.into_inner().into_owned();
                }
                Event::PI(instruction) => {
                    let node = document.add(NodeKind::ProcessingInstruction, instruction.target(), Some(parent));
                    document.nodes[node].text = instruction.content().trim_start().to_owned();
                }
                Event::Decl(_) | Event::DocType(_) => {}
                Event::Eof => return document,
            }
            after_cdata = false;
        }
    }

    fn add(&mut self, kind: NodeKind, name: &str, parent: Option<Id>) -> Id {
        let id = self.nodes.len();
        let mut index = 0;
        if let Some(parent) = parent
            && kind != NodeKind::Attribute
        {
            index = self.nodes[parent].children.len();
            self.nodes[parent].children.push(id);
        }
        let (prefix, name) = name.split_once(':').unwrap_or(("", name));
        self.nodes.push(Node {
            kind,
            prefix: prefix.to_owned(),
            name: name.to_owned(),
            namespace: String::new(),
            text: String::new(),
            parent,
            children: Vec::new(),
            attributes: Vec::new(),
            index,
        });
        id
    }

    fn add_text(&mut self, parent: Id, text: &str, is_new: bool) {
        // Outside the root element there is no text.
        if self.nodes[parent].kind == NodeKind::Document || text.is_empty() {
            return;
        }
        let node = match self.nodes[parent].children.last() {
            Some(&last) if self.nodes[last].kind == NodeKind::Text && !is_new => last,
            _ => self.add(NodeKind::Text, "", Some(parent)),
        };
        self.nodes[node].text.push_str(text);
    }

    fn element(&mut self, start: &BytesStart<'_>, parent: Id, scopes: &mut Vec<Vec<(String, String)>>) -> Id {
        let name = start.name().into_inner().to_owned();
        let element = self.add(NodeKind::Element, &name, Some(parent));
        let mut scope = scopes.last().unwrap().clone();
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.unwrap();
            let name = attribute.key.into_inner().to_owned();
            let raw = attribute.value.replace(['\n', '\r', '\t'], " ");
            let value = quick_xml::escape::unescape(&raw).unwrap().into_owned();
            if name == "xmlns" {
                scope.insert(0, (String::new(), value));
            } else if let Some(prefix) = name.strip_prefix("xmlns:") {
                scope.insert(0, (prefix.to_owned(), value));
            } else {
                attributes.push((name, value));
            }
        }
        let address = |prefix: &str| {
            scope.iter().find(|(known, _)| known == prefix).map(|(_, address)| address.clone()).unwrap_or_default()
        };
        for (name, value) in attributes {
            let attribute = self.add(NodeKind::Attribute, &name, Some(element));
            self.nodes[attribute].text = value;
            let prefix = self.nodes[attribute].prefix.clone();
            if !prefix.is_empty() {
                self.nodes[attribute].namespace = address(&prefix);
            }
            self.nodes[element].attributes.push(attribute);
        }
        self.nodes[element].namespace = address(&self.nodes[element].prefix);
        scopes.push(scope);
        element
    }

    /// Makes a document of its own of a node and what is below it.
    pub fn cut(&mut self, node: Id) {
        self.nodes[node].parent = None;
    }

    pub fn top(&self) -> Id {
        0
    }

    pub fn elements(&self, node: Id, name: &str) -> Vec<Id> {
        let mut found = Vec::new();
        self.children_named(node, name, &mut found);
        found
    }

    pub fn attribute(&self, node: Id, name: &str) -> Option<&str> {
        let mut attributes = self.nodes[node].attributes.iter().map(|id| &self.nodes[*id]);
        attributes.find(|attribute| attribute.name == name).map(|attribute| attribute.text.as_str())
    }

    pub fn text_of(&self, node: Id) -> String {
        let mut text = String::new();
        self.string_value(node, &mut text);
        text
    }

    /// The node of a plain positional path: `/`, names, `*`, `[n]`, `@name`, `text()[n]` and the like.
    pub fn find(&self, top: Id, path: &str) -> Id {
        let mut at = top;
        for step in path.split('/').filter(|step| !step.is_empty()) {
            let (test, number) = match step.split_once('[') {
                Some((test, number)) => (test, number.trim_end_matches(']').parse::<usize>().unwrap()),
                None => (step, 1),
            };
            let node = &self.nodes[at];
            at = if let Some(name) = test.strip_prefix('@') {
                let (prefix, name) = name.split_once(':').unwrap_or(("", name));
                let is_it = |id: &&Id| self.nodes[**id].name == name && self.nodes[**id].prefix == prefix;
                *node.attributes.iter().find(is_it).unwrap_or_else(|| panic!("{path}"))
            } else {
                let is_it = |id: &&Id| {
                    let child = &self.nodes[**id];
                    match test {
                        "text()" => child.kind == NodeKind::Text,
                        "comment()" => child.kind == NodeKind::Comment,
                        "processing-instruction()" => child.kind == NodeKind::ProcessingInstruction,
                        "*" => child.kind == NodeKind::Element,
                        name => {
                            child.kind == NodeKind::Element && child.name == name.rsplit(':').next().unwrap_or_default()
                        }
                    }
                };
                *node.children.iter().filter(is_it).nth(number - 1).unwrap_or_else(|| panic!("{path}"))
            };
        }
        at
    }
}

impl Tree for Document {
    type Node = Id;

    fn kind(&self, node: Id) -> NodeKind {
        self.nodes[node].kind
    }

    fn name(&self, node: Id) -> &str {
        &self.nodes[node].name
    }

    fn namespace(&self, node: Id) -> &str {
        &self.nodes[node].namespace
    }

    fn prefix(&self, node: Id) -> &str {
        &self.nodes[node].prefix
    }

    fn parent(&self, node: Id) -> Option<Id> {
        self.nodes[node].parent
    }

    fn first_child(&self, node: Id) -> Option<Id> {
        self.nodes[node].children.first().copied()
    }

    fn last_child(&self, node: Id) -> Option<Id> {
        self.nodes[node].children.last().copied()
    }

    fn next_sibling(&self, node: Id) -> Option<Id> {
        let parent = self.nodes[node].parent?;
        self.nodes[parent].children.get(self.nodes[node].index + 1).copied()
    }

    fn previous_sibling(&self, node: Id) -> Option<Id> {
        let parent = self.nodes[node].parent?;
        self.nodes[parent].children.get(self.nodes[node].index.checked_sub(1)?).copied()
    }

    fn attributes(&self, node: Id, found: &mut Vec<Id>) {
        found.extend_from_slice(&self.nodes[node].attributes);
    }

    fn string_value(&self, node: Id, text: &mut String) {
        match self.nodes[node].kind {
            NodeKind::Document | NodeKind::Element => {
                for &child in &self.nodes[node].children {
                    if !matches!(self.nodes[child].kind, NodeKind::Comment | NodeKind::ProcessingInstruction) {
                        self.string_value(child, text);
                    }
                }
            }
            _ => text.push_str(&self.nodes[node].text),
        }
    }

    fn text(&self, node: Id) -> Option<&str> {
        match &*self.nodes[node].children {
            [] => Some(&self.nodes[node].text),
            [only] if self.nodes[*only].kind == NodeKind::Text => Some(&self.nodes[*only].text),
            _ => None,
        }
    }

    fn order(&self, left: Id, right: Id) -> Ordering {
        left.cmp(&right)
    }

    fn lookup(&self, parent: Id, item: &str, key: &str, value: &str, found: &mut Vec<Id>) -> bool {
        if self.has_index {
            found.extend(
                self.elements(parent, item)
                    .into_iter()
                    .filter(|item| self.elements(*item, key).into_iter().any(|key| self.text_of(key) == value)),
            );
        }
        self.has_index
    }
}
