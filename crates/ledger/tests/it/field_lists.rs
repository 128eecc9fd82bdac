//! A list in the field's own format: what leaves under `name`, `label`, `__version` and the names of properties comes in again
//! under the ids that it has.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ledger::intake::{
    CellProblem, Checked, Desk, Form, Grid, Mapping, Opened, Problem, Standing, Target, check, likest, open,
};
use ledger::report::EntityFile;
use ledger::{EntityKey, EntityState, histories};
use record::{
    EntityChange, EntityChangeKind, EntityId, ErasedEntity, FormRef, ListName, OfficerId, RecordId, Revision, Sha256,
    Submission,
};
use sheet::{Guard, Limits, Table};

use crate::intake::{desk, device, now, registration, revisions, words};

const CODE: &str = "91652899MA1DGFBA0U";
const OTHER: &str = "916528991221571451";

/// A list, an id, and what is said.
type Said<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

/// Entities of the desk, as records made them.
fn made(entities: &[Said<'_>]) -> Vec<EntityState> {
    let change = |(list, id, said): &Said<'_>| EntityChange {
        label: said.iter().find(|(name, _)| *name == "short_name").or(said.first()).map(|(_, text)| (*text).to_owned()),
        properties: said.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
        ..EntityChange::create(ListName::new(*list), EntityId::new(*id))
    };
    let revision = Revision::write(Submission {
        record: RecordId::new(now(), [3; 10]),
        parents: Vec::new(),
        form: FormRef { id: "样例".to_owned(), version: "1".to_owned(), hash: Sha256::of(b"f") },
        device: device(),
        officer: OfficerId::new("样例01"),
        finalized_at: now(),
        sequence: 1,
        instance_name: None,
        answers: serde_json::Map::new(),
        entities: entities.iter().map(change).collect(),
        attachments: Vec::new(),
        remarks: Vec::new(),
        erasure: None,
        decision: None,
    })
    .expect("a revision");
    histories([&revision]).values().map(|history| history.state()).collect()
}

const TEXTILE: &[(&str, &str)] = &[
    ("ent_name", "样例纺织有限公司"),
    ("short_name", "样例纺织"),
    ("pinyin", "ylfz"),
    ("id_kind", "uscc"),
    ("uscc", CODE),
    ("ownership", "private"),
    ("non_public", "yes"),
    ("reg_status", "active"),
    ("founded_on", "2013-05-20"),
    ("industry_section", "C"),
    ("industry_division", "17"),
    ("chain", "chain_textile"),
    ("area", "area_1"),
    ("service_group", "g1"),
    ("address", "=1+1"),
    ("has_premises", "yes"),
    ("premises_kind", "leased_plant"),
    ("has_staff", "yes"),
    ("has_operation", "yes"),
    ("three_haves", "yes"),
    ("employees", "320"),
    ("revenue_wan", "3500"),
    ("size_category", "industry"),
    ("ent_size", "medium"),
    ("data_source", "visit"),
    ("canvassed_on", "2023-10-31"),
];
const MACHINES: &[(&str, &str)] = &[
    ("ent_name", "样例重工机械有限公司"),
    ("id_kind", "uscc"),
    ("uscc", OTHER),
    ("ownership", "private"),
    ("non_public", "yes"),
    ("reg_status", "active"),
    ("industry_section", "C"),
    ("industry_division", "13"),
    ("chain", "none"),
    ("area", "area_2"),
    ("address", "样例路2号"),
    ("has_premises", "no"),
    ("has_staff", "yes"),
    ("has_operation", "yes"),
    ("three_haves", "no"),
    ("size_category", "industry"),
    ("ent_size", "unknown"),
    ("data_source", "visit"),
    ("canvassed_on", "2023-10-31"),
];
const GROUP: &[(&str, &str)] = &[("platform_name", "样例服务组"), ("kind", "service_group"), ("active", "yes")];

fn ledger() -> Vec<EntityState> {
    made(&[("enterprises", "e-1", TEXTILE), ("enterprises", "e-2", MACHINES), ("platforms", "g1", GROUP)])
}

/// A ledger without enterprises.
fn groups() -> Vec<EntityState> {
    ledger().into_iter().filter(|state| state.list.as_str() == "platforms").collect()
}

/// A list as forms of the field read one.
fn written(states: &[EntityState], list: &str, guard: Guard) -> Vec<u8> {
    let of_list = || states.iter().filter(|state| state.list.as_str() == list);
    let properties: BTreeSet<String> = of_list().flat_map(|state| state.properties.keys().cloned()).collect();
    let mut file = EntityFile::new(properties.into_iter().filter(|name| name != "label").collect(), guard);
    of_list().for_each(|state| file.entity(state));
    file.finish()
}

fn table(bytes: &[u8]) -> Table {
    sheet::read_csv(bytes, &Limits::default()).expect("a table")
}

fn opened(bytes: &[u8], form: &Form) -> (Grid, Opened) {
    let grid = Grid::of_csv(std::str::from_utf8(bytes).expect("a text"), &Limits::default()).expect("a grid");
    let opened = open(&grid, form, &words(), &[], now()).expect("headings");
    (grid, opened)
}

fn taken_in(bytes: &[u8], states: Vec<EntityState>) -> Checked {
    let (grid, opened) = opened(bytes, &registration());
    let words = words();
    check(&grid, &registration(), &opened.header, &opened.guess, desk(&words, states))
}

/// What there is of enterprises once the rows of a table are in, by id.
fn after(checked: &Checked, known: &[Revision]) -> BTreeMap<String, EntityState> {
    let revisions = revisions(checked);
    let states = histories(revisions.iter().chain(known)).into_values().map(|history| history.state());
    states.map(|state| (state.id.to_string(), state)).collect()
}

fn problems(checked: &Checked) -> Vec<(u32, &Problem)> {
    checked.rows.iter().flat_map(|row| row.found.iter().map(|found| (row.number, &found.problem))).collect()
}

/// A table with one cell changed.
fn with(bytes: &[u8], id: &str, column: &str, text: &str) -> Vec<u8> {
    let table = table(bytes);
    let place = table.columns.iter().position(|name| name == column).expect("a column");
    let rows = (0..table.rows.len()).map(|row| {
        let mut cells: Vec<String> = table.rows.row(row).map(str::to_owned).collect();
        if cells[0] == id {
            cells[place] = text.to_owned();
        }
        cells
    });
    sheet::write_csv(&Table::new(table.columns.clone(), rows.collect::<Vec<_>>()))
}

#[test]
fn every_column_of_such_a_list_is_matched_by_itself() {
    let bytes = written(&ledger(), "enterprises", Guard::Apostrophe);
    let (_, opened) = opened(&bytes, &registration());
    let heading = |column: u16| opened.header.columns[usize::from(column)].text();
    let entity = opened.guess.entity().expect("a column of ids");
    assert_eq!(heading(entity), "name");
    let asked = |path: &str| opened.asked.iter().find(|asked| asked.path == path).expect("a question");
    for (column, target) in &opened.guess.columns {
        let heading = heading(*column);
        match target {
            Target::Question { path, .. } => {
                let question = asked(path);
                assert!(question.name == heading || question.properties.contains(&heading), "{heading} {question:?}");
            }
            Target::Entity => {}
            // What the form works out, and what the ledger counts.
            Target::Nothing | Target::Refused => assert!(
                ["label", "__version", "non_public", "three_haves", "size_category", "ent_size"]
                    .contains(&heading.as_str()),
                "{heading}"
            ),
        }
    }
    // The code is asked under another name than it is kept under.
    let code = opened.header.columns.iter().find(|heading| heading.text() == "uscc").expect("codes");
    assert_eq!(opened.guess.question(code.column).map(|(path, _)| asked(path).name.as_str()), Some("uscc_input"));
}

#[test]
fn a_list_comes_back_into_an_empty_ledger_under_its_own_ids_with_all_that_it_says() {
    let states = ledger();
    for guard in [Guard::Apostrophe, Guard::None] {
        let checked = taken_in(&written(&states, "enterprises", guard), groups());
        assert_eq!(problems(&checked), []);
        assert!(checked.rows.iter().all(|row| row.standing == Standing::New && row.made.is_some()), "{checked:?}");
        let after = after(&checked, &[]);
        assert_eq!(after.keys().collect::<Vec<_>>(), ["e-1", "e-2"]);
        for state in states.iter().filter(|state| state.list.as_str() == "enterprises") {
            let again = &after[state.id.as_str()];
            for name in state.properties.keys() {
                assert_eq!(again.text(name), state.text(name), "{name} of {}", state.id);
            }
            assert_eq!(again.title(), state.title());
        }
        // The record itself names its enterprise by that id, and by no other.
        for revision in revisions(&checked) {
            let id = revision.submission().entities[0].entity.to_string();
            let said = serde_json::to_string(&revision.submission().answers).expect("answers");
            assert!(said.contains(&format!("\"entity_key\":\"{id}\"")), "{said}");
        }
    }
}

#[test]
fn a_list_that_says_what_the_ledger_says_changes_nothing_and_a_changed_cell_updates_its_own_entity() {
    let states = ledger();
    let bytes = written(&states, "enterprises", Guard::Apostrophe);
    let same = taken_in(&bytes, states.clone());
    assert_eq!(problems(&same), []);
    assert!(same.rows.iter().all(|row| row.standing == Standing::Same && row.made.is_none()), "{same:?}");

    // Neither the name nor the code tells which enterprise it is any more: the id does.
    let mut changed = with(&bytes, "e-2", "ent_name", "样例重工集团有限公司");
    changed = with(&changed, "e-2", "uscc", "91652899MA1DGFB253");
    let checked = taken_in(&changed, states);
    assert_eq!(problems(&checked), []);
    assert_eq!(checked.rows[0].standing, Standing::Same);
    assert_eq!(checked.rows[1].standing, Standing::Update { label: "样例重工机械有限公司".to_owned() });
    let made = revisions(&checked);
    let change = &made[0].submission().entities[0];
    assert_eq!((made.len(), change.entity.as_str(), change.kind), (1, "e-2", EntityChangeKind::Update));
    assert_eq!(change.properties["ent_name"], "样例重工集团有限公司");
    assert_eq!(change.properties["uscc"], "91652899MA1DGFB253");
    assert_eq!(change.base.as_ref().map(|base| base.version), Some(1));
}

#[test]
fn an_id_that_became_one_with_another_leads_to_that_and_one_that_was_erased_to_nothing() {
    let states = ledger();
    let bytes = with(&written(&states, "enterprises", Guard::None), "e-2", "employees", "12");
    let (grid, opened) = opened(&with(&bytes, "e-2", "name", "e-9"), &registration());
    let key = |id: &str| EntityKey { list: ListName::new("enterprises"), entity: EntityId::new(id) };
    let words = words();
    let same = BTreeMap::from([(key("e-9"), key("e-2"))]);
    let beside = Desk { same, ..desk(&words, states.clone()) };
    let checked = check(&grid, &registration(), &opened.header, &opened.guess, beside);
    assert_eq!(revisions(&checked)[0].submission().entities[0].entity.as_str(), "e-2");

    let erased = BTreeSet::from([ErasedEntity { list: ListName::new("enterprises"), id: EntityId::new("e-9") }]);
    let beside = Desk { erased, ..desk(&words, states) };
    let checked = check(&grid, &registration(), &opened.header, &opened.guess, beside);
    assert_eq!(problems(&checked), [(3, &Problem::Erased)]);
    assert!(revisions(&checked).is_empty());
}

#[test]
fn an_id_that_stands_twice_or_cannot_be_one_is_told_with_its_row() {
    let bytes = written(&ledger(), "enterprises", Guard::None);
    let twice = taken_in(&with(&bytes, "e-2", "name", "e-1"), groups());
    assert!(problems(&twice).contains(&(3, &Problem::SameAsRow { row: 2 })), "{:?}", problems(&twice));
    assert_eq!(revisions(&twice).len(), 1);
    let known = taken_in(&with(&with(&bytes, "e-1", "employees", "1"), "e-2", "name", "e-1"), ledger());
    assert_eq!(problems(&known), [(3, &Problem::SameAsRow { row: 2 })]);
    let long = taken_in(&with(&bytes, "e-2", "name", &"长".repeat(86)), groups());
    assert!(problems(&long).contains(&(3, &Problem::Cell(CellProblem::NotAnId))), "{:?}", problems(&long));
    // A row without one is new under an id of its own.
    let without = after(&taken_in(&with(&bytes, "e-2", "name", ""), groups()), &[]);
    assert_eq!(without.len(), 2);
    assert!(without.contains_key("e-1") && !without.contains_key(""));
}

#[test]
fn a_new_id_with_a_code_that_the_ledger_has_updates_what_has_the_code() {
    let states = ledger();
    let bytes = with(&written(&states, "enterprises", Guard::None), "e-1", "name", "from-elsewhere");
    let checked = taken_in(&with(&bytes, "from-elsewhere", "employees", "12"), states);
    assert_eq!(checked.rows[0].standing, Standing::Update { label: "样例纺织".to_owned() });
    assert_eq!(revisions(&checked)[0].submission().entities[0].entity.as_str(), "e-1");
}

#[test]
fn what_a_person_said_of_the_column_of_ids_is_remembered() {
    let (_, opened) = opened(&written(&ledger(), "enterprises", Guard::None), &registration());
    let column = opened.header.columns.iter().find(|heading| heading.text() == "uscc").expect("codes");
    let mut mapping = opened.guess.clone();
    mapping.identify(column);
    assert_eq!(mapping.entity(), Some(column.column), "and no other column any more");
    let said = [mapping.remembered(&opened.header, &opened.asked)];
    let again = ledger::intake::guess(&opened.header, &opened.asked, &words(), likest(&opened.header, &said));
    assert_eq!(again.entity(), Some(column.column));
    let mut none = opened.guess.clone();
    let ids = opened.header.columns.iter().find(|heading| heading.text() == "name").expect("ids");
    none.take(ids, None);
    let said = [none.remembered(&opened.header, &opened.asked)];
    let again = ledger::intake::guess(&opened.header, &opened.asked, &words(), likest(&opened.header, &said));
    assert_eq!(again.entity(), None::<u16>);
    assert_eq!(Mapping::default().entity(), None);
}

/// A form that only begins visits.
fn visits() -> Form {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pack/liaison_visit.xlsx");
    let workbook = sheet::read_xlsx(&std::fs::read(path).expect("a workbook"), &Limits::default()).expect("a form");
    let definition = form::compile(&workbook, &BTreeMap::new()).form.expect("a form");
    Form { definition: Rc::new(definition), files: BTreeMap::new(), language: 0 }
}

#[test]
fn a_form_that_only_begins_says_so_of_an_id_that_the_ledger_has() {
    let states = made(&[("visits", "v-1", &[("summary", "样例走访"), ("visit_date", "2023-10-31")])]);
    let form = visits();
    let checked = |bytes: &[u8]| {
        let (grid, opened) = opened(bytes, &form);
        let words = words();
        check(&grid, &form, &opened.header, &opened.guess, desk(&words, states.clone()))
    };
    let bytes = written(&states, "visits", Guard::None);
    let same = checked(&bytes);
    assert_eq!((problems(&same), &same.rows[0].standing), (vec![], &Standing::Same));
    let other = checked(&with(&bytes, "v-1", "summary", "另一次走访"));
    assert_eq!(problems(&other), [(2, &Problem::OnlyBegins)]);
}
