//! Functions with chance in them, and the shuffle that has none once its seed is known.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use super::{Called, Function};
use crate::ast::Ast;
use crate::eval::{EvalError, Evaluator, Focus};
use crate::{Host, Tree, Value, number};

impl<'a, T: Tree, H: Host<T>> Evaluator<'a, T, H> {
    pub(super) fn call_chance<'v>(
        &mut self,
        function: Function,
        arguments: &'v [Ast],
        focus: Focus<T::Node>,
    ) -> Called<'v, T>
    where
        'a: 'v,
    {
        use Function as F;
        Ok(Some(match (function, arguments) {
            (F::Random, []) => Value::Number(self.host.random()),
            (F::Uuid, []) => Value::Text(Cow::Owned(self.host.uuid())),
            (F::Uuid, [length]) => Value::Text(Cow::Owned(self.random_text(length, focus)?)),
            (F::Randomize, [part, seed @ ..]) if seed.len() <= 1 => {
                Value::Nodes(self.randomize(part, seed.first(), focus)?)
            }
            _ => return Ok(None),
        }))
    }

    /// The nodes in another order: by chance, or always the same for a seed.
    ///
    /// Source: ODK XForms specification, `randomize`: Fisher–Yates with the generator of Park and Miller. A seed that is no
    /// number is the first eight bytes of its SHA-256, as in JavaRosa.
    fn randomize(&mut self, part: &Ast, seed: Option<&Ast>, focus: Focus<T::Node>) -> Result<Vec<T::Node>, EvalError> {
        let mut nodes = self.argument_nodes(part, focus)?;
        self.charge(nodes.len())?;
        match seed {
            None => shuffle(&mut nodes, || self.host.random()),
            Some(seed) => {
                let seed = match self.value_of(seed, focus)? {
                    Value::Number(seed) => seed as i64,
                    value => text_seed(&self.text_from(value)?),
                };
                let mut generator = ParkMiller::new(seed);
                shuffle(&mut nodes, || generator.next());
            }
        }
        Ok(nodes)
    }

    /// `uuid(length)`: so many letters and digits.
    fn random_text(&mut self, length: &Ast, focus: Focus<T::Node>) -> Result<String, EvalError> {
        const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        let length = self.number_of(length, focus)?;
        if length.is_nan() {
            return Err(EvalError::Argument { name: String::from("uuid"), reason: "the length is no number" });
        }
        let length = length as usize;
        self.charge(length)?;
        let pick = |_| LETTERS.get((self.host.random() * 62.0) as usize).map(|letter| char::from(*letter));
        Ok((0..length).filter_map(pick).collect())
    }
}

fn text_seed(text: &str) -> i64 {
    let number = number::parse(text);
    if !number.is_nan() {
        return number as i64;
    }
    if text.is_empty() {
        return 0;
    }
    let hash = Sha256::digest(text.as_bytes());
    hash.iter().take(8).fold(0, |seed, byte| (seed << 8) | i64::from(*byte))
}

/// Puts every element at a place up to its own, and what was there to its own.
fn shuffle<N>(nodes: &mut [N], mut random: impl FnMut() -> f64) {
    for index in 0..nodes.len() {
        let place = (random() * (index + 1) as f64) as usize;
        nodes.swap(index, place.min(index));
    }
}

/// The "minimal standard" generator: multiplication by 16,807 modulo 2³¹ − 1.
struct ParkMiller(i64);

impl ParkMiller {
    const MODULUS: i64 = 2_147_483_647;

    fn new(seed: i64) -> ParkMiller {
        let seed = seed % ParkMiller::MODULUS;
        ParkMiller(if seed <= 0 { seed + ParkMiller::MODULUS - 1 } else { seed })
    }

    /// In [0, 1).
    fn next(&mut self) -> f64 {
        self.0 = self.0 * 16_807 % ParkMiller::MODULUS;
        (self.0 - 1) as f64 / (ParkMiller::MODULUS - 1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_the_minimal_standard_one() {
        // Park and Miller: from a seed of 1, the 10,000th number is 1,043,618,065.
        let mut generator = ParkMiller::new(1);
        for _ in 0..10_000 {
            generator.next();
        }
        assert_eq!(generator.0, 1_043_618_065);
    }

    #[test]
    fn a_seed_that_is_no_number_is_hashed() {
        assert_eq!(text_seed("42.9"), 42);
        assert_eq!(text_seed(""), 0);
        assert_ne!(text_seed("样例"), text_seed("样例2"));
    }
}
