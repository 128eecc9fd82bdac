//! The desk's list and page of enterprises, and what forms see of them.

use ledger::{EnterpriseRow, EntityHistory, EntityState, LABEL, base, histories, page, table};
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

fn all(revisions: &[Revision]) -> Vec<EntityHistory> {
    histories(revisions).into_values().collect()
}

fn states(revisions: &[Revision], name: &str) -> Vec<EntityState> {
    list(revisions, name).iter().map(EntityHistory::state).collect()
}

fn row(id: &str) -> EnterpriseRow {
    let sample = sample();
    let enterprises = list(&sample, "enterprises");
    page(enterprises.iter().find(|one| one.entity.as_str() == id).expect("it is there"), &all(&sample)).row
}

#[test]
fn a_row_tells_the_last_visit_the_open_needs_and_what_is_to_decide() {
    let plant = row("plant");
    assert_eq!((plant.name.as_str(), plant.label.as_str()), ("样例纺织有限公司", "样例纺织"));
    assert_eq!((plant.code.as_str(), plant.size.as_str()), ("91652899MA0000AB3X", "small"));
    assert_eq!(plant.last_visit.as_deref(), Some("2025-03-08"));
    assert_eq!((plant.open_needs, plant.conflicts, plant.parallel), (2, 1, true));

    let shop = row("shop");
    assert_eq!(shop.name, "样例商行", "the label stands in for a name that is not known");
    assert_eq!((shop.last_visit.as_deref(), shop.open_needs, shop.conflicts), (None, 0, 0));
}

#[test]
fn a_page_tells_where_each_value_comes_from_and_what_happened_over_time() {
    let sample = sample();
    let enterprises = list(&sample, "enterprises");
    let plant = enterprises.iter().find(|history| history.entity.as_str() == "plant").expect("it is there");
    let page = page(plant, &all(&sample));
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
fn whatever_names_a_firm_stands_on_its_page_whatever_its_form_calls_the_property() {
    let mut one = Device::new("one");
    let mut sample = sample();
    sample.push(one.write(vec![create("projects", "p1", &[(LABEL, "二期厂房"), ("builder", "plant")])]));
    sample.push(one.write(vec![create("projects", "p2", &[(LABEL, "plant 的邻居"), ("builder", "shop")])]));
    sample.push(one.write(vec![create(
        "approvals",
        "a1",
        &[(LABEL, "施工许可"), ("ent", "plant"), ("project", "p1")],
    )]));
    let shown = |list_name: &str, id: &str| {
        let entities = list(&sample, list_name);
        let entity = entities.iter().find(|history| history.entity.as_str() == id).expect("it is there");
        let page = page(entity, &all(&sample));
        let of_list = |related: &ledger::RelatedList| {
            related.entities.iter().map(|state| format!("{} {}", related.list, state.id)).collect::<Vec<_>>()
        };
        (page.visits.len(), page.needs.len(), page.others.iter().flat_map(of_list).collect::<Vec<_>>())
    };
    assert_eq!(shown("enterprises", "plant"), (2, 3, vec!["approvals a1".to_owned(), "projects p1".to_owned()]));
    assert_eq!(shown("enterprises", "shop"), (0, 0, vec!["projects p2".to_owned()]));
    assert_eq!(shown("projects", "p1"), (0, 0, vec!["approvals a1".to_owned()]));
}
