//! The desk's list and page of enterprises, and what forms see of them.

use ledger::{Column, EnterpriseRow, EntityHistory, EntityState, LABEL, Query, base, histories, page, rows, table};
use record::{DeviceId, Revision};

use crate::world::{Device, create, update};

/// Two firms; one was visited twice and has three needs, one of them closed.
fn sample() -> Vec<Revision> {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let plant = one.write(vec![create(
        "enterprises",
        "plant",
        &[
            (LABEL, "样例纺织"),
            ("ent_name", "样例纺织有限公司"),
            ("pinyin", "ylfz"),
            ("uscc", "91652899MA0000AB3X"),
            ("ent_size", "small"),
            ("area", "area_2"),
        ],
    )]);
    let shop = two.write(vec![create(
        "enterprises",
        "shop",
        &[
            (LABEL, "样例商行"),
            ("pinyin", "ylsh"),
            ("uscc", "91652899MA00001Y2C"),
            ("ent_size", "large"),
            ("area", "area_1"),
        ],
    )]);
    let visit = |device: &mut Device, id: &str, date: &str| {
        device.write(vec![create("visits", id, &[(LABEL, date), ("subject_id", "plant"), ("visit_date", date)])])
    };
    let (late, early) = (visit(&mut one, "v1", "2025-03-08"), visit(&mut two, "v2", "2025-01-20"));
    let need = |device: &mut Device, id: &str, raised_on: &str| {
        let said = [(LABEL, id), ("subject_id", "plant"), ("need_status", "open"), ("raised_on", raised_on)];
        device.write(vec![create("needs", id, &said)])
    };
    let needs =
        [need(&mut one, "n1", "2025-01-20"), need(&mut one, "n2", "2025-03-08"), need(&mut one, "n3", "2025-03-01")];
    let begun = two.write(vec![update("needs", "n1", &[("need_status", "in_progress")], &[&needs[0]])]);
    let closed = two.write(vec![update("needs", "n1", &[("need_status", "closed")], &[&needs[0], &begun])]);
    let moved = one.write(vec![update("enterprises", "plant", &[("area", "area_3")], &[&plant])]);
    let moved_too = two.write(vec![update("enterprises", "plant", &[("area", "area_4")], &[&plant])]);
    [plant, shop, late, early, begun, closed, moved, moved_too].into_iter().chain(needs).collect()
}

fn list(revisions: &[Revision], name: &str) -> Vec<EntityHistory> {
    histories(revisions).into_values().filter(|history| history.list.as_str() == name).collect()
}

fn states(revisions: &[Revision], name: &str) -> Vec<EntityState> {
    list(revisions, name).iter().map(EntityHistory::state).collect()
}

fn sample_rows() -> Vec<EnterpriseRow> {
    let sample = sample();
    rows(&states(&sample, "enterprises"), &states(&sample, "visits"), &states(&sample, "needs"))
}

fn found(query: &Query) -> Vec<String> {
    query.run(&sample_rows()).rows.into_iter().map(|row| row.id.to_string()).collect()
}

#[test]
fn a_row_tells_the_last_visit_the_open_needs_and_what_is_to_decide() {
    let rows = sample_rows();
    let plant = rows.iter().find(|row| row.id.as_str() == "plant").expect("it is listed");
    assert_eq!((plant.name.as_str(), plant.label.as_str()), ("样例纺织有限公司", "样例纺织"));
    assert_eq!((plant.code.as_str(), plant.size.as_str()), ("91652899MA0000AB3X", "small"));
    assert_eq!(plant.last_visit.as_deref(), Some("2025-03-08"));
    assert_eq!((plant.open_needs, plant.conflicts, plant.parallel), (2, 1, true));

    let shop = rows.iter().find(|row| row.id.as_str() == "shop").expect("it is listed");
    assert_eq!(shop.name, "样例商行", "the label stands in for a name that is not known");
    assert_eq!((shop.last_visit.as_deref(), shop.open_needs, shop.conflicts), (None, 0, 0));
}

#[test]
fn a_page_tells_where_each_value_comes_from_and_what_happened_over_time() {
    let sample = sample();
    let enterprises = list(&sample, "enterprises");
    let plant = enterprises.iter().find(|history| history.entity.as_str() == "plant").expect("it is there");
    let page = page(plant, &list(&sample, "visits"), &list(&sample, "needs"));

    assert_eq!(page.row, sample_rows()[0]);
    let size = page.properties.iter().find(|property| property.name == "ent_size").expect("it was said");
    assert_eq!((size.shown.value.as_str(), size.shown.origin.officer.as_str()), ("small", "样例-one"));
    let area = page.properties.iter().find(|property| property.name == "area").expect("it was said");
    assert_eq!(area.conflict.as_ref().map(|conflict| conflict.others.len()), Some(1));
    assert_eq!(area.history.len(), 3);
    let dates: Vec<&str> = page.visits.iter().map(|visit| visit.date.as_str()).collect();
    assert_eq!(dates, ["2025-03-08", "2025-01-20"]);
    let needs: Vec<(&str, bool)> = page.needs.iter().map(|need| (need.id.as_str(), need.is_open)).collect();
    assert_eq!(needs, [("n2", true), ("n3", true), ("n1", false)]);
    let statuses: Vec<&str> = page.needs[2].statuses.iter().map(|status| status.value.as_str()).collect();
    assert_eq!(statuses, ["open", "in_progress", "closed"]);
    assert_eq!(page.records.len(), 10, "all but the other firm's");
    assert_eq!(page.timeline.len(), 3);
}

#[test]
fn a_form_sees_a_list_as_a_table_with_the_state_as_its_base() {
    let states = states(&sample(), "enterprises");
    let table = table(&states);
    assert_eq!(table.columns, ["name", "label", "__version", "area", "ent_name", "ent_size", "pinyin", "uscc"]);
    assert_eq!(table.get(0, "name"), Some("shop"));
    assert_eq!(table.get(0, "ent_name"), Some(""));
    assert_eq!((table.get(1, "__version"), table.get(1, "label")), (Some("2"), Some("样例纺织")));
    let base = base(&states[0], &DeviceId::new("anyone"));
    assert_eq!((base.version, base.heads.len(), base.trunk_version), (2, 2, Some(2)));
}

#[test]
fn a_list_without_entities_is_a_table_of_three_columns() {
    let table = table([]);
    assert_eq!(table.columns, ["name", "label", "__version"]);
    assert!(table.rows.is_empty());
}

#[test]
fn a_firm_is_found_by_any_part_of_its_name_its_initials_or_the_end_of_its_code() {
    let by = |text: &str| found(&Query { text: text.to_owned(), ..Query::default() });
    assert_eq!(by(""), ["plant", "shop"]);
    assert_eq!(by("织有限"), ["plant"]);
    assert_eq!(by("LFZ"), ["plant"]);
    assert_eq!(by("1y2c"), ["shop"]);
    assert_eq!(by("１Ｙ２Ｃ"), ["shop"], "as an input method may write it");
    assert_eq!(by("样例　ylsh"), ["shop"]);
    assert!(by("9165").is_empty(), "the head of a code tells nothing apart");
    assert!(by("y2c").is_empty(), "three characters are too few for a code");
}

#[test]
fn the_list_is_sorted_by_a_column_and_cut_into_pages() {
    let by = |column: Column, descending: bool| found(&Query { column, descending, ..Query::default() });
    assert_eq!(by(Column::Area, false), ["shop", "plant"]);
    assert_eq!(by(Column::Size, false), ["plant", "shop"]);
    assert_eq!(by(Column::Size, true), ["shop", "plant"]);
    assert_eq!(by(Column::LastVisit, false), ["shop", "plant"]);
    assert_eq!(by(Column::OpenNeeds, true), ["plant", "shop"]);
    assert_eq!(by(Column::Conflicts, false), ["shop", "plant"]);
    assert_eq!(by(Column::Code, true), ["plant", "shop"]);

    let second = Query { page: 1, page_size: 1, ..Query::default() }.run(&sample_rows());
    assert_eq!((second.rows[0].id.as_str(), second.total, second.pages), ("shop", 2, 2));
    let none = Query { page: 9, page_size: 1, ..Query::default() }.run(&sample_rows());
    assert!(none.rows.is_empty());
    assert_eq!(Query::default().run(&[]).pages, 1);
}
