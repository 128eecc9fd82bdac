//! Hostile expressions: long, deep, dear.

use proptest::prelude::*;
use xpath::{CHARACTERS, DEPTH, EvalError, Evaluator, Expr, ParseErrorKind, PatternError};

use crate::document::Document;
use crate::world::World;

fn repeated(open: &str, middle: &str, close: &str, count: usize) -> String {
    format!("{}{middle}{}", open.repeat(count), close.repeat(count))
}

fn number(text: &str) -> f64 {
    let (document, world) = (Document::parse("<data/>"), World::new());
    Evaluator::new(&document, &world).number(&Expr::parse(text).unwrap(), 1).unwrap()
}

#[test]
fn an_expression_may_have_ten_thousand_characters_and_no_more() {
    assert!(Expr::parse(&"1".repeat(CHARACTERS)).is_ok());
    let error = Expr::parse(&"样".repeat(CHARACTERS + 1)).unwrap_err();
    assert_eq!(error.kind, ParseErrorKind::TooLong);
}

#[test]
fn brackets_may_nest_a_hundred_deep_and_no_more() {
    // The whole expression is the first level.
    for (open, middle, close) in [("(", "1", ")"), ("abs(", "1", ")"), ("a[", "b", "]"), ("-(1+", "1", ")")] {
        let deepest = Expr::parse(&repeated(open, middle, close, DEPTH - 1)).unwrap();
        let (document, world) = (Document::parse("<data><a><b/></a></data>"), World::new());
        Evaluator::new(&document, &world).evaluate(&deepest, 1).unwrap();
        deepest.references();
        deepest.check();

        let error = Expr::parse(&repeated(open, middle, close, DEPTH)).unwrap_err();
        assert_eq!(error.kind, ParseErrorKind::TooDeep);
        assert_eq!(Expr::parse(&open.repeat(CHARACTERS / open.len())).unwrap_err().kind, ParseErrorKind::TooDeep);
    }
}

#[test]
fn a_deep_expression_needs_little_stack() {
    // A page's wasm has one MiB; an optimised build needs far less than this one.
    let xml = "<data>".to_owned() + &repeated("<a>", "<b/>", "</a>", 120) + "</data>";
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(move || {
        let (document, world) = (Document::parse(&xml), World::new());
        for (open, middle, close) in [
            ("a[", "b", "]"),
            ("concat(", "b", ")"),
            ("abs(", "1", ")"),
            ("if(a,", "1", ",2)"),
            ("coalesce('',", "1", ")"),
            ("boolean(1=", "1", ")"),
            ("-(1+2*", "1", ")"),
        ] {
            let expr = Expr::parse(&repeated(open, middle, close, DEPTH - 1)).unwrap();
            expr.references();
            Evaluator::new(&document, &world).evaluate(&expr, 1).unwrap();
        }
    });
    thread.unwrap().join().unwrap();
}

#[test]
fn long_chains_are_wide_and_not_deep() {
    assert_eq!(number(&format!("0{}", "+1".repeat(4_999))), 4_999.0);
    assert_eq!(number(&format!("{}5", "-".repeat(9_999))), -5.0);
    assert_eq!(number(&format!("1{}", " or 0".repeat(1_999))), 1.0);
    assert_eq!(number(&format!("1{}", " and 1".repeat(1_666))), 1.0);
    assert_eq!(number(&format!("1{}", "=1".repeat(4_999))), 1.0);
    assert_eq!(number(&format!("count(.{})", "|.".repeat(4_996))), 1.0);
    assert_eq!(number(&format!("count({}.)", "./".repeat(4_996))), 1.0);
    assert_eq!(number(&format!("count({}..)", "../".repeat(3_330))), 0.0);
    assert_eq!(number(&format!("count(.{})", "[1]".repeat(3_330))), 1.0);
}

#[test]
fn an_evaluation_that_takes_too_long_is_stopped() {
    let xml = format!("<data>{}</data>", "<r><x>1</x></r>".repeat(2_000));
    let (document, world) = (Document::parse(&xml), World::new());
    let budget = |text: &str| {
        let mut evaluator = Evaluator::new(&document, &world);
        let outcome = evaluator.evaluate(&Expr::parse(text).unwrap(), 1);
        assert!(evaluator.steps_used() == 1_000_001, "{text}");
        outcome.err().unwrap_or_else(|| panic!("{text} has a value"))
    };
    let stopped = EvalError::Budget { steps: 1_000_000 };
    assert_eq!(budget("count(/data/r[count(../r[x = 2]) = 0])"), stopped);
    assert_eq!(budget("count(/data/r[count(../r/x) = 0])"), stopped);
    assert_eq!(budget("count(/data/r/following::x)"), stopped);
    assert_eq!(budget("uuid(1 div 0)"), stopped);
}

#[test]
fn an_evaluation_that_builds_too_much_text_is_stopped() {
    let (document, world) = (Document::parse(&format!("<data>{}</data>", "样例".repeat(50_000))), World::new());
    // Nearly 5,000 copies of the longest answer.
    let copies = format!("concat({})", vec!["."; 1_600].join(","));
    let expr = Expr::parse(&format!("string-length(concat({}))", [copies.as_str(); 3].join(","))).unwrap();
    let outcome = Evaluator::new(&document, &world).number(&expr, 1);
    assert_eq!(outcome, Err(EvalError::Budget { steps: 1_000_000 }));
}

#[test]
fn the_steps_of_one_evaluator_add_up() {
    let (document, world) = (Document::parse("<data><a/></data>"), World::new());
    let expr = Expr::parse("/data/a").unwrap();
    let mut evaluator = Evaluator::with_budget(&document, &world, 100);
    evaluator.text(&expr, 1).unwrap();
    let once = evaluator.steps_used();
    evaluator.text(&expr, 1).unwrap();
    assert_eq!(evaluator.steps_used(), 2 * once);
    while evaluator.steps_used() <= 100 {
        let _ = evaluator.text(&expr, 1);
    }
    assert_eq!(evaluator.text(&expr, 1), Err(EvalError::Budget { steps: 100 }));
}

#[test]
fn a_pattern_is_tried_on_ten_thousand_characters_and_no_more() {
    let world = World::new();
    let outcome = |length: usize| {
        let document = Document::parse(&format!("<data>{}</data>", "样".repeat(length)));
        Evaluator::new(&document, &world).boolean(&Expr::parse("regex(., '^样*$')").unwrap(), 1)
    };
    assert_eq!(outcome(10_000), Ok(true));
    assert!(matches!(outcome(10_001), Err(EvalError::Argument { .. })));
}

#[test]
fn a_pattern_with_many_ways_to_match_takes_linear_time() {
    // Each of these takes longer than a life in an engine that goes back and tries again.
    let world = World::new();
    for pattern in
        ["^(a|a)*$", "(a+)+$", "(.*)*x", "(x+x+)+y", "^(a?){50}a{50}$", r"^(\w+\s?)*$", r"^(\p{L}+|[a-z]+)*$"]
    {
        let document = Document::parse(&format!("<data>{}!</data>", "a".repeat(9_999)));
        let expr = Expr::parse(&format!("regex(., '{pattern}')")).unwrap();
        assert_eq!(Evaluator::new(&document, &world).boolean(&expr, 1), Ok(false), "{pattern}");
    }
}

#[test]
fn a_deep_pattern_is_used_or_refused_and_needs_little_stack() {
    let thread = std::thread::Builder::new().stack_size(1 << 19).spawn(|| {
        let (document, world) = (Document::parse("<data>a</data>"), World::new());
        let outcome = |pattern: String| {
            let expr = Expr::parse(&format!("regex(., '{pattern}')")).unwrap();
            Evaluator::new(&document, &world).boolean(&expr, 1)
        };
        assert_eq!(outcome(repeated("(", "a", ")", 200)), Ok(true));
        assert_eq!(outcome(repeated("(", "a", "|b)*", 100)), Ok(true));
        assert_eq!(outcome(format!("a{}", "+".repeat(200))), Ok(true));
        for pattern in [
            repeated("(", "a", ")", 201),
            repeated("(", "", ")", 500),
            repeated("(", "a", "|b)*c?", 120),
            format!("a{}", "+".repeat(999)),
        ] {
            assert_eq!(outcome(pattern), Err(EvalError::Pattern(PatternError::TooLarge)));
        }
        assert_eq!(outcome("(".repeat(1_000)), Err(EvalError::Pattern(PatternError::Syntax)));
    });
    thread.unwrap().join().unwrap();
}

/// Text made of the pieces of the language.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "/",
        "//",
        "a",
        "data",
        "r",
        "*",
        "@",
        ".",
        "..",
        "[",
        "]",
        "(",
        ")",
        ",",
        " ",
        "+",
        "-",
        "=",
        "!=",
        "<",
        ">=",
        "|",
        " or ",
        " and ",
        " div ",
        " mod ",
        "1",
        "2.5",
        "'x'",
        "\"y\"",
        "count(",
        "position()",
        "last()",
        "current()",
        "instance('i')",
        "concat(",
        "ancestor::",
        "following::",
        "node()",
        "text()",
        "not(",
        "string(",
        "date(",
        "sum(",
        "$",
        "样",
        "substr(",
        "round(",
        "if(",
        "randomize(",
        ":",
        "::",
        "'",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_or_the_evaluator_fall(text in prop_oneof![pieces(), ".{0,40}"]) {
        if let Ok(expr) = Expr::parse(&text) {
            let document = Document::parse("<data><a>1</a><r>2<a/></r><r x='3'><a>样例</a></r></data>");
            let mut world = World::new();
            world.instances.insert(String::from("i"), 0);
            let mut evaluator = Evaluator::new(&document, &world);
            for node in 0..8 {
                let _ = evaluator.evaluate(&expr, node);
            }
            expr.references();
            expr.check();
            prop_assert_eq!(&Expr::parse(expr.source()).unwrap(), &expr);
        }
    }
}
