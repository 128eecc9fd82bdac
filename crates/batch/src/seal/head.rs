//! The head of a sealed file: for whom it is, and the key of its content wrapped for each.
//!
//! ```text
//! age-encryption.org/v1
//! -> X25519 <one half of a pair of keys, made for this file>
//! <the key of the file, wrapped>
//! --- <code over all before it>
//! ```

use std::io::{BufRead, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::Aead;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{Chance, Identity, MOST_WORK, OpenSealedError, Passphrase, PublicKey, Recipient, SealError, SecretKey};

const FAMILY: &str = "age-encryption.org/";
const VERSION: &str = "age-encryption.org/v1";
const STANZA: &str = "-> ";
const END: &str = "---";
const SCRYPT: &str = "scrypt";
const X25519: &str = "X25519";
const X25519_PURPOSE: &[u8] = b"age-encryption.org/v1/X25519";
const SCRYPT_SALT: &[u8] = b"age-encryption.org/v1/scrypt";
const SALT_BYTES: usize = 16;
/// Columns of a body; its last line is shorter, if need be empty.
const COLUMNS: usize = 64;
/// No head of ours is a tenth of this.
const MOST_BYTES: usize = 64 << 10;
const WRAPPED_BYTES: usize = 32;

/// The key of one file, of which all others are made.
pub type FileKey = Zeroizing<[u8; 16]>;
/// A key of 256 bits.
pub type Key = Zeroizing<[u8; 32]>;

/// What one recipient needs to come to the key of the file.
pub struct Stanza {
    pub words: Vec<String>,
    pub body: Vec<u8>,
}

/// Writes a head for these recipients, and gives the key that it wraps.
pub fn write(out: &mut impl Write, recipients: &[Recipient], chance: Chance<'_>) -> Result<FileKey, SealError> {
    let mut file_key = FileKey::default();
    chance(&mut file_key[..]);
    if recipients.is_empty() {
        return Err(SealError::NoRecipient);
    }
    let mut text = format!("{VERSION}\n");
    for recipient in recipients {
        let Stanza { words, body } = match recipient {
            Recipient::Passphrase { .. } if recipients.len() > 1 => return Err(SealError::PassphraseWithOthers),
            Recipient::Passphrase { work, .. } if !(1..=MOST_WORK).contains(work) => {
                return Err(SealError::Work(*work));
            }
            Recipient::Passphrase { passphrase, work } => by_passphrase(passphrase, *work, &file_key, chance),
            Recipient::Key(key) => by_key(key, &file_key, chance).ok_or(SealError::Recipient)?,
        };
        text += &format!("{STANZA}{}\n", words.join(" "));
        let body = STANDARD_NO_PAD.encode(body);
        body.as_bytes().chunks(COLUMNS).for_each(|line| text += &format!("{}\n", String::from_utf8_lossy(line)));
        if body.len().is_multiple_of(COLUMNS) {
            text.push('\n');
        }
    }
    text += END;
    let code = STANDARD_NO_PAD.encode(code(&file_key, text.as_bytes()).finalize().into_bytes());
    out.write_all(format!("{text} {code}\n").as_bytes())?;
    Ok(file_key)
}

fn by_passphrase(passphrase: &Passphrase, work: u8, file_key: &FileKey, chance: Chance<'_>) -> Stanza {
    let mut salt = [0; SALT_BYTES];
    chance(&mut salt);
    let key = stretched(passphrase, &salt, work);
    // Neither can fail: the work was looked at, and the key is short.
    let body = key.and_then(|key| wrapping(&key).encrypt(&[0; 12].into(), &file_key[..]).ok()).unwrap_or_default();
    Stanza { words: vec![SCRYPT.to_owned(), STANDARD_NO_PAD.encode(salt), work.to_string()], body }
}

fn by_key(key: &PublicKey, file_key: &FileKey, chance: Chance<'_>) -> Option<Stanza> {
    let mut secret = Key::default();
    chance(&mut secret[..]);
    let secret = SecretKey::from_bytes(*secret);
    let share = secret.public();
    let key = agreed(&secret, key, &share, key)?;
    let body = wrapping(&key).encrypt(&[0; 12].into(), &file_key[..]).ok()?;
    Some(Stanza { words: vec![X25519.to_owned(), STANDARD_NO_PAD.encode(share.as_bytes())], body })
}

/// The key that who seals for `to` and who opens with its secret half come to.
fn agreed(secret: &SecretKey, other: &PublicKey, share: &PublicKey, to: &PublicKey) -> Option<Key> {
    let shared = secret.shared(other)?;
    Some(derived(&shared[..], &[share.as_bytes().as_slice(), to.as_bytes()].concat(), X25519_PURPOSE))
}

fn stretched(passphrase: &Passphrase, salt: &[u8; SALT_BYTES], work: u8) -> Option<Key> {
    let mut key = Key::default();
    let salt = [SCRYPT_SALT, salt].concat();
    let params = scrypt::Params::new(work, 8, 1).ok()?;
    scrypt::scrypt(passphrase.expose().as_bytes(), &salt, &params, &mut key[..]).ok()?;
    Some(key)
}

fn wrapping(key: &Key) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&(**key).into())
}

/// A key made of another for one purpose.
pub fn derived(secret: &[u8], salt: &[u8], purpose: &[u8]) -> Key {
    let mut key = Key::default();
    let made = Hkdf::<Sha256>::new(Some(salt), secret).expand(purpose, &mut key[..]);
    debug_assert!(made.is_ok(), "32 bytes are never too many");
    key
}

fn code(file_key: &FileKey, head: &[u8]) -> Hmac<Sha256> {
    let key = derived(&file_key[..], &[], b"header");
    let mut code = <Hmac<Sha256> as KeyInit>::new(&(*padded(&key)).into());
    code.update(head);
    code
}

/// HMAC takes its key as a whole block.
fn padded(key: &Key) -> Zeroizing<[u8; 64]> {
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(&key[..]);
    block
}

/// Reads a head up to its end, and gives the key that one of these identities finds in it.
pub fn read(input: &mut impl BufRead, identities: &[Identity]) -> Result<FileKey, OpenSealedError> {
    let mut lines = Lines { input, read: Vec::new() };
    match lines.next()? {
        line if line == VERSION => {}
        line if line.starts_with(FAMILY) => return Err(OpenSealedError::Newer),
        _ => return Err(OpenSealedError::NotSealed),
    }
    let mut stanzas = Vec::new();
    let mut line = lines.next()?;
    let told = loop {
        if let Some(rest) = line.strip_prefix(END) {
            break rest.to_owned();
        }
        let words: Vec<String> =
            line.strip_prefix(STANZA).ok_or(OpenSealedError::Head)?.split(' ').map(str::to_owned).collect();
        if words.iter().any(|word| word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_graphic())) {
            return Err(OpenSealedError::Head);
        }
        let mut body = String::new();
        loop {
            let part = lines.next()?;
            body += &part;
            match part.len() {
                COLUMNS => {}
                length if length < COLUMNS => break,
                _ => return Err(OpenSealedError::Head),
            }
        }
        stanzas.push(Stanza { words, body: STANDARD_NO_PAD.decode(body).map_err(|_| OpenSealedError::Head)? });
        line = lines.next()?;
    };
    if stanzas.is_empty() {
        return Err(OpenSealedError::Head);
    }
    let told =
        told.strip_prefix(' ').and_then(|text| STANDARD_NO_PAD.decode(text).ok()).filter(|code| code.len() == 32);
    let told = told.ok_or(OpenSealedError::Head)?;
    let file_key = unwrapped(&stanzas, identities)?;
    let coded = lines.read.iter().rposition(|byte| *byte == b' ').and_then(|end| lines.read.get(..end));
    let is_whole = coded.is_some_and(|head| code(&file_key, head).verify_slice(&told).is_ok());
    if is_whole { Ok(file_key) } else { Err(OpenSealedError::Head) }
}

fn unwrapped(stanzas: &[Stanza], identities: &[Identity]) -> Result<FileKey, OpenSealedError> {
    let has_passphrase = stanzas.iter().any(|stanza| stanza.words.first().is_some_and(|word| word == SCRYPT));
    if has_passphrase && stanzas.len() > 1 {
        return Err(OpenSealedError::Head);
    }
    for identity in identities {
        for stanza in stanzas {
            match (identity, stanza.words.as_slice()) {
                (Identity::Passphrase(passphrase), [kind, rest @ ..]) if kind == SCRYPT => {
                    return with_passphrase(passphrase, rest, &stanza.body);
                }
                (Identity::Key(key), [kind, rest @ ..]) if kind == X25519 => {
                    if let Some(file_key) = with_key(key, rest, &stanza.body)? {
                        return Ok(file_key);
                    }
                }
                (Identity::Passphrase(_) | Identity::Key(_), _) => {}
            }
        }
    }
    Err(OpenSealedError::NotForUs)
}

fn with_passphrase(passphrase: &Passphrase, words: &[String], body: &[u8]) -> Result<FileKey, OpenSealedError> {
    let [salt, work] = words else { return Err(OpenSealedError::Head) };
    let salt = STANDARD_NO_PAD.decode(salt).ok().and_then(|salt| <[u8; SALT_BYTES]>::try_from(salt).ok());
    let is_plain = work.bytes().all(|byte| byte.is_ascii_digit()) && !work.starts_with('0');
    let work: Option<u8> = if is_plain { work.parse().ok() } else { None };
    let (Some(salt), Some(work)) = (salt, work) else { return Err(OpenSealedError::Head) };
    if body.len() != WRAPPED_BYTES {
        return Err(OpenSealedError::Head);
    }
    if work > MOST_WORK {
        return Err(OpenSealedError::TooMuchWork(work));
    }
    let key = stretched(passphrase, &salt, work).ok_or(OpenSealedError::Head)?;
    file_key(wrapping(&key).decrypt(&[0; 12].into(), body).map_err(|_| OpenSealedError::Passphrase)?)
}

/// `None`: it is wrapped for another key.
fn with_key(key: &SecretKey, words: &[String], body: &[u8]) -> Result<Option<FileKey>, OpenSealedError> {
    let [share] = words else { return Err(OpenSealedError::Head) };
    let share = STANDARD_NO_PAD.decode(share).ok().and_then(|share| <[u8; 32]>::try_from(share).ok());
    let share = PublicKey::from_bytes(share.ok_or(OpenSealedError::Head)?);
    if body.len() != WRAPPED_BYTES {
        return Err(OpenSealedError::Head);
    }
    let wrapped = agreed(key, &share, &share, &key.public()).ok_or(OpenSealedError::Head)?;
    let Ok(opened) = wrapping(&wrapped).decrypt(&[0; 12].into(), body) else { return Ok(None) };
    file_key(opened).map(Some)
}

fn file_key(opened: Vec<u8>) -> Result<FileKey, OpenSealedError> {
    let opened = Zeroizing::new(opened);
    <[u8; 16]>::try_from(opened.as_slice()).map(Zeroizing::new).map_err(|_| OpenSealedError::Head)
}

/// Lines of a head, and all that was read of it.
struct Lines<'a, R> {
    input: &'a mut R,
    read: Vec<u8>,
}

impl<R: BufRead> Lines<'_, R> {
    /// The next line without its end.
    fn next(&mut self) -> Result<String, OpenSealedError> {
        let begin = self.read.len();
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                let is_ours = FAMILY.as_bytes().starts_with(&self.read) || self.read.starts_with(FAMILY.as_bytes());
                let is_cut = is_ours && !self.read.is_empty();
                return Err(if is_cut { OpenSealedError::Truncated } else { OpenSealedError::NotSealed });
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(buffer.len(), |end| end + 1);
            self.read.extend(&buffer[..taken]);
            self.input.consume(taken);
            if self.read.len() > MOST_BYTES {
                let is_ours = self.read.starts_with(FAMILY.as_bytes());
                return Err(if is_ours { OpenSealedError::Head } else { OpenSealedError::NotSealed });
            }
            if end.is_some() {
                let line = &self.read[begin..self.read.len() - 1];
                return match std::str::from_utf8(line) {
                    Ok(line) => Ok(line.to_owned()),
                    Err(_) if begin == 0 => Err(OpenSealedError::NotSealed),
                    Err(_) => Err(OpenSealedError::Head),
                };
            }
        }
    }
}
