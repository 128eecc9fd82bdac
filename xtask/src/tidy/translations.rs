//! Texts by key: every key is in every language, with the same variables, and is used somewhere; what lies in the second
//! part of the program is used by that part alone.
//!
//! Start at [`check`]. The list of keys is `src/text/keys.rs`; a language is two Fluent files beside it.
//!
//! Not here: the texts in folders below, whose keys are not in that list; a test of the app compares those.

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;

/// The list of keys, as lines `Variant = "name",`.
pub const KEYS: &str = "src/text/keys.rs";

/// Whether a file is a language: Fluent, and beside the list of keys.
pub fn is_language(file: &str) -> bool {
    file.strip_prefix("src/text/").is_some_and(|name| name.ends_with(".ftl") && !name.contains('/'))
}

/// How the name of a language's second file ends: what only the second part of the program says.
const LATER: &str = ".later.ftl";
/// What lies in that part (`src/later.rs`), so far as it says anything.
const LATER_SOURCES: &[&str] = &[
    "src/pages/about.rs",
    "src/pages/answered.rs",
    "src/pages/backup.rs",
    "src/pages/clock.rs",
    "src/pages/conflicts.rs",
    "src/pages/copying.rs",
    "src/pages/dashboard/",
    "src/pages/decided.rs",
    "src/pages/deciding.rs",
    "src/pages/joining.rs",
    "src/pages/drafts.rs",
    "src/pages/due.rs",
    "src/pages/enterprise.rs",
    "src/pages/enterprise/",
    "src/pages/exports.rs",
    "src/pages/filling.rs",
    "src/pages/fill/follow_ups.rs",
    "src/pages/fill/gone.rs",
    "src/pages/fill/overview/",
    "src/pages/fill/recorded.rs",
    "src/pages/fill/unfinished.rs",
    "src/pages/fill/unsaved.rs",
    "src/pages/forms/",
    "src/pages/import/",
    "src/pages/keep.rs",
    "src/pages/ledger.rs",
    "src/pages/ledger/",
    "src/pages/mapping/",
    "src/pages/not_found.rs",
    "src/pages/officers/",
    "src/pages/record.rs",
    "src/pages/record/",
    "src/pages/remarks.rs",
    "src/pages/purpose.rs",
    "src/pages/receipts/",
    "src/pages/records.rs",
    "src/pages/responsible.rs",
    "src/pages/withdrawal.rs",
    "src/pages/rescue.rs",
    "src/pages/safe/",
    "src/pages/reviewing.rs",
    "src/pages/send/",
    "src/pages/server/",
    "src/pages/settings/device.rs",
    "src/pages/settings/look.rs",
    "src/pages/waiting.rs",
    "src/pages/requests.rs",
    "src/pages/overdue/",
    "src/pages/retention.rs",
    "src/pages/wiped.rs",
    "src/pages/work_lists.rs",
    "src/pages/lock/",
    "src/pages/zone/",
    "src/state/exports.rs",
    "src/state/sync/",
    "src/state/templates.rs",
    "src/text/dates.rs",
    "src/widgets/questions/rare/",
    "src/widgets/reason.rs",
    "src/widgets/scanner.rs",
    "src/widgets/secret.rs",
];

/// One key of the list.
struct Key<'a> {
    line: usize,
    variant: &'a str,
    name: &'a str,
}

/// A message of a language: where it begins and which variables it takes.
struct Message<'a> {
    file: &'a str,
    line: usize,
    variables: BTreeSet<String>,
}

/// Compares the list of keys, the languages (name and text each) and all Rust sources of the app.
pub fn check(keys: &str, languages: &[(&str, &str)], sources: &[(&str, &str)]) -> Vec<Finding> {
    let keys = read_keys(keys);
    let mut findings = Vec::new();
    let mut find = |file: &str, line: usize, what: String| findings.push(Finding { file: file.to_owned(), line, what });

    for key in keys.iter().filter(|key| !sources.iter().any(|(file, text)| *file != KEYS && uses(text, key.variant))) {
        find(KEYS, key.line, format!("`{}` is used nowhere", key.variant));
    }
    let languages = read_languages(languages);
    let first = languages.values().next_back();
    for (language, messages) in &languages {
        for key in keys.iter().filter(|key| !messages.contains_key(key.name)) {
            find(&format!("src/text/{language}.ftl"), 0, format!("`{}` is missing", key.name));
        }
        for (name, message) in messages {
            let mut find = |what: String| find(message.file, message.line, what);
            let Some(key) = keys.iter().find(|key| key.name == *name) else {
                find(format!("`{name}` is no key of {KEYS}"));
                continue;
            };
            let first = first.and_then(|messages| messages.get(name));
            if let Some(first) = first.filter(|first| first.variables != message.variables) {
                find(format!("`{name}` takes {:?}, in the first language {:?}", message.variables, first.variables));
            }
            let is_early = |file: &str| file != KEYS && !LATER_SOURCES.iter().any(|later| file.starts_with(later));
            let user = sources.iter().find(|(file, text)| is_early(file) && uses(text, key.variant));
            if let Some((user, _)) = user.filter(|_| message.file.ends_with(LATER)) {
                find(format!("`{name}` is used in {user}, which does not lie in the second part"));
            }
        }
    }
    findings
}

/// The messages of each language, of both its files.
fn read_languages<'a>(files: &[(&'a str, &'a str)]) -> BTreeMap<&'a str, BTreeMap<&'a str, Message<'a>>> {
    let mut languages: BTreeMap<&str, BTreeMap<&str, Message<'_>>> = BTreeMap::new();
    for (file, text) in files {
        let name = file.rsplit('/').next().unwrap_or_default();
        let language = name.split('.').next().unwrap_or_default();
        languages.entry(language).or_default().extend(read_messages(file, text));
    }
    languages
}

fn read_keys(text: &str) -> Vec<Key<'_>> {
    text.lines()
        .enumerate()
        .filter_map(|(index, line)| {
            let (variant, rest) = line.trim().split_once(" = \"")?;
            let name = rest.strip_suffix("\",")?;
            variant.chars().all(char::is_alphanumeric).then_some(Key { line: index + 1, variant, name })
        })
        .collect()
}

/// Messages begin in the first column; what belongs to them is indented.
fn read_messages<'a>(file: &'a str, text: &'a str) -> BTreeMap<&'a str, Message<'a>> {
    let mut messages = BTreeMap::new();
    let mut present: Option<&str> = None;
    for (index, line) in text.lines().enumerate() {
        if line.starts_with(|c: char| c.is_ascii_lowercase()) {
            let name = line.split(['=', ' ']).next().unwrap_or_default();
            messages.insert(name, Message { file, line: index + 1, variables: BTreeSet::new() });
            present = Some(name);
        } else if line.starts_with(['#', '-']) {
            present = None;
        }
        let Some(message) = present.and_then(|name| messages.get_mut(name)) else { continue };
        for (start, _) in line.match_indices('$') {
            let variable = line[start + 1..].chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
            message.variables.insert(variable.collect());
        }
    }
    messages
}

/// Whether a variant stands in a source as a word of its own.
fn uses(text: &str, variant: &str) -> bool {
    text.match_indices(variant).any(|(start, _)| {
        let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !part(text[..start].chars().next_back()) && !part(text[start + variant.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "keys! {\n    NavToday = \"nav-today\",\n    RecordCount = \"record-count\",\n}\n";
    const CHINESE: &str = "## 导航\nnav-today = 今日\nrecord-count = { $count ->\n   *[other] { $count } 条\n }\n";
    const PAGE: (&str, &str) = ("src/pages/today.rs", "t!(text, NavToday); t!(text, RecordCount, count = 3)");

    fn said(english: &str, sources: &[(&str, &str)]) -> String {
        let languages = [("src/text/zh-CN.ftl", CHINESE), ("src/text/en.ftl", english)];
        check(LIST, &languages, sources).iter().map(Finding::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn two_complete_languages_are_fine() {
        assert_eq!(said("nav-today = Today\nrecord-count = { $count } records\n", &[PAGE]), "");
    }

    #[test]
    fn a_language_stands_beside_the_list() {
        assert!(is_language("src/text/zh-CN.ftl"));
        assert!(!is_language("src/text/problems/zh-CN.ftl") && !is_language(KEYS));
    }

    #[test]
    fn a_key_that_a_language_lacks_is_found() {
        assert_eq!(said("nav-today = Today\n", &[PAGE]), "src/text/en.ftl: `record-count` is missing");
    }

    #[test]
    fn a_message_without_a_key_is_found() {
        let english = "nav-today = Today\nrecord-count = { $count } records\nnav-old = Old\n";
        assert_eq!(said(english, &[PAGE]), "src/text/en.ftl:3: `nav-old` is no key of src/text/keys.rs");
    }

    #[test]
    fn a_key_that_nobody_uses_is_found() {
        let english = "nav-today = Today\nrecord-count = { $count } records\n";
        let said = said(english, &[("src/pages/today.rs", "t!(text, NavTodayOld); t!(text, RecordCount, count = 3)")]);
        assert_eq!(said, "src/text/keys.rs:2: `NavToday` is used nowhere");
    }

    #[test]
    fn a_text_of_the_second_part_that_the_first_uses_is_found() {
        let said = |page: &str| {
            let languages =
                [("src/text/zh-CN.ftl", "record-count = 一\n"), ("src/text/zh-CN.later.ftl", "nav-today = 今日\n")];
            let sources = [(page, "t!(text, NavToday); t!(text, RecordCount)")];
            check(LIST, &languages, &sources).iter().map(Finding::to_string).collect::<Vec<_>>().join("\n")
        };
        assert_eq!(said("src/pages/send/mod.rs"), "");
        assert_eq!(
            said("src/pages/today.rs"),
            "src/text/zh-CN.later.ftl:1: `nav-today` is used in src/pages/today.rs, which does not lie in the second part"
        );
    }

    #[test]
    fn a_variable_that_one_language_forgot_is_found() {
        assert!(said("nav-today = Today\nrecord-count = Many records\n", &[PAGE]).contains("`record-count` takes {}"));
    }
}
