//! One tab writes a draft; another may take it over, and the first is told.

use std::cell::Cell;
use std::rc::Rc;

use taizhang::platform::locks::{LockError, Take, hold};
use taizhang::platform::timer;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_lock_has_one_holder_and_is_free_when_it_is_dropped() {
    let first = hold("draft:a", Take::IfFree, || ()).await.unwrap();
    assert_eq!(hold("draft:a", Take::IfFree, || ()).await.err(), Some(LockError::Held));
    let other = hold("draft:b", Take::IfFree, || ()).await;
    assert!(other.is_ok());
    drop(first);
    timer::sleep(50).await;
    assert!(hold("draft:a", Take::IfFree, || ()).await.is_ok());
}

#[wasm_bindgen_test]
async fn whoever_is_stolen_from_is_told_and_letting_go_then_harms_nobody() {
    let is_lost = Rc::new(Cell::new(false));
    let told = is_lost.clone();
    let first = hold("draft:c", Take::IfFree, move || told.set(true)).await.unwrap();
    let second = hold("draft:c", Take::Steal, || ()).await.unwrap();
    timer::sleep(50).await;
    assert!(is_lost.get());
    drop(first);
    timer::sleep(50).await;
    assert_eq!(hold("draft:c", Take::IfFree, || ()).await.err(), Some(LockError::Held));
    drop(second);
}
