//! Assignments, jobs, what talent is wanted and who registered: numbers and made-up names, nobody real.
//!
//! Not to be counted: second posts of one person, assignments that have ended, liaison officers; jobs filled after the day; a doctor
//! who left, and one who withdrew consent.

use crate::organisations::subjects;
use crate::quota::{later, month, said, spread};
use crate::table::Zone;

const INSTRUCTORS: usize = 274;
const SECOND_POSTS: usize = 18;
const ENDED: usize = 9;
const LIAISON: usize = 12;

pub(crate) fn assignments(zone: &mut Zone) {
    let subjects = subjects(zone);
    let mut assign = |code: String, role: &str, place: usize, from: &str, to: &str| {
        let (kind, subject, label) = &subjects[place % subjects.len()];
        let properties = said! {
            staff_code: code,
            duty_role: role,
            subject_kind: kind,
            subject_id: subject,
            unit_kind: ["zone", "bureau", "soe"][place % 3],
            from_date: from,
            to_date: to,
        };
        zone.add("assignments", format!("{code} → {label}"), properties);
    };
    for place in 0..INSTRUCTORS {
        assign(format!("Z{:03}", place + 1), "instructor", place, &month(2020, 11, place % 30), "");
    }
    for place in 0..SECOND_POSTS {
        assign(format!("Z{:03}", place + 1), "instructor", place + 50, "2022-05-15", "");
    }
    for place in 0..ENDED {
        assign(format!("Z{:03}", INSTRUCTORS + place + 1), "instructor", place, "2021-01-15", "2022-12-31");
    }
    for place in 0..LIAISON {
        assign(format!("W{:03}", place + 1), "liaison", place, "2021-03-15", "");
    }
}

const JOB_ROWS: usize = 40;
const PLACED: usize = 620;
const JOBS_WITHDRAWN: usize = 3;
const JOBS_LATER: usize = 2;
const PLACED_LATER: usize = 9;

pub(crate) fn jobs(zone: &mut Zone) {
    let mut job = |place: usize, wanted: usize, placed: usize, status: &str, on: &str| {
        let enterprise = zone.enterprise("eligible", place * 3).clone();
        let properties = said! {
            enterprise_id: enterprise.id,
            job_title: format!("样例岗位{}", place + 1),
            job_kind: ["general", "skilled", "technician"][place % 3],
            wanted_count: wanted,
            opened_on: month(2021, 1, place % 30),
            line_status: status,
            placed_count: placed,
            placed_on: on,
            education: "none",
        };
        zone.add("job_needs", format!("样例岗位{} × {wanted} {}", place + 1, enterprise.label), properties);
    };
    for (place, placed) in spread(PLACED, JOB_ROWS).into_iter().enumerate() {
        let status = if place % 7 == 0 { "met" } else { "partly" };
        job(place, placed + place % 7, placed, status, &month(2021, 3, place % 30));
    }
    for place in 0..JOBS_WITHDRAWN {
        job(JOB_ROWS + place, 5, 0, "withdrawn", "");
    }
    for place in 0..JOBS_LATER {
        job(JOB_ROWS + JOBS_WITHDRAWN + place, 10, PLACED_LATER, "partly", "2023-11-10");
    }
}

const TALENT_NEEDS: usize = 30;
const SERVING: usize = 7;
const LEFT: usize = 1;
const WITHDRAWN: usize = 1;
const AVAILABLE: usize = 51;

pub(crate) fn talents(zone: &mut Zone) {
    for place in 0..TALENT_NEEDS {
        let enterprise = zone.enterprise("eligible", place).clone();
        let post = format!("样例人才岗位{}", place + 1);
        let (wanted, opened) = (1 + place % 3, month(2022, 1, place % 20));
        // Of five one is met, the next of them ten days later than the one before; of another one all but one came.
        let (matched, status, days) = match place % 5 {
            0 => (wanted, "met", 20 + place * 2),
            1 if wanted > 1 => (wanted - 1, "partly", 15),
            _ => (0, "open", 0),
        };
        let on = opened.parse().ok().filter(|_| matched > 0).map(|opened| later(opened, days).to_string());
        let properties = said! {
            enterprise_id: enterprise.id,
            post: post,
            talent_field: ["petrochem", "textile", "chemical", "equipment", "agri"][place % 5],
            talent_level: ["b", "c", "d", "e"][place % 4],
            education: ["bachelor", "master", "doctor"][place % 3],
            wanted_count: wanted,
            opened_on: opened,
            line_status: status,
            matched_count: matched,
            matched_on: on.unwrap_or_default(),
        };
        zone.add("talent_needs", format!("{post} {}", enterprise.label), properties);
    }
    for place in 0..SERVING + LEFT + WITHDRAWN + AVAILABLE {
        let status = match place {
            0..SERVING => "serving",
            SERVING => "left",
            8 => "withdrawn",
            _ => "available",
        };
        let code = format!("T{:07}", place + 1);
        if status == "withdrawn" {
            // Erased: a code is all that is left.
            let properties = said! { talent_code: code, talent_status: status, updated_on: "2023-10-15" };
            zone.add("talents", code, properties);
            continue;
        }
        let is_doctor = place < SERVING + LEFT;
        let name = format!("样例人才{:02}", place + 1);
        let enterprise = zone.enterprise("eligible", place).id.clone();
        let properties = said! {
            talent_code: code,
            consent_method: "screen",
            consent_on: "2023-04-15",
            consent_scope: "match stats",
            display_name: name,
            phone: format!("400-000-{:04}", place + 1),
            talent_field: ["petrochem", "textile", "chemical", "equipment"][place % 4],
            talent_level: ["c", "d", "e"][place % 3],
            talent_kind: if is_doctor { "doctor" } else { "youth" },
            education: if is_doctor { "doctor" } else { "bachelor" },
            talent_programme: if is_doctor { "lanhuo" } else { "referral" },
            enterprise_id: enterprise,
            talent_status: status,
            serving_from: if status == "serving" { "2023-05-15" } else { "" },
            updated_on: "2023-10-15",
        };
        zone.add("talents", format!("{code} {name}"), properties);
    }
}
