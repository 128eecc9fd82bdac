//! Forms by chance: nested groups and repeats, selects of every kind, calculations across repeats, triggers, defaults,
//! constraints, entities, translations, values in labels. Each compiles; start at [`any_form`].
//!
//! A calculation or condition mentions what stands before it, so that there is no cycle; then the top-level rows are
//! turned round, so that it may also stand before what it mentions.

use std::fmt;

use form::scenario::{Row, Sheets, ask, choice, entity};
use proptest::prelude::*;
use proptest::sample::select;

/// A form, and the rows it was made of for whoever has to look at a failure.
#[derive(Clone)]
pub struct AnyForm {
    pub sheets: Sheets,
    rows: Vec<Row>,
}

impl fmt::Debug for AnyForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rows.iter().try_for_each(|row| write!(f, "\n  {row:?}"))
    }
}

/// An expression with places for names: `A` and `B` any questions, `R` a repeat.
#[derive(Clone, Debug)]
struct Formula {
    text: &'static str,
    picks: [usize; 3],
}

#[derive(Clone, Debug)]
struct Asked {
    kind: &'static str,
    calculation: Formula,
    /// With this a question that is no calculation is calculated by a trigger.
    trigger: Option<usize>,
    default: Option<Default>,
    relevant: Option<Formula>,
    constraint: Option<Formula>,
    required: Option<Formula>,
    readonly: Option<Formula>,
    filter: Option<&'static str>,
    output: Option<usize>,
    is_saved: bool,
}

#[derive(Clone, Debug)]
enum Default {
    Static(&'static str),
    Dynamic(Formula),
}

#[derive(Clone, Debug)]
enum Item {
    Ask(Box<Asked>),
    Group(Option<Formula>, Vec<Item>),
    Repeat(Option<Formula>, Option<Formula>, Vec<Item>),
}

const VALUES: &[&str] = &[
    "coalesce(${A}, 0) + 1",
    "concat(${A}, '-', ${B})",
    "if(${A} = ${B}, ${A}, 'n')",
    "count(${R})",
    "sum(${A})",
    "join(' ', ${A})",
    "max(${A}, ${B})",
    "count-non-empty(${A})",
    "position(..)",
    "once(concat('o', ${A}))",
    "string-length(${A}) + count(${R}[position() > 1])",
    "instance('table')/root/item[name = ${A}]/weight",
    "pulldata('table', 'weight', 'name', ${A})",
    "instance('kind')/root/item[name = ${A}]/label",
    "indexed-repeat(${A}, ${R}, 1)",
    "count(${A}[. = 'x'])",
    "substr(${A}, 0, 1)",
    "concat(${A}, sum(${B}))",
];
const CONDITIONS: &[&str] = &[
    "${A} != ''",
    "${A} = ${B}",
    "${A} > 2",
    "selected(${A}, 'x')",
    "count(${R}) > 1",
    "not(${A} = 'y')",
    "position(..) = 2",
    "sum(${A}) < 10",
    "regex(${A}, '^[a-z]*$')",
];
const CONSTRAINTS: &[&str] = &[". != '3'", ". > ${A}", "string-length(.) < 3", ". = ${A} or ${B} != ''"];
const COUNTS: &[&str] = &["2", "coalesce(${A}, 1) mod 4", "min(${A}, 3)", "count(${R})"];
const KINDS: &[&str] = &[
    "text",
    "text",
    "integer",
    "decimal",
    "date",
    "select_one kind",
    "select_multiple part",
    "select_one part",
    "rank part",
    "select_one_from_file table.csv",
    "select_one ${A}",
    "note",
    "acknowledge",
    "calculate",
    "calculate",
    "calculate",
    "hidden",
];
const FILTERS: &[&str] = &["kind = ${A}", "kind = ${A} or ${B} > 1", "weight > ${A}", "name != ${A}"];

fn formula(of: &'static [&'static str]) -> impl Strategy<Value = Formula> {
    (select(of), any::<[usize; 3]>()).prop_map(|(text, picks)| Formula { text, picks })
}

/// Mostly nothing.
fn seldom<S: Strategy>(strategy: S) -> impl Strategy<Value = Option<S::Value>>
where
    S::Value: Clone,
{
    prop::option::weighted(0.25, strategy)
}

fn asked() -> impl Strategy<Value = Item> {
    let default = prop_oneof![
        select(&["x", "2", "x1 y1", "2026-01-15"][..]).prop_map(Default::Static),
        formula(VALUES).prop_map(Default::Dynamic),
    ];
    let what = (select(KINDS), formula(VALUES), seldom(any::<usize>()), seldom(default));
    let rules = (
        seldom(formula(CONDITIONS)),
        seldom(formula(CONSTRAINTS)),
        seldom(formula(CONDITIONS)),
        seldom(formula(CONDITIONS)),
    );
    let rest = (prop::option::of(select(FILTERS)), seldom(any::<usize>()), any::<bool>());
    (what, rules, rest).prop_map(|(what, rules, rest)| {
        let (kind, calculation, trigger, default) = what;
        let (relevant, constraint, required, readonly) = rules;
        let (filter, output, is_saved) = rest;
        Item::Ask(Box::new(Asked {
            kind,
            calculation,
            trigger,
            default,
            relevant,
            constraint,
            required,
            readonly,
            filter,
            output,
            is_saved,
        }))
    })
}

fn items() -> impl Strategy<Value = Vec<Item>> {
    let item = asked().prop_recursive(3, 24, 5, |inner| {
        let inside = prop::collection::vec(inner, 1..5);
        prop_oneof![
            (seldom(formula(CONDITIONS)), inside.clone()).prop_map(|(relevant, inside)| Item::Group(relevant, inside)),
            (seldom(formula(CONDITIONS)), prop::option::of(formula(COUNTS)), inside)
                .prop_map(|(relevant, count, inside)| Item::Repeat(relevant, count, inside)),
        ]
    });
    prop::collection::vec(item, 1..8)
}

pub fn any_form() -> impl Strategy<Value = AnyForm> {
    (items(), 0..8usize, any::<bool>(), any::<usize>()).prop_map(|(items, turn, create, pick)| {
        let mut writer = Writer::default();
        let mut blocks: Vec<Vec<Row>> = items
            .iter()
            .map(|item| {
                writer.write(item);
                std::mem::take(&mut writer.rows)
            })
            .collect();
        let turn = turn % blocks.len();
        blocks.rotate_left(turn);
        let mut rows = writer.first_rows();
        rows.extend(blocks.into_iter().flatten());
        // What the last question sees of the first: blank whenever that is not relevant.
        rows.push(ask("calculate", "echo").calculation("concat('[', ${first}, ']')"));
        let declared = writer.is_saved.then(|| {
            let entity = entity("places").label(&writer.fill_outside("concat('l', ${A})", pick));
            let condition = create.then(|| writer.fill_outside("${A} != ''", pick));
            match condition {
                Some(condition) => entity
                    .create_if(&condition)
                    .update_if(&format!("not({condition})"))
                    .entity_id(&writer.fill_outside("concat('e', ${A})", pick)),
                None => entity,
            }
        });
        let sheets = Sheets::new(rows.clone())
            .choices([
                choice("kind", "x").label("Ex ${first}").with("label::English (en)", "X"),
                choice("kind", "y").with("label::English (en)", "Why"),
                choice("part", "x1").with("kind", "x").with("weight", "1"),
                choice("part", "x2").with("kind", "x").with("weight", "2"),
                choice("part", "y1").with("kind", "y").with("weight", "3"),
            ])
            .entities(declared)
            .file("table.csv", "name,label,weight,kind\nx,Ex,3,x\ny,Why,5,y\nx1,One,,x\n2,Two,2,y\n");
        AnyForm { sheets, rows }
    })
}

#[derive(Default)]
struct Writer {
    rows: Vec<Row>,
    /// Names of questions and repeats so far.
    questions: Vec<String>,
    repeats: Vec<String>,
    /// Of questions that somebody answers.
    asked: Vec<String>,
    count: usize,
    /// How many repeats are open.
    inside: usize,
    /// Of questions outside repeats, for what is declared once for the whole form.
    outside: Vec<String>,
    is_saved: bool,
}

impl Writer {
    /// What every form has, so that there is always something to mention.
    fn first_rows(&self) -> Vec<Row> {
        vec![
            ask("text", "first").relevant("${switch} != 'y'"),
            ask("text", "switch"),
            ask("begin repeat", "always"),
            ask("integer", "member"),
            ask("end repeat", "always"),
            ask("csv-external", "table"),
        ]
    }

    fn name(&mut self, letter: char) -> String {
        self.count += 1;
        format!("{letter}{}", self.count)
    }

    fn pick<'a>(list: &'a [String], always: &'a [&'a str], at: usize) -> &'a str {
        let at = at % (list.len() + always.len());
        list.get(at).map_or_else(|| always[at - list.len()], String::as_str)
    }

    fn fill(&self, text: &str, picks: [usize; 3]) -> String {
        let question = |at| Self::pick(&self.questions, &["first", "member"], at);
        text.replace("${A}", &format!("${{{}}}", question(picks[0])))
            .replace("${B}", &format!("${{{}}}", question(picks[1])))
            .replace("${R}", &format!("${{{}}}", Self::pick(&self.repeats, &["always"], picks[2])))
    }

    /// As [`Writer::fill`], with questions outside repeats.
    fn fill_outside(&self, text: &str, pick: usize) -> String {
        text.replace("${A}", &format!("${{{}}}", Self::pick(&self.outside, &["first"], pick)))
    }

    fn formula(&self, formula: &Formula) -> String {
        self.fill(formula.text, formula.picks)
    }

    fn write(&mut self, item: &Item) {
        match item {
            Item::Ask(asked) => self.write_asked(asked),
            Item::Group(relevant, inside) => {
                let name = self.name('g');
                let mut row = ask("begin group", &name);
                if let Some(relevant) = relevant {
                    row = row.relevant(&self.formula(relevant));
                }
                self.rows.push(row);
                inside.iter().for_each(|item| self.write(item));
                self.rows.push(ask("end group", &name));
            }
            Item::Repeat(relevant, count, inside) => {
                let name = self.name('r');
                let mut row = ask("begin repeat", &name);
                if let Some(relevant) = relevant {
                    row = row.relevant(&self.formula(relevant));
                }
                if let Some(count) = count {
                    row = row.with("repeat_count", &self.formula(count));
                }
                self.rows.push(row);
                self.inside += 1;
                inside.iter().for_each(|item| self.write(item));
                self.inside -= 1;
                self.rows.push(ask("end repeat", &name));
                self.repeats.push(name);
            }
        }
    }

    fn write_asked(&mut self, asked: &Asked) {
        let name = self.name('q');
        let is_calculated = matches!(asked.kind, "calculate");
        let is_read_only = matches!(asked.kind, "note" | "hidden" | "calculate");
        let of_repeat = asked.kind == "select_one ${A}";
        let kind = if of_repeat { "select_one ${member}" } else { asked.kind };
        let mut line = ask(kind, &name);
        if is_calculated {
            line = line.calculation(&self.formula(&asked.calculation));
        } else if let Some(trigger) = asked.trigger.filter(|_| kind != "note" && !of_repeat) {
            let trigger = Self::pick(&self.asked, &["first", "member"], trigger).to_owned();
            line = line.calculation(&self.formula(&asked.calculation)).trigger(&format!("${{{trigger}}}"));
        }
        match &asked.default {
            Some(Default::Static(text)) if kind != "note" => line = line.default(text),
            Some(Default::Dynamic(formula)) if kind != "note" => line = line.default(&self.formula(formula)),
            _ => {}
        }
        if let Some(formula) = &asked.relevant {
            line = line.relevant(&self.formula(formula));
        }
        if let (Some(formula), false) = (&asked.constraint, is_read_only) {
            line = line.constraint(&self.formula(formula));
        }
        if let (Some(formula), false) = (&asked.required, is_read_only) {
            line = line.with("required", &self.formula(formula));
        }
        if let (Some(formula), false) = (&asked.readonly, is_read_only) {
            line = line.readonly(&self.formula(formula));
        }
        if let (Some(filter), true) = (asked.filter, kind.starts_with("select_") && !of_repeat) {
            line = line.choice_filter(&self.fill(filter, asked.calculation.picks));
        }
        if let (Some(output), false) = (asked.output, is_calculated) {
            let shown = self.fill("${A}", [output; 3]);
            line = line.label(&format!("{name} {shown}")).with("label::English (en)", &format!("{shown}: {name}"));
        }
        if asked.is_saved && self.inside == 0 && kind != "note" {
            line = line.save_to(&name);
            self.is_saved = true;
        }
        self.rows.push(line);
        if kind != "note" {
            self.questions.push(name.clone());
            self.outside.extend((self.inside == 0).then(|| name.clone()));
        }
        if !is_read_only {
            self.asked.push(name);
        }
    }
}
