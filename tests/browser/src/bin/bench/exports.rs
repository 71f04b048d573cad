//! How long what leaves the page takes: the workbook, the CSV file, the notice, the archive package, the saved page, and
//! the rows that a table draws for its print. Times are from the press of the button to the file being handed to the
//! downloads; nothing is written to the disk.

use browser_tests::{Page, demonstration};

use crate::table::{line, ms};

/// The sizes: a real ledger, and the largest that an office has been seen with.
const SIZES: [usize; 2] = [110, 10_000];

/// Where the button is, what it is called, what it makes.
const EXPORTS: [(&str, &str, &str); 5] = [
    ("#/exchange", "导出台账（.xlsx）", ".xlsx"),
    ("#/exchange", "导出台账（.csv）", ".csv"),
    ("#/exchange", "导出通报（公开版 .docx）", "notice as .docx"),
    ("#/archive", "生成归档包", "archive package"),
    ("#/archive", "另存为网页", "page saved with its ledger"),
];

/// Tells when the rows are there and have their places.
const PAPER: &str = "const done = arguments[0], start = performance.now(); dispatchEvent(new Event('beforeprint')); \
    const poll = () => { const rows = document.querySelector('.paper-rows'); if (!rows) return setTimeout(poll, 0); \
        document.querySelector('.ledger-table').getBoundingClientRect(); const took = performance.now() - start; \
        const count = rows.children.length; dispatchEvent(new Event('afterprint')); done([took, count]); }; poll();";

/// How long a press of this button takes until a file is handed to the downloads, in milliseconds.
pub fn handed_out(page: &Page, button: &str) -> f64 {
    let script = format!(
        "const done = arguments[0], start = performance.now(); \
         HTMLAnchorElement.prototype.click = function () {{ done(performance.now() - start); }}; \
         Array.from(document.querySelectorAll('button')).find((button) => button.textContent.trim() === '{button}').click()"
    );
    let took = page.script_async(&script).as_f64().unwrap_or(f64::NAN);
    // The next press is heard when this one's work has come to its end.
    page.script_async("setTimeout(arguments[0], 500)");
    took
}

/// Measures both sizes, each on a page that `fresh` opens.
pub fn run(fresh: &dyn Fn() -> Result<Page, String>) -> Result<(), String> {
    for size in SIZES {
        let page = fresh()?;
        page.goto("#/");
        demonstration(&page, size);
        for (route, button, what) in EXPORTS {
            page.goto(route);
            let first = handed_out(&page, button);
            let again = [(); 3].map(|()| handed_out(&page, button));
            let least = again.iter().copied().fold(f64::INFINITY, f64::min);
            let most = again.iter().copied().fold(0.0, f64::max);
            line(
                &format!("{what} of {size} measures"),
                &ms(least),
                &format!("least of 3, most {}; the first {}", ms(most), ms(first)),
            );
        }
        page.goto("#/measures");
        let paper = page.script_async(PAPER);
        let took = paper[0].as_f64().unwrap_or(f64::NAN);
        line(
            &format!("rows of {size} measures drawn for the print"),
            &ms(took),
            &format!("{} rows", paper[1]),
        );
    }
    Ok(())
}
