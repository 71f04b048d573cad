//! A table of which only the rows in sight are drawn, so that 100,000 rows scroll. Knows no row's content.

use std::hash::Hash;
use std::sync::Arc;

use leptos::ev::KeyboardEvent;
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
    on_key: Option<Callback<(K, KeyboardEvent)>>,
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
    let sight = Sight::of_part(row_height, Memo::new(move |_| rows.with(|rows| rows.len())));
    if returns {
        sight.come_back(label, current);
    }
    sight.follow(current);
    let printed = Printed::beside(rows, columns, paper);
    let told = Told { current, open, is_head, picked, on_key, number };
    let lines = live_rows(sight, rows, columns, row, told);
    let matched = matched.unwrap_or_else(|| sight.count.into());
    frame(sight, printed, label, matched, view! { <thead>{head}</thead>{lines} }.into_any())
}

/// Which of a table's rows are in sight, and the frame that they scroll in.
#[derive(Clone, Copy)]
struct Sight {
    frame: NodeRef<html::Div>,
    /// How far the frame is scrolled, in pixels.
    top: RwSignal<f64>,
    /// How high the frame is, in pixels.
    height: RwSignal<f64>,
    /// How many times larger than usual everything is drawn.
    scale: Signal<f64>,
    /// How high a row is, in pixels, as it is drawn.
    row_height: Signal<f64>,
    /// How many rows there are.
    count: Memo<usize>,
    /// The first row in sight and the one after the last.
    span: Memo<(usize, usize)>,
}

impl Sight {
    /// Of a table with so many rows, each so many pixels high; call it where the table is made.
    fn of_part(row_height: f64, count: Memo<usize>) -> Self {
        let scale = DisplaySettings::of_page().scale;
        let (top, height) = (RwSignal::new(0.0), RwSignal::new(FIRST_HEIGHT));
        let row_height = Signal::derive(move || row_height * scale.get());
        let span = Memo::new(move |_| in_sight(top.get(), height.get(), row_height.get(), count.get()));
        let sight = Self { frame: NodeRef::new(), top, height, scale: scale.into(), row_height, count, span };
        Effect::new(move || {
            sight.frame.track();
            sight.measure();
        });
        let resized = window_event_listener(leptos::ev::resize, move |_| sight.measure());
        on_cleanup(move || resized.remove());
        sight
    }

    fn measure(self) {
        // The last scroll may be told of when the page is gone.
        if let Some(Some(frame)) = self.frame.try_get_untracked() {
            self.height.set(f64::from(frame.client_height()));
            self.top.set(f64::from(frame.scroll_top()));
        }
    }

    /// The height of so many rows, as the style sheet reads it.
    #[expect(clippy::cast_precision_loss, reason = "row counts are far below 2^53")]
    fn pixels(self, rows: usize) -> String {
        format!("{}px", rows as f64 * self.row_height.get())
    }

    /// The height of the rows above those in sight.
    fn above(self) -> String {
        self.pixels(self.span.get().0)
    }

    /// The height of the rows below those in sight.
    fn below(self) -> String {
        self.pixels(self.count.get().saturating_sub(self.span.get().1))
    }

    fn come_back(self, label: &'static str, current: RwSignal<Option<usize>>) {
        come_back(label, self.frame, current, self.top, Callback::new(move |()| self.measure()), self.count);
    }

    /// Keeps the row that the keys are on in sight, and gives it the focus where a person went to it.
    fn follow(self, current: RwSignal<Option<usize>>) {
        let keys = Rows::of_page();
        let followed = StoredValue::new(keys.moved.get_untracked());
        Effect::new(move || {
            let moved = keys.moved.get();
            let Some(index) = current.get() else { return };
            if !self.show(index) {
                return;
            }
            // A page may choose its first row by itself; whoever is in a filter above it stays there.
            if followed.get_value() == moved {
                return;
            }
            followed.set_value(moved);
            request_animation_frame(move || page::focus(&Rows::selector(index)));
        });
    }

    /// Scrolls no further than it takes to see a row whole; `false` where there is no frame yet.
    fn show(self, index: usize) -> bool {
        let Some(frame) = self.frame.get_untracked() else { return false };
        let row_height = self.row_height.get_untracked();
        #[expect(clippy::cast_possible_truncation, reason = "pixels")]
        let head_height = (HEAD_HEIGHT * self.scale.get_untracked()) as i32;
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "pixels")]
        let (first, last) = ((index as f64 * row_height) as i32, ((index + 1) as f64 * row_height) as i32);
        let (seen, room) = (frame.scroll_top(), frame.client_height() - head_height - covered(&frame));
        if first < seen {
            frame.set_scroll_top(first);
        } else if last > seen + room {
            frame.set_scroll_top(last - room);
        }
        true
    }
}

/// What is beside the live rows while the page is printed: the rows as texts, and a note where not all are there.
#[derive(Clone, Copy)]
struct Printed {
    table: NodeRef<html::Table>,
    /// Above and below the table.
    notes: [NodeRef<html::P>; 2],
}

impl Printed {
    /// Of a table with these rows and columns.
    fn beside<K: Clone + Send + Sync + 'static>(
        rows: Signal<Arc<Vec<K>>>,
        columns: Signal<usize>,
        paper: Paper<K>,
    ) -> Self {
        let printed = Self { table: NodeRef::new(), notes: [NodeRef::new(), NodeRef::new()] };
        while_printing(
            move || {
                let table = printed.table.get_untracked()?;
                let rows = rows.get_untracked();
                let made = paper.run(rows.iter().take(PRINTED).cloned().collect());
                let columns = columns.get_untracked();
                printed.say(cut(rows.len()).as_deref());
                let _ = table.class_list().add_1("papered");
                Some((mount_to((*table).clone(), move || paper_rows(made, columns)), table))
            },
            move |drawn| {
                printed.say(None);
                if let Some((rows, table)) = drawn {
                    drop(rows);
                    let _ = table.class_list().remove_1("papered");
                }
            },
        );
        printed
    }

    fn say(self, told: Option<&str>) {
        for note in self.notes.iter().filter_map(|note| note.get_untracked()) {
            note.set_text_content(told);
        }
    }
}

/// What a table knows of its rows beside their cells, and whom it tells what is done with one.
struct Told<K: 'static> {
    current: RwSignal<Option<usize>>,
    open: Callback<K>,
    is_head: Option<fn(&K) -> bool>,
    picked: Option<Callback<K, bool>>,
    on_key: Option<Callback<(K, KeyboardEvent)>>,
    number: Option<Callback<usize, Option<usize>>>,
}

impl<K> Clone for Told<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Told<K> {}

impl<K: Clone + 'static> Told<K> {
    /// The number of the line at a place; none for a head.
    fn number(&self, index: usize) -> Option<usize> {
        self.number.map_or(Some(index + 1), |number| number.run(index))
    }

    /// The row has the focus, or something in it.
    fn enter(&self, index: usize) {
        if self.current.get_untracked() != Some(index) {
            self.current.set(Some(index));
        }
    }

    /// A key in a row: it leaves a control, opens the row, or is the page's.
    fn press(&self, index: usize, id: &K, event: KeyboardEvent) {
        if event.target() != event.current_target() {
            // Out of a control, back to the row that it stands in.
            if event.key() == "Escape" && !event.is_composing() {
                page::focus(&Rows::selector(index));
            }
        } else if event.key() == "Enter" {
            self.open.run(id.clone());
        } else if let Some(on_key) = self.on_key {
            on_key.run((id.clone(), event));
        }
    }
}

/// The body of the table: the rows in sight, and as much room above and below them as the others take.
fn live_rows<K, F>(
    sight: Sight,
    rows: Signal<Arc<Vec<K>>>,
    columns: Signal<usize>,
    row: F,
    told: Told<K>,
) -> AnyView
where
    K: Clone + Eq + Hash + Send + Sync + 'static,
    F: Fn(K) -> AnyView + Clone + Send + 'static,
{
    let shown = Memo::new(move |_| {
        let (from, to) = sight.span.get();
        rows.with(|rows| {
            let slice = rows.get(from..to.min(rows.len())).unwrap_or_default();
            slice.iter().enumerate().map(|(i, id)| (from + i, id.clone())).collect::<Vec<_>>()
        })
    });
    view! {
        <tbody class="live-rows">
            <tr class="spacer" aria-hidden="true">
                <td colspan=columns style:height=move || sight.above()></td>
            </tr>
            <For each=move || shown.get() key=|row| row.clone() let:item>
                {
                    let (index, id) = item;
                    live_row(index, id.clone(), row(id), told)
                }
            </For>
            <tr class="spacer" aria-hidden="true">
                <td colspan=columns style:height=move || sight.below()></td>
            </tr>
        </tbody>
    }
    .into_any()
}

/// A row with its cells.
fn live_row<K: Clone + Send + Sync + 'static>(index: usize, id: K, cells: AnyView, told: Told<K>) -> AnyView {
    let head = told.is_head.is_some_and(|is_head| is_head(&id));
    let asked = id.clone();
    let is_picked = move || told.picked.is_some_and(|picked| picked.run(asked.clone()));
    view! {
        <tr
            aria-rowindex=move || told.number(index)
            data-row=index
            tabindex="-1"
            class:group-head=head
            class:picked=is_picked
            class:current=move || told.current.get() == Some(index)
            on:focusin=move |_| told.enter(index)
            on:keydown=move |event: KeyboardEvent| told.press(index, &id, event)
        >
            {cells}
        </tr>
    }
    .into_any()
}

/// The frame that scrolls, with the table in it. `inner` is what the table holds, `matched` how many rows it tells of.
fn frame(
    sight: Sight,
    printed: Printed,
    label: &'static str,
    matched: Signal<usize>,
    inner: AnyView,
) -> AnyView {
    view! {
        <div
            class="table-frame"
            node_ref=sight.frame
            tabindex="0"
            role="region"
            aria-label=format!("{label}（可滚动）")
            on:scroll=move |_| sight.measure()
        >
            <p class="paper-cut" node_ref=printed.notes[0]></p>
            <table
                node_ref=printed.table
                class="ledger-table"
                aria-label=label
                aria-rowcount=move || matched.get()
            >
                {inner}
            </table>
            <p class="paper-cut" node_ref=printed.notes[1]></p>
        </div>
    }
    .into_any()
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
