//! What is wrong is found in one pass, with its place and with advice.

use std::collections::BTreeMap;

use form::{Advice, Message};
use sheet::{Measure, ReadError, Sheet, Workbook};

use crate::tables::{compile, errors, warnings};

#[test]
fn every_problem_is_found_in_one_pass_and_points_at_its_cell() {
    let found = errors(
        "survey
         | type           | name | label | relevant      | calculation |
         | txet           | a    | A     |               |             |
         | integer        | b    | B     | ${aa} > 1     |             |
         | integer        | b    | B     |               |             |
         | calculate      | c    |       |               |             |
         | decimal        | d    |       |               |             |
         | calculate      | e    |       |               | 1 + (2      |
         | select_one yn  | f    | F     |               |             |",
    );
    assert_eq!(
        found,
        [
            "survey row 2 column 'type': question type 'txet' is not known (nearest: text)",
            "survey row 4 column 'name': the name 'b' is used twice in the same group",
            "survey row 5 column 'calculation': 'c' has nothing to calculate",
            "survey row 8 column 'type': there is no sheet called 'choices'",
            "survey row 3 column 'relevant': there is no question 'aa' (nearest: a)",
            "survey row 6: 'd' has no label or hint",
            "survey row 7 column 'calculation': a closing bracket should stand at '1 + (2'",
        ]
    );
}

#[test]
fn every_mistake_in_an_expression_is_a_problem_of_its_own() {
    let said = |expression: &str| {
        let [found] = &problems_of(expression)[..] else { panic!("{expression}: not one problem") };
        (found.message.code(), found.message.arguments().into_iter().map(|(_, value)| value).collect::<Vec<_>>())
    };
    let at = |near: &str| vec![near.to_owned()];
    assert_eq!(said("1 +"), ("expression-value-missing", at("1 +")));
    assert_eq!(said("2 * (，3)"), ("expression-value-missing", at("，3)")));
    assert_eq!(said("1 ＋ 2"), ("expression-operator-missing", at("＋ 2")));
    assert_eq!(said("if（1 = 1, 'a', 'b'）"), ("expression-operator-missing", at("（1 = 1, 'a', 'b'）")));
    assert_eq!(said("(1 + 2"), ("expression-bracket-missing", at("(1 + 2")));
    assert_eq!(said("concat('a' 'b')"), ("expression-comma-missing", at("'b')")));
    assert_eq!(said("/data/b[1"), ("expression-square-bracket-missing", at("/data/b[1")));
    assert_eq!(said("concat('a, 'b')"), ("expression-comma-missing", at("b')")));
    assert_eq!(said("concat('a', 'b)"), ("expression-quote-missing", at("'b)")));
    assert_eq!(said("up::a"), ("expression-axis-unknown", at("up")));
    assert_eq!(said("1 + $x"), ("expression-variable", at("$x")));
    assert_eq!(said(&"(".repeat(200)), ("expression-too-deep", at("100")));
    assert_eq!(said(&"1".repeat(10_001)), ("expression-too-long", at("10000")));
}

#[test]
fn every_pattern_that_cannot_be_used_says_why() {
    let said = |pattern: &str| {
        let [found] = &problems_of(&format!("regex('x', '{pattern}')"))[..] else { panic!("{pattern}") };
        found.message.code()
    };
    assert_eq!(said("(a"), "pattern-invalid");
    assert_eq!(said("(?=a)b"), "pattern-looks-around");
    assert_eq!(said(r"(a)\1"), "pattern-refers-back");
    assert_eq!(said("(a{900}){900}"), "pattern-too-large");
    assert_eq!(said(&"a".repeat(1_001)), "pattern-too-long");
}

/// The problems of a form with one calculation.
fn problems_of(calculation: &str) -> Vec<form::Problem> {
    let columns = vec!["type", "name", "calculation"];
    let survey = Sheet::from_rows("survey", [columns, vec!["calculate", "a", calculation]]);
    form::compile(&Workbook { sheets: vec![survey] }, &BTreeMap::new()).problems
}

#[test]
fn a_file_that_cannot_be_read_says_why_and_where() {
    let said = |error: ReadError| {
        let problem = form::unreadable(&error);
        (problem.message.code(), problem.to_string())
    };
    let damaged = ReadError::Damaged { part: "zip".to_owned(), source: sheet::Damage::Missing };
    assert_eq!(said(damaged), ("file-damaged", ": damaged: zip".to_owned()));
    let place = sheet::Place { sheet: "survey".to_owned(), row: 3, column: Some(27) };
    let long = ReadError::TooLarge { measure: Measure::CellCharacters, limit: 32_767, place: Some(place) };
    let wanted = "survey row 3 column 'AB': more than 32767 characters in a cell";
    assert_eq!(said(long), ("file-cell-too-long", wanted.to_owned()));
    let large = |measure| said(ReadError::TooLarge { measure, limit: 10 << 20, place: None });
    assert_eq!(large(Measure::FileBytes), ("file-too-large", ": larger than 10 MiB".to_owned()));
    assert_eq!(large(Measure::Ratio).0, "file-unusual");
    assert_eq!(said(ReadError::Encoding { row: 7 }), ("file-encoding-unread", ": row 7 is not UTF-8 text".to_owned()));
}

#[test]
fn a_row_is_counted_as_the_spreadsheet_shows_it() {
    let found = errors(
        "survey
         | type | name | label |
         | text | a    | A     |
         |      |      |       |
         |      |      |       |
         | text | a    | A     |",
    );
    assert_eq!(found, ["survey row 5 column 'name': the name 'a' is used twice in the same group"]);
}

#[test]
fn a_column_is_named_by_its_own_header() {
    let found = errors(
        "survey
         | Type | Name | Label | Relevance |
         | text | a    | A     | ${b}      |",
    );
    assert_eq!(found, ["survey row 2 column 'Relevance': there is no question 'b' (nearest: a)"]);
}

#[test]
fn an_unknown_function_names_the_nearest_one() {
    let found = errors(
        "survey
         | type      | name | label | calculation            |
         | text      | a    | A     |                        |
         | calculate | b    |       | coalece(${a}, 'none')  |",
    );
    assert_eq!(found, ["survey row 3 column 'calculation': there is no function 'coalece' (nearest: coalesce)"]);
}

#[test]
fn an_unknown_column_is_kept_and_warned_of() {
    let found = warnings(
        "survey
         | type | name | label | relevent | 备注 |
         | text | a    | A     | 1 = 1    | x    |",
    );
    assert_eq!(
        found,
        [
            "survey row 1 column 'relevent': column 'relevent' is not known here; it is kept and not used (nearest: relevant)",
            "survey row 1 column '备注': column '备注' is not known here; it is kept and not used",
        ]
    );
}

#[test]
fn a_sheet_whose_name_is_nearly_right_is_named() {
    let compiled = compile(
        "sruvey
         | type | name | label |
         | text | a    | A     |
         notes
         | text |",
    );
    assert!(compiled.form.is_none());
    let problem = &compiled.problems[0];
    assert_eq!(problem.message, Message::NoSurveySheet);
    assert!(matches!(&problem.advice, Some(Advice::Nearest { name, .. }) if name == "sruvey"));
}

#[test]
fn a_group_that_is_not_closed_hides_no_other_problem() {
    let found = errors(
        "survey
         | type         | name | label |
         | begin group  | g    | G     |
         | begin repeat | r    | R     |
         | text         | a    | A     |
         | end group    |      |       |
         | tetx         | b    | B     |",
    );
    assert_eq!(
        found,
        [
            "survey row 5 column 'type': 'end group' closes nothing",
            "survey row 6 column 'type': question type 'tetx' is not known (nearest: text)",
        ]
    );
}

#[test]
fn an_expression_has_ten_thousand_characters_and_no_more() {
    let sum = |terms: usize| format!("1{}", " + 1".repeat(terms));
    let form = |text: &str| {
        let rows = ["type | name | calculation".to_owned(), format!("calculate | a | {text}")];
        format!("survey\n{}", rows.map(|row| format!("| {row} |")).join("\n"))
    };
    assert_eq!(errors(&form(&sum(2_499))), Vec::<String>::new());
    assert_eq!(
        errors(&form(&sum(2_500))),
        ["survey row 2 column 'calculation': the expression is longer than 10000 characters"]
    );
}

#[test]
fn every_message_has_a_code_of_its_own() {
    let mut codes = Message::CODES.to_vec();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Message::CODES.len());
    assert!(codes.iter().all(|code| code.chars().all(|c| c.is_ascii_lowercase() || c == '-')));

    let message = Message::ChoiceNameWithSpace { name: "a b".to_owned(), list: "l".to_owned() };
    assert_eq!(message.code(), "choice-name-with-space");
    assert_eq!(message.arguments(), [("name", "a b".to_owned()), ("list", "l".to_owned())]);
}

#[test]
fn a_form_with_thousands_of_wrong_names_is_answered_at_once() {
    let rows = (0..3_000).map(|at| format!("| text | question_{at} | Q | ${{other_{at}}} = 1 |"));
    let rows = rows.collect::<Vec<_>>().join("\n");
    let found = errors(&format!("survey\n| type | name | label | relevant |\n{rows}"));
    assert_eq!(found.len(), 3_000);
    assert!(!found[2_999].contains("nearest"));
}
