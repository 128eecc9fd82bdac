//! How files are judged, and how the desk changes.

use record::{BatchId, OfficerId, RecordId};

use super::*;
use crate::worker::batches::RecordRefusal;

fn at(minute: i64) -> Timestamp {
    Timestamp::new(1_772_326_800_000 + minute * 60_000, 480)
}

fn facts(device: &str, seq: u64) -> BatchFacts {
    BatchFacts {
        device: DeviceId::new(device),
        fingerprint: DeviceId::new(device).fingerprint(),
        file_hash: Sha256::of(format!("{device}{seq}").as_bytes()),
        created_at: at(0),
        officer: OfficerId::new("样例01"),
        seq,
        records: 1,
        attachments: 0,
        forms: Vec::new(),
    }
}

fn batch(device: &str, seq: u64) -> BatchSeen {
    BatchSeen {
        facts: facts(device, seq),
        id: BatchId::new(at(0), [1; 10]),
        body_hash: Sha256::of(b"body"),
        previous: None,
        revisions: vec![(RecordId::new(at(0), [1; 10]), Sha256::of(b"revision"))],
        entities: Vec::new(),
        named: Vec::new(),
    }
}

fn arrival(device: &str, seq: u64, body: &[u8]) -> Arrival {
    Arrival {
        batch: BatchId::new(at(0), [1; 10]),
        device: DeviceId::new(device),
        seq,
        created_at: at(0),
        taken_at: at(3),
        body_hash: Sha256::of(body),
        previous: None,
        file_hash: Sha256::of(b"file"),
        file_name: "样例.json".to_owned(),
        revisions: Vec::new(),
        report: String::new(),
    }
}

fn line(id: u32, facts: Option<BatchFacts>, outcome: Outcome) -> Line {
    let origin = Origin::Quarantine(id.to_string());
    Line { id, name: format!("样例{id}.json"), origin, facts: facts.map(Rc::new), outcome }
}

fn ready(device: &str, seq: u64) -> Outcome {
    Outcome::Ready(Rc::new(batch(device, seq)), ImportCounts::default())
}

fn desk(actions: Vec<Action>) -> Rc<Desk> {
    actions.into_iter().fold(Rc::new(Desk::default()), Desk::reduce)
}

#[test]
fn a_batch_that_is_new_is_previewed_and_one_that_came_says_when() {
    let seen = || FileSeen::Batch(Box::new(batch("a", 1)));
    assert_eq!(judge(seen(), None), Step::Preview(Rc::new(batch("a", 1))));
    let Step::Tell(_, outcome) = judge(seen(), Some(&arrival("a", 1, b"body"))) else { panic!("not told") };
    assert_eq!(outcome, Outcome::AlreadyImported { at: at(3) });
}

#[test]
fn another_batch_under_a_known_id_is_kept_aside_and_not_called_known() {
    let step = judge(FileSeen::Batch(Box::new(batch("a", 1))), Some(&arrival("b", 1, b"other")));
    assert_eq!(step, Step::Keep(Some(Rc::new(facts("a", 1))), FileRefusal::OtherContents));
}

#[test]
fn a_refused_file_is_kept_but_not_one_that_is_too_large_or_none_of_ours() {
    let cut = FileRefusal::Truncated { have: 1, want: Some(2) };
    assert_eq!(judge(FileSeen::Refused(cut.clone()), None), Step::Keep(None, cut));
    let large = FileRefusal::TooLarge { bytes: 2, most: 1 };
    let told = Outcome::Refused { why: large.clone(), is_kept: false };
    assert_eq!(judge(FileSeen::Refused(large), None), Step::Tell(None, told));
    let picture = Outcome::Foreign(ForeignKind::Picture);
    assert_eq!(judge(FileSeen::Foreign(ForeignKind::Picture), None), Step::Tell(None, picture));
    assert_eq!(judge(FileSeen::Pack, None), Step::Tell(None, Outcome::Pack));
}

#[test]
fn a_file_of_an_unknown_device_waits_for_somebodys_word() {
    let step = judge(FileSeen::Aside { facts: facts("a", 1), is_revoked: false }, None);
    assert_eq!(step, Step::Tell(Some(Rc::new(facts("a", 1))), Outcome::Unknown { is_revoked: false }));
}

#[test]
fn what_was_said_of_a_file_stays_while_it_is_taken_in() {
    let desk = desk(vec![
        Action::Add(line(1, None, Outcome::Reading)),
        Action::Add(line(2, None, Outcome::Reading)),
        Action::Tell { line: 1, facts: Some(Rc::new(facts("a", 1))), outcome: ready("a", 1) },
        Action::Tell { line: 1, facts: None, outcome: Outcome::Importing },
        Action::Tell { line: 9, facts: None, outcome: Outcome::SetAside },
    ]);
    assert_eq!(desk.lines[0].facts, Some(Rc::new(facts("a", 1))));
    assert_eq!(desk.lines[0].outcome, Outcome::Importing);
    assert_eq!(desk.lines[1].outcome, Outcome::Reading);
    assert!(desk.is_busy());
    assert_eq!(desk.ready().count(), 0);
}

#[test]
fn a_file_that_was_put_aside_and_is_looked_at_again_stands_on_the_desk_once() {
    let again = desk(vec![
        Action::Add(line(1, Some(facts("a", 1)), Outcome::SetAside)),
        Action::Add(line(2, None, Outcome::Reading)),
        Action::Tell { line: 2, facts: Some(Rc::new(facts("a", 1))), outcome: ready("a", 1) },
    ]);
    assert_eq!(again.lines.iter().map(|line| line.id).collect::<Vec<_>>(), [2]);
    let quarantined = facts("a", 1).file_hash.to_string();
    assert!(again.lies_here(&quarantined));
    let aside = desk(vec![Action::Add(line(1, Some(facts("a", 1)), Outcome::SetAside))]);
    assert!(!aside.lies_here(&quarantined));
}

#[test]
fn what_was_imported_is_added_up() {
    let counts = |added| Outcome::Imported(ImportCounts { added, known: 1, conflicts: 0, erased: 0 });
    let desk = desk(vec![
        Action::Add(line(1, None, counts(2))),
        Action::Add(line(2, None, counts(3))),
        Action::Add(line(3, None, Outcome::SetAside)),
    ]);
    assert_eq!(desk.imported(), (2, ImportCounts { added: 5, known: 2, conflicts: 0, erased: 0 }));
}

#[test]
fn a_batch_that_neither_came_nor_lies_here_is_missing() {
    let known = Known { arrivals: vec![arrival("a", 2, b""), arrival("b", 1, b"")], ..Known::default() };
    let desk = desk(vec![
        Action::Known(known),
        Action::Add(line(1, Some(facts("a", 4)), ready("a", 4))),
        Action::Add(line(2, Some(facts("b", 2)), Outcome::Imported(ImportCounts::default()))),
        // Not here until somebody trusts it: its number says nothing yet.
        Action::Add(line(3, Some(facts("c", 9)), Outcome::Unknown { is_revoked: false })),
    ]);
    let missing: Vec<_> = desk.missing().into_iter().map(|(facts, missing)| (facts.device.clone(), missing)).collect();
    assert_eq!(missing, [(DeviceId::new("a"), vec![1, 3])]);
}

#[test]
fn a_device_is_called_by_the_name_that_it_was_given() {
    let device = |id: &str, label: &str| KnownDevice {
        id: DeviceId::new(id),
        label: label.to_owned(),
        standing: store::devices::DeviceStanding::Trusted,
        decided_at: at(0),
    };
    let desk = desk(vec![Action::Known(Known {
        devices: vec![device("a", "样例平板"), device("b", "")],
        ..Known::default()
    })]);
    assert_eq!(desk.label(&DeviceId::new("a")), Some("样例平板"));
    assert_eq!(desk.label(&DeviceId::new("b")), None);
    assert_eq!(desk.label(&DeviceId::new("c")), None);
}

#[test]
fn each_reason_to_refuse_has_a_word_of_its_own() {
    let all = [
        FileRefusal::TooLarge { bytes: 1, most: 1 },
        FileRefusal::Truncated { have: 1, want: None },
        FileRefusal::Damaged { on_the_way: true },
        FileRefusal::Repacked,
        FileRefusal::Signature,
        FileRefusal::Newer,
        FileRefusal::TooMany { have: 1, most: 1 },
        FileRefusal::Contents,
        FileRefusal::Record { place: 1, why: RecordRefusal::Newer },
        FileRefusal::OtherContents,
    ];
    let words: BTreeSet<&str> = all.iter().map(word).collect();
    assert_eq!(words.len(), all.len());
}
