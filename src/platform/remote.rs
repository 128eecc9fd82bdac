//! Requests to somebody else's server: a store that sealed files are put on and fetched from.
//!
//! No cookie goes along and nothing is kept. What the browser lets a page see of an answer is all there is: a server that is away and one that
//! does not allow this page look the same.

use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use transport::{Body, Reply, Request, Response};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A request that takes longer has failed: 100 MB over a slow line take some minutes.
const LONGEST_MS: u32 = 300_000;

/// Carries a request out. `file`: the bytes that it sends, where it sends a file.
pub async fn carried_out(request: &Request, file: &[u8]) -> Reply {
    match answered(request, file).await {
        Ok(response) => Reply::Response(response),
        Err(thrown) if super::BrowserError::from(thrown.clone()).name == "TimeoutError" => Reply::TimedOut,
        Err(_) => Reply::Unreachable,
    }
}

async fn answered(request: &Request, file: &[u8]) -> Result<Response, JsValue> {
    let options = Object::new();
    let set = |name: &str, value: &JsValue| Reflect::set(&options, &name.into(), value).map(drop);
    set("method", &request.method.name().into())?;
    set("credentials", &"omit".into())?;
    set("cache", &"no-store".into())?;
    set("redirect", &"error".into())?;
    set("referrerPolicy", &"no-referrer".into())?;
    let headers = Object::new();
    for (name, value) in &request.headers {
        Reflect::set(&headers, &(*name).into(), &value.into())?;
    }
    set("headers", &headers)?;
    match &request.body {
        Body::None => {}
        Body::Text(text) => set("body", &text.into())?,
        Body::File => set("body", &Uint8Array::from(file))?,
    }
    if let Some(signal) = in_time() {
        set("signal", &signal)?;
    }
    let window = super::window();
    let fetch: Function = Reflect::get(&window, &"fetch".into())?.dyn_into()?;
    let promise = fetch.call2(&window, &request.url.as_str().into(), &options)?;
    let response: web_sys::Response = JsFuture::from(js_sys::Promise::resolve(&promise)).await?.dyn_into()?;
    let seen = Reflect::get(&response, &"headers".into())?;
    let get: Function = Reflect::get(&seen, &"get".into())?.dyn_into()?;
    let header = |name: &str| get.call1(&seen, &name.into()).ok().and_then(|value| value.as_string());
    let body = JsFuture::from(response.array_buffer()?).await?;
    Ok(Response {
        status: response.status(),
        length: header("content-length").and_then(|length| length.parse().ok()),
        retry_after: header("retry-after").and_then(|seconds| seconds.parse().ok()),
        date: header("date").map(|date| js_sys::Date::parse(&date)).filter(|date| date.is_finite()).map(whole),
        body: Uint8Array::new(&body).to_vec(),
    })
}

#[allow(clippy::cast_possible_truncation)] // milliseconds of a date
fn whole(number: f64) -> i64 {
    number as i64
}

/// Ends a request that takes too long. Browsers before 2022 have none: there a request waits as long as the browser does.
fn in_time() -> Option<JsValue> {
    let signals = Reflect::get(&js_sys::global(), &"AbortSignal".into()).ok()?;
    let timeout: Function = Reflect::get(&signals, &"timeout".into()).ok()?.dyn_into().ok()?;
    timeout.apply(&signals, &Array::of1(&LONGEST_MS.into())).ok()
}
