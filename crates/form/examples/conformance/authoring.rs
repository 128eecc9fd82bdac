//! Authoring cases: does the form compile where the field's converter takes it, and not where it does not?

use form::Problem;
use serde_json::Value;

use crate::Outcome;
use crate::workbook;

pub fn judge(case: &Value) -> Outcome {
    let Some(accept) = case["accept"].as_bool() else {
        return Outcome::Skipped { reason: "the case does not say whether the form is taken".to_owned() };
    };
    let compiled = form::compile(&workbook::from_json(&case["xlsform"]), &workbook::files(&case["files"]));
    if compiled.form.is_some() == accept {
        return Outcome::Passed;
    }
    let errors = compiled.problems.iter().filter(|problem| problem.is_error()).map(Problem::to_string);
    let got = if accept { errors.collect::<Vec<_>>().join("; ") } else { "a form".to_owned() };
    let reason = case["reason"].as_str().or(case["validator_error"].as_str()).unwrap_or_default();
    let expected = if accept { format!("a form {reason}") } else { format!("refused: {reason}") };
    Outcome::Failed { expected, got }
}
