//! `${name}` becomes a path: relative within a repeat, absolute elsewhere.

use form::definition::{Default, NodeKind};

use crate::tables::{calculation, control, errors, form, node};

#[test]
fn a_name_outside_repeats_is_an_absolute_path() {
    let form = form(
        "survey
         | type        | name | label | calculation  |
         | begin group | g    | G     |              |
         | integer     | a    | A     |              |
         | end group   |      |       |              |
         | calculate   | b    |       | ${a}-1       |",
    );
    assert_eq!(calculation(&form, "/data/b"), "/data/g/a -1");
}

#[test]
fn a_name_in_the_same_repeat_is_a_relative_path_that_shares_as_much_as_it_can() {
    let form = form(
        "survey
         | type         | name  | label | calculation              |
         | begin repeat | visit | V     |                          |
         | integer      | a     | A     |                          |
         | begin group  | g     | G     |                          |
         | integer      | b     | B     |                          |
         | calculate    | c     |       | ${a} + ${b}              |
         | begin repeat | need  | N     |                          |
         | calculate    | d     |       | ${a} + ${b}              |
         | end repeat   |       |       |                          |
         | end group    |       |       |                          |
         | end repeat   |       |       |                          |
         | calculate    | e     |       | sum(${a}) + count(${visit}) |",
    );
    assert_eq!(calculation(&form, "/data/visit/g/c"), "../../a + ../b");
    assert_eq!(calculation(&form, "/data/visit/g/need/d"), "../../../a + ../../b");
    assert_eq!(calculation(&form, "/data/e"), "sum( /data/visit/a ) + count( /data/visit )");
}

#[test]
fn in_the_predicate_of_a_lookup_a_relative_path_starts_at_the_question() {
    let form = form(
        "survey
         | type         | name | label | calculation                                     |
         | csv-external | ents |       |                                                 |
         | begin repeat | r    | R     |                                                 |
         | text         | id   | Id    |                                                 |
         | calculate    | n    |       | instance('ents')/root/item[name = ${id}]/label  |
         | calculate    | m    |       | concat(${id}, instance('ents')/root/item[1]/label) |
         | end repeat   |      |       |                                                 |",
    );
    assert_eq!(calculation(&form, "/data/r/n"), "instance('ents')/root/item[name = current()/../id ]/label");
    assert_eq!(calculation(&form, "/data/r/m"), "concat( ../id , instance('ents')/root/item[1]/label)");
}

#[test]
fn what_indexed_repeat_counts_through_is_named_as_a_whole() {
    let form = form(
        "survey
         | type         | name | label | calculation                                            |
         | begin repeat | r    | R     |                                                        |
         | integer      | a    | A     |                                                        |
         | integer      | i    | I     |                                                        |
         | calculate    | b    |       | indexed-repeat(${a}, ${r}, position(..) - ${i}) + ${a} |
         | end repeat   |      |       |                                                        |",
    );
    assert_eq!(calculation(&form, "/data/r/b"), "indexed-repeat( /data/r/a , /data/r , position(..) - ../i ) + ../a");
}

#[test]
fn the_last_saved_record_is_an_instance_of_its_own() {
    let form = form(
        "survey
         | type | name   | label | default               |
         | text | street | S     | ${last-saved#street}  |",
    );
    let Some(Default::Dynamic(default)) = &node(&form, "/data/street").default else { panic!("a computed default") };
    assert_eq!(default.source(), "instance('__last-saved')/data/street");
}

#[test]
fn a_choice_filter_is_read_at_the_item_and_its_references_at_the_question() {
    let form = form(
        "survey
         | type              | name  | label | choice_filter      |
         | select_one cities | city  | C     |                    |
         | begin repeat      | r     | R     |                    |
         | select_one cities | other | O     |                    |
         | select_one areas  | area  | A     | city = ${other} and zone = ${city} |
         | end repeat        |       |       |                    |
         choices
         | list_name | name | label | city | zone |
         | cities    | n    | N     |      |      |
         | areas     | n1   | N1    | n    | n    |",
    );
    let form::definition::Control::Select { choices } = control(&form, "/data/r/area") else { panic!("a select") };
    let filter = choices.filter.as_ref().expect("a filter").source();
    assert_eq!(filter, "city =  current()/../other  and zone =  /data/city");
}

#[test]
fn choices_from_a_repeat_are_filtered_at_the_parent_of_the_question_shown() {
    let form = form(
        "survey
         | type               | name   | label | choice_filter            |
         | begin repeat       | person | P     |                          |
         | text               | name   | Name  |                          |
         | integer            | age    | Age   |                          |
         | end repeat         |        |       |                          |
         | integer            | least  | Least |                          |
         | select_one ${name} | head   | Head  | ${age} >= ${least}       |
         | select_one ${name} | any    | Any   |                          |",
    );
    let filter = |path: &str| match control(&form, path) {
        form::definition::Control::Select { choices } => choices.filter.as_ref().expect("a filter").source().to_owned(),
        other => panic!("a select, not {other:?}"),
    };
    assert_eq!(filter("/data/head"), "./age  >=  /data/least");
    assert_eq!(filter("/data/any"), "./name != ''");
}

#[test]
fn a_count_that_is_an_expression_has_a_node_of_its_own_before_the_repeat() {
    let form = form(
        "survey
         | type         | name  | label | repeat_count |
         | integer      | n     | N     |              |
         | begin repeat | plain | P     | ${n}         |
         | begin repeat | inner | I     | ${n} + 1     |
         | text         | a     | A     |              |
         | end repeat   |       |       |              |
         | end repeat   |       |       |              |",
    );
    let count = |path: &str| match &node(&form, path).kind {
        NodeKind::Repeat { count: Some(count) } => count.source().to_owned(),
        other => panic!("a counted repeat, not {other:?}"),
    };
    assert_eq!(count("/data/plain"), "/data/n");
    assert_eq!(count("/data/plain/inner"), "./inner_count");
    assert_eq!(calculation(&form, "/data/plain/inner_count"), "/data/n + 1");
}

#[test]
fn an_entity_in_a_repeat_is_made_at_its_instances() {
    let form = form(
        "survey
         | type         | name | label | save_to |
         | text         | town | Town  |         |
         | begin repeat | r    | R     |         |
         | begin group  | g    | G     |         |
         | text         | n    | Name  | title   |
         | end group    |      |       |         |
         | end repeat   |      |       |         |
         entities
         | list_name | label                    |
         | trees     | concat(${town}, ${n})    |",
    );
    let entity = &form.entities[0];
    assert_eq!(form.node(entity.scope).map(|node| node.path.as_str()), Some("/data/r"));
    assert_eq!(entity.label.as_ref().map(|label| label.source()), Some("concat( /data/town ,  ./g/n )"));
    let save_to = node(&form, "/data/r/g/n").save_to.as_ref().expect("a property");
    assert_eq!((save_to.entity, save_to.property.as_str()), (0, "title"));
}

#[test]
fn a_name_that_two_rows_have_cannot_be_mentioned() {
    let found = errors(
        "survey
         | type        | name | label     |
         | begin group | g    | G         |
         | text        | a    | A         |
         | end group   |      |           |
         | text        | a    | A         |
         | note        | n    | See ${a}. |",
    );
    assert_eq!(found, ["survey row 6 column 'label': more than one node is called 'a'"]);
}

#[test]
fn the_records_own_id_is_a_node_where_it_is_asked_for() {
    let form = form(
        "survey
         | type      | name | label | calculation        |
         | calculate | id   |       | ${instanceID}      |",
    );
    assert_eq!(calculation(&form, "/data/id"), "/data/meta/instanceID");
    assert!(form.nodes.iter().any(|node| node.path == "/data/meta/instanceID"));
}

#[test]
fn values_that_need_one_another_are_refused_as_a_chain_of_names() {
    let found = errors(
        "survey
         | type      | name  | label | calculation |
         | calculate | total |       | ${share} * 2 |
         | calculate | share |       | ${total} + ${rest} |
         | integer   | rest  | Rest  |             |",
    );
    assert_eq!(found, ["survey row 2: each of these needs the next: total -> share -> total"]);
}
