//! Who is responsible for an enterprise, and the change that hands it over to somebody else.
//!
//! The staff code of who is responsible is a property of the enterprise, since when another. What sets them is a decision on values:
//! it has a reason and a history, travels and merges as any other, and lists have it as they have every property. An undo is a
//! decision too. No form of ours asks for it, and a form that does not say it leaves it as it is.
//!
//! Not here: which enterprises are handed over (the desk).

use std::collections::BTreeMap;

use record::{Day, DeviceId, EntityChange};

use crate::{EntityState, RuleError, base};

/// The staff code of who is responsible; blank: nobody yet.
pub const STAFF_CODE: &str = "staff_code";
/// The day from which that is so.
pub const STAFF_FROM: &str = "staff_from";

/// Hands an entity over from whoever was seen to be responsible (`from`, blank for nobody), as of a day.
///
/// # Errors
/// [`RuleError::Moved`] if somebody else is by now, or nobody knows which of two; [`RuleError::Nothing`] if nothing would change.
pub fn handed_over(
    state: &EntityState,
    from: &str,
    to: &str,
    since: Day,
    device: &DeviceId,
) -> Result<EntityChange, RuleError> {
    let to = to.trim();
    if state.text(STAFF_CODE) != from || state.conflict(STAFF_CODE).is_some() {
        return Err(RuleError::Moved);
    }
    if to == from {
        return Err(RuleError::Nothing);
    }
    let said = [(STAFF_CODE, to.to_owned()), (STAFF_FROM, since.to_string())];
    Ok(EntityChange {
        properties: said.into_iter().map(|(name, text)| (name.to_owned(), text)).collect::<BTreeMap<_, _>>(),
        ..EntityChange::update(state.list.clone(), state.id.clone(), Some(base(state, device)))
    })
}
