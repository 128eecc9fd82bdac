//! Sets of characters, as a class in a pattern means them.
//!
//! Not here: sets that have a name (`classes`), sets that a pattern spells out (`translate`).

/// Where code points begin that are no characters, and where they end.
const SURROGATES: (u32, u32) = (0xd800, 0xdfff);

/// Code points, as ranges that are in order and do not touch. Surrogates may be among them and are never written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CharacterSet(Vec<(u32, u32)>);

impl CharacterSet {
    /// The first and the last character of each range, in any order.
    pub fn new(ranges: &[(char, char)]) -> CharacterSet {
        let mut set = CharacterSet::default();
        for &(start, end) in ranges {
            set.add(start.into(), end.into());
        }
        set
    }

    /// Adds a range of code points.
    pub fn add(&mut self, start: u32, end: u32) {
        let first = self.0.partition_point(|range| range.1 + 1 < start);
        let touched = self.0.iter().skip(first).take_while(|range| range.0 <= end + 1).count();
        match (self.0.get(first).copied(), touched) {
            (Some(before), 1..) => {
                let last = self.0.get(first + touched - 1).copied().unwrap_or(before);
                self.0.drain(first + 1..first + touched);
                self.0[first] = (start.min(before.0), end.max(last.1));
            }
            _ => self.0.insert(first, (start, end)),
        }
    }

    pub fn add_all(&mut self, set: &CharacterSet) {
        for &(start, end) in &set.0 {
            self.add(start, end);
        }
    }

    /// All that is not in the set.
    pub fn complement(&self) -> CharacterSet {
        let mut ranges = Vec::with_capacity(self.0.len() + 1);
        let mut next = 0;
        for &(start, end) in &self.0 {
            if next < start {
                ranges.push((next, start - 1));
            }
            next = end + 1;
        }
        if next <= u32::from(char::MAX) {
            ranges.push((next, u32::from(char::MAX)));
        }
        CharacterSet(ranges)
    }

    /// With each letter of ASCII also the other case of it.
    pub fn folded(&self) -> CharacterSet {
        let mut folded = self.clone();
        for (first, other) in [('a', 'A'), ('A', 'a')].map(|(first, other)| (u32::from(first), u32::from(other))) {
            for &(start, end) in &self.0 {
                let (start, end) = (start.max(first), end.min(first + 25));
                if start <= end {
                    folded.add(start - first + other, end - first + other);
                }
            }
        }
        folded
    }

    /// Writes the set as a class of the engine, which has no empty one: there it is what is left of all characters.
    pub fn write(&self, pattern: &mut String) {
        pattern.push('[');
        let before = pattern.len();
        for &(start, end) in &self.0 {
            let start = if is_surrogate(start) { SURROGATES.1 + 1 } else { start };
            let end = if is_surrogate(end) { SURROGATES.0 - 1 } else { end };
            if let (true, Some(start), Some(end)) = (start <= end, char::from_u32(start), char::from_u32(end)) {
                write_character(start, pattern);
                if start < end {
                    pattern.push('-');
                    write_character(end, pattern);
                }
            }
        }
        if pattern.len() == before {
            pattern.push_str(r"^\x00-\x{10FFFF}");
        }
        pattern.push(']');
    }
}

fn is_surrogate(code_point: u32) -> bool {
    (SURROGATES.0..=SURROGATES.1).contains(&code_point)
}

/// Writes a character so that it means itself to the engine, inside a class and outside.
pub fn write_character(character: char, pattern: &mut String) {
    if character.is_ascii() && !character.is_ascii_alphanumeric() {
        pattern.push('\\');
        pattern.push('x');
        for shift in [4, 0] {
            pattern.extend(char::from_digit((u32::from(character) >> shift) & 0xf, 16));
        }
    } else {
        pattern.push(character);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(set: &CharacterSet) -> String {
        let mut pattern = String::new();
        set.write(&mut pattern);
        pattern
    }

    #[test]
    fn ranges_are_put_in_order_and_joined() {
        assert_eq!(CharacterSet::new(&[('a', 'b'), ('d', 'e'), ('g', 'h'), ('b', 'f')]).0, [(0x61, 0x68)]);
        assert_eq!(CharacterSet::new(&[('x', 'y'), ('a', 'b'), ('d', 'd'), ('m', 'n')]).0.len(), 4);
        assert_eq!(CharacterSet::new(&[('a', 'z'), ('m', 'n')]).0, [(0x61, 0x7a)]);
        assert_eq!(
            CharacterSet::new(&[('d', 'f'), ('a', 'c'), ('b', 'b'), ('x', 'z')]),
            CharacterSet::new(&[('a', 'f'), ('x', 'z')])
        );
    }

    #[test]
    fn the_complement_of_a_complement_is_the_set() {
        for ranges in [&[][..], &[('\0', char::MAX)], &[('\0', 'a'), ('c', char::MAX)], &[('b', 'd'), ('x', 'x')]] {
            let set = CharacterSet::new(ranges);
            assert_ne!(set.complement(), set);
            assert_eq!(set.complement().complement(), set);
        }
    }

    #[test]
    fn a_range_over_both_cases_is_folded_whole() {
        assert_eq!(CharacterSet::new(&[('Y', 'b')]).folded(), CharacterSet::new(&[('A', 'B'), ('Y', 'b'), ('y', 'z')]));
        assert_eq!(CharacterSet::new(&[('ä', 'ä')]).folded(), CharacterSet::new(&[('ä', 'ä')]));
    }

    #[test]
    fn what_is_written_has_no_surrogate_and_no_bare_sign() {
        assert_eq!(written(&CharacterSet(vec![(0xd900, 0xdfff)])), r"[^\x00-\x{10FFFF}]");
        assert_eq!(written(&CharacterSet(vec![(0xd700, 0xd900)])), "[\u{d700}-\u{d7ff}]");
        assert_eq!(written(&CharacterSet::new(&[(']', '^'), ('a', 'a'), ('样', '样')])), r"[\x5d-\x5ea样]");
    }
}
