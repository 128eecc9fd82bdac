//! What no committed text may hold, whatever its language. Start at [`check`].

use super::Finding;

/// A file is one noun; past this it is two.
const MOST_LINES: usize = 700;

/// Lists: however long, they are one thing.
const LISTS: &[&str] = &["src/text/keys.rs"];

const SOURCES: &[&str] = &[".rs", ".mjs", ".js", ".css", ".sh", ".html"];

/// Ways to put text into a page as markup, or to run it.
const RAW_SCRIPT: &[&str] =
    &["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"];

/// Where XForms keeps the items of a list: an expression's path, not a machine's.
const LIST_ITEM: &str = "/root/item";

/// Reads one text file of the project.
pub fn check(file: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut find = |line: usize, what: String| findings.push(Finding { file: file.to_owned(), line, what });
    if file.ends_with("CONTRACT.md") {
        find(0, "a contract is scaffolding: delete it when the code says the same".to_owned());
    }
    let lines = text.lines().count();
    if lines > MOST_LINES && !LISTS.contains(&file) && SOURCES.iter().any(|end| file.ends_with(end)) {
        find(0, format!("{lines} lines, {MOST_LINES} at most: which two things live here?"));
    }
    let runs_in_the_page = file.starts_with("public/") || file == "index.html";
    for (index, line) in text.lines().enumerate() {
        if let Some(path) = machine_path(line) {
            find(index + 1, format!("`{path}` is a path of one machine"));
        }
        if line.contains("\"resolved\": \"http") {
            find(index + 1, "a download address in a lock file; npm config omit-lockfile-registry-resolved".to_owned());
        }
        for word in RAW_SCRIPT.iter().filter(|word| runs_in_the_page && line.contains(**word)) {
            find(index + 1, format!("`{}`: nothing becomes markup or code", word.trim_end_matches('(')));
        }
    }
    findings
}

/// A path that exists on one machine only, beginning a word in this line.
fn machine_path(line: &str) -> Option<String> {
    // Put together here, so that this file does not hold what it looks for.
    let roots = ["work", "root", "farm", "tmp"].map(|name| format!("/{name}/"));
    let begins = |start: usize| !line[..start].ends_with(|c: char| c.is_alphanumeric() || "./_-}*$".contains(c));
    let found = |root: &String| {
        line.match_indices(root.as_str()).any(|(start, _)| begins(start) && !line[start..].starts_with(LIST_ITEM))
    };
    roots.into_iter().find(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(file: &str, text: &str) -> String {
        check(file, text).iter().map(Finding::to_string).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_path_of_one_machine_is_found() {
        let text = format!("cd /{}/main", "work");
        assert!(said("scripts/run.sh", &text).starts_with("scripts/run.sh:1: "));
        assert_eq!(said("docs/a.md", &format!("see crates/{}/src and https://x.cn/{}/y", "work", "root")), "");
    }

    #[test]
    fn a_download_address_in_a_lock_file_is_found() {
        let text = format!("  \"resolved\": \"{}://registry\"", "https");
        assert!(said("e2e/package-lock.json", &text).contains("download address"));
    }

    #[test]
    fn a_file_of_two_nouns_is_found() {
        assert!(said("src/app.rs", &"a\n".repeat(701)).contains("701 lines"));
        assert_eq!(said("src/app.rs", &"a\n".repeat(700)), "");
        assert_eq!(said("pack/area.csv", &"a\n".repeat(7000)), "");
        assert_eq!(said("src/text/keys.rs", &"a\n".repeat(7000)), "");
    }

    #[test]
    fn a_contract_that_outlived_its_use_is_found() {
        assert!(said("crates/sheet/src/CONTRACT.md", "").contains("scaffolding"));
    }

    #[test]
    fn markup_from_text_is_found_in_what_runs_in_the_page() {
        assert!(said("public/sw.js", "node.innerHTML = label").contains("`innerHTML`"));
        assert_eq!(said("e2e/lib/page.mjs", "page.evaluate(() => document.body.innerHTML)"), "");
    }
}
