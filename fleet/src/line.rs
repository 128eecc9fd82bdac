//! The line between a tablet and a node: carries one request out, and counts.

use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use record::Timestamp;
use serde_json::{Value, json};
use transport::{Body, Method, Reply, Request, Response};
use ureq::Agent;
use ureq::http::HeaderMap;

/// A request that takes longer has failed. The page waits longer; the store here is in the same house.
const LONGEST: Duration = Duration::from_secs(20);
const OFFICE_MINUTES: i16 = 480;

pub struct Line {
    agent: Agent,
    counts: Mutex<Counts>,
}

/// What went over the line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub put: u64,
    pub get: u64,
    pub head: u64,
    pub list: u64,
    /// Bytes of files that went up, and of all that came down.
    pub up: u64,
    pub down: u64,
    /// Nobody answered.
    pub unreachable: u64,
    /// Answered with 500 and above.
    pub busy: u64,
    /// A file lay there already: an upload before had got through.
    pub found: u64,
    /// Times that a tablet or desk waited and tried again, and how often it then asked another node.
    pub waits: u64,
    pub moved: u64,
    /// Tablets that were ended between the store's answer and their own note of it.
    pub killed: u64,
    /// Runs that ended before they were through, and were begun anew.
    pub given_up: u64,
}

impl Counts {
    pub fn told(&self) -> Value {
        let Self { put, get, head, list, up, down, unreachable, busy, found, waits, moved, killed, given_up } = self;
        json!({ "put": put, "get": get, "head": head, "list": list, "up": up, "down": down, "unreachable": unreachable,
            "busy": busy, "found": found, "waits": waits, "moved": moved, "killed": killed, "given_up": given_up })
    }
}

impl Line {
    pub fn new() -> Self {
        let settings = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(LONGEST))
            .max_idle_connections_per_host(64)
            .max_idle_connections(256);
        Self { agent: settings.build().new_agent(), counts: Mutex::default() }
    }

    /// As `platform::remote` does it for the page.
    pub fn carried_out(&self, request: &Request, file: &[u8]) -> Reply {
        self.count(|counts| match request.method {
            Method::Put => (counts.put, counts.up) = (counts.put + 1, counts.up + file.len() as u64),
            Method::Head => counts.head += 1,
            _ if request.url.contains("list-type=") => counts.list += 1,
            _ => counts.get += 1,
        });
        let reply = match self.answered(request, file) {
            Ok(response) => Reply::Response(response),
            Err(ureq::Error::Timeout(_)) => Reply::TimedOut,
            Err(_) => Reply::Unreachable,
        };
        self.count(|counts| match &reply {
            Reply::Unreachable | Reply::TimedOut => counts.unreachable += 1,
            Reply::Response(response) => {
                counts.down += response.body.len() as u64;
                counts.busy += u64::from(response.status >= 500);
                counts.found += u64::from(response.status == 412);
            }
        });
        reply
    }

    fn answered(&self, request: &Request, file: &[u8]) -> Result<Response, ureq::Error> {
        let mut built = ureq::http::Request::builder().method(request.method.name()).uri(&request.url);
        for (name, value) in &request.headers {
            built = built.header(*name, value);
        }
        let mut answer = match &request.body {
            Body::None => self.agent.run(built.body(())?)?,
            Body::Text(text) => self.agent.run(built.body(text.as_str())?)?,
            Body::File => self.agent.run(built.body(file)?)?,
        };
        let body = answer.body_mut().with_config().limit(batch::limits::MAX_SEALED_BYTES as u64).read_to_vec()?;
        let number = |name| header(answer.headers(), name).and_then(|value| value.parse().ok());
        let retry_after = header(answer.headers(), "retry-after").and_then(|value| value.parse().ok());
        // Everything here has one clock.
        Ok(Response {
            status: answer.status().as_u16(),
            length: number("content-length"),
            retry_after,
            date: None,
            body,
        })
    }

    pub fn count(&self, with: impl FnOnce(&mut Counts)) {
        with(&mut self.counts.lock().unwrap_or_else(|broken| broken.into_inner()));
    }

    pub fn counts(&self) -> Counts {
        *self.counts.lock().unwrap_or_else(|broken| broken.into_inner())
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// A store believes only who knows what time it is.
#[allow(clippy::disallowed_methods)] // the one clock of this program
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::new(i64::try_from(since.as_millis()).unwrap_or_default(), OFFICE_MINUTES)
}
