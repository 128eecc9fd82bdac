//! Upgrades: a chain of pure steps, over one row at a time.

use proptest::prelude::*;
use store::dump::{Dump, ReadDumpError};
use store::memory::Memory;
use store::migrate::{self, Chain, MigrateError, Step};
use store::{Damaged, Key, KeyPart, Row, RowError, Store, quarantine};

use crate::sample::Device;

/// Version 2 writes titles in capitals. A title that is no text cannot be read.
fn to_2(row: Row) -> Result<Vec<Row>, Damaged> {
    if row.store != Store::Views {
        return Ok(vec![row]);
    }
    match std::str::from_utf8(&row.value) {
        Ok(text) => Ok(vec![Row { value: text.to_uppercase().into_bytes(), ..row }]),
        Err(_) => Err(Damaged { row, why: RowError::Text }),
    }
}

/// Version 3 keeps views among mappings, in two rows, drops empty ones, and makes a row out of nothing.
fn to_3(row: Row) -> Result<Vec<Row>, Damaged> {
    match row.store {
        Store::Views if row.value.is_empty() => Ok(Vec::new()),
        Store::Views => {
            let copy = Row { store: Store::Mappings, key: row.key.clone().then("copy"), value: row.value.clone() };
            Ok(vec![Row { store: Store::Mappings, ..row }, copy])
        }
        Store::Meta if row.key == Key::from("schema") => Ok(vec![row, Row::new(Store::Meta, "made_by_3", "1")]),
        _ => Ok(vec![row]),
    }
}

/// Both steps as one, written anew.
fn to_3_at_once(row: Row) -> Result<Vec<Row>, Damaged> {
    match row.store {
        Store::Views if std::str::from_utf8(&row.value).is_err() => Err(Damaged { row, why: RowError::Text }),
        Store::Views if row.value.is_empty() => Ok(Vec::new()),
        Store::Views => {
            let value = String::from_utf8_lossy(&row.value).to_uppercase().into_bytes();
            let copy = Row { store: Store::Mappings, key: row.key.clone().then("copy"), value: value.clone() };
            Ok(vec![Row { store: Store::Mappings, value, key: row.key }, copy])
        }
        _ => to_3(row),
    }
}

const TO_2: Step = Step { stores: &[Store::Views], row: to_2 };
const TO_3: Step = Step { stores: &[Store::Views, Store::Meta], row: to_3 };
const TO_3_AT_ONCE: Step = Step { stores: TO_3.stores, row: to_3_at_once };
const CHAIN: Chain = Chain { oldest: 1, steps: &[TO_2, TO_3] };
const FIRST: Chain = Chain { oldest: 1, steps: &[TO_2] };
const SECOND: Chain = Chain { oldest: 2, steps: &[TO_3] };
const AT_ONCE: Chain = Chain { oldest: 2, steps: &[TO_3_AT_ONCE] };

fn profile(schema: u32, views: &[(String, Vec<u8>)]) -> Dump {
    let mut rows = vec![Row::new(Store::Meta, "schema", schema.to_string()), Row::new(Store::Records, "r", "body")];
    rows.extend(views.iter().map(|(name, value)| Row::new(Store::Views, name.as_str(), value.clone())));
    rows.sort();
    rows.dedup_by(|a, b| (a.store, &a.key) == (b.store, &b.key));
    Dump { schema, rows }
}

#[test]
fn a_chain_says_which_versions_it_does_not_reach() {
    let row = Row::new(Store::Records, "r", "body");
    assert!(matches!(CHAIN.row(row.clone(), 4), Err(MigrateError::Newer(4))));
    assert!(matches!(SECOND.row(row.clone(), 1), Err(MigrateError::TooOld(1))));
    assert!(matches!(CHAIN.upgrade(std::slice::from_ref(&row), 9), Err(MigrateError::Newer(9))));
    assert_eq!(CHAIN.newest(), 3);
}

#[test]
fn the_present_version_is_left_alone() {
    let device = Device::new();
    let dump = device.memory.dump();
    assert_eq!(migrate::CHAIN.profile(&dump).unwrap(), dump);
    assert!(migrate::CHAIN.upgrade(&dump.rows, store::SCHEMA_VERSION).unwrap().is_empty());
    assert_eq!(migrate::version(&dump.rows).unwrap(), store::SCHEMA_VERSION);
    assert!(matches!(migrate::version(&[]), Err(RowError::Missing("schema"))));
}

#[test]
fn a_row_that_cannot_be_read_is_kept_aside_and_stops_nothing() {
    let dump = profile(1, &[("a".into(), vec![0xff]), ("b".into(), b"b".to_vec())]);
    let after = CHAIN.profile(&dump).unwrap();
    let aside: Vec<Row> = after.rows.iter().filter(|row| row.store == Store::Quarantine).cloned().collect();
    let (found, _) = quarantine::list(&aside);
    assert_eq!((found[0].name.as_str(), found[0].reason.as_str()), ("views/a", "not UTF-8 text"));
    assert!(aside.iter().any(|row| row.value == [0xff]));
    assert!(after.rows.contains(&Row::new(Store::Mappings, "b", "B")));
}

#[test]
fn a_dump_is_a_text_that_people_can_read() {
    let dump = profile(1, &[("样例".into(), vec![0, 159])]);
    assert_eq!(
        dump.text(),
        "{\"schema\": 1, \"stores\": {\n\
         \"meta\": [\n[[\"schema\"],\"1\"]\n],\n\
         \"records\": [\n[[\"r\"],\"body\"]\n],\n\
         \"views\": [\n[[\"样例\"],{\"base64\":\"AJ8=\"}]\n]\n}}\n"
    );
    assert_eq!(Dump::read(&dump.text()).unwrap(), dump);
    assert_eq!(Dump::read(&Dump::default().text()).unwrap(), Dump::default());
}

#[test]
fn a_text_that_is_no_dump_says_why() {
    let wrong = |text: &str| Dump::read(text).unwrap_err();
    assert!(matches!(wrong("{"), ReadDumpError::Json(_)));
    assert!(
        matches!(wrong(r#"{"schema":1,"stores":{"nothing":[]}}"#), ReadDumpError::Store(name) if name == "nothing")
    );
    let base64 = r#"{"schema":1,"stores":{"meta":[[["a"],{"base64":"*"}]]}}"#;
    assert!(matches!(wrong(base64), ReadDumpError::Base64(_)));
}

fn views() -> impl Strategy<Value = Vec<(String, Vec<u8>)>> {
    let value =
        prop_oneof!["[a-z样例]{0,6}".prop_map(String::into_bytes), proptest::collection::vec(any::<u8>(), 0..4)];
    proptest::collection::vec(("[a-c]", value), 0..6)
}

#[test]
fn an_upgrade_reads_only_the_stores_that_its_steps_look_at() {
    assert_eq!(CHAIN.stores(1), [Store::Meta, Store::Views].into());
    assert_eq!(FIRST.stores(1), [Store::Views].into());
    assert_eq!(CHAIN.stores(3), [].into());
}

proptest! {
    /// Step by step, all at once, and by writing only what changes: the same database.
    #[test]
    fn the_chain_gives_what_its_steps_give(views in views()) {
        let dump = profile(1, &views);
        let chained = CHAIN.profile(&dump).unwrap();
        let first = FIRST.profile(&dump).unwrap();
        prop_assert_eq!(&SECOND.profile(&first).unwrap(), &chained);

        let as_2 = Dump { schema: 2, rows: dump.rows.clone() };
        prop_assert_eq!(&AT_ONCE.profile(&as_2).unwrap(), &chained);

        let mut memory = Memory::load(&dump);
        memory.run(&CHAIN.upgrade(&dump.rows, 1).unwrap()).unwrap();
        prop_assert_eq!(memory.dump().rows, chained.rows);
    }

    /// Any key and any bytes come back from a dump.
    #[test]
    fn a_dump_reads_as_it_was_written(
        rows in proptest::collection::btree_map(
            proptest::collection::vec(
                prop_oneof![any::<String>().prop_map(KeyPart::Text), (0_u64..1 << 53).prop_map(KeyPart::Number)],
                1..4,
            ),
            proptest::collection::vec(any::<u8>(), 0..9),
            0..9,
        )
    ) {
        let rows = rows.into_iter().map(|(key, value)| Row { store: Store::Bin, key: Key(key), value }).collect();
        let dump = Dump { schema: 1, rows };
        prop_assert_eq!(Dump::read(&dump.text()).unwrap(), dump);
    }
}
