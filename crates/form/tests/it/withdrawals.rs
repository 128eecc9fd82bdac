//! Records that consent can be withdrawn to.

use form::scenario::{Scenario, Sheets, ask, choice, entity};
use record::ListName;

fn registration(proofs: &str) -> Sheets {
    Sheets::new([
        ask("select_one yes_no", "agrees"),
        ask("date", "agreed_on").save_to("agreed_on"),
        ask("text", "number").save_to("number"),
        ask("text", "person").save_to("person"),
        ask("hidden", "leaves").label("不再登记").relevant("${agrees} = 'yes'").with("bind::taizhang:withdraw", proofs),
    ])
    .choices(["yes", "no"].map(|name| choice("yes_no", name)))
    .entities([entity("people").label("${person}")])
}

fn kept(s: &Scenario) -> Option<Vec<String>> {
    let kept = s.instance.withdrawal()?.kept;
    Some(kept.into_iter().filter_map(|node| Some(s.instance.view(node)?.name.clone())).collect())
}

#[test]
fn what_was_consented_to_can_be_withdrawn_and_says_what_stays() {
    let mut s = registration("number agreed_on").start();
    assert_eq!(s.instance.withdrawal(), None, "nobody has agreed yet");
    s.answer("/data/agrees", "yes").answer("/data/agreed_on", "2026-01-10").answer("/data/person", "样例甲");
    let withdrawal = s.instance.withdrawal().expect("it can be withdrawn");
    assert_eq!(withdrawal.label.as_deref(), Some("不再登记"));
    assert_eq!(withdrawal.lists, [ListName::new("people")].into_iter().collect());
    assert_eq!(kept(&s), Some(vec!["agreed_on".to_owned()]), "what has no answer is no proof");
    s.answer("/data/number", "T1");
    assert_eq!(kept(&s), Some(vec!["number".to_owned(), "agreed_on".to_owned()]));
    s.answer("/data/agrees", "no");
    assert_eq!(s.instance.withdrawal(), None);
}

#[test]
fn a_form_without_such_a_row_offers_nothing_and_an_unknown_proof_is_told() {
    let s = Sheets::new([ask("text", "person")]).start();
    assert_eq!(s.instance.withdrawal(), None);
    let compiled = form::compile(&registration("number agreed_onn").workbook(), &Default::default());
    let told: Vec<String> = compiled.problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("agreed_onn") && told[0].contains("bind::taizhang:withdraw"), "{told:?}");
}
