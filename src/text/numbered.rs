//! The languages as the program carries them: each key by its number in the list of keys, and without what only translators read.
//!
//! Eight hundred names would stand in the page's first part twice. A module of `build.rs` and of `xtask`; the page itself knows a
//! key by its number alone (`Key::id`).

/// A language's file with the names of its messages as numbers. A name that is no key stays, and `xtask tidy` tells it.
pub fn numbered(keys: &str, fluent: &str) -> String {
    let names: Vec<&str> = keys
        .lines()
        .filter_map(|line| line.trim().strip_suffix("\",")?.split_once(" = \""))
        .map(|(_, name)| name)
        .collect();
    let mut out = String::with_capacity(fluent.len());
    let mut lines = fluent.lines().peekable();
    while let Some(line) = lines.next() {
        let is_blank = line.trim().is_empty();
        // A blank line inside a message is a part of it.
        let is_between = lines.peek().is_none_or(|next| !next.starts_with(' '));
        if line.starts_with('#') || (is_blank && is_between) {
            continue;
        }
        let name = line.split([' ', '=']).next().unwrap_or_default();
        match names.iter().position(|known| *known == name).filter(|_| !line.starts_with(' ') && !is_blank) {
            Some(number) => {
                out += &format!("k{number}");
                out += &line[name.len()..];
            }
            None => out += line,
        }
        out.push('\n');
    }
    out
}
