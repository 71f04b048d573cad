//! 复制为表格 and 导出所示: what is shown leaves the page, with its columns, in its order.

use std::time::Duration;

use leptos::prelude::*;

use super::look::Look;
use super::state::{Worktable, own_columns};
use super::words::Words;
use crate::app::lists::Lists;
use crate::app::office::Office;
use crate::app::opening::Opening;
use crate::app::workspace::Workspace;
use formats::clip::Clip;
use formats::table::list_table::{ListColumn, ListRow, ListTable};
use ledger::fields::Fields;
use platform::clipboard;
use query::columns::{Column, Columns};
use query::{RecordKind, Row, export_rows};

/// The most rows that go over the clipboard; more is a file's work.
const COPIED: usize = 5_000;

/// How many pixels a character of half width takes in the grid.
const PIXELS: u32 = 7;

/// Lets the browser say what takes a while before it is done.
const PAUSE: Duration = Duration::from_millis(20);

/// The columns of a table that leaves: which are seen, in which order, what they are called, how wide they are.
#[derive(Debug, Clone)]
pub struct ShownColumns {
    kind: RecordKind,
    fields: Fields,
    shown: Vec<Column>,
    chosen: Columns,
    look: Look,
}

impl ShownColumns {
    /// As a table on the page shows them.
    #[must_use]
    pub fn of(table: &Worktable) -> Self {
        Self {
            kind: table.kind,
            fields: table.fields.get_untracked(),
            shown: table.shown.get_untracked(),
            chosen: table.columns.get_untracked(),
            look: table.look.get_untracked(),
        }
    }

    /// As this browser keeps them: what the table would show if it were on the page.
    #[must_use]
    pub fn kept(workspace: Workspace, kind: RecordKind) -> Self {
        let fields = workspace.look(|ledger| Fields::of_records(ledger, kind));
        let (chosen, look) = (own_columns(workspace, kind), Look::kept(workspace, kind));
        let shown = look.arranged(kind, chosen.seen(&fields));
        Self { kind, fields, shown, chosen, look }
    }
}

/// What leaves the page. Every component that lets something out has one.
#[derive(Clone, Copy)]
pub struct Take {
    workspace: Workspace,
    lists: Lists,
    opening: Opening,
    office: Office,
}

impl Take {
    /// Of this page.
    #[must_use]
    pub fn of_page() -> Self {
        Self {
            workspace: Workspace::of_page(),
            lists: Lists::of_page(),
            opening: Opening::of_page(),
            office: Office::of_page(),
        }
    }

    /// These rows as a table with the columns that are shown, in their order and under their names.
    fn table(self, columns: &ShownColumns, rows: &[Row]) -> Option<ListTable> {
        let ShownColumns { kind, fields, shown, chosen, look } = columns;
        let name = |column: &Column| look.name(fields, column);
        let columns = export_rows::columns(fields, shown, chosen, &name);
        let columns = columns.into_iter().map(|column| ListColumn {
            width: u32::from(column.width) / PIXELS,
            name: column.name,
            kind: column.kind,
            is_due: column.is_due,
        });
        let columns = columns.collect();
        let today = self.workspace.day();
        let note = format!("共 {}　{today} 导出", Words::of(*kind).counted(rows.len()));
        self.lists.look(|index, ledger| {
            let texts = export_rows::rows(index, ledger, rows, shown, today);
            let texts = texts.map(|row| ListRow { texts: row.texts, is_late: row.is_late });
            ListTable::new(&ledger.bundle().title, &note, columns, texts)
        })
    }

    /// Copies these rows as a table, and tells how many.
    pub fn copy(self, columns: &ShownColumns, mut rows: Vec<Row>) {
        let all = rows.len();
        rows.truncate(COPIED);
        let made = self.table(columns, &rows).map(|table| table.clip());
        self.tell_copied(made, rows.len(), all, Words::of(columns.kind));
    }

    fn tell_copied(self, made: Option<Clip>, copied: usize, all: usize, words: Words) {
        let workspace = self.workspace;
        match made {
            Some(made) if clipboard::copy(&made.html, &made.text) => {
                let part = if all > copied {
                    format!("，共 {}，其余请用“导出所示”", words.counted(all))
                } else {
                    String::new()
                };
                workspace
                    .notices
                    .tell(format!("已复制 {}{part}；到 WPS 表格或文字中粘贴", words.counted(copied)));
            }
            _ => workspace.notices.warn("没有复制：浏览器不允许本页写剪贴板。请用“导出所示”。".to_owned()),
        }
    }

    /// Writes these rows into a file, or onto the clipboard.
    pub fn export(self, columns: ShownColumns, rows: impl FnOnce() -> Vec<Row> + 'static, format: Format) {
        let Self { opening, office, .. } = self;
        // The clipboard is written while the click is under way, or not at all.
        if format == Format::Clipboard {
            return self.copy(&columns, rows());
        }
        if opening.busy.with_untracked(Option::is_some) {
            return;
        }
        opening.busy.set(Some("正在导出…".to_owned()));
        set_timeout(
            move || {
                let rows = rows();
                let Words { noun, unit } = Words::of(columns.kind);
                let made = self.table(&columns, &rows);
                // Whoever writes the file says so itself.
                opening.busy.set(None);
                if let Some(made) = made {
                    let what = format!("{noun}（所示 {} {unit}）", rows.len());
                    let (author, today) = (self.workspace.person_name(), self.workspace.day());
                    match format {
                        Format::Xlsx => office.hand_out_book(&what, made.book(&author, today)),
                        Format::Csv => office.hand_out_text(&what, made.csv()),
                        Format::Docx => office.hand_out_table(&what, made.document(&author, today)),
                        Format::Clipboard => {}
                    }
                }
            },
            PAUSE,
        );
    }
}

/// What the rows that are shown leave as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A workbook.
    Xlsx,
    /// Comma-separated text.
    Csv,
    /// A document with a table.
    Docx,
    /// A table on the clipboard.
    Clipboard,
}

impl Format {
    /// Every format, in the order of a choice.
    pub const ALL: [Self; 4] = [Self::Xlsx, Self::Csv, Self::Docx, Self::Clipboard];

    /// What people read: the ending of the file, or 剪贴板.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Xlsx => ".xlsx",
            Self::Csv => ".csv",
            Self::Docx => ".docx",
            Self::Clipboard => "剪贴板",
        }
    }
}
