//! The heads of the columns: each sorts, and its edge is dragged to make the column wider. (By keyboard, widths are
//! numbers in the dialog 表格列.)

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::state::Worktable;
use crate::app::lists::Lists;
use crate::app::nav::Nav;
use crate::app::parts::filter::query_of;
use query::Sort;
use query::columns::{Column, sort_of};

/// A column whose edge is being dragged: where the pointer was at first, and how wide the column was.
type Drag = (Column, i32, f64);

/// The row of heads.
#[component]
pub fn Heads() -> impl IntoView {
    let table = Worktable::of_page();
    let drag: StoredValue<Option<Drag>> = StoredValue::new(None);
    let moved = window_event_listener(ev::mousemove, move |event| {
        let Some(Some((column, from, width))) = drag.try_get_value() else { return };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // pixels of a screen
        let now = (width + f64::from(event.client_x() - from)).max(0.0) as u16;
        table.columns.update(|columns| columns.set_width(&column, Some(now)));
    });
    let ended = window_event_listener(ev::mouseup, move |_| {
        if drag.try_get_value().flatten().is_some() {
            drag.set_value(None);
            table.keep_columns();
        }
    });
    on_cleanup(move || {
        moved.remove();
        ended.remove();
    });
    view! { <tr>{move || {
        // A head is drawn anew where its field is renamed.
        table.fields.track();
        table.shown.get().into_iter().map(|column| view! { <Head column drag/> }).collect_view()
    }}</tr> }
}

#[component]
fn Head(column: Column, drag: StoredValue<Option<Drag>>) -> impl IntoView {
    let table = Worktable::of_page();
    let nav = Nav::of_page();
    let query = query_of(nav);
    let code = column.code();
    let sort = sort_of(&column);
    let keep = StoredValue::new(column.clone());
    let width = move || table.columns.with(|columns| keep.with_value(|column| columns.width(column)));
    let by = sort.clone();
    let told = move || {
        let order = query.with(|query| query.sort.clone());
        let direction = if order.descending { "descending" } else { "ascending" };
        (by.as_ref() == Some(&order.by)).then_some(direction)
    };
    let turn = move |_| {
        let Some(by) = keep.with_value(sort_of) else { return };
        let mut next = query.get_untracked();
        let descending = next.sort.by == by && !next.sort.descending;
        next.sort = Sort { by, descending };
        nav.set_query(next.print());
    };
    let begin = move |event: ev::MouseEvent| {
        event.prevent_default();
        let cell = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let cell = cell.and_then(|grip| grip.closest("th").ok().flatten());
        if let Some(cell) = cell {
            drag.set_value(Some((
                keep.get_value(),
                event.client_x(),
                cell.get_bounding_client_rect().width(),
            )));
        }
    };
    let name = table.fields.with_untracked(|fields| fields.label(&column));
    let label = name.clone();
    view! {
        <th
            scope="col"
            class=format!("c-{}", code.split('.').next().unwrap_or_default())
            class:sized=move || width().is_some()
            style=("--w", move || width().map(|width| format!("{width}px")))
            aria-sort=told
            aria-label=label.clone()
            data-name=label
        >
            {(column == Column::Number).then(|| view! { <AllBox/> })}
            {if sort.is_some() {
                view! {
                    <button type="button" on:click=turn>
                        {name}
                        <span class="sort-mark" aria-hidden="true"></span>
                    </button>
                }
                .into_any()
            } else {
                view! { <span class="head-name">{name}</span> }.into_any()
            }}
            <span
                class="grip"
                aria-hidden="true"
                title="拖动改变列宽，双击恢复"
                on:mousedown=begin
                on:dblclick=move |_| table.set_columns(|columns| keep.with_value(|column| columns.set_width(column, None)))
            ></span>
        </th>
    }
}

/// Picks all rows of the list.
#[component]
fn AllBox() -> impl IntoView {
    let table = Worktable::of_page();
    let lists = Lists::of_page();
    let counts = Memo::new(move |_| {
        lists.measures.with(|rows| (table.picked.with(|picked| picked.among(rows)), rows.len()))
    });
    let some = move || counts.with(|(picked, rows)| *picked > 0 && picked < rows);
    let all = move || counts.with(|(picked, rows)| *rows > 0 && picked == rows);
    view! {
        <input
            type="checkbox"
            class="pick"
            aria-label="选择全部符合的措施"
            title="选择全部符合的措施"
            prop:checked=all
            prop:indeterminate=some
            on:change=move |event| table.pick_all(event_target_checked(&event))
        />
    }
}
