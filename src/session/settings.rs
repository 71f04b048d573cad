//! Settings that a person would miss: who works here, what is open, what was exported. Both stores hold them, and 已保存
//! covers them like edits.
//!
//! A setting is written over, so the two stores can differ after a crash. Each value carries a number, `seq`, and the higher
//! one holds: the milliseconds of the clock, or one more than the highest known number where the clock is behind that.
//! Earlier versions wrote none and pass over the member; what they wrote counts as 0.
//!
//! A page that starts without an answer of the replica does not know the numbers in there. Where it finds a number ahead of the
//! clock afterwards, the clock was put back: what a person set here meanwhile is later, and gets a number above it.

use std::collections::{BTreeMap, BTreeSet};

use formats::json::keys::setting_key;
use ledger::date::Moment;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::event::{Item, ItemKind};

/// The member that holds the number.
const SEQ: &str = "seq";

/// The setting that holds who works here.
pub const PERSON: &str = "person";

/// A person's name and unit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Person {
    /// 姓名.
    pub name: String,
    /// 单位.
    pub unit: String,
}

/// A value with its number.
#[derive(Debug, Clone, PartialEq)]
struct Kept {
    seq: u64,
    /// An object; `Null` for nothing.
    value: Value,
}

impl Kept {
    /// `None` where the text is no JSON object and no `null`.
    fn read(text: &str) -> Option<Self> {
        match serde_json::from_str(text).ok()? {
            Value::Null => Some(Self { seq: 0, value: Value::Null }),
            Value::Object(mut map) => {
                let seq = map.remove(SEQ).and_then(|seq| seq.as_u64()).unwrap_or(0);
                let value = if map.is_empty() { Value::Null } else { Value::Object(map) };
                Some(Self { seq, value })
            }
            _ => None,
        }
    }

    fn write(&self) -> String {
        let mut map = match &self.value {
            Value::Object(map) => map.clone(),
            _ => Map::new(),
        };
        map.insert(SEQ.to_owned(), self.seq.into());
        Value::Object(map).to_string()
    }
}

/// How a text that was read stands to what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// It was newer and is known now.
    Newer,
    /// It is what is known.
    Same,
    /// What is known is newer.
    Older,
}

/// What is known of the settings that both stores hold, by name.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    known: BTreeMap<String, Kept>,
    /// Names that were set here before the replica told what it holds.
    set_blind: BTreeSet<String>,
    /// Whether the replica has told what it holds.
    has_heard_replica: bool,
    /// What the replica holds under names that were set here without knowing of it.
    doubts: Vec<(String, String)>,
    /// The clock, as it was told last, in milliseconds since 1970.
    clock: u64,
}

/// The number of a stored setting; 0 where it has none.
#[must_use]
pub fn seq_of(text: &str) -> u64 {
    Kept::read(text).map_or(0, |kept| kept.seq)
}

/// The name of the setting under this key, where it is one that both stores hold.
pub(crate) fn name_of(key: &str) -> Option<&str> {
    let name = key.strip_prefix(&setting_key(""))?;
    (name == PERSON || name.starts_with("current/") || name.starts_with("exported/")).then_some(name)
}

impl Settings {
    /// A value; `None` where nothing is set or it is of another form.
    pub(crate) fn get<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_value(self.known.get(name)?.value.clone()).ok()
    }

    /// Looks at the text that a store holds.
    pub(crate) fn hear(&mut self, name: &str, text: &str) -> Order {
        let Some(heard) = Kept::read(text) else {
            return if self.known.contains_key(name) { Order::Older } else { Order::Same };
        };
        match self.known.get(name) {
            Some(known) if known.seq > heard.seq => Order::Older,
            Some(known) if known.seq == heard.seq => Order::Same,
            _ => {
                self.set_blind.remove(name);
                self.known.insert(name.to_owned(), heard);
                Order::Newer
            }
        }
    }

    /// Looks at the text that the replica holds. `None` where only the clock can tell: see [`Self::judge`].
    pub(crate) fn hear_replica(&mut self, name: &str, text: &str) -> Option<Order> {
        let known = self.known.get(name).map_or(0, |kept| kept.seq);
        if self.set_blind.contains(name) && seq_of(text) > known {
            self.doubts.push((name.to_owned(), text.to_owned()));
            return None;
        }
        Some(self.hear(name, text))
    }

    /// Whether the clock is waited for.
    pub(crate) fn has_doubts(&self) -> bool {
        !self.doubts.is_empty()
    }

    /// Decides, by the clock, what only the clock can tell. Gives what both stores have to hold.
    pub(crate) fn judge(&mut self) -> Vec<Item> {
        let doubts = std::mem::take(&mut self.doubts);
        let mut names = Vec::new();
        for (name, text) in doubts {
            match self.known.get_mut(&name) {
                Some(known) if seq_of(&text) > self.clock.max(known.seq) => {
                    known.seq = seq_of(&text).saturating_add(1);
                }
                _ => drop(self.hear(&name, &text)),
            }
            names.push(name);
        }
        names.iter().filter_map(|name| self.item(name)).collect()
    }

    /// The replica has told all that it holds. Gives whether that was the first time.
    pub(crate) fn replica_is_heard(&mut self) -> bool {
        self.set_blind.clear();
        !std::mem::replace(&mut self.has_heard_replica, true)
    }

    /// The time, told by the machine's clock. It may have jumped, in either direction.
    pub(crate) fn clock(&mut self, now: Moment) {
        self.clock = u64::try_from(now.unix_ms()).unwrap_or(0);
    }

    /// Sets a value (`Null`: to nothing), over everything that was heard of before.
    pub(crate) fn set(&mut self, name: &str, value: Value) -> Item {
        if !self.has_heard_replica {
            self.set_blind.insert(name.to_owned());
        }
        let next = self.known.get(name).map_or(0, |kept| kept.seq).saturating_add(1);
        self.keep(name, Kept { seq: next.max(self.clock), value })
    }

    fn keep(&mut self, name: &str, kept: Kept) -> Item {
        self.known.insert(name.to_owned(), kept);
        self.item(name).unwrap_or_else(|| Item {
            key: setting_key(name),
            text: "null".to_owned(),
            kind: ItemKind::Setting(0),
        })
    }

    /// A setting as it is written.
    pub(crate) fn item(&self, name: &str) -> Option<Item> {
        let kept = self.known.get(name)?;
        Some(Item { key: setting_key(name), text: kept.write(), kind: ItemKind::Setting(kept.seq) })
    }

    /// Gives settings of earlier versions a number, so that they can be told from later ones. Gives them to be written.
    pub(crate) fn number_old(&mut self) -> Vec<Item> {
        let old: Vec<String> =
            self.known.iter().filter(|(_, kept)| kept.seq == 0).map(|(name, _)| name.clone()).collect();
        old.into_iter()
            .map(|name| {
                let value = self.known.get(&name).map_or(Value::Null, |kept| kept.value.clone());
                self.keep(&name, Kept { seq: 1, value })
            })
            .collect()
    }

    /// Every name.
    pub(crate) fn names(&self) -> Vec<String> {
        self.known.keys().cloned().collect()
    }

    /// Forgets a setting that was taken out on purpose.
    pub(crate) fn forget(&mut self, name: &str) {
        self.known.remove(name);
        self.set_blind.remove(name);
    }

    /// Whether nothing is set.
    pub(crate) fn is_empty(&self) -> bool {
        self.known.is_empty()
    }
}
