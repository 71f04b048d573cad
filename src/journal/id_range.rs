//! A set of edit ids, written short: a session numbers its edits, so ten thousand of them are a few ranges.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use ledger::Id;

/// A set of edit ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spans {
    /// Session, then first and last number, both within.
    ranges: Vec<(String, u64, u64)>,
    /// Ids that are not `<session>-<n>`.
    others: BTreeSet<Id>,
}

/// `<session>-<n>` in its parts, where writing them gives the id again.
pub(super) fn parts(id: &Id) -> Option<(&str, u64)> {
    let (session, number) = id.as_str().rsplit_once('-')?;
    let n: u64 = number.parse().ok()?;
    (n.to_string() == number).then_some((session, n))
}

impl Spans {
    /// The set of these ids.
    #[must_use]
    pub fn of<'i>(ids: impl IntoIterator<Item = &'i Id>) -> Self {
        let mut sessions: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
        let mut others = BTreeSet::new();
        for id in ids {
            match parts(id) {
                Some((session, n)) => {
                    sessions.entry(session).or_default().insert(n);
                }
                None => {
                    others.insert(id.clone());
                }
            }
        }
        let mut ranges: Vec<(String, u64, u64)> = Vec::new();
        for (session, numbers) in sessions {
            for n in numbers {
                match ranges.last_mut() {
                    Some((last, _, to)) if last == session && n.checked_sub(1) == Some(*to) => *to = n,
                    _ => ranges.push((session.to_owned(), n, n)),
                }
            }
        }
        Self { ranges, others }
    }

    /// Whether an id is in the set.
    #[must_use]
    pub fn contains(&self, id: &Id) -> bool {
        self.others.contains(id)
            || parts(id).is_some_and(|(session, n)| {
                let at = self.ranges.partition_point(|(s, from, _)| (s.as_str(), *from) <= (session, n));
                at.checked_sub(1)
                    .and_then(|at| self.ranges.get(at))
                    .is_some_and(|(s, _, to)| s == session && n <= *to)
            })
    }

    /// How many ids the set holds.
    #[must_use]
    pub fn len(&self) -> usize {
        // A file may say what it likes.
        let many = |sum: u64, (_, from, to): &(String, u64, u64)| {
            sum.saturating_add(to.saturating_sub(*from)).saturating_add(1)
        };
        let in_ranges = self.ranges.iter().fold(0, many);
        usize::try_from(in_ranges).unwrap_or(usize::MAX).saturating_add(self.others.len())
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty() && self.others.is_empty()
    }

    /// Reads a set; `None` where it is none.
    #[must_use]
    pub fn read(value: &Value) -> Option<Self> {
        let mut spans = Self::default();
        for item in value.as_array()? {
            match item {
                Value::String(id) => {
                    spans.others.insert(Id::new(id)?);
                }
                Value::Array(range) => {
                    let [session, from, to] = range.as_slice() else { return None };
                    let (from, to) = (from.as_u64()?, to.as_u64()?);
                    if from > to {
                        return None;
                    }
                    spans.ranges.push((session.as_str()?.to_owned(), from, to));
                }
                _ => return None,
            }
        }
        ledger::order::sort(&mut spans.ranges);
        Some(spans)
    }

    /// The set as JSON: `["odd id", ["session", 1, 57]]`.
    #[must_use]
    pub fn write(&self) -> Value {
        let others = self.others.iter().map(|id| Value::from(id.as_str()));
        let ranges = self.ranges.iter().map(|(session, from, to)| {
            Value::Array(vec![session.as_str().into(), (*from).into(), (*to).into()])
        });
        others.chain(ranges).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    #[test]
    fn a_session_is_a_range() {
        let ids: Vec<Id> = ["a-3", "a-1", "a-2", "b-7", "a-05", "odd"].map(id).to_vec();
        let spans = Spans::of(&ids);
        assert_eq!(spans.write().to_string(), r#"["a-05","odd",["a",1,3],["b",7,7]]"#);
        assert_eq!(spans.len(), 6);
    }

    proptest! {
        #[test]
        fn a_set_holds_what_was_put_in_and_nothing_else(
            ids in prop::collection::vec(("[ab-]{1,2}", 0..30_u64), 0..40),
            asked in ("[ab-]{1,2}", 0..30_u64),
        ) {
            let ids: Vec<Id> = ids.iter().map(|(s, n)| id(&format!("{s}-{n}"))).collect();
            let spans = Spans::of(&ids);
            let asked = id(&format!("{}-{}", asked.0, asked.1));
            prop_assert_eq!(spans.contains(&asked), ids.contains(&asked));
            prop_assert!(ids.iter().all(|id| spans.contains(id)));
            prop_assert_eq!(Spans::read(&spans.write()), Some(spans));
        }
    }
}
