//! Devices that this desk knows, and what was decided about them.

use record::{DeviceId, OfficerId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::layout::{self, Row};
use crate::{Damaged, RowError, Store, Transaction, disk};

/// A device and the coordinator's word on it. One that has no row is unknown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Device {
    pub id: DeviceId,
    /// What people call it.
    pub label: String,
    pub standing: DeviceStanding,
    pub decided_at: Timestamp,
    /// Staff codes of who fills on it, as somebody at the desk said. `None`: nobody did, and what came from it tells.
    pub officers: Option<Vec<OfficerId>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeviceStanding {
    Trusted,
    /// Lost or stolen: what it signs from now on is set aside.
    Revoked,
}

/// Writes a decision about a device; the last one counts.
pub fn decide(device: &Device) -> Transaction {
    written(Transaction::new(), device)
}

pub(crate) fn written(plan: Transaction, device: &Device) -> Transaction {
    plan.put(Store::Devices, layout::device(&device.id), disk::encode(&v1::Device::from(device)))
}

/// # Errors
/// [`RowError`] if the bytes are not a device.
pub fn read(value: &[u8]) -> Result<Device, RowError> {
    disk::decode::<v1::Device>(value).map(v1::Device::read)
}

/// All devices among the rows, and what cannot be read.
pub fn list(rows: &[Row]) -> (Vec<Device>, Vec<Damaged>) {
    let (mut devices, mut damaged) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.store == Store::Devices) {
        match read(&row.value) {
            Ok(device) => devices.push(device),
            Err(why) => damaged.push(Damaged { row: row.clone(), why }),
        }
    }
    (devices, damaged)
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Device {
        id: DeviceId,
        label: String,
        standing: Standing,
        decided_at: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        officers: Option<Vec<OfficerId>>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Standing {
        Trusted,
        Revoked,
    }

    impl From<&super::Device> for Device {
        fn from(device: &super::Device) -> Self {
            Self {
                id: device.id.clone(),
                label: device.label.clone(),
                standing: match device.standing {
                    DeviceStanding::Trusted => Standing::Trusted,
                    DeviceStanding::Revoked => Standing::Revoked,
                },
                decided_at: device.decided_at,
                officers: device.officers.clone(),
            }
        }
    }

    impl Device {
        pub fn read(self) -> super::Device {
            super::Device {
                id: self.id,
                label: self.label,
                standing: match self.standing {
                    Standing::Trusted => DeviceStanding::Trusted,
                    Standing::Revoked => DeviceStanding::Revoked,
                },
                decided_at: self.decided_at,
                officers: self.officers,
            }
        }
    }
}
