//! Entity lists, held ready to be looked through: the one thing that a worker keeps between two questions.
//!
//! What is kept is a projection at one version of the ledger; whoever asks says at which, and is told when it is not here
//! ([`ListAnswer::NotHere`]) because the worker is new or the ledger has moved. Start at [`Lists::answer`].
//!
//! Not here: how rows are found (`ledger::register`), who asks (`state::lists`).

use std::cell::RefCell;
use std::collections::BTreeMap;

use ledger::register::finder::Finder;
use ledger::register::query::{Found, Query};
use ledger::register::{Register, Sums};
use ledger::{Column, EntityHistory, EntityKey, EntityState};
use record::{EntityId, ListName};
use serde::{Deserialize, Serialize};

use super::FileBytes;

/// What of other lists an enterprise's row shows.
const VISITS: &str = "visits";
const NEEDS: &str = "needs";

/// What can be asked of the lists at one version of the ledger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ListOrder {
    pub ledger: u64,
    pub question: ListQuestion,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ListQuestion {
    /// Forgets what is kept and begins to read rows of the ledger's projection; `is_last` with the last of them.
    Read {
        rows: Vec<FileBytes>,
        is_first: bool,
        is_last: bool,
    },
    /// Which lists there are, and how many rows each has.
    Overview,
    /// What of a list can be shown.
    Properties {
        list: ListName,
    },
    Find {
        list: ListName,
        query: Query,
    },
    /// How often each value stands in a column, where there are not too many.
    Values {
        list: ListName,
        column: Column,
        most: usize,
    },
    /// Which entities of any list name this one.
    Naming {
        entity: EntityId,
    },
}

/// One for each [`ListQuestion`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ListAnswer {
    /// Read the rows of this version first.
    NotHere,
    Read,
    Overview(Vec<(ListName, usize)>),
    Properties(Vec<String>),
    Found(Found),
    Values(Option<Vec<(String, usize)>>),
    Naming(Vec<EntityKey>),
}

/// The lists at one version of the ledger.
#[derive(Default)]
pub struct Lists {
    /// Of what is kept whole. `None`: nothing is, or rows are still to come.
    ledger: Option<u64>,
    /// What was read so far.
    states: BTreeMap<ListName, Vec<EntityState>>,
    finders: BTreeMap<ListName, Finder>,
}

thread_local! {
    static LISTS: RefCell<Lists> = RefCell::default();
}

pub fn answer(order: ListOrder) -> ListAnswer {
    LISTS.with_borrow_mut(|lists| lists.answer(order))
}

impl Lists {
    pub fn answer(&mut self, ListOrder { ledger, question }: ListOrder) -> ListAnswer {
        if let ListQuestion::Read { rows, is_first, is_last } = question {
            self.read(&rows, is_first, is_last.then_some(ledger));
            return ListAnswer::Read;
        }
        if self.ledger != Some(ledger) {
            return ListAnswer::NotHere;
        }
        match question {
            ListQuestion::Read { .. } => ListAnswer::Read,
            ListQuestion::Overview => {
                let count = |(list, finder): (&ListName, &Finder)| (list.clone(), finder.register().len());
                ListAnswer::Overview(self.finders.iter().map(count).collect())
            }
            ListQuestion::Properties { list } => {
                let properties = self.finders.get(&list).map(|finder| finder.register().properties());
                ListAnswer::Properties(properties.into_iter().flatten().map(str::to_owned).collect())
            }
            ListQuestion::Find { list, query } => {
                let found = self.finders.get_mut(&list).map(|finder| finder.find(&query));
                ListAnswer::Found(found.unwrap_or_default())
            }
            ListQuestion::Values { list, column, most } => {
                ListAnswer::Values(self.finders.get(&list).and_then(|finder| finder.values(&column, most)))
            }
            ListQuestion::Naming { entity } => {
                let keys = |(list, finder): (&ListName, &Finder)| {
                    let key = |entity| EntityKey { list: list.clone(), entity };
                    finder.register().naming(entity.as_str()).into_iter().map(key).collect::<Vec<_>>()
                };
                ListAnswer::Naming(self.finders.iter().flat_map(keys).collect())
            }
        }
    }

    /// A row that cannot be read is left out here and told where it is taken in.
    fn read(&mut self, rows: &[FileBytes], is_first: bool, ends_at: Option<u64>) {
        if is_first {
            *self = Self::default();
        }
        let histories = rows.iter().filter_map(|row| EntityHistory::from_bytes(&row.0).ok());
        for state in histories.filter(EntityHistory::is_shown).map(|history| history.state()) {
            self.states.entry(state.list.clone()).or_default().push(state);
        }
        if ends_at.is_some() {
            self.make();
            self.ledger = ends_at;
        }
    }

    fn make(&mut self) {
        let mut states = std::mem::take(&mut self.states);
        let mut register = |list: &str, sums: &Sums| {
            let list = ListName::new(list);
            Register::of(&list, states.remove(&list).iter().flatten(), sums)
        };
        let (visits, needs) = (register(VISITS, &Sums::default()), register(NEEDS, &Sums::default()));
        let sums = Sums::of_all(&visits, &needs);
        let others = states.into_iter().map(|(list, states)| Register::of(&list, &states, &sums));
        let all = [visits, needs].into_iter().filter(|register| !register.is_empty()).chain(others);
        self.finders = all.map(|register| (register.list().clone(), Finder::new(register))).collect();
    }
}

#[cfg(test)]
mod tests {
    use ledger::histories;
    use ledger::register::query::Window;
    use record::{
        DeviceId, EntityChange, EntityChangeKind, FormRef, OfficerId, RecordId, Revision, Sha256, Submission, Timestamp,
    };

    use super::*;

    /// A row of the ledger's projection: one entity, said once.
    fn row(list: &str, id: &str, said: &[(&str, &str)]) -> FileBytes {
        let change = EntityChange {
            list: ListName::new(list),
            entity: EntityId::new(id),
            kind: EntityChangeKind::Create,
            label: Some(id.to_owned()),
            properties: said.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
            base: None,
        };
        let at = Timestamp::new(1_772_326_800_000, 480);
        let revision = Revision::write(Submission {
            record: RecordId::new(at, [1; 10]),
            parents: Vec::new(),
            form: FormRef { id: "样例".to_owned(), version: "1".to_owned(), hash: Sha256::of(b"form") },
            device: DeviceId::new("样例"),
            officer: OfficerId::new("样例01"),
            finalized_at: at,
            sequence: 1,
            instance_name: None,
            answers: serde_json::Map::new(),
            entities: vec![change],
            attachments: Vec::new(),
            remarks: Vec::new(),
            erasure: None,
        });
        let history = histories([&revision.unwrap()]).into_values().next().unwrap();
        FileBytes(history.to_bytes().unwrap())
    }

    fn ask(lists: &mut Lists, ledger: u64, question: ListQuestion) -> ListAnswer {
        lists.answer(ListOrder { ledger, question })
    }

    #[test]
    fn lists_are_told_at_the_version_they_were_read_at_and_at_no_other() {
        let mut lists = Lists::default();
        assert_eq!(ask(&mut lists, 3, ListQuestion::Overview), ListAnswer::NotHere);
        let rows = vec![row("enterprises", "a", &[])];
        ask(&mut lists, 3, ListQuestion::Read { rows, is_first: true, is_last: false });
        assert_eq!(ask(&mut lists, 3, ListQuestion::Overview), ListAnswer::NotHere, "rows are still to come");
        let visit = row("visits", "v", &[("subject_id", "a"), ("visit_date", "2025-03-08")]);
        ask(
            &mut lists,
            3,
            ListQuestion::Read { rows: vec![visit, FileBytes(b"?".to_vec())], is_first: false, is_last: true },
        );
        let counts = vec![(ListName::new("enterprises"), 1), (ListName::new("visits"), 1)];
        assert_eq!(ask(&mut lists, 3, ListQuestion::Overview), ListAnswer::Overview(counts));
        assert_eq!(ask(&mut lists, 4, ListQuestion::Overview), ListAnswer::NotHere);
    }

    #[test]
    fn a_row_has_what_other_lists_say_of_it_and_they_are_found_by_it() {
        let mut lists = Lists::default();
        let rows = vec![
            row("visits", "v", &[("subject_id", "a"), ("visit_date", "2025-03-08")]),
            row("enterprises", "a", &[]),
            row("projects", "p", &[("builder", "a")]),
        ];
        ask(&mut lists, 1, ListQuestion::Read { rows, is_first: true, is_last: true });
        let window = Window { offset: 0, count: 9, columns: vec![Column::LastVisit] };
        let query = Query { window, ..Query::default() };
        let found = ask(&mut lists, 1, ListQuestion::Find { list: ListName::new("enterprises"), query });
        let ListAnswer::Found(found) = found else { panic!("{found:?}") };
        assert_eq!(found.rows[0].cells, ["2025-03-08"]);
        let naming = ask(&mut lists, 1, ListQuestion::Naming { entity: EntityId::new("a") });
        let ListAnswer::Naming(naming) = naming else { panic!("{naming:?}") };
        let names: Vec<&str> = naming.iter().map(|key| key.entity.as_str()).collect();
        assert_eq!(names, ["p", "v"]);
    }
}
