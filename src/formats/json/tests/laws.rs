//! What holds for any ledger and any bytes.

use proptest::prelude::*;

use super::super::diagnose::diagnose;
use super::super::scan::scan;
use super::{opened, with};
use crate::json::{FileError, Problem, Refusal, canonical, export};
use ledger::arbitrary;
use ledger::record::Node;

/// Whether what was said of a file can be: every place is in it, nothing was left unexplained.
fn is_told_well(bytes: &[u8], refusal: &Refusal) -> Result<(), TestCaseError> {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.matches('\n').count() + text.matches('\r').count() + 1;
    let placed = |problem: &Problem| (1..=lines).contains(&problem.line);
    match refusal {
        Refusal::Content { problems, .. } => {
            prop_assert!(!problems.is_empty());
            for problem in problems {
                prop_assert!(placed(problem) && problem.column > 0, "{problem:?}");
                prop_assert!(!problem.hint.contains("{}"), "{problem:?}");
            }
        }
        Refusal::File(FileError::Truncated(problem) | FileError::Syntax(problem)) => {
            prop_assert!(placed(problem), "{problem:?}");
        }
        Refusal::File(FileError::Unexplained { .. }) => prop_assert!(false, "{refusal} {text}"),
        Refusal::File(_) => {}
    }
    prop_assert!(refusal.sentences().iter().all(|s| s.ends_with('。')), "{refusal}");
    Ok(())
}

/// A change of some bytes, as disks, cables and people make them.
fn damage() -> impl Strategy<Value = Vec<(prop::sample::Index, u8, u8)>> {
    prop::collection::vec((any::<prop::sample::Index>(), 0..5_u8, any::<u8>()), 1..4)
}

fn damaged(mut bytes: Vec<u8>, damage: &[(prop::sample::Index, u8, u8)]) -> Vec<u8> {
    for (index, kind, byte) in damage {
        if bytes.is_empty() {
            break;
        }
        let at = index.index(bytes.len());
        match kind {
            0 => bytes[at] ^= 1 << (byte % 8),
            1 => bytes.truncate(at),
            2 => bytes.insert(at, *byte),
            3 => drop(bytes.remove(at)),
            _ => bytes[at] = b"{}[]\",:0\\ "[usize::from(*byte) % 10],
        }
    }
    bytes
}

proptest! {
    #![proptest_config(arbitrary::cases(200))]

    #[test]
    fn what_is_exported_opens_as_the_same_and_exports_to_the_same_bytes(
        mut bundle in arbitrary::bundle(),
        history in prop::collection::vec(arbitrary::json(), 0..3),
    ) {
        bundle.history.0 = history;
        let bytes = export(&bundle);
        let opened = opened(bytes.as_bytes()).unwrap();
        prop_assert_eq!(export(&opened.bundle), bytes);
        // Numbers may be spelled in another way, all else is the same.
        prop_assert_eq!(canonical(&opened.bundle.to_json()), canonical(&bundle.to_json()));
        prop_assert_eq!(opened.bundle.findings.len(), bundle.findings.len());
    }

    #[test]
    fn what_serde_takes_has_nothing_to_diagnose(bundle in arbitrary::bundle()) {
        let text = serde_json::to_string_pretty(&bundle).unwrap();
        let tree = scan(&text).unwrap();
        prop_assert!(tree.soft.is_empty());
        prop_assert!(diagnose(&tree, &tree.root, &[]).is_empty());
    }

    #[test]
    fn a_bundle_with_any_value_in_any_place_opens_or_is_explained(
        bundle in arbitrary::bundle(),
        value in arbitrary::json(),
        index in any::<prop::sample::Index>(),
    ) {
        let mut json = bundle.to_json();
        let mut places = Vec::new();
        pointers(&json, String::new(), &mut places);
        *json.pointer_mut(&places[index.index(places.len())]).unwrap() = value;
        let text = serde_json::to_string_pretty(&json).unwrap();
        match opened(text.as_bytes()) {
            Ok(opened) => prop_assert_eq!(
                opened_again(&export(&opened.bundle)), canonical(&opened.bundle.to_json())),
            Err(refusal) => is_told_well(text.as_bytes(), &refusal)?,
        }
    }

    #[test]
    fn a_damaged_file_opens_or_is_explained(bundle in arbitrary::bundle(), pretty in any::<bool>(), damage in damage()) {
        let text = if pretty { serde_json::to_string_pretty(&bundle).unwrap() } else { export(&bundle) };
        let bytes = damaged(text.into_bytes(), &damage);
        if let Err(refusal) = opened(&bytes) {
            is_told_well(&bytes, &refusal)?;
        }
    }

    #[test]
    fn a_damaged_small_file_opens_or_is_explained(damage in damage()) {
        let text = with(r#""title": "a\n\ud83d\ude00", "findings": [{"id": "f", "number": 1, "due": "2024-06"}], "x": [-1.5e3, true, null, {}]"#);
        let bytes = damaged(text.into_bytes(), &damage);
        if let Err(refusal) = opened(&bytes) {
            is_told_well(&bytes, &refusal)?;
        }
    }

    #[test]
    fn any_bytes_are_explained(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        is_told_well(&bytes, &opened(&bytes).unwrap_err())?;
    }

    #[test]
    fn any_near_json_is_explained(
        pieces in prop::collection::vec(prop::sample::select(
            &["{", "}", "[", "]", ":", ",", "\"", "\"a\"", "\\", "\\u", "d8", "1", "-", ".", "e", "0", "true", "nul", " ", "\n", "\r", "整", "\0"][..]), 0..24)
    ) {
        let text = pieces.concat();
        is_told_well(text.as_bytes(), &opened(text.as_bytes()).unwrap_err())?;
        prop_assert_eq!(
            scan(&text).is_ok_and(|tree| tree.soft.is_empty()),
            serde_json::from_str::<Distinct>(&text).is_ok(),
        );
    }
}

fn opened_again(text: &str) -> String {
    export(&opened(text.as_bytes()).unwrap().bundle)
}

fn pointers(value: &serde_json::Value, at: String, places: &mut Vec<String>) {
    let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        serde_json::Value::Object(members) => {
            members.iter().for_each(|(key, v)| pointers(v, format!("{at}/{}", escaped(key)), places));
        }
        serde_json::Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, v)| pointers(v, format!("{at}/{n}"), places));
        }
        _ => {}
    }
    if !at.is_empty() {
        places.push(at);
    }
}

/// Any JSON whose objects have no key twice, as serde_json reads it.
struct Distinct;

impl<'de> serde::Deserialize<'de> for Distinct {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::{Error, MapAccess, SeqAccess, Visitor};
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Distinct;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("JSON")
            }
            fn visit_bool<E>(self, _: bool) -> Result<Distinct, E> {
                Ok(Distinct)
            }
            fn visit_u64<E>(self, _: u64) -> Result<Distinct, E> {
                Ok(Distinct)
            }
            fn visit_i64<E>(self, _: i64) -> Result<Distinct, E> {
                Ok(Distinct)
            }
            fn visit_f64<E>(self, _: f64) -> Result<Distinct, E> {
                Ok(Distinct)
            }
            fn visit_unit<E>(self) -> Result<Distinct, E> {
                Ok(Distinct)
            }
            fn visit_str<E>(self, _: &str) -> Result<Distinct, E> {
                Ok(Distinct)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Distinct, A::Error> {
                while seq.next_element::<Distinct>()?.is_some() {}
                Ok(Distinct)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Distinct, A::Error> {
                let mut keys = std::collections::HashSet::new();
                while let Some(key) = map.next_key::<String>()? {
                    map.next_value::<Distinct>()?;
                    if !keys.insert(key) {
                        return Err(A::Error::custom("twice"));
                    }
                }
                Ok(Distinct)
            }
        }
        deserializer.deserialize_any(Any)
    }
}
