//! One finding: its text, its measures as numbered paragraphs with their fields beside them, what serves it,
//! and what was changed. Everything is edited where it stands.

use leptos::prelude::*;
use serde_json::json;

use crate::app::parts::closure::Closing;
use crate::app::parts::custom::CustomFields;
use crate::app::parts::deadline::{Extensions, InForce};
use crate::app::parts::entries::{Entries, Tools, focus_entry, ids_of};
use crate::app::parts::evidence::EvidenceList;
use crate::app::parts::field::FieldBox;
use crate::app::parts::remind::Remind;
use crate::app::workspace::Workspace;
use journal::entity_names::EntityNames;
use journal::{describe, extending};
use ledger::closure::ClosureState;
use ledger::finding::{Finding, Measure};
use ledger::{Id, Ledger};
use query::route::{Place, Route};

/// How many of the last edits of a finding its page tells.
const TOLD: usize = 20;

/// The page of one finding.
#[component]
pub fn FindingPage(
    /// Which.
    id: Id,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let there = {
        let id = id.clone();
        Memo::new(move |_| workspace.watch(|ledger| ledger.finding(&id).is_some()))
    };
    let keep = StoredValue::new(id);
    view! {
        <Show
            when=move || there.get()
            fallback=move || {
                view! {
                    <section class="page">
                        <h1>"没有这个问题"</h1>
                        <p>
                            {format!("编号 {} 的问题不在这本台账里：可能已被删除，或链接来自别的台账。", keep.get_value())}
                        </p>
                        <p>
                            <a href=Route::from(Place::Findings).href()>"回到问题清单"</a>
                        </p>
                    </section>
                }
            }
        >
            <Body id=keep.get_value()/>
        </Show>
    }
}

/// The finding before or after this one.
fn neighbour(ledger: &Ledger, id: &Id, by: isize) -> Option<Id> {
    let at = ledger.position(id)?.checked_add_signed(by)?;
    ledger.bundle().findings.get(at).map(|finding| finding.id.clone())
}

#[component]
fn Body(id: Id) -> impl IntoView {
    let workspace = Workspace::of_page();
    let of = {
        let id = id.clone();
        move |read: fn(&Finding) -> String| {
            let id = id.clone();
            Memo::new(move |_| {
                workspace.watch_entity(&id, |ledger| ledger.finding(&id).map(read).unwrap_or_default())
            })
        }
    };
    let keep = StoredValue::new(id.clone());
    let title = of(|f| f.title.clone());
    // What has no deadline of its own needs no extension.
    let dated = {
        let id = id.clone();
        Memo::new(move |_| workspace.watch_entity(&id, |ledger| extending::current(ledger, &id).is_some()))
    };
    let number = {
        let id = id.clone();
        Memo::new(move |_| workspace.watch(|ledger| ledger.finding_number(&id)))
    };
    let measures = {
        let id = id.clone();
        Memo::new(move |_| workspace.watch_entity(&id, |ledger| ids_of(ledger, &id, "measures")))
    };
    let step = |by: isize, words: &'static str, id: Id| {
        let to = Memo::new(move |_| workspace.watch(|ledger| neighbour(ledger, &id, by)));
        view! {
            {move || {
                to.get()
                    .map(|id| view! { <a href=Route::from(Place::Finding(id)).href()>{words}</a> })
            }}
        }
    };
    let add = {
        let id = id.clone();
        move |_| {
            let next = workspace.look(|ledger| ledger.next_measure_number(&id));
            if let Some(new) = workspace.add(&id, "measures", json!({ "number": next })) {
                focus_entry(&new);
            }
        }
    };
    view! {
        <article class="page finding" data-entity=keep.with_value(Id::to_string)>
            <header class="page-head">
                <p class="crumbs">
                    <a href=Route::from(Place::Findings).href()>"问题清单"</a>
                    <span class="spread"></span>
                    {step(-1, "← 上一个", id.clone())}
                    {step(1, "下一个 →", id.clone())}
                    <Tools id=id.clone() name=Signal::derive(move || format!("问题 {}", number.get()))/>
                </p>
                <div class="title-line">
                    <span class="number" aria-hidden="true">{move || number.get()}</span>
                    <h1>
                        {move || {
                            let title = title.get();
                            if title.is_empty() { "（没有标题的问题）".to_owned() } else { title }
                        }}
                    </h1>
                </div>
            </header>
            <div class="columns">
                <div class="main-column">
                    <details class="rename">
                        <summary>"修改标题与正文"</summary>
                        <FieldBox entity=id.clone() field="title" lines=true/>
                        <FieldBox entity=id.clone() field="body" lines=true/>
                        <div class="pair">
                            <FieldBox entity=id.clone() field="number"/>
                            <FieldBox entity=id.clone() field="prefix"/>
                            <FieldBox entity=id.clone() field="label"/>
                        </div>
                    </details>
                    <div class="texts">
                        <FieldBox entity=id.clone() field="details" lines=true/>
                        <FieldBox entity=id.clone() field="goal" lines=true/>
                        <FieldBox entity=id.clone() field="cause" lines=true/>
                        <FieldBox entity=id.clone() field="wider_check" lines=true/>
                    </div>
                    <Show when=move || dated.get()>
                        <Extensions id=keep.get_value()/>
                    </Show>
                    <Closing id=id.clone()/>
                    <Remind id=id.clone()/>
                </div>
                <aside class="side-column" aria-label="问题的责任与时限">
                    <FieldBox entity=id.clone() field="aspect"/>
                    <FieldBox entity=id.clone() field="leader"/>
                    <FieldBox entity=id.clone() field="lead_unit"/>
                    <FieldBox entity=id.clone() field="units"/>
                    <FieldBox entity=id.clone() field="supporting_units"/>
                    <FieldBox entity=id.clone() field="owner"/>
                    <FieldBox entity=id.clone() field="due"/>
                    <InForce id=id.clone()/>
                    <CustomFields entity=id.clone() of_finding=true/>
                    <FieldBox entity=id.clone() field="note" lines=true/>
                    <FieldBox entity=id.clone() field="internal"/>
                </aside>
            </div>
            <div class="section-head">
                <h2>"整改措施"<span class="count">{move || measures.with(Vec::len)}</span></h2>
                <button type="button" on:click=add>"新增整改措施"</button>
            </div>
            <Show when=move || measures.with(Vec::is_empty)>
                <p class="empty">"这个问题还没有整改措施。按“新增整改措施”写下第一条。"</p>
            </Show>
            <For each=move || measures.get() key=Id::clone let:measure>
                <MeasureBody finding=keep.get_value() id=measure/>
            </For>
            <Served id=id.clone()/>
            <Described id/>
        </article>
    }
}

/// A measure as a numbered paragraph.
#[component]
fn MeasureBody(finding: Id, id: Id) -> impl IntoView {
    let workspace = Workspace::of_page();
    let name = {
        let (finding, id) = (finding, id.clone());
        Memo::new(move |_| workspace.watch(|l| format!("措施 {}", l.measure_number(&finding, &id))))
    };
    let of = {
        let id = id.clone();
        move |read: fn(&Measure) -> String| {
            let id = id.clone();
            Memo::new(move |_| {
                workspace
                    .watch_entity(&id, |ledger| ledger.measure(&id).map(|(_, m)| read(m)).unwrap_or_default())
            })
        }
    };
    let ordinal = of(|m| m.ordinal.clone());
    let closure = of(|m| ClosureState::after(&m.closure).label().to_owned());
    view! {
        <article class="measure" aria-label=move || name.get() data-entity=id.to_string()>
            <header class="measure-head">
                <h3>{move || name.get()}</h3>
                <span class="ordinal">{move || ordinal.get()}</span>
                <span class="spread"></span>
                <span class="closure">"销号情况 "{move || closure.get()}</span>
                <Tools id=id.clone() name/>
            </header>
            <div class="columns">
                <div class="main-column">
                    <FieldBox entity=id.clone() field="text" lines=true/>
                    <Entries parent=id.clone() list="progress" long=&["text"]/>
                    <EvidenceList measure=id.clone()/>
                    <Extensions id=id.clone()/>
                    <Closing id=id.clone()/>
                    <Remind id=id.clone()/>
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
                    <FieldBox entity=id.clone() field="status"/>
                    <FieldBox entity=id.clone() field="term"/>
                    <FieldBox entity=id.clone() field="due"/>
                    <InForce id=id.clone()/>
                    <FieldBox entity=id.clone() field="leader"/>
                    <FieldBox entity=id.clone() field="lead_unit"/>
                    <FieldBox entity=id.clone() field="units"/>
                    <FieldBox entity=id.clone() field="supporting_units"/>
                    <FieldBox entity=id.clone() field="owner"/>
                    <CustomFields entity=id.clone() of_finding=false/>
                    <FieldBox entity=id.clone() field="note" lines=true/>
                    <FieldBox entity=id.clone() field="internal"/>
                </aside>
            </div>
        </article>
    }
}

/// Documents and figures that belong to the finding.
#[component]
fn Served(id: Id) -> impl IntoView {
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
fn Described(id: Id) -> impl IntoView {
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
