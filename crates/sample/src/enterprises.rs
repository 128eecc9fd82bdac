//! Enterprises, their yearly canvass and their projects.
//!
//! Not to be counted: twelve that are owned by the state, 22 without premises, 23 that do not operate yet, 8 that are gone;
//! the canvass of 2020; trade of the whole of 2022 beside that of ten months; what landed after the day, or in November and December
//! of the year before; what was only signed.
//!
//! Those that are gone have a contact each, which is over: a desk is to erase it (privacy rule P52). The others have none.

use crate::code::code;
use crate::quota::{YEAR_BEFORE, YEARS, said, spread, yes};
use crate::table::Zone;

const FIRST: [&str; 20] = [
    "云", "泽", "安", "恒", "启", "润", "博", "嘉", "瑞", "景", "盛", "弘", "远", "明", "佳", "宏", "欣", "卓", "和",
    "达",
];
const SECOND: [&str; 10] = ["川", "禾", "岭", "桥", "原", "林", "海", "峰", "城", "星"];

struct Trade {
    name: &'static str,
    section: &'static str,
    division: &'static str,
    group: &'static str,
    chain: &'static str,
}

const fn trade(
    name: &'static str,
    section: &'static str,
    division: &'static str,
    group: &'static str,
    chain: &'static str,
) -> Trade {
    Trade { name, section, division, group, chain }
}

const TRADES: [Trade; 10] = [
    trade("纺织", "C", "17", "", "chain_textile"),
    trade("石化", "C", "25", "", "chain_petrochem"),
    trade("化工", "C", "26", "", "chain_fine_chem"),
    trade("装备", "C", "35", "", "chain_equipment"),
    trade("农产", "C", "13", "", "chain_agri"),
    trade("电气", "C", "38", "", "chain_equipment"),
    trade("油服", "B", "11", "", "chain_petrochem"),
    trade("商贸", "F", "51", "", "none"),
    trade("仓储", "G", "59", "592", "none"),
    trade("软件", "I", "65", "", "none"),
];

/// Enterprises that are alike for the figures.
struct Kind {
    name: &'static str,
    count: usize,
    ownership: &'static [&'static str],
    status: &'static [&'static str],
    premises: bool,
    operation: bool,
}

/// Where the service groups stand among the platforms.
const GROUPS_FROM: usize = 11;
const GROUPS: usize = 6;

const KINDS: [Kind; 5] = [
    Kind {
        name: "eligible",
        count: 95,
        ownership: &["private", "private", "private", "mixed", "private", "foreign", "private", "hmt"],
        status: &["active"],
        premises: true,
        operation: true,
    },
    Kind {
        name: "referral",
        count: 23,
        ownership: &["private"],
        status: &["active"],
        premises: true,
        operation: false,
    },
    Kind { name: "state", count: 12, ownership: &["state"], status: &["active"], premises: true, operation: true },
    Kind {
        name: "not_three",
        count: 22,
        ownership: &["private"],
        status: &["active"],
        premises: false,
        operation: true,
    },
    Kind {
        name: "gone",
        count: 8,
        ownership: &["private"],
        status: &["deregistered", "moved_out", "deregistered", "deregistered"],
        premises: true,
        operation: true,
    },
];

pub(crate) fn enterprises(zone: &mut Zone) {
    let mut place = 0;
    for kind in &KINDS {
        for of_kind in 0..kind.count {
            let trade = &TRADES[place % TRADES.len()];
            let name = format!("样例{}{}{}", FIRST[place % 20], SECOND[place / 20], trade.name);
            let ownership = kind.ownership[of_kind % kind.ownership.len()];
            let chance = &mut zone.chance;
            let employees = 8 + chance.below(1200);
            let revenue = 60 + chance.below(60_000);
            let assets = 80 + chance.below(90_000);
            let mut properties = said! {
                ent_name: format!("{name}有限公司"),
                short_name: name,
                id_kind: "uscc",
                uscc: code("91", &format!("MA9{:05}", place + 1)),
                ownership: ownership,
                non_public: yes(ownership != "state"),
                reg_status: kind.status[of_kind % kind.status.len()],
                industry_section: trade.section,
                industry_division: trade.division,
                industry_group: trade.group,
                chain: trade.chain,
                area: format!("area_{}", place % 6 + 1),
                service_group: Zone::id("platforms", GROUPS_FROM + place / 2 % GROUPS),
                address: format!("样例路{}号", place + 1),
                has_premises: yes(kind.premises),
                has_staff: "yes",
                has_operation: yes(kind.operation),
                three_haves: yes(kind.premises && kind.operation),
                employees: employees,
                revenue_wan: revenue,
                assets_wan: assets,
                data_source: "import",
                canvassed_on: format!("2023-{:02}-{:02}", place % 10 + 1, place % 27 + 1),
            };
            if kind.name == "gone" {
                properties.extend(said! {
                    contact_name: format!("样例联系人{:02}", of_kind + 1),
                    contact_role: "样例职务",
                    contact_phone: format!("400-000-{:04}", 9001 + of_kind),
                    notice_given: "yes",
                });
            }
            let row = zone.add("enterprises", name, properties);
            zone.groups.entry(kind.name).or_default().push(row);
            place += 1;
        }
    }
}

const TALENTS_IN: usize = 4594;
const TALENTS_STARTUP: usize = 26;
const TALENTS_DOCTOR: usize = 16;
const TALENTS_BEFORE: usize = 3;
const TRADERS: usize = 12;
const TRADE_2023_WAN: usize = 153_860;
const TRADE_BEFORE_WAN: usize = 100_000;
const TRADE_2022_WAN: usize = 131_000;

pub(crate) fn canvasses(zone: &mut Zone) {
    let count = zone.count("eligible");
    let of_all = |total: usize| spread(total, count * YEARS.len());
    let (brought, startups, doctors) = (of_all(TALENTS_IN), of_all(TALENTS_STARTUP), of_all(TALENTS_DOCTOR));
    let (trade_2023, trade_2022) = (spread(TRADE_2023_WAN, TRADERS), spread(TRADE_2022_WAN, TRADERS));
    let before = spread(TRADE_BEFORE_WAN, TRADERS);
    for (at, year) in [YEAR_BEFORE].into_iter().chain(YEARS).enumerate() {
        for place in 0..count {
            let is_last = year == 2023;
            let (trades, trade) = match year {
                2023 => (place < TRADERS, trade_2023.get(place).copied().unwrap_or_default()),
                2022 => (place < TRADERS, trade_2022.get(place).copied().unwrap_or_default()),
                _ => (false, 0),
            };
            let out = trade * 7 / 10;
            let of = |quota: &[usize], earlier: usize| match at {
                0 => earlier,
                at => quota[(at - 1) * count + place],
            };
            let figure = |figure: usize| if trades { figure.to_string() } else { String::new() };
            let enterprise = zone.enterprise("eligible", place).clone();
            let chance = &mut zone.chance;
            let (employees, revenue) = (8 + chance.below(900), 60 + chance.below(50_000));
            let properties = said! {
                enterprise_id: enterprise.id,
                canvass_year: year,
                canvass_month: if is_last { 10 } else { 12 },
                status_now: "active",
                employees: employees,
                revenue_wan: revenue,
                assets_wan: 80 + chance.below(80_000),
                has_trade: yes(trades),
                export_wan: figure(out),
                import_wan: figure(trade - out),
                trade_wan: trade,
                trade_prev_wan: figure(if is_last { before[place.min(TRADERS - 1)] } else { 0 }),
                talents_in: of(&brought, TALENTS_BEFORE),
                talents_startup: of(&startups, 0),
                talents_doctor: of(&doctors, 0),
                data_source: "import",
                canvassed_on: format!("{year}-{}-20", if is_last { 10 } else { 12 }),
            };
            zone.add("canvasses", format!("{} {year}", enterprise.label), properties);
        }
    }
}

const LANDED_2022: usize = 24;
const LANDED_2022_LATE: usize = 3;
const LANDED_2023: usize = 36;
const LANDED_LATER: usize = 2;
const SIGNED_ONLY: usize = 5;
const BUILDING: usize = 30;
const BUILDING_WAN: usize = 700_000;

/// Makes projects, handing out what those that are built cost, and the enterprises that were referred.
struct Projects<'a> {
    zone: &'a mut Zone,
    costs: std::vec::IntoIter<usize>,
    referred: usize,
}

impl Projects<'_> {
    fn own(&mut self, place: usize, source: &str, stage: &str, landed_on: &str, started_on: &str) {
        let enterprise = self.zone.enterprise("eligible", place).clone();
        self.add(enterprise, source, stage, landed_on, started_on);
    }

    fn referred(&mut self, landed_on: &str) {
        let enterprise = self.zone.enterprise("referral", self.referred).clone();
        self.referred += 1;
        self.add(enterprise, "referral", "landed", landed_on, "");
    }

    fn add(&mut self, enterprise: crate::Row, source: &str, stage: &str, landed_on: &str, started_on: &str) {
        let place = self.zone.rows("projects").len();
        let is_building = stage == "new_start" || stage == "continued";
        let cost = is_building.then(|| self.costs.next()).flatten().unwrap_or(5000 + 37 * place);
        let is_referred = source == "referral";
        let referrer =
            if is_referred { self.zone.enterprise("eligible", place + 41).id.clone() } else { String::new() };
        let name = format!("样例项目{:03}", place + 1);
        let properties = said! {
            enterprise_id: enterprise.id,
            project_name: name,
            project_source: source,
            referrer_id: referrer,
            chain: enterprise.text("chain"),
            invest_wan: cost,
            signed_on: if landed_on.is_empty() { "2023-09-15" } else { landed_on },
            stage: stage,
            landed_on: landed_on,
            started_on: started_on,
            updated_on: "2023-10-20",
        };
        self.zone.add("projects", name, properties);
    }
}

pub(crate) fn projects(zone: &mut Zone) {
    const SOURCES: [&str; 4] = ["self", "gov", "fair", "expansion"];
    let costs = spread(BUILDING_WAN, BUILDING).into_iter();
    let mut projects = Projects { zone, costs, referred: 0 };
    for place in 0..LANDED_2022 + LANDED_2022_LATE {
        let on = if place < LANDED_2022 {
            format!("2022-{:02}-1{}", place % 10 + 1, place % 9)
        } else {
            format!("2022-1{}-10", 1 + place % 2)
        };
        match place {
            0..18 => projects.own(12 + place, SOURCES[place % 4], "continued", &on, "2022-12-20"),
            18..26 => projects.referred(&on),
            _ => projects.own(70, "gov", "completed", &on, "2022-12-25"),
        }
    }
    for place in 0..LANDED_2023 {
        let on = format!("2023-{:02}-1{}", place % 10 + 1, place % 9);
        match place {
            0..12 => projects.own(place, SOURCES[place % 4], "new_start", &on, "2023-10-20"),
            12..27 => projects.referred(&on),
            _ => projects.own(40 + place, "gov", if place % 3 == 0 { "suspended" } else { "landed" }, &on, ""),
        }
    }
    for place in 0..LANDED_LATER {
        let on = format!("2023-11-0{}", place + 6);
        projects.own(80 + place, ["referral", "gov"][place % 2], "landed", &on, "");
    }
    for place in 0..SIGNED_ONLY {
        projects.own(85 + place, if place == 0 { "referral" } else { "gov" }, "signed", "", "");
    }
}
