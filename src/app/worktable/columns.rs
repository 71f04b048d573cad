//! The dialog 表格列: which columns are seen, in which order, how wide.

use leptos::ev;
use leptos::prelude::*;

use super::dialog::Modal;
use super::state::Worktable;
use platform::page;
use query::columns::{Column, Columns, WIDTHS};

/// 表格列.
#[component]
pub fn ColumnsDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let table = Worktable::of_page();
    let order = move || {
        table.shown.with(|shown| {
            let hidden = Column::ALL.into_iter().filter(|column| !shown.contains(column));
            shown.iter().copied().chain(hidden).collect::<Vec<_>>()
        })
    };
    view! {
        <Modal name="表格列" open>
            <p class="hint">"选中的列按这里的次序显示；宽度空着，就用合适的宽度。选择保存在本机。"</p>
            <ol class="column-list" aria-label="表格列">
                <For each=order key=|column| *column let:column>
                    <Line column/>
                </For>
            </ol>
            <p class="dialog-foot">
                <button type="button" on:click=move |_| table.set_columns(|columns| *columns = Columns::default())>
                    "恢复默认"
                </button>
                <button type="button" class="primary" on:click=move |_| open.set(false)>"完成"</button>
            </p>
        </Modal>
    }
}

#[component]
fn Line(column: Column) -> impl IntoView {
    let table = Worktable::of_page();
    let name = column.name();
    let seen = move || table.shown.with(|shown| shown.contains(&column));
    let at = move || table.shown.with(|shown| shown.iter().position(|other| *other == column));
    let last = move || table.shown.with(|shown| shown.last() == Some(&column));
    let shift = move |by: isize| {
        table.set_columns(|columns| columns.shift(column, by));
        // The line was taken out and put back: the focus goes along with it.
        let way = if by < 0 { "up" } else { "down" };
        let other = if by < 0 { "down" } else { "up" };
        request_animation_frame(move || {
            page::focus(&format!("[data-{way}=\"{0}\"]:not(:disabled)", column.id()));
            if !page::has_focus(&format!("[data-{way}=\"{0}\"]", column.id())) {
                page::focus(&format!("[data-{other}=\"{0}\"]:not(:disabled)", column.id()));
            }
        });
    };
    let enter = move |event: ev::Event| {
        let width = event_target_value(&event).trim().parse::<u16>().ok();
        table.set_columns(|columns| columns.set_width(column, width));
    };
    view! {
        <li>
            <label>
                <input
                    type="checkbox"
                    prop:checked=seen
                    data-show=column.id()
                    disabled=column == Column::Number
                    on:change=move |event| {
                        let show = event_target_checked(&event);
                        table.set_columns(|columns| columns.show(column, show));
                        request_animation_frame(move || page::focus(&format!("[data-show=\"{}\"]", column.id())));
                    }
                />
                {name}
            </label>
            <input
                type="number"
                min=WIDTHS.start().to_string()
                max=WIDTHS.end().to_string()
                step="4"
                aria-label=format!("{name}的宽度（像素）")
                placeholder=column.width().to_string()
                disabled=move || !seen()
                prop:value=move || {
                    let width = table.columns.with(|columns| columns.width(column));
                    width.map(|width| width.to_string()).unwrap_or_default()
                }
                on:change=enter
            />
            <button
                type="button"
                class="icon"
                aria-label=format!("上移{name}")
                title="上移"
                data-up=column.id()
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
                data-down=column.id()
                disabled=move || at().is_none_or(|at| at == 0) || last()
                on:click=move |_| shift(1)
            >
                "↓"
            </button>
        </li>
    }
}
