//! The dialog 保存为视图, and the one that renames a saved view.

use leptos::ev;
use leptos::prelude::*;

use super::dialog::Modal;
use super::views::{Kept, LocalView, Views};
use crate::app::desk::Desk;
use crate::browser::{focus, page};

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
    let desk = Desk::of_page();
    let name = RwSignal::new(String::new());
    let here = RwSignal::new(false);
    let enter = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let made = LocalView { name: name.get_untracked().trim().to_owned(), ..view.run(()) };
        if made.name.is_empty() {
            return;
        }
        let (told, place) = (made.name.clone(), if here.get_untracked() { "本机" } else { "台账" });
        let saved = if here.get_untracked() { views.save_here(made) } else { views.save_in_ledger(&made) };
        if saved {
            desk.notices.tell(format!("已把视图“{told}”存入{place}"));
        } else if here.get_untracked() {
            desk.notices.warn("浏览器禁止本页保存数据：这个视图只在关闭页面之前有效。".to_owned());
        }
        name.set(String::new());
        open.set(false);
    };
    view! {
        <Modal name="保存为视图" open>
            <form on:submit=enter>
                <p class="hint">"保存当前的搜索、筛选、排序、分组和表格列。"</p>
                <label>"视图名称" <input type="text" required maxlength="40" bind:value=name/></label>
                <fieldset class="choice">
                    <legend>"保存位置"</legend>
                    <label>
                        <input
                            type="radio"
                            name="view-place"
                            prop:checked=move || !here.get()
                            on:change=move |_| here.set(false)
                        />
                        "存入台账（随文件带走，大家都能用）"
                    </label>
                    <label>
                        <input
                            type="radio"
                            name="view-place"
                            prop:checked=move || here.get()
                            on:change=move |_| here.set(true)
                        />
                        "只在本机（只有这个浏览器能用）"
                    </label>
                </fieldset>
                <p class="dialog-foot">
                    <button type="button" on:click=move |_| open.set(false)>"取消"</button>
                    <button type="submit" class="primary">"保存"</button>
                </p>
            </form>
        </Modal>
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
