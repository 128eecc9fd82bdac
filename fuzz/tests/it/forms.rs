//! Forms made to harm: compiled within bounds, or refused by name.

use std::collections::BTreeMap;

use form::compile;
use form::scenario::{Row, Sheets, ask, choice, row};

use crate::measured::within_bounds;

/// The codes of what is wrong, each once. None: the form can be filled, which is what `filling` is about.
fn refused(sheets: &Sheets) -> Vec<&'static str> {
    let workbook = sheets.workbook();
    let compiled = within_bounds(|| compile(&workbook, &BTreeMap::new()));
    let errors = compiled.problems.iter().filter(|problem| problem.is_error());
    let mut codes: Vec<&str> = errors.map(|problem| problem.message.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn many(count: usize, row: impl Fn(usize) -> Row) -> impl Iterator<Item = Row> {
    (0..count).map(row)
}

fn calculations(count: usize, text: impl Fn(usize) -> String) -> Sheets {
    Sheets::new(many(count, |at| ask("calculate", &format!("q{at}")).calculation(&text(at))))
}

#[test]
fn ten_thousand_groups_in_each_other_overflow_nothing() {
    let open = many(10_000, |at| ask("begin group", &format!("g{at}")));
    let close = many(10_000, |_| ask("end group", ""));
    assert_eq!(refused(&Sheets::new(open.chain(close))), ["groups-too-deep"]);
    let open = many(20_000, |at| ask("begin repeat", &format!("g{at}")));
    assert_eq!(refused(&Sheets::new(open)), ["begin-without-end", "groups-too-deep"]);
}

#[test]
fn loops_in_loops_do_not_multiply_without_end() {
    let open = ["a", "b", "c"].map(|name| ask("begin loop over l", name));
    let close = ["a", "b", "c"].map(|_| ask("end loop", ""));
    let rows = open.into_iter().chain([ask("text", "t")]).chain(close);
    let sheets = Sheets::new(rows).choices(many(500, |at| choice("l", &format!("c{at}"))));
    assert_eq!(refused(&sheets), ["nodes-too-many"]);
}

#[test]
fn names_as_long_as_cells_in_each_other_do_not_multiply() {
    let long = |at: usize| format!("g{at}{}", "n".repeat(32_000));
    let open = many(30, |at| ask("begin group", &long(at)));
    let close = many(30, |_| ask("end group", ""));
    let rows = open.chain(many(5_000, |at| ask("text", &format!("q{at}")))).chain(close);
    assert_eq!(refused(&Sheets::new(rows)), ["paths-too-long"]);
}

#[test]
fn a_hundred_languages_of_which_each_choice_has_one_are_refused() {
    let row = |name: &str| row().with("list_name", "l").with("name", name);
    let all = (0..190).fold(row("all"), |row, at| row.with(&format!("label::L{at} (l{at})"), "x"));
    let rows = many(100_000, |at| row(&format!("c{at}")).with("label::L189 (l189)", "x"));
    let sheets = Sheets::new([ask("select_one l", "q")]).choices([all].into_iter().chain(rows));
    assert_eq!(refused(&sheets), ["texts-too-many"]);
}

#[test]
fn the_most_choices_that_are_taken_compile_within_bounds() {
    let choices = many(199_999, |at| choice("l", &format!("c{at}")).with("kind", "x"));
    let sheets = Sheets::new([ask("select_one l", "q").choice_filter("kind = 'x'")]).choices(choices);
    assert!(refused(&sheets).is_empty());
}

#[test]
fn ten_thousand_lists_and_files_are_told_apart_within_bounds() {
    let of = |at: usize| {
        if at.is_multiple_of(2) { format!("select_one l{at}") } else { format!("select_one_from_file f{at}.csv") }
    };
    let rows = many(20_000, |at| ask(&of(at), &format!("q{at}")));
    let sheets = Sheets::new(rows).choices(many(20_000, |at| choice(&format!("l{at}"), "x")));
    assert!(refused(&sheets).is_empty());
}

#[test]
fn ten_thousand_selects_that_search_are_told_apart_within_bounds() {
    let rows = many(20_000, |at| ask("select_one l", &format!("q{at}")).appearance("search('f')"));
    assert!(refused(&Sheets::new(rows).choices([choice("l", "x")])).is_empty());
}

#[test]
fn the_longest_expression_in_every_row_is_refused() {
    let long = format!("1{}", "+1".repeat(4_999));
    assert_eq!(refused(&calculations(5_000, |_| long.clone())), ["expressions-too-long"]);
    // What takes most memory for what is written.
    let wide = |at: usize| format!("{at}|{}", "a|".repeat(4_900));
    assert_eq!(refused(&calculations(2_000, |at| wide(at) + "a")), ["expressions-too-long"]);
    assert!(refused(&calculations(205, |at| wide(at) + "a")).is_empty());
}

#[test]
fn expressions_that_read_everything_in_every_row_are_refused() {
    for text in ["count(//*)", "concat(//*)", "count(/data/*[. = 1])", "sum(/data/*/following::*)", "count(//*//*//*)"]
    {
        assert_eq!(refused(&calculations(1_500, |_| text.to_owned())), ["mentions-too-many"], "{text}");
    }
}

#[test]
fn thousands_of_references_are_refused_before_they_are_resolved() {
    let all: String = (0..1_200).map(|at| format!("${{q{at}}}+")).collect();
    let rows = many(5_000, |at| ask("integer", &format!("q{at}")).constraint(&format!("{all}1")));
    assert_eq!(refused(&Sheets::new(rows)), ["expressions-too-long"]);
    let outputs: String = (0..3_000).map(|at| format!("${{q{}}}", at % 10)).collect();
    let labelled = |count| many(count, |at| ask("integer", &format!("q{at}")).label(&outputs));
    assert_eq!(refused(&Sheets::new(labelled(2_000))), ["expressions-too-long"]);
    assert!(refused(&Sheets::new(labelled(100))).is_empty());
}

#[test]
fn parentheses_without_end_are_refused_in_every_row() {
    let deep = format!("{}1{}", "(".repeat(4_999), ")".repeat(4_999));
    assert_eq!(refused(&calculations(500, |_| deep.clone())), ["expression-too-deep"]);
}

#[test]
fn cycles_long_and_many_are_told() {
    assert_eq!(refused(&calculations(10_000, |at| format!("${{q{}}}", (at + 1) % 10_000))), ["cycle"]);
    assert_eq!(refused(&calculations(20_000, |at| format!("${{q{}}}", at ^ 1))), ["cycle"]);
}

#[test]
fn rows_wrong_in_three_ways_are_all_told_up_to_ten_thousand_problems() {
    let rows = |count| many(count, |at| ask("intger", &format!("q{at}")).calculation("${nobody} +").relevant(". ="));
    assert_eq!(refused(&Sheets::new(rows(3_000))), ["expression-value-missing", "reference-unknown", "type-unknown"]);
    assert_eq!(refused(&Sheets::new(rows(20_000))), ["type-unknown"]);
}

#[test]
fn patterns_that_never_end_elsewhere_are_refused_or_run_in_linear_time() {
    for (pattern, code) in [
        ("(?=a)a", "pattern-looks-around"),
        (r"(a)\1", "pattern-refers-back"),
        (r"(\p{L}{0,50}){0,50}x", "pattern-too-large"),
        ("((a{0,100}){0,100}){0,100}", "pattern-too-large"),
        ("(", "pattern-invalid"),
    ] {
        assert_eq!(refused(&calculations(1, |_| format!("regex('a', '{pattern}')"))), [code]);
    }
    assert_eq!(refused(&calculations(1, |_| format!("regex('a', '{}')", "a".repeat(1_001)))), ["pattern-too-long"]);
}
