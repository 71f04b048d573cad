//! What a grid of the page keeps between events.

use grid::{Anchor, Cell, Grid, Heights, Layout, View};

use super::pool::Pool;
use super::source::Source;

/// What is kept between events.
pub(super) struct Kept<K> {
    pub(super) grid: Grid,
    pub(super) heights: Heights,
    pub(super) layout: Layout,
    pub(super) view: View,
    pub(super) pool: Option<Pool>,
    /// What tells the line of the focus from all others.
    pub(super) focus_key: Option<K>,
    /// The first line in sight, and how much of it is scrolled away.
    pub(super) anchor: Option<(K, Anchor)>,
    pub(super) columns: Vec<String>,
}

impl<K> Kept<K> {
    /// Other columns, or others of them: the focus stays in its own.
    pub(super) fn take_columns(&mut self, source: &impl Source) {
        let columns: Vec<_> = (0..source.columns()).map(|column| source.column_id(column)).collect();
        if columns == self.columns {
            return;
        }
        let id = self.grid.focus().and_then(|focus| self.columns.get(focus.column));
        let now = id.and_then(|id| columns.iter().position(|column| column == id));
        if let (Some(focus), Some(column)) = (self.grid.focus(), now) {
            self.grid.go(Cell { column, ..focus });
        }
        if let Some(pool) = &mut self.pool {
            pool.clear(columns.len());
        }
        self.columns = columns;
    }
}
