//! 本机台账: what this browser holds of each ledger, and the linked file. What is done with them is `held`'s and `linking`'s.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::linked_file::{LinkState, Linking};
use crate::app::local_ledgers::{self, LocalLedgers, Removed};
use crate::app::new_ledger::NewLedgerAsked;
use crate::app::opening::Opening;
use crate::app::parts::table_head::head_row;
use crate::app::workspace::Workspace;
use platform::{file_handle, storage};

/// What is done with the ledgers that this browser holds.
#[derive(Clone, Copy)]
struct Held {
    workspace: Workspace,
    opening: Opening,
    /// What is there, and why not all of it could be read; `None` until it has been counted.
    list: RwSignal<Option<(Vec<LocalLedgers>, Option<String>)>>,
    /// What was removed since the page came, and can be put back.
    removed: StoredValue<Vec<Removed>, LocalStorage>,
    /// The same, as it is shown.
    gone: RwSignal<Vec<LocalLedgers>>,
}

impl Held {
    fn read(self) {
        spawn_local(async move {
            let found = local_ledgers::list(self.workspace).await;
            self.list.try_set(Some(found));
        });
    }

    fn export(self, one: LocalLedgers) {
        if one.here {
            return self.opening.export();
        }
        let notices = self.workspace.notices;
        spawn_local(async move {
            match local_ledgers::export(self.workspace, &one).await {
                Ok((name, None)) => notices.tell(format!("已交浏览器下载 {name}；看到文件才算导出")),
                Ok((name, Some(why))) => notices.warn(format!(
                    "已交浏览器下载 {name}，但备用存储读不出来（{why}），其中只有浏览器存储里的修改。"
                )),
                Err(why) => notices.warn(format!("没有导出 {}：{why}。", one.id)),
            }
        });
    }

    fn remove(self, one: LocalLedgers) {
        spawn_local(async move {
            match local_ledgers::remove(self.workspace, &one).await {
                Ok(taken) => {
                    self.removed.update_value(|all| all.push(taken));
                    self.gone.update(|all| all.push(one));
                }
                Err(why) => self.workspace.notices.warn(format!("没有移除 {}：{why}。", one.id)),
            }
            self.read();
        });
    }

    fn put_back(self, id: ledger::Id) {
        let taken = self.removed.with_value(|all| all.iter().find(|one| one.held.id == id).cloned());
        let Some(taken) = taken else { return };
        spawn_local(async move {
            match local_ledgers::put_back(self.workspace, &taken).await {
                Ok(()) => self.gone.update(|all| all.retain(|one| one.id != id)),
                Err(why) => self.workspace.notices.warn(format!("没有全部恢复 {id}：{why}。")),
            }
            self.read();
        });
    }
}

/// What a ledger is called: its title, or its id where that is not known.
fn name(one: &LocalLedgers) -> String {
    if one.title.is_empty() { one.id.to_string() } else { one.title.clone() }
}

/// The page.
#[component]
pub fn LocalLedgersPage() -> impl IntoView {
    let workspace = Workspace::of_page();
    let held = Held {
        workspace,
        opening: Opening::of_page(),
        list: RwSignal::new(None),
        removed: StoredValue::new_local(Vec::new()),
        gone: RwSignal::new(Vec::new()),
    };
    Effect::new(move || {
        workspace.opened.track();
        // Its edits are counted too.
        workspace.revision.track();
        held.read();
    });
    let begin = NewLedgerAsked::of_page();
    let used = move || {
        held.list.track();
        let used = workspace.store().map_or(0, |store| store.used());
        format!(
            "浏览器存储已用 {}，上限 {}（同一浏览器打开的本地网页共用）。",
            size(used * 2),
            size(storage::LIMIT * 2),
        )
    };
    view! {
        <section class="page held">
            <header class="page-head">
                <h1>"本机台账"</h1>
                <p class="hint">
                    "这台电脑的这个浏览器里存有的台账。浏览器中的只是工作副本，导出的 JSON 才是正式记录。每处修改存两份：浏览器存储（localStorage）和备用存储（IndexedDB）。"
                </p>
            </header>
            <p>
                <button type="button" on:click=move |_| begin.ask()>"新建台账"</button>
            </p>
            <p>{used}</p>
            {move || match held.list.get() {
                None => view! { <p role="status">"正在清点…"</p> }.into_any(),
                Some((all, fault)) => table(&held, all, fault),
            }}
            <For each=move || held.gone.get() key=|one| one.id.clone() let:one>
                <p class="banner" role="status">
                    {format!("已从本机移除“{}”。离开或重新载入本页之前可以恢复。", name(&one))}
                    <button type="button" class="small" on:click=move |_| held.put_back(one.id.clone())>
                        "恢复"
                    </button>
                </p>
            </For>
            <LinkedFile/>
        </section>
    }
}

/// The ledgers, a row each.
fn table(held: &Held, all: Vec<LocalLedgers>, fault: Option<String>) -> AnyView {
    const COLUMNS: [(&str, &str); 6] = [
        ("", "台账"),
        ("number", "修改条数"),
        ("number", "占用浏览器存储"),
        ("number", "打开的文件"),
        ("", "最近打开"),
        ("", "操作"),
    ];
    let fault = fault.map(|why| {
        let told = format!(
            "备用存储（IndexedDB）读不出来（{why}）：下面只列出浏览器存储里的修改，打开过的文件没有列全。",
        );
        view! { <p role="alert">{told}</p> }
    });
    view! {
        {fault}
        <div class="scroll-x" tabindex="0" role="region" aria-label="本机台账一览">
        <table class="plain">
            <caption>{format!("共 {} 本", all.len())}</caption>
            <thead>{head_row(&COLUMNS)}</thead>
            <tbody>{all.into_iter().map(|one| row(held, one)).collect::<Vec<_>>()}</tbody>
        </table>
        </div>
    }
    .into_any()
}

fn row(held: &Held, one: LocalLedgers) -> AnyView {
    let tag = |shown: bool, text: &'static str| shown.then(|| view! { <span class="tag">{text}</span> });
    let file = if one.file == 0 { "–".to_owned() } else { size(one.file as usize) };
    view! {
        <tr>
            <th scope="row">
                {name(&one)}
                {tag(one.here, "现在打开的")}
                {tag(one.elsewhere, "另一个标签页开着")}
                {tag(one.own, "页面自带")}
            </th>
            <td class="number">{one.edits}</td>
            <td class="number">{size(one.units * 2)}</td>
            <td class="number">{file}</td>
            <td>{one.at.get(..16).map_or_else(|| "–".to_owned(), |at| at.replace('T', " "))}</td>
            <td class="actions">{acts(held, one)}</td>
        </tr>
    }
    .into_any()
}

/// What can be done with a ledger.
fn acts(held: &Held, one: LocalLedgers) -> AnyView {
    let held = *held;
    let name = name(&one);
    let (open, out) = (one.clone(), one.clone());
    let is_kept = one.here || one.elsewhere;
    view! {
        <button
            type="button"
            class="small"
            disabled=one.here
            aria-label=format!("打开 {name}")
            on:click=move |_| held.opening.held(open.id.clone(), open.own)
        >
            "打开"
        </button>
        <button
            type="button"
            class="small"
            aria-label=format!("导出 {name}")
            on:click=move |_| held.export(out.clone())
        >
            "导出"
        </button>
        <button
            type="button"
            class="small"
            disabled=is_kept
            title=if is_kept { "开着的台账不能移除" } else { "" }
            aria-label=format!("移除 {name}")
            on:click=move |_| held.remove(one.clone())
        >
            "移除"
        </button>
    }
    .into_any()
}

/// 关联文件.
#[component]
fn LinkedFile() -> impl IntoView {
    let linking = Linking::of_page();
    let state = linking.state;
    let is = move |one: LinkState| move || state.get() == one;
    view! {
        <section class="group" aria-label="关联文件">
            <h2>"关联文件"</h2>
            {if file_handle::is_supported() {
                view! {
                    <p class="hint">
                        "选定共享盘或本机上的一个 JSON 文件，本页开着时每次修改后自动写入。别人改过的文件不会被覆盖：已有的文件先并入，再写入。要用已有的文件，请按“关联已有的文件…”；在“新建”的对话框里选中已有的文件，浏览器会把它清空。"
                    </p>
                    <p role="status" aria-label="关联文件状态">
                        {move || state.get().words(&linking.name.get())}
                    </p>
                    <p class="actions">
                        <Show when=is(LinkState::Permission)>
                            <button type="button" on:click=move |_| linking.ask()>"允许写入"</button>
                        </Show>
                        <Show when=is(LinkState::Changed)>
                            <button type="button" on:click=move |_| linking.take_in()>"并入对方的修改后写入"</button>
                        </Show>
                        <Show when=is(LinkState::Asks)>
                            <button type="button" on:click=move |_| linking.take_in()>"已经合并，写入文件"</button>
                        </Show>
                        <button type="button" on:click=move |_| linking.choose_existing()>"关联已有的文件…"</button>
                        <button type="button" on:click=move |_| linking.choose_new()>"新建关联文件…"</button>
                        <Show when=move || state.get() != LinkState::None>
                            <button type="button" on:click=move |_| linking.end()>"取消关联"</button>
                        </Show>
                    </p>
                }
                    .into_any()
            } else {
                view! {
                    <p class="hint">
                        "这个浏览器不能由网页写文件（需要 Chrome 或 Edge 86 以上）。请用“导出 JSON”。"
                    </p>
                }
                    .into_any()
            }}
        </section>
    }
}

/// Bytes for people.
fn size(bytes: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "sizes far below 2^52")]
    let bytes = bytes as f64;
    if bytes < 1024.0 {
        format!("{bytes} B")
    } else if bytes < 1024.0 * 1024.0 {
        format!("{:.1} KB", bytes / 1024.0)
    } else {
        format!("{:.1} MB", bytes / 1024.0 / 1024.0)
    }
}
