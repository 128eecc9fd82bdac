//! From JavaScript's spelling to the few words that the engine needs: characters, classes of ranges, groups without names,
//! repetitions, edges.
//!
//! Start at [`translate`]. All mistakes of spelling are found here, so that what the engine refuses can only be too large.
//! Where the engine would read something otherwise than JavaScript does, it never sees it: classes are worked out,
//! flags are applied, and every sign that means itself is written as a number.
//!
//! Not here: the sets behind class names (`classes`), the limits of the engine (`pattern`).

use super::classes;
use super::set::{CharacterSet, write_character};
use super::{COMPILED_BYTES, PatternError};

/// The pattern in the engine's spelling.
///
/// # Errors
/// All of [`PatternError`] but `TooLong`. `TooLarge` only where a count or the sum of the classes is beyond all sense.
pub fn translate(pattern: &str) -> Result<String, PatternError> {
    let mut translator = Translator {
        rest: pattern,
        translated: String::with_capacity(pattern.len() + 16),
        flags: Flags::default(),
        outside: Vec::new(),
        names: Vec::new(),
        is_repeatable: false,
    };
    translator.run()?;
    Ok(translator.translated)
}

/// `(?i)`, `(?m)`, `(?s)`.
#[derive(Clone, Copy, Default)]
struct Flags {
    ignores_case: bool,
    has_lines: bool,
    dot_is_all: bool,
}

/// One thing inside the brackets of a class, or one escape.
enum Member {
    Character(char),
    Set(CharacterSet),
}

struct Translator<'p> {
    rest: &'p str,
    translated: String,
    flags: Flags,
    /// The flags outside each open group, the outermost first.
    outside: Vec<Flags>,
    /// The names of groups so far.
    names: Vec<&'p str>,
    /// Whether something stands before that `*` can repeat.
    is_repeatable: bool,
}

impl<'p> Translator<'p> {
    fn run(&mut self) -> Result<(), PatternError> {
        while let Some(character) = self.next() {
            match character {
                '\\' => self.escape()?,
                '[' => self.class()?,
                '(' => self.open()?,
                ')' => self.close()?,
                '|' => {
                    self.translated.push('|');
                    self.is_repeatable = false;
                }
                '.' if self.flags.dot_is_all => self.set(&CharacterSet::default().complement())?,
                '.' => self.set(&CharacterSet::new(&[('\n', '\n')]).complement())?,
                '^' => self.edge(if self.flags.has_lines { "(?m:^)" } else { "^" }),
                '$' => self.edge(if self.flags.has_lines { "(?m:$)" } else { "$" }),
                '*' | '+' | '?' => self.repetition(character.encode_utf8(&mut [0; 4]))?,
                '{' => match self.count()? {
                    Some(count) => self.repetition(&format!("{{{count}}}"))?,
                    None => self.character('{')?, // as in JavaScript: no count, no meaning
                },
                _ => self.character(character)?,
            }
        }
        if self.outside.is_empty() { Ok(()) } else { Err(PatternError::Syntax) }
    }

    fn next(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let character = characters.next();
        self.rest = characters.as_str();
        character
    }

    /// Takes the text if it is next.
    fn take(&mut self, text: &str) -> bool {
        let after = self.rest.strip_prefix(text);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// All before the sign, which is taken as well.
    fn take_until(&mut self, sign: char) -> Result<&'p str, PatternError> {
        let (before, after) = self.rest.split_once(sign).ok_or(PatternError::Syntax)?;
        self.rest = after;
        Ok(before)
    }

    fn character(&mut self, character: char) -> Result<(), PatternError> {
        if self.flags.ignores_case && character.is_ascii_alphabetic() {
            return self.set(&CharacterSet::new(&[(character, character)]));
        }
        write_character(character, &mut self.translated);
        self.is_repeatable = true;
        Ok(())
    }

    fn set(&mut self, set: &CharacterSet) -> Result<(), PatternError> {
        if self.flags.ignores_case {
            set.folded().write(&mut self.translated);
        } else {
            set.write(&mut self.translated);
        }
        self.is_repeatable = true;
        // A class weighs about as much compiled as it does written, so this would be refused, but only after it was built.
        if self.translated.len() > COMPILED_BYTES { Err(PatternError::TooLarge) } else { Ok(()) }
    }

    fn edge(&mut self, edge: &str) {
        self.translated.push_str(edge);
        self.is_repeatable = true;
    }

    fn repetition(&mut self, sign: &str) -> Result<(), PatternError> {
        if !self.is_repeatable {
            return Err(PatternError::Syntax);
        }
        self.translated.push_str(sign);
        Ok(())
    }

    /// The inside of `{2}`, `{2,}` or `{2,3}` behind the brace; nothing is taken if it is no count.
    fn count(&mut self) -> Result<Option<&'p str>, PatternError> {
        let Some((count, after)) = self.rest.split_once('}') else { return Ok(None) };
        let (least, most) = match count.split_once(',') {
            Some((least, "")) => (least, least),
            Some(both) => both,
            None => (count, count),
        };
        if [least, most].iter().any(|number| number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit())) {
            return Ok(None);
        }
        let number = |digits: &str| digits.parse::<u32>().map_err(|_| PatternError::TooLarge);
        if number(least)? > number(most)? {
            return Err(PatternError::Syntax);
        }
        self.rest = after;
        Ok(Some(count))
    }

    fn open(&mut self) -> Result<(), PatternError> {
        let outside = self.flags;
        if self.take("?") {
            if ["=", "!", "<=", "<!"].iter().any(|look| self.rest.starts_with(look)) {
                return Err(PatternError::LookAround);
            }
            if self.take("<") || self.take("P<") {
                self.name()?;
            } else if !self.flags()? {
                return Ok(());
            }
        }
        self.outside.push(outside);
        self.translated.push_str("(?:"); // what a group held is never asked for
        self.is_repeatable = false;
        Ok(())
    }

    /// The name of a group.
    fn name(&mut self) -> Result<(), PatternError> {
        let name = self.take_until('>')?;
        let is_name = name.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | '$'))
            && name.starts_with(|first: char| !first.is_numeric());
        if !is_name || self.names.contains(&name) {
            return Err(PatternError::Syntax);
        }
        self.names.push(name);
        Ok(())
    }

    /// Flags behind `(?`, up to a colon, or up to a bracket that closes no group. Says whether a group begins.
    fn flags(&mut self) -> Result<bool, PatternError> {
        let mut is_on = true;
        let mut is_empty = true;
        loop {
            let flag = self.next().ok_or(PatternError::Syntax)?;
            match flag {
                'i' => self.flags.ignores_case = is_on,
                'm' => self.flags.has_lines = is_on,
                's' => self.flags.dot_is_all = is_on,
                '-' if is_on => is_on = false,
                ':' if is_on || !is_empty => return Ok(true),
                ')' if !is_empty => {
                    self.is_repeatable = false;
                    return Ok(false);
                }
                _ => return Err(PatternError::Syntax),
            }
            is_empty = flag == '-';
        }
    }

    fn close(&mut self) -> Result<(), PatternError> {
        self.flags = self.outside.pop().ok_or(PatternError::Syntax)?;
        self.translated.push(')');
        self.is_repeatable = true;
        Ok(())
    }

    fn escape(&mut self) -> Result<(), PatternError> {
        for (letter, edge) in [("b", r"\b"), ("B", r"\B"), ("A", "^"), ("z", "$")] {
            if self.take(letter) {
                self.edge(edge);
                return Ok(());
            }
        }
        match self.escaped()? {
            Member::Character(character) => self.character(character),
            Member::Set(set) => self.set(&set),
        }
    }

    /// What stands behind a backslash and means the same inside a class and outside.
    fn escaped(&mut self) -> Result<Member, PatternError> {
        let letter = self.next().ok_or(PatternError::Syntax)?;
        if let Some(set) = classes::escaped(letter) {
            return Ok(Member::Set(set));
        }
        Ok(Member::Character(match letter {
            'p' | 'P' => {
                let name = if self.take("{") { self.take_until('}')? } else { self.take_characters(1)? };
                let set = classes::named(name).ok_or(PatternError::Syntax)?;
                return Ok(Member::Set(if letter == 'P' { set.complement() } else { set }));
            }
            '1'..='9' | 'k' => return Err(PatternError::BackReference),
            '0' if !self.rest.starts_with(|next: char| next.is_ascii_digit()) => '\0',
            'a' => '\x07',
            't' => '\t',
            'n' => '\n',
            'v' => '\x0b',
            'f' => '\x0c',
            'r' => '\r',
            'c' => match self.next() {
                Some(letter) if letter.is_ascii_alphabetic() => char::from(letter as u8 & 0x1f),
                _ => return Err(PatternError::Syntax),
            },
            'x' => self.number(2)?,
            'u' => self.number(4)?,
            'U' => self.number(8)?,
            _ if letter.is_ascii_alphanumeric() => return Err(PatternError::Syntax),
            _ => letter,
        }))
    }

    fn take_characters(&mut self, count: usize) -> Result<&'p str, PatternError> {
        let length = self.rest.chars().take(count).map(char::len_utf8).sum();
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        if taken.is_empty() { Err(PatternError::Syntax) } else { Ok(taken) }
    }

    /// A character by its number: so many digits, or any in braces.
    fn number(&mut self, digits: usize) -> Result<char, PatternError> {
        let is_braced = self.take("{");
        let text = if is_braced { self.take_until('}')? } else { self.take_characters(digits)? };
        if !(is_braced || text.len() == digits) || text.starts_with('+') {
            return Err(PatternError::Syntax);
        }
        u32::from_str_radix(text, 16).ok().and_then(char::from_u32).ok_or(PatternError::Syntax)
    }

    /// A class, behind its bracket.
    fn class(&mut self) -> Result<(), PatternError> {
        let is_negated = self.take("^");
        let mut set = CharacterSet::default();
        while let Some(first) = self.member()? {
            let is_range = self.rest.starts_with('-') && !self.rest.starts_with("-]");
            if !is_range {
                add(first, &mut set);
                continue;
            }
            self.take("-");
            match (first, self.member()?) {
                (Member::Character(first), Some(Member::Character(last))) if first > last => {
                    return Err(PatternError::Syntax);
                }
                (Member::Character(first), Some(Member::Character(last))) => set.add(first.into(), last.into()),
                (first, last) => {
                    // As in JavaScript: a class is no end of a range, and the hyphen is a hyphen.
                    add(first, &mut set);
                    add(Member::Character('-'), &mut set);
                    last.into_iter().for_each(|last| add(last, &mut set));
                }
            }
        }
        match (is_negated, self.flags.ignores_case) {
            (false, _) => self.set(&set),
            (true, false) => self.set(&set.complement()),
            // Case first: what is not `x` is not `X` either.
            (true, true) => self.set(&set.folded().complement()),
        }
    }

    /// The next member of a class; `None` at its closing bracket.
    fn member(&mut self) -> Result<Option<Member>, PatternError> {
        Ok(match self.next().ok_or(PatternError::Syntax)? {
            ']' => None,
            '\\' if self.take("b") => Some(Member::Character('\u{8}')),
            '\\' => Some(self.escaped()?),
            character => Some(Member::Character(character)),
        })
    }
}

fn add(member: Member, set: &mut CharacterSet) {
    match member {
        Member::Character(character) => set.add(character.into(), character.into()),
        Member::Set(other) => set.add_all(&other),
    }
}
