//! From what cargo linked to what the page loads: cut in two, bound to JavaScript, made small.
//!
//! The page's wasm is one program, and its second part is fetched when something of it is first needed: which functions
//! those are, `src/later.rs` says. The cut comes before the binding, so Trunk's own binding of the page is not used.
//! Start at [`page`]. The tools are those that Trunk uses, from PATH.
//!
//! Not here: names and the list of files (`dist`), what the wasm calls in its JavaScript (`shared_names`).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use wasm_split_cli_support::{Options, transform};

use crate::dist::{Failure, names_in};
use crate::shared_names;

/// A program: its wasm, and the JavaScript that loads it.
pub struct Program {
    pub glue: String,
    pub module: Vec<u8>,
    /// The wasm of the second part, and the name under which `glue` asks for it.
    pub later: Option<(String, Vec<u8>)>,
}

/// The module by which the first part asks for the second. It becomes a part of the glue.
const LINK: &str = "./link.js";
/// How that module fetches, and how it must: on a first visit the service worker keeps the second part, and does not yet
/// stand between the page and a network that may have gone since.
const FETCHES: (&str, &str) = ("fetch(new URL(", "fetchOrKept(new URL(");
const FETCH_OR_KEPT: &str = "async function fetchOrKept(url) {
    try {
        return await fetch(url);
    } catch (error) {
        const kept = await globalThis.caches?.match(url);
        if (kept) return kept;
        throw error;
    }
}
";
/// What Chromium 97, the oldest browser that runs this, knows: anything newer must not be written.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// How Trunk was called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Debug,
    Release,
}

/// The page's program, from what cargo has just linked.
pub fn page(linked: &Path, room: &Path, profile: Profile) -> Result<Program, Failure> {
    let (cut, bound) = (room.join("cut"), room.join("bound"));
    let input = fs::read(linked).map_err(|error| format!("{}: {error}", linked.display()))?;
    let first = cut.join("main.wasm");
    let mut options = Options::new(&input);
    options.output_dir = &cut;
    options.main_out_path = &first;
    options.link_name = LINK;
    let parts = transform(options).map_err(|error| format!("the page's wasm cannot be cut: {error:#}"))?;
    let [later] = parts.split_modules.as_slice() else {
        return Err(format!("the page's wasm was cut into {} parts, not two", parts.split_modules.len() + 1).into());
    };
    // What the linker exports, the table of functions above all, is what the second part is linked to.
    let mut bind = Command::new("wasm-bindgen");
    bind.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", "main", "--out-dir"]);
    run(bind.arg(&bound).arg(&first))?;
    let glue = fs::read_to_string(bound.join("main.js"))?;
    let link = fs::read_to_string(cut.join(LINK))?;
    let name = later.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let small = |module: &Path| optimised(module, profile, &SMALL);
    let (module, later) = beside(|| small(&bound.join("main_bg.wasm")), || small(later));
    let (glue, module) = shared_names::shortened(&bare(&linked_glue(&glue, &link)?), &module?)?;
    Ok(Program { glue, module, later: Some((name, later?)) })
}

/// A program as Trunk left it: `<name>[-<hash>].js` and `<name>[-<hash>]_bg.wasm`.
pub fn bound_by_trunk(built: &Path, name: &str, profile: Profile) -> Result<Program, Failure> {
    let belongs = |file: &&String, ending: &str| {
        file.strip_prefix(name).and_then(|rest| rest.strip_suffix(ending)).is_some_and(|hash| {
            hash.is_empty() || hash.strip_prefix('-').is_some_and(|hash| hash.bytes().all(|b| b.is_ascii_hexdigit()))
        })
    };
    let names = names_in(built)?;
    let find = |ending: &str| {
        let file = names.iter().find(|file| belongs(file, ending));
        file.ok_or_else(|| format!("Trunk left no {name}*{ending} among {names:?}"))
    };
    let glue = fs::read_to_string(built.join(find(".js")?))?;
    let module = optimised(&built.join(find("_bg.wasm")?), profile, &FAST)?;
    let (glue, module) = shared_names::shortened(&glue, &module)?;
    Ok(Program { glue, module, later: None })
}

/// The glue with the link module in the place where it was imported: two files that name each other could not both have
/// their hash in their name.
fn linked_glue(glue: &str, link: &str) -> Result<String, Failure> {
    let import = glue.lines().find(|line| line.starts_with("import ") && line.contains(LINK));
    let import = import.ok_or("the glue does not import its second part")?;
    let space = import.strip_prefix("import * as ").and_then(|rest| rest.split(' ').next());
    let space = space.ok_or_else(|| format!("the glue imports its second part in a new way: {import}"))?;
    if !link.contains(FETCHES.0) {
        return Err("the link fetches its second part in a new way".into());
    }
    let link = link.replace(FETCHES.0, FETCHES.1);
    let mut body = FETCH_OR_KEPT.to_owned();
    let mut exported = Vec::new();
    for line in link.lines().filter(|line| !line.starts_with("import ")) {
        let declared = line.strip_prefix("export ").unwrap_or(line);
        if declared.len() < line.len() {
            let name = declared.strip_prefix("const ").and_then(|rest| rest.split(' ').next());
            exported.push(name.ok_or_else(|| format!("the link exports in a new way: {line}"))?);
        }
        body += declared;
        body.push('\n');
    }
    let space = format!("{body}const {space} = {{ {} }};", exported.join(", "));
    Ok(glue.replacen(import, &space, 1))
}

/// A script without what only its readers need: indents, blank lines, comments. No line of it is inside a longer text.
pub fn bare(script: &str) -> String {
    let lines = script.lines().map(str::trim_start);
    let kept = lines.filter(|line| !line.is_empty() && !["//", "/*", "*"].iter().any(|mark| line.starts_with(mark)));
    kept.flat_map(|line| [line, "\n"]).collect()
}

/// For what comes before the first question, and for what comes behind it and works through whole workbooks and hundreds of files.
const SMALL: [&str; 2] = ["-Oz", "--converge"];
const FAST: [&str; 1] = ["-O2"];

/// Two works at once: what optimises a module has use for one processor.
pub fn beside<One, Other: Send>(
    one: impl FnOnce() -> Result<One, Failure>,
    other: impl FnOnce() -> Result<Other, Failure> + Send,
) -> (Result<One, Failure>, Result<Other, Failure>) {
    thread::scope(|scope| {
        let other = scope.spawn(|| other().map_err(|error| error.to_string()));
        let one = one();
        let other = other.join().unwrap_or_else(|_| Err("it broke beside other work".into()));
        (one, other.map_err(Failure::from))
    })
}

fn optimised(module: &Path, profile: Profile, level: &[&str]) -> Result<Vec<u8>, Failure> {
    if profile == Profile::Release {
        run(Command::new("wasm-opt").args(level).args(FEATURES).arg(module).arg("-o").arg(module))?;
    }
    Ok(fs::read(module)?)
}

fn run(command: &mut Command) -> Result<(), Failure> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.status().map_err(|error| format!("{program}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{program} failed: {status}").into()) }
}

/// Where cargo links, as it is told in the environment.
pub fn target_folder(project: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| project.join("target"), PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_readers_need_is_left_out_of_the_glue() {
        let glue = "/**\n * Adds.\n */\nfunction add(a) {\n\n    // one more\n    return a + 1; // so\n}\n";
        assert_eq!(bare(glue), "function add(a) {\nreturn a + 1; // so\n}\n");
    }

    #[test]
    fn the_link_stands_in_the_glue_where_it_was_imported() {
        let glue = "import * as import1 from \"./link.js\"\nfunction initSync() {}\n";
        let link = "import { initSync } from \"./main.js\";\nconst load = () => fetch(new URL(\"two.wasm\", import.meta.url));\nexport const one = load(1);\nexport const two = load(2);\n";
        let linked = linked_glue(glue, link).unwrap();
        let expected = "const load = () => fetchOrKept(new URL(\"two.wasm\", import.meta.url));\nconst one = load(1);\nconst two = load(2);\nconst import1 = { one, two };\nfunction initSync() {}\n";
        assert_eq!(linked, format!("{FETCH_OR_KEPT}{expected}"));
        assert!(linked_glue("function initSync() {}", link).is_err());
        assert!(linked_glue(glue, &link.replace("fetch(", "load(")).is_err());
    }
}
