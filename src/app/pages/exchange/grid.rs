//! The rows of a table as they will be: every cell to see, new and doubtful ones marked, each to be corrected in place, each row
//! to be left out. A hundred rows at a time, so that 10,000 are drawn as fast as ten.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;

use super::import::Importing;
use formats::table::choices::RowKey;
use formats::table::preview::{Preview, PreviewRow};
use platform::page;

/// How many rows are drawn at once.
const PAGE: usize = 100;

/// Where the person is in the grid.
#[derive(Clone, Copy)]
pub struct GridState {
    /// The first row that is drawn.
    first: RwSignal<usize>,
    /// The cell that is typed into: its row, and the place of its column in the file.
    editing: RwSignal<Option<(RowKey, usize)>>,
    /// The doubt that was shown last.
    doubt: RwSignal<Option<usize>>,
}

impl GridState {
    /// At the top.
    #[must_use]
    pub fn new() -> Self {
        Self { first: RwSignal::new(0), editing: RwSignal::new(None), doubt: RwSignal::new(None) }
    }
}

fn cell_id(row: RowKey, column: usize) -> String {
    format!("import-{}-{}-{}-{column}", row.place.sheet, row.place.row, row.part)
}

/// The grid, and the way from doubt to doubt.
#[component]
pub fn Grid(importing: Importing, state: GridState) -> impl IntoView {
    let judged = importing.judged;
    let count = Memo::new(move |_| judged.with(|preview| preview.0.rows.len()));
    let first = move || state.first.get().min(count.get().saturating_sub(1)) / PAGE * PAGE;
    let rows = move || {
        let first = first();
        judged.with(|preview| {
            let preview = preview.0.clone();
            let shown: Vec<_> = (first..preview.rows.len().min(first + PAGE))
                .map(|at| view! { <OneRow preview=preview.clone() at importing state/> })
                .collect();
            shown
        })
    };
    let heads = move || {
        judged.with(|preview| {
            let head = |(nth, at): (usize, &usize)| {
                let name = preview.0.columns.get(*at).map_or("", |column| column.head.as_str()).to_owned();
                view! { <th role="columnheader" scope="col" aria-colindex=nth + 4>{name}</th> }
            };
            preview.0.shown.iter().enumerate().map(head).collect::<Vec<_>>()
        })
    };
    view! {
        {doubts(importing, state)}
        <div class="import-frame" tabindex="0" role="region" aria-label="导入预览（可滚动）">
            <table
                role="grid"
                aria-label="导入预览"
                class="import-grid"
                aria-rowcount=move || count.get() + 1
                aria-colcount=move || judged.with(|preview| preview.0.shown.len() + 3)
            >
                <thead>
                    <tr role="row" aria-rowindex="1">
                        <th role="columnheader" scope="col" aria-colindex="1">"导入"</th>
                        <th role="columnheader" scope="col" aria-colindex="2">"结果"</th>
                        <th role="columnheader" scope="col" aria-colindex="3">"编号"</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {pages(state, count, Signal::derive(first))}
    }
}

/// The hundred rows before and after those that are drawn, where there are more.
fn pages(state: GridState, count: Memo<usize>, first: Signal<usize>) -> impl IntoView {
    let turn = move |by: isize| {
        state
            .first
            .update(|first| *first = first.saturating_add_signed(by * isize::try_from(PAGE).unwrap_or(1)));
    };
    let told = move || {
        let (first, count) = (first.get(), count.get());
        format!("第 {}–{} 行，共 {count} 行", first + 1, count.min(first + PAGE))
    };
    let at_end = move || first.get() + PAGE >= count.get();
    view! {
        <div class="exchange-line" hidden=move || { count.get() <= PAGE }>
            <button type="button" disabled=move || first.get() == 0 on:click=move |_| turn(-1)>"前 100 行"</button>
            <span>{told}</span>
            <button type="button" disabled=at_end on:click=move |_| turn(1)>"后 100 行"</button>
        </div>
    }
}

/// The way from doubt to doubt, and what is said of the one that is shown.
fn doubts(importing: Importing, state: GridState) -> impl IntoView {
    let Importing { choices, judged } = importing;
    let count = move || judged.with(|preview| preview.0.doubts.len());
    let message = move || {
        let at = state.doubt.get()?;
        judged.with(|preview| {
            let doubt = preview.0.doubts.get(at)?;
            Some(format!("第 {} 处（第 {} 行）：{}", at + 1, doubt.row.place.row, doubt.message))
        })
    };
    let settle = move |_| {
        let key = state.doubt.get_untracked().and_then(|at| {
            judged.with_untracked(|preview| preview.0.doubts.get(at).map(|doubt| (doubt.row, doubt.column)))
        });
        if let Some(key) = key {
            choices.update(|choices| {
                choices.settled.insert(key);
            });
        }
    };
    view! {
        <div class="exchange-line" role="group" aria-label="待核对">
            <span>{move || format!("待核对 {} 处", count())}</span>
            <button type="button" disabled=move || count() == 0 on:click=move |_| to_doubt(importing, state, -1)>"上一处"</button>
            <button type="button" disabled=move || count() == 0 on:click=move |_| to_doubt(importing, state, 1)>"下一处"</button>
            <button type="button" disabled=move || message().is_none() on:click=settle>"这一处没有问题"</button>
            <span class="told" role="status" aria-label="待核对的内容">{message}</span>
        </div>
    }
}

/// Goes to the doubt before (`by` is -1) or after (1) the one that is shown; at first to the first one.
fn to_doubt(importing: Importing, state: GridState, by: isize) {
    let found = importing.judged.with_untracked(|preview| {
        let all = &preview.0.doubts;
        let next = match state.doubt.get_untracked() {
            None => 0,
            Some(at) => at.saturating_add_signed(by).min(all.len().saturating_sub(1)),
        };
        let doubt = all.get(next)?;
        let row = preview.0.rows.iter().position(|row| row.key == doubt.row);
        Some((next, row, cell_id(doubt.row, doubt.column)))
    });
    if let Some((next, row, id)) = found {
        state.doubt.set(Some(next));
        if let Some(row) = row {
            state.first.set(row / PAGE * PAGE);
        }
        request_animation_frame(move || page::focus(&format!("#{id}")));
    }
}

/// Moves the focus to a cell beside this one.
fn walk(event: &ev::KeyboardEvent, row: usize, column: usize) {
    let (row, column) = match event.key().as_str() {
        "ArrowDown" => (row + 1, column),
        "ArrowUp" => (row.saturating_sub(1), column),
        "ArrowRight" => (row, column + 1),
        "ArrowLeft" => (row, column.saturating_sub(1)),
        _ => return,
    };
    event.prevent_default();
    page::focus(&format!(".import-grid [data-row=\"{row}\"] [aria-colindex=\"{column}\"]"));
}

#[component]
fn OneRow(preview: Arc<Preview>, at: usize, importing: Importing, state: GridState) -> impl IntoView {
    let Some(row) = preview.rows.get(at).cloned() else { return ().into_any() };
    let key = row.key;
    let toggle = move |event: ev::Event| {
        let ticked = event_target_checked(&event);
        importing.choices.update(|choices| {
            if ticked {
                choices.unticked.remove(&key);
            } else {
                choices.unticked.insert(key);
            }
        });
    };
    let is_split = key.part == 0 && preview.rows.get(at + 1).is_some_and(|next| next.key.place == key.place);
    let is_whole = importing.choices.with_untracked(|choices| choices.whole.contains(&key.place));
    let split = (is_split || is_whole).then(|| {
        let (label, told) = if is_whole { ("拆分", "拆成几条措施") } else { ("不拆分", "并为一条措施") };
        let turn = move |_| {
            importing.choices.update(|choices| {
                if !choices.whole.remove(&key.place) {
                    choices.whole.insert(key.place);
                }
            });
        };
        view! {
            <button type="button" class="small" aria-label=format!("第 {} 行{told}", key.place.row) on:click=turn>{label}</button>
        }
    });
    let outcome = if row.is_ticked { row.outcome.label() } else { "未勾选" };
    let cells: Vec<_> = preview
        .shown
        .iter()
        .enumerate()
        .map(|(nth, column)| cell(&preview, &row, (at, nth, *column), importing, state))
        .collect();
    view! {
        <tr role="row" aria-rowindex=at + 2 data-row=at class:unticked=!row.is_ticked>
            <td role="gridcell" aria-colindex="1" tabindex="-1">
                <input type="checkbox" aria-label=format!("导入第 {} 行", key.place.row) checked=row.is_ticked on:change=toggle/>
            </td>
            <td role="gridcell" aria-colindex="2" tabindex="-1" title=row.reason.clone()>{outcome} {split}</td>
            <td role="gridcell" aria-colindex="3" tabindex="-1">{row.number.clone()}</td>
            {cells}
        </tr>
    }
    .into_any()
}

/// The place of a cell: row and column of the grid, column of the file.
type Place = (usize, usize, usize);

/// What is said of a cell: what is doubtful in it, and what the ledger has in its place.
fn told(preview: &Preview, row: &PreviewRow, (_, nth, column): Place) -> (bool, String) {
    let doubts = preview.doubts.iter().filter(|doubt| doubt.row == row.key && doubt.column == column);
    let doubts: Vec<&str> = doubts.map(|doubt| doubt.message.as_str()).collect();
    let old = row.cells.get(nth).filter(|own| own.is_new && !own.old.is_empty());
    let old = old.map(|own| format!("台账现有：{}", own.old)).unwrap_or_default();
    (!doubts.is_empty(), doubts.join("\n") + &old)
}

/// A cell: its text, or the box in which it is corrected.
fn cell(
    preview: &Arc<Preview>,
    row: &PreviewRow,
    place: Place,
    importing: Importing,
    state: GridState,
) -> AnyView {
    let (at, nth, column) = place;
    let key = row.key;
    let own = row.cells.get(nth).cloned().unwrap_or_default();
    let (doubtful, told) = told(preview, row, place);
    let name = preview.columns.get(column).map_or_else(String::new, |column| column.head.clone());
    let edit = move || state.editing.set(Some((key, column)));
    let text = own.text;
    let content = move || {
        if state.editing.get() == Some((key, column)) {
            correction((key, column), name.clone(), text.clone(), importing, state)
        } else {
            text.clone().into_any()
        }
    };
    view! {
        <td
            role="gridcell"
            id=cell_id(key, column)
            aria-colindex=nth + 4
            tabindex="-1"
            aria-invalid=doubtful.then_some("true")
            title=told
            class:is-new=own.is_new
            class:doubtful=doubtful
            on:dblclick=move |_| edit()
            on:keydown=move |event: ev::KeyboardEvent| {
                if matches!(event.key().as_str(), "Enter" | "F2") {
                    event.prevent_default();
                    edit();
                } else {
                    walk(&event, at, nth + 4);
                }
            }
        >
            {content}
        </td>
    }
    .into_any()
}

/// The box in which a cell is corrected; it has the focus when it comes up.
fn correction(
    cell: (RowKey, usize),
    name: String,
    before: String,
    importing: Importing,
    state: GridState,
) -> AnyView {
    let enter = move |text: String| {
        if state.editing.get_untracked() == Some(cell) {
            state.editing.set(None);
            importing.choices.update(|choices| drop(choices.cells.insert(cell, text)));
        }
    };
    let typed = before.clone();
    let box_id = format!("{}-box", cell_id(cell.0, cell.1));
    let focus = format!("#{box_id}");
    request_animation_frame(move || page::focus(&focus));
    let pressed = move |event: ev::KeyboardEvent| {
        event.stop_propagation();
        match event.key().as_str() {
            "Escape" => state.editing.set(None),
            "Enter" if !event.shift_key() && !event.is_composing() => {
                event.prevent_default();
                enter(event_target_value(&event));
            }
            _ => {}
        }
    };
    let left = move |event| {
        // A box that leaves the page with its table loses the focus once more, when what it belongs to is gone.
        if state.editing.try_get_untracked().flatten() != Some(cell) {
            return;
        }
        let now = event_target_value(&event);
        if now == before {
            state.editing.set(None);
        } else {
            enter(now);
        }
    };
    view! {
        <textarea id=box_id aria-label=name prop:value=typed on:keydown=pressed on:blur=left></textarea>
    }
    .into_any()
}
