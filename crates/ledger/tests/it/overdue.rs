//! What of records is kept too long.

use std::collections::BTreeSet;

use ledger::LABEL;
use ledger::overdue::{
    CONTACT, Files, Keeping, Of, Overdue, Periods, Remarks, What, contact, corrected, proof, with_answers,
};
use record::part::PROOFS;
use record::{
    Attachment, Confirmation, Day, Erasures, Proof, Remark, Revision, RevisionHash, Sha256, Submission, Timestamp,
};
use serde_json::json;

use crate::world::{Device, create, history, key, update};

const PHONE: &str = "400-000-0417";
const OTHER: &str = "400-000-0999";

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// The same revision, finished on another day.
fn on(text: &str, revision: &Revision) -> Revision {
    let finalized_at = format!("{text}T10:00:00.000+08:00").parse::<Timestamp>().expect("a time");
    Revision::write(Submission { finalized_at, ..revision.submission().clone() }).expect("it can be written")
}

fn with_photo(revision: &Revision, question: &str, photo: &[u8]) -> Revision {
    let mut submission = revision.submission().clone();
    let sha256 = Sha256::of(photo);
    let name = format!("{sha256}.jpg");
    submission.answers.insert(question.to_owned(), json!(name));
    submission.attachments = vec![Attachment { name, sha256, bytes: 1, media_type: "image/jpeg".to_owned() }];
    Revision::write(submission).expect("it can be written")
}

fn files(revisions: &[&Revision], checked: &[(RevisionHash, &str)]) -> Vec<(What, Day, usize)> {
    let mut files = Files::default();
    revisions.iter().for_each(|revision| files.learn(revision, &Periods::default(), |_| None));
    let checked = |_, hash| checked.iter().find(|(of, _)| *of == hash).map(|(_, on)| day(on));
    files
        .overdue(&Erasures::default(), checked)
        .into_iter()
        .map(|due| (due.what, due.due_on, due.parts.len()))
        .collect()
}

fn said(contact: &[&str; 2], status: &str) -> Vec<(&'static str, String)> {
    vec![
        (LABEL, "样例企业".to_owned()),
        ("contact_name", contact[0].to_owned()),
        ("contact_phone", contact[1].to_owned()),
        ("reg_status", status.to_owned()),
    ]
}

fn texts<'a>(said: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    said.iter().map(|(name, text)| (*name, text.as_str())).collect()
}

fn contacts(revisions: &[&Revision]) -> Vec<Overdue> {
    contact(&history(&key("enterprises", "e1"), revisions.iter().copied()), &Periods::default())
}

#[test]
fn a_photo_of_a_licence_goes_after_ninety_days_or_once_it_was_checked_and_others_after_a_year() {
    let mut one = Device::new("one");
    let made = on("2026-03-01", &one.write(Vec::new()));
    let licence = with_photo(&made, "licence_photo", b"licence");
    assert_eq!(files(&[&licence], &[]), [(What::Licence, day("2026-05-30"), 1)]);
    let checked = [(licence.hash(), "2026-03-10")];
    assert_eq!(files(&[&licence], &checked), [(What::CheckedLicence, day("2026-03-10"), 1)]);
    // Checked when it was over anyway.
    assert_eq!(files(&[&licence], &[(licence.hash(), "2026-08-01")]), [(What::Licence, day("2026-05-30"), 1)]);
    let visit = with_photo(&made, "photo", b"visit");
    assert_eq!(files(&[&visit], &[(visit.hash(), "2026-03-10")]), [(What::File, day("2027-03-01"), 1)]);
}

#[test]
fn an_edit_that_brings_the_same_photo_again_does_not_make_its_time_longer() {
    let mut one = Device::new("one");
    let made = with_photo(&on("2026-03-01", &one.write(Vec::new())), "licence_photo", b"licence");
    let edit = with_photo(&on("2026-05-01", &one.edit(&[&made], Vec::new())), "licence_photo", b"licence");
    let anew = with_photo(&on("2026-05-01", &one.edit(&[&made], Vec::new())), "licence_photo", b"another");
    assert_eq!(files(&[&edit, &made], &[]), [(What::Licence, day("2026-05-30"), 2)]);
    let mut both = files(&[&made, &anew], &[]);
    both.sort();
    assert_eq!(both, [(What::Licence, day("2026-05-30"), 1), (What::Licence, day("2026-07-30"), 1)]);
}

#[test]
fn a_form_says_how_long_a_file_is_kept_and_a_file_that_was_erased_is_due_no_more() {
    assert_eq!(Keeping::said("30"), Some(Keeping::Days(30)));
    assert_eq!(Keeping::said(" check 60 "), Some(Keeping::Check(60)));
    assert_eq!((Keeping::said("check"), Keeping::said("long"), Keeping::said("-1")), (None, None, None));
    let mut one = Device::new("one");
    let made = with_photo(&on("2026-03-01", &one.write(Vec::new())), "scan", b"scan");
    let mut files = Files::default();
    files.learn(&made, &Periods::default(), |path| (path == "scan").then_some(Keeping::Days(30)));
    let due = files.overdue(&Erasures::default(), |_, _| None);
    assert_eq!((due[0].due_on, &due[0].of), (day("2026-03-31"), &Of::Record(made.submission().record)));

    let erasure = one.erase_parts(due[0].parts.clone());
    let cut = Erasures::of([&erasure]).cut(made);
    let mut files = Files::default();
    files.learn(&cut, &Periods::default(), |_| None);
    assert_eq!(files, Files::default());
    assert_eq!(cut.submission().answers["scan"], json!(null));

    // A tablet that had not heard of it edits the record, with the file as it was.
    let late = with_photo(&on("2026-06-01", &one.edit(&[&cut], Vec::new())), "scan", b"scan");
    files.learn(&late, &Periods::default(), |_| None);
    let due = files.overdue(&Erasures::of([&erasure]), |_, _| None);
    assert_eq!((due[0].due_on, due[0].parts[0].revision), (day("2026-06-01"), late.hash()));
}

#[test]
fn the_contact_of_an_enterprise_that_is_gone_goes_thirty_days_later_and_its_ledger_stays() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let (active, gone) = (said(&["样例联系人", PHONE], "active"), said(&["样例联系人", PHONE], "deregistered"));
    let made = on("2026-01-05", &one.write(vec![create("enterprises", "e1", &texts(&active))]));
    assert_eq!(contacts(&[&made]), []);
    let left = on("2026-03-01", &two.write(vec![update("enterprises", "e1", &texts(&gone), &[&made])]));
    let due = contacts(&[&made, &left]).remove(0);
    assert_eq!((due.what, due.due_on, due.parts.len()), (What::Contact, day("2026-03-31"), 2));
    assert_eq!(due.title, "样例企业");

    let whole = [&made, &left]
        .map(|it| due.parts.iter().find(|part| part.revision == it.hash()).map(|part| with_answers(part.clone(), it)));
    let erasure = one.erase_parts(whole.into_iter().flatten().collect());
    let all = [made.clone(), left.clone(), erasure.clone()];
    let row = history(&key("enterprises", "e1"), &all);
    let state = row.state();
    assert_eq!((state.title(), state.text("reg_status")), ("样例企业", "deregistered"));
    assert_eq!(CONTACT.map(|name| state.text(name).to_owned()), ["", "", ""]);
    assert_eq!(contact(&row, &Periods::default()), []);
    for revision in [made, left] {
        let cut = Erasures::of([&erasure]).cut(revision);
        assert!(!cut.body().contains(PHONE) && !cut.body().contains("样例联系人"), "{}", cut.body());
    }
}

#[test]
fn a_contact_that_another_one_took_the_place_of_goes_and_what_stands_or_is_disputed_does_not() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let (first, next) = (said(&["样例联系人", PHONE], "active"), said(&["样例乙", PHONE], "active"));
    let made = on("2026-01-05", &one.write(vec![create("enterprises", "e1", &texts(&first))]));
    let moved = on("2026-03-01", &two.write(vec![update("enterprises", "e1", &texts(&next), &[&made])]));
    let due = contacts(&[&made, &moved]).remove(0);
    assert_eq!((due.what, due.due_on), (What::FormerContact, day("2026-03-31")));
    // The phone stayed the same.
    assert_eq!(due.parts.iter().map(|part| part.properties.as_slice()).collect::<Vec<_>>(), [["contact_name"]]);
    assert_eq!(due.parts[0].revision, made.hash());

    // Back to who it was: nobody was replaced for good but the other one.
    let back = on("2026-04-01", &one.write(vec![update("enterprises", "e1", &texts(&first), &[&made, &moved])]));
    let due = contacts(&[&made, &moved, &back]);
    assert_eq!((due.len(), due[0].due_on, due[0].parts[0].revision), (1, day("2026-05-01"), moved.hash()));

    // Two who did not know of each other: what is to be decided between stays, and so does what went before, until it is decided.
    let other = on("2026-03-02", &one.write(vec![update("enterprises", "e1", &[("contact_phone", OTHER)], &[&made])]));
    let third =
        on("2026-03-02", &two.write(vec![update("enterprises", "e1", &[("contact_phone", "400-000-0001")], &[&made])]));
    assert_eq!(contacts(&[&made, &other, &third]), []);
    let decision = vec![update("enterprises", "e1", &[("contact_phone", OTHER)], &[&other, &third])];
    let decided = on("2026-03-20", &one.write(decision));
    let due = contacts(&[&made, &other, &third, &decided]);
    let said: BTreeSet<_> = due.iter().flat_map(|due| &due.parts).map(|part| part.revision).collect();
    assert_eq!(said, BTreeSet::from([made.hash(), third.hash()]));
}

#[test]
fn what_an_erasure_proves_goes_after_three_years_and_the_erasure_stays() {
    let mut one = Device::new("one");
    let made = one.write(vec![create("talents", "t1", &[(LABEL, "样例")])]);
    let mut submission = one.erase(&[&made], &[key("talents", "t1")]).submission().clone();
    assert_eq!(proof(&Revision::write(submission.clone()).expect("it can be written"), &Periods::default()), None);
    let kept = Proof { name: "talent_code".to_owned(), value: "T-0417".to_owned(), label: None, text: None };
    submission.erasure.iter_mut().for_each(|erasure| erasure.kept = vec![kept.clone()]);
    let withdrawn = on("2026-03-01", &Revision::write(submission).expect("it can be written"));
    let due = proof(&withdrawn, &Periods::default()).expect("it is due");
    assert_eq!((due.what, due.due_on, due.title.as_str()), (What::Proof, day("2029-03-01"), "T-0417"));
    assert_eq!(due.parts[0].answers, [PROOFS]);
    let cut = Erasures::of([&one.erase_parts(due.parts)]).cut(withdrawn);
    assert_eq!(proof(&cut, &Periods::default()), None);
    assert!(Erasures::of([&cut]).is_record_erased(made.submission().record));
}

#[test]
fn a_zone_says_how_long_each_is_kept_and_for_ten_years_at_most() {
    let own = Periods::default().with("licence", 30).and_then(|periods| periods.with("contact", 7)).expect("days");
    assert_eq!((own.licence, own.file, own.contact, own.proof), (30, 365, 7, 1096));
    for (name, days) in [("licence", 0), ("licence", -1), ("licence", 3651), ("salary", 30)] {
        assert_eq!(Periods::default().with(name, days), None, "{name} {days}");
    }
    let mut one = Device::new("one");
    let made = with_photo(&on("2026-03-01", &one.write(Vec::new())), "licence_photo", b"licence");
    let mut files = Files::default();
    files.learn(&made, &own, |_| None);
    assert_eq!(files.overdue(&Erasures::default(), |_, _| None)[0].due_on, day("2026-03-31"));
}

#[test]
fn whoever_is_deregistered_revoked_or_moved_out_is_gone_and_who_is_suspended_is_not() {
    for (status, is_gone) in [
        ("deregistered", true),
        ("revoked", true),
        ("moved_out", true),
        ("suspended", false),
        ("preparing", false),
        ("active", false),
    ] {
        let said = said(&["样例联系人", PHONE], status);
        let made = on("2026-01-05", &Device::new("one").write(vec![create("enterprises", "e1", &texts(&said))]));
        assert_eq!(contacts(&[&made]).len(), usize::from(is_gone), "{status}");
    }
}

/// Somebody who registered, as a record's form says it.
fn registered(name: &str, phone: &str) -> Vec<(&'static str, String)> {
    vec![
        (LABEL, format!("T0000001 {name}")),
        ("talent_code", "T0000001".to_owned()),
        ("display_name", name.to_owned()),
        ("phone", phone.to_owned()),
        ("talent_level", "d".to_owned()),
    ]
}

fn with_answers_of(revision: &Revision, name: &str, phone: &str) -> Revision {
    let mut submission = revision.submission().clone();
    submission.answers.insert("display_name".to_owned(), json!(name));
    submission.answers.insert("g".to_owned(), json!({ "phone": phone, "talent_level": "d" }));
    submission.instance_name = Some(format!("T0000001 {name}"));
    Revision::write(submission).expect("it can be written")
}

#[test]
fn what_was_corrected_of_a_person_is_due_on_that_day_and_once_erased_stands_nowhere() {
    const WRONG: &str = "样例周正";
    const RIGHT: &str = "样例周政";
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let (first, next) = (registered(WRONG, PHONE), registered(RIGHT, PHONE));
    let made = on("2026-01-05", &one.write(vec![create("talents", "t1", &texts(&first))]));
    let made = with_answers_of(&made, WRONG, PHONE);
    let of = |revisions: &[&Revision]| corrected(&history(&key("talents", "t1"), revisions.iter().copied()));
    assert_eq!(of(&[&made]), []);
    let mended = on("2026-03-01", &two.write(vec![update("talents", "t1", &texts(&next), &[&made])]));
    let mended = with_answers_of(&mended, RIGHT, PHONE);
    let due = of(&[&mended, &made]);
    assert_eq!(due.len(), 1);
    assert_eq!(
        (due[0].what, due[0].due_on, due[0].title.as_str()),
        (What::Corrected, day("2026-03-01"), "T0000001 样例周政")
    );
    // The number stayed what it was, and the level says nothing of anybody that is not told.
    assert_eq!(due[0].parts.len(), 1);
    assert_eq!(
        (due[0].parts[0].revision, &due[0].parts[0].properties[..]),
        (made.hash(), &["display_name".to_owned(), LABEL.to_owned()][..])
    );

    let erasure = one.erase_parts(vec![with_answers(due[0].parts[0].clone(), &made)]);
    let cut = Erasures::of([&erasure]).cut(made.clone());
    assert!(!cut.body().contains(WRONG), "{}", cut.body());
    assert!(cut.body().contains(PHONE) && cut.body().contains("T0000001"), "all else stays: {}", cut.body());
    let row = history(&key("talents", "t1"), [&made, &mended, &erasure]);
    assert!(!String::from_utf8_lossy(&row.to_bytes().expect("a row")).contains(WRONG));
    assert_eq!((row.state().title(), row.state().text("display_name")), ("T0000001 样例周政", RIGHT));
    assert_eq!(corrected(&row), []);
}

#[test]
fn what_was_corrected_and_erased_is_said_again_by_who_had_not_heard_and_stands_nowhere() {
    let (mut one, mut two, mut late) = (Device::new("one"), Device::new("two"), Device::new("late"));
    let (first, next) = (registered("样例周正", PHONE), registered("样例周政", PHONE));
    let made = on("2026-01-05", &one.write(vec![create("talents", "t1", &texts(&first))]));
    let mended = on("2026-03-01", &two.write(vec![update("talents", "t1", &texts(&next), &[&made])]));
    let of = |revisions: &[&Revision]| history(&key("talents", "t1"), revisions.iter().copied());
    let erasure = one.erase_parts(corrected(&of(&[&made, &mended])).remove(0).parts);

    // A tablet that knows the registration alone adds a post, and sends along all that its form prefilled.
    let with_post = [&texts(&first)[..], &[("post", "样例工程师")]].concat();
    let again = on("2026-03-10", &late.write(vec![update("talents", "t1", &with_post, &[&made])]));
    let row = of(&[&made, &mended, &erasure, &again]);
    let state = row.state();
    assert_eq!(state.conflicts, []);
    assert_eq!((state.text("display_name"), state.text("post")), ("样例周政", "样例工程师"));
    let due = corrected(&row);
    assert_eq!((due.len(), due[0].what, due[0].due_on), (1, What::Corrected, day("2026-03-01")));
    assert_eq!((due[0].parts.len(), due[0].parts[0].revision), (1, again.hash()));
    let gone = one.erase_parts(vec![with_answers(due[0].parts[0].clone(), &again)]);
    let row = of(&[&made, &mended, &erasure, &again, &gone]);
    assert!(!String::from_utf8_lossy(&row.to_bytes().expect("a row")).contains("样例周正"));
    assert_eq!((corrected(&row), row.state().text("display_name")), (vec![], "样例周政"));

    // Another name is another opinion: nothing tells which is right, so people are asked.
    let other = on("2026-03-11", &late.write(vec![update("talents", "t1", &[("display_name", "样例周郑")], &[&made])]));
    let state = of(&[&made, &mended, &erasure, &other]).state();
    assert_eq!(state.conflicts.iter().map(|conflict| conflict.property.as_str()).collect::<Vec<_>>(), ["display_name"]);

    // An older program's change does not say what it leaves as it was: it is taken for an opinion too.
    let mut silent = update("talents", "t1", &with_post, &[&made]);
    silent.unchanged.clear();
    let silent = on("2026-03-12", &late.write(vec![silent]));
    assert!(of(&[&made, &mended, &erasure, &silent]).state().conflict("display_name").is_some());
    assert!(of(&[&made, &mended, &silent]).state().conflict("display_name").is_none());
}

#[test]
fn two_corrections_at_once_are_decided_first_and_a_post_that_is_wanted_is_nobodys() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let made = on("2026-01-05", &one.write(vec![create("talents", "t1", &texts(&registered("样例甲", PHONE)))]));
    let left = on("2026-03-01", &one.write(vec![update("talents", "t1", &[("phone", OTHER)], &[&made])]));
    let right = on("2026-03-02", &two.write(vec![update("talents", "t1", &[("phone", "400-000-0001")], &[&made])]));
    // Which of the two stands is still to be decided; without what both corrected one could win by itself.
    assert_eq!(corrected(&history(&key("talents", "t1"), [&made, &left, &right])), []);
    let decided = on("2026-03-03", &one.write(vec![update("talents", "t1", &[("phone", OTHER)], &[&left, &right])]));
    let due = corrected(&history(&key("talents", "t1"), [&made, &left, &right, &decided]));
    let said: BTreeSet<_> = due.iter().flat_map(|due| &due.parts).map(|part| part.revision).collect();
    assert_eq!(said, BTreeSet::from([made.hash(), right.hash()]));

    let wanted = |post: &'static str| vec![(LABEL, post), ("post", post)];
    let made = one.write(vec![create("talent_needs", "n1", &wanted("样例工程师"))]);
    let next = one.write(vec![update("talent_needs", "n1", &wanted("样例总工程师"), &[&made])]);
    assert_eq!(corrected(&history(&key("talent_needs", "n1"), [&made, &next])), []);
}

fn remarked(revision: &Revision, remarks: &[(&str, &str, &str)]) -> Revision {
    let said = |(path, text, reason): &(&str, &str, &str)| Remark {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
        later: text.is_empty() && reason.is_empty(),
        confirmed: (!reason.is_empty()).then(|| Confirmation { reason: (*reason).to_owned(), warning: None }),
        since: None,
    };
    let remarks = remarks.iter().map(said).collect();
    Revision::write(Submission { remarks, ..revision.submission().clone() }).expect("it can be written")
}

#[test]
fn remarks_go_a_year_after_they_were_said_first_each_by_itself_and_answers_stay() {
    let mut one = Device::new("one");
    let early = ("/data/staff", "样例联系人老周说的", "");
    let reason = ("/data/visits[2]/note", "", "样例厂长确认");
    let later = ("/data/place", "", "");
    let made = remarked(&on("2026-03-01", &one.write(Vec::new())), &[early, later]);
    let edit = remarked(&on("2026-05-01", &one.edit(&[&made], Vec::new())), &[early, reason, later]);
    let mut answers = edit.submission().clone();
    answers.answers.insert("staff".to_owned(), json!(12));
    answers.instance_name = Some("样例走访，更正后".to_owned());
    let edit = Revision::write(answers).expect("it can be written");
    let due = |revisions: &[&Revision]| {
        let mut remarks = Remarks::default();
        revisions.iter().for_each(|revision| remarks.learn(revision));
        remarks.overdue(&Periods::default())
    };
    let told = due(&[&edit, &made]);
    assert_eq!(told, due(&[&made, &edit]), "in whatever order they are read");
    assert!(told.iter().all(|due| due.title == edit.submission().name()), "by its last name: {told:?}");
    let days: Vec<_> = told.iter().map(|due| (due.what, due.due_on, due.parts.len())).collect();
    // Said again by an edit, the first time counts.
    assert_eq!(days, [(What::Remark, day("2027-03-01"), 2), (What::Remark, day("2027-05-01"), 1)]);
    let short = Periods::default().with("file", 30).expect("a period");
    let mut remarks = Remarks::default();
    remarks.learn(&made);
    assert_eq!(remarks.overdue(&short)[0].due_on, day("2026-03-31"));

    let erasure = one.erase_parts(told[0].parts.clone());
    let cut = Erasures::of([&erasure]).cut(edit.clone());
    let left: Vec<_> = cut.submission().remarks.iter().map(|remark| remark.path.as_str()).collect();
    assert_eq!(left, ["/data/visits[2]/note", "/data/place"]);
    assert_eq!(cut.submission().answers["staff"], json!(12));
    assert!(!cut.body().contains("老周"), "{}", cut.body());
    // What is left is due as before, and what only says that a question waits is no remark.
    let kept = Erasures::of([&erasure]).cut(made.clone());
    assert_eq!(due(&[&kept, &cut]), told[1..]);

    // The row moved: the words are as old as they were.
    let moved = ("/data/visits[1]/note", "", "样例厂长确认");
    let next = remarked(&on("2026-09-01", &one.edit(&[&edit], Vec::new())), &[moved]);
    let both = due(&[&made, &edit, &next]).remove(1);
    let places: BTreeSet<_> = both.parts.iter().map(|part| (part.revision, part.answers[0].as_str())).collect();
    let place = |path: &str| format!("{}{path}", record::part::REMARKS);
    let (there, here) = (place("/data/visits[2]/note"), place("/data/visits[1]/note"));
    assert_eq!(both.due_on, day("2027-05-01"));
    assert_eq!(places, BTreeSet::from([(edit.hash(), there.as_str()), (next.hash(), here.as_str())]));

    // A tablet that had not heard says again what was erased: no second year begins.
    let kept_on = remarked(&on("2027-06-01", &one.edit(&[&edit], Vec::new())), &[early]);
    let mut late = kept_on.submission().clone();
    late.remarks[0].since = Some(made.submission().finalized_at);
    let late = Revision::write(late).expect("it can be written");
    let again = due(&[&kept, &cut, &late]);
    let days: Vec<_> = again.iter().map(|due| (due.due_on, due.parts[0].revision)).collect();
    assert_eq!(days, [(day("2027-03-01"), late.hash()), (day("2027-05-01"), edit.hash())]);
    // Whoever says something else on the same question says something new.
    let reworded = remarked(&on("2027-02-01", &one.edit(&[&edit], Vec::new())), &[("/data/staff", "样例新说法", "")]);
    assert_eq!(due(&[&kept, &cut, &reworded])[1].due_on, day("2028-02-01"));
}

#[test]
fn an_answer_that_stands_under_another_name_stays_though_it_is_the_same_word() {
    let mut one = Device::new("one");
    let made = one.write(vec![create("talents", "t1", &[(LABEL, "样例甲"), ("post", "会计"), ("speciality", "会计")])]);
    let mut submission = made.submission().clone();
    for (question, text) in [("post", "会计"), ("kept_post", "会计"), ("speciality", "会计"), ("said", "会计")]
    {
        submission.answers.insert(question.to_owned(), serde_json::json!(text));
    }
    let made = Revision::write(submission).expect("it can be written");
    let named = made.submission().entities.iter().map(record::ErasedEntity::of).collect();
    let post = vec!["post".to_owned()];
    let part =
        record::Part { entities: named, properties: post, ..record::Part::of(made.submission().record, made.hash()) };
    assert_eq!(with_answers(part, &made).answers, ["kept_post", "post"]);
}
