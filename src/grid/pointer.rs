//! What the pointer does to a grid: it goes to cells, stretches the range, and fills by the handle.

use super::cell::{Cell, Range};
use super::event::{Command, Outcome, Sheet};
use super::fill;
use super::machine::{Grid, taken};

/// What the pointer drags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drag {
    Range,
    Fill(Range),
    /// A line, and the one where the pointer is.
    Line {
        row: usize,
        to: usize,
    },
}

impl Grid {
    pub(super) fn press(&mut self, cell: Cell, stretch: bool, sheet: &dyn Sheet) -> Outcome {
        let cell = self.within(cell);
        if self.is_editing() && cell == self.focus {
            return Outcome::default();
        }
        let mut outcome = self.commit(sheet, |_| ());
        if self.is_editing() {
            return outcome;
        }
        self.tab_is_ours = true;
        self.drag = Some(Drag::Range);
        outcome.commands.extend(self.moved(cell, stretch).commands);
        outcome.taken = true;
        outcome
    }

    pub(super) fn dragged(&mut self, cell: Cell) -> Outcome {
        let cell = self.within(cell);
        // Nothing moves the focus away from what is being typed.
        if self.is_editing() {
            return Outcome::default();
        }
        match self.drag {
            None => Outcome::default(),
            Some(Drag::Line { row, .. }) => {
                self.drag = Some(Drag::Line { row, to: cell.row });
                taken(vec![Command::Marked])
            }
            Some(Drag::Range) if cell == self.focus => taken(vec![]),
            Some(Drag::Range) => {
                self.focus = cell;
                taken(vec![Command::Moved])
            }
            Some(Drag::Fill(from)) => {
                // Along the axis that the pointer went further on.
                let rows = cell.row.saturating_sub(from.to.row).max(from.from.row.saturating_sub(cell.row));
                let columns = cell
                    .column
                    .saturating_sub(from.to.column)
                    .max(from.from.column.saturating_sub(cell.column));
                let (mut a, mut b) = (from.from, from.to);
                if rows >= columns {
                    (a.row, b.row) = (a.row.min(cell.row), b.row.max(cell.row));
                } else {
                    (a.column, b.column) = (a.column.min(cell.column), b.column.max(cell.column));
                }
                (self.anchor, self.focus) = (a, b);
                taken(vec![Command::Moved])
            }
        }
    }

    pub(super) fn release(&mut self, sheet: &dyn Sheet) -> Outcome {
        match (self.drag.take(), self.range()) {
            (Some(Drag::Line { row, to }), _) if row != to => taken(vec![Command::Drop { row, to }]),
            (Some(Drag::Fill(from)), Some(to)) if from != to => {
                self.written(Some(fill::repeat(sheet, from, to)))
            }
            (drag, _) => Outcome { commands: vec![], taken: drag.is_some() },
        }
    }
}
