//! A table of records as a grid: what its cells say, who may type in them, what is proposed, and how what is typed becomes one
//! step of the journal.

use grid::{Cell, Puts, Reason, Sheet};
use leptos::prelude::*;

use super::look::class;
use super::record::INSIDE;
use super::state::Worktable;
use super::{fixed, proposals};
use crate::app::grid::{Again, Head, Line as Drawn, Shown, Source, Tick};
use crate::app::lists::Lists;
use crate::app::nav::Nav;
use crate::app::parts::filter::query_of;
use crate::app::workspace::Workspace;
use journal::cell_input::{self, CellInput, PROGRESS, Writer, Written};
use journal::describe;
use journal::moving::Way;
use ledger::custom::{self, CustomKind};
use ledger::date::Date;
use ledger::fields::Use;
use ledger::vocabulary::Vocabulary;
use ledger::{Id, Ledger};
use platform::page;
use query::cells::RowCells;
use query::columns::{Column, stored};
use query::groups::Line;
use query::route::Route;
use query::{Query, Record, RecordKind, Row, Sort, marks};

/// The cells of a table.
#[derive(Clone, Copy)]
pub struct RecordSheet {
    pub(super) workspace: Workspace,
    pub(super) lists: Lists,
    nav: Nav,
    query: Memo<Query>,
    pub(super) table: Worktable,
}

/// A paste or fill of which some cells cannot be written, until a person says what to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// What would be done.
    pub written: Written,
    /// What is left out, line by line.
    pub lines: Vec<String>,
    /// What is said once it is done.
    pub told: String,
}

impl RecordSheet {
    /// Of this page.
    #[must_use]
    pub fn of(table: &Worktable) -> Self {
        let table = *table;
        let nav = Nav::of_page();
        let query = query_of(nav);
        Self { workspace: Workspace::of_page(), lists: Lists::of_page(), nav, query, table }
    }

    /// What is asked of the list.
    pub(super) fn query(self) -> Query {
        self.query.get_untracked()
    }

    pub(super) fn at(self, row: usize) -> Option<Line> {
        self.table.lines.with_untracked(|lines| lines.get(row).copied())
    }

    fn column(self, column: usize) -> Option<Column> {
        self.table.shown.with_untracked(|shown| shown.get(column).cloned())
    }

    /// The field of a record that a column writes.
    fn field(self, column: usize) -> Option<String> {
        let column = self.column(column)?;
        self.table.fields.with_untracked(|fields| stored(fields, &column))
    }

    fn with<R>(self, row: usize, look: impl FnOnce(&Ledger, Record) -> R) -> Option<R> {
        let Line::Row(row) = self.at(row)? else { return None };
        self.lists.look(|index, ledger| Some(look(ledger, index.record(ledger, row)?))).flatten()
    }

    fn id(self, row: usize) -> Option<Id> {
        self.with(row, |_, record| record.id().clone())
    }

    fn input(self, cell: Cell, text: &str) -> Option<CellInput> {
        let field = self.field(cell.column)?;
        Some(CellInput { entity: self.id(cell.row)?, field, text: text.to_owned() })
    }

    fn head(self, key: query::groups::GroupKey) -> Option<Head> {
        let table = self.table;
        table.groups.with_untracked(|groups| {
            let group = groups.group(key)?;
            let picked = table.picked.with_untracked(|picked| picked.among(&group.rows));
            Some(Head {
                name: group.name.clone(),
                told: group.told(),
                folded: table.folded.with_untracked(|folded| folded.contains(&key)),
                tick: Tick {
                    name: format!("选择“{}”的 {}", group.name, table.words().counted(group.rows.len())),
                    all: picked > 0 && picked == group.rows.len(),
                    some: picked > 0,
                },
            })
        })
    }

    fn cells(self, row: usize, drawn: Row) -> Option<Drawn> {
        let terms = self.lists.terms.get_untracked();
        let today = self.workspace.day();
        let of_measures = self.table.kind == RecordKind::Measure;
        let above = row.checked_sub(1).filter(|_| of_measures);
        let above = above.and_then(|above| self.with(above, |_, record| record.finding().id.clone()));
        let picked = self.table.picked.with_untracked(|picked| picked.contains(drawn));
        let number = self.table.number_untracked(row).unwrap_or(row + 1);
        let fields = self.table.fields.get_untracked();
        let noun = self.table.words().noun;
        let again = if self.query().sort == Sort::default() { Again::Merged } else { Again::Quiet };
        self.with(row, |ledger, record| {
            let cells = RowCells::of(ledger, record, today);
            let same = above.as_ref() == Some(&record.finding().id);
            let words = Vocabulary::new(&ledger.bundle().statuses);
            let shown = |column: &Column| {
                let text = match (column, record, cells.text(column)) {
                    (Column::Status, Record::Measure(_, measure), text) if !text.is_empty() => {
                        format!("{} {text}", words.symbol(measure.status.as_ref()))
                    }
                    (_, _, text) => text.to_owned(),
                };
                let late = cells.is_late(column);
                Shown {
                    hits: marks(&text, &terms),
                    stress: if late && *column == Column::Due { "逾期" } else { "" },
                    late,
                    again: if same && fields.get(column).is_some_and(|entry| entry.of_finding) {
                        again
                    } else {
                        Again::No
                    },
                    text,
                }
            };
            Drawn::Cells {
                cells: self.table.shown.with_untracked(|columns| columns.iter().map(shown).collect()),
                href: Route::from(record.place()).href(),
                number,
                tick: Tick {
                    name: format!("选择{noun} {}", cells.text(&Column::Number)),
                    all: picked,
                    some: picked,
                },
            }
        })
    }

    /// Reads texts for cells as the operations of one step; and the texts.
    fn read(self, puts: &Puts) -> (Written, Vec<CellInput>) {
        let inputs: Vec<CellInput> =
            puts.puts.iter().filter_map(|put| self.input(put.cell, &put.text)).collect();
        // One name for each unit that may have to be added, and for each entry.
        let names = inputs.iter().map(|input| match input.field.as_str() {
            "lead_unit" | PROGRESS => 1,
            field if matches!(field, "units" | "supporting_units") || field.starts_with(custom::VALUES) => {
                input.text.split(['、', '，', ',', '；', ';', '\n']).count()
            }
            _ => 0,
        });
        let mut names = (0..names.sum()).map(|_| self.workspace.fresh_id()).collect::<Vec<_>>().into_iter();
        let person = self.workspace.person_name();
        let writer = Writer { person: &person, today: self.workspace.day() };
        let written = self.workspace.look(|ledger| {
            cell_input::written(ledger, &inputs, writer, &mut || names.next().unwrap_or_default())
        });
        (written, inputs)
    }

    /// What was refused, line by line: the record, what was to stand there, why not.
    fn refused(self, written: &Written, inputs: &[CellInput]) -> Vec<String> {
        let line = |(at, why): &(usize, String)| {
            let input = inputs.get(*at)?;
            let place = self.workspace.look(|ledger| describe::place(ledger, &input.entity));
            Some(format!("{}：{why}", place.unwrap_or_default()))
        };
        written.refused.iter().filter_map(line).collect()
    }

    /// Makes the step, and tells what came of it.
    pub fn commit(self, written: Written, told: String) {
        if !written.ops.is_empty() && self.workspace.commit(written.ops) && !told.is_empty() {
            self.workspace.notices.tell(told);
        }
    }
}

impl Sheet for RecordSheet {
    fn rows(&self) -> usize {
        self.table.lines.with_untracked(|lines| lines.len())
    }

    fn columns(&self) -> usize {
        self.table.shown.with_untracked(Vec::len)
    }

    fn text(&self, cell: Cell) -> String {
        let Some(column) = self.column(cell.column) else { return String::new() };
        let text = self.with(cell.row, |ledger, record| {
            RowCells::of(ledger, record, self.workspace.day()).text(&column).to_owned()
        });
        text.unwrap_or_default()
    }

    fn is_head(&self, row: usize) -> bool {
        matches!(self.at(row), Some(Line::Head(_)))
    }

    fn is_editable(&self, cell: Cell) -> bool {
        self.field(cell.column).is_some()
    }

    fn is_place(&self, cell: Cell) -> bool {
        self.is_number_of_finding(cell)
    }

    fn adds(&self, cell: Cell) -> bool {
        self.column(cell.column) == Some(Column::Progress)
    }

    fn takes_lines(&self, cell: Cell) -> bool {
        match self.column(cell.column) {
            Some(
                Column::Text
                | Column::Progress
                | Column::Note
                | Column::Recheck
                | Column::Details
                | Column::Goal
                | Column::Cause
                | Column::WiderCheck,
            ) => true,
            Some(Column::Custom(id)) => self.workspace.look(|ledger| {
                let field = ledger.custom_field(id.as_str());
                field.is_some_and(|field| field.value_kind() == CustomKind::LongText)
            }),
            _ => false,
        }
    }

    fn moves_lines(&self) -> bool {
        self.table.kind == RecordKind::Finding
    }

    fn check(&self, cell: Cell, text: &str) -> Result<(), String> {
        if self.is_number_of_finding(cell) {
            return self.check_place(text);
        }
        let Some(input) = self.input(cell, text) else { return Ok(()) };
        let person = self.workspace.person_name();
        let writer = Writer { person: &person, today: self.workspace.day() };
        // What would be added needs a name as it would have, though nothing is written yet.
        let below = self.workspace.fresh_id();
        let mut count = 0_u32;
        let mut fresh = || {
            count += 1;
            Id::new(&format!("{below}.{count}")).unwrap_or_default()
        };
        self.workspace.look(|ledger| cell_input::cell_ops(ledger, &input, writer, &mut fresh).map(|_| ()))
    }
}

impl Source for RecordSheet {
    type Key = Line;

    fn track(&self) {
        self.workspace.revision.track();
        self.table.lines.track();
        self.table.shown.track();
        self.table.picked.track();
        self.table.folded.track();
        self.table.fields.track();
        self.table.look.track();
        // The record beside it takes room.
        self.table.record.track();
        self.lists.terms.track();
    }

    fn line(&self, row: usize) -> Option<Drawn> {
        match self.at(row)? {
            Line::Head(key) => self.head(key).map(Drawn::Head),
            Line::Row(drawn) => self.cells(row, drawn),
        }
    }

    fn key(&self, row: usize) -> Option<Line> {
        self.at(row)
    }

    fn find(&self, key: Line) -> Option<usize> {
        self.table.lines.with_untracked(|lines| lines.iter().position(|line| *line == key))
    }

    fn column_id(&self, column: usize) -> String {
        self.column(column).map_or_else(String::new, |column| column.code())
    }

    fn column_class(&self, column: usize) -> &'static str {
        self.table.shown.with_untracked(|shown| shown.get(column).map_or("", class))
    }

    fn column_name(&self, column: usize) -> String {
        self.column(column).map_or_else(String::new, |column| untrack(|| self.table.name(&column)))
    }

    fn wraps(&self, column: usize) -> bool {
        let wraps = |column: &Column| {
            *column == Column::Owner || *column == Column::Leader || !column.is_for(Use::OneLine)
        };
        self.table.shown.with_untracked(|shown| shown.get(column).is_some_and(wraps))
    }

    fn proposes(&self, cell: Cell) -> bool {
        self.column(cell.column)
            .is_some_and(|column| self.workspace.look(|ledger| proposals::has(ledger, &column)))
    }

    fn proposals(&self, cell: Cell, typed: &str) -> (Vec<String>, bool) {
        let Some(column) = self.column(cell.column) else { return (Vec::new(), false) };
        self.workspace.look(|ledger| proposals::of(ledger, &column, typed, self.workspace.day()))
    }

    fn days(&self, cell: Cell) -> Option<(Date, Date)> {
        let is_day = match self.column(cell.column)? {
            Column::Due | Column::Completed | Column::RecheckDate => true,
            Column::Custom(id) => self.workspace.look(|ledger| {
                ledger.custom_field(id.as_str()).is_some_and(|field| field.value_kind() == CustomKind::Date)
            }),
            _ => false,
        };
        let today = self.workspace.day();
        is_day.then(|| (Date::typed(&self.text(cell)).unwrap_or(today), today))
    }

    fn complete(&self, cell: Cell, typed: &str, proposal: &str) -> String {
        match self.column(cell.column) {
            Some(column) => {
                self.workspace.look(|ledger| proposals::complete(ledger, &column, typed, proposal))
            }
            None => proposal.to_owned(),
        }
    }

    fn why_fixed(&self, cell: Cell) -> String {
        let column = self.column(cell.column);
        let of_finding = column.as_ref().is_some_and(|column| {
            self.table
                .fields
                .with_untracked(|fields| fields.get(column).is_some_and(|entry| entry.of_finding))
        });
        fixed::why(self.table.kind, column.as_ref(), of_finding, &self.column_name(cell.column))
    }

    fn write(&self, puts: &Puts) {
        if self.placed(puts) {
            return;
        }
        let (written, inputs) = self.read(puts);
        let lines = self.refused(&written, &inputs);
        let done = match puts.reason {
            Reason::Type => String::new(),
            Reason::Paste => format!("已粘贴，改了 {} 格", written.changed),
            Reason::Fill => format!("已填充，改了 {} 格", written.changed),
            Reason::Empty => format!("已清空 {} 格", written.changed),
        };
        let left = [(puts.fixed, "格不能在表中填写，没有改"), (puts.beyond, "格超出表格，没有粘贴")];
        let mut told = done;
        for (count, what) in left.into_iter().filter(|(count, _)| *count > 0 && puts.reason != Reason::Type) {
            told.extend(["；", &count.to_string(), " ", what]);
        }
        if !told.is_empty() && written.changed > 1 {
            told += "；按“撤销”一次全部找回";
        }
        if lines.is_empty() {
            self.commit(written, told);
        } else if written.ops.is_empty() {
            self.workspace.notices.warn_with("没有修改".to_owned(), lines);
        } else {
            self.table.doubt.set(Some(Doubt { written, lines, told }));
        }
    }

    fn open(&self, row: usize) {
        match self.at(row) {
            Some(Line::Head(key)) => self.table.fold(key),
            Some(Line::Row(Row::Finding(_))) => self.whole(row),
            Some(Line::Row(_)) if self.table.record.get_untracked() => page::focus(INSIDE),
            Some(Line::Row(_)) => self.table.record.set(true),
            None => {}
        }
    }

    fn beside(&self, row: usize) {
        match self.at(row) {
            Some(Line::Head(key)) => self.table.fold(key),
            Some(Line::Row(_)) => self.table.record.update(|open| *open = !*open),
            None => {}
        }
    }

    fn whole(&self, row: usize) {
        match self.at(row) {
            Some(Line::Head(key)) => self.table.fold(key),
            Some(Line::Row(_)) => {
                if let Some(place) = self.with(row, |_, record| record.place()) {
                    self.nav.go(&place.into());
                }
            }
            None => {}
        }
    }

    fn pick(&self, row: usize, picked: Option<bool>, stretch: bool) {
        match self.at(row) {
            Some(Line::Row(record)) => match picked {
                Some(picked) => self.table.pick(record, picked, stretch),
                None => self.table.turn(record, stretch),
            },
            Some(Line::Head(key)) => {
                let all = self.head(key).is_some_and(|head| head.tick.all);
                self.table.pick_group(key, picked.unwrap_or(!all));
            }
            None => {}
        }
    }

    fn carry(&self, row: usize, by: isize) {
        self.carry_line(row, if by < 0 { Way::Up } else { Way::Down });
    }

    fn drop_at(&self, row: usize, to: usize) {
        self.drop_line(row, to);
    }

    fn tell(&self, text: String) {
        self.workspace.notices.tell(text);
    }
}
