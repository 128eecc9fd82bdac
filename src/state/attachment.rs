//! Attached files: what they are called, how large they may be, why one is not taken.
//!
//! An answer is the SHA-256 of the bytes, a full stop and an ending, so that it says itself which bytes it means. Where
//! a question wants a file of any kind, its own name stands for the ending: `<hash>.合同.pdf`.

use form::definition::UploadKind;
use record::{Attachment, Sha256};

use crate::platform::camera;

/// What a person may hand over. Pictures are made smaller afterwards (`platform::camera`); the rest is kept as it is.
pub const SOUND_LIMIT_BYTES: u64 = 8 << 20;
pub const VIDEO_LIMIT_BYTES: u64 = 16 << 20;
pub const FILE_LIMIT_BYTES: u64 = 16 << 20;
/// Of what is recorded while a form is open: an hour and more of speech.
pub const BACKGROUND_LIMIT_BYTES: u64 = 16 << 20;
/// Of a file's own name.
const NAME_CHARACTERS: usize = 60;
const ENDING_CHARACTERS: usize = 8;

/// Why a file is not taken. What was answered before stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AttachError {
    #[error("over the limit of {limit_bytes} bytes")]
    TooLarge { limit_bytes: u64 },
    #[error("an empty file")]
    Empty,
    /// No picture, no sound, no film, though the question asks for one.
    #[error("a file of another kind")]
    OtherKind,
    #[error("the file cannot be read")]
    Unreadable,
    #[error("the database did not take it")]
    NotKept,
    #[error("a part of the program has not come")]
    PartMissing,
}

/// How large a file for this kind of question may be.
pub fn limit_bytes(kind: UploadKind) -> u64 {
    match kind {
        UploadKind::Image => camera::SOURCE_LIMIT_BYTES,
        UploadKind::Audio => SOUND_LIMIT_BYTES,
        UploadKind::Video => VIDEO_LIMIT_BYTES,
        UploadKind::File => FILE_LIMIT_BYTES,
    }
}

/// Whether a file of this name, which the browser takes for this media type, can answer a question of this kind, by all
/// that is known before it is read.
///
/// # Errors
/// [`AttachError::Empty`], [`AttachError::TooLarge`], [`AttachError::OtherKind`]
pub fn check(kind: UploadKind, name: &str, seen_type: &str, bytes: u64) -> Result<(), AttachError> {
    let limit_bytes = limit_bytes(kind);
    let is = |wanted: &str| [seen_type, media_type(name)].iter().any(|found| found.starts_with(wanted));
    let fits = match kind {
        UploadKind::Image | UploadKind::File => true, // a picture shows itself when it is drawn
        UploadKind::Audio => is("audio/"),
        UploadKind::Video => is("video/"),
    };
    match bytes {
        0 => Err(AttachError::Empty),
        bytes if bytes > limit_bytes => Err(AttachError::TooLarge { limit_bytes }),
        _ if !fits => Err(AttachError::OtherKind),
        _ => Ok(()),
    }
}

/// The answer of a question that has these bytes attached; `file` is what they were called.
pub fn name(kind: UploadKind, sha256: Sha256, file: &str) -> String {
    match kind {
        UploadKind::File => format!("{sha256}.{}", own_name(file)),
        _ => format!("{sha256}.{}", ending(file)),
    }
}

/// Which bytes an answer names. `None`: the answer is not such a name.
pub fn hash(name: &str) -> Option<Sha256> {
    name.split_once('.')?.0.parse().ok()
}

/// What the file was called before it was attached, where that is known.
pub fn called(name: &str) -> Option<&str> {
    name.split_once('.').map(|(_, called)| called).filter(|called| called.contains('.'))
}

/// How a record tells of an attached file.
pub fn of(name: &str, sha256: Sha256, bytes: u64) -> Attachment {
    Attachment { name: name.to_owned(), sha256, bytes, media_type: media_type(name).to_owned() }
}

/// By the ending. What this app makes itself is JPEG, or what the browser records; the rest came from outside.
pub fn media_type(name: &str) -> &'static str {
    match ending(name).as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "svg" => "image/svg+xml",
        "weba" => "audio/webm",
        "m4a" => "audio/mp4",
        "aac" => "audio/aac",
        "amr" => "audio/amr",
        "mp3" => "audio/mpeg",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "flac" => "audio/flac",
        "webm" => "video/webm",
        "mp4" | "m4v" => "video/mp4",
        "mov" => "video/quicktime",
        "3gp" => "video/3gpp",
        "mkv" => "video/x-matroska",
        "pdf" => "application/pdf",
        "txt" => "text/plain",
        "csv" => "text/csv",
        "zip" => "application/zip",
        "doc" => "application/msword",
        "xls" => "application/vnd.ms-excel",
        "ppt" => "application/vnd.ms-powerpoint",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _ => "application/octet-stream",
    }
}

/// Whether a file is to be looked at or listened to, by its ending.
pub fn is_media(name: &str) -> bool {
    ["image/", "audio/", "video/"].iter().any(|kind| media_type(name).starts_with(kind))
}

/// What stands behind the last full stop, in small letters; `bin` where nothing fit to be an ending does.
fn ending(name: &str) -> String {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let is_plain =
        (1..=ENDING_CHARACTERS).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_plain { ending } else { "bin".to_owned() }
}

/// A file's own name with an ending, without anything that a disk or a zip would take amiss, and not too long. An answer
/// is one word to expressions, so blanks become low lines.
fn own_name(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let plain: String = stem
        .chars()
        .map(|letter| if letter.is_alphanumeric() || "-_().\u{ff08}\u{ff09}".contains(letter) { letter } else { '_' })
        .take(NAME_CHARACTERS)
        .collect();
    let plain = plain.trim_matches('.');
    format!("{}.{}", if plain.is_empty() { "file" } else { plain }, ending(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_which_bytes_it_means() {
        let sha256 = Sha256::of(b"photo");
        let name = name(UploadKind::Image, sha256, "IMG_0001.JPG");
        assert_eq!(name, format!("{sha256}.jpg"));
        assert_eq!(hash(&name), Some(sha256));
        assert_eq!(called(&name), None);
        assert_eq!(of(&name, sha256, 5).media_type, "image/jpeg");
        assert_eq!(hash("IMG_0001.jpg"), None);
    }

    #[test]
    fn a_file_of_any_kind_keeps_its_own_name() {
        let sha256 = Sha256::of(b"contract");
        let name = name(UploadKind::File, sha256, "样例 合同/..\\第1版.v2.PDF");
        assert_eq!(called(&name), Some("样例_合同_.._第1版.v2.pdf"));
        assert_eq!(hash(&name), Some(sha256));
        assert_eq!(of(&name, sha256, 8).media_type, "application/pdf");
    }

    #[test]
    fn a_name_without_letters_or_with_far_too_many_is_made_usable() {
        let sha256 = Sha256::of(b"");
        let called = |file: &str| called(&name(UploadKind::File, sha256, file)).map(str::to_owned);
        assert_eq!(called("...").as_deref(), Some("file.bin"));
        assert_eq!(called("README").as_deref(), Some("README.bin"));
        assert_eq!(
            called(&format!("{}.pdf", "长".repeat(500))).map(|name| name.chars().count()),
            Some(NAME_CHARACTERS + 4)
        );
        assert_eq!(called("a.not an ending").as_deref(), Some("a.bin"));
    }

    #[test]
    fn a_file_may_be_as_large_as_the_limit_of_its_kind_and_no_larger() {
        let files = [
            (UploadKind::Image, "a.jpg"),
            (UploadKind::Audio, "a.m4a"),
            (UploadKind::Video, "a.mp4"),
            (UploadKind::File, "a.pdf"),
        ];
        for (kind, name) in files {
            let limit_bytes = limit_bytes(kind);
            assert_eq!(check(kind, name, "", limit_bytes), Ok(()));
            assert_eq!(check(kind, name, "", limit_bytes + 1), Err(AttachError::TooLarge { limit_bytes }));
            assert_eq!(check(kind, name, "", 0), Err(AttachError::Empty));
        }
    }

    #[test]
    fn what_is_no_sound_answers_no_question_for_sound() {
        assert_eq!(check(UploadKind::Audio, "a.pdf", "application/pdf", 1), Err(AttachError::OtherKind));
        assert_eq!(check(UploadKind::Audio, "a.mp4", "audio/mp4", 1), Ok(()));
        assert_eq!(check(UploadKind::Video, "a.mp3", "audio/mpeg", 1), Err(AttachError::OtherKind));
        assert_eq!(check(UploadKind::Video, "a.MOV", "", 1), Ok(()));
    }

    #[test]
    fn what_the_browser_records_is_told_apart_by_its_ending() {
        assert_eq!([media_type("x.weba"), media_type("x.webm")], ["audio/webm", "video/webm"]);
        assert_eq!(media_type("x.something"), "application/octet-stream");
    }
}
