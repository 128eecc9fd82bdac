//! Names as they are looked for: by any part of them, by pinyin in full, by its initials, or by any mixture.
//!
//! Every sign of every name is a small number that leads to its readings, so that a search walks two bytes a sign and asks
//! first of all whether a name has a sign that the word can begin with. A sign with several readings (行 háng, xíng) is found
//! by each. `ü` is typed `v`. Start at [`Names::has`].
//!
//! The readings are the crate `pinyin`'s, 103 KB brotli of wasm: only what searches links them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use pinyin::ToPinyinMulti;

use crate::fold::{fold, folded};

/// Signs that are told apart by a number; beyond so many (no list has them) a sign is found by nothing.
type Number = u16;

/// Stands between two names of one row; no word goes across it.
const BETWEEN: Number = 0;

/// A longer word is looked for by its beginning: a bit of 64 for each sign of it.
const LONGEST_WORD: usize = 60;

/// Brings what names stand beside into the order of the names as they sound.
pub fn by_sound<T>(mut named: Vec<(String, T)>) -> Vec<T> {
    let mut signs = Signs::default();
    named.sort_by_cached_key(|(name, _)| signs.sorted_as(name));
    named.into_iter().map(|(_, what)| what).collect()
}

/// Every sign that some name has.
pub struct Signs {
    numbers: BTreeMap<char, Number>,
    signs: Vec<Sign>,
    /// What each sign can begin, see [`bit`]: walked for every sign of every name, so kept close together.
    begins: Vec<u64>,
}

struct Sign {
    character: char,
    /// Without tones, as typed.
    readings: Vec<Box<[u8]>>,
}

/// The names of some rows.
#[derive(Default)]
pub struct Names {
    signs: Vec<Number>,
    /// Where each row's names end.
    ends: Vec<u32>,
}

/// One word that somebody looks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Word {
    characters: Vec<char>,
    /// As a code has it.
    text: String,
}

impl Default for Signs {
    fn default() -> Self {
        let between = Sign { character: '\u{0}', readings: Vec::new() };
        Self { numbers: BTreeMap::new(), signs: vec![between], begins: vec![0] }
    }
}

impl Signs {
    fn number(&mut self, character: char) -> Number {
        if let Some(number) = self.numbers.get(&character) {
            return *number;
        }
        let Ok(number) = Number::try_from(self.signs.len()) else { return BETWEEN };
        let mut readings: Vec<Box<[u8]>> = Vec::new();
        for reading in character.to_pinyin_multi().into_iter().flatten() {
            let typed = typed(reading.plain());
            if !readings.contains(&typed) {
                readings.push(typed);
            }
        }
        let initials = readings.iter().filter_map(|reading| reading.first()).map(|initial| char::from(*initial));
        self.begins.push(initials.fold(bit(character), |begins, initial| begins | bit(initial)));
        self.signs.push(Sign { character, readings });
        self.numbers.insert(character, number);
        number
    }

    /// As a name is sorted: by the first reading of each sign; signs without one as they stand.
    pub fn sorted_as(&mut self, name: &str) -> Vec<u8> {
        let mut key = Vec::with_capacity(name.len());
        for character in folded(name) {
            let number = self.number(character);
            match self.signs.get(usize::from(number)).and_then(|sign| sign.readings.first()) {
                Some(reading) => key.extend_from_slice(reading),
                None => key.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
            }
            // 西安 before 先: a syllable ends before the next letter.
            key.push(b' ');
        }
        key
    }
}

impl Names {
    /// Adds a row with its names. One that another one of the row contains is found by that.
    pub fn push<'a>(&mut self, names: impl IntoIterator<Item = &'a str>, signs: &mut Signs) {
        let mut names: Vec<&str> = names.into_iter().collect();
        names.sort_by_key(|name| Reverse(name.len()));
        for (place, name) in names.iter().enumerate() {
            if names.iter().take(place).any(|longer| longer.contains(name)) {
                continue;
            }
            self.signs.extend(folded(name).map(|character| signs.number(character)));
            self.signs.push(BETWEEN);
        }
        self.ends.push(u32::try_from(self.signs.len()).unwrap_or(u32::MAX));
    }

    /// Whether a name of the row has the word in it.
    pub fn has(&self, row: usize, word: &Word, signs: &Signs) -> bool {
        let end = self.ends.get(row).map_or(0, |end| *end as usize);
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        let Some(first) = word.characters.first().map(|first| bit(*first)) else { return true };
        // A bit for each place in the word that was come to by the signs so far.
        let mut places = 0_u64;
        for number in self.signs.get(start..end).unwrap_or_default() {
            let begins = signs.begins.get(usize::from(*number)).is_some_and(|begins| begins & first != 0);
            let mut from = places | u64::from(begins);
            places = 0;
            while from != 0 {
                let place = from.trailing_zeros() as usize;
                from &= from - 1;
                let Some(sign) = signs.signs.get(usize::from(*number)) else { break };
                let rest = word.characters.get(place..).unwrap_or_default();
                let steps = sign.steps(rest);
                if steps & END != 0 || steps >> rest.len() & 1 != 0 {
                    return true;
                }
                places |= steps << place;
            }
        }
        false
    }
}

/// In [`Sign::steps`]: the word ends within the sign's reading.
const END: u64 = 1 << 63;

impl Sign {
    /// How many characters of a word this sign can stand for: a bit each.
    fn steps(&self, word: &[char]) -> u64 {
        let mut steps = 0;
        if word.first() == Some(&self.character) {
            steps |= 1 << 1;
        }
        for reading in &self.readings {
            let same = reading.iter().zip(word).take_while(|(typed, typing)| char::from(**typed) == **typing).count();
            if same == 0 {
                continue;
            }
            if same == word.len() {
                steps |= END;
            }
            if same == reading.len() {
                steps |= 1 << same;
            }
            steps |= 1 << 1;
            // zh, ch, sh are one initial to many.
            if same >= 2 && reading.get(1) == Some(&b'h') {
                steps |= 1 << 2;
            }
        }
        steps
    }
}

impl Word {
    /// The words of what somebody typed.
    pub fn of(text: &str) -> Vec<Self> {
        let folded = fold(text);
        let word = |word: &str| Self {
            characters: word.chars().filter(|sign| *sign != '\'').take(LONGEST_WORD).collect(),
            text: word.to_owned(),
        };
        folded.split_whitespace().map(word).collect()
    }

    /// Whether whatever has this word in its name has the other one, too.
    pub fn continues(&self, other: &Self) -> bool {
        self.characters.starts_with(&other.characters)
    }

    /// In small letters.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// What a word's first character asks of a name's sign: letters and figures have a bit each, all else shares one of the rest.
fn bit(character: char) -> u64 {
    let place = match character {
        'a'..='z' => character as u32 - 'a' as u32,
        '0'..='9' => 26 + character as u32 - '0' as u32,
        other => 36 + other as u32 % 28,
    };
    1 << place
}

/// A reading without tones as keyboards have it.
fn typed(reading: &str) -> Box<[u8]> {
    reading.chars().map(|letter| if letter == 'ü' { b'v' } else { u8::try_from(letter).unwrap_or(b'?') }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(name: &str, text: &str) -> bool {
        let (mut names, mut signs) = (Names::default(), Signs::default());
        names.push([name], &mut signs);
        Word::of(text).iter().all(|word| names.has(0, word, &signs))
    }

    #[test]
    fn a_name_is_found_by_any_part_of_it_in_any_way_of_typing() {
        let name = "库尔勒样例纺织有限公司";
        for text in [
            "纺织",
            "样例 公司",
            "ylfz",
            "YLFZ",
            "ｙｌｆｚ",
            "yangli",
            "yanglifang",
            "yanglif",
            "ylfangzhi",
            "样lfz",
            "kel",
        ] {
            assert!(finds(name, text), "{text}");
        }
        for text in ["纺样", "lyfz", "yanglix", "样例 商行", "ylfzz", "织 q"] {
            assert!(!finds(name, text), "{text}");
        }
    }

    #[test]
    fn a_sign_with_several_readings_is_found_by_each() {
        for (name, texts) in [
            ("重庆银行", &["cqyh", "zqyx", "chongqingyinhang", "zhongqing", "yinxing"][..]),
            ("长城", &["cc", "zc", "changcheng", "zhangch"]),
            ("吕氏女装", &["lsnz", "lvshi", "nvzhuang", "lüshi"]),
        ] {
            texts.iter().for_each(|text| assert!(finds(name, text), "{name} {text}"));
        }
    }

    #[test]
    fn letters_and_figures_of_a_name_are_found_as_they_stand() {
        assert!(finds("ABC 3D打印", "3dd"));
        assert!(finds("ABC 3D打印", "abc dy"));
        assert!(finds("艾山江·吐尔逊", "asj"));
        assert!(finds("西安", "xian") && finds("先锋", "xian") && finds("西安", "xi'an"));
    }

    #[test]
    fn no_word_goes_from_one_name_of_a_row_to_the_next() {
        let (mut names, mut signs) = (Names::default(), Signs::default());
        names.push(["样例", "纺织"], &mut signs);
        names.push([], &mut signs);
        let has = |row: usize, text: &str| names.has(row, &Word::of(text)[0], &signs);
        assert!(has(0, "yl") && has(0, "fz") && !has(0, "ylfz"));
        assert!(!has(1, "yl") && !has(7, "yl"));
    }

    #[test]
    fn a_name_made_to_be_slow_is_walked_once_a_sign() {
        assert!(finds(&"安".repeat(100), &"an".repeat(29)));
        assert!(!finds(&"安".repeat(100), &format!("{}x", "an".repeat(28))));
    }
}
