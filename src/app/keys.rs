//! The keys of the page: undo, export, search, rows, the list of keys.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::context::of_page;
use super::display_settings::DisplaySettings;
use super::opening::Opening;
use super::palette::Palette;
pub use super::rows::Rows;
use super::workspace::Workspace;
use platform::{focus, page};

/// Whether keys go into what is being typed.
#[must_use]
pub fn is_typing(event: &ev::KeyboardEvent) -> bool {
    target(event).is_some_and(|element| {
        let name = element.tag_name();
        let check = element.get_attribute("type").is_some_and(|t| t == "checkbox");
        // Into a box that nobody may type in nothing is typed.
        let fixed = element.has_attribute("readonly");
        (name == "INPUT" && !check) || (name == "TEXTAREA" && !fixed) || name == "SELECT"
    })
}

fn target(event: &ev::KeyboardEvent) -> Option<web_sys::Element> {
    event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())
}

/// Whether Ctrl+Z is the box's own: so it is in every text box, but not in a field of the ledger in which nothing is
/// typed, where the last edit is what a person sees.
fn undoes_itself(event: &ev::KeyboardEvent) -> bool {
    target(event).is_some_and(|element| {
        let text = "textarea, input:not([type=checkbox]):not([type=radio]):not([type=file])";
        element.matches(text).unwrap_or(false)
            && element.closest("[data-value]:not([data-typing])").ok().flatten().is_none()
    })
}

/// Whether it is a select that letters do not concern, in a row or beside the list of `data-keys`: the keys of the list
/// go on from there.
#[must_use]
pub fn is_of_list(event: &ev::KeyboardEvent) -> bool {
    target(event)
        .is_some_and(|element| element.matches("tr[data-row] select, [data-keys] select").unwrap_or(false))
}

/// Listens for the keys of the page.
pub fn listen(workspace: Workspace) {
    let opening = Opening::of_page();
    let rows = Rows::of_page();
    let comfort = DisplaySettings::of_page();
    let palette: Palette = of_page();
    let listener = window_event_listener(ev::keydown, move |event| {
        if event.is_composing() {
            return;
        }
        let command = event.ctrl_key() || event.meta_key();
        let key = event.key().to_lowercase();
        if command && key == "s" {
            event.prevent_default();
            opening.export();
            return;
        }
        // What lies behind a dialog is out of reach, also for keys.
        if page::has("dialog[open]") {
            if command && key == "k" {
                event.prevent_default();
            }
            return;
        }
        match key.as_str() {
            "z" if command && !undoes_itself(&event) => {
                event.prevent_default();
                focus::keep(&event);
                if event.shift_key() { workspace.redo() } else { workspace.undo() }
            }
            "y" if command && !undoes_itself(&event) => {
                event.prevent_default();
                focus::keep(&event);
                workspace.redo();
            }
            "k" if command => {
                event.prevent_default();
                palette.0.set(true);
            }
            _ if command || event.alt_key() || !comfort.single_keys() => {}
            "j" | "k" if is_of_list(&event) || !is_typing(&event) => {
                event.prevent_default();
                rows.step(if key == "j" { 1 } else { -1 });
            }
            _ if is_typing(&event) => {}
            "/" => {
                event.prevent_default();
                rows.search();
            }
            "?" => rows.help.set(true),
            _ => {}
        }
    });
    on_cleanup(move || listener.remove());
}

/// The keys, as they are told to people.
pub const KEYS: &[(&str, &str)] = &[
    ("Ctrl+Z", "撤销"),
    ("Ctrl+Shift+Z", "重做"),
    ("Ctrl+S", "导出 JSON"),
    ("/", "搜索"),
    ("Ctrl+K", "搜索与命令面板：搜什么、去哪里、做什么"),
    ("j / k", "下一行 / 上一行"),
    ("a", "审核页：同意当前事项"),
    ("r", "审核页：退回当前事项，先写意见，按 Ctrl+Enter 退回"),
    ("Enter", "打开当前行（在序号上）；折叠或展开一组"),
    ("直接输入、F2 或 Enter", "表格：改写或编辑一格；Enter 存入并下移，Tab 右移，Alt+Enter 换行，Esc 放弃"),
    ("Ctrl+C / V / X", "表格：复制、粘贴、剪切所选的格，与 WPS、Excel 互通"),
    ("Ctrl+D / Ctrl+R", "表格：向下、向右填充"),
    ("Shift+方向键、Shift+空格、Ctrl+空格、Ctrl+A", "表格：选取一片、整行、整列、全部"),
    ("Delete", "表格：清空所选的格"),
    ("Alt+↑ / Alt+↓", "“问题”页：上移、下移当前的或所选的问题；在序号上输入数字，移到那个序号"),
    ("Esc 后按 Tab", "表格：离开表格"),
    ("x 或空格", "选中当前行，再按取消（表格：x 只在序号上）"),
    ("Shift+x", "选中到当前行为止的一段"),
    ("Ctrl+Enter", "存入正在输入的多行文字"),
    ("Esc", "放弃正在输入的文字；回到所在的行；关闭对话框；取消选择"),
    ("?", "按键一览"),
];

/// 按键一览.
#[component]
pub fn KeyList() -> impl IntoView {
    let rows = Rows::of_page();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        if let Some(dialog) = dialog.get()
            && rows.help.get()
            && !dialog.open()
        {
            // A dialog that cannot be shown is also in the help page.
            let _ = dialog.show_modal();
            // The focus is on its last button; reading begins at the top.
            page::to_top("dialog[open]");
        }
    });
    let lines: Vec<_> = KEYS
        .iter()
        .map(|(key, what)| {
            view! {
                <dt>
                    <kbd>{*key}</kbd>
                </dt>
                <dd>{*what}</dd>
            }
        })
        .collect();
    view! {
        <dialog node_ref=dialog aria-labelledby="keys-title" on:close=move |_| rows.help.set(false)>
            <h2 id="keys-title">"按键一览"</h2>
            <dl class="keys">{lines}</dl>
            <p class="hint">"只按一个字母或符号的键可在“显示设置”里关闭。"</p>
            <form method="dialog">
                <button type="submit">"关闭"</button>
            </form>
        </dialog>
    }
}
