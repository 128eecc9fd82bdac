//! A recording in pieces: what the answer says while the form is open, and the one file that they become.
//!
//! Each piece is a file of its own under its hash as soon as it is there, so a page that is killed loses the last seconds
//! alone. The answer names them in their order, one blank between two: `<hash>.part <hash>.part`. A file of an earlier
//! record, or one that was put together before, stands in front of them under its own name. Pure.

use record::Sha256;

use super::webm;
use crate::state::attachment;

/// What the names of pieces end with. No file that a person attaches is called so: it bears what it is.
const PIECE: &str = ".part";

/// What an answer names, in order.
pub fn names(answer: &str) -> impl Iterator<Item = &str> {
    answer.split_whitespace()
}

/// Whether a name is that of a piece: nothing but this draft knows of it.
pub fn is_piece(name: &str) -> bool {
    name.ends_with(PIECE)
}

/// Whether there is something to be put together.
pub fn is_open(answer: &str) -> bool {
    names(answer).any(is_piece)
}

/// The answer with one more piece.
pub fn with(answer: &str, piece: Sha256) -> String {
    let before = if answer.is_empty() { String::new() } else { format!("{answer} ") };
    format!("{before}{piece}{PIECE}")
}

/// Whether a recorder that begins anew can be joined to what there is. The boxes of MP4 cannot.
pub fn can_go_on(first: &[u8]) -> bool {
    first.starts_with(&webm::MAGIC) || first.starts_with(OGG)
}

const OGG: &[u8] = b"OggS";

/// The pieces as one file: its bytes, and the answer that names it.
pub fn joined(pieces: &[Vec<u8>]) -> (Vec<u8>, String) {
    let plain = pieces.concat();
    let first = pieces.first().map(Vec::as_slice).unwrap_or_default();
    let ending = match first {
        first if first.starts_with(&webm::MAGIC) => "weba",
        first if first.starts_with(OGG) => "ogg", // one behind the other they are one file as they are
        first if first.get(4..8) == Some(b"ftyp") => "m4a",
        _ => "bin",
    };
    let whole = if ending == "weba" { one_stream(pieces).unwrap_or(plain) } else { plain };
    let name =
        attachment::name(form::definition::UploadKind::Audio, Sha256::of(&whole), &format!("recording.{ending}"));
    (whole, name)
}

/// Where a recorder began more than once: its streams one behind the other.
fn one_stream(pieces: &[Vec<u8>]) -> Option<Vec<u8>> {
    let mut streams: Vec<Vec<u8>> = Vec::new();
    for piece in pieces {
        match streams.last_mut() {
            Some(stream) if !piece.starts_with(&webm::MAGIC) => stream.extend(piece),
            _ => streams.push(piece.clone()),
        }
    }
    let streams: Vec<&[u8]> = streams.iter().map(Vec::as_slice).collect();
    if streams.len() > 1 { webm::chained(&streams) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_names_pieces_in_their_order_behind_what_was_there() {
        let (one, two) = (Sha256::of(b"1"), Sha256::of(b"2"));
        let answer = with(&with("", one), two);
        assert_eq!(names(&answer).collect::<Vec<_>>(), [format!("{one}.part"), format!("{two}.part")]);
        assert!(is_open(&answer));
        let earlier = format!("{one}.weba");
        assert!(!is_open(&earlier) && !is_open(""));
        assert_eq!(with(&earlier, two), format!("{one}.weba {two}.part"));
        assert!(names(&with(&earlier, two)).map(is_piece).eq([false, true]));
        assert_eq!(attachment::hash(&format!("{two}.part")), Some(two));
    }

    #[test]
    fn pieces_of_one_recording_are_put_together_as_they_came() {
        let (whole, name) = joined(&[[&webm::MAGIC[..], b"ab"].concat(), b"cd".to_vec()]);
        assert_eq!(whole, [&webm::MAGIC[..], b"abcd"].concat());
        assert_eq!(name, format!("{}.weba", Sha256::of(&whole)));
        let (whole, name) = joined(&[b"OggS1".to_vec(), b"OggS2".to_vec()]);
        assert_eq!((whole.as_slice(), name.ends_with(".ogg")), (&b"OggS1OggS2"[..], true));
        assert!(joined(&[b"\0\0\0\x18ftypiso5".to_vec()]).1.ends_with(".m4a"));
    }

    #[test]
    fn what_cannot_be_chained_is_not_thrown_away() {
        let broken = [&webm::MAGIC[..], b"x"].concat();
        assert_eq!(joined(&[broken.clone(), broken.clone()]).0, [broken.clone(), broken].concat());
    }

    #[test]
    fn only_what_can_be_joined_goes_on() {
        assert!(can_go_on(&webm::MAGIC) && can_go_on(b"OggS"));
        assert!(!can_go_on(b"\0\0\0\x18ftypiso5"));
    }
}
