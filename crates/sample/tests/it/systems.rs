//! What the systems ask for beside the forty-two figures, each worked out by hand from how the zone is made.

use std::collections::{BTreeMap, BTreeSet};

use ledger::indicator::{Charted, Figure};
use record::{EntityId, ListName, RecordId, Revision};

use crate::desk::{Board, Desk, calendar, whole};

const DAY: &str = "2023-10-31";

fn value(figures: &[Figure], name: &str) -> Option<f64> {
    figures.iter().find(|figure| figure.name == name).unwrap_or_else(|| panic!("{name}")).value
}

#[track_caller]
fn are(board: &mut Board, day: &str, expected: &[(&str, f64)]) {
    let figures = board.figures(day, &[]);
    for (name, expected) in expected {
        assert_eq!(value(&figures, name), Some(*expected), "{name} on {day}");
    }
}

/// Bars and their values; what is not there is left out.
fn bars(chart: &Charted) -> Vec<(&str, Vec<f64>)> {
    chart.bars.iter().map(|bar| (bar.name.as_str(), bar.values.iter().flatten().copied().collect())).collect()
}

#[test]
fn a_ledger_is_canvassed_known_rightly_and_kept_up_to_date_or_counts_among_those_that_are_not() {
    let mut board = Board::of(&whole());
    // Of 160 enterprises 8 are gone, of 8 social organisations one. Each was canvassed on some day of January to October 2023,
    // social organisations on 15 March. Of 95 that are visited three times in 290 days, 80 were found right within the last 90;
    // what was registered on 1 November is no change of October.
    are(
        &mut board,
        DAY,
        &[
            ("enterprises_active", 152.0),
            ("ledgers_active", 159.0),
            ("enterprises_canvassed", 152.0),
            ("social_orgs_canvassed", 7.0),
            ("ledgers_canvassed_pct", 100.0),
            ("enterprises_clean", 160.0),
            ("social_orgs_clean", 8.0),
            ("ledgers_clean_pct", 100.0),
            ("ledgers_confirmed", 80.0),
            ("enterprises_changed", 0.0),
            ("ledgers_fresh_pct", 50.3),
            ("enterprises_unvisited", 102.0),
        ],
    );
    // By the end of June six of ten were canvassed: 96, of which four are gone; with seven of 159 in all.
    are(
        &mut board,
        "2023-06-30",
        &[("enterprises_canvassed", 92.0), ("ledgers_canvassed_pct", 62.3), ("ledgers_confirmed", 84.0)],
    );
    // A month later everything was registered anew: 50 were found right, all others only changed.
    are(
        &mut board,
        "2023-11-30",
        &[
            ("ledgers_confirmed", 50.0),
            ("enterprises_changed", 102.0),
            ("social_orgs_changed", 7.0),
            ("ledgers_fresh_pct", 100.0),
        ],
    );
    // The ninetieth day still counts, the one after does not; of those canvassed by June of the year before a year has gone by.
    are(&mut board, "2024-01-30", &[("ledgers_fresh_pct", 100.0)]);
    are(&mut board, "2024-01-31", &[("ledgers_fresh_pct", 0.0)]);
    are(
        &mut board,
        "2024-06-30",
        &[("enterprises_canvassed", 60.0), ("social_orgs_canvassed", 0.0), ("ledgers_canvassed_pct", 37.7)],
    );
}

/// Takes in one more record, made as the first of a list but for what it says.
fn another(desk: &mut Desk, like: &str, sequence: u64, (list, id): (&str, &str), said: &[(&str, &str)]) {
    let all = sample::revisions(&sample::zone(&calendar()), &sample::keys().map(|key| key.device()));
    let first = all.iter().find(|made| made.list == like).unwrap();
    let mut submission = first.revision.submission().clone();
    let change = &mut submission.entities[0];
    (change.list, change.entity) = (ListName::new(list), EntityId::new(id));
    if list != like {
        change.properties.clear();
    }
    change.properties.extend(said.iter().map(|(property, value)| ((*property).to_owned(), (*value).to_owned())));
    submission.record = RecordId::new(submission.finalized_at, [7, sequence as u8, 0, 0, 0, 0, 0, 0, 0, 0]);
    submission.sequence = 8_000 + sequence;
    let file = sample::batch(first.officer, 40 + sequence, vec![Revision::write(submission).unwrap()]).unwrap();
    assert_eq!(desk.take(&file).refused, 0);
}

/// An enterprise as another one, but for its id and its code.
fn enterprise(desk: &mut Desk, id: &str, code: &str, sequence: u64) {
    another(desk, "enterprises", sequence, ("enterprises", id), &[("uscc", code)]);
}

#[test]
fn a_code_that_is_faulty_missing_or_somebody_elses_is_not_known_rightly() {
    let mut desk = whole();
    let zone = sample::zone(&calendar());
    let own = zone.rows("enterprises")[0].text("uscc").to_owned();
    enterprise(&mut desk, "faulty", "91652899MA9000011X", 1);
    are(&mut Board::of(&desk), DAY, &[("enterprises_all", 161.0), ("enterprises_clean", 160.0)]);
    enterprise(&mut desk, "missing", "", 2);
    are(&mut Board::of(&desk), DAY, &[("enterprises_all", 162.0), ("enterprises_clean", 160.0)]);
    // Of two with one code neither is.
    enterprise(&mut desk, "twice", &own, 3);
    let mut board = Board::of(&desk);
    are(&mut board, DAY, &[("enterprises_all", 163.0), ("enterprises_clean", 159.0), ("ledgers_clean_pct", 97.7)]);
    let behind = board.behind("enterprises_clean", DAY);
    assert_eq!(behind.left_out_of, 4);
}

#[test]
fn approvals_under_way_have_their_day_and_the_workdays_that_are_left() {
    let mut board = Board::of(&whole());
    // Four, accepted on 9 October with 35 workdays: the last of them is 27 November.
    are(&mut board, DAY, &[("approvals_running", 4.0), ("approvals_overdue", 0.0)]);
    are(&mut board, "2023-11-27", &[("approvals_overdue", 0.0)]);
    are(&mut board, "2023-11-28", &[("approvals_running", 4.0), ("approvals_overdue", 4.0)]);
    let running = board.behind("approvals_running", DAY);
    assert!(running.included.iter().all(|row| row.details == ["2023-10-09", "35", "2023-11-27", "19"]), "{running:?}");
    let overdue = board.behind("approvals_overdue", "2023-11-30");
    assert!(overdue.included.iter().all(|row| row.details[3] == "-3"), "{overdue:?}");
    // Of the cohort before, those of 91 to 95 workdays were over their limit of 90 for a while each.
    assert!((2020..2023).any(|year| {
        (1..=12).any(|month| {
            let figures = board.figures(&format!("{year}-{month:02}-15"), &[]);
            value(&figures, "approvals_overdue") > Some(0.0)
        })
    }));
}

#[test]
fn measures_and_documents_saved_are_those_of_the_cohort_after() {
    let mut board = Board::of(&whole());
    // Twenty-four matters with each measure in turn, and one, two or three documents less.
    are(&mut board, DAY, &[("materials_cut", 48.0)]);
    let measures = board.chart("approvals_by_measure", DAY);
    assert_eq!(
        bars(&measures),
        ["reduce", "delegate", "merge", "convert"]
            .map(|measure| format!("approvals_{measure}"))
            .iter()
            .map(|name| (name.as_str(), vec![6.0]))
            .collect::<Vec<_>>()
    );
}

#[test]
fn needs_are_overdue_by_workday_and_some_were_opened_again() {
    let mut board = Board::of(&whole());
    // 29 that are not closed and 2 that were closed in November; 4 of 142 were opened again.
    are(&mut board, DAY, &[("needs_overdue", 31.0), ("needs_reopened", 4.0), ("needs_reopened_pct", 2.8)]);
    are(&mut board, "2023-11-30", &[("needs_overdue", 29.0)]);
}

#[test]
fn visits_meetings_and_activities_are_told_by_quarter_and_month() {
    let mut board = Board::of(&whole());
    let visits = board.chart("visits_by_quarter", DAY);
    assert_eq!(
        bars(&visits),
        [("2023 Q1", vec![77.0]), ("2023 Q2", vec![84.0]), ("2023 Q3", vec![85.0]), ("2023 Q4", vec![23.0])]
    );
    // Twelve salons and nine meetings, one a month from January 2021.
    are(&mut board, DAY, &[("meetings_held", 21.0)]);
    let meetings = board.chart("meetings_by_quarter", DAY);
    assert_eq!(meetings.series, ["alliance_meeting", "salon"]);
    assert_eq!(
        bars(&meetings),
        [("2021 Q1", vec![3.0, 3.0]), ("2021 Q2", vec![3.0, 3.0]), ("2021 Q3", vec![3.0, 3.0]), ("2021 Q4", vec![3.0])]
    );
    // Everything else is held in one of the five areas in turn; of 66 the last twelve months have 22.
    are(&mut board, DAY, &[("zone_activities", 66.0)]);
    let months = board.chart("zone_activities_by_month", DAY);
    assert_eq!((months.bars.len(), months.series.len()), (12, 5));
    assert_eq!(bars(&months).iter().flat_map(|(_, values)| values).sum::<f64>(), 22.0);
    assert_eq!((months.bars[0].name.as_str(), months.bars[11].name.as_str()), ("2021-07", "2022-06"));
}

#[test]
fn chains_have_members_and_solved_problems() {
    let mut board = Board::of(&whole());
    let chains = board.chart("alliances", DAY);
    assert_eq!(
        bars(&chains),
        [
            ("chain_petrochem", vec![31.0, 22.0]),
            ("chain_equipment", vec![30.0, 22.0]),
            ("chain_fine_chem", vec![15.0, 12.0]),
            ("chain_textile", vec![16.0, 11.0]),
            ("chain_agri", vec![15.0, 10.0]),
        ]
    );
    // Forty-five of 152 belong to none, and 31 of the 108 problems are theirs.
    are(&mut board, DAY, &[("alliance_members", 107.0), ("alliance_problems", 77.0)]);
}

#[test]
fn talents_stand_in_a_table_of_fields_and_levels_and_posts_that_were_filled_are_a_share() {
    let mut board = Board::of(&whole());
    let matrix = board.chart("talent_by_field_and_level", DAY);
    assert_eq!(matrix.series, ["c", "d", "e"]);
    let mut cells = bars(&matrix);
    cells.sort_by_key(|(field, _)| *field);
    assert_eq!(
        cells,
        [
            ("chemical", vec![5.0, 5.0, 5.0]),
            ("equipment", vec![5.0, 5.0, 5.0]),
            ("petrochem", vec![5.0, 5.0, 4.0]),
            ("textile", vec![5.0, 5.0, 5.0]),
        ]
    );
    // The four would be told by the total of all, so another one is hidden with them.
    assert!(matrix.bars.iter().flat_map(|bar| &bar.few).filter(|few| **few).count() >= 2);
    // One to three wanted at each of thirty. Six of them are met, with 1, 3, 2, 1, 3 and 2; of four all but one came: 1, 2, 1, 2.
    are(&mut board, DAY, &[("talent_wanted", 60.0), ("talent_matched", 18.0), ("talent_matched_pct", 30.0)]);
}

#[test]
fn a_talent_need_takes_the_days_until_the_last_who_was_wanted_came() {
    let mut board = Board::of(&whole());
    // Six are met, after 20, 30, 40, 50, 60 and 70 days; those of which somebody is still lacking count among none.
    are(&mut board, DAY, &[("talent_days_median", 45.0)]);
    let behind = board.behind("talent_days_median", DAY);
    let mut days: Vec<f64> = behind.included.iter().filter_map(|row| row.value).collect();
    days.sort_by(f64::total_cmp);
    assert_eq!((days, behind.left_out_of), (vec![20.0, 30.0, 40.0, 50.0, 60.0, 70.0], 24));
    // The fourth was opened in April 2023.
    are(&mut board, "2022-12-31", &[("talent_days_median", 40.0)]);
    // Opened on 15 January 2022, the first is met twenty days later, and counts from that day on.
    assert_eq!(value(&board.figures("2022-02-03", &[]), "talent_days_median"), None);
    are(&mut board, "2022-02-04", &[("talent_days_median", 20.0)]);
}

/// One more meeting.
fn meeting(desk: &mut Desk, sequence: u64, on: &str, status: &str, named: &[&str]) {
    let named = named.join(" ");
    let said = [("activity_type", "salon"), ("event_status", status), ("held_on", on), ("enterprise_ids", &*named)];
    another(desk, "activities", sequence, ("activities", &format!("meeting-{sequence}")), &said);
}

#[test]
fn a_person_who_refused_is_one_more_from_that_day_on_in_one_figure_and_in_no_other() {
    let mut desk = whole();
    let before = Board::of(&desk).figures(DAY, &[]);
    assert_eq!(value(&before, "talent_refusals"), Some(0.0));
    for (sequence, on) in [(1, "2023-10-30"), (2, "2023-10-31"), (3, "2023-11-01")] {
        let id = format!("refusal-{sequence}");
        another(&mut desk, "talents", sequence, ("talent_refusals", &id), &[("refused_on", on)]);
    }
    let mut board = Board::of(&desk);
    are(&mut board, "2023-10-29", &[("talent_refusals", 0.0)]);
    are(&mut board, DAY, &[("talent_refusals", 2.0)]);
    let others = |figures: &[Figure]| -> Vec<(String, Option<f64>)> {
        let others = figures.iter().filter(|figure| figure.name != "talent_refusals");
        others.map(|figure| (figure.name.clone(), figure.value)).collect()
    };
    assert_eq!(others(&board.figures(DAY, &[])), others(&before));
    let behind = board.behind("talent_refusals", DAY);
    let days: Vec<&str> = behind.included.iter().map(|row| row.details[0].as_str()).collect();
    assert_eq!((days.len(), behind.left_out_of), (2, 1), "{days:?}");
}

#[test]
fn who_was_never_invited_to_a_salon_or_a_meeting_is_told_with_those_who_were_and_since_when() {
    let mut desk = whole();
    let mut board = Board::of(&desk);
    // Twelve salons with one enterprise each, and nine meetings with nine of the same, one a month from January 2021.
    are(&mut board, DAY, &[("enterprises_never_invited", 140.0)]);
    are(&mut board, "2021-01-14", &[("enterprises_never_invited", 152.0)]);
    are(&mut board, "2021-01-15", &[("enterprises_never_invited", 151.0)]);
    are(&mut board, "2021-06-30", &[("enterprises_never_invited", 146.0)]);
    let behind = board.behind("enterprises_never_invited", "2021-06-30");
    assert_eq!((behind.included_of, behind.left_out_of), (146, 14));
    assert!(behind.included.iter().any(|row| row.details[2] == "2021-07-15"), "the seventh is invited in July");
    // One that is named twice among several in one salon, a name that nobody has, one that was called off, one that is to come.
    let zone = sample::zone(&calendar());
    let id = |place: usize| zone.rows("enterprises")[place].id.clone();
    let active: Vec<String> = zone
        .rows("enterprises")
        .iter()
        .filter(|row| row.text("reg_status") == "active")
        .map(|row| row.id.clone())
        .collect();
    let invited: BTreeSet<String> = zone
        .rows("activities")
        .iter()
        .filter(|row| ["salon", "alliance_meeting"].contains(&row.text("activity_type")))
        .map(|row| row.text("enterprise_ids").to_owned())
        .collect();
    assert_eq!((invited.len(), active.iter().filter(|id| invited.contains(*id)).count()), (12, 12));
    let free: Vec<&str> = active.iter().filter(|id| !invited.contains(*id)).map(String::as_str).take(6).collect();
    meeting(&mut desk, 1, "2023-10-01", "held", &[free[0], &id(0), free[1], free[0], "nobody"]);
    meeting(&mut desk, 2, "2023-10-02", "cancelled", &[free[2]]);
    meeting(&mut desk, 3, "2023-10-31", "planned", &[free[3]]);
    meeting(&mut desk, 4, "2023-11-01", "planned", &[free[4], free[5]]);
    let mut board = Board::of(&desk);
    let newly = 3.0 + if invited.contains(&id(0)) { 0.0 } else { 1.0 };
    are(&mut board, DAY, &[("enterprises_never_invited", 140.0 - newly)]);
    are(&mut board, "2023-11-01", &[("enterprises_never_invited", 138.0 - newly)]);
}

#[test]
fn a_service_group_has_its_enterprises_and_what_they_wait_for() {
    let mut board = Board::of(&whole());
    // By the rows of the zone: who is active by group, and whose needs are neither closed nor turned down.
    let zone = sample::zone(&calendar());
    let mut load: BTreeMap<&str, [f64; 2]> = BTreeMap::new();
    for enterprise in zone.rows("enterprises") {
        let group = load.entry(enterprise.text("service_group")).or_default();
        group[0] += f64::from(u8::from(enterprise.text("reg_status") == "active"));
        let is_open = |need: &&sample::Row| {
            need.text("subject_id") == enterprise.id && !["closed", "rejected"].contains(&need.text("need_status"))
        };
        group[1] += zone.rows("needs").iter().filter(is_open).count() as f64;
    }
    assert_eq!(load.len(), 6);
    let sums = load.values().fold([0.0, 0.0], |sums, load| [sums[0] + load[0], sums[1] + load[1]]);
    assert_eq!(sums, [152.0, 29.0]);
    let chart = board.chart("service_group_load", DAY);
    let told: BTreeMap<&str, Vec<f64>> = bars(&chart).into_iter().collect();
    assert_eq!(told, load.iter().map(|(group, load)| (*group, load.to_vec())).collect());
    are(&mut board, DAY, &[("groups_serving", 6.0), ("group_enterprises_mean", 25.3), ("group_needs_mean", 4.8)]);
    // Narrowed to one group it is that one's own load.
    for (group, load) in &load {
        let scope = [("service_group", *group)];
        assert_eq!(board.figure("group_enterprises_mean", DAY, &scope).value, Some(load[0]));
        assert_eq!(board.figure("group_needs_mean", DAY, &scope).value, Some(load[1]));
    }
}

#[test]
fn shares_of_ledgers_are_told_of_a_chain_and_a_group_too_which_no_social_organisation_belongs_to() {
    let mut board = Board::of(&whole());
    let textile = [("chain", "chain_textile")];
    // Sixteen active enterprises of the chain, each canvassed in 2023; seventeen ledgers if one of the chain is gone.
    assert_eq!(board.figure("ledgers_active", DAY, &textile).value, Some(16.0));
    for name in ["ledgers_canvassed_pct", "ledgers_clean_pct"] {
        let figure = board.figure(name, DAY, &textile);
        assert_eq!((figure.value, figure.caveats.unscoped), (Some(100.0), true), "{name}");
        assert!(!board.figure(name, DAY, &[("area", "area_1")]).caveats.unscoped, "social organisations have an area");
    }
    let named = |board: &mut Board, name: &str, scope: &[(&str, &str)]| board.figure(name, DAY, scope).value.unwrap();
    let fresh = named(&mut board, "ledgers_confirmed", &textile) + named(&mut board, "enterprises_changed", &textile);
    let share = ledger::indicator::rounded(100.0 * fresh / 16.0, 1);
    assert_eq!(named(&mut board, "ledgers_fresh_pct", &textile), share);
    assert!((1.0..99.0).contains(&share), "{share}");
    // What is of no part of the zone at all stays without a figure.
    assert_eq!(board.figure("social_orgs_eligible", DAY, &textile).value, None);
    assert_eq!(board.figure("training_sessions", DAY, &textile).value, None);
}

#[test]
fn investment_is_told_by_where_it_came_from() {
    let mut board = Board::of(&whole());
    let sources = board.chart("invest_by_source", DAY);
    assert_eq!(
        bars(&sources),
        [
            ("gov", vec![28.7]),
            ("self", vec![18.7]),
            ("expansion", vec![16.3]),
            ("fair", vec![16.3]),
            ("referral", vec![15.4])
        ]
    );
    are(&mut board, DAY, &[("invest_all_yi", 95.5)]);
}

#[test]
fn a_service_group_and_a_chain_are_parts_of_the_zone_too() {
    let mut board = Board::of(&whole());
    let group = |place: usize| format!("00000000-0000-4000-8016-{:012}", place + 12);
    let eligible: Vec<f64> = (0..6)
        .map(|place| board.figure("enterprises_eligible", DAY, &[("service_group", &group(place))]).value.unwrap())
        .collect();
    assert_eq!(eligible, [16.0, 16.0, 16.0, 16.0, 16.0, 15.0]);
    for name in ["problems_solved", "talents_in", "approval_n_current", "jobs_solved"] {
        let whole = board.figure(name, DAY, &[]).value.unwrap();
        let parts = (0..6).map(|place| board.figure(name, DAY, &[("service_group", &group(place))]).value.unwrap());
        assert_eq!(parts.sum::<f64>(), whole, "{name}");
    }
    assert_eq!(board.figure("problems_solved", DAY, &[("chain", "chain_textile")]).value, Some(11.0));
    assert_eq!(board.figure("enterprises_active", DAY, &[("chain", "chain_textile")]).value, Some(16.0));
}

#[test]
fn visits_per_enterprise_those_in_vain_participants_of_areas_and_talents_long_not_updated_are_told() {
    let mut board = Board::of(&whole());
    let zone = sample::zone(&calendar());
    let visits: Vec<(&str, &str, bool)> = zone
        .rows("visits")
        .iter()
        .map(|row| (row.text("subject_id"), row.text("visit_date"), row.text("visit_result") == "done"))
        .collect();
    // Days as texts stand in their order. From 2 August to 31 October are 91 days: the ninetieth before still counts.
    let made = visits.iter().filter(|(_, on, is_done)| *is_done && ("2023-08-02"..=DAY).contains(on)).count() as f64;
    are(
        &mut board,
        DAY,
        &[("visits_90", made), ("visits_per_enterprise", ledger::indicator::rounded(made / 152.0, 2))],
    );
    let in_vain = |day: &str| -> BTreeSet<&str> {
        let by_then = || visits.iter().filter(|(_, on, _)| *on <= day);
        let is_met = |id: &str, since: &str| by_then().any(|(other, on, done)| *done && *other == id && *on >= since);
        by_then().filter(|(id, on, done)| !done && !is_met(id, on)).map(|(id, ..)| *id).collect()
    };
    let open = in_vain(DAY);
    assert!((1..16).contains(&open.len()), "of sixteen or so some were met later: {open:?}");
    are(&mut board, DAY, &[("visits_to_check", open.len() as f64)]);
    are(&mut board, "2023-04-30", &[("visits_to_check", in_vain("2023-04-30").len() as f64)]);
    let behind = board.behind("visits_to_check", DAY);
    assert!(behind.included.iter().all(|row| row.details[1] == "absent"), "{behind:?}");

    // All but salons are held in an area.
    let held = zone.rows("activities").iter().filter(|row| !row.text("platform_id").is_empty());
    let participants: f64 = held.map(|row| row.text("participants").parse::<f64>().unwrap()).sum();
    are(&mut board, DAY, &[("zone_participants", participants)]);
    let months = board.chart("zone_participants_by_month", DAY);
    assert_eq!((months.bars.len(), months.series.len()), (12, 5));

    // All were updated on 15 October; the hundred and eightieth day after is 12 April.
    are(&mut board, DAY, &[("talents_stale", 0.0)]);
    are(&mut board, "2024-04-12", &[("talents_stale", 0.0)]);
    are(&mut board, "2024-04-13", &[("talents_stale", 59.0)]);
}
