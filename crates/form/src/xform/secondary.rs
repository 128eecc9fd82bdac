//! Secondary instances: lists that stand in the document, and files beside it.
//!
//! Start at [`find`], which looks at their shapes before any expression is read; then [`lists`].
//!
//! Not here: which question offers which (`choices`).

use std::collections::BTreeMap;

use crate::compiling::findings::Findings;
use crate::definition::{Choice, ChoiceList, ChoiceSource, External};
use crate::problem::Message;
use crate::xform::document::Element;
use crate::xform::expressions::Expressions;
use crate::xform::itext::{Texts, Words, plain};
use crate::xform::paths::At;

/// The child of an item that names its label among the texts.
pub(super) const TEXT_ID: &str = "itextId";
/// Choices of all lists of a document.
pub(crate) const CHOICES: usize = 200_000;

/// What `instance('id')` can mean in one form.
#[derive(Default)]
pub(super) struct Secondaries<'a> {
    pub by_id: BTreeMap<&'a str, ChoiceSource>,
    pub externals: Vec<External>,
    /// Lists that stand in the document, by the place they will have.
    internal: Vec<(&'a str, Element<'a>)>,
    pub shapes: BTreeMap<String, (String, String)>,
    pub last_saved: Option<String>,
}

/// Looks at the instances behind the first.
pub(super) fn find<'a>(instances: &[Element<'a>], findings: &mut Findings) -> Secondaries<'a> {
    let mut found = Secondaries::default();
    for &instance in instances {
        let Some(id) = instance.attribute("id").map(str::trim) else {
            findings.warning(instance.place(), Message::InstanceWithoutId);
            continue;
        };
        if found.by_id.contains_key(id) {
            findings.error(instance.place_of("id"), Message::InstanceTwice { name: id.to_owned() });
            continue;
        }
        match instance.attribute("src").map(str::trim) {
            Some("jr://instance/last-saved") => found.last_saved = Some(id.to_owned()),
            Some(source) => {
                let file = source.rsplit('/').next().unwrap_or(source).to_owned();
                found.by_id.insert(id, ChoiceSource::External(found.externals.len()));
                found.externals.push(External { instance: id.to_owned(), file });
            }
            None => {
                found.by_id.insert(id, ChoiceSource::List(found.internal.len()));
                if let Some(root) = instance.children().next() {
                    found.shapes.insert(id.to_owned(), (root.name().to_owned(), item_name(root).to_owned()));
                }
                found.internal.push((id, instance));
            }
        }
    }
    found
}

/// What the rows of a table are called; empty where the root itself is the one row.
fn item_name(root: Element<'_>) -> &str {
    let mut children = root.children();
    let Some(first) = children.next() else { return "" };
    let is_row =
        first.children().next().is_some() || children.next().is_some_and(|second| second.name() == first.name());
    if is_row { first.name() } else { "" }
}

impl<'a> Secondaries<'a> {
    /// The lists that stand in the document. `labels`: the child that names the label, where a question names another.
    /// `keeps_ids`: expressions look up the ids of labels.
    pub fn lists(
        &self,
        labels: &BTreeMap<&str, &str>,
        keeps_ids: bool,
        texts: &Texts<'a>,
        expressions: &mut Expressions,
    ) -> Vec<ChoiceList> {
        let mut choices = 0;
        let mut lists = Vec::with_capacity(self.internal.len());
        for &(id, instance) in &self.internal {
            let root = instance.children().next();
            let item = root.map(item_name).unwrap_or_default();
            let rows: Vec<Element<'a>> = match root {
                Some(root) if item.is_empty() => root.children().next().map(|_| root).into_iter().collect(),
                Some(root) => root.children().filter(|row| row.name() == item).collect(),
                None => Vec::new(),
            };
            choices += rows.len();
            if choices > CHOICES {
                expressions.findings.error(instance.place(), Message::ChoicesTooMany { limit: CHOICES });
                return lists;
            }
            let label = labels.get(id).copied().unwrap_or(TEXT_ID);
            self.warn_of_shape(instance, &rows, expressions.findings);
            let (mut columns, mut names) = (BTreeMap::<&str, usize>::new(), Vec::new());
            for row in &rows {
                let is_column = |name: &str| !matches!(name, "name" | "label") && (keeps_ids || name != TEXT_ID);
                for field in row.children().filter(|field| is_column(field.name())) {
                    columns.entry(field.name()).or_insert_with(|| {
                        names.push(field.name().to_owned());
                        names.len() - 1
                    });
                }
            }
            let mut list = ChoiceList::new(id.to_owned(), names, texts.itext.count());
            rows.into_iter().for_each(|row| list.push(choice(row, label, &columns, texts, expressions)));
            lists.push(list);
        }
        lists
    }

    /// Says what in a list cannot be looked up here: what stands deeper than the fields of its rows.
    fn warn_of_shape(&self, instance: Element<'_>, rows: &[Element<'_>], findings: &mut Findings) {
        let deep = rows.iter().flat_map(|row| row.children()).find(|field| field.children().next().is_some());
        let other = instance.children().nth(1);
        if let Some(odd) = deep.or(other) {
            findings.warning(
                odd.place(),
                Message::InstanceShape { name: instance.attribute("id").unwrap_or_default().to_owned() },
            );
        }
    }
}

fn choice<'a>(
    row: Element<'a>,
    label: &str,
    columns: &BTreeMap<&str, usize>,
    texts: &Texts<'a>,
    expressions: &mut Expressions,
) -> Choice {
    let mut choice = Choice { columns: vec![String::new(); columns.len()], ..Choice::default() };
    let mut words = Words::default();
    for field in row.children() {
        match field.name() {
            "name" => choice.name = field.text().to_owned(),
            "label" => words.text = Some(plain(field.text())).filter(|_| !field.text().is_empty()),
            name => {
                if let Some(&column) = columns.get(name) {
                    choice.columns[column] = field.text().to_owned();
                }
            }
        }
    }
    if let Some(id) = row.child(label).map(Element::text).filter(|id| !id.is_empty() && label != "label") {
        words = texts.by_id(id, At::Anywhere, &row.place(), expressions);
    }
    choice.label = words.text;
    choice.media = words.media;
    choice
}
