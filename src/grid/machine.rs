//! The state of a grid: which cell has the focus, which range goes with it, whether a text is being typed, and to whom
//! the Tab key belongs. See [`Grid::handle`].

use super::block::Block;
use super::cell::{Cell, Range};
use super::event::{Command, Edit, Event, Key, Outcome, Puts, Sheet};
use super::fill;
use super::pointer::Drag;

/// What a person is doing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Mode {
    /// Going from cell to cell.
    #[default]
    Ready,
    /// Typing into the cell that has the focus.
    Editing {
        /// How it began.
        edit: Edit,
        /// What stands in the editor.
        text: String,
    },
}

/// The state of a grid.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    rows: usize,
    columns: usize,
    /// How many rows PgUp and PgDn go.
    pub page: usize,
    pub(super) focus: Cell,
    /// The corner of the range that stays while the focus stretches it.
    pub(super) anchor: Cell,
    mode: Mode,
    pub(super) drag: Option<Drag>,
    /// Tab goes from cell to cell: so it does once a person works in the grid; before that, and after Esc, it leaves.
    pub(super) tab_is_ours: bool,
    /// The column in which a run of Tabs began: Enter goes back to it, a line below.
    run: Option<usize>,
}

impl Grid {
    /// The cell that has the focus; none where there is no cell.
    #[must_use]
    pub fn focus(&self) -> Option<Cell> {
        (self.rows > 0 && self.columns > 0).then_some(self.focus)
    }

    /// The range, of which the focus is a corner; none where there is no cell.
    #[must_use]
    pub fn range(&self) -> Option<Range> {
        self.focus().map(|focus| Range::of(self.anchor, focus))
    }

    /// What a person is doing.
    #[must_use]
    pub fn mode(&self) -> &Mode {
        &self.mode
    }

    /// Whether a text is being typed.
    #[must_use]
    pub fn is_editing(&self) -> bool {
        self.mode != Mode::Ready
    }

    /// The range that a drag of the handle would fill, with what it is filled from.
    #[must_use]
    pub fn filling(&self) -> Option<Range> {
        matches!(self.drag, Some(Drag::Fill(_))).then(|| self.range()).flatten()
    }

    /// The texts of the range.
    #[must_use]
    pub fn copied(&self, sheet: &dyn Sheet) -> Block {
        self.range().map(|range| fill::copied(sheet, range)).unwrap_or_default()
    }

    /// Tells the grid that lines or columns came or went: the focus stays within them. What was being typed in a cell
    /// that is gone is given back.
    pub fn fit(&mut self, sheet: &dyn Sheet) -> Option<String> {
        (self.rows, self.columns) = (sheet.rows(), sheet.columns());
        let kept = self.within(self.focus);
        let lost = kept != self.focus || self.focus().is_none();
        self.anchor = self.within(self.anchor);
        self.focus = kept;
        if lost { self.give_up() } else { None }
    }

    /// Follows the line that had the focus to where it stands now; with `None` it is gone. What was being typed in a
    /// line that is gone is given back.
    pub fn follow(&mut self, row: Option<usize>, sheet: &dyn Sheet) -> Option<String> {
        let lost = row.is_none().then(|| self.give_up()).flatten();
        if let Some(row) = row {
            let stretched = self.anchor.row != self.focus.row;
            if !stretched {
                self.anchor.row = row;
            }
            self.focus.row = row;
        }
        lost.or(self.fit(sheet))
    }

    /// Puts the focus on a cell, as where one comes back to, without a key or the pointer.
    pub fn go(&mut self, cell: Cell) {
        if !self.is_editing() {
            self.focus = self.within(cell);
            self.anchor = self.focus;
        }
    }

    fn give_up(&mut self) -> Option<String> {
        match std::mem::take(&mut self.mode) {
            Mode::Editing { text, .. } if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    pub(super) fn within(&self, cell: Cell) -> Cell {
        Cell {
            row: cell.row.min(self.rows.saturating_sub(1)),
            column: cell.column.min(self.columns.saturating_sub(1)),
        }
    }

    /// What an event does. Nothing happens to a grid without cells.
    pub fn handle(&mut self, event: Event, sheet: &dyn Sheet) -> Outcome {
        self.fit(sheet);
        if self.focus().is_none() {
            return Outcome::default();
        }
        match event {
            // What belongs to an input method does nothing by itself: not the Enter either that ends a composition.
            Event::Key(key) if key.composing => Outcome::default(),
            Event::Key(key) if self.is_editing() => self.key_in_editor(&key, sheet),
            Event::Key(key) => self.key(&key, sheet),
            Event::Composing => self.begin_typing(String::new(), sheet),
            Event::Typed(text) => self.begin_typing(text, sheet),
            Event::Press { cell, stretch } => self.press(cell, stretch, sheet),
            Event::Drag(cell) => self.dragged(cell),
            Event::Handle if self.is_editing() => Outcome::default(),
            Event::Handle => {
                self.drag = self.range().map(Drag::Fill);
                taken(vec![])
            }
            Event::Grip(row) => self.grip(row, sheet),
            Event::Release => self.release(sheet),
            Event::Open(cell) => {
                let mut outcome = self.press(cell, false, sheet);
                self.drag = None;
                if !self.is_editing() {
                    outcome.commands.extend(self.begin(Edit::Keep, sheet).commands);
                }
                outcome
            }
            Event::Choose(text) => self.choose(text, sheet),
            Event::Paste(block) if !self.is_editing() => self.paste(&block, sheet),
            Event::Paste(_) => Outcome::default(),
            Event::Leave => self.leave(sheet),
        }
    }

    fn begin_typing(&mut self, typed: String, sheet: &dyn Sheet) -> Outcome {
        if let Mode::Editing { text, .. } = &mut self.mode {
            *text = typed;
            return taken(vec![]);
        }
        if !self.can_type(sheet) {
            return self.refuse();
        }
        self.drag = None;
        self.mode = Mode::Editing { edit: Edit::Replace, text: typed };
        self.tab_is_ours = true;
        self.anchor = self.focus;
        taken(vec![Command::Edit { cell: self.focus, edit: Edit::Replace }])
    }

    fn can_type(&self, sheet: &dyn Sheet) -> bool {
        !sheet.is_head(self.focus.row) && sheet.is_editable(self.focus)
    }

    pub(super) fn refuse(&self) -> Outcome {
        taken(vec![Command::Refuse(self.focus)])
    }

    /// Begins an edit with what is there.
    fn begin(&mut self, edit: Edit, sheet: &dyn Sheet) -> Outcome {
        if sheet.is_head(self.focus.row) {
            return taken(vec![Command::Open(self.focus.row)]);
        }
        if !self.can_type(sheet) {
            return self.refuse();
        }
        let text = if sheet.adds(self.focus) { String::new() } else { sheet.text(self.focus) };
        self.begin_with(edit, text)
    }

    pub(super) fn begin_with(&mut self, edit: Edit, text: String) -> Outcome {
        self.anchor = self.focus;
        self.drag = None;
        self.mode = Mode::Editing { edit, text };
        self.tab_is_ours = true;
        taken(vec![Command::Moved, Command::Edit { cell: self.focus, edit }])
    }

    fn key_in_editor(&mut self, key: &Key, sheet: &dyn Sheet) -> Outcome {
        let lines = sheet.takes_lines(self.focus);
        let fresh = matches!(self.mode, Mode::Editing { edit: Edit::Replace, .. });
        match key.name.as_str() {
            "Escape" => {
                self.mode = Mode::Ready;
                taken(vec![Command::Close])
            }
            "Enter" if key.alt => taken(vec![Command::Break]),
            "Enter" if key.ctrl => self.commit(sheet, |_| ()),
            "Enter" if sheet.is_place(self.focus) => self.commit(sheet, |_| ()),
            "Enter" => {
                let by = if key.shift { -1 } else { 1 };
                self.commit(sheet, |grid| grid.down_a_line(by, sheet))
            }
            "Tab" if !key.ctrl && !key.alt => {
                let by = if key.shift { -1 } else { 1 };
                self.commit(sheet, |grid| grid.along(by, sheet))
            }
            "ArrowUp" | "ArrowDown" if fresh && !lines && !key.ctrl && !key.shift => {
                let by = if key.name == "ArrowUp" { -1 } else { 1 };
                self.commit(sheet, |grid| grid.go_to(grid.stepped(by, 0), false))
            }
            // Ctrl+S and the like are the page's, the rest is the editor's own.
            _ => Outcome::default(),
        }
    }

    /// Ends the edit with what was typed, and goes on from there; where the cell does not take it, the editor stays.
    pub(super) fn commit(&mut self, sheet: &dyn Sheet, then: impl FnOnce(&mut Self)) -> Outcome {
        let Mode::Editing { text, .. } = &self.mode else { return Outcome::default() };
        let (cell, text) = (self.focus, text.clone());
        let same = if sheet.adds(cell) { text.trim().is_empty() } else { text == sheet.text(cell) };
        if !same && let Err(why) = sheet.check(cell, &text) {
            return taken(vec![Command::Complain(why)]);
        }
        self.mode = Mode::Ready;
        then(self);
        let mut commands = vec![Command::Close];
        if !same {
            commands.push(Command::Commit { cell, text });
        }
        commands.push(Command::Moved);
        taken(commands)
    }

    fn choose(&mut self, text: String, sheet: &dyn Sheet) -> Outcome {
        if let Mode::Editing { text: typed, .. } = &mut self.mode {
            *typed = text;
        }
        self.commit(sheet, |_| ())
    }

    fn leave(&mut self, sheet: &dyn Sheet) -> Outcome {
        self.drag = None;
        let outcome = self.commit(sheet, |_| ());
        if !self.is_editing() {
            self.tab_is_ours = false;
            self.run = None;
        }
        Outcome { taken: false, ..outcome }
    }

    fn key(&mut self, key: &Key, sheet: &dyn Sheet) -> Outcome {
        if key.alt {
            return self.carry(key, sheet);
        }
        if let Some(outcome) = self.typed_over(key, sheet) {
            return outcome;
        }
        let whole = self.range();
        match (key.name.as_str(), key.ctrl) {
            ("Enter", false) if key.shift => {
                let above = self.stepped(-1, 0);
                self.moved(above, false)
            }
            ("Enter", false) => self.enter(sheet),
            ("F2", false) => self.begin(Edit::Keep, sheet),
            ("Tab", false) => self.tab(key.shift, sheet),
            ("Escape", false) => self.escape(),
            (" ", false) if key.shift => self.whole_row(),
            (" ", false) => taken(vec![Command::Beside(self.focus.row)]),
            ("Enter", true) => taken(vec![Command::Whole(self.focus.row)]),
            (" ", true) => self.whole_column(),
            ("x" | "X", false) if !self.can_type(sheet) => {
                taken(vec![Command::Pick { row: self.focus.row, stretch: key.shift }])
            }
            ("a" | "A", true) => {
                self.focus = Cell::default();
                self.anchor = self.within(Cell { row: usize::MAX, column: usize::MAX });
                taken(vec![Command::Marked])
            }
            ("c" | "C", true) if !key.shift => taken(whole.map(Command::Copy).into_iter().collect()),
            ("x" | "X", true) => {
                let Some(range) = whole else { return Outcome::default() };
                taken(vec![Command::Copy(range), Command::Put(fill::empty(sheet, range))])
            }
            ("d" | "D" | "r" | "R", true) if !key.shift => {
                let down = key.name.eq_ignore_ascii_case("d");
                self.written(whole.map(|range| fill::fill(sheet, range, down)))
            }
            ("Delete" | "Backspace", false) => self.written(whole.map(|range| fill::empty(sheet, range))),
            _ => match self.target(key) {
                Some(cell) => self.moved(cell, key.shift),
                None => Outcome::default(),
            },
        }
    }

    pub(super) fn written(&self, puts: Option<Puts>) -> Outcome {
        match puts {
            Some(puts) if puts.puts.is_empty() && puts.fixed > 0 => self.refuse(),
            Some(puts) if !puts.puts.is_empty() => taken(vec![Command::Put(puts)]),
            _ => taken(vec![]),
        }
    }

    fn enter(&mut self, sheet: &dyn Sheet) -> Outcome {
        if self.can_type(sheet) {
            return self.begin(Edit::Keep, sheet);
        }
        taken(vec![Command::Open(self.focus.row)])
    }

    fn escape(&mut self) -> Outcome {
        self.tab_is_ours = false;
        self.run = None;
        if self.dragged_line().is_some() {
            self.drag = None;
            return taken(vec![Command::Marked]);
        }
        if self.anchor == self.focus {
            return Outcome::default();
        }
        self.anchor = self.focus;
        taken(vec![Command::Moved])
    }

    fn whole_row(&mut self) -> Outcome {
        self.focus.column = 0;
        self.anchor.column = self.columns.saturating_sub(1);
        taken(vec![Command::Marked])
    }

    fn whole_column(&mut self) -> Outcome {
        self.focus.row = 0;
        self.anchor.row = self.rows.saturating_sub(1);
        taken(vec![Command::Marked])
    }

    fn tab(&mut self, back: bool, sheet: &dyn Sheet) -> Outcome {
        if !self.tab_is_ours {
            return Outcome::default();
        }
        let before = self.focus;
        self.along(if back { -1 } else { 1 }, sheet);
        // At the first and the last cell there is nowhere to go but out.
        if self.focus == before { Outcome::default() } else { taken(vec![Command::Moved]) }
    }

    /// A cell to the right or left; at the end of a line on to the next that is no head of a group.
    fn along(&mut self, by: isize, sheet: &dyn Sheet) {
        self.run = self.run.or(Some(self.focus.column));
        let mut at = self.focus.row * self.columns + self.focus.column;
        loop {
            let next = at.saturating_add_signed(by).min(self.rows * self.columns - 1);
            let stuck = next == at;
            at = next;
            if stuck || !sheet.is_head(at / self.columns) {
                break;
            }
        }
        self.go_to(Cell { row: at / self.columns, column: at % self.columns }, false);
    }

    /// To the next line, back to where a run of Tabs began.
    fn down_a_line(&mut self, by: isize, sheet: &dyn Sheet) {
        let mut to = self.stepped(by, 0);
        while sheet.is_head(to.row) && (1..self.rows.saturating_sub(1)).contains(&to.row) {
            to.row = to.row.saturating_add_signed(by);
        }
        if let Some(column) = self.run.take().filter(|_| by > 0) {
            to.column = column;
        }
        self.go_to(to, false);
    }

    /// So many lines and columns on, and no further than the last one.
    fn stepped(&self, rows: isize, columns: isize) -> Cell {
        self.within(Cell {
            row: self.focus.row.saturating_add_signed(rows),
            column: self.focus.column.saturating_add_signed(columns),
        })
    }

    /// Where a key leads.
    fn target(&self, key: &Key) -> Option<Cell> {
        let (far, page) = (isize::MAX, isize::try_from(self.page.max(1)).unwrap_or(1));
        let (rows, columns) = match (key.name.as_str(), key.ctrl) {
            ("ArrowUp", ctrl) => (if ctrl { -far } else { -1 }, 0),
            ("ArrowDown", ctrl) => (if ctrl { far } else { 1 }, 0),
            ("ArrowLeft", ctrl) => (0, if ctrl { -far } else { -1 }),
            ("ArrowRight", ctrl) => (0, if ctrl { far } else { 1 }),
            ("Home", ctrl) => (if ctrl { -far } else { 0 }, -far),
            ("End", ctrl) => (if ctrl { far } else { 0 }, far),
            ("PageUp", false) => (-page, 0),
            ("PageDown", false) => (page, 0),
            _ => return None,
        };
        Some(self.stepped(rows, columns))
    }

    fn go_to(&mut self, cell: Cell, stretch: bool) {
        self.focus = self.within(cell);
        if !stretch {
            self.anchor = self.focus;
        }
    }

    pub(super) fn moved(&mut self, cell: Cell, stretch: bool) -> Outcome {
        self.run = None;
        self.go_to(cell, stretch);
        taken(vec![Command::Moved])
    }

    fn paste(&mut self, block: &Block, sheet: &dyn Sheet) -> Outcome {
        let Some(range) = self.range() else { return Outcome::default() };
        let (puts, covered) = fill::paste(sheet, range, block);
        self.tab_is_ours = true;
        self.anchor = covered.to;
        self.focus = covered.from;
        let mut outcome = if puts.puts.is_empty() && puts.fixed > 0 {
            self.refuse()
        } else {
            taken(vec![Command::Put(puts)])
        };
        outcome.commands.push(Command::Moved);
        outcome
    }
}

pub(super) fn taken(commands: Vec<Command>) -> Outcome {
    Outcome { commands, taken: true }
}
