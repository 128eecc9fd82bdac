//! A list of a hundred thousand enterprises, as a desk has it: made in memory, then read, searched, filtered and sorted.

use std::collections::BTreeMap;

use ledger::register::finder::Finder;
use ledger::register::query::{Filter, Query, Sort, Which, Window};
use ledger::register::{Register, Shard, Sums};
use ledger::{Column, EntityState, Origin, Property};
use record::{ChangeId, DeviceId, EntityId, ListName, OfficerId, RecordId, RevisionHash, Sha256, Timestamp};

use crate::figure::{Against, Figure};
use crate::filling::Failure;
use crate::measure::median_ms;

const ROWS: usize = 100_000;
/// States are far larger than their rows: so many at a time.
const AT_A_TIME: usize = 5_000;

/// What was promised: a keystroke of a search, and the first rows of a list that is opened.
const KEYSTROKE_MS: f64 = 50.0;
const OPENING_MS: f64 = 2_000.0;

const SIGNS: &str =
    "样例纺织重庆银行长城机械食品石油天山库尔勒巴州和静轮台尉犁若羌农业科技发展贸易物流建筑材料能源化工电力";

/// What a list costs.
///
/// # Errors
/// A shard that is not read back.
pub fn figures() -> Result<Vec<Figure>, Failure> {
    let shards = made().shards().iter().map(Shard::to_bytes).collect::<Result<Vec<_>, _>>()?;
    let read = || -> Result<Finder, Failure> {
        let shards = shards.iter().map(|bytes| Shard::from_bytes(bytes)).collect::<Result<Vec<_>, _>>()?;
        let mut finder = Finder::new(Register::from_shards(ListName::new("enterprises"), shards));
        finder.find(&query("", Sort::default(), Vec::new()));
        Ok(finder)
    };
    let mut finder = read()?;
    let mut figures = Vec::new();
    let mut figure = |what: &'static str, ms: f64, bound: f64| {
        let against = Against::Bound(bound);
        figures.push(Figure { form: "list100k".to_owned(), what, ms, changed: 0, against });
    };
    figure("read from bytes, to its first rows", median_ms(|_| (), |()| read().ok()), OPENING_MS);
    // Each step is as often measured as the others; the median is of them all.
    let mut time = |steps: &[Query]| median_ms(|run| &steps[run % steps.len()], |step| finder.find(step).total);
    let by_name = |text: &str| query(text, Sort::default(), Vec::new());
    figure("a first letter that all names have", time(&[by_name("k"), by_name("y")]), KEYSTROKE_MS);
    figure("letter by letter", time(&["z", "zh", "zho", "zhon"].map(by_name)), KEYSTROKE_MS);
    figure("two signs of a name", time(&[by_name("银行"), by_name("电力")]), KEYSTROKE_MS);
    figure("the end of a code", time(&[by_name("0001"), by_name("0002")]), KEYSTROKE_MS);
    let area = |area: &str| Filter::OneOf { column: property("area"), values: [area.to_owned()].into() };
    let filtered = ["area_1", "area_2"].map(|name| query("", Sort::default(), vec![area(name)]));
    figure("filtered by its area", time(&filtered), KEYSTROKE_MS);
    let sorted = [false, true].map(|descending| {
        query("", Sort { column: property("employees"), descending, choices: Vec::new() }, Vec::new())
    });
    figure("turned round in the order of a figure", time(&sorted), KEYSTROKE_MS);
    Ok(figures)
}

fn property(name: &str) -> Column {
    Column::Property(name.to_owned())
}

fn query(text: &str, sort: Sort, filters: Vec<Filter>) -> Query {
    let columns = vec![property("uscc"), property("ent_size"), property("area"), Column::LastVisit, Column::OpenNeeds];
    Query {
        which: Which { text: text.to_owned(), filters, ..Which::default() },
        sort,
        window: Window { offset: 0, count: 60, columns },
    }
}

fn made() -> Register {
    let list = ListName::new("enterprises");
    let mut register = Register::of(&list, [], &Sums::default());
    for first in (0..ROWS).step_by(AT_A_TIME) {
        let states: Vec<EntityState> = (first..first + AT_A_TIME).map(firm).collect();
        register.change(&states, &[], &Sums::default());
    }
    register
}

/// An enterprise with what a registration says of one, names and figures by its number.
fn firm(number: usize) -> EntityState {
    let signs: Vec<char> = SIGNS.chars().collect();
    let mut chance = (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut next = |below: usize| {
        chance ^= chance >> 29;
        chance = chance.wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (chance >> 33) as usize % below
    };
    let name: String = "库尔勒".chars().chain((0..5).map(|_| signs[next(signs.len())])).collect();
    let at = Timestamp::new(1_700_000_000_000, 480);
    let origin = Origin {
        decided: None,
        record: RecordId::new(at, [7; 10]),
        form_id: "enterprise_registration".to_owned(),
        form_version: "3".to_owned(),
        officer: OfficerId::new(format!("YL{:03}", next(40))),
        device: DeviceId::new("device"),
        finalized_at: at,
        sequence: 1,
    };
    let source = ChangeId { revision: RevisionHash::from(Sha256::of(b"revision")), index: 0 };
    let said = |value: String| Property { value, source, origin: origin.clone() };
    let mut properties: BTreeMap<String, Property> = [
        ("industry_section", "C"),
        ("industry_division", "17"),
        ("ownership", "private"),
        ("reg_status", "normal"),
        ("founded_on", "2015-03-01"),
        ("address", "库尔勒经济技术开发区样例路12号"),
        ("contact_name", "张样例"),
        ("contact_phone", "13812345678"),
        ("contact_role", "经理"),
        ("main_products", "棉纱、坯布"),
        ("has_premises", "yes"),
        ("has_staff", "yes"),
        ("has_operation", "yes"),
        ("three_haves", "yes"),
        ("canvassed_on", "2025-06-01"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), said(value.to_owned())))
    .collect();
    for (property, value) in [
        ("ent_name", format!("{name}有限公司")),
        ("uscc", format!("91652899MA{number:08}")),
        ("ent_size", ["micro", "small", "medium", "large"][next(4)].to_owned()),
        ("area", format!("area_{}", next(12))),
        ("chain", format!("chain_{}", next(9))),
        ("employees", next(3_000).to_string()),
        ("revenue_wan", format!("{}.{:02}", next(100_000), next(100))),
        ("assets_wan", next(70_000).to_string()),
    ] {
        properties.insert(property.to_owned(), said(value));
    }
    EntityState {
        list: ListName::new("enterprises"),
        id: EntityId::new(format!("uuid:{number:08x}-0000-4000-8000-000000000000")),
        label: Some(said(name)),
        version: 1,
        heads: Vec::new(),
        properties,
        conflicts: Vec::new(),
        branch: None,
        parallel: false,
        created: Some(origin.clone()),
        updated: Some(origin),
    }
}
