//! Forty-two figures on the day that they are told of, and on others.

use batch::File;

use crate::desk::{Board, Desk, files, whole};

/// Source: a news item on a development zone, as the domain notes read it.
const EXPECTED: [(&str, f64); 42] = [
    ("enterprises_eligible", 95.0),
    ("enterprises_covered", 95.0),
    ("enterprise_coverage_pct", 100.0),
    ("social_orgs_eligible", 7.0),
    ("social_orgs_covered", 7.0),
    ("setup_self_built", 58.0),
    ("setup_transfer", 26.0),
    ("setup_absorb", 18.0),
    ("instructors", 274.0),
    ("members_developed", 109.0),
    ("applied_backbone", 126.0),
    ("applied_frontline", 609.0),
    ("posts_and_areas", 573.0),
    ("pledges", 753.0),
    ("centers", 1.0),
    ("zones", 5.0),
    ("alliances", 5.0),
    ("service_groups", 6.0),
    ("hr_groups", 2.0),
    ("talent_groups", 6.0),
    ("approval_n_baseline", 21.0),
    ("approval_mean_baseline", 85.0),
    ("approval_median_baseline", 85.0),
    ("approval_n_current", 24.0),
    ("approval_mean_current", 33.5),
    ("approval_median_current", 33.5),
    ("approval_cut_pct", 60.6),
    ("problems_solved", 108.0),
    ("training_sessions", 23.0),
    ("training_attendance", 1380.0),
    ("tour_visitors", 500.0),
    ("public_good_activities", 30.0),
    ("jobs_solved", 620.0),
    ("talents_in", 4594.0),
    ("talents_startup", 26.0),
    ("talents_doctor", 16.0),
    ("lanhuo_doctors", 7.0),
    ("referral_enterprises", 23.0),
    ("enterprises_under_construction", 30.0),
    ("under_construction_invest_yi", 70.0),
    ("landed_growth_pct", 50.0),
    ("trade_growth_pct", 53.86),
];

/// Where the domain notes lie beside the project, the figures are theirs to the last.
#[test]
fn the_forty_two_are_those_of_the_domain_notes() {
    let Ok(spec) = std::fs::read("../../../shared/domain/golden_spec.json") else {
        println!("left out: no domain notes beside the project");
        return;
    };
    let spec: serde_json::Value = serde_json::from_slice(&spec).expect("JSON");
    let told = spec["expected"].as_object().expect("figures");
    let said: Vec<(&str, Option<f64>)> =
        EXPECTED.iter().map(|(name, _)| (*name, told.get(*name).and_then(serde_json::Value::as_f64))).collect();
    assert_eq!(said, EXPECTED.map(|(name, value)| (name, Some(value))));
    assert_eq!(told.len(), EXPECTED.len());
}

/// A desk that took files in, in this order.
fn desk(files: &[File], order: &[usize]) -> Desk {
    let mut desk = Desk::default();
    for place in order {
        assert_eq!(desk.take(&files[*place]).refused, 0);
    }
    desk
}

fn all_right(desk: &Desk) {
    let figures = desk.figures("2023-10-31");
    for (name, expected) in EXPECTED {
        let figure = figures.iter().find(|figure| figure.name == name).expect(name);
        assert_eq!(figure.value, Some(expected), "{name}");
        assert_eq!(figure.caveats, ledger::indicator::Caveats::default(), "{name}");
    }
}

#[test]
fn six_officers_files_give_all_forty_two_figures() {
    let desk = whole();
    assert_eq!(desk.registers()["enterprises"].len(), 160);
    all_right(&desk);
}

#[test]
fn the_order_of_files_changes_nothing_and_neither_does_taking_each_in_twice() {
    for order in [[5, 3, 1, 0, 2, 4], [2, 0, 5, 4, 1, 3], [4, 5, 0, 3, 2, 1]] {
        let twice: Vec<usize> = order.iter().chain(order.iter().rev()).copied().collect();
        let desk = desk(files(), &twice);
        assert_eq!(desk.registers()["enterprises"].len(), 160);
        all_right(&desk);
    }
}

#[test]
fn a_later_day_counts_what_has_come_to_be_by_then() {
    let desk = whole();
    let mut board = Board::of(&desk);
    let mut is = |name: &str, expected: f64| {
        assert_eq!(board.figure(name, "2023-11-30", &[]).value, Some(expected), "{name}");
    };
    is("problems_solved", 110.0);
    is("training_sessions", 24.0);
    is("training_attendance", 1446.0);
    is("jobs_solved", 638.0);
    is("landed_growth_pct", 46.15);
    is("referral_enterprises", 24.0);
    is("enterprises_under_construction", 30.0);
}

#[test]
fn a_day_before_anything_has_no_mean_and_no_growth_rather_than_zero() {
    let desk = whole();
    let mut board = Board::of(&desk);
    let figures = board.figures("2019-12-31", &[]);
    let value = |name: &str| figures.iter().find(|figure| figure.name == name).unwrap().value;
    assert_eq!(value("approval_mean_current"), None);
    assert_eq!(value("approval_cut_pct"), None);
    assert_eq!(value("landed_growth_pct"), None);
    assert_eq!(value("problems_solved"), Some(0.0));
}

#[test]
fn six_areas_add_up_to_the_zone_and_a_list_that_knows_no_area_says_so() {
    let desk = whole();
    let mut board = Board::of(&desk);
    for name in ["enterprises_eligible", "problems_solved", "talents_in", "members_developed", "approval_n_current"] {
        let whole = board.figure(name, "2023-10-31", &[]).value.unwrap();
        let parts: Vec<f64> = (1..=6)
            .map(|area| board.figure(name, "2023-10-31", &[("area", &format!("area_{area}"))]).value.unwrap())
            .collect();
        assert!(parts.iter().all(|part| *part < whole), "{name}: {parts:?}");
        // Reports of social organisations have the area of those.
        assert_eq!(parts.iter().sum::<f64>(), whole, "{name}");
    }
    let lectures = board.figure("training_sessions", "2023-10-31", &[("area", "area_1")]);
    assert!(lectures.caveats.unscoped && lectures.value.is_none());
    let textile = board.figure("enterprises_eligible", "2023-10-31", &[("area", "area_1"), ("chain", "chain_textile")]);
    assert!(textile.value.unwrap() > 0.0 && textile.value.unwrap() < 16.0);
}
