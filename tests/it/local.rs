//! The tail of a draft, and preferences.

use batch::lock::DataKey;
use record::{DraftId, Timestamp};
use taizhang::platform::{local, veil};
use taizhang::text::Language;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_tail_is_found_again_by_its_draft_until_it_is_empty() {
    let draft = DraftId::new(Timestamp::new(1_700_000_000_000, 480), [3; 10]);
    local::set_tail(draft, "crc {\"seq\":1}\n").unwrap();
    assert_eq!(local::tail(draft), "crc {\"seq\":1}\n");
    let kept = |name: &str| local::everything().into_iter().any(|(known, _)| known == name);
    assert!(kept(&store::tail::name(draft)), "what a person who helps is given");
    local::set_tail(draft, "").unwrap();
    assert_eq!(local::tail(draft), "");
    assert!(!kept(&store::tail::name(draft)));
}

#[wasm_bindgen_test]
fn a_tail_behind_a_veil_is_sealed_and_opens_for_its_draft_alone() {
    let draft = DraftId::new(Timestamp::new(1_700_000_000_000, 480), [5; 10]);
    let other = DraftId::new(Timestamp::new(1_700_000_000_000, 480), [6; 10]);
    veil::set(Some(veil::of(DataKey::from_bytes([1; 32])).unwrap()));
    local::set_tail(draft, "crc {\"employees\":128}\n").unwrap();
    assert_eq!(local::tail(draft), "crc {\"employees\":128}\n");
    veil::set(None);
    let sealed = local::tail(draft);
    assert!(!sealed.is_empty() && !sealed.contains("employees"), "{sealed}");
    local::set_tail(other, &sealed).unwrap();
    veil::set(Some(veil::of(DataKey::from_bytes([1; 32])).unwrap()));
    assert_eq!(local::tail(other), "");
    veil::set(None);
    for draft in [draft, other] {
        local::set_tail(draft, "").unwrap();
    }
}

#[wasm_bindgen_test]
fn a_tail_that_is_too_large_for_the_browser_is_refused_and_the_old_one_stays() {
    let draft = DraftId::new(Timestamp::new(1_700_000_000_000, 480), [4; 10]);
    local::set_tail(draft, "small").unwrap();
    assert_eq!(local::set_tail(draft, &"x".repeat(12_000_000)), Err(local::LocalError::Full));
    assert_eq!(local::tail(draft), "small");
    local::set_tail(draft, "").unwrap();
}

#[wasm_bindgen_test]
fn a_preference_that_cannot_be_read_is_none() {
    local::set_preference("language", &Language::English).unwrap();
    assert_eq!(local::preference::<Language>("language"), Some(Language::English));
    local::set_preference("language", &7).unwrap();
    assert_eq!(local::preference::<Language>("language"), None);
}
