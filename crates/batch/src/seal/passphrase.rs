//! Passphrases: kept from view, weighed before they are used, made so that they can be written down.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// What opens a sealed file. Shown nowhere, not even in a log, and wiped from memory when it is let go.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Passphrase(Zeroizing<String>);

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(..)")
    }
}

/// Why a passphrase is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weakness {
    /// Fewer than [`LEAST_SIGNS`].
    Short,
    /// Hardly any two signs of it differ.
    Monotone,
    /// It runs along the keyboard or the alphabet.
    Row,
    /// Nothing but digits: a telephone number, a date.
    Digits,
    /// A word that everybody tries first.
    Common,
}

/// How many signs there must be. Somebody who holds the file can try as fast as a machine can, for years.
pub const LEAST_SIGNS: usize = 12;
/// How many of them must differ.
const LEAST_DIFFERENT: usize = 6;
/// Digits alone are taken from this many on.
const LEAST_DIGITS: usize = 20;

/// In each of these a passphrase goes along, forwards or backwards.
const ROWS: [&str; 5] = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
const COMMON: [&str; 12] = [
    "password", "passwort", "iloveyou", "admin", "welcome", "letmein", "woaini", "mima", "taizhang", "台账", "密码",
    "园区",
];
/// What is left beside a common word must be as long as this.
const LEAST_BESIDE: usize = 8;

impl Passphrase {
    /// As it was typed, but for spaces around it, which nobody sees.
    pub fn new(typed: &str) -> Self {
        Self(Zeroizing::new(typed.trim().to_owned()))
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with it, if anything.
    pub fn weakness(&self) -> Option<Weakness> {
        let text = Zeroizing::new(self.0.to_lowercase());
        let signs: Zeroizing<Vec<char>> = Zeroizing::new(text.chars().collect());
        if signs.len() < LEAST_SIGNS {
            return Some(Weakness::Short);
        }
        let different = signs.iter().collect::<std::collections::BTreeSet<_>>().len();
        if different < LEAST_DIFFERENT {
            return Some(Weakness::Monotone);
        }
        let is_next = |pair: &[char]| ROWS.iter().any(|row| runs(row, pair[0], pair[1]) || runs(row, pair[1], pair[0]));
        let along = signs.windows(2).filter(|pair| is_next(pair)).count();
        if 2 * along >= signs.len() {
            return Some(Weakness::Row);
        }
        if signs.iter().all(|sign| sign.is_ascii_digit() || !sign.is_alphanumeric()) && signs.len() < LEAST_DIGITS {
            return Some(Weakness::Digits);
        }
        let is_most = |word: &&str| text.contains(*word) && signs.len() < word.chars().count() + LEAST_BESIDE;
        COMMON.iter().any(is_most).then_some(Weakness::Common)
    }
}

fn runs(row: &str, first: char, second: char) -> bool {
    row.chars().zip(row.chars().skip(1)).any(|pair| pair == (first, second))
}

/// Signs that nobody takes for one another when they are written by hand. There are 31.
const SIGNS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
const GROUPS: usize = 5;
const GROUP_SIGNS: usize = 4;

/// A passphrase that nobody guesses, 99 bits, in five groups of four, from some chance. `None`: it was too little; 64 bytes are
/// enough but once in a thousand billion times.
pub fn generated(chance: &[u8]) -> Option<Passphrase> {
    // Each sign is as likely as any other: the one number that stands for none is passed over.
    let mut signs = chance.iter().filter_map(|byte| SIGNS.get(usize::from(byte & 31))).map(|sign| char::from(*sign));
    let mut text = Zeroizing::new(String::new());
    for group in 0..GROUPS {
        if group > 0 {
            text.push('-');
        }
        for _ in 0..GROUP_SIGNS {
            text.push(signs.next()?);
        }
    }
    Some(Passphrase(text))
}

impl Passphrase {
    /// For the one place that shows what was made, so that it can be written down.
    pub fn written_out(&self) -> String {
        self.0.to_string()
    }
}
