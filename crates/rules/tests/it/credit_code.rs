//! The check of a credit code, held to the vectors that the forms are held to.

use rules::{CodeFault, check_credit_code, check_letter, organisation_check, plain_code};

use crate::table;

const VECTORS: &[u8] = include_bytes!("../../../../pack/uscc_vectors.csv");

#[test]
fn a_code_is_put_right_and_judged_as_the_vectors_say() {
    let table = table(VECTORS);
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

#[test]
fn the_letters_of_a_code_follow_from_those_before_them() {
    for code in ["91350100M000100Y43", "91110000600037341L", "91652899MA9000011Y"] {
        assert_eq!(check_letter(&code[..17]), code.chars().last(), "{code}");
        assert_eq!(Some(organisation_check(&code[8..16])), code[16..].chars().next(), "{code}");
    }
    assert_eq!(check_letter("91652899MA900001I"), None);
}
