//! What forms call things.

use std::collections::BTreeMap;

use form::scenario::{Sheets, ask, choice, entity};
use ledger::{RuleError, Words};
use sheet::Limits;

const ENTERPRISES: &str = "enterprises";
const NEEDS: &str = "needs";

const WORKBOOKS: [&[u8]; 3] = [
    include_bytes!("../../../../pack/enterprise_registration.xlsx"),
    include_bytes!("../../../../pack/need_report.xlsx"),
    include_bytes!("../../../../pack/talent_registration.xlsx"),
];

fn words(language: &str) -> Words {
    let mut words = Words::default();
    for bytes in WORKBOOKS {
        let workbook = sheet::read_xlsx(bytes, &Limits::default()).expect("a workbook");
        let form = form::compile(&workbook, &BTreeMap::new()).form.expect("a form");
        words.learn(&form, &BTreeMap::new(), language);
    }
    words
}

#[test]
fn what_a_form_has_worked_out_is_told_in_words_of_the_page() {
    let told = |language: &str| {
        let words = words(language);
        let value = |property: &str, value: &str| words.value(ENTERPRISES, property, value, "");
        let size = value("ent_size", "medium");
        [size, value("three_haves", "yes"), value("non_public", "no"), value("size_category", "retail")]
    };
    assert_eq!(told("zh"), ["中型", "是", "否", "零售业"]);
    assert_eq!(told("en"), ["Medium", "Yes", "No", "Retail"]);
    assert_eq!(words("zh").value(NEEDS, "need_status", "open", ""), "待受理");
}

#[test]
fn a_value_that_a_calculation_hands_on_reads_as_the_answer_it_comes_from() {
    let words = words("zh");
    assert_eq!(words.value("talents", "talent_level", "b", ""), "B 国家级领军");
    assert_eq!(words.value("talents", "talent_kind", "doctor skilled", "、"), "博士、高技能人才");
    let statuses: Vec<&str> = words.choices("talents", "talent_status").map(|(name, _)| name).collect();
    assert_eq!(statuses.last(), Some(&"withdrawn"), "{statuses:?}");
}

#[test]
fn a_list_is_called_what_its_form_calls_it_or_by_the_title_of_that() {
    let called = |language: &str, list: &str| words(language).list(list).map(str::to_owned);
    assert_eq!(called("zh", "talents").as_deref(), Some("人才"));
    assert_eq!(called("en", "talents").as_deref(), Some("Talents"));
    assert_eq!(called("zh", ENTERPRISES).as_deref(), Some("企业登记"));
    let refusals = ["zh", "en"].map(|language| called(language, "talent_refusals").unwrap_or_default());
    assert_eq!(refusals, ["不同意登记", "Refusals to be registered"], "each of a form's lists has its own name");
    let words = words("zh");
    assert!(
        words.list_place(ENTERPRISES) < words.list_place("talents")
            && words.list_place("talents") < words.list_place("elsewhere")
    );
    assert_eq!(called("en", ENTERPRISES).as_deref(), Some("Enterprise registration"));
}

#[test]
fn a_question_goes_by_its_label_also_inside_a_repeat_and_by_its_path_where_no_form_here_has_it() {
    let words = words("zh");
    assert_eq!(words.question("enterprise_registration", "/data/g_size/employees"), "从业人员期末人数（人）");
    assert_eq!(words.question("enterprise_registration", "/data/g_size[1]/employees"), "从业人员期末人数（人）");
    assert_eq!(words.question("elsewhere", "/data/a[2]/b"), "/data/a[2]/b");
}

#[test]
fn a_property_stands_in_its_group_with_its_unit_and_its_choices_as_the_form_has_them() {
    let words = words("zh");
    assert_eq!(words.section(ENTERPRISES, "revenue_wan"), Some("四、规模（上年末）"));
    assert_eq!(words.section(ENTERPRISES, "remarks"), None);
    let unit = |property: &str| words.unit(ENTERPRISES, property);
    assert_eq!([unit("revenue_wan"), unit("employees"), unit("ent_size")], [Some("万元"), Some("人"), None]);
    let sizes: Vec<&str> = words.choices(ENTERPRISES, "ent_size").map(|(name, _)| name).collect();
    assert_eq!(sizes.iter().position(|name| *name == "large"), Some(0), "{sizes:?}");
    assert_eq!(words.list(ENTERPRISES), Some("企业登记"));
    assert_eq!(words.properties(ENTERPRISES).first(), Some(&"ent_name"));
}

#[test]
fn a_property_goes_by_its_name_and_by_its_code_where_no_form_here_has_one() {
    let words = words("zh");
    assert_eq!(words.property(ENTERPRISES, "ent_size"), "规模（自动划分）");
    assert_eq!(words.property(ENTERPRISES, "uscc"), "统一社会信用代码");
    assert_eq!(words.property(ENTERPRISES, "elsewhere"), "elsewhere");
    assert_eq!(words.value(ENTERPRISES, "ent_size", "huge", ""), "huge");
}

/// A form as its author had it once, and as it is now: an area and a choice have gone, a question is open.
fn versions() -> [form::definition::FormDefinition; 2] {
    let ask_area = || ask("select_one area", "area").label("片区").save_to("area");
    let older = Sheets::new([
        ask_area(),
        ask("select_one kind", "kind").label("类型").save_to("kind"),
        ask("select_multiple kind", "kinds").label("各类").save_to("kinds"),
    ])
    .choices([
        choice("area", "east").with("label", "东区（旧）"),
        choice("area", "port").with("label", "港区"),
        choice("kind", "a").with("label", "甲"),
    ]);
    let newer = Sheets::new([
        ask_area(),
        ask("text", "kind").label("类型").save_to("kind"),
        ask("geopoint", "place").label("位置").save_to("geometry"),
    ])
    .choices([choice("area", "east").with("label", "东区"), choice("area", "west").with("label", "西区")]);
    [older, newer].map(|sheets| sheets.entities([entity(ENTERPRISES).with("label", "${area}")]).compile())
}

#[test]
fn what_came_with_an_older_form_is_read_by_it_and_a_newer_one_is_asked_first() {
    let [older, newer] = versions();
    let mut words = Words::default();
    words.learn(&newer, &BTreeMap::new(), "zh");
    words.learn_older(&older, &BTreeMap::new(), "zh");
    let value = |property: &str, value: &str| words.value(ENTERPRISES, property, value, "、");
    assert_eq!([value("area", "east"), value("area", "port")], ["东区", "港区"]);
    assert_eq!([value("kinds", "a"), value("kind", "a")], ["甲", "甲"]);
    assert_eq!(value("kind", "something that was typed"), "something that was typed");
    let choices: Vec<&str> = words.choices(ENTERPRISES, "area").map(|(name, _)| name).collect();
    assert_eq!(choices, ["east", "west", "port"]);
    assert_eq!(words.properties(ENTERPRISES), ["area", "kind", "geometry", "kinds"]);
}

#[test]
fn an_id_reads_as_what_its_entity_is_called_and_a_place_as_two_figures() {
    let [_, newer] = versions();
    let mut words = Words::default();
    words.learn(&newer, &BTreeMap::new(), "zh");
    words.learn_entity("e1", "样例一厂");
    words.learn_entity("e2", "样例二厂");
    let value = |property: &str, value: &str| words.value("visits", property, value, "、");
    assert_eq!([value("subject_id", "e1"), value("seen", "e1 e2")], ["样例一厂", "样例一厂、样例二厂"]);
    assert_eq!([value("summary", "e1 was shut"), value("subject_id", "e3")], ["e1 was shut", "e3"]);
    let place = |value: &str| words.value(ENTERPRISES, "geometry", value, "");
    assert_eq!(place("31.230416 121.473701 4.2 8"), "31.23042, 121.47370");
    assert_eq!([place("somewhere"), place("91 0"), place("")], ["somewhere", "91 0", ""]);
}

#[test]
fn of_a_figure_a_number_is_taken_and_of_a_day_a_day() {
    let words = words("zh");
    let takes = |property: &str, text: &str| words.takes(ENTERPRISES, property, text);
    for (property, right, wrong) in [
        ("employees", &["205", "0", ""][..], &["两百零五", "20.5", "205人", "1e3"][..]),
        ("revenue_wan", &["3500", "0.5", "-1"], &["三千", "NaN", "inf", "3,500"]),
    ] {
        right.iter().for_each(|text| assert_eq!(takes(property, text), Ok(()), "{property} {text}"));
        wrong
            .iter()
            .for_each(|text| assert_eq!(takes(property, text), Err(RuleError::NotANumber), "{property} {text}"));
    }
    assert_eq!(takes("founded_on", "2013-05-20"), Ok(()));
    assert_eq!(takes("founded_on", "2013年"), Err(RuleError::NotTaken));
    // Of texts, and of what no form here asks for, nothing is known.
    assert_eq!((takes("address", "两百零五"), takes("elsewhere", "x")), (Ok(()), Ok(())));
}
