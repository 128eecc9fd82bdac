//! Profiles of released versions: each opens in this one, whole. They are never edited.

use std::path::{Path, PathBuf};

use store::dump::Dump;
use store::memory::Memory;
use store::{Settings, Store, bin, blobs, draft, forms, import, journal, layout, migrate, outbox, packs, records};

fn profiles() -> Vec<PathBuf> {
    let releases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../releases");
    let folders = std::fs::read_dir(releases).unwrap().map(|entry| entry.unwrap().path());
    folders.map(|folder| folder.join("profile.json")).filter(|file| file.exists()).collect()
}

#[test]
fn every_released_profile_opens_whole() {
    let profiles = profiles();
    assert!(!profiles.is_empty());
    for file in profiles {
        let dump = Dump::read(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let after = migrate::CHAIN.profile(&dump).unwrap();
        assert_eq!(after.schema, store::SCHEMA_VERSION);
        let memory = Memory::load(&after);
        let set_aside = |memory: &Memory| memory.all(Store::Quarantine).len();
        assert_eq!(set_aside(&memory), set_aside(&Memory::load(&dump)), "{file:?}");

        assert!(Settings::read(&memory.all(Store::Meta)).unwrap().is_some());
        let (drafts, damaged) = draft::list(&memory.all(Store::Drafts));
        assert!(!drafts.is_empty() && damaged.is_empty());
        for draft in drafts {
            let snapshot = memory.get(Store::Drafts, &layout::snapshot(draft.id)).unwrap();
            let snapshot = draft::read_snapshot(snapshot).unwrap();
            let rows = memory.under(Store::Journal, &layout::draft(draft.id));
            let replay = journal::replay(snapshot.seq, draft.epoch, &rows, "");
            assert!(!replay.entries.is_empty() && replay.damaged.is_empty() && replay.missing.is_empty());
        }
        let (revisions, damaged) = records::list(&memory.all(Store::Records));
        assert!(!revisions.is_empty() && damaged.is_empty());
        let before = Memory::load(&dump);
        for revision in &revisions {
            let key = layout::revision(revision.submission().record, revision.hash());
            assert_eq!(before.get(Store::Records, &key), Some(revision.body().as_bytes()));
        }
        assert!(records::standings(&memory.all(Store::States)).1.is_empty());
        for form in forms::list(&memory.all(Store::Forms)).0 {
            forms::read_bytes(form.form.hash, &memory.under(Store::Forms, &layout::form(form.form.hash))).unwrap();
        }
        for row in memory.all(Store::Blobs) {
            let hash = row.key.text(0).unwrap().parse().unwrap();
            blobs::read(hash, &memory.under(Store::Blobs, &layout::blob(hash))).unwrap();
        }
        assert!(import::list(&memory.all(Store::Inbox)).1.is_empty());
        assert!(outbox::list(&memory.all(Store::Outbox)).1.is_empty());
        assert!(packs::list(&memory.all(Store::Packs)).1.is_empty());
        assert!(bin::list(&memory.all(Store::Bin)).1.is_empty());
    }
}
