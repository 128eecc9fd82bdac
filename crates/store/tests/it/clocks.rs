//! A clock that goes back or leaps is told by what the device wrote before, and somebody's word on it ends that.

use proptest::prelude::*;
use record::Timestamp;
use store::clock::{self, Finding, Seen};
use store::memory::Memory;
use store::{Store, Transaction};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const YEAR_MS: i64 = 365 * 24 * HOUR_MS;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn after(moment: Timestamp, milliseconds: i64) -> Timestamp {
    Timestamp::new(moment.unix_ms() + milliseconds, moment.offset_minutes())
}

fn seen(memory: &Memory) -> Option<Seen> {
    memory.get(Store::Meta, &clock::key()).and_then(Seen::read)
}

fn run(memory: &mut Memory, plan: Option<Transaction>) {
    plan.iter().for_each(|plan| memory.run(plan).unwrap());
}

/// Looks at the clock as the app does: what is right is remembered.
fn looked(memory: &mut Memory, written: &[Timestamp], now: Timestamp) -> Finding {
    let seen = seen(memory);
    let finding = clock::look(clock::newest(seen.as_ref(), written.iter().copied()), now);
    if finding == Finding::Right {
        run(memory, clock::remember(seen.as_ref(), now));
    }
    finding
}

#[test]
fn a_device_that_wrote_nothing_yet_takes_any_clock() {
    for now in ["1970-01-01T08:00:00.000+08:00", "2036-03-01T09:00:00.000+08:00"] {
        assert_eq!(looked(&mut Memory::default(), &[], at(now)), Finding::Right);
    }
}

#[test]
fn ten_years_back_and_ten_years_ahead_are_told_each_by_its_name() {
    let last = at("2026-03-01T09:00:00.000+08:00");
    let mut memory = Memory::default();
    assert_eq!(looked(&mut memory, &[], last), Finding::Right);
    assert_eq!(looked(&mut memory, &[], after(last, -10 * YEAR_MS)), Finding::Back { newest: last });
    assert_eq!(looked(&mut memory, &[], after(last, 10 * YEAR_MS)), Finding::Ahead { newest: last });
    // Neither was taken for the time.
    assert_eq!(looked(&mut memory, &[], after(last, HOUR_MS)), Finding::Right);
}

#[test]
fn what_was_written_since_the_last_look_counts_whatever_zone_the_clock_shows() {
    let (looked_at, saved) = (at("2026-03-01T09:00:00.000+08:00"), at("2026-03-01T17:30:00.000+08:00"));
    let mut memory = Memory::default();
    assert_eq!(looked(&mut memory, &[], looked_at), Finding::Right);
    let morning = at("2026-03-01T10:00:00.000+08:00");
    assert_eq!(looked(&mut memory, &[saved], morning), Finding::Back { newest: saved });
    // Another zone is no other time: 11:31 here is 17:31 there.
    assert_eq!(looked(&mut memory, &[saved], at("2026-03-01T11:31:00.000+02:00")), Finding::Right);
}

#[test]
fn a_clock_that_is_put_right_by_some_minutes_is_nobodys_matter() {
    let last = at("2026-03-01T09:00:00.000+08:00");
    assert_eq!(clock::look(Some(last), after(last, -HOUR_MS)), Finding::Right);
    assert_eq!(clock::look(Some(last), after(last, -HOUR_MS - 1)), Finding::Back { newest: last });
    assert_eq!(clock::look(Some(last), after(last, clock::AHEAD_MS)), Finding::Right);
    assert_eq!(clock::look(Some(last), after(last, clock::AHEAD_MS + 1)), Finding::Ahead { newest: last });
}

#[test]
fn once_somebody_said_that_it_is_right_wrong_moments_from_before_are_silent_and_the_next_step_back_is_told() {
    let (wrong, now) = (at("2036-03-01T09:00:00.000+08:00"), at("2026-03-01T09:00:00.000+08:00"));
    let mut memory = Memory::default();
    // It worked for a day with a clock that was ten years ahead, and left a record and the look behind.
    assert_eq!(looked(&mut memory, &[], wrong), Finding::Right);
    let written = [after(wrong, 5 * HOUR_MS)];
    let Finding::Back { newest } = looked(&mut memory, &written, now) else { panic!("it went back ten years") };
    assert_eq!(newest, written[0]);
    run(&mut memory, Some(clock::is_right(newest, now)));
    for days in 0..30 {
        assert_eq!(looked(&mut memory, &written, after(now, days * 24 * HOUR_MS)), Finding::Right);
    }
    let last = after(now, 29 * 24 * HOUR_MS);
    assert_eq!(looked(&mut memory, &written, now), Finding::Back { newest: last });
}

#[test]
fn once_somebody_said_that_a_leap_is_right_it_is() {
    let last = at("2024-01-01T09:00:00.000+08:00");
    let now = after(last, 3 * YEAR_MS);
    let mut memory = Memory::default();
    assert_eq!(looked(&mut memory, &[], last), Finding::Right);
    assert_eq!(looked(&mut memory, &[last], now), Finding::Ahead { newest: last });
    run(&mut memory, Some(clock::is_right(last, now)));
    assert_eq!(looked(&mut memory, &[last], now), Finding::Right);
}

#[test]
fn it_is_written_down_once_an_hour_and_not_at_each_look() {
    let first = at("2026-03-01T09:00:00.000+08:00");
    let mut memory = Memory::default();
    run(&mut memory, clock::remember(None, first));
    let seen = seen(&memory);
    assert!(clock::remember(seen.as_ref(), after(first, HOUR_MS)).is_none());
    assert!(clock::remember(seen.as_ref(), after(first, HOUR_MS + 1)).is_some());
}

#[test]
fn a_file_of_a_device_is_later_than_can_be_from_a_day_on() {
    let now = at("2026-03-01T09:00:00.000+08:00");
    assert!(!clock::is_later(after(now, clock::LATER_MS), now));
    assert!(clock::is_later(after(now, clock::LATER_MS + 1), now));
    assert!(clock::is_later(after(now, 10 * YEAR_MS), now));
    assert!(!clock::is_later(after(now, -10 * YEAR_MS), now));
}

proptest! {
    #[test]
    fn a_clock_that_only_goes_on_is_never_doubted(steps in prop::collection::vec(0..YEAR_MS, 1..20)) {
        let mut memory = Memory::default();
        let (mut now, mut written) = (at("2026-03-01T09:00:00.000+08:00"), Vec::new());
        for step in steps {
            now = after(now, step);
            prop_assert_eq!(looked(&mut memory, &written, now), Finding::Right);
            written.push(now);
        }
    }

    #[test]
    fn a_clock_that_went_back_is_told_until_it_has_come_as_far_again(back in HOUR_MS + 1..20 * YEAR_MS, on in 0..40 * YEAR_MS) {
        let last = at("2026-03-01T09:00:00.000+08:00");
        let mut memory = Memory::default();
        prop_assert_eq!(looked(&mut memory, &[], last), Finding::Right);
        let now = after(last, on - back);
        let found = looked(&mut memory, &[], now);
        prop_assert_eq!(found == Finding::Back { newest: last }, on - back < -HOUR_MS);
    }

    #[test]
    fn no_row_however_damaged_stops_a_look(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let mut memory = Memory::default();
        let plan = Transaction::new().put(Store::Meta, clock::key(), bytes);
        memory.run(&plan).unwrap();
        prop_assert_eq!(looked(&mut memory, &[], at("2026-03-01T09:00:00.000+08:00")), Finding::Right);
    }
}
