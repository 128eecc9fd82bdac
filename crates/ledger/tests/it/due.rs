//! What is due today and this week.

use ledger::{DueItem, EntityHistory, EntityState, LABEL, Nearness, ToDo, due_items, histories};
use record::{EntityChange, OfficerId};
use rules::Calendar;
use sheet::Limits;

use crate::world::{Device, create};

fn calendar() -> Calendar {
    let holidays = include_bytes!("../../../../pack/holidays.csv");
    Calendar::read(&sheet::read_csv(holidays, &Limits::default()).expect("a table"))
}

fn firm() -> EntityChange {
    create("enterprises", "plant", &[(LABEL, "样例纺织")])
}

fn need(id: &str, raised_on: &str, workdays: &str, status: &str) -> EntityChange {
    let said = [("raised_on", raised_on), ("due_workdays", workdays), ("need_status", status)];
    create("needs", id, &[&[(LABEL, id), ("subject_id", "plant")], &said[..]].concat())
}

fn visit(id: &str, date: &str, next: &str) -> EntityChange {
    create("visits", id, &[("subject_id", "plant"), ("visit_date", date), ("next_visit", next)])
}

/// What one officer is told on a day of what was written.
fn due_on(today: &str, changes: Vec<EntityChange>, is_own: bool) -> Vec<DueItem> {
    let revision = Device::new("one").write(changes);
    let officer = if is_own { revision.submission().officer.clone() } else { OfficerId::new("样例别人") };
    let states = |list: &str| -> Vec<EntityState> {
        let all = histories([&revision]).into_values().filter(|history| history.list.as_str() == list);
        all.map(|history: EntityHistory| history.state()).collect()
    };
    let subjects = [states("enterprises"), states("social_orgs")].concat();
    let (visits, needs, approvals) = (states("visits"), states("needs"), states("approvals"));
    due_items(&subjects, &visits, &needs, &approvals, &[officer], today.parse().expect("a day"), &calendar())
}

fn told(items: &[DueItem]) -> Vec<(Nearness, String)> {
    items.iter().map(|item| (item.nearness, item.by.is.to_string())).collect()
}

#[test]
fn a_need_is_due_by_its_workday_and_overdue_behind_it() {
    let raised = || vec![firm(), need("n1", "2023-09-25", "10", "open")];
    let on = |today: &str| told(&due_on(today, raised(), true));
    assert_eq!(on("2023-10-08"), []);
    assert_eq!(on("2023-10-09"), [(Nearness::ThisWeek, "2023-10-13".to_owned())]);
    assert_eq!(on("2023-10-13"), [(Nearness::Today, "2023-10-13".to_owned())]);
    assert_eq!(on("2023-10-14"), [(Nearness::Overdue, "2023-10-13".to_owned())]);
}

#[test]
fn what_is_due_of_a_social_organisation_is_told_as_an_enterprises_is() {
    let of = |change: EntityChange| {
        let said = |(name, text): (String, String)| {
            (name.clone(), if name == "subject_id" { "club".to_owned() } else { text })
        };
        EntityChange { properties: change.properties.into_iter().map(said).collect(), ..change }
    };
    let club = create("social_orgs", "club", &[(LABEL, "样例商会")]);
    let needed = of(need("n1", "2023-09-25", "10", "open"));
    let items = due_on("2023-10-13", vec![club, needed, of(visit("v1", "2023-09-01", "2023-10-13"))], true);
    assert_eq!(told(&items), [(Nearness::Today, "2023-10-13".to_owned()), (Nearness::Today, "2023-10-13".to_owned())]);
    for item in items {
        let subject = (item.subject.list.as_str(), item.subject.entity.as_str(), item.subject_name.as_str());
        assert_eq!(subject, ("social_orgs", "club", "样例商会"));
    }
}

#[test]
fn an_approval_is_due_by_the_last_workday_that_was_promised_while_its_clock_runs() {
    let matter = |status: &str, pauses: &str| {
        let said = [
            (LABEL, "样例许可"),
            ("enterprise_id", "plant"),
            ("approval_status", status),
            ("accepted_on", "2023-09-25"),
            ("limit_workdays", "10"),
            ("pauses", pauses),
        ];
        vec![firm(), create("approvals", "a1", &said)]
    };
    let on = |today: &str, status: &str, pauses: &str| told(&due_on(today, matter(status, pauses), false));
    assert_eq!(on("2023-10-08", "accepted", ""), []);
    assert_eq!(on("2023-10-09", "accepted", ""), [(Nearness::ThisWeek, "2023-10-13".to_owned())]);
    assert_eq!(on("2023-10-16", "accepted", ""), [(Nearness::Overdue, "2023-10-13".to_owned())]);
    // Two pauses over each other take four workdays, not six.
    let twice = "2023-10-08/2023-10-12 2023-10-09/2023-10-11";
    assert_eq!(on("2023-10-16", "accepted", twice), [(Nearness::ThisWeek, "2023-10-19".to_owned())]);
    for stands in ["paused", "supplement", "approved", "withdrawn"] {
        assert_eq!(on("2023-10-16", stands, ""), [], "{stands}");
    }
    let items = due_on("2023-10-17", matter("accepted", ""), false);
    let [DueItem { to_do: ToDo::Approval { title, left }, .. }] = &items[..] else { panic!("{items:?}") };
    assert_eq!((title.as_str(), *left), ("样例许可", Some(-2)));
}

#[test]
fn the_workdays_that_have_gone_by_are_told() {
    let items = due_on("2023-10-08", vec![firm(), need("n1", "2023-09-28", "2", "open")], true);
    let [DueItem { to_do: ToDo::Need { title, worked: Some(worked) }, subject_name, .. }] = &items[..] else {
        panic!("{items:?}")
    };
    assert_eq!((title.as_str(), worked.is, subject_name.as_str()), ("n1", 2, "样例纺织"));
}

#[test]
fn what_is_done_with_or_says_no_date_is_not_due() {
    let changes = || {
        vec![
            firm(),
            need("n1", "2023-09-25", "10", "closed"),
            need("n2", "2023-09-25", "", "open"),
            visit("v1", "2023-09-25", ""),
        ]
    };
    assert_eq!(due_on("2023-12-01", changes(), true), []);
}

#[test]
fn a_visit_is_due_when_the_last_one_said_so_and_only_for_the_officer_who_made_it() {
    let visits = || vec![firm(), visit("v1", "2023-09-01", "2023-09-20"), visit("v2", "2023-09-20", "2023-10-11")];
    assert_eq!(told(&due_on("2023-10-10", visits(), true)), [(Nearness::ThisWeek, "2023-10-11".to_owned())]);
    assert_eq!(due_on("2023-10-10", visits(), false), []);
}

#[test]
fn a_year_without_a_table_is_named() {
    let items = due_on("2027-01-10", vec![firm(), need("n1", "2026-12-30", "3", "open")], true);
    assert_eq!(items[0].by.missing_year, Some(2027));
}
