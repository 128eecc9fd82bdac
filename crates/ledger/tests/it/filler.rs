//! Somebody else's table, filled with a list: what its columns are taken for, and what its cells say.

use std::collections::BTreeMap;

use form::Package;
use form::scenario::{Sheets, ask, choice, entity};
use ledger::EntityState;
use ledger::intake::{Grid, Remembered, Words};
use ledger::report::{Captions, Filler, Order, Titles};
use sheet::{Limits, Merged, Sheet, What};

use crate::world::{Device, create, history, key};

const WORDS: &str = "kind,name,value,word\ncolumn,firm,,单位名称\nrefuse,,,身份证\nconstant,firm,样例,\n";

fn firms() -> Package {
    let survey = [
        ask("text", "firm").label("企业名称").save_to("firm"),
        ask("text", "uscc").label("统一社会信用代码").save_to("uscc"),
        ask("select_one kind", "kind").label("企业性质").save_to("kind"),
        ask("decimal", "revenue_wan").label("营业收入（万元）").save_to("revenue_wan"),
        ask("date", "founded_on").label("成立日期").save_to("founded_on"),
    ];
    let form = Sheets::new(survey)
        .choices([choice("kind", "private").with("label", "民营"), choice("kind", "state").with("label", "国有")])
        .entities([entity("enterprises").with("label", "${firm}")])
        .compile();
    Package { definition: form, files: BTreeMap::new() }
}

fn words() -> Words {
    Words::read(WORDS.as_bytes()).expect("a list of words")
}

fn filler() -> Filler {
    let order = Order { language: "zh".to_owned(), ..Order::default() };
    let captions = Captions::of(|caption| format!("{caption:?}"));
    Filler::new("enterprises", ["odd"], &[&firms()], order, captions, Titles::new(), &words())
}

fn state(said: &[(&str, &str)]) -> EntityState {
    let mut device = Device::new("tablet");
    let revision = device.write(vec![create("enterprises", "e1", said)]);
    history(&key("enterprises", "e1"), [&revision]).state()
}

/// A sheet; `merged` are blocks of top, left, bottom, right.
fn grid(rows: &[&[&str]], merged: &[[u32; 4]]) -> Grid {
    let sheet = Sheet::from_rows("月报", rows.iter().map(|row| row.to_vec()));
    let block = |&[top, left, bottom, right]: &[u32; 4]| Merged { top, left, bottom, right };
    Grid::new(sheet, merged.iter().map(block).collect())
}

/// What an entity puts into the columns of a table, as they were guessed.
fn cells(filler: &Filler, grid: &Grid, state: &EntityState) -> Vec<(u16, What<'static>)> {
    let opened = filler.open(grid, &words(), &[]).expect("headings");
    filler.row(&opened.guess, state, 7)
}

#[test]
fn columns_are_found_by_labels_and_other_words_and_what_is_not_collected_stays_blank() {
    let grid = grid(
        &[
            &["月报表"],
            &["序号", "企业", "", "营业收入（元）", "成立日期", "身份证号"],
            &["", "单位名称", "统一社会信用代码", "", "", ""],
        ],
        &[[2, 1, 2, 2], [2, 0, 3, 0], [2, 3, 3, 3], [2, 4, 3, 4], [2, 5, 3, 5]],
    );
    let state = state(&[
        ("firm", "样例一厂"),
        ("uscc", "91350100M000100Y43"),
        ("revenue_wan", "3500.05"),
        ("founded_on", "2013-05-20"),
    ]);
    assert_eq!(
        cells(&filler(), &grid, &state),
        [
            (0, What::Number(7.0)),
            (1, What::Text("样例一厂".into())),
            (2, What::Text("91350100M000100Y43".into())),
            (3, What::Number(35_000_500.0)),
            (4, What::Date("2013-05-20".into())),
        ]
    );
    let opened = filler().open(&grid, &words(), &[]).expect("headings");
    assert_eq!((opened.header.bottom, Filler::counters(&opened.header)), (3, vec![0]));
    assert!(opened.guess.is_refused(5));
    assert!(
        opened.guess.constants.is_empty() && opened.header.columns.iter().all(|heading| heading.samples.is_empty())
    );
}

#[test]
fn choices_are_labels_and_what_is_not_known_is_blank() {
    let grid = grid(&[&["企业名称", "企业性质", "成立日期", "odd"]], &[]);
    let state = state(&[("firm", "样例一厂"), ("kind", "private"), ("odd", "=1+1")]);
    assert_eq!(
        cells(&filler(), &grid, &state),
        [
            (0, What::Text("样例一厂".into())),
            (1, What::Text("民营".into())),
            (2, What::Blank),
            (3, What::Text("=1+1".into())),
        ]
    );
}

#[test]
fn what_a_person_said_of_a_heading_goes_before_all_guessing() {
    let grid = grid(&[&["企业名称", "企业性质", "成立日期"]], &[]);
    let said = |heading: &str, property: &str| (heading.to_owned(), property.to_owned());
    let before =
        Remembered { columns: vec![said("企业名称", "uscc"), said("企业性质", "")], constants: Vec::new() };
    let opened = filler().open(&grid, &words(), &[before]).expect("headings");
    assert!(opened.is_recalled);
    let told = |column: u16| opened.guess.question(column).map(|(path, _)| path.to_owned());
    assert_eq!((told(0).as_deref(), told(1), told(2).as_deref()), (Some("uscc"), None, Some("founded_on")));
}

#[test]
fn a_delimited_text_is_matched_like_a_sheet() {
    let grid = Grid::of_csv("企业名称,成立日期\n", &Limits::default()).unwrap();
    let opened = filler().open(&grid, &words(), &[]).expect("headings");
    assert_eq!(filler().columns(&opened.guess), [0, 1]);
}
