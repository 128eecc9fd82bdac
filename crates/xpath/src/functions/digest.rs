//! `digest` and `base64-decode`.

use std::borrow::Cow;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::ast::Ast;
use crate::eval::{EvalError, Evaluator, Focus};
use crate::{Host, Tree};

/// Written with padding and read with or without, as the field's engines do.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A hash by the name of its algorithm, in capitals. `None`: there is no such algorithm.
pub fn hash(algorithm: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    Some(match algorithm {
        "MD5" => Md5::digest(bytes).to_vec(),
        "SHA-1" => Sha1::digest(bytes).to_vec(),
        "SHA-256" => Sha256::digest(bytes).to_vec(),
        "SHA-384" => Sha384::digest(bytes).to_vec(),
        "SHA-512" => Sha512::digest(bytes).to_vec(),
        _ => return None,
    })
}

impl<'a, T: Tree, H: Host<T>> Evaluator<'a, T, H> {
    /// The hash of a text as Base64, or as `hex`.
    pub(super) fn digest<'v>(
        &mut self,
        text: &Ast,
        algorithm: &Ast,
        encoding: Option<&Ast>,
        focus: Focus<T::Node>,
    ) -> Result<Cow<'v, str>, EvalError> {
        let text = self.text_of(text, focus)?;
        let algorithm = self.text_of(algorithm, focus)?;
        self.charge_text(text.len())?;
        let hash = self.host.hash(&algorithm.to_ascii_uppercase(), text.as_bytes());
        let hash = hash.ok_or_else(|| refused("there is no such algorithm"))?;
        let encoding = match encoding {
            None => Cow::Borrowed("base64"),
            Some(encoding) => self.text_of(encoding, focus)?,
        };
        match encoding.to_ascii_lowercase().as_str() {
            "base64" => Ok(Cow::Owned(BASE64.encode(&hash))),
            "hex" => Ok(Cow::Owned(hash.iter().map(|byte| format!("{byte:02x}")).collect())),
            _ => Err(refused("there is no such encoding")),
        }
    }
}

fn refused(reason: &'static str) -> EvalError {
    EvalError::Argument { name: String::from("digest"), reason }
}

/// The text in Base64; empty if it is none. Bytes that are no UTF-8 become replacement characters.
pub(super) fn base64_decode(text: &str) -> String {
    let packed: String = text.split_whitespace().collect();
    let bytes = BASE64.decode(packed).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}
