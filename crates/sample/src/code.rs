//! Credit codes of the division 652899, which is assigned to no place, with check letters that are right.
//!
//! Not here: how the letters follow from each other (`rules`).

use rules::{check_letter, organisation_check};

const DIVISION: &str = "652899";
/// What stands for the number of a zone, in the order of its value.
const PLACES: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The code of an organisation's eight letters under a registrar and class.
pub(crate) fn code(class: &str, body: &str) -> String {
    let start = format!("{class}{DIVISION}{body}{}", organisation_check(body));
    let check = check_letter(&start).unwrap_or_default();
    format!("{start}{check}")
}

/// The same organisation in another zone. A code that does not check out stays as it is.
pub(crate) fn again(said: &str, copy: u8) -> String {
    let (Some(class), Some(body)) = (said.get(..2), said.get(8..16)) else { return said.to_owned() };
    if said != code(class, body) {
        return said.to_owned();
    }
    // The letters before the number of each organisation are the same everywhere.
    let [first, second] = [copy / 31, copy % 31].map(|place| char::from(PLACES[usize::from(place)]));
    code(class, &format!("{first}{second}{}", &body[2..]))
}
