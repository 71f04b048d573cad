//! Sheets of A4 as they print: the pages that `notice::layout` computed, as SVG, of which those in sight are drawn.
//! Knows pages of lines, no ledger.

use std::sync::Arc;

use leptos::html;
use leptos::mount::mount_to;
use leptos::prelude::*;

use crate::app::print::while_printing;
use notice::Style;
use notice::layout::{Line, PAPER_HEIGHT, PAPER_WIDTH, Page};
use query::viewport::in_sight;

/// The width of A4 in CSS pixels.
const WIDTH: f64 = 210.0 / 25.4 * 96.0;
/// The height of A4 in CSS pixels.
const HEIGHT: f64 = 297.0 / 25.4 * 96.0;
/// The room between two sheets in pixels; the style sheet says the same.
const GAP: f64 = 16.0;
/// The most sheets that are drawn for printing.
pub const PRINTED: usize = 1_000;

/// The class that sets a style's font and size.
fn class(style: Style) -> &'static str {
    match style {
        Style::Title => "s-title",
        Style::Heading1 => "s-h1",
        Style::Heading2 => "s-h2",
        Style::Body | Style::Heading3 | Style::Signatory | Style::Date => "s-body",
    }
}

fn line(line: &Line) -> impl IntoView + use<> {
    let y = format!("{:.1}", line.baseline());
    let runs: Vec<_> = line
        .runs
        .iter()
        .map(|run| {
            // The room is computed, not left to the font: a line ends where it ends on every machine.
            view! {
                <text
                    class=class(run.style)
                    x=format!("{:.1}", run.x)
                    y=y.clone()
                    textLength=format!("{:.1}", run.width)
                    lengthAdjust="spacing"
                >
                    {run.text.clone()}
                </text>
            }
        })
        .collect();
    view! { <g>{runs}</g> }
}

/// One sheet.
fn sheet(page: &Page, count: usize) -> impl IntoView + use<> {
    let (x, y) = page.number_place();
    let anchor = if page.number_right() { "end" } else { "start" };
    let lines: Vec<_> = page.lines.iter().map(line).collect();
    view! {
        <figure class="sheet" data-page=page.number aria-label=format!("第 {} 页，共 {count} 页", page.number)>
            <svg viewBox=format!("0 0 {PAPER_WIDTH} {PAPER_HEIGHT}") xmlns="http://www.w3.org/2000/svg">
                {lines}
                <text class="s-number" x=format!("{x:.1}") y=format!("{y:.1}") text-anchor=anchor>
                    {page.number_text()}
                </text>
            </svg>
        </figure>
    }
}

/// Which sheets are in sight, and the frame that they scroll in.
#[derive(Clone, Copy)]
struct Sight {
    frame: NodeRef<html::Div>,
    /// How far the frame is scrolled, and how high it is, in pixels.
    seen: RwSignal<(f64, f64)>,
    /// How large a sheet is drawn, 1 = as on paper.
    zoom: Signal<f64>,
    /// How many sheets there are.
    count: Memo<usize>,
}

impl Sight {
    /// Follows the frame from now on; call it where the sheets are made.
    fn of_part(pages: Signal<Arc<Vec<Page>>>, zoom: Signal<f64>) -> Self {
        let count = Memo::new(move |_| pages.with(|pages| pages.len()));
        let sight = Self { frame: NodeRef::new(), seen: RwSignal::new((0.0, 900.0)), zoom, count };
        Effect::new(move || {
            sight.frame.track();
            sight.measure();
        });
        let resized = window_event_listener(leptos::ev::resize, move |_| sight.measure());
        on_cleanup(move || resized.remove());
        sight
    }

    fn measure(self) {
        if let Some(Some(frame)) = self.frame.try_get_untracked() {
            self.seen.set((f64::from(frame.scroll_top()), f64::from(frame.client_height())));
        }
    }

    /// From one sheet to the next, in pixels.
    fn pitch(self) -> f64 {
        HEIGHT * self.zoom.get() + GAP
    }

    /// The height of so many sheets.
    #[expect(clippy::cast_precision_loss, reason = "page counts are far below 2^53")]
    fn pixels(self, sheets: usize) -> String {
        format!("{:.1}px", sheets as f64 * self.pitch())
    }

    /// The first sheet in sight and the one after the last.
    fn span(self) -> (usize, usize) {
        let (top, height) = self.seen.get();
        let (from, to) = in_sight(top, height, self.pitch(), self.count.get());
        // The margin of eight is for rows; of sheets, two are ample.
        let (from, to) = (from + 6.min(to - from), to.saturating_sub(6).max(from));
        if to > from { (from, to) } else { (0, self.count.get().min(3)) }
    }
}

/// Draws every sheet beside those in sight while the page is printed; `note` says where they were cut.
fn print_all(
    pages: Signal<Arc<Vec<Page>>>,
    frame: NodeRef<html::Div>,
    paper: NodeRef<html::Div>,
    note: NodeRef<html::P>,
) {
    while_printing(
        move || {
            let (frame, paper) = (frame.get_untracked()?, paper.get_untracked()?);
            let pages = pages.get_untracked();
            let told = (pages.len() > PRINTED).then(|| {
                format!(
                    "注意：通报共 {} 页，这里只印出前 {PRINTED} 页；全文请下载 .txt 或导出 .docx。",
                    pages.len()
                )
            });
            note.get_untracked()?.set_text_content(told.as_deref());
            let _ = frame.class_list().add_1("papered");
            let draw =
                move || pages.iter().take(PRINTED).map(|page| sheet(page, pages.len())).collect::<Vec<_>>();
            Some((mount_to((*paper).clone(), draw), frame))
        },
        move |drawn| {
            if let Some((sheets, frame)) = drawn {
                drop(sheets);
                let _ = frame.class_list().remove_1("papered");
            }
            if let Some(note) = note.get_untracked() {
                note.set_text_content(None);
            }
        },
    );
}

/// The sheets, in a frame that scrolls.
#[component]
pub fn Sheets(
    /// Every page, in order.
    #[prop(into)]
    pages: Signal<Arc<Vec<Page>>>,
    /// How large, 1 = as on paper.
    #[prop(into)]
    zoom: Signal<f64>,
) -> impl IntoView {
    let sight = Sight::of_part(pages, zoom);
    let paper = NodeRef::<html::Div>::new();
    let note = NodeRef::<html::P>::new();
    print_all(pages, sight.frame, paper, note);
    let span = Memo::new(move |_| sight.span());
    let shown = move || {
        let (from, to) = span.get();
        pages.with(|pages| {
            let all = pages.len();
            let sheets = pages.get(from..to.min(all)).unwrap_or_default();
            sheets.iter().map(|page| sheet(page, all)).collect::<Vec<_>>()
        })
    };
    view! {
        <div
            class="sheets"
            node_ref=sight.frame
            tabindex="0"
            role="region"
            aria-label="通报版面（可滚动）"
            on:scroll=move |_| sight.measure()
        >
            <div class="sheet-stack" style:width=move || format!("{:.1}px", WIDTH * zoom.get())>
                <div class="sheet-space" aria-hidden="true" style:height=move || sight.pixels(span.get().0)></div>
                {shown}
                <div
                    class="sheet-space"
                    aria-hidden="true"
                    style:height=move || sight.pixels(sight.count.get().saturating_sub(span.get().1))
                ></div>
            </div>
            <div class="sheet-paper" node_ref=paper></div>
            <p class="paper-cut" node_ref=note></p>
        </div>
    }
}
