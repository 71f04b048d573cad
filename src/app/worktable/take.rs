//! 复制为表格 and 导出所示: what is shown leaves the page, with its columns, in its order.

use std::time::Duration;

use leptos::prelude::*;

use super::state::Worktable;
use super::words::Words;
use crate::app::lists::Lists;
use crate::app::opening::Opening;
use crate::app::workspace::Workspace;
use formats::clip::{self, Clip};
use formats::csv;
use platform::{clipboard, clock, files};
use query::{Row, export_rows};

/// The most rows that go over the clipboard; more is a file's work.
const COPIED: usize = 5_000;

/// Lets the browser say what takes a while before it is done.
const PAUSE: Duration = Duration::from_millis(20);

/// What leaves the page. Every component that lets something out has one.
#[derive(Clone, Copy)]
pub struct Take {
    workspace: Workspace,
    lists: Lists,
    opening: Opening,
}

impl Take {
    /// Of this page.
    #[must_use]
    pub fn of_page() -> Self {
        Self { workspace: Workspace::of_page(), lists: Lists::of_page(), opening: Opening::of_page() }
    }

    /// Copies these rows as a table, and tells how many.
    pub fn copy(self, table: &Worktable, mut rows: Vec<Row>) {
        let all = rows.len();
        rows.truncate(COPIED);
        let columns = table.columns.get_untracked();
        let made = self.lists.look(|index, ledger| {
            let texts = export_rows::rows(index, ledger, &rows, &columns, self.workspace.day());
            clip::table(&export_rows::heads(ledger, &columns), texts)
        });
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

    /// Writes the rows that are shown, all of them, into a CSV file.
    pub fn export(self, table: &Worktable) {
        let table = *table;
        let lists = self.lists;
        let Words { noun, unit } = table.words();
        self.download(noun, unit, move || {
            let rows = table.rows();
            let columns = table.columns.get_untracked();
            let text = lists.look(|index, ledger| {
                let heads = std::iter::once(export_rows::heads(ledger, &columns));
                csv::write(heads.chain(export_rows::rows(
                    index,
                    ledger,
                    &rows,
                    &columns,
                    self.workspace.day(),
                )))
            });
            (text.unwrap_or_default(), rows.len())
        });
    }

    /// Hands out a file that `write` makes, which gives its text and how many rows are in it.
    fn download(
        self,
        what: &'static str,
        unit: &'static str,
        write: impl FnOnce() -> (String, usize) + 'static,
    ) {
        let Self { workspace, opening, .. } = self;
        if opening.busy.with_untracked(Option::is_some) {
            return;
        }
        opening.busy.set(Some("正在导出…".to_owned()));
        set_timeout(
            move || {
                let (text, rows) = write();
                let title = workspace.look(|ledger| ledger.bundle().title.clone());
                let name = format!("{}-{what}-{rows}{unit}-{}.csv", file_part(&title), clock::today());
                match files::download(&name, "text/csv;charset=utf-8", &[text]) {
                    Ok(()) => workspace.notices.tell(format!("已导出 {name}；请确认下载完成")),
                    Err(why) => workspace
                        .notices
                        .warn(format!("没有导出：浏览器拒绝下载（{why}）。请检查下载设置后重试。")),
                }
                opening.busy.set(None);
            },
            PAUSE,
        );
    }
}

/// A title as part of a file's name: what Windows forbids becomes `_`.
fn file_part(title: &str) -> String {
    let title = if title.trim().is_empty() { "整改台账" } else { title.trim() };
    let fits = |c: char| if "<>:\"/\\|?*".contains(c) || c.is_control() { '_' } else { c };
    title.chars().take(40).map(fits).collect()
}
