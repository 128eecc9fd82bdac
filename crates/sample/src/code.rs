//! Credit codes of the division 652899, which is assigned to no place, with check letters that are right.
//!
//! Source of the rules: GB 32100-2015 and GB 11714-1997, as in `pack/README.md`.

const LETTERS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const DIVISION: &str = "652899";
const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// The code of an organisation's eight letters under a registrar and class.
pub(crate) fn code(class: &str, body: &str) -> String {
    let start = format!("{class}{DIVISION}{body}{}", organisation_check(body));
    let (mut sum, mut weight) = (0, 1);
    for letter in start.bytes() {
        sum += weight * LETTERS.iter().position(|known| *known == letter).unwrap_or_default();
        weight = weight * 3 % 31;
    }
    let check = LETTERS[(31 - sum % 31) % 31];
    format!("{start}{}", char::from(check))
}

/// The same organisation in another zone. A code that does not check out stays as it is.
pub(crate) fn again(said: &str, copy: u8) -> String {
    let (Some(class), Some(body)) = (said.get(..2), said.get(8..16)) else { return said.to_owned() };
    if said != code(class, body) {
        return said.to_owned();
    }
    // The letters before the number of each organisation are the same everywhere.
    let [first, second] = [copy / 31, copy % 31].map(|place| char::from(LETTERS[usize::from(place)]));
    code(class, &format!("{first}{second}{}", &body[2..]))
}

fn organisation_check(body: &str) -> char {
    let value = |letter: char| letter.to_digit(36).unwrap_or_default();
    let sum: u32 = body.chars().zip(WEIGHTS).map(|(letter, weight)| value(letter) * weight).sum();
    match 11 - sum % 11 {
        11 => '0',
        10 => 'X',
        figure => char::from_digit(figure, 10).unwrap_or('0'),
    }
}
