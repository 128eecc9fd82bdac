//! An answer costs what it changes, whatever the size of the form.

use form::scenario::{Row, Scenario, ask, node};

fn cost(s: &mut Scenario, path: &str, value: &str) -> u64 {
    let before = s.instance.evaluations();
    s.answer(path, value);
    s.instance.evaluations() - before
}

fn chain(links: usize) -> Scenario {
    let first = [ask("integer", "c0")].into_iter();
    let rest =
        (1..=links).map(|link| ask("calculate", &format!("c{link}")).calculation(&format!("${{c{}}} + 1", link - 1)));
    let unrelated = (0..100).map(|index| ask("calculate", &format!("u{index}")).calculation("${other} * 2"));
    Scenario::new(first.chain(rest).chain([ask("integer", "other")]).chain(unrelated))
}

#[test]
fn a_chain_of_calculations_is_evaluated_once_each() {
    let mut s = chain(500);
    assert_eq!(cost(&mut s, "/data/c0", "1"), 500);
    s.check("/data/c500", node().value("501"));
    assert_eq!(s.changes.nodes.len(), 501);
}

#[test]
fn five_thousand_links_neither_overflow_nor_cost_more_each() {
    let mut s = chain(5000);
    assert_eq!(cost(&mut s, "/data/c0", "1"), 5000);
    s.check("/data/c5000", node().value("5001"));
}

#[test]
fn a_declaration_in_reverse_costs_the_same() {
    let links = (0..200).rev().map(|link| {
        let calculation = if link == 0 { "${start}".to_owned() } else { format!("${{c{}}} + 1", link - 1) };
        ask("calculate", &format!("c{link}")).calculation(&calculation)
    });
    let mut s = Scenario::new(links.chain([ask("integer", "start")]));
    assert_eq!(cost(&mut s, "/data/start", "1"), 200);
    s.check("/data/c199", node().value("200"));
}

#[test]
fn work_stops_where_a_value_does_not_change() {
    let tail =
        (1..100).map(|link| ask("calculate", &format!("c{link}")).calculation(&format!("${{c{}}} + 1", link - 1)));
    let head = [ask("integer", "a"), ask("calculate", "c0").calculation("if(${a} > 10, 1, 0)")];
    let mut s = Scenario::new(head.into_iter().chain(tail));
    s.answer("/data/a", "1");
    assert_eq!(cost(&mut s, "/data/a", "2"), 1);
    assert_eq!(cost(&mut s, "/data/a", "11"), 100);
}

#[test]
fn five_hundred_repeats_with_a_sum_outside_cost_one_instance_and_the_sum() {
    let questions = (0..10).map(|index| ask("integer", &format!("q{index}")));
    let rows: Vec<Row> = [ask("integer", "n"), ask("begin repeat", "r").repeat_count("${n}")]
        .into_iter()
        .chain(questions)
        .chain([
            ask("calculate", "double").calculation("${q0} * 2"),
            ask("text", "more").relevant("${q0} > 5"),
            ask("end repeat", "r"),
            ask("calculate", "sum").calculation("sum(${double})"),
        ])
        .collect();
    let mut s = Scenario::new(rows);
    s.answer("/data/n", "500");
    (1..=500).for_each(|instance| {
        s.answer(&format!("/data/r[{instance}]/q0"), "1");
    });
    s.check("/data/sum", node().value("1000"));
    assert_eq!(cost(&mut s, "/data/r[250]/q0", "7"), 3);
    s.check("/data/sum", node().value("1012"));
    assert_eq!(cost(&mut s, "/data/r[250]/q1", "7"), 0);
    assert_eq!(s.changes.nodes.len(), 1);
}

#[test]
fn showing_five_hundred_questions_costs_five_hundred() {
    let questions = (0..500).map(|index| ask("text", &format!("q{index}")));
    let rows = [ask("text", "a"), ask("begin group", "g").relevant("${a} = 'y'")];
    let mut s = Scenario::new(rows.into_iter().chain(questions).chain([ask("end group", "g")]));
    assert_eq!(cost(&mut s, "/data/a", "y"), 1);
    assert!(s.changes.structure);
    assert_eq!(s.instance.pages().len(), 2);
}

#[test]
fn labels_and_choices_are_evaluated_only_when_somebody_looks() {
    let notes = (0..100).map(|index| ask("note", &format!("n{index}")).label("Hello ${a}"));
    let mut s = Scenario::new([ask("text", "a")].into_iter().chain(notes));
    assert_eq!(cost(&mut s, "/data/a", "x"), 0);
    assert_eq!(s.changes.nodes.len(), 101);
    let before = s.instance.evaluations();
    assert_eq!(s.view("/data/n5").label.as_deref(), Some("Hello x"));
    assert_eq!(s.view("/data/n5").label.as_deref(), Some("Hello x"));
    assert_eq!(s.instance.evaluations() - before, 1);
}
