//! That no shipped form has a place for what is not collected, and that a notice whose words change has another version.
//!
//! What is not collected is said once, in `pack/synonyms.csv` (`refuse`), where tables that come in are held to it too. A text that
//! forbids may name it.
//!
//! Source: privacy rules P02 and P10. Not here: by which rule what is asked for goes (`personal`).

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::source::{self, Row};

/// What a name says of it; the Chinese words stand in the table.
const NAMES: [&str; 10] =
    ["id_card", "idcard", "passport", "ethnic", "religio", "political", "bank", "famil", "marital", "disease"];
/// The same in English labels.
const WORDS: [&str; 10] = [
    "id number",
    "id card",
    "identity number",
    "passport",
    "ethnic",
    "religio",
    "bank account",
    "bank card",
    "marital",
    "medical",
];
/// A text with one of these forbids what it names.
const FORBIDS: [&str; 8] = [
    "\u{8bf7}\u{52ff}",
    "\u{4e0d}\u{767b}\u{8bb0}",
    "\u{4e0d}\u{7528}",
    "\u{4e0d}\u{8981}",
    "no ",
    "not ",
    "never ",
    "do not ",
];

/// Notices by their fragments, with the version and the beginning of the hash of their words in both languages.
const NOTICES: [(&str, &str, &str); 2] = [("NOTICE", "1", "ecc23b193c3e44a1"), ("CONSENT", "1", "c827a976f03d46e8")];

/// What is wrong with forms and notices; nothing if all is well.
pub fn faults<'a>(
    project: &Path,
    forms: impl IntoIterator<Item = (&'a str, &'a BTreeMap<String, Vec<Row>>)>,
) -> Result<Vec<String>, Box<dyn Error>> {
    let refused = refused(project)?;
    let of_forms = forms.into_iter().flat_map(|(form, sheets)| of_form(form, sheets, &refused));
    let mut faults: Vec<String> = of_forms.collect();
    faults.extend(of_notices(&source::fragments(&project.join("pack/source/fragments.json"))?));
    Ok(faults)
}

/// The words of the table.
fn refused(project: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let table = fs::read_to_string(project.join("pack/synonyms.csv"))?;
    let row = |line: &str| line.strip_prefix("refuse,,,").map(|word| word.trim().to_owned());
    let words: Vec<String> = table.lines().filter_map(row).collect();
    if words.is_empty() { Err("pack/synonyms.csv says nothing of what is not collected".into()) } else { Ok(words) }
}

fn of_form(form: &str, sheets: &BTreeMap<String, Vec<Row>>, refused: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    for (sheet, rows) in sheets {
        for (row, (column, text)) in rows.iter().enumerate().flat_map(|(at, row)| row.iter().map(move |it| (at, it))) {
            let small = text.to_lowercase();
            let is_name = matches!(column.as_str(), "name" | "save_to");
            let is_said = column.starts_with("label") || column.starts_with("hint");
            let found = if is_name {
                NAMES.iter().find(|word| small.contains(**word)).map(|word| (*word).to_owned())
            } else if is_said && !FORBIDS.iter().any(|word| small.contains(word)) {
                let words = WORDS.iter().map(|word| (*word).to_owned()).chain(refused.iter().cloned());
                words.into_iter().find(|word| small.contains(word.as_str()))
            } else {
                None
            };
            if let Some(word) = found {
                faults.push(format!(
                    "{form}, {sheet}, row {}: {column} speaks of {word}, which is not collected",
                    row + 2
                ));
            }
        }
    }
    faults
}

fn of_notices(fragments: &BTreeMap<String, String>) -> Vec<String> {
    let text = |name: &str, part: &str| fragments.get(&format!("{name}_{part}")).cloned().unwrap_or_default();
    let fault = |(name, version, hash): &(&str, &str, &str)| {
        let words = text(name, "ZH") + &text(name, "EN");
        let is: String = Sha256::digest(words.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        (text(name, "VERSION") != *version || is != *hash).then(|| {
            format!(
                "pack/source/fragments.json: the notice {name} is version {} with words {is}, and here version {version} with {hash}: \
                 other words need another version",
                text(name, "VERSION")
            )
        })
    };
    NOTICES.iter().filter_map(fault).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// A form that asks one question.
    fn asking(column: &str, text: &str) -> BTreeMap<String, Vec<Row>> {
        let row: Row = [("type", "text"), (column, text)].map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        BTreeMap::from([("survey".to_owned(), vec![row])])
    }

    #[test]
    fn a_question_for_what_is_not_collected_is_found_by_its_words_and_by_its_name() {
        let refused = refused(&crate::project()).unwrap();
        for word in ["身份证", "民族", "宗教", "政治面貌", "党员姓名", "银行卡", "家庭", "病史"] {
            assert_eq!(
                of_form("own", &asking("label::中文 (zh)", &format!("联系人{word}")), &refused).len(),
                1,
                "{word}"
            );
            assert_eq!(
                of_form("own", &asking("hint::中文 (zh)", &format!("请勿填写{word}")), &refused),
                [""; 0],
                "{word}"
            );
        }
        for (column, text) in
            [("name", "contact_id_card"), ("save_to", "ethnicity"), ("label::English (en)", "ID number")]
        {
            assert_eq!(of_form("own", &asking(column, text), &refused).len(), 1, "{text}");
        }
        assert_eq!(of_form("own", &asking("label::中文 (zh)", "联系人职务"), &refused), [""; 0]);
    }

    #[test]
    fn a_notice_with_other_words_needs_another_version() {
        let mut fragments = source::fragments(&crate::project().join("pack/source/fragments.json")).unwrap();
        assert_eq!(of_notices(&fragments), [""; 0]);
        let words = fragments.get_mut("NOTICE_ZH").unwrap();
        words.push('。');
        assert_eq!(of_notices(&fragments).len(), 1);
    }
}
