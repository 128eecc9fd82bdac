//! What is due today and this week for who fills: read off all visits, needs and approvals, and all that have a contact.
//!
//! At a desk these are a hundred thousand, and the worker reads them; elsewhere there are few, and the page does.
//!
//! Not here: what is due (`ledger::due`), what is said of it (`pages::due`).

use ledger::overdue::WITH_CONTACTS;
use ledger::{DueItem, EntityState, NEEDS, Nearness, VISITS, due_items};
use record::{Day, ListName, OfficerId};
use serde::{Deserialize, Serialize};
use store::Settings;

use super::known;
use crate::platform::idb::{Database, ReadError};
use crate::state::calendar;

const APPROVALS: &str = "approvals";

/// How much is due, and the first of it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct DueTold {
    pub overdue: usize,
    pub today: usize,
    pub this_week: usize,
    /// The longest overdue first.
    pub first: Vec<DueItem>,
}

/// What is due for the officer who fills now, the first `most`.
///
/// # Errors
/// [`ReadError`]
pub async fn look(database: &Database, settings: &Settings, today: Day, most: usize) -> Result<DueTold, ReadError> {
    let read = async |list: &str| known::states(database, &ListName::new(list)).await;
    let (mut subjects, visits) = (Vec::new(), read(VISITS).await?);
    for list in WITH_CONTACTS {
        subjects.extend(read(list).await?);
    }
    // What another officer of this tablet raised or opened is that officer's; what came from elsewhere is everybody's.
    let is_here = |one: &EntityState| one.created.as_ref().is_none_or(|it| settings.other_owner(&it.officer).is_none());
    let own = async |list| Ok::<_, ReadError>(read(list).await?.into_iter().filter(is_here).collect::<Vec<_>>());
    let (needs, approvals) = (own(NEEDS).await?, own(APPROVALS).await?);
    let officer = settings.officer.iter().flat_map(|officer| officer.former.iter().chain([&officer.id]));
    let codes: Vec<OfficerId> = officer.cloned().collect();
    let calendar = calendar::read(database).await;
    Ok(told(due_items(&subjects, &visits, &needs, &approvals, &codes, today, &calendar), most))
}

fn told(mut items: Vec<DueItem>, most: usize) -> DueTold {
    let count = |nearness: Nearness| items.iter().filter(|item| item.nearness == nearness).count();
    let [overdue, today, this_week] = [Nearness::Overdue, Nearness::Today, Nearness::ThisWeek].map(count);
    items.truncate(most);
    DueTold { overdue, today, this_week, first: items }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use ledger::{EntityKey, ToDo};
    use record::EntityId;
    use rules::Reckoned;

    use super::*;

    fn item(nearness: Nearness, to_do: ToDo) -> DueItem {
        let subject = EntityKey { list: ListName::new("enterprises"), entity: EntityId::new("e1") };
        let by = Reckoned { is: Day(20_000), missing_year: Some(2027) };
        DueItem { nearness, by, subject, subject_name: "样例一厂".to_owned(), to_do }
    }

    #[test]
    fn all_that_is_due_is_counted_and_the_first_of_it_come_to_the_page_as_they_were_told() {
        let need = ToDo::Need { title: "用电".to_owned(), worked: Some(Reckoned { is: 3, missing_year: None }) };
        let approval = ToDo::Approval { title: "环评".to_owned(), left: Some(-2) };
        let items = vec![
            item(Nearness::Overdue, need),
            item(Nearness::Overdue, approval),
            item(Nearness::Today, ToDo::Visit),
            item(Nearness::ThisWeek, ToDo::Visit),
        ];
        let told = told(items.clone(), 3);
        assert_eq!((told.overdue, told.today, told.this_week), (2, 1, 1));
        assert_eq!(told.first, items[..3]);
        let bytes = postcard::to_stdvec(&told).unwrap();
        assert_eq!(postcard::from_bytes::<DueTold>(&bytes).unwrap(), told);
    }
}
