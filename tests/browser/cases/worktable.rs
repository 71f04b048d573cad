//! The tools of the 措施 table: work lists, saved views, columns, groups, many rows changed at once, and what leaves it.

use browser_tests::{Locator, Page, Suite, demonstration};
use serde_json::{Value, json};

use crate::workspace::{edits, exported, measures, quiet, row_count, saved, sign, without_history};

fn table(page: &Page) -> Locator<'_> {
    page.by_role("grid", "措施台账")
}

fn rows(page: &Page, count: usize) {
    page.wait_until(&format!("the table has {count} rows"), || row_count(page, "措施台账") == count);
}

/// The box that picks a measure.
fn pick<'p>(page: &'p Page, number: &str) -> Locator<'p> {
    table(page).by_role("checkbox", &format!("选择措施 {number}"))
}

fn picked(page: &Page, text: &str) {
    page.by_role("status", "已选").wait_text(text);
}

fn heads(page: &Page) -> Vec<String> {
    let script =
        "return Array.from(document.querySelectorAll('.ledger-table thead th'), (th) => th.dataset.name)";
    serde_json::from_value(page.script(script, &[])).unwrap_or_default()
}

fn menu(page: &Page) -> Locator<'_> {
    page.by_role("button", "工作清单").click();
    page.by_role("group", "工作清单")
}

/// Saves what is shown under this name.
fn save_view(page: &Page, name: &str, place: &str) {
    menu(page).by_role("button", "保存为视图…").click();
    let dialog = page.by_role("dialog", "保存为视图");
    dialog.by_role("textbox", "视图名称").fill(name);
    dialog.by_role("radio", place).click();
    dialog.by_role("button", "保存").click();
}

/// Where views are saved.
const IN_LEDGER: &str = "存入台账（随文件带走，大家都能用）";
const HERE: &str = "只在本机（只有这个浏览器能用）";

/// Another page of the browser takes all the room that is left.
const FILL: &str = "let size = 1 << 20, n = 0; while (size >= 1) { \
    try { localStorage.setItem('other-' + n, 'x'.repeat(size)); n++; } catch (error) { size = size >> 1; } }";

pub fn add(suite: &mut Suite) {
    suite.test("worktable: several rows are changed in one step with a preview, and taken back as one", |page| {
        sign(page);
        page.goto("#/measures");
        rows(page, 110);
        // One of them has a deadline already, which is never written over.
        page.goto("#/findings/f01");
        let due = page.by_role("complementary", "措施 1-2的责任、时限与状态").by_role("textbox", "整改时限");
        due.fill("2024-06");
        page.press("Enter");
        saved(page);
        page.goto("#/measures");
        let before = without_history(exported(page));
        let stored = edits(page).len();
        pick(page, "1-1").click();
        picked(page, "已选 1 条");
        let stretch = "arguments[0].dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: true }))";
        pick(page, "2-1").eval(stretch);
        picked(page, "已选 4 条");
        page.by_css("tr[aria-rowindex=\"5\"]").focus();
        page.press("x");
        picked(page, "已选 5 条");
        page.press("x");
        picked(page, "已选 4 条");
        page.by_role("button", "批量修改…").click();
        let dialog = page.by_role("dialog", "批量修改");
        let told = dialog.by_role("status", "预览");
        told.wait_text("将修改 0 条，4 条不变");
        assert_eq!(dialog.by_role("button", "应用修改").attribute("disabled").as_deref(), Some(""));
        dialog.by_role("textbox", "整改时限").fill("2024-02-30");
        dialog.by_role("alert", "").wait_text("整改时限应为日期");
        dialog.by_role("textbox", "整改时限").fill("2024年12月底前");
        told.wait_text("将修改 3 条，1 条不变");
        told.wait_text("1 条已有时限，须走延期，时限保留原值：1-2");
        dialog.by_role("combobox", "整改状态").select("◔ 整改中");
        dialog.by_role("combobox", "牵头部门").fill("高新处");
        dialog.by_role("textbox", "备注").fill("六月调度");
        told.wait_text("将修改 4 条，0 条不变");
        told.wait_text("会一并新增：高新处");
        dialog.by_role("button", "应用修改").click();
        dialog.wait_gone();
        page.by_role("status", "消息").wait_text("已修改 4 条措施");
        saved(page);
        let after = exported(page);
        let wanted = ["整改中", "2024-12", "六月调度"];
        let all = measures(&after);
        for (n, due) in ["2024-12", "2024-06", "2024-12", "2024-12"].iter().enumerate() {
            let told = [&all[n]["status"], &all[n]["due"], &all[n]["note"]].map(|v| v.as_str().unwrap_or_default());
            assert_eq!(told, [wanted[0], due, wanted[2]], "{n}");
            assert!(all[n]["lead_unit"].is_string());
        }
        assert!(all[4]["status"].is_null() && all[4]["note"].is_null());
        // A unit, and four fields each but one deadline: an edit a change.
        assert_eq!(edits(page).len(), stored + 1 + 4 * 4 - 1);
        page.by_role("button", "撤销").click();
        page.by_role("status", "消息").wait_text("已撤销");
        assert_eq!(without_history(exported(page)), before);
        // Esc lets go of the rows.
        page.by_css("tr[aria-rowindex=\"5\"]").focus();
        page.press("Escape");
        page.by_role("status", "已选").wait_gone();
        quiet(page);
    });

    suite.test("worktable: columns are chosen, moved and widened, and kept over a reload", |page| {
        sign(page);
        page.goto("#/measures");
        rows(page, 110);
        assert_eq!(heads(page).len(), 9);
        let open = page.by_role("button", "表格列…");
        open.click();
        let dialog = page.by_role("dialog", "表格列");
        dialog.by_role("checkbox", "备注").click();
        dialog.by_role("checkbox", "反馈问题").click();
        let up = dialog.by_role("button", "上移备注");
        for _ in 0..7 {
            up.click();
        }
        page.wait_until("备注 stands behind 序号", || heads(page)[..3] == ["序号", "备注", "整改措施"]);
        assert!(dialog.by_role("button", "下移备注").has_focus(), "the focus went along with the line");
        let width = dialog.by_role("spinbutton", "备注的宽度（像素）");
        width.fill("300");
        page.press("Tab");
        dialog.by_role("button", "完成").click();
        dialog.wait_gone();
        assert!(open.has_focus(), "the focus is back on the button");
        let wide = || table(page).by_role("columnheader", "备注").eval("return Math.round(arguments[0].getBoundingClientRect().width)");
        page.wait_until("the column is as wide as was said", || wide() == 300);
        page.reload();
        rows(page, 110);
        assert_eq!(heads(page), ["序号", "备注", "整改措施", "牵头部门", "责任人", "整改时限", "整改类型", "整改进展及成效", "整改状态"]);
        assert_eq!(wide(), 300);
        // The edge of a head is dragged.
        let drag = "const grip = arguments[0].querySelector('.grip'), at = (type, x, on) => on.dispatchEvent(new MouseEvent(type, { bubbles: true, clientX: x })); \
            at('mousedown', 500, grip); at('mousemove', 440, window); at('mouseup', 440, window);";
        table(page).by_role("columnheader", "备注").eval(drag);
        page.wait_until("the column is narrower", || wide() == 240);
        open.click();
        dialog.by_role("button", "恢复默认").click();
        page.wait_until("the first choice is back", || heads(page).len() == 9 && heads(page)[1] == "反馈问题");
        quiet(page);
    });

    suite.test(
        "worktable: groups have heads with counts, are folded, picked, and stand in the address",
        |page| {
            sign(page);
            demonstration(page, 110);
            page.goto("#/measures");
            let ledger = exported(page);
            let all = measures(&ledger);
            rows(page, all.len());
            page.by_role("combobox", "分组").select("按整改状态");
            let statuses: std::collections::BTreeSet<&str> =
                all.iter().map(|m| m["status"].as_str().unwrap_or_default()).collect();
            let heads = || page.by_css("tr.group-head").count();
            page.wait_until("there are heads", || heads() > 0);
            rows(page, all.len());
            page.wait_until("the address has the groups", || {
                page.script("return location.hash", &[])
                    .as_str()
                    .is_some_and(|hash| hash.contains("group=status"))
            });
            let unfilled = all.iter().filter(|m| m["status"].is_null()).count();
            let fold = table(page).by_role("button", "未填报");
            assert_eq!(fold.attribute("aria-expanded").as_deref(), Some("true"));
            page.wait_text(&format!("{unfilled} 条，已完成 0 / {unfilled}"));
            let numbers = || {
                let script = "return Array.from(document.querySelectorAll('.ledger-table tbody tr[data-row]'), (row) => row.getAttribute('aria-rowindex') || '–').slice(0, 3).join(' ')";
                page.script(script, &[]).as_str().unwrap_or_default().to_owned()
            };
            assert_eq!(numbers(), "– 1 2", "heads are no rows that match");
            fold.click();
            // What is folded away still matches, and the rows behind it keep their numbers.
            page.wait_until("the group is folded", || numbers() == format!("– – {}", unfilled + 1));
            rows(page, all.len());
            table(page).by_role("checkbox", &format!("选择“未填报”的 {unfilled} 条措施")).click();
            picked(page, &format!("已选 {unfilled} 条"));
            page.by_role("button", "全部展开").click();
            page.wait_until("the group is unfolded", || numbers() == "– 1 2");
            page.by_role("button", "全部折叠").click();
            page.wait_until("there is a head for each status", || heads() == statuses.len());
            rows(page, all.len());
            page.reload();
            page.wait_until("the groups are there again", || numbers() == "– 1 2");
            page.by_role("combobox", "分组").select("不分组");
            page.wait_until("there are no heads", || heads() == 0);
            rows(page, all.len());
            quiet(page);
        },
    );

    suite.test(
        "worktable: a work list says what is asked, and a saved view goes along with the file",
        |page| {
            sign(page);
            page.goto("#/measures");
            rows(page, 110);
            let list = menu(page);
            // Nothing is done yet, so nothing lacks its proof.
            list.by_role_containing("link", "缺佐证材料").wait_text("0");
            assert!(!list.by_role_containing("link", "缺佐证材料").text().contains("110"));
            list.by_role_containing("link", "30 天无进展").wait_text("110");
            list.by_role_containing("link", "已逾期").wait_text("0");
            list.by_role_containing("link", "30 天无进展").click();
            list.wait_gone();
            page.by_role("button", "去掉条件“30 天无进展”").wait();
            page.by_role("searchbox", "搜索").fill("科保贷");
            page.wait_until("the search narrows", || (1..110).contains(&row_count(page, "措施台账")));
            let found = row_count(page, "措施台账");
            for (name, place) in [("科保贷待补", IN_LEDGER), ("我自己的", HERE)] {
                save_view(page, name, place);
                page.by_role("dialog", "保存为视图").wait_gone();
            }
            saved(page);
            let views = &exported(page)["views"];
            assert_eq!(views.as_array().map(Vec::len), Some(1), "{views}");
            let without_id: Vec<&Value> =
                ["name", "place", "by"].iter().map(|field| &views[0][*field]).collect();
            assert_eq!(json!(without_id), json!(["科保贷待补", "/measures", "王敏"]));
            page.goto("#/measures");
            page.reload();
            let list = menu(page);
            list.by_role("button", "我自己的").wait();
            list.by_role("button", "科保贷待补").click();
            rows(page, found);
            assert_eq!(page.by_role("searchbox", "搜索").value(), "科保贷");
            let list = menu(page);
            list.by_role("button", "重命名视图 科保贷待补").click();
            let dialog = page.by_role("dialog", "重命名视图");
            dialog.by_role("textbox", "视图名称").fill("科保贷");
            dialog.by_role("button", "改名").click();
            dialog.wait_gone();
            page.wait_until("it bears the other name", || exported(page)["views"][0]["name"] == "科保贷");
            quiet(page);
        },
    );

    suite.test(
        "worktable: two tabs save views beside each other, and a view leaves one's own columns alone",
        |page| {
            sign(page);
            page.goto("#/measures");
            rows(page, 110);
            let other = page.new_tab();
            other.goto("#/measures");
            for (tab, name) in [(page, "甲的视图"), (&other, "乙的视图")] {
                save_view(tab, name, HERE);
                tab.by_role("dialog", "保存为视图").wait_gone();
            }
            for tab in [page, &other] {
                let list = menu(tab);
                for name in ["甲的视图", "乙的视图"] {
                    list.by_role("button", name).wait();
                }
                tab.press("Escape");
                list.wait_gone();
            }
            // A name that another tab's list has moved is still that view's.
            menu(&other).by_role("button", "删除视图 甲的视图").click();
            other.press("Escape");
            menu(page).by_role("button", "重命名视图 乙的视图").click();
            let dialog = page.by_role("dialog", "重命名视图");
            dialog.by_role("textbox", "视图名称").fill("丙的视图");
            dialog.by_role("button", "改名").click();
            dialog.wait_gone();
            let kept =
                || page.store().get("zhenggai/1/setting/views/whkjj-2024-06-18").cloned().unwrap_or_default();
            page.wait_until("one view is left, under its new name", || {
                kept().contains("丙的视图") && !kept().contains("甲的视图") && !kept().contains("乙的视图")
            });

            page.goto("#/measures");
            page.by_role("button", "表格列…").click();
            let columns = page.by_role("dialog", "表格列");
            columns.by_role("checkbox", "反馈问题").click();
            columns.by_role("button", "完成").click();
            columns.wait_gone();
            page.wait_until("a column is put away", || heads(page).len() == 8);
            menu(page).by_role("button", "丙的视图").click();
            page.wait_until("the view has its own columns", || heads(page).len() == 9);
            page.reload();
            rows(page, 110);
            assert_eq!(heads(page).len(), 8, "the view wrote over the person's columns");

            let before = kept();
            page.script(FILL, &[]);
            save_view(page, "放不下的视图", HERE);
            let dialog = page.by_role("dialog", "保存为视图");
            dialog.by_role("alert", "").wait_text("没有存入本机：浏览器存储已满");
            assert_eq!(kept(), before);
            assert_eq!(dialog.by_role("textbox", "视图名称").value(), "放不下的视图");
            page.press("Escape");
            dialog.wait_gone();
            assert!(
                !menu(page).by_role("button", "放不下的视图").exists(),
                "a view is shown that nobody keeps"
            );
            quiet(page);
        },
    );

    suite.test("worktable: what is shown is copied and exported as it is shown", |page| {
        sign(page);
        page.goto("#/findings/f01");
        let side = page.by_role("complementary", "措施 1-2的责任、时限与状态");
        side.by_role("textbox", "责任人").fill("=1+1");
        page.press("Enter");
        side.by_role("textbox", "整改时限").fill("2020-01");
        page.press("Enter");
        saved(page);
        page.goto("#/measures?finding=f01&sort=-number");
        rows(page, 3);
        // What a spreadsheet would take from the clipboard, heard after the page has put it there.
        page.script("window.addEventListener('copy', (event) => { window.copied = ['text/html', 'text/plain'].map((type) => event.clipboardData.getData(type)); })", &[]);
        page.by_role("button", "复制为表格").click();
        page.by_role("status", "消息").wait_text("已复制 3 条措施");
        let copied: Vec<String> = serde_json::from_value(page.script("return window.copied", &[])).unwrap_or_default();
        let lines: Vec<Vec<&str>> = copied[1].lines().map(|line| line.split('\t').collect()).collect();
        assert_eq!(lines.len(), 4, "{copied:?}");
        assert_eq!(lines[0][..3], ["序号", "反馈问题", "整改措施"]);
        let numbers: Vec<&str> = lines.iter().skip(1).map(|line| line[0]).collect();
        assert_eq!(numbers, ["1-3", "1-2", "1-1"]);
        assert_eq!((lines[2][4], lines[2][5], lines[2][6]), ("'=1+1", "2020-01", "逾期"));
        assert!(copied[0].contains("<th>整改措施</th>") && copied[0].contains(">'=1+1</td>"), "{}", copied[0]);
        let (name, bytes) = page.download(|| page.by_role("button", "导出所示").click());
        assert!(name.contains("-措施（所示 3 条）-") && name.ends_with(".xlsx"), "{name}");
        let read = formats::xlsx::read(&bytes).expect("a workbook");
        assert_eq!(read.sheets[0].rows[2].cells[..3], ["序号", "反馈问题", "整改措施"]);
        assert_eq!(read.sheets[0].rows[4].cells[4..7], ["'=1+1", "2020-01", "逾期"]);
        page.by_role("combobox", "导出所示的格式").select(".docx");
        let (name, bytes) = page.download(|| page.by_role("button", "导出所示").click());
        let paragraphs = formats::docx::read(&bytes).expect("a document");
        assert!(name.ends_with(".docx") && paragraphs.iter().any(|line| line.contains("共 3 条措施")), "{name}");
        page.by_role("combobox", "导出所示的格式").select(".csv");
        let (name, bytes) = page.download(|| page.by_role("button", "导出所示").click());
        assert!(name.ends_with(".csv"), "{name}");
        let text = String::from_utf8(bytes).unwrap_or_default();
        assert!(text.starts_with("\u{feff}序号,反馈问题,整改措施,牵头部门,责任人,整改时限,逾期情况,"), "{text}");
        assert_eq!(text.matches("\r\n").count(), 4, "{text}");
        assert!(text.contains(",'=1+1,2020-01,逾期,"), "{text}");
        page.goto("#/findings");
        page.by_role("status", "命中").wait_text("符合 34 个");
        page.by_role("combobox", "导出所示的格式").select(".csv");
        let (name, bytes) = page.download(|| page.by_role("button", "导出所示").click());
        let text = String::from_utf8(bytes).unwrap_or_default();
        assert!(name.contains("问题（所示 34 个）-") && text.lines().count() >= 35, "{name}: {text}");
        quiet(page);
    });
}
