//! The custom fields of a finding or measure as a form. What the ledger hides is not drawn.

use leptos::prelude::*;

use super::field::FieldBox;
use crate::app::workspace::Workspace;
use ledger::fields::{Entry, Field, Fields};
use ledger::{Id, Ledger};

/// The fields that are drawn: the name of each in the record, with what a box is made by.
fn shown(ledger: &Ledger, of_finding: bool) -> Vec<(String, String, Option<String>)> {
    let is_own = |entry: &&Entry| {
        matches!(entry.field, Field::Custom(_)) && entry.of_finding == of_finding && !entry.hidden
    };
    let drawn = |entry: &Entry| {
        let field = entry.field.stored(of_finding)?;
        let kind = ledger.custom_field_of(&field)?.kind.as_ref().map(ToString::to_string);
        Some((field, entry.label.clone(), kind))
    };
    Fields::of(ledger).iter().filter(is_own).filter_map(drawn).collect()
}

/// The fields, in the order of the ledger's table.
#[component]
pub fn CustomFields(
    /// Whose.
    entity: Id,
    /// Whether it is a finding; else a measure.
    of_finding: bool,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let keep = StoredValue::new(entity);
    let shown = Memo::new(move |_| workspace.watch(|ledger| shown(ledger, of_finding)));
    view! {
        <div class="folded-fields">
            // A field that was renamed, or is of another kind now, is drawn anew.
            <For each=move || shown.get() key=Clone::clone let:field>
                <div class="fold-item">
                    <FieldBox entity=keep.get_value() field=field.0/>
                </div>
            </For>
        </div>
    }
}
