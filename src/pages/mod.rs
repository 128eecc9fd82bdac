//! One file per route. A page reads the session, draws with widgets, and says what should happen.

pub mod about;
pub mod backup;
pub mod conflicts;
pub mod dashboard;
pub mod drafts;
pub mod due;
pub mod enterprise;
pub mod fill;
pub mod forms;
pub mod import;
pub mod keep;
pub mod later;
pub mod ledger;
pub mod mapping;
pub mod not_found;
pub mod officers;
pub mod record;
pub mod records;
mod remarks;
pub mod rescue;
pub mod send;
pub mod settings;
pub mod today;
pub mod withdrawal;
