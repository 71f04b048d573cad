//! The grid as an element: head, rows, editor, and what happens to them in the page.

use grid::{Block, Cell, Event, Key};
use leptos::ev;
use leptos::html;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, KeyboardEvent};

use super::day_picker::DayPicker;
use super::editor::{FOCUS, LIST};
use super::geometry::Geometry;
use super::row::GRIP;
use super::source::Source;
use super::state::State;
use super::text_box::{Happened, boxes};
use crate::app::parts::paper_rows::paper_rows;
use crate::app::parts::window::come_back;
use crate::app::print::while_printing;
use crate::app::rows::Rows;
use ledger::date::Date;
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

fn key(event: &KeyboardEvent) -> Key {
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
    Effect::new(move || state.lay(geometry.layout.get()));
    Effect::new(move || {
        state.body.track();
        geometry.height.track();
        state.cells().track();
        state.reload();
        request_animation_frame(move || state.measure());
    });
    // Another question begins at its first line.
    Effect::new(move |before: Option<u32>| {
        let now = keys.asked.get();
        if before.is_some_and(|before| before != now) {
            state.to_start();
        }
        now
    });
    come_back(label, state.frame, keys.current, state.top, Callback::new(move |()| state.measure()), count);
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
    let table = NodeRef::<html::Table>::new();
    let notes = [NodeRef::<html::P>::new(), NodeRef::<html::P>::new()];
    on_paper(table, notes, columns, paper);
    let press = move |event: ev::MouseEvent| {
        let Some(target) = element(&event) else { return };
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
    };
    let drag = move |event: ev::MouseEvent| {
        if event.buttons() & 1 == 1
            && let Some(cell) = element(&event).as_ref().and_then(cell_of)
        {
            state.happen(Event::Drag(cell));
            state.scroll_at_edge(f64::from(event.client_y()));
        }
    };
    let open = move |event: ev::MouseEvent| {
        let target = element(&event).filter(|target| !is_control(target));
        if let Some(cell) = target.as_ref().and_then(cell_of) {
            state.happen(Event::Open(cell));
        }
    };
    let click = move |event: ev::MouseEvent| {
        let Some(target) = element(&event) else { return };
        let Some(row) = row_of(&target) else { return };
        if target.closest("button.fold").ok().flatten().is_some() {
            state.cells().open(row);
        } else if let Some(tick) = target.dyn_ref::<HtmlInputElement>() {
            state.cells().pick(row, Some(tick.checked()), event.shift_key());
            state.editor.focus();
        }
    };
    // Whoever comes to a line, by whatever way, is in its first cell.
    let come = move |event: ev::FocusEvent| {
        let Some(target) = element(&event) else { return };
        let Some(row) = row_of(&target) else { return };
        if state.focus().is_none_or(|focus| focus.row != row) || !is_control(&target) {
            let column = cell_of(&target).filter(|_| target.tag_name() == "TD").map_or(0, |cell| cell.column);
            state.go(Cell { row, column });
        }
        if !is_control(&target) {
            state.editor.focus();
        }
    };
    // A window that is not in front tells of no focus: the keys still come to the line that was gone to.
    let pressed = move |event: KeyboardEvent| {
        let Some(target) = element(&event).filter(|target| !is_control(target)) else { return };
        let Some(cell) = cell_of(&target) else { return };
        if state.focus().is_none_or(|focus| focus.row != cell.row) || rows_untouched(keys) {
            state.go(cell);
        }
        state.editor.focus();
        if state.happen(Event::Key(key(&event))) {
            event.prevent_default();
            event.stop_propagation();
        }
    };
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
                <tbody class="live-rows" node_ref=state.body on:mousedown=press on:mousemove=drag on:dblclick=open on:click=click on:focusin=come on:keydown=pressed></tbody>
            </table>
            <EditorBox state/>
            <p class="paper-cut" node_ref=notes[1]></p>
        </div>
    }
}

/// A text of the clipboard, where it has several lines.
fn lines_of(text: &str) -> Option<String> {
    let lines = text.trim_end_matches(['\r', '\n']).replace("\r\n", "\n");
    lines.contains('\n').then_some(lines)
}

/// Whether nobody has been in the rows yet.
fn rows_untouched(keys: Rows) -> bool {
    keys.current.with_untracked(Option::is_none)
}

/// The editor over the cell that has the focus, and what is proposed under it.
#[component]
fn EditorBox<S: Source>(state: State<S>) -> impl IntoView {
    let editor = state.editor;
    let typed = move || {
        let text = editor.text();
        state.happen(Event::Typed(text.clone()));
        if let Some(cell) = state.focus().filter(|_| state.is_editing()) {
            editor.error.set(None);
            editor.propose(&state.cells(), cell, &text, false);
        } else {
            editor.set("");
        }
    };
    let take = move |proposal: &str| {
        let Some(cell) = state.focus() else { return };
        let text = state.cells().complete(cell, &editor.text(), proposal);
        editor.set(&text);
        state.happen(Event::Typed(text));
    };
    let pressed = move |event: KeyboardEvent| {
        let key = key(&event);
        if state.is_editing() && !key.composing && !key.ctrl && !key.alt {
            let by = match key.name.as_str() {
                "ArrowDown" => 1,
                "ArrowUp" => -1,
                _ => 0,
            };
            if by != 0 && editor.step(by) {
                event.prevent_default();
                return;
            }
            if matches!(key.name.as_str(), "Enter" | "Tab")
                && let Some(chosen) = editor.chosen()
            {
                take(&chosen);
            }
        }
        if state.happen(Event::Key(key)) {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let paste = move |event: ev::ClipboardEvent| {
        let Some(data) = event.clipboard_data() else { return };
        let of = |kind: &str| data.get_data(kind).unwrap_or_default();
        if state.is_editing() {
            // A box of one line would run them together.
            if let Some(lines) = lines_of(&of("text/plain")).filter(|_| editor.text_box.is_single()) {
                event.prevent_default();
                let text = editor.insert(&lines);
                state.happen(Event::Typed(text));
            }
            return;
        }
        let block = Block::of_clipboard(&of("text/html"), &of("text/plain"));
        event.prevent_default();
        if block.height() > 0 {
            state.happen(Event::Paste(block));
        }
    };
    let left = move || {
        // An editor that leaves the page with its grid loses the focus once more, when what it belongs to is gone.
        if editor.busy.try_get_value() == Some(false) {
            state.happen(Event::Leave);
        }
    };
    let happened = move |what| match what {
        Happened::Pressed(event) => pressed(event),
        Happened::Typed => typed(),
        Happened::Composing => drop(state.happen(Event::Composing)),
        Happened::Pasted(event) => paste(event),
        Happened::Focused => state.reveal(),
        Happened::Left => left(),
    };
    let listed = move || editor.open.get() && editor.proposals.with(|proposals| !proposals.items.is_empty());
    // Beside the calendar, where one is open: below it would lie over the days.
    let refusal = move |beside: bool| {
        let why = editor.error.get().filter(|_| editor.days.with(Option::is_some) == beside);
        why.map(|why| view! { <p class="grid-error" role="alert">{why}</p> })
    };
    let active = move || {
        let at = editor.proposals.with(|proposals| proposals.at);
        match at.filter(|_| listed()) {
            Some(at) => Some(format!("{LIST}-{at}")),
            // Where nobody has been yet, no cell bears the mark.
            None => state.current.get().map(|_| FOCUS.to_owned()),
        }
    };
    let calendar = move || {
        let (around, today) = editor.days.get().filter(|_| editor.open.get())?;
        let pick = Callback::new(move |day: Date| {
            editor.set(&day.to_string());
            state.happen(Event::Choose(day.to_string()));
        });
        Some(view! { <DayPicker around today pick/> })
    };
    let aside = move || editor.place.get().is_some_and(|place| place.end - place.width < 280.0);
    let upward = move || {
        let place = editor.place.get();
        place.is_some_and(|place| place.below - place.height < 240.0 && place.below > 320.0)
    };
    view! {
        <div
            class="grid-editor"
            class:open=move || editor.open.get()
            class:pinned=move || editor.place.get().is_some_and(|place| place.pinned)
            class:up=upward
            class:aside=aside
            node_ref=editor.around
            data-value=""
            data-typing=move || editor.open.get().then_some("")
            hidden=move || editor.place.with(Option::is_none)
        >
            {boxes(editor, listed, active, happened)}
            <div class="grid-side">{calendar} {move || refusal(true)}</div>
            <div class="grid-under">
            {move || refusal(false)}
            <Show when=listed>
                <ul class="grid-list" id=LIST role="listbox" aria-label=move || format!("{}的选项", editor.name.get())>
                    {move || {
                        let proposals = editor.proposals.get();
                        proposals
                            .items
                            .into_iter()
                            .enumerate()
                            .map(|(at, item)| {
                                let chosen = proposals.at == Some(at);
                                let text = item.clone();
                                view! {
                                    <li
                                        id=format!("{LIST}-{at}")
                                        role="option"
                                        aria-selected=chosen.to_string()
                                        class:chosen=chosen
                                        on:mousedown=move |event: ev::MouseEvent| {
                                            event.prevent_default();
                                            take(&item);
                                            state.happen(Event::Choose(editor.text()));
                                        }
                                    >
                                        {text}
                                    </li>
                                }
                            })
                            .collect_view()
                    }}
                </ul>
            </Show>
            </div>
            <span
                class="grid-handle"
                aria-hidden="true"
                title="拖动填充"
                hidden=move || editor.open.get() || editor.fixed.get()
                on:mousedown=move |event: ev::MouseEvent| {
                    event.prevent_default();
                    state.happen(Event::Handle);
                }
            ></span>
        </div>
    }
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
