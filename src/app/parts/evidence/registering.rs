//! The registering of files as 佐证材料 of one measure: they are read for their digests, numbered on, and entered as one
//! step; what is registered already is told.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use web_sys::File;

use crate::app::evidence_index::EvidenceIndex;
use crate::app::parts::fold::Fold;
use crate::app::parts::reading::Reading;
use crate::app::workspace::Workspace;
use formats::digest::Digest;
use journal::{Op, Spot, numbers};
use ledger::Id;
use ledger::evidence::{namesake, next_numbers, place_in};
use platform::{chunked_read, files};

/// The registering at one measure.
#[derive(Clone, Copy)]
pub(super) struct Registering {
    pub(super) workspace: Workspace,
    pub(super) proofs: EvidenceIndex,
    /// Which measure.
    pub(super) measure: StoredValue<Id>,
    /// What reads the files.
    pub(super) reading: Reading,
    /// The part that the pieces stand in; it opens for them.
    pub(super) fold: Fold,
    /// How many pieces are drawn; all, when some were added.
    pub(super) limit: RwSignal<usize>,
    /// Whether files are held over the part.
    pub(super) over: RwSignal<bool>,
}

impl Registering {
    /// Registers the files that were chosen in a box.
    pub(super) fn choose(self, event: &ev::Event) {
        self.take(files::picked(event));
    }

    /// Registers the files that were dropped.
    pub(super) fn drop(self, event: &ev::DragEvent) {
        // Here a file is evidence, not a ledger to open.
        event.prevent_default();
        event.stop_propagation();
        self.over.set(false);
        let (files, folders) =
            event.data_transfer().map(|data| chunked_read::dropped(&data)).unwrap_or_default();
        if folders > 0 {
            self.workspace
                .notices
                .warn(format!("拖来的 {folders} 个文件夹没有登记：请打开文件夹，拖入其中的文件。"));
        }
        self.take(files);
    }

    fn take(self, files: Vec<File>) {
        if !files.is_empty() {
            self.limit.set(usize::MAX);
            self.fold.open();
            let Self { workspace, proofs, reading, measure, .. } = self;
            register(workspace, proofs, reading, measure.get_value(), files);
        }
    }

    /// Adds a piece that is no file, and gives its id.
    pub(super) fn add(self, name: &str) -> Option<Id> {
        let removed = self.workspace.look_journal(numbers::removed);
        self.measure.with_value(|id| {
            let number = self.workspace.look(|ledger| {
                let (finding, measure) = ledger.measure(id)?;
                next_numbers(ledger, &finding.id, &measure.id, 1, &removed).pop()
            });
            let added = self.workspace.add(id, "evidence", json!({ "number": number, "name": name }))?;
            self.limit.set(usize::MAX);
            Some(added)
        })
    }
}

/// Reads the files and registers them as one step.
fn register(workspace: Workspace, proofs: EvidenceIndex, reading: Reading, measure: Id, files: Vec<File>) {
    let folder = proofs.folder.get_untracked();
    spawn_local(async move {
        let Some(read) = reading.digests(&files).await else {
            workspace.notices.tell("已停止读取，没有登记任何材料".to_owned());
            return;
        };
        let mut taken: Vec<(&File, Digest)> = Vec::new();
        let mut lines = Vec::new();
        for (file, digest) in files.iter().zip(read) {
            match digest {
                Err(why) => lines.push(format!(
                    "{}：浏览器读不出（{why}）。请检查文件是否还在原处、是否被占用，再选一次。",
                    file.name()
                )),
                Ok(digest) => match workspace.look(|ledger| namesake(ledger, &measure, &digest.sm3)) {
                    Some((true, number)) => {
                        lines.push(format!("{}：内容与已登记的 {number} 相同，没有重复登记。", file.name()));
                    }
                    _ if taken.iter().any(|(_, other)| *other == digest) => {
                        lines.push(format!("{}：与这次选的另一个文件内容相同，没有重复登记。", file.name()));
                    }
                    Some((false, number)) => {
                        lines.push(format!(
                            "{}：已登记；别的措施的 {number} 内容相同，也可改用“同时佐证”。",
                            file.name()
                        ));
                        taken.push((file, digest));
                    }
                    None => taken.push((file, digest)),
                },
            }
        }
        let person = workspace.person.get_untracked().unwrap_or_default();
        let ops = insert_ops(workspace, &measure, &taken, &folder, &person.name);
        let count = ops.len();
        if count > 0 && workspace.commit(ops) {
            workspace.notices.tell(format!("已登记 {count} 份佐证材料；按“撤销”可以取消"));
        }
        if !lines.is_empty() {
            workspace.notices.warn_with("有的文件请留意：".to_owned(), lines);
        }
    });
}

/// The operations that register files at the end of a measure's list, numbered on.
fn insert_ops(
    workspace: Workspace,
    measure: &Id,
    files: &[(&File, Digest)],
    folder: &str,
    provider: &str,
) -> Vec<Op> {
    let removed = workspace.look_journal(numbers::removed);
    let (numbers, mut after) = workspace.look(|ledger| {
        let found = ledger.measure(measure);
        let numbers = found.map(|(f, m)| next_numbers(ledger, &f.id, &m.id, files.len(), &removed));
        (numbers.unwrap_or_default(), found.and_then(|(_, m)| m.evidence.last().map(|e| e.id.clone())))
    });
    let mut numbers = numbers.into_iter();
    let insert = |(file, digest): &(&File, Digest)| {
        let id = workspace.fresh_id();
        let item = json!({
            "id": id,
            "number": numbers.next(),
            "name": file.name(),
            "place": place_in(folder, &file.name()),
            "size": digest.bytes,
            "media_type": file.type_(),
            "modified": chunked_read::modified(file).map_or(Value::Null, |at| json!(at)),
            "sm3": digest.sm3,
            "sha256": digest.sha256,
            "provider": provider,
        });
        let at = Spot { parent: measure.clone(), list: "evidence".to_owned(), after: after.replace(id) };
        Op::Insert { at, item }
    };
    files.iter().map(insert).collect()
}
