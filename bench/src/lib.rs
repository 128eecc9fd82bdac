//! How fast the form engine is, on generated forms, and how much memory it takes; and a desk's long list (`lists`).
//!
//! `forms` makes the forms, `filling` opens and answers them as the app does, `cases` says what is timed and what it is
//! compared with, `table` writes it down. `make bench` runs the cases natively and in a browser; times are never part of a
//! test. That work is proportional to what changed is shown by counts, in `tests/`.
//!
//! A room of its own, so that tests, the native program and the browser have one generator, and no room of the product
//! carries it. Not here: how the browser is driven (`e2e/bench.mjs`), how pyxform is had (`scripts/pyxform.sh`).

pub mod board;
pub mod cases;
#[cfg(not(target_arch = "wasm32"))]
mod converter;
pub mod figure;
pub mod filling;
pub mod forms;
pub mod lists;
mod measure;
pub mod memory;
#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(not(target_arch = "wasm32"))]
pub mod run;
pub mod table;
pub mod zone;
