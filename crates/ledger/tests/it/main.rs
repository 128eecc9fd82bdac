//! The ledger seen from outside: stories first, then the algebra.

// Helpers are outside what clippy knows to be a test; here too, what cannot go on should stop.
#![allow(clippy::expect_used)]

mod answers;
mod building;
mod clock;
mod decision;
mod due;
mod enterprise;
mod erasure;
mod field_lists;
mod filler;
mod holding;
mod import;
mod indicators;
mod instructing;
mod intake;
mod join;
mod lost;
mod matching;
mod merge;
mod naive;
mod nested;
mod notice;
mod offline;
mod overdue;
mod parts;
mod periods;
mod personal;
mod portion;
mod record_history;
mod record_list;
mod register;
mod report;
mod responsible;
mod retention;
mod review;
mod row;
mod sent_down;
mod snapshot;
mod viewer;
mod withheld;
mod words;
mod work_lists;
mod world;
