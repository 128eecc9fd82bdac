use record::{ChangeId, ParseHashError, Sha256};

#[test]
fn a_hash_is_written_as_the_standard_s_own_example() {
    // FIPS 180-4, the message "abc".
    let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(Sha256::of(b"abc").to_string(), expected);
    assert_eq!(expected.parse(), Ok(Sha256::of(b"abc")));
}

#[test]
fn a_hash_is_read_in_lower_case_and_whole_or_not_at_all() {
    let text = Sha256::of(b"").to_string();
    assert_eq!(text.to_uppercase().parse::<Sha256>(), Err(ParseHashError));
    assert_eq!(text[1..].parse::<Sha256>(), Err(ParseHashError));
    assert_eq!(format!("{}g", &text[1..]).parse::<Sha256>(), Err(ParseHashError));
}

#[test]
fn a_change_id_comes_back_as_it_was_written() {
    let id = ChangeId { revision: Sha256::of(b"r"), index: 7 };
    assert_eq!(id.to_string().parse(), Ok(id));
    assert!(Sha256::of(b"r").to_string().parse::<ChangeId>().is_err());
}
