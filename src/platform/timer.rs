//! Waiting, and work that goes on beside the page.

use std::future::Future;

use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;

/// Something that will happen unless this is dropped first.
pub struct Timer(Timeout);

impl Timer {
    /// It happens whatever becomes of this.
    pub fn forget(self) {
        self.0.forget();
    }
}

/// Calls back once, after so many milliseconds.
pub fn after(milliseconds: u32, call: impl FnOnce() + 'static) -> Timer {
    Timer(Timeout::new(milliseconds, call))
}

/// Waits.
pub async fn sleep(milliseconds: u32) {
    TimeoutFuture::new(milliseconds).await;
}

/// Lets work go on by itself; it ends when it is done, not when whoever began it goes.
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(work);
}
