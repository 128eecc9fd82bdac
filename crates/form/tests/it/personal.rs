//! What forms keep of people, and that it has a rule by which it goes.

use std::collections::BTreeSet;

use form::FormDefinition;
use form::personal::{INVENTORY, Rule, rule, warnings, without_rule};
use form::scenario::{Sheets, ask, entity};

fn form(sheets: Sheets) -> FormDefinition {
    form::compile(&sheets.workbook(), &Default::default()).form.expect("a form")
}

fn told(form: &FormDefinition) -> Vec<&str> {
    without_rule(form).into_iter().map(|node| node.name.as_str()).collect()
}

fn about(list: &str, questions: &[(&str, &str)]) -> Sheets {
    let title = ask("text", "title");
    let rows = questions.iter().map(|(name, property)| ask("text", name).save_to(property));
    Sheets::new(std::iter::once(title).chain(rows)).entities([entity(list).label("${title}")])
}

#[test]
fn a_contact_has_a_rule_in_the_lists_of_those_who_have_one_and_nowhere_else() {
    let asked = [("who", "contact_name"), ("call", "contact_phone"), ("size", "employees")];
    assert_eq!(told(&form(about("enterprises", &asked))), Vec::<&str>::new());
    let other = form(about("platforms", &asked));
    assert_eq!(told(&other), ["who", "call"]);
    let warnings = warnings(&other);
    assert_eq!(
        warnings.iter().map(|it| (it.is_error(), it.place.row)).collect::<Vec<_>>(),
        [(false, Some(3)), (false, Some(4))]
    );
}

#[test]
fn a_number_an_age_or_an_address_of_somebody_is_told_whatever_stands_before_it() {
    let asked = [("a", "guard_phone"), ("b", "owner_wechat"), ("c", "email"), ("d", "age"), ("e", "contact_unit")];
    assert_eq!(told(&form(about("gates", &asked))), ["a", "b", "c", "d"]);
    // What is not kept in a list stays in its record, and is told of nobody else.
    assert_eq!(told(&form(Sheets::new([ask("text", "phone")]))), Vec::<&str>::new());
}

#[test]
fn who_registers_people_with_their_consent_has_to_say_until_when() {
    let registering = |until: bool| {
        let withdraw = ask("hidden", "withdraw").with("bind::taizhang:withdraw", "code");
        let mut rows = vec![
            ask("text", "title"),
            ask("text", "code").save_to("code"),
            ask("text", "phone").save_to("phone"),
            withdraw,
        ];
        rows.extend(until.then(|| ask("calculate", "until").calculation("today()").save_to("keep_until")));
        form(Sheets::new(rows).entities([entity("volunteers").label("${title}")]))
    };
    assert_eq!(told(&registering(false)), ["phone"]);
    assert_eq!(told(&registering(true)), Vec::<&str>::new());
}

#[test]
fn no_property_stands_in_the_inventory_twice() {
    let names: BTreeSet<(&str, &str)> = INVENTORY.iter().map(|personal| (personal.list, personal.property)).collect();
    assert_eq!(names.len(), INVENTORY.len());
    assert_eq!((rule("talents", "phone"), rule("needs", "phone")), (Some(Rule::Registration), None));
}
