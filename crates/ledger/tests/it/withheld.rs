//! What who only looks is not told of a board: few people, and what tells the figures of a single enterprise.

use std::collections::BTreeMap;

use ledger::indicator::{AsOf, Definitions, Lists, Scope, Tally, Withheld};
use ledger::register::{Register, Sums};
use record::{Day, ListName};
use rules::Calendar;
use sheet::{Sheet, Workbook};

use crate::world::{Device, create, history, key};

const ZH: &str = "label::中文 (zh)";
const LISTS: [&str; 3] = ["enterprises", "projects", "talents"];

fn definitions() -> Definitions {
    let sheet = |name: &str, rows: &[&[&str]]| Sheet::from_rows(name, rows.iter().map(|row| row.to_vec()));
    let sheets = vec![
        sheet("settings", &[&["name", "value"], &["owners", "enterprise_id"]]),
        sheet("groups", &[&["name", ZH], &["own", "自定"]]),
        sheet("conditions", &[&["name", "list", "expression", ZH]]),
        sheet(
            "indicators",
            &[
                &["name", "group", ZH, "list", "aggregate", "value", "people"],
                &["firms", "own", "企业", "enterprises", "count", "", ""],
                &["projects", "own", "项目", "projects", "count", "", ""],
                &["invest", "own", "投资", "projects", "sum", "invest_wan", ""],
                &["middle", "own", "投资中位数", "projects", "median", "invest_wan", ""],
                &["each", "own", "户均投资", "", "formula", "invest div firms", ""],
                &["share", "own", "户均投资折亿元", "", "formula", "each div 10000", ""],
                &["talents", "own", "人才", "talents", "count", "", "yes"],
                &["talents_each", "own", "户均人才", "", "formula", "talents div firms", ""],
            ],
        ),
        sheet(
            "charts",
            &[
                &["name", ZH, "indicators", "by"],
                &["invest_by_stage", "投资按阶段", "invest", "stage"],
                &["projects_by_stage", "项目按阶段", "projects", "stage"],
                &["beside", "并列", "firms talents", ""],
            ],
        ),
    ];
    let (definitions, faults) = Definitions::read(&Workbook { sheets });
    assert_eq!(faults, []);
    definitions
}

/// What stands in place of figures and of parts of charts, by their names.
struct Seen {
    figures: BTreeMap<String, &'static str>,
    charts: BTreeMap<String, Vec<Option<&'static str>>>,
}

/// A ledger of so many enterprises and people, and of projects: of which enterprise, in which stage, of how much.
fn seen(firms: usize, talents: usize, projects: &[(usize, &str, &str)]) -> Seen {
    let mut states = Vec::new();
    let mut add = |list: &str, id: String, said: &[(&str, &str)]| {
        let made = Device::new("device").write(vec![create(list, &id, said)]);
        states.push(history(&key(list, &id), [&made]).state());
    };
    (0..firms).for_each(|at| add("enterprises", format!("e{at}"), &[("ent_name", "样例")]));
    (0..talents).for_each(|at| add("talents", format!("t{at}"), &[("talent_name", "样例")]));
    for (at, (firm, stage, invest)) in projects.iter().enumerate() {
        let firm = format!("e{firm}");
        let said = [("enterprise_id", firm.as_str()), ("stage", stage), ("invest_wan", invest)];
        add("projects", format!("p{at}"), &said);
    }
    let register = |list: &str| Register::of(&ListName::new(list), &states, &Sums::default());
    let registers = LISTS.map(|list| (list, register(list)));
    let lists = Lists(registers.iter().map(|(list, register)| (*list, register)).collect());
    let (definitions, calendar) = (definitions(), Calendar::default());
    let at = AsOf { day: Day(20_000), scope: Scope::default() };
    let mut tally = Tally::of(&definitions, &lists, &calendar, at.day);
    let figures = tally.board(&definitions, &lists, &calendar, &at);
    assert!(figures.iter().all(|figure| !figure.few), "the board tells the whole zone's own");
    let charts = tally.charts(&definitions, &lists, &calendar, &at, &figures);
    let Withheld { figures: instead, charts: parts } =
        tally.withheld(&definitions, &lists, &calendar, &at, (&figures, &charts), "enterprises");
    let figures = figures.iter().zip(instead).filter_map(|(figure, instead)| Some((figure.name.clone(), instead?)));
    let charts = charts.iter().zip(parts);
    Seen {
        figures: figures.collect(),
        charts: charts.map(|(chart, parts)| (chart.name.clone(), parts.concat())).collect(),
    }
}

fn hidden(seen: &Seen) -> Vec<(&str, &'static str)> {
    seen.figures.iter().map(|(name, instead)| (name.as_str(), *instead)).collect()
}

#[test]
fn a_sum_of_three_enterprises_is_told_and_one_of_two_is_not_nor_what_is_worked_out_from_it() {
    let three = seen(3, 9, &[(0, "new", "50"), (1, "new", "50"), (2, "new", "50")]);
    assert_eq!(hidden(&three), []);
    // Three projects, and two of one enterprise.
    let two = seen(3, 9, &[(0, "new", "50"), (0, "new", "50"), (1, "new", "50")]);
    assert_eq!(hidden(&two), [("each", "*"), ("invest", "*"), ("middle", "*"), ("share", "*")]);
}

#[test]
fn a_sum_of_which_one_enterprise_has_more_than_85_in_100_is_not_told_and_a_middle_is() {
    let seen = seen(3, 9, &[(0, "new", "86"), (1, "new", "7"), (2, "new", "7")]);
    assert_eq!(hidden(&seen), [("each", "*"), ("invest", "*"), ("share", "*")]);
}

#[test]
fn few_people_of_the_whole_zone_are_not_told_nor_what_is_worked_out_from_them() {
    assert_eq!(hidden(&seen(3, 4, &[])), [("talents", "<5"), ("talents_each", "*")]);
    assert_eq!(hidden(&seen(3, 5, &[])), []);
    assert_eq!(hidden(&seen(3, 0, &[])), [], "that there is nobody may be told");
    assert_eq!(seen(3, 4, &[]).charts["beside"], [None, Some("*")]);
}

#[test]
fn of_a_chart_with_a_part_of_few_enterprises_no_sum_is_told_and_every_count() {
    let open = [(0, "new", "50"), (1, "new", "50"), (2, "new", "50")];
    let few = [(0, "done", "50"), (1, "done", "50")];
    assert_eq!(seen(3, 9, &open).charts["invest_by_stage"], [None]);
    let seen = seen(3, 9, &[&open[..], &few].concat());
    assert_eq!(hidden(&seen), [], "all of them together are of three");
    assert_eq!(seen.charts["invest_by_stage"], [Some("*"), Some("*")], "the whole less the one would be the other");
    assert_eq!(seen.charts["projects_by_stage"], [None, None]);
}
