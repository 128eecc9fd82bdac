//! What is an expression, where a mistake is, and what an author is told.

use xpath::functions::KnownFunction;
use xpath::{CheckError, Expected, Expr, ParseErrorKind, PatternError, functions};

fn error(text: &str) -> (usize, ParseErrorKind) {
    let error = Expr::parse(text).unwrap_err();
    (error.offset, error.kind)
}

#[test]
fn a_mistake_is_named_with_its_place_in_characters() {
    let unexpected = |found: &str, expected| ParseErrorKind::Unexpected { found: found.to_owned(), expected };
    assert_eq!(error("'样例' )"), (5, unexpected(")", Expected::Operator)));
    assert_eq!(error("1 +"), (3, unexpected("", Expected::Value)));
    assert_eq!(error(""), (0, unexpected("", Expected::Value)));
    assert_eq!(error("concat('a' 'b')"), (11, unexpected("'", Expected::Comma)));
    assert_eq!(error("(1 + 2"), (6, unexpected("", Expected::Bracket)));
    assert_eq!(error("/data/a[1"), (9, unexpected("", Expected::SquareBracket)));
    assert_eq!(error("/data/a b"), (8, unexpected("b", Expected::Operator)));
    assert_eq!(error("'open"), (0, ParseErrorKind::UnclosedString));
    assert_eq!(error("1 + $x"), (4, ParseErrorKind::Variable));
    assert_eq!(error("up::a"), (0, ParseErrorKind::UnknownAxis(String::from("up"))));
    assert_eq!(error("1 ＋ 2").0, 2);
}

#[test]
fn names_may_be_chinese_and_hold_dots_and_dashes() {
    for text in ["/数据/乡镇", "a-b.c", "_x", "data/orx:meta", "样例 - 1", "a -b", "or", "and and and", "div div mod"]
    {
        assert!(Expr::parse(text).is_ok(), "{text}");
    }
}

#[test]
fn an_expression_is_its_text() {
    let expr = Expr::parse(" /data/a  + 1").unwrap();
    assert_eq!(expr.source(), " /data/a  + 1");
    assert_eq!(format!("{expr:?}"), "\" /data/a  + 1\"");
    assert_eq!(expr, expr.clone());
    assert_ne!(expr, Expr::parse("/data/a + 1").unwrap());

    let json = serde_json::to_string(&expr).unwrap();
    assert_eq!(json, "\" /data/a  + 1\"");
    assert_eq!(serde_json::from_str::<Expr>(&json).unwrap(), expr);
    assert!(serde_json::from_str::<Expr>("\"1 +\"").unwrap_err().to_string().contains("at character 3"));
    assert_eq!(serde_json::from_reader::<_, Expr>("\"a\\u0062\"".as_bytes()).unwrap().source(), "ab");
}

#[test]
fn the_functions_called_are_listed_wherever_they_stand() {
    let expr = Expr::parse("if(count(/a[not(b)]) > 1, jr:itext('x'), (now())[f(1, 2)])").unwrap();
    assert_eq!(expr.functions(), [("if", 3), ("count", 1), ("not", 1), ("jr:itext", 1), ("now", 0), ("f", 2)]);
}

#[test]
fn an_author_is_told_what_cannot_work() {
    let check = |text| Expr::parse(text).unwrap().check();
    assert_eq!(check("count(/a) + 1"), []);
    assert_eq!(check("/a[lenght(.) > 1]"), [CheckError::UnknownFunction { name: String::from("lenght") }]);
    let arity = |name: &str, given, least, most| CheckError::Arity { name: name.to_owned(), given, least, most };
    assert_eq!(check("selected(a)"), [arity("selected", 1, 2, Some(2))]);
    assert_eq!(check("weighted-checklist(1, 2, a)"), [arity("weighted-checklist", 3, 2, None)]);
    assert_eq!(check("indexed-repeat(a, b, 1, c)"), [arity("indexed-repeat", 4, 3, Some(7))]);
    let pattern = |pattern: &str, source| CheckError::Pattern { pattern: pattern.to_owned(), source };
    assert_eq!(check("regex(., '(?=a)')"), [pattern("(?=a)", PatternError::LookAround)]);
    assert_eq!(check(r"regex(., '(a)\1')"), [pattern(r"(a)\1", PatternError::BackReference)]);
    assert_eq!(check("regex(., /data/pattern)"), []);
}

/// The table of functions and the patterns that they are called by are two lists; they must say the same.
#[test]
fn every_known_function_takes_as_many_arguments_as_it_says() {
    use crate::document::Document;
    use crate::world::World;
    let (document, world) = (Document::parse("<data><a>1</a></data>"), World::new());
    for &KnownFunction { name, least, most, .. } in functions::known() {
        for given in 0..=8 {
            let arguments = vec!["/data/a"; given].join(", ");
            let expr = Expr::parse(&format!("{name}({arguments})")).unwrap();
            let outcome = xpath::Evaluator::new(&document, &world).evaluate(&expr, 1);
            let is_refused = matches!(outcome, Err(xpath::EvalError::Arity { .. }));
            let is_told = matches!(expr.check()[..], [CheckError::Arity { .. }]);
            assert_eq!(is_refused, is_told, "{name} with {given}");
            assert!(is_told || given >= least && most.is_none_or(|most| given <= most), "{name} with {given}");
        }
    }
    assert!(functions::known().is_sorted_by_key(|function| function.name));
    assert!(functions::known().iter().all(|function| function.summary.ends_with('.')));
}
