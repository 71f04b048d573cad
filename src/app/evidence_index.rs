//! 佐证材料 as the pages share it: one index of all pieces, made when it is asked for and again when evidence
//! changed, and the folder that the person registers files from. Knows no element.

use leptos::prelude::*;
use serde_json::{Value, json};

use super::context::of_page;
use super::workspace::{Seen, Workspace};
use formats::digest::Digest;
use journal::Op;
use ledger::date::Moment;
use ledger::evidence::Index;
use ledger::finding::Evidence;
use ledger::{Id, Ledger};

/// The name under which the browser keeps the folder.
const FOLDER: &str = "evidence-folder";

/// What the pages share.
#[derive(Clone, Copy)]
pub struct EvidenceIndex {
    workspace: Workspace,
    index: StoredValue<Option<Index>, LocalStorage>,
    /// Counts changes of evidence.
    changed: RwSignal<u64>,
    /// Where the files lie that are registered next, as it is written into 存放位置.
    pub folder: RwSignal<String>,
}

impl EvidenceIndex {
    /// For the workspace; follows its changes from now on.
    #[must_use]
    pub fn new(workspace: Workspace) -> Self {
        let folder = workspace.store().and_then(|store| store.setting::<String>(FOLDER)).unwrap_or_default();
        let proofs = Self {
            workspace,
            index: StoredValue::new_local(None),
            changed: RwSignal::new(0),
            folder: RwSignal::new(folder),
        };
        workspace.on_change(move |seen| workspace.look(|ledger| proofs.follow(ledger, seen)));
        proofs
    }

    /// Of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// Looks at the index, and again whenever evidence changes.
    pub fn watch<R>(self, at: impl FnOnce(&Index, &Ledger) -> R) -> R {
        self.changed.track();
        self.workspace.look(|ledger| {
            self.index.update_value(|index| {
                index.get_or_insert_with(|| Index::of(ledger));
            });
            self.index.with_value(|index| match index {
                Some(index) => at(index, ledger),
                None => at(&Index::default(), ledger),
            })
        })
    }

    /// Keeps the folder for the next time.
    pub fn keep_folder(self, folder: String) {
        if let Some(store) = self.workspace.store() {
            store.put_setting(FOLDER, &folder);
        }
        self.folder.set(folder);
    }

    fn follow(self, ledger: &Ledger, seen: &Seen) {
        let (stale, told) = match seen {
            Seen::All => (true, true),
            Seen::Changes(changes) => {
                let moved = changes
                    .lists
                    .iter()
                    .any(|(_, list)| matches!(list.as_str(), "evidence" | "measures" | "findings"));
                let of_evidence = |id: &Id| ledger.kind(id).is_some_and(|kind| kind.is(Evidence::SPEC));
                let also = changes.fields.iter().any(|(_, field)| field == "also");
                (moved || also, moved || also || changes.fields.iter().any(|(id, _)| of_evidence(id)))
            }
        };
        if stale {
            self.index.set_value(None);
        }
        if told {
            self.changed.update(|n| *n += 1);
        }
    }
}

/// The operations that put another content in the place of the registered one.
#[must_use]
pub fn digest_ops(ledger: &Ledger, piece: &Id, digest: &Digest, modified: Option<Moment>) -> Vec<Op> {
    let fields = [
        ("sm3", json!(digest.sm3)),
        ("sha256", json!(digest.sha256)),
        ("size", json!(digest.bytes)),
        ("modified", modified.map_or(Value::Null, |at| json!(at))),
    ];
    let set = |(field, to): (&str, Value)| {
        let from = ledger.get(piece, field)?;
        Some(Op::Set { entity: piece.clone(), field: field.to_owned(), from, to })
    };
    fields.into_iter().filter_map(set).collect()
}
