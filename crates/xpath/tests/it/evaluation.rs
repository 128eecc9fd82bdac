//! What case files cannot say: places, hosts, types.

use xpath::{EvalError, Evaluator, Expr, Focus, Instant, Value};

use crate::document::{Document, Id};
use crate::world::World;

const FARM: &str = "<data><county>c2</county><r><x>1</x></r><r><x>2</x></r></data>";

fn value(text: &str) -> Result<Value<Id>, EvalError> {
    let (document, world) = (Document::parse(FARM), World::new());
    Evaluator::new(&document, &world).evaluate(&Expr::parse(text).unwrap(), 1)
}

#[test]
fn a_value_has_the_type_of_what_was_asked() {
    assert_eq!(value("1 + 1"), Ok(Value::Number(2.0)));
    assert_eq!(value("'a'"), Ok(Value::Text(String::from("a"))));
    assert_eq!(value("/data/r = 1"), Ok(Value::Boolean(true)));
    assert_eq!(value("today()"), Ok(Value::Date(Some(Instant { unix_ms: 20_468 * 86_400_000, offset_minutes: 0 }))));
    assert_eq!(value("date('soon')"), Ok(Value::Date(None)));
    assert!(matches!(value("/data/r"), Ok(Value::Nodes(nodes)) if nodes.len() == 2));
}

#[test]
fn a_value_converts_itself() {
    let (document, world) = (Document::parse(FARM), World::new());
    let Ok(value) = Evaluator::new(&document, &world).evaluate(&Expr::parse("/data/r/x").unwrap(), 1) else { panic!() };
    assert_eq!(value.to_text(&document), "1");
    assert_eq!(value.to_number(&document, &world), 1.0);
    assert!(value.to_boolean());
    assert_eq!(Value::<Id>::Text(String::from("2026-01-15")).to_number(&document, &world), 20_468.0);
    assert_eq!(Value::<Id>::Date(None).to_text(&document), "Invalid Date");
    assert_eq!(Value::<Id>::Number(-0.0).to_text(&document), "0");
}

#[test]
fn an_error_says_what_it_is_about() {
    assert_eq!(value("nobody(1)"), Err(EvalError::UnknownFunction { name: String::from("nobody") }));
    assert_eq!(value("selected(1)"), Err(EvalError::Arity { name: String::from("selected"), given: 1 }));
    assert_eq!(value("instance('x')"), Err(EvalError::UnknownInstance { id: String::from("x") }));
    assert!(matches!(value("count('x')"), Err(EvalError::NotNodes { .. })));
    assert!(matches!(value("regex('a', concat('(', '?=a)'))"), Err(EvalError::Pattern(_))));
    assert_eq!(value("extract-signed('x', 1)"), Ok(Value::Text(String::from("2 of the host"))));
}

/// A list's label or filter is about a choice, but `current()` and absolute paths are the form's.
#[test]
fn an_expression_about_a_choice_still_sees_the_record() {
    let mut document = Document::parse(
        "<all><one><data><county>c2</county></data></one>\
         <two><root><item><name>t1</name><county>c1</county></item><item><name>t2</name><county>c2</county></item></root></two></all>",
    );
    let all = document.find(0, "all");
    let (one, two) = (document.find(all, "one"), document.find(all, "two"));
    document.cut(one);
    document.cut(two);
    let mut world = World::new();
    world.instances.insert(String::from("towns"), two);
    let item = document.find(two, "root/item[2]");
    let current = document.find(one, "data/county");
    let mut evaluator = Evaluator::new(&document, &world);

    let at_choice = Focus { node: item, position: 2, size: 2, current };
    let expr = Expr::parse("county = /data/county and county = current() and position() = last()").unwrap();
    assert_eq!(evaluator.boolean_at(&expr, at_choice), Ok(true));
    assert_eq!(
        evaluator.text_at(&Expr::parse("concat(name, '@', current())").unwrap(), at_choice),
        Ok("t2@c2".to_owned())
    );

    let filter = Expr::parse("instance('towns')/root/item[county = /data/county]/name").unwrap();
    assert_eq!(evaluator.text(&filter, current), Ok("t2".to_owned()));
}

#[test]
fn summer_time_is_the_hosts_to_know() {
    struct Zone;
    impl xpath::Host<Document> for Zone {
        fn now(&self) -> Instant {
            Instant { unix_ms: 1_768_464_000_000, offset_minutes: 60 }
        }
        fn offset_minutes_at(&self, unix_ms: i64) -> i32 {
            // Summer from the end of March to the end of October 2026.
            if (1_774_746_000_000..1_792_890_000_000).contains(&unix_ms) { 120 } else { 60 }
        }
        fn random(&self) -> f64 {
            0.0
        }
        fn uuid(&self) -> String {
            String::new()
        }
        fn instance(&self, _: &str) -> Option<Id> {
            None
        }
        fn itext(&self, _: &str) -> Option<Value<Id>> {
            None
        }
        fn choice_name(&self, _: &str, _: &str, _: Id) -> Option<String> {
            None
        }
        fn pulldata(&self, _: &str, _: &str, _: &str, _: &str) -> Option<String> {
            None
        }
    }
    let (document, zone) = (Document::parse("<data/>"), Zone);
    let text = |text| Evaluator::new(&document, &zone).text(&Expr::parse(text).unwrap(), 1).unwrap();
    assert_eq!(text("date-time('2026-01-15T12:00:00Z')"), "2026-01-15T13:00:00.000+01:00");
    assert_eq!(text("date-time('2026-07-15T12:00:00Z')"), "2026-07-15T14:00:00.000+02:00");
    assert_eq!(text("date-time('2026-07-15T12:00')"), "2026-07-15T12:00:00.000+02:00");
    assert_eq!(text("date('2026-07-15')"), "2026-07-15");
    assert_eq!(text("round((date('2026-03-30') - date('2026-03-29')) * 24)"), "23");
    // Skipped at the end of March, and there twice at the end of October.
    assert_eq!(text("date-time('2026-03-29T02:30')"), "2026-03-29T03:30:00.000+02:00");
    assert_eq!(text("date-time('2026-10-25T02:30')"), "2026-10-25T02:30:00.000+02:00");
    assert_eq!(text("date-time('2026-10-25T03:00')"), "2026-10-25T03:00:00.000+01:00");
}

#[test]
fn a_pattern_that_is_not_a_literal_is_compiled_once_in_a_row() {
    let (document, world) = (Document::parse("<data><p>[0-9]</p><a>x1</a><a>y</a><a>2</a></data>"), World::new());
    let mut evaluator = Evaluator::new(&document, &world);
    let expr = Expr::parse("count(/data/a[regex(., /data/p)])").unwrap();
    assert_eq!(evaluator.number(&expr, 1), Ok(2.0));
    assert!(evaluator.steps_used() < 1_200, "{}", evaluator.steps_used());
}
