//! Labels, hints and messages in languages, with values in them.

use form::definition::{Part, Text};

use crate::tables::{form, node, warnings};

fn words(text: Option<&Text>) -> Vec<Option<String>> {
    let part = |part: &Part| match part {
        Part::Plain(text) => text.clone(),
        Part::Output(expr) => format!("<{}>", expr.source()),
    };
    let template = |template: &form::definition::Template| template.0.iter().map(part).collect();
    text.expect("a text").0.iter().map(|entry| entry.as_ref().map(template)).collect()
}

fn some(texts: &[&str]) -> Vec<Option<String>> {
    texts.iter().map(|text| Some((*text).to_owned())).collect()
}

#[test]
fn a_form_without_languages_has_one_entry_in_every_text() {
    let form = form(
        "survey
         | type | name | label | hint |
         | text | a    | A     | 提示 |",
    );
    assert_eq!(form.languages, Vec::<String>::new());
    assert_eq!(words(node(&form, "/data/a").label.as_ref()), some(&["A"]));
    assert_eq!(words(node(&form, "/data/a").hint.as_ref()), some(&["提示"]));
}

#[test]
fn languages_stand_in_the_order_of_their_columns() {
    let form = form(
        "settings
         | default_language |
         | English (en)     |
         survey
         | type | name | label::中文 (zh) | label::English (en) | hint | constraint_message::English (en) | constraint |
         | text | a    | 名称            | Name                | 都行 | No.                              | . != ''    |
         | text | b    |                 | Other               |      |                                  |            |",
    );
    assert_eq!(form.languages, ["中文 (zh)", "English (en)"]);
    assert_eq!(form.default_language, 1);
    let a = node(&form, "/data/a");
    assert_eq!(words(a.label.as_ref()), some(&["名称", "Name"]));
    assert_eq!(words(a.hint.as_ref()), some(&["都行", "都行"]));
    assert_eq!(words(a.bind.constraint_message.as_ref()), [None, Some("No.".to_owned())]);
    assert_eq!(words(node(&form, "/data/b").label.as_ref()), [None, Some("Other".to_owned())]);
}

#[test]
fn a_column_without_a_language_is_the_default_languages_beside_others() {
    let form = form(
        "settings
         | default_language |
         | 中文 (zh)        |
         survey
         | type | name | label | label::English (en) | label::中文 (zh) |
         | text | a    | 甲    | A                   |                 |
         | text | b    | 乙    | B                   | 二              |",
    );
    assert_eq!(form.languages, ["中文 (zh)", "English (en)"]);
    assert_eq!(words(node(&form, "/data/a").label.as_ref()), some(&["甲", "A"]));
    assert_eq!(words(node(&form, "/data/b").label.as_ref()), some(&["二", "B"]));
}

#[test]
fn values_and_lookups_in_a_text_are_parts_of_it() {
    let form = form(
        "survey
         | type              | name | label                                                             |
         | select_one people | who  | Who?                                                              |
         | begin repeat      | r    | R                                                                 |
         | integer           | n    | N                                                                 |
         | note              | sum  | ${who}: ${n} of instance('people')/root/item[name = ${who}]/age . |
         | end repeat        |      |                                                                   |
         choices
         | list_name | name | label        | age |
         | people    | a    | 样例 ${who}  | 7   |",
    );
    let label = words(node(&form, "/data/r/sum").label.as_ref());
    let lookup = "<instance('people')/root/item[name =  /data/who ]/age>";
    assert_eq!(label, [Some(format!("</data/who>: <../n> of {lookup} ."))]);
    assert_eq!(words(form.lists[0].label(0).as_deref()), some(&["样例 </data/who>"]));
}

#[test]
fn typographic_quotes_stay_in_texts_and_become_plain_in_expressions() {
    let form = form(
        "survey
         | type | name | label      | relevant   |
         | text | a    | “样例”企业 | 1 = 1      |
         | text | b    | B          | ${a} = ‘x’ |",
    );
    assert_eq!(words(node(&form, "/data/a").label.as_ref()), some(&["“样例”企业"]));
    let relevant = node(&form, "/data/b").bind.relevant.as_ref().expect("a condition");
    assert_eq!(relevant.source(), "/data/a  = 'x'");
}

#[test]
fn a_language_that_lacks_columns_is_warned_of() {
    let found = warnings(
        "survey
         | type | name | label::中文 (zh) | hint::中文 (zh) | label::English (en) | label::Malay |
         | text | a    | 甲              | 示              | A                   | M            |",
    );
    assert_eq!(
        found,
        [
            "survey row 1: language 'English (en)' lacks hint",
            "survey row 1: language 'Malay' lacks hint",
            "survey row 1: language 'Malay' has no code in brackets",
        ]
    );
}
