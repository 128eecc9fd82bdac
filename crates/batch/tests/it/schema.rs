//! As much of JSON Schema as ours use, strictly: a keyword that is not known here is an error.

use serde_json::Value;

/// All places where the value is not as the schema says.
pub fn problems(schema: &Value, value: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    check(schema, schema, value, "$", &mut problems);
    problems
}

fn check(root: &Value, schema: &Value, value: &Value, place: &str, problems: &mut Vec<String>) {
    let wrong = |problems: &mut Vec<String>, what: &str| problems.push(format!("{place}: {what}"));
    let schema = schema.as_object().expect("a schema is an object");
    for (keyword, rule) in schema {
        match keyword.as_str() {
            "$schema" | "$id" | "$defs" | "title" | "description" => {}
            "$ref" => {
                let name = rule.as_str().unwrap().strip_prefix("#/$defs/").expect("a definition of this file");
                check(root, &root["$defs"][name], value, place, problems);
                return assert_eq!(schema.len(), 1 + usize::from(schema.contains_key("description")), "{place}");
            }
            "type" => {
                let types = rule.as_array().cloned().unwrap_or_else(|| vec![rule.clone()]);
                if !types.iter().any(|name| is(name.as_str().unwrap(), value)) {
                    wrong(problems, &format!("is not of type {rule}"));
                }
            }
            "const" if value != rule => wrong(problems, "is another constant"),
            "enum" if !rule.as_array().unwrap().contains(value) => wrong(problems, "is none of the words"),
            "const" | "enum" => {}
            "pattern" => {
                if value.as_str().is_some_and(|text| !matches(rule.as_str().unwrap(), text)) {
                    wrong(problems, &format!("does not match {rule}"));
                }
            }
            "minimum" => {
                if value.as_u64().is_some_and(|number| number < rule.as_u64().unwrap()) {
                    wrong(problems, "is too small");
                }
            }
            "maxItems" => {
                if value.as_array().is_some_and(|items| items.len() as u64 > rule.as_u64().unwrap()) {
                    wrong(problems, "has too many items");
                }
            }
            "required" => {
                for name in rule.as_array().unwrap() {
                    if value.as_object().is_some_and(|object| !object.contains_key(name.as_str().unwrap())) {
                        wrong(problems, &format!("lacks {name}"));
                    }
                }
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, rule, item, &format!("{place}[{index}]"), problems);
                }
            }
            "properties" | "additionalProperties" => {}
            other => panic!("{place}: keyword {other} is not known here"),
        }
    }
    let known = schema.get("properties").and_then(Value::as_object);
    for (name, member) in value.as_object().into_iter().flatten() {
        let place = format!("{place}.{name}");
        match (known.and_then(|known| known.get(name)), schema.get("additionalProperties")) {
            (Some(rule), _) => check(root, rule, member, &place, problems),
            (None, Some(Value::Bool(false))) => problems.push(format!("{place}: is not known")),
            (None, Some(rule @ Value::Object(_))) => check(root, rule, member, &place, problems),
            (None, _) => {}
        }
    }
}

fn is(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("type {other} is not known here"),
    }
}

/// The patterns that our schemas have, each by hand.
fn matches(pattern: &str, text: &str) -> bool {
    let hex = |text: &str, length| text.len() == length && text.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
    let uuid = |text: &str| text.parse::<record::BatchId>().is_ok_and(|id| id.to_string() == text);
    match pattern {
        "^[0-9a-f]{64}$" => hex(text, 64),
        "^[0-9a-f]{128}$" => hex(text, 128),
        "^[0-9a-f]{64}#[0-9]+$" => text.parse::<record::ChangeId>().is_ok(),
        "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" => uuid(text),
        "^uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" => text.strip_prefix("uuid:").is_some_and(uuid),
        "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}[+-]\\d{2}:\\d{2}$" => {
            text.parse::<record::Timestamp>().is_ok()
        }
        "^age1[0-9a-z]{58}$" => text.parse::<batch::seal::PublicKey>().is_ok(),
        "^[A-Za-z0-9+/]*={0,2}$" => text.chars().all(|c| c.is_ascii_alphanumeric() || "+/=".contains(c)),
        other => panic!("pattern {other} is not known here"),
    }
}
