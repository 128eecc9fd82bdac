//! What `instance('name')` can mean: attached files, and choice lists by their name.
//!
//! Start at [`Instances::add_file`].

use std::collections::BTreeMap;

use crate::compiling::files::pulldata_names;
use crate::definition::External;
use crate::problem::{Message, Place};
use crate::xlsform::findings::Findings;
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
        for name in pulldata_names(text) {
            let name = name.as_str();
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
}
