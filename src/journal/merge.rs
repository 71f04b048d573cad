//! Merging files of one ledger: the union of their edits in the total order, what each file brings, what meets
//! what, and the one step that a person's decisions make. The order of the files does not matter.

use std::collections::{BTreeMap, HashMap};

use super::align::align;
use super::apply::{apply, same};
use super::conflict::{Choice, Conflict, Origin, conflicts};
use super::edit::{Edit, Op, Spot};
use super::log::Journal;
use super::moment::Past;
use super::span::Spans;
use super::unrecorded::{shared, unrecorded};
use crate::ledger::date::Moment;
use crate::ledger::{Bundle, Id, Ledger};

/// A file that was read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub journal: Journal,
}

/// What a file brings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Brought {
    /// The file's name.
    pub name: String,
    /// Edits that were not known here.
    pub new: usize,
    /// Edits that were known, or came with another file too.
    pub known: usize,
    /// Who made the new ones, and how many each.
    pub authors: Vec<(String, usize)>,
    /// The first and last of the new ones, by their makers' clocks.
    pub span: Option<(Moment, Moment)>,
    /// Places that differ without an edit that tells of it.
    pub unrecorded: usize,
    /// What a person should know of the file before merging it.
    pub warnings: Vec<String>,
}

/// What merging would do.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The ledger with the edits of all files.
    pub journal: Journal,
    /// The edits that are new, in the total order.
    pub edits: Vec<Edit>,
    /// What each file brings, in the order of the files.
    pub files: Vec<Brought>,
    /// What the files hold beside their edits, as operations by the person who merges.
    pub extra: Vec<Op>,
    /// What meets what.
    pub conflicts: Vec<Conflict>,
}

/// Which file brought which edit.
#[derive(Debug, Default)]
struct Files {
    names: Vec<String>,
    of: HashMap<Id, usize>,
}

impl Origin for Files {
    fn file_of(&self, edit: &Id) -> Option<&str> {
        self.names.get(*self.of.get(edit)?).map(String::as_str)
    }
}

/// Why a file cannot be merged at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotMerged {
    /// It is of another ledger.
    #[error("这是另一份台账“{title}”，没有一个问题与现在的台账相同，不能合并。")]
    Other {
        /// Its title.
        title: String,
    },
    /// Ids in it occur more than once.
    #[error("编号 {0} 出现了不止一次。")]
    Repeated(Id),
}

impl Source {
    /// A file's bundle, made ready to meet this ledger: what is the same gets the same ids.
    ///
    /// # Errors
    /// It is of another ledger, or has ids twice.
    pub fn new(name: &str, ledger: &Ledger, bundle: Bundle) -> Result<(Self, Vec<String>), NotMerged> {
        let (title, own) = (bundle.title.clone(), bundle.id == ledger.bundle().id);
        let (bundle, renamed) = align(ledger, bundle);
        let journal = Journal::open(bundle)
            .map_err(|ids| NotMerged::Repeated(ids.into_iter().next().unwrap_or_default()))?;
        let nothing_shared = shared(ledger, journal.ledger()) == 0;
        if !own && nothing_shared && !ledger.bundle().findings.is_empty() {
            return Err(NotMerged::Other { title });
        }
        let mut warnings = Vec::new();
        if !own {
            warnings
                .push(format!("文件的台账编号与现在的不同（“{title}”），按问题、措施的编号和文字对应合并"));
        }
        if renamed > 0 {
            warnings.push(format!("{renamed} 个条目的编号不同，已按标题和文字对应"));
        }
        Ok((Self { name: name.to_owned(), journal }, warnings))
    }
}

/// What merging these files into the ledger would do. Nothing is changed.
#[must_use]
pub fn plan(journal: &Journal, sources: &[Source]) -> Plan {
    let mut merged = journal.clone();
    let mut files = Files { names: sources.iter().map(|s| s.name.clone()).collect(), of: HashMap::new() };
    let mut edits: Vec<Edit> = Vec::new();
    for (n, source) in sources.iter().enumerate() {
        for entry in source.journal.entries().iter().filter(|entry| !journal.knows(&entry.edit.id)) {
            // An edit that several files bring is told of the first by name.
            let first = files.of.entry(entry.edit.id.clone()).or_insert_with(|| {
                edits.push(entry.edit.clone());
                n
            });
            if sources.get(*first).is_some_and(|known| known.name > source.name) {
                *first = n;
            }
        }
    }
    edits.sort_by(Edit::order);
    merged.receive(edits.clone(), false);
    let pasts: Vec<Past> =
        sources.iter().map(|source| merged.with_only(|edit| source.journal.knows(&edit.id))).collect();
    let made: Vec<(&str, Ledger, &Ledger)> = sources
        .iter()
        .zip(&pasts)
        .map(|(source, past)| {
            let base = if past.whole { past.ledger.clone() } else { merged.ledger().clone() };
            (source.name.as_str(), base, source.journal.ledger())
        })
        .collect();
    let unrecorded = unrecorded(&merged, &made, &files);
    let brought = sources.iter().enumerate().map(|(n, source)| {
        let count = unrecorded.counts.get(n).copied().unwrap_or_default();
        let notes = unrecorded.notes.get(n).cloned().unwrap_or_default();
        brought(source, journal, &files, n, (count, notes))
    });
    let brought = brought.collect();
    let mut conflicts = conflicts(&merged, &files);
    conflicts.extend(unrecorded.conflicts);
    Plan { journal: merged, edits, files: brought, extra: unrecorded.ops, conflicts }
}

fn brought(
    source: &Source,
    journal: &Journal,
    files: &Files,
    n: usize,
    (unrecorded, notes): (usize, Vec<String>),
) -> Brought {
    let mut authors: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut new, mut known, mut span) = (0, 0, None);
    for entry in source.journal.entries() {
        let edit = &entry.edit;
        if journal.knows(&edit.id) || files.of.get(&edit.id) != Some(&n) {
            known += 1;
            continue;
        }
        new += 1;
        *authors.entry(&edit.author).or_default() += 1;
        let (from, to) = span.unwrap_or((edit.at, edit.at));
        let earlier = if edit.at.unix_ms() < from.unix_ms() { edit.at } else { from };
        let later = if edit.at.unix_ms() > to.unix_ms() { edit.at } else { to };
        span = Some((earlier, later));
    }
    let mut warnings = Vec::new();
    if unrecorded > 0 {
        warnings.push(format!("有 {unrecorded} 处与变更记录对不上（在别处改过，或变更记录被删），按内容比对，采用的以合并人名义记入"));
    }
    if source.journal.unread() > 0 {
        warnings.push(format!("有 {} 条变更读不懂，没有合并", source.journal.unread()));
    }
    warnings.extend(notes);
    let authors = authors.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    Brought { name: source.name.clone(), new, known, authors, span, unrecorded, warnings }
}

impl Plan {
    /// Whether there is nothing to merge.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty() && self.extra.is_empty() && self.conflicts.is_empty()
    }

    /// The new edits by the finding that they are about, in the order of the ledger, each as a sentence; what is about no
    /// finding first.
    #[must_use]
    pub fn by_finding(&self) -> Vec<(Option<Id>, String, Vec<&Edit>)> {
        let ledger = self.journal.ledger();
        let mut of: HashMap<Option<&Id>, Vec<&Edit>> = HashMap::new();
        for edit in &self.edits {
            let about = match &edit.op {
                Op::Insert { at, .. } | Op::Remove { at, .. } => {
                    edit.op.entity().filter(|id| ledger.finding(id).is_some()).or(Some(at.parent.clone()))
                }
                op => op.entity(),
            };
            let finding = about.and_then(|id| ledger.finding_of(&id)).map(|finding| &finding.id);
            of.entry(finding).or_default().push(edit);
        }
        let apart = of.remove(&None).map(|edits| (None, "台账".to_owned(), edits));
        let findings = ledger.bundle().findings.iter().filter_map(|finding| {
            let edits = of.remove(&Some(&finding.id))?;
            let name = format!("{} {}", ledger.finding_number(&finding.id), finding.title);
            Some((Some(finding.id.clone()), name, edits))
        });
        apart.into_iter().chain(findings).collect()
    }

    /// The operations of the one step that merging is, after [`Self::edits`] were received: the note of what came, what
    /// the files hold beside their edits, and the decisions. What is not decided waits on.
    #[must_use]
    pub fn step(&self, choices: &[Option<Choice>]) -> Vec<Op> {
        let mut names: Vec<String> = self.files.iter().map(|file| file.name.clone()).collect();
        names.sort();
        let edits = Spans::of(self.edits.iter().map(|edit| &edit.id));
        let mut ops = vec![Op::Merge { files: names, edits, holds: true }];
        ops.extend(self.extra.iter().cloned());
        let op_of = |id: &Id| self.journal.entry(id).map(|entry| entry.edit.op.clone());
        // Tried out on a copy: one decision may stand on what another one brings back or takes out.
        let mut trial = Trial { ledger: self.journal.ledger().clone() };
        self.extra.iter().for_each(|op| drop(trial.step(op.clone())));
        for (conflict, choice) in self.conflicts.iter().zip(choices) {
            let Some(choice) = choice else { continue };
            // What does not fit any more with the decisions before it waits on.
            ops.extend(trial.all(conflict.decide(choice, &op_of)).unwrap_or_default());
        }
        ops
    }
}

/// A copy of the ledger on which decisions are tried, one after the other.
struct Trial {
    ledger: Ledger,
}

impl Trial {
    /// An operation as it fits what stands there now, with what takes it back; `None` where it cannot be.
    fn step(&mut self, op: Op) -> Option<(Op, Op)> {
        let spot = |id: &Id| {
            let (parent, list) = self.ledger.parent(id)?;
            Some(Spot { parent: parent.clone(), list: list.to_owned(), after: self.ledger.before(id) })
        };
        let op = match op {
            Op::Set { entity, field, to, .. } => {
                Op::Set { from: self.ledger.get(&entity, &field)?, entity, field, to }
            }
            Op::Remove { entity, .. } => {
                Op::Remove { at: spot(&entity)?, item: self.ledger.node(&entity)?.to_json(), entity }
            }
            Op::Move { entity, to, .. } => Op::Move { from: spot(&entity)?, entity, to },
            other => other,
        };
        let inverse = apply(&mut self.ledger, &op).ok()?.inverse?;
        Some((op, inverse))
    }

    /// All of these or, where one does not fit, none. What is so already is left out.
    fn all(&mut self, ops: Vec<Op>) -> Option<Vec<Op>> {
        let mut made: Vec<(Op, Op)> = Vec::new();
        for op in ops {
            let is_so = match &op {
                Op::Set { entity, field, to, .. } => {
                    self.ledger.get(entity, field).is_some_and(|now| same(&now, to))
                }
                Op::Insert { .. } => op.entity().is_some_and(|id| self.ledger.node(&id).is_some()),
                _ => false,
            };
            if is_so {
                continue;
            }
            let Some(step) = self.step(op) else {
                for (_, inverse) in made.iter().rev() {
                    // An inverse made a moment ago on this very state always fits.
                    let _ = apply(&mut self.ledger, inverse);
                }
                return None;
            };
            made.push(step);
        }
        Some(made.into_iter().map(|(op, _)| op).collect())
    }
}
