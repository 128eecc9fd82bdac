//! Work of the page that must not be cut off while nobody touches it: something is being recorded.

use std::cell::Cell;

thread_local! {
    static COUNT: Cell<u32> = const { Cell::new(0) };
}

/// Something is at work for as long as this lives.
pub struct Busy(());

pub fn hold() -> Busy {
    COUNT.set(COUNT.get() + 1);
    Busy(())
}

impl Drop for Busy {
    fn drop(&mut self) {
        COUNT.set(COUNT.get() - 1);
    }
}

pub fn is_any() -> bool {
    COUNT.get() > 0
}
