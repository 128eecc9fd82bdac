//! The pages of a form and their counts, kept up to date question by question.
//!
//! Each top-level group or repeat is a page, and so is each run of top-level questions between two of them.

use crate::definition::{DefId, FormDefinition, NodeKind};
use crate::instance::Instance;
use crate::instance::node::{Document, Role, Standing};
use crate::markup;
use crate::view::{NodeId, PageView};

/// Pages as the definition has them, with counts of what is on them now.
pub(crate) struct Pages {
    pages: Vec<Page>,
    /// By definition: its page. The root has none.
    of: Vec<Option<usize>>,
}

struct Page {
    /// The group or repeat that the page is; `None` for a run of questions.
    section: Option<DefId>,
    /// Children of the root.
    slots: Vec<usize>,
    counts: Counts,
}

#[derive(Clone, Copy, Default)]
pub(crate) struct Counts {
    pub missing: usize,
    pub wrong: usize,
    pub answered: usize,
    pub doubtful: usize,
}

impl Counts {
    fn of(&mut self, standing: Standing) -> [Option<&mut usize>; 2] {
        match standing {
            Standing::Absent | Standing::Blank => [None, None],
            Standing::Missing => [Some(&mut self.missing), None],
            Standing::Answered => [Some(&mut self.answered), None],
            Standing::Doubtful => [Some(&mut self.answered), Some(&mut self.doubtful)],
            Standing::Wrong => [Some(&mut self.answered), Some(&mut self.wrong)],
        }
    }
}

impl Pages {
    pub fn new(form: &FormDefinition) -> Self {
        let mut pages: Vec<Page> = Vec::new();
        let mut of = vec![None; form.nodes.len()];
        let children = form.nodes.first().map(|root| &root.children[..]).unwrap_or_default();
        for (slot, &child) in children.iter().enumerate() {
            let Some(node) = form.node(child) else { continue };
            let section = (!matches!(node.kind, NodeKind::Question { .. })).then_some(child);
            match pages.last_mut().filter(|page| section.is_none() && page.section.is_none()) {
                Some(page) => page.slots.push(slot),
                None => pages.push(Page { section, slots: vec![slot], counts: Counts::default() }),
            }
            of[child.0 as usize] = Some(pages.len() - 1);
        }
        // Parents stand before their children.
        for (index, node) in form.nodes.iter().enumerate() {
            if of[index].is_none() {
                of[index] = node.parent.and_then(|parent| of[parent.0 as usize]);
            }
        }
        Self { pages, of }
    }

    fn page_of(&self, def: DefId) -> Option<usize> {
        self.of.get(def.0 as usize).copied().flatten()
    }

    fn recount(&mut self, def: DefId, from: Standing, to: Standing) {
        let Some(page) = self.page_of(def).and_then(|page| self.pages.get_mut(page)) else { return };
        page.counts.of(from).into_iter().flatten().for_each(|count| *count = count.saturating_sub(1));
        page.counts.of(to).into_iter().flatten().for_each(|count| *count += 1);
    }
}

impl Instance {
    /// The pages that have something on them.
    pub fn pages(&self) -> Vec<PageView> {
        let mut later = vec![0; self.pages.pages.len()];
        for page in self.put_off().filter_map(|id| self.pages.page_of(self.document[id].def)) {
            later[page] += 1;
        }
        self.shown_pages().map(|(at, nodes)| self.page_view(&self.pages.pages[at], nodes, later[at])).collect()
    }

    /// The place, among [`Instance::pages`], of the page that a node is on.
    pub fn page_of(&self, node: NodeId) -> Option<usize> {
        let page = self.pages.page_of(self.document.get(node)?.def)?;
        self.shown_pages().position(|(at, _)| at == page)
    }

    /// Questions on the pages whose label has every word of the search in it, in the order of the form, the first `most`.
    pub fn find_labels(&self, search: &str, most: usize) -> Vec<(NodeId, String)> {
        let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
        let nodes = self.document.subtree(Document::ROOT).into_iter();
        let asked = nodes.filter(|&id| self.document[id].role == Role::Question && self.document[id].visible);
        let labelled = asked.filter_map(|id| Some((id, self.rendered(self.document.def(id).label.as_ref()?, id)?)));
        let has_all = |(_, label): &(NodeId, String)| {
            let label = markup::plain(label).to_lowercase();
            words.iter().all(|word| label.contains(word))
        };
        labelled.filter(has_all).take(most).collect()
    }

    /// How many questions on the pages have an answer.
    pub fn answered(&self) -> usize {
        self.pages.pages.iter().map(|page| page.counts.answered).sum()
    }

    fn shown_pages(&self) -> impl Iterator<Item = (usize, Vec<NodeId>)> {
        self.pages.pages.iter().enumerate().filter_map(|(at, page)| {
            let root = &self.document[Document::ROOT];
            let top = page.slots.iter().filter_map(|&slot| root.children.get(slot).copied());
            let mut nodes: Vec<NodeId> = top.filter(|&id| self.document[id].visible).collect();
            if let Some(&group) =
                nodes.first().filter(|&&only| page.section.is_some() && self.document[only].role == Role::Group)
            {
                nodes = self.shown_children(group);
            }
            (!nodes.is_empty()).then_some((at, nodes))
        })
    }

    fn page_view(&self, page: &Page, nodes: Vec<NodeId>, later: usize) -> PageView {
        let section =
            page.section.and_then(|_| self.document[Document::ROOT].children.get(*page.slots.first()?).copied());
        let title = section.and_then(|id| self.rendered(self.document.def(id).label.as_ref()?, id));
        // A repeat stands on its page with all it has; a group is the page.
        let group = section.filter(|&id| self.document[id].role == Role::Group).map(|id| self.document.def(id));
        let media = group.map(|group| self.media(&group.media, None)).unwrap_or_default();
        let Counts { missing, wrong, answered, doubtful } = page.counts;
        PageView { title, nodes, media, missing, invalid: wrong, answered, later, doubtful }
    }

    /// The children of a node that are drawn.
    pub(crate) fn shown_children(&self, id: NodeId) -> Vec<NodeId> {
        self.document[id].children.iter().copied().filter(|&child| self.document[child].visible).collect()
    }

    /// Brings standing and visibility of everything unsettled up to date.
    pub(crate) fn settle(&mut self) {
        for id in self.take_unsettled() {
            if self.document[id].alive {
                let standing = self.standing(id);
                self.set_standing(id, standing);
                let visible = self.is_visible(id);
                self.set_visible(id, visible);
            }
        }
    }

    pub(crate) fn set_standing(&mut self, id: NodeId, standing: Standing) {
        let node = &mut self.document[id];
        let before = std::mem::replace(&mut node.standing, standing);
        if before != standing {
            let def = node.def;
            self.pages.recount(def, before, standing);
        }
    }

    fn is_visible(&self, id: NodeId) -> bool {
        let node = &self.document[id];
        if !node.relevant {
            return false;
        }
        match node.role {
            Role::Group => node.shown > 0,
            Role::Repeat => {
                let is_counted = matches!(self.document.def(id).kind, NodeKind::Repeat { count: Some(_) });
                !is_counted || node.shown > 0
            }
            Role::Instance => true,
            Role::Question => self.is_asked(id),
        }
    }

    /// Draws or hides a node; the group around it follows if that was its only child, or is its first.
    pub(crate) fn set_visible(&mut self, id: NodeId, visible: bool) {
        let mut id = id;
        let mut visible = visible;
        while self.document[id].visible != visible {
            self.document[id].visible = visible;
            self.work.structure = true;
            let Some(parent) = self.document[id].parent else { return };
            self.mark(parent);
            let shown = &mut self.document[parent].shown;
            *shown = if visible { *shown + 1 } else { shown.saturating_sub(1) };
            id = parent;
            visible = self.is_visible(parent);
        }
    }
}
