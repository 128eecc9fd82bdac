//! Values that are set on events in ways that no workbook can say.

use form::scenario::{moment, node};
use form::{Instance, Snapshot};

use super::{form, start};

const QUESTIONS: &str = r#"<input ref="/f/a"><label>A</label>
    <setvalue event="xforms-value-changed" ref="/f/c" value="concat('a', /f/a)"/></input>
    <input ref="/f/b"><label>B</label>
    <setvalue event="xforms-value-changed" ref="/f/c" value="concat('b', /f/b)"/></input>
    <input ref="/f/c"><label>C</label></input>"#;
const INSTANCE: &str = "<instance><f id=\"f\"><a/><b/><c/></f></instance>";

#[test]
fn one_node_is_set_by_two_questions_each_in_its_own_way() {
    let mut s = start(INSTANCE, QUESTIONS);
    s.answer("/data/a", "1").check("/data/c", node().value("a1"));
    s.answer("/data/b", "2").check("/data/c", node().value("b2"));
    s.answer("/data/c", "typed").answer("/data/a", "1").check("/data/c", node().value("typed"));
    s.answer("/data/a", "3").check("/data/c", node().value("a3"));
}

#[test]
fn a_node_that_is_calculated_may_be_set_besides() {
    let model = format!("{INSTANCE}<bind nodeset=\"/f/c\" calculate=\"/f/b\"/>");
    let mut s = start(&model, QUESTIONS);
    s.answer("/data/b", "2").check("/data/c", node().value("b2"));
    s.answer("/data/a", "1").check("/data/c", node().value("a1"));
}

#[test]
fn a_text_in_the_action_is_set_as_it_stands_and_none_clears() {
    let body = r#"<input ref="/f/a"><label>A</label>
        <setvalue event="xforms-value-changed" ref="/f/b">it's /f/a</setvalue>
        <setvalue event="xforms-value-changed" ref="/f/c"/></input>
        <input ref="/f/b"><label>B</label></input><input ref="/f/c"><label>C</label></input>"#;
    let mut s = start(INSTANCE, body);
    s.answer("/data/c", "gone").answer("/data/a", "1");
    s.check("/data/b", node().value("it's /f/a")).check("/data/c", node().value(""));
}

#[test]
fn a_value_may_build_on_the_one_that_stands_in_the_instance() {
    let model = "<instance><f id=\"f\"><a>5</a></f></instance><bind nodeset=\"/f/a\" type=\"int\"/>\
        <setvalue event=\"odk-instance-first-load\" ref=\"/f/a\" value=\". + 1\"/>";
    start(model, "").check("/data/a", node().value("6"));
}

#[test]
fn what_is_set_on_every_load_is_set_again_when_a_finished_record_is_opened() {
    let model = "<instance><f id=\"f\"><a/><b/><n/></f></instance><bind nodeset=\"/f/n\" type=\"int\"/>\
        <setvalue event=\"odk-instance-load\" ref=\"/f/n\" value=\"coalesce(/f/n, 0) + 1\"/>\
        <setvalue event=\"odk-instance-first-load\" ref=\"/f/b\" value=\"'first'\"/>";
    let mut s =
        start(model, "<input ref=\"/f/a\"><label>A</label></input><input ref=\"/f/b\"><label>B</label></input>");
    s.check("/data/n", node().value("1")).check("/data/b", node().value("first"));
    s.answer("/data/b", "typed").restart();
    s.check("/data/n", node().value("1"));
    let kept: Snapshot = s.instance.snapshot();
    let form = std::rc::Rc::clone(s.instance.form());
    s.instance = Instance::reopen(form, s.device.clone(), &kept, moment(9)).expect("a record");
    s.check("/data/n", node().value("2")).check("/data/b", node().value("typed"));
}

#[test]
fn what_is_set_in_added_instances_alone_leaves_the_first_as_it_is() {
    let model = "<instance><f id=\"f\"><r jr:template=\"\"><x/></r></f></instance>";
    let body = "<repeat nodeset=\"/f/r\"><input ref=\"/f/r/x\"><label>X</label></input>\
        <setvalue event=\"odk-new-repeat\" ref=\"/f/r/x\" value=\"position(..)\"/></repeat>";
    let mut s = start(model, body);
    s.check("/data/r[1]/x", node().value("")).add("/data/r").check("/data/r[2]/x", node().value("2"));
}

#[test]
fn older_names_of_events_mean_the_same() {
    let model = "<instance><f id=\"f\"><a/></f></instance>\
        <setvalue event=\"xforms-ready\" ref=\"/f/a\" value=\"'begun'\"/>";
    start(model, "").check("/data/a", node().value("begun"));
}

#[test]
fn two_that_set_each_other_come_to_rest() {
    let body = r#"<input ref="/f/a"><label>A</label>
        <setvalue event="xforms-value-changed" ref="/f/b" value="/f/a + 1"/></input>
        <input ref="/f/b"><label>B</label>
        <setvalue event="xforms-value-changed" ref="/f/a" value="/f/b + 1"/></input>"#;
    let mut s = start(INSTANCE, body);
    s.answer("/data/a", "1").check("/data/b", node().value("2")).check("/data/a", node().value("1"));
}

#[test]
fn a_form_with_such_values_comes_back_from_its_cache() {
    let definition = form(INSTANCE, QUESTIONS);
    assert_eq!(definition.nodes[3].set_values.len(), 2);
    let package = form::Package { definition, files: Default::default() };
    assert_eq!(form::Package::from_bytes(&package.to_bytes().expect("bytes")).expect("a package"), package);
}
