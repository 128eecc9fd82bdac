//! What was on a device that was lost: read off all records and rows, with what the desk remembers of its packs.
//!
//! Not here: what that says of whom (`ledger::lost`).

use form::lists_of_people;
use ledger::EntityHistory;
use ledger::lost::{Given, Lost, OfPerson, WasThere};
use record::{DeviceId, Timestamp};
use serde::{Deserialize, Serialize};
use store::devices::{self, DeviceStanding};
use store::packs::Print;
use store::{Store, layout, records};

use super::open::Part;
use super::report::Forms;
use super::{Failure, Tell, Told, known};
use crate::platform::idb::{Database, ReadError};

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct LostTold {
    /// Without the people.
    pub there: WasThere,
    /// The first of them.
    pub people: Part<OfPerson>,
    /// When the last pack was made that was for it alone.
    pub part_at: Option<Timestamp>,
    /// When the last was that was for all devices.
    pub all_at: Option<Timestamp>,
    /// It was none of them any more then, and of those before it nothing is kept.
    pub is_all_later: bool,
}

/// What was on a device, with at most so many people.
pub(super) async fn look(
    database: &Database,
    device: DeviceId,
    most: usize,
    tell: Tell<'_>,
) -> Result<LostTold, Failure> {
    let part = known::given(database, Some(&device)).await?;
    let all = known::given(database, None).await?;
    let revoked_at = revoked_at(database, &device).await?;
    let (part_at, all_at) = (part.as_ref().map(|print| print.made_at), all.as_ref().map(|print| print.made_at));
    let before = revoked_at.zip(all_at).and_then(|(revoked, made)| (revoked < made).then_some(revoked));
    let keys = |print: &Print| known::keyed(print).0.into_keys();
    let given = Given { part: part.iter().flat_map(keys).collect(), all: all.iter().flat_map(keys).collect(), before };
    let sent = known::came(database).await?.remove(&device).unwrap_or_default();
    let sent = sent.into_iter().map(|(_, revision)| revision).collect();
    let forms = Forms::read(database).await?;
    let of_people = forms.all().into_iter().flat_map(|form| lists_of_people(&form.definition));
    let mut lost = Lost::new(device, sent, given, of_people.collect());

    let mut portions = database.portions(Store::Records).await?;
    let mut rows = database.portions(Store::Entities).await?;
    let of = portions.progress().1 + rows.progress().1;
    let mut done = 0;
    let mut next = || {
        done += 1;
        tell(Told::Progress { done, of });
    };
    while let Some(rows) = portions.next(database).await? {
        records::list(&rows).0.iter().for_each(|revision| lost.learn(revision));
        next();
    }
    while let Some(rows) = rows.next(database).await? {
        let is_a_list = |row: &&store::Row| row.key.text(0).is_some_and(|list| !list.starts_with("__"));
        let histories = rows.iter().filter(is_a_list).filter_map(|row| EntityHistory::from_bytes(&row.value).ok());
        histories.for_each(|history| lost.learn_row(&history));
        next();
    }
    let nameless = lost.nameless().map(|key| layout::entity(&key.list, &key.entity)).collect();
    for row in database.rows(Store::Entities, nameless).await? {
        let history = EntityHistory::from_bytes(&row.value).ok().filter(EntityHistory::is_shown);
        history.iter().for_each(|history| lost.learn_name(&history.state()));
    }
    let mut there = lost.told();
    let people = Part::of(std::mem::take(&mut there.people), most);
    Ok(LostTold { there, people, part_at, all_at, is_all_later: before.is_some() })
}

async fn revoked_at(database: &Database, device: &DeviceId) -> Result<Option<Timestamp>, ReadError> {
    let row = database.get(Store::Devices, &layout::device(device)).await?;
    let known = row.and_then(|row| devices::read(&row).ok());
    Ok(known.filter(|known| known.standing == DeviceStanding::Revoked).map(|known| known.decided_at))
}

#[cfg(test)]
mod tests {
    use ledger::lost::{Because, Whose};
    use record::{Day, EntityId, ListName};

    use super::*;

    #[test]
    fn what_is_told_of_a_lost_device_comes_to_the_page_as_it_is() {
        let list = ListName::new("enterprises");
        let whose = Whose::Contact {
            list: list.clone(),
            title: "样例一厂".to_owned(),
            code: "91350100M000100Y43".to_owned(),
            entity: EntityId::new("e1"),
        };
        let kinds = [(list.clone(), "contact_phone".to_owned())].into();
        let person = OfPerson { whose, kinds, since: Day(20_000), because: Because::Came };
        let there = WasThere {
            records: [("enterprise_registration".to_owned(), 1)].into(),
            files: 2,
            rows: [(list, 1)].into(),
            people: Vec::new(),
        };
        let part_at = Some(Timestamp::new(1_772_326_800_000, 480));
        let told = LostTold { there, people: Part::of(vec![person], 9), part_at, ..LostTold::default() };
        let answer = crate::worker::Answer::Desk(Box::new(crate::worker::desk::Done::Lost(Box::new(told))));
        let read = crate::worker::Answer::from_bytes(&answer.to_bytes().unwrap());
        assert_eq!(read.unwrap(), answer);
    }
}
