//! 复制为表格 and 导出所示: what is shown leaves the page, with its columns, in its order.

use std::time::Duration;

use leptos::prelude::*;

use super::state::Worktable;
use crate::app::desk::Desk;
use crate::app::finder::Finder;
use crate::app::opening::Opening;
use crate::browser::{clipboard, clock, files};
use crate::exchange::{clip, csv};
use crate::query::{MeasureRow, sheet};

/// The most rows that go over the clipboard; more is a file's work.
const COPIED: usize = 5_000;

/// Lets the browser say what takes a while before it is done.
const PAUSE: Duration = Duration::from_millis(20);

/// Copies these rows as a table, and tells how many.
pub fn copy(table: Worktable, mut rows: Vec<MeasureRow>) {
    let desk = Desk::of_page();
    let finder = Finder::of_page();
    let all = rows.len();
    rows.truncate(COPIED);
    let columns = table.columns.get_untracked();
    let made = finder.look(|index, ledger| {
        let texts = sheet::rows(index, ledger, &rows, &columns, clock::today());
        clip::table(&sheet::heads(&columns), texts)
    });
    match made {
        Some(made) if clipboard::copy(&made.html, &made.text) => {
            let part = if all > rows.len() {
                format!("，共 {all} 条，其余请用“导出所示”")
            } else {
                String::new()
            };
            desk.notices.tell(format!("已复制 {} 条措施{part}；到 WPS 表格或文字中粘贴", rows.len()));
        }
        _ => desk.notices.warn("没有复制：浏览器不允许本页写剪贴板。请用“导出所示”。".to_owned()),
    }
}

/// Writes the rows that are shown, all of them, into a CSV file.
pub fn export(table: Worktable) {
    let desk = Desk::of_page();
    let finder = Finder::of_page();
    let opening = Opening::of_page();
    if opening.busy.with_untracked(Option::is_some) {
        return;
    }
    opening.busy.set(Some("正在导出…".to_owned()));
    set_timeout(
        move || {
            let rows = table.rows();
            let columns = table.columns.get_untracked();
            let text = finder.look(|index, ledger| {
                let heads = std::iter::once(sheet::heads(&columns));
                csv::write(heads.chain(sheet::rows(index, ledger, &rows, &columns, clock::today())))
            });
            let name = file_name(&desk.look(|ledger| ledger.bundle().title.clone()), rows.len());
            match files::download(&name, "text/csv;charset=utf-8", &[text.unwrap_or_default()]) {
                Ok(()) => desk.notices.tell(format!("已导出 {name}；请确认下载完成")),
                Err(why) => {
                    desk.notices.warn(format!("没有导出：浏览器拒绝下载（{why}）。请检查下载设置后重试。"))
                }
            }
            opening.busy.set(None);
        },
        PAUSE,
    );
}

/// `<台账名称>-措施-110条-2026-11-23.csv`: what Windows forbids in names becomes `_`.
fn file_name(title: &str, rows: usize) -> String {
    let title = if title.is_empty() { "整改台账" } else { title };
    let fits = |c: char| if "<>:\"/\\|?*".contains(c) || c.is_control() { '_' } else { c };
    let title: String = title.chars().take(40).map(fits).collect();
    format!("{}-措施-{rows}条-{}.csv", title.trim(), clock::today())
}
