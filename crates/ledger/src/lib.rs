//! What a coordinator has: revisions from many devices, added up to entities, records and conflicts.
//!
//! Everything shown is a pure function of a *set* of revisions. [`EntityHistory`] is that set for one entity; its union
//! is commutative, associative and idempotent, so no import order and no repetition changes anything. Start at
//! [`EntityHistory`], then `merge`, the rule on one page; [`plan`] is how a batch comes in. The rule in words, with
//! examples: `docs/merge.md`.
//!
//! ```
//! # use ledger::{ImportReport, Known, plan};
//! fn take_in(desk: &mut Known, batch: &[record::Revision]) -> ImportReport {
//!     let plan = plan(desk, batch); // nothing has happened yet: show it, ask
//!     desk.apply(&plan); // all of it, or nothing if one record is refused
//!     plan.report
//! }
//! ```
//!
//! Not here: how revisions travel (`batch`), where rows are kept (`store`), what the screen looks like.

mod answers;
mod branch;
mod building;
mod change;
mod check;
mod clock;
mod decision;
mod disclosure;
mod due;
mod enterprise;
mod entity_list;
mod erasure;
mod fold;
mod graph;
mod history;
pub mod holding;
mod import;
pub mod indicator;
pub mod instructing;
pub mod intake;
mod join;
pub mod lost;
pub mod matching;
mod merge;
mod notice;
pub mod overdue;
pub mod periods;
mod personal;
mod phone;
pub mod portion;
pub mod register;
pub mod report;
mod responsible;
pub mod retention;
mod review;
mod revision;
mod row;
pub mod sent_down;
mod standing;
mod state;
mod timeline;
mod words;
mod work_lists;

pub use answers::{Answers, learn as learn_question};
pub use branch::Branch;
pub use building::{Building, Going, How as BuildsHow};
pub use change::{Change, EntityKey, LABEL, Origin, Value, ValueDigest};
pub use check::{MAX_CHANGES, MAX_NAME_BYTES, MAX_TEXT, Refusal, read_revisions};
pub use clock::{Clock, Stands, clock};
pub use decision::{
    Asked, Dispute, Rule, RuleError, Ruling, Subject, Voice, decided_anew, disputes, officers, picked, ruled,
};
pub use due::{DueItem, Nearness, ToDo, due_items};
pub use enterprise::{
    EnterprisePage, EnterpriseRow, NEEDS, NeedView, PropertyView, RelatedList, SUBJECT, SourceRecord, VISITS,
    VisitView, due, page,
};
pub use entity_list::{base, shown, table};
pub use erasure::{Tombstone, WithdrawError, named_rows, withdrawn};
pub use history::{EntityHistory, Without, entities_of, histories};
pub use import::{
    Doomed, ImportPlan, ImportReport, Known, Lookup, NewConflict, Outcome, RevisionOutcome, Wanted, doomed, plan,
    plan_read, wanted,
};
pub use join::{JoinState, JoinVoice, Joined, Joins, joined, joins_list, keys as pair_keys, seen as pair_seen};
pub use notice::{Notice, NoticeFault, NoticeFaultKind, holidays_with};
pub use personal::{is_corrected, personal};
pub use phone::{is_phone, masked};
pub use register::{Column, Register};
pub use responsible::{STAFF_CODE, STAFF_FROM, handed_over};
pub use review::{Reviewed, Spoken, judged, review_base};
pub use revision::{Links, RecordHistory, RecordRevision};
pub use row::{FORMAT, ReadRowError};
pub use standing::Standing;
pub use state::{Candidate, Conflict, EntityState, Property};
pub use timeline::{Setting, Step};
pub use words::Words;
pub use work_lists::{
    Duplicate, FaultyCode, Firm, Kept, Likeness, OtherSize, StaleLedger, WorkLists, duplicates, made_codes, work_lists,
};
