//! Findings that are moved by hand, by keys on their row or all that are picked. What moves where is
//! `journal::moving`'s.

use leptos::prelude::*;

use super::sheet::RecordSheet;
use grid::{Cell, Puts};
use journal::moving::{self, Way};
use ledger::Id;
use query::columns::Column;
use query::groups::Line;
use query::{RecordKind, Row, Sort};

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

    /// Whether a cell says the place of a finding.
    pub(super) fn is_number_of_finding(self, cell: Cell) -> bool {
        let is_number = |shown: &Vec<Column>| shown.get(cell.column) == Some(&Column::Number);
        self.table.kind == RecordKind::Finding && self.table.shown.with_untracked(is_number)
    }

    /// Whether a text says where a finding is to go.
    pub(super) fn check_place(self, text: &str) -> Result<(), String> {
        let read = self.workspace.look(|ledger| moving::read_place(ledger, text).map(|_| ()));
        read.map_err(|why| format!("序号应为{why}"))
    }

    /// Whether what was typed says where a finding is to go; then it is moved.
    pub(super) fn placed(self, puts: &Puts) -> bool {
        match puts.puts.as_slice() {
            [put] if self.is_number_of_finding(put.cell) => self.place_line(put.cell.row, &put.text),
            _ => return false,
        }
        true
    }

    /// Moves the finding of a line to where the one with this number stands.
    fn place_line(self, row: usize, text: &str) {
        let Some(Line::Row(record)) = self.at(row) else { return };
        if !self.is_in_order() {
            return;
        }
        let ops = self.lists.look(|index, ledger| {
            let number = moving::read_place(ledger, text).ok()?;
            Some(moving::moves_to_number(ledger, index.record(ledger, record)?.id(), number))
        });
        match ops.flatten() {
            Some(ops) if !ops.is_empty() => {
                self.workspace.commit(ops);
            }
            _ => self.workspace.notices.tell("没有移动：已经在那里。".to_owned()),
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
