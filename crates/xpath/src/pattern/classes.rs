//! Classes of characters that have a name: `\p{Han}`, `\p{Lu}`, `\s`.
//!
//! Start at [`named`]. A class is read from the table of runs when a pattern asks for it and is not kept.
//!
//! Not here: the table (`unicode`, which `examples/unicode_classes.rs` writes), its names (`names`).

use super::names::{CATEGORIES, SCRIPTS};
use super::set::CharacterSet;
use super::unicode::{CATEGORY_KINDS, CATEGORY_LENGTHS, SCRIPT_KINDS, SCRIPT_LENGTHS};

/// `\d`: of ASCII, as in JavaScript.
const DIGITS: &[(char, char)] = &[('0', '9')];
/// `\w`: of ASCII, as in JavaScript.
const WORD: &[(char, char)] = &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
/// `\s`: the white space of Unicode.
const SPACE: &[(char, char)] = &[
    ('\t', '\r'),
    (' ', ' '),
    ('\u{85}', '\u{85}'),
    ('\u{a0}', '\u{a0}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{2000}', '\u{200a}'),
    ('\u{2028}', '\u{2029}'),
    ('\u{202f}', '\u{202f}'),
    ('\u{205f}', '\u{205f}'),
    ('\u{3000}', '\u{3000}'),
];

/// The class of `\d`, `\w` or `\s`, or with a capital all other characters.
pub fn escaped(letter: char) -> Option<CharacterSet> {
    let set = CharacterSet::new(match letter.to_ascii_lowercase() {
        'd' => DIGITS,
        'w' => WORD,
        's' => SPACE,
        _ => return None,
    });
    Some(if letter.is_ascii_uppercase() { set.complement() } else { set })
}

/// The class between the braces of `\p{…}`: a general category or a script, by any of its names, as `Lu`, `IsHan` or
/// `Script=Han`; or one of Java's classes of ASCII.
///
/// Case, spaces, `_` and `-` do not count, nor does `Is` at the beginning.
///
/// Source: UAX 44, "Matching Rules", UAX44-LM3.
pub fn named(name: &str) -> Option<CharacterSet> {
    if let Some((property, value)) = name.split_once('=') {
        let value = loosely(value);
        return match loosely(property).as_str() {
            "gc" | "generalcategory" => category(&value),
            "sc" | "script" => script(&value),
            _ => None,
        };
    }
    if let Some(ranges) = ascii(name) {
        return Some(CharacterSet::new(ranges));
    }
    let name = loosely(name);
    match name.as_str() {
        "space" | "wspace" | "whitespace" => Some(CharacterSet::new(SPACE)),
        _ => category(&name).or_else(|| script(&name)),
    }
}

/// The classes of ASCII as Java spells them. `\p{digit}` and `\p{punct}` are Unicode's.
fn ascii(name: &str) -> Option<&'static [(char, char)]> {
    Some(match name {
        "Alnum" => &[('0', '9'), ('A', 'Z'), ('a', 'z')],
        "Alpha" => &[('A', 'Z'), ('a', 'z')],
        "Blank" => &[('\t', '\t'), (' ', ' ')],
        "Cntrl" => &[('\0', '\x1f'), ('\x7f', '\x7f')],
        "Digit" => DIGITS,
        "Graph" => &[('!', '~')],
        "Lower" => &[('a', 'z')],
        "Print" => &[(' ', '~')],
        "Punct" => &[('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        "Space" => &[('\t', '\r'), (' ', ' ')],
        "Upper" => &[('A', 'Z')],
        "XDigit" => &[('0', '9'), ('A', 'F'), ('a', 'f')],
        _ => return None,
    })
}

/// A general category, or a group of them.
fn category(name: &str) -> Option<CharacterSet> {
    let group: &[char] = match name {
        "any" => return Some(CharacterSet::new(&[('\0', char::MAX)])),
        "ascii" => return Some(CharacterSet::new(&[('\0', '\x7f')])),
        "assigned" => return category("cn").map(|unassigned| unassigned.complement()),
        "lc" | "casedletter" => {
            let mut cased = CharacterSet::default();
            ["lu", "ll", "lt"].into_iter().filter_map(category).for_each(|set| cased.add_all(&set));
            return Some(cased);
        }
        "l" | "letter" => &['L'],
        "m" | "mark" | "combiningmark" => &['M'],
        "n" | "number" => &['N'],
        "p" | "punct" | "punctuation" => &['P'],
        "s" | "symbol" => &['S'],
        "z" | "separator" => &['Z'],
        "c" | "other" => &['C'],
        _ => &[],
    };
    read(CATEGORY_LENGTHS, CATEGORY_KINDS, CATEGORIES, |word| word.starts_with(group) || is_called(word, name))
}

fn script(name: &str) -> Option<CharacterSet> {
    read(SCRIPT_LENGTHS, SCRIPT_KINDS, SCRIPTS, |word| is_called(word, name))
}

/// Whether a word of `names` has this name.
fn is_called(word: &str, name: &str) -> bool {
    word.split('/').any(|candidate| loosely(candidate) == name)
}

/// The characters of all kinds that are meant; `None` when none is.
fn read(lengths: &[u8], kinds: &[u8], words: &str, is_meant: impl Fn(&str) -> bool) -> Option<CharacterSet> {
    let meant: Vec<bool> = words.split_whitespace().map(is_meant).collect();
    if !meant.contains(&true) {
        return None;
    }
    let mut set = CharacterSet::default();
    let mut lengths = lengths.iter();
    let mut start = 0;
    for &kind in kinds {
        let mut length = 0;
        for (place, &byte) in (0..).step_by(7).zip(lengths.by_ref()) {
            length |= u32::from(byte & 0x7f) << place;
            if byte < 0x80 {
                break;
            }
        }
        if meant.get(usize::from(kind)) == Some(&true) {
            set.add(start, start + length - 1);
        }
        start += length;
    }
    Some(set)
}

fn loosely(name: &str) -> String {
    let name = match name.get(..2) {
        Some(prefix) if prefix.eq_ignore_ascii_case("is") => &name[2..],
        _ => name,
    };
    name.chars().filter(|character| !matches!(character, ' ' | '_' | '-')).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use regex_syntax::hir::{Class, HirKind};

    use super::*;

    /// What the full engine takes the same spelling for.
    fn theirs(pattern: &str) -> CharacterSet {
        match regex_syntax::parse(pattern).unwrap().kind() {
            HirKind::Class(Class::Unicode(class)) => {
                CharacterSet::new(&class.iter().map(|range| (range.start(), range.end())).collect::<Vec<_>>())
            }
            HirKind::Literal(one) => {
                let character = std::str::from_utf8(&one.0).unwrap().chars().next().unwrap();
                CharacterSet::new(&[(character, character)])
            }
            other => panic!("{pattern} is {other:?}"),
        }
    }

    /// Surrogates are no characters, and the full engine has none.
    fn without_surrogates(set: &CharacterSet) -> CharacterSet {
        let mut others = set.complement();
        others.add(0xd800, 0xdfff);
        others.complement()
    }

    #[test]
    fn every_category_and_every_script_is_that_of_the_full_engine() {
        let groups = "L Letter M Mark Combining_Mark N Number P Punctuation punct S Symbol Z Separator C Other LC Any \
            Cased_Letter Assigned ASCII White_Space space";
        for (property, words) in [("gc", CATEGORIES), ("sc", SCRIPTS), ("", groups)] {
            for name in words.split_whitespace().flat_map(|word| word.split('/')) {
                let Some(set) = named(name) else { panic!("{name}") };
                if matches!(name, "Cs" | "Surrogate") {
                    assert_eq!(without_surrogates(&set), CharacterSet::default()); // which the full engine refuses to say
                    continue;
                }
                assert_eq!(without_surrogates(&set), without_surrogates(&theirs(&format!(r"\p{{{name}}}"))), "{name}");
                if !property.is_empty() {
                    assert_eq!(named(&format!("{property}={name}")), Some(set.clone()), "{name}");
                    assert_eq!(named(&format!("Is{name}")), Some(set), "{name}");
                }
            }
        }
        assert_eq!(escaped('s'), Some(theirs(r"\s")));
    }

    #[test]
    fn no_script_is_missing() {
        let mut all = CharacterSet::default();
        let first_names = SCRIPTS.split_whitespace().filter_map(|word| word.split('/').next());
        first_names.chain(["Cn", "Co", "Cs"]).for_each(|name| all.add_all(&named(name).unwrap()));
        assert_eq!(all, CharacterSet::default().complement());
    }

    #[test]
    fn a_class_is_found_by_the_spellings_of_each_engine() {
        let han = named("Han").unwrap();
        for name in ["Hani", "IsHan", "is_han", "Script=Han", "sc=Hani", "script=han"] {
            assert_eq!(named(name).as_ref(), Some(&han), "{name}");
        }
        for name in ["", "Is", "Hans", "gc=Han", "sc=Lu", "x=Han", "=", "Han=", "Emoji", "Katakana_Or_Hiragana"] {
            assert_eq!(named(name), None, "{name}");
        }
        assert_eq!(named("sc"), named("Currency_Symbol"));
        assert_eq!(named("Digit"), escaped('d'));
        assert_eq!(named("digit"), named("Nd"));
    }
}
