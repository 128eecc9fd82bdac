//! The tree's index gives what trying each node gives, and is asked wherever it can be.

use proptest::prelude::*;
use xpath::{Evaluator, Expr};

use crate::document::{Document, Id};
use crate::world::World;

const LISTS: &str = "<data><want>b</want><other>b</other><n>2</n>\
    <item><name>a</name><name>b</name><county>1</county></item><item><name>b</name><county>2</county></item>\
    <item><name>b</name><county>2.0</county></item><item><name/><county>2</county></item><item><county>1</county></item></data>";

fn nodes(document: &Document, text: &str) -> (Vec<Id>, u64) {
    let world = World::new();
    let mut evaluator = Evaluator::new(document, &world);
    let nodes = evaluator.nodes(&Expr::parse(text).unwrap(), 1).unwrap();
    (nodes, evaluator.steps_used())
}

#[track_caller]
fn check(text: &str, expected: usize) {
    let mut document = Document::parse(LISTS);
    let (slow, _) = nodes(&document, text);
    document.has_index = true;
    assert_eq!(nodes(&document, text).0, slow, "{text}");
    assert_eq!(slow.len(), expected, "{text}");
}

#[test]
fn an_index_changes_no_answer() {
    check("/data/item[name = 'b']", 3);
    check("/data/item['b' = name]", 3);
    check("/data/item[name = /data/want]", 3);
    check("/data/item[name = current()/want]", 3);
    check("/data/item[name = /data/none]", 0);
    check("/data/item[name = '']", 1);
    check("/data/item[name = (/data/want | /data/none)]", 3);
    check("/data/item[name = (/data/want | /data/other)]", 3);
    check("/data/item[county = 2]", 3);
    check("/data/item[county = '2']", 2);
    check("/data/item[county = /data/n]", 2);
    check("/data/item[county = /data/n + 0]", 3);
    check("/data/item[name = 'b' and county = '2']", 1);
    check("/data/item[county > 1 and name = 'b']", 2);
    check("/data/item[county > 1 and name = 'b' and county = 2]", 2);
    check("/data/item[name = 'b'][2]", 1);
    check("/data/item[name = 'b'][county = '1']", 1);
    check("/data/item[name = 'b' and position() = 2]", 1);
    check("/data/item[name = 'b' or county = '1']", 4);
    check("/data/item[name != 'b']", 2);
    check("/data/item[name = true()]", 4);
    check("/data/item[name = name]", 4);
    check("/data/item[name = ../want]", 3);
    check("/data/item[name[1] = 'b']", 2);
    check("//item[name = 'b']", 3);
    check("/data/*[name = 'b']", 3);
}

#[test]
fn an_index_is_asked_when_the_other_side_is_the_same_for_all() {
    let rows: String =
        (0..5_000).map(|row| format!("<item><name>n{row}</name><county>{}</county></item>", row % 7)).collect();
    let mut document = Document::parse(&format!("<data><want>n77</want>{rows}</data>"));
    document.has_index = true;
    for text in [
        "/data/item[name = 'n77']/county",
        "/data/item[name = /data/want]/county",
        "/data/item[/data/want = name and county = 0]/county",
        "/data/item[county >= 0 and name = concat('n', 77)]",
        "/data/item[name = 'n77'][1]",
    ] {
        let (found, steps) = nodes(&document, text);
        assert_eq!(found.len(), 1, "{text}");
        assert!(steps < 60, "{text} took {steps}");
    }
    for text in ["/data/item[name = ../want]", "/data/item[name = concat(county, 'x')]", "/data/item[name != 'n77']"] {
        assert!(nodes(&document, text).1 > 5_000, "{text}");
    }
}

#[test]
fn looking_for_one_node_stops_at_the_first() {
    let rows: String = (0..5_000).map(|row| format!("<item><name>n{row}</name></item>")).collect();
    let document = Document::parse(&format!("<data>{rows}</data>"));
    let world = World::new();
    let items = 5_000;
    for text in
        ["/data/item/name = 'n0'", "'n0' = /data/item/name", "string(/data/item/name) = 'n0'", "not(/data/item/name)"]
    {
        let mut evaluator = Evaluator::new(&document, &world);
        evaluator.evaluate(&Expr::parse(text).unwrap(), 1).unwrap();
        // The items are listed; their names are not.
        assert!(evaluator.steps_used() < items + 60, "{text} took {}", evaluator.steps_used());
    }
}

/// Conditions of a list's items, some of which an index can answer.
fn condition() -> impl Strategy<Value = String> {
    let side = prop::sample::select(vec![
        "name",
        "county",
        "'b'",
        "'2'",
        "2",
        "/data/want",
        "/data/n",
        "current()/want",
        "position()",
        "last()",
        "../want",
        "@id",
        ".",
        "count(name)",
        "concat('', 2)",
        "true()",
        "/data/item/name",
        "string()",
    ]);
    let operator = prop::sample::select(vec![" = ", " = ", " = ", " != ", " < "]);
    let simple = (side.clone(), operator, side).prop_map(|(left, operator, right)| format!("{left}{operator}{right}"));
    prop::collection::vec((simple, prop::sample::select(vec![" and ", " and ", " or "])), 1..4).prop_map(|parts| {
        let mut text = String::new();
        for (index, (simple, joint)) in parts.iter().enumerate() {
            if index > 0 {
                text.push_str(joint);
            }
            text.push_str(simple);
        }
        text
    })
}

proptest! {
    /// Written so that no quick way applies, a predicate gives the same: `self::node()[...]` on each node by itself.
    #[test]
    fn quick_ways_give_what_slow_ways_give(condition in condition()) {
        let mut document = Document::parse(LISTS);
        let (plain, _) = nodes(&document, &format!("/data/item[{condition}]"));
        let (wrapped, _) = nodes(&document, &format!("/data/item[boolean({condition})]"));
        prop_assert_eq!(&plain, &wrapped);
        document.has_index = true;
        let (indexed, _) = nodes(&document, &format!("/data/item[{condition}]"));
        prop_assert_eq!(&plain, &indexed);
        let (descendants, _) = nodes(&document, &format!("//item[{condition}]"));
        prop_assert_eq!(&plain, &descendants);
    }
}
