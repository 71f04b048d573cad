//! The dialog 表格列: which columns are seen, in which order, how wide.

use leptos::prelude::*;

use super::dialog::Modal;
use super::state::Worktable;
use platform::page;
use query::columns::{Column, Columns, WIDTHS, offered, usual_width};

/// 表格列.
#[component]
pub fn ColumnsDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let table = Worktable::of_page();
    let order = move || {
        let offered = table.fields.with(|fields| table.columns.with(|columns| offered(fields, columns)));
        offered.into_iter().map(|entry| (entry.field, entry.label)).collect::<Vec<_>>()
    };
    view! {
        <Modal name="表格列" open>
            <p class="hint">"选中的列按这里的次序显示；宽度空着，就用合适的宽度。选择保存在本机。"</p>
            <ol class="column-list" aria-label="表格列">
                <For each=order key=Clone::clone let:line>
                    <Line column=line.0 name=line.1/>
                </For>
            </ol>
            <p class="dialog-foot">
                <button type="button" on:click=move |_| table.set_columns(|columns| *columns = Columns::first(table.kind))>
                    "恢复默认"
                </button>
                <button type="button" class="primary" on:click=move |_| open.set(false)>"完成"</button>
            </p>
        </Modal>
    }
}

/// A column in the dialog.
#[derive(Clone, Copy)]
struct Own {
    table: Worktable,
    column: StoredValue<Column>,
}

impl Own {
    fn code(self) -> String {
        self.column.with_value(Column::code)
    }

    fn is_seen(self) -> bool {
        self.table.shown.with(|shown| self.column.with_value(|column| shown.contains(column)))
    }

    /// Whether it may go one place up or down. The first column stays the first.
    fn may_go(self, up: bool) -> bool {
        let table = self.table;
        table.shown.with(|shown| {
            let at = self.column.with_value(|column| shown.iter().position(|other| other == column));
            at.is_some_and(|at| if up { at >= 2 } else { at != 0 && at + 1 < shown.len() })
        })
    }

    fn go(self, up: bool) {
        let by = if up { -1 } else { 1 };
        self.table.set_columns(|columns| self.column.with_value(|column| columns.shift(column, by)));
        let code = self.code();
        // The line was taken out and put back: the focus goes along with it.
        let (way, other) = if up { ("up", "down") } else { ("down", "up") };
        request_animation_frame(move || {
            page::focus(&format!("[data-{way}=\"{code}\"]:not(:disabled)"));
            if !page::has_focus(&format!("[data-{way}=\"{code}\"]")) {
                page::focus(&format!("[data-{other}=\"{code}\"]:not(:disabled)"));
            }
        });
    }

    fn show(self, show: bool) {
        self.table.set_columns(|columns| self.column.with_value(|column| columns.show(column, show)));
        let code = self.code();
        request_animation_frame(move || page::focus(&format!("[data-show=\"{code}\"]")));
    }

    /// The width that was chosen, in pixels; empty where none was.
    fn width(self) -> String {
        let width = |columns: &Columns| self.column.with_value(|column| columns.width(column));
        self.table.columns.with(width).map(|width| width.to_string()).unwrap_or_default()
    }

    fn enter_width(self, typed: &str) {
        let width = typed.trim().parse::<u16>().ok();
        // A box that leaves with its dialog tells of what was typed, when what it belongs to is gone.
        if let Some(column) = self.column.try_get_value() {
            self.table.set_columns(|columns| columns.set_width(&column, width));
        }
    }
}

#[component]
fn Line(column: Column, name: String) -> impl IntoView {
    let table = Worktable::of_page();
    let is_number = column == Column::Number;
    let usual = table.fields.with_untracked(|fields| usual_width(fields, &column));
    let own = Own { table, column: StoredValue::new(column) };
    view! {
        <li>
            <label>
                <input
                    type="checkbox"
                    prop:checked=move || own.is_seen()
                    data-show=own.code()
                    disabled=is_number
                    on:change=move |event| own.show(event_target_checked(&event))
                />
                {name.clone()}
            </label>
            <input
                type="number"
                min=WIDTHS.start().to_string()
                max=WIDTHS.end().to_string()
                step="4"
                aria-label=format!("{name}的宽度（像素）")
                placeholder=usual.to_string()
                disabled=move || !own.is_seen()
                prop:value=move || own.width()
                on:change=move |event| own.enter_width(&event_target_value(&event))
            />
            <button
                type="button"
                class="icon"
                aria-label=format!("上移{name}")
                title="上移"
                data-up=own.code()
                disabled=move || !own.may_go(true)
                on:click=move |_| own.go(true)
            >
                "↑"
            </button>
            <button
                type="button"
                class="icon"
                aria-label=format!("下移{name}")
                title="下移"
                data-down=own.code()
                disabled=move || !own.may_go(false)
                on:click=move |_| own.go(false)
            >
                "↓"
            </button>
        </li>
    }
}
