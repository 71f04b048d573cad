//! Members of a record by key, where the program has no field for them. Knows no record.

use std::collections::BTreeMap;

use serde_json::Value;

/// Members that this version does not know, kept and written back.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(
    clippy::box_collection,
    reason = "one word instead of three in each of 100,000 measures that have none"
)]
pub struct Extra(Option<Box<BTreeMap<String, Value>>>);

impl Extra {
    /// The unknown members by key.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.0.iter().flat_map(|map| map.iter())
    }

    /// No members at all.
    pub(super) fn none() -> &'static Self {
        static NONE: Extra = Extra(None);
        &NONE
    }

    /// The member with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.as_ref()?.get(key)
    }

    /// Takes a member out.
    pub(super) fn remove(&mut self, key: &str) {
        if let Some(map) = &mut self.0 {
            map.remove(key);
            if map.is_empty() {
                self.0 = None;
            }
        }
    }

    /// Keeps a member; `false` where the key was there already.
    pub fn insert(&mut self, key: String, value: Value) -> bool {
        self.0.get_or_insert_with(Box::default).insert(key, value).is_none()
    }
}
