//! Paths in expressions: the root has any name, and nodes of one repeat are those of the same instance.

use form::FormDefinition;
use form::definition::NodeKind;

use super::{form, start};
use crate::tables::{calculation, node};
use form::scenario::node as wanted;

const REPEAT: &str = r#"<instance><survey id="f"><n/><r jr:template=""><x/><g><y/></g><q><z/></q></r><orx:meta><orx:instanceID/></orx:meta></survey></instance>
    <instance id="prices"><prices><row><what>rice</what><price>3</price></row></prices></instance>
    <instance id="limits"><limits><most>9</most></limits></instance>
    <instance id="before" src="jr://instance/last-saved"/>"#;
const BODY: &str = r#"<group ref="/survey/r"><label>R</label><repeat nodeset="/survey/r">
    <input ref="/survey/r/x"><label>X</label></input><input ref="/survey/r/g/y"><label>Y</label></input>
    <group ref="/survey/r/q"><repeat nodeset="/survey/r/q"><input ref="/survey/r/q/z"><label>Z</label></input></repeat></group>
    </repeat></group>"#;

fn calculated(at: &str, expression: &str) -> String {
    let form: FormDefinition =
        form(&format!("{REPEAT}<bind nodeset=\"/survey{at}\" calculate=\"{expression}\"/>"), BODY);
    calculation(&form, &format!("/data{at}"))
}

#[test]
fn the_root_is_called_data_whatever_the_document_calls_it() {
    assert_eq!(calculated("/n", "/survey/r/x + 1"), "/data/r/x + 1");
    assert_eq!(
        calculated("/n", "concat('/survey/r', /survey/orx:meta/orx:instanceID)"),
        "concat('/survey/r', /data/meta/instanceID)"
    );
    assert_eq!(calculated("/n", "count(/survey/r[x = /survey/r/g/y])"), "count(/data/r[x = /data/r/g/y])");
}

#[test]
fn a_slash_is_told_from_a_division_and_a_name_from_an_operator() {
    assert_eq!(calculated("/n", "/survey/r/x div /survey/r/x"), "/data/r/x div /data/r/x");
    assert_eq!(calculated("/n", "../r/x * 2 - /survey/r/g/y"), "../r/x * 2 - /data/r/g/y");
    assert_eq!(calculated("/n", "sum(//x)"), "sum(//x)");
    assert_eq!(calculated("/n", "count(/*)"), "count(/*)");
}

#[test]
fn a_path_to_a_node_of_the_same_repeat_is_that_of_the_same_instance() {
    assert_eq!(calculated("/r/x", "/survey/r/g/y + /survey/n"), "../g/y + /data/n");
    assert_eq!(calculated("/r/g/y", "/survey/r/x"), "../../x");
    assert_eq!(calculated("/r/q/z", "/survey/r/x"), "../../x");
    assert_eq!(calculated("/r/x", "sum(/survey/r/q/z)"), "sum(../q/z)");
    // The repeat itself, and an instance that is picked, are meant as they stand.
    assert_eq!(calculated("/r/x", "count(/survey/r) + 1"), "count(/data/r) + 1");
    assert_eq!(calculated("/r/x", "/survey/r[1]/g/y"), "/data/r[1]/g/y");
    assert_eq!(
        calculated("/r/g/y", "indexed-repeat(/survey/r/x, /survey/r, /survey/r/x)"),
        "indexed-repeat(/data/r/x, /data/r, ../../x)"
    );
}

#[test]
fn a_list_is_looked_up_by_the_names_that_it_has_in_the_document() {
    assert_eq!(
        calculated("/r/x", "instance('prices')/prices/row[what = /survey/r/g/y]/price"),
        "instance('prices')/root/item[what = current()/../g/y]/price"
    );
    assert_eq!(calculated("/n", "instance('limits')/limits/most"), "instance('limits')/root/item/most");
    assert_eq!(calculated("/n", "instance('before')/survey/n"), "instance('__last-saved')/data/n");
}

#[test]
fn a_path_in_quotes_is_one_where_a_function_takes_paths_so() {
    assert_eq!(
        calculated("/n", "jr:choice-name(/survey/r/x, '/survey/r/x')"),
        "jr:choice-name(/data/r/x, '/data/r/x')"
    );
    assert_eq!(calculated("/r/x", "jr:choice-name(../g/y, ' /survey/r/g/y ')"), "jr:choice-name(../g/y, '../g/y')");
}

#[test]
fn a_count_is_evaluated_where_the_repeat_stands() {
    let body = BODY.replace("nodeset=\"/survey/r/q\"", "nodeset=\"/survey/r/q\" jr:count=\"../x\"");
    let form = form(REPEAT, &body);
    let NodeKind::Repeat { count: Some(count) } = &node(&form, "/data/r/q").kind else { panic!("no count") };
    assert_eq!(count.source(), "./x");
    let mut s = start(REPEAT, &body);
    s.answer("/data/r[1]/x", "2").add("/data/r").answer("/data/r[2]/x", "1");
    s.check("/data/r[1]/q[2]/z", wanted().relevant()).check("/data/r[2]/q[2]/z", wanted().absent());
}

#[test]
fn relative_references_of_the_body_start_at_the_repeat_around_them() {
    let form = form(
        "<instance><f id=\"f\"><r><x/></r></f></instance>",
        "<repeat nodeset=\"/f/r\"><input ref=\"x\"><label>X</label></input></repeat>",
    );
    assert!(node(&form, "/data/r/x").label.is_some());
}

#[test]
fn questions_come_in_the_order_of_the_page() {
    let form = form(
        "<instance><f id=\"f\"><a/><hidden/><b/><c/></f></instance>",
        "<input ref=\"/f/c\"><label>C</label></input><input ref=\"/f/a\"><label>A</label></input>",
    );
    let names: Vec<&str> = form.nodes.iter().map(|node| node.name.as_str()).collect();
    assert_eq!(names, ["data", "c", "hidden", "b", "a"]);
    for node in form.nodes.iter().skip(1) {
        assert_eq!(node.parent.and_then(|parent| form.node(parent)).map(|parent| parent.name.as_str()), Some("data"));
    }
}
