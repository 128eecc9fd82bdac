//! What expressions may ask while they run: the moment, chance, lists, labels.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use xpath::{Evaluator, Expr, Instant, Value};

use crate::definition::{ChoiceSource, Control};
use crate::host::{Fact, Moment};
use crate::instance::node::Document;
use crate::instance::tree::Spot;
use crate::view::NodeId;

/// The host of one evaluation.
pub(crate) struct Outside<'a> {
    pub document: &'a Document,
    pub moment: Moment,
    /// The node and the purpose of the evaluation: with the moment's seed, all that its chance depends on.
    pub node: NodeId,
    pub purpose: u32,
    pub paths: &'a Paths,
    chance: Cell<Option<u64>>,
}

/// Paths given as text (`jr:choice-name`), parsed once.
pub(crate) type Paths = RefCell<HashMap<String, Option<Expr>>>;

impl<'a> Outside<'a> {
    pub fn new(document: &'a Document, moment: Moment, paths: &'a Paths, node: NodeId, purpose: u32) -> Self {
        Self { document, moment, node, purpose, paths, chance: Cell::new(None) }
    }

    /// The next 64 random bits.
    ///
    /// Each evaluation has a stream of its own, so that the order of evaluations, which a restart or a page that is drawn
    /// may change, does not matter. Source: G. Steele et al., "Fast splittable pseudorandom number generators" (SplitMix64).
    fn bits(&self) -> u64 {
        let state = self.chance.get().unwrap_or_else(|| {
            let start = mix(self.moment.seed ^ mix(u64::from(self.purpose)));
            self.document.path(self.node).bytes().fold(start, |state, byte| mix(state ^ u64::from(byte)))
        });
        let state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        self.chance.set(Some(state));
        mix(state)
    }
}

pub(crate) fn mix(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

impl xpath::Host<Document> for Outside<'_> {
    fn now(&self) -> Instant {
        let now = self.moment.now;
        Instant { unix_ms: now.unix_ms(), offset_minutes: i32::from(now.offset_minutes()) }
    }

    fn random(&self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A UUID of version 4.
    fn uuid(&self) -> String {
        let high = (self.bits() & !0xF000) | 0x4000;
        let low = (self.bits() & !(0b11 << 62)) | (0b10 << 62);
        let hex = format!("{high:016x}{low:016x}");
        let (a, b, c, d, e) = (&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]);
        format!("{a}-{b}-{c}-{d}-{e}")
    }

    fn instance(&self, id: &str) -> Option<Spot> {
        self.document.secondaries.named(id).map(Spot::List)
    }

    /// A text that the form keeps by its id, or else as the field's converter names texts: `towns-3` is the label of the fourth choice of a list, `/data/town:label` and
    /// `/data/town:hint` are those of a question. A text with values in it reads up to the first of them.
    fn itext(&self, id: &str) -> Option<Value<Spot>> {
        let Document { form, secondaries, .. } = self.document;
        if let Some(text) = form.texts.get(id) {
            return Some(Value::Text(text.plain(secondaries.language).to_owned()));
        }
        let text = match id.rsplit_once(':') {
            Some((path, part)) => {
                let node = form.nodes.iter().find(|node| node.path == path)?;
                let text = if part == "hint" { &node.hint } else { &node.label };
                text.as_ref()?.plain(secondaries.language)
            }
            None => {
                let (list, number) = id.rsplit_once('-')?;
                let list = secondaries.get(secondaries.named(list)?)?;
                list.text(number.parse().ok()?, list.column("label")?)
            }
        };
        Some(Value::Text(text.to_owned()))
    }

    fn property(&self, name: &str) -> String {
        let fact = match name {
            "deviceid" => Fact::DeviceId,
            "username" => Fact::Username,
            "email" => Fact::Email,
            "phonenumber" => Fact::PhoneNumber,
            _ => return String::new(),
        };
        self.document.host.fact(fact)
    }

    fn hash(&self, algorithm: &str, bytes: &[u8]) -> Option<Vec<u8>> {
        self.document.host.hash(algorithm, bytes)
    }

    fn version(&self) -> String {
        self.document.form.version.clone()
    }

    fn choice_name(&self, value: &str, question: &str, context: Spot) -> Option<String> {
        let mut paths = self.paths.borrow_mut();
        let path = paths.entry(question.to_owned()).or_insert_with(|| Expr::parse(question.trim()).ok()).clone()?;
        drop(paths);
        let nodes = match Evaluator::new(self.document, self).evaluate(&path, context) {
            Ok(Value::Nodes(nodes)) => nodes,
            _ => return None,
        };
        let Some(Spot::Node(question)) = nodes.first().copied() else { return None };
        let Some((_, Control::Select { choices })) = self.document.question(question) else { return None };
        let list = match choices.source {
            ChoiceSource::List(list) => self.document.secondaries.list(list),
            ChoiceSource::External(file) => self.document.secondaries.file(file),
            ChoiceSource::Repeat(_) => return Some(value.to_owned()),
        };
        let secondary = self.document.secondaries.get(list)?;
        let row = *secondary.rows_with(secondary.column(&choices.value_ref)?, value).first()?;
        Some(secondary.text(row, secondary.column(&choices.label_ref)?).to_owned())
    }

    fn pulldata(&self, instance: &str, column: &str, key_column: &str, key: &str) -> Option<String> {
        let secondary = self.document.secondaries.get(self.document.secondaries.named(instance)?)?;
        let (Some(column), Some(key_column)) = (secondary.column(column), secondary.column(key_column)) else {
            return Some(String::new());
        };
        let row = secondary.rows_with(key_column, key).first();
        Some(row.map(|&row| secondary.text(row, column).to_owned()).unwrap_or_default())
    }
}
