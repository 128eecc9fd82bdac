//! The forms that come with the project, filled as an officer fills them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use form::definition::{Part, Text};
use form::scenario::{Device, Scenario, node};
use form::view::Violation;
use form::{Action, FormDefinition};
use record::EntityChangeKind;
use serde_json::{Value, json};
use sheet::{Limits, Table, read_csv, read_xlsx};

fn pack(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pack").join(name)
}

fn table(name: &str) -> Table {
    read_csv(&std::fs::read(pack(name)).expect("a file of the pack"), &Limits::default()).expect("a table")
}

const ENTERPRISES: &str = "name,label,pinyin,ent_name,short_name,uscc,id_kind,ownership,reg_status,industry_section,\
industry_division,has_premises,has_staff,has_operation,employees,revenue_wan,area,address,chain,contact_name,\
contact_phone,notice_given,data_source,canvassed_on\n\
e1,样例纺织,ylfz,样例纺织有限公司,样例纺织,91652899MA1DGFBA0U,uscc,private,active,C,17,yes,yes,yes,120,5000,area_1,\
样例路1号,none,样例甲,0996-2000001,yes,visit,2025-06-01\n";

const NEEDS: &str = "name,label,need_status,reopened_times,raised_on\n\
n1,N20260101-aaaa 样例问题,open,0,2026-01-01\nn2,N20260102-bbbb 样例问题,closed,0,2026-01-02\n";

const PLATFORMS: &str = "name,label,kind,active\np1,样例服务组,service_group,yes\n";

const SOCIAL_ORGS: &str = "name,label\ns1,样例协会\n";

/// A form of the pack on a device with a small ledger.
pub fn start(form: &str) -> Scenario {
    Scenario::of(Rc::new(compiled(form)), Rc::new(Device::new(files())))
}

pub fn files() -> BTreeMap<String, Table> {
    let text = |text: &str| read_csv(text.as_bytes(), &Limits::default()).expect("a table");
    BTreeMap::from([
        ("industries.csv".to_owned(), table("industries.csv")),
        ("size_thresholds.csv".to_owned(), table("size_thresholds.csv")),
        ("holidays.csv".to_owned(), table("holidays.csv")),
        ("enterprises.csv".to_owned(), text(ENTERPRISES)),
        ("needs.csv".to_owned(), text(NEEDS)),
        ("platforms.csv".to_owned(), text(PLATFORMS)),
        ("social_orgs.csv".to_owned(), text(SOCIAL_ORGS)),
    ])
}

pub fn compiled(form: &str) -> FormDefinition {
    let bytes = std::fs::read(pack(&format!("{form}.xlsx"))).expect("a workbook");
    let workbook = read_xlsx(&bytes, &Limits::default()).expect("a workbook that can be read");
    form::compile(&workbook, &files()).form.expect("a form")
}

fn answer_all(s: &mut Scenario, answers: &[(&str, &str)]) {
    for (path, value) in answers {
        s.answer(&format!("/data/{path}"), value);
        assert_eq!(s.question(&format!("/data/{path}")).problem, None, "{path}");
    }
}

#[test]
fn a_new_enterprise_is_registered() {
    let mut s = start("enterprise_registration");
    assert!(s.invalid().contains(&"/data/g_id/ent_name".to_owned()));
    answer_all(
        &mut s,
        &[
            ("g_id/ent_name", "样例新材料有限公司"),
            ("g_id/short_name", "样例新材"),
            ("g_id/uscc_input", "９１６５２８９９ma1dgfba0u"),
            ("g_id/dup_action", "keep_new"),
        ][..3],
    );
    s.check("/data/g_id/uscc", node().value("91652899MA1DGFBA0U"));
    s.check("/data/g_id/dup_count", node().value("1")).check("/data/g_id/dup_note", node().relevant());
    s.check("/data/g_id/dup_name", node().value("样例纺织"));
    answer_all(&mut s, &[("g_id/uscc_input", "916528991221571451")]);
    s.check("/data/g_id/dup_note", node().not_relevant());
    answer_all(
        &mut s,
        &[
            ("g_id/ownership", "private"),
            ("g_ind/industry_section", "C"),
            ("g_ind/industry_division", "17"),
            ("g_ind/area", "area_1"),
            ("g_ind/service_group", "p1"),
            ("g_ind/address", "样例路2号"),
            ("g_three/has_premises", "yes"),
            ("g_three/premises_kind", "office"),
            ("g_three/has_staff", "yes"),
            ("g_three/has_operation", "yes"),
            ("g_size/employees", "300"),
            ("g_size/revenue_wan", "2000"),
        ],
    );
    s.check("/data/g_id/non_public", node().value("yes")).check("/data/g_three/three_haves", node().value("yes"));
    s.check("/data/g_size/ent_size", node().value("medium"));
    assert_eq!(s.picked("/data/g_size/ent_size"), ["中型"]);
    assert_eq!(s.picked("/data/g_three/three_haves"), ["是"]);
    s.check("/data/canvassed_on", node().value("2026-01-15"));

    let record = s.finalized();
    assert_eq!(record.get("/data/g_size/employees"), Some(&json!(300)));
    assert_eq!(record.get("/data/g_size/ent_size"), Some(&json!("medium")));
    assert_eq!(record.get("/data/existing"), None);
    let [change] = &record.0.entities[..] else { panic!("one change") };
    assert_eq!(change.kind, EntityChangeKind::Create);
    assert_eq!(change.label.as_deref(), Some("样例新材"));
    assert_eq!(change.properties["uscc"], "916528991221571451");
    assert_eq!(change.properties["ent_size"], "medium");
    assert_eq!(Some(change.entity.as_str()), record.get("/data/entity_key").and_then(Value::as_str));
}

#[test]
fn an_update_starts_from_what_the_ledger_knows_and_keeps_what_is_edited() {
    let mut s = start("enterprise_registration");
    answer_all(&mut s, &[("mode", "update"), ("existing", "e1")]);
    for (path, value) in [
        ("/data/g_id/ent_name", "样例纺织有限公司"),
        ("/data/g_id/uscc", "91652899MA1DGFBA0U"),
        ("/data/g_ind/industry_division", "17"),
        ("/data/g_contact/contact_phone", "0996-2000001"),
        ("/data/g_size/ent_size", "small"),
    ] {
        s.check(path, node().value(value).relevant());
    }
    s.check("/data/g_id/dup_note", node().not_relevant());
    answer_all(&mut s, &[("g_id/ent_name", "样例纺织改名有限公司"), ("g_three/premises_kind", "office")][..1]);
    let premises = s.choices("/data/g_three/premises_kind")[0].value.clone();
    answer_all(
        &mut s,
        &[("g_three/premises_kind", &premises), ("g_size/employees", "400"), ("g_size/revenue_wan", "50000")],
    );
    s.restart();
    s.check("/data/g_id/ent_name", node().value("样例纺织改名有限公司"))
        .check("/data/g_size/ent_size", node().value("medium"));
    let record = s.finalized();
    let [change] = &record.0.entities[..] else { panic!("one change") };
    assert_eq!((change.kind, change.entity.as_str()), (EntityChangeKind::Update, "e1"));
    assert_eq!(change.properties["ent_name"], "样例纺织改名有限公司");
}

#[test]
fn a_visit_is_recorded() {
    let mut s = start("liaison_visit");
    let purpose = s.choices("/data/purposes")[0].value.clone();
    answer_all(
        &mut s,
        &[
            ("ent", "e1"),
            ("purposes", &purpose),
            ("summary", "样例：一切正常"),
            ("ledger_ok", "yes"),
            ("has_need", "yes"),
            ("need_count", "2"),
        ],
    );
    s.check("/data/subject_id", node().value("e1")).check("/data/subject_label", node().value("样例纺织"));
    s.check("/data/org", node().not_relevant());
    let record = s.finalized();
    assert_eq!(record.get("/data/need_count"), Some(&json!(2)));
    assert_eq!(record.get("/data/visit_date"), Some(&json!("2026-01-15")));
    assert_eq!(record.get("/data/geometry"), Some(&Value::Null));
    let [change] = &record.0.entities[..] else { panic!("one change") };
    assert_eq!((change.list.as_str(), change.kind), ("visits", EntityChangeKind::Create));
    assert_eq!(change.label.as_deref(), Some("2026-01-15 样例纺织"));
    assert_eq!(change.properties["subject_id"], "e1");
}

#[test]
fn a_need_is_reported() {
    let mut s = start("need_report");
    let category = s.choices("/data/need_category")[0].value.clone();
    answer_all(
        &mut s,
        &[("ent", "e1"), ("need_category", &category), ("title", "样例：用电不足"), ("urgency", "urgent")],
    );
    let due = s.choices("/data/urgency").len();
    assert!(due > 1);
    let code = s.instance.saved_text(s.id("/data/need_code")).expect("a code");
    assert!(code.starts_with("N20260115-") && code.len() == 14, "{code}");
    s.restart().answer("/data/wanted", "样例");
    s.check("/data/need_code", node().value(&code));
    let record = s.finalized();
    assert_eq!(record.get("/data/need_status"), Some(&json!("open")));
    let [change] = &record.0.entities[..] else { panic!("one change") };
    assert_eq!((change.list.as_str(), change.kind), ("needs", EntityChangeKind::Create));
    assert_eq!(change.label, Some(format!("{code} 样例：用电不足")));
    assert!(!change.properties["due_workdays"].is_empty());
}

#[test]
fn a_need_is_followed_up_to_its_closing() {
    let mut s = start("need_followup");
    s.check("/data/need", node().choices(&["n1"]));
    assert!(s.picked("/data/prev_status").is_empty());
    let action = s.choices("/data/actions")[0].value.clone();
    answer_all(&mut s, &[("need", "n1"), ("actions", &action), ("lead_unit", "样例单位"), ("progress", "样例")]);
    assert_eq!(s.picked("/data/prev_status"), ["待受理"]);
    s.answer("/data/new_status", "closed");
    assert_eq!(
        s.invalid(),
        ["/data/new_status", "/data/solved_on", "/data/enterprise_confirmed", "/data/satisfaction"]
    );
    answer_all(&mut s, &[("new_status", "reopened")]);
    s.check("/data/reopened_times", node().value("1"));
    let record = s.finalized();
    let [change] = &record.0.entities[..] else { panic!("one change") };
    assert_eq!((change.kind, change.entity.as_str(), change.label.as_deref()), (EntityChangeKind::Update, "n1", None));
    assert_eq!(change.properties["need_status"], "reopened");
}

#[test]
fn credit_codes_are_taken_and_refused_as_the_vectors_say() {
    let mut s = start("enterprise_registration");
    let vectors = table("uscc_vectors.csv");
    for row in 0..vectors.rows.len() {
        let cell = |column| vectors.get(row, column).unwrap_or_default();
        s.answer("/data/g_id/uscc_input", cell("input"));
        let violation = s.instance.violation(s.id("/data/g_id/uscc_input"));
        let is_doubtful = matches!(violation, Some(Violation::Unconfirmed(_)));
        let is_taken = violation.is_none() || is_doubtful;
        assert_eq!(is_taken, matches!(cell("expected"), "valid" | "warn"), "{} {:?}", cell("id"), cell("input"));
        assert_eq!(is_doubtful, cell("expected") == "warn", "{} {:?}", cell("id"), cell("input"));
        if is_taken {
            s.check("/data/g_id/uscc", node().value(cell("normalised")));
        }
    }
    assert!(vectors.rows.len() >= 55);
}

/// A social organisation's code follows the same rule; that it is none of theirs is only doubted.
#[test]
fn credit_codes_of_social_organisations_are_taken_and_refused_as_the_vectors_say() {
    let mut s = start("social_org_registration");
    let vectors = table("uscc_vectors.csv");
    for row in 0..vectors.rows.len() {
        let cell = |column| vectors.get(row, column).unwrap_or_default();
        s.answer("/data/uscc_input", cell("input"));
        let violation = s.instance.violation(s.id("/data/uscc_input"));
        let is_taken = matches!(violation, None | Some(Violation::Unconfirmed(_)));
        assert_eq!(is_taken, matches!(cell("expected"), "valid" | "warn"), "{} {:?}", cell("id"), cell("input"));
        if is_taken {
            s.check("/data/uscc", node().value(cell("normalised")));
        }
    }
    assert!(vectors.rows.len() >= 55);
}

#[test]
fn an_approval_takes_the_workdays_that_the_vectors_say_and_a_pause_takes_as_many_off() {
    let vectors = table("workday_vectors.csv");
    for row in 0..vectors.rows.len() {
        let cell = |column| vectors.get(row, column).unwrap_or_default();
        let mut s = start("approval_matter");
        s.answer("/data/approval_status", "approved");
        s.answer("/data/accepted_on", cell("start_excluded"));
        s.answer("/data/decided_on", cell("end_included"));
        s.answer("/data/has_pauses", "no");
        let worked_out = |s: &Scenario, name: &str| s.instance.saved_text(s.id(&format!("/data/{name}")));
        let workdays = Some(cell("workdays").to_owned());
        assert_eq!(worked_out(&s, "gross_workdays"), workdays, "{} {}", cell("id"), cell("why"));
        assert_eq!(worked_out(&s, "net_workdays"), workdays, "{} {}", cell("id"), cell("why"));
        s.answer("/data/has_pauses", "yes");
        s.answer("/data/pauses[1]/pause_from", cell("start_excluded"));
        s.answer("/data/pauses[1]/pause_to", cell("end_included"));
        assert_eq!(worked_out(&s, "paused_workdays"), workdays, "{} {}", cell("id"), cell("why"));
        assert_eq!(worked_out(&s, "net_workdays").as_deref(), Some("0"), "{} {}", cell("id"), cell("why"));
    }
    assert!(vectors.rows.len() >= 40);
}

#[test]
fn a_number_from_before_is_taken_and_one_whose_last_digit_does_not_check_out_is_doubtful() {
    let mut s = start("enterprise_registration");
    s.answer("/data/g_id/id_kind", "legacy15");
    let vectors = table("uscc_vectors.csv");
    let mut tried = 0;
    for row in 0..vectors.rows.len() {
        let cell = |column| vectors.get(row, column).unwrap_or_default();
        if cell("reason").contains("legacy15") {
            s.answer("/data/g_id/legacy_regno", cell("input")).check("/data/g_id/legacy_regno", node().fine());
            let is_doubtful = s.question("/data/g_id/legacy_regno").warning.is_some();
            assert_eq!(is_doubtful, cell("reason") == "legacy15_check_digit", "{}", cell("id"));
            tried += 1;
        }
    }
    assert_eq!(tried, 3);
}

#[test]
fn a_figure_a_hundred_times_that_of_the_ledger_is_confirmed_before_the_update_is_finished() {
    let mut s = start("enterprise_registration");
    answer_all(&mut s, &[("mode", "update"), ("existing", "e1"), ("g_three/premises_kind", "office")]);
    assert_eq!(s.invalid(), Vec::<String>::new(), "what the ledger says is not doubtful");
    answer_all(&mut s, &[("g_size/revenue_wan", "50000000")]);
    assert_eq!(s.invalid(), ["/data/g_size/revenue_wan"]);
    let reason = "企业确认属实".to_owned();
    s.attempt(Action::Confirm { path: "/data/g_size/revenue_wan".to_owned(), reason: reason.clone() }).unwrap();
    let remarks = s.finalized().0.remarks;
    let warning = "台账原值为 5000 万元，相差100倍以上，请核对单位（万元）".to_owned();
    assert_eq!(remarks[0].confirmed, Some(record::Confirmation { reason, warning: Some(warning) }));
}

#[test]
fn enterprises_are_sized_as_the_vectors_say() {
    let industries = table("industries.csv");
    let vectors = table("size_vectors.csv");
    let mut s = start("enterprise_registration");
    for row in 0..vectors.rows.len() {
        let cell = |column| vectors.get(row, column).unwrap_or_default();
        choose_industry(&mut s, &industries, cell("size_category"));
        s.check("/data/g_size/size_category", node().value(cell("size_category")));
        s.answer("/data/g_size/employees", cell("employees"));
        s.answer("/data/g_size/revenue_wan", cell("revenue_wan"));
        s.answer("/data/g_size/assets_wan", cell("assets_wan"));
        let got = s.instance.saved_text(s.id("/data/g_size/ent_size"));
        assert_eq!(got.as_deref(), Some(cell("expected")), "{} {}", cell("id"), cell("why"));
        for worked_out in ["/data/g_size/size_category", "/data/g_size/ent_size"] {
            s.check(worked_out, node().fine());
            assert_ne!(s.picked(worked_out), [s.question(worked_out).value], "{} has no word", cell("id"));
        }
    }
    assert!(vectors.rows.len() >= 145);
}

#[test]
fn every_size_category_is_called_on_the_form_as_in_its_table() {
    let form = compiled("enterprise_registration");
    let list = form.lists.iter().find(|list| list.name == "size_category").expect("the list");
    let called = |name: &str, language: usize| {
        let choice = list.iter().find(|choice| choice.name == name);
        let Some(Text(languages)) = choice.and_then(|choice| choice.label) else { panic!("no label: {name}") };
        match languages[language].as_ref().map(|template| &template.0[..]) {
            Some([Part::Plain(text)]) => text.clone(),
            other => panic!("{name}: {other:?}"),
        }
    };
    let thresholds = table("size_thresholds.csv");
    for row in 0..thresholds.rows.len() {
        let cell = |column| thresholds.get(row, column).unwrap_or_default();
        assert_eq!([called(cell("name"), 0), called(cell("name"), 1)], [cell("label_zh"), cell("label_en")]);
    }
    let industries = table("industries.csv");
    for row in 0..industries.rows.len() {
        let category = industries.get(row, "size_category").unwrap_or_default();
        assert!(category.is_empty() || !called(category, 0).is_empty());
    }
}

/// Chooses the first division or group of a size category, as a person would: section, division, group.
fn choose_industry(s: &mut Scenario, industries: &Table, category: &str) {
    let rows = 0..industries.rows.len();
    let row = rows.into_iter().find(|&row| industries.get(row, "size_category") == Some(category));
    let row = row.unwrap_or_else(|| panic!("no industry of {category}"));
    let cell = |column| industries.get(row, column).unwrap_or_default();
    s.answer("/data/g_ind/industry_section", cell("section"));
    let is_group = cell("level") == "group";
    s.answer("/data/g_ind/industry_division", if is_group { cell("parent") } else { cell("name") });
    s.answer("/data/g_ind/industry_group", if is_group { cell("name") } else { "" });
}
