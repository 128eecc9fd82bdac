//! A form opened and answered, as the app does it.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use form::view::{Body, ControlView, NodeId, NodeView};
use form::{Changes, Compiled, Fact, FormDefinition, Host, Instance, Moment};
use record::Timestamp;
use sheet::{Limits, Table};

/// Why something could not be measured.
pub type Failure = Box<dyn std::error::Error>;

/// A device with tables and nothing else.
pub struct Device {
    files: BTreeMap<String, Rc<Table>>,
}

impl Device {
    pub fn new(files: &BTreeMap<String, Table>) -> Self {
        Self { files: files.iter().map(|(name, table)| (name.clone(), Rc::new(table.clone()))).collect() }
    }
}

impl Host for Device {
    fn fact(&self, _: Fact) -> String {
        String::new()
    }

    fn table(&self, file: &str) -> Option<Rc<Table>> {
        self.files.get(file).cloned()
    }
}

/// Always the same time, and the same chance.
pub fn moment() -> Moment {
    Moment { now: Timestamp::new(1_768_464_000_000, 480), seed: 1 }
}

/// The definition that a workbook's bytes hold.
///
/// # Errors
/// What keeps the workbook from being a form.
pub fn compile(workbook: &[u8], files: &BTreeMap<String, Table>) -> Result<FormDefinition, Failure> {
    let workbook = sheet::read_xlsx(workbook, &Limits::default())?;
    let Compiled { form, problems } = form::compile(&workbook, files);
    form.ok_or_else(|| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ").into())
}

/// A form being filled, with the views that a page has drawn.
pub struct Filling {
    pub instance: Instance,
    drawn: RefCell<HashSet<NodeId>>,
}

impl Filling {
    /// Begins, and draws the first page.
    pub fn begin(form: &Rc<FormDefinition>, device: &Rc<Device>) -> Self {
        let instance = Instance::new(Rc::clone(form), Rc::<Device>::clone(device), moment());
        let filling = Self { instance, drawn: RefCell::default() };
        filling.draw_page(0);
        filling
    }

    /// Draws a page and all that is on it; says how many nodes that are.
    pub fn draw_page(&self, page: usize) -> usize {
        self.instance.pages().into_iter().nth(page).map_or(0, |page| self.draw(page.nodes))
    }

    /// Draws all pages.
    pub fn draw_all(&self) -> usize {
        self.instance.pages().into_iter().map(|page| self.draw(page.nodes)).sum()
    }

    fn draw(&self, mut open: Vec<NodeId>) -> usize {
        let mut drawn = 0;
        while let Some(node) = open.pop() {
            let Some(view) = self.instance.view(node) else { continue };
            drawn += 1;
            self.drawn.borrow_mut().insert(node);
            match &view.body {
                Body::Group { children } | Body::RepeatInstance { children, .. } => open.extend(children),
                Body::Repeat { instances, .. } => open.extend(instances),
                Body::Question(_) => {}
            }
        }
        drawn
    }

    pub fn view(&self, path: &str) -> Option<Rc<NodeView>> {
        self.instance.view(self.instance.node_at(path)?)
    }

    /// Answers, and draws anew what the answer changed: of what is on a drawn page that alone, and where questions come or
    /// go the pages.
    ///
    /// # Errors
    /// As [`Instance::answer`].
    pub fn answer(&mut self, path: &str, text: &str) -> Result<Changes, Failure> {
        let node = self.instance.node_at(path).ok_or("no such question")?;
        let changes = self.instance.answer(node, text, moment())?;
        if changes.structure {
            self.draw_all();
        } else {
            let drawn = self.drawn.borrow();
            changes.nodes.iter().filter(|node| drawn.contains(node)).for_each(|&node| drop(self.instance.view(node)));
        }
        Ok(changes)
    }

    /// What stands in a question, and how many choices it offers.
    pub fn seen(&self, path: &str) -> (String, usize) {
        let view = self.view(path);
        match view.as_ref().map(|view| &view.body) {
            Some(Body::Question(question)) => {
                let offered = match &question.control {
                    ControlView::Select { choices } => choices.len(),
                    _ => 0,
                };
                (question.value.clone(), offered)
            }
            _ => Default::default(),
        }
    }
}
