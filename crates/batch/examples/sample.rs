//! Prints a batch of the present version, for `releases/<version>/batch.json` on the day of a release.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../tests/it/sample.rs"]
mod sample;

use std::io::Write;

fn main() {
    let batch = sample::batch_of(vec![sample::visit(1), sample::visit(2), sample::plain(3)]);
    std::io::stdout().write_all(&sample::packed(&batch).bytes).unwrap();
}
