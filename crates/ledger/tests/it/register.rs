//! A list as the desk shows it: what is found in it, in which order, and what a change costs.

use std::collections::{BTreeMap, BTreeSet};

use ledger::register::finder::Finder;
use ledger::register::query::{Filter, Found, Query, Sort, Which, Window};
use ledger::register::{Register, Shard, Sums};
use ledger::{Column, EntityHistory, EntityState, LABEL, histories};
use proptest::prelude::*;
use record::{EntityId, ListName, Revision};

use crate::world::{Device, create, update};

fn property(name: &str) -> Column {
    Column::Property(name.to_owned())
}

fn states(revisions: &[Revision]) -> Vec<EntityState> {
    let shown = |history: &EntityHistory| history.is_shown();
    histories(revisions).into_values().filter(shown).map(|history| history.state()).collect()
}

/// A list of enterprises as these properties say it, each with its id in front.
fn firms(rows: &[(&str, &[(&str, &str)])]) -> Vec<EntityState> {
    let mut device = Device::new("one");
    let revisions: Vec<Revision> =
        rows.iter().map(|(id, said)| device.write(vec![create("enterprises", id, said)])).collect();
    states(&revisions)
}

fn register(states: &[EntityState]) -> Register {
    Register::of(&ListName::new("enterprises"), states, &Sums::default())
}

fn ids(found: &Found) -> Vec<&str> {
    found.rows.iter().map(|row| row.id.as_str()).collect()
}

fn query(text: &str) -> Query {
    let which = Which { text: text.to_owned(), ..Which::default() };
    Query { which, window: Window { count: 1_000_000, ..Window::default() }, ..Query::default() }
}

fn sample() -> Vec<EntityState> {
    firms(&[
        (
            "plant",
            &[
                (LABEL, "样例纺织"),
                ("ent_name", "库尔勒样例纺织有限公司"),
                ("uscc", "91652899MA0000AB3X"),
                ("ent_size", "small"),
                ("area", "area_2"),
                ("employees", "320"),
                ("contact_phone", "13812345678"),
                ("purposes", "policy finance"),
            ],
        ),
        (
            "shop",
            &[
                (LABEL, "样例商行"),
                ("pinyin", "ylsh"),
                ("uscc", "91652899MA00001Y2C"),
                ("ent_size", "large"),
                ("area", "area_1"),
                ("employees", "9"),
            ],
        ),
        ("bank", &[(LABEL, "重庆银行"), ("ent_size", "medium"), ("employees", "1200"), ("area", "")]),
    ])
}

#[test]
fn a_firm_is_found_by_its_name_its_pinyin_or_the_end_of_its_code() {
    let mut finder = Finder::new(register(&sample()));
    let mut by = |text: &str| ids(&finder.find(&query(text))).join(" ");
    assert_eq!(by(""), "plant shop bank", "by pinyin, each sign as it is read most: yang fang, yang shang, zhong");
    assert_eq!(by("织有限"), "plant");
    assert_eq!(by("LFZ"), "plant");
    assert_eq!(by("kelylfz"), "plant");
    assert_eq!(by("kulfz"), "", "a sign is left out");
    assert_eq!(by("yangli"), "plant shop");
    assert_eq!(by("1y2c"), "shop");
    assert_eq!(by("１Ｙ２Ｃ"), "shop", "as an input method may write it");
    assert_eq!(by("样例　ylsh"), "shop");
    assert_eq!(by("cqyh"), "bank");
    assert_eq!(by("zqyx"), "bank", "by the other readings of 重 and 行");
    assert_eq!(by("9165"), "", "the head of a code tells nothing apart");
    assert_eq!(by("y2c"), "", "three characters are too few for a code");
    assert_eq!(by("13812345678"), "", "nobody is found by a phone number");
}

#[test]
fn rows_are_filtered_by_what_they_have_and_by_what_they_lack() {
    let mut finder = Finder::new(register(&sample()));
    let mut with = |filters: Vec<Filter>| {
        let which = Which { filters, ..Which::default() };
        ids(&finder.find(&Query { which, ..query("") })).join(" ")
    };
    let one_of = |column: &str, values: &[&str]| Filter::OneOf {
        column: property(column),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    };
    assert_eq!(with(vec![one_of("area", &["area_2"])]), "plant");
    assert_eq!(with(vec![one_of("area", &["area_1", ""])]), "shop bank");
    assert_eq!(with(vec![one_of("purposes", &["finance"])]), "plant", "one of several values");
    assert_eq!(with(vec![one_of("ent_size", &["small", "large"]), one_of("area", &["area_1"])]), "shop");
    assert_eq!(with(vec![one_of("nowhere", &["x"])]), "");
    assert_eq!(with(vec![one_of("nowhere", &[""])]), "plant shop bank");
    assert_eq!(with(vec![Filter::InConflict]), "");
    let day = |day: &str| day.to_owned();
    assert_eq!(with(vec![Filter::Since { column: Column::UpdatedAt, day: day("2000-01-01") }]), "plant shop bank");
    assert_eq!(with(vec![Filter::NotSince { column: Column::UpdatedAt, day: day("2000-01-01") }]), "");
    assert_eq!(with(vec![Filter::NotSince { column: Column::LastVisit, day: day("2000-01-01") }]), "plant shop bank");
    assert_eq!(with(vec![Filter::Since { column: Column::LastVisit, day: day("2000-01-01") }]), "");
}

#[test]
fn a_day_counts_from_its_first_minute_to_its_last() {
    let mut device = Device::new("one");
    let visit = |device: &mut Device, date: &str| {
        device.write(vec![create("visits", date, &[(LABEL, date), ("subject_id", "a"), ("visit_date", date)])])
    };
    let visits = [visit(&mut device, "2025-03-08"), visit(&mut device, "2025-03-09")];
    let mut finder = Finder::new(Register::of(&ListName::new("visits"), &states(&visits), &Sums::default()));
    let mut with = |filter: Filter| {
        let which = Which { filters: vec![filter], ..Which::default() };
        ids(&finder.find(&Query { which, ..query("") })).join(" ")
    };
    let (column, day) = (property("visit_date"), "2025-03-09".to_owned());
    assert_eq!(with(Filter::Since { column: column.clone(), day: day.clone() }), "2025-03-09");
    assert_eq!(with(Filter::NotSince { column, day }), "2025-03-08");
}

#[test]
fn a_list_stands_in_the_order_of_a_column_with_blanks_last_both_ways() {
    let mut finder = Finder::new(register(&sample()));
    let mut by = |column: Column, descending: bool, choices: &[&str]| {
        let choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
        let sort = Sort { column, descending, choices };
        ids(&finder.find(&Query { sort, ..query("") })).join(" ")
    };
    let sizes = ["large", "medium", "small", "micro"];
    assert_eq!(by(property("ent_size"), false, &sizes), "shop bank plant", "as the form has its choices");
    assert_eq!(by(property("ent_size"), true, &sizes), "plant bank shop");
    assert_eq!(by(property("employees"), false, &[]), "shop plant bank", "figures by their size");
    assert_eq!(by(property("area"), false, &[]), "shop plant bank");
    assert_eq!(by(property("area"), true, &[]), "plant shop bank");
    assert_eq!(by(Column::Label, true, &[]), "bank shop plant");
    assert_eq!(by(property("nowhere"), false, &[]), "plant shop bank", "by name where all are equal");
}

#[test]
fn a_window_has_the_columns_that_were_asked_for_and_how_many_there_are_in_all() {
    let mut finder = Finder::new(register(&sample()));
    let window =
        Window { offset: 1, count: 1, columns: vec![property("contact_phone"), property("ent_size"), Column::Version] };
    let found = finder.find(&Query { window: window.clone(), ..query("样例") });
    assert_eq!((found.total, found.of, ids(&found)), (2, 3, vec!["shop"]));
    assert_eq!(found.rows[0].cells, ["", "large", "1"]);
    let found = finder.find(&Query { window: Window { offset: 0, ..window }, ..query("样例") });
    assert_eq!(found.rows[0].cells, ["138****5678", "small", "1"], "no list shows a phone number whole");
}

#[test]
fn an_enterprise_shows_its_latest_visit_and_its_open_needs_also_after_either_changes() {
    let mut device = Device::new("one");
    let firm = |device: &mut Device, id: &str| device.write(vec![create("enterprises", id, &[(LABEL, id)])]);
    let said = |id: &str, list: &str, said: (&str, &str)| create(list, id, &[(LABEL, id), ("subject_id", "a"), said]);
    let mut revisions = vec![firm(&mut device, "a"), firm(&mut device, "b")];
    revisions.push(device.write(vec![said("v1", "visits", ("visit_date", "2025-03-08"))]));
    revisions.push(device.write(vec![said("v2", "visits", ("visit_date", "2025-01-20"))]));
    revisions.push(device.write(vec![said("n1", "needs", ("need_status", "open"))]));
    revisions.push(device.write(vec![said("n2", "needs", ("need_status", "closed"))]));
    let of =
        |list: &str, revisions: &[Revision]| Register::of(&ListName::new(list), &states(revisions), &Sums::default());
    let sums = Sums::of_all(&of("visits", &revisions), &of("needs", &revisions));
    let mut register = Register::of(&ListName::new("enterprises"), &states(&revisions), &sums);
    let row = |register: &Register, id: &str| {
        let row = register.row_of(&EntityId::new(id)).unwrap_or(99);
        [Column::Label, Column::LastVisit, Column::OpenNeeds].map(|column| register.get(row, &column).to_owned())
    };
    assert_eq!(row(&register, "a"), ["a", "2025-03-08", "1"]);
    assert_eq!(row(&register, "b"), ["b", "", ""]);

    let closed = device.write(vec![update("needs", "n1", &[("need_status", "rejected")], &[&revisions[4]])]);
    let renamed = device.write(vec![update("enterprises", "a", &[(LABEL, "新")], &[&revisions[0]])]);
    revisions.extend([closed, renamed]);
    register.change(&states(&revisions), &[], &Sums::default());
    assert_eq!(row(&register, "a"), ["新", "2025-03-08", "1"], "a change of its own leaves what others said");
    let touched = BTreeSet::from([EntityId::new("a")]);
    let sums = Sums::of(touched, &of("visits", &[]), &of("needs", &revisions));
    let rewritten = register.change(&[], &[], &sums);
    assert_eq!(row(&register, "a"), ["新", "", ""]);
    assert_eq!(rewritten.written.len(), 1);
    assert_eq!(register.change(&[], &[], &sums), ledger::register::Rewritten::default(), "nothing is new");
}

#[test]
fn who_withdrew_consent_is_in_no_list_and_found_by_nothing() {
    let mut finder = Finder::new(register(&sample()));
    assert_eq!(finder.find(&query("yl")).total, 2);
    finder.change(&[], &[EntityId::new("shop")], &Sums::default());
    assert_eq!(ids(&finder.find(&query("yl"))), ["plant"]);
    assert_eq!(finder.find(&query("")).of, 2);
}

#[test]
fn rows_that_speak_of_an_entity_are_found_whatever_the_property_is_called() {
    let register =
        register(&firms(&[("a", &[("parent", "b")]), ("b", &[("note", "b ist ein Wort")]), ("c", &[("x", "b")])]));
    let naming: Vec<String> = register.naming("b").iter().map(ToString::to_string).collect();
    assert_eq!(naming, ["a", "c"]);
}

#[test]
fn a_column_says_how_often_each_of_its_values_stands_there() {
    let finder = Finder::new(register(&sample()));
    let values = |column: &str| finder.values(&property(column), 3);
    assert_eq!(values("area"), Some(vec![(String::new(), 1), ("area_1".to_owned(), 1), ("area_2".to_owned(), 1)]));
    assert_eq!(finder.values(&property("employees"), 2), None);
}

/// Many firms whose names are made from a few syllables, so that searches have something to do.
fn many(count: usize) -> Vec<EntityState> {
    let template =
        &firms(&[("x", &[(LABEL, "x"), ("ent_name", "x"), ("uscc", "x"), ("area", "x"), ("employees", "1")])])[0];
    let syllables = ["样", "例", "纺", "织", "重", "庆", "银", "行", "长", "城", "机", "械", "食", "品", "石", "油"];
    let name = |number: usize| -> String {
        let place =
            |step: usize| number.wrapping_mul(2_654_435_761).rotate_right(u32::try_from(step).unwrap_or(0) * 4) % 16;
        (0..6).map(|step| syllables[place(step)]).collect::<String>() + "有限公司"
    };
    let firm = |number: usize| {
        let mut state = template.clone();
        state.id = EntityId::new(format!("{number:08}"));
        let said = [
            ("ent_name", name(number)),
            ("uscc", format!("91652899MA{number:08}")),
            ("area", format!("area_{}", number % 12)),
            ("employees", (number % 977).to_string()),
        ];
        for (property, text) in said {
            if let Some(known) = state.properties.get_mut(property) {
                known.value = text;
            }
        }
        if let Some(label) = &mut state.label {
            label.value = name(number).chars().take(4).collect();
        }
        state
    };
    (0..count).map(firm).collect()
}

#[test]
fn each_keystroke_among_a_hundred_thousand_looks_only_at_what_was_found_before() {
    const ROWS: usize = 100_000;
    let mut finder = Finder::new(register(&many(ROWS)));
    let mut typed = String::new();
    let mut before = ROWS;
    for letter in "ylfz".chars() {
        typed.push(letter);
        let looked_at = finder.looked_at();
        let found = finder.find(&query(&typed));
        assert_eq!(finder.looked_at() - looked_at, before as u64, "{typed}");
        assert!(found.total <= before && found.total > 0, "{typed} finds {}", found.total);
        before = found.total;
    }
    assert!(before < ROWS / 10);
    // Scrolling and sorting look at no name again.
    let looked_at = finder.looked_at();
    let sort = Sort { column: property("employees"), descending: true, choices: Vec::new() };
    let window = Window { offset: 50, count: 40, columns: vec![property("employees")] };
    let found = finder.find(&Query { sort, window, ..query("ylfz") });
    assert_eq!(found.total, before);
    assert_eq!(finder.looked_at(), looked_at);
    let figures: Vec<u32> = found.rows.iter().filter_map(|row| row.cells[0].parse().ok()).collect();
    assert!(figures.is_sorted_by(|one, other| one >= other) && !figures.is_empty());
    assert_eq!(finder.find(&query("00099999")).total, 1, "the end of a code");
}

#[test]
fn a_change_of_a_few_rows_rewrites_their_shards_and_no_other() {
    let states = many(5_000);
    let mut register = register(&states);
    let shards = register.shards().len();
    let mut changed = states[2_500].clone();
    changed.version = 7;
    let rewritten = register.change(&[changed], &[], &Sums::default());
    assert_eq!((rewritten.written.len(), rewritten.removed.len(), register.shards().len()), (1, 0, shards));
    let row = register.row_of(&states[2_500].id).unwrap_or(0);
    assert_eq!((row, register.get(row, &Column::Version)), (2_500, "7"));

    // Hundreds beside each other make their shard too large: it becomes several, under numbers of their own.
    let mut beside = states[10].clone();
    let beside: Vec<EntityState> = (0..600)
        .map(|number| {
            beside.id = EntityId::new(format!("00000010-{number:04}"));
            beside.clone()
        })
        .collect();
    let rewritten = register.change(&beside, &[], &Sums::default());
    assert_eq!((rewritten.removed.len(), register.len()), (1, 5_600));
    assert!(rewritten.written.is_disjoint(&rewritten.removed));
    let numbers: BTreeSet<u32> = register.shards().iter().map(|shard| shard.number).collect();
    assert_eq!(numbers.len(), register.shards().len());
}

#[test]
fn a_register_is_read_back_from_its_shards_in_any_order() {
    let register = register(&many(1_000));
    let bytes: Vec<Vec<u8>> = register.shards().iter().filter_map(|shard| shard.to_bytes().ok()).collect();
    assert_eq!(bytes.len(), 4);
    let shards = bytes.iter().rev().filter_map(|bytes| Shard::from_bytes(bytes).ok());
    assert_eq!(Register::from_shards(ListName::new("enterprises"), shards), register);
}

#[test]
fn bytes_that_are_no_shard_are_refused() {
    let register = register(&sample());
    let bytes = register.shards()[0].to_bytes().unwrap_or_default();
    assert!(Shard::from_bytes(&bytes).is_ok());
    assert!(Shard::from_bytes(&[]).is_err());
    assert!(Shard::from_bytes(&[&[2], &bytes[1..]].concat()).is_err(), "another version");
    for end in 0..bytes.len() {
        assert!(Shard::from_bytes(&bytes[..end]).is_err(), "cut at {end}");
    }
}

/// What happens to a list: entities are said anew, or go.
fn story() -> impl Strategy<Value = Vec<(u8, Option<u8>)>> {
    prop::collection::vec((0..40_u8, prop::option::of(any::<u8>())), 1..60)
}

proptest! {
    #[test]
    fn a_register_that_was_changed_has_the_rows_of_one_made_anew(story in story(), step in 1..8_usize) {
        let template = &sample()[0];
        let mut known: BTreeMap<EntityId, EntityState> = BTreeMap::new();
        let mut finder = Finder::new(register(&[]));
        for steps in story.chunks(step) {
            let (mut said, mut gone) = (BTreeMap::new(), Vec::new());
            for (entity, value) in steps {
                let id = EntityId::new(format!("e{entity}"));
                match value {
                    Some(value) => {
                        let mut state = template.clone();
                        state.id = id.clone();
                        state.version = u32::from(*value);
                        if value % 3 == 0 {
                            state.properties.remove("area");
                        }
                        gone.retain(|gone| *gone != id);
                        said.insert(id, state);
                    }
                    None => {
                        said.remove(&id);
                        gone.push(id);
                    }
                }
            }
            gone.iter().for_each(|id| drop(known.remove(id)));
            known.extend(said.clone());
            let said: Vec<EntityState> = said.into_values().collect();
            finder.change(&said, &gone, &Sums::default());
        }
        let anew: Vec<EntityState> = known.into_values().collect();
        let mut anew = Finder::new(register(&anew));
        let window = Window { offset: 0, count: 100, columns: vec![Column::Version, property("area"), property("uscc")] };
        for text in ["", "ylfz", "ab3x", "x"] {
            let asked = Query { window: window.clone(), ..query(text) };
            prop_assert_eq!(finder.find(&asked), anew.find(&asked));
        }
    }

    #[test]
    fn letter_by_letter_finds_what_the_whole_word_finds(text in "[ylfzgsa0-9样银行 ']{1,8}") {
        let states = many(300);
        let (mut typing, mut at_once) = (Finder::new(register(&states)), Finder::new(register(&states)));
        let mut typed = String::new();
        for letter in text.chars() {
            typed.push(letter);
            typing.find(&query(&typed));
        }
        prop_assert_eq!(typing.find(&query(&text)), at_once.find(&query(&text)));
    }
}
