//! The sample zone as its six tablets would have sent it in one file each, not sealed: what a journey brings to an empty desk. Beside them
//! lies what officers say again of each other's enterprises (`sample::overlaps`).

use std::fs;
use std::path::Path;

use rules::Calendar;
use serde_json::{Value, json};

use crate::month::MakeError;
use crate::outbox::OutboxError;

/// Writes the files into two folders: `first` and `again`.
pub fn six(calendar: &Calendar, into: &Path) -> Result<Value, MakeError> {
    let folders = [("first", sample::batches(calendar)?), ("again", sample::overlaps(calendar)?)];
    let mut counts = Vec::new();
    for (name, files) in folders {
        let folder = into.join(name);
        fs::create_dir_all(&folder).map_err(OutboxError::at(&folder))?;
        for (place, file) in files.iter().enumerate() {
            let path = folder.join(format!("{}-{}", place + 1, file.name));
            fs::write(&path, &file.bytes).map_err(OutboxError::at(&path))?;
        }
        counts.push(files.len());
    }
    Ok(json!({ "first": counts[0], "again": counts[1], "otherwise": sample::OTHERWISE }))
}
