//! Findings that are moved by hand, by keys on their row or all that are picked. What moves where is
//! `journal::moving`'s.

use leptos::prelude::*;

use super::sheet::RecordSheet;
use journal::moving::{self, Way};
use ledger::Id;
use query::groups::Line;
use query::{Row, Sort};

impl RecordSheet {
    /// Moves the finding of a line, or all that are picked where it is one of them.
    pub(super) fn carry_line(self, row: usize, way: Way) {
        let Some(Line::Row(record)) = self.at(row) else { return };
        if self.table.picked.with_untracked(|picked| picked.contains(record)) {
            self.carry_picked(way);
        } else {
            self.carry(&[record], way);
        }
    }

    /// Moves the findings that are picked.
    pub fn carry_picked(self, way: Way) {
        self.carry(&self.table.picked_rows(), way);
    }

    /// Moves the finding of a line, or all that are picked where it is one of them, to where another line stands.
    pub(super) fn drop_line(self, row: usize, to: usize) {
        let (Some(Line::Row(record)), Some(Line::Row(target))) = (self.at(row), self.at(to)) else { return };
        if !self.is_in_order() {
            return;
        }
        let picked = self.table.picked.with_untracked(|picked| picked.contains(record));
        let rows = if picked { self.table.picked_rows() } else { vec![record] };
        let way = if to < row { Way::Up } else { Way::Down };
        let ops = self.lists.look(|index, ledger| {
            let id = |row: &Row| Some(index.record(ledger, *row)?.id().clone());
            let ids: Vec<Id> = rows.iter().filter_map(id).collect();
            id(&target).map(|target| moving::moves_to(ledger, &ids, &target, way))
        });
        if let Some(ops) = ops.flatten().filter(|ops| !ops.is_empty()) {
            self.workspace.commit(ops);
        }
    }

    /// Whether lines stand in the order of the ledger; says so where they do not, as a place in it cannot be seen then.
    fn is_in_order(self) -> bool {
        let is = self.table.by.get_untracked().is_none() && self.query().sort == Sort::default();
        if !is {
            self.workspace.notices.tell("没有移动：请先按序号排列、不分组，再移动问题。".to_owned());
        }
        is
    }

    fn carry(self, rows: &[Row], way: Way) {
        if !self.is_in_order() {
            return;
        }
        let shown = self.table.matched.get_untracked();
        let ops = self.lists.look(|index, ledger| {
            let ids = |rows: &[Row]| -> Vec<Id> {
                rows.iter().filter_map(|row| Some(index.record(ledger, *row)?.id().clone())).collect()
            };
            moving::moves(ledger, &ids(&shown), &ids(rows), way)
        });
        match ops {
            Some(ops) if !ops.is_empty() => {
                self.workspace.commit(ops);
            }
            _ => {
                let end = if way == Way::Up { "最前" } else { "最后" };
                self.workspace.notices.tell(format!("没有移动：已经在{end}。"));
            }
        }
    }
}
