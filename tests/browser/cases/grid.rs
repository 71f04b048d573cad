//! The grid: typing from cell to cell, input methods, blocks of cells, filling, filters in heads, columns, and what is in
//! reach in a small window.

use browser_tests::{Browser, Locator, Page, Suite};
use serde_json::{Value, json};

use crate::workspace::{edits, exported, measures, quiet, row_count, saved, sign, without_history};

/// A cell by the number of its row among those that match and the id of its column.
pub fn cell<'p>(page: &'p Page, row: usize, column: &str) -> Locator<'p> {
    page.by_css(&format!("tr[aria-rowindex=\"{row}\"] td.c-{column}"))
}

/// Types into a cell and enters it.
pub fn type_in(page: &Page, row: usize, column: &str, text: &str) {
    cell(page, row, column).click();
    page.type_text(text);
    page.press("Enter");
}

/// The number of the row that has the focus of the page; nothing where none has it.
pub fn focused_row(page: &Page) -> Value {
    let script = "const one = document.activeElement; const row = document.querySelector('tr.current'); \
        return one && one.closest('.grid-editor') && row ? row.getAttribute('aria-rowindex') : null";
    // Tables that are no grids give the focus to their rows.
    let plain = "return document.activeElement.getAttribute('aria-rowindex')";
    match page.script(script, &[]) {
        Value::Null => page.script(plain, &[]),
        row => row,
    }
}

/// The cell that has the focus, by row and column.
fn at(page: &Page) -> String {
    let script = "const one = document.querySelector('td.focus'); if (!one || !document.activeElement.closest('.grid-editor')) return ''; \
        return one.parentElement.getAttribute('aria-rowindex') + one.className.match(/c-(\\w+)/)[1]";
    page.script(script, &[]).as_str().unwrap_or_default().to_owned()
}

fn is_at(page: &Page, place: &str) {
    page.wait_until(&format!("the focus is at {place}"), || at(page) == place);
}

/// Goes to the 序号 of a row. In its middle stands the link, which leads to the page of the record.
pub fn to_number(page: &Page, row: usize) {
    cell(page, row, "finding").click();
    page.press("ArrowLeft");
    is_at(page, &format!("{row}number"));
}

/// Pastes into what has the focus, as a spreadsheet would have filled the clipboard.
fn paste(page: &Page, html: &str, text: &str) {
    let script = "const data = new DataTransfer(); data.setData('text/plain', arguments[1]); \
        if (arguments[0]) data.setData('text/html', arguments[0]); \
        const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true }); \
        Object.defineProperty(event, 'clipboardData', { value: data }); document.activeElement.dispatchEvent(event)";
    page.script(script, &[html.into(), text.into()]);
}

pub fn open(page: &Page) {
    sign(page);
    page.goto("#/measures");
    page.wait_until("the grid is there", || row_count(page, "措施台账") == 110);
}

fn told(page: &Page, text: &str) {
    page.by_role("status", "消息").wait_text(text);
}

fn text<'v>(measure: &'v Value, field: &str) -> &'v str {
    measure[field].as_str().unwrap_or_default()
}

pub fn add(suite: &mut Suite) {
    suite.test("grid: thirty measures are filled by keyboard alone", |page| {
        open(page);
        page.press("j");
        is_at(page, "1number");
        for _ in 0..4 {
            page.press("ArrowRight");
        }
        is_at(page, "1owner");
        for row in 1..=30 {
            page.type_text(&format!("王敏{row}"));
            page.press("Tab");
            page.type_text("2024年12月底前");
            page.press("Tab");
            page.type_text("限期");
            page.press("Enter");
        }
        is_at(page, "31owner");
        saved(page);
        assert_eq!(edits(page).len(), 90);
        let ledger = exported(page);
        for (row, measure) in measures(&ledger).iter().take(30).enumerate() {
            let said = [text(measure, "owner"), text(measure, "due"), text(measure, "term")];
            assert_eq!(said, [&format!("王敏{}", row + 1), "2024-12", "限期整改"], "{row}");
        }
        // What nobody may type in says where it is changed.
        cell(page, 31, "owner").click();
        page.press("Control+Home");
        is_at(page, "1number");
        cell(page, 1, "finding").click();
        page.press("F2");
        told(page, "反馈问题属于它的全部措施");
        quiet(page);
    });

    suite.test("grid: a text that a cell does not take stays in the editor and says why", |page| {
        open(page);
        type_in(page, 2, "due", "2024-02-30");
        let editor = page.by_css(".grid-editor.open");
        editor.by_role("alert", "").wait_text("整改时限应为");
        assert_eq!(editor.by_css(".grid-box:not([hidden])").value(), "2024-02-30");
        page.press("Escape");
        editor.wait_gone();
        is_at(page, "2due");
        // Several lines, by Alt+Enter; what is there is kept by F2.
        cell(page, 2, "text").click();
        page.press("F2");
        page.press("Alt+Enter");
        page.type_text("第二段");
        page.press("Enter");
        is_at(page, "3text");
        saved(page);
        let ledger = exported(page);
        assert!(text(measures(&ledger)[1], "text").ends_with("\n第二段"), "{}", measures(&ledger)[1]);
        // A note of progress is added, dated and signed.
        type_in(page, 2, "progress", "已召开专题会");
        saved(page);
        let ledger = exported(page);
        let entry = &measures(&ledger)[1]["progress"][0];
        assert_eq!([text(entry, "text"), text(entry, "by")], ["已召开专题会", "王敏"], "{entry}");
        assert!(entry["date"].is_string());
        quiet(page);
    });

    suite.test("grid: a block of a spreadsheet is read and taken back as one", |page| {
        open(page);
        let before = without_history(exported(page));
        let line = |n: usize| format!("高新处\t王敏{n}\t2024年{}月底前\t限期整改\r\n", n % 12 + 1);
        let block: String = (0..20).map(line).collect();
        cell(page, 3, "lead").click();
        is_at(page, "3lead");
        paste(page, "", &block);
        told(page, "已粘贴，改了 80 格");
        saved(page);
        let ledger = exported(page);
        let all = measures(&ledger);
        for n in 0..20 {
            let said = [text(all[n + 2], "owner"), text(all[n + 2], "due"), text(all[n + 2], "term")];
            assert_eq!(said, [&format!("王敏{n}"), &format!("2024-{:02}", n % 12 + 1), "限期整改"], "{n}");
            assert_eq!(all[n + 2]["lead_unit"], all[2]["lead_unit"], "the unit is added once");
        }
        assert!(all[22]["owner"].is_null() && all[1]["owner"].is_null());
        page.by_role("button", "撤销").click();
        told(page, "已撤销");
        assert_eq!(without_history(exported(page)), before);
        // Cells with line breaks stay cells; merged ones say what their first one says.
        cell(page, 1, "owner").click();
        let table =
            "<table><tr><td rowspan=2>李强</td><td>2025-01</td></tr><tr><td>2025-02</td></tr></table>";
        paste(page, table, "李强\t2025-01\r\n\t2025-02\r\n");
        told(page, "已粘贴，改了 4 格");
        cell(page, 5, "text").click();
        paste(page, "", "\"一、开会\n二、发文\"\r\n");
        told(page, "已粘贴，改了 1 格");
        saved(page);
        let ledger = exported(page);
        let all = measures(&ledger);
        assert_eq!(
            [text(all[0], "owner"), text(all[1], "owner"), text(all[1], "due")],
            ["李强", "李强", "2025-02"]
        );
        assert_eq!(text(all[4], "text"), "一、开会\n二、发文");
        quiet(page);
    });

    suite.test("grid: what a block holds that cells do not take is shown before anything is done", |page| {
        open(page);
        cell(page, 1, "owner").click();
        paste(page, "", "王敏\t2024-02-30\r\n李强\t2024-06\r\n");
        let dialog = page.by_role("dialog", "核对填写");
        dialog.by_role("status", "填写结果").wait_text("3 格可以填写，1 格不能填写");
        dialog.by_role("listitem", "").wait_text("措施 1-1：整改时限应为");
        assert_eq!(edits(page).len(), 0);
        dialog.by_role("button", "填写其余").click();
        dialog.wait_gone();
        saved(page);
        let ledger = exported(page);
        let all = measures(&ledger);
        assert!(all[0]["due"].is_null());
        assert_eq!(
            [text(all[0], "owner"), text(all[1], "owner"), text(all[1], "due")],
            ["王敏", "李强", "2024-06"]
        );
        quiet(page);
    });

    suite.test("grid: cells are filled down, emptied, copied and taken back, each as one step", |page| {
        open(page);
        type_in(page, 1, "owner", "王敏");
        cell(page, 1, "owner").click();
        page.press("Control+Space");
        page.press("Control+d");
        told(page, "已填充，改了 109 格");
        saved(page);
        let ledger = exported(page);
        assert!(measures(&ledger).iter().all(|measure| text(measure, "owner") == "王敏"));
        page.press("Control+z");
        told(page, "已撤销");
        let ledger = exported(page);
        assert_eq!(measures(&ledger).iter().filter(|measure| text(measure, "owner") == "王敏").count(), 1);
        cell(page, 1, "owner").click();
        page.press("Shift+ArrowDown");
        page.press("Shift+ArrowRight");
        page.script("window.addEventListener('copy', (event) => { window.copied = ['text/html', 'text/plain'].map((type) => event.clipboardData.getData(type)); })", &[]);
        page.press("Control+c");
        told(page, "已复制 2 行 2 列");
        let copied = page.script("return window.copied", &[]);
        assert_eq!(copied[1], "王敏\t\r\n\t\r\n");
        assert!(copied[0].as_str().is_some_and(|html| html.contains(">王敏</td>")), "{copied}");
        page.press("Delete");
        page.wait_until("the cell is empty", || cell(page, 1, "owner").text().trim() == "–");
        quiet(page);
    });

    suite.test("grid: a column is filtered by its head, pinned and renamed, and that is kept", |page| {
        open(page);
        for row in 1..=3 {
            type_in(page, row, "owner", if row == 2 { "李强" } else { "王敏" });
        }
        saved(page);
        let more = page.by_role("button", "责任人的筛选与设置");
        more.click();
        let panel = page.by_role("group", "责任人的筛选与设置");
        panel.by_role("searchbox", "在选项中查找").fill("wm");
        panel.by_role("listitem", "").wait_text("王敏");
        panel.by_role_containing("checkbox", "王敏").click();
        page.wait_until("two rows match", || row_count(page, "措施台账") == 2);
        assert_eq!(page.by_role("searchbox", "搜索").value(), "责任人:王敏");
        panel.by_role("button", "清除筛选").click();
        page.wait_until("all rows match", || row_count(page, "措施台账") == 110);
        panel.by_role("button", "固定在左").click();
        let heads = || {
            let script = "return Array.from(document.querySelectorAll('#grid thead th'), (th) => th.dataset.name).slice(0, 3).join(' ')";
            page.script(script, &[]).as_str().unwrap_or_default().to_owned()
        };
        page.wait_until("the column stands at the left", || heads() == "序号 责任人 反馈问题");
        page.wait_until("the focus went along", || panel.by_role("button", "固定在左").has_focus());
        let name = page.by_role("textbox", "列名");
        name.fill("经办人");
        page.press("Tab");
        page.wait_until("the column bears its name", || heads() == "序号 经办人 反馈问题");
        page.press("Escape");
        page.reload();
        page.wait_until("it is so after a reload", || heads() == "序号 经办人 反馈问题");
        page.by_role("grid", "措施台账").by_role("columnheader", "经办人").wait();
        quiet(page);
    });

    suite.test("grid: rows of the height of their texts scroll, and the focus stays", |page| {
        open(page);
        page.by_role("combobox", "行高").select("行高：全文");
        let height = |row: usize| {
            let row = page.by_css(&format!("tr[aria-rowindex=\"{row}\"]"));
            row.eval("return arguments[0].getBoundingClientRect().height").as_f64().unwrap_or_default()
        };
        page.wait_until("a row is as high as its text", || height(1) > 60.0);
        cell(page, 2, "owner").click();
        page.press("Control+ArrowDown");
        is_at(page, "110owner");
        let seen = "const row = document.querySelector('tr.current').getBoundingClientRect(), frame = document.querySelector('.table-frame').getBoundingClientRect(); \
            return row.top >= frame.top && row.bottom <= frame.bottom + 1";
        page.wait_until("the last row is in sight", || page.script(seen, &[]) == true);
        let editor = "const cell = document.querySelector('td.focus').getBoundingClientRect(), box = document.querySelector('.grid-box:not([hidden])').getBoundingClientRect(); \
            return Math.abs(cell.top - box.top) + Math.abs(cell.left - box.left) + Math.abs(cell.height - box.height)";
        page.wait_until("the editor lies over its cell", || page.script(editor, &[]).as_f64().is_some_and(|off| off < 4.0));
        quiet(page);
    });

    suite.test("grid: in a small window with large type every column is reached and seen", |page| {
        open(page);
        let small = page.session().resize(911, 512);
        page.script("document.querySelector('.display > summary').click()", &[]);
        page.by_role("radio", "特大").click();
        page.press("Escape");
        to_number(page, 2);
        let seen = "const cell = document.querySelector('td.focus').getBoundingClientRect(); \
            const at = document.elementFromPoint((Math.max(cell.left, 0) + Math.min(cell.right, innerWidth)) / 2, cell.top + cell.height / 2); \
            const grid = document.querySelector('#grid'); \
            return [Boolean(at && grid.contains(at) && at.closest('td') === document.querySelector('td.focus')), cell.left >= 0 && cell.right <= innerWidth, cell.width]";
        let mut faults = Vec::new();
        let columns = ["number", "finding", "text", "lead", "owner", "due", "term", "progress", "status"];
        for column in columns {
            is_at(page, &format!("2{column}"));
            let found = page.script(seen, &[]);
            if found[0] != true || found[1] != true {
                faults.push(format!("{column}: {found}"));
            }
            if column == "text" && found[2].as_f64().is_none_or(|width| width < 16.0 * 17.5) {
                faults.push(format!("整改措施 is {} pixels wide", found[2]));
            }
            page.press("ArrowRight");
        }
        let back = page.session().resize(1366, 768);
        assert_eq!((small, back), (Ok(()), Ok(())));
        assert_eq!(faults, [] as [&str; 0]);
        quiet(page);
    });

    suite.test("grid: the record stands beside the rows, follows the focus and is filled in there", |page| {
        open(page);
        let panel = page.by_role("complementary", "当前措施");
        to_number(page, 4);
        assert!(!panel.exists());
        page.press("Enter");
        panel.by_role("article", "措施 2-1").wait();
        is_at(page, "4number");
        // Going through the rows goes through the records; the grid keeps the focus.
        page.press("ArrowDown");
        panel.by_role("article", "措施 2-2").wait();
        is_at(page, "5number");
        panel.by_role("button", "下一条").click();
        panel.by_role("article", "措施 2-3").wait();
        assert_eq!(panel.by_role("article", "措施 2-2").count(), 0);
        let owner = panel.by_role("textbox", "责任人");
        owner.fill("王敏");
        page.press("Tab");
        saved(page);
        assert_eq!(cell(page, 6, "owner").text().trim(), "王敏");
        // Esc goes back to the rows, once more puts the record away; the row is as it was.
        owner.focus();
        page.press("Escape");
        is_at(page, "6number");
        page.press("Escape");
        panel.wait_gone();
        is_at(page, "6number");
        page.press("Space");
        panel.by_role("article", "措施 2-3").wait();
        page.press("Space");
        panel.wait_gone();
        // What the filter leaves out is not gone through.
        type_in(page, 8, "owner", "王敏");
        page.by_role("searchbox", "搜索").fill("责任人:王敏");
        page.wait_until("two rows match", || row_count(page, "措施台账") == 2);
        to_number(page, 1);
        page.press("Enter");
        panel.by_role("article", "措施 2-3").wait();
        panel.by_role("button", "下一条").click();
        panel.by_role("article", "措施 3-2").wait();
        assert!(panel.by_role("button", "下一条").attribute("disabled").is_some());
        assert_eq!(page.axe(), [] as [&str; 0]);
        // The whole page, and back to where one was.
        panel.by_role("link", "问题 3").click();
        page.by_role("article", "措施 3-2").wait();
        page.script("history.back()", &[]);
        page.wait_until("the same two rows", || row_count(page, "措施台账") == 2);
        is_at(page, "2number");
        quiet(page);
    });

    suite.test("grid: the first letter of an input method is kept, and its Enter commits nothing", |page| {
        if page.browser() != Browser::Chromium {
            return;
        }
        open(page);
        cell(page, 1, "owner").click();
        is_at(page, "1owner");
        let editor = page.by_css(".grid-box:not([hidden])");
        assert!(editor.has_focus() && editor.value().is_empty(), "the editor is there before the key comes");
        for letters in ["w", "wa", "wang"] {
            let caret = letters.len();
            page.devtools(
                "Input.imeSetComposition",
                &json!({ "text": letters, "selectionStart": caret, "selectionEnd": caret }),
            );
            assert_eq!(editor.value(), letters);
        }
        for kind in ["rawKeyDown", "keyUp"] {
            let key = json!({ "type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229 });
            page.devtools("Input.dispatchKeyEvent", &key);
        }
        page.devtools("Input.insertText", &json!({ "text": "王敏" }));
        page.wait_until("the words are in the editor", || editor.value() == "王敏");
        assert!(page.by_css(".grid-editor.open").exists());
        assert_eq!(edits(page).len(), 0, "the Enter of the input method committed");
        page.press("Enter");
        saved(page);
        is_at(page, "2owner");
        assert_eq!(edits(page).len(), 1);
        assert_eq!(cell(page, 1, "owner").text().trim(), "王敏");
        quiet(page);
    });

    suite.test(
        "grid: axe finds nothing while a cell is typed in, a head is open and a block is in doubt",
        |page| {
            open(page);
            cell(page, 1, "status").click();
            page.press("Enter");
            page.by_role("listbox", "整改状态的选项").wait();
            let mut found = page.axe();
            assert_eq!(
                page.by_css(".grid-box:not([hidden])").computed(),
                ("combobox".to_owned(), "整改状态".to_owned())
            );
            page.press("ArrowDown");
            page.press("Enter");
            saved(page);
            assert_eq!(edits(page).len(), 1);
            page.by_role("button", "整改状态的筛选与设置").click();
            page.by_role("group", "整改状态的筛选与设置").wait();
            found.extend(page.axe());
            page.press("Escape");
            cell(page, 1, "due").click();
            paste(page, "", "2024-02-30\t限期整改");
            page.by_role("dialog", "核对填写").wait();
            found.extend(page.axe());
            assert_eq!(found, [] as [&str; 0]);
            quiet(page);
        },
    );
}
