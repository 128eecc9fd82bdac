//! What `instance('name')` can mean: attached files, and choice lists by their name.
//!
//! Start at [`Instances::add_file`].

use std::collections::BTreeMap;

use sheet::Table;

use crate::definition::External;
use crate::problem::{Known, Message, Place};
use crate::xlsform::findings::{self, Findings};
use crate::xlsform::types::split_file;

/// The secondary instances of a form, by name.
#[derive(Default)]
pub(super) struct Instances {
    pub externals: Vec<External>,
    by_name: BTreeMap<String, usize>,
    declared: Vec<String>,
}

impl Instances {
    /// Adds a file under the name without its ending, and gives its place among the externals.
    pub fn add_file(&mut self, file: &str, place: &Place, findings: &mut Findings) -> usize {
        let (instance, _) = split_file(file);
        if let Some(&at) = self.by_name.get(instance) {
            if self.externals[at].file != file {
                findings.error(place.clone(), Message::InstanceTwice { name: instance.to_owned() });
            }
            return at;
        }
        let at = self.externals.len();
        self.by_name.insert(instance.to_owned(), at);
        self.externals.push(External { instance: instance.to_owned(), file: file.to_owned() });
        at
    }

    /// Adds a row of type `csv-external` or `xml-external`, whose name no other such row may have.
    pub fn declare(&mut self, name: &str, ending: &str, place: &Place, findings: &mut Findings) {
        if self.declared.iter().any(|declared| declared == name) {
            findings.error(place.clone(), Message::InstanceTwice { name: name.to_owned() });
        }
        self.declared.push(name.to_owned());
        // The name is the instance's, whatever dots it has.
        match self.by_name.get(name) {
            Some(&at) if self.externals[at].file != format!("{name}.{ending}") => {
                findings.error(place.clone(), Message::InstanceTwice { name: name.to_owned() });
            }
            Some(_) => {}
            None => {
                self.by_name.insert(name.to_owned(), self.externals.len());
                self.externals.push(External { instance: name.to_owned(), file: format!("{name}.{ending}") });
            }
        }
    }

    /// Adds the files that calls of `pulldata` in an expression read.
    pub fn add_pulldata(&mut self, text: &str, place: &Place, findings: &mut Findings) {
        for (at, call) in text.match_indices("pulldata(") {
            let rest = &text[at + call.len()..];
            let Some(comma) = rest.find(',') else { continue };
            let name = rest[..comma].replace(['\'', '"'], "");
            let name = name.trim();
            if name.is_empty() || name.contains("${") {
                continue;
            }
            match self.by_name.get(name) {
                Some(&known) if self.externals[known].file != format!("{name}.csv") => {
                    findings.error(place.clone(), Message::InstanceTwice { name: name.to_owned() });
                }
                Some(_) => {}
                None => {
                    self.by_name.insert(name.to_owned(), self.externals.len());
                    self.externals.push(External { instance: name.to_owned(), file: format!("{name}.csv") });
                }
            }
        }
    }

    pub fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// Whether a row of its own declares it.
    pub fn is_declared(&self, name: &str) -> bool {
        self.declared.iter().any(|declared| declared == name)
    }

    /// Says which files are not there, and which lack a column that is asked for.
    pub fn check_files(
        &self,
        files: &BTreeMap<String, Table>,
        asked: &[(usize, String, Place)],
        own_lists: &[&str],
        findings: &mut Findings,
    ) {
        let place = findings::sheet("survey");
        // A list that the form itself fills is the ledger's to give.
        let own = |external: &External| own_lists.contains(&external.instance.as_str());
        for external in self.externals.iter().filter(|external| !own(external)) {
            if !external.file.ends_with(".csv") {
                let message = Message::FileKindUnread { file: external.file.clone() };
                findings.warning(place.clone(), message);
            } else if !files.contains_key(&external.file) {
                let mut problem = findings.warning(place.clone(), Message::FileMissing { file: external.file.clone() });
                problem.near(Known::File, &external.file, files.keys().map(String::as_str));
            }
        }
        for (external, column, place) in asked {
            let Some(external) = self.externals.get(*external) else { continue };
            let Some(table) = files.get(&external.file) else { continue };
            if table.column(column).is_none() {
                let message = Message::FileColumnMissing { file: external.file.clone(), column: column.clone() };
                let mut problem = findings.warning(place.clone(), message);
                problem.near(Known::Column, column, table.columns.iter().map(String::as_str));
            }
        }
    }
}
