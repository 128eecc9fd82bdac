//! Calls that a Rust source may not make, by the room it stands in.
//!
//! Start at [`check`]. It reads words, not meaning: comments are taken out first, and what follows a file's
//! `#[cfg(test)]` is free of the rules that keep tests from being short.

use super::Finding;

/// A word that may not stand in a room, and why.
struct Ban {
    word: &'static str,
    why: &'static str,
}

const fn ban(word: &'static str, why: &'static str) -> Ban {
    Ban { word, why }
}

/// Nowhere, not even behind the platform's door.
const EVERYWHERE: &[Ban] = &[
    ban("SystemTime::now", "time comes from `platform::clock` or the host"),
    ban("Instant::now", "time comes from `platform::clock` or the host"),
    ban("Math::random", "chance comes from `platform::entropy`"),
    ban("thread_rng", "chance comes from `platform::entropy` or the host"),
    ban("rand::", "chance comes from `platform::entropy` or the host"),
    ban("set_inner_html", "text goes into the page as text nodes"),
    ban("inner_html", "text goes into the page as text nodes"),
    ban("set_outer_html", "text goes into the page as text nodes"),
    ban("insert_adjacent_html", "text goes into the page as text nodes"),
    ban("from_html_unchecked", "text goes into the page as text nodes"),
    ban("VRaw", "text goes into the page as text nodes"),
    ban("js_sys::eval", "nothing is evaluated"),
    ban("todo!", "what is missing is said in docs/support.md, not met by a person at work"),
    ban("unimplemented!", "what is missing is said in docs/support.md, not met by a person at work"),
];

/// Not in `crates/`: what is outside comes in as an argument.
const PURE: &[Ban] = &[
    ban("Timestamp::now", "time comes in as `now`"),
    ban("Zoned::now", "time comes in as `now`"),
    ban("getrandom", "chance comes from the host"),
    ban("std::fs", "no files"),
    ban("std::net", "no network"),
    ban("std::env", "no environment"),
    ban("std::process", "no processes"),
    ban("std::thread", "no threads"),
    ban("thread::spawn", "no threads"),
    ban("web_sys", "no browser"),
    ban("js_sys", "no browser"),
    ban("wasm_bindgen", "no browser"),
];

/// In the app, but behind `src/platform/` only.
const PLATFORM_ONLY: &[Ban] = &[
    ban("js_sys", "browser calls live in src/platform/"),
    ban("gloo", "browser calls live in src/platform/"),
    ban("indexed_db_futures", "browser calls live in src/platform/"),
    ban("wasm_bindgen(", "browser calls live in src/platform/"),
    ban("owner_document", "browser calls live in src/platform/"),
    ban("Date::now", "time comes from `platform::clock`"),
];

/// What the screen may name of `web_sys` beside every `...Event` and `...Element`: what an event hands over.
const EVENT_TYPES: &[&str] = &["DataTransfer", "EventTarget", "File", "FileList", "Node", "ValidityState"];

/// Reads one Rust file of the project.
pub fn check(file: &str, text: &str) -> Vec<Finding> {
    let in_app = file.starts_with("src/");
    let in_crate = file.starts_with("crates/") && file.contains("/src/");
    if !in_app && !in_crate {
        return Vec::new();
    }
    let code = without_comments(text);
    let is_tests = file.ends_with("/tests.rs") || file.contains("/tests/");
    let tests_begin = if is_tests { Some(0) } else { code.iter().position(|line| line.contains("#[cfg(test)]")) };
    let tests_begin = tests_begin.unwrap_or(code.len());
    let mut findings = Vec::new();
    if !text.starts_with("//!") {
        findings.push(Finding {
            file: file.to_owned(),
            line: 1,
            what: "begins without `//!`: what lives here?".to_owned(),
        });
    }
    for (index, line) in code.iter().enumerate() {
        let mut find = |what: String| findings.push(Finding { file: file.to_owned(), line: index + 1, what });
        let mut forbid = |bans: &[Ban]| {
            for Ban { word, why } in bans.iter().filter(|ban| holds(line, ban.word)) {
                find(format!("`{}`: {why}", word.trim_end_matches('(')));
            }
        };
        forbid(EVERYWHERE);
        if in_crate && index < tests_begin {
            forbid(PURE);
        }
        if in_app && !file.starts_with("src/platform/") {
            forbid(PLATFORM_ONLY);
        }
        if in_app && !file.starts_with("src/text/") && index < tests_begin && line.chars().any(is_chinese) {
            find("Chinese text in a source: it is a key in src/text/".to_owned());
        }
    }
    if in_app && !file.starts_with("src/platform/") {
        findings.extend(browser_names(file, &code));
    }
    findings
}

/// Names taken from `web_sys` that are more than an event's type.
fn browser_names(file: &str, code: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in code.iter().enumerate() {
        for (start, _) in line.match_indices("web_sys::") {
            let rest = code[index..].join(" ");
            let rest = &rest[start + "web_sys::".len()..];
            let names: Vec<&str> = match rest.strip_prefix('{').and_then(|inside| inside.split('}').next()) {
                Some(list) => list.split(',').map(str::trim).filter(|name| !name.is_empty()).collect(),
                None => rest.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '*').take(1).collect(),
            };
            for name in names.into_iter().filter(|name| !is_event_type(name)) {
                let what =
                    format!("`web_sys::{name}`: browser calls live in src/platform/; events and elements may be read");
                findings.push(Finding { file: file.to_owned(), line: index + 1, what });
            }
        }
    }
    findings
}

fn is_event_type(name: &str) -> bool {
    name.ends_with("Event") || name.ends_with("Element") || EVENT_TYPES.contains(&name)
}

/// Whether `word` stands in `line` as a word of its own, not as a part of a longer one.
fn holds(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + word.len()..].chars().next();
        let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !part(before) && (!word.ends_with(|c: char| c.is_alphanumeric()) || !part(after) || word == "gloo")
    })
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// The lines with comments blanked, so that numbers still fit. Text between quotes stays: `//` inside it is no comment.
fn without_comments(text: &str) -> Vec<String> {
    let mut in_block = false;
    text.lines()
        .map(|line| {
            let mut code = String::with_capacity(line.len());
            let mut in_quotes = false;
            let mut rest = line.chars().peekable();
            while let Some(c) = rest.next() {
                match (c, rest.peek()) {
                    ('*', Some('/')) if in_block => {
                        rest.next();
                        in_block = false;
                    }
                    _ if in_block => {}
                    ('/', Some('/')) if !in_quotes => break,
                    ('/', Some('*')) if !in_quotes => in_block = true,
                    ('\\', Some(_)) if in_quotes => {
                        code.push(c);
                        code.extend(rest.next());
                    }
                    ('\'', Some('"')) if !in_quotes => {
                        code.push_str("' '"); // the character '"' opens no text
                        rest.next();
                        rest.next();
                    }
                    _ => {
                        in_quotes ^= c == '"';
                        code.push(c);
                    }
                }
            }
            code
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(file: &str, text: &str) -> String {
        check(file, &format!("//! Sample.\n{text}")).iter().map(Finding::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_clock_is_found_in_every_room() {
        for file in ["crates/store/src/draft.rs", "src/pages/fill.rs", "src/platform/clock.rs"] {
            assert!(said(file, "let now = SystemTime::now();").contains(":2: `SystemTime::now`"), "{file}");
        }
        assert!(said("crates/xpath/src/date.rs", "jiff::Timestamp::now()").contains("time comes in as `now`"));
        assert!(said("src/state/filling.rs", "Date::now()").contains("platform::clock"));
    }

    #[test]
    fn chance_is_found() {
        assert!(said("crates/record/src/id.rs", "rand::random::<u64>()").contains("`rand::`"));
        assert!(said("src/platform/entropy.rs", "js_sys::Math::random()").contains("`Math::random`"));
    }

    #[test]
    fn raw_html_is_found_even_behind_the_door() {
        assert!(said("src/platform/files.rs", "element.set_inner_html(label);").contains("`set_inner_html`"));
        assert!(said("src/widgets/note.rs", "Html::from_html_unchecked(label)").contains("`from_html_unchecked`"));
    }

    #[test]
    fn a_browser_call_outside_the_platform_is_found() {
        assert!(said("src/pages/home.rs", "web_sys::window()").contains("`web_sys::window`"));
        assert!(said("src/pages/home.rs", "use web_sys::{HtmlInputElement, Window};").contains("`web_sys::Window`"));
        assert!(
            said("src/pages/home.rs", "use web_sys::{\n    Event,\n    Storage,\n};")
                .contains(":2: `web_sys::Storage`")
        );
        assert!(said("src/state/tail.rs", "use gloo_storage::LocalStorage;").contains("`gloo`"));
        assert!(said("src/widgets/map.rs", "#[wasm_bindgen(module = \"/map.js\")]").contains("`wasm_bindgen`"));
        assert_eq!(said("src/platform/local.rs", "use gloo_storage::LocalStorage;"), "");
    }

    #[test]
    fn a_widget_may_read_events_and_elements() {
        assert_eq!(said("src/widgets/text.rs", "use web_sys::{FileList, HtmlInputElement, InputEvent};"), "");
    }

    #[test]
    fn the_world_is_found_in_a_pure_room() {
        assert!(said("crates/sheet/src/read.rs", "std::fs::read(path)").contains("no files"));
        assert!(said("crates/batch/src/seal.rs", "use wasm_bindgen::prelude::*;").contains("no browser"));
        assert_eq!(said("crates/sheet/src/read.rs", "#[cfg(test)]\nmod tests { use std::fs; }"), "");
    }

    #[test]
    fn chinese_text_outside_the_translations_is_found() {
        assert!(said("src/pages/home.rs", "html! { \"今天\" }").contains(":2: Chinese text"));
        assert_eq!(said("src/text/zh_cn.rs", "\"今天\""), "");
        assert_eq!(said("src/worker/batches/tests.rs", "\"样例\""), "");
        assert_eq!(
            said("src/pages/home.rs", "// 台账 is a ledger\n#[cfg(test)]\nmod tests { const NAME: &str = \"样例\"; }"),
            ""
        );
    }

    #[test]
    fn a_comment_is_not_a_call_and_a_longer_word_is_another_word() {
        assert_eq!(said("src/pages/home.rs", "// never SystemTime::now\nlet operand::Name = a;"), "");
        assert_eq!(said("src/pages/home.rs", "/* js_sys */ let url = \"https://\"; // js_sys"), "");
        assert!(said("src/pages/home.rs", "let url = \"//\"; js_sys::Reflect::get()").contains("js_sys"));
        assert!(said("src/pages/home.rs", "let quote = '\"'; js_sys::Reflect::get() // \"").contains("js_sys"));
    }

    #[test]
    fn a_file_without_a_header_is_found() {
        assert_eq!(
            check("src/app.rs", "mod pages;")[0].to_string(),
            "src/app.rs:1: begins without `//!`: what lives here?"
        );
    }

    #[test]
    fn an_unfinished_call_is_found() {
        assert!(said("crates/form/src/choices.rs", "todo!()").contains("`todo!`"));
    }
}
