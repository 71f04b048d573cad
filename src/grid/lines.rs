//! Lines that are carried to another place, by keys or by the pointer.

use super::cell::Cell;
use super::event::{Command, Key, Outcome, Sheet};
use super::machine::{Grid, taken};
use super::pointer::Drag;

impl Grid {
    /// Alt and an arrow.
    pub(super) fn carry(&self, key: &Key, sheet: &dyn Sheet) -> Outcome {
        let by = match key.name.as_str() {
            "ArrowUp" => -1,
            "ArrowDown" => 1,
            _ => return Outcome::default(),
        };
        if key.ctrl || key.shift || !sheet.moves_lines() || sheet.is_head(self.focus.row) {
            return Outcome::default();
        }
        taken(vec![Command::Carry { row: self.focus.row, by }])
    }

    /// The line that is dragged, and the one where it would be put.
    #[must_use]
    pub fn dragged_line(&self) -> Option<(usize, usize)> {
        match self.drag {
            Some(Drag::Line { row, to }) => Some((row, to)),
            _ => None,
        }
    }

    pub(super) fn grip(&mut self, row: usize, sheet: &dyn Sheet) -> Outcome {
        let outcome = self.press(Cell { row, column: self.focus.column }, false, sheet);
        if !self.is_editing() && sheet.moves_lines() && !sheet.is_head(row) {
            self.drag = Some(Drag::Line { row: self.focus.row, to: self.focus.row });
        }
        outcome
    }
}
