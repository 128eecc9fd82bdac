//! Every generated form is a form: it compiles without a problem, and its first answers do what they should.

use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use bench::cases::begun;
use bench::filling::{Device, Filling, compile};
use bench::forms::{fan, generate};

/// A form by way of the bytes of its workbook.
fn from_bytes(name: &str) -> Filling {
    let generated = generate(name).expect("a form");
    let bytes = sheet::write_xlsx(&generated.workbook).expect("a workbook");
    let definition = compile(&bytes, &generated.files).unwrap_or_else(|error| panic!("{name}: {error}"));
    Filling::begin(&Rc::new(definition), &Rc::new(Device::new(&generated.files)))
}

fn label(filling: &Filling, path: &str) -> String {
    filling.view(path).and_then(|view| view.label.clone()).unwrap_or_default()
}

#[test]
fn a_name_that_says_no_kind_and_size_is_no_form() {
    for name in ["", "mix", "12", "tea20", "mixk", "mix2x"] {
        assert!(generate(name).is_none(), "{name}");
    }
}

#[test]
fn no_generated_form_has_a_problem() {
    for name in ["mix20", "mix200", "mix1000", "chain25", "rep50", "rel100", "cas5k", "look5k"] {
        let generated = generate(name).expect("a form");
        let compiled = form::compile(&generated.workbook, &generated.files);
        assert_eq!(compiled.problems, [], "{name}");
        assert!(compiled.form.is_some(), "{name}");
    }
}

#[test]
fn mixed_questions_have_as_many_as_the_name_says() {
    for (name, count) in [("mix20", 20), ("mix200", 200), ("mix5000", 5000)] {
        let mut filling = from_bytes(name);
        let questions = filling.instance.form().nodes.iter().filter(|node| node.name.starts_with('q')).count();
        assert_eq!(questions, count, "{name}");
        filling.answer("/data/g1/q2", "7").unwrap();
        assert_eq!(filling.seen("/data/g1/q5").0, "19", "{name}: 7 * 2 + 5");
        let conditional = filling.instance.node_at("/data/g1/q4").unwrap();
        assert!(!filling.instance.is_relevant(conditional));
        filling.answer("/data/g1/q3", "a").unwrap();
        assert!(filling.instance.is_relevant(conditional));
    }
}

#[test]
fn a_chain_ends_at_the_sum_of_its_links() {
    for (name, links) in [("chain25", 25), ("chain500", 500), ("chain2000", 2000), ("chain5000", 5000)] {
        let mut filling = from_bytes(name);
        filling.answer("/data/start", "10").unwrap();
        assert_eq!(label(&filling, "/data/result"), format!("Result={};", 10 + links));
    }
}

#[test]
fn repeats_add_up_outside() {
    for (name, instances) in [("rep50", 50), ("rep500", 500)] {
        let mut filling = from_bytes(name);
        assert_eq!(label(&filling, "/data/result"), format!("Total={};", 2 * instances));
        filling.answer("/data/rep[25]/qty", "4").unwrap();
        assert_eq!(label(&filling, "/data/result"), format!("Total={};", 2 * instances + 6));
    }
}

#[test]
fn one_answer_shows_many_questions() {
    let mut filling = from_bytes("rel500");
    let before = filling.draw_all();
    filling.answer("/data/toggle", "y").unwrap();
    assert_eq!(filling.draw_all() - before, 500);
}

#[test]
fn a_cascade_offers_what_stands_below_the_choice() {
    for (name, rows) in [("cas5k", 5000), ("cas20k", 20_000), ("cas50k", 50_000)] {
        let [regions, districts, villages] = fan(rows);
        assert_eq!(regions * districts * villages, rows, "{name}");
        // To write and read the largest takes a test long that is not optimised.
        let mut filling = if rows > 5000 { begun(name).unwrap() } else { from_bytes(name) };
        assert_eq!(filling.seen("/data/l1").1, regions);
        filling.answer("/data/l1", "a2").unwrap();
        assert_eq!(filling.seen("/data/l2").1, districts);
        filling.answer("/data/l2", "a2b3").unwrap();
        assert_eq!(filling.seen("/data/l3").1, villages);
        filling.answer("/data/l3", "a2b3c4").unwrap();
        filling.answer("/data/l1", "a1").unwrap();
        assert_eq!(filling.seen("/data/l3").1, 0, "{name}: another region has none of these districts");
    }
}

#[test]
fn a_key_is_found_in_two_ways() {
    let mut filling = begun("look50k").unwrap();
    filling.answer("/data/key", "k49999").unwrap();
    for path in ["/data/pulled", "/data/found"] {
        let node = filling.instance.node_at(path).unwrap();
        assert_eq!(filling.instance.saved_text(node).as_deref(), Some("Row 49999"), "{path}");
    }
}

/// Workbooks of the same forms by another program, where somebody has made them: each is the same form.
#[test]
fn the_same_forms_written_by_another_program_are_the_same() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/bench/forms");
    let folder = std::env::var_os("BENCH_FORMS").map_or(beside, Into::into);
    for name in ["mix20", "mix1000", "chain500", "rep500", "rel500", "cas5k", "cas20k"] {
        let Ok(bytes) = std::fs::read(folder.join(format!("{name}.xlsx"))) else { continue };
        let theirs = compile(&bytes, &BTreeMap::new()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let generated = generate(name).expect("a form");
        let ours = form::compile(&generated.workbook, &generated.files).form.expect("a form");
        let paths = |form: &form::FormDefinition| {
            form.nodes.iter().map(|node| (node.path.clone(), node.bind.clone())).collect::<Vec<_>>()
        };
        assert_eq!(paths(&theirs), paths(&ours), "{name}");
        let choices = |form: &form::FormDefinition| {
            let of = |list: &form::definition::ChoiceList| {
                (list.name.clone(), list.iter().map(|choice| choice.name).collect::<Vec<_>>())
            };
            form.lists.iter().map(of).collect::<BTreeMap<_, _>>()
        };
        assert_eq!(choices(&theirs), choices(&ours), "{name}");
    }
}
