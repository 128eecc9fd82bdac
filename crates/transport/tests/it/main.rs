//! Files on their way to stores of every kind, and back.

mod listings;
mod shelf;
mod troubles;
mod ways;
