//! Requests to somebody else's server: a store that sealed files are put on and fetched from.
//!
//! No cookie goes along and nothing is kept. What the browser lets a page see of an answer is all there is: a server that is away and one that
//! does not allow this page look the same.

use std::cell::Cell;
use std::rc::Rc;

use futures_util::future::{Either, select};
use js_sys::{Function, Object, Reflect, Uint8Array};
use transport::{Body, Patience, Reply, Request, Response};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::timer;

/// So often it is looked whether a request still gets on, and whether somebody wants it to end.
const LOOK_MS: u32 = 1_000;

/// Carries a request out. `file`: the bytes that it sends, where it sends a file. `is_over`: it is to end at once.
///
/// It may last as long as it gets on: what ends it is that nothing comes any more ([`Patience`]).
pub async fn carried_out(request: &Request, file: &[u8], is_over: impl Fn() -> bool) -> Reply {
    let Ok(abort) = Abort::new() else { return Reply::Unreachable };
    let heard = Rc::new(Cell::new(0_u32));
    let asking = std::pin::pin!(answered(request, file, &abort, &heard));
    let mut patience = Patience::of(match &request.body {
        Body::None => 0,
        Body::Text(text) => text.len(),
        Body::File => file.len(),
    });
    let watching = std::pin::pin!(async {
        let mut known = 0;
        loop {
            timer::sleep(LOOK_MS).await;
            let has_come = heard.get() != known;
            known = heard.get();
            if is_over() || !patience.lasts(LOOK_MS, has_come) {
                return;
            }
        }
    });
    match select(asking, watching).await {
        Either::Left((Ok(response), _)) => Reply::Response(response),
        Either::Left((Err(_), _)) => Reply::Unreachable,
        Either::Right(((), _)) => {
            abort.now();
            Reply::TimedOut
        }
    }
}

/// Whether anything at all answers at an address, if a page may know no more than that.
pub async fn is_anybody_there(url: &str, is_over: impl Fn() -> bool) -> bool {
    let Ok(abort) = Abort::new() else { return false };
    let asking = std::pin::pin!(async {
        let options = options("GET", &abort)?;
        Reflect::set(&options, &"mode".into(), &"no-cors".into())?;
        // In this mode a browser allows nothing else; nobody sees where it leads.
        Reflect::set(&options, &"redirect".into(), &"follow".into())?;
        fetched(url, &options).await
    });
    let mut patience = Patience::of(0);
    let watching = std::pin::pin!(async {
        while !is_over() && patience.lasts(LOOK_MS, false) {
            timer::sleep(LOOK_MS).await;
        }
    });
    match select(asking, watching).await {
        Either::Left((response, _)) => {
            abort.now();
            response.is_ok()
        }
        Either::Right(((), _)) => {
            abort.now();
            false
        }
    }
}

/// Ends a request from outside. Browsers before 2018 have none: there it goes on, and nobody waits for it.
struct Abort(Option<JsValue>);

impl Abort {
    fn new() -> Result<Self, JsValue> {
        let global = js_sys::global();
        if !super::has(&global, "AbortController") {
            return Ok(Self(None));
        }
        let make: Function = Reflect::get(&global, &"AbortController".into())?.dyn_into()?;
        Ok(Self(Some(Reflect::construct(&make, &js_sys::Array::new())?)))
    }

    fn signal(&self) -> Option<JsValue> {
        self.0.as_ref().and_then(|controller| Reflect::get(controller, &"signal".into()).ok())
    }

    fn now(&self) {
        let Some(controller) = &self.0 else { return };
        let abort = Reflect::get(controller, &"abort".into()).and_then(JsCast::dyn_into::<Function>);
        // Where it cannot be ended it is at least not waited for.
        let _ = abort.and_then(|abort| abort.call0(controller));
    }
}

/// What every request has: no cookie goes along, nothing is kept, nothing is followed elsewhere.
fn options(method: &str, abort: &Abort) -> Result<Object, JsValue> {
    let options = Object::new();
    let set = |name: &str, value: &JsValue| Reflect::set(&options, &name.into(), value).map(drop);
    set("method", &method.into())?;
    set("credentials", &"omit".into())?;
    set("cache", &"no-store".into())?;
    set("redirect", &"error".into())?;
    set("referrerPolicy", &"no-referrer".into())?;
    if let Some(signal) = abort.signal() {
        set("signal", &signal)?;
    }
    Ok(options)
}

async fn fetched(url: &str, options: &Object) -> Result<web_sys::Response, JsValue> {
    let window = super::window();
    let fetch: Function = Reflect::get(&window, &"fetch".into())?.dyn_into()?;
    let promise = fetch.call2(&window, &url.into(), options)?;
    JsFuture::from(js_sys::Promise::resolve(&promise)).await?.dyn_into()
}

/// `heard`: counts whatever comes.
async fn answered(request: &Request, file: &[u8], abort: &Abort, heard: &Cell<u32>) -> Result<Response, JsValue> {
    let options = options(request.method.name(), abort)?;
    let headers = Object::new();
    for (name, value) in &request.headers {
        Reflect::set(&headers, &(*name).into(), &value.into())?;
    }
    Reflect::set(&options, &"headers".into(), &headers)?;
    match &request.body {
        Body::None => {}
        Body::Text(text) => drop(Reflect::set(&options, &"body".into(), &text.into())?),
        Body::File => drop(Reflect::set(&options, &"body".into(), &Uint8Array::from(file))?),
    }
    let response = fetched(&request.url, &options).await?;
    heard.set(heard.get() + 1);
    let seen = Reflect::get(&response, &"headers".into())?;
    let get: Function = Reflect::get(&seen, &"get".into())?.dyn_into()?;
    let header = |name: &str| get.call1(&seen, &name.into()).ok().and_then(|value| value.as_string());
    Ok(Response {
        status: response.status(),
        length: header("content-length").and_then(|length| length.parse().ok()),
        retry_after: header("retry-after").and_then(|seconds| seconds.parse().ok()),
        date: header("date").map(|date| js_sys::Date::parse(&date)).filter(|date| date.is_finite()).map(whole),
        body: body_of(&response, heard).await?,
    })
}

/// Piece by piece, so that it is seen that something comes.
async fn body_of(response: &web_sys::Response, heard: &Cell<u32>) -> Result<Vec<u8>, JsValue> {
    let stream = Reflect::get(response, &"body".into())?;
    if !stream.is_object() {
        // There is none, or the browser gives it as a whole alone.
        let whole = JsFuture::from(response.array_buffer()?).await?;
        return Ok(Uint8Array::new(&whole).to_vec());
    }
    let get: Function = Reflect::get(&stream, &"getReader".into())?.dyn_into()?;
    let reader = get.call0(&stream)?;
    let read: Function = Reflect::get(&reader, &"read".into())?.dyn_into()?;
    let mut body = Vec::new();
    loop {
        let promise = read.call0(&reader)?;
        let piece = JsFuture::from(js_sys::Promise::resolve(&promise)).await?;
        if Reflect::get(&piece, &"done".into())?.is_truthy() {
            return Ok(body);
        }
        body.extend(Uint8Array::new(&Reflect::get(&piece, &"value".into())?).to_vec());
        heard.set(heard.get().wrapping_add(1));
    }
}

#[allow(clippy::cast_possible_truncation)] // milliseconds of a date
fn whole(number: f64) -> i64 {
    number as i64
}
