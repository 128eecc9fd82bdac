//! Natively: all figures, beside what they are compared with, as a table.
//!
//! `speed [--python FILE] [--browser FILE] [--write FILE]`: a Python that has pyxform, what the browser measured, and the
//! document that the table goes to. `speed --workbooks FOLDER` only writes the workbooks, for the browser.

use std::fs;
use std::path::Path;

use bench::cases::{self, OPENED};
use bench::filling::Failure;
use bench::forms::generate;
use bench::{memory, table};
use peak_alloc::PeakAlloc;

mod converter;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |flag: &str| {
        let at = arguments.iter().position(|argument| argument == flag)?;
        arguments.get(at + 1)
    };
    if let Some(folder) = after("--workbooks") {
        fs::create_dir_all(folder)?;
        for name in OPENED {
            fs::write(Path::new(folder).join(format!("{name}.xlsx")), workbook(name)?)?;
        }
        return Ok(());
    }
    let converter = after("--python").and_then(|python| converter::Converter::find(python));
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
