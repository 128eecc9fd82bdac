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
    fn full_width_becomes_half_width_and_the_rest_stays() {
        let plain: String = "９１ＭＡ．。－−企a".chars().map(half_width).collect();
        assert_eq!(plain, "91MA..--企a");
    }
}
