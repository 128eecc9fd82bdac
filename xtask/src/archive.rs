//! A folder as a zip whose bytes depend on the folder's content alone: names in order, one fixed date.
//!
//! Not here: what belongs into `dist/`; that is decided before this runs.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::Done;

/// Packs `folder` into `file`. The folder itself is not a level inside, so that unpacking is serving.
pub fn zip_folder(folder: &Path, file: &Path) -> Done {
    let mut names = Vec::new();
    gather(folder, &mut names)?;
    names.sort();
    if let Some(parent) = file.parent() {
        fs::create_dir_all(parent)?;
    }
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(BufWriter::new(File::create(file)?));
    for name in &names {
        let inside = name.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        writer.start_file(inside, options)?;
        writer.write_all(&fs::read(name)?)?;
    }
    writer.finish()?.flush()?;
    Ok(format!("{} files in {}", names.len(), file.display()))
}

fn gather(folder: &Path, names: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, names)?;
        } else {
            names.push(path);
        }
    }
    Ok(())
}
