//! Letters as a Chinese keyboard leaves them.

/// A letter, figure or sign in half width; the round full stop and the long minus as the signs of a number.
pub fn half_width(letter: char) -> char {
    match letter {
        '\u{3002}' => '.',
        '\u{2212}' => '-',
        _ => record::half_width(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::half_width;

    #[test]
    fn the_stop_and_the_minus_of_a_chinese_keyboard_are_those_of_a_number() {
        assert_eq!("－９。５".chars().map(half_width).collect::<String>(), "-9.5");
        assert_eq!(half_width('−'), '-');
    }
}
