//! Needs, approval matters, trainings and activities.
//!
//! Not to be counted: needs that are solved and not confirmed, opened again, or closed after the day; matters that were withdrawn,
//! are open, or of another category; sessions that were cancelled, of another series, or held after the day.

use record::Day;
use rules::Calendar;

use crate::quota::{day, later, month, said, spread, workdays};
use crate::table::Zone;

const CLOSED: [(&str, usize); 7] =
    [("tech_rd", 22), ("factor", 41), ("finance", 12), ("labour", 14), ("approval", 8), ("policy", 6), ("market", 5)];
const OTHERS: [(&str, usize); 7] = [
    ("open", 5),
    ("assigned", 4),
    ("in_progress", 5),
    ("solved", 5),
    ("reopened", 4),
    ("referred", 6),
    ("rejected", 3),
];
const CLOSED_LATER: usize = 2;

pub(crate) fn needs(zone: &mut Zone) {
    let category = |place: usize| CLOSED[place % CLOSED.len()].0;
    let mut plan: Vec<(&str, &str, bool)> = Vec::new();
    for (category, count) in CLOSED {
        plan.extend((0..count).map(|_| (category, "closed", false)));
    }
    for (status, count) in OTHERS {
        plan.extend((0..count).map(|place| (category(place), status, false)));
    }
    plan.extend((0..CLOSED_LATER).map(|place| (category(place), "closed", true)));
    for (place, (category, status, is_later)) in plan.into_iter().enumerate() {
        let enterprise = zone.enterprise("eligible", place * 13).clone();
        let raised = later(day(2020, 11, 10), place * 7 % 1000);
        let solved = match status {
            _ if is_later => "2023-11-15".to_owned(),
            "closed" | "solved" => later(raised, 5 + place % 40).to_string(),
            _ => String::new(),
        };
        let code = format!("N{}-{:04}", raised.to_string().replace('-', ""), place + 1);
        let is_closed = status == "closed";
        // Who referred it and who settled it: nine of ten never went up.
        let level = match (status, place % 10) {
            ("referred", 0 | 1) => "zone",
            ("referred", _) | ("closed", 3) => "committee",
            _ => "service_group",
        };
        let properties = said! {
            subject_kind: "enterprise",
            subject_id: enterprise.id,
            raised_on: raised,
            need_code: code,
            need_category: category,
            title: format!("样例问题{:03}", place + 1),
            urgency: ["normal", "urgent", "critical"][place % 3],
            due_workdays: [30, 10, 3][place % 3],
            need_status: status,
            solved_on: solved,
            enterprise_confirmed: if is_closed { "yes" } else { "" },
            satisfaction: if is_closed { "satisfied" } else { "" },
            reopened_times: usize::from(status == "reopened"),
            need_level: level,
            days_service_group: if status == "open" { String::new() } else { (2 + place % 9).to_string() },
            days_committee: if level == "service_group" { String::new() } else { (4 + place % 13).to_string() },
            days_zone: if level == "zone" { (7 + place % 11).to_string() } else { String::new() },
            actions: if status == "open" {
                ""
            } else {
                ["reduce", "delegate", "merge", "convert", "coordinate"][place % 5]
            },
        };
        zone.add("needs", format!("{code} 样例问题"), properties);
    }
}

/// Matters of a cohort: the first one accepted, workdays between two, and the net workdays that each takes once.
struct Cohort {
    name: &'static str,
    first: (i64, i64, i64),
    every: usize,
    net: std::ops::RangeInclusive<usize>,
}

const COHORTS: [Cohort; 2] = [
    Cohort { name: "baseline", first: (2020, 1, 6), every: 5, net: 75..=95 },
    Cohort { name: "current", first: (2022, 3, 1), every: 7, net: 22..=45 },
];
const CATEGORIES: [&str; 3] = ["land_registration", "construction", "factor"];
const WITHDRAWN: usize = 3;
const STILL_OPEN: usize = 4;
const OF_OTHERS: usize = 5;
const DAYS_OF_OTHERS: usize = 10;

pub(crate) fn approvals(zone: &mut Zone, calendar: &Calendar) {
    for cohort in &COHORTS {
        let net: Vec<usize> = cohort.net.clone().collect();
        let (year, month, first) = cohort.first;
        for place in 0..net.len() {
            let accepted = workdays(calendar, day(year, month, first), cohort.every * place);
            let takes = net[place * 5 % net.len()];
            matter(zone, calendar, (cohort.name, place), CATEGORIES[place % 3], "approved", accepted, takes);
        }
    }
    for place in 0..WITHDRAWN {
        matter(zone, calendar, ("current", place), "construction", "withdrawn", day(2022, 6, 1), 0);
    }
    for place in 0..STILL_OPEN {
        matter(zone, calendar, ("current", place), "factor", "accepted", day(2023, 10, 9), 0);
    }
    for place in 0..OF_OTHERS {
        let accepted = day(2022, 9, 5);
        matter(zone, calendar, ("current", place * 3), "other", "approved", accepted, DAYS_OF_OTHERS);
    }
}

/// One matter. Every third one is paused from its fifth workday on.
fn matter(
    zone: &mut Zone,
    calendar: &Calendar,
    (cohort, place): (&str, usize),
    category: &str,
    status: &str,
    accepted: Day,
    net: usize,
) {
    let enterprise = zone.enterprise("eligible", place * 11).clone();
    let paused = if place % 3 == 1 && net > 0 { 3 + place % 4 } else { 0 };
    let is_decided = net > 0 && status == "approved";
    let decided = if is_decided { workdays(calendar, accepted, net + paused).to_string() } else { String::new() };
    let figure = |figure: usize| if is_decided { figure.to_string() } else { String::new() };
    let pause = workdays(calendar, accepted, 5);
    let pauses = if paused > 0 { format!("{pause}/{}", workdays(calendar, pause, paused)) } else { String::new() };
    let name = format!("样例事项{:03}", zone.rows("approvals").len() + 1);
    let properties = said! {
        enterprise_id: enterprise.id,
        matter_name: name,
        approval_category: category,
        authority: "样例部门",
        cohort: cohort,
        approval_status: status,
        accepted_on: accepted,
        decided_on: decided,
        pauses: pauses,
        paused_workdays: paused,
        gross_workdays: figure(net + paused),
        net_workdays: figure(net),
        project_id: if is_decided && cohort == "current" { Zone::id("projects", place / 3) } else { String::new() },
        limit_workdays: if cohort == "baseline" { 90 } else { 35 },
        measures: if cohort == "baseline" { "" } else { ["reduce", "delegate", "merge", "convert"][place % 4] },
        materials_cut: if is_decided && cohort == "current" { (1 + place % 3).to_string() } else { String::new() },
    };
    zone.add("approvals", format!("{name} {}", enterprise.label), properties);
}

const LECTURES: std::ops::RangeInclusive<usize> = 49..=71;
const CANCELLED: usize = 2;
const OTHER_SERIES: usize = 5;

pub(crate) fn trainings(zone: &mut Zone) {
    let mut train = |title: String, programme: &str, on: &str, status: &str, attendance: &str| {
        let place = zone.rows("trainings").len();
        let properties = said! {
            title: title,
            programme: programme,
            topic: ["party_rules", "policy_service", "professional"][place % 3],
            held_on: on,
            event_status: status,
            attendance: attendance,
            venue: "样例会场",
        };
        zone.add("trainings", format!("{on} {title}"), properties);
    };
    for (place, attendance) in LECTURES.enumerate() {
        let (title, on) = (format!("大讲堂第{}讲", place + 1), month(2021, 1, place));
        train(title, "liangxin_lecture", &on, "held", &attendance.to_string());
    }
    for place in 0..CANCELLED {
        train(
            format!("大讲堂（取消）{}", place + 1),
            "liangxin_lecture",
            &format!("2022-12-2{place}"),
            "cancelled",
            "",
        );
    }
    for place in 0..OTHER_SERIES {
        train(format!("技能培训{}", place + 1), "skills", &month(2022, 2, place), "held", "40");
    }
    train("大讲堂（后续）".to_owned(), "liangxin_lecture", "2023-11-20", "held", "66");
}

const HELD: [(&str, usize); 10] = [
    ("micro_act", 18),
    ("study_aid", 7),
    ("rural", 3),
    ("governance", 2),
    ("tour", 10),
    ("culture", 8),
    ("salon", 12),
    ("alliance_meeting", 9),
    ("expert_service", 6),
    ("job_fair", 3),
];
/// Where the areas of the centre stand among the platforms.
const ZONES_FROM: usize = 1;
const ZONES: usize = 5;
const TOURISTS: usize = 500;
const ACTS_CANCELLED: usize = 2;

pub(crate) fn activities(zone: &mut Zone) {
    for (kind, count) in HELD {
        let visitors = spread(TOURISTS, count);
        for (place, visitors) in visitors.into_iter().enumerate() {
            let on = month(2021, 1, place);
            let enterprise = zone.enterprise("eligible", place).id.clone();
            let properties = said! {
                title: format!("样例活动{kind}{}", place + 1),
                activity_type: kind,
                held_on: on,
                event_status: "held",
                participants: if kind == "tour" { visitors } else { 20 + place },
                enterprise_ids: enterprise,
                platform_id: if kind == "salon" { String::new() } else { Zone::id("platforms", ZONES_FROM + place % ZONES) },
            };
            zone.add("activities", format!("{on} {kind}{}", place + 1), properties);
        }
    }
    for place in 0..ACTS_CANCELLED {
        let on = format!("2022-08-0{}", place + 1);
        let properties = said! {
            title: "样例活动（取消）",
            activity_type: "micro_act",
            held_on: on,
            event_status: "cancelled",
        };
        zone.add("activities", format!("{on} cancelled"), properties);
    }
}
