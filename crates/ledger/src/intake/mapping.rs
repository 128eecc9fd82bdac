//! Which column answers which question: guessed, said by a person, remembered.
//!
//! Start at [`guess`]. A [`Mapping`] is of one table; what is remembered for the next one of the same shape is by headings
//! ([`Remembered`]), since columns move.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use form::private_number::covered;
use record::Sha256;
use serde::{Deserialize, Serialize};

use super::asked::Asked;
use super::cells::Units;
use super::header::{Header, Heading};
use super::words::{Words, bare_key, whole_key};

/// What a column is taken for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Target {
    /// Nothing: it stays where it is.
    Nothing,
    /// It holds what is not collected. Nobody can map it, and it is in no report.
    Refused,
    /// The question at this path.
    Question { path: String, units: Units },
    /// The id of the entity that a row is of: what is known under it is changed, and what is new gets it.
    Entity,
}

/// How [`Target::Entity`] is remembered, in the place of a question's name; no question may be called so.
const ENTITY: &str = "__id";
/// The columns by which files of the field are known: the id, and what the entity is called.
const FIELD: [&str; 2] = ["name", "label"];

/// What all columns of a table are taken for, and what is answered beside them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Mapping {
    pub columns: BTreeMap<u16, Target>,
    /// Answers of questions that no column answers, by path: in new records, and where an old one has none.
    pub constants: BTreeMap<String, String>,
}

/// A mapping as it is remembered: headings and names of questions.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Remembered {
    /// Each heading with the name of its question; empty: it was left out.
    pub columns: Vec<(String, String)>,
    pub constants: Vec<(String, String)>,
}

impl Mapping {
    /// The question that a column answers.
    pub fn question(&self, column: u16) -> Option<(&str, Units)> {
        match self.columns.get(&column)? {
            Target::Question { path, units } => Some((path, *units)),
            Target::Nothing | Target::Refused | Target::Entity => None,
        }
    }

    /// The column that has the ids of entities.
    pub fn entity(&self) -> Option<u16> {
        self.columns.iter().find(|(_, target)| **target == Target::Entity).map(|(column, _)| *column)
    }

    /// A text of a column as it may be shown: numbers of persons covered, but where the question that it answers takes none.
    pub fn shown<'a>(&self, text: &'a str, column: u16, asked: &[Asked]) -> Cow<'a, str> {
        let question = self.question(column).and_then(|(path, _)| asked.iter().find(|question| question.path == path));
        let takes_words = question.is_none_or(|question| question.is_free_text) && self.entity() != Some(column);
        let hidden = if takes_words { covered(text) } else { None };
        hidden.map_or(Cow::Borrowed(text), Cow::Owned)
    }

    /// Takes a column for the ids of entities, and no other one any more.
    pub fn identify(&mut self, heading: &Heading) {
        if self.is_refused(heading.column) {
            return;
        }
        self.columns
            .values_mut()
            .filter(|target| **target == Target::Entity)
            .for_each(|target| *target = Target::Nothing);
        self.columns.insert(heading.column, Target::Entity);
    }

    pub fn is_refused(&self, column: u16) -> bool {
        self.columns.get(&column) == Some(&Target::Refused)
    }

    /// Takes a column for a question, and no other column for it any more. `None`: for nothing. What is not collected stays
    /// refused.
    pub fn take(&mut self, heading: &Heading, question: Option<&Asked>) {
        if self.is_refused(heading.column) {
            return;
        }
        if let Some(question) = question {
            let is_same = |target: &Target| matches!(target, Target::Question { path, .. } if *path == question.path);
            self.columns.values_mut().filter(|target| is_same(target)).for_each(|target| *target = Target::Nothing);
            self.constants.remove(&question.path);
        }
        self.columns
            .insert(heading.column, question.map_or(Target::Nothing, |question| question_of(heading, question)));
    }

    /// To be remembered for tables with the same headings.
    pub fn remembered(&self, header: &Header, asked: &[Asked]) -> Remembered {
        let name =
            |path: &str| asked.iter().find(|question| question.path == path).map(|question| question.name.clone());
        let column = |heading: &Heading| {
            let is_entity = self.entity() == Some(heading.column);
            let question = self.question(heading.column).and_then(|(path, _)| name(path));
            let question = if is_entity { Some(ENTITY.to_owned()) } else { question };
            (heading.text(), question.unwrap_or_default())
        };
        let constants = self.constants.iter().filter_map(|(path, value)| Some((name(path)?, value.clone())));
        Remembered { columns: header.columns.iter().map(column).collect(), constants: constants.collect() }
    }
}

fn question_of(heading: &Heading, question: &Asked) -> Target {
    Target::Question { path: question.path.clone(), units: Units::of(&heading.text(), &question.spoken) }
}

/// What tables of one shape have in common: the headings, in whatever order and however spaced, and the form.
pub fn shape(form: &str, header: &Header) -> Sha256 {
    let keys: BTreeSet<String> = header.columns.iter().map(|heading| whole_key(&heading.text())).collect();
    let text = keys.into_iter().fold(form.to_owned(), |text, key| text + "\n" + &key);
    Sha256::of(text.as_bytes())
}

/// What running numbers are headed with.
pub const COUNTER: &str = "序号";

/// Whether a heading is that of running numbers.
pub fn is_counter(heading: &str) -> bool {
    whole_key(heading) == COUNTER
}

/// All that headings may say for the questions of a form.
pub fn vocabulary(asked: &[Asked], words: &Words) -> BTreeSet<String> {
    let of = |question: &Asked| {
        let all = question.spoken.iter().chain(&question.properties).chain([&question.name]).cloned();
        let all: Vec<String> = all.chain(words.headings(&question.name).map(str::to_owned)).collect();
        all.into_iter().flat_map(|word| [whole_key(&word), bare_key(&word)])
    };
    // It stands first in most ledgers and says where the headings are, though nothing is made of it.
    asked.iter().flat_map(of).chain([COUNTER.to_owned()]).filter(|key| !key.is_empty()).collect()
}

/// What a person said of the table whose headings this one shares, of several the one that shares most: half of them at least.
pub fn likest<'a>(header: &Header, before: &'a [Remembered]) -> Option<&'a Remembered> {
    let keys: BTreeSet<String> = header.columns.iter().map(|heading| whole_key(&heading.text())).collect();
    let shared = |one: &Remembered| one.columns.iter().filter(|(text, _)| keys.contains(&whole_key(text))).count();
    let best = before.iter().max_by_key(|one| shared(one))?;
    (shared(best) * 2 >= keys.len()).then_some(best)
}

/// Which question each column answers, by its heading: the surest first, each question once. What a person said `before` of
/// the same heading goes before all guessing.
pub fn guess(header: &Header, asked: &[Asked], words: &Words, before: Option<&Remembered>) -> Mapping {
    let mut mapping = Mapping::default();
    for heading in &header.columns {
        let is_refused = words.refuses(&heading.text());
        mapping.columns.insert(heading.column, if is_refused { Target::Refused } else { Target::Nothing });
    }
    let (mut columns, mut questions) = recall(&mut mapping, header, asked, before);
    let mut found: Vec<(u32, usize, usize)> = Vec::new();
    for (column, heading) in header.columns.iter().enumerate().filter(|(column, _)| !columns.contains(column)) {
        for (place, question) in asked.iter().enumerate().filter(|(place, _)| !questions.contains(place)) {
            let likeness = likeness(heading, question, words);
            if likeness > 0 {
                found.push((likeness, column, place));
            }
        }
    }
    found.sort_by_key(|&(likeness, column, place)| (std::cmp::Reverse(likeness), place, column));
    for &(likeness, column, place) in &found {
        if columns.contains(&column) || questions.contains(&place) {
            continue;
        }
        // Two questions that are as like the heading: a person has to say which.
        let is_tie = found
            .iter()
            .any(|&(other, its, of)| other == likeness && its == column && of != place && !questions.contains(&of));
        if is_tie && likeness < WHOLE {
            continue;
        }
        columns.insert(column);
        questions.insert(place);
        if let (Some(heading), Some(question)) = (header.columns.get(column), asked.get(place)) {
            mapping.take(heading, Some(question));
        }
    }
    let answered: BTreeSet<&str> =
        mapping.columns.keys().filter_map(|at| mapping.question(*at)).map(|at| at.0).collect();
    let open = asked.iter().filter(|question| !answered.contains(question.path.as_str()));
    let said = before.map(|before| before.constants.as_slice()).unwrap_or_default();
    let said = |question: &Asked| said.iter().find(|(name, _)| *name == question.name).map(|(_, value)| value.clone());
    let constant = |question: &&Asked| {
        let value = match before {
            Some(_) => said(question),
            None => words.constant(&question.name).map(str::to_owned),
        };
        Some((question.path.clone(), value?))
    };
    mapping.constants = open.collect::<Vec<_>>().iter().filter_map(constant).collect();
    mapping
}

/// Finds the ids of entities where a table is a list as forms of the field read one.
pub fn find_entities(header: &Header, mapping: &mut Mapping) {
    let at = |word: &str| header.columns.iter().find(|heading| heading.text().trim() == word);
    if let [Some(id), Some(_)] = FIELD.map(at) {
        mapping.identify(id);
    }
}

/// Takes the columns as a person took them before. Gives the places of the headings that were known, and of their questions.
fn recall(
    mapping: &mut Mapping,
    header: &Header,
    asked: &[Asked],
    before: Option<&Remembered>,
) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let (mut columns, mut questions) = (BTreeSet::new(), BTreeSet::new());
    for (column, heading) in header.columns.iter().enumerate() {
        let key = whole_key(&heading.text());
        let said = before.and_then(|before| before.columns.iter().find(|(text, _)| whole_key(text) == key));
        let Some((_, name)) = said else { continue };
        if name == ENTITY {
            mapping.identify(heading);
            columns.insert(column);
            continue;
        }
        let place = asked.iter().position(|question| question.name == *name);
        mapping.take(heading, place.and_then(|place| asked.get(place)));
        columns.insert(column);
        questions.extend(place);
    }
    (columns, questions)
}

/// The heading is one of the question's own words.
const WHOLE: u32 = 100;
const BARE: u32 = 90;
/// The lowest part alone is, as 「电话」 under 「联系人」.
const LEAF: u32 = 70;
/// One of the words stands in the heading, or the heading in it.
const PART: u32 = 40;
/// So long must a part be that says something.
const SAYING: usize = 3;

fn likeness(heading: &Heading, question: &Asked, words: &Words) -> u32 {
    let own = question.spoken.iter().chain(&question.properties).chain([&question.name]).map(String::as_str);
    let spoken: Vec<&str> = own.chain(words.headings(&question.name)).collect();
    let whole: Vec<String> = spoken.iter().map(|word| whole_key(word)).collect();
    let bare: Vec<String> = spoken.iter().map(|word| bare_key(word)).filter(|key| !key.is_empty()).collect();
    let all = heading.parts.concat();
    let leaf = heading.parts.last().map(String::as_str).unwrap_or_default();
    let is = |text: &str| {
        let (exact, loose) = (whole_key(text), bare_key(text));
        if exact.is_empty() {
            0
        } else if whole.contains(&exact) {
            WHOLE
        } else if bare.contains(&loose) {
            BARE
        } else {
            0
        }
    };
    let together = is(&all);
    if together > 0 {
        return together;
    }
    let alone = is(leaf);
    if alone > 0 {
        return LEAF + alone / 10;
    }
    let key = bare_key(leaf);
    let length = |text: &str| text.chars().count();
    let holds = |word: &&String| {
        length(word) >= SAYING && key.contains(word.as_str()) || length(&key) >= SAYING && word.contains(&key)
    };
    // The longest word that both share says most.
    let shared = bare.iter().filter(holds).map(|word| length(word).min(length(&key))).max();
    shared.map_or(0, |length| PART + u32::try_from(length).unwrap_or_default().min(20))
}
