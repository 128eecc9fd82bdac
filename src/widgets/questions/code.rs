//! A field for letters and figures (`numbers-letters`), as codes are pasted into it: what came out of a chat is put right,
//! and a person's own number is not taken at all.
//!
//! Not here: whether a code is right, which is for the form to say.

use super::rare::letters::half_width;

/// Both a unified social credit code and the number of a person have so many signs.
const LENGTH: usize = 18;
/// Where a person's number has the date of birth.
const BORN: std::ops::Range<usize> = 6..14;

/// What to do with what stands in the field.
#[derive(PartialEq, Eq, Debug)]
pub enum Typed {
    AsItStands,
    /// A whole code, in the form that it is kept in.
    Tidied(String),
    /// The number of a person, typed into the wrong box: it must not be kept anywhere.
    Personal,
}

pub fn typed(text: &str) -> Typed {
    let kept = |letter: &char| !letter.is_whitespace() && *letter != '-';
    let plain: String = text.chars().map(half_width).filter(kept).map(|letter| letter.to_ascii_uppercase()).collect();
    if plain.len() != LENGTH || !plain.is_ascii() {
        return Typed::AsItStands;
    }
    if is_personal(&plain) {
        return Typed::Personal;
    }
    if plain == text { Typed::AsItStands } else { Typed::Tidied(plain) }
}

/// Figures throughout, of which some are a day in the life of somebody who may be alive. No credit code is known that has such
/// a day there: behind its division code stands a number that was given out in order.
fn is_personal(plain: &str) -> bool {
    let (figures, last) = plain.split_at(LENGTH - 1);
    let is_number = figures.bytes().all(|figure| figure.is_ascii_digit());
    let born = plain.get(BORN).and_then(|day| day.parse::<u32>().ok()).unwrap_or_default();
    let (year, month, day) = (born / 10_000, born / 100 % 100, born % 100);
    is_number
        && (last == "X" || last.bytes().all(|figure| figure.is_ascii_digit()))
        && (1900..2100).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_code_comes_out_as_it_is_kept_and_half_of_one_is_left_alone() {
        let tidied = |text: &str| typed(text) == Typed::Tidied("91652899MA9000011Y".to_owned());
        assert!(tidied("９１６５２８９９ma9000011y"));
        assert!(tidied(" 91652899-MA9000011Y\u{3000}"));
        for text in ["91652899MA9000011Y", "91652899ma90", "", "样例棉纺织有限公司"] {
            assert_eq!(typed(text), Typed::AsItStands, "{text}");
        }
    }

    #[test]
    fn the_number_of_a_person_is_known_in_any_spelling_and_no_code_is_taken_for_one() {
        for text in
            ["652899198001010017", "65289919800101001x", "６５２８９９１９８００１０１００１７", "652899 19800101 0017"]
        {
            assert_eq!(typed(text), Typed::Personal, "{text}");
        }
        for text in ["911100006000373417", "652899198013010017", "652899198001000017", "65289919800101001"] {
            assert_ne!(typed(text), Typed::Personal, "{text}");
        }
    }
}
