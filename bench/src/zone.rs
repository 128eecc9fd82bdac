//! A zone at work, by chance but always the same: months of registrations, visits, needs and updates by many devices, as the
//! batches that they send.
//!
//! A device knows what it made, and at the beginning of each month what all had made before; some enterprises have two
//! officers, so there are parallel updates and conflicts. Where somebody sits at a desk, most of them are decided at the end of the
//! month. Start at [`Zone::batches`].

use std::collections::BTreeMap;

use batch::{Batch, Blobs, DeviceKey, File, FormTitle, PackError};
use ledger::{EntityHistory, EntityKey, Ruling, disputes, ruled};
use record::{
    BatchId, ChangeId, Decision, DeviceId, EntityBase, EntityChange, EntityId, FormRef, ListName, Matter, OfficerId,
    RecordId, Revision, Sha256, Submission, Timestamp,
};
use serde_json::{Map, Value, json};

/// How much of it there is.
#[derive(Clone, Copy, Debug)]
pub struct Zone {
    pub devices: u32,
    pub months: u32,
    /// Of one device in one month.
    pub records: u32,
    /// Enterprises that each device looks after.
    pub own: u32,
    /// Whether somebody decides what devices said otherwise than each other. That is the device after the last.
    pub decides: bool,
    pub seed: u64,
}

/// What a device sent at the end of a month.
pub struct Sent {
    pub device: u32,
    pub month: u32,
    pub file: File,
    pub records: Vec<Revision>,
}

/// 1 January 2026 in China, and what a month is here.
const FIRST_MS: i64 = 1_767_196_800_000;
const MONTH_MS: i64 = 30 * 24 * 3_600_000;
const MINUTE_MS: i64 = 60_000;

const AREAS: [&str; 5] = ["east", "west", "south", "north", "port"];
const CHAINS: [&str; 4] = ["textile", "machinery", "chemical", "logistics"];
const SIZES: [&str; 4] = ["micro", "small", "medium", "large"];
const TRADES: [&str; 6] = ["纺织", "机械", "化工", "物流", "食品", "电子"];
const NAMES: [&str; 8] = ["远山", "清河", "长乐", "重阳", "行健", "万和", "新塔", "绿洲"];
const CATEGORIES: [&str; 5] = ["power", "loan", "land", "staff", "permit"];

/// What is known of an entity by somebody: its version, and the changes that made it.
#[derive(Clone, Default)]
struct Seen {
    version: u32,
    heads: Vec<ChangeId>,
}

type View = BTreeMap<(ListName, EntityId), Seen>;

/// The enterprises as a desk knows them: what two officers may change.
type Rows = BTreeMap<EntityKey, EntityHistory>;

fn learn(rows: &mut Rows, revision: &Revision) {
    for key in ledger::entities_of(revision).into_iter().filter(|key| key.list.as_str() == "enterprises") {
        rows.entry(key.clone()).or_insert_with(|| EntityHistory::new(key)).insert_from(revision);
    }
}

/// What becomes a record.
struct Written {
    record: RecordId,
    at: Timestamp,
    form: FormRef,
    instance_name: Option<String>,
    answers: Map<String, Value>,
    change: EntityChange,
    decision: Option<Decision>,
}

struct Tablet {
    number: u32,
    key: DeviceKey,
    device: DeviceId,
    officer: OfficerId,
    sequence: u64,
    previous: Option<Sha256>,
    batches: u64,
    /// What it made since it last heard of the others.
    view: View,
    needs: Vec<EntityId>,
}

impl Zone {
    /// The device's own key: whoever plays the tablet needs it.
    pub fn key(&self, device: u32) -> DeviceKey {
        let words = Sha256::of(format!("zone {} device {device}", self.seed).as_bytes());
        DeviceKey::from_bytes(*words.as_bytes())
    }

    /// All batches, month by month and device by device.
    pub fn batches(self) -> impl Iterator<Item = Result<Sent, PackError>> {
        let mut tablets: Vec<Tablet> = (0..self.devices).map(|number| self.tablet(number)).collect();
        let mut desk = self.decides.then(|| (self.tablet(self.devices), Rows::new()));
        let mut all = View::new();
        let mut chance = Chance(self.seed);
        (0..self.months).flat_map(move |month| {
            let known = all.clone();
            let mut sent = Vec::new();
            for tablet in &mut tablets {
                tablet.view.clear();
                sent.push(self.month(month, tablet, &known, &mut all, &mut chance));
            }
            if let Some((desk, rows)) = &mut desk {
                sent.iter().flatten().flat_map(|sent| &sent.records).for_each(|revision| learn(rows, revision));
                let decided = desk.decided(self.end(month), rows, &mut all, &mut chance);
                if !decided.is_empty() {
                    sent.push(self.sent(month, desk, decided, &mut chance));
                }
            }
            sent
        })
    }

    fn tablet(&self, number: u32) -> Tablet {
        let key = self.key(number);
        let device = key.device();
        let officer = OfficerId::new(format!("样例{number:03}"));
        let (view, needs) = (View::new(), Vec::new());
        Tablet { number, key, device, officer, sequence: 1, previous: None, batches: 0, view, needs }
    }

    fn month(
        &self,
        month: u32,
        tablet: &mut Tablet,
        known: &View,
        all: &mut View,
        chance: &mut Chance,
    ) -> Result<Sent, PackError> {
        let mut records = Vec::new();
        for number in 0..self.records {
            let at = FIRST_MS + MONTH_MS * i64::from(month) + MINUTE_MS * i64::from(number * 7 + tablet.number % 7);
            let registered = month == 0 && number < self.own;
            let work = if registered {
                Work::Register(u64::from(tablet.number) * u64::from(self.own) + u64::from(number))
            } else {
                Work::by(chance, self, tablet)
            };
            records.extend(tablet.records(work, Timestamp::new(at, 480), known, all, chance));
        }
        self.sent(month, tablet, records, chance)
    }

    fn end(&self, month: u32) -> Timestamp {
        Timestamp::new(FIRST_MS + MONTH_MS * i64::from(month + 1), 480)
    }

    fn sent(
        &self,
        month: u32,
        tablet: &mut Tablet,
        records: Vec<Revision>,
        chance: &mut Chance,
    ) -> Result<Sent, PackError> {
        let at = self.end(month);
        let mut forms: Vec<FormTitle> = Vec::new();
        for form in records.iter().map(|revision: &Revision| &revision.submission().form) {
            if forms.iter().all(|known| known.form != *form) {
                forms.push(FormTitle { form: form.clone(), title: title(&form.id).to_owned() });
            }
        }
        let batch = Batch {
            id: BatchId::new(at, chance.ten()),
            seq: tablet.batches + 1,
            previous: tablet.previous,
            created_at: at,
            officer: tablet.officer.clone(),
            recipients: Vec::new(),
            forms,
            records,
            attachments: Vec::new(),
        };
        let file = batch::pack(&batch, &Blobs::new(), &tablet.key)?;
        tablet.previous = Some(file.body_hash);
        tablet.batches += 1;
        Ok(Sent { device: tablet.number, month, file, records: batch.records })
    }
}

/// One thing that an officer does.
enum Work {
    /// Each with an enterprise's number in the zone.
    Register(u64),
    Visit(u64),
    Need(u64),
    Follow(usize),
    Update(u64),
}

impl Work {
    fn by(chance: &mut Chance, zone: &Zone, tablet: &Tablet) -> Self {
        let each = u64::from(zone.own);
        let own = u64::from(tablet.number) * each + chance.below(each);
        match chance.below(100) {
            0..60 => Self::Visit(own),
            60..75 => Self::Need(own),
            75..84 if !tablet.needs.is_empty() => Self::Follow(chance.below(tablet.needs.len() as u64) as usize),
            // A neighbour's: both officers may change it in the same month.
            84..90 => Self::Update((own + each) % (u64::from(zone.devices) * each)),
            _ => Self::Update(own),
        }
    }
}

impl Tablet {
    fn records(
        &mut self,
        work: Work,
        at: Timestamp,
        known: &View,
        all: &mut View,
        chance: &mut Chance,
    ) -> Option<Revision> {
        let record = RecordId::new(at, chance.ten());
        let date = at.to_string().chars().take(10).collect::<String>();
        let (form, answers, change) = match work {
            Work::Register(number) => {
                let name = name(number);
                let properties = [
                    ("ent_name", name.clone()),
                    ("uscc", code(number)),
                    ("area", chance.one(&AREAS).to_owned()),
                    ("chain", chance.one(&CHAINS).to_owned()),
                    ("ent_size", chance.one(&SIZES).to_owned()),
                    ("employees", chance.below(900).to_string()),
                    ("revenue", chance.below(90_000).to_string()),
                ];
                (
                    "enterprise_registration",
                    json!({ "note": chance.text(180) }),
                    change("enterprises", enterprise(number), name, &properties),
                )
            }
            Work::Visit(number) => {
                let properties = [
                    ("subject_id", enterprise(number).to_string()),
                    ("visit_date", date.clone()),
                    ("visit_mode", "onsite".to_owned()),
                    ("officer", self.officer.to_string()),
                ];
                let visit = EntityId::new(record.to_string());
                (
                    "liaison_visit",
                    json!({ "said": chance.text(220) }),
                    change("visits", visit, format!("{date} {}", name(number)), &properties),
                )
            }
            Work::Need(number) => {
                let need = EntityId::new(record.to_string());
                self.needs.push(need.clone());
                let category = chance.one(&CATEGORIES);
                let properties = [
                    ("subject_id", enterprise(number).to_string()),
                    ("raised_on", date.clone()),
                    ("need_category", category.to_owned()),
                    ("need_status", "open".to_owned()),
                    ("due_workdays", "10".to_owned()),
                ];
                (
                    "need_report",
                    json!({ "words": chance.text(200) }),
                    change("needs", need, format!("{category} {}", name(number)), &properties),
                )
            }
            Work::Follow(place) => {
                let need = self.needs[place].clone();
                let status = chance.one(&["accepted", "resolved", "closed"]).to_owned();
                (
                    "need_followup",
                    json!({ "done": chance.text(220) }),
                    self.update("needs", need, &[("need_status", status)], known)?,
                )
            }
            Work::Update(number) => {
                let property = chance.one(&["employees", "revenue"]);
                let value = chance.below(90_000).to_string();
                (
                    "enterprise_update",
                    json!({ "why": chance.text(220) }),
                    self.update("enterprises", enterprise(number), &[(property, value)], known)?,
                )
            }
        };
        let answers: Map<String, Value> = match answers {
            Value::Object(answers) => answers,
            _ => Map::new(),
        };
        let mut answers = answers;
        answers.extend(change.properties.iter().map(|(name, value)| (name.clone(), Value::from(value.clone()))));
        let instance_name = change.label.clone();
        let form = FormRef { id: form.to_owned(), version: "3".to_owned(), hash: Sha256::of(form.as_bytes()) };
        self.record(Written { record, at, form, instance_name, answers, change, decision: None }, all)
    }

    /// What somebody decides who has seen all; one conflict of four is left for later.
    fn decided(&mut self, at: Timestamp, rows: &mut Rows, all: &mut View, chance: &mut Chance) -> Vec<Revision> {
        let mut decided = Vec::new();
        for history in rows.values().filter(|history| history.changes.len() > 1) {
            let mut rulings = BTreeMap::new();
            for dispute in disputes(history) {
                let (is_left, voice) = (chance.below(4) == 0, chance.below(dispute.voices.len() as u64) as usize);
                if let Some(voice) = dispute.voices.get(voice).filter(|_| !is_left) {
                    let ruling = Ruling { value: voice.said.value.clone(), seen: dispute.seen() };
                    rulings.insert(dispute.property.clone(), ruling);
                }
            }
            let Ok(change) = ruled(&history.state(), &rulings, &self.device) else { continue };
            let decision = Some(Decision { matter: Matter::Values, reason: Some("企业电话确认".to_owned()) });
            let record = RecordId::new(at, chance.ten());
            let (answers, instance_name) = (Map::new(), None);
            let written = Written { record, at, form: Decision::form(), instance_name, answers, change, decision };
            decided.extend(self.record(written, all));
        }
        decided.iter().for_each(|revision| learn(rows, revision));
        decided
    }

    /// Writes it, and what is known of its entity from then on.
    fn record(&mut self, written: Written, all: &mut View) -> Option<Revision> {
        let Written { record, at, form, instance_name, answers, change, decision } = written;
        let key = (change.list.clone(), change.entity.clone());
        let base = change.base.clone();
        let submission = Submission {
            record,
            parents: Vec::new(),
            form,
            device: self.device.clone(),
            officer: self.officer.clone(),
            finalized_at: at,
            sequence: self.sequence,
            instance_name,
            answers,
            entities: vec![change],
            attachments: Vec::new(),
            remarks: Vec::new(),
            erasure: None,
            decision,
        };
        self.sequence += 1;
        // No text of these is such that JSON could not hold it.
        let revision = Revision::write(submission).ok()?;
        let id = ChangeId { revision: revision.hash(), index: 0 };
        let version = base.as_ref().map_or(1, |base| base.version + 1);
        self.view.insert(key.clone(), Seen { version, heads: vec![id] });
        let seen = all.entry(key).or_default();
        let before = base.map(|base| base.heads).unwrap_or_default();
        seen.heads.retain(|head| !before.contains(head));
        seen.heads.push(id);
        seen.version = seen.version.max(version);
        Some(revision)
    }

    /// An update of an entity as this device knows it. `None`: it does not.
    fn update(
        &self,
        list: &str,
        entity: EntityId,
        properties: &[(&str, String)],
        known: &View,
    ) -> Option<EntityChange> {
        let key = (ListName::new(list), entity);
        let seen = self.view.get(&key).or_else(|| known.get(&key))?;
        let base = EntityBase { version: seen.version, heads: seen.heads.clone(), ..EntityBase::default() };
        Some(EntityChange {
            properties: properties.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            ..EntityChange::update(key.0, key.1, Some(base))
        })
    }
}

fn change(list: &str, entity: EntityId, label: String, properties: &[(&str, String)]) -> EntityChange {
    EntityChange {
        label: Some(label),
        properties: properties.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        ..EntityChange::create(ListName::new(list), entity)
    }
}

fn enterprise(number: u64) -> EntityId {
    EntityId::new(format!("uuid:{:08x}-0000-4000-8000-{number:012x}", number.wrapping_mul(2_654_435_761) as u32))
}

fn name(number: u64) -> String {
    let at = |words: &[&'static str], number: u64| words[(number % words.len() as u64) as usize];
    format!("样例{}{}{number}有限公司", at(&NAMES, number / 7), at(&TRADES, number))
}

/// A code as long as a real one; its check is nobody's business here.
fn code(number: u64) -> String {
    format!("91652801MA{number:08}")
}

fn title(form: &str) -> &'static str {
    match form {
        "enterprise_registration" => "企业登记",
        "liaison_visit" => "企业走访",
        "need_report" => "问题登记",
        "need_followup" => "问题办理",
        _ => "台账更新",
    }
}

/// Chance that is the same each time (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most.max(1)
    }

    fn one<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len() as u64) as usize]
    }

    fn ten(&mut self) -> [u8; 10] {
        let (a, b) = (self.next().to_be_bytes(), self.next().to_be_bytes());
        [a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], b[0], b[1]]
    }

    /// Words of about so many bytes.
    fn text(&mut self, bytes: usize) -> String {
        let mut text = String::new();
        while text.len() < bytes {
            text +=
                self.one(&["企业", "反映", "生产", "正常", "用电", "紧张", "订单", "增加", "贷款", "招工", "，", "。"]);
        }
        text
    }
}
