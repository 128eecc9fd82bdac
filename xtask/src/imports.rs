//! What a wasm calls in its JavaScript, under names as short as they can be.
//!
//! wasm-bindgen names each function by what it does and a hash, both in the wasm and in its glue. Every first visit would
//! load those names, and a hash is what no compressor makes smaller.

use std::collections::BTreeMap;

use wasm_encoder::{EntityType, ImportSection, Module, RawSection};
use wasmparser::{Parser, Payload};

use crate::dist::Failure;

/// Under this one name stands what the glue gives, whatever its file is called.
const SPACE: &str = "g";

/// Glue and wasm of a program with numbers for the names of what the one calls in the other.
pub fn shortened(glue: &str, wasm: &[u8]) -> Result<(String, Vec<u8>), Failure> {
    let mut names = BTreeMap::new();
    let mut space = None;
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        let Payload::ImportSection(imports) = &payload else {
            if let Some((id, range)) = payload.as_section() {
                module.section(&RawSection {
                    id,
                    data: &wasm[usize::try_from(range.start)?..usize::try_from(range.end)?],
                });
            }
            continue;
        };
        let mut section = ImportSection::new();
        for import in imports.clone().into_imports() {
            let import = import?;
            let kind = EntityType::try_from(import.ty)?;
            if !is_from_glue(import.name) {
                section.import(import.module, import.name, kind);
                continue;
            }
            if *space.get_or_insert(import.module) != import.module {
                return Err(format!("the wasm calls its glue by two names: {space:?} and {}", import.module).into());
            }
            let number = names.len();
            let short = names.entry(import.name).or_insert_with(|| format!("i{number}"));
            section.import(SPACE, short, kind);
        }
        module.section(&section);
    }
    let quoted = |space: &str| format!("\"{space}\": import0");
    let Some(space) = space.filter(|space| glue.contains(&quoted(space))) else {
        return Err("the glue gives the wasm its functions in a new way".into());
    };
    let glue = renamed(&glue.replacen(&quoted(space), &quoted(SPACE), 1), &names);
    Ok((glue, module.finish()))
}

fn is_from_glue(name: &str) -> bool {
    name.starts_with("__wbg_") || name.starts_with("__wbindgen_")
}

/// The glue with each whole word replaced that has a shorter name.
fn renamed(glue: &str, names: &BTreeMap<&str, String>) -> String {
    let mut renamed = String::with_capacity(glue.len());
    let is_of_a_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '$';
    let mut rest = glue;
    while let Some(begin) = rest.find("__wb") {
        let before = rest[..begin].trim_end_matches(is_of_a_word);
        let word = &rest[before.len()..];
        let word = &word[..word.find(|letter| !is_of_a_word(letter)).unwrap_or(word.len())];
        renamed += before;
        renamed += names.get(word).map_or(word, String::as_str);
        rest = &rest[before.len() + word.len()..];
    }
    renamed + rest
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{CodeSection, Function, FunctionSection, TypeSection};

    use super::*;

    fn wasm(imports: &[(&str, &str)]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut section = ImportSection::new();
        for (module, name) in imports {
            section.import(module, name, EntityType::Function(0));
        }
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut function = Function::new([]);
        function.instructions().call(1).end();
        let mut code = CodeSection::new();
        code.function(&function);
        let mut module = Module::new();
        module.section(&types).section(&section).section(&functions).section(&code);
        module.finish()
    }

    const GLUE: &str = "const import0 = {\n__wbg_get_3acb: f,\n__wbg_get_3acb2: g,\n};\nreturn {\n\"./main_bg.js\": import0,\n\"./link.js\": import1,\n};\nfunction __wbg_init() {}\n";

    #[test]
    fn names_that_glue_and_wasm_share_are_numbers_and_all_else_stays() {
        let long =
            wasm(&[("./main_bg.js", "__wbg_get_3acb2"), ("./link.js", "load"), ("./main_bg.js", "__wbg_get_3acb")]);
        let (glue, short) = shortened(GLUE, &long).unwrap();
        assert_eq!(short, wasm(&[("g", "i0"), ("./link.js", "load"), ("g", "i1")]));
        let expected = "const import0 = {\ni1: f,\ni0: g,\n};\nreturn {\n\"g\": import0,\n\"./link.js\": import1,\n};\nfunction __wbg_init() {}\n";
        assert_eq!(glue, expected);
    }

    #[test]
    fn glue_of_another_kind_is_refused() {
        let two = wasm(&[("./main_bg.js", "__wbg_a"), ("./other.js", "__wbg_b")]);
        assert!(shortened(GLUE, &two).is_err());
        assert!(shortened("const imports = {};", &wasm(&[("./main_bg.js", "__wbg_a")])).is_err());
    }
}
