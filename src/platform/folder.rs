//! Folders: what was dropped with folders among it, walked to the files.
//!
//! Not here: files themselves (`files`).

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};

use super::files::ChosenFile;

/// So many files are taken out of folders at once.
pub const MOST_FILES: usize = 10_000;

/// Files and folders that were dropped, not walked yet.
pub struct Dropped(Vec<FileSystemEntry>);

/// What was found.
#[derive(Default)]
pub struct Found {
    /// Dropped by themselves.
    pub files: Vec<ChosenFile>,
    /// In folders, and in folders within those.
    pub inside: Vec<ChosenFile>,
    /// Files and folders that could not be read, or were too many.
    pub unread: usize,
}

impl Dropped {
    /// To be called while the event is handled: afterwards the browser has forgotten it.
    pub fn of(transfer: &DataTransfer) -> Self {
        let items = transfer.items();
        let entry = |at| items.get(at).and_then(|item| item.webkit_get_as_entry().ok().flatten());
        Self((0..items.length()).filter_map(entry).collect())
    }

    /// What was dropped was no file: a word, a link.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Walks all of it.
    pub async fn found(self) -> Found {
        let mut found = Found::default();
        let mut folders = Vec::new();
        for entry in self.0 {
            if entry.is_directory() {
                folders.push(entry);
            } else {
                match read(&entry).await {
                    Some(file) => found.files.push(file),
                    None => found.unread += 1,
                }
            }
        }
        while let Some(folder) = folders.pop() {
            let Some(entries) = entries(&folder).await else {
                found.unread += 1;
                continue;
            };
            for entry in entries {
                if entry.is_directory() {
                    folders.push(entry);
                } else {
                    let is_room = found.inside.len() < MOST_FILES;
                    match if is_room { read(&entry).await } else { None } {
                        Some(file) => found.inside.push(file),
                        None => found.unread += 1,
                    }
                }
            }
        }
        found
    }
}

// Chromium gives its entries no interface that could be asked for: what they are they say themselves.

async fn read(entry: &FileSystemEntry) -> Option<ChosenFile> {
    let entry = entry.unchecked_ref::<FileSystemFileEntry>();
    let file = told(|yes, no| entry.file_with_callback_and_callback(yes, no)).await?;
    file.dyn_into::<File>().ok().map(ChosenFile::of)
}

/// All that lies in a folder. The browser gives it in portions, the last one empty.
async fn entries(folder: &FileSystemEntry) -> Option<Vec<FileSystemEntry>> {
    let reader = folder.unchecked_ref::<FileSystemDirectoryEntry>().create_reader();
    let mut all = Vec::new();
    loop {
        let portion = told(|yes, no| {
            // What it throws it tells the second callback as well.
            let _ = reader.read_entries_with_callback_and_callback(yes, no);
        });
        let portion: Array = portion.await?.dyn_into().ok()?;
        if portion.length() == 0 {
            return Some(all);
        }
        all.extend(portion.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
    }
}

/// What an interface of callbacks answers; `None`: it failed.
async fn told(mut ask: impl FnMut(&Function, &Function)) -> Option<JsValue> {
    JsFuture::from(Promise::new(&mut |yes, no| ask(&yes, &no))).await.ok()
}
