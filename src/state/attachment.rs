//! Names of attached files: the SHA-256 of the bytes and an ending, so that an answer itself says which bytes it means.

use record::{Attachment, Sha256};

/// The answer of a question that has these bytes attached.
pub fn name(sha256: Sha256, ending: &str) -> String {
    format!("{sha256}.{ending}")
}

/// Which bytes an answer names. `None`: the answer is not such a name.
pub fn hash(name: &str) -> Option<Sha256> {
    name.split_once('.')?.0.parse().ok()
}

/// How a record tells of an attached file.
pub fn of(name: &str, sha256: Sha256, bytes: u64) -> Attachment {
    Attachment { name: name.to_owned(), sha256, bytes, media_type: media_type(name).to_owned() }
}

/// By the ending. What this app makes itself is JPEG; the rest came from outside.
pub fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        "mp3" => "audio/mpeg",
        "m4a" | "aac" => "audio/mp4",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "mp4" | "m4v" | "3gp" => "video/mp4",
        "webm" => "video/webm",
        _ => "application/octet-stream",
    }
}

/// Whether a file is to be looked at or listened to, by its ending.
pub fn is_media(name: &str) -> bool {
    ["image/", "audio/", "video/"].iter().any(|kind| media_type(name).starts_with(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_which_bytes_it_means() {
        let sha256 = Sha256::of(b"photo");
        let name = name(sha256, "jpg");
        assert_eq!(hash(&name), Some(sha256));
        assert_eq!(of(&name, sha256, 5).media_type, "image/jpeg");
        assert_eq!(hash("IMG_0001.jpg"), None);
    }
}
