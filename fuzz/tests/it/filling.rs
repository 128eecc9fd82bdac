//! Forms that compile and mean harm when they are filled: what they take is bounded, and the draft goes on.

use form::scenario::{Row, Scenario, Sheets, ask, choice, node};

use crate::measured::within_bounds;

fn many(count: usize, row: impl Fn(usize) -> Row) -> impl Iterator<Item = Row> {
    (0..count).map(row)
}

fn filled(sheets: &Sheets, answer: &str) -> Scenario {
    let mut s = within_bounds(|| sheets.start());
    within_bounds(|| _ = s.answer("/data/a", answer));
    s
}

/// With a question `a` before the rows, which is answered. Afterwards it can be answered again: nothing hangs or is lost.
fn answered(kind: &str, rows: impl IntoIterator<Item = Row>, answer: &str) -> Scenario {
    let mut s = filled(&Sheets::new([ask(kind, "a")].into_iter().chain(rows)), answer);
    s.check("/data/a", node().value(answer));
    within_bounds(|| _ = s.answer("/data/a", "1").check("/data/a", node().value("1")));
    s
}

#[test]
fn a_million_instances() {
    let repeat = ask("begin repeat", "r").repeat_count("${a}");
    let rows = [repeat, ask("text", "t"), ask("calculate", "p").calculation("position(..)"), ask("end repeat", "")];
    answered("integer", rows, "1000000");
}

#[test]
fn counts_in_counts_that_multiply() {
    let open = many(4, |at| ask("begin repeat", &format!("r{at}")).repeat_count("${a}"));
    let close = many(4, |_| ask("end repeat", ""));
    answered("integer", open.chain([ask("text", "t")]).chain(close), "1000000");
}

#[test]
fn counts_that_count_what_they_make() {
    let repeats = (0..12).flat_map(|at| {
        let count = if at == 0 { "${a}".to_owned() } else { format!("2 * count(${{r{}}})", at - 1) };
        let repeat = ask("begin repeat", &format!("r{at}")).repeat_count(&count);
        [repeat, ask("text", &format!("t{at}")), ask("end repeat", "")]
    });
    answered("integer", repeats, "1000000");
}

#[test]
fn text_that_doubles_from_row_to_row() {
    for double in ["concat(${A}, ${A})", "join(${A}, ${A}, ${A})", "concat(${A}, concat(${A}, ${A}), ${A})"] {
        let of = |at: usize| double.replace('A', &if at == 0 { "a".to_owned() } else { format!("c{}", at - 1) });
        let rows = many(60, |at| ask("calculate", &format!("c{at}")).calculation(&of(at)));
        answered("text", rows, &"x".repeat(1_000));
    }
}

#[test]
fn the_longest_answer_copied_five_thousand_times() {
    let copy = |at: usize| ask("calculate", &format!("c{at}")).calculation("concat(${a}, '')");
    let answer = "样".repeat(100_000);
    answered("text", many(5_000, copy), &answer);
    answered("text", many(5_000, |at| copy(at).trigger("${a}")), &answer);
    let repeat = [ask("begin repeat", "r").repeat_count("string-length(${a})"), copy(0), ask("end repeat", "")];
    answered("text", repeat, &answer);
}

#[test]
fn the_longest_default_ten_thousand_times() {
    let question = ask("text", "t").default(&"样".repeat(32_767));
    let rows = [ask("begin repeat", "r").repeat_count("${a}"), question, ask("end repeat", "")];
    answered("integer", rows, "10000");
}

#[test]
fn the_longest_value_in_every_label() {
    let notes = many(19_000, |at| ask("note", &format!("n{at}")).label("${a} ${a} ${a}"));
    let mut s = filled(&Sheets::new([ask("text", "a")].into_iter().chain(notes)), &"样".repeat(100_000));
    within_bounds(|| {
        for at in 0..19_000 {
            s.view(&format!("/data/n{at}"));
        }
    });
    s.answer("/data/a", "1").check("/data/n0", node().label("1 1 1"));
}

#[test]
fn filters_that_go_through_a_list_in_every_row() {
    let through = "count(instance('l')/root/item[contains(name, ${a})][count(/data/a) > 0])";
    let rows = many(500, |at| ask("calculate", &format!("c{at}")).calculation(through));
    let list = many(20_000, |at| choice("l", &format!("c{at}")));
    filled(&Sheets::new([ask("text", "a"), ask("select_one l", "q")].into_iter().chain(rows)).choices(list), "c");
}

#[test]
fn everything_compared_with_everything() {
    let rows = many(2_000, |at| ask("text", &format!("q{at}")));
    let all = many(50, |at| {
        ask("text", &format!("c{at}")).constraint("count(//*[count(//*[. = 'y']) > 0]) > ${a}").default("x")
    });
    filled(&Sheets::new([ask("text", "a")].into_iter().chain(rows).chain(all)), "x");
}

#[test]
fn a_thousand_selects_over_one_list() {
    let list = many(5_000, |at| choice("l", &format!("c{at}")).with("kind", "x"));
    let select =
        |at: usize| ask("select_multiple l", &format!("q{at}")).choice_filter("kind = ${a}").default("c1 c2 c3");
    let sheets = Sheets::new([ask("text", "a")].into_iter().chain(many(1_000, select))).choices(list);
    filled(&sheets, "x").check("/data/q999", node().value("c1 c2 c3"));
}

#[test]
fn patterns_that_never_end_elsewhere_on_the_longest_text() {
    let long = "a".repeat(9_999);
    for pattern in [
        "^(a|a)*$",
        "(a+)+$",
        "(.*)*x",
        "^(a?){500}a{50}$",
        "^((a{0,30}){0,30}){0,10}b$",
        r"^(\w+\s?)*$",
        r"(\p{L}{0,9}){0,9}x",
    ] {
        let rule = format!("regex(${{a}}, '{pattern}')");
        let rows = many(50, |at| ask("text", &format!("q{at}")).default("x").constraint(&rule));
        answered("text", rows, &long);
    }
    // A pattern that the answer makes, so that it is compiled anew each time.
    let made = |at: usize| format!("regex('{}', concat(${{a}}, {at}))", "a".repeat(9_900));
    let rows = many(20, |at| ask("calculate", &format!("q{at}")).calculation(&made(at)));
    answered("text", rows, "((a{0,30}){0,30}){0,10}b");
}

#[test]
fn triggers_that_set_off_each_other() {
    let rows = many(2_000, |at| {
        let before = if at == 0 { "a".to_owned() } else { format!("c{}", at - 1) };
        let row = ask("text", &format!("c{at}")).calculation(&format!("concat(${{{before}}}, 'x')"));
        row.trigger(&format!("${{{before}}}, ${{c{}}}", (at + 1) % 2_000))
    });
    answered("text", rows, "x");
}

#[test]
fn a_form_that_shows_and_hides_twenty_thousand_questions() {
    let rows = many(19_000, |at| ask("text", &format!("q{at}")).label("${a}").default("x"));
    let group = [ask("begin group", "g").relevant("${a} = 'y'")].into_iter().chain(rows).chain([ask("end group", "")]);
    answered("text", group, "y");
}
