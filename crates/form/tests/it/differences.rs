//! What is told of a form that was changed and loaded.

use form::scenario::{Sheets, ask, choice, entity};
use form::{Difference, FormDefinition, What, differences};

fn older() -> FormDefinition {
    let survey = [
        ask("text", "name").label("名称").save_to("firm_name"),
        ask("select_one area", "area").label("片区").save_to("area"),
        ask("integer", "staff").label("人数").hint("在册人数").constraint(". >= 0"),
        ask("text", "fax").label("传真"),
    ];
    let areas = [choice("area", "a1").with("label", "一片区"), choice("area", "a2").with("label", "二片区")];
    Sheets::new(survey).choices(areas).entities([entity("firms").with("label", "${name}")]).compile()
}

fn newer() -> FormDefinition {
    let survey = [
        ask("text", "name").label("企业名称").save_to("firm_name"),
        ask("select_one area", "area").label("片区").save_to("zone"),
        ask("decimal", "staff").label("人数").hint("社保口径").constraint(". >= 1"),
        ask("text", "site").label("网站"),
    ];
    let areas = [choice("area", "a1").with("label", "城东"), choice("area", "a3").with("label", "三片区")];
    Sheets::new(survey)
        .choices(areas)
        .entities([entity("firms").with("label", "${name}")])
        .setting("form_title", "企业")
        .compile()
}

#[test]
fn each_thing_that_who_fills_would_notice_is_told_with_what_it_was_and_is() {
    let told = differences(&older(), &newer(), "zh");
    let said = |one: &Difference| format!("{} {}: {} -> {}", one.what.name(), one.place, one.before, one.after);
    let expected = [
        "title : test -> 企业",
        "question-called 企业名称: 名称 -> 企业名称",
        "question-saved 片区: area -> zone",
        "question-explained 人数: 在册人数 -> 社保口径",
        "question-asked 人数: integer -> decimal",
        "question-ruled 人数: . >= 0 -> . >= 1",
        "question-added 网站:  -> 网站",
        "question-removed 传真: 传真 -> ",
        "choice-called 片区: 一片区 (a1) -> 城东 (a1)",
        "choice-added 片区:  -> 三片区 (a3)",
        "choice-removed 片区: 二片区 (a2) -> ",
    ];
    assert_eq!(told.iter().map(said).collect::<Vec<_>>(), expected);
}

#[test]
fn a_form_that_is_as_it_was_has_no_differences() {
    assert_eq!(differences(&older(), &older(), "zh"), []);
    let what = |differences: Vec<Difference>| differences.into_iter().map(|one| one.what).collect::<Vec<What>>();
    assert!(what(differences(&newer(), &older(), "zh")).contains(&What::ChoiceRemoved));
}
