//! 佐证材料 of a measure: files are picked or dropped and registered by their digests, and stay where they are.
//! Every field of a piece is edited where it stands.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use self::piece::Piece;
use self::registering::Registering;
use super::entries::{counted, focus_entry, ids_of};
use super::file_input::{ask, file_input};
use super::fold::{Fold, FoldName};
use super::new_text::NewText;
use super::reading::{Reading, ReadingBar, focus_again};
use crate::app::evidence_index::EvidenceIndex;
use crate::app::workspace::Workspace;
use ledger::evidence::{self, piece};
use ledger::{Id, Ledger};
use query::route::{Place, Route};

mod piece;
mod registering;

/// How many pieces are drawn before the rest is asked for.
const FIRST: usize = 20;

/// The pieces of a measure, with what registers, moves and removes them.
#[component]
pub fn EvidenceList(
    /// The measure.
    measure: Id,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let measure = StoredValue::new(measure);
    let ids = Memo::new(move |_| {
        measure.with_value(|id| workspace.watch_entity(id, |ledger| ids_of(ledger, id, "evidence")))
    });
    let registering = Registering {
        workspace,
        proofs: EvidenceIndex::of_page(),
        measure,
        reading: Reading::of_part(),
        fold: Fold::around(ids),
        limit: RwSignal::new(FIRST),
        over: RwSignal::new(false),
    };
    let Registering { reading, fold, over, .. } = registering;
    let button = NodeRef::<html::Button>::new();
    let adding = RwSignal::new(false);
    // The boxes of what was just added wait to be filled.
    let newest = RwSignal::new(None::<Id>);
    let made = Callback::new(move |name: String| {
        if let Some(id) = registering.add(&name) {
            newest.set(Some(id.clone()));
            focus_entry(&id);
        }
    });
    view! {
        <section
            class="entries proofs"
            class:over=move || over.get()
            class:open=move || fold.is_shown() || reading.is_busy()
            role="group"
            aria-label="佐证材料"
            on:dragover=move |event: ev::DragEvent| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=move |event: ev::DragEvent| registering.drop(&event)
        >
            {head(&registering, ids, button, adding)}
            <ReadingBar reading back=Callback::new(move |()| focus_again(button))/>
            <Show when=move || adding.get()>
                <NewText label="材料名称" made closed=Callback::new(move |()| adding.set(false))/>
            </Show>
            {pieces(&registering, ids, newest)}
            {proved_elsewhere(&registering, ids)}
        </section>
    }
}

/// The name of the part, and what adds to it.
fn head(
    registering: &Registering,
    ids: Memo<Vec<Id>>,
    button: NodeRef<html::Button>,
    adding: RwSignal<bool>,
) -> AnyView {
    let registering = *registering;
    let Registering { reading, fold, .. } = registering;
    let input = NodeRef::<html::Input>::new();
    let add = move |_| {
        fold.open();
        adding.set(true);
    };
    view! {
        <div class="entries-head">
            <FoldName fold name="佐证材料" told=Signal::derive(move || counted(ids.with(Vec::len)))/>
            <span class="spread"></span>
            <button
                type="button"
                class="small"
                node_ref=button
                disabled=move || reading.is_busy()
                on:click=move |_| ask(input)
            >
                "选择材料…"
            </button>
            {file_input(input, "选择佐证文件", true, Callback::new(move |event| registering.choose(&event)))}
            <button type="button" class="small" on:click=add>"新增佐证材料"</button>
        </div>
    }
    .into_any()
}

/// The pieces, with where files that are registered next lie; as many as are asked for.
fn pieces(registering: &Registering, ids: Memo<Vec<Id>>, newest: RwSignal<Option<Id>>) -> AnyView {
    let Registering { proofs, fold, limit, .. } = *registering;
    let shown = move || ids.with(|ids| ids.iter().take(limit.get()).cloned().collect::<Vec<_>>());
    let rest = move || ids.with(Vec::len).saturating_sub(limit.get());
    view! {
        <Show when=move || fold.is_shown()>
            <details class="rename">
                <summary>"把文件拖到这里，或按“选择材料…”：只登记名称、大小和摘要，文件留在原处"</summary>
                <label class="folder">
                    "文件所在的文件夹（登记时写入存放位置）"
                    <input
                        type="text"
                        autocomplete="off"
                        placeholder="例如 \\\\共享盘\\整改佐证\\12-3"
                        prop:value=move || proofs.folder.get()
                        on:change=move |event| proofs.keep_folder(event_target_value(&event).trim().to_owned())
                    />
                </label>
            </details>
            <div class="entry-list">
                <For each=shown key=Id::clone let:id>
                    <Piece id newest/>
                </For>
            </div>
        </Show>
        <Show when=move || { fold.is_shown() && rest() > 0 }>
            <button type="button" class="small" on:click=move |_| limit.set(usize::MAX)>
                {move || format!("显示其余 {} 条", rest())}
            </button>
        </Show>
    }
    .into_any()
}

/// A piece of another measure that proves this one too: its words, the number of its measure, the way there.
fn told(ledger: &Ledger, at: &evidence::Piece) -> Option<(String, String, String)> {
    let (finding, measure, e) = piece(ledger, &at.evidence)?;
    let number = ledger.measure_number(&finding.id, &measure.id);
    let words = format!("{} {}", e.number, e.name).trim().to_owned();
    let place = Place::Measure(finding.id.clone(), measure.id.clone());
    Some((words, number, Route::from(place).href()))
}

/// The pieces of other measures that prove this one too.
fn proved_elsewhere(registering: &Registering, ids: Memo<Vec<Id>>) -> AnyView {
    let Registering { proofs, measure, fold, .. } = *registering;
    let others = Memo::new(move |_| {
        proofs.watch(|index, ledger| {
            let proving = |measure: &Id| {
                index.also_proving(measure).filter_map(|at| told(ledger, at)).collect::<Vec<_>>()
            };
            measure.with_value(proving)
        })
    });
    view! {
        <Show when=move || (fold.is_shown() || ids.with(Vec::is_empty)) && !others.with(Vec::is_empty)>
            <p class="hint also">
                "也由其他措施的材料佐证："
                <For each=move || others.get() key=|other| other.clone() let:other>
                    <a href=other.2>{other.0}"（措施 "{other.1}"）"</a>
                </For>
            </p>
        </Show>
    }
    .into_any()
}
