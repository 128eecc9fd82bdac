//! How long to wait before a store is asked again.

/// So often in one go. Then a person, the network's return or the next opening of the page begins anew.
pub const MOST_TRIES: u32 = 8;

const FIRST_MS: u32 = 2_000;
const LONGEST_MS: u32 = 300_000;

/// Doubling from two seconds to five minutes, each time by chance, so that three hundred tablets do not come back at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Backoff {
    tries: u32,
}

impl Backoff {
    /// Milliseconds to wait. `chance` is any number; what a store asks for is kept to. `None`: it is enough for now.
    pub fn wait(&mut self, retry_after: Option<u32>, chance: u32) -> Option<u32> {
        self.tries += 1;
        if self.tries >= MOST_TRIES {
            return None;
        }
        let most = FIRST_MS.saturating_mul(1 << (self.tries - 1)).min(LONGEST_MS);
        let asked = retry_after.map_or(0, |seconds| seconds.saturating_mul(1_000));
        Some((chance % most).max(asked.min(LONGEST_MS)))
    }

    pub fn tries(self) -> u32 {
        self.tries
    }
}
