//! Whether what waits may go by itself now, and that one run follows another and never stands beside it.
//!
//! Not here: what goes (the app), how long is waited when a store does not answer ([`Backoff`](crate::Backoff)).

/// How things stand when something calls for a run: the network is back, the app was opened, a record was finished.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Circumstances {
    /// Somebody turned it on.
    pub is_on: bool,
    /// As far as the browser knows.
    pub is_online: bool,
    /// The page is looked at: one that is being left begins nothing.
    pub is_in_sight: bool,
    /// The browser was told to save data.
    pub saves_data: bool,
    /// Somebody said that photos may go all the same.
    pub may_cost: bool,
}

/// What is to be done about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Turn {
    Go,
    /// Nobody turned it on.
    Off,
    /// It is called again when the network is back.
    Offline,
    /// It is called again when the page is.
    Left,
    /// Over a line that costs records go. Whether their photos may, a person is asked.
    Records,
}

/// Whether a run may begin.
pub fn turn(now: Circumstances) -> Turn {
    match now {
        Circumstances { is_on: false, .. } => Turn::Off,
        Circumstances { is_in_sight: false, .. } => Turn::Left,
        Circumstances { is_online: false, .. } => Turn::Offline,
        Circumstances { saves_data: true, may_cost: false, .. } => Turn::Records,
        _ => Turn::Go,
    }
}

/// Calls for runs in one tab, and the one that is under way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Runs {
    is_running: bool,
    is_called: bool,
}

impl Runs {
    pub const fn new() -> Self {
        Self { is_running: false, is_called: false }
    }

    /// Something calls for a run. Whether one begins now; otherwise one more follows that which is under way.
    pub fn called(&mut self) -> bool {
        if self.is_running {
            self.is_called = true;
            return false;
        }
        self.is_running = true;
        true
    }

    /// A run is over. Whether the next one begins now.
    pub fn ended(&mut self) -> bool {
        self.is_running = std::mem::take(&mut self.is_called);
        self.is_running
    }

    pub fn is_running(self) -> bool {
        self.is_running
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Circumstances =
        Circumstances { is_on: true, is_online: true, is_in_sight: true, saves_data: false, may_cost: false };

    #[test]
    fn it_goes_when_somebody_wanted_it_and_nothing_stands_against_it() {
        for (now, turn) in [
            (GOOD, Turn::Go),
            (Circumstances { is_on: false, ..GOOD }, Turn::Off),
            (Circumstances { is_online: false, ..GOOD }, Turn::Offline),
            (Circumstances { is_in_sight: false, ..GOOD }, Turn::Left),
            (Circumstances { saves_data: true, ..GOOD }, Turn::Records),
            (Circumstances { saves_data: true, may_cost: true, ..GOOD }, Turn::Go),
            (Circumstances { saves_data: true, is_on: false, ..GOOD }, Turn::Off),
            (Circumstances { saves_data: true, is_online: false, ..GOOD }, Turn::Offline),
        ] {
            assert_eq!(super::turn(now), turn, "{now:?}");
        }
    }

    #[test]
    fn whatever_calls_while_a_run_is_under_way_gets_one_more_behind_it() {
        let mut runs = Runs::default();
        assert!(runs.called());
        assert!(!runs.called() && !runs.called() && runs.is_running());
        assert!(runs.ended(), "once, for both");
        assert!(!runs.ended() && !runs.is_running());
        assert!(runs.called());
    }
}
