//! 按单位分发 and 汇总返回: the part of the ledger that each unit fills in, and what the returned tables would do all together.
//! Files are read one after another over the same ledger, so that two that say the same are one change; two that say
//! something different of one field are a clash, and a person says which holds.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::choices::Choices;
use super::preview::{self, Importer};
use super::raw::RawBook;
use crate::file_names;
use journal::{Cause, Journal, Op, Stamp};
use ledger::date::Date;
use ledger::effective::Effective;
use ledger::{Bundle, Id, Ledger};

/// The part of the ledger that a unit answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitPart {
    /// The unit; `None` is the part that nobody answers for.
    pub unit: Option<Id>,
    /// What people call it.
    pub name: String,
    /// Its measures, in the order of the ledger.
    pub measures: Vec<Id>,
}

/// The ledger by the units that answer, in the order of the register; last, where there are any, the measures that nobody answers
/// for. Units without measures have no part.
#[must_use]
pub fn parts(ledger: &Ledger) -> Vec<UnitPart> {
    let bundle = ledger.bundle();
    let known: BTreeSet<&Id> = bundle.units.iter().map(|unit| &unit.id).collect();
    let mut of: BTreeMap<Option<&Id>, Vec<Id>> = BTreeMap::new();
    for finding in &bundle.findings {
        for measure in &finding.measures {
            // A unit that the register does not know answers to nobody's name.
            let unit = Effective::of(finding, measure).responsible().filter(|id| known.contains(id));
            of.entry(unit).or_default().push(measure.id.clone());
        }
    }
    let mut parts: Vec<UnitPart> = bundle
        .units
        .iter()
        .filter_map(|unit| {
            let measures = of.remove(&Some(&unit.id))?;
            Some(UnitPart { unit: Some(unit.id.clone()), name: unit.name.clone(), measures })
        })
        .collect();
    if let Some(measures) = of.remove(&None) {
        parts.push(UnitPart { unit: None, name: "没有责任部门".to_owned(), measures });
    }
    parts
}

/// The names of the files of these parts, without ending: `高新处-整改台账填报表-2026-11-27`. Names that would be one are told
/// apart.
#[must_use]
pub fn file_names(parts: &[UnitPart], day: Date) -> Vec<String> {
    let units =
        parts.iter().map(|part| if part.name.trim().is_empty() { "未命名" } else { part.name.trim() });
    let units = file_names::distinct(units.map(str::to_owned));
    file_names::distinct(units.iter().map(|unit| file_names::stem(unit, "整改台账填报表", Some(day))))
}

/// A table that came back.
#[derive(Debug, Clone)]
pub struct Returned {
    /// The file's name.
    pub name: String,
    /// Its sheets, merged cells filled.
    pub book: RawBook,
}

/// What one of the files brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// The file's name.
    pub name: String,
    /// `新增 0 个问题、0 条措施，修改 3 条 …`.
    pub summary: String,
    /// How many rows of the ledger it changes, and how many rows it adds.
    pub changed: usize,
    /// What of it is doubtful, not taken, or set aside, line by line; empty where all is plain.
    pub told: Vec<String>,
}

/// What one of the files wants a field to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Which of the files, by its place.
    pub file: usize,
    /// The value.
    pub value: Value,
}

/// A field of which two files say something different.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// Whose field.
    pub entity: Id,
    /// Which.
    pub field: String,
    /// What the ledger says.
    pub from: Value,
    /// What the files say, in their order; each value once.
    pub claims: Vec<Claim>,
}

/// What the files would do together.
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    /// File by file.
    pub files: Vec<FileReport>,
    /// Where they disagree.
    pub clashes: Vec<Clash>,
    /// The operations of the one step, without those of the clashes.
    ops: Vec<Op>,
}

impl Gathered {
    /// The operations of the one step. `chosen` says for each clash which of its claims holds; `None` leaves the ledger as it is.
    #[must_use]
    pub fn ops(&self, chosen: &[Option<usize>]) -> Vec<Op> {
        let mut ops = self.ops.clone();
        for (clash, chosen) in self.clashes.iter().zip(chosen) {
            let Some(claim) = chosen.and_then(|at| clash.claims.get(at)) else { continue };
            ops.push(Op::Set {
                entity: clash.entity.clone(),
                field: clash.field.clone(),
                from: clash.from.clone(),
                to: claim.value.clone(),
            });
        }
        ops
    }
}

/// The field that an operation sets.
fn place(op: &Op) -> Option<(Id, String)> {
    match op {
        Op::Set { entity, field, .. } => Some((entity.clone(), field.clone())),
        _ => None,
    }
}

/// What these files would do to the ledger, in their order. `fresh` names what is added.
///
/// # Errors
/// The ids that the bundle has twice, where it is no ledger.
pub fn gather(
    bundle: Bundle,
    files: &[Returned],
    importer: &Importer,
    stamp: &Stamp,
    fresh: &mut dyn FnMut() -> Id,
) -> Result<Gathered, Vec<Id>> {
    let mut scratch = Journal::open(bundle)?;
    let mut gathered = Gathered::default();
    let mut claims: BTreeMap<(Id, String), (Value, Vec<Claim>)> = BTreeMap::new();
    let mut ops: Vec<Op> = Vec::new();
    for (file, returned) in files.iter().enumerate() {
        let preview = preview::plan(&returned.book, &Choices::default(), scratch.ledger(), importer, fresh);
        let mut told = preview.told.clone();
        told.extend(
            preview
                .rows
                .iter()
                .filter(|row| !row.reason.is_empty())
                .map(|row| format!("第 {} 行没有导入：{}", row.key.place.row, row.reason)),
        );
        told.extend(
            preview.doubts.iter().map(|doubt| format!("第 {} 行：{}", doubt.row.place.row, doubt.message)),
        );
        let counts = preview.counts;
        gathered.files.push(FileReport {
            name: returned.name.clone(),
            summary: preview.summary(),
            changed: counts.changed + counts.findings + counts.measures,
            told,
        });
        // One that does not fit takes nothing along, and says so; the others go on.
        match scratch.commit(preview.ops, stamp, &Cause::Direct) {
            Ok((edits, _)) => {
                for edit in edits {
                    if let (Some(place), Op::Set { from, to, .. }) = (place(&edit.op), &edit.op) {
                        let (_, all) = claims.entry(place).or_insert_with(|| (from.clone(), Vec::new()));
                        if all.iter().all(|claim| claim.value != *to) {
                            all.push(Claim { file, value: to.clone() });
                        }
                    } else {
                        ops.push(edit.op);
                    }
                }
            }
            Err(_) => {
                if let Some(report) = gathered.files.last_mut() {
                    report.changed = 0;
                    report
                        .told
                        .insert(0, "这个文件与前面的文件合不到一起，没有计入；请单独导入。".to_owned());
                }
            }
        }
    }
    for ((entity, field), (from, mut all)) in claims {
        // A cell that still says what the ledger says was not filled in.
        all.retain(|claim| claim.value != from);
        match all.as_mut_slice() {
            [] => {}
            [only] => {
                let to = std::mem::take(&mut only.value);
                ops.push(Op::Set { entity, field, from, to });
            }
            _ => gathered.clashes.push(Clash { entity, field, from, claims: all }),
        }
    }
    gathered.ops = ops;
    Ok(gathered)
}

#[cfg(test)]
mod tests;
