//! A grid in the page: the machine, the rows that are drawn, and the window onto them, kept in step. Everything that
//! happens comes in by [`State::happen`]; what the machine commands is carried out at once.

use grid::{Cell, Command, Event, Grid, Heights, Layout, Put, Puts, Reason, View};
use leptos::html;
use leptos::prelude::*;
use platform::page;
use web_sys::{Element, HtmlDivElement};

use super::editor::Editor;
use super::geometry::Geometry;
use super::kept::Kept;
use super::pool::{Marks, Pool};
use super::source::Source;

/// How often the place of a row is looked for while the heights of the rows around it become known.
const LOOKS: usize = 8;

/// How high a row that shows its whole text is taken to be until it has been drawn, at the standard size of the type.
const WHOLE: f64 = 68.0;

/// A grid of the page. Cheap to copy.
pub(super) struct State<S: Source> {
    /// What is kept between events.
    pub(super) kept: StoredValue<Kept<S::Key>, LocalStorage>,
    /// Its cells.
    pub source: StoredValue<S, LocalStorage>,
    geometry: Geometry,
    /// The editor over the cell that has the focus.
    pub editor: Editor,
    /// What scrolls.
    pub frame: NodeRef<html::Div>,
    /// Where the rows stand.
    pub body: NodeRef<html::Tbody>,
    /// How far it is scrolled.
    pub top: RwSignal<f64>,
    /// The line that has the focus.
    pub current: RwSignal<Option<usize>>,
}

// Derived, both would ask that of the source's keys, too.
#[expect(
    clippy::expl_impl_clone_on_copy,
    reason = "a derived one would be for sources that are `Clone` alone"
)]
impl<S: Source> Clone for State<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: Source> Copy for State<S> {}

impl<S: Source> State<S> {
    pub fn new(source: S, geometry: Geometry, current: RwSignal<Option<usize>>) -> Self {
        let kept = Kept {
            grid: Grid::default(),
            heights: Heights::default(),
            layout: Layout::default(),
            view: View::default(),
            pool: None,
            focus_key: None,
            anchor: None,
            columns: Vec::new(),
        };
        Self {
            kept: StoredValue::new_local(kept),
            source: StoredValue::new_local(source),
            geometry,
            editor: Editor::new(),
            frame: NodeRef::new(),
            body: NodeRef::new(),
            top: RwSignal::new(0.0),
            current,
        }
    }

    /// The cells.
    pub fn cells(self) -> S {
        self.source.get_value()
    }

    /// The cell that has the focus.
    pub fn focus(self) -> Option<Cell> {
        self.kept.try_with_value(|kept| kept.grid.focus()).flatten()
    }

    /// Whether a text is being typed.
    pub fn is_editing(self) -> bool {
        self.kept.try_with_value(|kept| kept.grid.is_editing()).unwrap_or(false)
    }

    pub(super) fn frame(self) -> Option<HtmlDivElement> {
        self.frame.try_get_untracked().flatten()
    }

    /// Looks how large the window is and how far it is scrolled.
    pub fn measure(self) {
        let Some(frame) = self.frame() else { return };
        let width = f64::from(frame.client_width());
        if (self.geometry.room.get_untracked() - width).abs() >= 1.0 {
            self.geometry.room.set(width);
        }
        self.scrolled(true);
    }

    /// Follows the window, and draws what came into sight.
    pub fn scrolled(self, measured: bool) {
        let Some(frame) = self.frame() else { return };
        let (top, left) = (f64::from(frame.scroll_top()), f64::from(frame.scroll_left()));
        let moved = self.kept.try_update_value(|kept| {
            let aside = (kept.view.left - left).abs() > 0.5;
            (kept.view.top, kept.view.left) = (top, left);
            if measured {
                kept.view.width = f64::from(frame.client_width());
                kept.view.height = f64::from(frame.client_height()) - self.head_height() - covered(&frame);
                let rows = kept.view.height / kept.heights.height(kept.heights.at(top)).max(1.0);
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "rows in a window"
                )]
                let page = (rows as usize).saturating_sub(1);
                kept.grid.page = page.max(1);
            }
            aside
        });
        if (self.top.get_untracked() - top).abs() > 0.5 {
            self.top.set(top);
        }
        self.draw(false);
        if moved == Some(true) {
            self.place_editor();
        }
    }

    pub(super) fn head_height(self) -> f64 {
        (36.0 * self.geometry.scale.get_untracked()).round()
    }

    /// Takes new widths and pins.
    pub fn lay(self, layout: Layout) {
        self.kept.update_value(|kept| {
            if let Some(pool) = &mut kept.pool {
                pool.lay(&layout);
            }
            kept.layout = layout;
        });
        self.draw(false);
        self.place_editor();
    }

    /// Takes new lines or columns: what is under the pointer stays there, and the focus follows its line.
    pub fn reload(self) {
        let source = self.cells();
        let mut lost = None;
        let mut to_top = None;
        self.kept.update_value(|kept| {
            if kept.pool.is_none() {
                let body: Option<Element> = self.body.get_untracked().map(|body| (*body).clone().into());
                kept.pool = body.and_then(Pool::new);
            }
            kept.take_columns(&source);
            self.take_heights(kept, source.rows());
            let was = kept
                .focus_key
                .filter(|key| kept.grid.focus().and_then(|focus| source.key(focus.row)) != Some(*key));
            lost = match was {
                Some(key) => kept.grid.follow(source.find(key), &source),
                None => kept.grid.fit(&source),
            };
            if let Some((key, anchor)) = kept.anchor {
                let row =
                    if source.key(anchor.row) == Some(key) { Some(anchor.row) } else { source.find(key) };
                to_top = row
                    .map(|row| anchor.top(&kept.heights, row))
                    .filter(|top| (top - kept.view.top).abs() > 0.5);
            }
            kept.focus_key = kept.grid.focus().and_then(|focus| source.key(focus.row));
            if let Some(pool) = &mut kept.pool {
                pool.lay(&kept.layout);
            }
        });
        self.draw(true);
        if let (Some(top), Some(frame)) = (to_top, self.frame()) {
            #[expect(clippy::cast_possible_truncation, reason = "pixels")]
            frame.set_scroll_top(top.round() as i32);
            self.scrolled(false);
        }
        if let Some(text) = lost {
            self.editor.close();
            source.tell(format!("正在填写的一行已不在表中，没有存入的文字是：{text}"));
        }
        self.place_editor();
    }

    /// Rows of one height, or of their own. What was measured stays until lines come or go.
    fn take_heights(self, kept: &mut Kept<S::Key>, rows: usize) {
        let same = matches!(&kept.heights, Heights::Uneven { own, .. } if own.len() == rows);
        match self.geometry.height.get_untracked() {
            Some(height) => kept.heights = Heights::even(rows, height),
            None if same => {}
            None => {
                #[expect(clippy::cast_possible_truncation, reason = "pixels")]
                let height = (WHOLE * self.geometry.scale.get_untracked()) as f32;
                kept.heights = Heights::uneven(vec![height; rows]);
            }
        }
    }

    /// Another question: its first line is in sight and has the focus.
    pub fn to_start(self) {
        if self.is_editing() {
            return;
        }
        let source = self.cells();
        self.kept.update_value(|kept| {
            kept.grid.go(Cell { row: 0, column: kept.grid.focus().map_or(0, |focus| focus.column) });
            kept.focus_key = source.key(0);
            kept.anchor = None;
        });
        if let Some(frame) = self.frame() {
            frame.set_scroll_top(0);
        }
        self.scrolled(false);
        self.place_editor();
    }

    /// Draws what is in sight; with `anew`, also what is drawn already.
    pub fn draw(self, anew: bool) {
        let source = self.cells();
        let mut shift = 0.0;
        self.kept.update_value(|kept| {
            let Kept { pool: Some(pool), heights, view, layout, grid, .. } = kept else { return };
            let spaces = |heights: &Heights, (from, to): (usize, usize)| {
                (heights.top(from), heights.total() - heights.top(to))
            };
            let rows = view.rows(heights);
            pool.draw(rows, spaces(heights, rows), anew, &source);
            if matches!(heights, Heights::Uneven { .. }) {
                let first = heights.at(view.top);
                for (row, height) in pool.heights() {
                    let grown = heights.set(row, height);
                    if row < first {
                        shift += grown;
                    }
                }
                pool.draw(rows, spaces(heights, rows), false, &source);
            }
            // Where nobody has been yet, nothing is marked.
            let focus = grid.focus().filter(|_| self.current.get_untracked().is_some());
            let range = grid.range().filter(|_| focus.is_some());
            let dragged = grid.dragged_line().filter(|(row, to)| row != to);
            pool.mark(Marks { focus, range, top: heights.at(view.top), dragged }, &source, layout);
            let anchor = view.anchor(heights);
            kept.anchor = source.key(anchor.row).map(|key| (key, anchor));
        });
        if shift.abs() > 0.5
            && let Some(frame) = self.frame()
        {
            #[expect(clippy::cast_possible_truncation, reason = "pixels")]
            frame.set_scroll_top(frame.scroll_top() + shift.round() as i32);
            self.kept.update_value(|kept| kept.view.top = f64::from(frame.scroll_top()));
        }
    }

    /// Something happened. Whether it was the grid's, and nobody else is to hear of it.
    pub fn happen(self, event: Event) -> bool {
        let source = self.cells();
        let outcome = self.kept.try_update_value(|kept| {
            let outcome = kept.grid.handle(event, &source);
            kept.focus_key = kept.grid.focus().and_then(|focus| source.key(focus.row));
            outcome
        });
        let Some(outcome) = outcome else { return false };
        for command in outcome.commands {
            self.carry_out(command);
        }
        outcome.taken
    }

    fn carry_out(self, command: Command) {
        let source = self.cells();
        match command {
            Command::Moved => self.reveal(),
            Command::Marked => {
                self.draw(false);
                self.place_editor();
            }
            Command::Edit { cell, edit } => {
                let text = self.kept.with_value(|kept| match kept.grid.mode() {
                    grid::Mode::Editing { text, .. } => text.clone(),
                    grid::Mode::Ready => String::new(),
                });
                self.place_editor();
                self.editor.begin(edit, &text);
                self.editor.propose(&source, cell, &text, edit == grid::Edit::Keep);
            }
            Command::Close => {
                self.editor.close();
                self.place_editor();
            }
            Command::Complain(why) => self.editor.error.set(Some(why)),
            Command::Break => {
                let text = self.editor.insert("\n");
                self.happen(Event::Typed(text));
            }
            Command::Commit { cell, text } => {
                if source.is_place(cell) {
                    request_animation_frame(move || self.reveal());
                }
                source.write(&Puts {
                    reason: Reason::Type,
                    puts: vec![Put { cell, text }],
                    fixed: 0,
                    beyond: 0,
                });
            }
            Command::Put(puts) => source.write(&puts),
            Command::Copy(range) => self.copy(range.height() * range.width()),
            Command::Refuse(cell) => source.tell(source.why_fixed(cell)),
            Command::Open(row) => source.open(row),
            Command::Beside(row) => source.beside(row),
            Command::Whole(row) => source.whole(row),
            Command::Carry { row, by } => {
                source.carry(row, by);
                // Where the line stands then is known once it is drawn.
                request_animation_frame(move || self.reveal());
            }
            Command::Drop { row, to } => {
                source.drop_at(row, to);
                self.draw(false);
                request_animation_frame(move || self.reveal());
            }
            Command::Pick { row, stretch } => source.pick(row, None, stretch),
        }
    }

    /// Brings the cell that has the focus into sight, as little as that takes, and draws it. Rows that show their whole text
    /// are as high as they turn out to be once they are drawn; then it is looked at again.
    pub fn reveal(self) {
        let mut total = self.total();
        for _ in 0..LOOKS {
            self.reveal_once();
            let now = self.total();
            if (now - total).abs() < 0.5 {
                break;
            }
            total = now;
        }
    }

    /// How high all rows are together.
    fn total(self) -> f64 {
        self.kept.try_with_value(|kept| kept.heights.total()).unwrap_or_default()
    }

    fn reveal_once(self) {
        let wanted = self.kept.try_with_value(|kept| {
            let focus = kept.grid.focus()?;
            let down = kept.view.reveal_row(&kept.heights, focus.row);
            Some((focus, down, kept.view.reveal_column(&kept.layout, focus.column)))
        });
        let Some(Some((focus, down, aside))) = wanted else { return };
        if let Some(frame) = self.frame() {
            #[expect(clippy::cast_possible_truncation, reason = "pixels")]
            if let Some(top) = down {
                frame.set_scroll_top(top.round() as i32);
            }
            #[expect(clippy::cast_possible_truncation, reason = "pixels")]
            if let Some(left) = aside {
                frame.set_scroll_left(left.round() as i32);
            }
        }
        if self.current.get_untracked() != Some(focus.row) {
            self.current.set(Some(focus.row));
        }
        self.scrolled(false);
        self.place_editor();
    }

    /// Puts the focus on a cell and the editor over it.
    pub fn go(self, cell: Cell) {
        let source = self.cells();
        self.kept.update_value(|kept| {
            kept.grid.fit(&source);
            kept.grid.go(cell);
            kept.focus_key = kept.grid.focus().and_then(|focus| source.key(focus.row));
        });
        self.reveal();
    }

    /// Puts the editor over the cell that has the focus.
    pub fn place_editor(self) {
        let source = self.cells();
        let head = self.head_height();
        let place = self.kept.try_with_value(|kept| {
            let focus = kept.grid.focus()?;
            let placed = kept.layout.columns().get(focus.column)?;
            let x = kept.layout.seen_at(focus.column, kept.view.left, kept.view.width)? + kept.view.left;
            let y = kept.heights.top(focus.row) + head;
            let below = kept.view.top + kept.view.height - (y - head);
            let height = kept.heights.height(focus.row);
            let wide = source.is_head(focus.row);
            let width = if wide { kept.view.width } else { placed.width };
            let x = if wide { kept.view.left } else { x };
            let end = kept.view.left + kept.view.width - x;
            let pinned = placed.pin != grid::Pin::None;
            Some((focus, super::editor::Place { x, y, width, height, below, end, pinned }))
        });
        let Some(Some((focus, place))) = place else {
            self.editor.hide();
            return;
        };
        let typed = source.is_editable(focus) || (self.is_editing() && source.is_place(focus));
        let fixed = source.is_head(focus.row) || !typed;
        self.editor.put(place, &source.column_name(focus.column), fixed, source.proposes(focus));
    }
}

/// How much of the frame's end lies under what floats over it, in pixels; the style sheet says it.
pub(super) fn covered(frame: &HtmlDivElement) -> f64 {
    page::pixels(frame, "scroll-padding-bottom")
}
