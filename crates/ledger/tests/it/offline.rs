//! A tablet without a connection: forms filled one after the other on what it made itself, and a desk that hears of it
//! in any order.

use std::collections::BTreeMap;
use std::rc::Rc;

use form::scenario::{Device as Filler, Scenario, Sheets, ask, choice, entity, node};
use ledger::{EntityHistory, EntityState, Known, histories, plan, shown, table};
use record::{
    DeviceId, EntityBase, EntityChange, EntityChangeKind, FormRef, OfficerId, RecordId, Revision, Sha256, Submission,
    Timestamp,
};

use crate::world::{create, history, key, update};

/// A tablet as the app keeps one: the records that it made, and those that came to it.
struct Tablet {
    id: DeviceId,
    known: Vec<Revision>,
    sequence: u64,
}

impl Tablet {
    fn new(name: &str) -> Self {
        Self { id: DeviceId::new(name), known: Vec::new(), sequence: 0 }
    }

    /// Opens a form with the lists as they stand on this tablet now.
    fn open(&self, form: &Sheets) -> Scenario {
        let states: Vec<EntityState> = histories(&self.known).values().map(EntityHistory::state).collect();
        let filler = Filler::new(BTreeMap::from([("enterprises.csv".to_owned(), table(&states))]));
        for state in &states {
            let name = (state.list.to_string(), state.id.to_string());
            filler.entities.borrow_mut().insert(name, shown(state, &self.id));
        }
        Scenario::of(Rc::new(form.compile()), Rc::new(filler))
    }

    /// Turns what was filled into a record, which is part of the tablet's lists at once.
    fn finish(&mut self, filled: &mut Scenario) -> Vec<EntityChange> {
        let finished = filled.finalized().0;
        self.sequence += 1;
        let now = Timestamp::new(1_768_464_000_000, 480);
        let seed = Sha256::of(format!("{} {}", self.id, self.sequence).as_bytes());
        let revision = Revision::write(Submission {
            record: RecordId::new(now, std::array::from_fn(|place| seed.as_bytes()[place])),
            parents: Vec::new(),
            form: FormRef { id: "test".to_owned(), version: "1".to_owned(), hash: Sha256::of(b"test") },
            device: self.id.clone(),
            officer: OfficerId::new("样例"),
            finalized_at: now,
            sequence: self.sequence,
            instance_name: None,
            answers: finished.answers,
            entities: finished.entities.clone(),
            attachments: Vec::new(),
            remarks: Vec::new(),
            erasure: None,
            decision: None,
        });
        self.known.push(revision.expect("a submission can be written"));
        finished.entities
    }
}

fn registration() -> Sheets {
    let was = |property: &str| format!("instance('enterprises')/root/item[name = ${{existing}}]/{property}");
    Sheets::new([
        ask("select_one mode", "mode").default("new"),
        ask("select_one_from_file enterprises.csv", "existing").relevant("${mode} = 'update'"),
        ask("calculate", "new_key").calculation("once(uuid())"),
        ask("calculate", "key").calculation("if(${mode} = 'update', ${existing}, ${new_key})"),
        ask("text", "title").calculation(&was("title")).trigger("${existing}").save_to("title"),
        ask("integer", "staff").calculation(&was("staff")).trigger("${existing}").save_to("staff"),
    ])
    .choices([choice("mode", "new"), choice("mode", "update")])
    .entities([entity("enterprises")
        .label("${title}")
        .entity_id("${key}")
        .create_if("${mode} = 'new'")
        .update_if("${mode} = 'update'")])
}

/// Another form that has its say about the same list.
fn visit() -> Sheets {
    Sheets::new([ask("select_one_from_file enterprises.csv", "ent"), ask("select_one yes_no", "open").save_to("open")])
        .choices([choice("yes_no", "yes"), choice("yes_no", "no")])
        .entities([entity("enterprises").entity_id("${ent}")])
}

/// Registered, registered anew and visited, all before anybody hears of it. Gives the id and the three changes.
fn three_forms(tablet: &mut Tablet) -> (String, [EntityChange; 3]) {
    let mut s = tablet.open(&registration());
    s.answer("/data/title", "样例一号").answer("/data/staff", "20");
    let made = tablet.finish(&mut s).remove(0);
    let id = made.entity.to_string();

    let mut s = tablet.open(&registration());
    s.answer("/data/mode", "update").check("/data/existing", node().choices(&[&id]));
    assert_eq!(s.choices("/data/existing")[0].label, "样例一号");
    s.answer("/data/existing", &id).check("/data/title", node().value("样例一号"));
    s.answer("/data/title", "样例改名").answer("/data/staff", "25");
    let renamed = tablet.finish(&mut s).remove(0);

    let mut s = tablet.open(&visit());
    assert_eq!(s.choices("/data/ent")[0].label, "样例改名");
    s.answer("/data/ent", &id).answer("/data/open", "yes");
    let visited = tablet.finish(&mut s).remove(0);
    (id, [made, renamed, visited])
}

fn of(change: &EntityChange) -> EntityBase {
    change.base.clone().expect("a base")
}

fn state(id: &str, revisions: &[Revision]) -> EntityState {
    history(&key("enterprises", id), revisions).state()
}

#[test]
fn each_form_goes_on_from_what_the_tablet_made_itself() {
    let mut tablet = Tablet::new("tablet");
    let (_, [made, renamed, visited]) = three_forms(&mut tablet);
    assert_eq!((made.kind, &made.base), (EntityChangeKind::Create, &None));
    assert_eq!((renamed.kind, visited.kind), (EntityChangeKind::Update, EntityChangeKind::Update));
    let (renamed, visited) = (of(&renamed), of(&visited));
    assert_eq!((renamed.version, visited.version), (1, 2));
    assert_eq!((renamed.heads.len(), visited.heads.len()), (1, 1));
    assert_eq!(renamed.heads[0].revision, tablet.known[0].hash());
    assert_eq!(visited.heads[0].revision, tablet.known[1].hash());
    assert_eq!((renamed.trunk_version, visited.trunk_version), (None, None), "nobody else has it yet");
    assert!(renamed.branch_id.is_some());
    assert_eq!(renamed.branch_id, visited.branch_id);
}

#[test]
fn a_desk_has_one_ledger_of_a_chain_whatever_came_first() {
    let mut tablet = Tablet::new("tablet");
    let (id, _) = three_forms(&mut tablet);
    let whole = state(&id, &tablet.known);
    assert_eq!((whole.version, whole.parallel, whole.conflicts.len()), (3, false, 0));
    assert_eq!(whole.title(), "样例改名");
    assert_eq!(["title", "staff", "open"].map(|property| whole.text(property)), ["样例改名", "25", "yes"]);

    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut desk = Known::default();
        for place in order {
            let batch = plan(&desk, std::slice::from_ref(&tablet.known[place]));
            assert_eq!((batch.report.added, batch.report.conflicts.len()), (1, 0), "{order:?}");
            desk.apply(&batch);
        }
        assert_eq!(desk.entities[&key("enterprises", &id)].state(), whole, "{order:?}");
    }
}

#[test]
fn a_link_that_is_missing_leaves_the_version_that_the_tablet_showed() {
    let mut tablet = Tablet::new("tablet");
    let (id, _) = three_forms(&mut tablet);
    let late = state(&id, &tablet.known[2..]);
    assert_eq!((late.version, late.created.is_none(), late.text("open")), (3, true, "yes"));
    let torn = state(&id, &[tablet.known[0].clone(), tablet.known[2].clone()]);
    assert_eq!((torn.version, torn.parallel, torn.text("staff")), (3, true, "20"));
}

#[test]
fn the_trunk_is_the_last_version_that_came_from_elsewhere() {
    let mut office = crate::world::Device::new("office");
    let made = office.write(vec![create("enterprises", "样例", &[("title", "样例"), ("label", "样例")])]);
    let moved = office.write(vec![update("enterprises", "样例", &[("staff", "9")], &[&made])]);
    let mut tablet = Tablet::new("tablet");
    tablet.known.extend([made.clone(), moved.clone()]);
    let visited = |tablet: &mut Tablet, answer: &str| {
        let mut s = tablet.open(&visit());
        s.answer("/data/ent", "样例").answer("/data/open", answer);
        of(&tablet.finish(&mut s)[0])
    };
    let (first, second) = (visited(&mut tablet, "yes"), visited(&mut tablet, "no"));
    assert_eq!((first.version, first.trunk_version), (2, Some(2)));
    assert_eq!((second.version, second.trunk_version), (3, Some(2)));
    assert_eq!(first.branch_id, second.branch_id);

    let parallel = office.write(vec![update("enterprises", "样例", &[("staff", "10")], &[&made, &moved])]);
    tablet.known.push(parallel);
    let (joined, next) = (visited(&mut tablet, "yes"), visited(&mut tablet, "no"));
    assert_eq!((joined.version, joined.heads.len(), joined.trunk_version), (4, 2, Some(4)));
    assert_eq!((next.version, next.heads.len(), next.trunk_version), (5, 1, Some(4)));
    assert_ne!(joined.branch_id, first.branch_id, "news from elsewhere ends a branch");
    assert_eq!(joined.branch_id, next.branch_id);
    let state = state("样例", &tablet.known);
    assert_eq!((state.text("staff"), state.text("open"), state.conflicts.len()), ("10", "no", 0));
}

#[test]
fn two_tablets_that_start_from_the_same_version_are_on_branches_of_their_own() {
    let mut office = crate::world::Device::new("office");
    let made = office.write(vec![create("enterprises", "样例", &[("title", "样例"), ("label", "样例")])]);
    let branch = |name: &str| {
        let mut tablet = Tablet::new(name);
        tablet.known.push(made.clone());
        let mut s = tablet.open(&visit());
        s.answer("/data/ent", "样例").answer("/data/open", "yes");
        of(&tablet.finish(&mut s)[0])
    };
    let (one, two) = (branch("one"), branch("two"));
    assert_eq!((one.version, one.trunk_version, &one.heads), (two.version, two.trunk_version, &two.heads));
    assert_ne!(one.branch_id, two.branch_id);
}
