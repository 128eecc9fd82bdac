//! Tests of the expression language from outside.

mod cases;
mod conformance;
mod document;
mod world;
