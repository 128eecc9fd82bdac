//! Sample things to keep, and a device to keep them on.
#![allow(dead_code)]

use record::{BatchId, DeviceId, DraftId, FormRef, OfficerId, RecordId, Revision, Sha256, Submission, Timestamp};
use store::import::{Arrival, Filled, Load};
use store::memory::{Aborted, Memory};
use store::outbox::{Export, ExportState};
use store::settings::{OwnDevice, SecretKey};
use store::{Draft, DraftState, EntityRow, Entry, Key, LedgerVersion, Replay, Settings, Snapshot, Store, Transaction};
use store::{draft, journal, layout, settings};

pub fn at(minute: i64) -> Timestamp {
    Timestamp::new(1_772_326_800_000 + minute * 60_000, 480)
}

pub fn form() -> FormRef {
    FormRef { id: "liaison_visit".into(), version: "2026030101".into(), hash: record::form_hash(b"workbook", &[]) }
}

pub fn device() -> OwnDevice {
    OwnDevice { key: SecretKey([7; 32]), label: "样例平板".into(), made_at: at(0) }
}

pub fn device_id() -> DeviceId {
    DeviceId::new("ab".repeat(32))
}

pub fn draft_no(number: u8) -> Draft {
    Draft {
        id: DraftId::new(at(i64::from(number)), [number; 10]),
        form: form(),
        officer: OfficerId::new("样例01"),
        title: format!("样例走访{number}"),
        created_at: at(0),
        changed_at: at(0),
        answered: 0,
        at_path: None,
        begun_from: None,
        state: DraftState::Open,
        epoch: 1,
    }
}

pub fn first() -> Snapshot {
    Snapshot { seq: 0, instance: "{}".into() }
}

pub fn entry(seq: u64) -> Entry {
    Entry { seq, at: at(1), seed: seq * 31, epoch: 1, action: format!(r#"{{"answer":["/data/note","样例{seq}"]}}"#) }
}

pub fn revision(record: RecordId, sequence: u64, note: &str) -> Revision {
    let answers = serde_json::Map::from_iter([("note".to_owned(), note.into())]);
    let submission = Submission {
        record,
        parents: Vec::new(),
        form: form(),
        device: device_id(),
        officer: OfficerId::new("样例01"),
        finalized_at: at(i64::try_from(sequence).unwrap()),
        sequence,
        instance_name: Some("样例企业".into()),
        answers,
        entities: Vec::new(),
        attachments: Vec::new(),
        remarks: Vec::new(),
        erasure: None,
        decision: None,
    };
    Revision::write(submission).unwrap()
}

pub fn record_no(number: u8) -> RecordId {
    draft_no(number).id.record()
}

pub fn entity(id: &str, text: &str) -> EntityRow {
    EntityRow { key: Key::from("enterprises").then(id), value: Some(text.into()) }
}

pub fn arrival(number: u8, revisions: &[Revision]) -> Arrival {
    Arrival {
        batch: BatchId::new(at(i64::from(number)), [number; 10]),
        device: DeviceId::new("cd".repeat(32)),
        seq: u64::from(number),
        created_at: at(1),
        taken_at: at(2),
        body_hash: Sha256::of(&[number]),
        previous: None,
        file_hash: Sha256::of(&[number, 1]),
        file_name: "样例.json".into(),
        revisions: revisions.iter().map(|revision| (revision.submission().record, revision.hash())).collect(),
        report: r#"{"added":1}"#.into(),
        filled: Filled {
            officers: vec![OfficerId::new("样例01"), OfficerId::new("样例02")],
            forms: vec![("企业登记".into(), "4".into())],
        },
        table: None,
    }
}

pub fn export(seq: u64, revisions: &[Revision]) -> Export {
    Export {
        batch: BatchId::new(at(5), [u8::try_from(seq).unwrap(); 10]),
        seq,
        created_at: at(5),
        body_hash: Sha256::of(b"body"),
        file_hash: Sha256::of(b"file"),
        file_name: "taizhang-样例.json".into(),
        target: "download".into(),
        attempts: 1,
        state: ExportState::Handed,
        revisions: revisions.iter().map(|revision| (revision.submission().record, revision.hash())).collect(),
        seal: None,
        stored: None,
        apart: Vec::new(),
    }
}

/// A device with its database, and what a person would do with it.
#[derive(Clone, Default)]
pub struct Device {
    pub memory: Memory,
}

impl Device {
    /// A device that was set up.
    pub fn new() -> Self {
        let mut made = Self::default();
        made.run(&settings::set_up("00ff", &device())).unwrap();
        made
    }

    pub fn run(&mut self, transaction: &Transaction) -> Result<(), Aborted> {
        self.memory.run(transaction)
    }

    pub fn settings(&self) -> Settings {
        Settings::read(&self.memory.all(Store::Meta)).unwrap().unwrap()
    }

    pub fn ledger(&self) -> LedgerVersion {
        self.settings().ledger
    }

    /// The draft as the start of the app finds it.
    pub fn draft(&self, id: DraftId) -> Option<(Draft, Snapshot, Replay)> {
        let draft = draft::read(self.memory.get(Store::Drafts, &layout::draft(id))?).unwrap();
        let snapshot = draft::read_snapshot(self.memory.get(Store::Drafts, &layout::snapshot(id)).unwrap()).unwrap();
        let rows = self.memory.under(Store::Journal, &layout::draft(id));
        let replay = journal::replay(snapshot.seq, draft.epoch, &rows, "");
        Some((draft, snapshot, replay))
    }

    /// Begins a draft and answers `entries` questions of it.
    pub fn filled(&mut self, number: u8, entries: u64) -> Draft {
        let mut draft = draft_no(number);
        self.run(&draft::begin(&draft, &first())).unwrap();
        for seq in 1..=entries {
            draft.answered += 1;
            draft.at_path = Some("/data/note".into());
            self.run(&draft::append(&draft, &[entry(seq)])).unwrap();
        }
        draft
    }

    /// Begins, fills and finalises one record.
    pub fn finalized(&mut self, number: u8) -> Revision {
        let draft = self.filled(number, 2);
        let revision = revision(draft.id.record(), self.settings().sequence, "样例");
        self.run(&draft::finalize(&draft, &revision, self.ledger(), &[])).unwrap();
        revision
    }

    pub fn take_in(&mut self, number: u8, revisions: &[Revision]) -> Result<(), Aborted> {
        self.run(&store::import::take_in(&[arrival(number, revisions)], Load::of(revisions), self.ledger()))
    }
}
