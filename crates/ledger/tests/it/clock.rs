//! The clock of an approval as it goes on after its form was filled.

use ledger::{Clock, Stands, clock, histories};
use rules::Calendar;
use sheet::Limits;

use crate::world::{Device, create};

fn on(today: &str, said: &[(&str, &str)]) -> Option<Clock> {
    let holidays = include_bytes!("../../../../pack/holidays.csv");
    let calendar = Calendar::read(&sheet::read_csv(holidays, &Limits::default()).expect("a table"));
    let revision = Device::new("one").write(vec![create("approvals", "a1", said)]);
    let state = histories([&revision]).into_values().next().expect("the matter").state();
    clock(&state, today.parse().expect("a day"), &calendar)
}

fn used(clock: Option<Clock>) -> (Stands, i64, Option<i64>) {
    let clock = clock.expect("a clock");
    (clock.stands, clock.used.is, clock.left)
}

const ACCEPTED: (&str, &str) = ("accepted_on", "2023-09-28");

#[test]
fn a_running_clock_goes_on_by_workdays_less_the_pauses() {
    let matter = [ACCEPTED, ("approval_status", "accepted"), ("limit_workdays", "20"), ("paused_workdays", "0")];
    assert_eq!(used(on("2023-10-08", &matter)), (Stands::Running, 2, Some(18)));
    assert_eq!(used(on("2023-10-09", &matter)), (Stands::Running, 3, Some(17)));
    let paused = [ACCEPTED, ("approval_status", "accepted"), ("paused_workdays", "2"), ("net_workdays", "0")];
    assert_eq!(used(on("2023-10-13", &paused)), (Stands::Running, 5, None));
}

#[test]
fn a_paused_clock_stands_where_the_last_record_said() {
    let matter = [ACCEPTED, ("approval_status", "paused"), ("net_workdays", "4"), ("limit_workdays", "3")];
    assert_eq!(used(on("2023-12-29", &matter)), (Stands::Paused, 4, Some(-1)));
}

#[test]
fn a_clock_stops_with_the_decision() {
    let matter = [ACCEPTED, ("approval_status", "approved"), ("decided_on", "2023-10-13"), ("paused_workdays", "1")];
    assert_eq!(used(on("2026-01-05", &matter)), (Stands::Stopped, 6, None));
    let withdrawn = [ACCEPTED, ("approval_status", "withdrawn"), ("net_workdays", "9")];
    assert_eq!(used(on("2023-12-29", &withdrawn)), (Stands::Stopped, 9, None));
}

#[test]
fn pauses_that_overlap_are_taken_off_once_though_the_forms_sum_has_them_twice() {
    // 10 to 22 March are eight workdays, of which 13 to 17 March, said again by somebody else, are four.
    let spans = ("pauses", "2023-03-10/2023-03-22 2023-03-13/2023-03-17");
    let accepted = ("accepted_on", "2023-03-01");
    let decided =
        [accepted, spans, ("approval_status", "approved"), ("decided_on", "2023-03-31"), ("paused_workdays", "12")];
    assert_eq!(used(on("2026-01-05", &decided)), (Stands::Stopped, 22 - 8, None));
    let running =
        [accepted, spans, ("approval_status", "accepted"), ("limit_workdays", "20"), ("paused_workdays", "12")];
    assert_eq!(used(on("2023-03-31", &running)), (Stands::Running, 14, Some(6)));
    let stands = [accepted, spans, ("approval_status", "paused"), ("paused_workdays", "12"), ("net_workdays", "6")];
    assert_eq!(used(on("2023-12-29", &stands)), (Stands::Paused, 10, None));
    // As older versions kept it, without the spans.
    let old = [accepted, ("approval_status", "approved"), ("decided_on", "2023-03-31"), ("paused_workdays", "8")];
    assert_eq!(used(on("2026-01-05", &old)), (Stands::Stopped, 14, None));
}

#[test]
fn a_year_that_the_table_lacks_is_named_and_what_was_not_accepted_has_no_clock() {
    let running = on("2027-01-04", &[("accepted_on", "2026-12-28"), ("approval_status", "accepted")]);
    assert_eq!(running.and_then(|clock| clock.used.missing_year), Some(2027));
    assert_eq!(on("2023-10-08", &[("approval_status", "preparing")]), None);
}
