//! Files: what a person chose, and what the app hands them to keep.

use std::cell::OnceCell;
use std::ops::Range;

use futures_util::future::{join, join_all};
use gloo_timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use record::Sha256;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, File, FileList, FilePropertyBag, FileReaderSync, HtmlAnchorElement, HtmlInputElement, Url,
};

use super::{BrowserError, digest};

/// Why a chosen file could not be read, or a file not be made.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FileError {
    #[error("file of {bytes} bytes is over the limit of {limit_bytes}")]
    TooLarge { bytes: u64, limit_bytes: u64 },
    /// It was moved, changed or withdrawn since it was chosen.
    #[error("file cannot be read")]
    Unreadable(#[source] BrowserError),
    #[error("file cannot be made")]
    NotMade(#[source] BrowserError),
}

/// A file that a person chose, or that was recorded or drawn for one. Nothing of it has been read yet.
#[derive(Clone, PartialEq, Debug)]
pub struct ChosenFile {
    pub name: String,
    size_bytes: OnceCell<u64>,
    file: File,
}

/// A file's bytes, with what the browser says that they hash to, if it does.
pub struct Hashed {
    pub bytes: Vec<u8>,
    pub whole: Option<Sha256>,
    /// Of the part that was asked for.
    pub part: Option<(Range<usize>, Sha256)>,
}

/// Finds the part of a file that is hashed besides.
pub type Part = fn(&[u8]) -> Option<Range<usize>>;

impl Hashed {
    async fn of(array: Uint8Array, part: Part) -> Self {
        let bytes = array.to_vec();
        let part = part(&bytes);
        let of_part = async {
            let part = part?;
            let (begin, end) = (u32::try_from(part.start).ok()?, u32::try_from(part.end).ok()?);
            Some((part, digest::sha256(array.subarray(begin, end)).await?))
        };
        let (whole, part) = join(digest::sha256(array.clone()), of_part).await;
        Self { bytes, whole, part }
    }
}

/// Several files read as one and each of them hashed, see [`ChosenFile::hashed`]: the browser is asked for bytes once, which costs as
/// much as reading a file of a hundred records. `None`: one of them cannot be read.
pub async fn hashed_together(files: &[ChosenFile], part: Part) -> Option<Vec<Hashed>> {
    let parts: Array = files.iter().map(|file| &file.file).collect();
    let whole = Blob::new_with_blob_sequence(&parts).ok()?;
    let array = Uint8Array::new(&JsFuture::from(whole.array_buffer()).await.ok()?);
    let mut begin = 0;
    let mut arrays = Vec::with_capacity(files.len());
    for file in files {
        let end = begin + u32::try_from(file.size_bytes()).ok()?;
        arrays.push(array.subarray(begin, end));
        begin = end;
    }
    if begin != array.length() {
        return None;
    }
    Some(join_all(arrays.into_iter().map(|array| Hashed::of(array, part))).await)
}

/// A file of bytes that came in another way than by a person's choice.
///
/// # Errors
/// [`FileError::NotMade`]
pub fn made(name: &str, media_type: &str, bytes: &[u8]) -> Result<ChosenFile, FileError> {
    ChosenFile::made(name, media_type, &Array::of1(&Uint8Array::from(bytes)))
}

impl ChosenFile {
    /// A file that the app made itself, of parts.
    pub(super) fn made(name: &str, media_type: &str, parts: &Array) -> Result<Self, FileError> {
        let options = FilePropertyBag::new();
        options.set_type(media_type);
        let file = File::new_with_blob_sequence_and_options(parts, name, &options);
        file.map(Self::of).map_err(|thrown| FileError::NotMade(thrown.into()))
    }

    pub(super) fn of(file: File) -> Self {
        Self { name: file.name(), size_bytes: OnceCell::new(), file }
    }

    /// The browser looks it up on the disk when it is first asked for: of a thousand files that is a third of a second in which
    /// nothing else happens.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a size is a whole number
    pub fn size_bytes(&self) -> u64 {
        *self.size_bytes.get_or_init(|| self.file.size() as u64)
    }

    /// What the browser takes it for, mostly by its ending. Empty where it does not know.
    pub fn media_type(&self) -> String {
        self.file.type_()
    }

    /// Reads it whole.
    ///
    /// # Errors
    /// [`FileError::TooLarge`] before anything is read; [`FileError::Unreadable`].
    pub async fn bytes(&self, limit_bytes: u64) -> Result<Vec<u8>, FileError> {
        self.array(limit_bytes).await.map(|array| array.to_vec())
    }

    /// Reads it whole, and has it hashed: all of it, and the part that `part` finds in it.
    ///
    /// # Errors
    /// As for [`ChosenFile::bytes`].
    pub async fn hashed(&self, limit_bytes: u64, part: Part) -> Result<Hashed, FileError> {
        Ok(Hashed::of(self.array(limit_bytes).await?, part).await)
    }

    async fn array(&self, limit_bytes: u64) -> Result<Uint8Array, FileError> {
        let bytes = self.size_bytes();
        if bytes > limit_bytes {
            return Err(FileError::TooLarge { bytes, limit_bytes });
        }
        let buffer = JsFuture::from(self.file.array_buffer()).await;
        buffer.map(|buffer| Uint8Array::new(&buffer)).map_err(|thrown| FileError::Unreadable(thrown.into()))
    }

    /// The browser's own file, on its way to the worker, and there again.
    pub(super) fn handle(&self) -> JsValue {
        self.file.clone().into()
    }

    pub(super) fn handed(handle: JsValue) -> Option<Self> {
        handle.dyn_into().ok().map(Self::of)
    }

    pub(super) fn blob(&self) -> &Blob {
        &self.file
    }
}

/// Reads a file from its beginning, as much as is asked for. In the worker alone: a page must not wait so.
pub struct Reading {
    blob: Blob,
    size: f64,
    at: f64,
}

impl Reading {
    pub fn of(file: &ChosenFile) -> Self {
        Self { blob: file.file.clone().into(), size: file.file.size(), at: 0.0 }
    }

    fn part(&mut self, count: usize) -> Result<Uint8Array, JsValue> {
        #[allow(clippy::cast_precision_loss)] // no file has 2^53 bytes
        let end = (self.at + count as f64).min(self.size);
        let part = self.blob.slice_with_f64_and_f64(self.at, end)?;
        let read = FileReaderSync::new()?.read_as_array_buffer(&part)?;
        self.at = end;
        Ok(Uint8Array::new(&read))
    }
}

impl std::io::Read for Reading {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let part = self.part(into.len()).map_err(|_| std::io::Error::from(std::io::ErrorKind::NotFound))?;
        let read = part.length() as usize;
        part.copy_to(&mut into[..read]);
        Ok(read)
    }
}

/// A file that grows. What is in it is the browser's to keep, and no memory of the page's.
#[derive(Default)]
pub struct Parts(Array);

impl Parts {
    /// # Errors
    /// [`FileError::NotMade`]
    pub fn push(&self, bytes: &[u8]) -> Result<(), FileError> {
        let blob = make_blob("", bytes).map_err(|thrown| FileError::NotMade(thrown.into()))?;
        self.0.push(&blob);
        Ok(())
    }

    /// It begins anew.
    pub fn clear(&self) {
        self.0.set_length(0);
    }

    /// # Errors
    /// [`FileError::NotMade`]
    pub fn file(&self, name: &str, media_type: &str) -> Result<ChosenFile, FileError> {
        ChosenFile::made(name, media_type, &self.0)
    }
}

/// The files of an `<input type="file">`, which is emptied so that the same file can be chosen again.
pub fn chosen(input: &HtmlInputElement) -> Vec<ChosenFile> {
    let files = input.files().map(|list| list_files(&list)).unwrap_or_default();
    input.set_value("");
    files
}

/// The files of a list, such as what was dropped on the page.
pub fn list_files(list: &FileList) -> Vec<ChosenFile> {
    (0..list.length()).filter_map(|index| list.get(index)).map(ChosenFile::of).collect()
}

/// How long the browser may take to begin reading what it is asked to download.
const DOWNLOAD_GRACE_MS: u32 = 60_000;

/// Hands bytes to the browser's own download. That it was started is all one can know: exported is not received.
///
/// # Errors
/// [`FileError::NotMade`]
pub fn download(name: &str, media_type: &str, bytes: &[u8]) -> Result<(), FileError> {
    save(name, make_blob(media_type, bytes))
}

/// The same for a file that the app made.
///
/// # Errors
/// [`FileError::NotMade`]
pub fn download_file(file: &ChosenFile) -> Result<(), FileError> {
    save(&file.name, Ok(file.file.clone().into()))
}

fn save(name: &str, blob: Result<Blob, JsValue>) -> Result<(), FileError> {
    let made = || -> Result<(), JsValue> {
        let address = Url::create_object_url_with_blob(&blob?)?;
        let document = super::window().document().ok_or(JsValue::UNDEFINED)?;
        let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
        anchor.set_href(&address);
        anchor.set_download(name);
        anchor.click();
        Timeout::new(DOWNLOAD_GRACE_MS, move || drop(Url::revoke_object_url(&address))).forget();
        Ok(())
    };
    made().map_err(|thrown| FileError::NotMade(thrown.into()))
}

pub(super) fn make_blob(media_type: &str, bytes: &[u8]) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &options)
}

/// An address under which an image of these bytes can be shown. Lives until it is dropped.
pub struct ObjectUrl(String);

impl ObjectUrl {
    /// # Errors
    /// [`FileError::NotMade`]
    pub fn new(media_type: &str, bytes: &[u8]) -> Result<Self, FileError> {
        let made = make_blob(media_type, bytes).and_then(|blob| Url::create_object_url_with_blob(&blob));
        made.map(Self).map_err(|thrown| FileError::NotMade(thrown.into()))
    }

    pub(super) fn of(blob: &Blob) -> Result<Self, JsValue> {
        Url::create_object_url_with_blob(blob).map(Self)
    }

    pub fn address(&self) -> &str {
        &self.0
    }
}

impl Drop for ObjectUrl {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.0);
    }
}
