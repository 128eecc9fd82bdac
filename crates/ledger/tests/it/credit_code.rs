//! The check of a credit code, held to the vectors that the forms are held to.

use ledger::{CodeFault, check_credit_code, plain_code};
use sheet::{Limits, read_csv};

const VECTORS: &[u8] = include_bytes!("../../../../pack/uscc_vectors.csv");

#[test]
fn a_code_is_put_right_and_judged_as_the_vectors_say() {
    let table = read_csv(VECTORS, &Limits::default()).expect("the vectors are a table");
    let cell = |row: usize, column: &str| table.get(row, column).unwrap_or_default().to_owned();
    for row in 0..table.rows.len() {
        let (id, code) = (cell(row, "id"), plain_code(&cell(row, "input")));
        assert_eq!(code, cell(row, "normalised"), "{id}");
        let expected = match (cell(row, "expected").as_str(), cell(row, "reason").as_str()) {
            ("valid" | "warn", _) => Ok(()),
            ("legacy15", _) => Err(CodeFault::OldNumber),
            (_, "required" | "length") => Err(CodeFault::Length),
            (_, "illegal_char") => Err(CodeFault::Letter),
            (_, "region_not_digits") => Err(CodeFault::Region),
            (_, "check_digit" | "legacy15_check_digit") => Err(CodeFault::Check),
            (_, reason) => panic!("{id} says {reason}"),
        };
        assert_eq!(check_credit_code(&code), expected, "{id}");
    }
    assert!(table.rows.len() > 50);
}
