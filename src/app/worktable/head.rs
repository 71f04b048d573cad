//! The heads of the columns: each sorts, opens what else can be done with the column, and its edge is dragged to make
//! the column wider. (By keyboard, widths are numbers in the dialog 表格列.)

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::head_menu::HeadMenu;
use super::look::class;
use super::state::Worktable;
use crate::app::grid::Geometry;
use crate::app::nav::Nav;
use crate::app::parts::filter::query_of;
use grid::Pin;
use query::Sort;
use query::columns::{Column, sort_of};

/// A column whose edge is being dragged: where the pointer was at first, and how wide the column was.
type Drag = (Column, i32, f64);

/// The row of heads.
#[component]
pub fn Heads(
    /// How columns share the window.
    geometry: Geometry,
) -> impl IntoView {
    let table = Worktable::of_page();
    let drag: StoredValue<Option<Drag>> = StoredValue::new(None);
    let carried: RwSignal<Option<Column>> = RwSignal::new(None);
    let menu: RwSignal<Option<Column>> = RwSignal::new(None);
    let moved = window_event_listener(ev::mousemove, move |event| {
        let Some(Some((column, from, width))) = drag.try_get_value() else { return };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels of a screen")]
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
    view! {
        <tr>
            <For each=move || table.shown.get() key=Clone::clone let:column>
                <Head column geometry drag carried menu/>
            </For>
        </tr>
    }
}

#[component]
fn Head(
    column: Column,
    geometry: Geometry,
    drag: StoredValue<Option<Drag>>,
    carried: RwSignal<Option<Column>>,
    menu: RwSignal<Option<Column>>,
) -> impl IntoView {
    let table = Worktable::of_page();
    let query = query_of(Nav::of_page());
    let sort = sort_of(table.kind, &column);
    let is_number = column == Column::Number;
    let class = format!("c-{}", class(&column));
    let keep = StoredValue::new(column);
    let by = sort.clone();
    let cell = NodeRef::<html::Th>::new();
    let at = Memo::new(move |_| {
        table.shown.with(|shown| keep.with_value(|column| shown.iter().position(|other| other == column)))
    });
    let placed = move || geometry.layout.with(|layout| layout.columns().get(at.get()?).copied());
    let side = move |pin: Pin| {
        placed().filter(|placed| placed.pin == pin).map(|placed| format!("{}px", placed.stay))
    };
    let told = move || {
        let order = query.with(|query| query.sort.clone());
        let direction = if order.descending { "descending" } else { "ascending" };
        (by.as_ref() == Some(&order.by)).then_some(direction)
    };
    let name = move || keep.with_value(|column| table.name(column));
    let over = move |event: ev::DragEvent| {
        if carried.with_untracked(Option::is_some) {
            event.prevent_default();
        }
    };
    // A head that is carried lands before the one that it is let go over, or behind it where it came from the left.
    let land = move |event: ev::DragEvent| {
        event.prevent_default();
        if let Some(carried) = carried.get_untracked() {
            table.carry(&carried, &keep.get_value());
        }
    };
    view! {
        <th
            node_ref=cell
            scope="col"
            class=class
            class:pin-left=move || placed().is_some_and(|placed| placed.pin == Pin::Left)
            class:pin-right=move || placed().is_some_and(|placed| placed.pin == Pin::Right)
            style=("--w", move || placed().map(|placed| format!("{}px", placed.width)))
            style:left=move || side(Pin::Left)
            style:right=move || side(Pin::Right)
            aria-sort=told
            aria-label=name
            aria-colindex=move || at.get().map(|at| at + 1)
            data-name=name
            on:dragover=over
            on:drop=land
        >
            {is_number.then(|| view! { <AllBox/> })}
            {if sort.is_some() {
                sorter(keep, carried)
            } else {
                view! { <span class="head-name">{name}</span> }.into_any()
            }}
            {(!is_number).then(|| view! { <HeadMenu column=keep menu/> })}
            {grip(cell, keep, drag)}
        </th>
    }
}

/// The button that sorts by the column, and by which its head is carried to another place.
fn sorter(column: StoredValue<Column>, carried: RwSignal<Option<Column>>) -> AnyView {
    let table = Worktable::of_page();
    let nav = Nav::of_page();
    let query = query_of(nav);
    let name = move || column.with_value(|column| table.name(column));
    let stays = column.with_value(|column| *column == Column::Number);
    let turn = move |_| {
        let Some(by) = column.with_value(|column| sort_of(table.kind, column)) else { return };
        let mut next = query.get_untracked();
        let descending = next.sort.by == by && !next.sort.descending;
        next.sort = Sort { by, descending };
        nav.set_query(next.print());
    };
    let take = move |event: ev::DragEvent| {
        if let Some(data) = event.data_transfer() {
            // Firefox drags nothing that carries no data.
            let _ = data.set_data("text/plain", &untrack(name));
        }
        carried.set(Some(column.get_value()));
    };
    view! {
        <button
            type="button"
            class="head-sort"
            draggable=if stays { "false" } else { "true" }
            on:click=turn
            on:dragstart=take
            on:dragend=move |_| carried.set(None)
        >
            {name}
            <span class="sort-mark" aria-hidden="true"></span>
        </button>
    }
    .into_any()
}

/// The edge that is dragged to make the column wider.
fn grip(
    cell: NodeRef<html::Th>,
    column: StoredValue<Column>,
    drag: StoredValue<Option<Drag>>,
) -> impl IntoView {
    let table = Worktable::of_page();
    let begin = move |event: ev::MouseEvent| {
        event.prevent_default();
        if let Some(cell) = cell.get_untracked() {
            let width = cell.get_bounding_client_rect().width();
            drag.set_value(Some((column.get_value(), event.client_x(), width)));
        }
    };
    let reset =
        move |_| table.set_columns(|columns| column.with_value(|column| columns.set_width(column, None)));
    view! {
        <span
            class="grip"
            aria-hidden="true"
            title="拖动改变列宽，双击恢复"
            on:mousedown=begin
            on:dblclick=reset
        ></span>
    }
}

/// Picks all rows of the list.
#[component]
fn AllBox() -> impl IntoView {
    let table = Worktable::of_page();
    let counts = Memo::new(move |_| {
        table.matched.with(|rows| (table.picked.with(|picked| picked.among(rows)), rows.len()))
    });
    let name = format!("选择全部符合的{}", table.words().noun);
    let some = move || counts.with(|(picked, rows)| *picked > 0 && picked < rows);
    let all = move || counts.with(|(picked, rows)| *rows > 0 && picked == rows);
    view! {
        <input
            type="checkbox"
            class="pick"
            aria-label=name.clone()
            title=name
            prop:checked=all
            prop:indeterminate=some
            on:change=move |event| table.pick_all(event_target_checked(&event))
        />
    }
}
