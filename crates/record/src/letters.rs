//! Letters as a Chinese keyboard leaves them.

/// A letter, figure or sign in half width, as the wide blank too.
pub fn half_width(letter: char) -> char {
    match letter {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::half_width;

    #[test]
    fn full_width_becomes_half_width_and_the_rest_stays() {
        let plain: String = "９１ＭＡ．－企a\u{3000}。".chars().map(half_width).collect();
        assert_eq!(plain, "91MA.-企a 。");
    }
}
