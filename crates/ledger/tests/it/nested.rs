//! Few people of parts that lie within other parts: what the boards of both tell gives nobody back.

use std::collections::BTreeMap;

use ledger::indicator::{AsOf, Definitions, Figure, Lists, Scope, Tally};
use ledger::register::{Register, Sums};
use proptest::prelude::*;
use record::{Day, ListName};
use rules::Calendar;
use sheet::{Sheet, Workbook};

use crate::world::{Device, create, history, key};

const LIST: &str = "enterprises";
const ZH: &str = "label::中文 (zh)";

fn definitions() -> Definitions {
    let sheet = |name: &str, rows: &[&[&str]]| Sheet::from_rows(name, rows.iter().map(|row| row.to_vec()));
    let sheets = vec![
        sheet("settings", &[&["name", "value"], &["scopes", "area service_group"]]),
        sheet("groups", &[&["name", ZH], &["own", "自定"]]),
        sheet("conditions", &[&["name", "list", "expression", ZH], &["there", LIST, "name != ''", "有"]]),
        sheet(
            "indicators",
            &[
                &["name", "group", ZH, "list", "conditions", "aggregate", "value", "people"],
                &["staff", "own", "职工", LIST, "there", "sum", "employees", "yes"],
            ],
        ),
    ];
    let (definitions, faults) = Definitions::read(&Workbook { sheets });
    assert_eq!(faults, []);
    definitions
}

/// Firms by area, service group (blank: none) and staff, and what each board tells of the staff.
struct Zone {
    register: Register,
    definitions: Definitions,
}

impl Zone {
    fn of(firms: &[(usize, Option<usize>, u32)]) -> Self {
        let firm = |(at, (area, group, staff)): (usize, &(usize, Option<usize>, u32))| {
            let (id, area, staff) = (format!("e{at}"), format!("a{area}"), staff.to_string());
            let group = group.map(|group| format!("g{group}")).unwrap_or_default();
            let said = [("area", area.as_str()), ("service_group", &group), ("employees", &staff)];
            let made = Device::new("device").write(vec![create(LIST, &id, &said)]);
            history(&key(LIST, &id), [&made]).state()
        };
        let states: Vec<_> = firms.iter().enumerate().map(firm).collect();
        let mut register = Register::of(&ListName::new(LIST), [], &Sums::default());
        register.change(&states, &[], &Sums::default());
        Self { register, definitions: definitions() }
    }

    /// Of each value of a property what its board says.
    fn boards(&self, property: &str) -> BTreeMap<String, Figure> {
        let lists = Lists([(LIST, &self.register)].into());
        let calendar = Calendar::default();
        let mut tally = Tally::of(&self.definitions, &lists, &calendar, Day(0));
        let scopes: BTreeMap<String, Vec<String>> = tally.scopes(&self.definitions).into_iter().collect();
        let mut board = |value: &String| {
            let scope = Scope([(property.to_owned(), value.clone())].into());
            let figures = tally.board(&self.definitions, &lists, &calendar, &AsOf { day: Day(0), scope });
            (value.clone(), figures.into_iter().next().expect("a figure"))
        };
        scopes[property].iter().map(&mut board).collect()
    }
}

fn count(figure: &Figure) -> f64 {
    figure.value.unwrap_or_default()
}

#[test]
fn an_area_beside_its_groups_gives_no_group_back_nor_they_the_area() {
    // Three of one group, and no other group in its area that is small.
    let zone = Zone::of(&[(0, Some(0), 3), (0, Some(1), 30), (1, Some(2), 6), (1, Some(3), 40)]);
    let groups = zone.boards("service_group");
    assert!(groups["g0"].few && groups["g1"].few, "the area less g1 would be g0");
    assert!(zone.boards("area").values().all(|area| !area.few));
    // An area of three; the one that covers it tells its groups no more than that.
    let zone = Zone::of(&[(0, Some(0), 3), (1, Some(1), 10), (1, Some(2), 10), (2, Some(3), 50)]);
    let (areas, groups) = (zone.boards("area"), zone.boards("service_group"));
    assert!(areas["a0"].few && areas["a1"].few && groups["g0"].few);
    assert!(groups["g1"].few || groups["g2"].few, "both together are the area");
    // Two without a group: the area less its groups would be they.
    let zone = Zone::of(&[(0, None, 2), (0, Some(0), 20), (0, Some(1), 30), (1, Some(2), 40)]);
    let groups = zone.boards("service_group");
    assert_eq!(["g0", "g1", "g2"].map(|group| groups[group].few), [true, false, false]);
}

proptest! {
    #[test]
    fn no_area_and_no_group_is_what_the_others_leave(
        firms in prop::collection::vec((0..4_usize, 0..3_usize, any::<bool>(), 0..15_u32), 1..14)
    ) {
        // Groups lie within areas: three of each.
        let grouped = |(area, group, is_in, staff): (usize, usize, bool, u32)| {
            (area, is_in.then_some(3 * area + group), staff)
        };
        let firms: Vec<_> = firms.into_iter().map(grouped).collect();
        let zone = Zone::of(&firms);
        let (areas, groups) = (zone.boards("area"), zone.boards("service_group"));
        for (name, area) in &areas {
            let own: Vec<usize> = (0..3).map(|group| 3 * name[1..].parse::<usize>().expect("a number") + group).collect();
            let inside: Vec<&Figure> = own.iter().filter_map(|group| groups.get(&format!("g{group}"))).collect();
            let told: f64 = inside.iter().filter(|group| !group.few).map(|group| count(group)).sum();
            let hidden: Vec<f64> = inside.iter().filter(|group| group.few).map(|group| count(group)).filter(|count| *count > 0.0).collect();
            let rest = count(area) - inside.iter().map(|group| count(group)).sum::<f64>();
            prop_assert!(inside.iter().all(|group| group.few || !(1.0..5.0).contains(&count(group))));
            if area.few {
                prop_assert!(told < count(area), "all of {name} is told by its groups");
            } else if told > 0.0 {
                let unknown: Vec<f64> = hidden.iter().copied().chain((rest > 0.0).then_some(rest)).collect();
                let sum: f64 = unknown.iter().sum();
                prop_assert!(sum == 0.0 || sum >= 5.0, "{name} leaves {sum}");
                prop_assert!(hidden.is_empty() || unknown.len() > 1, "{name} leaves one group");
            }
        }
    }
}
