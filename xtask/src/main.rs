//! The workspace's own chores, one command each: `cargo xtask <chore>` or `cargo run -p xtask -- <chore>`.
//!
//! A chore lives in a file of its own and gives back a [`Done`]; this file only finds it and ends the process.
//!
//! Not here: setting up a machine (`scripts/`), browser journeys (`e2e/`), the size table (`scripts/size.mjs`,
//! because Node brings the compressors).

use std::path::PathBuf;
use std::process::ExitCode;

use wasm::Profile;

mod archive;
mod dist;
mod notices;
mod pack;
mod personal;
mod privacy;
mod shared_names;
mod shipped;
mod source;
mod support;
mod tidy;
mod wasm;

/// What a chore ends with: a line to print, or the reason why it failed.
pub type Done = Result<String, Box<dyn std::error::Error>>;

const CHORES: &[(&str, &str)] = &[
    ("tidy", "fails on what the plan of the house does not allow"),
    ("notices [file]", "renews the table of THIRD_PARTY.md, or writes all licence texts into a file"),
    ("dist", "makes the served folder from what Trunk built; Trunk calls it"),
    (
        "pack [--check]",
        "makes the shipped workbooks from pack/source, or checks that they are made from it, and that what they ask of people is allowed and has a rule",
    ),
    ("support [--check]", "makes the tables of docs/support.md, or checks that they are up to date"),
    ("zip <folder> <file.zip>", "packs a folder, the same bytes each time"),
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["tidy"] => tidy::run(&project()),
        ["notices"] => notices::renew(&project()),
        ["notices", file] => notices::write_texts(&project(), file.as_ref()),
        ["dist"] => dist_for_trunk(),
        ["pack"] => pack::write(&project()),
        ["pack", "--check"] => pack::check(&project()),
        ["support"] => support::write(&project()),
        ["support", "--check"] => support::check(&project()),
        ["zip", folder, file] => archive::zip_folder(folder.as_ref(), file.as_ref()),
        _ => return usage(),
    };
    match done {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

/// Trunk says in the environment where it has built.
fn dist_for_trunk() -> Done {
    let built = std::env::var("TRUNK_STAGING_DIR").map_err(|_| "Trunk calls this: run `trunk build`")?;
    let profile = match std::env::var("TRUNK_PROFILE").as_deref() {
        Ok("release") => Profile::Release,
        _ => Profile::Debug,
    };
    dist::run(&project(), built.as_ref(), profile)
}

/// The project's folder: where the workspace's manifest stands.
pub fn project() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map_or(here.clone(), PathBuf::from)
}

fn usage() -> ExitCode {
    eprintln!("chores:");
    for (chore, what) in CHORES {
        eprintln!("  {chore:<26} {what}");
    }
    ExitCode::from(2)
}
