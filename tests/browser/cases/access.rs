//! Every page and every dialog is read by axe, light and dark, at the size of an office laptop.

use browser_tests::{Page, Suite, demonstration};

use crate::merging::four;
use crate::workspace::{alert, choose, enter, quiet, saved, sign};

/// Every page, with what must be on it before it is read.
const PAGES: &[(&str, &str)] = &[
    ("#/", "通报所称与台账所计"),
    ("#/findings", "共 34 个问题"),
    ("#/findings/f12", "措施 12-4"),
    ("#/measures", "共 110 条措施"),
    ("#/measures?text=没有这样的字", "没有符合条件的措施"),
    ("#/institutions", "共 "),
    ("#/notice", "公开版"),
    ("#/history", "处变更"),
    ("#/evidence", "份材料"),
    ("#/results", "第四种形态"),
    ("#/exchange", "每页 22 行"),
    ("#/merge", "选择要合并的文件"),
    ("#/merge?view=compare", "对比前"),
    ("#/archive", "移交前检测"),
    ("#/held", "现在打开的"),
    ("#/review", "没有等您审核的事项"),
    ("#/reminders", "还没有督办单和提示函"),
    ("#/checks", "市科创局"),
    ("#/measures?text=%E7%8A%B6%E6%80%81:%E5%A5%BD", "没有“好”这个状态"),
    ("#/ledger", "通报文字"),
    ("#/help", "保存在哪里"),
    ("#/calendar", "没有具体日期"),
    ("#/brief", "领导批示"),
];

/// The pages again where there is much on them: what must be there before they are read is told by a selector.
const FULL: &[(&str, &str)] = &[
    ("#/", ".attention-list a"),
    ("#/findings", "tr[aria-rowindex=\"1\"]"),
    ("#/findings/f1", ".measure"),
    ("#/measures", "tr[aria-rowindex=\"1\"]"),
    ("#/measures?group=lead", ".group-cell"),
    ("#/review?who=all", ".review-item"),
    ("#/reminders", "tr[aria-rowindex=\"1\"]"),
    ("#/institutions", "tr[aria-rowindex=\"2\"]"),
    ("#/evidence", "tr[aria-rowindex=\"2\"]"),
    ("#/results", "main table"),
    ("#/checks", ".check-kind"),
    ("#/calendar", ".calendar a"),
    ("#/brief", ".brief-sheet"),
    ("#/notice", "main h1"),
    ("#/archive", "main h1"),
];

fn theme(page: &Page, name: &str) {
    // Colours on their way from one theme to the other are nobody's to read.
    let script = "document.documentElement.dataset.theme = arguments[0]; document.getAnimations().forEach((one) => one.finish())";
    page.script(script, &[name.into()]);
}

/// Reads what is on the page in both themes; gives what axe finds, each with where.
pub fn read(page: &Page, place: &str) -> Vec<String> {
    let mut found = Vec::new();
    for name in ["light", "dark"] {
        theme(page, name);
        // Dark differs in colours alone.
        let faults = if name == "light" { page.axe() } else { page.axe_colours() };
        found.extend(faults.into_iter().map(|fault| format!("{place} {name}: {fault}")));
    }
    found
}

pub fn add(suite: &mut Suite) {
    suite.test("access: axe finds nothing on any page, light and dark", |page| {
        page.wait_ready();
        let mut found = read(page, "first use");
        sign(page);
        page.goto("#/findings/f12");
        // One of everything that can be there: an edit, an entry of each kind, a value that cannot be entered.
        let one = page.by_role("article", "措施 12-1");
        for (item, label) in [("进展", "进展及成效"), ("佐证材料", "材料名称")] {
            one.by_role("button", &format!("新增{item}")).click();
            enter(&one.by_css(".new-text").by_role("textbox", label), page, "甲");
            one.by_css(".new-text").wait_gone();
        }
        one.by_role("button", "新增延期").click();
        page.by_role("complementary", "措施 12-1的责任、时限与状态")
            .by_role("combobox", "整改状态")
            .select("● 已完成");
        enter(
            &page.by_role("complementary", "措施 12-2的责任、时限与状态").by_role("textbox", "整改时限"),
            page,
            "2020-01-01",
        );
        enter(
            &page.by_role("complementary", "措施 12-2的责任、时限与状态").by_role("combobox", "牵头部门"),
            page,
            "高新处",
        );
        page.by_role("textbox", "整改目标").fill("没有输完");
        enter(
            &page.by_role("complementary", "措施 12-3的责任、时限与状态").by_role("textbox", "整改时限"),
            page,
            "2024-02-30",
        );
        for &(route, text) in PAGES {
            page.goto(route);
            page.wait_text(text);
            found.extend(read(page, route));
        }
        page.goto("#/measures?text=科保贷&sort=-number");
        page.by_css("td mark").nth(0).wait();
        page.press("j");
        found.extend(read(page, "hits"));
        choose(page, "坏的.json", b"{ \"format\": ");
        alert(page, "没有打开");
        found.extend(read(page, "alert"));
        assert_eq!(found, [] as [&str; 0]);
        quiet(page);
    });

    suite.test("access: axe finds nothing where there is much to see, light and dark", |page| {
        sign(page);
        four(page);
        page.by_role("status", "冲突进度").wait_text("共 2 处冲突");
        let mut found = read(page, "merge with files");
        page.by_role("button", "不合并").click();
        demonstration(page, 110);
        for &(route, selector) in FULL {
            page.goto(route);
            page.by_css(selector).nth(0).wait();
            found.extend(read(page, route));
        }
        page.goto("#/findings/f1");
        enter(&page.by_role("textbox", "整改目标"), page, "另一个目标");
        enter(&page.by_role("textbox", "原因分析"), page, "另一个原因");
        saved(page);
        page.goto("#/history");
        // The last edit stands first.
        page.by_role("table", "变更记录").by_role_containing("button", "查看当时").nth(1).click();
        page.by_role("region", "当时的台账").by_role("link", "整本与现在对比").click();
        page.by_role("region", "整改进展对比").wait_text("另一个原因");
        found.extend(read(page, "comparison"));
        assert_eq!(found, [] as [&str; 0]);
        quiet(page);
    });

    suite.test("access: axe finds nothing in the dialogs, light and dark", |page| {
        sign(page);
        page.by_role("button", "打开…").click();
        let open = page.by_role("dialog", "打开台账");
        open.wait();
        let mut found = read(page, "打开台账");
        page.press("Escape");
        open.wait_gone();
        page.press("?");
        let keys = page.by_role("dialog", "按键一览");
        keys.wait();
        found.extend(read(page, "按键一览"));
        keys.by_role("button", "关闭").click();
        keys.wait_gone();
        page.goto("#/measures?group=lead&idle=30");
        page.by_role("button", "去掉条件“30 天无进展”").wait();
        page.by_css("tbody .pick").nth(1).click();
        page.by_role("button", "工作清单").click();
        page.by_role("group", "工作清单").wait();
        found.extend(read(page, "工作清单"));
        page.press("Escape");
        for (button, name) in [("表格列…", "表格列"), ("批量修改…", "批量修改")] {
            page.by_role("button", button).click();
            let dialog = page.by_role("dialog", name);
            dialog.wait();
            found.extend(read(page, name));
            page.press("Escape");
            dialog.wait_gone();
        }
        page.by_role("button", "工作清单").click();
        page.by_role("button", "保存为视图…").click();
        let dialog = page.by_role("dialog", "保存为视图");
        dialog.wait();
        found.extend(read(page, "保存为视图"));
        dialog.by_role("textbox", "视图名称").fill("我的视图");
        dialog.by_role("button", "保存").click();
        dialog.wait_gone();
        page.by_role("button", "工作清单").click();
        page.by_role("button", "重命名视图 我的视图").click();
        let dialog = page.by_role("dialog", "重命名视图");
        dialog.wait();
        found.extend(read(page, "重命名视图"));
        page.press("Escape");
        dialog.wait_gone();
        page.by_css(".display > summary").click();
        page.by_role("group", "显示设置").by_role("radio", "特大").wait();
        found.extend(read(page, "显示设置"));
        page.press("Escape");
        page.press("Control+k");
        let palette = page.by_role("dialog", "命令面板");
        palette.wait();
        page.type_text("zd");
        found.extend(read(page, "命令面板"));
        page.press("Escape");
        palette.wait_gone();
        page.by_role("button", "搜索帮助").click();
        let help = page.by_role("dialog", "搜索帮助");
        help.wait();
        found.extend(read(page, "搜索帮助"));
        help.by_role("button", "关闭").click();
        help.wait_gone();
        page.goto("#/checks");
        page.by_css(".check-kind header button").nth(0).click();
        let aside = page.by_role("dialog", "确认无需处理");
        aside.wait();
        found.extend(read(page, "确认无需处理"));
        page.press("Escape");
        aside.wait_gone();
        page.goto("#/findings/f12");
        enter(
            &page.by_role("complementary", "措施 12-1的责任、时限与状态").by_role("textbox", "整改时限"),
            page,
            "2030-06-30",
        );
        let one = page.by_role("article", "措施 12-1");
        one.by_role("group", "延期").by_role("button", "新增延期").click();
        one.by_role("button", "登记延期").click();
        alert(page, "没有登记");
        found.extend(read(page, "登记延期"));
        one.by_role("button", "拟督办单").click();
        page.by_role("article", "督办函正文").wait_text("措施 12-1");
        found.extend(read(page, "督办单"));
        quiet(page);
        page.script("setTimeout(() => dispatchEvent(new Event('zhenggai-drill')))", &[]);
        page.by_role("dialog", "页面出错了").wait();
        found.extend(read(page, "页面出错了"));
        assert_eq!(found, [] as [&str; 0]);
    });

    suite.test("access: the theme is turned and kept", |page| {
        sign(page);
        let turn = page.by_role("button", "切换明暗");
        let now = || page.script("return document.documentElement.dataset.theme || ''", &[]);
        turn.click();
        let first = now();
        assert!(first == "dark" || first == "light", "{first}");
        page.reload();
        assert_eq!(now(), first);
        turn.click();
        assert_ne!(now(), first);
        quiet(page);
    });
}
