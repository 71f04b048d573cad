//! The dialog 表格列: which columns are seen, in which order, how wide.

use leptos::ev;
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

#[component]
fn Line(column: Column, name: String) -> impl IntoView {
    let table = Worktable::of_page();
    let code = column.code();
    let is_number = column == Column::Number;
    let usual = table.fields.with_untracked(|fields| usual_width(fields, &column));
    let keep = StoredValue::new(column);
    let seen = move || table.shown.with(|shown| keep.with_value(|column| shown.contains(column)));
    let at = move || {
        table.shown.with(|shown| keep.with_value(|column| shown.iter().position(|other| other == column)))
    };
    let last = move || table.shown.with(|shown| keep.with_value(|column| shown.last() == Some(column)));
    let shift = move |by: isize| {
        table.set_columns(|columns| keep.with_value(|column| columns.shift(column, by)));
        let code = keep.with_value(Column::code);
        // The line was taken out and put back: the focus goes along with it.
        let way = if by < 0 { "up" } else { "down" };
        let other = if by < 0 { "down" } else { "up" };
        request_animation_frame(move || {
            page::focus(&format!("[data-{way}=\"{code}\"]:not(:disabled)"));
            if !page::has_focus(&format!("[data-{way}=\"{code}\"]")) {
                page::focus(&format!("[data-{other}=\"{code}\"]:not(:disabled)"));
            }
        });
    };
    let enter = move |event: ev::Event| {
        let width = event_target_value(&event).trim().parse::<u16>().ok();
        // A box that leaves with its dialog tells of what was typed, when what it belongs to is gone.
        if let Some(column) = keep.try_get_value() {
            table.set_columns(|columns| columns.set_width(&column, width));
        }
    };
    view! {
        <li>
            <label>
                <input
                    type="checkbox"
                    prop:checked=seen
                    data-show=code.clone()
                    disabled=is_number
                    on:change=move |event| {
                        let show = event_target_checked(&event);
                        table.set_columns(|columns| keep.with_value(|column| columns.show(column, show)));
                        let code = keep.with_value(Column::code);
                        request_animation_frame(move || page::focus(&format!("[data-show=\"{code}\"]")));
                    }
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
                disabled=move || !seen()
                prop:value=move || {
                    let width = table.columns.with(|columns| keep.with_value(|column| columns.width(column)));
                    width.map(|width| width.to_string()).unwrap_or_default()
                }
                on:change=enter
            />
            <button
                type="button"
                class="icon"
                aria-label=format!("上移{name}")
                title="上移"
                data-up=code.clone()
                disabled=move || at().is_none_or(|at| at < 2)
                on:click=move |_| shift(-1)
            >
                "↑"
            </button>
            <button
                type="button"
                class="icon"
                aria-label=format!("下移{name}")
                title="下移"
                data-down=code.clone()
                disabled=move || at().is_none_or(|at| at == 0) || last()
                on:click=move |_| shift(1)
            >
                "↓"
            </button>
        </li>
    }
}
