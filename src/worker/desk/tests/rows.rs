//! A row of the ledger's projection, and a record that says it.

use ledger::{EntityHistory, histories};
use record::{
    DeviceId, EntityChange, EntityId, FormRef, ListName, OfficerId, RecordId, Revision, Sha256, Submission, Timestamp,
};

/// One entity, said once, with its id for its name.
pub fn row(list: &str, id: &str, said: &[(&str, &str)]) -> EntityHistory {
    called(list, id, id, said)
}

/// The same with a name of its own.
pub fn called(list: &str, id: &str, label: &str, said: &[(&str, &str)]) -> EntityHistory {
    let change = EntityChange {
        label: Some(label.to_owned()),
        properties: said.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
        ..EntityChange::create(ListName::new(list), EntityId::new(id))
    };
    histories([&saying(vec![change])]).into_values().next().unwrap()
}

/// A record that says these.
pub fn saying(entities: Vec<EntityChange>) -> Revision {
    let at = Timestamp::new(1_772_326_800_000, 480);
    let revision = Revision::write(Submission {
        record: RecordId::new(at, [1; 10]),
        parents: Vec::new(),
        form: FormRef { id: "样例".to_owned(), version: "1".to_owned(), hash: Sha256::of(b"form") },
        device: DeviceId::new("样例"),
        officer: OfficerId::new("样例01"),
        finalized_at: at,
        sequence: 1,
        instance_name: None,
        answers: serde_json::Map::new(),
        entities,
        attachments: Vec::new(),
        remarks: Vec::new(),
        erasure: None,
        decision: None,
    });
    revision.unwrap()
}
