//! Parts of revisions that are erased: what is left, that no order matters, and that what was left goes nowhere.

#![allow(clippy::unwrap_used, reason = "a test falls where it is wrong")]

use proptest::prelude::*;
use record::part::{INSTANCE_NAME, LABEL, PROOFS};
use record::{
    Attachment, Decision, DeviceId, EntityChange, EntityId, ErasedEntity, Erasure, Erasures, FormRef, ListName,
    OfficerId, Part, Proof, ReadRevisionError, RecordId, Remark, Revision, Sha256, Submission, Timestamp,
};
use serde_json::json;

fn record(number: u8) -> RecordId {
    RecordId::new(Timestamp::new(1_772_327_460_000, 480), [number; 10])
}

fn firm() -> ErasedEntity {
    ErasedEntity { list: ListName::new("enterprises"), id: EntityId::new("e1") }
}

fn photo() -> Attachment {
    let sha256 = Sha256::of(b"licence");
    Attachment { name: format!("{sha256}.jpg"), sha256, bytes: 7, media_type: "image/jpeg".into() }
}

fn registration() -> Submission {
    let answers = json!({
        "name": "样例企业",
        "g_contact": {"contact_name": "样例联系人", "contact_phone": "400-000-0417"},
        "visits": [{"who": "样例联系人", "staff": 12}, {"who": "样例乙", "staff": 0.5}],
        "licence_photo": photo().name,
    });
    let change = EntityChange {
        label: Some("样例企业".into()),
        properties: [("contact_phone", "400-000-0417"), ("employees", "12")].map(|(a, b)| (a.into(), b.into())).into(),
        ..EntityChange::create(firm().list, firm().id)
    };
    let remark =
        |path: &str| Remark {
            path: path.into(), text: "样例备注".into(), later: false, confirmed: None, since: None
        };
    Submission {
        record: record(1),
        parents: Vec::new(),
        form: FormRef { id: "enterprise_registration".into(), version: "1".into(), hash: Sha256::of(b"form") },
        device: DeviceId::new("device"),
        officer: OfficerId::new("s01"),
        finalized_at: Timestamp::new(1_772_327_460_000, 480),
        sequence: 1,
        instance_name: Some("样例企业".into()),
        answers: answers.as_object().unwrap().clone(),
        entities: vec![change],
        attachments: vec![photo()],
        remarks: vec![remark("/data/g_contact/contact_phone"), remark("/data/visits[2]/who"), remark("/data/name")],
        erasure: None,
        decision: None,
    }
}

/// An erasure of these parts, told apart from others by its sequence.
fn erasure(sequence: u64, parts: Vec<Part>) -> Submission {
    Submission {
        record: record(100 + u8::try_from(sequence).unwrap()),
        form: Decision::form(),
        sequence,
        instance_name: None,
        answers: Default::default(),
        entities: Vec::new(),
        attachments: Vec::new(),
        remarks: Vec::new(),
        erasure: Some(Erasure { parts, ..Erasure::default() }),
        ..registration()
    }
}

fn erased(sequence: u64, parts: Vec<Part>) -> Revision {
    Revision::write(erasure(sequence, parts)).unwrap()
}

fn part(of: &Revision, answers: &[&str], files: &[Sha256], properties: &[&str]) -> Part {
    Part {
        answers: answers.iter().map(|answer| (*answer).to_owned()).collect(),
        files: files.to_vec(),
        entities: if properties.is_empty() { Vec::new() } else { vec![firm()] },
        properties: properties.iter().map(|name| (*name).to_owned()).collect(),
        ..Part::of(of.submission().record, of.hash())
    }
}

#[test]
fn what_was_named_is_blank_and_all_else_reads_as_before_under_the_same_name() {
    let whole = Revision::write(registration()).unwrap();
    let erasures = Erasures::of([&erased(
        1,
        vec![part(
            &whole,
            &["g_contact/contact_phone", "visits/who", INSTANCE_NAME],
            &[photo().sha256],
            &["contact_phone"],
        )],
    )]);
    let cut = erasures.cut(whole.clone());
    let said = cut.submission();
    assert_eq!(cut.hash(), whole.hash());
    assert!(cut.is_cut() && !whole.is_cut());
    let left = json!({
        "name": "样例企业",
        "g_contact": {"contact_name": "样例联系人", "contact_phone": null},
        "visits": [{"who": null, "staff": 12}, {"who": null, "staff": 0.5}],
        "licence_photo": null,
    });
    assert_eq!(serde_json::Value::Object(said.answers.clone()), left);
    assert_eq!(said.entities[0].properties, [("employees".to_owned(), "12".to_owned())].into());
    assert_eq!(said.entities[0].label.as_deref(), Some("样例企业"));
    assert_eq!((said.instance_name.as_deref(), said.attachments.len()), (None, 0));
    assert_eq!(said.remarks.iter().map(|remark| remark.path.as_str()).collect::<Vec<_>>(), ["/data/name"]);
    for gone in ["400-000-0417", &photo().name] {
        assert!(!cut.body().contains(gone), "{}", cut.body());
    }
    // It is kept as it is, and read from there.
    assert_eq!(Revision::read_kept(cut.body()).unwrap(), cut);
}

#[test]
fn a_label_and_what_an_erasure_proves_go_too() {
    let whole = Revision::write(registration()).unwrap();
    let cut = Erasures::of([&erased(1, vec![part(&whole, &[], &[], &[LABEL])])]).cut(whole.clone());
    assert_eq!(cut.submission().entities[0].label, None);
    assert_eq!(cut.submission().entities[0].properties, whole.submission().entities[0].properties);

    let proof = Proof { name: "talent_code".into(), value: "T-0417".into(), label: None, text: None };
    let withdrawal = Erasure { kept: vec![proof], entities: vec![firm()], ..Erasure::default() };
    let parents = vec![whole.hash()];
    let form = registration().form;
    let withdrawal =
        Submission { erasure: Some(withdrawal), parents, form, record: record(1), ..erasure(2, Vec::new()) };
    let withdrawal = Revision::write(withdrawal).unwrap();
    let cut = Erasures::of([&erased(3, vec![part(&withdrawal, &[PROOFS], &[], &[])])]).cut(withdrawal.clone());
    assert!(!cut.body().contains("T-0417"), "{}", cut.body());
    assert_eq!(cut.erasure().map(|erasure| erasure.entities.as_slice()), Some([firm()].as_slice()));
    assert_eq!(Revision::read_kept(cut.body()).unwrap(), cut);
}

#[test]
fn an_erasure_of_parts_is_written_read_and_told_from_one_of_a_record() {
    let whole = Revision::write(registration()).unwrap();
    let parts = erased(1, vec![part(&whole, &["name"], &[], &[])]);
    let says = format!(
        r#""erasure":{{"version":1,"entities":[],"kept":[],"parts":[{{"record":"{}","revision":"{}","answers":["name"],"files":[],"entities":[],"properties":[]}}]}}"#,
        record(1),
        whole.hash()
    );
    assert!(parts.body().contains(r#""format":6,"#) && parts.body().contains(&says), "{}", parts.body());
    assert_eq!(Revision::read(parts.body()).unwrap(), parts);
    let erasures = Erasures::of([&parts]);
    assert!(erasures.has_parts() && !erasures.is_record_erased(record(1)));
    assert!(!erasures.is_record_erased(parts.submission().record));
    assert!(!erasures.erases(&whole) && !erasures.erases(&parts));
    // What is older reads the number before anything else that it does not know.
    let body = parts.body().replace(r#""format":6"#, r#""format":2"#);
    assert!(matches!(Revision::read(body), Err(ReadRevisionError::Erasure)));
    let body = parts.body().replace(r#""format":6"#, r#""format":8"#);
    assert!(matches!(Revision::read(body), Err(ReadRevisionError::Newer(8))));
}

#[test]
fn an_erasure_of_parts_that_names_nothing_or_takes_a_record_too_is_refused() {
    let whole = Revision::write(registration()).unwrap();
    let parts = || vec![part(&whole, &["name"], &[], &[])];
    let with = |change: &dyn Fn(&mut Submission)| {
        let mut submission = erasure(1, parts());
        change(&mut submission);
        Revision::read(Revision::write(submission).unwrap().into_body())
    };
    assert!(with(&|_| ()).is_ok());
    for wrong in [
        with(&|it| it.parents.push(Sha256::of(b"p"))),
        with(&|it| it.form = registration().form),
        with(&|it| it.answers = registration().answers),
        with(&|it| it.erasure.as_mut().unwrap().entities.push(firm())),
        with(&|it| it.erasure.as_mut().unwrap().parts.push(part(&whole, &[], &[], &[]))),
    ] {
        assert!(matches!(wrong, Err(ReadRevisionError::Erasure)), "{wrong:?}");
    }
}

#[test]
fn a_part_whose_members_are_not_what_they_should_be_is_no_record_and_what_is_absent_is_empty() {
    let whole = Revision::write(registration()).unwrap();
    let parts = erased(1, vec![part(&whole, &["name"], &[photo().sha256], &["contact_phone"])]);
    let read = |was: &str, is: &str| {
        assert!(parts.body().contains(was), "{was}");
        Revision::read(parts.body().replace(was, is))
    };
    for (was, is) in [
        (r#""answers":["name"]"#, r#""answers":"name""#),
        (r#""answers":["name"]"#, r#""answers":[7]"#),
        (r#""properties":["contact_phone"]"#, r#""properties":[null]"#),
        (
            r#""entities":[{"list":"enterprises","id":"e1"}],"properties""#,
            r#""entities":[{"list":"enterprises"}],"properties""#,
        ),
        (r#""files":[""#, r#""files":["0"#),
        (r#""revision":""#, r#""revision":"0"#),
        (r#"[{"record":""#, r#"[{"record":"0"#),
    ] {
        assert!(matches!(read(was, is), Err(ReadRevisionError::Json(_))), "{is}");
    }
    let fewer = read(r#""answers":["name"],"#, "").unwrap();
    assert_eq!(fewer.erasure().unwrap().parts[0].answers, Vec::<String>::new());
}

#[test]
fn what_was_left_is_no_record_to_anybody_else_and_a_changed_sign_is_seen() {
    let whole = Revision::write(registration()).unwrap();
    let cut = Erasures::of([&erased(1, vec![part(&whole, &["name"], &[], &[])])]).cut(whole);
    assert!(matches!(Revision::read(cut.body()), Err(ReadRevisionError::Cut)));
    assert!(cut.body().contains(r#""format":7,"#));
    for (was, is) in [("0.5", "0.6"), (r#""format":7"#, r#""format":1"#), ("400-000-0417", "400-000-0418")] {
        let changed = cut.body().replace(was, is);
        assert_ne!(changed, cut.body());
        assert!(matches!(Revision::read_kept(changed), Err(ReadRevisionError::Cut)));
    }
}

#[test]
fn a_text_full_of_zeros_is_kept_and_read_like_any_other() {
    let zeros = format!(r#""__sum":"{}""#, Sha256::from_bytes([0; 32]));
    let mut submission = registration();
    submission.device = DeviceId::new(Sha256::from_bytes([0; 32]).to_string());
    submission.answers.insert("note".into(), zeros.clone().into());
    submission.answers.insert("__sum".into(), Sha256::from_bytes([0; 32]).to_string().into());
    let whole = Revision::write(submission).unwrap();
    let cut = Erasures::of([&erased(1, vec![part(&whole, &["name"], &[], &[])])]).cut(whole);
    assert_eq!(Revision::read_kept(cut.body()).unwrap(), cut);
    assert_eq!(cut.submission().answers["note"], json!(zeros));
}

fn parts_of(whole: &Revision) -> impl Strategy<Value = Part> + use<> {
    let whole = whole.clone();
    let answers =
        ["name", "g_contact", "g_contact/contact_phone", "visits/who", "visits", "licence_photo", INSTANCE_NAME];
    let answers = prop::sample::subsequence(answers.to_vec(), 0..=7);
    let properties = prop::sample::subsequence(vec!["contact_phone", "employees", LABEL], 0..=3);
    (answers, any::<bool>(), properties).prop_map(move |(answers, has_file, properties)| {
        let files = if has_file { vec![photo().sha256] } else { Vec::new() };
        part(&whole, &answers, &files, &properties)
    })
}

proptest! {
    #[test]
    fn erasures_of_parts_cut_the_same_in_whatever_order_and_however_often(
        parts in prop::collection::vec(parts_of(&Revision::write(registration()).unwrap()), 1..4), order in any::<u64>(),
    ) {
        let whole = Revision::write(registration()).unwrap();
        let erasures: Vec<Revision> = (1..).zip(parts).map(|(number, part)| erased(number, vec![part])).collect();
        let at_once = Erasures::of(&erasures).cut(whole.clone());
        let mut one_by_one = whole.clone();
        let mut turned: Vec<&Revision> = erasures.iter().chain(&erasures).collect();
        let by = usize::try_from(order % 8).unwrap() % turned.len();
        turned.rotate_left(by);
        if order % 2 == 0 {
            turned.reverse();
        }
        for erasure in turned {
            one_by_one = Erasures::of([erasure]).cut(one_by_one);
        }
        prop_assert_eq!(&one_by_one, &at_once);
        prop_assert_eq!(&Erasures::of(&erasures).cut(at_once.clone()), &at_once);
        prop_assert_eq!(&Revision::read_kept(at_once.body()).unwrap(), &at_once);
        prop_assert_eq!(at_once.hash(), whole.hash());
    }
}
