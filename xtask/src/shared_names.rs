//! What a wasm and its JavaScript call in one another, under names as short as they can be.
//!
//! wasm-bindgen names each function by what it does and a hash, both in the wasm and in its glue. Every first visit would
//! load those names, and a hash is what no compressor makes smaller.

use std::collections::BTreeMap;

use wasm_encoder::{EntityType, ExportKind, ExportSection, ImportSection, Module, RawSection};
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
        match payload? {
            Payload::ImportSection(imports) => {
                let mut section = ImportSection::new();
                for import in imports.into_imports() {
                    let import = import?;
                    let kind = EntityType::try_from(import.ty)?;
                    if !is_of_glue(import.name) {
                        section.import(import.module, import.name, kind);
                        continue;
                    }
                    if *space.get_or_insert(import.module) != import.module {
                        return Err(
                            format!("the wasm calls its glue by two names: {space:?} and {}", import.module).into()
                        );
                    }
                    section.import(SPACE, short(&mut names, import.name), kind);
                }
                module.section(&section);
            }
            Payload::ExportSection(exports) => {
                let mut section = ExportSection::new();
                for export in exports {
                    let export = export?;
                    let name = if is_of_closures(export.name) { short(&mut names, export.name) } else { export.name };
                    section.export(name, ExportKind::from(export.kind), export.index);
                }
                module.section(&section);
            }
            other => {
                if let Some((id, range)) = other.as_section() {
                    let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
                    module.section(&RawSection { id, data: &wasm[range] });
                }
            }
        }
    }
    let quoted = |space: &str| format!("\"{space}\": import0");
    let Some(space) = space.filter(|space| glue.contains(&quoted(space))) else {
        return Err("the glue gives the wasm its functions in a new way".into());
    };
    Ok((renamed(&glue.replacen(&quoted(space), &quoted(SPACE), 1), &names), module.finish()))
}

fn short<'a, 'name>(names: &'a mut BTreeMap<&'name str, String>, name: &'name str) -> &'a str {
    let number = names.len();
    names.entry(name).or_insert_with(|| format!("i{number}"))
}

fn is_of_glue(name: &str) -> bool {
    name.starts_with("__wbg_") || name.starts_with("__wbindgen_")
}

/// What the glue calls where JavaScript calls a closure: its name has the names of all types.
fn is_of_closures(name: &str) -> bool {
    name.starts_with("wasm_bindgen_")
}

/// The glue with each whole word replaced that has a shorter name.
fn renamed(glue: &str, names: &BTreeMap<&str, String>) -> String {
    let is_of_a_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '$';
    let mut renamed = String::with_capacity(glue.len());
    let mut rest = glue;
    while !rest.is_empty() {
        let end = rest.find(|letter| !is_of_a_word(letter)).unwrap_or(rest.len());
        renamed += names.get(&rest[..end]).map_or(&rest[..end], String::as_str);
        let next = rest[end..].find(is_of_a_word).map_or(rest.len(), |skip| end + skip);
        renamed += &rest[end..next];
        rest = &rest[next..];
    }
    renamed
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{CodeSection, Function, FunctionSection, TypeSection};

    use super::*;

    fn wasm(imports: &[(&str, &str)], exports: &[&str]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut section = ImportSection::new();
        for (module, name) in imports {
            section.import(module, name, EntityType::Function(0));
        }
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut section_of_exports = ExportSection::new();
        for name in exports {
            section_of_exports.export(name, ExportKind::Func, 1);
        }
        let mut function = Function::new([]);
        function.instructions().call(1).end();
        let mut code = CodeSection::new();
        code.function(&function);
        let mut module = Module::new();
        module.section(&types).section(&section).section(&functions).section(&section_of_exports).section(&code);
        module.finish()
    }

    const GLUE: &str = "const import0 = {\n__wbg_get_3acb: f,\n__wbg_get_3acb2: g,\n};\nreturn {\n\"./main_bg.js\": import0,\n\"./link.js\": import1,\n};\nwasm.wasm_bindgen_4977__invoke(1);\nfunction __wbg_init() {}\n";

    #[test]
    fn names_that_glue_and_wasm_share_are_numbers_and_all_else_stays() {
        let long = wasm(
            &[("./main_bg.js", "__wbg_get_3acb2"), ("./link.js", "load"), ("./main_bg.js", "__wbg_get_3acb")],
            &["memory", "wasm_bindgen_4977__invoke"],
        );
        let (glue, short) = shortened(GLUE, &long).unwrap();
        assert_eq!(short, wasm(&[("g", "i0"), ("./link.js", "load"), ("g", "i1")], &["memory", "i2"]));
        let expected = "const import0 = {\ni1: f,\ni0: g,\n};\nreturn {\n\"g\": import0,\n\"./link.js\": import1,\n};\nwasm.i2(1);\nfunction __wbg_init() {}\n";
        assert_eq!(glue, expected);
    }

    #[test]
    fn glue_of_another_kind_is_refused() {
        let two = wasm(&[("./main_bg.js", "__wbg_a"), ("./other.js", "__wbg_b")], &[]);
        assert!(shortened(GLUE, &two).is_err());
        assert!(shortened("const imports = {};", &wasm(&[("./main_bg.js", "__wbg_a")], &[])).is_err());
    }
}
