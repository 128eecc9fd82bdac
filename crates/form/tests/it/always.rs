//! What holds of every form and every order of edits: incremental and full recalculation give the same instance, a journal
//! gives what the edits gave, and a snapshot is the instance.

use std::rc::Rc;

use form::scenario::{Row, Scenario, Sheets, ask, choice, moment};
use form::view::{Body, NodeId, NodeView};
use form::{Action, FormDefinition, Instance, Moment};
use proptest::prelude::*;

/// A form with a bit of everything that can depend on something.
fn everything() -> Sheets {
    Sheets::new(rows())
        .choices([
            choice("kind", "x").with("label::English (en)", "Ex"),
            choice("kind", "y").with("label::English (en)", "Why"),
            choice("part", "x1").with("kind", "x"),
            choice("part", "x2").with("kind", "x"),
            choice("part", "y1").with("kind", "y"),
        ])
        .file("table.csv", "name,label,weight\nx1,One,3\ny1,Two,5\n")
}

fn rows() -> Vec<Row> {
    vec![
        ask("integer", "a"),
        ask("decimal", "b").default("1.5").constraint(". < ${a} + 100").required(),
        ask("calculate", "sum").calculation("coalesce(${a}, 0) + coalesce(${b}, 0)"),
        ask("select_one kind", "kind"),
        ask("calculate", "named").calculation("jr:choice-name(${kind}, '${kind}')"),
        ask("text", "also").relevant("${named} = 'Why'"),
        ask("select_one part", "part").choice_filter("kind = ${kind}"),
        ask("select_multiple part", "parts").choice_filter("kind = ${kind} or ${a} > 5"),
        ask("calculate", "weight").calculation("instance('table')/root/item[name = ${part}]/weight"),
        ask("csv-external", "table"),
        ask("text", "copied").trigger("${kind}").calculation("concat(${kind}, ' ', ${sum})"),
        ask("text", "edited").calculation("concat('k', ${kind})"),
        ask("begin group", "g").relevant("${sum} > 3"),
        ask("text", "c").relevant("${part} != ''").with("readonly", "${a} = 7"),
        ask("calculate", "d").calculation("concat(${c}, '-', ${copied})"),
        ask("end group", "g"),
        ask("begin repeat", "r"),
        ask("integer", "n").default("${a} + 1"),
        ask("calculate", "p").calculation("position(..)"),
        ask("calculate", "stamp").calculation("once(concat('s', ${n}, ${a}))"),
        ask("text", "t").relevant("${n} > ${p}"),
        ask("begin repeat", "i"),
        ask("integer", "m").constraint(". != 3"),
        ask("calculate", "mn").calculation("coalesce(${m}, 1) * coalesce(${n}, 1)"),
        ask("end repeat", "i"),
        ask("calculate", "inner").calculation("sum(${mn})"),
        ask("end repeat", "r"),
        ask("begin repeat", "counted").repeat_count("${a}").relevant("${kind} != 'y'"),
        ask("text", "u"),
        ask("calculate", "v").calculation("concat(${u}, position(..), ../../kind)"),
        ask("end repeat", "counted"),
        ask("calculate", "all")
            .calculation("concat(count(${r}), '/', sum(${inner}), '/', join(',', ${v}), '/', join(',', ${t}))"),
        ask("select_one ${u}", "who"),
        ask("note", "told").label("${sum} and ${all}").with("label::English (en)", "${all} then ${sum}"),
    ]
}

/// One edit, aimed at whatever is there when it is made.
#[derive(Clone, Debug)]
enum Aim {
    Answer(usize, &'static str),
    Add(usize),
    Remove(usize),
    Speak(usize),
}

fn aim() -> impl Strategy<Value = Aim> {
    const TEXTS: &[&str] =
        &["", "0", "1", "2", "3", "7", "12", "x", "y", "x1", "y1", "x1 x2", "2.5", "no number", "样例"];
    prop_oneof![
        8 => (any::<usize>(), prop::sample::select(TEXTS)).prop_map(|(at, text)| Aim::Answer(at, text)),
        2 => any::<usize>().prop_map(Aim::Add),
        1 => any::<usize>().prop_map(Aim::Remove),
        1 => (0..2usize).prop_map(Aim::Speak),
    ]
}

/// Every node, in document order, as it is drawn.
fn drawn(instance: &Instance) -> Vec<Rc<NodeView>> {
    let mut found = Vec::new();
    let mut open = vec![instance.node_at("/data").expect("a root")];
    while let Some(id) = open.pop() {
        let view = instance.view(id).expect("a view");
        let children: &[NodeId] = match &view.body {
            Body::Group { children } | Body::RepeatInstance { children, .. } => children,
            Body::Repeat { instances, .. } => instances,
            Body::Question(_) => &[],
        };
        open.extend(children.iter().rev());
        found.push(view);
    }
    found
}

/// What is drawn, without ids, which a restart may change.
fn told(instance: &Instance) -> Vec<String> {
    let tell = |view: Rc<NodeView>| match &view.body {
        Body::Question(question) => format!("{} {:?} {question:?}", view.path, view.label),
        Body::Repeat { instances, .. } => format!("{} {:?} {}", view.path, view.label, instances.len()),
        Body::Group { children } | Body::RepeatInstance { children, .. } => {
            format!("{} {:?} {}", view.path, view.label, children.len())
        }
    };
    let pages = instance.pages().into_iter().map(|page| {
        format!("{:?} {} {} {} {}", page.title, page.nodes.len(), page.missing, page.invalid, page.answered)
    });
    pages.chain(drawn(instance).into_iter().map(tell)).collect()
}

/// Everything there is to see and to keep.
fn state(instance: &Instance) -> (String, String, Vec<String>) {
    let answers = serde_json::to_string(&instance.answers()).expect("JSON");
    let snapshot = serde_json::to_string(&instance.snapshot()).expect("JSON");
    (answers, snapshot, told(instance))
}

fn paths(instance: &Instance, wanted: impl Fn(&Body) -> bool) -> Vec<String> {
    drawn(instance).into_iter().filter(|view| wanted(&view.body)).map(|view| view.path.clone()).collect()
}

fn action(instance: &Instance, aim: &Aim) -> Option<Action> {
    let pick = |paths: Vec<String>, at: usize| (!paths.is_empty()).then(|| paths[at % paths.len()].clone());
    Some(match *aim {
        Aim::Answer(at, text) => {
            let path = pick(paths(instance, |body| matches!(body, Body::Question(_))), at)?;
            Action::Answer { path, value: text.to_owned() }
        }
        Aim::Add(at) => {
            let path = pick(paths(instance, |body| matches!(body, Body::Repeat { can_add: true, .. })), at)?;
            Action::AddRepeat { path }
        }
        Aim::Remove(at) => {
            let path = pick(paths(instance, |body| matches!(body, Body::RepeatInstance { .. })), at)?;
            Action::RemoveRepeat { path }
        }
        Aim::Speak(language) => Action::Language { language },
    })
}

fn compiled() -> (Rc<FormDefinition>, Rc<form::scenario::Device>) {
    thread_local! {
        static FORM: (Rc<FormDefinition>, Rc<form::scenario::Device>) = {
            let s = everything().start();
            (Rc::clone(s.instance.form()), Rc::clone(&s.device))
        };
    }
    FORM.with(Clone::clone)
}

/// Makes the edits; gives the instance and the journal of those that could be done.
fn filled(aims: &[Aim]) -> (Instance, Vec<(Action, Moment)>) {
    let (form, device) = compiled();
    let mut s = Scenario::of(form, device);
    for aim in aims {
        if let Some(action) = action(&s.instance, aim) {
            let _refused = s.attempt(action).is_err();
        }
    }
    (s.instance, s.journal)
}

/// Each property is tried 1,000 times, or `PROPTEST_CASES` times.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(1000);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn full_recalculation_gives_what_incremental_recalculation_gave(aims in prop::collection::vec(aim(), 0..25)) {
        let (mut instance, _) = filled(&aims);
        let before = state(&instance);
        let changes = instance.recalculate();
        prop_assert_eq!(&before, &state(&instance));
        prop_assert!(changes.nodes.is_empty() && !changes.structure, "{:?}", changes);
    }

    #[test]
    fn a_journal_gives_what_the_edits_gave_also_from_a_snapshot(
        aims in prop::collection::vec(aim(), 1..25),
        cut in any::<prop::sample::Index>(),
    ) {
        let (edited, journal) = filled(&aims);
        let (form, device) = compiled();
        let mut replayed = Instance::new(Rc::clone(&form), device.clone(), moment(1));
        let cut = cut.index(journal.len() + 1);
        for (action, moment) in &journal[..cut] {
            replayed.apply(action, *moment).expect("done before");
        }
        let kept = serde_json::to_string(&replayed.snapshot()).expect("JSON");
        let mut resumed = Instance::restore(form, device, &serde_json::from_str(&kept).expect("a snapshot")).expect("restored");
        for (action, moment) in &journal[cut..] {
            replayed.apply(action, *moment).expect("done before");
            resumed.apply(action, *moment).expect("done before");
        }
        prop_assert_eq!(state(&edited), state(&replayed));
        prop_assert_eq!(state(&edited), state(&resumed));
    }

    #[test]
    fn a_restored_instance_is_the_one_that_was_kept(aims in prop::collection::vec(aim(), 0..25)) {
        let (instance, _) = filled(&aims);
        let (form, device) = compiled();
        let restored = Instance::restore(form, device, &instance.snapshot()).expect("restored");
        prop_assert_eq!(state(&instance), state(&restored));
    }

    #[test]
    fn every_view_that_differs_was_told(aims in prop::collection::vec(aim(), 1..12)) {
        let (form, device) = compiled();
        let mut s = Scenario::of(form, device);
        for aim in &aims {
            let before = drawn(&s.instance);
            let Some(action) = action(&s.instance, aim) else { continue };
            if s.attempt(action).is_err() {
                continue;
            }
            for view in before {
                let now = s.instance.view(view.id);
                let same = now.as_ref().is_some_and(|now| Rc::ptr_eq(now, &view));
                prop_assert!(same || now.is_none() || s.changes.nodes.contains(&view.id), "{}", view.path);
            }
        }
    }
}
