//! Fills a form on the command line: `cargo run -p form --example fill -- FORM.xlsx|FORM.xml [FILE.csv ...] [/data/question=answer ...]`
//!
//! Prints what is wrong in the form; then each question with its label and value, after the answers; then the finished
//! record as JSON, or what keeps it from being finished. Answers are given in their order, and a repeat grows as far as one
//! needs it.

use std::collections::BTreeMap;
use std::error::Error;
use std::rc::Rc;

use form::view::{Body, NodeId};
use form::{FormDefinition, Host, Instance, Moment, Source};
use sheet::{Limits, Table};

/// The attached files by name; this device says nothing else about itself.
struct Files(BTreeMap<String, Rc<Table>>);

impl Host for Files {
    fn table(&self, file: &str) -> Option<Rc<Table>> {
        self.0.get(file).cloned()
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (answers, files): (Vec<_>, Vec<_>) = arguments.iter().partition(|argument| argument.starts_with("/data"));
    let Some((workbook, attached)) = files.split_first() else {
        return Err("usage: fill FORM.xlsx|FORM.xml [FILE.csv ...] [/data/question=answer ...]".into());
    };
    let mut tables = BTreeMap::new();
    for file in attached {
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned();
        let table = sheet::read_attached(&name, &std::fs::read(file)?, &Limits::default())?;
        tables.insert(name, table);
    }
    let form = read(workbook, &tables)?;

    let now = "2026-01-15T08:00:00.000+08:00".parse()?; // a real caller asks its clock
    let moment = Moment { now, seed: 1 };
    let files = tables.into_iter().map(|(name, table)| (name, Rc::new(table))).collect();
    let mut instance = Instance::new(Rc::new(form), Rc::new(Files(files)), moment);
    for answer in answers {
        let Some((path, text)) = answer.split_once('=') else { return Err(format!("{answer}: no `=`").into()) };
        let node = reach(&mut instance, path, moment)?;
        instance.answer(node, text, moment)?;
    }
    for page in instance.pages() {
        page.nodes.iter().for_each(|&node| print(&instance, node, 0));
    }
    match instance.finalize(moment) {
        Ok(finished) => println!("{}", serde_json::to_string_pretty(&finished.answers)?),
        Err(invalid) => invalid.iter().for_each(|invalid| println!("{}: {:?}", invalid.path, invalid.violation)),
    }
    Ok(())
}

fn read(workbook: &str, tables: &BTreeMap<String, Table>) -> Result<FormDefinition, Box<dyn Error>> {
    let source = Source::read(&std::fs::read(workbook)?, &Limits::default()).map_err(|problem| problem.to_string())?;
    let compiled = source.compile(tables);
    compiled.problems.iter().for_each(|problem| eprintln!("{problem}"));
    compiled.form.ok_or_else(|| "the form cannot be used as it is".into())
}

/// The node at a path; repeats on the way get as many instances as the path's positions ask for.
fn reach(instance: &mut Instance, path: &str, moment: Moment) -> Result<NodeId, Box<dyn Error>> {
    loop {
        if let Some(node) = instance.node_at(path) {
            return Ok(node);
        }
        let repeats = path.match_indices('[').map(|(at, _)| &path[..at]);
        let short = repeats.filter(|repeat| {
            let position = path[repeat.len() + 1..].split(']').next();
            instance.node_at(repeat).is_some()
                && position.is_some_and(|position| instance.node_at(&format!("{repeat}[{position}]")).is_none())
        });
        let Some(repeat) = short.last().and_then(|repeat| instance.node_at(repeat)) else {
            return Err(format!("{path}: there is no such question").into());
        };
        instance.add_repeat(repeat, moment)?;
    }
}

fn print(instance: &Instance, node: NodeId, depth: usize) {
    let Some(view) = instance.view(node) else { return };
    let label = view.label.as_deref().unwrap_or(&view.name);
    let indent = "  ".repeat(depth);
    match &view.body {
        Body::Question(question) => println!("{indent}{label}: {}", question.value),
        Body::Group { children } | Body::RepeatInstance { children, .. } => {
            println!("{indent}{label}");
            children.iter().for_each(|&child| print(instance, child, depth + 1));
        }
        Body::Repeat { instances, .. } => instances.iter().for_each(|&each| print(instance, each, depth)),
    }
}
