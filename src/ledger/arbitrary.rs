//! Ledgers for property tests: any value that a field takes, any record, any bundle, made from the [`Spec`]
//! tables, so that a new field is tested without a line here. Tests of every module may use it.
//!
//! [`bundle`] has unique ids, references that hold and some that do not, words that no version knows,
//! unknown members at every level ([`json`]), and an empty `history`, since only the journal can make one.

use proptest::prelude::*;
use serde_json::{Map, Number, Value, json};

use super::bundle::{Bundle, FORMAT};
use super::date::{Date, Moment};
use super::record::{FieldSpec, Spec};

/// How often a law is tried: so many times, or as often as `PROPTEST_CASES` says, with which `cargo xtask fuzz` goes on
/// until its time is over.
#[must_use]
pub fn cases(of: u32) -> ProptestConfig {
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => ProptestConfig::default(),
        None => ProptestConfig::with_cases(of),
    }
}

/// Text as people and programs write it, with all that is hard for JSON: quotes, line ends, controls,
/// characters beyond U+FFFF.
pub fn text() -> BoxedStrategy<String> {
    let piece = prop_oneof![
        4 => prop::sample::select(&["整改", "问题", "措施", "已完成", "a", "7", "，", "。", " "][..])
            .prop_map(str::to_owned),
        1 => prop::sample::select(&["\"", "\\", "\n", "\t", "\u{1}", "\u{7f}", "\u{2028}", "𠮷", "🙂", "\u{fb33}", "</script>"][..])
            .prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat()).boxed()
}

/// The source text of a JSON number, some of which no double holds.
pub fn number() -> BoxedStrategy<Number> {
    let hard = &[
        "-0",
        "1.0",
        "1e2",
        "1E-7",
        "0.1000000000000000055511151231257827",
        "12345678901234567890123",
        "9007199254740993",
        "1e400",
        "1e-400",
        "-1.50",
        "1e21",
        "123456789012345680000",
    ][..];
    prop_oneof![
        any::<i64>().prop_map(Number::from),
        prop::num::f64::NORMAL.prop_filter_map("no number", Number::from_f64),
        prop::sample::select(hard).prop_filter_map("no number", |text| serde_json::from_str(text).ok()),
    ]
    .boxed()
}

/// Any JSON value, a few levels deep.
pub fn json() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        number().prop_map(Value::Number),
        text().prop_map(Value::String),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((text(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
    .boxed()
}

/// Any day of the calendar.
pub fn date() -> BoxedStrategy<Date> {
    (1..=9999_i32, 1..=12_u8, 1..=31_u8)
        .prop_filter_map("no such day", |(year, month, day)| Date::new(year, month, day))
        .boxed()
}

/// Any moment of this and the last century.
pub fn moment() -> BoxedStrategy<Moment> {
    (-2_000_000_000_000..4_000_000_000_000_i64, -12 * 60..=14 * 60_i32)
        .prop_filter_map("no such moment", |(ms, offset)| Moment::new(ms, offset))
        .boxed()
}

/// A reference to one of the first entities of a bundle, or to none of them.
fn reference() -> BoxedStrategy<Value> {
    prop_oneof![9 => (0..30_u32).prop_map(|n| json!(format!("e{n}"))), 1 => Just(json!("不在其中"))].boxed()
}

/// Any value that says something and that the field takes. Described from its schema and from what is expected.
pub fn value_of(field: &FieldSpec) -> BoxedStrategy<Value> {
    let schema = (field.schema)();
    let has = |key| schema.get(key).is_some();
    if schema.as_object().is_some_and(Map::is_empty) {
        return prop_oneof![
            4 => text().prop_map(|text| json!(text)),
            1 => Just(json!(["e1", "e7"])),
            1 => any::<u32>().prop_map(|n| json!(n)),
            1 => Just(json!(true)),
        ]
        .boxed();
    }
    match schema["type"].as_str() {
        Some("boolean") => Just(json!(true)).boxed(),
        Some("integer") if has("maximum") => any::<u32>().prop_map(|n| json!(n)).boxed(),
        Some("integer") => any::<u64>().prop_map(|n| json!(n)).boxed(),
        Some("array") if has("items") => {
            prop::collection::vec(reference(), 1..3).prop_map(Value::Array).boxed()
        }
        Some("array") => Just(json!([])).boxed(),
        _ if schema["format"] == "date" => date().prop_map(|d| json!(d)).boxed(),
        _ if schema["format"] == "date-time" => moment().prop_map(|m| json!(m)).boxed(),
        _ if has("pattern") => prop::sample::select(&["27", "0.50", "-3.2", "100000000000000000000.01"][..])
            .prop_map(|text| json!(text))
            .boxed(),
        _ if has("minLength") => reference(),
        _ if has("examples") => {
            let known = schema["examples"].as_array().cloned().unwrap_or_default();
            prop_oneof![4 => prop::sample::select(known), 1 => Just(json!("别的词"))].boxed()
        }
        _ if field.expected.starts_with("日期（") => prop_oneof![
            date().prop_map(|d| json!(d)),
            (1..=9999_u32, 1..=12_u32).prop_map(|(y, m)| json!(format!("{y:04}-{m:02}"))),
            Just(json!("长期坚持")),
        ]
        .boxed(),
        _ => text().prop_map(|text| json!(text)).boxed(),
    }
}

/// Any record of this kind as JSON, its entities without ids.
fn record(spec: &'static Spec) -> BoxedStrategy<Map<String, Value>> {
    let fields: Vec<_> = spec
        .fields
        .iter()
        .map(|field| (Just(field.name), prop::option::weighted(0.4, value_of(field))))
        .collect();
    let parts: Vec<_> = spec
        .parts
        .iter()
        .map(|(name, part)| (Just(*name), prop::option::weighted(0.6, record(part).prop_map(Value::Object))))
        .collect();
    let lists: Vec<_> = spec
        .lists
        .iter()
        .map(|list| {
            let many = if matches!(list.name, "findings" | "measures") { 0..5 } else { 0..3 };
            let items = prop::collection::vec(record(list.item).prop_map(Value::Object), many);
            (Just(list.name), prop::option::weighted(0.7, items.prop_map(Value::Array)))
        })
        .collect();
    if let Some(open) = spec.open {
        // The first entities of a bundle are its custom fields.
        let name = prop_oneof![3 => (0..4_u32).prop_map(|n| format!("e{n}")), 1 => text().prop_map(|t| format!("x-{t}"))];
        return prop::collection::vec((name, value_of(open)), 0..3)
            .prop_map(|members| members.into_iter().collect())
            .boxed();
    }
    let unknown = prop::collection::vec((text().prop_map(|key| format!("x-{key}")), json()), 0..2);
    let extra = prop::option::weighted(0.2, unknown).prop_map(Option::unwrap_or_default);
    (fields, parts, lists, extra)
        .prop_map(|(fields, parts, lists, extra)| {
            let known = fields.into_iter().chain(parts).chain(lists);
            let mut map: Map<String, Value> =
                known.filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
            map.extend(extra);
            map
        })
        .boxed()
}

/// Gives every entity an id, counted in the order of the file.
fn give_ids(spec: &Spec, record: &mut Map<String, Value>, next: &mut u32) {
    if spec.entity {
        record.insert("id".to_owned(), json!(format!("e{next}")));
        *next += 1;
    }
    for list in spec.lists {
        let items = record.get_mut(list.name).and_then(Value::as_array_mut);
        for item in items.into_iter().flatten().filter_map(Value::as_object_mut) {
            give_ids(list.item, item, next);
        }
    }
}

/// Any entity of this kind as JSON, with ids from `first` up.
pub fn entity(spec: &'static Spec, first: u32) -> BoxedStrategy<Value> {
    record(spec)
        .prop_map(move |mut record| {
            give_ids(spec, &mut record, &mut first.clone());
            Value::Object(record)
        })
        .boxed()
}

/// Any bundle. See the module for what it holds.
///
/// # Panics
/// If a bundle that is made from the tables does not read as one, which is the fault that a law is to find.
#[expect(clippy::unwrap_used, reason = "made for tests alone, where a panic is a failed test")]
pub fn bundle() -> BoxedStrategy<Bundle> {
    entity(Bundle::SPEC, 0)
        .prop_map(|mut value| {
            value["format"] = json!(FORMAT);
            serde_json::from_value(value).unwrap()
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_arbitrary_bundle_is_a_ledger_and_reads_back_as_itself(bundle in bundle()) {
        let text = serde_json::to_string(&bundle).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Bundle>(&text).unwrap(), &bundle);
        prop_assert!(super::Ledger::new(bundle).is_ok());
    }

    #[test]
    fn an_arbitrary_value_is_taken_by_its_field(
        (name, value) in prop::sample::select(super::finding::Measure::SPEC.fields.iter().collect::<Vec<_>>())
            .prop_flat_map(|field| (Just(field), value_of(field)))
    ) {
        prop_assert!((name.accepts)(&value), "{} {value}", name.name);
    }
}
