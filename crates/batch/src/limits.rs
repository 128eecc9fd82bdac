//! How large things may be. Checked before memory is asked for.

/// A whole file, as it comes.
pub const MAX_FILE_BYTES: usize = 64 << 20;
/// The same where it is sealed: its head, and what each piece of it grows by.
pub const MAX_SEALED_BYTES: usize = MAX_FILE_BYTES + MAX_FILE_BYTES / 4096 + (64 << 10);
pub const MAX_RECORDS: usize = 10_000;
/// One record's text.
pub const MAX_RECORD_BYTES: usize = 5 << 20;
/// Attachments of one batch.
pub const MAX_ATTACHMENTS: usize = 20_000;
/// Forms that a batch or a pack names.
pub const MAX_FORMS: usize = 1_000;
/// Files that one form of a pack brings.
pub const MAX_FORM_FILES: usize = 200;
/// Entity lists of one pack.
pub const MAX_LISTS: usize = 1_000;
/// Entities of one list that a pack as a difference says are no longer in it.
pub const MAX_GONE: usize = 200_000;
/// Erasures that one pack brings.
pub const MAX_ERASURES: usize = 10_000;
/// Tables of the zone's own that one pack brings.
pub const MAX_TABLES: usize = 20;
/// Whom one file is for: a pack is for all tablets of a zone. So many have room in the head of a sealed file.
pub const MAX_RECIPIENTS: usize = 500;
/// Batches that one receipt speaks of: those of which something was said last.
pub const MAX_HANDLED: usize = 1_000;
/// Records that one receipt returns.
pub const MAX_RETURNED: usize = 1_000;
/// Desks that one word on a zone names.
pub const MAX_DESKS: usize = record::Charter::MOST_DESKS;
/// Desks that one word on a zone says do not speak for it any more.
pub const MAX_WITHDRAWN: usize = record::Charter::MOST_WITHDRAWN;
/// Words on the desks of a zone that one file carries.
pub const MAX_WORDS: usize = 16;
