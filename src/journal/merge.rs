//! Merging files of one ledger: the union of their edits in the total order, what each file brings, what meets
//! what, and the one step that a person's decisions make. The order of the files does not matter.

use std::collections::{BTreeMap, HashMap};

use super::align::align;
use super::apply::Refusal;
use super::conflict::{Choice, Conflict, Origin, conflicts};
use super::dry_run::DryRun;
use super::edit::{Cause, Edit, Op, Stamp};
use super::edit_identity::shared_id;
use super::entity_names::EntityNames;
use super::id_range::Spans;
use super::log::Journal;
use super::unknown::Unknown;
use super::untracked_changes::{shared, unrecorded};
use ledger::date::Moment;
use ledger::{Bundle, Id, Ledger};

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
    /// The edits that are new, in the total order; last those of `extra`.
    pub edits: Vec<Edit>,
    /// What each file brings, in the order of the files.
    pub files: Vec<Brought>,
    /// The edits made of what the files hold beside theirs, by the person who merges.
    pub extra: Vec<Id>,
    /// What meets what.
    pub conflicts: Vec<Conflict>,
    /// How many edits bore the id of another one and got one of their own: a browser profile was copied while the page was open.
    pub twins: usize,
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
        // Where edits tell all, an id says what is the same: two people may have entered the same words.
        let (bundle, renamed) =
            if own && !bundle.history.0.is_empty() { (bundle, 0) } else { align(ledger, bundle) };
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

/// What merging these files into the ledger would do, by this person. Nothing is changed.
#[must_use]
pub fn plan(journal: &Journal, sources: &[Source], stamp: &Stamp) -> Plan {
    let mut merged = journal.clone();
    let mut files = Files { names: sources.iter().map(|s| s.name.clone()).collect(), of: HashMap::new() };
    let new = |source: &Source| {
        let edits = source.journal.entries().iter().map(|entry| &entry.edit);
        edits.filter(|edit| journal.id_of(edit).is_none()).cloned().collect::<Vec<Edit>>()
    };
    let of_files: Vec<Vec<Edit>> = sources.iter().map(new).collect();
    let twins = merged.receive(of_files.concat(), false).twins.len();
    for (n, (source, brought)) in sources.iter().zip(&of_files).enumerate() {
        for id in brought.iter().filter_map(|edit| merged.id_of(edit)) {
            // An edit that several files bring is told of the first by name.
            let first = files.of.entry(id).or_insert(n);
            if sources.get(*first).is_some_and(|known| known.name > source.name) {
                *first = n;
            }
        }
    }
    // With those that got another id here.
    let is_new = |edit: &&Edit| journal.entry(&edit.id).is_none_or(|known| known.edit != **edit);
    let mut edits: Vec<Edit> = if of_files.iter().all(Vec::is_empty) {
        Vec::new()
    } else {
        merged.entries().iter().map(|entry| &entry.edit).filter(is_new).cloned().collect()
    };
    let made = sources.iter().map(|source| {
        let past = merged.with_only(|edit| source.journal.id_of(edit).is_some());
        let base = if past.whole { past.ledger } else { merged.ledger().clone() };
        (source.name.as_str(), base, source.journal.ledger())
    });
    let found = unrecorded(&merged, made.collect());
    let of_file: Vec<usize> = found.ops.iter().map(|(_, file)| *file).collect();
    let named = |file: usize| sources.get(file).map_or_else(String::new, |source| source.name.clone());
    let ops = found.ops.into_iter().map(|(op, file)| (op, named(file))).collect();
    let entered = merged.enter(ops, stamp);
    files.of.extend(entered.iter().map(|edit| edit.id.clone()).zip(of_file));
    let brought = sources.iter().enumerate().map(|(n, source)| {
        let count = found.counts.get(n).copied().unwrap_or_default();
        let mut notes = found.notes.get(n).cloned().unwrap_or_default();
        let unknown = Unknown::between(source.journal.ledger(), merged.ledger());
        notes.extend(unknown.told("合并带不过来，请留好这个文件"));
        brought(source, (journal, &merged), &files, n, (count, notes))
    });
    let brought = brought.collect();
    let extra = entered.iter().map(|edit| edit.id.clone()).collect();
    edits.extend(entered);
    let conflicts = conflicts(&merged, &files);
    Plan { journal: merged, edits, files: brought, extra, conflicts, twins }
}

fn brought(
    source: &Source,
    (journal, merged): (&Journal, &Journal),
    files: &Files,
    n: usize,
    (unrecorded, notes): (usize, Vec<String>),
) -> Brought {
    let mut authors: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut new, mut known, mut span) = (0, 0, None);
    for entry in source.journal.entries() {
        let edit = &entry.edit;
        let here = merged.id_of(edit);
        if journal.id_of(edit).is_some() || here.and_then(|id| files.of.get(&id)) != Some(&n) {
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
        self.edits.is_empty() && self.conflicts.is_empty()
    }

    /// The new edits by the finding that they are about, in the order of the ledger, each as a sentence; what is about no
    /// finding first.
    #[must_use]
    pub fn by_finding(&self) -> Vec<(Option<Id>, String, Vec<&Edit>)> {
        let ledger = self.journal.ledger();
        let known = EntityNames::of(&self.journal);
        let mut of: HashMap<Option<Id>, Vec<&Edit>> = HashMap::new();
        for edit in &self.edits {
            let about = match &edit.op {
                Op::Insert { at, .. } | Op::Remove { at, .. } => {
                    edit.op.entity().filter(|id| ledger.finding(id).is_some()).or(Some(at.parent.clone()))
                }
                op => op.entity(),
            };
            // What is gone with its finding is told with the ledger.
            let finding =
                about.and_then(|id| known.finding_of(&id)).filter(|id| ledger.finding(id).is_some());
            of.entry(finding).or_default().push(edit);
        }
        let apart = of.remove(&None).map(|edits| (None, "台账".to_owned(), edits));
        let findings = ledger.bundle().findings.iter().filter_map(|finding| {
            let edits = of.remove(&Some(finding.id.clone()))?;
            let name = format!("{} {}", ledger.finding_number(&finding.id), finding.title);
            Some((Some(finding.id.clone()), name, edits))
        });
        apart.into_iter().chain(findings).collect()
    }

    /// The operations of the one step that merging is, after [`Self::edits`] were received: the note of what came, and
    /// the decisions. What is not decided waits on.
    fn step(&self, choices: &[Option<Choice>]) -> Vec<Op> {
        let mut names: Vec<String> = self.files.iter().map(|file| file.name.clone()).collect();
        ledger::order::sort(&mut names);
        let edits = Spans::of(self.edits.iter().map(|edit| &edit.id));
        let mut ops = vec![Op::Merge { files: names, edits, holds: true }];
        if choices.iter().all(Option::is_none) {
            return ops;
        }
        let op_of = |id: &Id| self.journal.entry(id).map(|entry| entry.edit.op.clone());
        // Tried out on a copy: one decision may stand on what another one brings back or takes out.
        let mut trial = DryRun { ledger: self.journal.ledger().clone() };
        for (conflict, choice) in self.conflicts.iter().zip(choices) {
            let Some(choice) = choice else { continue };
            // What does not fit any more with the decisions before it waits on.
            ops.extend(trial.all(conflict.decide(choice, &op_of)).unwrap_or_default());
        }
        ops
    }
}

impl Journal {
    /// Merges as planned for this very journal, all or, where the step is refused, nothing. Gives the edits that are
    /// new here, last those of the step.
    ///
    /// # Errors
    /// What refuses the step.
    pub fn merge(
        &mut self,
        plan: &Plan,
        choices: &[Option<Choice>],
        stamp: &Stamp,
    ) -> Result<Vec<Edit>, Refusal> {
        let mut merged = plan.journal.clone();
        let (made, _) = merged.commit(plan.step(choices), stamp, &Cause::Direct)?;
        *self = merged;
        // Who stores them writes an edit that left its id before the one that took it: none is gone in between.
        let (own, rest): (Vec<Edit>, Vec<Edit>) =
            plan.edits.iter().cloned().partition(|edit| shared_id(&edit.id).is_some());
        Ok(own.into_iter().chain(rest).chain(made).collect())
    }
}
