//! The JSON Schema (draft 2020-12) of the bundle, from the same tables as its reader. Knows no file.
//!
//! It is published as `tests/bundle.schema.json`. To write that file anew after a change of the ledger:
//! `ZHENGGAI_WRITE_SCHEMA=1 cargo test --no-default-features --lib schema` (`cargo xtask schema`).

use serde_json::{Map, Value, json};

use super::problem::spaced;
use ledger::bundle::{Bundle, FORMAT};
use ledger::id::Id;
use ledger::record::Spec;

/// The schema. Unknown members are allowed everywhere, `null` stands for an empty value.
#[must_use]
pub fn schema() -> Value {
    let mut defs = Map::new();
    define(Bundle::SPEC, &mut defs);
    let mut root = defs.remove(Bundle::SPEC.name).unwrap_or_default();
    root["title"] = json!("整改台账");
    root["description"] = json!(
        "一个单位一轮巡察整改的台账。不认识的成员原样保留；没有填写的成员可以不写，也可以写 null。\
         所有 id 在整份台账中唯一。"
    );
    root["required"] = json!(["format", "id"]);
    root["properties"]["format"] = json!({"title": "格式", "const": FORMAT});
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["$id"] = json!("urn:zhenggai:bundle:1");
    root["$defs"] = Value::Object(defs);
    root
}

/// The schema as it is published: indented, with a line end.
#[must_use]
pub fn schema_text() -> String {
    format!("{:#}\n", schema())
}

/// Adds a record and all below it.
fn define(spec: &'static Spec, defs: &mut Map<String, Value>) {
    if defs.contains_key(spec.name) {
        return;
    }
    let mut properties = Map::new();
    if spec.entity {
        let id = json!({
            "title": "编号",
            "description": "稳定的编号，在整份台账中唯一，不重复使用，不含控制字符。",
            "type": "string", "minLength": 1, "maxLength": Id::MAX_CHARS,
        });
        properties.insert("id".to_owned(), id);
    }
    for field in spec.fields {
        let mut schema = or_null((field.schema)());
        schema["title"] = json!(field.label);
        schema["description"] = json!(format!("应为{}。", spaced(field.expected)));
        properties.insert(field.name.to_owned(), schema);
    }
    let others = spec.open.map_or(json!(true), |open| or_null((open.schema)()));
    let mut record = json!({"title": spec.label, "type": "object", "additionalProperties": others});
    if spec.entity {
        record["required"] = json!(["id"]);
    }
    // Before what lies below, so that a record that holds itself would end.
    defs.insert(spec.name.to_owned(), Value::Null);
    for (name, part) in spec.parts {
        define(part, defs);
        let schema = json!({"title": part.label, "anyOf": [{"$ref": reference(part)}, {"type": "null"}]});
        properties.insert((*name).to_owned(), schema);
    }
    for list in spec.lists {
        define(list.item, defs);
        let items = json!({"$ref": reference(list.item)});
        let schema = json!({"title": list.label, "type": ["array", "null"], "items": items});
        properties.insert(list.name.to_owned(), schema);
    }
    record["properties"] = Value::Object(properties);
    defs.insert(spec.name.to_owned(), record);
}

fn reference(spec: &Spec) -> String {
    format!("#/$defs/{}", spec.name)
}

/// The same, or `null`: an empty value is absent, `null` or empty. The other keywords leave `null` alone.
fn or_null(mut schema: Value) -> Value {
    if let Some(kind) = schema.get("type").filter(|kind| kind.is_string()).cloned() {
        schema["type"] = json!([kind, "null"]);
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/bundle.schema.json");

    #[test]
    fn the_published_schema_is_that_of_the_ledger() {
        if std::env::var_os("ZHENGGAI_WRITE_SCHEMA").is_some() {
            std::fs::write(FILE, schema_text()).unwrap();
        }
        let published = std::fs::read_to_string(FILE).unwrap_or_default();
        assert!(published == schema_text(), "tests/bundle.schema.json is old: run `cargo xtask schema`");
    }

    #[test]
    fn every_reference_leads_to_a_record() {
        let text = schema_text();
        let schema = schema();
        for part in text.split("\"#/$defs/").skip(1) {
            let name = part.split('"').next().unwrap_or_default();
            assert!(schema["$defs"][name]["properties"].is_object(), "{name}");
        }
    }
}
