//! The folder that is served, from what Trunk built: names by hash, the loader, the precache list.
//!
//! Trunk runs this as its `post_build` hook, before it puts the folder in place. What Trunk itself would write into the
//! page is an inline script, which our content policy blocks; so the page is made from `index.html` here, and of
//! Trunk's work only the wasm is taken (see `wasm`). Start at [`run`].
//!
//! | In the folder | From |
//! |---|---|
//! | `index.html` | the source, with its head filled in |
//! | `check-*.js`, `start-*.js`, `app-*.css`, `later-*.css` | `public/`, `style/`, `style/later/` |
//! | `main-*.js`, `main-*.wasm`, `later-*.wasm` | the linked page, see `wasm` |
//! | `worker-*.js`, `worker-*.wasm` | Trunk |
//! | `text-en-*.ftl`, `problems-*.ftl` | `src/text/` |
//! | `pack-*.json` and the forms and tables that it lists | `pack/`, see `shipped` |
//! | `sw.js` | `public/sw.js`, with its list filled in |
//!
//! Everything but `index.html`, `sw.js` and the manifest with its icons has its hash in its name.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use crate::wasm::{self, Profile};
use crate::{Done, shipped};

/// How the program carries its languages.
#[path = "../../src/text/numbered.rs"]
mod numbered;

/// Where the source page wants its head filled in.
const HEAD: &str = "<!-- head: xtask dist puts the styles, the loader and the names of hashed files here -->";
/// What stands in `public/sw.js` for the list.
const BUILD: &str = r#"/*build*/ { version: "none", files: [] } /*build*/"#;
const WORKER_GLUE: &str = "__WORKER_GLUE__";
const WORKER_WASM: &str = "__WORKER_WASM__";
/// Texts that are fetched when first needed: the name by which the page knows each, and what it is of `src/text/`.
const TEXTS: [(&str, &[&str]); 3] = [
    ("text-en", &["en.ftl", "en.later.ftl"]),
    ("problems-zh-CN", &["problems/zh-CN.ftl"]),
    ("problems-en", &["problems/en.ftl"]),
];

pub type Failure = Box<dyn std::error::Error>;

/// Makes the folder in place: `built` is Trunk's staging folder.
pub fn run(project: &Path, built: &Path, profile: Profile) -> Done {
    let mut files = Files::default();
    let (main, worker) = wasm::beside(
        || wasm::page(&linked(project, profile), &built.join("room"), profile),
        || wasm::bound_by_trunk(built, "worker", profile),
    );
    let (main, worker) = (main?, worker?);

    let mut main_glue = main.glue;
    if let Some((asked, later)) = main.later {
        main_glue = main_glue.replace(&asked, &files.add_hashed("later", "wasm", later));
    }
    let main_glue = files.add_hashed("main", "js", main_glue.into_bytes());
    let main_wasm = files.add_hashed("main", "wasm", main.module);
    let worker_wasm = files.add_hashed("worker", "wasm", worker.module);
    let worker_glue = files.add_hashed("worker-glue", "js", worker.glue.into_bytes());
    let worker_start = read_text(&project.join("public/worker-start.js"))?;
    let worker_start = worker_start.replace(WORKER_GLUE, &worker_glue).replace(WORKER_WASM, &worker_wasm);
    let worker_start = files.add_hashed("worker", "js", worker_start.into_bytes());
    let script =
        |name: &str| Ok::<_, Failure>(wasm::bare(&read_text(&project.join("public").join(name))?).into_bytes());
    let check = files.add_hashed("check", "js", script("check.js")?);
    let start = files.add_hashed("start", "js", script("start.js")?);
    let style = files.add_hashed("app", "css", styles(&project.join("style"))?.into_bytes());
    let later_style = files.add_hashed("later", "css", styles(&project.join("style/later"))?.into_bytes());

    let mut head = format!(
        "<link rel=\"stylesheet\" href=\"./{style}\" />\n    \
         <link rel=\"modulepreload\" href=\"./{main_glue}\" />\n    \
         <link rel=\"preload\" href=\"./{main_wasm}\" as=\"fetch\" crossorigin />\n    \
         <meta name=\"taizhang-main\" content=\"./{main_glue} ./{main_wasm}\" />\n    \
         <meta name=\"taizhang-worker\" content=\"./{worker_start}\" />\n    \
         <meta name=\"taizhang-later-style\" content=\"./{later_style}\" />\n"
    );
    let keys = read_text(&project.join("src/text/keys.rs"))?;
    for (fact, parts) in TEXTS {
        let parts = parts.iter().map(|part| read_text(&project.join("src/text").join(part)));
        let text = parts.collect::<Result<Vec<_>, _>>()?.concat();
        let text = if fact.starts_with("text-") { numbered::numbered(&keys, &text) } else { text };
        let name = files.add_hashed(fact, "ftl", text.into_bytes());
        head += &format!("    <meta name=\"taizhang-{fact}\" content=\"./{name}\" />\n");
    }
    let pack = shipped::add(&project.join("pack"), &mut files)?;
    head += &format!("    <meta name=\"taizhang-pack\" content=\"./{pack}\" />\n");
    head += &format!(
        "    <script src=\"./{check}\" defer></script>\n    <script type=\"module\" src=\"./{start}\"></script>"
    );
    files.add("manifest.webmanifest", fs::read(project.join("public/manifest.webmanifest"))?);
    for icon in names_in(&project.join("public/icons"))? {
        files.add(&format!("icons/{icon}"), fs::read(project.join("public/icons").join(&icon))?);
    }

    let page = page(&read_text(&project.join("index.html"))?, &head)?;
    let service_worker = read_text(&project.join("public/sw.js"))?;
    let version = version(&files, &page, &service_worker);
    let marked =
        page.replace("</head>", &format!("  <meta name=\"taizhang-version\" content=\"{version}\" />\n  </head>"));
    no_inline_code(&marked)?;
    files.add("index.html", marked.into_bytes());
    if !service_worker.contains(BUILD) {
        return Err("public/sw.js has no place for its list".into());
    }
    let service_worker = service_worker.replace(BUILD, &list(&files, &version));

    fs::remove_dir_all(built)?;
    fs::create_dir_all(built)?;
    for (name, bytes) in &files.0 {
        let path = built.join(name);
        fs::create_dir_all(path.parent().unwrap_or(built))?;
        fs::write(path, bytes)?;
    }
    fs::write(built.join("sw.js"), service_worker)?;
    Ok(format!("dist: version {version}, {} files", files.0.len() + 1))
}

/// What is served, by its name in the folder.
#[derive(Default)]
pub struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    fn add(&mut self, name: &str, bytes: Vec<u8>) {
        self.0.insert(name.to_owned(), bytes);
    }

    /// The name it was given: a changed file is another file, so caches may keep each for ever.
    pub fn add_hashed(&mut self, stem: &str, ending: &str, bytes: Vec<u8>) -> String {
        let name = format!("{stem}-{}.{ending}", &hex(&Sha256::digest(&bytes))[..12]);
        self.add(&name, bytes);
        name
    }
}

/// What cargo linked for the page.
fn linked(project: &Path, profile: Profile) -> PathBuf {
    let folder = match profile {
        Profile::Debug => "debug",
        Profile::Release => "release",
    };
    wasm::target_folder(project).join("wasm32-unknown-unknown").join(folder).join("taizhang.wasm")
}

/// All styles as one: what others name first, then what everything is made of, then the rest by name.
fn styles(folder: &Path) -> Result<String, Failure> {
    let mut names = names_in(folder)?;
    names.retain(|name| name.ends_with(".css"));
    names.sort_by_key(|name| (name != "tokens.css", name != "base.css", name != "parts.css", name.clone()));
    let mut all = String::new();
    for name in names {
        all += &without_comments(&read_text(&folder.join(name))?);
    }
    Ok(all)
}

fn without_comments(css: &str) -> String {
    let mut rest = css;
    let mut kept = String::with_capacity(css.len());
    while let Some((before, after)) = rest.split_once("/*") {
        kept += before;
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept += rest;
    kept.lines().map(str::trim).filter(|line| !line.is_empty()).flat_map(|line| [line, "\n"]).collect()
}

/// The source page without what is Trunk's, and with its head.
fn page(source: &str, head: &str) -> Result<String, Failure> {
    if !source.contains(HEAD) {
        return Err("index.html has no place for its head".into());
    }
    let filled = source.replace(HEAD, head);
    let lines = filled.lines().filter(|line| !line.contains("data-trunk") && !line.trim_start().starts_with("<!--"));
    Ok(lines.flat_map(|line| [line, "\n"]).collect())
}

/// Names a version by all that is in it.
fn version(files: &Files, page: &str, service_worker: &str) -> String {
    let mut hash = Sha256::new();
    for (name, bytes) in &files.0 {
        hash.update(name.as_bytes());
        hash.update(Sha256::digest(bytes));
    }
    hash.update(Sha256::digest(page.as_bytes()));
    hash.update(Sha256::digest(service_worker.as_bytes()));
    hex(&hash.finalize())[..16].to_owned()
}

/// The precache list, as the service worker reads it. `index.html` goes by the name under which it is visited.
fn list(files: &Files, version: &str) -> String {
    let entry = |(name, bytes): (&String, &Vec<u8>)| {
        let url = if name == "index.html" { "./".to_owned() } else { format!("./{name}") };
        let is_hashed = !["index.html", "manifest.webmanifest"].contains(&name.as_str()) && !name.starts_with("icons/");
        serde_json::json!({
            "url": url,
            "integrity": format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(bytes))),
            "type": media_type(name),
            "hashed": is_hashed,
        })
    };
    let files: Vec<serde_json::Value> = files.0.iter().map(entry).collect();
    serde_json::json!({ "version": version, "files": files }).to_string()
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webmanifest" => "application/manifest+json",
        "json" => "application/json",
        "csv" => "text/csv; charset=utf-8",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ftl" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The content policy would block it, and nobody would know why.
fn no_inline_code(page: &str) -> Result<(), Failure> {
    for tag in page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default()) {
        let is_inline_script = tag.starts_with("script") && !tag.contains(" src=");
        let has_handler = tag.split_whitespace().skip(1).any(|word| word.starts_with("on") && word.contains('='));
        if is_inline_script || tag.starts_with("style") || tag.contains(" style=") || has_handler {
            return Err(format!("inline code or style in the page: <{tag}>").into());
        }
    }
    Ok(())
}

/// The files of a folder by name, without its folders.
pub fn names_in(folder: &Path) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

fn read_text(path: &Path) -> Result<String, Failure> {
    Ok(fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_its_keys_as_numbers_and_keeps_its_messages_whole() {
        let keys = "keys! {\n    First = \"first\",\n    // a heading\n    FirstToo = \"first-too\",\n}\n";
        let fluent = "# about\n\nfirst-too = one\n\n  and more\n\nfirst = { $count ->\n  [one] first\n *[other] firsts\n  }\n\nelse = x\n";
        let expected = "k1 = one\n\n  and more\nk0 = { $count ->\n  [one] first\n *[other] firsts\n  }\nelse = x\n";
        assert_eq!(numbered::numbered(keys, fluent), expected);
    }

    #[test]
    fn inline_code_is_found() {
        assert!(no_inline_code("<p>fine</p><script src=\"./a.js\" defer></script>").is_ok());
        for bad in ["<script>go()</script>", "<p style=\"color: red\">", "<style>p {}</style>", "<a onclick=\"go()\">"]
        {
            assert!(no_inline_code(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_page_loses_what_is_trunks() {
        let source = format!("<head>\n{HEAD}\n<link data-trunk rel=\"rust\" />\n<!-- note -->\n</head>\n");
        assert_eq!(page(&source, "<link />").unwrap(), "<head>\n<link />\n</head>\n");
    }

    #[test]
    fn another_byte_anywhere_is_another_version() {
        let mut files = Files::default();
        files.add("a.js", b"1".to_vec());
        let first = version(&files, "page", "worker");
        assert_ne!(first, version(&files, "page", "worker2"));
        assert_ne!(first, version(&files, "page2", "worker"));
        files.add("a.js", b"2".to_vec());
        assert_ne!(first, version(&files, "page", "worker"));
    }

    #[test]
    fn styles_lose_their_comments_only() {
        assert_eq!(without_comments("/* why */\na {\n  b: c; /* d */\n}\n"), "a {\nb: c;\n}\n");
    }
}
