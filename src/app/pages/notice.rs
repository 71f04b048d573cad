//! 通报: the notice as it prints, in a public and an internal version, and reading one in.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::notice_import::NoticeImport;
use crate::app::parts::notice_read::NoticeDialog;
use crate::app::parts::sheets::{PRINTED, Sheets};
use crate::app::workspace::Workspace;
use notice::Version;
use notice::layout::pages;
use notice::render::{left_out, not_printed, paragraphs, render};
use platform::page;
use query::route::{Place, Route};

/// Sizes on screen, in hundredths.
const ZOOMS: [u32; 5] = [50, 75, 100, 125, 150];

/// The page.
#[component]
pub fn NoticePage() -> impl IntoView {
    let workspace = Workspace::of_page();
    let version = RwSignal::new(Version::Public);
    let zoom = RwSignal::new(75_u32);
    let sheets = Memo::new(move |_| {
        let version = version.get();
        Arc::new(workspace.watch(|ledger| pages(&paragraphs(ledger.bundle(), version))))
    });
    let count = Memo::new(move |_| sheets.with(|sheets| sheets.len()));
    // The kind of a text that is no notice; empty for a notice.
    let kind = move || workspace.watch(|ledger| ledger.bundle().notice.kind.clone());
    view! {
        <section class="notice-page">
            {head(version, zoom, count)}
            <Show when=move || !kind().is_empty()>
                <p class="hint" role="note">
                    {move || {
                        format!(
                            "这里现在是{}的原文，不是通报，不得公开。整改后用“导入通报…”读入通报，或在“台账信息”里改写这些文字。",
                            kind(),
                        )
                    }}
                </p>
            </Show>
            <Described version/>
            <Show when=move || { count.get() > PRINTED }>
                <p class="hint">{format!("一次最多打印前 {PRINTED} 页；全文请用“下载 .txt”。")}</p>
            </Show>
            <Show
                when=move || { count.get() > 0 }
                fallback=|| {
                    view! {
                        <p class="empty">
                            "台账里还没有通报的文字和问题。用“导入通报…”读入一份，或在"
                            <a href=Route::from(Place::About).href()>"台账信息"</a>"里填写。"
                        </p>
                    }
                }
            >
                <Sheets pages=sheets zoom=Signal::derive(move || f64::from(zoom.get()) / 100.0)/>
            </Show>
            <NoticeDialog/>
        </section>
    }
}

/// Which version is shown, how large, and what is done with it.
fn head(version: RwSignal<Version>, zoom: RwSignal<u32>, count: Memo<usize>) -> AnyView {
    let workspace = Workspace::of_page();
    let import = NoticeImport::of_page();
    let text = move || workspace.look(|ledger| render(ledger.bundle(), version.get_untracked()));
    let copy = move |_| {
        if page::copy(&text()) {
            workspace.notices.tell(format!("已复制{}的文字", version.get_untracked().label()));
        } else {
            workspace.notices.warn("浏览器不让本页复制。请改用“下载 .txt”。".to_owned());
        }
    };
    let download = move |_| {
        let name = workspace.file_name(&format!("通报（{}）", version.get_untracked().label()), "txt");
        workspace.hand_out(&name, "text/plain;charset=utf-8", text());
    };
    view! {
        <header class="notice-head">
            <h1>"通报"</h1>
            <fieldset class="versions">
                <legend class="sr">"版本"</legend>
                {choice(version, Version::Public)}
                {choice(version, Version::Internal)}
            </fieldset>
            <p class="count" role="status" aria-label="页数">{move || format!("共 {} 页", count.get())}</p>
            <span class="spread"></span>
            {zooms(zoom)}
            <button type="button" on:click=move |_| page::print()>"打印"</button>
            <button type="button" on:click=copy>"复制文字"</button>
            <button type="button" on:click=download>"下载 .txt"</button>
            <button type="button" on:click=move |_| import.ask()>"导入通报…"</button>
        </header>
    }
    .into_any()
}

fn choice(version: RwSignal<Version>, to: Version) -> AnyView {
    view! {
        <label class="version">
            <input
                type="radio"
                name="notice-version"
                prop:checked=move || version.get() == to
                on:change=move |_| version.set(to)
            />
            {to.label()}
        </label>
    }
    .into_any()
}

fn zooms(zoom: RwSignal<u32>) -> AnyView {
    let sizes: Vec<_> = ZOOMS
        .into_iter()
        .map(|size| view! { <option value=size selected=size == 75>{format!("{size}%")}</option> })
        .collect();
    view! {
        <label class="zoom">
            "缩放"
            <select on:change:target=move |event| {
                if let Ok(size) = event.target().value().parse() {
                    zoom.set(size);
                }
            }>{sizes}</select>
        </label>
    }
    .into_any()
}

/// What this version leaves out, or says that the public must not read.
#[component]
fn Described(version: RwSignal<Version>) -> impl IntoView {
    let workspace = Workspace::of_page();
    let told = move || {
        let (left, unprinted) =
            workspace.watch(|ledger| (left_out(ledger.bundle()), not_printed(ledger.bundle())));
        let public = version.get() == Version::Public;
        let words = match (public, left.len()) {
            (true, 0) => "公开版没有略去内容".to_owned(),
            (true, count) => format!("公开版略去 {count} 处"),
            (false, 0) => "内部版与公开版相同".to_owned(),
            (false, count) => format!("内部版多出 {count} 处，不得公开"),
        };
        let items: Vec<_> = left
            .into_iter()
            .take(500)
            .chain(unprinted.into_iter().map(|text| format!("不属于通报，两种版本都不印：{text}")))
            .map(|text| view! { <li>{text}</li> })
            .collect();
        if items.is_empty() {
            view! { <span>{words}</span> }.into_any()
        } else {
            view! {
                <details class="left-out">
                    <summary>{words}</summary>
                    <ul aria-label="略去的内容">{items}</ul>
                </details>
            }
            .into_any()
        }
    };
    view! {
        <div class="notice-told">
            {told}
            <a href=Route::from(Place::About).href()>"修改标题、导语、打算等文字"</a>
        </div>
    }
}
