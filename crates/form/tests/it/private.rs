//! What the shipped forms ask of people: with a notice, with consent, and nothing else.
//!
//! Source: privacy rules P01, P02, P03, P04, P06.

use record::EntityChangeKind;
use serde_json::{Value, json};

use crate::pack::start;
use form::scenario::{Scenario, node};

/// An enterprise that could be finished, but for its contact.
fn enterprise() -> Scenario {
    let mut s = start("enterprise_registration");
    let answers = [
        ("g_id/ent_name", "样例新材料有限公司"),
        ("g_id/uscc_input", "916528991221571451"),
        ("g_id/ownership", "private"),
        ("g_ind/industry_section", "C"),
        ("g_ind/industry_division", "17"),
        ("g_ind/area", "area_1"),
        ("g_ind/address", "样例路2号"),
        ("g_three/has_premises", "no"),
        ("g_three/has_staff", "yes"),
        ("g_three/has_operation", "yes"),
    ];
    for (path, value) in answers {
        s.answer(&format!("/data/{path}"), value);
    }
    s
}

#[test]
fn a_contact_who_was_not_told_blocks_the_end_and_a_blank_one_does_not() {
    let mut s = enterprise();
    assert_eq!(s.invalid(), Vec::<String>::new(), "without a contact nothing is asked");
    s.check("/data/g_contact/privacy_note", node().not_relevant());
    s.answer("/data/g_contact/contact_name", "样例甲").answer("/data/g_contact/contact_phone", "400-000-0001");
    s.check("/data/g_contact/privacy_note", node().relevant());
    assert_eq!(s.invalid(), ["/data/g_contact/notice_given"]);
    s.answer("/data/g_contact/notice_given", "no");
    assert_eq!(s.invalid(), ["/data/g_contact/notice_given"]);
    // The way out that the message names: the contact is cleared, and all that hangs on it goes.
    s.answer("/data/g_contact/contact_name", "");
    assert_eq!(s.invalid(), Vec::<String>::new());
    let record = s.finalized();
    let text = serde_json::to_string(&record.0.answers).unwrap();
    assert!(!text.contains("样例甲") && !text.contains("400-000-0001"), "{text}");
    assert!(!record.0.entities[0].properties.iter().any(|(_, value)| value.contains("400-000")));
}

#[test]
fn the_same_holds_of_a_social_organisation() {
    let mut s = start("social_org_registration");
    let before = s.invalid();
    s.answer("/data/contact_name", "样例甲").answer("/data/notice_given", "no");
    assert!(s.invalid().contains(&"/data/notice_given".to_owned()));
    s.answer("/data/notice_given", "yes");
    assert!(!s.invalid().contains(&"/data/notice_given".to_owned()));
    s.answer("/data/contact_name", "");
    assert_eq!(s.invalid(), before);
}

#[test]
fn the_notice_says_who_what_for_what_how_until_when_and_which_rights_and_the_record_says_which_it_was() {
    let notices = [
        ("enterprise_registration", "/data/g_contact/privacy_note", "/data/g_contact/contact_name"),
        ("social_org_registration", "/data/privacy_note", "/data/contact_name"),
        ("talent_registration", "/data/consent_text", ""),
    ];
    for (form, note, contact) in notices {
        let mut s = start(form);
        if !contact.is_empty() {
            s.answer(contact, "样例甲");
        }
        let said = s.view(note).label.clone().unwrap_or_default();
        for part in ["告知书（第1版）", "处理者：", "电话", "用途：", "内容与方式：", "保存：", "权利：", "更正"]
        {
            assert!(said.contains(part), "{form} does not say {part}: {said}");
        }
        s.speak(1);
        let said = s.view(note).label.clone().unwrap_or_default();
        for part in ["version 1", "Handler:", "Purpose:", "What and how:", "Kept until", "Rights:"] {
            assert!(said.contains(part), "{form} does not say {part}: {said}");
        }
    }
    let mut s = enterprise();
    s.answer("/data/g_contact/contact_name", "样例甲").answer("/data/g_contact/contact_phone", "400-000-0001");
    s.answer("/data/g_contact/notice_given", "yes");
    let record = s.finalized();
    assert_eq!(record.get("/data/g_contact/notice_version"), Some(&json!("1")));
    assert_eq!(record.0.entities[0].properties["notice_version"], "1");
}

#[test]
fn an_update_that_leaves_the_contact_alone_keeps_the_version_of_the_notice_that_was_given() {
    let mut s = start("enterprise_registration");
    s.answer("/data/mode", "update").answer("/data/existing", "e1").answer("/data/g_three/premises_kind", "office");
    // The ledger does not know which one it was: it was given before versions were.
    s.check("/data/g_contact/notice_version", node().value(""));
    s.answer("/data/g_contact/contact_name", "样例乙");
    s.check("/data/g_contact/notice_version", node().value("1"));
}

/// A registration with consent for some purposes, of somebody of age or not.
fn registration(consent: &str, scope: &str, adult: &str) -> Scenario {
    let mut s = start("talent_registration");
    s.answer("/data/consent", consent);
    if consent == "granted" {
        s.answer("/data/consent_method", "screen").answer("/data/consent_scope", scope).answer("/data/adult", adult);
    }
    s
}

const PERSON: [(&str, &str); 8] = [
    ("display_name", "样例戊"),
    ("talent_field", "it"),
    ("talent_level", "b"),
    ("talent_kind", "youth"),
    ("education", "master"),
    ("talent_programme", "referral"),
    ("talent_status", "available"),
    ("phone", "400-000-0001"),
];

#[test]
fn a_person_who_refuses_leaves_a_refusal_and_nothing_else() {
    // Somebody had begun to fill: consent is taken back before the end.
    let mut s = registration("granted", "match", "yes");
    for (name, value) in PERSON {
        s.answer(&format!("/data/g_person/{name}"), value);
    }
    assert_eq!(s.invalid(), Vec::<String>::new());
    s.answer("/data/consent", "refused");
    s.check("/data/g_person", node().not_relevant()).check("/data/g_refused/refused_note", node().relevant());
    let record = s.finalized();
    assert_eq!(record.get("/data/consent"), Some(&json!("refused")));
    let said = record.0.answers.iter().filter(|(_, value)| !value.is_null()).map(|(name, _)| name.as_str());
    let said: Vec<&str> = said.collect();
    // Keys of the record itself and that it was refused; the code is made up anew for each form and in no list, and what a
    // withdrawal would say of itself is the same for everybody.
    let own = ["start", "end", "officer", "mode", "new_key", "entity_key", "consent", "new_code"];
    assert_eq!(said, [&own[..], &["kept_talent_status", "kept_updated_on", "g_refused"]].concat());
    assert_eq!(record.get("/data/kept_talent_status"), Some(&json!("withdrawn")));
    assert_eq!(record.get("/data/kept_updated_on"), Some(&json!("2026-01-15")));
    let text = serde_json::to_string(&record.0.answers).unwrap();
    for (_, value) in PERSON.iter().filter(|(_, value)| value.len() > 6) {
        assert!(!text.contains(value), "{value} in {text}");
    }
    let [refusal] = &record.0.entities[..] else { panic!("{:?}", record.0.entities) };
    let said: Vec<(&str, &str)> =
        refusal.properties.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!((refusal.list.as_str(), refusal.kind), ("talent_refusals", EntityChangeKind::Create));
    assert_eq!((said, refusal.label.as_deref()), (vec![("refused_on", "2026-01-15")], Some("2026-01-15")));
    assert!(!record.0.instance_name.clone().unwrap_or_default().contains("样例戊"));
}

#[test]
fn nobody_who_is_not_of_age_is_registered() {
    let mut s = registration("granted", "match", "no");
    s.check("/data/g_person", node().not_relevant());
    assert_eq!(s.invalid(), ["/data/adult"]);
    s.answer("/data/adult", "yes");
    s.check("/data/g_person", node().relevant());
    assert!(!s.invalid().contains(&"/data/adult".to_owned()));
}

#[test]
fn a_telephone_is_asked_only_of_who_agreed_to_be_found_or_called() {
    let mut s = registration("granted", "stats", "yes");
    assert_eq!(s.question("/data/consent_scope").value, "stats", "nothing is ticked beforehand");
    s.check("/data/g_person/phone", node().not_relevant());
    for scope in ["match", "contact", "stats match"] {
        s.answer("/data/consent_scope", scope);
        s.check("/data/g_person/phone", node().relevant());
    }
    assert_eq!(start("talent_registration").question("/data/consent_scope").value, "");
    // Granted, the row says for what.
    for (name, value) in PERSON {
        s.answer(&format!("/data/g_person/{name}"), value);
    }
    let record = s.finalized();
    assert_eq!(record.0.entities[0].kind, EntityChangeKind::Create);
    assert_eq!(record.get("/data/notice_version").and_then(Value::as_str), Some("1"));
}
