//! How long a request is waited for: as long as it gets on.
//!
//! A line that is slow and goes on is no line that stands still, so there is no limit on the whole. What comes down is seen piece by piece; of
//! what goes up a browser tells nothing before the answer, so that is given the time which the slowest line takes that is promised to work.

/// So long nothing may come.
const STILL_MS: u64 = 60_000;

/// Half of what the slowest line carries (1 KB/s): something else may want its part.
const SLOWEST_BYTES_PER_S: u64 = 512;

/// What is left of it for one request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Patience {
    left_ms: u64,
}

impl Patience {
    /// For a request that sends so many bytes.
    pub fn of(sent: usize) -> Self {
        let sent = u64::try_from(sent).unwrap_or(u64::MAX);
        Self { left_ms: STILL_MS.saturating_add(sent.saturating_mul(1_000) / SLOWEST_BYTES_PER_S) }
    }

    /// So many milliseconds went by. Whether it is still waited for; `has_come`: something of the answer came meanwhile.
    pub fn lasts(&mut self, ms: u32, has_come: bool) -> bool {
        // Once something comes all is sent.
        self.left_ms = if has_come { STILL_MS } else { self.left_ms.saturating_sub(ms.into()) };
        self.left_ms > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOK_MS: u32 = 500;

    /// How long it lasts where nothing comes.
    fn lasts_ms(mut patience: Patience) -> u64 {
        (1..).map(|looks| looks * u64::from(LOOK_MS)).find(|_| !patience.lasts(LOOK_MS, false)).unwrap_or_default()
    }

    #[test]
    fn what_is_asked_without_a_body_waits_a_minute_for_something_to_come() {
        assert_eq!(lasts_ms(Patience::of(0)), 60_000);
    }

    #[test]
    fn whatever_is_sent_has_more_time_than_a_line_of_one_kilobyte_a_second_takes() {
        for bytes in [1_usize, 3_000, 400 << 10, 100 << 20] {
            let at_one_kilobyte_ms = bytes as u64 * 1_000 / 1_024;
            assert!(lasts_ms(Patience::of(bytes)) >= 60_000 + at_one_kilobyte_ms, "{bytes}");
        }
        assert!(Patience::of(usize::MAX).lasts(LOOK_MS, false));
    }

    #[test]
    fn an_answer_may_come_for_hours_and_not_stand_still_for_a_minute() {
        let mut patience = Patience::of(1 << 20);
        for look in 0..20_000_u32 {
            // A piece every half a minute.
            assert!(patience.lasts(LOOK_MS, look % 60 == 0));
        }
        assert!(patience.lasts(LOOK_MS, true));
        assert_eq!(lasts_ms(patience), 60_000, "whatever it sent, what it sent is there");
    }
}
