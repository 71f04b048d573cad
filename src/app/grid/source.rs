//! What a page gives to a grid: its cells, how they are drawn, and where what is typed in them goes.

use std::ops::Range;

use grid::{Puts, Sheet};
use ledger::date::Date;

/// A cell as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// What it says; empty text is drawn as a dash.
    pub text: String,
    /// Where the search found something in it.
    pub hits: Vec<Range<usize>>,
    /// A word behind the text that stands out: 逾期.
    pub stress: &'static str,
    /// It tells of what is overdue.
    pub late: bool,
    /// It says the same as the line above, of the same finding.
    pub again: Again,
}

/// Whether a cell says what the line above says, of the same finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Again {
    /// It does not.
    #[default]
    No,
    /// It does, in lines that came together by another order: it is said more quietly.
    Quiet,
    /// It does, in the order of the ledger: one cell over all its lines, as on paper.
    Merged,
}

/// The box that picks lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tick {
    /// What it picks, for who does not see it.
    pub name: String,
    /// Whether all of that is picked.
    pub all: bool,
    /// Whether some of it is.
    pub some: bool,
}

/// The head of a group.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// Its name.
    pub name: String,
    /// What is said of its lines.
    pub told: String,
    /// Whether its lines are folded away.
    pub folded: bool,
    /// What picks its lines.
    pub tick: Tick,
}

/// A line as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The head of a group.
    Head(Head),
    /// A record.
    Cells {
        /// A cell for each column that is seen. The first one leads to the record.
        cells: Vec<Shown>,
        /// The address of the record.
        href: String,
        /// Its number among the records that match, from 1.
        number: usize,
        /// What picks it.
        tick: Tick,
    },
}

/// The cells of a grid and what is done with them.
pub trait Source: Sheet + Copy + 'static {
    /// What tells lines apart.
    type Key: Copy + PartialEq + 'static;

    /// Follows everything that is drawn: an effect that calls this draws anew when any of it changes.
    fn track(&self);

    /// A line as it is drawn; `None` where it is gone.
    fn line(&self, row: usize) -> Option<Line>;

    /// What tells a line from all others for as long as it is there.
    fn key(&self, row: usize) -> Option<Self::Key>;

    /// Where the line with this key stands now.
    fn find(&self, key: Self::Key) -> Option<usize>;

    /// What tells a column that is seen from all others: `number`, `custom.cf-1`.
    fn column_id(&self, column: usize) -> String;

    /// What style sheets know a column that is seen by: `number`, `custom`.
    fn column_class(&self, column: usize) -> &'static str;

    /// What people call a column that is seen.
    fn column_name(&self, column: usize) -> String;

    /// Whether the text of a column takes several lines before it is cut.
    fn wraps(&self, column: usize) -> bool;

    /// Whether something can ever be chosen for a cell: its editor has one line.
    fn proposes(&self, cell: grid::Cell) -> bool;

    /// What can be chosen for a cell once this much is typed, in order; and whether nothing else is taken.
    fn proposals(&self, cell: grid::Cell, typed: &str) -> (Vec<String>, bool);

    /// The day whose month a calendar shows first while a cell is typed in, and today; `None` where no day is to stand there.
    fn days(&self, cell: grid::Cell) -> Option<(Date, Date)>;

    /// What stands in the editor when a proposal is taken.
    fn complete(&self, cell: grid::Cell, typed: &str, proposal: &str) -> String;

    /// Why nobody may type in a cell, and where it is changed instead.
    fn why_fixed(&self, cell: grid::Cell) -> String;

    /// Writes cells as one step.
    fn write(&self, puts: &Puts);

    /// Shows a record beside the grid, or goes into it where it is shown; folds the group whose head it is.
    fn open(&self, row: usize);

    /// Shows a record beside the grid, or puts it away; folds the group whose head it is.
    fn beside(&self, row: usize);

    /// Goes to the page of a record.
    fn whole(&self, row: usize);

    /// Picks a line or lets it go; `Some` says which.
    fn pick(&self, row: usize, picked: Option<bool>, stretch: bool);

    /// Carries a line one place up (`-1`) or down (`1`), with the lines that are picked with it.
    fn carry(&self, _row: usize, _by: isize) {}

    /// Carries a line, with the lines that are picked with it, to where another one stands.
    fn drop_at(&self, _row: usize, _to: usize) {}

    /// Tells a person something.
    fn tell(&self, text: String);
}
