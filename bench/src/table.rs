//! The figures as a page: ours, what they are compared with, and how many times as long ours takes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::figure::{Against, FRAME_MS, Figure};
use crate::memory::Memory;

/// All that one run measured.
#[derive(Default)]
pub struct Run {
    pub native: Vec<Figure>,
    /// As `e2e/bench.mjs` writes it: the browser's version, and by way of building its figures and its memory.
    pub browser: Option<Value>,
    /// Milliseconds of the field's converter, by form.
    pub converter: BTreeMap<String, f64>,
    /// The converter's version; `None` where it could not be run.
    pub version: Option<String>,
    pub memory: Vec<(String, Memory)>,
}

const MEGABYTE: f64 = 1_048_576.0;
/// What a form with 50,000 choices may take.
const ENOUGH_MEGABYTES: f64 = 64.0;

/// The document `docs/speed.md`.
pub fn page(run: &Run) -> String {
    let mut page = String::from("# Speed\n\n");
    let mut line = |text: &str| {
        page.push_str(text);
        page.push('\n');
    };
    line(
        "Written by `make bench`; what is measured stands in `bench/src/cases.rs`. Each figure is in milliseconds and beside what it",
    );
    line(
        "is compared with in the same run, and the ratio is ours to that: under 1 is faster. Native figures are processor time;",
    );
    line(
        "in the browser they are the page's clock. That work follows what changed, whatever the size of the form, is shown by counts in",
    );
    line("`bench/tests/`, not by these times.");
    line("");
    facts(run).iter().for_each(|fact| line(&format!("- {fact}")));
    line("");
    times(run).iter().for_each(|row| line(row));
    line("");
    line(
        "*pyxform*: what the field's converter needs for the same workbook, its own start not counted. *by hand*: the least that gives",
    );
    line(
        "the same result, the texts read, added and written by a loop, or the JSON alone. *a scan*: the same look-up over all rows. *a frame*:",
    );
    line(&format!("{FRAME_MS} ms, which is 16 ms on a tablet that is four times slower."));
    line("");
    line("## Memory");
    line("");
    memory(run).iter().for_each(|row| line(row));
    page
}

fn facts(run: &Run) -> Vec<String> {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown");
    let cores = cpu.lines().filter(|line| line.starts_with("processor")).count();
    let mut facts = vec![
        format!("taizhang {}, {} on {}", env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH),
        format!("{cores} x {}", model.trim_start_matches([' ', '\t', ':'])),
    ];
    facts.push(match &run.version {
        Some(version) => format!("pyxform {version}"),
        None => "pyxform could not be run here: ours stand alone".to_owned(),
    });
    if let Some(browser) = &run.browser {
        let text = |key: &str| browser[key].as_str().unwrap_or("unknown").to_owned();
        facts.push(format!("{}; \"z\" is built for size, as the app is; 3 for speed", text("browser")));
    }
    facts
}

/// Ways of building that the browser was given, as it names them.
const BUILDS: [&str; 2] = ["z", "3"];

fn times(run: &Run) -> Vec<String> {
    let mut rows = vec![
        "| Form | What | Nodes changed | Ours, native | Each | Compared with | | Ratio | Browser \"z\" | Compared | Ratio | Browser 3 |".to_owned(),
        "|---|---|--:|--:|--:|---|--:|--:|--:|--:|--:|--:|".to_owned(),
    ];
    for figure in &run.native {
        let (name, theirs) = against(run, &figure.form, figure.against);
        let mut row = format!("| {} | {} | ", figure.form, figure.what);
        if figure.changed > 0 {
            let each = figure.ms * 1000.0 / figure.changed as f64;
            _ = write!(row, "{} | {} | {each:.2} µs | ", figure.changed, ms(Some(figure.ms)));
        } else {
            _ = write!(row, "| {} | | ", ms(Some(figure.ms)));
        }
        _ = write!(row, "{name} | {} | {} |", ms(theirs), ratio(figure.ms, theirs));
        let [shipped, fast] = BUILDS.map(|build| in_browser(run, build, figure));
        let compared = match figure.against {
            Against::Converter | Against::Frame | Against::Bound(_) => theirs,
            Against::ByHand(_) | Against::Scan(_) => shipped.and_then(|(_, theirs)| theirs),
        };
        let shipped = shipped.map(|(ours, _)| ours);
        let quotient = shipped.map(|ours| ratio(ours, compared)).unwrap_or_default();
        _ = write!(row, " {} | {} | {quotient} | {} |", ms(shipped), ms(compared), ms(fast.map(|(ours, _)| ours)));
        rows.push(row);
    }
    rows
}

fn against(run: &Run, form: &str, against: Against) -> (&'static str, Option<f64>) {
    match against {
        Against::Converter => ("pyxform", run.converter.get(form).copied()),
        Against::ByHand(ms) => ("by hand", Some(ms)),
        Against::Scan(ms) => ("a scan", Some(ms)),
        Against::Frame => ("a frame", Some(FRAME_MS)),
        Against::Bound(ms) => ("what was promised", Some(ms)),
    }
}

/// Our milliseconds in the browser, and those of what was measured beside them there.
fn in_browser(run: &Run, build: &str, figure: &Figure) -> Option<(f64, Option<f64>)> {
    let figures = run.browser.as_ref()?["builds"][build]["figures"].as_array()?;
    let same = figures.iter().find(|other| other["form"] == figure.form.as_str() && other["what"] == figure.what)?;
    Some((same["ms"].as_f64()?, same["theirs"].as_f64()))
}

fn ms(time: Option<f64>) -> String {
    match time {
        Some(time) if time >= 100.0 => format!("{time:.0}"),
        Some(time) if time >= 1.0 => format!("{time:.1}"),
        Some(time) => format!("{time:.4}"),
        None => "-".to_owned(),
    }
}

fn ratio(ours: f64, theirs: Option<f64>) -> String {
    theirs.map(|theirs| format!("{:.3}", ours / theirs)).unwrap_or_default()
}

fn memory(run: &Run) -> Vec<String> {
    let mut rows = vec![
        "Bytes that are allocated natively, where a pointer is eight bytes:".to_owned(),
        String::new(),
        "| Form | Questions or choices | Workbook read | Definition | each | Most while compiling | Package | Being filled | each, lists used |"
            .to_owned(),
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|".to_owned(),
    ];
    let megabytes = |bytes: usize| format!("{:.1} MB", bytes as f64 / MEGABYTE);
    for (form, memory) in &run.memory {
        rows.push(format!(
            "| {form} | {} | {} | {} | {} | {} | {} | {} | {} |",
            memory.items,
            megabytes(memory.workbook),
            megabytes(memory.definition),
            memory.definition / memory.items.max(1),
            megabytes(memory.compile_peak),
            megabytes(memory.package),
            megabytes(memory.filling),
            memory.used / memory.items.max(1),
        ));
    }
    let Some(browser) = &run.browser else { return rows };
    rows.push(String::new());
    rows.push(format!("All memory of the wasm in the browser, of which {ENOUGH_MEGABYTES} MB have to be enough:"));
    rows.push(String::new());
    rows.push(
        "| Form | Build | The worker, after compiling | of what is enough | The page, lists used | of what is enough |"
            .to_owned(),
    );
    rows.push("|---|---|--:|--:|--:|--:|".to_owned());
    for build in BUILDS {
        for (form, sizes) in browser["builds"][build]["memory"].as_object().into_iter().flatten() {
            let size = |key: &str| sizes[key].as_f64().unwrap_or_default() / MEGABYTE;
            let (worker, page) = (size("worker"), size("page"));
            let part = |megabytes: f64| megabytes / ENOUGH_MEGABYTES;
            rows.push(format!(
                "| {form} | {build} | {worker:.1} MB | {:.2} | {page:.1} MB | {:.2} |",
                part(worker),
                part(page)
            ));
        }
    }
    rows
}
