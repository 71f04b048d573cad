//! The grid as an element: head, rows, and what happens to them in the page.

use grid::{Cell, Event, Key};
use leptos::ev;
use leptos::html;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, KeyboardEvent};

use super::editor_box::EditorBox;
use super::geometry::Geometry;
use super::row::GRIP;
use super::source::Source;
use super::state::State;
use crate::app::parts::paper_rows::paper_rows;
use crate::app::parts::window::come_back;
use crate::app::print::while_printing;
use crate::app::rows::Rows;
use query::print_rows::{PrintRow, cut};

/// What a grid is on paper: its rows, and how many there are in all.
pub type Paper = Callback<(), (Vec<PrintRow>, usize)>;

fn element(event: &web_sys::Event) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into::<Element>().ok())
}

/// The line that an element stands in.
fn row_of(element: &Element) -> Option<usize> {
    element.closest("tr[data-row]").ok().flatten()?.get_attribute("data-row")?.parse().ok()
}

/// The cell that an element stands in; of a head, its first one.
fn cell_of(element: &Element) -> Option<Cell> {
    let row = row_of(element)?;
    let td = element.closest("td").ok().flatten();
    let column = td.and_then(|td| td.get_attribute("aria-colindex")?.parse::<usize>().ok());
    Some(Cell { row, column: column.map_or(0, |column| column.saturating_sub(1)) })
}

/// Whether an element is something that is pressed by itself.
fn is_control(element: &Element) -> bool {
    element.closest("a, button, input").ok().flatten().is_some()
}

/// A key, as the machine of the grid knows it.
pub(super) fn key(event: &KeyboardEvent) -> Key {
    Key {
        name: event.key(),
        ctrl: event.ctrl_key() || event.meta_key(),
        shift: event.shift_key(),
        alt: event.alt_key(),
        // 229 is what browsers call a key that an input method has taken.
        composing: event.is_composing() || event.key_code() == 229,
    }
}

/// A grid.
#[component]
pub fn Grid<S: Source>(
    /// The accessible name: 措施台账.
    label: &'static str,
    /// Its cells.
    source: S,
    /// How wide the window is, and how columns share it.
    geometry: Geometry,
    /// The head: `th` elements, as many as there are columns.
    head: AnyView,
    /// How many records match.
    #[prop(into)]
    matched: Signal<usize>,
    /// How many lines there are, heads of groups included.
    count: Memo<usize>,
    /// What it is on paper.
    paper: Paper,
) -> impl IntoView {
    let keys = Rows::of_page();
    let state = State::new(source, geometry, keys.current);
    let columns = move || geometry.layout.with(|layout| layout.columns().len());
    follow_window(state);
    follow_source(state, geometry, keys);
    come_back(label, state.frame, keys.current, state.top, Callback::new(move |()| state.measure()), count);
    follow_cursor(state, keys);
    let table = NodeRef::<html::Table>::new();
    let notes = [NodeRef::<html::P>::new(), NodeRef::<html::P>::new()];
    on_paper(table, notes, columns, paper);
    view! {
        <div class="table-frame grid-frame" node_ref=state.frame role="region" aria-label=format!("{label}（可滚动）") on:scroll=move |_| state.scrolled(false)>
            <p class="paper-cut" node_ref=notes[0]></p>
            <table
                node_ref=table
                class="ledger-table grid"
                id="grid"
                role="grid"
                style=("--table", move || format!("{}px", geometry.layout.with(grid::Layout::total)))
                aria-label=label
                aria-multiselectable="true"
                aria-rowcount=move || matched.get()
                aria-colcount=columns
            >
                <thead>{head}</thead>
                <tbody
                    class="live-rows"
                    node_ref=state.body
                    on:mousedown=move |event| press(state, &event)
                    on:mousemove=move |event| drag(state, &event)
                    on:dblclick=move |event| open(state, &event)
                    on:click=move |event| click(state, &event)
                    on:focusin=move |event| come(state, &event)
                    on:keydown=move |event| pressed(state, keys, &event)
                ></tbody>
            </table>
            <EditorBox state/>
            <p class="paper-cut" node_ref=notes[1]></p>
        </div>
    }
}

/// Measures the window when it is drawn and when it changes, and hears where the pointer lets go.
fn follow_window<S: Source>(state: State<S>) {
    Effect::new(move || {
        state.frame.track();
        state.measure();
    });
    let resized = window_event_listener(ev::resize, move |_| state.measure());
    let released = window_event_listener(ev::mouseup, move |_| {
        state.happen(Event::Release);
    });
    on_cleanup(move || {
        resized.remove();
        released.remove();
    });
}

/// Other widths, lines or columns are drawn; another question begins at its first line.
fn follow_source<S: Source>(state: State<S>, geometry: Geometry, keys: Rows) {
    Effect::new(move || state.lay(geometry.layout.get()));
    Effect::new(move || {
        state.body.track();
        geometry.height.track();
        state.cells().track();
        state.reload();
        request_animation_frame(move || state.measure());
    });
    Effect::new(move |before: Option<u32>| {
        let now = keys.asked.get();
        if before.is_some_and(|before| before != now) {
            state.to_start();
        }
        now
    });
}

/// The focus goes along with the cursor of the page.
fn follow_cursor<S: Source>(state: State<S>, keys: Rows) {
    let followed = StoredValue::new(keys.moved.get_untracked());
    Effect::new(move || {
        let moved = keys.moved.get();
        let Some(row) = keys.current.get() else { return };
        let here = state.focus();
        if here.is_none_or(|focus| focus.row != row) {
            state.go(Cell { row, column: 0 });
        }
        if followed.get_value() != moved {
            followed.set_value(moved);
            request_animation_frame(move || state.editor.focus());
        }
    });
}

fn press<S: Source>(state: State<S>, event: &ev::MouseEvent) {
    let Some(target) = element(event) else { return };
    if event.button() != 0 || is_control(&target) {
        return;
    }
    if let Some(row) = row_of(&target).filter(|_| target.class_name() == GRIP) {
        event.prevent_default();
        state.happen(Event::Grip(row));
        state.editor.focus();
    } else if let Some(cell) = cell_of(&target) {
        event.prevent_default();
        state.happen(Event::Press { cell, stretch: event.shift_key() });
        state.editor.focus();
    }
}

fn drag<S: Source>(state: State<S>, event: &ev::MouseEvent) {
    if event.buttons() & 1 == 1
        && let Some(cell) = element(event).as_ref().and_then(cell_of)
    {
        state.happen(Event::Drag(cell));
        state.scroll_at_edge(f64::from(event.client_y()));
    }
}

fn open<S: Source>(state: State<S>, event: &ev::MouseEvent) {
    let target = element(event).filter(|target| !is_control(target));
    if let Some(cell) = target.as_ref().and_then(cell_of) {
        state.happen(Event::Open(cell));
    }
}

fn click<S: Source>(state: State<S>, event: &ev::MouseEvent) {
    let Some(target) = element(event) else { return };
    let Some(row) = row_of(&target) else { return };
    if target.closest("button.fold").ok().flatten().is_some() {
        state.cells().open(row);
    } else if let Some(tick) = target.dyn_ref::<HtmlInputElement>() {
        state.cells().pick(row, Some(tick.checked()), event.shift_key());
        state.editor.focus();
    }
}

/// Whoever comes to a line, by whatever way, is in its first cell.
fn come<S: Source>(state: State<S>, event: &ev::FocusEvent) {
    let Some(target) = element(event) else { return };
    let Some(row) = row_of(&target) else { return };
    if state.focus().is_none_or(|focus| focus.row != row) || !is_control(&target) {
        let column = cell_of(&target).filter(|_| target.tag_name() == "TD").map_or(0, |cell| cell.column);
        state.go(Cell { row, column });
    }
    if !is_control(&target) {
        state.editor.focus();
    }
}

/// A window that is not in front tells of no focus: the keys still come to the line that was gone to.
fn pressed<S: Source>(state: State<S>, keys: Rows, event: &KeyboardEvent) {
    let Some(target) = element(event).filter(|target| !is_control(target)) else { return };
    let Some(cell) = cell_of(&target) else { return };
    if state.focus().is_none_or(|focus| focus.row != cell.row) || rows_untouched(keys) {
        state.go(cell);
    }
    state.editor.focus();
    if state.happen(Event::Key(key(event))) {
        event.prevent_default();
        event.stop_propagation();
    }
}

/// Whether nobody has been in the rows yet.
fn rows_untouched(keys: Rows) -> bool {
    keys.current.with_untracked(Option::is_none)
}

/// While the page is printed its rows stand beside the live ones, as texts.
fn on_paper(
    table: NodeRef<html::Table>,
    notes: [NodeRef<html::P>; 2],
    columns: impl Fn() -> usize + Copy + 'static,
    paper: Paper,
) {
    let say = move |told: Option<&str>| {
        for note in notes.iter().filter_map(|note| note.get_untracked()) {
            note.set_text_content(told);
        }
    };
    while_printing(
        move || {
            let table = table.get_untracked()?;
            let (made, all) = paper.run(());
            say(cut(all).as_deref());
            let _ = table.class_list().add_1("papered");
            let columns = untrack(columns);
            Some((mount_to((*table).clone(), move || paper_rows(made, columns)), table))
        },
        move |drawn| {
            say(None);
            if let Some((rows, table)) = drawn {
                drop(rows);
                let _ = table.class_list().remove_1("papered");
            }
        },
    );
}
