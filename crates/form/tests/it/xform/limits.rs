//! Hostile documents: refused early, by name, before they can cost anything.

use std::collections::BTreeMap;

use form::{Message, Place};

use super::{document, problems};

/// The one problem that keeps a document from being read.
fn refused(document: &str) -> Message {
    let compiled = form::compile_xform(document, &BTreeMap::new());
    assert!(compiled.form.is_none());
    let [problem] = &compiled.problems[..] else { panic!("{:?}", compiled.problems) };
    assert!(problem.is_error());
    problem.message.clone()
}

#[test]
fn a_document_type_is_refused_with_its_line() {
    let bomb =
        "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]>\n<h:html/>";
    assert_eq!(refused(bomb), Message::DocumentType);
    let [problem] = &form::compile_xform(bomb, &BTreeMap::new()).problems[..] else { panic!("one problem") };
    assert_eq!(problem.place, Place { row: Some(2), ..Place::default() });
}

#[test]
fn an_entity_that_only_a_document_type_could_explain_is_refused() {
    assert_eq!(refused("<h:html>&nbsp;</h:html>"), Message::DocumentEntity { name: "nbsp".to_owned() });
}

#[test]
fn nesting_is_taken_to_a_depth_of_64_and_no_further() {
    let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    assert_eq!(refused(&nested(64)), Message::NotAForm);
    assert_eq!(refused(&nested(65)), Message::DocumentTooDeep { limit: 64 });
    assert_eq!(refused(&"<a>".repeat(200_000)), Message::DocumentTooDeep { limit: 64 });
}

#[test]
fn a_document_of_more_than_10_mib_is_not_looked_at() {
    let padded = |bytes: usize| {
        let form = document("<instance><data id=\"f\"><a/></data></instance>", "");
        format!("{form}{}", " ".repeat(bytes - form.len()))
    };
    assert!(form::compile_xform(&padded(10 << 20), &BTreeMap::new()).form.is_some());
    assert_eq!(refused(&padded((10 << 20) + 1)), Message::FileTooLarge { megabytes: 10 });
}

#[test]
fn a_million_elements_are_taken_and_no_more() {
    let flat = |elements: usize| format!("<a>{}</a>", "<b/>".repeat(elements - 1));
    assert_eq!(refused(&flat(1_000_000)), Message::NotAForm);
    assert_eq!(refused(&flat(1_000_001)), Message::DocumentTooLarge { limit: 1_000_000 });
}

#[test]
fn a_form_has_at_most_20_000_nodes() {
    let instance = |nodes: usize| {
        let nodes: String = (1..nodes).map(|at| format!("<n{at}/>")).collect();
        format!("<instance><data id=\"f\">{nodes}</data></instance>")
    };
    let found = |nodes: usize| super::compile(&instance(nodes), "").problems.into_iter().map(|problem| problem.message);
    assert_eq!(found(20_000).collect::<Vec<_>>(), []);
    assert_eq!(found(20_001).collect::<Vec<_>>(), [Message::NodesTooMany { limit: 20_000 }]);
}

#[test]
fn lists_hold_at_most_200_000_choices() {
    let model = |choices: usize| {
        let items = "<item><name>a</name></item>".repeat(choices);
        format!("<instance><data id=\"f\"><a/></data></instance><instance id=\"l\"><root>{items}</root></instance>")
    };
    assert_eq!(super::compile(&model(200_000), "").problems, []);
    let found: Vec<Message> =
        super::compile(&model(200_001), "").problems.into_iter().map(|problem| problem.message).collect();
    assert_eq!(found, [Message::ChoicesTooMany { limit: 200_000 }]);
}

#[test]
fn a_form_has_at_most_50_languages_and_20_000_actions() {
    let said = |model: String| {
        let model = format!("<instance><data id=\"f\"><a/></data></instance>{model}");
        super::compile(&model, "").problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>()
    };
    let languages = |count: usize| {
        let all: String = (0..count).map(|at| format!("<translation lang=\"l{at}\"/>")).collect();
        format!("<itext>{all}</itext>")
    };
    assert_eq!(said(languages(50)), []);
    assert_eq!(said(languages(51)), [Message::LanguagesTooMany { limit: 50 }]);
    let action = "<setvalue event=\"odk-instance-first-load\" ref=\"/data/a\" value=\"1\"/>";
    assert_eq!(said(action.repeat(20_000)), []);
    assert_eq!(said(action.repeat(20_001)), [Message::ActionsTooMany { limit: 20_000 }]);
}

#[test]
fn every_mistake_of_a_large_document_is_told() {
    let nodes: String = (0..5_000).map(|at| format!("<n{at}/>")).collect();
    let binds: String = (0..5_000).map(|at| format!("<bind nodeset=\"/data/n{at}\" calculate=\"1 +\"/>")).collect();
    let found = problems(&format!("<instance><data id=\"f\">{nodes}</data></instance>{binds}"), "");
    assert_eq!(found.len(), 5_000);
}

#[test]
fn of_very_many_problems_ten_thousand_and_the_first_error_are_told() {
    let twins = "<a/>".repeat(12_000);
    let model =
        format!("<instance><data id=\"f\">{twins}</data></instance><bind nodeset=\"/data/a\" calculate=\"1 +\"/>");
    let compiled = super::compile(&model, "");
    assert!(compiled.form.is_none());
    assert_eq!(compiled.problems.len(), 10_001);
    assert_eq!(compiled.problems.iter().filter(|problem| problem.is_error()).count(), 1);
}

#[test]
fn a_document_that_is_cut_or_not_well_formed_says_so() {
    let whole = document("<instance><data id=\"f\"><a/></data></instance>", "");
    assert_eq!(refused(&whole[..whole.len() - 10]), Message::DocumentCut);
    assert_eq!(refused(""), Message::NotAForm);
    assert_eq!(refused("   "), Message::NotAForm);
    assert!(matches!(refused("<a><b></a></b>"), Message::DocumentMalformed { .. }));
    assert!(matches!(refused("<a b=\"1\" b=\"2\"/>"), Message::DocumentMalformed { .. }));
    assert!(matches!(refused("<a b=\"&x;\"/>"), Message::DocumentMalformed { .. }));
}

#[test]
fn a_document_cut_at_any_byte_is_refused_and_nothing_worse() {
    let whole = include_str!("documents/need_followup.xml");
    for length in (0..whole.len() - 9).filter(|&length| whole.is_char_boundary(length)).step_by(37) {
        assert!(form::compile_xform(&whole[..length], &BTreeMap::new()).form.is_none(), "{length}");
    }
}

#[test]
fn expressions_are_bound_as_everywhere() {
    let model = |expression: &str| {
        format!("<instance><data id=\"f\"><a/></data></instance><bind nodeset=\"/data/a\" calculate=\"{expression}\"/>")
    };
    let found = problems(&model(&"(".repeat(200)), "");
    assert_eq!(found, [" line 3 at 'head/model/bind/@calculate': brackets are nested deeper than 100"]);
    let found = problems(&model(&"1".repeat(10_001)), "");
    assert_eq!(found, [" line 3 at 'head/model/bind/@calculate': the expression is longer than 10000 characters"]);
}
