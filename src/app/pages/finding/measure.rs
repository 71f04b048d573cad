//! A measure on the page of its finding: its text, its fields in a quiet column, and what belongs to it in one line that
//! unfolds.

use leptos::prelude::*;

use crate::app::parts::closure::Closing;
use crate::app::parts::custom::CustomFields;
use crate::app::parts::deadline::{Extensions, InForce};
use crate::app::parts::entries::{Entries, Tools};
use crate::app::parts::evidence::EvidenceList;
use crate::app::parts::field::FieldBox;
use crate::app::parts::folded_fields::{Folded, FoldedFields, asked, line, text};
use crate::app::parts::remind::Remind;
use crate::app::workspace::Workspace;
use ledger::Id;

/// The fields beside the text. What nearly every measure has is there to be filled.
const FIELDS: [Folded; 13] = [
    asked("status"),
    asked("due"),
    asked("lead_unit"),
    asked("owner"),
    line("term"),
    line("leader"),
    line("units"),
    line("supporting_units"),
    line("completed"),
    line("recheck"),
    line("recheck_by"),
    line("recheck_date"),
    text("note"),
];

/// A measure as a numbered paragraph.
#[component]
pub fn MeasureBody(
    /// Its finding.
    finding: Id,
    /// The measure.
    id: Id,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let name = {
        let (finding, id) = (finding, id.clone());
        Memo::new(move |_| workspace.watch(|l| format!("措施 {}", l.measure_number(&finding, &id))))
    };
    let ordinal = {
        let id = id.clone();
        Memo::new(move |_| {
            let read = |ledger: &ledger::Ledger| ledger.measure(&id).map(|(_, m)| m.ordinal.clone());
            workspace.watch_entity(&id, read).unwrap_or_default()
        })
    };
    view! {
        <article class="measure" aria-label=move || name.get() data-entity=id.to_string()>
            <header class="measure-head">
                <h3>{move || name.get()}</h3>
                <span class="ordinal">{move || ordinal.get()}</span>
                <span class="spread"></span>
                <Tools id=id.clone() name/>
            </header>
            <div class="columns">
                <div class="main-column">
                    <FieldBox entity=id.clone() field="text" lines=true/>
                    <div class="measure-line">
                        <Entries parent=id.clone() list="progress" long=&["text"] folded=true/>
                        <EvidenceList measure=id.clone()/>
                        <Extensions id=id.clone()/>
                        <Closing id=id.clone()/>
                        <Remind id=id.clone()/>
                    </div>
                    <details class="rename">
                        <summary>"序次与提要"</summary>
                        <div class="pair">
                            <FieldBox entity=id.clone() field="number"/>
                            <FieldBox entity=id.clone() field="ordinal"/>
                            <FieldBox entity=id.clone() field="lead"/>
                        </div>
                    </details>
                </div>
                <aside class="side-column" aria-label=move || format!("{}的责任、时限与状态", name.get())>
                    <FoldedFields entity=id.clone() fields=&FIELDS/>
                    <CustomFields entity=id.clone() of_finding=false/>
                    <InForce id=id.clone()/>
                    <FieldBox entity=id.clone() field="internal"/>
                </aside>
            </div>
        </article>
    }
}
