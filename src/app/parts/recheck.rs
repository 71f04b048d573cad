//! 重新核对: one registered piece held against the file as it is now; a changed one can be registered anew.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::reading::{Reading, ReadingBar};
use crate::app::evidence_index::digest_ops;
use crate::app::workspace::Workspace;
use formats::digest::Digest;
use formats::verify::Registered;
use ledger::Id;
use ledger::date::Moment;
use ledger::evidence::{piece, size_text};
use platform::{chunked_read, files};

/// What came of it.
#[derive(Clone, PartialEq)]
enum Finding {
    Same { renamed: Option<String> },
    Other { file: String, digest: Digest, modified: Option<Moment>, first: bool },
    Unread(String),
}

/// The button and what came of it.
#[component]
pub fn Recheck(
    /// The piece.
    id: Id,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let reading = Reading::of_part();
    let input = NodeRef::<html::Input>::new();
    let button = NodeRef::<html::Button>::new();
    let result: RwSignal<Option<Finding>> = RwSignal::new(None);
    let keep = StoredValue::new(id.clone());
    let name = Memo::new(move |_| {
        workspace
            .watch_entity(&id, |ledger| {
                piece(ledger, &id).map(|(_, _, e)| format!("{} {}", e.number, e.name).trim().to_owned())
            })
            .unwrap_or_default()
    });
    // A button that is not enabled takes no focus; by the next frame it is.
    let focus = move || {
        request_animation_frame(move || {
            if let Some(Some(button)) = button.try_get_untracked() {
                let _ = button.focus();
            }
        });
    };
    let check = move |file: File| {
        result.set(None);
        spawn_local(async move {
            let read = reading.digests(std::slice::from_ref(&file)).await;
            let told = match read.and_then(|mut read| read.pop()) {
                None => None,
                Some(Err(why)) => Some(Finding::Unread(why)),
                Some(Ok(digest)) => workspace.look(|ledger| {
                    let (f, m, e) = keep.try_with_value(|id| piece(ledger, id)).flatten()?;
                    let registered = Registered::of(ledger, f, m, e);
                    Some(if registered.agrees(&digest) {
                        Finding::Same { renamed: (file.name() != registered.name).then(|| file.name()) }
                    } else {
                        Finding::Other {
                            file: file.name(),
                            digest,
                            modified: chunked_read::modified(&file),
                            first: !registered.is_digested(),
                        }
                    })
                }),
            };
            let _ = result.try_set(told);
        });
    };
    let choose = move |event: ev::Event| {
        if let Some(file) = files::picked(&event).into_iter().next() {
            check(file);
        }
    };
    let enter = move |digest: Digest, modified: Option<Moment>| {
        let ops = keep.with_value(|id| workspace.look(|ledger| digest_ops(ledger, id, &digest, modified)));
        if workspace.commit(ops) {
            result.set(None);
            workspace.notices.tell(format!("已更新 {} 的摘要；按“撤销”可以恢复原来的", name.get_untracked()));
        }
        focus();
    };
    let close = move |_| {
        result.set(None);
        focus();
    };
    view! {
        <div class="recheck">
            <button
                type="button"
                class="small"
                node_ref=button
                aria-label=move || format!("重新核对 {}", name.get())
                disabled=move || reading.is_busy()
                on:click=move |_| {
                    if let Some(input) = input.get_untracked() {
                        input.click();
                    }
                }
            >
                "重新核对"
            </button>
            <input
                class="sr"
                node_ref=input
                type="file"
                tabindex="-1"
                aria-label="选择要核对的文件"
                on:change=choose
            />
            <ReadingBar reading back=Callback::new(move |()| focus())/>
            <div role="status" aria-label="核对结果">
                {move || {
                    result
                        .get()
                        .map(|told| match told {
                            Finding::Same { renamed } => {
                                let also = renamed
                                    .map(|name| format!("（文件现在的名称是 {name}）"))
                                    .unwrap_or_default();
                                view! {
                                    <p class="check-same">"✓ 一致：内容与登记的摘要相同"{also}</p>
                                    <button type="button" class="small" on:click=close>"知道了"</button>
                                }
                                    .into_any()
                            }
                            Finding::Unread(why) => {
                                view! {
                                    <p>{format!("没有核对：浏览器读不出这个文件（{why}）。请检查它是否被占用，再试一次。")}</p>
                                    <button type="button" class="small" on:click=close>"知道了"</button>
                                }
                                    .into_any()
                            }
                            Finding::Other { file, digest, modified, first } => {
                                let head = if first {
                                    format!("台账没有这份材料的摘要，{file} 现在是：")
                                } else {
                                    format!("≠ 已改变：{file} 的内容与登记的摘要不同")
                                };
                                let verb = if first { "登记摘要" } else { "更新摘要" };
                                let old = move |field: &'static str| {
                                    keep.with_value(|id| workspace.look(|ledger| {
                                        piece(ledger, id).map(|(_, _, e)| match field {
                                            "sm3" => e.sm3.clone(),
                                            "sha256" => e.sha256.clone(),
                                            _ => e.size.map(size_text).unwrap_or_default(),
                                        }).filter(|text| !text.is_empty()).unwrap_or_else(|| "未填报".to_owned())
                                    }))
                                };
                                let new_size = size_text(digest.bytes);
                                let (sm3, sha256) = (digest.sm3.clone(), digest.sha256.clone());
                                view! {
                                    <p class="check-other">{head}</p>
                                    <table class="compare">
                                        <thead>
                                            <tr>
                                                <th scope="col">"项目"</th>
                                                <th scope="col">"登记的"</th>
                                                <th scope="col">"现在的"</th>
                                            </tr>
                                        </thead>
                                        <tbody>
                                            <tr>
                                                <th scope="row">"大小"</th>
                                                <td>{old("size")}</td>
                                                <td>{new_size}</td>
                                            </tr>
                                            <tr>
                                                <th scope="row">"SM3"</th>
                                                <td class="digest">{old("sm3")}</td>
                                                <td class="digest">{sm3}</td>
                                            </tr>
                                            <tr>
                                                <th scope="row">"SHA-256"</th>
                                                <td class="digest">{old("sha256")}</td>
                                                <td class="digest">{sha256}</td>
                                            </tr>
                                        </tbody>
                                    </table>
                                    <button
                                        type="button"
                                        class="small"
                                        on:click=move |_| enter(digest.clone(), modified)
                                    >
                                        {verb}
                                    </button>
                                    <button type="button" class="small" on:click=close>"保留登记的"</button>
                                }
                                    .into_any()
                            }
                        })
                }}
            </div>
        </div>
    }
}
