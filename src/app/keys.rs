//! The keys of the page: undo, export, search, rows, the list of keys.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::context::of_page;
use super::desk::Desk;
use super::nav::Nav;
use super::opening::Opening;
use super::palette::Palette;
use crate::browser::page;

/// What `j` and `k` move through: the page on screen puts itself here.
#[derive(Clone, Copy)]
pub struct Rows {
    /// The row that the keys are on.
    pub current: RwSignal<Option<usize>>,
    /// How many rows there are.
    pub count: RwSignal<usize>,
    /// Whether the list of keys is open.
    pub help: RwSignal<bool>,
}

impl Rows {
    /// No rows yet.
    #[must_use]
    pub fn new() -> Self {
        Self { current: RwSignal::new(None), count: RwSignal::new(0), help: RwSignal::new(false) }
    }

    /// The rows of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    fn step(self, by: isize) {
        let count = self.count.get_untracked();
        if count == 0 {
            return;
        }
        let next = match self.current.get_untracked() {
            None => 0,
            Some(at) => at.saturating_add_signed(by).min(count - 1),
        };
        self.current.set(Some(next));
    }
}

impl Default for Rows {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether keys go into what is being typed.
#[must_use]
pub fn is_typing(event: &ev::KeyboardEvent) -> bool {
    event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()).is_some_and(|element| {
        let name = element.tag_name();
        let check = element.get_attribute("type").is_some_and(|t| t == "checkbox");
        (name == "INPUT" && !check) || name == "TEXTAREA" || name == "SELECT"
    })
}

/// Whether the box holds text that is not entered yet: its own undo comes first then.
fn has_typed(event: &ev::KeyboardEvent) -> bool {
    is_typing(event)
        && event
            .target()
            .and_then(|t| t.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|e| e.closest("[data-typing]").ok().flatten().is_some() || e.id() == "search")
}

/// Listens for the keys of the page.
pub fn listen(desk: Desk, nav: Nav) {
    let opening = Opening::of_page();
    let rows = Rows::of_page();
    let palette: Palette = of_page();
    let _ = nav;
    let listener = window_event_listener(ev::keydown, move |event| {
        if event.is_composing() {
            return;
        }
        let command = event.ctrl_key() || event.meta_key();
        let key = event.key();
        match key.to_lowercase().as_str() {
            "z" if command && !has_typed(&event) => {
                event.prevent_default();
                if event.shift_key() { desk.redo() } else { desk.undo() }
            }
            "y" if command && !has_typed(&event) => {
                event.prevent_default();
                desk.redo();
            }
            "s" if command => {
                event.prevent_default();
                opening.export();
            }
            "k" if command => {
                event.prevent_default();
                palette.0.set(true);
            }
            _ if command || event.alt_key() || is_typing(&event) => {}
            "/" => {
                event.prevent_default();
                page::focus("#search");
            }
            "j" => rows.step(1),
            "k" => rows.step(-1),
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
    ("Ctrl+K", "命令面板：去哪里、找哪个问题、做什么"),
    ("j / k", "下一行 / 上一行"),
    ("a", "审核页：同意当前事项"),
    ("r", "审核页：退回当前事项，先写意见，按 Ctrl+Enter 退回"),
    ("Enter", "打开当前行；折叠或展开一组"),
    ("x 或空格", "选中当前行，再按取消"),
    ("Shift+x", "选中到当前行为止的一段"),
    ("Ctrl+Enter", "存入正在输入的多行文字"),
    ("Esc", "放弃正在输入的文字；关闭对话框；取消选择"),
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
            <form method="dialog">
                <button type="submit">"关闭"</button>
            </form>
        </dialog>
    }
}
