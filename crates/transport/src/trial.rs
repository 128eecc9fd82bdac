//! A store that is tried before anybody relies on it: whether this device may list, put and read there, and which of it not.
//!
//! ```text
//! Listing of the zone -> Probe -> how many devices have written there | Stopped(NoRight(which))
//! ```

use record::{DeviceId, Timestamp};

use crate::work::Work;
use crate::{Listed, Listing, Probe, Remote, Reply, Right, Step, Trouble};

/// A trial under way. What is put there is [`Probe::bytes`].
#[derive(Clone, Debug)]
pub struct Trial {
    listing: Listing,
    probe: Probe,
    /// How many devices have written there, or that the listing was denied. `None`: it is under way.
    listed: Option<Result<usize, Trouble>>,
}

impl Trial {
    pub fn new(zone: &str, device: &DeviceId) -> Self {
        Self { listing: Listing::of_zone(zone), probe: Probe::new(zone, device), listed: None }
    }

    fn listed(&mut self, remote: &Remote, step: Step<Listed>, now: Timestamp) -> Step<usize> {
        let listed = match step {
            Step::Done(listed) => Ok(listed.folders.len()),
            // It may not list, or the bucket has another name: it is seen by what else the key may do.
            Step::Stopped(Trouble::Denied) => Err(Trouble::Denied),
            step => return step.map(|listed| listed.folders.len()),
        };
        self.listed = Some(listed);
        let step = self.probe.ask(remote, now);
        probed(step, listed)
    }
}

fn probed(step: Step<()>, listed: Result<usize, Trouble>) -> Step<usize> {
    match (step, listed) {
        (Step::Done(()) | Step::Stopped(Trouble::NoRight(Right::Read)), Err(_)) => {
            Step::Stopped(Trouble::NoRight(Right::List))
        }
        (Step::Stopped(Trouble::NoRight(_)), Err(denied)) => Step::Stopped(denied),
        (step, listed) => step.map(|()| listed.unwrap_or_default()),
    }
}

impl Work for Trial {
    type Done = usize;

    fn ask(&self, remote: &Remote, now: Timestamp) -> Step<usize> {
        match self.listed {
            None => self.listing.ask(remote, now).map(|listed| listed.folders.len()),
            Some(listed) => probed(self.probe.ask(remote, now), listed),
        }
    }

    fn answered(&mut self, remote: &Remote, reply: &Reply, now: Timestamp, chance: u32) -> Step<usize> {
        match self.listed {
            None => {
                let step = self.listing.answered(remote, reply, now, chance);
                self.listed(remote, step, now)
            }
            Some(listed) => probed(self.probe.answered(remote, reply, now, chance), listed),
        }
    }
}
