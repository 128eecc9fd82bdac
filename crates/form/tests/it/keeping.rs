//! How long a form has its files kept.

use form::keeping;
use form::scenario::{Sheets, ask};

#[test]
fn a_form_says_of_a_question_how_long_its_file_is_kept_and_nobody_is_warned_of_the_column() {
    let sheets = Sheets::new([
        ask("begin group", "g_photos"),
        ask("image", "licence").with("parameters", "max-pixels=1600").with("bind::taizhang:keep", " check 60 "),
        ask("end group", ""),
        ask("image", "photo").with("parameters", "max-pixels=1600"),
        ask("file", "report").with("bind::taizhang:keep", "30"),
    ]);
    let compiled = form::compile(&sheets.workbook(), &Default::default());
    assert!(compiled.problems.is_empty(), "{:?}", compiled.problems);
    let form = compiled.form.expect("a form");
    let said: Vec<(&str, &str)> = keeping(&form).into_iter().collect();
    assert_eq!(said, [("g_photos/licence", "check 60"), ("report", "30")]);
}
