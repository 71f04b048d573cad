//! The dialog 保存为视图, and the one that renames a saved view.

use leptos::ev;
use leptos::prelude::*;

use super::dialog::Modal;
use super::views::{Kept, LocalView, Views};
use crate::app::workspace::Workspace;
use platform::{focus, page};

/// 保存为视图: a name, and where it is kept.
#[component]
pub fn SaveDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Where it is saved.
    views: Views,
    /// What is saved, but for the name.
    view: Callback<(), LocalView>,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let name = RwSignal::new(String::new());
    let here = RwSignal::new(false);
    // Why the view was not saved; the dialog stays with what was typed.
    let failed: RwSignal<Option<String>> = RwSignal::new(None);
    Effect::new(move || {
        if open.get() {
            failed.set(None);
        }
    });
    let save = move || {
        let made = LocalView { name: name.get_untracked().trim().to_owned(), ..view.run(()) };
        if made.name.is_empty() {
            return;
        }
        let (told, place) = (made.name.clone(), if here.get_untracked() { "本机" } else { "台账" });
        let saved = if here.get_untracked() {
            views.save_here(made).map_err(|why| format!("没有存入本机：{why}。可以改为存入台账。"))
        } else if views.save_in_ledger(&made) {
            Ok(())
        } else {
            Err("没有存入台账：原因写在页面上方。".to_owned())
        };
        failed.set(saved.clone().err());
        if saved.is_err() {
            return;
        }
        workspace.notices.tell(format!("已把视图“{told}”存入{place}"));
        name.set(String::new());
        open.set(false);
    };
    let enter = move |event: ev::SubmitEvent| {
        event.prevent_default();
        save();
    };
    view! {
        <Modal name="保存为视图" open>
            <form on:submit=enter>
                <p class="hint">"保存当前的搜索、筛选、排序、分组和表格列。"</p>
                <label>"视图名称" <input type="text" required maxlength="40" bind:value=name/></label>
                {places(here)}
                {move || failed.get().map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
                <p class="dialog-foot">
                    <button type="button" on:click=move |_| open.set(false)>"取消"</button>
                    <button type="submit" class="primary">"保存"</button>
                </p>
            </form>
        </Modal>
    }
}

/// Where a view is kept: in the ledger, or in this browser (`here`).
fn places(here: RwSignal<bool>) -> impl IntoView {
    let choice = move |label: &'static str, own: bool| {
        view! {
            <label>
                <input
                    type="radio"
                    name="view-place"
                    prop:checked=move || here.get() == own
                    on:change=move |_| here.set(own)
                />
                {label}
            </label>
        }
    };
    view! {
        <fieldset class="choice">
            <legend>"保存位置"</legend>
            {choice("存入台账（随文件带走，大家都能用）", false)}
            {choice("只在本机（只有这个浏览器能用）", true)}
        </fieldset>
    }
}

/// 重命名视图.
#[component]
pub fn RenameDialog(
    /// The view, and its name; open while there is one.
    which: RwSignal<Option<(Kept, String)>>,
    /// Where it is saved.
    views: Views,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let name = RwSignal::new(String::new());
    Effect::new(move || {
        if let Some((_, now)) = which.get() {
            name.set(now);
            open.set(true);
        }
    });
    let enter = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let now = name.get_untracked().trim().to_owned();
        if let Some((kept, _)) = which.get_untracked().filter(|_| !now.is_empty()) {
            views.rename(&kept, &now);
            which.set(None);
            open.set(false);
            // The line that the dialog was opened from has been drawn anew.
            request_animation_frame(|| {
                if focus::active().is_none() {
                    page::focus(".work-menu > button");
                }
            });
        }
    };
    view! {
        <Modal name="重命名视图" open>
            <form on:submit=enter>
                <label>"视图名称" <input type="text" required maxlength="40" bind:value=name/></label>
                <p class="dialog-foot">
                    <button type="button" on:click=move |_| open.set(false)>"取消"</button>
                    <button type="submit" class="primary">"改名"</button>
                </p>
            </form>
        </Modal>
    }
}
