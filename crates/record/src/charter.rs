//! Who speaks for a zone: the desk at its head, the desks that it appointed, and the key on paper that may put another at its head.
//!
//! ```
//! # use record::{Charter, DeviceId};
//! let [head, other] = ["aa", "bb"].map(|byte| DeviceId::new(byte.repeat(32)));
//! let charter = Charter::of(head.clone()).appointing(&other, 7).ok_or("too many")?;
//! assert!(charter.speaks(&head) && charter.speaks(&other));
//! let charter = charter.withdrawing(&other, 8);
//! assert!(!charter.speaks(&other) && charter.was_withdrawn(&other));
//! # Ok::<(), &str>(())
//! ```
//!
//! Not here: how it is signed and whose word changes it (`batch`).

use serde::{Deserialize, Serialize};

use crate::DeviceId;

/// What is known of who speaks for a zone. Later is who has the greater turn, and of one turn the greater edition.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Charter {
    /// The desk that appoints others and says what the zone's keys are.
    pub head: DeviceId,
    /// 0 for the desk that set the zone up. It rises with each that the key on paper puts in its place.
    pub turn: u64,
    /// Rises with each thing that this head says here; 0 while it has said nothing.
    pub edition: u64,
    /// The desks that it appointed, in that order.
    pub desks: Vec<DeviceId>,
    /// Those that spoke for the zone once and do not any more, the last one last.
    pub withdrawn: Vec<DeviceId>,
    /// The public half of the key that follows from the one on paper. `None`: what lies on paper is from before there was such a key.
    pub paper: Option<DeviceId>,
}

impl Charter {
    /// So many desks speak beside the head.
    pub const MOST_DESKS: usize = 20;
    /// So many are remembered as withdrawn. One that is forgotten is nobody's desk all the same.
    pub const MOST_WITHDRAWN: usize = 100;

    /// Of a desk of which nothing more is known than that it set the zone up.
    pub fn of(head: DeviceId) -> Self {
        Self { head, turn: 0, edition: 0, desks: Vec::new(), withdrawn: Vec::new(), paper: None }
    }

    /// Whether tablets take this device's word.
    pub fn speaks(&self, device: &DeviceId) -> bool {
        self.head == *device || self.desks.contains(device)
    }

    pub fn was_withdrawn(&self, device: &DeviceId) -> bool {
        !self.speaks(device) && self.withdrawn.contains(device)
    }

    /// Whether more than one desk ever spoke.
    pub fn has_others(&self) -> bool {
        self.turn > 0 || !self.desks.is_empty() || !self.withdrawn.is_empty()
    }

    /// The next edition, once a device was appointed. `None`: there are as many as there may be.
    pub fn appointing(&self, device: &DeviceId, now_seconds: u64) -> Option<Self> {
        let mut next = self.next(now_seconds);
        if !next.speaks(device) {
            next.desks.push(device.clone());
        }
        next.withdrawn.retain(|other| other != device);
        (next.desks.len() <= Self::MOST_DESKS).then_some(next)
    }

    /// The next edition, once an appointment was withdrawn.
    #[must_use]
    pub fn withdrawing(&self, device: &DeviceId, now_seconds: u64) -> Self {
        let mut next = self.next(now_seconds);
        if next.desks.contains(device) {
            next.desks.retain(|other| other != device);
            next.withdraw(device.clone());
        }
        next
    }

    /// The next edition, with another key on paper.
    #[must_use]
    pub fn with_paper(&self, paper: DeviceId, now_seconds: u64) -> Self {
        Self { paper: Some(paper), ..self.next(now_seconds) }
    }

    /// The first edition of another head's. The one before speaks no more; those that it appointed go on.
    #[must_use]
    pub fn succeeded_by(&self, head: DeviceId, now_seconds: u64) -> Self {
        let mut next = Self { turn: later(self.turn, now_seconds), edition: 0, ..self.clone() }.next(now_seconds);
        next.desks.retain(|other| *other != head);
        next.withdrawn.retain(|other| *other != head);
        let before = std::mem::replace(&mut next.head, head);
        if next.head != before {
            next.withdraw(before);
        }
        next
    }

    /// Numbers follow the seconds, so that a desk that lost count, as one that was restored, does not begin below what tablets have.
    fn next(&self, now_seconds: u64) -> Self {
        Self { edition: later(self.edition, now_seconds), ..self.clone() }
    }

    fn withdraw(&mut self, device: DeviceId) {
        self.withdrawn.retain(|other| *other != device);
        self.withdrawn.push(device);
        let surplus = self.withdrawn.len().saturating_sub(Self::MOST_WITHDRAWN);
        self.withdrawn.drain(..surplus);
    }
}

fn later(number: u64, now_seconds: u64) -> u64 {
    now_seconds.max(number.saturating_add(1))
}
