//! Whose registration is over or soon is: read off the rows of those who are registered.
//!
//! Not here: until when somebody is kept (`ledger::retention`), erasing (the page).

use ledger::matching::TALENTS;
use ledger::retention::{Kept, Retention, retention};
use record::{Day, ListName};
use serde::{Deserialize, Serialize};

use super::known;
use super::open::Part;
use crate::platform::idb::{Database, ReadError};

/// Those of [`Retention`], the longest due first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RegisteredTold {
    pub due: Part<Kept>,
    pub soon: Part<Kept>,
    pub unknown: Part<Kept>,
}

/// Who is due on a day, and who within so many days after it: of each the first `most`.
pub(super) async fn look(
    database: &Database,
    today: Day,
    soon_days: i64,
    most: usize,
) -> Result<RegisteredTold, ReadError> {
    let people = known::states(database, &ListName::new(TALENTS)).await?;
    let Retention { due, soon, unknown } = retention(&people, today, soon_days);
    let [due, soon, unknown] = [due, soon, unknown].map(|kept| Part::of(kept, most));
    Ok(RegisteredTold { due, soon, unknown })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use ledger::retention::Ends;
    use record::EntityId;

    use super::*;

    #[test]
    fn what_is_told_of_registrations_comes_to_the_page_as_it_was_told() {
        let kept = |ends| Kept { id: EntityId::new("p1"), title: "样例甲".to_owned(), ends };
        let part = |ends| Part { first: vec![kept(ends)], of: 300 };
        let told = RegisteredTold {
            due: part(Ends::Withdrawn),
            soon: part(Ends::On(Day(20_000))),
            unknown: part(Ends::Unknown),
        };
        let bytes = postcard::to_stdvec(&told).unwrap();
        assert_eq!(postcard::from_bytes::<RegisteredTold>(&bytes).unwrap(), told);
    }
}
