//! What a coordinator works through: enterprises and social organisations that are in the ledger twice, ledgers that nobody has updated, codes that are
//! missing or do not check out, size classes that do not follow from the figures beside them.
//!
//! Start at [`work_lists`]. It only says what to look at: whether two firms are one is for people to say. Two names are near
//! where they are the same but for what names of firms have anyway (the company's form, the region, brackets), or where one
//! sign of a long one differs and that sign is no number.
//!
//! Not here: how a code is checked and an enterprise sized (`rules`).

use std::collections::{BTreeMap, BTreeSet};

use record::{Day, EntityChangeKind, EntityId, ListName, Pair, Revision};
use rules::{CodeFault, Figures, Thresholds, check_credit_code, plain_code};
use serde::{Deserialize, Serialize};

use crate::fold::fold;
use crate::{EntityKey, EntityState, Joins, Origin, Property};

/// What there is to do.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WorkLists {
    /// Same codes first, then by name.
    pub duplicates: Vec<Duplicate>,
    /// Pairs of which one said that they are one, and another that they are two or kept the other.
    pub disputed: Vec<Pair>,
    /// The longest without an update first.
    pub stale: Vec<StaleLedger>,
    pub missing_codes: Vec<Firm>,
    pub faulty_codes: Vec<FaultyCode>,
    pub other_sizes: Vec<OtherSize>,
}

/// An enterprise or organisation as its list names it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Firm {
    pub name: String,
    /// As it stands in the ledger.
    pub code: String,
    pub id: EntityId,
    pub list: ListName,
}

/// Enterprises that may be one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Duplicate {
    pub likeness: Likeness,
    /// By name.
    pub firms: Vec<Firm>,
}

/// Why they may be one, the surest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Likeness {
    SameCode,
    SameName,
    NearName,
}

/// An enterprise that nobody has said anything new of for long.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StaleLedger {
    pub firm: Firm,
    /// By the clock of the device that did. `None`: no clock can be read.
    pub updated_on: Option<Day>,
}

/// A code that does not check out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FaultyCode {
    pub firm: Firm,
    pub fault: CodeFault,
}

/// An enterprise whose size class is not the one that follows from its figures: somebody changed one of them and somebody else
/// another, each with the class that followed then.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OtherSize {
    pub firm: Firm,
    /// As choices of `ent_size` are named.
    pub said: String,
    pub follows: String,
}

/// What these lists look at of an enterprise.
#[derive(Clone, PartialEq, Debug)]
pub struct Kept {
    pub firm: Firm,
    /// When a form was last filled about it, by the clock of the device that did.
    pub updated_on: Option<Day>,
    pub size: Option<SizeSaid>,
}

/// The size class of an enterprise, and what it follows from.
#[derive(Clone, PartialEq, Debug)]
pub struct SizeSaid {
    class: String,
    category: String,
    figures: Figures,
}

/// The lists, as of a day, with the `duplicates` that there are. A ledger is stale whose last update lies `months` or more back; a desk's decision is none.
pub fn work_lists(
    enterprises: &[Kept],
    duplicates: Vec<Duplicate>,
    joins: &Joins,
    thresholds: &Thresholds,
    today: Day,
    months: u32,
) -> WorkLists {
    let mut lists = WorkLists { duplicates, ..WorkLists::default() };
    lists.disputed = joins.said().filter(|(_, state)| state.is_disputed()).map(|(pair, _)| pair.clone()).collect();
    let since = today.after_months(-i64::from(months));
    for Kept { firm, updated_on, size } in enterprises {
        if let Some((said, follows)) = size.as_ref().and_then(|size| size.other_than(thresholds)) {
            lists.other_sizes.push(OtherSize { firm: firm.clone(), said, follows });
        }
        let (firm, updated_on) = (firm.clone(), *updated_on);
        if updated_on.zip(since).is_none_or(|(updated_on, since)| updated_on <= since) {
            lists.stale.push(StaleLedger { firm: firm.clone(), updated_on });
        }
        let code = plain_code(&firm.code);
        if code.is_empty() {
            lists.missing_codes.push(firm);
        } else if let Err(fault) = check_credit_code(&code) {
            lists.faulty_codes.push(FaultyCode { firm, fault });
        }
    }
    lists.stale.sort_by(|one, other| (one.updated_on, &one.firm).cmp(&(other.updated_on, &other.firm)));
    lists.missing_codes.sort();
    lists.faulty_codes.sort_by(|one, other| one.firm.cmp(&other.firm));
    lists.other_sizes.sort_by(|one, other| one.firm.cmp(&other.firm));
    lists
}

/// The entities of a list that some revisions make, with their codes, as far as they say one.
pub fn made_codes<'a>(revisions: impl IntoIterator<Item = &'a Revision>, list: &str) -> BTreeMap<EntityId, String> {
    let changes = revisions.into_iter().flat_map(|revision| &revision.submission().entities);
    let made = changes.filter(|change| change.list.as_str() == list && change.kind == EntityChangeKind::Create);
    let code = |change: &record::EntityChange| {
        let code = plain_code(change.properties.get(crate::enterprise::CODE)?);
        (!code.is_empty()).then(|| (change.entity.clone(), code))
    };
    made.filter_map(code).collect()
}

impl Kept {
    pub fn of(enterprise: &EntityState) -> Self {
        let size = SizeSaid::of(SizeSaid::PROPERTIES.map(|property| enterprise.text(property)));
        Self { firm: Firm::of(enterprise), updated_on: updated_on(enterprise), size }
    }
}

impl SizeSaid {
    pub(crate) const PROPERTIES: [&str; 5] = ["ent_size", "size_category", "employees", "revenue_wan", "assets_wan"];

    /// From what stands under these properties. `None`: no class does.
    pub(crate) fn of([class, category, employees, revenue, assets]: [&str; 5]) -> Option<Self> {
        let figures = || Figures::read(employees, revenue, assets);
        let said = || Self { class: class.to_owned(), category: category.to_owned(), figures: figures() };
        (!class.is_empty()).then(said)
    }

    /// What is said, and what follows instead.
    fn other_than(&self, thresholds: &Thresholds) -> Option<(String, String)> {
        let follows = thresholds.class(&self.category, &self.figures).name();
        (self.class != follows).then(|| (self.class.clone(), follows.to_owned()))
    }
}

impl Firm {
    fn of(enterprise: &EntityState) -> Self {
        let names = [enterprise.text(crate::enterprise::ENT_NAME), enterprise.title()];
        Self {
            name: names.into_iter().find(|name| !name.is_empty()).unwrap_or_default().to_owned(),
            code: enterprise.text(crate::enterprise::CODE).to_owned(),
            id: enterprise.id.clone(),
            list: enterprise.list.clone(),
        }
    }
}

/// When a form was last filled about it.
pub(crate) fn updated_on(enterprise: &EntityState) -> Option<Day> {
    let said = enterprise.properties.values().chain(&enterprise.label).map(|said: &Property| &said.origin);
    filled_on(said.chain(&enterprise.updated))
}

/// The latest day of what stands and was filled; a decision is no filling.
pub(crate) fn filled_on<'a>(said: impl IntoIterator<Item = &'a Origin>) -> Option<Day> {
    let filled = said.into_iter().filter(|origin| origin.decided.is_none());
    filled.filter_map(|origin| origin.finalized_at.date().parse().ok()).max()
}

/// The enterprises of a list that may be one. `areas` are the words by which the zone calls its areas: a name means the same with
/// or without them. Those of which somebody said that they are two are not told again.
pub fn duplicates(list: &ListName, enterprises: &[Kept], joins: &Joins, areas: &[&str]) -> Vec<Duplicate> {
    let firms: Vec<&Firm> = enterprises.iter().map(|enterprise| &enterprise.firm).collect();
    let codes: Vec<String> = firms.iter().map(|firm| plain_code(&firm.code)).collect();
    let cores: Vec<String> = firms.iter().map(|firm| core(&firm.name, areas)).collect();
    let mut found = Vec::new();
    let are_two = |pair: &(usize, usize)| {
        let key = |place: usize| EntityKey { list: list.clone(), entity: firms[place].id.clone() };
        joins.are_two(&key(pair.0), &key(pair.1))
    };
    let mut told: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (likeness, keys) in [(Likeness::SameCode, &codes), (Likeness::SameName, &cores)] {
        for group in groups(keys).into_values().filter(|group| group.len() > 1) {
            // Those that are told as one pair already need not be told again.
            let pairs = pairs(&group);
            if pairs.iter().all(|pair| told.contains(pair) || are_two(pair)) {
                continue;
            }
            told.extend(pairs);
            found.push(Duplicate { likeness, firms: group.iter().map(|place| (*firms[*place]).clone()).collect() });
        }
    }
    for (one, other) in near(&cores).into_iter().filter(|pair| !told.contains(pair) && !are_two(pair)) {
        // Two codes that check out are two licences, and their names are not the same.
        let are_both_good = [one, other].iter().all(|place| check_credit_code(&codes[*place]).is_ok());
        if !are_both_good {
            found.push(Duplicate {
                likeness: Likeness::NearName,
                firms: vec![(*firms[one]).clone(), (*firms[other]).clone()],
            });
        }
    }
    found.iter_mut().for_each(|duplicate| duplicate.firms.sort());
    found.sort_by(|one, other| (one.likeness, &one.firms).cmp(&(other.likeness, &other.firms)));
    found
}

/// Places by what stands there; those where nothing does are left out.
fn groups(keys: &[String]) -> BTreeMap<&str, Vec<usize>> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, key) in keys.iter().enumerate().filter(|(_, key)| !key.is_empty()) {
        groups.entry(key).or_default().push(place);
    }
    groups
}

fn pairs(group: &[usize]) -> Vec<(usize, usize)> {
    let others = |at: usize| group[at + 1..].iter().map(move |other| (group[at], *other));
    (0..group.len()).flat_map(others).collect()
}

/// What names of companies end in, the longest first.
const FORMS: [&str; 7] = ["股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "分公司", "公司", "集团"];
/// What names of regions end in, the longest first. A name may begin with several of them.
const REGIONS: [&str; 9] = ["自治区", "自治州", "自治县", "开发区", "省", "州", "市", "县", "区"];
/// So many signs of a name are looked at for a region's end.
const REGION_REACH: usize = 10;
/// Shorter than this nothing is taken off a name any more: there must be something left that means one firm.
const LEAST: usize = 2;
/// Of shorter names one other sign makes another firm.
const LONG: usize = 5;
/// What tells firms of one name apart on purpose.
const NUMBERS: &str = "0123456789〇零一二三四五六七八九十百甲乙丙丁";

/// What of a name means this firm and no other.
fn core(name: &str, areas: &[&str]) -> String {
    let folded = fold(name);
    let mut core: String = folded.chars().filter(|sign| sign.is_alphanumeric()).collect();
    for area in areas.iter().map(|area| fold(area)).filter(|area| area.chars().count() >= LEAST) {
        let without = core.replace(&area, "");
        if without.chars().count() >= LEAST {
            core = without;
        }
    }
    while let Some(shorter) = FORMS.iter().find_map(|form| core.strip_suffix(form)).filter(|left| is_enough(left)) {
        core = shorter.to_owned();
    }
    while let Some(shorter) = without_region(&core) {
        core = shorter;
    }
    core
}

fn is_enough(left: &str) -> bool {
    left.chars().count() >= LEAST
}

fn without_region(core: &str) -> Option<String> {
    let head: String = core.chars().take(REGION_REACH).collect();
    let ends = REGIONS.iter().filter_map(|region| head.find(region).map(|at| (at, at + region.len())));
    // At least two signs of a name stand before what it ends in.
    let end = ends.filter(|(at, _)| is_enough(&head[..*at])).map(|(_, end)| end).min()?;
    Some(core[end..].to_owned()).filter(|left| is_enough(left))
}

/// Pairs of long names that differ in one sign, which is no number. Two such names are found under the same name less one
/// sign, so that not every pair has to be looked at.
fn near(cores: &[String]) -> BTreeSet<(usize, usize)> {
    let signs: Vec<Vec<char>> = cores.iter().map(|core| core.chars().collect()).collect();
    let mut shorter: BTreeMap<Vec<char>, Vec<usize>> = BTreeMap::new();
    for (place, name) in signs.iter().enumerate().filter(|(_, name)| name.len() >= LONG) {
        let less_one = (0..name.len()).map(|left| {
            let mut less = name.clone();
            less.remove(left);
            less
        });
        for key in less_one.chain([name.clone()]).collect::<BTreeSet<_>>() {
            shorter.entry(key).or_default().push(place);
        }
    }
    let together = shorter.values().flat_map(|group| pairs(group));
    together.filter(|(one, other)| is_near(&signs[*one], &signs[*other])).collect()
}

fn is_near(one: &[char], other: &[char]) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let same_head = short.iter().zip(long).take_while(|(left, right)| left == right).count();
    let (short, long) = (&short[same_head..], &long[same_head..]);
    let differing = match (short, long) {
        ([left, short @ ..], [right, long @ ..]) if short == long => vec![*left, *right],
        (short, [right, long @ ..]) if short == long => vec![*right],
        _ => return false,
    };
    !differing.iter().any(|sign| NUMBERS.contains(*sign))
}
