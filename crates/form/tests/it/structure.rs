//! Rows become nodes: types, groups, and the rows that XLSForm adds by itself.

use form::definition::{ChoiceSource, Control, DataType, Default, NodeKind, Preload, UploadKind};
use form::scenario::{Row, Sheets, ask};

use crate::tables::{control, errors, form, node};

#[test]
fn nodes_stand_in_document_order_and_know_their_parents() {
    let form = form(
        "survey
         | type         | name | label |
         | text         | a    | A     |
         | begin_group  | g    | G     |
         | begin repeat | r    | R     |
         | text         | b    | B     |
         | end repeat   |      |       |
         | end_group    |      |       |
         | text         | c    | C     |",
    );
    let paths: Vec<&str> = form.nodes.iter().map(|node| node.path.as_str()).collect();
    assert_eq!(paths, ["/data", "/data/a", "/data/g", "/data/g/r", "/data/g/r/b", "/data/c"]);
    for (at, node) in form.nodes.iter().enumerate() {
        for child in &node.children {
            let child = form.node(*child).expect("a child");
            assert_eq!(child.parent.map(|parent| parent.0 as usize), Some(at));
        }
    }
    assert_eq!(node(&form, "/data/g/r/b").row, 5);
}

#[test]
fn a_type_says_what_is_saved_and_how_it_is_asked() {
    let form = form(
        "survey
         | type           | name | label | parameters              |
         | integer        | int  | I     |                         |
         | dateTime       | dt   | D     |                         |
         | note           | note | N     |                         |
         | acknowledge    | ok   | O     |                         |
         | image          | pic  | P     | max-pixels=1000         |
         | start          | st   |       |                         |
         | range          | rg   | R     | start=0 end=1 step=0.1  |
         | hidden         | hid  |       |                         |
         | geopoint       | at   | At    |                         |",
    );
    let data_type = |path: &str| match &node(&form, path).kind {
        NodeKind::Question { data_type, .. } => *data_type,
        other => panic!("a question, not {other:?}"),
    };
    assert_eq!(data_type("/data/int"), DataType::Integer);
    assert_eq!(data_type("/data/dt"), DataType::DateTime);
    assert_eq!(data_type("/data/rg"), DataType::Decimal);
    assert_eq!(data_type("/data/at"), DataType::Geopoint);
    assert_eq!(*control(&form, "/data/note"), Control::Note);
    assert_eq!(*control(&form, "/data/ok"), Control::Acknowledge);
    assert_eq!(*control(&form, "/data/pic"), Control::Upload { media: UploadKind::Image });
    assert_eq!(*control(&form, "/data/st"), Control::Hidden { preload: Some(Preload::Start) });
    assert_eq!(*control(&form, "/data/hid"), Control::Hidden { preload: None });
    assert_eq!(*control(&form, "/data/rg"), Control::Range { start: 0.0, end: 1.0, step: 0.1 });
}

#[test]
fn conditions_take_yes_and_no() {
    let form = form(
        "survey
         | type | name | label | required | read_only | relevance |
         | text | a    | A     | yes      | TRUE      | No        |",
    );
    let bind = &node(&form, "/data/a").bind;
    assert_eq!(bind.required.as_ref().map(xpath::Expr::source), Some("true()"));
    assert_eq!(bind.readonly.as_ref().map(xpath::Expr::source), Some("true()"));
    assert_eq!(bind.relevant.as_ref().map(xpath::Expr::source), Some("false()"));
}

#[test]
fn a_default_is_computed_where_it_looks_like_an_expression() {
    let form = form(
        "survey
         | type     | name | label | default                       |
         | date     | day  | D     | 2026-01-15                    |
         | date     | now  | N     | today()                       |
         | text     | word | W     | 样例-甲                       |
         | integer  | sum  | S     | 1 + 1                         |
         | dateTime | at   | A     | 2026-01-15T08:00:00.000+08:00 |",
    );
    let fixed = |path: &str| match &node(&form, path).default {
        Some(Default::Static(text)) => text.clone(),
        other => panic!("{path} has {other:?}"),
    };
    let computed = |path: &str| matches!(&node(&form, path).default, Some(Default::Dynamic(_)));
    assert_eq!(fixed("/data/day"), "2026-01-15");
    assert_eq!(fixed("/data/word"), "样例-甲");
    assert_eq!(fixed("/data/at"), "2026-01-15T08:00:00.000+08:00");
    assert!(computed("/data/now"));
    assert!(computed("/data/sum"));
}

#[test]
fn or_other_adds_a_choice_and_a_text_that_asks_which() {
    let form = form(
        "survey
         | type                     | name | label |
         | select_one kinds or_other | kind | K     |
         choices
         | list_name | name | label |
         | kinds     | a    | A     |",
    );
    let names: Vec<String> = form.lists[0].iter().map(|choice| choice.name).collect();
    assert_eq!(names, ["a", "other"]);
    let relevant = node(&form, "/data/kind_other").bind.relevant.as_ref().expect("a condition");
    assert_eq!(relevant.source(), "selected(../kind, 'other')");
}

#[test]
fn a_table_list_has_its_label_as_a_note_and_its_choices_as_a_head() {
    let form = form(
        "survey
         | type           | name | label | appearance |
         | begin group    | t    | Table | table-list |
         | select_one yn  | a    | A     |            |
         | select_one yn  | b    | B     |            |
         | end group      |      |       |            |
         choices
         | list_name | name | label |
         | yn        | y    | Yes   |",
    );
    let names: Vec<&str> = form.nodes[1..].iter().map(|node| node.name.as_str()).collect();
    assert_eq!(names, ["t", "generated_table_list_label_2", "reserved_name_for_field_list_labels_3", "a", "b"]);
    assert_eq!(node(&form, "/data/t").appearance, ["field-list"]);
    assert_eq!(node(&form, "/data/t/a").appearance, ["list-nolabel"]);
    assert!(node(&form, "/data/t").label.is_none());
}

#[test]
fn a_loop_is_a_group_for_each_choice() {
    let form = form(
        "survey
         | type                 | name | label              | relevant |
         | begin loop over kind | l    |                    |          |
         | integer              | n    | How many %(label)s |          |
         | end loop             |      |                    |          |
         choices
         | list_name | name | label  |
         | kind      | car  | 小汽车 |
         | kind      | bus  | 客车   |",
    );
    let paths: Vec<&str> = form.nodes[1..].iter().map(|node| node.path.as_str()).collect();
    assert_eq!(paths, ["/data/l", "/data/l/car", "/data/l/car/n", "/data/l/bus", "/data/l/bus/n"]);
    let label = node(&form, "/data/l/bus/n").label.as_ref().expect("a label");
    assert!(format!("{label:?}").contains("How many 客车"));
}

#[test]
fn a_select_from_a_file_says_which_columns_it_shows() {
    let form = form(
        "survey
         | type                               | name | label | parameters              |
         | select_one_from_file areas.csv     | a    | A     |                         |
         | select_multiple_from_file towns.csv | b   | B     | value=code label=Title  |
         | select_one_from_file map.geojson   | c    | C     |                         |",
    );
    let refs = |path: &str| match control(&form, path) {
        Control::Select { choices } => {
            let ChoiceSource::External(at) = choices.source else { panic!("a file") };
            (form.externals[at].file.clone(), choices.value_ref.clone(), choices.label_ref.clone())
        }
        other => panic!("a select, not {other:?}"),
    };
    let expected = |file: &str, value: &str, label: &str| (file.to_owned(), value.to_owned(), label.to_owned());
    assert_eq!(refs("/data/a"), expected("areas.csv", "name", "label"));
    assert_eq!(refs("/data/b"), expected("towns.csv", "code", "Title"));
    assert_eq!(refs("/data/c"), expected("map.geojson", "id", "title"));
}

#[test]
fn further_columns_of_a_choice_are_kept_in_order() {
    let form = form(
        "survey
         | type              | name | label | choice_filter |
         | select_one cities | c    | C     | area = 'n'    |
         choices
         | list name | name | label | area | pinyin |
         | cities    | a    | A     | n    | yj     |
         | cities    | b    | B     |      | jd     |",
    );
    let list = &form.lists[0];
    assert_eq!(list.columns, ["area", "pinyin"]);
    let columns: Vec<_> = list.iter().map(|choice| choice.columns).collect();
    assert_eq!(columns, [["n", "yj"], ["", "jd"]]);
}

#[test]
fn what_nobody_here_reads_is_kept() {
    let form = form(
        "survey
         | type | name | label | body::accuracyThreshold | bind::odk:length |
         | text | a    | A     | 5                       | 20               |",
    );
    let extra = &node(&form, "/data/a").extra;
    assert_eq!(extra.get("body::accuracyThreshold").map(String::as_str), Some("5"));
    assert_eq!(extra.get("bind::odk:length").map(String::as_str), Some("20"));
}

#[test]
fn how_sure_a_place_must_be_may_be_said_by_the_controls_own_name() {
    let form = form(
        "survey
         | type     | name | label | body::accuracyThreshold | parameters         |
         | geopoint | a    | A     | 12                      |                    |
         | geopoint | b    | B     | 12                      | capture-accuracy=8 |",
    );
    let asked = |path| node(&form, path).parameters.get("capture-accuracy").cloned();
    assert_eq!(asked("/data/a").as_deref(), Some("12"));
    assert_eq!(asked("/data/b").as_deref(), Some("8"), "a parameter has the last word");
}

#[test]
fn a_question_that_people_see_needs_something_to_read() {
    let found = errors(
        "survey
         | type      | name | label | hint | guidance_hint | calculation |
         | text      | a    |       |      |               |             |
         | text      | b    |       | B    |               |             |
         | text      | c    |       |      | C             |             |
         | text      | d    |       |      |               | 1 + 1       |",
    );
    assert_eq!(found, ["survey row 2: 'a' has no label or hint", "survey row 4: 'c' has no label or hint"]);
}

#[test]
fn settings_name_the_form() {
    let form = form(
        "settings
         | form_id | form_title | version | style             | instance_name        |
         | visits  | 走访       | 3       | pages theme-grid  | concat(${a}, '样例') |
         survey
         | type | name | label |
         | text | a    | A     |",
    );
    assert_eq!((form.id.as_str(), form.title.as_str(), form.version.as_str()), ("visits", "走访", "3"));
    assert_eq!(form.style, ["pages", "theme-grid"]);
    assert_eq!(form.instance_name.map(|name| name.source().to_owned()), Some("concat( /data/a , '样例')".to_owned()));
}

#[test]
fn a_form_about_a_list_says_which_question_asks_for_its_row() {
    let about = |rows: Vec<Row>| {
        let form = Sheets::new(rows).file("firms.csv", "name,label\na,A\n").compile();
        form.asks_about("firms").map(|question| question.path.clone())
    };
    let one = || ask("select_one_from_file firms.csv", "firm");
    assert_eq!(about(vec![ask("text", "a"), one()]).as_deref(), Some("/data/firm"));
    assert_eq!(about(vec![ask("begin repeat", "r"), one(), ask("end repeat", "")]), None);
    assert_eq!(about(vec![ask("select_multiple_from_file firms.csv", "firms")]), None);
    assert_eq!(about(vec![ask("text", "a")]), None);
}
