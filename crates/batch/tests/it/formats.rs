//! `docs/formats/` says what the files are. Real files agree with it, and so do those of every release.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::sample::{
    batch_in, batch_of, erasure_of, key, open, pack_of_one, pack_with_charter, pack_with_erasures, pack_with_tables,
    pack_with_zone, packed, plain, visit,
};
use crate::schema::problems;

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(project().join("docs/formats").join(name)).unwrap()
}

fn schema(name: &str) -> Value {
    serde_json::from_str(&read(&format!("{name}.schema.json"))).unwrap()
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

#[test]
fn a_real_record_is_as_its_schema_says() {
    for revision in [visit(1), visit(2), plain(3), erasure_of(1)] {
        assert_eq!(problems(&schema("record"), &json(revision.body().as_bytes())), Vec::<String>::new());
    }
}

#[test]
fn a_real_batch_is_as_its_schema_says() {
    let (with_photo, blobs) = crate::sample::with_photo(batch_of(vec![visit(1)]));
    let file = batch::pack(&with_photo, &blobs, &key()).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(file.bytes)).unwrap();
    let zipped: Value = serde_json::from_reader(zip.by_name("batch.json").unwrap()).unwrap();
    let mut first = batch_of(vec![visit(1), plain(2), erasure_of(2)]);
    first.previous = None;
    for batch in [zipped, json(&packed(&first).bytes)] {
        assert_eq!(problems(&schema("batch"), &batch), Vec::<String>::new());
        for record in batch["body"]["records"].as_array().unwrap() {
            assert_eq!(problems(&schema("record"), record), Vec::<String>::new());
        }
    }
}

#[test]
fn a_real_pack_is_as_its_schema_says() {
    let packs = [
        (pack_of_one(), 1),
        (pack_with_zone(), 2),
        (pack_with_tables(), 3),
        (pack_with_erasures(), 5),
        (pack_with_charter(), 5),
    ];
    for (pack, version) in packs {
        let file = json(&batch::pack_forms(&pack, &key()).unwrap().bytes);
        assert_eq!(problems(&schema("pack"), &file), Vec::<String>::new());
        assert_eq!(file["version"], version);
    }
}

#[test]
fn the_schemas_would_notice() {
    let record = json(visit(2).body().as_bytes());
    let changes: [(&str, Value); 5] = [
        ("/__id", "uuid:1".into()),
        ("/__taizhang/parents/0", "00".into()),
        ("/__system/submissionDate", "2026-03-01".into()),
        ("/__taizhang/entities/0/kind", "delete".into()),
        ("/meta", Value::Null),
    ];
    for (place, value) in changes {
        let mut changed = record.clone();
        *changed.pointer_mut(place).unwrap() = value;
        assert!(!problems(&schema("record"), &changed).is_empty(), "{place}");
    }
    let mut batch = json(&packed(&batch_of(vec![plain(1)])).bytes);
    batch["body"]["more"] = 1.into();
    assert_eq!(problems(&schema("batch"), &batch), ["$.body.more: is not known"]);
    batch["body"].as_object_mut().unwrap().remove("seq");
    assert_eq!(problems(&schema("batch"), &batch).len(), 2);
}

/// Every member that a file has is told in the page about it.
#[test]
fn the_pages_name_every_member() {
    fn names(schema: &Value, found: &mut Vec<String>) {
        for (name, member) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            found.push(name.clone());
            names(member, found);
        }
        for (_, definition) in schema.get("$defs").and_then(Value::as_object).into_iter().flatten() {
            names(definition, found);
        }
        schema.get("items").into_iter().for_each(|items| names(items, found));
    }
    for (name, page) in [("record", "record.md"), ("batch", "batch.md"), ("pack", "batch.md")] {
        let (page, mut found) = (read(page), Vec::new());
        names(&schema(name), &mut found);
        assert!(found.len() > 9);
        for member in found {
            assert!(page.contains(&format!("`{member}`")), "{member} of {name}");
        }
    }
}

#[test]
fn the_batch_of_every_release_opens() {
    let releases = std::fs::read_dir(project().join("releases")).unwrap().map(|entry| entry.unwrap().path());
    let files = releases.flat_map(|folder| ["batch.json", "batch.zip"].map(|name| folder.join(name)));
    let files: Vec<PathBuf> = files.filter(|file| file.exists()).collect();
    assert!(!files.is_empty());
    for file in files {
        let (batch, refused, _) = batch_in(open(&std::fs::read(&file).unwrap()).unwrap());
        assert!(!batch.records.is_empty() && refused.is_empty(), "{file:?}");
    }
}
