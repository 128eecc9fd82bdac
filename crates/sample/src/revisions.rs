//! The zone's rows as six officers' tablets finished them: one record for each row.
//!
//! Who has a record is the officer of its enterprise's area; what belongs to no enterprise is shared out by turns.

use std::collections::BTreeMap;

use record::{
    DeviceId, EntityChange, EntityId, FormRef, ListName, OfficerId, RecordId, Revision, Sha256, Submission, Timestamp,
};
use serde_json::{Map, Value};

use crate::{Row, Zone};

pub const OFFICERS: usize = 6;

/// A revision, and whose tablet it is of.
#[derive(Clone, PartialEq, Debug)]
pub struct SampleRevision {
    /// From 0.
    pub officer: usize,
    pub list: &'static str,
    pub revision: Revision,
}

/// The form that a list's rows are of.
const FORMS: [(&str, &str); 16] = [
    ("enterprises", "enterprise_registration"),
    ("canvasses", "enterprise_annual_canvass"),
    ("social_orgs", "social_org_registration"),
    ("party_orgs", "party_org_setup"),
    ("party_reports", "party_org_report"),
    ("assignments", "instructor_assignment"),
    ("visits", "liaison_visit"),
    ("needs", "need_report"),
    ("approvals", "approval_matter"),
    ("trainings", "training_session"),
    ("activities", "service_activity"),
    ("job_needs", "employment_need"),
    ("talent_needs", "talent_need"),
    ("talents", "talent_registration"),
    ("projects", "investment_project"),
    ("platforms", "platform_registration"),
];

/// When the first record was finished: 2023-11-01 09:00 in the office's zone.
const FIRST_MS: i64 = 1_698_800_400_000;
const OFFICE_MINUTES: i16 = 480;
const MINUTE_MS: i64 = 60_000;

/// The code by which an officer signs, counted from 0.
pub fn officer_code(officer: usize) -> OfficerId {
    OfficerId::new(format!("样例{:02}", officer + 1))
}

/// Every row of the zone as a first revision, in the order in which each tablet finished them.
pub fn revisions(zone: &Zone, devices: &[DeviceId; OFFICERS]) -> Vec<SampleRevision> {
    let officers = officers(zone);
    let mut sequences = [0_u64; OFFICERS];
    let mut made = Vec::new();
    for (place, (list, form)) in FORMS.iter().enumerate() {
        for (number, row) in zone.rows(list).iter().enumerate() {
            let officer = officers.get(row.id.as_str()).copied().unwrap_or(number % OFFICERS);
            sequences[officer] += 1;
            let at = made.len();
            let numbers = (place, zone.copy, number);
            let submission = submission(list, form, row, numbers, (officer, &devices[officer]), at);
            let submission = Submission { sequence: sequences[officer], ..submission };
            // A row is texts alone, which can always be written.
            let Ok(revision) = Revision::write(submission) else { continue };
            made.push(SampleRevision { officer, list, revision });
        }
    }
    made
}

fn submission(
    list: &str,
    form: &str,
    row: &Row,
    (place, copy, number): (usize, u8, usize),
    (officer, device): (usize, &DeviceId),
    at: usize,
) -> Submission {
    let finalized_at = Timestamp::new(FIRST_MS + i64::try_from(at).unwrap_or_default() * MINUTE_MS, OFFICE_MINUTES);
    let mut chance = [0_u8; 10];
    (chance[0], chance[1]) = (place as u8, copy);
    chance[6..].copy_from_slice(&u32::try_from(number).unwrap_or_default().to_be_bytes());
    let answers: Map<String, Value> =
        row.properties.iter().map(|(name, text)| ((*name).to_owned(), Value::from(text.clone()))).collect();
    let change = EntityChange {
        label: Some(row.label.clone()),
        properties: row.properties.iter().map(|(name, text)| ((*name).to_owned(), text.clone())).collect(),
        ..EntityChange::create(ListName::new(list), EntityId::new(&row.id))
    };
    Submission {
        record: RecordId::new(finalized_at, chance),
        parents: Vec::new(),
        form: FormRef { id: form.to_owned(), version: "sample".to_owned(), hash: Sha256::of(form.as_bytes()) },
        device: device.clone(),
        officer: officer_code(officer),
        finalized_at,
        sequence: 0,
        instance_name: Some(row.label.clone()),
        answers,
        entities: vec![change],
        attachments: Vec::new(),
        remarks: Vec::new(),
        erasure: None,
        decision: None,
    }
}

/// Whose a row is, by its area or that of what it belongs to.
fn officers(zone: &Zone) -> BTreeMap<&str, usize> {
    let mut officers: BTreeMap<&str, usize> = BTreeMap::new();
    // What others belong to stands before them.
    for list in FORMS.map(|(list, _)| list) {
        for row in zone.rows(list) {
            let area = row.text("area").strip_prefix("area_").and_then(|number| number.parse::<usize>().ok());
            let owner = ["enterprise_id", "subject_id", "party_org_id"].map(|name| row.text(name));
            let of_owner = owner.into_iter().find_map(|owner| officers.get(owner).copied());
            if let Some(officer) = area.map(|number| (number - 1) % OFFICERS).or(of_owner) {
                officers.insert(&row.id, officer);
            }
        }
    }
    officers
}
