//! The run of changes at an entity's end that one device made alone: what the entities specification calls a branch.
//!
//! Here a change names the very changes that it started from, so nothing in the ledger needs a branch. Other systems do:
//! they know versions by number only, and tell by the branch that the third of three updates made without a connection
//! follows the second. Start at [`Branch::of`].
//!
//! Not here: how changes add up (`merge`).

use record::{BranchId, ChangeId, DeviceId, EntityId, ListName, Sha256};

use crate::graph::Graph;

/// What one device has added to what it had from elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Branch {
    pub device: DeviceId,
    /// The version that the device had from elsewhere; `None` where it made the entity.
    pub trunk_version: Option<u32>,
    /// The changes that made that version.
    pub trunk: Vec<ChangeId>,
}

impl Branch {
    /// The run that ends at the only head. `None`: several heads, so whoever goes on begins anew from all of them.
    pub fn of(graph: &Graph<'_>) -> Option<Self> {
        let mut heads = graph.heads.iter();
        let (mut first, None) = (heads.next()?, heads.next()) else { return None };
        let device = &graph.changes[first].1.origin.device;
        loop {
            let mut before = graph.latest(graph.ancestors[first].clone());
            match (before.next(), before.next()) {
                (Some(only), None) if graph.changes[only].1.origin.device == *device => first = only,
                _ => break,
            }
        }
        let trunk_version = graph.versions[first].checked_sub(1).filter(|version| *version > 0);
        let trunk = graph.changes[first].1.parents.iter().copied().collect();
        Some(Self { device: device.clone(), trunk_version, trunk })
    }

    /// The branch that a device begins where the entity stands as these changes made it.
    pub fn begun(device: DeviceId, version: u32, heads: &[ChangeId]) -> Self {
        Self { device, trunk_version: Some(version), trunk: heads.to_vec() }
    }

    /// The same on every device that knows the branch, and known before its first change is made.
    pub fn id(&self, list: &ListName, entity: &EntityId) -> BranchId {
        let mut words = vec![self.device.to_string(), list.to_string(), entity.to_string()];
        words.extend(self.trunk.iter().map(ToString::to_string));
        BranchId::drawn_from(Sha256::of(words.join("\n").as_bytes()))
    }
}
