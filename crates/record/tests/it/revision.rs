use std::collections::BTreeMap;

use record::{
    Attachment, ChangeId, Confirmation, Decision, DeviceId, EntityBase, EntityChange, EntityChangeKind, EntityId,
    ErasedEntity, Erasure, FormRef, Join, ListName, Matter, OfficerId, Pair, Proof, ReadRevisionError, RecordId,
    Remark, Review, Revision, Sameness, Sha256, Submission, Timestamp, Verdict,
};
use serde_json::{Map, Value, json};

fn answers() -> Map<String, Value> {
    let Value::Object(answers) = json!({
        "visit_date": "2023-10-31", "g": {"zeta": 1, "alpha": null}, "rows": [{"n": 1.5}, {"n": 2}], "purposes": "policy need"
    }) else {
        unreachable!()
    };
    answers
}

fn submission() -> Submission {
    let now = Timestamp::new(1_698_724_800_000, 480);
    Submission {
        record: RecordId::new(now, [7; 10]),
        parents: vec![],
        form: FormRef { id: "liaison_visit".into(), version: "1".into(), hash: Sha256::of(b"form") },
        device: DeviceId::new("ab".repeat(32)),
        officer: OfficerId::new("样例01"),
        finalized_at: now,
        sequence: 3,
        instance_name: Some("样例走访".into()),
        answers: answers(),
        entities: vec![EntityChange {
            properties: BTreeMap::from([("note".into(), String::new())]),
            ..EntityChange::update(
                ListName::new("visits"),
                EntityId::new("v1"),
                Some(EntityBase {
                    version: 2,
                    heads: vec![ChangeId { revision: Sha256::of(b"p"), index: 0 }],
                    ..EntityBase::default()
                }),
            )
        }],
        attachments: vec![Attachment {
            name: "1.jpg".into(),
            sha256: Sha256::of(b"photo"),
            bytes: 5,
            media_type: "image/jpeg".into(),
        }],
        remarks: Vec::new(),
        erasure: None,
        decision: None,
    }
}

#[test]
fn a_revision_is_read_back_as_the_same_submission_under_the_same_hash() {
    let written = Revision::write(submission()).unwrap();
    let read = Revision::read(written.body()).unwrap();
    assert_eq!(read, written);
    assert_eq!(read.submission(), &submission());
    assert_eq!(read.hash(), Sha256::of(written.body().as_bytes()));
}

#[test]
fn the_answers_stand_in_form_order_where_odata_tools_look_for_them() {
    let written = Revision::write(submission()).unwrap();
    let body: Value = serde_json::from_str(written.body()).unwrap();
    assert_eq!(body["__id"], format!("uuid:{}", submission().record));
    assert_eq!(body["__system"]["submissionDate"], "2023-10-31T12:00:00.000+08:00");
    assert_eq!(body["__system"]["formVersion"], "1");
    assert_eq!(body["meta"]["instanceName"], "样例走访");
    let keys: Vec<&String> = body["g"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["zeta", "alpha"], "not sorted: the form's own order");
    assert_eq!(body["rows"][0]["n"], 1.5);
}

#[test]
fn another_text_of_the_same_answers_is_another_revision() {
    let written = Revision::write(submission()).unwrap();
    let spaced = written.body().replacen(':', ": ", 1);
    let read = Revision::read(spaced).unwrap();
    assert_ne!(read.hash(), written.hash());
    assert_eq!(read.submission(), written.submission());
}

#[test]
fn a_record_that_repeats_a_key_is_refused() {
    let written = Revision::write(submission()).unwrap();
    let doubled = written.body().replacen('{', r#"{"__id":"uuid:0","#, 1);
    assert!(matches!(Revision::read(doubled), Err(ReadRevisionError::Json(_))));
}

#[test]
fn a_record_of_a_later_format_is_refused_by_its_number() {
    let written = Revision::write(submission()).unwrap();
    let newer = written.body().replacen(r#""format":1"#, r#""format":99"#, 1);
    assert!(matches!(Revision::read(newer), Err(ReadRevisionError::Newer(99))));
}

#[test]
fn a_record_without_a_uuid_is_refused() {
    let written = Revision::write(submission()).unwrap();
    let id = submission().record.to_string();
    assert!(matches!(Revision::read(written.body().replace(&id, "7")), Err(ReadRevisionError::Id)));
}

#[test]
fn an_entity_without_an_id_is_refused() {
    let written = Revision::write(submission()).unwrap();
    let nameless = written.body().replacen(r#""id":"v1""#, r#""id":" ""#, 1);
    assert!(matches!(Revision::read(nameless), Err(ReadRevisionError::Entity(_))));
}

#[test]
fn a_draft_and_the_record_it_becomes_have_one_uuid() {
    let now = Timestamp::new(1_698_724_800_000, 480);
    let draft = record::DraftId::new(now, [1; 10]);
    assert_eq!(draft.record().to_string(), draft.to_string());
    assert_eq!(RecordId::from_instance_id(&draft.record().instance_id()), Ok(draft.record()));
}

#[test]
fn remarks_go_with_the_record_and_one_without_any_is_written_as_before() {
    let plain = Revision::write(submission()).unwrap();
    assert!(!plain.body().contains("remarks"));
    let said = |text: &str, later| Remark {
        path: "/data/needs[1]/what".into(),
        text: text.into(),
        later,
        confirmed: None,
        since: None,
    };
    let remarks = vec![said("问财务", false), said("", true)];
    let written = Revision::write(Submission { remarks: remarks.clone(), ..submission() }).unwrap();
    assert!(written.body().contains(r#"{"path":"/data/needs[1]/what","later":true}"#));
    assert_eq!(Revision::read(written.body()).unwrap().submission().remarks, remarks);
}

#[test]
fn why_a_doubtful_answer_is_right_goes_with_the_record() {
    let confirmed = Confirmation { reason: "企业确认属实".into(), warning: Some("是上年的100倍".into()) };
    let remark =
        |confirmed| Remark { path: "/data/revenue".into(), text: String::new(), later: false, confirmed, since: None };
    let remarks = vec![remark(Some(confirmed.clone())), remark(Some(Confirmation { warning: None, ..confirmed }))];
    let written = Revision::write(Submission { remarks: remarks.clone(), ..submission() }).unwrap();
    let text = r#"{"path":"/data/revenue","confirmed":{"reason":"企业确认属实","warning":"是上年的100倍"}}"#;
    assert!(written.body().contains(text));
    assert_eq!(Revision::read(written.body()).unwrap().submission().remarks, remarks);
}

fn erasure() -> Submission {
    let kept =
        Proof { name: "consent_on".into(), value: "2023-09-01".into(), label: Some("同意日期".into()), text: None };
    Submission {
        parents: vec![Sha256::of(b"p")],
        instance_name: None,
        answers: Map::new(),
        entities: Vec::new(),
        attachments: Vec::new(),
        erasure: Some(Erasure {
            entities: vec![ErasedEntity { list: ListName::new("people"), id: EntityId::new("e1") }],
            reason: None,
            kept: vec![kept],
            parts: Vec::new(),
        }),
        ..submission()
    }
}

#[test]
fn an_erasure_is_a_revision_with_a_hash_and_parents_and_says_what_stays() {
    let written = Revision::write(erasure()).unwrap();
    let own = r#""format":2,"formId":"liaison_visit""#;
    let erased = r#""erasure":{"version":1,"entities":[{"list":"people","id":"e1"}],"kept":[{"name":"consent_on","value":"2023-09-01","label":"同意日期"}]}"#;
    assert!(written.body().contains(own) && written.body().contains(erased), "{}", written.body());
    let read = Revision::read(written.body()).unwrap();
    assert_eq!(read, written);
    assert_eq!(read.submission(), &erasure());
    assert_eq!(read.erasure(), erasure().erasure.as_ref());
    assert_eq!(Revision::write(submission()).unwrap().erasure(), None);
}

#[test]
fn an_erasure_that_is_newer_or_carries_what_it_should_take_away_is_refused_by_name() {
    let body = Revision::write(erasure()).unwrap().body().to_owned();
    let newer = Revision::read(body.replace(r#""format":2"#, r#""format":99"#)).unwrap_err();
    assert!(matches!(newer, ReadRevisionError::Newer(99)));
    let newer = Revision::read(body.replace(r#"{"version":1"#, r#"{"version":2"#)).unwrap_err();
    assert!(matches!(newer, ReadRevisionError::Newer(2)));
    let said_otherwise = Revision::read(body.replace(r#""format":2"#, r#""format":1"#)).unwrap_err();
    assert!(matches!(said_otherwise, ReadRevisionError::Erasure));
    for carrying in [
        Submission { answers: answers(), ..erasure() },
        Submission { instance_name: Some("样例".into()), ..erasure() },
        Submission { entities: submission().entities, ..erasure() },
        Submission { attachments: submission().attachments, ..erasure() },
    ] {
        let body = Revision::write(carrying).unwrap().body().to_owned();
        assert!(matches!(Revision::read(body), Err(ReadRevisionError::Erasure)));
    }
    let unnamed = Revision::read(body.replace(r#""id":"e1""#, r#""id":" ""#)).unwrap_err();
    assert!(matches!(unnamed, ReadRevisionError::Entity(_)));
}

fn decision() -> Submission {
    let properties = BTreeMap::from([("employees".into(), "210".into())]);
    let changed = |change| EntityChange { properties: properties.clone(), ..change };
    Submission {
        form: Decision::form(),
        answers: Map::new(),
        parents: Vec::new(),
        entities: submission().entities.into_iter().map(changed).collect(),
        attachments: Vec::new(),
        decision: Some(Decision { matter: Matter::Values, reason: Some("企业电话确认".into()) }),
        ..submission()
    }
}

fn review(verdict: Verdict, reason: Option<&str>) -> Submission {
    let judged = Review { record: submission().record, revision: Sha256::of(b"p"), verdict };
    Submission {
        entities: vec![judged.change(None)],
        decision: Some(Decision { matter: Matter::Review, reason: reason.map(Into::into) }),
        ..decision()
    }
}

#[test]
fn a_decision_is_a_revision_of_the_third_format_with_one_change_and_its_reason() {
    let written = Revision::write(decision()).unwrap();
    let own = r#""format":3,"formId":"taizhang-decision""#;
    let decided = r#""decision":{"version":1,"about":"values","reason":"企业电话确认"}"#;
    assert!(written.body().contains(own) && written.body().contains(decided), "{}", written.body());
    let read = Revision::read(written.body()).unwrap();
    assert_eq!(read, written);
    assert_eq!(read.submission(), &decision());
    assert_eq!((read.submission().review(), Revision::write(submission()).unwrap().decision()), (None, None));
}

#[test]
fn a_review_names_the_revision_that_it_judges_and_is_read_back_as_one() {
    for (verdict, reason) in [(Verdict::Approved, None), (Verdict::Returned, Some("缺照片"))] {
        let written = Revision::write(review(verdict, reason)).unwrap();
        let judged = Review { record: submission().record, revision: Sha256::of(b"p"), verdict };
        let read = Revision::read(written.body()).unwrap();
        assert_eq!((read.submission().review(), &read), (Some(judged), &written));
    }
}

#[allow(clippy::unwrap_used)] // a helper of tests: what cannot go on should stop
fn join(kept: &str) -> Submission {
    let id = record::EntityId::new;
    let pair = Pair::new(ListName::new("enterprises"), id("b"), id("a")).unwrap();
    let sameness = Sameness::read(&pair, kept).unwrap();
    Submission {
        entities: vec![Join { pair, sameness }.change(None)],
        decision: Some(Decision { matter: Matter::Join, reason: Some("统一社会信用代码相同".into()) }),
        ..decision()
    }
}

#[test]
fn a_join_is_a_revision_of_the_fourth_format_that_names_both_and_who_is_kept() {
    for kept in ["a", "b", ""] {
        let written = Revision::write(join(kept)).unwrap();
        let own = r#""join":{"version":1,"reason":"统一社会信用代码相同"}"#;
        assert!(written.body().contains(r#""format":4"#) && written.body().contains(own), "{}", written.body());
        assert!(!written.body().contains(r#""decision""#), "older programs could not even read how new it is");
        let read = Revision::read(written.body()).unwrap();
        assert_eq!((&read, read.submission()), (&written, &join(kept)));
        let said = read.submission().join().unwrap();
        assert_eq!(said.pair.ids().map(record::EntityId::as_str), ["a", "b"]);
        assert_eq!(said.sameness == Sameness::Two, kept.is_empty());
    }
}

#[test]
fn a_join_that_is_newer_of_one_alone_of_another_pair_or_without_its_reason_is_refused_by_name() {
    let body = Revision::write(join("a")).unwrap().body().to_owned();
    let newer = Revision::read(body.replace(r#""join":{"version":1"#, r#""join":{"version":2"#)).unwrap_err();
    assert!(matches!(newer, ReadRevisionError::Newer(4)));
    let newest = Revision::read(body.replace(r#""format":4"#, r#""format":8"#)).unwrap_err();
    assert!(matches!(newest, ReadRevisionError::Newer(8)));
    for forged in [
        body.replace(r#""format":4"#, r#""format":3"#),
        body.replace(r#""format":4"#, r#""format":5"#),
        body.replace(r#""kept":"a""#, r#""kept":"c""#),
        body.replace(r#""first":"a""#, r#""first":"b""#),
        body.replace(r#""second":"b""#, r#""second":"c""#),
        body.replace("统一社会信用代码相同", " "),
    ] {
        assert_ne!(forged, body);
        assert!(matches!(Revision::read(forged), Err(ReadRevisionError::Decision)));
    }
    let as_values = Some(Decision { matter: Matter::Values, reason: Some("理由".into()) });
    let body = Revision::write(Submission { decision: as_values, ..join("a") }).unwrap().body().to_owned();
    assert!(matches!(Revision::read(body), Err(ReadRevisionError::Decision)));
}

fn settlement() -> Submission {
    Submission {
        parents: vec![Sha256::of(b"p"), Sha256::of(b"q")],
        decision: Some(Decision { matter: Matter::Answers, reason: Some("以第二次走访为准".into()) }),
        ..submission()
    }
}

#[test]
fn a_settlement_is_the_next_revision_of_its_record_of_the_fifth_format_with_its_reason() {
    let written = Revision::write(settlement()).unwrap();
    let own = r#""settlement":{"version":1,"reason":"以第二次走访为准"}"#;
    assert!(written.body().contains(r#""format":5"#) && written.body().contains(own), "{}", written.body());
    let read = Revision::read(written.body()).unwrap();
    assert_eq!((&read, read.submission()), (&written, &settlement()));
    assert_eq!(
        (read.settled(), read.decision()),
        (Some("以第二次走访为准"), None),
        "a form was filled, and it can be edited"
    );
}

#[test]
fn a_settlement_that_is_newer_of_one_revision_alone_of_no_form_or_without_its_reason_is_refused_by_name() {
    let body = Revision::write(settlement()).unwrap().body().to_owned();
    let newer = body.replace(r#""settlement":{"version":1"#, r#""settlement":{"version":2"#);
    assert!(matches!(Revision::read(newer), Err(ReadRevisionError::Newer(5))));
    let otherwise = Revision::read(body.replace(r#""format":5"#, r#""format":1"#));
    assert!(matches!(otherwise, Err(ReadRevisionError::Decision)));
    let reasonless = Some(Decision { matter: Matter::Answers, reason: Some(" ".into()) });
    for unsound in [
        Submission { parents: vec![Sha256::of(b"p")], ..settlement() },
        Submission { form: Decision::form(), ..settlement() },
        Submission { decision: reasonless, ..settlement() },
    ] {
        let body = Revision::write(unsound).unwrap().body().to_owned();
        assert!(matches!(Revision::read(body), Err(ReadRevisionError::Decision)));
    }
    // What only decisions of another kind may speak of is none of its business.
    let sly = Submission { entities: review(Verdict::Approved, None).entities, ..settlement() };
    assert_eq!((sly.review(), sly.join()), (None, None));
}

#[test]
fn a_decision_that_is_newer_that_says_more_than_one_thing_or_lacks_its_reason_is_refused_by_name() {
    let body = Revision::write(decision()).unwrap().body().to_owned();
    let newer = Revision::read(body.replace(r#"{"version":1"#, r#"{"version":2"#)).unwrap_err();
    assert!(matches!(newer, ReadRevisionError::Newer(3)));
    let said_otherwise = Revision::read(body.replace(r#""format":3"#, r#""format":1"#)).unwrap_err();
    assert!(matches!(said_otherwise, ReadRevisionError::Decision));
    let change = decision().entities[0].clone();
    let nothing = EntityChange { properties: BTreeMap::new(), ..change.clone() };
    let made = EntityChange { kind: EntityChangeKind::Create, ..change.clone() };
    let bare = |reason: &str| Some(Decision { matter: Matter::Values, reason: Some(reason.into()) });
    let as_review = Some(Decision { matter: Matter::Review, reason: Some("理由".into()) });
    for unsound in [
        Submission { answers: answers(), ..decision() },
        Submission { parents: vec![Sha256::of(b"p")], ..decision() },
        Submission { attachments: submission().attachments, ..decision() },
        Submission { entities: Vec::new(), ..decision() },
        Submission { entities: vec![change.clone(), change], ..decision() },
        Submission { entities: vec![nothing], ..decision() },
        Submission { entities: vec![made], ..decision() },
        Submission { decision: bare(" "), ..decision() },
        Submission { decision: as_review, ..decision() },
        review(Verdict::Returned, None),
        Submission { decision: bare("理由"), ..review(Verdict::Approved, None) },
    ] {
        let body = Revision::write(unsound).unwrap().body().to_owned();
        assert!(matches!(Revision::read(body), Err(ReadRevisionError::Decision)));
    }
}
