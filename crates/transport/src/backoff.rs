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

#[cfg(test)]
mod tests {
    use super::*;

    /// The waits of one go, where chance says this and the store asks for that.
    fn waits(retry_after: Option<u32>, mut chance: impl FnMut() -> u32) -> Vec<u32> {
        let mut backoff = Backoff::default();
        std::iter::from_fn(|| backoff.wait(retry_after, chance())).collect()
    }

    #[test]
    fn what_is_waited_at_most_doubles_and_ends_after_eight_tries() {
        let most = waits(None, {
            let mut tries = 0;
            move || {
                tries += 1;
                // What the highest chance comes to.
                (2_000 << (tries - 1)) - 1
            }
        });
        assert_eq!(most, [1_999, 3_999, 7_999, 15_999, 31_999, 63_999, 127_999]);
        assert_eq!(most.len() + 1, MOST_TRIES as usize);
    }

    #[test]
    fn three_hundred_tablets_do_not_come_back_at_once() {
        // Numbers as chance gives them.
        let chances = (0_u32..300).map(|tablet| tablet.wrapping_mul(2_654_435_761));
        let firsts: Vec<u32> = chances.map(|chance| waits(None, || chance)[0]).collect();
        for (from, to) in [(0, 1_000), (1_000, 2_000)] {
            let count = firsts.iter().filter(|wait| (from..to).contains(*wait)).count();
            assert!((100..200).contains(&count), "{count} of 300 from {from} to {to} ms");
        }
        assert!(firsts.iter().all(|wait| *wait < 2_000));
    }

    #[test]
    fn what_a_store_asks_for_is_waited_at_least_and_never_more_than_five_minutes() {
        assert!(waits(Some(90), || 0).iter().all(|wait| *wait == 90_000));
        assert!(waits(Some(u32::MAX), || 0).iter().all(|wait| *wait == 300_000));
        assert!(waits(Some(1), || 127_999).iter().all(|wait| (1_000..128_000).contains(wait)));
    }
}
