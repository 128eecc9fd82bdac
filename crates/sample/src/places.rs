//! Platforms and visits.
//!
//! Not to be counted: a group of talents that is active no more.

use crate::quota::{day, later, said};
use crate::table::Zone;

const PLATFORMS: [(&str, &str, usize); 10] = [
    ("center", "center", 1),
    ("zone", "zone", 5),
    ("alliance", "alliance", 5),
    ("service_group", "service_group", 6),
    ("hr_group", "hr_group", 2),
    ("talent_group", "talent_group", 6),
    ("talent_site", "talent_site", 1),
    ("salon", "salon", 1),
    ("enterprise_league", "enterprise_league", 1),
    (INACTIVE, "talent_group", 1),
];
const INACTIVE: &str = "trap_inactive_talent_group";
const CHAINS: [&str; 5] = ["chain_textile", "chain_petrochem", "chain_fine_chem", "chain_equipment", "chain_agri"];
const ZONES: [&str; 5] = ["talent", "gov_service", "incubation", "culture", "training"];

pub(crate) fn platforms(zone: &mut Zone) {
    for (title, kind, count) in PLATFORMS {
        for place in 0..count {
            let name = format!("样例{title}{}", place + 1);
            let of = |wanted: &str, names: &[&str; 5]| {
                if kind == wanted { names[place % 5].to_owned() } else { String::new() }
            };
            let properties = said! {
                platform_name: name,
                kind: kind,
                zone_five: of("zone", &ZONES),
                chain: of("alliance", &CHAINS),
                active: if title == INACTIVE { "no" } else { "yes" },
                opened_on: "2021-01-15",
            };
            zone.add("platforms", name, properties);
        }
    }
}

const VISITS_EACH: usize = 3;

pub(crate) fn visits(zone: &mut Zone) {
    let first = day(2023, 1, 9);
    for place in 0..zone.count("eligible") {
        for visit in 0..VISITS_EACH {
            let on = later(first, (place * 3 + visit * 97) % 290);
            let enterprise = zone.enterprise("eligible", place).clone();
            let minutes = 10 + zone.chance.below(50);
            let properties = said! {
                subject_kind: "enterprise",
                subject_id: enterprise.id,
                visit_date: on,
                visit_mode: "onsite",
                visit_result: if (place + visit) % 17 == 0 { "absent" } else { "done" },
                purposes: "routine",
                duration_min: minutes,
                summary: "样例走访",
                ledger_ok: "yes",
                has_need: "no",
            };
            zone.add("visits", format!("{on} {}", enterprise.label), properties);
        }
    }
}
