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
    match std::panic::catch_unwind(|| cases::run(&read)) {
        Err(_) => Outcome::Skipped { reason: "the case is not as the format says".to_owned() },
        Ok(Ok(())) => Outcome::Passed,
        Ok(Err(got)) => Outcome::Failed { expected: format!("{} = {}", read.expr, case["expect"]), got },
    }
}
