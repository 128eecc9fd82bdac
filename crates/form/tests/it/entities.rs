//! Entities that a finished form creates or updates.

use std::rc::Rc;

use form::Shown;
use form::scenario::{Scenario, Sheets, ask, choice, entity, node};
use form::view::Violation;
use record::{EntityBase, EntityChangeKind};

fn registration() -> Sheets {
    Sheets::new([
        ask("select_one mode", "mode").default("new"),
        ask("select_one_from_file enterprises.csv", "existing").relevant("${mode} = 'update'"),
        ask("calculate", "key").calculation("if(${mode} = 'update', ${existing}, once(uuid()))"),
        ask("text", "title").save_to("title"),
        ask("integer", "staff").save_to("staff"),
        ask("text", "hidden").save_to("hidden").relevant("${title} = 'nobody'"),
    ])
    .choices([choice("mode", "new"), choice("mode", "update")])
    .entities([entity("enterprises")
        .label("${title}")
        .entity_id("${key}")
        .create_if("${mode} = 'new'")
        .update_if("${mode} = 'update'")])
    .file("enterprises.csv", "name,label,title,staff\ne1,One,样例一号,5\ne2,Two,样例二号,6")
}

fn at(version: u32) -> Shown {
    Shown { base: EntityBase { version, ..EntityBase::default() }, ..Shown::default() }
}

fn on_a_device_that_knows(sheets: &Sheets, entities: &[(&str, u32)]) -> Scenario {
    let s = sheets.start();
    let device = Rc::clone(&s.device);
    for &(entity, version) in entities {
        device.entities.borrow_mut().insert(("enterprises".to_owned(), entity.to_owned()), at(version));
    }
    Scenario::of(Rc::clone(s.instance.form()), device)
}

#[test]
fn a_new_enterprise_is_created_with_what_was_answered() {
    let mut s = registration().start();
    s.answer("/data/title", "样例三号");
    let record = s.finalized();
    let [change] = &record.0.entities[..] else { panic!("one change") };
    assert_eq!(change.kind, EntityChangeKind::Create);
    assert_eq!(change.entity.as_str(), record.get("/data/key").unwrap().as_str().unwrap());
    assert_eq!(change.label.as_deref(), Some("样例三号"));
    assert_eq!(change.properties.iter().collect::<Vec<_>>(), [(&"title".to_owned(), &"样例三号".to_owned())]);
    assert_eq!(change.base, None);
}

#[test]
fn an_update_clears_what_was_left_blank_and_is_silent_about_what_was_not_asked() {
    let mut s = on_a_device_that_knows(&registration(), &[("e1", 3)]);
    s.answer("/data/mode", "update").answer("/data/existing", "e1").answer("/data/title", "样例改名");
    let record = s.finalized();
    let [change] = &record.0.entities[..] else { panic!("one change") };
    assert_eq!((change.kind, change.entity.as_str()), (EntityChangeKind::Update, "e1"));
    let properties: Vec<_> = change.properties.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(properties, [("staff", ""), ("title", "样例改名")]);
    assert_eq!(change.base.as_ref().map(|base| base.version), Some(3));
}

/// Whom a form spoke to may be erased later; what says it again must be told from what says something else.
#[test]
fn a_change_says_which_of_a_persons_data_stay_as_they_were_shown() {
    let sheets = Sheets::new([
        ask("select_one_from_file enterprises.csv", "existing"),
        ask("text", "name").save_to("contact_name"),
        ask("text", "phone").save_to("contact_phone"),
        ask("integer", "staff").save_to("staff"),
    ])
    .entities([entity("enterprises").entity_id("${existing}")])
    .file("enterprises.csv", "name,label\ne1,One\n");
    let s = sheets.start();
    let said = [("contact_name", "样例甲"), ("contact_phone", "400-000-0000")];
    let person = said.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
    let shown = Shown { person, ..at(3) };
    s.device.entities.borrow_mut().insert(("enterprises".to_owned(), "e1".to_owned()), shown);
    let mut s = Scenario::of(Rc::clone(s.instance.form()), Rc::clone(&s.device));
    s.answer("/data/existing", "e1").answer("/data/name", "样例甲").answer("/data/phone", "400-000-0001");
    s.answer("/data/staff", "5");
    let unchanged =
        |s: &mut Scenario| -> Vec<String> { s.finalized().0.entities[0].unchanged.iter().cloned().collect() };
    assert_eq!(unchanged(&mut s), ["contact_name"]);

    // What was shown when it was chosen counts, also in a draft that is opened again and once the list says something else.
    s.device.entities.borrow_mut().insert(("enterprises".to_owned(), "e1".to_owned()), at(4));
    s.restart().answer("/data/phone", "400-000-0000");
    assert_eq!(unchanged(&mut s), ["contact_name", "contact_phone"]);
}

#[test]
fn the_base_is_that_of_the_moment_of_choice_also_after_a_restart() {
    let mut s = on_a_device_that_knows(&registration(), &[("e1", 3), ("e2", 1)]);
    s.answer("/data/mode", "update").answer("/data/existing", "e1");
    s.device.entities.borrow_mut().insert(("enterprises".to_owned(), "e1".to_owned()), at(4));
    s.restart().answer("/data/title", "样例");
    let version = |s: &mut Scenario| s.finalized().0.entities[0].base.as_ref().map(|base| base.version);
    assert_eq!(version(&mut s), Some(3));
    s.answer("/data/existing", "e2").answer("/data/existing", "e1");
    assert_eq!(version(&mut s), Some(4));
}

#[test]
fn neither_created_nor_updated_is_no_change() {
    let mut s = registration().start();
    s.answer("/data/mode", "");
    assert_eq!(s.finalized().0.entities, []);
}

#[test]
fn each_repeat_instance_makes_an_entity_of_its_own() {
    let mut s = Sheets::new([
        ask("begin repeat", "tree"),
        ask("text", "species").save_to("species"),
        ask("end repeat", "tree"),
    ])
    .entities([entity("trees").label("${species}")])
    .start();
    s.answer("/data/tree[1]/species", "oak").add("/data/tree").answer("/data/tree[2]/species", "elm");
    let record = s.finalized();
    let labels: Vec<_> = record.0.entities.iter().filter_map(|change| change.label.as_deref()).collect();
    assert_eq!(labels, ["oak", "elm"]);
    assert_ne!(record.0.entities[0].entity, record.0.entities[1].entity);
}

#[test]
fn a_new_entity_without_a_label_asks_for_what_would_give_it() {
    let mut s = Sheets::new([ask("text", "short"), ask("text", "full"), ask("integer", "staff").save_to("staff")])
        .entities([entity("enterprises").label("coalesce(${short}, ${full})")])
        .start();
    s.answer("/data/staff", "5").check("/data/short", node().fine());
    assert_eq!(s.invalid(), ["/data/short"]);
    s.check("/data/short", node().problem(Violation::Nameless)).check("/data/full", node().fine());
    s.answer("/data/full", "样例全称");
    assert_eq!(s.finalized().0.entities[0].label.as_deref(), Some("样例全称"));
    s.check("/data/short", node().fine());
    s.answer("/data/full", "");
    assert_eq!(s.invalid(), ["/data/short"]);
    s.answer("/data/short", "样例").check("/data/short", node().fine());
    assert_eq!(s.finalized().0.entities[0].label.as_deref(), Some("样例"));
}
