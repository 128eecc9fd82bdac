//! Instances of a repeat that are moved, and one that was removed and is brought back.

use form::scenario::{Scenario, ask, node};
use form::view::Body;
use form::{Action, ActionError};

fn visits() -> Scenario {
    let mut s = Scenario::new([
        ask("begin repeat", "r"),
        ask("text", "x"),
        ask("calculate", "p").calculation("position(..)"),
        ask("begin repeat", "inner"),
        ask("text", "y"),
        ask("end repeat", "inner"),
        ask("calculate", "before").calculation("join('', ${r}[position() < position(current()/..)]/x)"),
        ask("end repeat", "r"),
        ask("calculate", "all").calculation("join(' ', ${x})"),
        ask("calculate", "second").calculation("/data/r[position() = 2]/x"),
        ask("calculate", "indexed").calculation("indexed-repeat(${x}, ${r}, 1)"),
    ]);
    s.add("/data/r").add("/data/r");
    for (at, value) in ["a", "b", "c"].iter().enumerate() {
        s.answer(&format!("/data/r[{}]/x", at + 1), value);
    }
    s
}

fn moved(s: &mut Scenario, from: usize, to: usize) -> Result<(), ActionError> {
    s.attempt(Action::MoveRepeat { path: format!("/data/r[{from}]"), to }).map(|_| ())
}

fn restored(s: &mut Scenario) -> Result<(), ActionError> {
    s.attempt(Action::RestoreRepeat { path: "/data/r".to_owned() }).map(|_| ())
}

fn removed(s: &Scenario) -> Option<usize> {
    match s.view("/data/r").body {
        Body::Repeat { removed, .. } => removed.map(|(_, position)| position),
        _ => None,
    }
}

#[test]
fn an_instance_that_is_moved_takes_all_it_has_along_and_what_looks_at_places_follows() {
    let mut s = visits();
    s.add("/data/r[3]/inner").answer("/data/r[3]/inner[1]/y", "deep");
    let third = s.id("/data/r[3]/x");
    moved(&mut s, 3, 1).unwrap();
    s.check("/data/all", node().value("c a b")).check("/data/second", node().value("a"));
    s.check("/data/indexed", node().value("c")).check("/data/r[1]/p", node().value("1"));
    s.check("/data/r[3]/p", node().value("3")).check("/data/r[3]/before", node().value("ca"));
    s.check("/data/r[1]/inner[1]/y", node().value("deep"));
    assert_eq!(s.id("/data/r[1]/x"), third);

    moved(&mut s, 1, 2).unwrap();
    s.check("/data/all", node().value("a c b"));
}

#[test]
fn the_order_stays_through_a_restart_and_goes_with_the_record() {
    let mut s = visits();
    moved(&mut s, 1, 3).unwrap();
    s.restart();
    s.check("/data/all", node().value("b c a"));
    let record = s.finalized();
    let order: Vec<_> =
        record.get("/data/r").unwrap().as_array().unwrap().iter().map(|each| each["x"].clone()).collect();
    assert_eq!(order, ["b", "c", "a"]);
}

#[test]
fn a_removed_instance_comes_back_where_it_was_with_all_its_answers() {
    let mut s = visits();
    s.add("/data/r[2]/inner").answer("/data/r[2]/inner[1]/y", "deep");
    s.attempt(Action::Remark { path: "/data/r[2]/x".to_owned(), text: "问财务".to_owned() }).unwrap();
    s.remove("/data/r[2]");
    s.check("/data/all", node().value("a c")).check("/data/r[2]/p", node().value("2"));
    assert_eq!(removed(&s), Some(2));

    restored(&mut s).unwrap();
    assert_eq!(removed(&s), None);
    s.check("/data/all", node().value("a b c")).check("/data/r[2]/inner[1]/y", node().value("deep"));
    s.check("/data/r[3]/p", node().value("3")).check("/data/r[3]/before", node().value("ab"));
    assert_eq!(s.question("/data/r[2]/x").said.remark, "问财务");
}

#[test]
fn it_also_comes_back_after_a_restart() {
    let mut s = visits();
    s.remove("/data/r[1]");
    s.restart();
    assert_eq!(removed(&s), Some(1));
    s.check("/data/all", node().value("b c"));
    restored(&mut s).unwrap();
    s.check("/data/all", node().value("a b c")).check("/data/r[1]/x", node().value("a"));
    s.restart();
    assert_eq!(removed(&s), None);
}

#[test]
fn what_was_removed_is_in_no_record_and_the_next_removal_lets_it_go() {
    let mut s = visits();
    s.remove("/data/r[1]").remove("/data/r[2]");
    restored(&mut s).unwrap();
    s.check("/data/all", node().value("b c"));
    assert_eq!(restored(&mut s), Err(ActionError::NothingRemoved));

    s.remove("/data/r[1]");
    assert_eq!(s.finalized().get("/data/r").unwrap().as_array().unwrap().len(), 1);
}

#[test]
fn an_instance_inside_one_that_is_removed_too_does_not_come_back_alone() {
    let mut s = visits();
    s.add("/data/r[1]/inner").answer("/data/r[1]/inner[1]/y", "deep");
    s.remove("/data/r[1]/inner[1]").remove("/data/r[1]");
    restored(&mut s).unwrap();
    s.check("/data/r[1]/x", node().value("a"));
    let inner = Action::RestoreRepeat { path: "/data/r[1]/inner".to_owned() };
    assert_eq!(s.attempt(inner).map(|_| ()), Err(ActionError::NothingRemoved));
}

#[test]
fn there_is_no_place_before_the_first_or_behind_the_last_and_none_in_a_counted_repeat() {
    let mut s = visits();
    assert_eq!(moved(&mut s, 1, 0), Err(ActionError::NoPosition));
    assert_eq!(moved(&mut s, 1, 4), Err(ActionError::NoPosition));

    let mut s = Scenario::new([ask("begin repeat", "r").repeat_count("2"), ask("text", "x"), ask("end repeat", "r")]);
    assert_eq!(moved(&mut s, 1, 2), Err(ActionError::Counted));
    assert_eq!(restored(&mut s), Err(ActionError::Counted));
}
