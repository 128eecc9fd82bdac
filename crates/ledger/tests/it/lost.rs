//! What was on a tablet that was lost.

use std::collections::BTreeSet;

use ledger::lost::{Because, Given, Lost, WasThere, Whose};
use ledger::{EntityKey, LABEL, histories};
use record::{
    Attachment, DeviceId, EntityChange, ErasedEntity, Erasures, ListName, Part, Revision, RevisionHash, Sha256,
    Submission, Timestamp,
};

use crate::world::{Device, create, key, update};

const PHONE: &str = "400-000-0417";
const PERSON: &str = "样例联系人";
const CODE: &str = "91350100M000100Y43";

fn firm(id: &str, title: &str) -> EntityChange {
    let said = [(LABEL, title), ("uscc", CODE), ("contact_name", PERSON), ("contact_phone", PHONE), ("area", "area_1")];
    create("enterprises", id, &said)
}

fn talent(id: &str, code: &str) -> EntityChange {
    let said = [(LABEL, "T 样例甲"), ("talent_code", code), ("display_name", "样例甲"), ("phone", PHONE), ("post", "")];
    create("talents", id, &said)
}

fn on(text: &str, revision: &Revision) -> Revision {
    let finalized_at = at(text);
    Revision::write(Submission { finalized_at, ..revision.submission().clone() }).expect("it can be written")
}

fn at(day: &str) -> Timestamp {
    format!("{day}T10:00:00.000+08:00").parse().expect("a time")
}

fn part(keys: &[EntityKey]) -> Given {
    Given { part: keys.iter().cloned().collect(), ..Given::default() }
}

fn all(keys: &[EntityKey], before: Option<Timestamp>) -> Given {
    Given { all: keys.iter().cloned().collect(), before, ..Given::default() }
}

/// What was on the tablet called `lost`, as a desk says it that has all of this. `brought`: what came in that tablet's batches.
fn there(revisions: &[Revision], brought: &[&Revision], given: Given) -> WasThere {
    let brought: BTreeSet<RevisionHash> = brought.iter().map(|revision| revision.hash()).collect();
    let mut lost = Lost::new(DeviceId::new("lost"), brought, given, BTreeSet::new());
    let (rows, erasures) = (histories(revisions), Erasures::of(revisions));
    // What was erased does not lie at the desk any more.
    revisions.iter().filter(|revision| !erasures.erases(revision)).for_each(|revision| lost.learn(revision));
    rows.values().for_each(|row| lost.learn_row(row));
    let nameless: Vec<EntityKey> = lost.nameless().collect();
    nameless.iter().filter_map(|key| rows.get(key)).for_each(|row| lost.learn_name(&row.state()));
    lost.told()
}

/// Whom it names, by what they are called there, with what was there of each and why that is known.
fn people(there: &WasThere) -> Vec<(&str, String, Because)> {
    let line = |person: &'_ ledger::lost::OfPerson| {
        let kinds: Vec<&str> = person.kinds.iter().map(|(_, property)| property.as_str()).collect();
        (kinds.join(" "), person.because)
    };
    let called = there.people.iter().map(|person| match &person.whose {
        Whose::Contact { title, .. } => title.as_str(),
        Whose::Registered { code, .. } => code.as_str(),
        Whose::Staff(officer) => officer.as_str(),
    });
    called.zip(there.people.iter().map(line)).map(|(called, (kinds, because))| (called, kinds, because)).collect()
}

fn of(there: &WasThere, called: &str) -> Option<(String, Because)> {
    people(there).into_iter().find(|(name, ..)| *name == called).map(|(_, kinds, because)| (kinds, because))
}

fn rows(there: &WasThere) -> Vec<(&str, usize)> {
    there.rows.iter().map(|(list, count)| (list.as_str(), *count)).collect()
}

#[test]
fn what_came_from_a_lost_tablet_and_what_packs_gave_it_was_there_and_whose_it_is_is_told_without_what_it_is() {
    let (mut lost, mut desk) = (Device::new("lost"), Device::new("desk"));
    let made = on("2026-03-01", &lost.write(vec![firm("mine", "样例一厂")]));
    let photo = Attachment {
        name: "photo.jpg".to_owned(),
        sha256: Sha256::of(b"photo"),
        bytes: 1,
        media_type: "image/jpeg".to_owned(),
    };
    let made = Revision::write(Submission { attachments: vec![photo], ..made.submission().clone() }).expect("written");
    let edit = on("2026-03-05", &lost.edit(&[&made], Vec::new()));
    let part_of = on("2026-02-01", &desk.write(vec![firm("part", "样例二厂")]));
    let of_all = on("2026-02-02", &desk.write(vec![firm("all", "样例三厂")]));
    let bare = desk.write(vec![create("platforms", "station", &[(LABEL, "样例中心")])]);
    let given = Given {
        part: [key("enterprises", "part"), key("platforms", "station")].into(),
        all: [key("enterprises", "all"), key("enterprises", "part"), key("enterprises", "mine")].into(),
        before: None,
    };
    let told = there(&[made, edit, part_of, of_all, bare], &[], given);
    assert_eq!(told.records.into_iter().collect::<Vec<_>>(), [("sample".to_owned(), 1)]);
    assert_eq!(told.files, 1);
    let told = WasThere { records: Default::default(), ..told };
    assert_eq!(rows(&told), [("enterprises", 3), ("platforms", 1)]);
    let kinds = || "contact_name contact_phone".to_owned();
    assert_eq!(
        people(&told),
        [
            ("样例一厂", kinds(), Because::Came),
            ("样例三厂", kinds(), Because::All),
            ("样例二厂", kinds(), Because::Part),
            ("样例-desk", String::new(), Because::Part),
            ("样例-lost", String::new(), Because::Came),
        ]
    );
    assert_eq!(told.people.iter().map(|person| person.since.to_string()).next().as_deref(), Some("2026-03-01"));
    let Whose::Contact { code, .. } = &told.people[0].whose else { panic!("{:?}", told.people[0]) };
    assert_eq!(code, CODE);
    let said = format!("{told:?}");
    assert!(!said.contains(PHONE) && !said.contains(PERSON), "{said}");
}

#[test]
fn what_never_was_on_a_lost_tablet_is_not_told() {
    let (mut lost, mut other) = (Device::new("lost"), Device::new("other"));
    let revisions = [
        lost.write(vec![firm("mine", "样例一厂")]),
        other.write(vec![firm("theirs", "样例二厂")]),
        other.write(vec![talent("t1", "T0000001")]),
        other.write(vec![create("visits", "v1", &[("subject_id", "theirs"), ("met_role", "hr")])]),
    ];
    let told = there(&revisions, &[], Given::default());
    assert_eq!(told.records.values().sum::<usize>(), 1);
    assert_eq!(rows(&told), [("enterprises", 1)]);
    assert_eq!(people(&told).iter().map(|(called, ..)| *called).collect::<Vec<_>>(), ["样例一厂", "样例-lost"]);
    assert_eq!(there(&revisions[1..], &[], Given::default()), WasThere::default());
}

#[test]
fn who_was_registered_is_told_by_code_and_only_where_the_record_came_from_there() {
    let (mut lost, mut other) = (Device::new("lost"), Device::new("other"));
    let mine = lost.write(vec![talent("t1", "T0000001")]);
    let theirs = other.write(vec![talent("t2", "T0000002")]);
    // No pack has people: whatever is said of one, nobody of the list was there by it.
    let given = part(&[key("talents", "t1"), key("talents", "t2")]);
    let told = there(&[mine, theirs], &[], given);
    assert_eq!(rows(&told), [("talents", 1)]);
    let of_person = ("display_name phone talent_code".to_owned(), Because::Came);
    assert_eq!((of(&told, "T0000001"), of(&told, "T0000002")), (Some(of_person), None));
    assert!(!format!("{told:?}").contains("样例甲"));
}

#[test]
fn what_was_erased_since_is_of_nobody_any_more() {
    let (mut lost, mut desk) = (Device::new("lost"), Device::new("desk"));
    let gone = lost.write(vec![talent("t1", "T0000001")]);
    let kept = lost.write(vec![talent("t2", "T0000002")]);
    let firm = lost.write(vec![firm("mine", "样例一厂")]);
    let withdrawn = desk.erase(&[&gone], &[key("talents", "t1")]);
    let named = ErasedEntity { list: ListName::new("enterprises"), id: key("enterprises", "mine").entity };
    let contact = Part {
        entities: vec![named],
        properties: ["contact_name", "contact_phone"].map(str::to_owned).into(),
        ..Part::of(firm.submission().record, firm.hash())
    };
    let over = desk.erase_parts(vec![contact]);
    let before = there(&[gone.clone(), kept.clone(), firm.clone()], &[], Given::default());
    assert!(of(&before, "T0000001").is_some() && of(&before, "样例一厂").is_some());

    let told = there(&[gone, kept, firm, withdrawn, over], &[], part(&[key("enterprises", "mine")]));
    assert_eq!((of(&told, "T0000001"), of(&told, "样例一厂")), (None, None));
    assert!(of(&told, "T0000002").is_some());
    assert_eq!(rows(&told), [("enterprises", 1), ("talents", 1)]);
    assert_eq!(told.records.values().sum::<usize>(), 2, "what erased is no record of the tablet's");
}

#[test]
fn a_contact_that_the_tablet_took_down_is_there_though_another_took_the_place_of_it() {
    let (mut lost, mut other) = (Device::new("lost"), Device::new("other"));
    let made = on("2026-03-01", &lost.write(vec![firm("mine", "样例一厂")]));
    let blank = [("contact_name", ""), ("contact_phone", "")];
    let left = on("2026-04-01", &other.write(vec![update("enterprises", "mine", &blank, &[&made])]));
    let revisions = [made, left];
    let kinds = "contact_name contact_phone".to_owned();
    assert_eq!(of(&there(&revisions, &[], Given::default()), "样例一厂"), Some((kinds, Because::Came)));
    // A pack gave it what stands: nobody.
    let theirs = there(&revisions[1..], &[], part(&[key("enterprises", "mine")]));
    assert_eq!(people(&theirs).iter().map(|(called, ..)| *called).collect::<Vec<_>>(), ["样例-other"]);
}

#[test]
fn whom_somebody_met_is_told_at_the_enterprise_that_the_visit_was_about() {
    let (mut lost, mut desk) = (Device::new("lost"), Device::new("desk"));
    let firm = desk.write(vec![create("enterprises", "theirs", &[(LABEL, "样例二厂")])]);
    let visit = lost.write(vec![create("visits", "v1", &[("subject_id", "theirs"), ("met_role", "hr")])]);
    let served = [("subject_id", "theirs"), ("staff_code", "017")];
    let assignment = lost.write(vec![create("assignments", "a1", &served)]);
    let told = there(&[firm, visit, assignment], &[], Given::default());
    assert_eq!(of(&told, "样例二厂"), Some(("met_role".to_owned(), Because::Came)));
    assert_eq!(of(&told, "017"), Some((String::new(), Because::Came)));
    assert_eq!(rows(&told), [("assignments", 1), ("visits", 1)], "the enterprise itself was not there");
}

#[test]
fn what_another_filled_and_the_lost_tablet_sent_was_there() {
    let mut other = Device::new("other");
    let theirs = other.write(vec![firm("theirs", "样例二厂")]);
    let told = there(std::slice::from_ref(&theirs), &[&theirs], Given::default());
    assert_eq!(told.records.values().sum::<usize>(), 1);
    assert_eq!(of(&told, "样例二厂").map(|(_, because)| because), Some(Because::Came));
    // What somebody else made of it since was not.
    let edit = Device::new("desk").edit(&[&theirs], vec![create("social_orgs", "later", &[("contact_name", PERSON)])]);
    let told = there(&[theirs.clone(), edit], &[&theirs], Given::default());
    assert_eq!(rows(&told), [("enterprises", 1)]);
}

#[test]
fn a_pack_for_all_that_was_made_after_a_tablet_was_revoked_tells_only_of_what_there_was_before() {
    let mut desk = Device::new("desk");
    let early = on("2026-03-01", &desk.write(vec![firm("early", "样例一厂")]));
    let late = on("2026-03-09", &desk.write(vec![firm("late", "样例二厂")]));
    let keys = ["early", "late"].map(|id| key("enterprises", id));
    let revisions = [early, late];
    let told = there(&revisions, &[], all(&keys, Some(at("2026-03-05"))));
    assert_eq!((of(&told, "样例一厂").is_some(), of(&told, "样例二厂")), (true, None));
    assert_eq!(rows(&there(&revisions, &[], all(&keys, None))), [("enterprises", 2)]);
}
