//! What the compiler knows by name, and what it says of words that it does not know.

use form::xlsform::known;
use form::{Advice, Known};

use crate::tables::{compile, errors, warnings};

#[test]
fn every_known_type_is_taken_by_the_compiler() {
    for kind in known::types() {
        let (row, rest) = match kind {
            "begin_group" | "begin_repeat" => (kind.to_owned(), format!("| {} | | |", kind.replace("begin", "end"))),
            "begin_loop over" => ("begin_loop over l".to_owned(), "| end_loop | | |".to_owned()),
            "end_group" | "end_repeat" | "end_loop" => continue,
            "select_one_from_file"
            | "select_multiple_from_file"
            | "select one from file"
            | "select multiple from file" => (format!("{kind} f.csv"), String::new()),
            select if select.contains("select") || select == "rank" => (format!("{kind} l"), String::new()),
            other => (other.to_owned(), String::new()),
        };
        let name = if kind == "audit" { "audit" } else { "x" };
        let form = format!(
            "survey
             | type | name | label | calculation | trigger |
             | text | q    | Q     |             |         |
             | {row} | {name} | X  | {}          | {}      |
             {rest}
             choices
             | list_name | name | label |
             | l         | a    | A     |
             external_choices
             | list_name | name | label |
             | l         | a    | A     |",
            if kind == "calculate" { "1" } else { "" },
            if kind == "background-geopoint" { "${q}" } else { "" },
        );
        assert_eq!(errors(&form), Vec::<String>::new(), "{kind}");
    }
}

#[test]
fn every_known_column_of_the_survey_is_no_unknown_one() {
    let mut count = 0;
    for column in known::columns("survey") {
        let form = format!(
            "survey
             | type | name | label | {column} |
             | text | q    | Q     |          |"
        );
        assert!(!warnings(&form).iter().any(|said| said.contains("is not known here")), "{column}");
        count += 1;
    }
    assert!(count > 40, "{count}");
    for sheet in known::sheets() {
        assert!(known::columns(sheet).count() > 5, "{sheet}");
    }
    assert_eq!(known::columns("pictures").count(), 0);
}

#[test]
fn every_type_that_takes_parameters_takes_those_that_are_known_and_no_other() {
    let types: Vec<&str> = known::types().collect();
    for (kind, names) in known::parameters() {
        assert!(types.contains(&kind), "{kind}");
        assert!(!names.is_empty() && !names.contains(&"colour"), "{kind}");
    }
    let with = |kind: &str, parameter: &str| {
        errors(&format!(
            "survey
             | type   | name | label | parameters  |
             | {kind} | q    | Q     | {parameter} |"
        ))
    };
    assert_eq!(with("text", "rows=3"), Vec::<String>::new());
    let said = with("text", "row=3");
    assert_eq!(said, ["survey row 2 column 'parameters': parameter 'row' is not known for this type (nearest: rows)"]);
    // A type that takes none reads none.
    assert_eq!(with("integer", "rows=3"), Vec::<String>::new());
}

#[test]
fn an_unknown_appearance_is_kept_and_told_with_the_nearest_known_one() {
    let form = "survey
        | type | name | label | appearance         |
        | text | q    | Q     | mutliline w4       |
        | text | r    | R     | multiline numbers  |
        | date | s    | S     | ethiopian w13      |";
    let compiled = compile(form);
    let nodes = compiled.form.expect("a form").nodes;
    assert_eq!(nodes[1].appearance, ["mutliline", "w4"]);
    let near = Advice::Nearest { kind: Known::Appearance, name: "multiline".to_owned() };
    assert_eq!(compiled.problems[0].advice, Some(near));
    assert_eq!(
        warnings(form),
        [
            "survey row 2 column 'appearance': appearance 'mutliline' is not known (nearest: multiline)",
            "survey row 2 column 'appearance': appearance 'w4' is kept and not drawn here",
            "survey row 4 column 'appearance': appearance 'ethiopian' is kept and not drawn here",
            "survey row 4 column 'appearance': appearance 'w13' is not known (nearest: w*)",
        ]
        .map(|said| said.replace(" (nearest: w*)", ""))
    );
    assert!(known::appearances().any(|(word, shown)| word == "multiline" && shown));
    assert!(known::appearances().any(|(word, shown)| word == "bearing" && !shown));
}

#[test]
fn settings_that_nothing_asks_for_are_kept_and_told() {
    let form = "survey
        | type | name | label |
        | text | q    | Q     |
        settings
        | form_id | submission_url      | namespaces                | attribute::xyz:a | colour |
        | f       | https://example.org | xyz=\"http://example.org\" | 1                | red    |";
    let compiled = compile(form);
    let settings = compiled.form.expect("a form").settings;
    let kept: Vec<(&str, &str)> = settings.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(
        kept,
        [
            ("attribute::xyz:a", "1"),
            ("colour", "red"),
            ("namespaces", "xyz=\"http://example.org\""),
            ("submission_url", "https://example.org"),
        ]
    );
    let told = warnings(form);
    assert!(told.iter().any(|said| said.contains("'submission_url' is kept and has no effect here")), "{told:?}");
    assert!(told.iter().any(|said| said.contains("column 'colour' is not known here")), "{told:?}");
    assert!(known::settings().any(|(name, used)| name == "version" && used));
    assert!(known::settings().any(|(name, used)| name == "auto_send" && !used));
}

#[test]
fn a_loop_says_which_text_it_cannot_fill_in() {
    let form = |label: &str, choice: &str| {
        errors(&format!(
            "survey
             | type             | name | label   |
             | begin loop over l | r    | R       |
             | text             | y    | {label} |
             | end loop         |      |         |
             choices
             | list_name | name | label    |
             | l         | a    | {choice} |"
        ))
    };
    assert_eq!(form("%(label)s: 100%%", "A"), Vec::<String>::new());
    let half = ["survey row 3: in a loop, '50%' has a % that is neither %(name)s nor doubled"];
    assert_eq!(form("50%", "A"), half);
    assert_eq!(form("Y", ""), ["choices row 2 column 'label': the choice has no label"]);
}

#[test]
fn headings_and_sheets_that_cannot_count_are_told_with_their_place() {
    let form = |header: &str, cell: &str| {
        errors(&format!(
            "survey
             | type | name | label | {header} |
             | text | q    | Q     | {cell}   |"
        ))
    };
    let divided = |column: &str| {
        vec![format!(
            "survey row 1 column '{column}': column '{column}' has parts after '::' that this column does not take"
        )]
    };
    assert_eq!(form("relevant::fr", "1 = 1"), divided("relevant::fr"));
    assert_eq!(form("relevant::fr", ""), Vec::<String>::new());
    assert_eq!(form("label::fr::x", "A"), divided("label::fr::x"));
    assert_eq!(form("bind", "x"), ["survey row 1 column 'bind': column 'bind' is not allowed on this sheet"]);
    let osm = "survey
        | type  | name | label |
        | osm m | q    | Q     |
        osm
        | list_name | name     |
        | l         | building |";
    assert_eq!(errors(osm), ["survey row 2 column 'type': there is no choice list 'm' (nearest: l)"]);
    assert_eq!(warnings(osm), ["osm: sheet 'osm' is kept and not used here"]);
}

#[test]
fn files_in_the_wrong_place_are_told() {
    let repeat = "survey
        | type         | name | label |
        | begin repeat | r    | R     |
        | csv-external | f    |       |
        | text         | q    | Q     |
        | end repeat   |      |       |";
    assert_eq!(
        errors(repeat),
        ["survey row 3 column 'type': the file 'f' cannot be declared straight inside a repeat"]
    );
    let table = "survey
        | type                       | name | label | appearance |
        | begin group                | g    | G     | table-list |
        | select_one_from_file f.csv | q    | Q     |            |
        | end group                  |      |       |            |";
    let told = "survey row 3 column 'type': 'q' takes its choices from elsewhere, so no table can show them once";
    assert_eq!(errors(table), [told]);
}
