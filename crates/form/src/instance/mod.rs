//! A form being filled: the one mutable tree.
//!
//! Everything that changes an instance goes through [`Instance::apply`], with the moment in which it happens. The same
//! actions at the same moments give the same instance, so a draft is a [`Snapshot`] and a journal of actions.
//!
//! Start at [`Instance::new`]. Inside: `node` is the arena, `repeat` its growth, `tree` and `secondary` what expressions see
//! of it, `value` how texts are read, `snapshot` what is kept. What follows from an answer is in `crate::recalc`.

mod edited;
pub(crate) mod node;
pub(crate) mod outside;
pub(crate) mod path;
mod repeat;
pub(crate) mod secondary;
pub(crate) mod snapshot;
pub(crate) mod tree;
pub(crate) mod value;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use crate::actions::{Action, ActionError, Edit};
use crate::definition::FormDefinition;
use crate::entity::Bases;
use crate::graph::Graph;
use crate::host::{Host, Moment};
use crate::page::Pages;
use crate::recalc::Work;
use crate::remarks::Said;
use crate::view::{NodeId, Views};
use node::Document;
use outside::Paths;

pub use snapshot::{RestoreError, Snapshot};

/// A form being filled.
pub struct Instance {
    pub(crate) document: Document,
    pub(crate) host: Rc<dyn Host>,
    /// Of the last action.
    pub(crate) moment: Moment,
    pub(crate) language: usize,
    /// Of the first action: what is random once and for all in this instance.
    pub(crate) seed: u64,
    pub(crate) work: Work,
    pub(crate) bases: Bases,
    /// Blank questions that new entities lacked a label for when the form was last validated.
    pub(crate) nameless: BTreeSet<NodeId>,
    pub(crate) remarks: BTreeMap<NodeId, Said>,
    pub(crate) removed: Option<repeat::Removed>,
    /// What was looked at, where the form asks for an audit; read by `crate::audit` alone.
    pub(crate) audit: Vec<String>,
    pub(crate) pages: Pages,
    pub(crate) views: Views,
    pub(crate) paths: Paths,
    /// While a snapshot is read back: values stand as they were, nothing is calculated.
    pub(crate) restoring: bool,
    /// Questions that wait for the place where the device is.
    pub(crate) places_wanted: BTreeSet<NodeId>,
    pub(crate) counts: Counters,
    pub(crate) steps: Cell<u64>,
    /// What took more steps or gave more text than it may, and is blank for that: by node and purpose.
    pub(crate) unfinished: RefCell<BTreeSet<(NodeId, u32)>>,
}

/// What an action did to what is drawn.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Changes {
    /// Nodes whose view may differ, ascending.
    pub nodes: Vec<NodeId>,
    /// Pages, or the children of a group or repeat, may differ.
    pub structure: bool,
}

/// Work that was done, in units that do not depend on the machine.
#[doc(hidden)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Expressions.
    pub evaluations: u64,
    /// Parts of expressions, and nodes that they looked at.
    pub steps: u64,
    /// Vertices that were taken up as dirty.
    pub visited: u64,
    /// Views that were put together.
    pub drawn: u64,
    /// Rows of lists and tables that were read into an index.
    pub indexed: u64,
}

impl std::ops::Sub for Counts {
    type Output = Counts;

    fn sub(self, before: Counts) -> Counts {
        Counts {
            evaluations: self.evaluations - before.evaluations,
            steps: self.steps - before.steps,
            visited: self.visited - before.visited,
            drawn: self.drawn - before.drawn,
            indexed: self.indexed - before.indexed,
        }
    }
}

/// [`Counts`] while they grow.
#[derive(Default)]
pub(crate) struct Counters {
    pub evaluations: Cell<u64>,
    pub steps: Cell<u64>,
    pub visited: Cell<u64>,
    pub drawn: Cell<u64>,
}

impl Instance {
    /// A new, empty instance: defaults, metadata, the first instance of each repeat, calculations.
    pub fn new(form: Rc<FormDefinition>, host: Rc<dyn Host>, moment: Moment) -> Self {
        let mut instance = Self::bare(form, host, moment);
        instance.begin();
        instance
    }

    /// Another new instance of the same form, as [`Instance::new`] makes it: what was worked out from the form is shared, so that
    /// filling it ten thousand times works it out once.
    pub fn another(&self, host: Rc<dyn Host>, moment: Moment) -> Self {
        let mut instance = Self::with_graph(Rc::clone(self.form()), Rc::clone(&self.document.graph), host, moment);
        instance.begin();
        instance
    }

    /// The instance that a snapshot was taken of: every value stands as it stood, and nothing that runs once runs again.
    ///
    /// # Errors
    /// [`RestoreError`] if the snapshot is of another form or of a newer program.
    pub fn restore(form: Rc<FormDefinition>, host: Rc<dyn Host>, snapshot: &Snapshot) -> Result<Self, RestoreError> {
        snapshot::restore(form, host, snapshot)
    }

    /// As [`Instance::restore`] for a record that is opened again to be edited: all calculations run once more, as the field
    /// has it, so that a calculation that a person wrote over is calculated anew.
    ///
    /// # Errors
    /// As [`Instance::restore`].
    pub fn reopen(
        form: Rc<FormDefinition>,
        host: Rc<dyn Host>,
        snapshot: &Snapshot,
        moment: Moment,
    ) -> Result<Self, RestoreError> {
        let mut instance = snapshot::restore(form, host, snapshot)?;
        instance.calculate_anew(moment);
        Ok(instance)
    }

    /// What happens when a finished record is opened again.
    fn calculate_anew(&mut self, moment: Moment) {
        self.moment = moment;
        for id in self.document.subtree_with_parked(Document::ROOT) {
            self.document[id].edited = false;
        }
        self.recalculate();
        self.set_on_load();
        self.finish();
    }

    /// All that a draft needs to go on.
    pub fn snapshot(&self) -> Snapshot {
        snapshot::take(self)
    }

    /// Does what a person did, and all that follows from it. The one way in.
    ///
    /// # Errors
    /// [`ActionError`]; the instance is as it was.
    pub fn apply(&mut self, action: &Action, moment: Moment) -> Result<Changes, ActionError> {
        self.perform(action, moment)
    }

    /// Answers a question.
    ///
    /// # Errors
    /// As [`Instance::apply`].
    pub fn answer(&mut self, node: NodeId, text: &str, moment: Moment) -> Result<Changes, ActionError> {
        self.edit(node, Edit::Answer(text), moment)
    }

    /// Adds an instance to the repeat with this place, as its last.
    ///
    /// # Errors
    /// As [`Instance::apply`].
    pub fn add_repeat(&mut self, node: NodeId, moment: Moment) -> Result<Changes, ActionError> {
        self.edit(node, Edit::AddRepeat, moment)
    }

    /// Removes one instance of a repeat.
    ///
    /// # Errors
    /// As [`Instance::apply`].
    pub fn remove_repeat(&mut self, node: NodeId, moment: Moment) -> Result<Changes, ActionError> {
        self.edit(node, Edit::RemoveRepeat, moment)
    }

    /// Shows the form in another language. Also an [`Action`], for forms that calculate with labels.
    pub fn set_language(&mut self, language: usize) -> Changes {
        self.speak(language)
    }

    pub fn language(&self) -> usize {
        self.language
    }

    pub fn form(&self) -> &Rc<FormDefinition> {
        &self.document.form
    }

    /// The node at a path such as `/data/visits[2]/note`. A repeat's path without a position is its place.
    pub fn node_at(&self, path: &str) -> Option<NodeId> {
        self.document.find(path).filter(|&id| self.document[id].alive)
    }

    /// The path of a node, with positions; of a node that is gone, empty.
    pub fn path(&self, node: NodeId) -> String {
        self.document.get(node).map(|_| self.document.path(node)).unwrap_or_default()
    }

    #[doc(hidden)]
    pub fn is_relevant(&self, node: NodeId) -> bool {
        self.document.get(node).is_some_and(|node| node.relevant)
    }

    /// Where an expression took more than it may ([`limits`](crate::limits)) when it was evaluated last, so that what it
    /// says is blank: each place once.
    pub fn unfinished(&self) -> Vec<NodeId> {
        let mut nodes: Vec<NodeId> = self.unfinished.borrow().iter().map(|&(node, _)| node).collect();
        nodes.dedup();
        nodes.retain(|&node| self.document[node].alive);
        nodes
    }

    /// How many expressions were ever evaluated.
    #[doc(hidden)]
    pub fn evaluations(&self) -> u64 {
        self.counts.evaluations.get()
    }

    /// All the work that was ever done: what tests show to follow what changed, and not the size of the form.
    #[doc(hidden)]
    pub fn counts(&self) -> Counts {
        Counts {
            evaluations: self.counts.evaluations.get(),
            steps: self.counts.steps.get(),
            visited: self.counts.visited.get(),
            drawn: self.counts.drawn.get(),
            indexed: self.document.secondaries.indexed(),
        }
    }

    /// Evaluates everything, as if all had changed. Gives the same instance.
    #[doc(hidden)]
    pub fn recalculate(&mut self) -> Changes {
        let nodes = self.document.subtree(Document::ROOT);
        self.touch_nodes(&nodes);
        self.finish()
    }

    /// An instance with nothing in it, not even what every new one has.
    pub(crate) fn bare(form: Rc<FormDefinition>, host: Rc<dyn Host>, moment: Moment) -> Self {
        let graph = Rc::new(Graph::new(&form));
        Self::with_graph(form, graph, host, moment)
    }

    fn with_graph(form: Rc<FormDefinition>, graph: Rc<Graph>, host: Rc<dyn Host>, moment: Moment) -> Self {
        let pages = Pages::new(&form);
        let language = form.default_language;
        Self {
            document: Document::new(form, graph, Rc::clone(&host)),
            host,
            moment,
            language,
            seed: moment.seed,
            work: Work::default(),
            bases: BTreeMap::new(),
            nameless: BTreeSet::new(),
            remarks: BTreeMap::new(),
            removed: None,
            audit: Vec::new(),
            pages,
            views: Views::default(),
            paths: RefCell::new(HashMap::new()),
            restoring: false,
            places_wanted: BTreeSet::new(),
            counts: Counters::default(),
            steps: Cell::new(0),
            unfinished: RefCell::default(),
        }
    }

    /// Ends an action: everything settles, and what may look different is told.
    pub(crate) fn finish(&mut self) -> Changes {
        self.steps.set(0);
        self.run();
        self.settle();
        let work = std::mem::take(&mut self.work);
        let mut nodes = work.changed;
        nodes.iter().for_each(|&id| self.document[id].told = false);
        nodes.retain(|&id| self.document[id].alive);
        nodes.sort_unstable();
        Changes { nodes, structure: work.structure }
    }
}
