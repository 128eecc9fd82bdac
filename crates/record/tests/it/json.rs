use record::json::{MAX_DEPTH, check, no_key_twice};

#[test]
fn a_key_that_stands_twice_is_found_among_few_and_among_many() {
    for count in [2, 15, 16, 17, 18, 200] {
        let keys = |last: String| {
            let members: Vec<String> = (1..count).map(|key| format!(r#""k{key}":{key}"#)).chain([last]).collect();
            format!(r#"{{"within":[{{{}}}]}}"#, members.join(","))
        };
        assert!(no_key_twice(&keys(r#""k":0"#.to_owned())).is_ok());
        let error = no_key_twice(&keys(r#""\u006b1":0"#.to_owned())).unwrap_err();
        assert!(error.to_string().contains("'k1' appears twice"), "{count}: {error}");
    }
}

#[test]
fn a_key_that_appears_twice_is_refused_at_any_depth() {
    assert!(check(r#"{"a":1,"b":{"a":2}}"#).is_ok());
    let error = check(r#"{"x":[{"a":1,"a":2}]}"#).unwrap_err();
    assert!(error.to_string().contains("'a' appears twice"), "{error}");
    // The same key, spelled with an escape.
    assert!(check(r#"{"a":1,"\u0061":2}"#).is_err());
}

#[test]
fn nesting_is_taken_to_the_limit_and_refused_over_it() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(check(&nested(MAX_DEPTH)).is_ok());
    assert!(check(&nested(MAX_DEPTH + 1)).is_err());
    assert!(check(&nested(200_000)).is_err(), "never a stack overflow");
}

#[test]
fn what_follows_the_value_is_refused() {
    assert!(check("{} {}").is_err());
    assert!(check("").is_err());
}
