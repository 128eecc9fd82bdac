//! A device's card: what a device says of itself, which nobody else can have written.

use batch::{Card, Contents, Format, OpenError, Opened, Sender, Unverified};

use crate::sample::{body_of, key, open, signed};

fn card(label: &str) -> Card {
    Card { created_at: "2026-03-01T09:00:00.000+08:00".parse().unwrap(), label: label.to_owned() }
}

fn read(bytes: &[u8]) -> Result<Card, OpenError> {
    match open(bytes)?.contents {
        Contents::Card(card) => Ok(card),
        _ => panic!("no card"),
    }
}

#[test]
fn a_card_says_who_signed_it_and_goes_into_one_code() {
    let file = batch::pack_card(&card("样例联络员"), &key()).unwrap();
    assert!(file.name.starts_with("taizhang-device-") && file.name.ends_with(".json"), "{}", file.name);
    assert_eq!(batch::name::agrees(&file.name, &file.bytes), Some(true));
    assert_eq!(read(&file.bytes).unwrap(), card("样例联络员"));
    // A code of 69 modules holds 425 bytes and one of 73 holds 458.
    assert!(file.bytes.len() < 425, "{} bytes", file.bytes.len());
}

#[test]
fn a_card_is_believed_by_nobody_before_a_person_says_so() {
    let file = batch::pack_card(&card(""), &key()).unwrap();
    let opened = batch::open(Unverified::read(&file.bytes).unwrap(), &|_| Sender::Unknown).unwrap();
    let Opened::Aside(aside) = opened else { panic!("nobody trusts it") };
    assert_eq!((aside.summary().format, aside.device()), (Format::Card, &key().device()));
}

#[test]
fn a_card_that_somebody_else_wrote_is_refused() {
    let file = batch::pack_card(&card("样例"), &key()).unwrap();
    let other = batch::DeviceKey::from_bytes([9; 32]).device().to_string();
    let text = String::from_utf8(file.bytes).unwrap();
    let changed = [text.replace(key().device().as_str(), &other), text.replace("样例", "别的")];
    for text in changed {
        assert!(matches!(read(text.as_bytes()), Err(OpenError::Signature)), "{text}");
    }
}

#[test]
fn a_long_name_is_cut_and_one_that_was_not_is_refused() {
    let file = batch::pack_card(&card(&"长".repeat(61)), &key()).unwrap();
    assert_eq!(read(&file.bytes).unwrap().label, "长".repeat(60));
    let body = body_of(&file.bytes);
    let long = signed("taizhang-device", &body.replace('长', "长长"));
    assert!(matches!(read(&long), Err(OpenError::TooMany { have: 120, most: 60, .. })));
    let more = signed("taizhang-device", &body.replacen('{', r#"{"more":1,"#, 1));
    assert!(matches!(read(&more), Err(OpenError::Body(_))));
}
