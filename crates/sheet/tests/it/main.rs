//! Tables in and out, as a caller sees them.

mod csv;
mod hostile;
mod limits;
mod package;
mod read;
mod round_trip;
