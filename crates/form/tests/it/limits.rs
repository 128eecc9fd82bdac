//! Each limit of a form, at it and over it. Those of a file are tested in `sheet`, those of one expression in `xpath`.

use form::limits::{
    ANSWER_CHARACTERS, EXPRESSION_BYTES, FORM_NODES, GROUP_DEPTH, INSTANCE_NODES, INSTANCE_TEXT_BYTES, MENTIONS,
    PARSED_BYTES, PATH_BYTES, REPEAT_INSTANCES, SHOWN_BYTES, STEPS_PER_ACTION, SURVEY_ROWS, TEXTS,
};
use form::scenario::{Row, Scenario, Sheets, ask, choice, node, row};
use form::view::Body;
use form::{Action, ActionError, compile};

/// The codes of what is wrong, each once.
fn errors(sheets: &Sheets) -> Vec<&'static str> {
    let compiled = compile(&sheets.workbook(), &Default::default());
    let errors = compiled.problems.iter().filter(|problem| problem.is_error());
    let mut codes: Vec<&str> = errors.map(|problem| problem.message.code()).collect();
    codes.dedup();
    assert_eq!(compiled.form.is_none(), !codes.is_empty());
    codes
}

fn many(count: usize, row: impl Fn(usize) -> Row) -> impl Iterator<Item = Row> {
    (0..count).map(row)
}

#[test]
fn the_numbers_are_those_that_were_promised() {
    assert_eq!((SURVEY_ROWS, GROUP_DEPTH, ANSWER_CHARACTERS), (20_000, 32, 100_000));
    assert_eq!((form::limits::EXPRESSION_CHARACTERS, form::limits::EXPRESSION_DEPTH), (10_000, 100));
    assert_eq!((form::limits::PATTERN_CHARACTERS, form::limits::SUBJECT_CHARACTERS), (1_000, 10_000));
    assert_eq!(form::limits::STEPS_PER_EXPRESSION, 1_000_000);
    let file = form::limits::SheetLimits::default();
    assert_eq!((file.rows, file.columns, file.cells, file.cell_characters), (200_000, 200, 2_000_000, 32_767));
}

#[test]
fn rows_of_the_survey() {
    let of = |count| Sheets::new(many(count, |at| ask("text", &format!("q{at}"))));
    assert!(errors(&of(SURVEY_ROWS)).is_empty());
    assert_eq!(errors(&of(SURVEY_ROWS + 1)), ["file-rows-too-many"]);
}

#[test]
fn groups_in_each_other() {
    let of = |depth| {
        let open = many(depth, |at| ask(if at % 2 == 0 { "begin group" } else { "begin repeat" }, &format!("g{at}")));
        let close = many(depth, |at| ask(if (depth - at) % 2 == 1 { "end group" } else { "end repeat" }, ""));
        Sheets::new(open.chain([ask("text", "inside")]).chain(close))
    };
    assert!(errors(&of(GROUP_DEPTH)).is_empty());
    assert_eq!(errors(&of(GROUP_DEPTH + 1)), ["groups-too-deep"]);
    assert_eq!(errors(&of(8_000)), ["groups-too-deep"]);
}

#[test]
fn nodes_of_a_form_as_loops_make_them() {
    let of = |choices: usize, questions: usize| {
        let questions = many(questions, |at| ask("text", &format!("q{at}")));
        let rows = [ask("begin loop over l", "all")].into_iter().chain(questions).chain([ask("end loop", "")]);
        Sheets::new(rows).choices(many(choices, |at| choice("l", &format!("c{at}"))))
    };
    // The root, the loop, and for each choice a group with its questions.
    assert!(errors(&of(26, 1_922)).is_empty());
    assert_eq!(2 + 26 * 1_923, FORM_NODES);
    assert_eq!(errors(&of(27, 1_922)), ["nodes-too-many"]);
}

#[test]
fn paths_of_all_nodes() {
    let of = |length: usize| {
        let questions = many(999, |at| ask("text", &format!("q{at:03}")));
        let group = ask("begin group", &"g".repeat(length));
        Sheets::new([group].into_iter().chain(questions).chain([ask("end group", "")]))
    };
    // `/data/` and the group stand before each of a thousand names.
    let most = (PATH_BYTES - 1_000 * "/data/".len() - 999 * "/q000".len()) / 1_000;
    assert!(errors(&of(most)).is_empty());
    assert_eq!(errors(&of(most + 1)), ["paths-too-long"]);
}

#[test]
fn texts_of_all_rows_in_all_languages() {
    let of = |rows: usize| {
        let header = (0..150).fold(ask("text", "first"), |row, at| row.with(&format!("label::L{at} (l{at})"), "x"));
        let header = header.with("label", "x");
        Sheets::new([header].into_iter().chain(many(rows - 1, |at| ask("text", &format!("q{at}")))))
    };
    // The column without a language is the default language's: one more.
    let rows = TEXTS / 151;
    assert!(errors(&of(rows)).is_empty());
    assert_eq!(errors(&of(rows + 1)), ["texts-too-many"]);
}

#[test]
fn expressions_of_all_rows() {
    let text = "1".repeat(8_192);
    let of = |rows| Sheets::new(many(rows, |at| ask("calculate", &format!("q{at}")).calculation(&text)));
    assert!(errors(&of(EXPRESSION_BYTES / text.len())).is_empty());
    assert_eq!(errors(&of(EXPRESSION_BYTES / text.len() + 1)), ["expressions-too-long"]);

    let mentioning = format!("${{q0}}{}", "x".repeat(8_187));
    let of = |rows| Sheets::new(many(rows, |at| ask("text", &format!("q{at}")).label(&mentioning)));
    assert!(errors(&of(EXPRESSION_BYTES / mentioning.len())).is_empty());
    assert_eq!(errors(&of(EXPRESSION_BYTES / mentioning.len() + 1)), ["expressions-too-long"]);
}

#[test]
fn expressions_that_differ() {
    let of = |rows| {
        let text = |at| format!("{at:08192}");
        Sheets::new(many(rows, |at| ask("calculate", &format!("q{at}")).calculation(&text(at))))
    };
    assert!(errors(&of(PARSED_BYTES / 8_192)).is_empty());
    assert_eq!(errors(&of(PARSED_BYTES / 8_192 + 1)), ["expressions-too-long"]);
}

#[test]
fn mentions_of_nodes() {
    // Each constraint mentions all the others; what it says of itself does not count.
    let of = |rows| Sheets::new(many(rows, |at| ask("text", &format!("q{at}")).constraint("count(//*) > 0")));
    assert!(errors(&of(1_400)).is_empty());
    const { assert!(1_400 * 1_399 < MENTIONS && 1_420 * 1_419 > MENTIONS) };
    assert_eq!(errors(&of(1_420)), ["mentions-too-many"]);
}

#[test]
fn characters_of_an_answer_and_of_a_calculation() {
    let mut s = Scenario::new([ask("text", "a"), ask("calculate", "b").calculation("concat(${a}, 'x')")]);
    let most = "字".repeat(ANSWER_CHARACTERS - 1);
    s.answer("/data/a", &most).check("/data/b", node().value(&(most.clone() + "x")));
    s.answer("/data/a", &(most.clone() + "字")).check("/data/b", node().value(""));
    assert_eq!(s.instance.unfinished().len(), 1, "it is told");
    let over = Action::Answer { path: "/data/a".to_owned(), value: most + "字字" };
    assert_eq!(s.attempt(over).err(), Some(ActionError::TooLong));
}

fn instances(s: &Scenario, path: &str) -> usize {
    match &s.view(path).body {
        Body::Repeat { instances, .. } => instances.len(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn instances_of_a_repeat() {
    let repeat = |row: Row| [ask("integer", "a"), row, ask("text", "x"), ask("end repeat", "r")];
    let mut s = Scenario::new(repeat(ask("begin repeat", "r").repeat_count("${a}")));
    for (count, made) in [(REPEAT_INSTANCES, REPEAT_INSTANCES), (REPEAT_INSTANCES + 1, REPEAT_INSTANCES)] {
        s.answer("/data/a", &count.to_string());
        assert_eq!(instances(&s, "/data/r"), made);
    }
    let mut s = Scenario::new(repeat(ask("begin repeat", "r")));
    (1..REPEAT_INSTANCES).for_each(|_| _ = s.add("/data/r"));
    let over = Action::AddRepeat { path: "/data/r".to_owned() };
    assert_eq!(s.attempt(over).err(), Some(ActionError::Full));
    assert_eq!(instances(&s, "/data/r"), REPEAT_INSTANCES);
}

#[test]
fn nodes_of_an_instance() {
    let questions = many(99, |at| ask("text", &format!("q{at}")));
    let rows = [ask("integer", "a"), ask("begin repeat", "r").repeat_count("${a}")].into_iter().chain(questions);
    let mut s = Scenario::new(rows.chain([ask("end repeat", "r")]));
    let most = (INSTANCE_NODES - 3) / 100;
    for (count, made) in [(most, most), (most + 1, most)] {
        s.answer("/data/a", &count.to_string());
        assert_eq!(instances(&s, "/data/r"), made);
    }
}

#[test]
fn text_of_defaults_and_calculations() {
    let text = "x".repeat(1 << 15 >> 1);
    let rows = [
        ask("integer", "a"),
        ask("begin repeat", "r").repeat_count("${a}"),
        ask("text", "x").default(&text),
        ask("end repeat", "r"),
    ];
    let mut s = Scenario::new(rows);
    let most = INSTANCE_TEXT_BYTES / text.len();
    // The answer takes some of the room too.
    s.answer("/data/a", &(most - 1).to_string());
    s.check(&format!("/data/r[{}]/x", most - 1), node().value(&text));
    s.answer("/data/a", &most.to_string());
    s.check(&format!("/data/r[{most}]/x"), node().value(""));
}

#[test]
fn values_in_a_label() {
    let mut s = Scenario::new([ask("text", "a"), ask("note", "n").label("${a}, ${a}")]);
    let half = "x".repeat(SHOWN_BYTES / 2);
    s.answer("/data/a", &half).check("/data/n", node().label(&format!("{half}, {half}")));
    s.answer("/data/a", &(half.clone() + "y"));
    s.check("/data/n", node().label(&format!("{half}y, {}…", &half[1..])));
}

#[test]
fn steps_of_an_action() {
    // Each takes nearly what one expression may; together they take more than an action may, and the last are blank.
    let list = many(9_000, |at| choice("l", &format!("c{at}")));
    let sum = format!("count(instance('l')/root/item[contains(concat(name{}), 'c')])", ", name".repeat(20));
    let count = 2 * (STEPS_PER_ACTION / form::limits::STEPS_PER_EXPRESSION) as usize;
    let rows =
        many(count, |at| ask("calculate", &format!("q{at}")).calculation(&format!("if(${{a}} = 1, {sum}, 'none')")));
    let mut s =
        Sheets::new([ask("integer", "a"), ask("select_one l", "q")].into_iter().chain(rows)).choices(list).start();
    s.answer("/data/a", "1");
    let last = format!("/data/q{}", count - 1);
    s.check("/data/q0", node().value("9000")).check(&last, node().value(""));
    let unfinished = |s: &Scenario| s.instance.unfinished().iter().map(|&id| s.instance.path(id)).collect::<Vec<_>>();
    assert!(unfinished(&s).contains(&last), "what is blank for that is told");
    assert!(!unfinished(&s).contains(&"/data/q0".to_owned()));
    s.answer("/data/a", "2").check(&last, node().value("none"));
    assert_eq!(unfinished(&s), Vec::<String>::new(), "and no longer once it could be worked out");
}

#[test]
fn choices_with_one_more_column_than_languages_are_no_texts() {
    let rows = many(2_000, |at| row().with("list_name", "l").with("name", &format!("c{at}")).with("label", "x"));
    assert!(errors(&Sheets::new([ask("select_one l", "q")]).choices(rows)).is_empty());
}
