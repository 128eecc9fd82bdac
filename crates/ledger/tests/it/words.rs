//! What forms call things.

use std::collections::BTreeMap;

use ledger::Words;
use sheet::Limits;

const ENTERPRISES: &str = "enterprises";
const NEEDS: &str = "needs";

const WORKBOOKS: [&[u8]; 2] = [
    include_bytes!("../../../../pack/enterprise_registration.xlsx"),
    include_bytes!("../../../../pack/need_report.xlsx"),
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
