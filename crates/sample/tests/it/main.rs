#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
//! The sample zone through the real ways in, and its figures.

mod board;
mod desk;
mod golden;
mod handled;
mod report;
mod systems;
mod withheld;
mod written;
