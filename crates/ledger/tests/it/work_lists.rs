//! What a coordinator works through.

use ledger::{EntityState, Joins, Kept, LABEL, Likeness, Register, WorkLists, duplicates};
use ledger::{histories, register::Sums};
use proptest::prelude::*;
use record::{Day, ListName};
use rules::{CodeFault, Thresholds};

use crate::world::{Device, create, erasing_world, history, key};

const GOOD: &str = "91350100M000100Y43";
const OTHER: &str = "91110000600037341L";

fn firm(id: &str, name: &str, code: &str) -> EntityState {
    let change = create("enterprises", id, &[(LABEL, name), ("ent_name", name), ("uscc", code)]);
    let made = Device::new(id).write(vec![change]);
    history(&key("enterprises", id), [&made]).state()
}

fn lists(firms: &[(&str, &str)]) -> WorkLists {
    let firms: Vec<EntityState> =
        firms.iter().enumerate().map(|(at, (name, code))| firm(&format!("e{at}"), name, code)).collect();
    work_lists(&firms, &["样例经开区"], Day::of(2026, 3, 1).expect("a day"), 6)
}

fn work_lists(firms: &[EntityState], areas: &[&str], today: Day, months: u32) -> WorkLists {
    let (kept, joins): (Vec<Kept>, Joins) = (firms.iter().map(Kept::of).collect(), Joins::default());
    let duplicates = duplicates(&ListName::new("enterprises"), &kept, &joins, areas);
    ledger::work_lists(&kept, duplicates, &joins, &thresholds(), today, months)
}

fn thresholds() -> Thresholds {
    let table = include_bytes!("../../../../pack/size_thresholds.csv");
    Thresholds::read(&sheet::read_csv(table, &sheet::Limits::default()).expect("a table"))
}

fn names(lists: &WorkLists, likeness: Likeness) -> Vec<Vec<&str>> {
    let alike = lists.duplicates.iter().filter(|duplicate| duplicate.likeness == likeness);
    alike.map(|duplicate| duplicate.firms.iter().map(|firm| firm.name.as_str()).collect()).collect()
}

#[test]
fn two_with_one_code_however_it_is_written_are_offered_as_one() {
    let lists = lists(&[("甲样例厂", GOOD), ("乙样例店", "９１３５０１００ m000100y43"), ("丙样例", OTHER)]);
    assert_eq!(names(&lists, Likeness::SameCode), [["乙样例店", "甲样例厂"]]);
    assert_eq!(lists.duplicates.len(), 1);
}

#[test]
fn a_name_is_the_same_without_the_company_s_form_brackets_and_the_region() {
    let same = lists(&[
        ("样例纺织有限公司", ""),
        ("样例纺织有限责任公司", ""),
        ("新疆维吾尔自治区样例市样例纺织（样例经开区）有限公司", ""),
        ("另一样例纺织厂", ""),
    ]);
    let together = ["新疆维吾尔自治区样例市样例纺织（样例经开区）有限公司", "样例纺织有限公司", "样例纺织有限责任公司"];
    assert_eq!(names(&same, Likeness::SameName), [together]);
}

#[test]
fn of_long_names_one_other_sign_is_near_unless_it_is_a_number_or_both_have_their_licence() {
    let near =
        lists(&[("样例天山棉花加工有限公司", ""), ("样例天山绵花加工有限公司", GOOD), ("样例天山棉花加工厂", "")]);
    assert_eq!(
        names(&near, Likeness::NearName),
        [["样例天山棉花加工厂", "样例天山棉花加工有限公司"], ["样例天山棉花加工有限公司", "样例天山绵花加工有限公司"]]
    );
    let numbered = lists(&[("样例天山第一棉花厂", ""), ("样例天山第二棉花厂", "")]);
    let licensed = lists(&[("样例天山棉花加工有限公司", OTHER), ("样例天山绵花加工有限公司", GOOD)]);
    let short = lists(&[("天山厂", ""), ("天池厂", "")]);
    assert!([numbered, licensed, short].iter().all(|lists| lists.duplicates.is_empty()));
}

#[test]
fn a_name_that_is_all_region_and_form_keeps_something_to_compare() {
    let lists = lists(&[("好又多超市有限公司", ""), ("公司", ""), ("样例市有限公司", "")]);
    assert!(lists.duplicates.is_empty(), "{:?}", lists.duplicates);
}

#[test]
fn missing_codes_and_codes_that_do_not_check_out_are_told_apart_and_why() {
    let lists =
        lists(&[("甲", ""), ("乙", "91350100M000100Y44"), ("丙", GOOD), ("丁", "652899050000124"), ("戊", " ")]);
    let missing: Vec<&str> = lists.missing_codes.iter().map(|firm| firm.name.as_str()).collect();
    assert_eq!(missing, ["戊", "甲"]);
    let faulty: Vec<(&str, CodeFault)> =
        lists.faulty_codes.iter().map(|faulty| (faulty.firm.name.as_str(), faulty.fault)).collect();
    assert_eq!(faulty, [("丁", CodeFault::OldNumber), ("乙", CodeFault::Check)]);
}

#[test]
fn a_size_class_is_listed_once_two_tablets_changed_what_it_follows_from() {
    const CLASS: [(&str, &str); 2] = [("size_category", "industry"), ("ent_size", "small")];
    let said = |device: &str, figures: &[(&str, &str)]| {
        let change = create("enterprises", "e1", &[&[(LABEL, "样例")], &CLASS[..], figures].concat());
        Device::new(device).write(vec![change])
    };
    let of = |revisions: &[&record::Revision]| {
        let state = history(&key("enterprises", "e1"), revisions.iter().copied()).state();
        work_lists(&[state], &[], Day::of(2026, 3, 1).expect("a day"), 6).other_sizes
    };
    // 300 of staff and 2,000 of revenue make a medium one: each tablet knew one of the two.
    let (staff, revenue) = (said("a", &[("employees", "300")]), said("b", &[("revenue_wan", "2000")]));
    let found = of(&[&staff, &revenue]);
    let told: Vec<_> = found.iter().map(|one| (one.firm.name.as_str(), &*one.said, &*one.follows)).collect();
    assert_eq!(told, [("样例", "small", "medium")]);
    assert_eq!(of(&[&said("a", &[("employees", "20"), ("revenue_wan", "300")])]), []);
    let unsaid = create("enterprises", "e1", &[(LABEL, "样例"), ("size_category", "industry")]);
    assert_eq!(of(&[&Device::new("c").write(vec![unsaid])]), [], "no class is none that is wrong");
}

#[test]
fn a_ledger_is_stale_once_so_many_months_have_gone_by_and_a_decision_does_not_freshen_it() {
    let made = firm("e1", "样例", GOOD);
    let updated_on: Day = made.updated.as_ref().expect("it was made").finalized_at.date().parse().expect("a day");
    let on = |today: Day, months: u32| work_lists(std::slice::from_ref(&made), &[], today, months).stale;
    let due = updated_on.after_months(6).expect("a day");
    assert!(on(due.after(-1), 6).is_empty());
    assert_eq!(on(due, 6)[0].updated_on, Some(updated_on));
    assert_eq!(on(due, 7), []);

    let mut decided = made.clone();
    let said = decided.properties.get_mut("uscc").expect("it has a code");
    said.origin.decided = Some("样例理由".to_owned());
    said.origin.finalized_at = record::Timestamp::new(said.origin.finalized_at.unix_ms() + 400 * 86_400_000, 480);
    assert_eq!(work_lists(&[decided], &[], due, 6).stale[0].updated_on, Some(updated_on));
}

#[test]
fn a_thousand_names_are_compared_without_looking_at_every_pair() {
    let name = |at: u32| {
        format!(
            "样例{}{}棉花加工",
            char::from_u32(0x4e00 + at).unwrap_or('x'),
            char::from_u32(0x5e00 + at).unwrap_or('y')
        )
    };
    let states: Vec<EntityState> = (0..1000).map(|at| firm(&format!("e{at}"), &name(at), "")).collect();
    let lists = work_lists(&states, &[], Day::of(2026, 3, 1).expect("a day"), 6);
    assert!(lists.duplicates.is_empty());
}

proptest! {
    #[test]
    fn a_register_tells_the_work_lists_what_the_entities_themselves_do(world in erasing_world()) {
        let list = ListName::new("enterprises");
        let shown: Vec<_> = histories(&world.revisions).into_values().filter(|it| it.list == list && it.is_shown()).collect();
        let states: Vec<EntityState> = shown.iter().map(|history| history.state()).collect();
        let kept: Vec<Kept> = states.iter().map(Kept::of).collect();
        prop_assert_eq!(&Register::of(&list, &states, &Sums::default()).kept(), &kept);
        let mut changed = Register::from_shards(list, []);
        changed.take(shown.iter().map(ledger::register::Line::summed_up), &[], &Sums::default());
        prop_assert_eq!(&changed.kept(), &kept);
    }
}
