//! Forms of any size, and the tables that they look things up in.
//!
//! The kinds are those that the field's engines are compared on: questions of every sort, chains, repeats, one question
//! that shows many, cascades. Everything follows from the name, so that a test, a benchmark and a browser mean the same
//! form: `mix5000`, `chain500`, `rep500`, `rel500`, `cas50k`, `look50k`. Start at [`generate`].

use std::collections::BTreeMap;

use sheet::{Sheet, Table, Workbook};

/// A form as it comes to a device.
pub struct Generated {
    pub workbook: Workbook,
    /// Attached tables by file name.
    pub files: BTreeMap<String, Table>,
}

/// The form of this name; `None` for a name that says no kind and size.
pub fn generate(name: &str) -> Option<Generated> {
    let digits = name.find(|character: char| character.is_ascii_digit())?;
    let (kind, size) = name.split_at(digits);
    let size: usize = match size.strip_suffix('k') {
        Some(thousands) => thousands.parse::<usize>().ok()? * 1000,
        None => size.parse().ok()?,
    };
    let mut files = BTreeMap::new();
    let mut survey = Rows::new(&SURVEY);
    let mut choices = Rows::new(&["list_name", "name", "label"]);
    match kind {
        "mix" => mixed(size, &mut survey, &mut choices),
        "chain" => chain(size, &mut survey),
        "rep" => repeated(size, &mut survey, &mut choices),
        "rel" => shown_together(size, &mut survey, &mut choices),
        "cas" => {
            choices = Rows::new(&["list_name", "name", "label", "l1", "l2"]);
            cascade(size, &mut survey, &mut choices);
        }
        "look" => {
            looked_up(&mut survey);
            files.insert("rows.csv".to_owned(), rows(size));
        }
        _ => return None,
    }
    let mut settings = Rows::new(&["form_title", "form_id", "version"]);
    settings.add(&[("form_title", name), ("form_id", name), ("version", "1")]);
    let sheets = [("survey", survey), ("choices", choices), ("settings", settings)];
    let sheets = sheets.into_iter().filter(|(_, rows)| rows.rows.len() > 1).map(|(name, rows)| rows.sheet(name));
    Some(Generated { workbook: Workbook { sheets: sheets.collect() }, files })
}

/// How many choices of one list stand under one of the list above, for the three levels of a cascade of this name.
pub fn fan(rows: usize) -> [usize; 3] {
    match rows {
        ..10_000 => [10, 25, rows / 250],
        10_000..50_000 => [20, 50, rows / 1000],
        _ => [25, 50, rows / 1250],
    }
}

const SURVEY: [&str; 10] = [
    "type",
    "name",
    "label",
    "relevant",
    "calculation",
    "constraint",
    "constraint_message",
    "default",
    "choice_filter",
    "repeat_count",
];

/// Questions of all sorts in groups of twenty: a fifth calculated, a fifth relevant by an answer, a tenth with a rule.
fn mixed(count: usize, survey: &mut Rows, choices: &mut Rows) {
    let (mut last_integer, mut last_select) = (0, 0);
    for number in 1..=count {
        if number % 20 == 1 {
            let group = number / 20 + 1;
            survey.add(&[
                ("type", "begin_group"),
                ("name", &format!("g{group}")),
                ("label", &format!("Group {group}")),
            ]);
        }
        let name = format!("q{number}");
        let label = format!("Question {number}");
        let is_first = format!("${{q{last_select}}} = 'a'");
        let sum = format!("${{q{last_integer}}} * 2 + {number}");
        let mut row = vec![("name", name.as_str()), ("label", label.as_str())];
        match number % 10 {
            0 | 5 => row.extend([("type", "calculate"), ("calculation", &sum), ("label", "")]),
            2 => row.extend([("type", "integer"), RANGE[0], RANGE[1]]),
            7 => row.push(("type", "integer")),
            3 | 8 => row.push(("type", "select_one abc")),
            4 => row.extend([("type", "text"), ("relevant", &is_first)]),
            9 => row.extend([("type", "integer"), ("relevant", &is_first)]),
            _ => row.push(("type", "text")),
        }
        survey.add(&row);
        match number % 10 {
            2 | 7 => last_integer = number,
            3 | 8 => last_select = number,
            _ => {}
        }
        if number % 20 == 0 || number == count {
            survey.add(&[("type", "end_group")]);
        }
    }
    abc(choices);
}

const RANGE: [(&str, &str); 2] = [("constraint", ". >= 0 and . <= 120"), ("constraint_message", "0 to 120")];

fn abc(choices: &mut Rows) {
    for (name, label) in [("a", "Option A"), ("b", "Option B"), ("c", "Option C")] {
        choices.add(&[("list_name", "abc"), ("name", name), ("label", label)]);
    }
}

/// `start`, so many calculations that each add one to the one before, and a note that shows the last.
fn chain(links: usize, survey: &mut Rows) {
    survey.add(&[("type", "text"), ("name", "start"), ("label", "Start value"), ("default", "0")]);
    let mut before = "start".to_owned();
    for link in 1..=links {
        let name = format!("c{link}");
        survey.add(&[("type", "calculate"), ("name", &name), ("calculation", &format!("${{{before}}} + 1"))]);
        before = name;
    }
    survey.add(&[("type", "note"), ("name", "result"), ("label", &format!("Result=${{{before}}};"))]);
}

/// So many instances of ten questions, and outside them the sum of one.
fn repeated(instances: usize, survey: &mut Rows, choices: &mut Rows) {
    survey.add(&[("type", "text"), ("name", "head"), ("label", "Head")]);
    survey.add(&[("type", "calculate"), ("name", "total"), ("calculation", "sum(${line})")]);
    survey.add(&[("type", "note"), ("name", "result"), ("label", "Total=${total};")]);
    let count = instances.to_string();
    survey.add(&[("type", "begin_repeat"), ("name", "rep"), ("label", "Line"), ("repeat_count", &count)]);
    survey.add(&[("type", "text"), ("name", "item_name"), ("label", "Item")]);
    survey.add(&[("type", "text"), ("name", "qty"), ("label", "Quantity"), ("default", "1")]);
    survey.add(&[("type", "text"), ("name", "price"), ("label", "Price"), ("default", "2")]);
    survey.add(&[("type", "calculate"), ("name", "line"), ("calculation", "${qty} * ${price}")]);
    survey.add(&[("type", "select_one abc"), ("name", "kind"), ("label", "Kind")]);
    survey.add(&[("type", "integer"), ("name", "r6"), ("label", "Share"), RANGE[0], RANGE[1]]);
    survey.add(&[("type", "text"), ("name", "r7"), ("label", "Which"), ("relevant", "${kind} = 'a'")]);
    survey.add(&[("type", "text"), ("name", "r8"), ("label", "From")]);
    survey.add(&[("type", "integer"), ("name", "r9"), ("label", "Age")]);
    survey.add(&[("type", "text"), ("name", "r10"), ("label", "Remark")]);
    survey.add(&[("type", "end_repeat")]);
    abc(choices);
}

/// One answer that shows so many questions.
fn shown_together(count: usize, survey: &mut Rows, choices: &mut Rows) {
    survey.add(&[("type", "text"), ("name", "head"), ("label", "Head")]);
    survey.add(&[("type", "select_one yn"), ("name", "toggle"), ("label", "More?")]);
    survey.add(&[("type", "begin_group"), ("name", "big"), ("label", "More"), ("relevant", "${toggle} = 'y'")]);
    for number in 1..=count {
        let kind = ["text", "integer", "select_one abc", "text"][number % 4];
        let (name, label) = (format!("q{number}"), format!("Question {number}"));
        survey.add(&[("type", kind), ("name", &name), ("label", &label)]);
    }
    survey.add(&[("type", "end_group")]);
    survey.add(&[("type", "text"), ("name", "tail"), ("label", "Tail")]);
    for (name, label) in [("y", "Yes"), ("n", "No")] {
        choices.add(&[("list_name", "yn"), ("name", name), ("label", label)]);
    }
    abc(choices);
}

/// Three levels of choices, the third with so many in all.
fn cascade(rows: usize, survey: &mut Rows, choices: &mut Rows) {
    survey.add(&[("type", "text"), ("name", "head"), ("label", "Head")]);
    survey.add(&[("type", "select_one l1"), ("name", "l1"), ("label", "Region")]);
    let second = [("type", "select_one l2"), ("name", "l2"), ("label", "District"), ("choice_filter", "l1=${l1}")];
    survey.add(&second);
    let third = [("type", "select_one l3"), ("name", "l3"), ("label", "Village"), ("choice_filter", "l2=${l2}")];
    survey.add(&third);
    let [regions, districts, villages] = fan(rows);
    for i in 0..regions {
        let (name, label) = (format!("a{i}"), format!("Region {i}"));
        choices.add(&[("list_name", "l1"), ("name", &name), ("label", &label)]);
    }
    for (i, j) in (0..regions).flat_map(|i| (0..districts).map(move |j| (i, j))) {
        let (name, label, above) = (format!("a{i}b{j}"), format!("District {i}-{j}"), format!("a{i}"));
        choices.add(&[("list_name", "l2"), ("name", &name), ("label", &label), ("l1", &above)]);
    }
    for (i, j) in (0..regions).flat_map(|i| (0..districts).map(move |j| (i, j))) {
        for k in 0..villages {
            let (name, label, above) = (format!("a{i}b{j}c{k}"), format!("Village {i}-{j}-{k}"), format!("a{i}b{j}"));
            choices.add(&[("list_name", "l3"), ("name", &name), ("label", &label), ("l2", &above)]);
        }
    }
}

/// A key, and what two ways of looking it up in `rows.csv` find.
fn looked_up(survey: &mut Rows) {
    survey.add(&[("type", "text"), ("name", "key"), ("label", "Key")]);
    let pulled = "pulldata('rows', 'label', 'name', ${key})";
    survey.add(&[("type", "calculate"), ("name", "pulled"), ("calculation", pulled)]);
    let found = "instance('rows')/root/item[name = ${key}]/label";
    survey.add(&[("type", "calculate"), ("name", "found"), ("calculation", found)]);
    survey.add(&[("type", "csv-external"), ("name", "rows")]);
}

fn rows(count: usize) -> Table {
    let rows = (0..count).map(|row| vec![format!("k{row}"), format!("Row {row}"), format!("{}", row % 97)]);
    Table::new(["name", "label", "area"].map(str::to_owned).into(), rows)
}

/// A sheet while it is written: rows of cells under named columns.
struct Rows {
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Rows {
    fn new(columns: &[&'static str]) -> Self {
        Self { columns: columns.to_vec(), rows: vec![columns.iter().map(|&column| column.to_owned()).collect()] }
    }

    /// A row with these cells; of two for one column the later counts.
    fn add(&mut self, cells: &[(&str, &str)]) {
        let text = |column: &&str| cells.iter().rfind(|(name, _)| name == column).map_or("", |&(_, text)| text);
        self.rows.push(self.columns.iter().map(|column| text(column).to_owned()).collect());
    }

    fn sheet(&self, name: &str) -> Sheet {
        Sheet::from_rows(name, self.rows.iter().map(|row| row.iter().map(String::as_str).collect()))
    }
}
