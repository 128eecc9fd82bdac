//! What holds of every form and every order of edits: incremental and full recalculation give the same instance, a journal
//! gives what the edits gave, a snapshot is the instance, and relevance neither loses an answer nor brings one back.
//!
//! Each is tried on one form with a bit of everything, and on forms by chance (`any_form`).

use std::collections::BTreeMap;
use std::rc::Rc;

use form::definition::{Control, DataType, Default, NodeKind};
use form::scenario::{Device, Row, Scenario, Sheets, ask, choice, moment};
use form::view::{Body, NodeId, NodeView};
use form::{Action, FormDefinition, Instance, Moment};
use proptest::prelude::*;
use proptest::test_runner::{FileFailurePersistence, TestCaseResult};

use crate::any_form::{AnyForm, any_form};

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
        ask("integer", "a").warning(". < coalesce(${b}, 0) * 4").warning_message("more than four times ${b}"),
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
        ask("integer", "m").constraint(". != 3").warning(". < ${n} or . = 7"),
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
    Restore(usize),
    Move(usize, usize),
    Speak(usize),
    Later(usize, bool),
    Remark(usize, &'static str),
    Confirm(usize, &'static str),
}

fn aim() -> impl Strategy<Value = Aim> {
    const TEXTS: &[&str] =
        &["", "0", "1", "2", "3", "7", "12", "x", "y", "x1", "y1", "x1 x2", "2.5", "no number", "样例"];
    prop_oneof![
        8 => (any::<usize>(), prop::sample::select(TEXTS)).prop_map(|(at, text)| Aim::Answer(at, text)),
        2 => any::<usize>().prop_map(Aim::Add),
        1 => any::<usize>().prop_map(Aim::Remove),
        1 => any::<usize>().prop_map(Aim::Restore),
        1 => any::<(usize, usize)>().prop_map(|(at, to)| Aim::Move(at, to)),
        1 => (0..2usize).prop_map(Aim::Speak),
        1 => any::<(usize, bool)>().prop_map(|(at, later)| Aim::Later(at, later)),
        1 => (any::<usize>(), prop::sample::select(&["", "问财务"][..])).prop_map(|(at, text)| Aim::Remark(at, text)),
        2 => (any::<usize>(), prop::sample::select(&["", "属实"][..])).prop_map(|(at, text)| Aim::Confirm(at, text)),
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
        let counts = [page.missing, page.invalid, page.answered, page.doubtful];
        format!("{:?} {} {counts:?}", page.title, page.nodes.len())
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
        Aim::Restore(at) => {
            let path = pick(paths(instance, |body| matches!(body, Body::Repeat { removed: Some(_), .. })), at)?;
            Action::RestoreRepeat { path }
        }
        Aim::Move(at, to) => {
            let path = pick(paths(instance, |body| matches!(body, Body::RepeatInstance { .. })), at)?;
            Action::MoveRepeat { path, to: to % 4 + 1 }
        }
        Aim::Speak(language) => Action::Language { language },
        Aim::Later(at, later) => {
            let path = pick(paths(instance, |body| matches!(body, Body::Question(_))), at)?;
            Action::Later { path, later }
        }
        Aim::Remark(at, text) => {
            let path = pick(paths(instance, |body| matches!(body, Body::Question(_))), at)?;
            Action::Remark { path, text: text.to_owned() }
        }
        Aim::Confirm(at, reason) => {
            let path =
                pick(paths(instance, |body| matches!(body, Body::Question(asked) if asked.warning.is_some())), at)?;
            Action::Confirm { path, reason: reason.to_owned() }
        }
    })
}

/// A form and the device that fills it.
type Form = (Rc<FormDefinition>, Rc<Device>);

fn compiled() -> Form {
    thread_local! {
        static FORM: Form = {
            let s = everything().start();
            (Rc::clone(s.instance.form()), Rc::clone(&s.device))
        };
    }
    FORM.with(Clone::clone)
}

fn by_chance(form: &AnyForm) -> Form {
    let s = form.sheets.start();
    (Rc::clone(s.instance.form()), Rc::clone(&s.device))
}

/// Makes the edits that can be done.
fn filled((form, device): &Form, aims: &[Aim]) -> Scenario {
    let mut s = Scenario::of(Rc::clone(form), Rc::clone(device));
    for aim in aims {
        if let Some(action) = action(&s.instance, aim) {
            let _refused = s.attempt(action).is_err();
        }
    }
    s
}

fn full_recalculation_changes_nothing(instance: &mut Instance) -> TestCaseResult {
    let before = state(instance);
    let changes = instance.recalculate();
    prop_assert_eq!(&before, &state(instance));
    prop_assert!(changes.nodes.is_empty() && !changes.structure, "{:?}", changes);
    Ok(())
}

fn reopening_changes_nothing((form, device): &Form, instance: &Instance) -> TestCaseResult {
    let kept = serde_json::to_string(&instance.snapshot()).expect("JSON");
    let kept = serde_json::from_str(&kept).expect("a snapshot");
    let restored = Instance::restore(Rc::clone(form), device.clone(), &kept).expect("restored");
    prop_assert_eq!(state(instance), state(&restored));
    Ok(())
}

/// Also where the draft was closed and opened again after some of the edits.
fn replaying_gives_the_same(
    (form, device): &Form,
    edited: &Instance,
    journal: &[(Action, Moment)],
    cut: usize,
) -> TestCaseResult {
    let mut replayed = Instance::new(Rc::clone(form), device.clone(), moment(1));
    for (action, moment) in &journal[..cut] {
        replayed.apply(action, *moment).expect("done before");
    }
    let mut resumed = Instance::restore(Rc::clone(form), device.clone(), &replayed.snapshot()).expect("restored");
    for (action, moment) in &journal[cut..] {
        replayed.apply(action, *moment).expect("done before");
        resumed.apply(action, *moment).expect("done before");
    }
    prop_assert_eq!(state(edited), state(&replayed));
    prop_assert_eq!(state(edited), state(&resumed));
    Ok(())
}

fn every_change_was_told((form, device): &Form, aims: &[Aim]) -> TestCaseResult {
    let mut s = Scenario::of(Rc::clone(form), Rc::clone(device));
    for aim in aims {
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
    Ok(())
}

/// Whether what stands in a question is what was typed there, or what the form gave it once: nothing calculates it anew.
fn is_left_alone(form: &FormDefinition, path: &str) -> bool {
    let path: String = path.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest)).collect();
    form.nodes.iter().any(|node| {
        let is_asked = !matches!(node.kind, NodeKind::Question { control: Control::Hidden { .. } | Control::Note, .. });
        node.path == path
            && is_asked
            && matches!(node.kind, NodeKind::Question { .. })
            && node.bind.calculate.is_none()
            && !matches!(node.default, Some(Default::Dynamic(_)))
    })
}

/// What was typed where nothing else writes stands as it was typed, whatever became relevant or irrelevant meanwhile and
/// however its repeat was counted; while it is irrelevant it is in no record and blank to the calculation that mentions it.
fn what_was_typed_stays((form, device): &Form, aims: &[Aim]) -> TestCaseResult {
    let mut s = Scenario::of(Rc::clone(form), Rc::clone(device));
    let mut typed: BTreeMap<NodeId, String> = BTreeMap::new();
    for aim in aims {
        let Some(action) = action(&s.instance, aim) else { continue };
        let answered = match &action {
            Action::Answer { path, value } => s.instance.node_at(path).map(|node| (node, path.clone(), value.clone())),
            _ => None,
        };
        if s.attempt(action).is_err() {
            continue;
        }
        if let Some((node, _, value)) = answered.filter(|(_, path, _)| is_left_alone(form, path)) {
            typed.insert(node, value);
        }
        let kept = serde_json::to_value(s.instance.snapshot()).expect("JSON");
        let kept: BTreeMap<&str, &str> = kept["values"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|saved| Some((saved["path"].as_str()?, saved["text"].as_str()?)))
            .collect();
        for (&node, text) in &typed {
            let path = s.instance.path(node);
            if !path.is_empty() {
                prop_assert_eq!(kept.get(path.as_str()).copied().unwrap_or_default(), text, "{}", path);
            }
        }
        let answers = s.instance.answers();
        for node in &form.nodes {
            let NodeKind::Question { data_type: DataType::Text, control } = &node.kind else { continue };
            let is_top = node.path.matches('/').count() == 2 && !matches!(control, Control::Note);
            let Some(id) = s.instance.node_at(&node.path).filter(|_| is_top) else { continue };
            let is_relevant = s.instance.is_relevant(id);
            prop_assert_eq!(answers.contains_key(&node.name), is_relevant, "{}", &node.path);
        }
        if let (Some(first), Some(echo)) = (s.instance.node_at("/data/first"), answers.get("echo")) {
            let seen = kept.get("/data/first").filter(|_| s.instance.is_relevant(first)).copied().unwrap_or_default();
            prop_assert_eq!(echo, &format!("[{seen}]"));
        }
    }
    Ok(())
}

/// What once failed is tried first, ever after.
fn config() -> ProptestConfig {
    let failure_persistence = Some(Box::new(FileFailurePersistence::WithSource("regressions")) as Box<_>);
    ProptestConfig { failure_persistence, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn full_recalculation_gives_what_incremental_recalculation_gave(aims in prop::collection::vec(aim(), 0..25)) {
        full_recalculation_changes_nothing(&mut filled(&compiled(), &aims).instance)?;
    }

    #[test]
    fn a_journal_gives_what_the_edits_gave_also_from_a_snapshot(
        aims in prop::collection::vec(aim(), 1..25),
        cut in any::<prop::sample::Index>(),
    ) {
        let s = filled(&compiled(), &aims);
        replaying_gives_the_same(&compiled(), &s.instance, &s.journal, cut.index(s.journal.len() + 1))?;
    }

    #[test]
    fn a_restored_instance_is_the_one_that_was_kept(aims in prop::collection::vec(aim(), 0..25)) {
        reopening_changes_nothing(&compiled(), &filled(&compiled(), &aims).instance)?;
    }

    #[test]
    fn every_view_that_differs_was_told(aims in prop::collection::vec(aim(), 1..12)) {
        every_change_was_told(&compiled(), &aims)?;
    }

    #[test]
    fn whatever_the_form_recalculation_replay_and_reopening_agree(
        form in any_form(),
        aims in prop::collection::vec(aim(), 0..10),
        cut in any::<prop::sample::Index>(),
    ) {
        let form = by_chance(&form);
        let mut s = filled(&form, &aims);
        replaying_gives_the_same(&form, &s.instance, &s.journal, cut.index(s.journal.len() + 1))?;
        reopening_changes_nothing(&form, &s.instance)?;
        full_recalculation_changes_nothing(&mut s.instance)?;
    }

    #[test]
    fn whatever_the_form_every_view_that_differs_was_told(
        form in any_form(),
        aims in prop::collection::vec(aim(), 1..6),
    ) {
        every_change_was_told(&by_chance(&form), &aims)?;
    }

    #[test]
    fn whatever_the_form_what_was_typed_stays_and_counts_only_while_it_is_relevant(
        form in any_form(),
        aims in prop::collection::vec(aim(), 1..10),
    ) {
        what_was_typed_stays(&by_chance(&form), &aims)?;
    }
}
