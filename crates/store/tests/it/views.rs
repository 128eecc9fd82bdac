//! Views of lists: kept under a name, each list its own.

use record::ListName;
use store::views::{self, MOST_CHARACTERS, View, ViewFilter};
use store::{Store, Transaction, layout};

use crate::sample::Device;

fn list(name: &str) -> ListName {
    ListName::new(name)
}

fn view(search: &str) -> View {
    View {
        columns: vec!["uscc".to_owned(), "__last_visit".to_owned()],
        search: search.to_owned(),
        filters: vec![
            ViewFilter::OneOf { column: "area".to_owned(), values: vec!["area_1".to_owned(), String::new()] },
            ViewFilter::NotWithin { column: "__last_visit".to_owned(), days: 90 },
            ViewFilter::Within { column: "__updated_at".to_owned(), days: 30 },
            ViewFilter::InConflict,
        ],
        sort: Some("ent_size".to_owned()),
        descending: true,
    }
}

fn names(device: &Device, name: &str) -> Vec<String> {
    let (views, damaged) = views::list(&device.memory.all(Store::Meta), &list(name));
    assert!(damaged.is_empty());
    views.into_iter().map(|(name, _)| name).collect()
}

#[test]
fn a_view_is_found_again_under_its_name_in_its_list_alone() {
    let mut desk = Device::new();
    desk.run(&views::save(&list("enterprises"), "一片区", &view("纺织"))).unwrap();
    desk.run(&views::save(&list("visits"), "一片区", &View::default())).unwrap();
    desk.run(&views::save(&list("enterprises"), "", &view(""))).unwrap();
    let (found, _) = views::list(&desk.memory.all(Store::Meta), &list("enterprises"));
    assert_eq!(found, [(String::new(), view("")), ("一片区".to_owned(), view("纺织"))]);

    desk.run(&views::save(&list("enterprises"), "一片区", &view("其他"))).unwrap();
    desk.run(&views::delete(&list("enterprises"), "")).unwrap();
    assert_eq!(
        views::list(&desk.memory.all(Store::Meta), &list("enterprises")).0,
        [("一片区".to_owned(), view("其他"))]
    );
    assert_eq!(names(&desk, "visits"), ["一片区"]);
    assert!(desk.settings().officer.is_none(), "the device still knows itself");
}

#[test]
fn a_view_that_cannot_be_read_is_told_and_the_others_are_there() {
    let mut desk = Device::new();
    desk.run(&views::save(&list("visits"), "好", &view(""))).unwrap();
    desk.run(&Transaction::new().put(Store::Meta, layout::view(&list("visits"), "坏"), "{")).unwrap();
    let (found, damaged) = views::list(&desk.memory.all(Store::Meta), &list("visits"));
    assert_eq!((found.len(), damaged.len()), (1, 1));
}

#[test]
fn a_name_has_something_in_it_and_an_end() {
    assert_eq!(views::name(" 一片区 "), Some("一片区".to_owned()));
    assert_eq!(views::name("  "), None);
    assert_eq!(views::name(&"长".repeat(MOST_CHARACTERS + 1)), None);
}
