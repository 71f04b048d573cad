//! The page's own demonstration, opened as a person does. Knows the dialog's names, no test.

use std::time::{Duration, Instant};

use crate::Page;

/// How long a large ledger may take until it can be used, on a machine that does other things too.
const LONGEST: Duration = Duration::from_mins(1);

/// Opens the demonstration with so many measures, which has values of every kind.
///
/// # Panics
///
/// If the ledger is not there after a minute.
pub fn demonstration(page: &Page, measures: usize) {
    page.by_role("button", "打开…").click();
    let dialog = page.by_role("dialog", "打开台账");
    dialog.by_role("spinbutton", "演示台账的措施条数").fill(&measures.to_string());
    let start = Instant::now();
    dialog.by_role("button", "打开演示台账").click();
    let told = format!("{measures} 条措施");
    while !page.by_role("status", "消息").text().contains(&told) {
        assert!(start.elapsed() < LONGEST, "{measures} measures are not there after {LONGEST:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
    dialog.wait_gone();
    page.by_role("banner", "").wait_text("演示数据");
}
