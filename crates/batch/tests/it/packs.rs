//! Packs: forms and entity lists on their way down.

use batch::{Contents, OpenError, Pack, PackError, limits};
use proptest::prelude::*;

use crate::sample::{
    body_of, key, open, pack_of_one, pack_since, pack_with_charter, pack_with_erasures, pack_with_tables,
    pack_with_zone, plain, signed, signed_as,
};

fn pack_in(bytes: &[u8]) -> Result<Pack, OpenError> {
    match open(bytes)?.contents {
        Contents::Pack(pack) => Ok(pack),
        Contents::Batch { .. } | Contents::Receipt(_) | Contents::Card(_) => panic!("no pack"),
    }
}

#[test]
fn a_pack_opens_as_it_was_packed() {
    let file = batch::pack_forms(&pack_of_one(), &key()).unwrap();
    assert!(file.name.starts_with("taizhang-pack-") && file.name.ends_with(".json"), "{}", file.name);
    assert_eq!(batch::name::agrees(&file.name, &file.bytes), Some(true));
    assert_eq!(pack_in(&file.bytes).unwrap(), pack_of_one());
}

#[test]
fn a_pack_with_a_zone_opens_as_it_was_packed_and_is_of_the_second_version() {
    let file = batch::pack_forms(&pack_with_zone(), &key()).unwrap();
    assert!(file.bytes.starts_with(br#"{"format":"taizhang-pack","version":2,"#));
    assert_eq!(pack_in(&file.bytes).unwrap(), pack_with_zone());
    assert!(
        batch::pack_forms(&pack_of_one(), &key())
            .unwrap()
            .bytes
            .starts_with(br#"{"format":"taizhang-pack","version":1,"#)
    );
}

#[test]
fn a_zone_without_keys_or_out_of_place_is_refused() {
    let body = body_of(&batch::pack_forms(&pack_with_zone(), &key()).unwrap().bytes);
    let plain = body_of(&batch::pack_forms(&pack_of_one(), &key()).unwrap().bytes);
    let at = body.find(r#""recipients":["age1"#).unwrap();
    let keyless = format!(r#"{}"recipients":[]}}}}"#, &body[..at]);
    let wrong = body.replacen("age1", "age2", 1);
    for (version, body) in [(1, &body), (2, &plain), (2, &keyless), (2, &wrong)] {
        let refused = pack_in(&signed_as("taizhang-pack", version, body));
        assert!(matches!(refused, Err(OpenError::Zone)), "{version} {body}: {refused:?}");
    }
}

#[test]
fn a_pack_with_tables_opens_as_it_was_packed_with_a_zone_and_without() {
    for pack in [pack_with_tables(), Pack { zone: pack_with_zone().zone, ..pack_with_tables() }] {
        let file = batch::pack_forms(&pack, &key()).unwrap();
        assert!(file.bytes.starts_with(br#"{"format":"taizhang-pack","version":3,"#));
        assert_eq!(pack_in(&file.bytes).unwrap(), pack);
    }
}

#[test]
fn tables_out_of_place_or_not_to_be_read_are_refused() {
    let body = body_of(&batch::pack_forms(&pack_with_tables(), &key()).unwrap().bytes);
    let plain = body_of(&batch::pack_forms(&pack_of_one(), &key()).unwrap().bytes);
    let wrong = body.replacen("bmFtZSxkYXRlCg==", "bmFtZSxkYXRlCg", 1);
    assert_ne!(wrong, body);
    for (version, body) in [(1, &body), (3, &plain), (3, &wrong)] {
        let refused = pack_in(&signed_as("taizhang-pack", version, body));
        assert!(matches!(refused, Err(OpenError::Table)), "{version} {body}: {refused:?}");
    }
    let mut many = pack_with_tables();
    many.tables = vec![many.tables[0].clone(); limits::MAX_TABLES + 1];
    assert!(matches!(batch::pack_forms(&many, &key()), Err(PackError::TooMany { what: "tables", .. })));
}

#[test]
fn a_difference_opens_as_it_was_packed_with_a_zone_and_tables_and_without() {
    let zone = pack_with_zone().zone;
    let with_tables = Pack { tables: pack_with_tables().tables, ..pack_since() };
    for pack in [pack_since(), Pack { zone, ..pack_since() }, with_tables] {
        let file = batch::pack_forms(&pack, &key()).unwrap();
        assert!(file.bytes.starts_with(br#"{"format":"taizhang-pack","version":4,"#));
        assert_eq!(pack_in(&file.bytes).unwrap(), pack);
    }
}

#[test]
fn a_difference_out_of_place_or_of_too_much_is_refused() {
    let body = body_of(&batch::pack_forms(&pack_since(), &key()).unwrap().bytes);
    let plain = body_of(&batch::pack_forms(&pack_of_one(), &key()).unwrap().bytes);
    for (version, body) in [(1, &body), (4, &plain)] {
        let refused = pack_in(&signed_as("taizhang-pack", version, body));
        assert!(matches!(refused, Err(OpenError::Difference)), "{version} {body}: {refused:?}");
    }
    let newer = pack_in(&signed_as("taizhang-pack", 6, &body));
    assert!(matches!(newer, Err(OpenError::Newer { version: 6, .. })), "{newer:?}");
    // No hash, no difference.
    let hashless = body.replacen(&record::Sha256::of(b"before").to_string(), "before", 1);
    assert!(matches!(pack_in(&signed_as("taizhang-pack", 4, &hashless)), Err(OpenError::Body(_))));
    let mut many = pack_since();
    let difference = many.difference.as_mut().unwrap();
    difference.gone[0].1 = vec![record::EntityId::new("e"); limits::MAX_GONE + 1];
    let over = batch::pack_forms(&many, &key());
    assert!(matches!(over, Err(PackError::TooMany { what: "entities that are gone", .. })));
    let ids = vec!["\"e\""; limits::MAX_GONE + 1].join(",");
    let many = body.replacen("[\"样例2\",\"样例3\"]", &format!("[{ids}]"), 1);
    assert_ne!(many, body);
    let over = pack_in(&signed_as("taizhang-pack", 4, &many));
    assert!(matches!(over, Err(OpenError::TooMany { what: "entities that are gone", .. })));
}

#[test]
fn erasures_come_as_they_were_written_with_all_else_that_a_pack_may_have_and_without() {
    let all = Pack { zone: pack_with_zone().zone, tables: pack_with_tables().tables, ..pack_with_erasures() };
    for pack in [pack_with_erasures(), Pack { difference: pack_since().difference, ..all.clone() }, all] {
        let file = batch::pack_forms(&pack, &key()).unwrap();
        assert!(file.bytes.starts_with(br#"{"format":"taizhang-pack","version":5,"#));
        let came = pack_in(&file.bytes).unwrap();
        assert_eq!(came, pack);
        let hashes = |pack: &Pack| pack.erasures.iter().map(record::Revision::hash).collect::<Vec<_>>();
        assert_eq!(hashes(&came), hashes(&pack));
    }
}

#[test]
fn words_on_the_zones_desks_come_down_as_they_were_signed_with_tables_or_a_difference_and_without() {
    let charter = pack_with_charter();
    let with_all = Pack { tables: pack_with_tables().tables, difference: pack_since().difference, ..charter.clone() };
    for pack in [charter, with_all] {
        let file = batch::pack_forms(&pack, &key()).unwrap();
        assert!(file.bytes.starts_with(br#"{"format":"taizhang-pack","version":5,"#));
        assert_eq!(pack_in(&file.bytes).unwrap(), pack);
    }
}

#[test]
fn erasures_out_of_place_or_that_are_none_are_refused() {
    let body = body_of(&batch::pack_forms(&pack_with_erasures(), &key()).unwrap().bytes);
    let bare = body_of(&batch::pack_forms(&pack_of_one(), &key()).unwrap().bytes);
    let submission = format!(r#"{},"erasures":[{}]}}"#, &bare[..bare.len() - 1], plain(1).body());
    let unread = format!(r#"{},"erasures":[{{}}]}}"#, &bare[..bare.len() - 1]);
    for (version, body) in [(1, &body), (4, &body), (5, &bare), (5, &submission), (5, &unread)] {
        let refused = pack_in(&signed_as("taizhang-pack", version, body));
        let is_told = matches!(refused, Err(OpenError::Erasure { .. } | OpenError::Difference | OpenError::Charter));
        assert!(is_told, "{version} {body}: {refused:?}");
    }
    let with = |erasures| batch::pack_forms(&Pack { erasures, ..pack_of_one() }, &key());
    assert!(matches!(with(vec![plain(1)]), Err(PackError::RecordText { index: 0 })));
    let many = vec![pack_with_erasures().erasures[0].clone(); limits::MAX_ERASURES + 1];
    assert!(matches!(with(many), Err(PackError::TooMany { what: "erasures", .. })));
}

#[test]
fn words_on_desks_without_a_zone_or_out_of_place_are_refused_and_one_alone_is_no_file() {
    let body = body_of(&batch::pack_forms(&pack_with_charter(), &key()).unwrap().bytes);
    let zoned = body_of(&batch::pack_forms(&pack_with_zone(), &key()).unwrap().bytes);
    let zoneless = Pack { zone: None, ..pack_with_charter() };
    let zoneless = body_of(&batch::pack_forms(&zoneless, &key()).unwrap().bytes);
    for (version, body) in [(2, &body), (5, &zoned), (5, &zoneless)] {
        let refused = pack_in(&signed_as("taizhang-pack", version, body));
        assert!(matches!(refused, Err(OpenError::Charter)), "{version} {body}: {refused:?}");
    }
    let word = pack_with_charter().charter.remove(0);
    assert!(matches!(open(word.as_bytes()), Err(OpenError::Charter)));
    let mut many = pack_with_charter();
    many.charter = vec![word; limits::MAX_WORDS + 1];
    assert!(matches!(batch::pack_forms(&many, &key()), Err(PackError::TooMany { .. })));
}

#[test]
fn a_form_that_is_not_what_its_hash_names_is_refused() {
    let mut wrong = pack_of_one();
    wrong.forms[0].workbook.push(0);
    assert!(matches!(batch::pack_forms(&wrong, &key()), Err(PackError::FormHash { index: 0 })));

    let body = body_of(&batch::pack_forms(&pack_of_one(), &key()).unwrap().bytes);
    let other = signed("taizhang-pack", &body.replacen("UEsDBAA=", "UEsDBAE=", 1));
    assert!(matches!(pack_in(&other), Err(OpenError::FormHash { index: 0 })));
    let no_base64 = signed("taizhang-pack", &body.replacen("UEsDBAA=", "UEsDBAA", 1));
    assert!(matches!(pack_in(&no_base64), Err(OpenError::FormBase64 { index: 0 })));
}

#[test]
fn a_list_that_says_a_thing_twice_is_refused() {
    let mut wrong = pack_of_one();
    wrong.lists[0].snapshot = r#"{"a":1,"a":2}"#.into();
    assert!(matches!(batch::pack_forms(&wrong, &key()), Err(PackError::Json(_))));
    let body = body_of(&batch::pack_forms(&pack_of_one(), &key()).unwrap().bytes);
    let twice = signed("taizhang-pack", &body.replacen("{\"entities\":", "{\"entities\":1,\"entities\":", 1));
    assert!(matches!(pack_in(&twice), Err(OpenError::List { index: 0, .. })));
}

#[test]
fn too_much_of_anything_is_refused() {
    let pack = |change: &dyn Fn(&mut Pack)| {
        let mut pack = pack_of_one();
        change(&mut pack);
        batch::pack_forms(&pack, &key())
    };
    let over = |result, word| matches!(result, Err(PackError::TooMany { what, .. }) if what == word);
    let many = |pack: &mut Pack| pack.lists = vec![pack.lists[0].clone(); limits::MAX_LISTS];
    assert!(pack(&many).is_ok());
    assert!(over(pack(&|pack| pack.lists = vec![pack.lists[0].clone(); limits::MAX_LISTS + 1]), "entity lists"));
    assert!(over(pack(&|pack| pack.forms = vec![pack.forms[0].clone(); limits::MAX_FORMS + 1]), "forms"));
    assert!(over(pack(&|pack| pack.recipients = vec![String::new(); limits::MAX_RECIPIENTS + 1]), "recipients"));
    let file = ("x".to_owned(), Vec::new());
    assert!(over(pack(&|pack| pack.forms[0].files = vec![file.clone(); limits::MAX_FORM_FILES + 1]), "files"));

    let body = body_of(&batch::pack_forms(&pack_of_one(), &key()).unwrap().bytes);
    let recipients = vec!["\"\""; limits::MAX_RECIPIENTS + 1].join(",");
    let many = body.replacen("\"recipients\":[]", &format!("\"recipients\":[{recipients}]"), 1);
    assert!(matches!(pack_in(&signed("taizhang-pack", &many)), Err(OpenError::TooMany { what: "recipients", .. })));
}

/// B1 for packs: 0 accepted.
#[test]
fn a_pack_cut_or_flipped_anywhere_is_refused() {
    let bytes = batch::pack_forms(&pack_of_one(), &key()).unwrap().bytes;
    for end in 0..bytes.len() {
        assert!(matches!(pack_in(&bytes[..end]), Err(OpenError::Truncated { .. })), "cut at {end}");
    }
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(open(&flipped).is_err(), "bit {bit} flipped and accepted");
    }
}

proptest! {
    #[test]
    fn any_bytes_of_a_form_come_down_whole(workbook: Vec<u8>, name in "[a-z样例]{1,9}", file: Vec<u8>, title: String) {
        let mut pack = pack_of_one();
        let form = &mut pack.forms[0];
        form.files = vec![(name, file)];
        form.form.hash = record::form_hash(&workbook, &form.files);
        (form.workbook, form.title) = (workbook, title);
        let bytes = batch::pack_forms(&pack, &key()).unwrap().bytes;
        prop_assert_eq!(pack_in(&bytes).unwrap(), pack);
    }
}
