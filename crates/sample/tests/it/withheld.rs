//! What who only looks is not told of a board.

use std::collections::BTreeMap;

use ledger::indicator::Withheld;

use crate::desk::{Board, as_of, lists, whole};

/// What is withheld of a day, figures by their names, and charts that have anything withheld.
fn withheld(board: &mut Board, day: &str) -> (BTreeMap<String, &'static str>, Vec<String>) {
    let (at, all) = (as_of(day, &[]), lists(&board.registers));
    let figures = board.tally.board(&board.definitions, &all, &board.calendar, &at);
    let charts = board.tally.charts(&board.definitions, &all, &board.calendar, &at, &figures);
    let told = (figures.as_slice(), charts.as_slice());
    let Withheld { figures: instead, charts: parts } =
        board.tally.withheld(&board.definitions, &all, &board.calendar, &at, told, "enterprises");
    let figures = figures.iter().zip(instead).filter_map(|(figure, instead)| Some((figure.name.clone(), instead?)));
    let hides = |bars: &Vec<Vec<Option<&'static str>>>| bars.iter().flatten().any(Option::is_some);
    let charts = charts.iter().zip(&parts).filter(|(_, parts)| hides(parts)).map(|(chart, _)| chart.name.clone());
    (figures.collect(), charts.collect())
}

#[test]
fn of_the_sample_zone_all_figures_are_told_but_one_of_a_single_enterprise() {
    let mut board = Board::of(&whole());
    let (figures, charts) = withheld(&mut board, "2023-10-31");
    assert_eq!(figures, [("need_days_zone".to_owned(), "*")].into());
    assert_eq!(board.figure("need_days_zone", "2023-10-31", &[]).rows, Some(1));
    // Some stage has projects of fewer than three enterprises; of people some are few.
    assert_eq!(charts, ["invest_by_stage", "talent_by_field_and_level"]);
}

#[test]
fn what_an_earlier_day_had_of_few_is_withheld_as_of_that_day() {
    let mut board = Board::of(&whole());
    let (figures, _) = withheld(&mut board, "2022-06-30");
    assert!(figures.contains_key("approval_project_mean"), "{figures:?}");
    assert!(figures.contains_key("trade_growth_pct"), "it is worked out from one that is withheld");
    assert!(!figures.contains_key("need_days_zone"), "nothing had come to the zone yet");
}
