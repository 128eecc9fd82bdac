//! XForm documents made to harm: compiled within bounds, or refused by name. What is refused at once stands with the
//! limits of `form`; here is what lies just below them.

use std::collections::BTreeMap;

use form::compile_xform;

use crate::measured::within_bounds;

fn many(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect()
}

fn document(model: &str, body: &str) -> String {
    format!(
        r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>样例</h:title><model>{model}</model></h:head><h:body>{body}</h:body></h:html>"#
    )
}

fn instance(nodes: &str) -> String {
    format!("<instance><data id=\"f\">{nodes}</data></instance>")
}

/// The codes of what is said about the document, each once.
fn said(document: &str) -> Vec<&'static str> {
    let compiled = within_bounds(|| compile_xform(document, &BTreeMap::new()));
    let mut codes: Vec<&str> = compiled.problems.iter().map(|problem| problem.message.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn none() -> Vec<&'static str> {
    Vec::new()
}

#[test]
fn a_million_elements_and_none_of_a_form() {
    assert_eq!(said(&"<b/>".repeat(999_999).replacen("<b/>", "<a>", 1)), ["document-cut"]);
    assert_eq!(said(&format!("<a>{}</a>", "<b/>".repeat(999_999))), ["not-a-form"]);
}

#[test]
fn an_element_of_a_hundred_thousand_attributes() {
    let attributes = many(100_000, |at| format!(" a{at}=\"\""));
    assert_eq!(said(&document(&instance(&format!("<a{attributes}/>")), "")), none());
}

#[test]
fn a_text_of_ten_megabytes_as_a_default() {
    let text = "&lt;样".repeat(1_400_000);
    assert_eq!(said(&document(&instance(&format!("<a>{text}</a>")), "")), none());
}

#[test]
fn as_many_nodes_as_a_form_may_have_each_with_all_that_a_bind_can_say() {
    let nodes = many(19_000, |at| format!("<n{at}/>"));
    let binds = many(19_000, |at| {
        let before = at.saturating_sub(1);
        format!(
            "<bind nodeset=\"/data/n{at}\" relevant=\"/data/n0 = ''\" constraint=\". != /data/n{before}\" required=\"true()\" type=\"string\" jr:constraintMsg=\"jr:itext('x')\"/>"
        )
    });
    let body = many(19_000, |at| format!("<input ref=\"/data/n{at}\"><label>N</label></input>"));
    let found = said(&document(&format!("{}{binds}", instance(&nodes)), &body));
    assert_eq!(found, ["cycle", "text-unknown"]);
}

#[test]
fn two_hundred_thousand_binds_of_one_node() {
    let binds = "<bind nodeset=\"/data/a\"/>".repeat(200_000);
    assert_eq!(said(&document(&format!("{}{binds}", instance("<a/>")), "")), none());
}

#[test]
fn forty_thousand_choices_each_with_its_text_in_three_languages() {
    let items = many(40_000, |at| format!("<item><itextId>t{at}</itextId><name>c{at}</name></item>"));
    let texts = many(40_000, |at| format!("<text id=\"t{at}\"><value>C</value></text>"));
    let languages = many(3, |at| format!("<translation lang=\"l{at}\">{texts}</translation>"));
    let model =
        format!("<itext>{languages}</itext>{}<instance id=\"l\"><root>{items}</root></instance>", instance("<a/>"));
    let body = "<select1 ref=\"/data/a\"><label>A</label><itemset nodeset=\"instance('l')/root/item\"><value ref=\"name\"/><label ref=\"jr:itext(itextId)\"/></itemset></select1>";
    assert_eq!(said(&document(&model, body)), none());
}

#[test]
fn repeats_in_repeats_that_all_look_up_each_other() {
    let open = many(20, |at| format!("<r{at} jr:template=\"\"><a{at}/>"));
    let close = many(20, |at| format!("</r{}>", 19 - at));
    let path = |to: usize| many(to + 1, |at| format!("/r{at}"));
    let binds = many(20, |at| {
        let sums = (0..20).filter(|other| *other > at).map(|other| format!("sum(/data{}/a{other})", path(other)));
        let calculation = sums.chain(["1".to_owned()]).collect::<Vec<_>>().join(" + ");
        format!("<bind nodeset=\"/data{}/a{at}\" calculate=\"{calculation}\"/>", path(at))
    });
    assert_eq!(said(&document(&format!("{}{binds}", instance(&format!("{open}{close}"))), "")), none());
}

#[test]
fn mistakes_in_a_hundred_thousand_places() {
    let binds = many(60_000, |at| format!("<bind nodeset=\"/data/a{at}\" calculate=\"1 +\"/>"));
    let body = many(60_000, |at| format!("<input ref=\"/data/b{at}\"/>"));
    assert!(said(&document(&format!("{}{binds}", instance("<a/>")), &body)).contains(&"path-unknown"));
}
