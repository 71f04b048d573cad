//! What stands under the measures of a finding: the documents and figures that serve it, and its last edits in words.

use leptos::prelude::*;

use crate::app::workspace::Workspace;
use journal::describe;
use journal::entity_names::EntityNames;
use ledger::Id;
use query::route::{Place, Route};

/// How many of the last edits of a finding its page tells.
const TOLD: usize = 20;

/// Documents and figures that belong to the finding.
#[component]
pub fn Served(
    /// The finding.
    id: Id,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let documents = {
        let id = id.clone();
        Memo::new(move |_| {
            workspace.watch(|ledger| {
                let all = ledger.bundle().institutions.iter();
                all.filter(|d| d.findings.contains(&id))
                    .map(|d| {
                        let role = d.role.as_ref().map_or("", |role| role.label()).to_owned();
                        (d.id.clone(), format!("《{}》", d.title), role)
                    })
                    .collect::<Vec<_>>()
            })
        })
    };
    let figures = Memo::new(move |_| {
        workspace.watch(|ledger| {
            let all = ledger.bundle().figures.iter();
            all.filter(|f| f.finding.as_ref() == Some(&id))
                .map(|f| {
                    let number = f.value.as_ref().map(ToString::to_string).unwrap_or_default();
                    let about = if f.approx { "约 " } else { "" };
                    (f.id.clone(), f.what.clone(), format!("{about}{number} {}", f.unit))
                })
                .collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || !documents.with(Vec::is_empty)>
            <section class="served" aria-label="制度与文件">
                <h2>"制度与文件"<span class="count">{move || documents.with(Vec::len)}</span></h2>
                <ul>
                    <For each=move || documents.get() key=|d| d.clone() let:document>
                        <li>
                            {document.1}
                            " "
                            <span class="tag">{document.2}</span>
                        </li>
                    </For>
                </ul>
            </section>
        </Show>
        <Show when=move || !figures.with(Vec::is_empty)>
            <section class="served" aria-label="数字成果">
                <h2>"数字成果"<span class="count">{move || figures.with(Vec::len)}</span></h2>
                <p class="hint"><a href=Route::from(Place::Results).href()>"各问题合计见追责问责与数字成果"</a></p>
                <ul>
                    <For each=move || figures.get() key=|f| f.clone() let:figure>
                        <li>{figure.1}" "<strong>{figure.2}</strong></li>
                    </For>
                </ul>
            </section>
        </Show>
    }
}

/// The last edits of the finding, in words.
#[component]
pub fn Described(
    /// The finding.
    id: Id,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let lines = Memo::new(move |_| {
        workspace.revision.track();
        workspace.look_journal(|journal| {
            let known = EntityNames::of(journal);
            let mine = journal.entries().iter().rev().filter(|entry| {
                let about = match &entry.edit.op {
                    journal::Op::Insert { at, .. } | journal::Op::Remove { at, .. } => {
                        Some(at.parent.clone())
                    }
                    op => op.entity(),
                };
                about.and_then(|about| known.finding_of(&about)).is_some_and(|finding| finding == id)
            });
            mine.take(TOLD)
                .map(|e| (e.edit.id.clone(), e.edit.at.minute_text(), describe::sentence(&known, &e.edit)))
                .collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || !lines.with(Vec::is_empty)>
            <section class="told" aria-label="变更记录">
                <h2>"变更记录"</h2>
                <ol>
                    <For each=move || lines.get() key=|l| l.clone() let:line>
                        <li>
                            <time>{line.1}</time>
                            " "
                            {line.2}
                        </li>
                    </For>
                </ol>
            </section>
        </Show>
    }
}
