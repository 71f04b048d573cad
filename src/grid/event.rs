//! What happens to a grid, what comes of it, and what the grid asks of its cells.

use super::block::Block;
use super::cell::{Cell, Range};

/// The cells as the grid sees them. Whoever draws has them; the grid keeps no copy.
pub trait Sheet {
    /// How many lines there are, heads of groups included.
    fn rows(&self) -> usize;

    /// How many columns are seen.
    fn columns(&self) -> usize;

    /// What the cell says, as it is edited and copied.
    fn text(&self, cell: Cell) -> String;

    /// Whether a line is the head of a group: it is one wide cell that nobody types in.
    fn is_head(&self, _row: usize) -> bool {
        false
    }

    /// Whether a person may type in the cell.
    fn is_editable(&self, _cell: Cell) -> bool {
        true
    }

    /// Whether the cell says the place of its line: a number that is typed there moves the line; nothing is pasted,
    /// filled or emptied, and Enter opens the record.
    fn is_place(&self, _cell: Cell) -> bool {
        false
    }

    /// Whether what is typed adds to the cell and takes nothing away, so that an edit begins empty: a dated note.
    fn adds(&self, _cell: Cell) -> bool {
        false
    }

    /// Whether the cell takes several lines, through which the arrows move.
    fn takes_lines(&self, _cell: Cell) -> bool {
        false
    }

    /// Whether a person may carry the lines up and down.
    fn moves_lines(&self) -> bool {
        false
    }

    /// Whether the cell takes this text.
    ///
    /// # Errors
    /// Why it does not, for people.
    fn check(&self, _cell: Cell, _text: &str) -> Result<(), String> {
        Ok(())
    }
}

/// A key as the browser names it, with what is held down.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a keyboard event has these, each by itself")]
pub struct Key {
    /// `ArrowDown`, `Enter`, `a`.
    pub name: String,
    /// Ctrl, or the command key of a Mac.
    pub ctrl: bool,
    /// Shift.
    pub shift: bool,
    /// Alt.
    pub alt: bool,
    /// It belongs to an input method: also the Enter that ends a composition.
    pub composing: bool,
}

impl Key {
    /// A key with nothing held down.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }
}

/// What happens to a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A key went down while the editor had the focus.
    Key(Key),
    /// What now stands in the editor, told whenever that changes.
    Typed(String),
    /// An input method began to put letters together.
    Composing,
    /// A cell was pressed; with `stretch`, the range goes from where it began to here.
    Press {
        /// Which.
        cell: Cell,
        /// Shift was held down.
        stretch: bool,
    },
    /// The pointer was dragged to a cell.
    Drag(Cell),
    /// The handle of the range was pressed: what is dragged from now on fills.
    Handle,
    /// The grip of a line was pressed: what is dragged from now on is the line.
    Grip(usize),
    /// The pointer was let go.
    Release,
    /// A cell was pressed twice.
    Open(Cell),
    /// A choice was taken from the list of the editor.
    Choose(String),
    /// A block came from the clipboard.
    Paste(Block),
    /// The focus left the grid.
    Leave,
}

/// How an edit begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// With what is typed, in the place of what is there.
    Replace,
    /// With what is there.
    Keep,
}

/// A cell and what it is to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// Which.
    pub cell: Cell,
    /// The text; empty text empties the cell.
    pub text: String,
}

/// Why cells are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// One cell was typed in.
    Type,
    /// A block was pasted.
    Paste,
    /// What stands at an edge was repeated.
    Fill,
    /// The cells are emptied.
    Empty,
}

/// Cells that are written in one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Puts {
    /// Why.
    pub reason: Reason,
    /// The cells, line by line.
    pub puts: Vec<Put>,
    /// How many cells nobody may type in, and stay.
    pub fixed: usize,
    /// How many cells of the block lie beyond the last line or column.
    pub beyond: usize,
}

/// What whoever draws is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Focus or range are others: draw them, and bring the focus into sight.
    Moved,
    /// The range is another, and whoever chose it looks where he looked: draw it, and scroll nothing.
    Marked,
    /// Show the editor over the cell.
    Edit {
        /// Which.
        cell: Cell,
        /// What it begins with.
        edit: Edit,
    },
    /// Put the editor away, empty.
    Close,
    /// The text was refused, and the editor stays: why.
    Complain(String),
    /// Put a line break into the editor.
    Break,
    /// Write one cell.
    Commit {
        /// Which.
        cell: Cell,
        /// What it is to say.
        text: String,
    },
    /// Write many cells as one step.
    Put(Puts),
    /// Copy these cells; with `cut`, they are emptied by a [`Command::Put`] that follows.
    Copy(Range),
    /// Nobody may type in this cell: say why and where.
    Refuse(Cell),
    /// Show the record of a line beside the grid, or go into it where it is shown; fold the group whose head it is.
    Open(usize),
    /// Show the record of a line beside the grid, or put it away; fold the group whose head it is.
    Beside(usize),
    /// Leave the grid for the page of the record.
    Whole(usize),
    /// Carry a line, or the lines that are picked with it, one place up (`-1`) or down (`1`).
    Carry {
        /// Which.
        row: usize,
        /// Where to.
        by: isize,
    },
    /// Carry a line, or the lines that are picked with it, to where another line stands: before one above, behind one below.
    Drop {
        /// Which.
        row: usize,
        /// Where to.
        to: usize,
    },
    /// Pick the line, or let it go.
    Pick {
        /// Which.
        row: usize,
        /// From the last one on.
        stretch: bool,
    },
}

/// What came of an event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// What is to be done, in this order.
    pub commands: Vec<Command>,
    /// The event was the grid's: nobody else is to hear of it.
    pub taken: bool,
}
