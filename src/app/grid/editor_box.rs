//! The editor over the cell that has the focus, as elements: its boxes, what is proposed under it, the calendar beside it,
//! why a text is not taken, the handle that fills.

use grid::{Block, Event};
use leptos::ev;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::day_picker::DayPicker;
use super::editor::{Editor, FOCUS, LIST};
use super::source::Source;
use super::state::State;
use super::text_box::{Happened, boxes};
use super::view::key;
use ledger::date::Date;

/// A text of the clipboard, where it has several lines.
fn lines_of(text: &str) -> Option<String> {
    let lines = text.trim_end_matches(['\r', '\n']).replace("\r\n", "\n");
    lines.contains('\n').then_some(lines)
}

/// A text was typed: what the cell may take is proposed.
fn typed<S: Source>(state: State<S>) {
    let editor = state.editor;
    let text = editor.text();
    state.happen(Event::Typed(text.clone()));
    if let Some(cell) = state.focus().filter(|_| state.is_editing()) {
        editor.error.set(None);
        editor.propose(&state.cells(), cell, &text, false);
    } else {
        editor.set("");
    }
}

/// Takes a proposal into the box.
fn take<S: Source>(state: State<S>, proposal: &str) {
    let Some(cell) = state.focus() else { return };
    let text = state.cells().complete(cell, &state.editor.text(), proposal);
    state.editor.set(&text);
    state.happen(Event::Typed(text));
}

fn pressed<S: Source>(state: State<S>, event: &KeyboardEvent) {
    let (editor, key) = (state.editor, key(event));
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
            take(state, &chosen);
        }
    }
    if state.happen(Event::Key(key)) {
        event.prevent_default();
        event.stop_propagation();
    }
}

/// A block goes into the cells; into a text that is being typed only its text goes.
fn paste<S: Source>(state: State<S>, event: &ev::ClipboardEvent) {
    let editor = state.editor;
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
}

fn happened<S: Source>(state: State<S>, what: Happened) {
    match what {
        Happened::Pressed(event) => pressed(state, &event),
        Happened::Typed => typed(state),
        Happened::Composing => {
            state.happen(Event::Composing);
        }
        Happened::Pasted(event) => paste(state, &event),
        Happened::Focused => state.reveal(),
        // An editor that leaves the page with its grid loses the focus once more, when what it belongs to is gone.
        Happened::Left if state.editor.busy.try_get_value() == Some(false) => {
            state.happen(Event::Leave);
        }
        Happened::Left => {}
    }
}

/// Whether the list of proposals is there.
fn listed(editor: Editor) -> bool {
    editor.open.get() && editor.proposals.with(|proposals| !proposals.items.is_empty())
}

/// The editor over the cell that has the focus, and what is proposed under it.
#[component]
pub fn EditorBox<S: Source>(state: State<S>) -> impl IntoView {
    let editor = state.editor;
    let active = move || {
        let at = editor.proposals.with(|proposals| proposals.at);
        match at.filter(|_| listed(editor)) {
            Some(at) => Some(format!("{LIST}-{at}")),
            // Where nobody has been yet, no cell bears the mark.
            None => state.current.get().map(|_| FOCUS.to_owned()),
        }
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
            {boxes(editor, move || listed(editor), active, move |what| happened(state, what))}
            <div class="grid-side">{move || calendar(state)} {move || refusal(editor, true)}</div>
            <div class="grid-under">
                {move || refusal(editor, false)}
                <Show when=move || listed(editor)>{proposals(state)}</Show>
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

/// The calendar, while a day is typed.
fn calendar<S: Source>(state: State<S>) -> Option<impl IntoView> {
    let editor = state.editor;
    let (around, today) = editor.days.get().filter(|_| editor.open.get())?;
    let pick = Callback::new(move |day: Date| {
        editor.set(&day.to_string());
        state.happen(Event::Choose(day.to_string()));
    });
    Some(view! { <DayPicker around today pick/> })
}

/// Why the text is not taken: beside the calendar, where one is open, for below the box it would lie over the days.
fn refusal(editor: Editor, beside: bool) -> Option<impl IntoView> {
    let why = editor.error.get().filter(|_| editor.days.with(Option::is_some) == beside)?;
    Some(view! { <p class="grid-error" role="alert">{why}</p> })
}

/// What is proposed.
fn proposals<S: Source>(state: State<S>) -> impl IntoView {
    let editor = state.editor;
    let option = move |(at, item): (usize, String)| {
        let chosen = editor.proposals.with(|proposals| proposals.at == Some(at));
        let text = item.clone();
        let choose = move |event: ev::MouseEvent| {
            event.prevent_default();
            take(state, &item);
            state.happen(Event::Choose(editor.text()));
        };
        view! {
            <li
                id=format!("{LIST}-{at}")
                role="option"
                aria-selected=chosen.to_string()
                class:chosen=chosen
                on:mousedown=choose
            >
                {text}
            </li>
        }
    };
    let options = move || editor.proposals.get().items.into_iter().enumerate().map(option).collect_view();
    view! {
        <ul class="grid-list" id=LIST role="listbox" aria-label=move || format!("{}的选项", editor.name.get())>
            {options}
        </ul>
    }
}
