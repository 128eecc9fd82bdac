//! Reports that are filled again and again.

use record::Timestamp;
use store::memory::Memory;
use store::reports::{self, Cell, Report};
use store::{Store, layout};

fn report(name: &str, at: i64) -> Report {
    let cell = Cell { sheet: 0, row: 4, column: 3, what: "problems_solved".to_owned() };
    Report { name: name.to_owned(), cells: vec![cell], changed_at: Timestamp::new(at, 480) }
}

#[test]
fn a_report_is_kept_with_its_workbook_replaced_and_forgotten_whole() {
    let mut memory = Memory::default();
    memory.run(&reports::keep(&report("月报.xlsx", 1), b"one")).unwrap();
    memory.run(&reports::keep(&report("季报.xlsx", 1), b"two")).unwrap();
    memory.run(&reports::keep(&report("月报.xlsx", 2), b"three")).unwrap();
    let (all, unread) = reports::all(&memory.all(Store::Meta));
    assert_eq!((all.len(), unread), (2, 0));
    assert!(all.contains(&report("月报.xlsx", 2)));
    assert_eq!(memory.get(Store::Meta, &layout::report_table("月报.xlsx")), Some(&b"three"[..]));
    memory.run(&reports::forget("月报.xlsx")).unwrap();
    let rows = memory.all(Store::Meta);
    assert_eq!(reports::all(&rows).0, [report("季报.xlsx", 1)]);
    assert_eq!(rows.len(), 2, "nothing of it is left");
}

#[test]
fn a_report_that_cannot_be_read_is_counted_and_the_others_are_there() {
    let mut memory = Memory::default();
    memory.run(&reports::keep(&report("月报.xlsx", 1), b"one")).unwrap();
    memory.run(&store::Transaction::new().put(Store::Meta, layout::report("坏.xlsx"), "{")).unwrap();
    let (all, unread) = reports::all(&memory.all(Store::Meta));
    assert_eq!((all, unread), (vec![report("月报.xlsx", 1)], 1));
}
