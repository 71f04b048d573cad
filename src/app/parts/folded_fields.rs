//! The fields of an item, of which the empty ones are one line: `添加：整改目标 原因分析 …`. Each word of that line is the box
//! itself, so that the keyboard and screen readers meet the same boxes whether they are filled or not.

use leptos::prelude::*;

use super::field::FieldBox;
use crate::app::workspace::Workspace;
use ledger::{Id, Ledger};

/// A field that may be folded away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folded {
    /// Its name.
    pub field: &'static str,
    /// Several lines may be typed.
    pub lines: bool,
    /// It is shown although it is empty: most people fill it.
    pub always: bool,
}

/// A field of one line that is folded away where it is empty.
#[must_use]
pub const fn line(field: &'static str) -> Folded {
    Folded { field, lines: false, always: false }
}

/// A field of several lines that is folded away where it is empty.
#[must_use]
pub const fn text(field: &'static str) -> Folded {
    Folded { field, lines: true, always: false }
}

/// A field of one line that is always shown.
#[must_use]
pub const fn asked(field: &'static str) -> Folded {
    Folded { field, lines: false, always: true }
}

fn is_filled(ledger: &Ledger, id: &Id, field: &str) -> bool {
    ledger.get(id, field).is_some_and(|value| match value {
        serde_json::Value::Null | serde_json::Value::Bool(false) => false,
        serde_json::Value::String(text) => !text.is_empty(),
        serde_json::Value::Array(items) => !items.is_empty(),
        _ => true,
    })
}

/// The boxes of the fields: a filled one has its room, an empty one is a word in the line `添加：` that is its own box and
/// takes its room when it is typed in.
#[component]
pub fn FoldedFields(
    /// Whose fields.
    entity: Id,
    /// Which, in their order.
    fields: &'static [Folded],
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let keep = StoredValue::new(entity);
    // What was typed and not entered stands in the box again, with its buttons.
    let is_drafted = |field: &str| {
        let draft = workspace
            .store()
            .and_then(|store| keep.with_value(|id| store.draft(&workspace.bundle_id(), id, field)));
        draft.is_some()
    };
    let drafted: Vec<&'static str> =
        fields.iter().map(|one| one.field).filter(|field| is_drafted(field)).collect();
    // A field that was shown once keeps its room, so that nothing jumps when it is emptied.
    let shown = Memo::new(move |before: Option<&Vec<&'static str>>| {
        keep.with_value(|id| {
            workspace.watch_entity(id, |ledger| {
                let is_shown = |one: &&Folded| {
                    one.always
                        || drafted.contains(&one.field)
                        || before.is_some_and(|before| before.contains(&one.field))
                        || is_filled(ledger, id, one.field)
                };
                fields.iter().filter(is_shown).map(|one| one.field).collect::<Vec<_>>()
            })
        })
    });
    let is_folded = move |field: &'static str| shown.with(|shown| !shown.contains(&field));
    let boxes: Vec<_> = fields
        .iter()
        .map(|one| {
            view! {
                <div class="fold-item" class:empty=move || is_folded(one.field)>
                    <FieldBox entity=keep.get_value() field=one.field lines=one.lines/>
                </div>
            }
        })
        .collect();
    view! {
        <div class="folded-fields">
            {boxes}
            <Show when=move || shown.with(|shown| shown.len() < fields.len())>
                <i class="fold-break" aria-hidden="true"></i>
                <span class="fold-add" aria-hidden="true">"添加："</span>
            </Show>
        </div>
    }
}
