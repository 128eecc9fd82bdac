//! Somebody else's monthly report, filled with the sample zone's figures.

use std::collections::BTreeMap;

use ledger::indicator::{Candidate, CellAt, Dated, Filled, Span, Wanted};
use ledger::intake::Grid;
use sheet::{Merged, Sheet};

use crate::desk::{Board, whole};

fn report() -> Grid {
    let rows = [
        vec!["园区党建工作月报表"],
        vec!["统计日期：", ""],
        vec!["序号", "指标", "计量单位", "本月", "上年同期", "同比增长（%）", "备注"],
        vec!["1", "一、破解问题（个）", "个"],
        vec!["2", "续建开工投资", "万元"],
        vec!["3", "发展党员", "名"],
        vec!["4", "其中：博士", "名"],
        vec!["5", "企业家沙龙", "场"],
        vec!["6", "发展党员", ""],
        vec!["7", "1. Problems solved", ""],
    ];
    Grid::new(Sheet::from_rows("月报", rows), vec![Merged { top: 1, left: 0, bottom: 1, right: 6 }])
}

fn at(row: u32, column: u16) -> CellAt {
    CellAt { sheet: 0, row, column }
}

fn figure(name: &str, span: Span) -> Option<Wanted> {
    Some(Wanted::Figure { name: name.to_owned(), span })
}

#[test]
fn each_cell_of_a_report_is_found_with_what_it_is_probably_for() {
    let board = Board::of(&whole());
    let found: BTreeMap<CellAt, Candidate> =
        Candidate::all(&[report()], &board.definitions).into_iter().map(|found| (found.at, found)).collect();
    let guess = |row, column| found.get(&at(row, column)).and_then(|found| found.guess.clone());
    assert_eq!(guess(2, 1), Some(Wanted::Day));
    assert_eq!(guess(4, 3), figure("problems_solved", Span::Now));
    assert_eq!(guess(4, 4), figure("problems_solved", Span::YearBefore));
    assert_eq!(guess(4, 5), figure("problems_solved", Span::YearGrowth));
    assert_eq!(guess(5, 3), figure("under_construction_invest_yi", Span::Now));
    assert_eq!(guess(6, 3), figure("members_developed", Span::Now));
    assert_eq!(guess(7, 3), figure("talents_doctor", Span::Now));
    // Nobody knows what remarks are, or a salon: a person says so, and the cells are there to be chosen.
    assert_eq!(guess(4, 6), None);
    assert_eq!((guess(8, 3), found[&at(8, 3)].beside.as_str()), (None, "企业家沙龙"));
    // In English an indicator's name and its label are nearly the same.
    assert_eq!(guess(10, 3), figure("problems_solved", Span::Now));
    // Where no unit is said its column is still no place for a figure.
    assert_eq!((guess(9, 2), guess(9, 3)), (None, figure("members_developed", Span::Now)));
    assert_eq!(found[&at(4, 4)].above, "上年同期");
    assert!(!found.contains_key(&at(4, 2)), "the unit is a text");
    assert!(found.keys().all(|at| at.row > 1), "the title's block is one cell");
}

#[test]
fn figures_go_in_as_of_their_days_and_in_the_unit_that_the_report_names() {
    let mut board = Board::of(&whole());
    let (now, month, year) =
        (board.figures("2023-10-31", &[]), board.figures("2023-09-30", &[]), board.figures("2022-10-31", &[]));
    let day = sample::AS_OF;
    let dated = Dated { definitions: &board.definitions, day, now: &now, month_before: &month, year_before: &year };
    let grid = report();
    let said = |row, column, wanted: Option<Wanted>| dated.said(&grid, at(row, column), &wanted.unwrap());
    assert_eq!(said(2, 1, Some(Wanted::Day)), Some(Filled::Day(day)));
    assert_eq!(said(4, 3, figure("problems_solved", Span::Now)), Some(Filled::Number(108.0)));
    // 70.0 亿元 on the board, and the report counts in 万元.
    assert_eq!(said(5, 3, figure("under_construction_invest_yi", Span::Now)), Some(Filled::Number(700_000.0)));
    assert_eq!(said(6, 3, figure("members_developed", Span::Now)), Some(Filled::Number(109.0)));
    assert_eq!(said(8, 3, figure("no_such_figure", Span::Now)), None);
    let value = |figures: &[ledger::indicator::Figure]| {
        figures.iter().find(|figure| figure.name == "problems_solved").and_then(|figure| figure.value).unwrap()
    };
    let growth = (108.0 - value(&year)) / value(&year) * 100.0;
    let Some(Filled::Number(told)) = said(4, 5, figure("problems_solved", Span::YearGrowth)) else {
        panic!("no growth")
    };
    assert!((told - growth).abs() < 0.01, "{told} {growth}");
    assert_eq!(said(4, 3, figure("problems_solved", Span::MonthChange)), Some(Filled::Number(108.0 - value(&month))));
}

#[test]
fn a_few_people_of_a_part_of_the_zone_are_not_told_and_the_zones_own_figures_are() {
    let mut board = Board::of(&whole());
    let scope = [("area", "area_1")];
    let (now, month, year) =
        (board.figures("2023-10-31", &scope), board.figures("2023-09-30", &scope), board.figures("2022-10-31", &scope));
    let people = board.definitions.indicators.iter().zip(&now).filter(|(indicator, _)| indicator.people);
    let few: Vec<String> = people
        .filter(|(_, figure)| figure.value.is_some_and(|value| value > 0.0 && value < 5.0))
        .map(|(indicator, _)| indicator.name.clone())
        .collect();
    assert!(!few.is_empty(), "an area of the sample has a figure of a few people");
    let grid = report();
    let whole =
        [("2023-10-31", &now), ("2023-09-30", &month), ("2022-10-31", &year)].map(|(day, _)| board.figures(day, &[]));
    for is_narrowed in [true, false] {
        let [now, month_before, year_before] =
            if is_narrowed { [&now, &month, &year] } else { [&whole[0], &whole[1], &whole[2]] };
        let dated = Dated { definitions: &board.definitions, day: sample::AS_OF, now, month_before, year_before };
        for name in &few {
            let said = |span| dated.said(&grid, at(6, 3), &figure(name, span).unwrap());
            assert_eq!(said(Span::Now) == Some(Filled::Text("<5")), is_narrowed, "{name}");
            assert_eq!(said(Span::MonthChange) == Some(Filled::Text("—")), is_narrowed, "a change would tell {name}");
        }
    }
}
