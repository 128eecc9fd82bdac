//! Repeats: added, removed, counted.

use form::scenario::{Scenario, ask, node};
use form::view::Body;

fn counted() -> Scenario {
    Scenario::new([
        ask("integer", "n"),
        ask("begin repeat", "r").repeat_count("${n}"),
        ask("text", "x"),
        ask("calculate", "p").calculation("position(..)"),
        ask("end repeat", "r"),
        ask("calculate", "all").calculation("join(' ', ${x})"),
    ])
}

#[test]
fn a_count_typed_digit_by_digit_loses_no_answer() {
    let mut s = counted();
    s.answer("/data/n", "3");
    s.answer("/data/r[2]/x", "two").answer("/data/r[3]/x", "three");
    s.answer("/data/n", "1");
    s.check("/data/r[2]", node().absent()).check("/data/all", node().value(""));
    assert_eq!(s.finalized().get("/data/r").unwrap().as_array().unwrap().len(), 1);

    s.restart();
    s.answer("/data/n", "12");
    s.check("/data/r[3]/x", node().value("three")).check("/data/r[12]/p", node().value("12"));
}

#[test]
fn a_count_is_bounded_whatever_is_typed() {
    let mut s = counted();
    s.answer("/data/n", "9007199254740991");
    match &s.view("/data/r").body {
        Body::Repeat { instances, can_add, .. } => {
            assert_eq!(instances.len(), 10_000);
            assert!(!can_add);
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(s.view("/data/r[1]").body, Body::RepeatInstance { can_remove: false, .. }));
}

#[test]
fn removing_an_instance_moves_the_later_ones_up() {
    let mut s = Scenario::new([
        ask("begin repeat", "r"),
        ask("text", "x"),
        ask("calculate", "p").calculation("position(..)"),
        ask("end repeat", "r"),
        ask("calculate", "n").calculation("count(${r})"),
    ]);
    s.add("/data/r").add("/data/r");
    s.answer("/data/r[1]/x", "a").answer("/data/r[2]/x", "b").answer("/data/r[3]/x", "c");
    let third = s.id("/data/r[3]/x");
    s.remove("/data/r[1]");
    s.check("/data/r[2]/x", node().value("c"))
        .check("/data/r[2]/p", node().value("2"))
        .check("/data/n", node().value("2"));
    assert_eq!(s.id("/data/r[2]/x"), third);
    assert_eq!(s.instance.view(third).unwrap().path, "/data/r[2]/x");
    assert!(s.changed().contains("/data/r[2]/x"));
}

#[test]
fn a_running_total_reads_the_instance_before() {
    let mut s = Scenario::new([
        ask("begin repeat", "r"),
        ask("integer", "n"),
        ask("calculate", "before").calculation("sum(${r}[position() < position(current()/..)]/n)"),
        ask("end repeat", "r"),
    ]);
    s.add("/data/r").add("/data/r");
    for (path, value) in [("/data/r[1]/n", "1"), ("/data/r[2]/n", "10"), ("/data/r[3]/n", "100")] {
        s.answer(path, value);
    }
    s.check("/data/r[3]/before", node().value("11"));
    s.remove("/data/r[1]");
    s.check("/data/r[2]/before", node().value("10"));
}
