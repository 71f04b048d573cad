//! One finding: its text, its measures as numbered paragraphs with their fields beside them, what serves it,
//! and what was changed. Everything is edited where it stands. The measures come first: they are what is worked on.

use leptos::prelude::*;
use serde_json::json;

use crate::app::lists::Lists;
use crate::app::nav::Nav;
use crate::app::parts::closure::Closing;
use crate::app::parts::custom::CustomFields;
use crate::app::parts::deadline::{Extensions, InForce};
use crate::app::parts::entries::{Tools, css, focus_entry, ids_of};
use crate::app::parts::field::FieldBox;
use crate::app::parts::folded_fields::{Folded, FoldedFields, asked, line, text};
use crate::app::parts::new_text::NewText;
use crate::app::parts::remind::Remind;
use crate::app::reveal;
use crate::app::workspace::Workspace;
use crate::app::worktable::begin::asked_in_address;
pub use beside::FindingBody;
use journal::extending;
use ledger::{Id, Ledger};
pub use measure::MeasureBody;
use query::RecordKind;
use query::route::{Place, Route};
use served::{Described, Served};

mod beside;
mod measure;
mod served;

/// The texts that tell of the finding.
const TEXTS: [Folded; 5] = [text("details"), text("goal"), text("cause"), text("wider_check"), text("note")];

/// Who answers for it, and by when.
const DUTIES: [Folded; 13] = [
    asked("aspect"),
    asked("lead_unit"),
    asked("due"),
    line("leader"),
    line("units"),
    line("supporting_units"),
    line("owner"),
    line("amount"),
    line("rectified_amount"),
    line("completed"),
    line("recheck"),
    line("recheck_by"),
    line("recheck_date"),
];

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

/// The finding before or after this one: in the list that the person came from where this one is in it, else in the ledger.
fn neighbour(lists: Lists, ledger: &Ledger, id: &Id, by: isize) -> Option<Id> {
    let listed = lists.finding_ids();
    if let Some(at) = listed.iter().position(|one| one == id) {
        return listed.get(at.checked_add_signed(by)?).cloned();
    }
    let at = ledger.position(id)?.checked_add_signed(by)?;
    ledger.bundle().findings.get(at).map(|finding| finding.id.clone())
}

/// What of the finding is watched by several parts of its page.
#[derive(Clone, Copy)]
struct Watched {
    id: StoredValue<Id>,
    number: Memo<u32>,
    measures: Memo<Vec<Id>>,
}

impl Watched {
    fn of(id: Id) -> Watched {
        let workspace = Workspace::of_page();
        let id = StoredValue::new(id);
        Watched {
            id,
            number: Memo::new(move |_| {
                workspace.watch(|ledger| id.with_value(|id| ledger.finding_number(id)))
            }),
            measures: Memo::new(move |_| {
                let id = id.get_value();
                workspace.watch_entity(&id, |ledger| ids_of(ledger, &id, "measures"))
            }),
        }
    }
}

#[component]
fn Body(id: Id) -> impl IntoView {
    let workspace = Workspace::of_page();
    lead_to_measure(&id);
    let watched = Watched::of(id.clone());
    // What has no deadline of its own needs no extension.
    let dated = {
        let id = id.clone();
        Memo::new(move |_| workspace.watch_entity(&id, |ledger| extending::current(ledger, &id).is_some()))
    };
    let keep = watched.id;
    view! {
        <article class="page finding" data-entity=keep.with_value(Id::to_string)>
            {head(watched)}
            <aside class="duties" aria-label="问题的责任与时限">
                <FoldedFields entity=id.clone() fields=&DUTIES/>
                <CustomFields entity=id.clone() of_finding=true/>
                <InForce id=id.clone()/>
            </aside>
            <details class="rename">
                <summary>"修改标题与正文"</summary>
                <FieldBox entity=id.clone() field="title" lines=true/>
                <FieldBox entity=id.clone() field="body" lines=true/>
                <div class="pair">
                    <FieldBox entity=id.clone() field="number"/>
                    <FieldBox entity=id.clone() field="prefix"/>
                    <FieldBox entity=id.clone() field="label"/>
                    <FieldBox entity=id.clone() field="internal"/>
                </div>
            </details>
            <Measures watched/>
            <div class="section-head">
                <h2>"问题情况与销号"</h2>
            </div>
            <div class="texts">
                <FoldedFields entity=id.clone() fields=&TEXTS/>
            </div>
            <div class="measure-line">
                <Show when=move || dated.get()>
                    <Extensions id=keep.get_value()/>
                </Show>
                <Closing id=id.clone()/>
                <Remind id=id.clone()/>
            </div>
            <Served id=id.clone()/>
            <Described id/>
        </article>
    }
}

/// The number and the title, and the ways to the list as it was left and to the findings beside this one.
fn head(watched: Watched) -> impl IntoView {
    let Watched { id, number, .. } = watched;
    let workspace = Workspace::of_page();
    let title = Memo::new(move |_| {
        let id = id.get_value();
        workspace.watch_entity(&id, |ledger| ledger.finding(&id).map(|f| f.title.clone()).unwrap_or_default())
    });
    let shown = move || {
        let title = title.get();
        if title.is_empty() { "（没有标题的问题）".to_owned() } else { title }
    };
    let list = Nav::of_page().asked(RecordKind::Finding);
    let list_href = move || Route { place: Place::Findings, query: list.get().unwrap_or_default() }.href();
    let name = Signal::derive(move || format!("问题 {}", number.get()));
    let again = move || format!("问题 {}　{}（续）", number.get(), title.get());
    view! {
        // Over each sheet of paper but the first, where the title lies over it.
        <div class="print-again" aria-hidden="true">
            <p>{again}</p>
        </div>
        <header class="page-head">
            <p class="crumbs">
                <a href=list_href>"问题清单"</a>
                <span class="spread"></span>
                {step(id, -1, "← 上一个")}
                {step(id, 1, "下一个 →")}
                <Tools id=id.get_value() name/>
            </p>
            <div class="title-line">
                <span class="number" aria-hidden="true">{move || number.get()}</span>
                <h1>{shown}</h1>
            </div>
        </header>
    }
}

/// The way to the finding before or after; nothing at the end.
fn step(id: StoredValue<Id>, by: isize, words: &'static str) -> impl IntoView {
    let (workspace, lists) = (Workspace::of_page(), Lists::of_page());
    let to =
        Memo::new(move |_| workspace.watch(|ledger| id.with_value(|id| neighbour(lists, ledger, id, by))));
    move || to.get().map(|id| view! { <a href=Route::from(Place::Finding(id)).href()>{words}</a> })
}

/// The measures, and the box in which one more is written.
#[component]
fn Measures(watched: Watched) -> impl IntoView {
    let Watched { id, number, measures } = watched;
    let workspace = Workspace::of_page();
    let adding = asked_in_address();
    let next =
        Memo::new(move |_| workspace.watch(|ledger| id.with_value(|id| ledger.next_measure_number(id))));
    let add = move |text: String| {
        let members = json!({ "number": next.get_untracked(), "text": text });
        id.with_value(|id| workspace.add(id, "measures", members))
    };
    let made = Callback::new(move |text: String| {
        if let Some(new) = add(text) {
            focus_entry(&new);
        }
    });
    let another = Callback::new(move |text: String| drop(add(text)));
    let name = move || format!("措施 {}-{}", number.get(), next.get());
    view! {
        <div class="section-head">
            <h2>"整改措施"<span class="count">{move || measures.with(Vec::len)}</span></h2>
            <button type="button" on:click=move |_| adding.set(true)>"新增整改措施"</button>
        </div>
        <Show when=move || measures.with(Vec::is_empty) && !adding.get()>
            <p class="empty">"这个问题还没有整改措施。按“新增整改措施”写下第一条。"</p>
        </Show>
        <For each=move || measures.get() key=Id::clone let:measure>
            <MeasureBody finding=id.get_value() id=measure/>
        </For>
        <Show when=move || adding.get()>
            <article class="measure" aria-label=name>
                <header class="measure-head">
                    <h3>{name}</h3>
                </header>
                <div class="main-column">
                    <NewText label="整改措施" made another closed=Callback::new(move |()| adding.set(false))/>
                </div>
            </article>
        </Show>
    }
}

/// Brings the measure that the address names into sight, once it is drawn.
fn lead_to_measure(finding: &Id) {
    let nav = Nav::of_page();
    let place = nav.place();
    let finding = finding.clone();
    Effect::new(move || {
        if let Place::Measure(of, measure) = place.get()
            && of == finding
        {
            reveal::look_for(nav, format!("article[data-entity=\"{}\"]", css(&measure)));
        }
    });
}
