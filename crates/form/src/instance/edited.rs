//! A finished record, to be filled once more: edited as its next revision, or taken as the pattern of a new one.
//!
//! A record holds answers and not an instance, so a snapshot is made of them: every value where it stood, as it would have
//! been typed. Start at [`Instance::from_record`].

use std::rc::Rc;

use record::part::LABEL;
use record::{EntityChange, EntityChangeKind, Submission};
use serde_json::{Map, Value};

use super::snapshot::{SavedRemark, SavedRepeat, SavedValue};
use super::{Instance, RestoreError, Snapshot, value};
use crate::definition::{Control, DefId, Default, FormDefinition, NodeKind, Preload};
use crate::entity::Base;
use crate::host::{Host, Moment};
use crate::instance::node::Document;
use crate::view::NodeId;

impl Instance {
    /// The instance that a record was made of, to be edited. All calculations run once more, as in [`Instance::reopen`]; an
    /// entity that the record made or changed is the same one again, from the same state of it.
    ///
    /// # Errors
    /// As [`Instance::restore`].
    pub fn from_record(
        form: Rc<FormDefinition>,
        host: Rc<dyn Host>,
        record: &Submission,
        moment: Moment,
    ) -> Result<Self, RestoreError> {
        let snapshot = snapshot_of(&form, record, moment);
        let mut instance = super::snapshot::restore(Rc::clone(&form), host, &snapshot)?;
        instance.remember_identity(&record.record.instance_id());
        instance.remember_entities(record);
        instance.calculate_anew(moment);
        Ok(instance)
    }

    /// Answers as a record does, on an instance of its own. What is noted by the device or only to be read stays as it is, and
    /// so do attached files: those belong to what they were made for. What is calculated is written over only where it comes
    /// out differently. A question that this form does not have, or where the answer is not taken, is passed over.
    pub fn answer_as(&mut self, record: &Submission, moment: Moment) {
        let form = Rc::clone(self.form());
        let snapshot = snapshot_of(&form, record, moment);
        for repeat in &snapshot.repeats {
            let Some(place) = self.node_at(&repeat.path) else { continue };
            while self.document[place].children.len() < repeat.instances && self.add_repeat(place, moment).is_ok() {}
        }
        // Calculations come out once all that they read is there.
        for is_calculated in [false, true] {
            for value in &snapshot.values {
                let Some(node) = self.node_at(&value.path).filter(|&node| self.is_typed(node)) else { continue };
                let bind = &self.document.def(node).bind;
                let is_its_turn = bind.calculate.is_some() == is_calculated;
                if is_its_turn && self.document[node].seen() != value.text {
                    let _not_taken = self.answer(node, &value.text, moment).is_err();
                }
            }
        }
    }

    /// Whether a person answers the question, and nobody else.
    fn is_typed(&self, id: NodeId) -> bool {
        let definition = self.document.def(id);
        let is_asked = matches!(&definition.kind, NodeKind::Question { control, .. }
            if !matches!(control, Control::Hidden { .. } | Control::Note | Control::Upload { .. }));
        let is_given = matches!(definition.default, Some(Default::Dynamic(_)));
        is_asked && !is_given && definition.bind.readonly.is_none()
    }

    /// The one piece of metadata that names the record, which a record does not hold among its answers.
    fn remember_identity(&mut self, instance_id: &str) {
        for id in self.document.subtree(Document::ROOT) {
            if let Some((_, Control::Hidden { preload: Some(Preload::InstanceId) })) = self.document.question(id) {
                self.document[id].text = instance_id.to_owned();
            }
        }
    }

    /// Entities are those of the record: matched by list and id, or, where the form leaves the id to chance, in their order.
    fn remember_entities(&mut self, record: &Submission) {
        let mut left: Vec<_> = record.entities.iter().collect();
        for (scope, index, declared) in self.declared_with_index() {
            let is_it = |change: &&EntityChange| {
                let named = declared.id.as_deref().is_none_or(|id| id == change.entity.as_str());
                change.list.as_str() == declared.list && named
            };
            let Some(at) = left.iter().position(is_it) else { continue };
            let change = left.remove(at);
            let base = change.base.clone().filter(|_| change.kind == EntityChangeKind::Update);
            // What was said by several at once is nothing that stays, but where all of them said so.
            let is_agreed = |name: &&String| record.parents.len() < 2 || change.unchanged.contains(*name);
            let personal = self.host.personal(&declared.list).iter().filter(|name| self.saves(index, name));
            let said = |name: &String| {
                let text = if name == LABEL { change.label.as_ref() } else { change.properties.get(name) };
                // What the record does not have is blank, and stays so.
                (name.clone(), text.cloned().unwrap_or_default())
            };
            let person = personal.filter(is_agreed).map(said).collect();
            self.bases.insert((index, scope), Base { entity: change.entity.to_string(), base, person });
        }
    }
}

fn snapshot_of(form: &FormDefinition, record: &Submission, moment: Moment) -> Snapshot {
    let mut snapshot = Snapshot {
        format: super::snapshot::FORMAT,
        form: form.id.clone(),
        version: form.version.clone(),
        now: moment.now,
        seed: moment.seed,
        first_seed: moment.seed,
        language: 0,
        repeats: Vec::new(),
        values: Vec::new(),
        entities: Vec::new(),
        remarks: Vec::new(),
        removed: None,
        audit: Vec::new(),
    };
    if let Some(root) = form.nodes.first() {
        read(form, &root.children, &root.path, &record.answers, &mut snapshot);
    }
    snapshot.remarks = record.remarks.iter().map(|remark| SavedRemark::of(remark, record.finalized_at)).collect();
    snapshot
}

fn read(form: &FormDefinition, children: &[DefId], path: &str, object: &Map<String, Value>, snapshot: &mut Snapshot) {
    for node in children.iter().filter_map(|&child| form.node(child)) {
        let path = format!("{path}/{}", node.name);
        match (&node.kind, object.get(&node.name)) {
            (NodeKind::Question { data_type, .. }, Some(json)) => {
                let text = value::from_json(*data_type, json);
                if !text.is_empty() {
                    snapshot.values.push(SavedValue { path, text, edited: false });
                }
            }
            (NodeKind::Repeat { .. }, Some(Value::Array(instances))) => {
                let repeat = SavedRepeat { path: path.clone(), instances: instances.len(), parked: 0 };
                snapshot.repeats.push(repeat);
                for (at, instance) in instances.iter().enumerate() {
                    if let Value::Object(object) = instance {
                        read(form, &node.children, &format!("{path}[{}]", at + 1), object, snapshot);
                    }
                }
            }
            (NodeKind::Repeat { .. }, _) => {
                snapshot.repeats.push(SavedRepeat { path, instances: 0, parked: 0 });
            }
            (_, Some(Value::Object(object))) => read(form, &node.children, &path, object, snapshot),
            // A group that was not relevant has no answers, but its repeats are there.
            (_, None) => read(form, &node.children, &path, &Map::new(), snapshot),
            _ => {}
        }
    }
}
