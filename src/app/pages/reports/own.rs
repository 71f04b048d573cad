//! The templates of the office, a row each.

use leptos::ev;
use leptos::prelude::*;

use crate::app::papers::{Papers, each_of, each_word};
use crate::app::workspace::Workspace;
use ledger::Id;
use platform::files;

/// The rows.
#[component]
pub fn OwnTemplates() -> impl IntoView {
    let workspace = Workspace::of_page();
    let ids = Memo::new(move |_| {
        workspace
            .watch(|ledger| ledger.bundle().templates.iter().map(|one| one.id.clone()).collect::<Vec<_>>())
    });
    view! {
        <Show
            when=move || !ids.with(Vec::is_empty)
            fallback=|| {
                view! {
                    <p class="empty">
                        "还没有模板。空白表格（.xlsx、.docx）不用加标记：表头写着字段名，下面留一个空行，就能填。"
                    </p>
                }
            }
        >
            <table class="plain papers" aria-label="本单位的模板">
                <thead>
                    <tr>
                        <th scope="col">"名称"</th>
                        <th scope="col">"文件"</th>
                        <th scope="col">"份数"</th>
                        <th scope="col"><span class="sr">"操作"</span></th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || ids.get() key=Id::clone let:id>
                        <Row id/>
                    </For>
                </tbody>
            </table>
        </Show>
    }
}

#[component]
fn Row(id: Id) -> impl IntoView {
    let (workspace, papers) = (Workspace::of_page(), Papers::of_page());
    let keep = StoredValue::new(id);
    let shown = Memo::new(move |_| {
        workspace.watch(|ledger| {
            let one = ledger.bundle().templates.iter().find(|one| keep.with_value(|id| one.id == *id))?;
            let each = each_word(each_of(one)).label().to_owned();
            let public = if one.public { "，公开" } else { "" };
            Some((one.name.clone(), one.file.clone(), format!("{each}{public}")))
        })
    });
    let part = move |read: fn(&(String, String, String)) -> &String| {
        move || shown.with(|shown| shown.as_ref().map(|shown| read(shown).clone()))
    };
    let replace = move |event: ev::Event| {
        if let Some(file) = files::picked(&event).pop() {
            papers.choose(file, Some(keep.get_value()));
        }
    };
    let label = move |act: &'static str| {
        move || {
            shown.with(|shown| format!("{act}模板 {}", shown.as_ref().map_or("", |shown| shown.0.as_str())))
        }
    };
    view! {
        <tr>
            <th scope="row">{part(|shown| &shown.0)}</th>
            <td>{part(|shown| &shown.1)}</td>
            <td>{part(|shown| &shown.2)}</td>
            <td class="acts">
                <button type="button" on:click=move |_| keep.with_value(|id| papers.make_own(id, None))>"生成"</button>
                <label class="file quiet">
                    <span>"替换…"</span>
                    <input type="file" accept=".docx,.xlsx" aria-label=label("替换") on:change=replace/>
                </label>
                <button type="button" class="quiet" aria-label=label("导出") on:click=move |_| keep.with_value(|id| papers.hand_out_own(id))>
                    "导出"
                </button>
                <button type="button" class="quiet" aria-label=label("移除") on:click=move |_| keep.with_value(|id| papers.remove(id))>
                    "移除"
                </button>
            </td>
        </tr>
    }
}
