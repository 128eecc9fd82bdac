//! What is wrong in a document is found in one pass, with its line, its element, and advice.

use std::collections::BTreeMap;

use super::problems;

const INSTANCE: &str = "<instance><f id=\"f\"><a/><g><b/></g></f></instance>";
const ASKED: &str = "<input ref=\"/f/a\"><label>A</label></input>";

fn in_body(body: &str) -> Vec<String> {
    problems(INSTANCE, body)
}

fn in_model(model: &str) -> Vec<String> {
    problems(&format!("{INSTANCE}\n{model}"), ASKED)
}

#[test]
fn every_problem_is_found_in_one_pass_and_points_at_its_line_and_element() {
    let found = problems(
        &format!(
            "{INSTANCE}\n<bind nodeset=\"/f/a\" relevant=\"1 +\"/>\n<bind nodeset=\"/f/g/b\" calculate=\"cnt(/f/g/c)\"/>"
        ),
        &format!("{ASKED}\n<input ref=\"/f/aa\"><label>X</label></input>"),
    );
    assert_eq!(
        found,
        [
            " line 8 at 'body/input[2]': the instance has no node '/f/aa' (nearest: /data/a)",
            " line 4 at 'head/model/bind[1]/@relevant': a value or a path should stand at '1 +'",
            " line 5 at 'head/model/bind[2]/@calculate': the instance has no node '/f/g/c' (nearest: /data/g/b)",
            " line 5 at 'head/model/bind[2]/@calculate': there is no function 'cnt' (nearest: int)",
        ]
    );
}

#[test]
fn a_file_that_is_no_form_says_so() {
    let said = |document: &str| {
        let compiled = form::compile_xform(document, &BTreeMap::new());
        assert!(compiled.form.is_none());
        compiled.problems.iter().map(|problem| problem.message.code()).collect::<Vec<_>>()
    };
    assert_eq!(said("<data id=\"f\"><a/></data>"), ["not-a-form"]);
    assert_eq!(said("<html><head><model/></head></html>"), ["not-a-form"]);
    assert_eq!(said("<html><head><model/></head><body/></html>"), ["no-instance"]);
    assert_eq!(said("<html><head><model><instance/></model></head><body/></html>"), ["no-instance"]);
}

#[test]
fn controls_that_ask_for_nothing_twice_or_in_unknown_ways_are_told() {
    assert_eq!(
        in_body("<input><label>A</label></input>"),
        [" line 5 at 'body/input': 'input' does not say which node it is for"]
    );
    assert_eq!(
        in_body("<input ref=\"/f/*[1]\"><label>A</label></input>"),
        [" line 5 at 'body/input': '/f/*[1]' is not a plain path to a node"]
    );
    assert_eq!(
        in_body(&format!("{ASKED}{ASKED}")),
        [" line 5 at 'body/input[2]': '/data/a' is asked for twice; the first counts"]
    );
    assert_eq!(
        in_body("<inptu ref=\"/f/a\"/>"),
        [" line 5 at 'body/inptu': 'inptu' is not known here and is left out (nearest: input)"]
    );
    assert_eq!(
        in_body("<input ref=\"/f/g\"><label>G</label></input>"),
        [" line 5 at 'body/input': 'g' is a group or repeat and cannot be answered"]
    );
    assert_eq!(in_body("<input ref=\"/f/a\"/>"), [" line 5 at 'body/input': 'a' has no label or hint"]);
}

#[test]
fn a_path_from_another_root_leads_to_no_node_of_the_instance() {
    assert_eq!(
        in_body("<input ref=\"/g/a\"><label>A</label></input>"),
        [" line 5 at 'body/input': the instance has no node '/g/a'"]
    );
}

#[test]
fn a_function_that_is_not_known_is_told_once_an_expression() {
    let found =
        in_model("<bind nodeset=\"/f/a\" constraint=\"age(.) > 1 and age(.) &lt; 9 or floor(1, 2) or floor(3, 4)\"/>");
    let said = found.iter().map(|problem| problem.split(": ").nth(1).unwrap_or_default()).collect::<Vec<_>>();
    assert_eq!(said.len(), 2, "{found:?}");
}

#[test]
fn a_group_without_a_node_shows_its_questions_and_says_what_it_loses() {
    let found = in_body(&format!("<group appearance=\"field-list\"><label>G</label>{ASKED}</group>"));
    assert_eq!(found, [" line 5 at 'body/group': the group names no node, so its label and look are left out"]);
    assert_eq!(in_body(&format!("<group>{ASKED}</group>")), Vec::<String>::new());
}

#[test]
fn a_group_without_a_node_is_that_of_all_its_questions_where_they_have_one() {
    let body =
        "<group appearance=\"field-list\"><label>G</label><input ref=\"/f/g/b\"><label>B</label></input></group>";
    assert_eq!(in_body(body), Vec::<String>::new());
    let form = super::form(INSTANCE, body);
    let group = crate::tables::node(&form, "/data/g");
    assert!(group.label.is_some());
    assert_eq!(group.appearance, ["field-list"]);
}

#[test]
fn binds_of_no_node_are_told() {
    assert_eq!(
        in_model("<bind nodeset=\"/f/g/bb\" type=\"int\"/>"),
        [" line 4 at 'head/model/bind/@nodeset': the instance has no node '/f/g/bb' (nearest: /data/g/b)"]
    );
    assert_eq!(
        in_model("<bind nodeset=\"/f/a\" type=\"itn\"/>"),
        [" line 4 at 'head/model/bind/@type': question type 'itn' is not known (nearest: int)"]
    );
}

#[test]
fn actions_without_a_node_or_with_unknown_events_are_told() {
    assert_eq!(
        in_model("<setvalue event=\"odk-instance-first-load\" value=\"1\"/>"),
        [" line 4 at 'head/model/setvalue': 'setvalue' does not say which node it is for"]
    );
    assert_eq!(
        in_model("<setvalue event=\"odk-instance-first-load\" ref=\"/f/x\" value=\"1\"/>"),
        [" line 4 at 'head/model/setvalue': the instance has no node '/data/x' (nearest: /data/a)"]
    );
    assert_eq!(
        in_model("<setvalue event=\"xforms-value-changed\" ref=\"/f/a\" value=\"1\"/>"),
        [" line 4 at 'head/model/setvalue/@event': the event 'xforms-value-changed' sets nothing here (accepted: \
          odk-instance-first-load, odk-instance-load, odk-new-repeat, xforms-value-changed)"]
    );
}

#[test]
fn texts_that_are_not_there_are_told_with_the_nearest() {
    let found = problems(
        &format!(
            "{INSTANCE}<itext><translation lang=\"en\"><text id=\"a-label\"><value>A</value></text></translation>\
            <translation lang=\"en\"/></itext>"
        ),
        "<input ref=\"/f/a\"><label ref=\"jr:itext('a_label')\"/></input>",
    );
    assert_eq!(
        found,
        [
            " line 3 at 'head/model/itext/translation[2]': the language 'en' is declared twice",
            " line 5 at 'body/input/label/@ref': there is no text with the id 'a_label' (nearest: a-label)",
            " line 5 at 'body/input': 'a' has no label or hint",
        ]
    );
}

#[test]
fn lists_that_are_not_there_or_cannot_be_looked_up_are_told() {
    let select = |nodeset: &str| {
        format!(
            "<select1 ref=\"/f/a\"><label>A</label><itemset nodeset=\"{nodeset}\"><value ref=\"name\"/><label ref=\"label\"/></itemset></select1>"
        )
    };
    let list = |id: &str| {
        format!("{INSTANCE}<instance id=\"{id}\"><root><item><name>x</name><label>X</label></item></root></instance>")
    };
    assert_eq!(problems(&list("sizes"), &select("instance('sizes')/root/item")), Vec::<String>::new());
    assert_eq!(
        problems(&list("sizes"), &select("instance('size')/root/item")),
        [" line 5 at 'body/select1/itemset/@nodeset': there is no list or file 'size' (nearest: sizes)"]
    );
    assert_eq!(
        problems(&list("sizes"), &select("concat('a', 'b')")),
        [" line 5 at 'body/select1/itemset/@nodeset': 'concat('a', 'b')' is not a list of choices that can be offered"]
    );
    assert_eq!(
        in_model("<instance><root/></instance>"),
        [" line 4 at 'head/model/instance[2]': the list has no id and cannot be looked up"]
    );
    assert_eq!(
        in_model("<instance id=\"x\"><root><item><name>a</name><deep><b/></deep></item></root></instance>"),
        [
            " line 4 at 'head/model/instance[2]/root/item/deep': parts of 'x' are no rows of fields and cannot be looked up"
        ]
    );
    assert_eq!(
        in_model("<instance id=\"x\"><root/></instance><instance id=\"x\"><root/></instance>"),
        [" line 4 at 'head/model/instance[3]/@id': two different lists or files are called 'x'"]
    );
    assert_eq!(
        in_model("<bind nodeset=\"/f/g/b\" calculate=\"instance('lost')/root/item/a\"/>"),
        [" line 2 at 'head/model': there is no list or file 'lost'"]
    );
}

#[test]
fn choices_without_a_value_or_a_label_are_told() {
    let found = in_body(
        "<select1 ref=\"/f/a\"><label>A</label><item><value>x</value></item><item><label>Y</label></item></select1>",
    );
    assert_eq!(
        found,
        [
            " line 5 at 'body/select1/item[1]': the choice has no label",
            " line 5 at 'body/select1/item[2]': the choice has no name",
        ]
    );
    assert_eq!(
        in_body("<select ref=\"/f/a\"><label>A</label></select>"),
        [" line 5 at 'body/select': choice list '/data/a' has no choices"]
    );
}

#[test]
fn files_are_looked_for_as_a_workbook_has_them_looked_for() {
    assert_eq!(
        in_model(
            "<instance id=\"towns\" src=\"jr://file-csv/towns.csv\"/><instance id=\"map\" src=\"jr://file/map.geojson\"/>"
        ),
        [
            " line 2 at 'head/model': file 'towns.csv' is not attached",
            " line 2 at 'head/model': file 'map.geojson' is not attached",
        ]
    );
}

#[test]
fn entities_lacking_a_list_an_id_or_a_place_are_told() {
    let entity = |attributes: &str, bind: &str| {
        let model = format!(
            "<instance><f id=\"f\"><a/><meta><entity {attributes}><label/></entity></meta></f></instance>\n{bind}"
        );
        problems(&model, ASKED)
    };
    let label = "<bind nodeset=\"/f/meta/entity/label\" calculate=\"/f/a\"/>";
    assert_eq!(entity("dataset=\"trees\" create=\"1\" id=\"\"", label), Vec::<String>::new());
    let at = " line 3 at 'head/model/instance/f/meta/entity'";
    assert_eq!(entity("create=\"1\"", label), [format!("{at}: the entity has no list name")]);
    assert_eq!(
        entity("dataset=\"trees\" update=\"1\"", label),
        [format!("{at}: entities of 'trees' are updated, so they need an entity_id")]
    );
    assert_eq!(
        in_model("<bind nodeset=\"/f/a\" entities:saveto=\"p\"/>"),
        [" line 4 at 'head/model/bind/@saveto': save_to needs an entity"]
    );
}

#[test]
fn what_stands_in_the_instance_twice_is_told() {
    let twice = "<instance><f id=\"f\"><a/><a/><r><x/></r><r><x/></r><r><x/></r></f></instance>";
    let body = format!("{ASKED}<repeat nodeset=\"/f/r\"><input ref=\"/f/r/x\"><label>X</label></input></repeat>");
    assert_eq!(
        problems(twice, &body),
        [
            " line 3 at 'head/model/instance/f/a[2]': the name 'a' is used twice in the same group",
            " line 3 at 'head/model/instance/f/r[2]': the repeat 'r' has several instances already; it begins with one",
        ]
    );
}

#[test]
fn a_value_that_needs_itself_is_told_with_its_line() {
    let found =
        in_model("<bind nodeset=\"/f/a\" calculate=\"/f/g/b + 1\"/>\n<bind nodeset=\"/f/g/b\" calculate=\"/f/a\"/>");
    assert_eq!(found, [" line 7 at '/data/a': each of these needs the next: a -> b -> a"]);
}

#[test]
fn numbers_of_a_range_that_are_none_are_told() {
    let found = in_body("<range ref=\"/f/a\" start=\"one\" end=\"9\" step=\"0\"><label>A</label></range>");
    assert_eq!(
        found,
        [
            " line 5 at 'body/range/@start': parameter 'start' is not a number",
            " line 5 at 'body/range/@step': parameter 'step' of a range is zero",
        ]
    );
}

#[test]
fn where_the_form_would_be_sent_is_not_used_and_neither_is_its_encryption() {
    assert_eq!(
        in_model("<submission action=\"https://example.org\" method=\"post\"/>"),
        [" line 4 at 'head/model/submission': where the form would be sent to is not used here"]
    );
    assert_eq!(
        in_model("<submission base64RsaPublicKey=\"MIIB\"/>"),
        [" line 4 at 'head/model/submission': the form's own encryption is not used here; batches are sealed instead"]
    );
}

#[test]
fn a_second_model_is_told_to_be_unused() {
    assert_eq!(
        problems(&format!("{INSTANCE}</model><model><instance><o id=\"o\"/></instance>"), ASKED),
        [" line 3 at 'head/model[2]': a form has one model; this one is not used"]
    );
}

#[test]
fn a_search_in_a_file_is_told_not_to_run() {
    let found = in_body(
        "<select1 ref=\"/f/a\" appearance=\"search('towns')\"><label>A</label><item><label>X</label><value>x</value></item></select1>",
    );
    assert_eq!(found, [" line 5 at '/data/a': search() of 'a' is not run here; all choices of the list are offered"]);
}
