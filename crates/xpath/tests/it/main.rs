//! Tests of the expression language from outside. Values are tested by case files (`conformance`); here is the rest.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test falls where it is wrong")]

mod cases;
mod conformance;
mod document;
mod evaluation;
mod limits;
mod lookups;
mod parsing;
mod patterns;
mod references;
mod world;
