//! The records that a careless formula would count: each left out, and for the right reason.

use std::collections::{BTreeMap, BTreeSet};

use ledger::indicator::{RowKey, Why};
use ledger::overdue::{self, CONTACT, Periods, What};
use ledger::{EntityHistory, EntityKey, EntityState};
use record::ListName;

use crate::desk::{Board, calendar, whole};

/// How many rows each reason leaves out: the first one of each row.
fn reasons(name: &str) -> BTreeMap<Why, usize> {
    Board::of(&whole()).behind(name, "2023-10-31").reasons.into_iter().collect()
}

fn fails(condition: &str) -> Why {
    Why::Condition(condition.to_owned())
}

#[test]
fn who_has_not_been_visited_stands_behind_the_figure_one_by_one_and_who_has_is_left_out() {
    let zone = whole();
    let mut board = Board::of(&zone);
    let active = board.behind("enterprises_active", "2023-10-31");
    let unvisited = board.behind("enterprises_unvisited", "2023-10-31");
    assert_eq!(
        (unvisited.list.as_str(), unvisited.included_of, unvisited.left_out_of),
        ("enterprises", 102, active.included_of - 102)
    );
    let taken_off = Why::TakenOff("enterprises_visited".to_owned());
    assert_eq!(unvisited.reasons, [(taken_off, active.included_of - 102)]);
    let ids = |rows: Vec<&RowKey>| rows.into_iter().map(|row| row.id.clone()).collect::<BTreeSet<_>>();
    let parts = unvisited.included.iter().map(|row| &row.row).chain(unvisited.left_out.iter().map(|row| &row.row));
    assert_eq!(ids(parts.collect()), ids(active.included.iter().map(|row| &row.row).collect()));
    // Other formulas are of figures alone.
    assert_eq!(board.behind("talent_matched_pct", "2023-10-31").list, "");
}

#[test]
fn enterprises_of_the_state_without_premises_not_yet_at_work_and_gone_are_told_apart() {
    let reasons = reasons("enterprises_eligible");
    let expected = [(fails("non_public"), 12), (fails("three_haves"), 45), (fails("enterprise_active"), 8)];
    assert_eq!(reasons, BTreeMap::from(expected));
}

#[test]
fn joint_and_dissolved_organisations_cover_nobody() {
    let mut board = Board::of(&whole());
    let behind = board.behind("setup_self_built", "2023-10-31");
    assert_eq!(behind.included_of, 58);
    let why: BTreeMap<Why, usize> = behind.reasons.into_iter().collect();
    assert_eq!(why[&fails("org_standalone")], 2);
    assert_eq!(why[&fails("org_active")], 3);
}

#[test]
fn second_posts_count_once_and_ended_ones_not_at_all() {
    let mut board = Board::of(&whole());
    let behind = board.behind("instructors", "2023-10-31");
    // 274 people in 292 posts.
    assert_eq!(behind.included_of, 292);
    assert_eq!(behind.reasons, [(fails("is_instructor"), 12), (Why::Ended, 9)]);
}

#[test]
fn a_stock_is_that_of_the_latest_year() {
    let stock = reasons("posts_and_areas");
    assert_eq!(stock, BTreeMap::from([(Why::Earlier, 102), (Why::NotLatest, 204)]));
}

#[test]
fn matters_that_are_withdrawn_open_or_of_another_kind_do_not_shorten_the_mean() {
    let mut board = Board::of(&whole());
    let behind = board.behind("approval_mean_current", "2023-10-31");
    assert_eq!(behind.included_of, 24);
    let values: Vec<f64> = behind.included.iter().filter_map(|row| row.value).collect();
    assert_eq!(values.iter().sum::<f64>() / 24.0, 33.5);
    // Pauses and holidays stand beside each.
    assert_eq!(behind.included.iter().filter(|row| !row.details[4].is_empty()).count(), 8);
    let why: BTreeMap<Why, usize> = behind.reasons.into_iter().collect();
    assert_eq!(
        why,
        BTreeMap::from([
            (fails("approval_current"), 21),
            (fails("approval_approved"), 7),
            (fails("approval_counted"), 5),
        ])
    );
}

#[test]
fn needs_that_nobody_confirmed_or_that_were_closed_later_are_not_solved() {
    let reasons = reasons("problems_solved");
    assert_eq!(reasons, BTreeMap::from([(fails("need_closed"), 32), (Why::Later, 2)]));
}

#[test]
fn sessions_that_were_cancelled_of_another_series_or_later_are_no_lectures() {
    let reasons = reasons("training_sessions");
    let expected = [(fails("lecture"), 5), (fails("session_held"), 2), (Why::Later, 1)];
    assert_eq!(reasons, BTreeMap::from(expected));
}

#[test]
fn jobs_platforms_doctors_and_projects_leave_out_what_they_should() {
    let jobs = BTreeMap::from([(Why::NoDay, 3), (Why::Later, 2)]);
    assert_eq!(reasons("jobs_solved"), jobs);
    assert_eq!(reasons("talent_groups")[&fails("platform_active")], 1);
    assert_eq!(reasons("lanhuo_doctors")[&fails("talent_serving")], 1);
    let referred = reasons("referral_enterprises");
    assert_eq!((referred[&Why::Later], referred[&Why::NoDay]), (1, 1));
    assert_eq!(reasons("landed_growth_pct"), BTreeMap::from([(Why::Earlier, 27), (Why::Later, 2), (Why::NoDay, 5),]));
}

#[test]
fn a_deregistered_organisation_should_have_none_and_covers_none() {
    assert_eq!(reasons("social_orgs_eligible"), BTreeMap::from([(fails("social_active"), 1)]));
    let zone = whole();
    let gone = zone
        .known
        .entities
        .values()
        .map(EntityHistory::state)
        .filter(|state| state.list.as_str() == "social_orgs" && state.text("reg_status") != "active");
    let gone: Vec<EntityState> = gone.collect();
    assert_eq!(gone.len(), 1);
    let covered = Board::of(&zone).behind("social_orgs_covered", "2023-10-31");
    assert!(covered.included.iter().all(|row| row.row.id != gone[0].id));
}

#[test]
fn good_deeds_that_were_cancelled_were_not_done() {
    let why = reasons("public_good_activities");
    assert_eq!(why[&fails("activity_held")], 2);
    let cancelled = Board::of(&whole()).behind("public_good_activities", "2023-10-31").left_out.into_iter();
    let cancelled = cancelled.filter(|row| row.why == [fails("activity_held")]).count();
    assert_eq!(cancelled, 2, "they are good deeds, and nothing else speaks against them");
}

#[test]
fn projects_that_are_finished_or_stand_still_are_not_under_way() {
    let (zone, mut board) = (whole(), Board::of(&whole()));
    let behind = board.behind("enterprises_under_construction", "2023-10-31");
    let stage = |row: &RowKey| {
        let key = EntityKey { list: ListName::new("projects"), entity: row.id.clone() };
        zone.known.entities[&key].state().text("stage").to_owned()
    };
    let mut out: BTreeMap<String, usize> = BTreeMap::new();
    for row in behind.left_out.iter().filter(|row| row.why.contains(&fails("is_building"))) {
        *out.entry(stage(&row.row)).or_default() += 1;
    }
    assert_eq!((out["completed"], out["suspended"]), (1, 3));
    assert!(behind.included.iter().all(|row| ["new_start", "continued"].contains(&stage(&row.row).as_str())));
    // Their money is not in the sum either: the same rows.
    let money = board.behind("under_construction_invest_yi", "2023-10-31");
    assert_eq!(money.included_of, behind.included_of);
}

#[test]
fn trade_is_held_against_the_same_months_and_not_against_all_of_the_year_before() {
    let zone = whole();
    let canvasses = || {
        let rows = zone.known.entities.values().map(EntityHistory::state);
        rows.filter(|state| state.list.as_str() == "canvasses" && state.text("has_trade") == "yes")
    };
    let sum = |year: &str, property: &str| -> f64 {
        let of = canvasses().filter(|state| state.text("canvass_year") == year);
        of.filter_map(|state| state.text(property).parse::<f64>().ok()).sum()
    };
    let (now, same, full) = (sum("2023", "trade_wan"), sum("2023", "trade_prev_wan"), sum("2022", "trade_wan"));
    assert_eq!((now, same, full), (153_860.0, 100_000.0, 131_000.0));
    let growth = Board::of(&zone).figure("trade_growth_pct", "2023-10-31", &[]).value;
    assert_eq!(growth, Some(growth_of(now, same)));
    assert_ne!(growth, Some(growth_of(now, full)), "which would say 17.45");
}

#[test]
fn projects_that_landed_after_the_day_a_year_ago_are_not_of_the_same_span() {
    let mut board = Board::of(&whole());
    // Thirty-six since January; twenty-four of the same months, three more in November and December.
    assert_eq!(board.figure("landed_growth_pct", "2023-10-31", &[]).value, Some(50.0));
    assert_eq!(board.figure("landed_growth_pct", "2023-12-31", &[]).value, Some(growth_of(38.0, 27.0)));
}

fn growth_of(now: f64, before: f64) -> f64 {
    ledger::indicator::rounded(100.0 * (now / before - 1.0), 2)
}

#[test]
fn the_year_before_the_window_adds_nothing_to_what_is_summed() {
    for name in ["members_developed", "applied_backbone", "applied_frontline", "pledges"] {
        assert_eq!(reasons(name), BTreeMap::from([(Why::Earlier, 102)]), "{name}");
    }
    for name in ["talents_in", "talents_startup", "talents_doctor"] {
        assert_eq!(reasons(name), BTreeMap::from([(Why::Earlier, 95)]), "{name}");
    }
}

#[test]
fn pauses_that_overlap_are_taken_off_once_and_the_clock_on_a_page_says_what_the_board_counts() {
    let mut desk = whole();
    for file in sample::overlaps(&calendar()).unwrap() {
        desk.take(&file);
    }
    let (mut board, mut met) = (Board::of(&desk), 0);
    let clock = |id: &record::EntityId| {
        let of = ledger::EntityKey { list: record::ListName::new("approvals"), entity: id.clone() };
        ledger::clock(&desk.known.entities[&of].state(), sample::AS_OF, &calendar()).unwrap()
    };
    for name in ["approval_mean_baseline", "approval_mean_current"] {
        for row in board.behind(name, "2023-10-31").included {
            assert_eq!(Some(clock(&row.row.id).used.is as f64), row.value, "{}", row.row.title);
            met += 1;
        }
    }
    assert_eq!(met, 21 + 24);
    let running = board.behind("approvals_running", "2023-10-31");
    assert_eq!(running.included_of, 4 + 1);
    for row in running.included {
        let left = clock(&row.row.id).left.unwrap();
        assert_eq!(row.details[3], left.to_string(), "{}", row.row.title);
        if row.row.id.as_str() == sample::OVERLAPPING {
            // Of 38 workdays 12 were paused; the form's sum has 17.
            assert_eq!(left, 60 - (38 - 12));
            met += 1;
        }
    }
    assert_eq!(met, 46);
}

#[test]
fn ten_enterprises_told_by_two_officers_conflict_exactly_where_they_differ_and_figures_say_so() {
    let mut desk = whole();
    for file in sample::overlaps(&calendar()).unwrap() {
        assert_eq!(desk.take(&file).refused, 0);
    }
    let registers = desk.registers();
    // And one of the state whose code is faulty, which no figure of those that are known counts.
    assert_eq!(registers["enterprises"].len(), 160 + 1);
    assert_eq!(registers["enterprises"].in_conflict().len(), sample::OTHERWISE);
    let mut board = Board::of(&desk);
    let figure = board.figure("enterprises_eligible", "2023-10-31", &[]);
    assert_eq!((figure.value, figure.caveats.conflicts), (Some(95.0), 4));
    assert_eq!(board.behind("enterprises_eligible", "2023-10-31").disputed.len(), 4);
    // Canvasses are of enterprises of which something is open.
    assert_eq!(board.figure("talents_in", "2023-10-31", &[]).caveats.conflicts, 4);
    assert_eq!(board.figure("alliances", "2023-10-31", &[]).caveats.conflicts, 0);
    // And a ledger of which something is to be decided is not known rightly.
    let clean = board.figure("ledgers_clean_pct", "2023-10-31", &[]);
    assert_eq!((clean.value, clean.caveats.conflicts), (Some(97.0), 4));
    assert_eq!(board.figure("ledgers_active", "2023-10-31", &[]).caveats.faulty_codes, 1);
}

#[test]
fn what_was_referred_was_not_settled_below_and_each_level_has_its_days() {
    let mut board = Board::of(&whole());
    let below = board.behind("needs_settled_below", "2023-10-31");
    // 108 are solved, and each tenth of them went up to the committee.
    assert_eq!(below.included_of, 97);
    assert_eq!(below.reasons.into_iter().collect::<BTreeMap<_, _>>()[&fails("need_below")], 11);
    // The eleven, and six that were referred and are open.
    assert_eq!(
        board.behind("need_days_committee", "2023-10-31").included.iter().filter(|row| row.value.is_some()).count(),
        17
    );
}

#[test]
fn the_contacts_of_the_eight_that_are_gone_are_over_after_thirty_days_and_nobody_else_has_one() {
    let desk = whole();
    let of_enterprises = desk.known.entities.values().filter(|row| row.list.as_str() == "enterprises");
    let due: Vec<_> = of_enterprises.flat_map(|row| overdue::contact(row, &Periods::default())).collect();
    assert_eq!(due.len(), 8);
    for one in &due {
        assert_eq!(one.what, What::Contact);
        assert_eq!(one.due_on.to_string(), "2023-12-01", "a month after it was taken down: {}", one.title);
        let names: Vec<&str> = one.parts.iter().flat_map(|part| &part.properties).map(String::as_str).collect();
        assert_eq!(names, CONTACT);
    }
}
