//! Officers of a shared tablet, in a real database: what another tab changed meanwhile is not undone.

use record::OfficerId;
use store::settings::{Officer, OwnDevice, SecretKey, set_officer, set_up};
use taizhang::platform::{clock, local};
use taizhang::state::device::Device;
use taizhang::state::flush;
use taizhang::state::officers::{Change, Refusal, change};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::database::fresh;

fn officer(name: &str, code: &str) -> Officer {
    Officer::typed(name, code, "").unwrap()
}

async fn names(device: &Device) -> Vec<String> {
    let settings = device.settings().await.unwrap().unwrap();
    settings.officers().map(|officer| officer.name.clone()).collect()
}

#[wasm_bindgen_test]
async fn officers_are_added_chosen_and_taken_away_and_an_open_form_that_cannot_be_saved_holds_all_up() {
    let device = Device::new(fresh().await);
    let own = OwnDevice { key: SecretKey([7; 32]), label: String::new(), made_at: clock::now() };
    device.run(set_up("00ff", &own)).await.unwrap();
    device.run(set_officer(&officer("样例甲", "01"))).await.unwrap();
    change(&device, &Change::Add(officer("样例乙", "02"))).await.unwrap();
    let told = || local::everything().into_iter().find(|(name, _)| name == local::OFFICERS);
    let before = told();
    change(&device, &Change::Choose(OfficerId::new("02"))).await.unwrap();
    assert_eq!(names(&device).await, ["样例乙", "样例甲"]);
    assert_ne!(told(), before, "the other tabs are told");

    let form = flush::register(|| async { false });
    assert_eq!(change(&device, &Change::Choose(OfficerId::new("01"))).await, Err(Refusal::NotSaved));
    assert_eq!(names(&device).await, ["样例乙", "样例甲"]);
    drop(form);

    change(&device, &Change::Remove(OfficerId::new("01"))).await.unwrap();
    assert_eq!(names(&device).await, ["样例乙"]);
}
