//! Natively: all figures, beside what they are compared with, as a table.
//!
//! `speed --zone FOLDER DEVICES MONTHS RECORDS [ENTERPRISES]` writes the batches of a zone at work instead, for the desk: so many
//! records of each device in each month, and so many enterprises to each device.
//!
//! `speed --sample FOLDER` writes those of as many sample zones as have a hundred thousand records: of all lists, for the board.
//!
//! `speed [--python FILE] [--browser FILE] [--write FILE]`: a Python that has pyxform (`PYXFORM_PYTHON` names one too), what
//! the browser measured, and the document that the table goes to. `speed --workbooks FOLDER` only writes the workbooks, for
//! the browser. Other words are passed over: `cargo bench` adds its own.

use std::fs;
use std::path::Path;

use rules::Calendar;
use sheet::Limits;

use crate::cases::{self, OPENED};
use crate::converter::Converter;
use crate::filling::Failure;
use crate::forms::generate;
use crate::zone::Zone;
use crate::{board, memory, table};

/// Does what the program was called with. The caller's allocator is `PeakAlloc`.
///
/// # Errors
/// What could not be opened, answered, read or written.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let after = |flag: &str| {
        let at = arguments.iter().position(|argument| argument == flag)?;
        arguments.get(at + 1)
    };
    if let Some(at) = arguments.iter().position(|argument| argument == "--zone") {
        return zone(&arguments[at + 1..]);
    }
    if let Some(folder) = after("--sample") {
        return samples(Path::new(folder));
    }
    if let Some(folder) = after("--workbooks") {
        fs::create_dir_all(folder)?;
        for name in OPENED {
            fs::write(Path::new(folder).join(format!("{name}.xlsx")), workbook(name)?)?;
        }
        return Ok(());
    }
    let python = after("--python").cloned().or_else(|| std::env::var("PYXFORM_PYTHON").ok());
    let converter = python.and_then(|python| Converter::find(&python));
    let browser = after("--browser").map(fs::read_to_string).transpose()?;
    let browser = browser.map(|text| serde_json::from_str(&text)).transpose()?;
    let mut run =
        table::Run { version: converter.as_ref().map(|converter| converter.version.clone()), ..Default::default() };
    for name in OPENED {
        let bytes = workbook(name)?;
        if let Some(converter) = &converter {
            eprintln!("pyxform on {name}");
            run.converter.insert(name.to_owned(), converter.ms(name, &bytes)?);
        }
        let answers: &[(&str, &str)] = if name.starts_with("cas") {
            &[("/data/l1", "a2"), ("/data/l2", "a2b1"), ("/data/l3", "a2b1c1")]
        } else {
            &[("/data/g1/q1", "text")]
        };
        run.memory.push((name.to_owned(), memory::measure(&bytes, answers)?));
    }
    eprintln!("native cases");
    run.native = cases::all(&workbook)?;
    run.browser = browser;
    let page = table::page(&run);
    println!("{page}");
    if let Some(file) = after("--write") {
        fs::write(file, page)?;
    }
    Ok(())
}

fn workbook(name: &str) -> Result<Vec<u8>, Failure> {
    let generated = generate(name).ok_or_else(|| format!("there is no form {name}"))?;
    Ok(sheet::write_xlsx(&generated.workbook)?)
}

fn samples(folder: &Path) -> Result<(), Failure> {
    /// As a tablet sends at once.
    const IN_A_FILE: usize = 500;
    let calendar = Calendar::read(&sheet::read_csv(board::HOLIDAYS, &Limits::default())?);
    let devices = sample::keys().map(|key| key.device());
    fs::create_dir_all(folder)?;
    let zones = board::zones(&calendar, board::ROWS);
    let all: Vec<_> = zones.iter().flat_map(|zone| sample::revisions(zone, &devices)).collect();
    for officer in 0..sample::OFFICERS {
        let own = all.iter().filter(|made| made.officer == officer).map(|made| made.revision.clone());
        for (records, seq) in own.collect::<Vec<_>>().chunks(IN_A_FILE).zip(1..) {
            let file = sample::batch(officer, seq, records.to_vec())?;
            fs::write(folder.join(format!("{seq:03}-{officer}.json")), &file.bytes)?;
        }
    }
    fs::write(folder.join("devices.json"), serde_json::to_string(&devices.map(|device| device.to_string()))?)?;
    println!("{} records", all.len());
    Ok(())
}

fn zone(arguments: &[String]) -> Result<(), Failure> {
    let [folder, numbers @ ..] = arguments else { return Err("a folder, please".into()) };
    let number = |at: usize| numbers.get(at).map_or(Ok(10), |number| number.parse::<u32>());
    let zone =
        Zone { devices: number(0)?, months: number(1)?, records: number(2)?, own: number(3)?, decides: true, seed: 1 };
    let folder = Path::new(folder);
    fs::create_dir_all(folder)?;
    let mut count = 0;
    for sent in zone.batches() {
        let sent = sent?;
        fs::write(folder.join(format!("{:02}-{:03}.json", sent.month + 1, sent.device)), &sent.file.bytes)?;
        count += sent.records.len();
    }
    let devices: Vec<String> = (0..=zone.devices).map(|device| zone.key(device).device().to_string()).collect();
    fs::write(folder.join("devices.json"), serde_json::to_string(&devices)?)?;
    println!("{count} records");
    Ok(())
}
