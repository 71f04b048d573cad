//! The findings in the grid: typed in from cell to cell, pasted, grouped, changed and moved together, with columns of
//! their own.

use browser_tests::{Locator, Page, Suite, demonstration};
use serde_json::Value;

use crate::grid::{cell, to_number, type_in};
use crate::workspace::{edits, exported, quiet, row_count, saved, sign, without_history};

/// The cell that has the focus, by row and column.
fn at(page: &Page) -> String {
    let script = "const one = document.querySelector('td.focus'); if (!one || !document.activeElement.closest('.grid-editor')) return ''; \
        return one.parentElement.getAttribute('aria-rowindex') + one.className.match(/c-(\\w+)/)[1]";
    page.script(script, &[]).as_str().unwrap_or_default().to_owned()
}

fn is_at(page: &Page, place: &str) {
    page.wait_until(&format!("the focus is at {place}"), || at(page) == place);
}

fn open(page: &Page) {
    sign(page);
    page.goto("#/findings");
    rows(page, 34);
}

fn rows(page: &Page, count: usize) {
    page.wait_until(&format!("the list has {count} rows"), || row_count(page, "问题清单") == count);
}

fn told(page: &Page, text: &str) {
    page.by_role("status", "消息").wait_text(text);
}

fn paste(page: &Page, text: &str) {
    let script = "const data = new DataTransfer(); data.setData('text/plain', arguments[0]); \
        const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true }); \
        Object.defineProperty(event, 'clipboardData', { value: data }); document.activeElement.dispatchEvent(event)";
    page.script(script, &[text.into()]);
}

fn findings(ledger: &Value) -> Vec<&Value> {
    ledger["findings"].as_array().into_iter().flatten().collect()
}

fn titles(ledger: &Value) -> Vec<String> {
    findings(ledger).iter().map(|finding| text(finding, "title").to_owned()).collect()
}

fn text<'v>(record: &'v Value, field: &str) -> &'v str {
    record[field].as_str().unwrap_or_default()
}

fn heads(page: &Page) -> Vec<String> {
    let script = "return Array.from(document.querySelectorAll('#grid thead th'), (th) => th.dataset.name)";
    serde_json::from_value(page.script(script, &[])).unwrap_or_default()
}

/// The box that picks a finding.
fn pick<'p>(page: &'p Page, number: &str) -> Locator<'p> {
    page.by_role("grid", "问题清单").by_role("checkbox", &format!("选择问题 {number}"))
}

/// Shows a column, or hides it.
fn choose_column(page: &Page, name: &str) {
    page.by_role("button", "表格列…").click();
    let dialog = page.by_role("dialog", "表格列");
    dialog.by_role("checkbox", name).click();
    dialog.by_role("button", "完成").click();
    dialog.wait_gone();
}

/// The columns before anybody chose.
const FIRST: [&str; 8] =
    ["序号", "反馈问题", "问题类别", "牵头部门", "整改时限", "措施数", "完成情况", "逾期"];

pub fn add(suite: &mut Suite) {
    suite.test("findings: ten findings are filled by keyboard alone", |page| {
        open(page);
        assert_eq!(heads(page), FIRST);
        page.press("j");
        is_at(page, "1number");
        for _ in 0..3 {
            page.press("ArrowRight");
        }
        is_at(page, "1lead");
        for _ in 0..10 {
            page.type_text("高新处");
            page.press("Tab");
            page.type_text("2024年12月底前");
            page.press("Enter");
        }
        is_at(page, "11lead");
        saved(page);
        let ledger = exported(page);
        let all = findings(&ledger);
        for finding in &all[..10] {
            assert_eq!(text(finding, "due"), "2024-12", "{finding}");
            assert_eq!(finding["lead_unit"], all[0]["lead_unit"], "the unit is added once");
        }
        assert!(all[0]["lead_unit"].is_string() && all[10]["due"].is_null());
        // What nobody may type in says why, and where it is changed.
        cell(page, 2, "lead").click();
        page.press("Control+Home");
        is_at(page, "1number");
        for (column, why) in [
            ("measures", "措施数由问题下的措施得出"),
            ("status", "完成情况由各条措施的整改状态得出"),
            ("overdue", "逾期的条数由各条措施的整改时限和状态得出"),
            ("number", "序号由台账编排"),
        ] {
            if column == "number" {
                to_number(page, 1);
            } else {
                cell(page, 1, column).click();
            }
            page.press("F2");
            told(page, why);
        }
        // Enter on the number leads to the page, and back comes back to the row.
        to_number(page, 7);
        is_at(page, "7number");
        page.press("Enter");
        page.wait_until("the page of the finding is there", || {
            page.script("return location.hash", &[]) == "#/findings/f07"
        });
        page.by_role("link", "问题清单").wait();
        page.script("history.back()", &[]);
        rows(page, 34);
        is_at(page, "7number");
        quiet(page);
    });

    suite.test("findings: the record stands beside the rows and is filled in there", |page| {
        open(page);
        let panel = page.by_role("complementary", "当前问题");
        to_number(page, 4);
        page.press("Space");
        panel.by_role("link", "问题 4").wait();
        assert_eq!(panel.by_role("list", "整改措施").by_role("listitem", "").count(), 4);
        is_at(page, "4number");
        page.press("ArrowDown");
        panel.by_role("link", "问题 5").wait();
        let title = panel.by_role("textbox", "反馈问题");
        title.fill("学习不深入的问题");
        page.press("Tab");
        saved(page);
        assert_eq!(cell(page, 5, "finding").text().trim(), "学习不深入的问题");
        assert_eq!(page.axe(), [] as [&str; 0]);
        panel.by_role("button", "收起当前问题").click();
        panel.wait_gone();
        is_at(page, "5number");
        quiet(page);
    });

    suite.test("findings: a row is dragged to where it is wanted, and taken back", |page| {
        open(page);
        let before = titles(&exported(page));
        let drag = "const grip = document.querySelector(`tr[data-row=\"${arguments[0]}\"] .row-grip`); \
            const target = document.querySelector(`tr[data-row=\"${arguments[1]}\"] td`); \
            const at = (type, element) => element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, buttons: 1 })); \
            at('mousedown', grip); at('mousemove', target); const shown = target.parentElement.className; at('mouseup', target); return shown";
        let shown = page.script(drag, &[0.into(), 2.into()]);
        assert!(shown.as_str().is_some_and(|shown| shown.contains("drop-below")), "where it goes is shown: {shown}");
        saved(page);
        let after = titles(&exported(page));
        assert_eq!(after[..3], [before[1].clone(), before[2].clone(), before[0].clone()]);
        let shown = page.script(drag, &[3.into(), 1.into()]);
        assert!(shown.as_str().is_some_and(|shown| shown.contains("drop-above")), "where it goes is shown: {shown}");
        saved(page);
        assert_eq!(titles(&exported(page))[1], before[3]);
        for _ in 0..2 {
            page.by_role("button", "撤销").click();
        }
        saved(page);
        assert_eq!(titles(&exported(page)), before);
        quiet(page);
    });

    suite.test("findings: a number that is typed over that of a row moves it there, as one step", |page| {
        open(page);
        let before = titles(&exported(page));
        let steps = edits(page).len();
        to_number(page, 7);
        page.press("3");
        page.by_role("textbox", "序号").wait();
        page.press("Enter");
        page.wait_until("one edit more", || edits(page).len() == steps + 1);
        is_at(page, "3number");
        let after = titles(&exported(page));
        assert_eq!(after[2], before[6]);
        assert_eq!((&after[1], &after[3], &after[6]), (&before[1], &before[2], &before[5]));
        page.press("Control+z");
        told(page, "已撤销");
        assert_eq!(titles(&exported(page)), before);
        // What is no place is refused, and Esc gives up.
        to_number(page, 2);
        page.press("0");
        page.press("Enter");
        page.by_role("alert", "").wait_text("序号应为要移到的序号，如 1 至 34，而不是“0”");
        page.press("Escape");
        is_at(page, "2number");
        assert_eq!(edits(page).len(), steps + 2);
        quiet(page);
    });

    suite.test(
        "findings: a new one is written after another by keyboard, and Esc gives the focus back",
        |page| {
            open(page);
            let add = page.by_role("button", "新增问题");
            add.focus();
            page.press("Enter");
            let title = page.by_role("textbox", "反馈问题");
            page.wait_until("the box has the focus", || title.has_focus());
            for name in ["甲", "乙"] {
                page.type_text(&format!("关于{name}的问题"));
                page.press("Control+Enter");
                page.wait_until("the box is empty and has the focus", || {
                    title.has_focus() && title.value().is_empty()
                });
            }
            rows(page, 36);
            page.press("Escape");
            title.wait_gone();
            page.wait_until("the focus is back", || add.has_focus());
            assert_eq!(titles(&exported(page))[34..], ["关于甲的问题", "关于乙的问题"]);
            quiet(page);
        },
    );

    suite.test("findings: a block of a spreadsheet is read and taken back as one", |page| {
        open(page);
        let ledger = exported(page);
        let before = without_history(ledger.clone());
        let aspect = &ledger["aspects"][0];
        let other = findings(&ledger)[..5].iter().filter(|finding| finding["aspect"] != aspect["id"]).count();
        let line =
            |n: usize| format!("关于甲{n}的问题\t{}\t高新处\t2024年{n}月底前\r\n", text(aspect, "title"));
        let block: String = (1..=5).map(line).collect();
        cell(page, 1, "finding").click();
        is_at(page, "1finding");
        paste(page, &block);
        told(page, &format!("已粘贴，改了 {} 格", 15 + other));
        saved(page);
        let ledger = exported(page);
        for (n, finding) in findings(&ledger)[..5].iter().enumerate() {
            let n = n + 1;
            let said = [text(finding, "title"), text(finding, "due"), text(finding, "aspect")];
            assert_eq!(said, [&format!("关于甲{n}的问题"), &format!("2024-0{n}"), text(aspect, "id")]);
        }
        page.by_role("button", "撤销").click();
        told(page, "已撤销");
        assert_eq!(without_history(exported(page)), before);
        // What a cell does not take is shown before anything is done.
        cell(page, 2, "aspect").click();
        paste(page, "没有这一类\t高新处\r\n");
        let dialog = page.by_role("dialog", "核对填写");
        dialog.by_role("status", "填写结果").wait_text("1 格可以填写，1 格不能填写");
        dialog.by_role("listitem", "").wait_text("问题 2：问题类别应为");
        assert_eq!(page.axe(), [] as [&str; 0]);
        dialog.by_role("button", "填写其余").click();
        dialog.wait_gone();
        saved(page);
        assert!(findings(&exported(page))[1]["lead_unit"].is_string());
        // Another ledger is opened where one is: the page is drawn anew, and no row of the old one stays.
        demonstration(page, 110);
        page.wait_until("the other ledger is there", || row_count(page, "问题清单") == 28);
        assert_eq!(page.by_css("tr[aria-rowindex=\"3\"]").count(), 1);
        // Aspects are chosen from a list, where the ledger has any.
        cell(page, 3, "aspect").click();
        page.press("Enter");
        page.by_role("listbox", "问题类别的选项").wait();
        page.press("Escape");
        quiet(page);
    });

    suite.test("findings: they stand in groups, and many are changed in one step and taken back as one", |page| {
        open(page);
        let groups = page.by_role("combobox", "分组");
        groups.select("按问题类别");
        page.by_css(".group-cell").nth(0).wait_text("个问题，已完成");
        page.by_role("button", "全部折叠").click();
        page.wait_until("the rows are folded away", || page.by_css("tr[aria-rowindex]").count() == 0);
        page.by_role("button", "全部展开").click();
        groups.select("按完成情况");
        page.by_css(".group-cell").nth(0).wait_text("完成");
        assert_eq!(page.axe(), [] as [&str; 0]);
        groups.select("不分组");
        page.by_css(".group-cell").wait_gone();
        let before = without_history(exported(page));
        pick(page, "1").click();
        let stretch = "arguments[0].dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: true }))";
        pick(page, "3").eval(stretch);
        page.by_role("status", "已选").wait_text("已选 3 个");
        page.by_role("button", "批量修改…").click();
        let dialog = page.by_role("dialog", "批量修改");
        dialog.wait_text("对已选的 3 个问题作同样的修改");
        assert!(!dialog.by_role("combobox", "整改状态").exists() && !dialog.by_role("combobox", "整改类型").exists());
        dialog.by_role("textbox", "责任人").fill("王敏");
        dialog.by_role("textbox", "备注").fill("已核");
        dialog.by_role("status", "预览").wait_text("将修改 3 个，0 个不变");
        assert_eq!(page.axe(), [] as [&str; 0]);
        dialog.by_role("button", "应用修改").click();
        told(page, "已修改 3 个问题");
        saved(page);
        let ledger = exported(page);
        let owners: Vec<&str> = findings(&ledger).iter().map(|finding| text(finding, "owner")).collect();
        assert_eq!(owners[..4], ["王敏", "王敏", "王敏", ""]);
        assert!(findings(&ledger)[1]["note"].as_str().is_some_and(|note| note.ends_with("已核")));
        page.press("Escape");
        page.by_css(".pick-bar").wait_gone();
        page.by_role("button", "撤销").click();
        told(page, "已撤销");
        assert_eq!(without_history(exported(page)), before);
        quiet(page);
    });

    suite.test(
        "findings: their columns are their own, kept over a reload, and what leaves the page follows them",
        |page| {
            open(page);
            choose_column(page, "整改目标");
            choose_column(page, "仅内部");
            choose_column(page, "逾期");
            let chosen = [
                "序号",
                "反馈问题",
                "问题类别",
                "牵头部门",
                "整改时限",
                "措施数",
                "完成情况",
                "整改目标",
                "仅内部",
            ];
            page.wait_until("the columns are those that were chosen", || heads(page) == chosen);
            type_in(page, 1, "goal", "建立督查制度");
            type_in(page, 1, "internal", "是");
            saved(page);
            let ledger = exported(page);
            let first = findings(&ledger)[0];
            assert_eq!((text(first, "goal"), &first["internal"]), ("建立督查制度", &Value::Bool(true)));
            page.reload();
            page.wait_until("they are so after a reload", || heads(page) == chosen);
            page.by_role("combobox", "导出所示的格式").select(".csv");
            let (name, bytes) = page.download(|| page.by_role("button", "导出所示").click());
            let table = String::from_utf8(bytes).unwrap_or_default();
            assert!(name.contains("-问题（所示 34 个）-"), "{name}");
            let head =
                "\u{feff}序号,反馈问题,问题类别,牵头部门,整改时限,措施数,已完成措施数,整改目标,仅内部\r\n";
            assert!(table.starts_with(head), "{table}");
            assert!(table.contains(",建立督查制度,是\r\n"), "{table}");
            page.goto("#/measures");
            page.wait_until("the measures have their own", || {
                heads(page).first().is_some_and(|head| head == "序号")
            });
            assert!(!heads(page).contains(&"整改目标".to_owned()), "{:?}", heads(page));
            quiet(page);
        },
    );

    suite.test("findings: a head filters, and the filter is there when one comes back", |page| {
        sign(page);
        demonstration(page, 110);
        page.goto("#/findings");
        page.wait_until("the list is there", || row_count(page, "问题清单") > 0);
        let all = row_count(page, "问题清单");
        page.by_role("button", "问题类别的筛选与设置").click();
        let panel = page.by_role("group", "问题类别的筛选与设置");
        let value = panel.by_css(".head-values li").nth(0);
        let count: usize = value.by_css(".count").text().trim().parse().unwrap_or_default();
        assert!(count > 0);
        value.by_css("input").click();
        page.wait_until("fewer rows match", || (count..all).contains(&row_count(page, "问题清单")));
        let matched = row_count(page, "问题清单");
        page.press("Escape");
        page.by_role("button", "完成情况的筛选与设置").click();
        page.by_role("group", "完成情况的筛选与设置").by_role_containing("checkbox", "尚未完成").click();
        page.by_role("list", "其他条件").wait_text("尚未完成");
        page.press("Escape");
        page.wait_until("both hold", || (1..=matched).contains(&row_count(page, "问题清单")));
        let matched = row_count(page, "问题清单");
        to_number(page, 2);
        page.press("Control+Enter");
        page.by_role("link", "问题清单").click();
        rows(page, matched);
        is_at(page, "2number");
        page.goto("#/measures");
        page.wait_until("the measures are there", || row_count(page, "措施台账") == 110);
        page.by_role("navigation", "主导航").by_role("link", "问题").click();
        rows(page, matched);
        quiet(page);
    });

    suite.test("findings: they are moved by keys and by the bar, each move a step", |page| {
        open(page);
        let before = titles(&exported(page));
        let order = |order: &[usize]| order.iter().map(|at| before[*at].clone()).collect::<Vec<_>>();
        to_number(page, 3);
        is_at(page, "3number");
        page.press("Alt+ArrowUp");
        is_at(page, "2number");
        saved(page);
        assert_eq!(titles(&exported(page))[..4], order(&[0, 2, 1, 3]));
        to_number(page, 2);
        page.press("Alt+ArrowDown");
        is_at(page, "3number");
        assert_eq!(titles(&exported(page))[..4], order(&[0, 1, 2, 3]));
        // What is picked moves together, as one step.
        let steps = edits(page).len();
        pick(page, "1").click();
        pick(page, "2").click();
        page.by_role("status", "已选").wait_text("已选 2 个");
        page.by_role("button", "下移").click();
        page.wait_until("two edits more", || edits(page).len() == steps + 2);
        assert_eq!(titles(&exported(page))[..4], order(&[2, 0, 1, 3]));
        page.by_role("button", "撤销").click();
        told(page, "已撤销");
        assert_eq!(titles(&exported(page)), before);
        page.by_role("button", "取消选择").click();
        // In another order a place cannot be seen, and nothing is moved.
        page.by_role("columnheader", "措施数").by_role("button", "措施数").click();
        page.wait_until("the list is sorted", || page.by_css("th[aria-sort]").exists());
        to_number(page, 3);
        page.press("Alt+ArrowUp");
        told(page, "请先按序号排列");
        assert_eq!(titles(&exported(page)), before);
        quiet(page);
    });
}
