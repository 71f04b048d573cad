//! A table of which only the rows in sight are drawn, so that 100,000 rows scroll. Knows no row's content.

use std::hash::Hash;
use std::sync::Arc;

use leptos::html;
use leptos::mount::mount_to;
use leptos::prelude::*;

use crate::app::display_settings::DisplaySettings;
use crate::app::nav::Nav;
use crate::app::parts::paper_rows::{Paper, paper_rows};
use crate::app::print::while_printing;
use crate::app::rows::{Rows, Spot};
use crate::app::workspace::Workspace;
use platform::page;
use query::print_rows::{PRINTED, cut};
use query::viewport::in_sight;

/// The height that is assumed until the window has been measured, in pixels.
const FIRST_HEIGHT: f64 = 700.0;

/// A table head and the rows in sight. Rows are all `row_height` pixels high.
#[component]
pub fn Windowed<K, F>(
    /// The accessible name: 措施台账.
    label: &'static str,
    /// Every row, in order.
    #[prop(into)]
    rows: Signal<Arc<Vec<K>>>,
    /// The height of a row in pixels; the style sheet must say the same.
    row_height: f64,
    /// The number of columns.
    #[prop(into)]
    columns: Signal<usize>,
    /// The head: `th` elements.
    head: AnyView,
    /// The cells of a row: `td` elements.
    row: F,
    /// The rows as they are printed.
    paper: Paper<K>,
    /// The row that the keys are on.
    current: RwSignal<Option<usize>>,
    /// What happens when a row is opened by key.
    #[prop(into)]
    open: Callback<K>,
    /// Whether a row is the head of a group.
    #[prop(optional)]
    is_head: Option<fn(&K) -> bool>,
    /// Whether a row is picked.
    #[prop(optional, into)]
    picked: Option<Callback<K, bool>>,
    /// What other keys do on a row that has the focus itself.
    #[prop(optional, into)]
    on_key: Option<Callback<(K, leptos::ev::KeyboardEvent)>>,
    /// How many rows match, where lines stand among them that are none: heads of groups, folded groups.
    #[prop(optional, into)]
    matched: Option<Signal<usize>>,
    /// The number of the line at a place among the rows that match, from 1; none for a head.
    #[prop(optional, into)]
    number: Option<Callback<usize, Option<usize>>>,
    /// Whether who comes back to the same question finds the table as it was left.
    #[prop(optional)]
    returns: bool,
) -> impl IntoView
where
    K: Clone + Eq + Hash + Send + Sync + 'static,
    F: Fn(K) -> AnyView + Clone + Send + 'static,
{
    let comfort = DisplaySettings::of_page();
    let row_height = Signal::derive(move || row_height * comfort.scale.get());
    let frame = NodeRef::<html::Div>::new();
    let top = RwSignal::new(0.0);
    let height = RwSignal::new(FIRST_HEIGHT);
    let table = NodeRef::<html::Table>::new();
    let notes = [NodeRef::<html::P>::new(), NodeRef::<html::P>::new()];
    let measure = move || {
        // The last scroll may be told of when the page is gone.
        if let Some(Some(frame)) = frame.try_get_untracked() {
            height.set(f64::from(frame.client_height()));
            top.set(f64::from(frame.scroll_top()));
        }
    };
    Effect::new(move || {
        frame.track();
        measure();
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());

    let count = Memo::new(move |_| rows.with(|rows| rows.len()));
    let span = Memo::new(move |_| in_sight(top.get(), height.get(), row_height.get(), count.get()));
    let shown = Memo::new(move |_| {
        let (from, to) = span.get();
        rows.with(|rows| {
            let slice = rows.get(from..to.min(rows.len())).unwrap_or_default();
            slice.iter().enumerate().map(|(i, id)| (from + i, id.clone())).collect::<Vec<_>>()
        })
    });
    #[expect(clippy::cast_precision_loss, reason = "row counts are far below 2^53")]
    let pixels = move |rows: usize| format!("{}px", rows as f64 * row_height.get());
    let above = move || pixels(span.get().0);
    let below = move || pixels(count.get().saturating_sub(span.get().1));

    let keys = Rows::of_page();
    if returns {
        come_back(label, frame, current, top, Callback::new(move |()| measure()), count);
    }
    let followed = StoredValue::new(keys.moved.get_untracked());
    Effect::new(move || {
        let moved = keys.moved.get();
        let Some(index) = current.get() else { return };
        let Some(frame) = frame.get_untracked() else { return };
        let row_height = row_height.get_untracked();
        #[expect(clippy::cast_possible_truncation, reason = "pixels")]
        let head_height = (HEAD_HEIGHT * comfort.scale.get_untracked()) as i32;
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "pixels")]
        let (first, last) = ((index as f64 * row_height) as i32, ((index + 1) as f64 * row_height) as i32);
        let (seen, room) = (frame.scroll_top(), frame.client_height() - head_height - covered(&frame));
        if first < seen {
            frame.set_scroll_top(first);
        } else if last > seen + room {
            frame.set_scroll_top(last - room);
        }
        // A page may choose its first row by itself; whoever is in a filter above it stays there.
        if followed.get_value() == moved {
            return;
        }
        followed.set_value(moved);
        request_animation_frame(move || page::focus(&Rows::selector(index)));
    });
    let row_count = move || matched.map_or_else(|| count.get(), |matched| matched.get());
    let number = move |index: usize| match number {
        Some(number) => number.run(index),
        None => Some(index + 1),
    };
    let say = move |told: Option<&str>| {
        for note in notes.iter().filter_map(|note| note.get_untracked()) {
            note.set_text_content(told);
        }
    };
    while_printing(
        move || {
            let table = table.get_untracked()?;
            let rows = rows.get_untracked();
            let made = paper.run(rows.iter().take(PRINTED).cloned().collect());
            let columns = columns.get_untracked();
            let told = cut(rows.len());
            say(told.as_deref());
            let _ = table.class_list().add_1("papered");
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
    view! {
        <div
            class="table-frame"
            node_ref=frame
            tabindex="0"
            role="region"
            aria-label=format!("{label}（可滚动）")
            on:scroll=move |_| measure()
        >
            <p class="paper-cut" node_ref=notes[0]></p>
            <table
                node_ref=table
                class="ledger-table"
                aria-label=label
                aria-rowcount=row_count>
                <thead>{head}</thead>
                <tbody class="live-rows">
                    <tr class="spacer" aria-hidden="true">
                        <td colspan=columns style:height=above></td>
                    </tr>
                    <For each=move || shown.get() key=|row| row.clone() let:item>
                        {
                            let (index, id) = item;
                            let row = row.clone();
                            let opened = id.clone();
                            let head = is_head.is_some_and(|is_head| is_head(&id));
                            let asked = id.clone();
                            let is_picked = move || picked.is_some_and(|picked| picked.run(asked.clone()));
                            view! {
                                <tr
                                    aria-rowindex=move || number(index)
                                    data-row=index
                                    tabindex="-1"
                                    class:group-head=head
                                    class:picked=is_picked
                                    class:current=move || current.get() == Some(index)
                                    on:focusin=move |_| {
                                        if current.get_untracked() != Some(index) {
                                            current.set(Some(index));
                                        }
                                    }
                                    on:keydown=move |event: leptos::ev::KeyboardEvent| {
                                        if event.target() != event.current_target() {
                                            // Out of a control, back to the row that it stands in.
                                            if event.key() == "Escape" && !event.is_composing() {
                                                page::focus(&Rows::selector(index));
                                            }
                                        } else if event.key() == "Enter" {
                                            open.run(opened.clone());
                                        } else if let Some(on_key) = on_key {
                                            on_key.run((opened.clone(), event));
                                        }
                                    }
                                >
                                    {row(id)}
                                </tr>
                            }
                        }
                    </For>
                    <tr class="spacer" aria-hidden="true">
                        <td colspan=columns style:height=below></td>
                    </tr>
                </tbody>
            </table>
            <p class="paper-cut" node_ref=notes[1]></p>
        </div>
    }
}

/// Puts a table back to where it was left, with the focus on its row for whoever comes back from what it led to, and
/// notes where a person is in it from now on.
pub fn come_back(
    label: &'static str,
    frame: NodeRef<html::Div>,
    current: RwSignal<Option<usize>>,
    top: RwSignal<f64>,
    measure: Callback<()>,
    count: Memo<usize>,
) {
    let (keys, nav) = (Rows::of_page(), Nav::of_page());
    let (here, ledger) = (nav.route.get_untracked(), Workspace::of_page().opened.get_untracked());
    if let Some(spot) = keys.spot(label, ledger, &here.query) {
        // The rows of the question are there by the next frame, and with them the height to scroll in.
        request_animation_frame(move || {
            let Some(Some(frame)) = frame.try_get_untracked() else { return };
            #[expect(clippy::cast_possible_truncation, reason = "pixels")]
            frame.set_scroll_top(spot.top as i32);
            measure.run(());
            let rows = count.get_untracked();
            if let Some(row) = spot.row.filter(|row| *row < rows) {
                if keys.is_back() { keys.go(row) } else { current.set(Some(row)) }
            }
        });
    }
    Effect::new(move || {
        let (row, top) = (current.get(), top.get());
        nav.route.with(|route| {
            if route.place == here.place {
                keys.note(label, Spot { ledger, query: route.query.clone(), row, top });
            }
        });
    });
}

/// How much of the frame's end lies under what floats over it, in pixels; the style sheet says it.
fn covered(frame: &web_sys::HtmlDivElement) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "pixels")]
    let pixels = page::pixels(frame, "scroll-padding-bottom") as i32;
    pixels
}

/// The height of the head, which covers the top of the rows, in pixels.
const HEAD_HEIGHT: f64 = 40.0;
