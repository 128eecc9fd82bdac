//! What a select offers: choices that stand in place, lists, files, and the instances of a repeat.
//!
//! Start at [`Offers::read`].
//!
//! Not here: the lists themselves (`secondary`).

use std::collections::BTreeMap;

use crate::compiling::files::Asked;
use crate::definition::{Choice, ChoiceList, ChoiceSource, Choices, DefId, External, Randomize};
use crate::problem::{Known, Message};
use crate::xform::body::References;
use crate::xform::document::{Element, local};
use crate::xform::expressions::Expressions;
use crate::xform::itext::{Texts, itext_id};
use crate::xform::paths::{At, instance_call};
use crate::xform::secondary::Secondaries;

/// The file that choices of `query` stand in.
const ITEMSETS: &str = "itemsets.csv";

/// Reads what the selects of one form offer.
pub(super) struct Offers<'a, 's> {
    pub texts: &'s Texts<'a>,
    pub references: &'s References<'a>,
    pub secondaries: &'s mut Secondaries<'a>,
    pub lists: Vec<ChoiceList>,
    pub asked: Vec<Asked>,
}

/// An `itemset`'s `nodeset`: where its items are, what narrows them, and in which order they come.
struct Nodeset<'t> {
    items: &'t str,
    filters: Vec<&'t str>,
    /// The seed, blank where there is none.
    randomize: Option<&'t str>,
}

impl<'a> Offers<'a, '_> {
    /// What the select at a node offers. `None`: nothing that can be run, which has been reported.
    pub fn read(
        &mut self,
        control: Element<'a>,
        node: usize,
        path: &str,
        expressions: &mut Expressions,
    ) -> Option<Choices> {
        if let Some(query) = control.attribute("query") {
            return self.queried(control, query, node, expressions);
        }
        match control.child("itemset") {
            Some(itemset) => self.itemset(itemset, node, path, expressions),
            None => Some(self.in_place(control, node, path, expressions)),
        }
    }

    /// Choices that stand in the control become a list of their own. No `instance()` can name it, for no id has a slash.
    fn in_place(&mut self, control: Element<'a>, node: usize, path: &str, expressions: &mut Expressions) -> Choices {
        let mut list = ChoiceList::new(path.to_owned(), Vec::new(), self.texts.itext.count());
        for item in control.children().filter(|child| child.name() == "item") {
            let words = item.child("label").map(|label| self.texts.words(label, At::Node(node), expressions));
            let words = words.unwrap_or_default();
            let Some(value) = item.child("value").map(Element::text).filter(|value| !value.is_empty()) else {
                expressions.findings.warning(item.place(), Message::ChoiceNameMissing);
                continue;
            };
            if words.text.is_none() && words.media.is_empty() {
                expressions.findings.warning(item.place(), Message::ChoiceLabelMissing);
            }
            list.push(Choice { name: value.to_owned(), label: words.text, media: words.media, columns: Vec::new() });
        }
        if list.is_empty() {
            expressions.findings.warning(control.place(), Message::ListEmpty { list: path.to_owned() });
        }
        self.lists.push(list);
        plain(ChoiceSource::List(self.lists.len() - 1))
    }

    fn itemset(
        &mut self,
        itemset: Element<'a>,
        node: usize,
        path: &str,
        expressions: &mut Expressions,
    ) -> Option<Choices> {
        let place = itemset.place_of("nodeset");
        let raw = itemset.attribute("nodeset").unwrap_or_default();
        let invalid = || Message::ItemsetInvalid { text: raw.trim().to_owned() };
        let Some(nodeset) = Nodeset::read(raw.trim()) else {
            expressions.findings.error(place, invalid());
            return None;
        };
        let column = |name: &str| {
            let child = itemset.child(name)?;
            let raw = child.attribute("ref").or_else(|| child.attribute("value")).unwrap_or_default().trim();
            Some((itext_id(raw).is_some(), local(raw.strip_prefix("./").unwrap_or(raw))))
        };
        let value_ref = column("value").map_or("name", |(_, column)| column).to_owned();
        let label_ref = match column("label") {
            Some((true, _)) | None => "label",
            Some((false, column)) => column,
        };
        let filters: Vec<String> = nodeset.filters.iter().map(|filter| (*filter).to_owned()).collect();
        let filter = match &filters[..] {
            [] => None,
            [one] => Some(one.clone()),
            several => Some(several.iter().map(|filter| format!("({filter})")).collect::<Vec<_>>().join(" and ")),
        };
        let source = if let Some((id, _)) = instance_call(nodeset.items) {
            let Some(source) = self.secondaries.by_id.get(id).cloned() else {
                let known = self.secondaries.by_id.keys().copied();
                let message = Message::InstanceUnknown { name: id.to_owned() };
                expressions.findings.error(place, message).near(Known::List, id, known);
                return None;
            };
            if let ChoiceSource::External(at) = source {
                for column in [value_ref.as_str(), label_ref] {
                    self.asked.push((at, column.to_owned(), place.clone()));
                }
            }
            source
        } else {
            // The items are instances of a repeat, or whatever nodes stand there; the engine offers them by a question.
            let question = self
                .references
                .resolve(nodeset.items, path)
                .and_then(|items| expressions.paths.tree.find(&format!("{items}/{value_ref}")));
            let Some(question) = question else {
                expressions.findings.error(place, invalid());
                return None;
            };
            ChoiceSource::Repeat(DefId(u32::try_from(question).unwrap_or(u32::MAX)))
        };
        let filter = filter.and_then(|filter| expressions.compile(&filter, At::Items { asker: node }, &place));
        let randomize = nodeset.randomize.map(|seed| {
            let seed = (!seed.is_empty()).then(|| expressions.compile(seed, At::Node(node), &place));
            Randomize { seed: seed.flatten() }
        });
        Some(Choices { source, filter, value_ref, label_ref: label_ref.to_owned(), randomize })
    }

    /// `query`: the rows of one list in a file that holds many.
    fn queried(
        &mut self,
        control: Element<'a>,
        query: &str,
        node: usize,
        expressions: &mut Expressions,
    ) -> Option<Choices> {
        let place = control.place_of("query");
        let nodeset = Nodeset::read(query.trim());
        let Some((nodeset, (list, _))) =
            nodeset.and_then(|read| Some((instance_call(read.items)?, read))).map(|(call, read)| (read, call))
        else {
            expressions.findings.error(place, Message::ItemsetInvalid { text: query.trim().to_owned() });
            return None;
        };
        let externals = &mut self.secondaries.externals;
        let at = externals.iter().position(|external| external.file == ITEMSETS).unwrap_or_else(|| {
            externals.push(External { instance: ITEMSETS.to_owned(), file: ITEMSETS.to_owned() });
            externals.len() - 1
        });
        let mut filter = format!("list_name = '{list}'");
        for further in &nodeset.filters {
            filter.push_str(&format!(" and ({further})"));
        }
        let filter = expressions.compile(&filter, At::Items { asker: node }, &place);
        Some(Choices { filter, ..plain(ChoiceSource::External(at)) })
    }
}

fn plain(source: ChoiceSource) -> Choices {
    Choices { source, filter: None, value_ref: "name".to_owned(), label_ref: "label".to_owned(), randomize: None }
}

/// By list: the child of its items that names the label among the texts, where it is another than the converter's.
pub(super) fn text_ids<'a>(itemsets: impl Iterator<Item = Element<'a>>) -> BTreeMap<&'a str, &'a str> {
    let named = itemsets.filter_map(|itemset| {
        let nodeset = Nodeset::read(itemset.attribute("nodeset")?.trim())?;
        let (id, _) = instance_call(nodeset.items)?;
        Some((id, local(itext_id(itemset.child("label")?.attribute("ref")?)?)))
    });
    named.collect()
}

impl<'t> Nodeset<'t> {
    fn read(text: &'t str) -> Option<Self> {
        let mut nodeset = match text.strip_prefix("randomize(") {
            Some(inner) => {
                let inner = inner.trim_end().strip_suffix(')')?;
                let comma = top_level(inner, ',').last();
                let (items, seed) = comma.map_or((inner, ""), |at| (&inner[..at], &inner[at + 1..]));
                Self { items: items.trim(), filters: Vec::new(), randomize: Some(seed.trim()) }
            }
            None => Self { items: text, filters: Vec::new(), randomize: None },
        };
        let all = nodeset.items;
        if let Some(first) = top_level(all, '[').next() {
            nodeset.items = all[..first].trim();
            let mut rest = &all[first..];
            while let Some(inner) = rest.strip_prefix('[') {
                let end = top_level(inner, ']').next()?;
                nodeset.filters.push(inner[..end].trim());
                rest = inner[end + 1..].trim_start();
            }
            if !rest.is_empty() {
                return None;
            }
        }
        (!nodeset.items.is_empty()).then_some(nodeset)
    }
}

/// Where a character stands outside of brackets and quotes.
fn top_level(text: &str, wanted: char) -> impl Iterator<Item = usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    text.char_indices().filter_map(move |(at, character)| {
        if let Some(open) = quote {
            quote = (character != open).then_some(open);
            return None;
        }
        let found = depth == 0 && character == wanted;
        match character {
            '\'' | '"' => quote = Some(character),
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        found.then_some(at)
    })
}
