//! The page's one trusted-types policy, which lets two scripts through: the service worker and the worker.

use std::cell::OnceCell;

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

/// The service worker never moves, so its name is fixed; the worker's is hashed and stands in the page's head.
pub const SERVICE_WORKER: &str = "./sw.js";
const WORKER_FACT: &str = "taizhang-worker";

#[wasm_bindgen]
extern "C" {
    type TrustedTypePolicyFactory;
    #[wasm_bindgen(method, catch, js_name = createPolicy)]
    fn create_policy(this: &TrustedTypePolicyFactory, name: &str, rules: &Object)
    -> Result<TrustedTypePolicy, JsValue>;

    #[derive(Clone)]
    type TrustedTypePolicy;
    #[wasm_bindgen(method, catch, js_name = createScriptURL)]
    fn create_script_url(this: &TrustedTypePolicy, address: &str) -> Result<JsValue, JsValue>;
}

thread_local! {
    /// A policy of one name can be made once; `None` where the browser has no trusted types.
    static POLICY: OnceCell<Option<TrustedTypePolicy>> = const { OnceCell::new() };
}

/// The worker's address, if this build has one.
pub fn worker_address() -> Option<String> {
    super::document::fact(WORKER_FACT)
}

/// What may be handed to `new Worker` or `register`.
///
/// # Errors
/// What the browser threw: the address is neither of the two.
pub fn script_url(address: &str) -> Result<JsValue, JsValue> {
    let policy = POLICY.with(|policy| policy.get_or_init(make_policy).clone());
    match policy {
        Some(policy) => policy.create_script_url(address),
        None => Ok(JsValue::from_str(address)),
    }
}

fn make_policy() -> Option<TrustedTypePolicy> {
    let factory =
        Reflect::get(&super::window(), &"trustedTypes".into()).ok().filter(|factory| !factory.is_undefined())?;
    let rules = Object::new();
    let worker = worker_address();
    let check = Closure::<dyn Fn(String) -> JsValue>::new(move |address: String| {
        let is_ours = address == SERVICE_WORKER || Some(&address) == worker.as_ref();
        // `null` is refused by the browser with an error of its own.
        if is_ours { JsValue::from_str(&address) } else { JsValue::NULL }
    });
    Reflect::set(&rules, &"createScriptURL".into(), &check.into_js_value()).ok()?;
    factory.unchecked_into::<TrustedTypePolicyFactory>().create_policy("app-sw", &rules).ok()
}
