//! What a zone says in the place of a table of the app: the last that was said counts.

use record::Timestamp;
use store::layout::Row;
use store::memory::Memory;
use store::zone_tables::{Said, ZoneTable, learn, set};
use store::{Key, Store, layout::meta};

fn said(at: i64, text: Option<&str>) -> Said {
    Said { set_at: Timestamp::new(at, 480), bytes: text.map(|text| text.as_bytes().to_vec()) }
}

fn after(plans: &[store::Transaction]) -> Vec<Row> {
    let mut memory = Memory::default();
    plans.iter().for_each(|plan| memory.run(plan).unwrap());
    memory.all(Store::Meta)
}

#[test]
fn a_table_is_read_as_it_was_set_and_each_by_itself() {
    let rows = after(&[set(ZoneTable::Holidays, &said(5, Some("2027")))]);
    assert_eq!(ZoneTable::Holidays.said(&rows), Some(said(5, Some("2027"))));
    assert_eq!(ZoneTable::Indicators.said(&rows), None);
    assert_eq!(ZoneTable::named("holidays"), Some(ZoneTable::Holidays));
    assert_eq!(ZoneTable::named("other"), None);
}

#[test]
fn what_comes_from_elsewhere_counts_only_where_it_was_said_later() {
    let here = after(&[set(ZoneTable::Holidays, &said(5, Some("2027")))]);
    let came = |at, text| {
        let mut memory = Memory::default();
        memory.run(&set(ZoneTable::Holidays, &said(5, Some("2027")))).unwrap();
        memory.run(&learn(&here, ZoneTable::Holidays, &said(at, text))).unwrap();
        ZoneTable::Holidays.said(&memory.all(Store::Meta)).unwrap()
    };
    assert_eq!(came(4, Some("older")), said(5, Some("2027")));
    assert_eq!(came(5, Some("as late")), said(5, Some("2027")));
    assert_eq!(came(6, Some("2028")), said(6, Some("2028")));
    // Somebody went back to the app's own: an older pack does not undo that.
    assert_eq!(came(6, None), said(6, None));
}

#[test]
fn a_workbook_that_an_older_version_kept_counts_until_something_is_said() {
    let before = Row::new(Store::Meta, Key::from(meta::INDICATORS), "workbook");
    assert_eq!(ZoneTable::Indicators.said(&[before]), Some(said_first("workbook")));
    let older = store::Transaction::new().put(Store::Meta, meta::INDICATORS.into(), "workbook");
    let rows = after(&[older, set(ZoneTable::Indicators, &said(9, None))]);
    assert_eq!(ZoneTable::Indicators.said(&rows), Some(said(9, None)));
    assert_eq!(rows.len(), 1, "the older row is gone");
}

fn said_first(text: &str) -> Said {
    Said { set_at: Timestamp::new(0, 0), bytes: Some(text.as_bytes().to_vec()) }
}
