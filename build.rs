//! What is made before the program is compiled: its languages with their keys as numbers. And what the linker is asked for: the
//! page's wasm keeps its relocations when `xtask dist` is to cut it in two.

use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/text/numbered.rs"]
mod numbered;

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/text");
    let room = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let keys = fs::read_to_string("src/text/keys.rs")?;
    for name in ["zh-CN.ftl", "zh-CN.later.ftl", "en.ftl", "en.later.ftl"] {
        fs::write(room.join(name), numbered::numbered(&keys, &fs::read_to_string(Path::new("src/text").join(name))?))?;
    }
    let is_wasm = env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm");
    if is_wasm && env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo::rustc-link-arg-bin=taizhang=--emit-relocs");
    }
    Ok(())
}
