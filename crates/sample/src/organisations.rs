//! Social organisations, party organisations and their yearly figures.
//!
//! Not to be counted: a social organisation that is gone, two joint organisations and three that were dissolved; the reports of
//! 2020; and posts and areas of any but an organisation's latest year.

use crate::code::code;
use crate::quota::{YEAR_BEFORE, YEARS, month, said, spread};
use crate::table::Zone;

const SOCIAL: usize = 7;
const SOCIAL_GONE: usize = 1;
const MODES: [(&str, usize); 3] = [("self_built", 58), ("transfer", 26), ("absorb", 18)];
const JOINT: usize = 2;
const DISSOLVED: usize = 3;

/// What organisations are of: eligible enterprises, then social organisations that are active.
pub(crate) fn subjects(zone: &Zone) -> Vec<(&'static str, String, String)> {
    let enterprises = (0..zone.count("eligible")).map(|place| ("enterprise", zone.enterprise("eligible", place)));
    let social = zone.rows("social_orgs").iter().take(SOCIAL).map(|row| ("social_org", row));
    enterprises.chain(social).map(|(kind, row)| (kind, row.id.clone(), row.label.clone())).collect()
}

pub(crate) fn organisations(zone: &mut Zone) {
    for place in 0..SOCIAL + SOCIAL_GONE {
        let name = format!("样例社会组织{:02}", place + 1);
        let properties = said! {
            org_name: name,
            uscc: code("52", &format!("MJ9{:05}", place + 1)),
            social_kind: "private_unit",
            reg_status: if place < SOCIAL { "active" } else { "deregistered" },
            staff: 3 + place,
            area: format!("area_{}", place % 6 + 1),
            address: format!("样例街{}号", place + 1),
            canvassed_on: "2023-03-15",
        };
        zone.add("social_orgs", name, properties);
    }
    let modes: Vec<&str> = MODES.iter().flat_map(|(mode, count)| std::iter::repeat_n(*mode, *count)).collect();
    for (place, (kind, subject, label)) in subjects(zone).into_iter().enumerate() {
        let name = format!("{label}党支部");
        let properties = said! {
            subject_kind: kind,
            subject_id: subject,
            po_name: name,
            po_type: "branch",
            po_form: "standalone",
            setup_mode: modes[place * 37 % modes.len()],
            set_up_on: month(2018, 1, place % 60),
            po_status: "active",
            member_count: 3 + place % 20,
        };
        zone.add("party_orgs", name, properties);
    }
    for place in 0..JOINT {
        let enterprise = zone.enterprise("not_three", place).clone();
        let name = format!("{}联合党支部", enterprise.label);
        let properties = said! {
            subject_kind: "enterprise",
            subject_id: enterprise.id,
            po_name: name,
            po_type: "branch",
            po_form: "joint",
            set_up_on: "2021-06-15",
            po_status: "active",
            member_count: 4,
        };
        zone.add("party_orgs", name, properties);
    }
    for place in 0..DISSOLVED {
        let enterprise = zone.enterprise("gone", place).clone();
        let name = format!("{}党支部", enterprise.label);
        let properties = said! {
            subject_kind: "enterprise",
            subject_id: enterprise.id,
            po_name: name,
            po_type: "branch",
            po_form: "standalone",
            setup_mode: "self_built",
            set_up_on: "2018-06-15",
            po_status: "dissolved",
            ended_on: "2022-06-15",
            member_count: 3,
        };
        zone.add("party_orgs", name, properties);
    }
}

const FLOWS: [(&str, usize); 4] =
    [("developed", 109), ("applied_backbone", 126), ("applied_frontline", 609), ("pledges", 753)];
/// Model posts and duty areas at the end of 2020 and of each year of the window.
const STOCKS: [(usize, usize); 4] = [(150, 120), (200, 170), (260, 220), (318, 255)];

pub(crate) fn reports(zone: &mut Zone) {
    let count = zone.count("eligible") + SOCIAL;
    let flows = FLOWS.map(|(name, total)| (name, spread(total, count * YEARS.len())));
    for (at, year) in [YEAR_BEFORE].into_iter().chain(YEARS).enumerate() {
        let (posts, areas) = (spread(STOCKS[at].0, count), spread(STOCKS[at].1, count));
        for place in 0..count {
            let organisation = zone.row("party_orgs", place).clone();
            let mut properties = said! {
                party_org_id: organisation.id,
                report_year: year,
                member_count: organisation.text("member_count").parse().unwrap_or(0) + at,
                model_posts: posts[place],
                duty_areas: areas[place],
            };
            for (name, quota) in &flows {
                // One of each in the year before, to be left out.
                let told = if at == 0 { 1 } else { quota[(at - 1) * count + place] };
                properties.push((name, told.to_string()));
            }
            zone.add("party_reports", format!("{} {year}", organisation.label), properties);
        }
    }
}
