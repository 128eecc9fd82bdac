//! What waits for somebody at the desk: values to be decided, records to be judged, enterprises to be looked after.
//!
//! All of it is read off the lists (`lists`): which rows say that something is to be decided, how each record stands, what each
//! enterprise is called. Only the rows that say so are read themselves, once, until they change. Start at [`OpenQuestion`].
//!
//! Not here: what is to be decided, judged and looked after (`ledger`), the page's part (`state::decisions`, `state::reviews`,
//! `state::work_lists`).

use std::collections::{BTreeMap, BTreeSet};

use form::Package;
use ledger::matching::Scales;
use ledger::register::finder::Finder;
use ledger::register::query::Sort;
use ledger::register::{RECORDS, Register};
use ledger::{
    Answers, Column, Dispute, Duplicate, EntityHistory, EntityKey, FaultyCode, Firm, Kept, OtherSize, Rule,
    StaleLedger, Subject, picked,
};
use record::{Day, EntityId, FormHash, ListName, OfficerId, REVIEWS, RecordId, RevisionHash, Verdict};
use rules::Thresholds;
use serde::{Deserialize, Serialize};
use store::{Store, layout};

use super::due::{self, DueTold};
use super::lists::{Lists, is_own, revisions_of};
use super::matched::{self, MatchedTold};
use super::overdue::{self, OverdueTold};
use super::registered::{self, RegisteredTold};
use super::tray::ENTERPRISES;
use super::{Desk, Failure, Tell, intake, report};
use crate::platform::idb::Database;

/// The list of those that have a ledger besides enterprises.
const SOCIAL_ORGS: &str = "social_orgs";
/// The lower bounds of size classes.
const SIZES: &[u8] = include_bytes!("../../../pack/size_thresholds.csv");

/// What can be asked. Nobody gets more than they can look at: `most` of each part, and how many there are.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum OpenQuestion {
    /// What is to be decided.
    Disputes { most: usize },
    /// What a rule picks of all that is to be decided of one property.
    Picks { list: ListName, property: String, rule: Rule },
    /// Records by how they stand, the latest first.
    Records { standing: Standing, most: usize },
    /// What there is to do about enterprises and social organisations. `areas` are the words for the zone's areas.
    Work { areas: Vec<String>, today: Day, months: u32, most: usize },
    /// What is kept too long, or will be within so many days.
    Overdue { today: Day, soon_days: i64, most: usize },
    /// What suits a talent or a talent need.
    Matched { of: EntityKey, scales: Scales, today: Day, most: usize },
    /// What is due this week for who fills.
    Due { today: Day, most: usize },
    /// Whose registration is over, or will be within so many days.
    Registered { today: Day, soon_days: i64, most: usize },
}

/// One for each [`OpenQuestion`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum OpenAnswer {
    Disputes(Open),
    Picks(Vec<Pick>),
    Records(Reviewing),
    Work(Box<Work>),
    Overdue(Box<OverdueTold>),
    Due(Box<DueTold>),
    Registered(Box<RegisteredTold>),
    Matched(Box<MatchedTold>),
}

/// What is to be decided, by the keys of what it is of.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Open {
    pub properties: Vec<OpenProperty>,
    /// Records that were edited in several places.
    pub records: Vec<RecordId>,
    pub of_records: usize,
}

/// One property of one list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OpenProperty {
    pub list: ListName,
    pub property: String,
    pub count: usize,
    /// Who has said a value, and how often it would be picked.
    pub officers: Vec<(OfficerId, usize)>,
    /// By name.
    pub entities: Vec<EntityId>,
}

/// A value that a rule picks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pick {
    pub entity: EntityId,
    pub value: String,
    /// The change that said it, and all that stand: revision and place in it.
    pub source: (RevisionHash, u16),
    pub seen: Vec<(RevisionHash, u16)>,
}

/// How a record stands. One that is disputed waits for somebody, like one that nobody has judged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Standing {
    Pending,
    Approved,
    Returned,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Reviewing {
    pub lines: Vec<RecordLine>,
    /// How many there are of each [`Standing`].
    pub counts: [usize; 3],
}

/// A record in the list of those to be judged.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RecordLine {
    pub record: RecordId,
    pub revision: RevisionHash,
    pub title: String,
    pub officer: OfficerId,
    /// As a timestamp's text.
    pub finalized_at: String,
    /// It was edited differently in several places: there is nothing to judge until somebody has decided.
    pub is_disputed: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Work {
    pub duplicates: Part<Duplicate>,
    /// Pairs that are said to be one and two: a list with two ids.
    pub disputed: Part<(ListName, [EntityId; 2])>,
    pub stale: Part<StaleLedger>,
    pub missing_codes: Part<Firm>,
    pub faulty_codes: Part<FaultyCode>,
    pub other_sizes: Part<OtherSize>,
}

/// The first of many.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Part<T> {
    pub first: Vec<T>,
    pub of: usize,
}

impl<T> Default for Part<T> {
    fn default() -> Self {
        Self { first: Vec::new(), of: 0 }
    }
}

impl<T> Part<T> {
    pub(super) fn of(mut all: Vec<T>, most: usize) -> Self {
        let of = all.len();
        all.truncate(most);
        Self { first: all, of }
    }
}

impl Desk {
    pub(super) async fn look_open(
        &mut self,
        database: &Database,
        question: OpenQuestion,
        tell: Tell<'_>,
    ) -> Result<OpenAnswer, Failure> {
        if let OpenQuestion::Overdue { today, soon_days, most } = question {
            let told = overdue::look(database, today, soon_days, most, tell).await?;
            return Ok(OpenAnswer::Overdue(Box::new(told)));
        }
        if let OpenQuestion::Matched { of, scales, today, most } = question {
            let told = matched::look(database, &of, &scales, today, most).await?;
            return Ok(OpenAnswer::Matched(Box::new(told)));
        }
        if let OpenQuestion::Registered { today, soon_days, most } = question {
            let told = registered::look(database, today, soon_days, most).await?;
            return Ok(OpenAnswer::Registered(Box::new(told)));
        }
        let settings = intake::settings(database).await?;
        if let OpenQuestion::Due { today, most } = question {
            return Ok(OpenAnswer::Due(Box::new(due::look(database, &settings, today, most).await?)));
        }
        let ledger = settings.ledger;
        if let OpenQuestion::Work { areas, today, months, most } = question {
            let lists = self.lists.at(database, ledger).await?;
            return Ok(OpenAnswer::Work(Box::new(lists.work(areas, today, months, most))));
        }
        let lists = self.lists.with_roll(database, ledger, tell).await?;
        lists.read_disputes(database).await?;
        Ok(match question {
            OpenQuestion::Disputes { most } => OpenAnswer::Disputes(lists.open(most)),
            OpenQuestion::Picks { list, property, rule } => OpenAnswer::Picks(lists.picks(&list, &property, &rule)),
            OpenQuestion::Records { standing, most } => OpenAnswer::Records(lists.reviewing(standing, most)),
            OpenQuestion::Work { .. }
            | OpenQuestion::Due { .. }
            | OpenQuestion::Overdue { .. }
            | OpenQuestion::Registered { .. }
            | OpenQuestion::Matched { .. } => {
                return Err(Failure::Worker);
            }
        })
    }
}

impl Lists {
    /// Reads the rows that say that something is to be decided, as far as that was not done since they changed.
    async fn read_disputes(&mut self, database: &Database) -> Result<(), Failure> {
        let open = self.in_conflict();
        self.disputes.retain(|key, _| open.contains(key));
        let unread: Vec<&EntityKey> = open.iter().filter(|key| !self.disputes.contains_key(key)).collect();
        let (records, entities): (Vec<&EntityKey>, Vec<&EntityKey>) =
            unread.into_iter().partition(|key| key.list.as_str() == RECORDS);
        let keys: BTreeSet<_> = entities.iter().map(|key| layout::entity(&key.list, &key.entity)).collect();
        let mut alone: BTreeMap<EntityKey, EntityHistory> = BTreeMap::new();
        for row in database.rows(Store::Entities, keys.into_iter().collect()).await? {
            if let Ok(history) = EntityHistory::from_bytes(&row.value) {
                alone.insert(history.key(), history);
            }
        }
        let mut found = Vec::new();
        for key in entities {
            let whole = match self.joined.joins().members(key).len() {
                1 => alone.remove(key).and_then(|row| self.joined.shown(row)),
                _ => self.joined.whole(key),
            };
            found.push((key.clone(), whole.iter().flat_map(ledger::disputes).collect::<Vec<_>>()));
        }
        let wanted = records.iter().filter_map(|key| key.entity.as_str().parse().ok()).collect();
        let mut packages: BTreeMap<FormHash, Option<Package>> = BTreeMap::new();
        for (record, revisions) in revisions_of(database, &wanted).await? {
            let Some(answers) = Answers::of(record, &revisions) else { continue };
            let form = answers.joined().form.hash;
            if let std::collections::btree_map::Entry::Vacant(place) = packages.entry(form) {
                place.insert(report::package_of(database, form).await?);
            }
            let package = packages.get(&form).and_then(Option::as_ref);
            let key = EntityKey { list: ListName::new(RECORDS), entity: EntityId::new(record.to_string()) };
            found.push((key, answers.asked(package.map(|package| &package.definition))));
        }
        self.disputes.extend(found);
        Ok(())
    }

    /// The rows that say that something is to be decided.
    fn in_conflict(&self) -> BTreeSet<EntityKey> {
        let lists = self.lists.iter().filter(|(name, _)| !is_own(name)).map(|(_, list)| list);
        let keys = lists.chain([&self.roll.list]).map(Finder::register).flat_map(|list| {
            let key = |entity| EntityKey { list: list.list().clone(), entity };
            list.in_conflict().into_iter().map(key)
        });
        keys.collect()
    }

    /// The records that wait for somebody to decide.
    fn disputed_records(&self) -> BTreeMap<RecordId, &str> {
        let of_records = self.disputes.iter().filter(|(key, asked)| key.list.as_str() == RECORDS && !asked.is_empty());
        of_records
            .filter_map(|(key, asked)| Some((key.entity.as_str().parse().ok()?, asked.first()?.title.as_str())))
            .collect()
    }

    /// What is to be decided of entities, by list and property, then by name.
    fn open_of_entities(&self) -> BTreeMap<(&ListName, &str), Vec<&Dispute>> {
        let records: BTreeSet<RecordId> = self.disputed_records().into_keys().collect();
        let mut groups: BTreeMap<(&ListName, &str), Vec<&Dispute>> = BTreeMap::new();
        for dispute in self.disputes.values().flatten().filter(|dispute| !is_settled_with(dispute, &records)) {
            if let Subject::Entity(key) = &dispute.subject {
                groups.entry((&key.list, &dispute.property)).or_default().push(dispute);
            }
        }
        groups.values_mut().for_each(|group| group.sort_by_key(|dispute| (&dispute.title, &dispute.subject)));
        groups
    }

    fn open(&self, most: usize) -> Open {
        let property = |((list, property), group): ((&ListName, &str), Vec<&Dispute>)| OpenProperty {
            list: list.clone(),
            property: property.to_owned(),
            count: group.len(),
            officers: ledger::officers(group.iter().copied()),
            entities: group.iter().take(most).filter_map(|dispute| entity_of(dispute)).collect(),
        };
        let mut records: Vec<(&str, RecordId)> =
            self.disputed_records().into_iter().map(|(record, title)| (title, record)).collect();
        records.sort_unstable();
        Open {
            properties: self.open_of_entities().into_iter().map(property).collect(),
            of_records: records.len(),
            records: records.into_iter().take(most).map(|(_, record)| record).collect(),
        }
    }

    fn picks(&self, list: &ListName, property: &str, rule: &Rule) -> Vec<Pick> {
        let groups = self.open_of_entities();
        let group = groups.get(&(list, property)).into_iter().flatten();
        let pick = |dispute: &&Dispute| {
            let said = &dispute.voices.get(picked(rule, dispute)?)?.said;
            let place = |id: record::ChangeId| (id.revision, id.index);
            Some(Pick {
                entity: entity_of(dispute)?,
                value: said.value.clone(),
                source: place(said.source),
                seen: dispute.seen().into_iter().map(place).collect(),
            })
        };
        group.filter_map(pick).collect()
    }

    fn reviewing(&mut self, wanted: Standing, most: usize) -> Reviewing {
        let disputed: BTreeSet<RecordId> = self.disputed_records().into_keys().collect();
        let sort = Sort { column: Column::UpdatedAt, descending: true, choices: Vec::new() };
        let order = self.roll.list.in_order(&sort);
        let list = self.roll.list.register();
        let verdicts = self.lists.get(&ListName::new(REVIEWS)).map(Finder::register);
        let mut reviewing = Reviewing::default();
        for row in order.into_iter().filter_map(|row| list.record(row as usize)) {
            let is_disputed = disputed.contains(&row.record);
            let verdict = verdicts.and_then(|verdicts: &Register| verdicts.verdict(row.record, row.revision));
            let standing = match verdict {
                _ if is_disputed => Standing::Pending,
                None => Standing::Pending,
                Some(Verdict::Approved) => Standing::Approved,
                Some(Verdict::Returned) => Standing::Returned,
            };
            reviewing.counts[standing as usize] += 1;
            if standing == wanted && reviewing.lines.len() < most {
                reviewing.lines.push(RecordLine {
                    record: row.record,
                    revision: row.revision,
                    title: row.title.to_owned(),
                    officer: OfficerId::new(row.officer),
                    finalized_at: row.finalized_at.to_owned(),
                    is_disputed,
                });
            }
        }
        reviewing
    }

    fn work(&mut self, areas: Vec<String>, today: Day, months: u32, most: usize) -> Work {
        let of_list = |name: &str| {
            let list = ListName::new(name);
            let kept = self.lists.get(&list).map(|list| list.register().kept()).unwrap_or_default();
            (list, kept)
        };
        let ledgers = [ENTERPRISES, SOCIAL_ORGS].map(of_list);
        let joins = self.joined.joins();
        let duplicates = match self.duplicates.take() {
            Some((with, duplicates)) if with == areas => duplicates,
            _ => {
                let areas: Vec<&str> = areas.iter().map(String::as_str).collect();
                let alike = |(list, kept): &(ListName, Vec<Kept>)| ledger::duplicates(list, kept, joins, &areas);
                let mut all: Vec<Duplicate> = ledgers.iter().flat_map(alike).collect();
                all.sort_by_key(|duplicate| duplicate.likeness);
                all
            }
        };
        let kept: Vec<Kept> = ledgers.into_iter().flat_map(|(_, kept)| kept).collect();
        let all = ledger::work_lists(&kept, duplicates.clone(), joins, &thresholds(), today, months);
        self.duplicates = Some((areas, duplicates));
        let pair = |pair: record::Pair| (pair.list().clone(), pair.ids().map(Clone::clone));
        Work {
            duplicates: Part::of(all.duplicates, most),
            disputed: Part::of(all.disputed.into_iter().map(pair).collect(), most),
            stale: Part::of(all.stale, most),
            missing_codes: Part::of(all.missing_codes, most),
            faulty_codes: Part::of(all.faulty_codes, most),
            other_sizes: Part::of(all.other_sizes, most),
        }
    }
}

/// The table that comes with the app, as the registration has it.
fn thresholds() -> Thresholds {
    Thresholds::read(&sheet::read_csv(SIZES, &sheet::Limits::default()).unwrap_or_default())
}

fn entity_of(dispute: &Dispute) -> Option<EntityId> {
    match &dispute.subject {
        Subject::Entity(key) => Some(key.entity.clone()),
        Subject::Record { .. } => None,
    }
}

/// Whether all values are those of one record that was edited in several places: nobody is asked the same twice. If it is still
/// open once the record is settled, it is asked then.
fn is_settled_with(dispute: &Dispute, records: &BTreeSet<RecordId>) -> bool {
    let said: BTreeSet<RecordId> =
        dispute.voices.iter().take(dispute.standing).map(|voice| voice.said.origin.record).collect();
    said.len() == 1 && said.is_subset(records)
}

#[cfg(test)]
mod tests {
    use ledger::histories;
    use record::{DeviceId, EntityBase, FormRef, Matter, Review, Revision, Sha256, Submission, Timestamp};
    use serde_json::json;

    use ledger::register::Line;

    use super::super::lists::{Changes, ListAnswer, ListQuestion};
    use super::super::roll::Seen;
    use super::*;

    const AT: i64 = 1_772_326_800_000;

    /// The record of this number, finished so many minutes after the first, with one answer.
    fn filled(number: u8, parents: &[&Revision], answer: &str) -> Revision {
        let at = Timestamp::new(AT + i64::from(number) * 60_000, 480);
        let submission = Submission {
            record: RecordId::new(Timestamp::new(AT, 480), [number; 10]),
            parents: parents.iter().map(|parent| parent.hash()).collect(),
            form: FormRef { id: "样例".to_owned(), version: "1".to_owned(), hash: Sha256::of(b"form") },
            device: DeviceId::new("样例"),
            officer: OfficerId::new("样例01"),
            finalized_at: at,
            sequence: u64::from(number),
            instance_name: Some(format!("记录 {number}")),
            answers: json!({ "area": answer }).as_object().cloned().unwrap_or_default(),
            entities: Vec::new(),
            attachments: Vec::new(),
            remarks: Vec::new(),
            erasure: None,
            decision: None,
        };
        Revision::write(submission).unwrap()
    }

    fn verdict(on: &Revision, verdict: Verdict) -> Revision {
        let mut submission = on.submission().clone();
        let review = Review { record: submission.record, revision: on.hash(), verdict };
        submission.record = RecordId::new(Timestamp::new(AT, 480), [200; 10]);
        submission.entities = vec![review.change(Some(EntityBase::default()))];
        submission.decision = Some(record::Decision { matter: Matter::Review, reason: Some("样例".to_owned()) });
        Revision::write(submission).unwrap()
    }

    /// Lists hear of records and of verdicts on them.
    fn tell(lists: &mut Lists, records: &[Vec<Revision>], verdicts: &[Revision]) {
        let line = |revisions: &Vec<Revision>| Line::of_record(revisions[0].submission().record, revisions);
        lists.roll.take(records.iter().filter_map(line).collect(), &BTreeSet::new());
        let mut changes = Changes::default();
        histories(verdicts).values().for_each(|row| changes.tell(row));
        lists.take(changes);
    }

    #[test]
    fn a_social_organisation_stands_on_the_work_lists_beside_enterprises() {
        let made = |list: &str, id: &str, name: &str, code: &str| record::EntityChange {
            label: Some(name.to_owned()),
            properties: [("uscc".to_owned(), code.to_owned())]
                .into_iter()
                .filter(|(_, code)| !code.is_empty())
                .collect(),
            ..record::EntityChange::create(ListName::new(list), EntityId::new(id))
        };
        let mut submission = filled(1, &[], "").submission().clone();
        submission.entities = vec![
            made("enterprises", "e1", "样例厂", "91350100M000100Y44"),
            made("social_orgs", "s1", "样例协会", "52350100M000100Y45"),
            made("social_orgs", "s2", "样例商会", ""),
            made("social_orgs", "s3", "样例商会", ""),
            made("enterprises", "e2", "样例商会", "91350100M000100Y43"),
        ];
        let mut lists = Lists::default();
        tell(&mut lists, &[], &[Revision::write(submission).unwrap()]);
        let work = lists.work(Vec::new(), "2027-06-01".parse().unwrap(), 12, 10);
        let of = |part: &Part<Firm>| {
            part.first.iter().map(|firm| (firm.list.to_string(), firm.id.to_string())).collect::<Vec<_>>()
        };
        let faulty: BTreeSet<&str> = work.faulty_codes.first.iter().map(|faulty| faulty.firm.list.as_str()).collect();
        assert_eq!(faulty, BTreeSet::from(["enterprises", "social_orgs"]));
        assert_eq!(
            of(&work.missing_codes),
            [("social_orgs", "s2"), ("social_orgs", "s3")].map(|(list, id)| (list.to_owned(), id.to_owned()))
        );
        assert_eq!(work.stale.of, 5);
        // Two of one list may be one; an enterprise and an organisation never are.
        let alike: Vec<Vec<&str>> = work
            .duplicates
            .first
            .iter()
            .map(|alike| alike.firms.iter().map(|firm| firm.id.as_str()).collect())
            .collect();
        assert_eq!(alike, [["s2", "s3"]]);
    }

    fn titles(reviewing: &Reviewing) -> Vec<&str> {
        reviewing.lines.iter().map(|line| line.title.as_str()).collect()
    }

    #[test]
    fn records_stand_by_their_verdicts_the_latest_first_and_no_more_of_them_than_were_asked_for() {
        let all: Vec<Revision> = (1..=5).map(|number| filled(number, &[], "东区")).collect();
        let records: Vec<Vec<Revision>> = all.iter().map(|revision| vec![revision.clone()]).collect();
        let mut lists = Lists::default();
        tell(&mut lists, &records, &[verdict(&all[1], Verdict::Approved), verdict(&all[3], Verdict::Returned)]);
        let pending = lists.reviewing(Standing::Pending, 2);
        assert_eq!(titles(&pending), ["记录 5", "记录 3"]);
        assert_eq!(pending.counts, [3, 1, 1]);
        assert_eq!(titles(&lists.reviewing(Standing::Approved, 9)), ["记录 2"]);
        assert_eq!(titles(&lists.reviewing(Standing::Returned, 9)), ["记录 4"]);
    }

    #[test]
    fn a_record_that_was_edited_since_waits_again_and_one_that_is_erased_is_gone() {
        let first = filled(1, &[], "东区");
        let approved = verdict(&first, Verdict::Approved);
        let mut lists = Lists::default();
        tell(&mut lists, &[vec![first.clone()]], &[approved]);
        assert_eq!(lists.reviewing(Standing::Pending, 9).counts, [0, 1, 0]);
        let edited = filled(1, &[&first], "西区");
        tell(&mut lists, &[vec![first.clone(), edited.clone()]], &[]);
        let pending = lists.reviewing(Standing::Pending, 9);
        assert_eq!((pending.counts, pending.lines[0].revision), ([1, 0, 0], edited.hash()));
        lists.roll.take(Vec::new(), &BTreeSet::from([first.submission().record]));
        assert_eq!(lists.reviewing(Standing::Pending, 9).counts, [0, 0, 0]);
    }

    #[test]
    fn what_is_to_be_decided_is_looked_at_again_once_its_row_changed_and_lists_have_no_row_of_it() {
        let first = filled(1, &[], "");
        let (east, west) = (filled(1, &[&first], "东区"), filled(1, &[&first], "西区"));
        let key =
            EntityKey { list: ListName::new(RECORDS), entity: EntityId::new(first.submission().record.to_string()) };
        let mut lists = Lists::default();
        let revisions = vec![first.clone(), east.clone(), west.clone()];
        tell(&mut lists, std::slice::from_ref(&revisions), &[]);
        assert_eq!(lists.in_conflict(), BTreeSet::from([key.clone()]));
        let asked = Answers::of(first.submission().record, &revisions).unwrap().asked(None);
        lists.disputes.insert(key.clone(), asked);
        assert_eq!(lists.open(9).records, [first.submission().record]);
        assert!(lists.reviewing(Standing::Pending, 9).lines[0].is_disputed);
        let settled = filled(1, &[&east, &west], "东区");
        tell(&mut lists, &[[revisions, vec![settled]].concat()], &[]);
        lists.forget_records(&Seen::These(BTreeSet::from([first.submission().record])));
        assert_eq!((lists.in_conflict(), lists.disputes.len()), (BTreeSet::new(), 0));
        let overview = lists.answer(ListQuestion::Overview);
        assert_eq!(overview, ListAnswer::Overview(Vec::new()));
    }
}
