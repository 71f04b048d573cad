//! 佐证材料 of a measure: files are picked or dropped and registered by their digests, and stay where they are.
//! Every field of a piece is edited where it stands.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use web_sys::File;

use super::entries::{Tools, counted, focus_entry, ids_of};
use super::field::FieldBox;
use super::fold::{Fold, FoldName};
use super::new_text::NewText;
use super::reading::{Reading, ReadingBar};
use super::recheck::Recheck;
use crate::app::evidence_index::EvidenceIndex;
use crate::app::nav::Nav;
use crate::app::workspace::Workspace;
use formats::digest::Digest;
use journal::{Op, Spot, describe, numbers};
use ledger::evidence::{self, next_numbers, piece};
use ledger::finding::Evidence;
use ledger::{Id, Ledger};
use platform::{chunked_read, files};
use query::route::{Place, Route};

/// How many pieces are drawn before the rest is asked for.
const FIRST: usize = 20;

/// The pieces of a measure, with what registers, moves and removes them.
#[component]
pub fn EvidenceList(
    /// The measure.
    measure: Id,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let proofs = EvidenceIndex::of_page();
    let reading = Reading::of_part();
    let input = NodeRef::<html::Input>::new();
    let button = NodeRef::<html::Button>::new();
    let over = RwSignal::new(false);
    let keep = StoredValue::new(measure.clone());
    let ids = {
        let measure = measure.clone();
        Memo::new(move |_| workspace.watch_entity(&measure, |ledger| ids_of(ledger, &measure, "evidence")))
    };
    let others = Memo::new(move |_| {
        proofs.watch(|index, ledger| {
            let told = |p: &evidence::Piece| {
                let (finding, measure, e) = piece(ledger, &p.evidence)?;
                let number = ledger.measure_number(&finding.id, &measure.id);
                let words = format!("{} {}", e.number, e.name).trim().to_owned();
                Some((
                    words,
                    number,
                    Route::from(Place::Measure(finding.id.clone(), measure.id.clone())).href(),
                ))
            };
            keep.with_value(|measure| index.also_proving(measure).filter_map(told).collect::<Vec<_>>())
        })
    });
    let count = move || ids.with(Vec::len);
    let fold = Fold::around(ids);
    let limit = RwSignal::new(FIRST);
    let shown = move || ids.with(|ids| ids.iter().take(limit.get()).cloned().collect::<Vec<_>>());
    let adding = RwSignal::new(false);
    // The boxes of what was just added wait to be filled.
    let newest = RwSignal::new(None::<Id>);
    let add = move |_| {
        fold.open();
        adding.set(true);
    };
    let made = Callback::new(move |name: String| {
        let removed = workspace.look_journal(numbers::removed);
        let number = workspace.look(|ledger| {
            let (finding, measure) = keep.with_value(|id| ledger.measure(id))?;
            next_numbers(ledger, &finding.id, &measure.id, 1, &removed).pop()
        });
        if let Some(id) =
            keep.with_value(|id| workspace.add(id, "evidence", json!({ "number": number, "name": name })))
        {
            limit.set(usize::MAX);
            newest.set(Some(id.clone()));
            focus_entry(&id);
        }
    });
    let take = move |files: Vec<File>| {
        if !files.is_empty() {
            limit.set(usize::MAX);
            fold.open();
            register(workspace, proofs, reading, keep.get_value(), files);
        }
    };
    let choose = move |event: ev::Event| {
        take(files::picked(&event));
    };
    let drop = move |event: ev::DragEvent| {
        // Here a file is evidence, not a ledger to open.
        event.prevent_default();
        event.stop_propagation();
        over.set(false);
        let (files, folders) =
            event.data_transfer().map(|data| chunked_read::dropped(&data)).unwrap_or_default();
        if folders > 0 {
            workspace
                .notices
                .warn(format!("拖来的 {folders} 个文件夹没有登记：请打开文件夹，拖入其中的文件。"));
        }
        take(files);
    };
    // A button that is not enabled takes no focus; by the next frame it is.
    let back = Callback::new(move |()| {
        request_animation_frame(move || {
            if let Some(Some(button)) = button.try_get_untracked() {
                let _ = button.focus();
            }
        });
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
            on:drop=drop
        >
            <div class="entries-head">
                <FoldName fold name="佐证材料" told=Signal::derive(move || counted(count()))/>
                <span class="spread"></span>
                <button
                    type="button"
                    class="small"
                    node_ref=button
                    disabled=move || reading.is_busy()
                    on:click=move |_| {
                        if let Some(input) = input.get_untracked() {
                            input.click();
                        }
                    }
                >
                    "选择材料…"
                </button>
                <input
                    class="sr"
                    node_ref=input
                    type="file"
                    multiple=true
                    tabindex="-1"
                    aria-label="选择佐证文件"
                    on:change=choose
                />
                <button type="button" class="small" on:click=add>"新增佐证材料"</button>
            </div>
            <ReadingBar reading back/>
            <Show when=move || adding.get()>
                <NewText label="材料名称" made closed=Callback::new(move |()| adding.set(false))/>
            </Show>
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
            <Show when=move || { fold.is_shown() && count() > limit.get() }>
                <button type="button" class="small" on:click=move |_| limit.set(usize::MAX)>
                    {move || format!("显示其余 {} 条", count().saturating_sub(limit.get()))}
                </button>
            </Show>
            <Show when=move || (fold.is_shown() || count() == 0) && !others.with(Vec::is_empty)>
                <p class="hint also">
                    "也由其他措施的材料佐证："
                    <For each=move || others.get() key=|other| other.clone() let:other>
                        <a href=other.2>{other.0}"（措施 "{other.1}"）"</a>
                    </For>
                </p>
            </Show>
        </section>
    }
}

/// The fields of a piece, in the order in which they stand, with the class that gives each its room.
const FIELDS: [(&str, &str); 12] = [
    ("number", ""),
    ("name", ""),
    ("date", ""),
    ("provider", ""),
    ("place", "half"),
    ("also", "half"),
    ("size", ""),
    ("media_type", ""),
    ("modified", "half"),
    ("sm3", "wide digest"),
    ("sha256", "wide digest"),
    ("note", "wide"),
];

/// Fields that take several lines.
const LONG: [&str; 4] = ["place", "note", "sm3", "sha256"];

/// What the line of a piece tells.
#[derive(Clone, PartialEq, Default)]
struct PieceLine {
    number: String,
    name: String,
    date: String,
    provider: String,
    is_digested: bool,
}

/// A piece: one line, and its fields where they are asked for.
#[component]
fn Piece(
    /// Which.
    id: Id,
    /// The piece that a person has just added.
    newest: RwSignal<Option<Id>>,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let name = {
        let id = id.clone();
        Memo::new(move |_| {
            let told = workspace.watch_entity(&id, |ledger| describe::place(ledger, &id));
            told.unwrap_or_else(|| "佐证材料".to_owned())
        })
    };
    let line = {
        let id = id.clone();
        Memo::new(move |_| {
            workspace
                .watch_entity(&id, |ledger| piece(ledger, &id).map(|(_, _, e)| told(e)).unwrap_or_default())
        })
    };
    let keep = StoredValue::new(id.clone());
    let is_new = newest.with_untracked(|newest| newest.as_ref() == Some(&id));
    let open = RwSignal::new(is_new || line.with_untracked(|line| line.name.is_empty()));
    Effect::new(move || {
        if nav.revealing.with(|wanted| keep.with_value(|id| wanted.as_ref() == Some(id))) {
            open.set(true);
        }
    });
    let boxes = move || {
        let each = FIELDS.iter().map(|(field, class)| {
            let lines = LONG.contains(field);
            view! { <div class=*class><FieldBox entity=keep.get_value() field=*field lines/></div> }
        });
        each.collect::<Vec<_>>()
    };
    view! {
        <div class="entry" role="group" aria-label=move || name.get() data-entity=id.to_string()>
            <div class="entry-main">
                <p class="piece-line">
                    <button
                        type="button"
                        class="fold"
                        aria-expanded=move || open.get().to_string()
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        <span class="piece-name">
                            <span class="piece-number">{move || line.with(|line| line.number.clone())}</span>
                            " "
                            {move || line.with(|line| {
                                if line.name.is_empty() { "（没有名称）".to_owned() } else { line.name.clone() }
                            })}
                        </span>
                    </button>
                    <span>{move || line.with(|line| line.date.clone())}</span>
                    <span>{move || line.with(|line| line.provider.clone())}</span>
                    <span class="piece-mark">
                        {move || if line.with(|line| line.is_digested) { "✓ 已登记摘要" } else { "未登记摘要" }}
                    </span>
                </p>
                <Show when=move || open.get()>
                    <div class="entry-fields">{boxes()}</div>
                </Show>
                <Recheck id=id.clone()/>
            </div>
            <Tools id=id.clone() name/>
        </div>
    }
}

fn told(evidence: &Evidence) -> PieceLine {
    PieceLine {
        number: evidence.number.clone(),
        name: evidence.name.clone(),
        date: evidence.date.map(|date| date.to_string()).unwrap_or_default(),
        provider: evidence.provider.clone(),
        is_digested: !evidence.sm3.trim().is_empty(),
    }
}

/// Reads the files and registers them as one step.
fn register(workspace: Workspace, proofs: EvidenceIndex, reading: Reading, measure: Id, files: Vec<File>) {
    let folder = proofs.folder.get_untracked();
    spawn_local(async move {
        let Some(read) = reading.digests(&files).await else {
            workspace.notices.tell("已停止读取，没有登记任何材料".to_owned());
            return;
        };
        let mut taken: Vec<(&File, Digest)> = Vec::new();
        let mut lines = Vec::new();
        for (file, digest) in files.iter().zip(read) {
            match digest {
                Err(why) => lines.push(format!(
                    "{}：浏览器读不出（{why}）。请检查文件是否还在原处、是否被占用，再选一次。",
                    file.name()
                )),
                Ok(digest) => match workspace.look(|ledger| namesake(ledger, &measure, &digest)) {
                    Some((true, number)) => {
                        lines.push(format!("{}：内容与已登记的 {number} 相同，没有重复登记。", file.name()));
                    }
                    _ if taken.iter().any(|(_, other)| *other == digest) => {
                        lines.push(format!("{}：与这次选的另一个文件内容相同，没有重复登记。", file.name()));
                    }
                    Some((false, number)) => {
                        lines.push(format!(
                            "{}：已登记；别的措施的 {number} 内容相同，也可改用“同时佐证”。",
                            file.name()
                        ));
                        taken.push((file, digest));
                    }
                    None => taken.push((file, digest)),
                },
            }
        }
        let person = workspace.person.get_untracked().unwrap_or_default();
        let ops = insert_ops(workspace, &measure, &taken, &folder, &person.name);
        let count = ops.len();
        if count > 0 && workspace.commit(ops) {
            workspace.notices.tell(format!("已登记 {count} 份佐证材料；按“撤销”可以取消"));
        }
        if !lines.is_empty() {
            workspace.notices.warn_with("有的文件请留意：".to_owned(), lines);
        }
    });
}

/// A registered piece with this content: whether it is of this measure, and its number. One of this measure first.
fn namesake(ledger: &Ledger, measure: &Id, digest: &Digest) -> Option<(bool, String)> {
    let same = evidence::all(ledger).filter(|(_, _, e)| e.sm3.trim().eq_ignore_ascii_case(&digest.sm3));
    let told = |(_, m, e): (_, &ledger::finding::Measure, &Evidence)| {
        let name = if e.number.is_empty() { &e.name } else { &e.number };
        (m.id == *measure, name.clone())
    };
    same.map(told).max_by_key(|(own, _)| *own)
}

/// The operations that register files at the end of a measure's list, numbered on.
fn insert_ops(
    workspace: Workspace,
    measure: &Id,
    files: &[(&File, Digest)],
    folder: &str,
    provider: &str,
) -> Vec<Op> {
    let removed = workspace.look_journal(numbers::removed);
    let (numbers, mut after) = workspace.look(|ledger| {
        let found = ledger.measure(measure);
        let numbers = found.map(|(f, m)| next_numbers(ledger, &f.id, &m.id, files.len(), &removed));
        (numbers.unwrap_or_default(), found.and_then(|(_, m)| m.evidence.last().map(|e| e.id.clone())))
    });
    let mut numbers = numbers.into_iter();
    let insert = |(file, digest): &(&File, Digest)| {
        let id = workspace.fresh_id();
        let item = json!({
            "id": id,
            "number": numbers.next(),
            "name": file.name(),
            "place": joined(folder, &file.name()),
            "size": digest.bytes,
            "media_type": file.type_(),
            "modified": chunked_read::modified(file).map_or(Value::Null, |at| json!(at)),
            "sm3": digest.sm3,
            "sha256": digest.sha256,
            "provider": provider,
        });
        let at = Spot { parent: measure.clone(), list: "evidence".to_owned(), after: after.replace(id) };
        Op::Insert { at, item }
    };
    files.iter().map(insert).collect()
}

/// A file's place in a folder, with the kind of stroke that the folder is written with. Empty without a folder:
/// a browser does not say where a file lies.
fn joined(folder: &str, name: &str) -> String {
    let bare = folder.trim().trim_end_matches(['/', '\\']);
    match bare {
        "" => String::new(),
        _ if folder.contains('\\') => format!("{bare}\\{name}"),
        _ => format!("{bare}/{name}"),
    }
}
