//! A finished form: what goes into the record.
//!
//! Only what is relevant: blank answers are null, groups are objects, repeats are arrays, notes are nothing.

use record::{EntityChange, Remark};
use serde_json::{Map, Value};

use crate::definition::{Control, DataType};
use crate::host::Moment;
use crate::instance::Instance;
use crate::instance::node::{Document, Role};
use crate::instance::value;
use crate::validate::Invalid;
use crate::view::NodeId;

/// Names the evaluation of the instance name.
const INSTANCE_NAME: u32 = u32::MAX - 4;

/// The content of a record, all rules kept.
#[derive(Clone, PartialEq, Debug)]
pub struct Finished {
    /// In form order, in the shape that OData gives submissions, without `meta`.
    pub answers: Map<String, Value>,
    pub instance_name: Option<String>,
    pub entities: Vec<EntityChange>,
    /// Files that answers name.
    pub attachments: Vec<String>,
    pub remarks: Vec<Remark>,
}

impl Instance {
    /// The record's content, if nothing is wrong.
    ///
    /// # Errors
    /// All that is wrong, in document order; it shows in the views from now on.
    pub fn finalize(&mut self, moment: Moment) -> Result<Finished, Vec<Invalid>> {
        self.moment = moment;
        self.preload_end();
        let invalid = self.validate();
        if !invalid.is_empty() {
            return Err(invalid);
        }
        Ok(self.as_it_stands())
    }

    /// The record's content as it stands, whether or not all rules are kept: for who joins what others have finished.
    pub fn as_it_stands(&self) -> Finished {
        Finished {
            answers: self.answers(),
            instance_name: self.instance_name(),
            entities: self.entity_changes(),
            attachments: self.attachments(),
            remarks: self.remarks_to_send(),
        }
    }

    /// The answers as the record would have them now, valid or not.
    #[doc(hidden)]
    pub fn answers(&self) -> Map<String, Value> {
        self.object(Document::ROOT)
    }

    #[doc(hidden)]
    pub fn instance_name(&self) -> Option<String> {
        let name = self.text_of(self.document.form.instance_name.as_ref()?, Document::ROOT, INSTANCE_NAME);
        Some(name).filter(|name| !name.trim().is_empty())
    }

    /// The text that an XForms record would hold for a question; `None` where it would leave the node out.
    #[doc(hidden)]
    pub fn saved_text(&self, id: NodeId) -> Option<String> {
        let node = self.document.get(id).filter(|node| node.relevant)?;
        match self.document.question(id) {
            Some((data_type, _)) => Some(value::saved_text(data_type, node.seen())),
            None => Some(String::new()),
        }
    }

    fn object(&self, id: NodeId) -> Map<String, Value> {
        let mut object = Map::new();
        for &child in &self.document[id].children {
            let node = &self.document[child];
            let is_meta = id == Document::ROOT && self.document.def(child).name == "meta";
            if !node.relevant || is_meta {
                continue;
            }
            let value = match node.role {
                Role::Group | Role::Instance => Value::Object(self.object(child)),
                Role::Repeat => {
                    let relevant = node.children.iter().filter(|&&instance| self.document[instance].relevant);
                    Value::Array(relevant.map(|&instance| Value::Object(self.object(instance))).collect())
                }
                Role::Question => match self.document.question(child) {
                    None | Some((_, Control::Note)) => continue,
                    Some((data_type, _)) => value::to_json(data_type, node.seen(), self.moment.now.offset_minutes()),
                },
            };
            object.insert(self.document.def(child).name.clone(), value);
        }
        object
    }

    fn attachments(&self) -> Vec<String> {
        let mut files = Vec::new();
        for id in self.document.subtree(Document::ROOT) {
            let node = &self.document[id];
            let is_file = matches!(self.document.question(id), Some((DataType::Binary, _)));
            if is_file && node.relevant && !node.seen().is_empty() && !files.iter().any(|file| file == node.seen()) {
                files.push(node.seen().to_owned());
            }
        }
        files
    }
}
