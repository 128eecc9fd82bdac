//! Lists as they are shown, searched, sorted, filtered and kept.

use ledger::histories;
use ledger::register::query::{Sort, Which, Window};
use record::DeviceId;

use super::*;
use crate::worker::desk::tests::rows::{row, saying};

fn told(rows: &[EntityHistory]) -> Changes {
    let mut changes = Changes::default();
    rows.iter().for_each(|row| changes.tell(row));
    changes
}

#[test]
fn a_row_has_what_other_lists_say_of_it_and_they_are_found_by_it() {
    let mut lists = Lists::default();
    lists.take(told(&[
        row("visits", "v", &[("subject_id", "a"), ("visit_date", "2025-03-08")]),
        row("enterprises", "a", &[]),
        row("projects", "p", &[("builder", "a")]),
    ]));
    let window = Window { offset: 0, count: 9, columns: vec![Column::LastVisit] };
    let query = Query { window, ..Query::default() };
    let found = lists.answer(ListQuestion::Find { list: ListName::new("enterprises"), query });
    let ListAnswer::Found(found, _) = found else { panic!("{found:?}") };
    assert_eq!(found.rows[0].cells, ["2025-03-08"]);
    let naming = lists.answer(ListQuestion::Naming { entity: EntityId::new("a") });
    let ListAnswer::Naming(naming) = naming else { panic!("{naming:?}") };
    let names: Vec<&str> = naming.iter().map(|key| key.entity.as_str()).collect();
    assert_eq!(names, ["p", "v"]);
}

#[test]
fn cells_that_are_ids_of_other_entities_say_what_those_are_called_also_where_they_became_one() {
    let mut lists = Lists::default();
    lists.take(told(&[
        row("visits", "v", &[("subject_id", "a"), ("visit_date", "2025-03-08"), ("summary", "a 厂")]),
        row("visits", "w", &[("subject_id", "b"), ("seen", "a b"), ("summary", "c")]),
        row("enterprises", "a", &[("ent_name", "样例一厂")]),
        row("enterprises", "b", &[("ent_name", "样例二厂")]),
    ]));
    let columns = ["subject_id", "seen", "summary"].map(|name| Column::Property(name.to_owned())).to_vec();
    let query = Query { window: Window { offset: 0, count: 9, columns }, ..Query::default() };
    let found = lists.answer(ListQuestion::Find { list: ListName::new("visits"), query });
    let ListAnswer::Found(_, named) = found else { panic!("{found:?}") };
    let said = |id: &str| named.get(id).map(|name| (name.key.list.as_str(), name.title.as_str()));
    assert_eq!(said("a"), Some(("enterprises", "样例一厂")));
    assert_eq!(said("b"), Some(("enterprises", "样例二厂")));
    assert_eq!((said("c"), said("a b"), said("厂")), (None, None, None));
    let asked = lists.answer(ListQuestion::Named(vec!["b".to_owned(), "2025-03-08".to_owned()]));
    let ListAnswer::Named(asked) = asked else { panic!("{asked:?}") };
    assert_eq!(asked.keys().collect::<Vec<_>>(), ["b"]);
}

#[test]
fn a_column_of_ids_is_sorted_and_searched_by_what_they_are_called() {
    let mut lists = Lists::default();
    lists.take(told(&[
        row("visits", "one", &[("subject_id", "zz"), ("visit_date", "2025-03-08")]),
        row("visits", "two", &[("subject_id", "aa"), ("visit_date", "2025-03-09")]),
        row("visits", "three", &[("visit_date", "2025-03-10")]),
        row("enterprises", "zz", &[("ent_name", "阿样商行")]),
        row("enterprises", "aa", &[("ent_name", "中样纺织")]),
    ]));
    let mut found = |text: &str, descending: bool| {
        let sort = Sort { column: Column::Property("subject_id".to_owned()), descending, choices: Vec::new() };
        let which = Which { text: text.to_owned(), ..Which::default() };
        let query = Query { which, sort, window: Window { offset: 0, count: 9, columns: Vec::new() } };
        let found = lists.answer(ListQuestion::Find { list: ListName::new("visits"), query });
        let ListAnswer::Found(found, _) = found else { panic!("{found:?}") };
        found.rows.iter().map(|row| row.id.to_string()).collect::<Vec<_>>()
    };
    // 阿 sounds before 中; by the ids it would be the other way. What says nothing stands last both ways.
    assert_eq!(found("", false), ["one", "two", "three"]);
    assert_eq!(found("", true), ["two", "one", "three"]);
    assert_eq!(found("中样", false), ["two"]);
    assert_eq!(found("ayang", false), ["one"]);
    assert_eq!(found("three", false), ["three"], "its own name is looked through as before");
    assert!(found("样例", false).is_empty());
    // A row that changes is looked at anew.
    lists.take(told(&[row("enterprises", "zz", &[("ent_name", "总样商行")])]));
    let mut sorted = Query::default();
    sorted.sort.column = Column::Property("subject_id".to_owned());
    sorted.window.count = 9;
    let again = lists.answer(ListQuestion::Find { list: ListName::new("visits"), query: sorted });
    let ListAnswer::Found(again, _) = again else { panic!("{again:?}") };
    assert_eq!(again.rows[0].id.as_str(), "two");
}

/// What the database would hold after these writes.
fn kept(memory: &mut store::memory::Memory, plan: &Transaction) -> BTreeMap<ListName, Finder> {
    memory.run(plan).unwrap();
    shards(&memory.all(Store::Registers))
}

#[test]
fn what_is_kept_is_what_is_held_and_only_what_changed_is_written_again() {
    let enterprise = |number: usize, area: &str| row("enterprises", &format!("e{number:04}"), &[("area", area)]);
    let rows: Vec<EntityHistory> = (0..2_000).map(|number| enterprise(number, "east")).collect();
    let (mut lists, mut memory) = (Lists::default(), store::memory::Memory::default());
    let plan = lists.written(told(&rows), LedgerVersion(0));
    let again = kept(&mut memory, &plan);
    let list = ListName::new("enterprises");
    assert_eq!(again[&list].register(), lists.lists[&list].register());
    let all = plan.writes.len();
    let plan =
        lists.written(told(&[enterprise(7, "west"), row("visits", "v", &[("subject_id", "e0007")])]), LedgerVersion(1));
    assert!(plan.writes.len() < all / 2, "{} of {all}", plan.writes.len());
    let again = kept(&mut memory, &plan);
    assert_eq!(again.len(), 2);
    for (name, finder) in &lists.lists {
        assert_eq!(again[name].register(), finder.register());
    }
    let row = again[&list].register().row_of(&EntityId::new("e0007")).unwrap();
    assert_eq!(again[&list].register().get(row, &Column::Property("area".to_owned())), "west");
}

/// Columns of ids with the ids and names that are offered for them.
fn offered(lists: &mut Lists, list: &str, most: usize) -> Vec<(String, Vec<(String, String)>)> {
    let offered = lists.answer(ListQuestion::Offered { list: ListName::new(list), most });
    let ListAnswer::Offered(offered) = offered else { panic!("{offered:?}") };
    offered.into_iter().map(|offered| (offered.property, offered.entities)).collect()
}

/// The rows of a list whose column is one of these.
fn filtered(lists: &mut Lists, list: &str, property: &str, values: &[&str]) -> Vec<String> {
    let column = Column::Property(property.to_owned());
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    let which = Which { filters: vec![Filter::OneOf { column, values }], ..Which::default() };
    let window = Window { offset: 0, count: 9, columns: Vec::new() };
    let query = Query { which, sort: Sort::default(), window };
    let found = lists.answer(ListQuestion::Find { list: ListName::new(list), query });
    let ListAnswer::Found(found, _) = found else { panic!("{found:?}") };
    found.rows.iter().map(|row| row.id.to_string()).collect()
}

#[test]
fn a_column_of_ids_offers_what_it_names_as_filters_where_that_is_not_too_much() {
    let mut lists = Lists::default();
    lists.take(told(&[
        row("enterprises", "one", &[("service_group", "g1"), ("area", "east")]),
        row("enterprises", "three", &[("service_group", "g1 g2")]),
        row("enterprises", "two", &[("service_group", "g2")]),
        row("enterprises", "without", &[("area", "west")]),
        row("platforms", "g1", &[("ent_name", "中样服务组")]),
        row("platforms", "g2", &[("ent_name", "阿样服务组")]),
        row("platforms", "g3", &[("ent_name", "没人去的组")]),
    ]));
    let entity = |id: &str, title: &str| (id.to_owned(), title.to_owned());
    // 阿 sounds before 中; what no row names is not offered, and neither are columns of anything but ids.
    let groups = vec![entity("g2", "阿样服务组"), entity("g1", "中样服务组")];
    assert_eq!(offered(&mut lists, "enterprises", 9), [("service_group".to_owned(), groups)]);
    assert_eq!(offered(&mut lists, "enterprises", 2), [], "a row that names none is one value, too");
    assert_eq!(offered(&mut lists, "platforms", 9), []);
    assert_eq!(filtered(&mut lists, "enterprises", "service_group", &["g1"]), ["one", "three"]);
    assert_eq!(filtered(&mut lists, "enterprises", "service_group", &["g1", "g2"]), ["one", "three", "two"]);
    assert_eq!(filtered(&mut lists, "enterprises", "service_group", &[""]), ["without"]);
    assert_eq!(filtered(&mut lists, "enterprises", "area", &["east"]), ["one"]);
}

#[test]
fn two_groups_that_became_one_are_offered_once_and_find_the_rows_of_both() {
    let rows = [
        row("enterprises", "one", &[("service_group", "g1")]),
        row("enterprises", "two", &[("service_group", "g2")]),
        row("platforms", "g1", &[("ent_name", "样例服务组")]),
        row("platforms", "g2", &[("ent_name", "样例服务二组")]),
    ];
    let group = |id: &str| row("platforms", id, &[]);
    let list = ListName::new("platforms");
    let pair = record::Pair::new(list.clone(), EntityId::new("g1"), EntityId::new("g2")).unwrap();
    let join = record::Join { pair, sameness: record::Sameness::One { kept: EntityId::new("g1") } };
    let change = ledger::joined(&join, None, [Some(&group("g1")), Some(&group("g2"))], None, &DeviceId::new("样例"));
    let said = histories([&saying(vec![change.unwrap()])]).into_values();
    let mut changes = Changes::of(Joined::default().with(&said.collect::<Vec<_>>()));
    rows.iter().for_each(|row| changes.tell(row));
    let mut lists = Lists::default();
    lists.take(changes);
    let offered = offered(&mut lists, "enterprises", 9);
    assert_eq!(offered, [("service_group".to_owned(), vec![("g1".to_owned(), "样例服务组".to_owned())])]);
    assert_eq!(filtered(&mut lists, "enterprises", "service_group", &["g1"]), ["one", "two"]);
}
