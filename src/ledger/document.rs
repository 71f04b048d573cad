//! The ledger in use: a bundle with an index, and the four primitive changes that keep both in step.
//!
//! The primitives are open to the journal alone, which is the only door for changes.

use std::cell::Cell;

use serde_json::Value;

use super::bundle::Bundle;
use super::finding::{Finding, Measure};
use super::id::Id;
use super::id_map::IdMap;
use super::record::{FieldError, Node, Spec};

/// Where an entity stands.
#[derive(Debug, Clone)]
struct Place {
    parent: Id,
    list: &'static str,
    spec: &'static Spec,
    /// Where it was last seen in its list; looked at first, corrected when wrong.
    hint: Cell<usize>,
}

/// Why a primitive change was not made. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// No entity has this id.
    NoEntity(Id),
    /// The entity has no such list.
    NoList(String),
    /// An id is there already.
    Duplicate(Id),
    /// The field or item does not take the value.
    Field(FieldError),
}

/// A bundle with an index of its entities.
#[derive(Debug, Clone)]
pub struct Ledger {
    bundle: Bundle,
    places: IdMap<Id, Place>,
}

impl Ledger {
    /// Indexes a bundle. Ids that occur more than once are given back instead.
    ///
    /// # Errors
    /// The repeated ids.
    pub fn new(bundle: Bundle) -> Result<Self, Vec<Id>> {
        let mut places = IdMap::default();
        places.reserve(bundle.findings.len() * 5);
        let mut repeated = Vec::new();
        index(&bundle, &mut places, &mut repeated);
        if places.contains_key(&bundle.id) {
            repeated.push(bundle.id.clone());
        }
        if repeated.is_empty() { Ok(Self { bundle, places }) } else { Err(repeated) }
    }

    /// The bundle.
    #[must_use]
    pub fn bundle(&self) -> &Bundle {
        &self.bundle
    }

    /// The bundle, when the ledger is no longer needed.
    #[must_use]
    pub fn into_bundle(self) -> Bundle {
        self.bundle
    }

    /// The ids of all entities, the bundle's own left out, in no order.
    pub fn ids(&self) -> impl Iterator<Item = &Id> {
        self.places.keys()
    }

    /// What kind of entity has this id.
    #[must_use]
    pub fn kind(&self, id: &Id) -> Option<&'static Spec> {
        if *id == self.bundle.id { Some(Bundle::SPEC) } else { self.places.get(id).map(|p| p.spec) }
    }

    /// The entity that holds this one, and the name of the list.
    #[must_use]
    pub fn parent(&self, id: &Id) -> Option<(&Id, &'static str)> {
        self.places.get(id).map(|place| (&place.parent, place.list))
    }

    /// The entity with this id.
    #[must_use]
    pub fn node(&self, id: &Id) -> Option<&dyn Node> {
        if *id == self.bundle.id {
            return Some(&self.bundle);
        }
        let place = self.places.get(id)?;
        let list = self.node(&place.parent)?.list(place.list)?;
        let index = list.position(id, place.hint.get())?;
        place.hint.set(index);
        list.at(index)
    }

    /// The position of an entity in its list, from 0.
    #[must_use]
    pub fn position(&self, id: &Id) -> Option<usize> {
        let place = self.places.get(id)?;
        let index = self.node(&place.parent)?.list(place.list)?.position(id, place.hint.get())?;
        place.hint.set(index);
        Some(index)
    }

    /// The finding with this id.
    #[must_use]
    pub fn finding(&self, id: &Id) -> Option<&Finding> {
        let place = self.places.get(id).filter(|p| p.spec.is(Finding::SPEC))?;
        let hint = place.hint.get();
        if let Some(finding) = self.bundle.findings.get(hint).filter(|f| f.id == *id) {
            return Some(finding);
        }
        let index = self.bundle.findings.iter().position(|f| f.id == *id)?;
        place.hint.set(index);
        self.bundle.findings.get(index)
    }

    /// The measure with this id, and its finding.
    #[must_use]
    pub fn measure(&self, id: &Id) -> Option<(&Finding, &Measure)> {
        let place = self.places.get(id).filter(|p| p.spec.is(Measure::SPEC))?;
        let finding = self.finding(&place.parent)?;
        Some((finding, finding.measures.iter().find(|m| m.id == *id)?))
    }

    /// The finding that an entity belongs to: itself, or the one above it.
    #[must_use]
    pub fn finding_of(&self, id: &Id) -> Option<&Finding> {
        let mut id = id;
        loop {
            if let Some(finding) = self.finding(id) {
                return Some(finding);
            }
            id = &self.places.get(id)?.parent;
        }
    }

    /// The number of a finding: the printed one, else its place in the list.
    #[must_use]
    pub fn finding_number(&self, id: &Id) -> u32 {
        self.finding(id).and_then(|f| f.number).unwrap_or_else(|| self.counted(id))
    }

    /// The number of a measure: `12-3`.
    #[must_use]
    pub fn measure_number(&self, finding: &Id, measure: &Id) -> String {
        let own = self.measure(measure).and_then(|(_, m)| m.number).unwrap_or_else(|| self.counted(measure));
        format!("{}-{own}", self.finding_number(finding))
    }

    /// The number for a finding that is added: behind the greatest, so that none stands there twice.
    #[must_use]
    pub fn next_finding_number(&self) -> u32 {
        let findings = self.bundle().findings.iter();
        findings.map(|f| self.finding_number(&f.id)).max().unwrap_or(0).saturating_add(1)
    }

    /// The number for a measure that is added to a finding: behind the greatest, so that none stands there twice.
    #[must_use]
    pub fn next_measure_number(&self, finding: &Id) -> u32 {
        let measures = self.finding(finding).into_iter().flat_map(|f| &f.measures);
        measures.map(|m| m.number.unwrap_or_else(|| self.counted(&m.id))).max().unwrap_or(0).saturating_add(1)
    }

    fn counted(&self, id: &Id) -> u32 {
        self.position(id).map_or(0, |index| u32::try_from(index + 1).unwrap_or(u32::MAX))
    }

    /// The value of a field, `null` where empty; `None` where there is no such entity or field.
    #[must_use]
    pub fn get(&self, id: &Id, field: &str) -> Option<Value> {
        self.node(id)?.get(field)
    }

    fn node_mut(&mut self, id: &Id) -> Option<&mut dyn Node> {
        // The path from the bundle down: ids with their positions, found before anything is borrowed for change.
        let mut path = Vec::new();
        let mut at = id;
        while *at != self.bundle.id {
            let place = self.places.get(at)?;
            path.push((place.list, self.position(at)?));
            at = &place.parent;
        }
        let mut node: &mut dyn Node = &mut self.bundle;
        for (list, index) in path.into_iter().rev() {
            node = node.list_mut(list)?.at_mut(index)?;
        }
        Some(node)
    }

    /// Sets a field.
    pub fn set(&mut self, id: &Id, field: &str, value: &Value) -> Result<(), Fault> {
        let node = self.node_mut(id).ok_or_else(|| Fault::NoEntity(id.clone()))?;
        node.set(field, value).map_err(Fault::Field)
    }

    /// Puts an item behind `after` (first where `after` is `None`, last where `after` is not in the list).
    /// Gives the ids that came with it.
    pub fn insert(
        &mut self,
        parent: &Id,
        list: &str,
        after: Option<&Id>,
        item: &Value,
    ) -> Result<Vec<Id>, Fault> {
        let spec = self.kind(parent).ok_or_else(|| Fault::NoEntity(parent.clone()))?;
        let list_spec = spec.list(list).ok_or_else(|| Fault::NoList(list.to_owned()))?;
        let ids = ids_in(list_spec.item, item)
            .ok_or(Fault::Field(FieldError::Value { expected: list_spec.item.label }))?;
        for (n, id) in ids.iter().enumerate() {
            if self.places.contains_key(id) || *id == self.bundle.id || ids[..n].contains(id) {
                return Err(Fault::Duplicate(id.clone()));
            }
        }
        let node = self.node_mut(parent).ok_or_else(|| Fault::NoEntity(parent.clone()))?;
        let items = node.list_mut(list).ok_or_else(|| Fault::NoList(list.to_owned()))?;
        let index = match after {
            None => 0,
            Some(id) => items.position(id, usize::MAX).map_or(items.len(), |i| i + 1),
        };
        items.insert(index, item).map_err(Fault::Field)?;
        let mut repeated = Vec::new();
        if let Some(first) = ids.first() {
            self.places.insert(
                first.clone(),
                Place {
                    parent: parent.clone(),
                    list: list_spec.name,
                    spec: list_spec.item,
                    hint: Cell::new(index),
                },
            );
            let mut below = IdMap::default();
            if let Some(node) = self.node(first) {
                index_lists(node, first, &mut below, &mut repeated);
            }
            self.places.extend(below);
        }
        Ok(ids)
    }

    /// Takes an entity out with all below it. Gives it as JSON, with what stood before it.
    pub fn remove(&mut self, id: &Id) -> Result<Removed, Fault> {
        let fault = || Fault::NoEntity(id.clone());
        let place = self.places.get(id).ok_or_else(fault)?;
        let (parent, list, spec) = (place.parent.clone(), place.list, place.spec);
        let index = self.position(id).ok_or_else(fault)?;
        let items = self.node_mut(&parent).and_then(|n| n.list_mut(list)).ok_or_else(fault)?;
        let after = index.checked_sub(1).and_then(|i| items.at(i)).and_then(|n| n.id().cloned());
        let item = items.remove(index).ok_or_else(fault)?;
        let ids = ids_in(spec, &item).unwrap_or_default();
        for id in &ids {
            self.places.remove(id);
        }
        Ok(Removed { parent, list, after, item, ids })
    }

    /// What stands before an entity in its list.
    #[must_use]
    pub fn before(&self, id: &Id) -> Option<Id> {
        let place = self.places.get(id)?;
        let index = self.position(id)?.checked_sub(1)?;
        self.node(&place.parent)?.list(place.list)?.at(index)?.id().cloned()
    }

    /// Puts the history back that [`Ledger::take_history`] took out.
    pub fn set_history(&mut self, history: Vec<Value>, unsettled: Vec<Value>) {
        self.bundle.history.0 = history;
        self.bundle.unsettled.0 = unsettled;
    }

    /// Takes the history and the unsettled edits out: whoever keeps edits holds them in a form of its own.
    pub fn take_history(&mut self) -> (Vec<Value>, Vec<Value>) {
        (std::mem::take(&mut self.bundle.history.0), std::mem::take(&mut self.bundle.unsettled.0))
    }
}

/// An entity that was taken out, and where it stood.
#[derive(Debug)]
pub struct Removed {
    /// The entity in whose list it stood.
    pub parent: Id,
    /// The name of that list.
    pub list: &'static str,
    /// What stood before it; `None` where it was the first.
    pub after: Option<Id>,
    /// The entity with all below it, as JSON.
    pub item: Value,
    /// Its own id first, then the ids of all below it.
    pub ids: Vec<Id>,
}

fn index(bundle: &Bundle, places: &mut IdMap<Id, Place>, repeated: &mut Vec<Id>) {
    index_lists(bundle, &bundle.id, places, repeated);
}

fn index_lists(node: &dyn Node, parent: &Id, places: &mut IdMap<Id, Place>, repeated: &mut Vec<Id>) {
    for list_spec in node.spec().lists {
        let Some(list) = node.list(list_spec.name) else { continue };
        for i in 0..list.len() {
            let Some(item) = list.at(i) else { continue };
            let Some(id) = item.id() else { continue };
            let place = Place {
                parent: parent.clone(),
                list: list_spec.name,
                spec: list_spec.item,
                hint: Cell::new(i),
            };
            if places.insert(id.clone(), place).is_some() {
                repeated.push(id.clone());
            }
            index_lists(item, id, places, repeated);
        }
    }
}

/// The ids of an entity in JSON and of all below it, its own first; `None` where one is missing or wrong.
fn ids_in(spec: &Spec, item: &Value) -> Option<Vec<Id>> {
    let object = item.as_object()?;
    let mut ids = vec![Id::new(object.get("id")?.as_str()?)?];
    for list in spec.lists {
        match object.get(list.name) {
            None | Some(Value::Null) => {}
            Some(items) => {
                for below in items.as_array()? {
                    ids.extend(ids_in(list.item, below)?);
                }
            }
        }
    }
    Some(ids)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_added_bears_a_number_that_nothing_else_bears() {
        let cases = [
            (json!([]), 1),
            (json!([1, 2, 3, 4, 5]), 6),
            (json!([1, 3, 4, 5]), 6),
            (json!([5, 1]), 6),
            (json!([null, null]), 3),
            (json!([7, null]), 8),
        ];
        for (numbers, next) in cases {
            let items = |key: &str| -> Vec<Value> {
                let numbers = numbers.as_array().into_iter().flatten().enumerate();
                numbers.map(|(n, number)| json!({"id": format!("{key}{n}"), "number": number})).collect()
            };
            let mut findings = items("f");
            findings.push(json!({"id": "g", "number": 1, "measures": items("m")}));
            let bundle = json!({"format": "zhenggai.bundle/1", "id": "b", "findings": findings});
            let ledger = Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap();
            let finding = Id::new("g").unwrap();
            assert_eq!(ledger.next_measure_number(&finding), next, "{numbers}");
            assert_eq!(ledger.next_finding_number(), next.max(2), "{numbers}");
        }
    }
}
