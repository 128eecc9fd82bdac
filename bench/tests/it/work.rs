//! An answer costs what it changes, whatever the size of the form: the same answer in a small form and in a large one, by
//! the work that was counted.

use std::rc::Rc;

use bench::cases::begun;
use bench::filling::{Device, Filling, moment};
use bench::forms::generate;
use form::{Counts, Instance};

/// What an answer takes, its views drawn again.
fn cost(filling: &mut Filling, path: &str, answer: &str) -> Counts {
    let before = filling.instance.counts();
    filling.answer(path, answer).unwrap_or_else(|error| panic!("{path}: {error}"));
    filling.instance.counts() - before
}

/// A new instance, nothing of it drawn.
fn new(name: &str) -> Instance {
    let generated = generate(name).expect("a form");
    let definition = form::compile(&generated.workbook, &generated.files).form.expect("a form");
    Instance::new(Rc::new(definition), Rc::new(Device::new(&generated.files)), moment())
}

#[test]
fn an_answer_in_a_form_of_five_thousand_questions_costs_what_it_costs_among_twenty() {
    for (question, answers) in [("q1", ["a", "b"]), ("q2", ["1", "200"]), ("q3", ["a", "b"]), ("q7", ["5", "6"])] {
        let path = format!("/data/g1/{question}");
        let of = |name: &str| {
            let mut filling = begun(name).unwrap();
            // The form of twenty ends with its first group, so what the second one reads of the first is no difference.
            answers.map(|answer| cost(&mut filling, &path, answer))
        };
        let [small, large] = ["mix20", "mix5000"].map(of);
        for (small, large) in small.into_iter().zip(large) {
            let Counts { drawn, .. } = large;
            assert_eq!(Counts { drawn: 0, ..large }, Counts { drawn: 0, ..small }, "{question}");
            assert!(drawn <= small.drawn, "{question}: {drawn} views, {} in the small form", small.drawn);
        }
    }
}

#[test]
fn an_answer_that_nothing_reads_draws_its_question_and_no_more() {
    let mut filling = begun("mix5000").unwrap();
    let cost = cost(&mut filling, "/data/g1/q1", "text");
    assert_eq!(cost, Counts { drawn: 1, ..Counts::default() });
}

#[test]
fn each_link_of_a_chain_costs_the_same_however_long_it_is() {
    let of = |name: &str| {
        let mut filling = begun(name).unwrap();
        cost(&mut filling, "/data/start", "7")
    };
    let (short, long) = (of("chain500"), of("chain5000"));
    // Each link once, and the note that shows the last.
    assert_eq!((short.evaluations, long.evaluations), (501, 5001));
    assert_eq!((short.visited, long.visited), (500, 5000));
    let per_link = (long.steps - short.steps) / 4500;
    assert_eq!(long.steps - short.steps, per_link * 4500);
    assert_eq!(short.steps, per_link * 500 + (short.steps % per_link));
    assert_eq!((short.drawn, long.drawn), (2, 2));
}

#[test]
fn a_quantity_in_a_repeat_costs_its_line_and_the_sum() {
    let of = |name: &str| {
        let mut filling = begun(name).unwrap();
        cost(&mut filling, "/data/rep[25]/qty", "4")
    };
    let (fifty, five_hundred) = (of("rep50"), of("rep500"));
    // The product, the sum, and the note with the sum in it.
    assert_eq!((fifty.evaluations, five_hundred.evaluations), (3, 3));
    assert_eq!((fifty.visited, five_hundred.visited), (2, 2));
    assert_eq!((fifty.drawn, five_hundred.drawn), (2, 2));
    // The sum alone reads all lines, each in as many steps.
    let per_line = (five_hundred.steps - fifty.steps) / 450;
    assert_eq!(five_hundred.steps - fifty.steps, per_line * 450);
    assert!(per_line <= 4, "{per_line} steps for a line");
}

#[test]
fn an_answer_in_a_repeat_that_nothing_reads_costs_nothing_else() {
    let mut filling = begun("rep500").unwrap();
    assert_eq!(cost(&mut filling, "/data/rep[250]/r8", "x"), Counts { drawn: 1, ..Counts::default() });
    let shown = cost(&mut filling, "/data/rep[250]/kind", "a");
    assert_eq!((shown.evaluations, shown.visited), (1, 1), "r7 of that line");
}

#[test]
fn to_show_five_hundred_questions_looks_at_each_once() {
    for (name, count) in [("rel100", 100), ("rel500", 500)] {
        let mut filling = begun(name).unwrap();
        for answer in ["y", "n", "y"] {
            let cost = cost(&mut filling, "/data/toggle", answer);
            // The group's condition; its questions follow it without one.
            assert_eq!(cost.evaluations, 1, "{name}");
            assert_eq!(cost.visited, count + 1, "{name}");
            assert!(cost.drawn <= count + 2, "{name}: {} views", cost.drawn);
        }
    }
}

#[test]
fn a_choice_in_a_cascade_costs_the_same_in_a_list_of_fifty_thousand() {
    let of = |name: &str| {
        let mut filling = begun(name).unwrap();
        filling.answer("/data/l1", "a2").unwrap();
        filling.answer("/data/l2", "a2b1").unwrap();
        filling.answer("/data/l3", "a2b1c1").unwrap();
        cost(&mut filling, "/data/l2", "a2b2")
    };
    let (short, long) = (of("cas5k"), of("cas50k"));
    assert_eq!((short.evaluations, short.visited, short.indexed), (long.evaluations, long.visited, 0));
    assert_eq!(long.indexed, 0);
    // What is offered is looked at: 20 villages in one, 40 in the other.
    assert!(long.steps <= short.steps * 2, "{} steps after {}", long.steps, short.steps);
}

#[test]
fn a_list_is_read_into_an_index_once() {
    let mut filling = begun("cas50k").unwrap();
    filling.answer("/data/l1", "a2").unwrap();
    let before = filling.instance.counts();
    filling.answer("/data/l2", "a2b1").unwrap();
    filling.answer("/data/l3", "a2b1c1").unwrap();
    // Villages by their district, and by their name; districts by their name.
    assert_eq!((filling.instance.counts() - before).indexed, 50_000 + 1250);
    filling.answer("/data/l1", "a3").unwrap();
    let before = filling.instance.counts();
    for district in ["a3b1", "a3b2", "a3b3"] {
        filling.answer("/data/l2", district).unwrap();
        filling.answer("/data/l3", &format!("{district}c5")).unwrap();
    }
    assert_eq!((filling.instance.counts() - before).indexed, 0);
}

#[test]
fn a_key_is_looked_up_and_not_searched_for() {
    let of = |name: &str| {
        let mut filling = begun(name).unwrap();
        // A new form looks up the blank key.
        let first = filling.instance.counts().indexed;
        filling.answer("/data/key", "k4000").unwrap();
        (first, cost(&mut filling, "/data/key", "k4001"))
    };
    let ((short_indexed, short), (long_indexed, long)) = (of("look5k"), of("look50k"));
    assert_eq!((short_indexed, long_indexed), (5000, 50_000), "once, at the first look-up");
    assert_eq!(short, long);
    assert_eq!((long.evaluations, long.indexed), (2, 0));
}

#[test]
fn a_new_form_evaluates_each_expression_once_and_draws_nothing() {
    let small = new("mix1000").counts();
    let large = new("mix5000").counts();
    assert_eq!(large.drawn, 0);
    assert_eq!((large.evaluations, large.visited), (5 * small.evaluations, 5 * small.visited));
    assert!(large.evaluations <= 5000, "{} evaluations", large.evaluations);
}

#[test]
fn a_page_is_drawn_without_the_others() {
    let instance = new("mix5000");
    let pages = instance.pages();
    assert_eq!(pages.len(), 250);
    let before = instance.counts();
    for &node in &pages[100].nodes {
        instance.view(node);
    }
    let cost = instance.counts() - before;
    assert_eq!(cost.drawn, pages[100].nodes.len() as u64);
    assert!(cost.drawn <= 20 && cost.evaluations <= 20);
    for &node in &pages[100].nodes {
        instance.view(node);
    }
    assert_eq!(instance.counts() - before, cost, "what is drawn is not drawn again");
}

#[test]
fn a_record_is_finished_and_a_draft_opened_for_the_price_of_the_form_once() {
    let of = |name: &str| {
        let mut instance = new(name);
        let before = instance.counts();
        let finished = instance.finalize(moment());
        assert!(finished.is_ok(), "{name}");
        let finished = instance.counts() - before;
        let form = Rc::clone(instance.form());
        let host = Rc::new(Device::new(&Default::default()));
        let restored = Instance::restore(form, host, &instance.snapshot()).expect("an instance");
        (finished, restored.counts())
    };
    let ((_, small), (finished, large)) = (of("mix1000"), of("mix5000"));
    assert_eq!(finished, Counts::default(), "everything stands already");
    assert_eq!((large.evaluations, large.visited), (5 * small.evaluations, 5 * small.visited));
    assert!(large.visited <= 2 * 5000);
}
