//! What is long or deep needs little stack: a page's wasm has one MiB, and what overflows it is lost with all unsaved
//! answers. Each runs in a thread with half of that.

use std::collections::BTreeMap;

use form::compile;
use form::scenario::{Row, Sheets, ask, node};

fn in_half_a_megabyte(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(512 << 10).spawn(work).unwrap().join().unwrap();
}

fn chain(link: impl Fn(usize, Row) -> Row + 'static) -> Sheets {
    let row = move |at: usize| link(at, ask("text", &format!("c{at}")));
    Sheets::new([ask("integer", "c0")].into_iter().chain((1..=5_000).map(row)))
}

#[test]
fn a_chain_of_five_thousand_calculations() {
    in_half_a_megabyte(|| {
        let mut s =
            chain(|at, row| row.with("type", "calculate").calculation(&format!("${{c{}}} + 1", at - 1))).start();
        s.answer("/data/c0", "1").check("/data/c5000", node().value("5001"));
        s.restart().answer("/data/c0", "2").check("/data/c5000", node().value("5002"));
    });
}

#[test]
fn a_chain_of_five_thousand_conditions_and_of_as_many_triggers() {
    in_half_a_megabyte(|| {
        let mut s = chain(|at, row| row.relevant(&format!("${{c{}}} != ''", at - 1)).default("x")).start();
        s.check("/data/c5000", node().not_relevant());
        s.answer("/data/c0", "1").check("/data/c5000", node().relevant());
        let before = |at| format!("${{c{}}}", at - 1);
        let mut s = chain(move |at, row| row.trigger(&before(at)).calculation(&format!("{} + 1", before(at)))).start();
        s.answer("/data/c0", "1").check("/data/c5000", node().value("5001"));
    });
}

#[test]
fn a_cycle_of_five_thousand_is_told() {
    in_half_a_megabyte(|| {
        let row = |at: usize| ask("calculate", &format!("c{at}")).calculation(&format!("${{c{}}}", (at + 1) % 5_000));
        let compiled = compile(&Sheets::new((0..5_000).map(row)).workbook(), &BTreeMap::new());
        assert_eq!(compiled.problems[0].message.code(), "cycle");
    });
}

#[test]
fn five_thousand_brackets_are_refused_by_name() {
    in_half_a_megabyte(|| {
        for (open, close) in [("(", ")"), ("not(", ")"), ("a[", "]"), ("-(", ")")] {
            let count = 9_000 / (open.len() + 1);
            let text = format!("{}1{}", open.repeat(count), close.repeat(count));
            let sheets = Sheets::new([ask("text", "a"), ask("calculate", "b").calculation(&text)]);
            let problems = compile(&sheets.workbook(), &BTreeMap::new()).problems;
            assert_eq!(problems[0].message.code(), "expression-too-deep", "{open}");
        }
    });
}

#[test]
fn an_expression_as_deep_as_may_be_is_compiled_and_evaluated() {
    in_half_a_megabyte(|| {
        // The whole expression is the first of the hundred levels.
        for (open, inside, close, value) in [
            ("(", "1", ")", "1"),
            ("concat(", "${a}", ")", "7"),
            ("if(${a} = 7, ", "${a}", ", 2)", "7"),
            ("coalesce('', ", "${a}", ")", "7"),
            ("(1 + 2 * ", "1", ")", "3802951800684688204490109616127"),
            ("count(/data/a[", "1 = 1", "])", "1"),
            ("not(", "true()", ")", "false"),
            ("string-length(", "${a}", ")", "1"),
            ("sum(/data/a[. = ", "7", "])", "7"),
        ] {
            let depth = form::limits::EXPRESSION_DEPTH - 1;
            let levels = depth / open.matches(['(', '[']).count();
            let text = format!("{}{inside}{}", open.repeat(levels), close.repeat(levels));
            let rows = [ask("integer", "a").default("7"), ask("calculate", "b").calculation(&text)];
            let mut s = Sheets::new(rows).start();
            if open != "(1 + 2 * " && open != "sum(/data/a[. = " {
                s.check("/data/b", node().value(value));
            }
        }
    });
}

#[test]
fn groups_as_deep_as_may_be_are_filled_and_finished() {
    in_half_a_megabyte(|| {
        let depth = form::limits::GROUP_DEPTH;
        let open = (0..depth).map(|at| ask("begin repeat", &format!("g{at}")));
        let close = (0..depth).map(|_| ask("end repeat", ""));
        let mut s = Sheets::new(open.chain([ask("text", "t").default("x")]).chain(close)).start();
        let path: String = (0..depth).map(|at| format!("/g{at}[1]")).collect();
        s.check(&format!("/data{path}/t"), node().value("x"));
        s.restart();
        assert!(s.finalized().get(&format!("/data{path}/t")).is_some());
    });
}
