//! The custom fields of a finding or measure as a form, and the built-in ones that an office fills only where it needs
//! them: sums, completion, 复查. What the ledger hides is not drawn.

use leptos::prelude::*;

use super::field::FieldBox;
use crate::app::workspace::Workspace;
use ledger::Id;
use ledger::fields::{Field, Fields};

/// The fields of a finding that stand apart from its text and its duties.
const OF_FINDING: [Field; 6] =
    [Field::Amount, Field::Rectified, Field::Completed, Field::Recheck, Field::RecheckBy, Field::RecheckDate];

/// Those of a measure.
const OF_MEASURE: [Field; 4] = [Field::Completed, Field::Recheck, Field::RecheckBy, Field::RecheckDate];

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
    let shown = Memo::new(move |_| {
        let usual = if of_finding { &OF_FINDING[..] } else { &OF_MEASURE[..] };
        let fields = workspace.watch(Fields::of);
        let custom = |field: &Field| matches!(field, Field::Custom(_));
        let chosen = fields.iter().filter(|entry| !entry.hidden).filter(|entry| {
            usual.contains(&entry.field) || (custom(&entry.field) && entry.of_finding == of_finding)
        });
        // A field that was renamed, or is of another kind now, is drawn anew.
        let told = chosen.filter_map(|entry| {
            Some((entry.field.stored(of_finding)?, entry.label.clone(), format!("{:?}", entry.kind)))
        });
        told.collect::<Vec<_>>()
    });
    view! {
        <div class="custom-fields">
            <For each=move || shown.get() key=Clone::clone let:field>
                <FieldBox entity=keep.get_value() field=field.0/>
            </For>
        </div>
    }
}
