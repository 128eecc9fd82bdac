//! The forms that come with the project compile.

use std::collections::BTreeMap;
use std::path::Path;

use form::Problem;
use sheet::{Limits, read_xlsx};

#[test]
fn every_form_of_the_pack_compiles() {
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pack");
    let entries = std::fs::read_dir(pack).expect("the pack").map(|entry| entry.expect("an entry").path());
    let mut count = 0;
    for path in entries.filter(|path| path.extension().is_some_and(|ending| ending == "xlsx")) {
        let bytes = std::fs::read(&path).expect("a workbook");
        let workbook = read_xlsx(&bytes, &Limits::default()).expect("a workbook that can be read");
        let compiled = form::compile(&workbook, &BTreeMap::new());
        let errors: Vec<String> =
            compiled.problems.iter().filter(|problem| problem.is_error()).map(Problem::to_string).collect();
        assert_eq!(errors, Vec::<String>::new(), "{}", path.display());
        let form = compiled.form.expect("a form");
        assert_eq!(form.languages, ["中文 (zh)", "English (en)"], "{}", path.display());
        assert!(!form.entities.is_empty(), "{}", path.display());
        count += 1;
    }
    assert!(count >= 4);
}
