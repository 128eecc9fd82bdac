//! The access log: each step behind the one before it, and nothing of it changed without being found.

use record::{DeviceId, OfficerId};
use store::log::{self, Event, Fault, Step};
use store::memory::Aborted;
use store::{Row, Store, Transaction, layout};

use crate::sample::{Device, at, device_id};

fn event(minute: i64, what: &str) -> Event {
    Event { at: at(minute), who: OfficerId::new("样例01"), step: Step::Opened, what: what.into(), count: 1 }
}

fn noted(desk: &mut Device, event: &Event) {
    let last = desk.memory.get(Store::Meta, &log::last_key()).map(<[u8]>::to_vec);
    desk.run(&log::note(&device_id(), event, last.as_deref())).unwrap();
}

fn desk(steps: i64) -> Device {
    let mut desk = Device::new();
    (1..=steps).for_each(|step| noted(&mut desk, &event(step, &format!("enterprises/{step}"))));
    desk
}

fn faults(desk: &Device) -> Vec<Fault> {
    log::verify(&desk.memory.all(Store::Log), &device_id(), desk.memory.get(Store::Meta, &log::last_key()))
}

fn rows(desk: &Device) -> Vec<Row> {
    desk.memory.all(Store::Log)
}

#[test]
fn steps_are_listed_the_latest_first_and_the_log_is_whole() {
    let desk = desk(3);
    let told: Vec<(u64, String)> =
        log::list(&rows(&desk)).into_iter().map(|line| (line.number, line.event.what)).collect();
    assert_eq!(told, [(3, "enterprises/3".into()), (2, "enterprises/2".into()), (1, "enterprises/1".into())]);
    assert_eq!(faults(&desk), []);
    assert_eq!(faults(&Device::new()), []);
}

#[test]
fn a_line_that_is_changed_taken_out_or_cut_off_is_found() {
    let whole = desk(5);
    let changed = |number: u64, by: &dyn Fn(&mut Device, &Row)| {
        let mut desk = whole.clone();
        let row = rows(&desk).into_iter().find(|row| row.key.number(1) == Some(number)).unwrap();
        by(&mut desk, &row);
        faults(&desk)
    };
    for number in 1..=5 {
        let rewritten = changed(number, &|desk, row| {
            let text = String::from_utf8(row.value.clone()).unwrap().replace("enterprises/", "people/");
            desk.run(&Transaction::new().put(row.store, row.key.clone(), text)).unwrap();
        });
        assert!(matches!(rewritten.as_slice(), [Fault::Changed { .. }]), "{number}: {rewritten:?}");
    }
    let gone = |desk: &mut Device, row: &Row| desk.run(&Transaction::new().delete(row.store, row.key.clone())).unwrap();
    for number in 2..=5 {
        assert_eq!(changed(number, &gone), [Fault::Missing { device: device_id(), number }]);
    }
    let unreadable =
        changed(3, &|desk, row| desk.run(&Transaction::new().put(row.store, row.key.clone(), "x")).unwrap());
    assert_eq!(unreadable, [Fault::Changed { device: device_id(), number: 3 }]);
}

#[test]
fn two_tabs_do_not_write_one_line() {
    let mut desk = desk(1);
    let last = desk.memory.get(Store::Meta, &log::last_key()).map(<[u8]>::to_vec);
    let (one, two) = (
        log::note(&device_id(), &event(2, "a"), last.as_deref()),
        log::note(&device_id(), &event(2, "b"), last.as_deref()),
    );
    desk.run(&one).unwrap();
    assert!(matches!(desk.run(&two), Err(Aborted::Guard(Store::Meta, _))));
    assert_eq!(faults(&desk), []);
}

#[test]
fn half_a_year_is_kept_and_what_is_left_is_still_whole() {
    let day = 24 * 60;
    let mut desk = Device::new();
    for minute in [0, day, 100 * day, 200 * day] {
        noted(&mut desk, &event(minute, "x"));
    }
    let plan = log::purge(&rows(&desk), at(200 * day));
    desk.run(&plan).unwrap();
    assert_eq!(log::list(&rows(&desk)).iter().map(|line| line.number).collect::<Vec<_>>(), [4, 3]);
    assert_eq!(faults(&desk), []);
    assert!(log::purge(&rows(&desk), at(200 * day)).is_empty());
}

#[test]
fn a_line_from_another_computer_is_a_chain_of_its_own() {
    let mut desk = desk(2);
    let other = DeviceId::new("ee".repeat(32));
    let foreign = log::note(&other, &event(1, "other"), None);
    for write in foreign.writes {
        if let store::Write::Add { store, key, value } = write {
            desk.run(&Transaction::new().put(store, key, value)).unwrap();
        }
    }
    assert_eq!(log::list(&rows(&desk)).len(), 3);
    assert_eq!(faults(&desk), []);
    assert_eq!(desk.memory.under(Store::Log, &layout::device(&other)).len(), 1);
}

#[test]
fn each_step_has_the_word_that_stands_in_its_row() {
    for step in Step::ALL {
        let mut desk = Device::new();
        noted(&mut desk, &Event { step, ..event(1, "x") });
        let text = String::from_utf8(rows(&desk)[0].value.clone()).unwrap();
        assert!(text.contains(&format!("\"{}\"", step.word())), "{text}");
    }
}
