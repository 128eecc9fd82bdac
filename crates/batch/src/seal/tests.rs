//! The format's own test vectors: every head and every stream that must be refused is, and those that open give what they must.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::Path;

use record::Sha256;

use super::{Identity, OpenSealedError, Opener, Passphrase, SecretKey};

struct Vector {
    name: String,
    said: BTreeMap<String, String>,
    file: Vec<u8>,
}

fn vectors() -> Vec<Vector> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/age");
    let mut vectors = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let end = bytes.windows(2).position(|pair| pair == b"\n\n").unwrap();
        let said = std::str::from_utf8(&bytes[..end]).unwrap().lines();
        let said =
            said.map(|line| line.split_once(": ").unwrap()).map(|(name, value)| (name.to_owned(), value.to_owned()));
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        vectors.push(Vector { name, said: said.collect(), file: bytes[end + 2..].to_vec() });
    }
    vectors
}

/// What came of a vector before its end or its error.
fn opened(vector: &Vector) -> (Vec<u8>, Result<(), OpenSealedError>) {
    let passphrase = vector.said.get("passphrase").map(|typed| Identity::Passphrase(Passphrase::new(typed)));
    let key = vector.said.get("identity").map(|key| Identity::Key(SecretKey::read(key).unwrap()));
    let identities: Vec<Identity> = passphrase.into_iter().chain(key).collect();
    let opener = Opener::new(vector.file.as_slice(), &identities);
    let mut bytes = Vec::new();
    let mut opener = match opener {
        Ok(opener) => opener,
        Err(error) => return (bytes, Err(error)),
    };
    loop {
        match opener.next() {
            Ok(Some(piece)) => bytes.extend(piece),
            Ok(None) => return (bytes, Ok(())),
            Err(error) => return (bytes, Err(error)),
        }
    }
}

#[test]
fn every_vector_of_the_format_is_opened_or_refused_as_it_says() {
    let vectors = vectors();
    assert!(vectors.len() > 70, "{}", vectors.len());
    for vector in vectors {
        let (bytes, ended) = opened(&vector);
        let name = &vector.name;
        let expected = vector.said["expect"].as_str();
        let is_right = match (expected, &ended) {
            ("success", ended) => ended.is_ok(),
            ("payload failure", Err(error)) => {
                matches!(error, OpenSealedError::Damaged | OpenSealedError::Truncated)
            }
            ("HMAC failure", Err(error)) => matches!(error, OpenSealedError::Head),
            ("no match", Err(error)) => matches!(error, OpenSealedError::Passphrase | OpenSealedError::NotForUs),
            ("header failure", Err(error)) => matches!(
                error,
                OpenSealedError::Head
                    | OpenSealedError::NotSealed
                    | OpenSealedError::Newer
                    | OpenSealedError::Truncated
                    | OpenSealedError::TooMuchWork(_)
            ),
            _ => false,
        };
        assert!(is_right, "{name}: expected {expected}, ended with {ended:?}");
        if let Some(payload) = vector.said.get("payload") {
            assert_eq!(Sha256::of(&bytes).to_string(), *payload, "{name}");
        }
    }
}

#[test]
fn a_file_that_costs_more_than_is_done_is_refused_before_anything_is_done() {
    let all = vectors();
    let vector = all.iter().find(|vector| vector.name == "scrypt_work_factor_23").unwrap();
    assert!(matches!(opened(vector).1, Err(OpenSealedError::TooMuchWork(23))));
}
