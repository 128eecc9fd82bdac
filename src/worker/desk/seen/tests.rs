//! A viewer's file of a small ledger, with the shipped indicators: what the board gives stands in it, and what is not told does not.

use std::collections::BTreeMap;

use ledger::indicator::FEW;
use ledger::report::viewer::Viewer;
use record::Timestamp;
use store::LedgerVersion;

use super::super::board::{FigureShown, Kept};
use super::super::lists::Changes;
use super::*;
use crate::text::Language;
use crate::worker::desk::tests::rows::called;
use crate::worker::forms::compile;
use crate::worker::{Answer, FileBytes};

const DAY: &str = "2026-01-15";
const PERSON: &str = "样例甲博士";
const EVIL: &str = "中心</td></script><img src=x>";

/// Three enterprises, two of which build; two people of a programme and seven who are not; what was held in a place whose name is
/// no good.
fn small() -> Lists {
    let mut rows = Vec::new();
    for id in ["e1", "e2", "e3"] {
        rows.push(called("enterprises", id, "样例一厂", &[("ent_name", "样例一厂"), ("reg_status", "active")]));
    }
    for (id, firm, invest) in [("p1", "e1", "123456"), ("p2", "e1", "10000"), ("p3", "e2", "20000")] {
        let said =
            [("enterprise_id", firm), ("stage", "continued"), ("landed_on", "2025-03-01"), ("invest_wan", invest)];
        rows.push(called("projects", id, "样例项目", &[&said[..], &[("signed_on", "2025-01-01")]].concat()));
    }
    for at in 0..9 {
        let (level, programme) = if at < 2 { ("C", "lanhuo") } else { ("A", "none") };
        let said = [
            ("talent_name", PERSON),
            ("talent_level", level),
            ("talent_programme", programme),
            ("talent_status", "serving"),
            ("serving_from", "2025-01-01"),
        ];
        rows.push(called("talents", &format!("t{at}"), PERSON, &said));
    }
    for (id, raised, solved) in [("n1", "2025-02-03", "2025-02-10"), ("n2", "2025-02-03", "")] {
        let status = if solved.is_empty() { "open" } else { "closed" };
        let said = [("subject_id", "e1"), ("raised_on", raised), ("solved_on", solved), ("need_status", status)];
        rows.push(called("needs", id, "样例问题", &[&said[..], &[("enterprise_confirmed", "yes")]].concat()));
    }
    rows.push(called("platforms", "z1", EVIL, &[("kind", "zone")]));
    let said = [("platform_id", "z1"), ("event_status", "held"), ("held_on", "2025-12-01"), ("participants", "1234")];
    rows.push(called("activities", "a1", "样例活动", &said));
    let mut changes = Changes::default();
    rows.iter().for_each(|row| changes.tell(row));
    let mut lists = Lists::default();
    lists.take(changes);
    lists
}

/// The form of people, without the files that it names.
fn talents() -> Package {
    let workbook = FileBytes(include_bytes!("../../../../pack/talent_registration.xlsx").to_vec());
    match compile(&workbook, &[], None) {
        Answer::Form { form: Some(form), .. } => Package::from_bytes(&form.package.0).unwrap(),
        other => panic!("{other:?}"),
    }
}

fn captions(language: Language) -> Captions {
    let texts = match language {
        Language::Chinese => include_str!("../../../text/zh-CN.later.ftl"),
        Language::English => include_str!("../../../text/en.later.ftl"),
    };
    Captions::read(texts.lines().find_map(|line| line.strip_prefix("export-captions = ")).unwrap())
}

/// What the board shows, what is withheld, and the file, after `change` had its way with the board.
fn made(language: Language, change: impl Fn(&mut Board)) -> (Board, Withheld, String) {
    let (mut lists, package, day) = (small(), talents(), DAY.parse().unwrap());
    let code = if language == Language::English { "en" } else { "zh" };
    let question = BoardQuestion { day, scope: Scope::default(), language: code.to_owned(), behind: None };
    let mut kept = Kept::of(LedgerVersion(1), (None, None), &lists, day);
    let (mut board, withheld) = kept.seen(&lists, &question);
    assert_eq!(board, kept.answer(&lists, &question), "it is the board itself");
    change(&mut board);
    let mut words = Words::default();
    words.learn(&package.definition, &BTreeMap::new(), code);
    let (forms, captions) = ([&package], captions(language));
    let told = Told::of(&board, &mut lists, &forms, &mut words);
    let mut viewer = Viewer::new(captions.clone(), code, "enterprises", "");
    viewer.set_board(seen(&board, &withheld, &told, &captions, day));
    let page = String::from_utf8(viewer.finish("样例协调员", Timestamp::new(0, 480))).unwrap();
    (board, withheld, page)
}

/// The cells of the rows that are called so, without their tags.
fn rows(page: &str, called: &str) -> Vec<Vec<String>> {
    let begin = format!("<tr><th scope=\"row\">{called}</th>");
    let lines = page.lines().filter_map(|line| line.strip_prefix(&begin));
    let cell =
        |cell: &str| cell.trim_end_matches("</tr>").trim_end_matches("</td>").split('>').nth(1).map(str::to_owned);
    lines.map(|line| line.split("<td").skip(1).filter_map(cell).collect()).collect()
}

fn shown<'a>(board: &'a Board, name: &str) -> &'a FigureShown {
    board.figures.iter().find(|shown| shown.figure.name == name).unwrap()
}

#[test]
fn every_figure_of_the_board_stands_in_the_file_as_the_board_has_it_in_both_languages() {
    for language in [Language::Chinese, Language::English] {
        let (board, withheld, page) = made(language, |_| ());
        let mut told = 0;
        for (shown, instead) in board.figures.iter().zip(&withheld.figures).filter(|(shown, _)| !shown.group.is_empty())
        {
            let said = instead.map_or_else(|| figures::said(shown.figure.value, shown.places), str::to_owned);
            let escaped = said.replace('<', "&lt;");
            let unit = if shown.figure.value.is_some() { shown.unit.as_str() } else { "" };
            let found = rows(&page, &shown.label);
            assert!(
                found.iter().any(|cells| cells[0] == escaped && cells[1] == unit),
                "{} {said} {found:?}",
                shown.label
            );
            told += 1;
        }
        assert_eq!(told, board.figures.iter().filter(|shown| !shown.group.is_empty()).count());
        assert!(told > 60, "{told}");
        for (_, label) in &board.groups {
            assert!(page.contains(&format!("<caption>{label}</caption>")), "{label}");
        }
        assert!(page.contains(DAY));
    }
}

#[test]
fn figures_have_the_values_that_one_reckons_by_hand() {
    let (board, _, page) = made(Language::Chinese, |_| ());
    let figure = |name: &str| rows(&page, &shown(&board, name).label)[0][0].clone();
    assert_eq!(figure("problems_solved"), "1");
    assert_eq!(figure("needs_solved_pct"), "50.0");
    assert_eq!(figure("enterprises_under_construction"), "2");
    assert_eq!(figure("approval_p90_current"), "—", "nothing was approved");
    let (english, _, page) = made(Language::English, |_| ());
    assert_eq!(rows(&page, "Problems solved")[0][0], "1");
    assert_eq!(shown(&english, "problems_solved").label, "Problems solved");
}

#[test]
fn few_people_and_what_two_enterprises_have_are_hidden_and_the_board_of_the_office_tells_them() {
    for language in [Language::Chinese, Language::English] {
        let (board, _, page) = made(language, |_| ());
        let doctors = shown(&board, "lanhuo_doctors");
        assert_eq!((doctors.figure.value, doctors.figure.instead()), (Some(2.0), None));
        assert_eq!(rows(&page, &doctors.label)[0][0], FEW.replace('<', "&lt;"));
        let invest = shown(&board, "under_construction_invest_yi");
        assert_eq!(invest.figure.value, Some(15.3));
        assert_eq!(rows(&page, &invest.label)[0][0], "*");
        // Its chart has the same in one bar.
        assert!(!page.contains("15.3"), "{page}");
        let levels = board.charts.iter().find(|shown| shown.chart.name == "talent_by_level").unwrap();
        let values: Vec<_> = levels.chart.bars.iter().map(|bar| bar.values[0]).collect();
        assert_eq!(values, [Some(7.0), Some(2.0)]);
        let chart = page.split("<table>").find(|table| table.contains(&levels.label)).unwrap();
        // Seven would tell the two; of which kind they are, all of them, is not told either.
        let bodies = chart.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
        assert_eq!(bodies.matches("<td class=\"n\">*</td>").count(), 1, "{chart}");
        assert_eq!(bodies.matches("<tr>").count(), 1, "{chart}");
    }
}

#[test]
fn what_somebody_typed_as_a_name_stays_text_and_a_person_is_not_named() {
    let (_, _, page) = made(Language::Chinese, |_| ());
    assert!(page.contains("中心&lt;/td&gt;&lt;/script&gt;&lt;img src=x&gt;"), "{page}");
    assert!(!page.contains("<img") && !page.contains("</script") && !page.contains("<script"));
    // A chart of somebody's own may be cut by whatever rows say.
    let named = |name: &'static str| {
        let (_, _, page) = made(Language::Chinese, |board| {
            let chart = board.charts.iter_mut().find(|shown| shown.chart.name == "zone_activities_by_month").unwrap();
            chart.chart.bars[0].name = name.to_owned();
            chart.words = Some(("activities".to_owned(), "enterprise_id".to_owned()));
        });
        page
    };
    for name in [PERSON, "t0", "某人家住样例路"] {
        let page = named(name);
        assert!(!page.contains(PERSON) && !page.contains(name), "{name}");
        assert!(!rows(&page, "其他").is_empty());
    }
    for name in ["2025 Q4", "90+", "样例一厂"] {
        assert!(!rows(&named(name), name).is_empty(), "{name}");
    }
    assert!(!rows(&named("13800000000"), "138****0000").is_empty());
    // An id of what is no person is told by its name.
    assert!(!rows(&named("e1"), "样例一厂").is_empty());
}
