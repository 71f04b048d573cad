//! 重新核对: one registered piece held against the file as it is now; a changed one can be registered anew.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::file_input::{ask, file_input};
use super::reading::{Reading, ReadingBar, focus_again};
use super::table_head::head_row;
use crate::app::evidence_index::digest_ops;
use crate::app::workspace::Workspace;
use formats::digest::Digest;
use formats::verify::Registered;
use ledger::Id;
use ledger::date::Moment;
use ledger::evidence::{piece, size_text};
use ledger::finding::Evidence;
use platform::{chunked_read, files};

/// What came of it.
#[derive(Clone, PartialEq)]
enum Finding {
    Same { renamed: Option<String> },
    Other { file: String, digest: Digest, modified: Option<Moment>, first: bool },
    Unread(String),
}

/// The rechecking of one piece.
#[derive(Clone, Copy)]
struct Rechecking {
    workspace: Workspace,
    id: StoredValue<Id>,
    reading: Reading,
    /// What began it, and has the focus again after it.
    button: NodeRef<html::Button>,
    /// What came of it, until it is put away.
    found: RwSignal<Option<Finding>>,
}

impl Rechecking {
    /// The piece as it is called.
    fn name(self) -> String {
        let told = self.id.with_value(|id| {
            self.workspace.watch_entity(id, |ledger| {
                piece(ledger, id).map(|(_, _, e)| format!("{} {}", e.number, e.name).trim().to_owned())
            })
        });
        told.unwrap_or_default()
    }

    /// Reads the file and holds it against what is registered.
    fn check(self, file: File) {
        self.found.set(None);
        spawn_local(async move {
            let read = self.reading.digests(std::slice::from_ref(&file)).await;
            let told = match read.and_then(|mut read| read.pop()) {
                None => None,
                Some(Err(why)) => Some(Finding::Unread(why)),
                Some(Ok(digest)) => self.compare(&file, digest),
            };
            let _ = self.found.try_set(told);
        });
    }

    /// What a file is to the piece; `None` where that is gone.
    fn compare(self, file: &File, digest: Digest) -> Option<Finding> {
        self.workspace.look(|ledger| {
            let (f, m, e) = self.id.try_with_value(|id| piece(ledger, id)).flatten()?;
            let registered = Registered::of(ledger, f, m, e);
            Some(if registered.agrees(&digest) {
                Finding::Same { renamed: (file.name() != registered.name).then(|| file.name()) }
            } else {
                Finding::Other {
                    file: file.name(),
                    digest,
                    modified: chunked_read::modified(file),
                    first: !registered.is_digested(),
                }
            })
        })
    }

    /// Registers the file as it is now.
    fn enter(self, digest: &Digest, modified: Option<Moment>) {
        let ops =
            self.id.with_value(|id| self.workspace.look(|ledger| digest_ops(ledger, id, digest, modified)));
        if self.workspace.commit(ops) {
            self.found.set(None);
            let name = untrack(|| self.name());
            self.workspace.notices.tell(format!("已更新 {name} 的摘要；按“撤销”可以恢复原来的"));
        }
        focus_again(self.button);
    }

    fn close(self) {
        self.found.set(None);
        focus_again(self.button);
    }

    /// A field of the piece as it is registered.
    fn registered(self, of: fn(&Evidence) -> String) -> String {
        let text =
            self.id.with_value(|id| self.workspace.look(|ledger| piece(ledger, id).map(|(_, _, e)| of(e))));
        text.filter(|text| !text.is_empty()).unwrap_or_else(|| "未填报".to_owned())
    }
}

/// The button and what came of it.
#[component]
pub fn Recheck(
    /// The piece.
    id: Id,
) -> impl IntoView {
    let work = Rechecking {
        workspace: Workspace::of_page(),
        id: StoredValue::new(id),
        reading: Reading::of_part(),
        button: NodeRef::new(),
        found: RwSignal::new(None),
    };
    let input = NodeRef::<html::Input>::new();
    let name = Memo::new(move |_| work.name());
    let choose = Callback::new(move |event: ev::Event| {
        if let Some(file) = files::picked(&event).into_iter().next() {
            work.check(file);
        }
    });
    view! {
        <div class="recheck">
            <button
                type="button"
                class="small"
                node_ref=work.button
                aria-label=move || format!("重新核对 {}", name.get())
                disabled=move || work.reading.is_busy()
                on:click=move |_| ask(input)
            >
                "重新核对"
            </button>
            {file_input(input, "选择要核对的文件", false, choose)}
            <ReadingBar reading=work.reading back=Callback::new(move |()| focus_again(work.button))/>
            <div role="status" aria-label="核对结果">
                {move || work.found.get().map(|found| told(work, found))}
            </div>
        </div>
    }
}

/// What came of it, and what can be done about that.
fn told(work: Rechecking, found: Finding) -> AnyView {
    let close = move |text: &'static str| {
        view! { <button type="button" class="small" on:click=move |_| work.close()>{text}</button> }
    };
    match found {
        Finding::Same { renamed } => {
            let also = renamed.map(|name| format!("（文件现在的名称是 {name}）")).unwrap_or_default();
            view! {
                <p class="check-same">"✓ 一致：内容与登记的摘要相同"{also}</p>
                {close("知道了")}
            }
            .into_any()
        }
        Finding::Unread(why) => view! {
            <p>{format!("没有核对：浏览器读不出这个文件（{why}）。请检查它是否被占用，再试一次。")}</p>
            {close("知道了")}
        }
        .into_any(),
        Finding::Other { file, digest, modified, first } => {
            let (head, verb) = if first {
                (format!("台账没有这份材料的摘要，{file} 现在是："), "登记摘要")
            } else {
                (format!("≠ 已改变：{file} 的内容与登记的摘要不同"), "更新摘要")
            };
            view! {
                <p class="check-other">{head}</p>
                {difference(work, &digest)}
                <button type="button" class="small" on:click=move |_| work.enter(&digest, modified)>
                    {verb}
                </button>
                {close("保留登记的")}
            }
            .into_any()
        }
    }
}

/// What is registered beside what is there now.
fn difference(work: Rechecking, digest: &Digest) -> AnyView {
    let row = |class: Option<&'static str>, name: &'static str, old: String, new: String| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class=class>{old}</td>
                <td class=class>{new}</td>
            </tr>
        }
    };
    let size = work.registered(|e| e.size.map(size_text).unwrap_or_default());
    let (sm3, sha256) = (work.registered(|e| e.sm3.clone()), work.registered(|e| e.sha256.clone()));
    view! {
        <table class="compare">
            <thead>{head_row(&[("", "项目"), ("", "登记的"), ("", "现在的")])}</thead>
            <tbody>
                {row(None, "大小", size, size_text(digest.bytes))}
                {row(Some("digest"), "SM3", sm3, digest.sm3.clone())}
                {row(Some("digest"), "SHA-256", sha256, digest.sha256.clone())}
            </tbody>
        </table>
    }
    .into_any()
}
