//! 复制为表格 and 导出所示: what is shown leaves the page, with its columns, in its order.

use std::time::Duration;

use leptos::prelude::*;

use super::state::Worktable;
use super::words::Words;
use crate::app::lists::Lists;
use crate::app::office::Office;
use crate::app::opening::Opening;
use crate::app::workspace::Workspace;
use formats::clip::Clip;
use formats::table::list_table::{ListColumn, ListRow, ListTable};
use platform::clipboard;
use query::columns::Column;
use query::{Row, export_rows};

/// The most rows that go over the clipboard; more is a file's work.
const COPIED: usize = 5_000;

/// How many pixels a character of half width takes in the grid.
const PIXELS: u32 = 7;

/// Lets the browser say what takes a while before it is done.
const PAUSE: Duration = Duration::from_millis(20);

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
    fn table(self, table: &Worktable, rows: &[Row]) -> Option<ListTable> {
        let (fields, shown) = (table.fields.get_untracked(), table.shown.get_untracked());
        let (chosen, look) = (table.columns.get_untracked(), table.look.get_untracked());
        let name = |column: &Column| look.name(&fields, column);
        let columns = export_rows::columns(&fields, &shown, &chosen, &name);
        let columns = columns.into_iter().map(|column| ListColumn {
            width: u32::from(column.width) / PIXELS,
            name: column.name,
            kind: column.kind,
            is_due: column.is_due,
        });
        let columns = columns.collect();
        let today = self.workspace.day();
        let note = format!("共 {}　{today} 导出", table.words().counted(rows.len()));
        self.lists.look(|index, ledger| {
            let texts = export_rows::rows(index, ledger, rows, &shown, today);
            let texts = texts.map(|row| ListRow { texts: row.texts, is_late: row.is_late });
            ListTable::new(&ledger.bundle().title, &note, columns, texts)
        })
    }

    /// Copies these rows as a table, and tells how many.
    pub fn copy(self, table: &Worktable, mut rows: Vec<Row>) {
        let all = rows.len();
        rows.truncate(COPIED);
        let made = self.table(table, &rows).map(|table| table.clip());
        self.tell_copied(made, rows.len(), all, table.words());
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

    /// Writes the rows that are shown, all of them, into a file.
    pub fn export(self, table: &Worktable, format: Format) {
        let Self { opening, office, .. } = self;
        if opening.busy.with_untracked(Option::is_some) {
            return;
        }
        opening.busy.set(Some("正在导出…".to_owned()));
        let table = *table;
        set_timeout(
            move || {
                let rows = table.rows();
                let Words { noun, unit } = table.words();
                let made = self.table(&table, &rows);
                // Whoever writes the file says so itself.
                opening.busy.set(None);
                if let Some(made) = made {
                    let what = format!("{noun}（所示 {} {unit}）", rows.len());
                    let (author, today) = (self.workspace.person_name(), self.workspace.day());
                    match format {
                        Format::Xlsx => office.hand_out_book(&what, made.book(&author, today)),
                        Format::Csv => office.hand_out_text(&what, made.csv()),
                        Format::Docx => office.hand_out_table(&what, made.document(&author, today)),
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
}

impl Format {
    /// Every format, in the order of a choice.
    pub const ALL: [Self; 3] = [Self::Xlsx, Self::Csv, Self::Docx];

    /// What people read: the ending of the file.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Xlsx => ".xlsx",
            Self::Csv => ".csv",
            Self::Docx => ".docx",
        }
    }
}
