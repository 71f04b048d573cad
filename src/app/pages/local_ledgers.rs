//! 本机台账: what this browser holds of each ledger, and the linked file. What is done with them is `held`'s and `linking`'s.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::linked_file::{LinkState, Linking};
use crate::app::local_ledgers::{self, LocalLedgers, Removed};
use crate::app::new_ledger::NewLedgerAsked;
use crate::app::opening::Opening;
use crate::app::workspace::Workspace;
use platform::{file_handle, storage};

/// The page.
#[component]
pub fn LocalLedgersPage() -> impl IntoView {
    let workspace = Workspace::of_page();
    let opening = Opening::of_page();
    let list = RwSignal::new(Option::<(Vec<LocalLedgers>, Option<String>)>::None);
    let removed = StoredValue::new_local(Vec::<Removed>::new());
    let gone = RwSignal::new(Vec::<LocalLedgers>::new());
    let read = move || {
        spawn_local(async move {
            let found = local_ledgers::list(workspace).await;
            list.try_set(Some(found));
        });
    };
    Effect::new(move || {
        workspace.opened.track();
        // Its edits are counted too.
        workspace.revision.track();
        read();
    });
    let export = move |one: LocalLedgers| {
        if one.here {
            return opening.export();
        }
        spawn_local(async move {
            match local_ledgers::export(workspace, &one).await {
                Ok((name, None)) => workspace.notices.tell(format!("已导出 {name}；请确认下载完成")),
                Ok((name, Some(why))) => workspace.notices.warn(format!(
                    "已导出 {name}，但备用存储读不出来（{why}），其中只有浏览器存储里的修改。"
                )),
                Err(why) => workspace.notices.warn(format!("没有导出 {}：{why}。", one.id)),
            }
        });
    };
    let remove = move |one: LocalLedgers| {
        spawn_local(async move {
            match local_ledgers::remove(workspace, &one).await {
                Ok(taken) => {
                    removed.update_value(|all| all.push(taken));
                    gone.update(|all| all.push(one));
                }
                Err(why) => workspace.notices.warn(format!("没有移除 {}：{why}。", one.id)),
            }
            read();
        });
    };
    let put_back = move |id: ledger::Id| {
        let taken = removed.with_value(|all| all.iter().find(|one| one.held.id == id).cloned());
        let Some(taken) = taken else { return };
        spawn_local(async move {
            match local_ledgers::put_back(workspace, &taken).await {
                Ok(()) => gone.update(|all| all.retain(|one| one.id != id)),
                Err(why) => workspace.notices.warn(format!("没有全部恢复 {id}：{why}。")),
            }
            read();
        });
    };
    let begin = NewLedgerAsked::of_page();
    let used = move || {
        list.track();
        workspace.store().map_or(0, |store| store.used())
    };
    let row = move |one: LocalLedgers| {
        let name = if one.title.is_empty() { one.id.to_string() } else { one.title.clone() };
        let (open, out, away) = (one.clone(), one.clone(), one.clone());
        let (here, own, elsewhere) = (one.here, one.own, one.elsewhere);
        view! {
            <tr>
                <th scope="row">
                    {name.clone()}
                    {here.then(|| view! { <span class="tag">"现在打开的"</span> })}
                    {elsewhere.then(|| view! { <span class="tag">"另一个标签页开着"</span> })}
                    {own.then(|| view! { <span class="tag">"页面自带"</span> })}
                </th>
                <td class="number">{one.edits}</td>
                <td class="number">{size(one.units * 2)}</td>
                <td class="number">{if one.file == 0 { "–".to_owned() } else { size(one.file as usize) }}</td>
                <td>{one.at.get(..16).map_or_else(|| "–".to_owned(), |at| at.replace('T', " "))}</td>
                <td class="actions">
                    <button
                        type="button"
                        class="small"
                        disabled=here
                        aria-label=format!("打开 {name}")
                        on:click=move |_| opening.held(open.id.clone(), open.own)
                    >
                        "打开"
                    </button>
                    <button
                        type="button"
                        class="small"
                        aria-label=format!("导出 {name}")
                        on:click=move |_| export(out.clone())
                    >
                        "导出"
                    </button>
                    <button
                        type="button"
                        class="small"
                        disabled=here || elsewhere
                        title=if here || elsewhere { "开着的台账不能移除" } else { "" }
                        aria-label=format!("移除 {name}")
                        on:click=move |_| remove(away.clone())
                    >
                        "移除"
                    </button>
                </td>
            </tr>
        }
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
            <p>
                {move || {
                    format!(
                        "浏览器存储已用 {}，上限 {}（同一浏览器打开的本地网页共用）。",
                        size(used() * 2),
                        size(storage::LIMIT * 2),
                    )
                }}
            </p>
            {move || match list.get() {
                None => view! { <p role="status">"正在清点…"</p> }.into_any(),
                Some((all, fault)) => {
                    view! {
                        {fault
                            .map(|why| {
                                view! {
                                    <p role="alert">
                                        {format!(
                                            "备用存储（IndexedDB）读不出来（{why}）：下面只列出浏览器存储里的修改，打开过的文件没有列全。",
                                        )}
                                    </p>
                                }
                            })}
                        <table class="plain">
                            <caption>{format!("共 {} 本", all.len())}</caption>
                            <thead>
                                <tr>
                                    <th scope="col">"台账"</th>
                                    <th scope="col" class="number">"修改条数"</th>
                                    <th scope="col" class="number">"占用浏览器存储"</th>
                                    <th scope="col" class="number">"打开的文件"</th>
                                    <th scope="col">"最近打开"</th>
                                    <th scope="col">"操作"</th>
                                </tr>
                            </thead>
                            <tbody>{all.into_iter().map(row).collect_view()}</tbody>
                        </table>
                    }
                        .into_any()
                }
            }}
            <For each=move || gone.get() key=|one| one.id.clone() let:one>
                <p class="banner" role="status">
                    {format!("已从本机移除“{}”。离开或重新载入本页之前可以恢复。", if one.title.is_empty() { one.id.to_string() } else { one.title.clone() })}
                    <button type="button" class="small" on:click=move |_| put_back(one.id.clone())>
                        "恢复"
                    </button>
                </p>
            </For>
            <LinkedFile/>
        </section>
    }
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
