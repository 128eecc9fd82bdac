//! Whom a post may suit, and which posts a person.

use ledger::matching::{Aspect, Candidates, NoConsent, Scales, candidates, consent, may_be_named, posts};
use ledger::{EntityState, LABEL};
use record::Day;

use crate::world::{Device, create, history, key, update};

const TODAY: &str = "2026-06-01";
/// Who suits the post below in everything.
const SUITS: [(&str, &str); 8] = [
    ("consent", "granted"),
    ("consent_scope", "match stats"),
    ("talent_field", "textile"),
    ("talent_level", "b"),
    ("education", "master"),
    ("talent_status", "available"),
    ("updated_on", "2026-05-01"),
    ("keep_until", "2028-04-30"),
];
const POST: [(&str, &str); 5] = [
    ("talent_field", "textile"),
    ("talent_level", "c"),
    ("education", "bachelor"),
    ("line_status", "open"),
    ("opened_on", "2026-05-02"),
];

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn scales() -> Scales {
    let names = |all: &[&str]| all.iter().map(|name| (*name).to_owned()).collect();
    Scales {
        levels: names(&["a", "b", "c", "d", "e"]),
        educations: names(&["none", "high_school", "college", "bachelor", "master", "doctor"]),
    }
}

/// An entity that says what `usual` says, and what `said` says instead.
fn entity(list: &str, id: &str, usual: &[(&str, &str)], said: &[(&str, &str)]) -> EntityState {
    let kept = usual.iter().filter(|(name, _)| said.iter().all(|(other, _)| other != name));
    let all: Vec<(&str, &str)> = kept.chain(said).copied().chain([(LABEL, id)]).collect();
    let made = Device::new(id).write(vec![create(list, id, &all)]);
    history(&key(list, id), [&made]).state()
}

fn person(id: &str, said: &[(&str, &str)]) -> EntityState {
    entity("talents", id, &SUITS, said)
}

fn post(id: &str, said: &[(&str, &str)]) -> EntityState {
    entity("talent_needs", id, &POST, said)
}

fn told(candidates: &Candidates) -> Vec<(&str, Option<Aspect>)> {
    let all = candidates.fit.iter().chain(&candidates.near);
    all.map(|candidate| (candidate.id.as_str(), candidate.lacks)).collect()
}

/// What is told of one person for the post as it usually is.
fn looked_at(said: &[(&str, &str)]) -> Vec<Option<Aspect>> {
    let found = candidates(&post("n", &[]), &[person("p", said)], &scales(), day(TODAY));
    found.fit.iter().chain(&found.near).map(|candidate| candidate.lacks).collect()
}

fn refused(said: &[(&str, &str)]) -> Result<(), NoConsent> {
    assert_eq!(looked_at(said), [], "who may not be matched is not looked at");
    consent(&person("p", said), day(TODAY))
}

#[test]
fn who_has_all_that_is_asked_fits_and_more_of_it_too() {
    assert_eq!(looked_at(&[]), [None]);
    assert_eq!(looked_at(&[("talent_level", "c"), ("education", "bachelor")]), [None]);
    assert_eq!(looked_at(&[("talent_level", "a"), ("education", "doctor")]), [None]);
}

#[test]
fn without_consent_nobody_is_looked_at() {
    assert_eq!(refused(&[("consent", "")]), Err(NoConsent::Missing));
}

#[test]
fn nor_with_consent_that_was_withdrawn_or_refused_since() {
    assert_eq!(refused(&[("talent_status", "withdrawn")]), Err(NoConsent::Withdrawn));
    assert_eq!(refused(&[("consent", "refused")]), Err(NoConsent::Withdrawn));
}

#[test]
fn nor_with_consent_for_other_purposes_alone() {
    assert_eq!(refused(&[("consent_scope", "stats contact")]), Err(NoConsent::OtherPurpose));
    assert_eq!(refused(&[("consent_scope", "matchmaking")]), Err(NoConsent::OtherPurpose));
}

#[test]
fn nor_with_consent_that_has_expired_and_on_its_last_day_it_has_not() {
    assert_eq!(refused(&[("keep_until", "2026-05-31")]), Err(NoConsent::Expired));
    assert_eq!(looked_at(&[("keep_until", TODAY)]), [None]);
}

#[test]
fn where_people_differ_about_a_consent_it_does_not_count() {
    let made = Device::new("one").write(vec![create("talents", "p", &SUITS)]);
    let said = |name: &str, value: &str| {
        Device::new(name).write(vec![update("talents", "p", &[("consent_scope", value)], &[&made])])
    };
    let (narrow, wide) = (said("two", "stats"), said("three", "match contact"));
    let state = history(&key("talents", "p"), [&made, &narrow, &wide]).state();
    assert_eq!(consent(&state, day(TODAY)), Err(NoConsent::OtherPurpose));
}

#[test]
fn another_field_is_told_as_what_does_not_suit() {
    assert_eq!(looked_at(&[("talent_field", "it")]), [Some(Aspect::Field)]);
}

#[test]
fn a_level_below_what_is_asked_is_told() {
    assert_eq!(looked_at(&[("talent_level", "d")]), [Some(Aspect::Level)]);
}

#[test]
fn an_education_below_what_is_asked_is_told() {
    assert_eq!(looked_at(&[("education", "college")]), [Some(Aspect::Education)]);
}

#[test]
fn who_is_not_available_is_told() {
    for status in ["matched", "serving", "left", ""] {
        assert_eq!(looked_at(&[("talent_status", status)]), [Some(Aspect::Available)], "{status}");
    }
}

#[test]
fn who_lacks_two_things_is_not_told_of() {
    assert_eq!(looked_at(&[("talent_field", "it"), ("talent_level", "e")]), []);
}

#[test]
fn what_asks_for_nothing_is_met_by_all_and_what_no_scale_has_only_by_itself() {
    let none = post("n", &[("talent_level", "e"), ("education", "none")]);
    let people = [person("p", &[("talent_level", "?"), ("education", "")])];
    assert_eq!(told(&candidates(&none, &people, &scales(), day(TODAY))), [("p", None)]);
    let odd = post("n", &[("talent_level", "x")]);
    let people = [person("same", &[("talent_level", "x")]), person("top", &[("talent_level", "a")])];
    let found = candidates(&odd, &people, &scales(), day(TODAY));
    assert_eq!(told(&found), [("same", None), ("top", Some(Aspect::Level))]);
}

#[test]
fn a_post_that_is_filled_or_withdrawn_seeks_nobody() {
    for status in ["met", "withdrawn"] {
        let found = candidates(&post("n", &[("line_status", status)]), &[person("p", &[])], &scales(), day(TODAY));
        assert_eq!(found, Candidates::default(), "{status}");
    }
}

#[test]
fn the_order_is_by_the_day_of_the_last_update_and_not_by_how_well_one_suits() {
    let people = [
        person("old", &[("talent_level", "a"), ("education", "doctor"), ("updated_on", "2026-01-01")]),
        person("new", &[("talent_level", "c"), ("updated_on", "2026-05-20")]),
        person("busy", &[("talent_status", "serving"), ("updated_on", "2026-05-25")]),
    ];
    let found = candidates(&post("n", &[]), &people, &scales(), day(TODAY));
    assert_eq!(told(&found), [("new", None), ("old", None), ("busy", Some(Aspect::Available))]);
}

#[test]
fn the_other_way_round_a_person_s_posts_are_those_that_the_person_suits() {
    let needs = [
        post("suits", &[]),
        post("later", &[("opened_on", "2026-05-20")]),
        post("too high", &[("talent_level", "a")]),
        post("met", &[("line_status", "met")]),
    ];
    let found = posts(&person("p", &[]), &needs, &scales(), day(TODAY)).expect("consent was given");
    assert_eq!(told(&found), [("later", None), ("suits", None), ("too high", Some(Aspect::Level))]);
    let other = person("p", &[("consent_scope", "stats")]);
    assert_eq!(posts(&other, &needs, &scales(), day(TODAY)), Err(NoConsent::OtherPurpose));
}

#[test]
fn a_name_is_told_to_an_enterprise_that_the_person_agreed_to_and_to_no_other() {
    let named = |person_says: &[(&str, &str)], post_says: &[(&str, &str)]| {
        may_be_named(&person("p", person_says), &post("n", post_says), day(TODAY))
    };
    let wants = [("enterprise_id", "e2")];
    assert!(named(&[("named_to", "e1 e2")], &wants));
    assert!(!named(&[("named_to", "e1 e22")], &wants));
    assert!(!named(&[], &wants));
    assert!(!named(&[("named_to", "e2")], &[]), "a post of nobody's");
    assert!(!named(&[("named_to", "e2"), ("consent_scope", "stats")], &wants), "matching was not consented to");
    assert!(!named(&[("named_to", "e2"), ("consent", "refused")], &wants));
    assert!(!named(&[("named_to", "e2"), ("keep_until", "2026-05-31")], &wants));
}

#[test]
fn where_two_say_differently_to_whom_a_name_may_be_told_it_is_told_to_those_that_both_name() {
    let made =
        Device::new("a").write(vec![create("talents", "p", &[&SUITS[..], &[(LABEL, "p"), ("named_to", "")]].concat())]);
    let said =
        |device: &str, to: &str| Device::new(device).write(vec![update("talents", "p", &[("named_to", to)], &[&made])]);
    let (one, other) = (said("b", "e1 e2"), said("c", "e2 e3"));
    let talent = history(&key("talents", "p"), [&made, &one, &other]).state();
    let told = |enterprise| may_be_named(&talent, &post("n", &[("enterprise_id", enterprise)]), day(TODAY));
    assert_eq!([told("e1"), told("e2"), told("e3")], [false, true, false]);
}
