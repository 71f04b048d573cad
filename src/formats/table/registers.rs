//! What an import adds to the lists beside the findings: units, aspects, documents. As operations of its one step.

use serde_json::{Value, json};

use journal::{Op, Spot};
use ledger::register::Institution;
use ledger::{Id, Ledger};

/// The operations that put new entities with a name at the end of a list of the bundle.
pub fn named(ledger: &Ledger, list: &str, end: Option<&Id>, member: &str, new: &[(Id, String)]) -> Vec<Op> {
    let mut after = end.cloned();
    let ops = new.iter().map(|(id, name)| {
        let at = Spot {
            parent: ledger.bundle().id.clone(),
            list: list.to_owned(),
            after: after.replace(id.clone()),
        };
        Op::Insert { at, item: json!({ "id": id, member: name }) }
    });
    ops.collect()
}

/// The documents that rows name, with the measures that they name them for.
#[derive(Default)]
pub struct Documents {
    wanted: Vec<(String, Vec<(Id, Id)>)>,
}

impl Documents {
    /// A row of this finding and measure names a document.
    pub fn add(&mut self, title: &str, finding: &Id, measure: &Id) {
        let pair = (finding.clone(), measure.clone());
        match self.wanted.iter_mut().find(|(known, _)| known == title) {
            Some((_, measures)) => measures.push(pair),
            None => self.wanted.push((title.to_owned(), vec![pair])),
        }
    }

    /// The operations: a document that the register has gets the measures, another is added as issued.
    pub fn ops(self, ledger: &Ledger, fresh: &mut dyn FnMut() -> Id) -> Vec<Op> {
        let known = &ledger.bundle().institutions;
        let mut after = known.last().map(|document| document.id.clone());
        let mut ops = Vec::new();
        for (title, pairs) in self.wanted {
            let measures: Vec<&Id> = pairs.iter().map(|(_, measure)| measure).collect();
            if let Some(document) = known.iter().find(|document| document.title.trim() == title) {
                ops.push(more(document, &measures));
                continue;
            }
            let mut findings: Vec<&Id> = pairs.iter().map(|(finding, _)| finding).collect();
            findings.dedup();
            let id = fresh();
            let item = json!({ "id": id, "title": title, "role": "issued", "findings": findings, "measures": measures });
            let parent = ledger.bundle().id.clone();
            ops.push(Op::Insert {
                at: Spot { parent, list: "institutions".to_owned(), after: after.replace(id) },
                item,
            });
        }
        ops
    }
}

fn more(document: &Institution, measures: &[&Id]) -> Op {
    let from = if document.measures.is_empty() { Value::Null } else { json!(document.measures) };
    let mut to = document.measures.clone();
    for measure in measures {
        if !to.contains(measure) {
            to.push((*measure).clone());
        }
    }
    Op::Set { entity: document.id.clone(), field: "measures".to_owned(), from, to: json!(to) }
}
