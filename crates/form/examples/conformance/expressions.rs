//! Expression cases: what is the value of an expression over a document?

use serde::Deserialize;
use serde_json::Value;

use crate::Outcome;
use crate::cases::{self, Case};

pub fn judge(case: &Value) -> Outcome {
    let read = match Case::deserialize(case) {
        Ok(read) => read,
        Err(error) => return Outcome::Skipped { reason: format!("the case cannot be read: {error}") },
    };
    match cases::run(&read) {
        Ok(()) => Outcome::Passed,
        Err(got) => Outcome::Failed { expected: format!("{} = {}", read.expr, case["expect"]), got },
    }
}
