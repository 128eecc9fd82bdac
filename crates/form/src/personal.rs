//! Which data of people forms ask for, and by which rule they go: the inventory that the record of processing says too
//! (`docs/personal-data.md`).
//!
//! What a form keeps of people in lists is known by the names of its properties; [`INVENTORY`] has those that the app has a rule for.
//! [`without_rule`] tells of a form's others, so that an author hears of them and none slips into a shipped form. Attached files always
//! have a rule: that of all files, or the form's own (`keeping`).
//!
//! Source: privacy rules P50 and P63. Not here: what is due by a rule, and erasing (`ledger`).

use record::part::LABEL;

use crate::definition::{FormDefinition, NodeDef};
use crate::problem::{Message, Place, Problem, Severity};
use crate::withdrawal::lists_of_people;

/// By which rule something goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rule {
    /// So many days after the contact was replaced, or whom it is of was gone.
    Contact,
    /// With the registration: when consent is withdrawn, or on the day that the form reckons ([`KEEP_UNTIL`]).
    Registration,
    /// What a withdrawal leaves, so many days after it.
    Proof,
    /// With the record that says it.
    Record,
    /// Who works for the zone: with the ledger.
    Duty,
}

/// A property of a list that says something of a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Personal {
    pub list: &'static str,
    pub property: &'static str,
    pub rule: Rule,
}

/// Until when a registration is kept: whoever registers people has to save it.
pub const KEEP_UNTIL: &str = "keep_until";
/// Who is spoken to at an enterprise or organisation.
pub const CONTACT: [&str; 3] = ["contact_name", "contact_role", "contact_phone"];
/// The lists of those who have a contact.
pub const WITH_CONTACTS: [&str; 2] = ["enterprises", "social_orgs"];

const fn of(list: &'static str, property: &'static str, rule: Rule) -> Personal {
    Personal { list, property, rule }
}

/// All that has a rule, by the names of the shipped forms.
pub const INVENTORY: [Personal; 27] = [
    of("enterprises", "contact_name", Rule::Contact),
    of("enterprises", "contact_role", Rule::Contact),
    of("enterprises", "contact_phone", Rule::Contact),
    of("social_orgs", "contact_name", Rule::Contact),
    of("social_orgs", "contact_phone", Rule::Contact),
    of("visits", "met_role", Rule::Record),
    of("assignments", "staff_code", Rule::Duty),
    of("talents", "display_name", Rule::Registration),
    of("talents", "phone", Rule::Registration),
    of("talents", "named_to", Rule::Registration),
    of("talents", "named_on", Rule::Registration),
    of("talents", "talent_field", Rule::Registration),
    of("talents", "talent_level", Rule::Registration),
    of("talents", "talent_kind", Rule::Registration),
    of("talents", "education", Rule::Registration),
    of("talents", "speciality", Rule::Registration),
    of("talents", "talent_programme", Rule::Registration),
    of("talents", "enterprise_id", Rule::Registration),
    of("talents", "post", Rule::Registration),
    of("talents", "talent_status", Rule::Registration),
    of("talents", "serving_from", Rule::Registration),
    of("talents", "updated_on", Rule::Registration),
    of("talents", "consent", Rule::Registration),
    of("talents", "talent_code", Rule::Proof),
    of("talents", "consent_on", Rule::Proof),
    of("talents", "consent_method", Rule::Proof),
    of("talents", "consent_scope", Rule::Proof),
];

/// Words of which one is the last of a property's name where it says something of a person.
const LAST_WORDS: [&str; 10] =
    ["phone", "mobile", "tel", "telephone", "wechat", "email", "birthday", "birthdate", "gender", "age"];

/// What a form saves of people without a rule by which it goes, in its order.
pub fn without_rule(form: &FormDefinition) -> Vec<&NodeDef> {
    let people = lists_of_people(form);
    let list_of = |node: &NodeDef| Some(form.entities.get(node.save_to.as_ref()?.entity)?.list.as_str());
    let property_of = |node: &'_ NodeDef| node.save_to.as_ref().map(|save_to| save_to.property.clone());
    let says_until = |list: &str| {
        form.nodes.iter().any(|node| list_of(node) == Some(list) && property_of(node).as_deref() == Some(KEEP_UNTIL))
    };
    let has_none = |node: &&NodeDef| {
        let (Some(list), Some(property)) = (list_of(node), property_of(node)) else { return false };
        if people.iter().any(|own| own.as_str() == list) {
            // All of it goes with the registration, where that ends.
            return !says_until(list) && is_personal(&property);
        }
        is_personal(&property) && rule(list, &property).is_none()
    };
    form.nodes.iter().filter(has_none).collect()
}

/// By which rule a property of a list goes.
pub fn rule(list: &str, property: &str) -> Option<Rule> {
    let found = INVENTORY.iter().find(|personal| personal.list == list && personal.property == property);
    // Any list of those who have a contact may have all of one.
    let is_contact = || WITH_CONTACTS.contains(&list) && CONTACT.contains(&property);
    found.map(|personal| personal.rule).or_else(|| is_contact().then_some(Rule::Contact))
}

/// Whether what a list says under a name may be erased while the rest stays. How somebody is called who is registered is one.
pub fn goes_by_rule(list: &str, property: &str) -> bool {
    let is_name = || INVENTORY.iter().any(|known| known.list == list && known.rule == Rule::Registration);
    rule(list, property).is_some() || (property == LABEL && is_name())
}

/// Whether a property says something of a person, by its name alone. What only a list of people says is not told by it.
pub fn is_personal(property: &str) -> bool {
    let is_known = [&CONTACT[..], &["display_name", "speciality", "met_role"]].concat().contains(&property);
    is_known || property.rsplit('_').next().is_some_and(|last| LAST_WORDS.contains(&last))
}

/// The same as findings, for who opens a form: it works all the same.
pub fn warnings(form: &FormDefinition) -> Vec<Problem> {
    let warning = |node: &NodeDef| Problem {
        severity: Severity::Warning,
        place: Place { sheet: "survey".to_owned(), row: Some(node.row), column: Some("save_to".to_owned()) },
        message: Message::PersonalWithoutRule {
            property: node.save_to.as_ref().map(|save_to| save_to.property.clone()).unwrap_or_default(),
        },
        advice: None,
    };
    without_rule(form).into_iter().map(warning).collect()
}
