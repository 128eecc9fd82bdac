//! The generated forms, and the work that they take, counted.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test falls where it is wrong")]

mod loads;
mod months;
mod work;
