//! Runs the cases of `conformance/xpath-*.json`; their format is in `conformance/FORMAT.md`.

use serde::Deserialize;
use serde_json::Value as Json;
use xpath::{Evaluator, Expr};

use crate::document::{Document, Id};
use crate::world::World;

#[derive(Deserialize)]
pub struct Case {
    pub id: String,
    pub expr: String,
    pub instance: Option<String>,
    pub xform: Option<String>,
    pub context: Option<String>,
    pub now: Option<String>,
    pub tz: Option<String>,
    #[serde(default)]
    pub namespaces: std::collections::BTreeMap<String, String>,
    pub expect: serde_json::Map<String, Json>,
    /// Another engine of the field does otherwise: such a case is one engine's opinion.
    pub peers_differ: Option<Json>,
    pub source: String,
}

/// What went wrong, or nothing.
pub fn run(case: &Case) -> Result<(), String> {
    let mut world = World::new();
    world.namespaces = case.namespaces.clone();
    if let Some(now) = &case.now {
        let now: jiff::Timestamp = now.parse().unwrap();
        world.now.unix_ms = now.as_millisecond();
    }
    world.now.offset_minutes = match case.tz.as_deref() {
        None | Some("UTC") => 0,
        Some("America/Phoenix") => -420,
        Some("Asia/Shanghai") => 480,
        Some(other) => return Err(format!("zone {other} is not known here")),
    };
    let xml = case.xform.as_deref().or(case.instance.as_deref()).unwrap_or("<data/>");
    let mut document = Document::parse(xml);
    let top = if case.xform.is_some() { open_form(&mut document, &mut world) } else { document.top() };
    let context = match case.context.as_deref() {
        None => document.find(top, "*"),
        Some(path) => document.find(top, path),
    };
    match (compare(case, &document, &world, context), case.expect.contains_key("error")) {
        (Err(error), true) if error.starts_with("error") => Ok(()),
        (Ok(()), true) => Err(String::from("gave a value, not an error")),
        (outcome, _) => outcome,
    }
}

fn compare(case: &Case, document: &Document, world: &World, context: Id) -> Result<(), String> {
    let expr = Expr::parse(&case.expr).map_err(|error| format!("error {error:?}"))?;
    let mut evaluator = Evaluator::new(document, world);
    let failed = |error| format!("error {error:?}");
    for (kind, wanted) in &case.expect {
        let got = match kind.as_str() {
            "string" => Json::from(evaluator.text(&expr, context).map_err(failed)?),
            "boolean" => Json::from(evaluator.boolean(&expr, context).map_err(failed)?),
            "nodes" => {
                let nodes = evaluator.nodes(&expr, context).map_err(failed)?;
                nodes.into_iter().map(|node| document.text_of(node)).collect()
            }
            "number" => {
                let number = evaluator.number(&expr, context).map_err(failed)?;
                let wanted = match wanted {
                    Json::String(text) => text.parse().unwrap(),
                    wanted => wanted.as_f64().unwrap(),
                };
                let is_near = (number - wanted).abs() <= 1e-9 * wanted.abs();
                if number == wanted || is_near || number.is_nan() && wanted.is_nan() {
                    continue;
                }
                return Err(format!("{number}, not {wanted}"));
            }
            "error" => {
                evaluator.evaluate(&expr, context).map_err(failed)?;
                continue;
            }
            other => return Err(format!("cannot compare {other}")),
        };
        if got != *wanted {
            return Err(format!("{got}, not {wanted}"));
        }
    }
    Ok(())
}

/// Cuts an XForm into its instances and reads its texts. Gives the primary instance.
fn open_form(document: &mut Document, world: &mut World) -> Id {
    let html = document.find(document.top(), "*");
    let head = document.elements(html, "head")[0];
    let model = document.elements(head, "model")[0];
    for itext in document.elements(model, "itext") {
        let translations = document.elements(itext, "translation");
        let is_default = |translation: &&Id| document.attribute(**translation, "default").is_some();
        let shown = translations.iter().find(is_default).unwrap_or(&translations[0]);
        for text in document.elements(*shown, "text") {
            let id = document.attribute(text, "id").unwrap().to_owned();
            world.texts.insert(id, document.elements(text, "value"));
        }
    }
    let instances = document.elements(model, "instance");
    for &instance in &instances {
        document.cut(instance);
        if let Some(id) = document.attribute(instance, "id") {
            world.instances.insert(id.to_owned(), instance);
        }
    }
    instances[0]
}
