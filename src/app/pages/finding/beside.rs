//! One finding as it stands beside the rows of 问题: who answers for it, its texts, and a line for each of its measures.

use leptos::prelude::*;

use super::{DUTIES, TEXTS};
use crate::app::parts::closure::Closing;
use crate::app::parts::custom::CustomFields;
use crate::app::parts::entries::ids_of;
use crate::app::parts::field::FieldBox;
use crate::app::parts::folded_fields::FoldedFields;
use crate::app::workspace::Workspace;
use ledger::Id;
use ledger::vocabulary::Vocabulary;
use query::route::{Place, Route};

/// The finding.
#[component]
pub fn FindingBody(
    /// Which.
    id: Id,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let measures = {
        let id = id.clone();
        Memo::new(move |_| workspace.watch_entity(&id, |ledger| ids_of(ledger, &id, "measures")))
    };
    let finding = StoredValue::new(id.clone());
    view! {
        <article class="finding-beside" data-entity=id.to_string()>
            <FieldBox entity=id.clone() field="title" lines=true/>
            <FoldedFields entity=id.clone() fields=&DUTIES/>
            <CustomFields entity=id.clone() of_finding=true/>
            <h3>"整改措施"<span class="count">{move || measures.with(Vec::len)}</span></h3>
            <ul class="measure-lines" aria-label="整改措施">
                <For each=move || measures.get() key=Id::clone let:measure>
                    <MeasureLine finding=finding.get_value() id=measure/>
                </For>
            </ul>
            <FoldedFields entity=id.clone() fields=&TEXTS/>
            <Closing id=id.clone()/>
        </article>
    }
}

/// A measure in a line that leads to it.
#[component]
fn MeasureLine(finding: Id, id: Id) -> impl IntoView {
    let workspace = Workspace::of_page();
    let href = Route::from(Place::Measure(finding.clone(), id.clone())).href();
    let shown = Memo::new(move |_| {
        workspace.watch_entity(&id, |ledger| {
            let (finding, measure) = ledger.measure(&id)?;
            let words = Vocabulary::new(&ledger.bundle().statuses);
            let status = measure.status.as_ref();
            let number = ledger.measure_number(&finding.id, &id);
            Some((number, format!("{} {}", words.symbol(status), words.label(status)), measure.text.clone()))
        })
    });
    let part = move |read: fn(&(String, String, String)) -> &String| {
        move || shown.with(|shown| shown.as_ref().map(|shown| read(shown).clone()))
    };
    view! {
        <li>
            <a href=href>{part(|shown| &shown.0)}</a>
            <span class="line-status">{part(|shown| &shown.1)}</span>
            <span class="line-text">{part(|shown| &shown.2)}</span>
        </li>
    }
}
