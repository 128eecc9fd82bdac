//! What is timed. The same cases run natively and in a browser. Start at [`all`].

use std::collections::BTreeMap;
use std::rc::Rc;

use form::{FormDefinition, Instance, Package};
use sheet::Table;

use crate::board;
use crate::figure::{Against, Figure};
use crate::filling::{Device, Failure, Filling, compile, moment};
use crate::forms::generate;
use crate::lists;
use crate::measure::median_ms;

/// Forms whose way from a workbook to a first page is timed.
pub const OPENED: [&str; 4] = ["mix1000", "mix5000", "cas20k", "cas50k"];

/// All figures. `workbook` gives the bytes of a form's workbook.
///
/// # Errors
/// What could not be opened or answered.
pub fn all(workbook: &dyn Fn(&str) -> Result<Vec<u8>, Failure>) -> Result<Vec<Figure>, Failure> {
    let mut figures = Vec::new();
    for name in OPENED {
        figures.push(opened(name, &workbook(name)?)?);
    }
    chain("chain500", 500, &mut figures)?;
    chain("chain5000", 5000, &mut figures)?;
    repeated(&mut figures)?;
    shown(&mut figures)?;
    mixed(&mut figures)?;
    cascade("cas5k", &mut figures)?;
    cascade("cas50k", &mut figures)?;
    looked_up("look5k", &mut figures)?;
    looked_up("look50k", &mut figures)?;
    kept(&mut figures)?;
    figures.extend(lists::figures()?);
    figures.extend(board::figures()?);
    Ok(figures)
}

/// From a workbook's bytes to a drawn first page, by the way the app goes: what the worker reads is kept as a package, from
/// which the page begins.
fn opened(name: &str, workbook: &[u8]) -> Result<Figure, Failure> {
    let open = || -> Result<Filling, Failure> {
        let definition = compile(workbook, &BTreeMap::new())?;
        let package = Package { definition, files: BTreeMap::new() }.to_bytes()?;
        let Package { definition, files } = Package::from_bytes(&package)?;
        Ok(Filling::begin(&Rc::new(definition), &Rc::new(Device::new(&files))))
    };
    open()?;
    let ms = median_ms(|_| (), |()| open().ok());
    Ok(Figure { form: name.to_owned(), what: "workbook to first page", ms, changed: 0, against: Against::Converter })
}

/// A generated form, begun, all its pages drawn.
pub fn begun(name: &str) -> Result<Filling, Failure> {
    let (definition, files) = definition(name)?;
    let filling = Filling::begin(&definition, &Rc::new(Device::new(&files)));
    filling.draw_all();
    Ok(filling)
}

fn definition(name: &str) -> Result<(Rc<FormDefinition>, BTreeMap<String, Table>), Failure> {
    let generated = generate(name).ok_or_else(|| format!("there is no form {name}"))?;
    let compiled = form::compile(&generated.workbook, &generated.files);
    let definition = compiled.form.ok_or_else(|| format!("{name} does not compile"))?;
    Ok((Rc::new(definition), generated.files))
}

/// Gives the two answers in turn; what they change is drawn.
fn answered(
    name: &str,
    what: &'static str,
    filling: &mut Filling,
    path: &str,
    answers: [&str; 2],
    against: Against,
) -> Result<Figure, Failure> {
    let mut changed = 0;
    for answer in answers.iter().cycle().take(4) {
        changed = filling.answer(path, answer)?.nodes.len();
    }
    let ms = median_ms(|run| answers[run % 2], |answer| filling.answer(path, answer).ok());
    Ok(Figure { form: name.to_owned(), what, ms, changed, against })
}

fn chain(name: &str, links: usize, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let mut values = vec![String::from("0"); links + 1];
    let by_hand = median_ms(
        |run| (run % 9).to_string(),
        |start| {
            values[0] = start;
            for link in 1..=links {
                let sum = values[link - 1].parse::<f64>().unwrap_or(f64::NAN) + 1.0;
                values[link] = sum.to_string();
            }
        },
    );
    let mut filling = begun(name)?;
    let against = Against::ByHand(by_hand);
    figures.push(answered(name, "one answer, all sums behind it", &mut filling, "/data/start", ["1", "2"], against)?);
    Ok(())
}

fn repeated(figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let name = "rep500";
    let lines = vec![String::from("2"); 500];
    let by_hand = median_ms(
        |run| (run % 9).to_string(),
        |quantity| {
            let product = quantity.parse::<f64>().unwrap_or(f64::NAN) * 2.0;
            let sum: f64 = lines.iter().map(|line| line.parse::<f64>().unwrap_or(f64::NAN)).sum();
            (product.to_string(), sum.to_string())
        },
    );
    let mut filling = begun(name)?;
    let (path, against) = ("/data/rep[250]/qty", Against::ByHand(by_hand));
    figures.push(answered(name, "one quantity, its product, the sum", &mut filling, path, ["1", "2"], against)?);
    let path = "/data/rep[250]/r8";
    figures.push(answered(name, "an answer that nothing reads", &mut filling, path, ["a", "b"], Against::Frame)?);
    Ok(())
}

fn shown(figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let mut filling = begun("rel500")?;
    let path = "/data/toggle";
    figures.push(answered("rel500", "500 questions shown or hidden", &mut filling, path, ["y", "n"], Against::Frame)?);
    Ok(())
}

fn mixed(figures: &mut Vec<Figure>) -> Result<(), Failure> {
    for name in ["mix1000", "mix5000"] {
        let mut filling = begun(name)?;
        let path = "/data/g1/q1";
        figures.push(answered(name, "a text", &mut filling, path, ["a", "b"], Against::Frame)?);
        let path = "/data/g1/q2";
        figures.push(answered(name, "a number that a sum reads", &mut filling, path, ["1", "2"], Against::Frame)?);
        let ms = median_ms(|_| (), |()| filling.instance.pages());
        let what = "all pages counted, as after each answer";
        figures.push(Figure { form: name.to_owned(), what, ms, changed: 0, against: Against::Frame });
    }
    Ok(())
}

fn cascade(name: &str, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let mut filling = begun(name)?;
    let form = Rc::clone(filling.instance.form());
    let villages = form.lists.iter().find(|list| list.name == "l3").ok_or("no list l3")?;
    let column = villages.columns.iter().position(|column| column == "l2").ok_or("no column l2")?;
    let scan = median_ms(
        |_| "a2b1",
        |district| {
            let rows = (0..villages.len()).filter(|&row| villages.column(row, column) == Some(district));
            let found = rows.map(|row| (villages.name(row).to_owned(), villages.plain_label(row, 0).to_owned()));
            found.collect::<Vec<_>>()
        },
    );
    filling.answer("/data/l1", "a2")?;
    let (path, against) = ("/data/l2", Against::Scan(scan));
    figures.push(answered(name, "a district, its villages offered", &mut filling, path, ["a2b1", "a2b2"], against)?);
    Ok(())
}

fn looked_up(name: &str, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let generated = generate(name).ok_or("no such form")?;
    let rows = &generated.files.get("rows.csv").ok_or("no rows")?.rows;
    let scan = median_ms(
        |_| format!("k{}", rows.len() - 7),
        |key| {
            let row = || (0..rows.len()).find(|&row| rows.get(row, 0) == Some(key.as_str()));
            let find = || rows.get(row()?, 1).map(str::to_owned);
            (find(), find())
        },
    );
    let mut filling = begun(name)?;
    let (one, other) = (format!("k{}", rows.len() - 7), format!("k{}", rows.len() - 8));
    let (path, against) = ("/data/key", Against::Scan(scan));
    figures.push(answered(name, "a key, looked up in two ways", &mut filling, path, [&one, &other], against)?);
    Ok(())
}

/// What costs the whole form once: a draft that is opened again, a record that is finished.
fn kept(figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let name = "mix1000";
    let (definition, files) = definition(name)?;
    let device = Rc::new(Device::new(&files));
    let mut filling = Filling::begin(&definition, &device);
    for group in 1..=50 {
        let first = (group - 1) * 20;
        for (question, answer) in [(1, "name"), (2, "7"), (3, "a"), (4, "more"), (6, "text"), (8, "b")] {
            filling.answer(&format!("/data/g{group}/q{}", first + question), answer)?;
        }
    }
    let snapshot = serde_json::to_string(&filling.instance.snapshot())?;
    let by_hand = median_ms(|_| (), |()| serde_json::from_str::<serde_json::Value>(&snapshot).ok());
    let restore = || -> Result<Instance, Failure> {
        let host = Rc::<Device>::clone(&device);
        Ok(Instance::restore(Rc::clone(&definition), host, &serde_json::from_str(&snapshot)?)?)
    };
    restore()?;
    let ms = median_ms(|_| (), |()| restore().ok());
    let (form, against) = (name.to_owned(), Against::ByHand(by_hand));
    figures.push(Figure { form, what: "a draft opened again", ms, changed: 0, against });

    let Ok(finished) = filling.instance.finalize(moment()) else { return Err("mix1000 is not valid".into()) };
    let by_hand = median_ms(|_| (), |()| serde_json::to_string(&finished.answers).ok());
    let ms = median_ms(|_| (), |()| filling.instance.finalize(moment()).is_ok());
    let (form, against) = (name.to_owned(), Against::ByHand(by_hand));
    figures.push(Figure { form, what: "a record finished", ms, changed: 0, against });
    Ok(())
}
