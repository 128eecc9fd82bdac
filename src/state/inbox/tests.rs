//! How files are judged, and how the desk changes.

use record::{BatchId, OfficerId};
use store::import::Filled;

use super::*;

fn at(minute: i64) -> Timestamp {
    Timestamp::new(1_772_326_800_000 + minute * 60_000, 480)
}

fn facts(device: &str, seq: u64) -> BatchFacts {
    BatchFacts {
        device: DeviceId::new(device),
        fingerprint: DeviceId::new(device).fingerprint(),
        file_hash: Sha256::of(format!("{device}{seq}").as_bytes()),
        created_at: at(0),
        newest: at(0),
        officer: OfficerId::new("样例01"),
        seq,
        records: 1,
        attachments: 0,
        to_come: 0,
        forms: Vec::new(),
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
        filled: Filled::default(),
        table: None,
    }
}

fn line(id: u32, facts: Option<BatchFacts>, outcome: Outcome) -> Line {
    let origin = Origin::Quarantine(id.to_string());
    Line { id, name: format!("样例{id}.json"), origin, facts: facts.map(Rc::new), outcome }
}

fn ready() -> Outcome {
    Outcome::Ready(ImportCounts::default())
}

fn desk(actions: Vec<Action>) -> Rc<Desk> {
    actions.into_iter().fold(Rc::new(Desk::default()), Desk::reduce)
}

#[test]
fn what_waits_here_need_not_come_again_and_what_was_taken_in_stands_in_the_database() {
    let hash = Sha256::of(b"bytes on a server");
    let fetched = |id, outcome| Line { name: format!("00000007-{hash}.batch.age"), ..line(id, None, outcome) };
    let taken = || Outcome::Imported(ImportCounts::default());
    let waiting = desk(vec![
        Action::Add(fetched(1, Outcome::Reading)),
        Action::Add(line(2, Some(facts("a", 1)), ready())),
        Action::Add(line(3, Some(facts("a", 2)), taken())),
        Action::Add(line(4, None, Outcome::Failed(Failure::Unreadable))),
    ]);
    assert_eq!(waiting.waiting(), BTreeSet::from([hash, facts("a", 1).file_hash]));
    assert!(desk(vec![Action::Add(fetched(1, taken()))]).waiting().is_empty());
}

#[test]
fn what_was_said_of_a_file_stays_while_it_is_taken_in() {
    let desk = desk(vec![
        Action::Add(line(1, None, Outcome::Reading)),
        Action::Add(line(2, None, Outcome::Reading)),
        Action::Tell { line: 1, facts: Some(Rc::new(facts("a", 1))), outcome: ready() },
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
        Action::Tell { line: 2, facts: Some(Rc::new(facts("a", 1))), outcome: ready() },
    ]);
    assert_eq!(again.lines.iter().map(|line| line.id).collect::<Vec<_>>(), [2]);
    let quarantined = facts("a", 1).file_hash.to_string();
    assert!(again.lies_here(&quarantined));
    let aside = desk(vec![Action::Add(line(1, Some(facts("a", 1)), Outcome::SetAside))]);
    assert!(!aside.lies_here(&quarantined));
    let thrown = desk(vec![
        Action::Add(line(1, Some(facts("a", 1)), Outcome::SetAside)),
        Action::Add(line(2, Some(facts("b", 1)), Outcome::SetAside)),
        Action::Thrown(quarantined),
    ]);
    assert_eq!(thrown.lines.iter().map(|line| line.id).collect::<Vec<_>>(), [2]);
}

#[test]
fn what_was_imported_is_added_up() {
    let counts = |added| Outcome::Imported(ImportCounts { added, known: 1, ..ImportCounts::default() });
    let desk = desk(vec![
        Action::Add(line(1, None, counts(2))),
        Action::Add(line(2, None, counts(3))),
        Action::Add(line(3, None, Outcome::SetAside)),
    ]);
    assert_eq!(desk.imported(), (2, ImportCounts { added: 5, known: 2, ..ImportCounts::default() }));
}

#[test]
fn a_file_that_was_still_read_when_somebody_trusted_its_device_is_looked_at_again_once_all_is_at_rest() {
    let waits = Outcome::Unknown { is_revoked: false };
    let known = |device: &str, standing| KnownDevice {
        id: DeviceId::new(device),
        label: String::new(),
        standing,
        decided_at: at(1),
        officers: None,
    };
    let devices = vec![known("a", DeviceStanding::Trusted), known("b", DeviceStanding::Revoked)];
    let trusted = || Action::Known(Rc::new(Known { devices: devices.clone(), ..Known::default() }));
    let lines = || {
        let of = |id, device| Action::Add(line(id, Some(facts(device, u64::from(id))), waits.clone()));
        [of(1, "a"), of(2, "b"), of(3, "c"), Action::Add(line(4, Some(facts("a", 4)), ready()))]
    };
    let answered = |desk: &Desk| desk.answered().map(|line| line.id).collect::<Vec<_>>();
    assert_eq!(answered(&desk(lines().into())), [] as [u32; 0], "nobody has said anything");
    let said = desk(lines().into_iter().chain([trusted()]).collect());
    assert_eq!(answered(&said), [1]);
    let busy = desk(lines().into_iter().chain([trusted(), Action::Work(Some((0, 1)))]).collect());
    assert_eq!(answered(&busy), [] as [u32; 0]);
}

#[test]
fn a_batch_that_neither_came_nor_lies_here_is_missing() {
    let known = Known { arrivals: vec![arrival("a", 2, b""), arrival("b", 1, b"")], ..Known::default() };
    let desk = desk(vec![
        Action::Known(Rc::new(known)),
        Action::Add(line(1, Some(facts("a", 4)), ready())),
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
        officers: None,
    };
    let desk = desk(vec![Action::Known(Rc::new(Known {
        devices: vec![device("a", "样例平板"), device("b", "")],
        ..Known::default()
    }))]);
    assert_eq!(desk.label(&DeviceId::new("a")), Some("样例平板"));
    assert_eq!(desk.label(&DeviceId::new("b")), None);
    assert_eq!(desk.label(&DeviceId::new("c")), None);
}

#[test]
fn what_is_stopped_can_be_tried_again_and_what_was_done_stays() {
    let stopping = desk(vec![
        Action::Work(Some((1, 3))),
        Action::Add(line(1, None, Outcome::Ready(ImportCounts { added: 2, ..ImportCounts::default() }))),
        Action::Add(line(2, None, Outcome::Reading)),
        Action::Add(line(3, None, Outcome::Imported(ImportCounts::default()))),
        Action::Stopping,
    ]);
    assert!(stopping.is_stopping && stopping.is_busy(), "nobody knows yet what came of it");
    let failed = |line| Action::Failed { line, failure: Failure::Stopped };
    let desk = [failed(1), failed(2), failed(3), Action::Work(None)].into_iter().fold(stopping, Desk::reduce);
    let outcomes: Vec<_> = desk.lines.iter().map(|line| line.outcome.name()).collect();
    assert_eq!(outcomes, ["ready", "failed", "imported"]);
    assert_eq!(desk.lines[1].outcome, Outcome::Failed(Failure::Stopped));
    assert!(!desk.is_busy() && !desk.is_stopping);
    assert_eq!(desk.ready_counts().added, 2);
}

#[test]
fn what_was_stopped_too_late_is_told_until_something_is_done_again() {
    let late = desk(vec![Action::Work(Some((0, 0))), Action::Stopping, Action::TooLate, Action::Work(None)]);
    assert!(late.is_too_late && !late.is_stopping && !late.is_busy());
    assert!(!late.reduce(Action::Work(Some((0, 1)))).is_too_late);
    // A tap on a button that is just going away stops nothing.
    assert!(!desk(vec![Action::Stopping]).is_stopping);
}
