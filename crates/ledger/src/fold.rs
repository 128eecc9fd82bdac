//! Texts as they are held against each other, however they were typed.

use record::half_width;

/// As people mean it: small letters, and full-width forms as their narrow ones.
pub(crate) fn fold(text: &str) -> String {
    folded(text).collect()
}

/// The same, sign by sign.
pub(crate) fn folded(text: &str) -> impl Iterator<Item = char> {
    let narrow = |character: char| match character {
        'ü' | 'Ü' => 'v',
        _ => half_width(character),
    };
    text.chars().map(narrow).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_width_do_not_count() {
        assert_eq!(fold("Ａｂ　（Ｃ）ü"), "ab (c)v");
        assert_eq!(fold("样例"), "样例");
    }
}
