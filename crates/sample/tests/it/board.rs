//! What else a board tells: charts, days, what is doubtful.

use std::collections::BTreeMap;

use ledger::indicator::Charted;

use crate::desk::{Board, as_of, lists, whole};

fn board() -> Board {
    Board::of(&whole())
}

fn total(chart: &Charted) -> f64 {
    chart.bars.iter().flat_map(|bar| bar.values.iter().flatten()).sum()
}

#[test]
fn charts_add_up_to_the_figures_that_they_cut() {
    let mut board = board();
    let coverage = board.chart("coverage_by_area", "2023-10-31");
    assert_eq!((coverage.bars.len(), total(&coverage)), (6, 190.0));
    assert_eq!(coverage.series, ["enterprises_eligible", "enterprises_covered"]);
    let before_after = board.chart("approvals_before_after", "2023-10-31");
    let values: Vec<_> = before_after.bars.iter().map(|bar| bar.values[0]).collect();
    assert_eq!(values, [Some(85.0), Some(33.5), Some(85.0), Some(33.5)]);
    let talents = board.chart("talent_by_level", "2023-10-31");
    assert_eq!(total(&talents), 59.0);
    let weeks = board.chart("visits_by_week", "2023-10-31");
    assert_eq!(weeks.bars.len(), 13);
    assert!(weeks.bars.is_sorted_by_key(|bar| &bar.name));
    assert_eq!(weeks.bars.last().unwrap().name, "2023-10-23");
}

#[test]
fn how_old_a_need_is_goes_by_the_day_of_the_board() {
    let mut board = board();
    let old = board.chart("needs_by_category", "2023-10-31");
    assert_eq!(old.series, ["90+"]);
    let then = board.chart("needs_by_category", "2023-05-01");
    assert!(then.series.contains(&"0–30".to_owned()), "{:?}", then.series);
    assert!(total(&then) < total(&old));
    // And back again.
    assert_eq!(board.chart("needs_by_category", "2023-10-31"), old);
}

#[test]
fn a_year_without_holidays_is_told_beside_the_figure_that_was_reckoned_with_it() {
    let mut board = board();
    board.calendar = rules::Calendar::default();
    let all = lists(&board.registers);
    let mut tally = ledger::indicator::Tally::of(&board.definitions, &all, &board.calendar, sample::AS_OF);
    let figures = tally.board(&board.definitions, &all, &board.calendar, &as_of("2023-10-31", &[]));
    let figure = |name: &str| figures.iter().find(|figure| figure.name == name).unwrap();
    assert_eq!(figure("approval_mean_current").caveats.missing_year, Some(2022));
    assert_eq!(figure("approval_cut_pct").caveats.missing_year, Some(2020));
    assert_eq!(figure("problems_solved").caveats.missing_year, None);
}

#[test]
fn parts_of_a_chart_of_people_that_are_few_are_marked_and_those_of_firms_are_not() {
    let mut board = board();
    let talents = board.chart("talent_by_level", "2023-10-31");
    let cells = || talents.bars.iter().flat_map(|bar| bar.values.iter().zip(&bar.few));
    assert!(cells().all(|(value, few)| *few || value.is_none_or(|value| value == 0.0 || value >= 5.0)));
    let hidden: f64 = cells().filter(|(_, few)| **few).filter_map(|(value, _)| *value).sum();
    assert!(hidden == 0.0 || hidden >= 5.0, "the whole would tell it");
    let coverage = board.chart("coverage_by_area", "2023-10-31");
    assert!(coverage.bars.iter().all(|bar| bar.few == [false, false]));
}

#[test]
fn no_few_people_of_a_part_are_what_the_boards_of_the_others_leave_of_the_zone() {
    let mut board = Board::of(&whole());
    let scopes = board.tally.scopes(&board.definitions);
    let zone = board.figures("2023-10-31", &[]);
    assert!(zone.iter().all(|figure| !figure.few), "the zone's own are always told");
    let (mut few, mut covering) = (0, 0);
    for (property, values) in &scopes {
        let boards: Vec<_> = values.iter().map(|value| board.figures("2023-10-31", &[(property, value)])).collect();
        for (place, indicator) in board.definitions.indicators.iter().enumerate().filter(|(_, one)| one.people) {
            let parts = || boards.iter().map(|figures| &figures[place]);
            let hidden: Vec<f64> = parts().filter(|part| part.few).filter_map(|part| part.value).collect();
            let told: f64 = parts().filter(|part| !part.few).filter_map(|part| part.value).sum();
            assert!(parts().all(|part| part.few || part.value.is_none_or(|value| value == 0.0 || value >= 5.0)));
            let left = zone[place].value.unwrap_or_default() - told;
            // Counted once for each part that somebody serves in, an instructor is in no sum.
            let is_sum = indicator.name != "instructors";
            assert!(hidden.is_empty() || !is_sum || left >= 5.0, "{} by {property}: {left}", indicator.name);
            few += parts().filter(|part| part.instead() == Some("<5")).count();
            covering += parts().filter(|part| part.instead() == Some("*")).count();
        }
        let place = |name: &str| board.definitions.indicator(name).unwrap();
        let (matched, share) = (place("talent_matched"), place("talent_matched_pct"));
        assert!(boards.iter().all(|figures| figures[share].few == figures[matched].few), "a share tells what it is of");
    }
    assert!(few > 0 && covering > 0, "{few} {covering}");
}

#[test]
fn nor_are_they_what_the_charts_of_the_others_and_a_figure_leave() {
    let mut board = Board::of(&whole());
    let scopes = board.tally.scopes(&board.definitions);
    let mut met = 0;
    for (property, values) in &scopes {
        // By level: what each board tells, and whether it does.
        let mut cells: BTreeMap<String, Vec<(f64, bool)>> = BTreeMap::new();
        for value in values {
            let chart = board.chart_of("talent_by_level", "2023-10-31", &[(property, value)]);
            let figure = board.figure("talents_registered", "2023-10-31", &[(property, value)]);
            let parts: Vec<(f64, bool)> =
                chart.bars.iter().map(|bar| (bar.values[0].unwrap_or_default(), bar.few[0])).collect();
            assert!(!figure.few || parts.iter().all(|(count, few)| *few || *count == 0.0), "its parts would tell it");
            told_by_nobody(&parts);
            for (bar, part) in chart.bars.iter().zip(parts) {
                cells.entry(bar.name.clone()).or_default().push(part);
            }
        }
        for parts in cells.values() {
            told_by_nobody(parts);
            met += parts.iter().filter(|(_, few)| *few).count();
        }
    }
    assert!(met > 0);
}

/// What is hidden of the parts is more than one, or all there is.
fn told_by_nobody(parts: &[(f64, bool)]) {
    assert!(parts.iter().all(|(count, few)| *few || *count == 0.0 || *count >= 5.0), "{parts:?}");
    let hidden = parts.iter().filter(|(count, few)| *few && *count > 0.0);
    let told = parts.iter().filter(|(count, few)| !few && *count > 0.0).count();
    assert!(hidden.count() != 1 || told == 0, "{parts:?}");
}

#[test]
fn beside_the_forty_two_there_are_others_that_the_systems_ask_for() {
    let mut board = board();
    let figures = board.figures("2023-10-31", &[]);
    let value = |name: &str| figures.iter().find(|figure| figure.name == name).unwrap().value;
    // Twenty-four matters of 22 to 45 workdays: the twenty-second of them.
    assert_eq!(value("approval_p90_current"), Some(43.0));
    // Limits of 90 and 35 workdays: 16 of 21 matters before, 14 of 24 after.
    assert_eq!((value("approvals_limited"), value("approvals_in_limit")), (Some(45.0), Some(30.0)));
    assert_eq!(value("approval_in_limit_pct"), Some(66.7));
    assert_eq!((value("needs_raised"), value("needs_solved_pct")), (Some(142.0), Some(76.1)));
    let projects = board.behind("approval_project_mean", "2023-10-31");
    assert_eq!(projects.included_of, 8);
    // From the first acceptance to the last decision: longer than any one matter of the project.
    assert!(value("approval_project_mean") > value("approval_mean_current"));
    assert!(value("need_days_median").is_some_and(|days| (3.0..30.0).contains(&days)));
    let by_area = board.chart("needs_by_area", "2023-10-31");
    assert_eq!(Some(total(&by_area)), value("needs_waiting"));
}
