//! What the engine may ask of outside, and the moment in which an action happens.

use std::collections::BTreeMap;
use std::rc::Rc;

use record::Timestamp;
use sheet::Table;

/// When an action happened and the chance it had. The same action at the same moment gives the same instance, which is
/// what makes a journal replay equal to the edits: `now()`, `today()`, `uuid()` and `random()` come from here only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moment {
    pub now: Timestamp,
    pub seed: u64,
}

/// Facts about the device and its user that a form may ask for as metadata.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fact {
    DeviceId,
    Username,
    Email,
    PhoneNumber,
}

/// An entity as a device shows it to whoever changes it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Shown {
    /// The state that a change will start from.
    pub base: record::EntityBase,
    /// Of the properties that may be erased ([`Host::personal`]) what stands without dispute: a change tells which of it stays.
    pub person: BTreeMap<String, String>,
}

/// The outside as an instance sees it. Does not change while an instance lives.
///
/// Every question has an answer of its own here, that of a device which knows nothing: `impl Host for Nowhere {}` is a host.
pub trait Host {
    /// Empty where the device does not say.
    fn fact(&self, fact: Fact) -> String {
        let _ = fact;
        String::new()
    }
    /// A hash for `digest()`, by the name of its algorithm in capitals.
    fn hash(&self, algorithm: &str, bytes: &[u8]) -> Option<Vec<u8>> {
        xpath::hash(algorithm, bytes)
    }
    /// The id of the record that this instance becomes, `uuid:…`, for forms that mention `${instanceID}`.
    fn instance_id(&self) -> String {
        String::new()
    }
    /// The rows of an attached file or an entity list, by file name (`enterprises.csv`). `None`: there is no such file.
    fn table(&self, file: &str) -> Option<Rc<Table>> {
        let _ = file;
        None
    }
    /// What the device shows of an entity. `None`: no such entity here.
    fn entity(&self, list: &str, entity: &str) -> Option<Shown> {
        let _ = (list, entity);
        None
    }
    /// The properties of a list, the label as `label`, that may be erased while the rest stays.
    fn personal(&self, list: &str) -> &[String] {
        let _ = list;
        &[]
    }
}
