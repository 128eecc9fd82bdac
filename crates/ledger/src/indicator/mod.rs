//! Figures of a ledger that are data: what is counted, of which rows, and how the result is called and rounded.
//!
//! [`Definitions`] are read from a workbook that a coordinator edits ([`Definitions::read`]); every expression in it is of the
//! language of forms, asked of one row of a list at a time. [`Tally`] is what the rows say whatever the day and the scope are;
//! [`Tally::board`] then gives every [`Figure`] as of a day, and [`Tally::behind`] the rows behind one of them, with those
//! that were left out and why. What who only looks is not told of it says [`Tally::withheld`].
//!
//! In an expression `today()` is the day that the board is asked for. Besides the functions of forms there are
//! `workdays(from, to)`, `net-workdays(from, to, pauses)` and `holidays(from, to)`: see `outside`.
//!
//! Not here: where rows come from (`register`), how figures are drawn.

mod behind;
mod beside;
mod chart;
mod definition;
mod facts;
mod fault;
mod few;
mod figure;
mod outside;
mod quantile;
mod reading;
mod rows;
mod scope;
mod spots;
mod tally;
mod withheld;

pub use behind::{Behind, Included, LeftOut, RowKey, Why};
pub use chart::{Bar, Charted};
pub use definition::{Aggregate, Chart, Condition, Counted, Definitions, Detail, Group, How, Indicator, Said, Window};
pub use fault::{Fault, FaultKind};
pub(crate) use few::hide_in_table;
pub use few::{FEW, HIDDEN, is_few};
pub use figure::{Caveats, Figure, rounded};
pub use reading::Properties;
pub use rows::Lists;
pub use scope::Scope;
pub use spots::{Candidate, CellAt, Dated, Filled, Span, Wanted};
pub use tally::{AsOf, Tally};
pub use withheld::Withheld;
