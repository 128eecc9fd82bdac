//! The one place that writes: all or nothing, guards inside, errors by name.

use std::cell::RefCell;
use std::rc::Rc;

use batch::lock::DataKey;
use futures_channel::oneshot;
use gloo_events::EventListener;
use store::{Key, Row, Store, Transaction, layout};
use taizhang::platform::idb::{self, Database, DatabaseEvent, OpenError, RunError};
use taizhang::platform::{local, timer, veil};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{IdbFactory, IdbOpenDbRequest};

/// An empty database; whatever an earlier test left is gone.
pub async fn fresh() -> Database {
    ended(&factory().delete_database(layout::DATABASE).unwrap()).await;
    open().await
}

async fn open() -> Database {
    idb::open(|| (), |_| ()).await.unwrap()
}

fn factory() -> IdbFactory {
    web_sys::window().unwrap().indexed_db().unwrap().unwrap()
}

async fn ended(request: &IdbOpenDbRequest) {
    let (sender, receiver) = oneshot::channel();
    let success = EventListener::once(request, "success", move |_| {
        let _ = sender.send(());
    });
    receiver.await.unwrap();
    drop(success);
}

/// Another program's tab, with a newer layout.
async fn newer_tab() -> web_sys::IdbDatabase {
    let request = factory().open_with_u32(layout::DATABASE, layout::SCHEMA_VERSION + 1).unwrap();
    ended(&request).await;
    request.result().unwrap().dyn_into().unwrap()
}

fn entry(draft: &str, seq: u64) -> Key {
    Key::from(draft).then(seq)
}

#[wasm_bindgen_test]
async fn what_was_run_is_read_back_in_the_order_of_keys() {
    let database = fresh().await;
    let mut plan = Transaction::new().put(Store::Meta, "officer".into(), "样例");
    for seq in [10, 2, 1] {
        plan = plan.add(Store::Journal, entry("a", seq), seq.to_string());
    }
    database.run(plan.add(Store::Journal, entry("b", 1), "other")).await.unwrap();

    let rows = database.range(Store::Journal, &"a".into()).await.unwrap();
    assert_eq!(rows, [1, 2, 10].map(|seq: u64| Row::new(Store::Journal, entry("a", seq), seq.to_string())));
    assert_eq!(database.get(Store::Meta, &"officer".into()).await.unwrap(), Some("样例".as_bytes().to_vec()));
    assert_eq!(database.get(Store::Meta, &"nobody".into()).await.unwrap(), None);
    assert_eq!(database.count(Store::Journal, &Key(Vec::new())).await.unwrap(), 4);
    assert_eq!(database.keys(Store::Journal, &"b".into()).await.unwrap(), [entry("b", 1)]);
}

#[wasm_bindgen_test]
async fn what_was_run_is_there_after_the_database_is_opened_again() {
    let database = fresh().await;
    database.run(Transaction::new().put(Store::Meta, "kept".into(), vec![0, 255])).await.unwrap();
    database.close();
    assert_eq!(open().await.get(Store::Meta, &"kept".into()).await.unwrap(), Some(vec![0, 255]));
}

#[wasm_bindgen_test]
async fn a_guard_that_does_not_hold_keeps_every_write_out() {
    let database = fresh().await;
    database.run(Transaction::new().put(Store::Meta, "epoch".into(), "2")).await.unwrap();

    let stale = Transaction::new().guard(Store::Meta, "epoch".into(), "2").guard(Store::Meta, "epoch".into(), "1").put(
        Store::Journal,
        entry("a", 1),
        "lost update",
    );
    assert_eq!(database.run(stale).await, Err(RunError::Guard { index: 1 }));
    let taken = Transaction::new().guard_free(Store::Meta, "epoch".into()).put(Store::Meta, "epoch".into(), "9");
    assert_eq!(database.run(taken).await, Err(RunError::Guard { index: 0 }));

    assert_eq!(database.count(Store::Journal, &Key(Vec::new())).await.unwrap(), 0);
    assert_eq!(database.get(Store::Meta, &"epoch".into()).await.unwrap(), Some(b"2".to_vec()));
    let writer = Transaction::new().guard(Store::Meta, "epoch".into(), "2").put(Store::Journal, entry("a", 1), "kept");
    assert_eq!(database.run(writer).await, Ok(()));
}

#[wasm_bindgen_test]
async fn a_key_that_is_taken_undoes_the_whole_transaction() {
    let database = fresh().await;
    database.run(Transaction::new().add(Store::Records, "one".into(), "first")).await.unwrap();
    let again = Transaction::new().put(Store::Meta, "count".into(), "2").add(Store::Records, "one".into(), "second");
    assert_eq!(database.run(again).await, Err(RunError::KeyTaken));
    assert_eq!(database.get(Store::Records, &"one".into()).await.unwrap(), Some(b"first".to_vec()));
    assert_eq!(database.get(Store::Meta, &"count".into()).await.unwrap(), None);
}

#[wasm_bindgen_test]
async fn deleting_under_a_prefix_spares_what_only_looks_alike() {
    let database = fresh().await;
    let mut plan = Transaction::new().put(Store::Drafts, "a".into(), "head").put(Store::Drafts, "ab".into(), "other");
    plan = plan.put(Store::Drafts, Key::from("a").then("snapshot"), "under");
    database.run(plan.put(Store::Drafts, Key::from("a").then(7), "under")).await.unwrap();
    database.run(Transaction::new().delete_under(Store::Drafts, "a".into())).await.unwrap();
    assert_eq!(database.keys(Store::Drafts, &Key(Vec::new())).await.unwrap(), [Key::from("ab")]);
}

#[wasm_bindgen_test]
async fn a_thousand_writes_are_one_transaction() {
    let database = fresh().await;
    let plan = (0..1000).fold(Transaction::new(), |plan, seq| plan.add(Store::Journal, entry("a", seq), vec![7; 300]));
    database.run(plan).await.unwrap();
    assert_eq!(database.count(Store::Journal, &"a".into()).await.unwrap(), 1000);
}

/// They are taken in a thousand at a time: none is lost where a piece ends, and none comes twice.
#[wasm_bindgen_test]
async fn thousands_of_rows_under_a_prefix_are_read_whole() {
    let database = fresh().await;
    let rows_of = |draft: &'static str, most: u64| (0..most).map(move |seq| (entry(draft, seq), seq.to_string()));
    let all: Vec<(Key, String)> = [("a", 999), ("b", 1_000), ("c", 2_001), ("d", 1)]
        .into_iter()
        .flat_map(|(draft, most)| rows_of(draft, most))
        .collect();
    let plan = all.iter().cloned().fold(Transaction::new(), |plan, (key, value)| plan.add(Store::Journal, key, value));
    database.run(plan).await.unwrap();

    let rows: Vec<Row> = all.into_iter().map(|(key, value)| Row::new(Store::Journal, key, value)).collect();
    for draft in ["a", "b", "c", "d"] {
        let wanted: Vec<Row> = rows.iter().filter(|row| row.key.text(0) == Some(draft)).cloned().collect();
        assert_eq!(database.range(Store::Journal, &draft.into()).await.unwrap(), wanted, "{draft}");
    }
    assert_eq!(database.all(Store::Journal).await.unwrap(), rows);
}

#[wasm_bindgen_test]
async fn a_closed_database_says_so() {
    let database = fresh().await;
    database.close();
    assert!(!database.is_open());
    let plan = Transaction::new().put(Store::Meta, "late".into(), "");
    assert_eq!(database.run(plan).await, Err(RunError::Closed));
    assert_eq!(database.get(Store::Meta, &"late".into()).await, Err(idb::ReadError::Closed));
}

#[wasm_bindgen_test]
async fn a_newer_tab_gets_the_database_once_this_one_lets_go_and_what_was_begun_is_kept() {
    ended(&factory().delete_database(layout::DATABASE).unwrap()).await;
    let heard = Rc::new(RefCell::new(Vec::new()));
    let holder: Rc<RefCell<Option<Database>>> = Rc::default();
    let on_event = {
        let (heard, holder) = (heard.clone(), holder.clone());
        move |event| {
            heard.borrow_mut().push(event);
            if let Some(database) = holder.take() {
                // A write that has begun is carried out although the connection closes.
                let last = database.clone();
                timer::spawn(async move {
                    last.run(Transaction::new().put(Store::Meta, "last".into(), "word")).await.unwrap()
                });
                timer::spawn(async move { database.close() });
            }
        }
    };
    holder.replace(Some(idb::open(|| (), on_event).await.unwrap()));
    let newer = newer_tab().await;
    assert_eq!(*heard.borrow(), [DatabaseEvent::NewerWaits]);
    newer.close();

    assert_eq!(idb::open(|| (), |_| ()).await.err(), Some(OpenError::Newer));
    let look = idb::open_read_only(|_| ()).await.unwrap();
    assert_eq!(look.get(Store::Meta, &"last".into()).await.unwrap(), Some(b"word".to_vec()));
    assert_eq!(look.run(Transaction::new().delete(Store::Meta, "last".into())).await, Err(RunError::ReadOnly));
    look.close();
}

#[wasm_bindgen_test]
async fn whoever_holds_a_lost_database_goes_on_over_another_connection() {
    let database = fresh().await;
    let held = database.clone();
    database.close();
    let plan = Transaction::new().put(Store::Meta, "later".into(), "word");
    assert_eq!(held.run(plan.clone()).await, Err(RunError::Closed));
    database.renew(&open().await);
    held.run(plan).await.unwrap();
    assert_eq!(database.get(Store::Meta, &"later".into()).await.unwrap(), Some(b"word".to_vec()));
    database.close();
}

#[wasm_bindgen_test]
async fn a_database_that_was_left_stays_as_it_is_and_another_is_used() {
    let first = fresh().await;
    first.run(Transaction::new().put(Store::Meta, "first".into(), "")).await.unwrap();
    local::use_database(2).unwrap();
    assert_eq!(local::database(), format!("{}-2", layout::DATABASE));
    let second = open().await;
    assert_eq!(second.get(Store::Meta, &"first".into()).await.unwrap(), None);
    second.close();
    local::use_database(1).unwrap();
    assert_eq!(first.get(Store::Meta, &"first".into()).await.unwrap(), Some(Vec::new()));
    first.close();
}

/// What the browser has at a key, sealed or not.
async fn bytes_at(store: Store, key: &Key) -> Vec<u8> {
    let bare = open().await;
    let value = bare.get(store, key).await.unwrap().unwrap();
    bare.close();
    value
}

#[wasm_bindgen_test]
async fn behind_a_veil_all_but_two_rows_are_sealed_and_read_as_they_were() {
    let database = fresh().await;
    let key = |byte| veil::of(DataKey::from_bytes([byte; 32])).unwrap();
    database.set_veil(Some(key(1)));
    let plan = Transaction::new()
        .put(Store::Meta, layout::meta::LOCK.into(), "open")
        .put(Store::Meta, layout::meta::SCHEMA.into(), "2")
        .put(Store::Meta, layout::meta::OFFICER.into(), "样例");
    database.run(plan).await.unwrap();
    for open in [layout::meta::LOCK, layout::meta::SCHEMA] {
        assert_eq!(
            bytes_at(Store::Meta, &open.into()).await,
            database.get(Store::Meta, &open.into()).await.unwrap().unwrap()
        );
    }
    let officer = Key::from(layout::meta::OFFICER);
    assert_eq!(database.get(Store::Meta, &officer).await.unwrap(), Some("样例".into()));
    assert!(!bytes_at(Store::Meta, &officer).await.windows(6).any(|bytes| bytes == "样例".as_bytes()));

    // A guard means what was written, not how it lies there.
    let right = Transaction::new().guard(Store::Meta, officer.clone(), "样例").put(Store::Meta, "next".into(), "word");
    database.run(right).await.unwrap();
    let wrong = Transaction::new().guard(Store::Meta, officer.clone(), "别人").put(Store::Meta, "next".into(), "other");
    assert_eq!(database.run(wrong).await, Err(RunError::Guard { index: 0 }));

    // Rows in blocks are sealed with their block.
    database.run_gathered(many(0, "block")).await.unwrap();
    assert_eq!(database.all(Store::Records).await.unwrap().len(), 200);
    let place = database.keys(Store::Blocks, &Key(Vec::new())).await.unwrap().remove(0);
    assert!(!bytes_at(Store::Blocks, &place).await.windows(5).any(|bytes| bytes == b"block"));

    // Another key opens nothing. What does not open is kept whole and taken for nothing, nor is what lies there in clear.
    database.set_veil(Some(key(2)));
    let sealed = bytes_at(Store::Meta, &officer).await;
    assert_eq!(database.get(Store::Meta, &officer).await.unwrap(), Some([b"\0".as_slice(), &sealed].concat()));
    let bare = open().await;
    bare.run(Transaction::new().put(Store::Meta, officer.clone(), "别人")).await.unwrap();
    bare.close();
    assert_eq!(database.get(Store::Meta, &officer).await.unwrap(), Some("\0别人".into()));
    database.close();
}

/// So many rows that they fill several blocks.
fn many(from: u64, value: &str) -> Transaction {
    let text = |number: u64| format!("{value} {number} {}", "样".repeat(300));
    (from..from + 200).fold(Transaction::new(), |plan, number| {
        plan.add(Store::Records, Key::from(format!("{number:03}").as_str()).then(number), text(number))
    })
}

#[wasm_bindgen_test]
async fn rows_that_were_gathered_are_read_like_any_others() {
    let database = fresh().await;
    database.run_gathered(many(0, "first")).await.unwrap();
    assert!(database.keys(Store::Records, &Key(Vec::new())).await.unwrap().is_empty());
    let blocks = database.keys(Store::Blocks, &Key(Vec::new())).await.unwrap();
    assert!((3..100).contains(&blocks.len()), "{}", blocks.len());
    database.run_gathered(many(200, "second")).await.unwrap();
    // One that lies by itself, and one that stands before what lies in a block.
    let (new, seven) = (Key::from("007").then(8_u64), Key::from("007").then(7_u64));
    let alone = Transaction::new().add(Store::Records, new.clone(), "new").put(Store::Records, seven.clone(), "seven");
    database.run(alone).await.unwrap();

    let all = database.all(Store::Records).await.unwrap();
    assert_eq!(all.len(), 401);
    assert!(all.is_sorted_by_key(|row| row.key.clone()));
    let under = database.range(Store::Records, &"007".into()).await.unwrap();
    let expected = [(seven.clone(), "seven"), (new.clone(), "new")];
    assert_eq!(under, expected.map(|(key, value)| Row { store: Store::Records, key, value: value.into() }));
    let value = database.get(Store::Records, &Key::from("203").then(203_u64)).await.unwrap().unwrap();
    assert!(String::from_utf8(value).unwrap().starts_with("second 203"));
    assert_eq!(database.get(Store::Records, &Key::from("203").then(204_u64)).await.unwrap(), None);
    let (last, first) = (Key::from("399").then(399_u64), Key::from("000").then(0_u64));
    let wanted = [last.clone(), "nobody".into(), new.clone(), first.clone()].into();
    let keys: Vec<Key> = database.rows(Store::Records, wanted).await.unwrap().into_iter().map(|row| row.key).collect();
    assert_eq!(keys, [first, new.clone(), last]);
    let prefixes = [Key::from("007"), Key::from("301"), Key::from("nobody")].into();
    let ranges = database.ranges(Store::Records, prefixes).await.unwrap();
    assert_eq!(ranges.len(), 3);

    let mut portions = database.portions(Store::Records).await.unwrap();
    let mut read = Vec::new();
    while let Some(rows) = portions.next(&database).await.unwrap() {
        read.extend(rows);
    }
    assert_eq!(read, all, "a portion at a time they are the same, in the same order");

    // What is gathered anew stands there once, and what is deleted is gone wherever it lay.
    database.run_gathered(Transaction::new().put(Store::Records, seven.clone(), "gathered")).await.unwrap();
    assert_eq!(database.get(Store::Records, &seven).await.unwrap(), Some(b"gathered".to_vec()));
    let gone = Transaction::new().delete(Store::Records, seven.clone()).delete(Store::Records, new);
    database.run(gone.delete(Store::Records, Key::from("203").then(203_u64))).await.unwrap();
    assert_eq!(database.all(Store::Records).await.unwrap().len(), 398);
    assert_eq!(database.get(Store::Records, &seven).await.unwrap(), None);
    database.close();
}

#[wasm_bindgen_test]
async fn a_guard_that_does_not_hold_leaves_every_block_as_it_was() {
    let database = fresh().await;
    database.run_gathered(many(0, "first")).await.unwrap();
    let before = database.all(Store::Blocks).await.unwrap();
    let late = many(200, "second").guard(Store::Meta, "ledger".into(), "1");
    assert!(matches!(database.run_gathered(late).await, Err(RunError::Guard { .. })));
    assert_eq!(database.all(Store::Blocks).await.unwrap(), before);
    database.close();
}

#[wasm_bindgen_test]
async fn a_database_of_the_first_layout_is_brought_to_this_one_with_all_its_rows() {
    ended(&factory().delete_database(layout::DATABASE).unwrap()).await;
    let request = factory().open_with_u32(layout::DATABASE, 1).unwrap();
    let making = request.clone();
    let made = EventListener::once(&request, "upgradeneeded", move |_| {
        let database: web_sys::IdbDatabase = making.result().unwrap().dyn_into().unwrap();
        for (store, key, value) in [("meta", "schema", "1"), ("records", "one", "样例")] {
            let own = database.create_object_store(store).unwrap();
            let key = js_sys::Array::of1(&key.into());
            own.put_with_key(&js_sys::Uint8Array::from(value.as_bytes()), &key).unwrap();
        }
    });
    ended(&request).await;
    drop(made);
    request.result().unwrap().dyn_into::<web_sys::IdbDatabase>().unwrap().close();

    let database = open().await;
    let schema = database.get(Store::Meta, &layout::meta::SCHEMA.into()).await.unwrap();
    assert_eq!(schema, Some(store::SCHEMA_VERSION.to_string().into_bytes()));
    assert_eq!(database.get(Store::Records, &"one".into()).await.unwrap(), Some("样例".as_bytes().to_vec()));
    database.run_gathered(many(0, "after")).await.unwrap();
    assert_eq!(database.all(Store::Records).await.unwrap().len(), 201);
    database.close();
}
