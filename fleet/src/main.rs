//! A province of tablets against a real S3 store of several nodes, and the desk that fetches what they sent.
//!
//! What is sent, asked and judged is the product's own: `batch` seals and opens, `transport` says what to ask and what an answer means,
//! `ledger` adds up. Only what a browser does for the page is done here: requests go out (`line`), waits are waited for (`course`), and a
//! tablet's database is a folder (`outbox`). Start at [`USAGE`]; what it is for stands in `docs/scale.md`.
//!
//! Not here: who starts and kills nodes (`e2e/faults/s2.mjs`).

mod course;
mod desk;
mod figures;
mod fold;
mod golden;
mod line;
mod month;
mod outbox;
mod sealing;
mod six;
mod tablets;
mod words;

use std::path::PathBuf;

use words::Words;

const USAGE: &str = "\
fleet make --tablets N --into OUT        a month of sealed batches of N tablets, and the key that opens them
fleet golden --into OUT --stories 1      the sample zone whose figures are known; with stories, right only in the end
fleet six --into OUT                     the same as six files that are not sealed, and what was told twice
fleet send --out OUT --nodes URL,URL     sends all that waits in OUT; begun anew it goes on
fleet fetch --nodes URL,URL --into IN    the desk: everything that lies there, in any order
fleet compare --out OUT --in IN          whether the ledger of what was fetched is that of the files themselves
fleet open --in IN --into FOLDER         the batches as JSON, as they lie
fleet figures --in IN --day DAY          the board's figures of a day and the ledger's hash, as JSON

send and fetch take --bucket --region --key --secret of the store, --at-once how many tablets speak to it at a time and
--hasten by how much waits are shortened; send ends and compare fails with a number other than 0 where something is missing.";

/// Why nothing came of it.
#[derive(Debug, thiserror::Error)]
enum FleetError {
    #[error("{0}\n\n{USAGE}")]
    Words(#[from] words::WordsError),
    #[error(transparent)]
    Make(#[from] month::MakeError),
    #[error(transparent)]
    Outbox(#[from] outbox::OutboxError),
    #[error(transparent)]
    Course(#[from] course::CourseError),
    #[error(transparent)]
    Fold(#[from] fold::FoldError),
    #[error(transparent)]
    Figures(#[from] figures::FiguresError),
}

fn main() -> std::process::ExitCode {
    match run() {
        Ok(said) => {
            println!("{said}");
            std::process::ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn run() -> Result<serde_json::Value, FleetError> {
    let words = Words::read(std::env::args().skip(1))?;
    let folder = |name| words.text(name).map(PathBuf::from);
    Ok(match words.command.as_str() {
        "make" => month::make(words.number("tablets", 12)?, &folder("into")?)?,
        "golden" => golden::golden(words.number("stories", 1)? > 0, &figures::calendar()?, &folder("into")?)?,
        "six" => six::six(&figures::calendar()?, &folder("into")?)?,
        "send" => tablets::send(&folder("out")?, &words.store()?, words.number("at-once", 12)?)?,
        "fetch" => desk::fetch(&words.store()?, &folder("into")?, words.number("at-once", 12)?)?,
        "compare" => fold::compare(&folder("out")?, &folder("in")?, words.number("seed", 1)?)?,
        "open" => fold::open(&folder("in")?, &folder("into")?)?,
        "figures" => figures::told(&folder("in")?, words.number("day", sample::AS_OF)?)?,
        _ => return Err(words::WordsError::Command.into()),
    })
}
