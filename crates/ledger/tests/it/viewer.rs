//! The file for who only looks: what may stand in it, and what never does.

use std::collections::{BTreeMap, BTreeSet};

use form::Package;
use form::scenario::{Sheets, ask, choice, entity};
use ledger::LABEL;
use ledger::report::viewer::board::{Board, ChartTable, Doubt, FigureGroup, FigureLine};
use ledger::report::viewer::{Viewer, groupings};
use ledger::report::{Caption, Captions};
use record::Timestamp;

use crate::world::{Device, create, history, key};

/// Every word of it that is the app's own names itself.
fn captions() -> Captions {
    Captions::of(|caption| match caption {
        Caption::Blank => "未填".to_owned(),
        Caption::Other => "其他".to_owned(),
        other => format!("{other:?}"),
    })
}

fn package(form: form::definition::FormDefinition) -> Package {
    Package { definition: form, files: BTreeMap::new() }
}

fn enterprises() -> Package {
    let form = Sheets::new([
        ask("text", "ent_name").label("名称").save_to("ent_name"),
        ask("select_one chain", "chain").label("产业链").save_to("chain"),
        ask("select_one_from_file talents.csv", "boss").label("负责人").save_to("boss"),
        ask("decimal", "revenue").label("营业收入").save_to("revenue_wan"),
        ask("text", "contact").label("联系人").save_to("contact_name"),
        ask("date", "day").label("日期").save_to("canvassed_on"),
        ask("geopoint", "place").label("位置").save_to("geometry"),
    ])
    .choices([
        choice("chain", "textile").with("label", "纺织"),
        choice("chain", "energy").with("label", "能源"),
        choice("chain", "food").with("label", "食品"),
    ])
    .entities([entity("enterprises").with("label", "${ent_name}")]);
    package(form.compile())
}

fn talents() -> Package {
    let form = Sheets::new([
        ask("text", "person").label("姓名").save_to("talent_name"),
        ask("text", "code").label("编号").save_to("talent_code"),
        ask("select_one level", "level").label("层次").save_to("level"),
        ask("integer", "age").label("年龄").save_to("age"),
        ask("hidden", "withdraw").label("撤回同意").with("bind::taizhang:withdraw", "code"),
    ])
    .choices([
        choice("level", "high").with("label", "高层次"),
        choice("level", "mid").with("label", "中层次"),
        choice("level", "low").with("label", "一般"),
    ])
    .entities([entity("talents").with("label", "${person}")]);
    package(form.compile())
}

const LISTS: [&str; 2] = ["enterprises", "talents"];

/// The file of these entities, as a person reads it: without its tags.
fn file(entities: &[(&str, &[(&str, &str)])]) -> String {
    let (enterprises, talents) = (enterprises(), talents());
    let forms = [&enterprises, &talents];
    let lists = BTreeSet::from(LISTS);
    let mut viewer = Viewer::new(captions(), "zh", "enterprises", "chain");
    LISTS.iter().for_each(|list| viewer.add_list(list, list, &forms, &lists));
    let mut device = Device::new("tablet");
    for (number, (list, said)) in entities.iter().enumerate() {
        let id = format!("id{number}");
        let revision = device.write(vec![create(list, &id, said)]);
        viewer.entity(&history(&key(list, &id), [&revision]).state());
    }
    let now: Timestamp = "2026-01-15T10:30:05.250+08:00".parse().expect("a time");
    String::from_utf8(viewer.finish("样例协调员（XT01）", now)).expect("text")
}

fn firm<'a>(name: &'a str, chain: &'a str, revenue: &'a str) -> (&'static str, Vec<(&'static str, &'a str)>) {
    ("enterprises", vec![(LABEL, name), ("ent_name", name), ("chain", chain), ("revenue_wan", revenue)])
}

fn file_of(firms: &[(&'static str, Vec<(&'static str, &str)>)]) -> String {
    file(&firms.iter().map(|(list, said)| (*list, said.as_slice())).collect::<Vec<_>>())
}

/// A row of a table by its first cell, its cells between bars.
fn row(page: &str, first: &str) -> String {
    let begin = format!("<th scope=\"row\">{first}</th>");
    let line = page.lines().find(|line| line.contains(&begin)).unwrap_or_default();
    let line = line.replace("</td>", "|").replace("</th>", "|");
    let mut is_tag = false;
    let keeps = |character: &char| {
        let was_tag = is_tag;
        match character {
            '<' => is_tag = true,
            '>' => is_tag = false,
            _ => return !was_tag,
        }
        false
    };
    line.chars().filter(keeps).collect()
}

#[test]
fn nothing_that_was_typed_or_is_said_of_a_person_stands_in_it() {
    let secrets = ["王样例", "13800000000", "2026-01-09", "41.76", "t-样例", "8765"];
    let page = file(&[
        (
            "enterprises",
            &[
                (LABEL, "样例一厂"),
                ("ent_name", "样例一厂有限公司 13800000000"),
                ("chain", "textile"),
                ("boss", "t-样例"),
                ("contact_name", "王样例"),
                ("contact_phone", "13800000000"),
                ("canvassed_on", "2026-01-09"),
                ("geometry", "41.76 86.15 0 0"),
                ("revenue_wan", "8765"),
                ("unknown_to_forms", "王样例"),
            ],
        ),
        (
            "talents",
            &[
                (LABEL, "王样例"),
                ("talent_name", "王样例"),
                ("talent_code", "t-样例"),
                ("level", "high"),
                ("age", "44"),
            ],
        ),
    ]);
    for secret in secrets {
        assert!(!page.contains(secret), "{secret} in {page}");
    }
    assert!(!page.contains("44"), "ages are not added up");
    assert!(page.contains("样例一厂有限公司 138****0000") && page.contains("纺织"), "{page}");
    assert!(page.contains("样例协调员（XT01）") && page.contains("2026-01-15 10:30"));
}

#[test]
fn it_runs_nothing_fetches_nothing_and_says_names_as_they_are() {
    let page = file_of(&[firm("<script>alert(1)</script>&\"样例\"", "textile", "1")]);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;样例&quot;"), "{page}");
    assert!(!page.contains("<script") && !page.contains("src=") && !page.contains("http:") && !page.contains("https:"));
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn a_chain_with_two_firms_is_masked_and_cannot_be_worked_out_from_the_total() {
    let chain = |chain: &'static str, count: usize| (0..count).map(move |at| (chain, at));
    let names: Vec<(&str, String)> = chain("textile", 2)
        .chain(chain("energy", 3))
        .chain(chain("food", 4))
        .map(|(chain, at)| (chain, format!("{chain}{at}")))
        .collect();
    let firms: Vec<_> =
        names.iter().map(|(chain, name)| firm(name, chain, if *chain == "food" { "100" } else { "10" })).collect();
    let page = file_of(&firms);
    assert_eq!(row(&page, "纺织"), "纺织|2|＊|");
    assert_eq!(row(&page, "能源"), "能源|3|＊|", "or 450 less 400 would tell");
    assert_eq!(row(&page, "食品"), "食品|4|400|");
    assert_eq!(row(&page, "Total"), "Total|9|450|");
}

#[test]
fn a_chain_of_which_one_firm_has_more_than_85_in_100_is_masked() {
    let page = file_of(&[
        firm("一", "textile", "86"),
        firm("二", "textile", "7"),
        firm("三", "textile", "7"),
        firm("四", "energy", "10"),
        firm("五", "energy", "10"),
        firm("六", "energy", "10"),
        firm("七", "food", "50"),
        firm("八", "food", "50"),
        firm("九", "food", "50"),
    ]);
    assert_eq!(row(&page, "纺织"), "纺织|3|＊|");
    assert_eq!(row(&page, "食品"), "食品|3|150|");
    assert_eq!(row(&page, "Total"), "Total|9|280|");
}

#[test]
fn figures_that_no_number_is_and_choices_that_no_form_has_are_told_as_neither() {
    let page = file_of(&[
        firm("一", "王样例", "王样例"),
        firm("二", "textile", "10"),
        firm("三", "textile", "10"),
        firm("四", "textile", "10"),
        firm("五", "", "NaN"),
    ]);
    assert!(!page.contains("王样例") && !page.contains("NaN"), "{page}");
    assert_eq!(row(&page, "其他"), "其他|1|—|");
    assert_eq!(row(&page, "未填"), "未填|1|—|");
    assert_eq!(row(&page, "纺织"), "纺织|3|30|");
}

#[test]
fn of_three_and_twenty_people_only_the_sum_is_told() {
    let person = |level: &'static str| ("talents", vec![("level", level)]);
    let mut people: Vec<_> = (0..3).map(|_| person("high")).collect();
    people.extend((0..20).map(|_| person("mid")));
    let page = file_of(&people);
    assert_eq!(row(&page, "高层次"), "高层次|＊|");
    assert_eq!(row(&page, "中层次"), "中层次|＊|");
    assert_eq!(row(&page, "talents"), "talents|23|");
}

#[test]
fn that_there_are_few_people_is_all_that_is_told_of_a_list_of_them() {
    let of = |list: &'static str, count| file_of(&vec![(list, vec![("level", "high")]); count]);
    assert_eq!(
        [1, 4, 5].map(|count| row(&of("talents", count), "talents")),
        ["talents|&lt;5|", "talents|&lt;5|", "talents|5|"]
    );
    assert_eq!(row(&of("talents", 0), "talents"), "talents|0|");
    assert_eq!(row(&of("enterprises", 4), "enterprises"), "enterprises|4|");
}

#[test]
fn eight_people_of_two_kinds_are_four_each_so_a_third_kind_is_hidden_too() {
    let person = |level: &'static str| ("talents", vec![("level", level)]);
    let of = |level, count| std::iter::repeat_n(person(level), count);
    let people: Vec<_> = of("high", 4).chain(of("mid", 4)).chain(of("low", 30)).collect();
    let page = file_of(&people);
    assert_eq!(["高层次", "中层次", "一般"].map(|level| row(&page, level)), ["高层次|＊|", "中层次|＊|", "一般|＊|"]);
}

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|text| (*text).to_owned()).collect()
}

/// A file with this board and nothing else.
fn file_with(board: Board) -> String {
    let mut viewer = Viewer::new(captions(), "zh", "enterprises", "chain");
    viewer.set_board(board);
    String::from_utf8(viewer.finish("样例协调员（XT01）", Timestamp::new(0, 0))).expect("text")
}

fn line(name: &str, value: &str, unit: &str, doubts: &[Doubt]) -> FigureLine {
    FigureLine { name: name.to_owned(), value: value.to_owned(), unit: unit.to_owned(), doubts: doubts.to_vec() }
}

#[test]
fn the_boards_figures_stand_in_their_groups_with_units_and_doubts_and_its_charts_as_tables() {
    let page = file_with(Board {
        day: "2026-01-15".to_owned(),
        groups: vec![
            FigureGroup {
                title: "服务企业".to_owned(),
                figures: vec![
                    line("破解问题", "1,208", "个", &[Doubt::Conflicts(2), Doubt::MissingYear(2020)]),
                    line("审批用时", "—", "", &[]),
                ],
            },
            FigureGroup { title: "服务人才".to_owned(), figures: vec![line("蓝火博士", "<5", "名", &[])] },
            FigureGroup { title: "没有指标的组".to_owned(), figures: Vec::new() },
        ],
        charts: vec![
            ChartTable {
                title: "片区覆盖".to_owned(),
                unit: "家".to_owned(),
                parts: texts(&["应建", "已建"]),
                bars: vec![("一片区".to_owned(), texts(&["16", "*"]))],
            },
            ChartTable { title: "没有数据的图".to_owned(), ..ChartTable::default() },
        ],
    });
    assert!(page.contains("<p>ViewerBoardDay：2026-01-15</p>") && page.contains("<p>ViewerBoardHidden</p>"), "{page}");
    for caption in ["服务企业", "服务人才", "片区覆盖 · 家"] {
        assert!(page.contains(&format!("<caption>{caption}</caption>")), "{caption}");
    }
    assert_eq!(row(&page, "破解问题"), "破解问题|1,208|个|ViewerToDecide 2；ViewerMissingYear 2020|");
    assert_eq!(row(&page, "审批用时"), "审批用时|—|||");
    // Where nothing is doubtful there is no column for it.
    assert_eq!(row(&page, "蓝火博士"), "蓝火博士|&lt;5|名|");
    assert!(page.contains("<th scope=\"col\" class=\"n\">已建</th>"));
    assert_eq!(row(&page, "一片区"), "一片区|16|*|");
    assert!(!page.contains("没有指标的组") && !page.contains("没有数据的图"));
}

#[test]
fn nothing_that_a_board_calls_something_breaks_out_of_its_place() {
    let evil = "</td></script><img src=x onerror=\"alert(1)\">";
    let page = file_with(Board {
        day: evil.to_owned(),
        groups: vec![FigureGroup { title: evil.to_owned(), figures: vec![line(evil, evil, evil, &[])] }],
        charts: vec![ChartTable {
            title: evil.to_owned(),
            unit: evil.to_owned(),
            parts: texts(&[evil]),
            bars: vec![(evil.to_owned(), texts(&[evil]))],
        }],
    });
    let safe = "&lt;/td&gt;&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;";
    // The day, a group with a figure's name, value and unit, a chart with its title, unit, part, bar and value.
    assert_eq!(page.matches(safe).count(), 10, "{page}");
    assert!(!page.contains("<img") && !page.contains("<script") && !page.contains("</script"), "{page}");
}

#[test]
fn every_table_says_what_it_is_and_what_its_rows_and_columns_are() {
    let mut page = file_of(&[
        firm("一", "textile", "10"),
        firm("二", "textile", "10"),
        firm("三", "textile", "10"),
        ("talents", vec![("level", "high")]),
    ]);
    page.push_str(&file_with(Board {
        groups: vec![FigureGroup { title: "组".to_owned(), figures: vec![line("一", "1", "家", &[])] }],
        ..Board::default()
    }));
    let tables: Vec<&str> = page.split("<table>").skip(1).collect();
    assert!(tables.len() >= 6, "{}", tables.len());
    for table in tables {
        let table = table.split("</table>").next().unwrap_or_default();
        assert!(table.starts_with("<caption") && table.contains("<th scope=\"col\""), "{table}");
        let (_, rows) = table.split_once("<tbody>").unwrap_or_default();
        assert_eq!(rows.matches("<tr").count(), rows.matches("<th scope=\"row\"").count(), "{table}");
    }
}

#[test]
fn figures_can_be_added_up_by_what_forms_have_choices_for_and_never_by_people() {
    let (enterprises, talents) = (enterprises(), talents());
    let forms = [&enterprises, &talents];
    let lists = BTreeSet::from(LISTS);
    let named = |list| groupings(list, &forms, &lists, "zh");
    assert_eq!(named("enterprises"), [("chain".to_owned(), "产业链".to_owned())]);
    assert_eq!(named("talents"), []);
}
