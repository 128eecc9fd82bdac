//! How much memory and time something takes: memory as it is asked for, by thread, so that tests may run side by side.
//!
//! An allocator that counts is the only way to see a peak from inside on every machine; it is the system's own, counted.
//! What would take more than [`MOST`] is refused, which ends the whole test run as it would end the page.

#![allow(unsafe_code, reason = "an allocator cannot be written without, and hands everything on as it came")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::time::{Duration, Instant};

struct Counted;

#[global_allocator]
static ALLOCATOR: Counted = Counted;

/// One thread may not hold more than this at once.
const MOST: usize = 2 << 30;

thread_local! {
    static HELD: Cell<usize> = const { Cell::new(0) };
    static PEAK: Cell<usize> = const { Cell::new(0) };
}

fn count(more: usize, less: usize) -> bool {
    let held = HELD.get().saturating_sub(less) + more;
    if held > MOST {
        return false;
    }
    HELD.set(held);
    PEAK.set(PEAK.get().max(held));
    true
}

unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if count(layout.size(), 0) { unsafe { System.alloc(layout) } } else { std::ptr::null_mut() }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if count(layout.size(), 0) { unsafe { System.alloc_zeroed(layout) } } else { std::ptr::null_mut() }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(0, layout.size());
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if count(size, layout.size()) { unsafe { System.realloc(pointer, layout, size) } } else { std::ptr::null_mut() }
    }
}

/// What a hostile input may cost: the contract's 256 MiB, and its 2 s. That is for an optimised program; tests run
/// without, and have fifteen times that.
const MEMORY: usize = 256 << 20;
const TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) { 30 } else { 2 });

/// How long this thread has been at work: where the system tells, without the time in which others had the processor.
fn at_work() -> Duration {
    thread_local! {
        static BEGUN: Instant = now();
    }
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split_whitespace().next()?.parse().ok());
    nanoseconds.map_or_else(|| BEGUN.with(|begun| now() - *begun), Duration::from_nanos)
}

#[allow(clippy::disallowed_methods, reason = "a test measures")]
fn now() -> Instant {
    Instant::now()
}

/// Does it, and holds it to what it may cost.
pub fn within_bounds<T>(what: impl FnOnce() -> T) -> T {
    let before = HELD.get();
    PEAK.set(before);
    let begun = at_work();
    let result = what();
    let (took, peak) = (at_work() - begun, PEAK.get().saturating_sub(before));
    let name = std::thread::current().name().unwrap_or_default().to_owned();
    println!("{name}: {} ms, {:.1} MiB", took.as_millis(), peak as f64 / f64::from(1 << 20));
    assert!(peak <= MEMORY, "took {} MiB", peak >> 20);
    assert!(took <= TIME, "took {took:?}");
    result
}

#[test]
fn what_is_held_at_once_is_measured_and_not_what_was_ever_asked_for() {
    let before = HELD.get();
    PEAK.set(before);
    for _ in 0..100 {
        drop(std::hint::black_box(vec![0_u8; 1 << 20]));
    }
    let peak = PEAK.get() - before;
    assert!((1 << 20..2 << 20).contains(&peak), "{peak}");
}
