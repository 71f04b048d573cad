//! Searching by pinyin and fields, the command palette, and the standing checks.

use browser_tests::{Page, Suite};

use crate::workspace::{alert, close_alerts, exported, quiet, row_count, saved, sign};

fn matched(page: &Page, count: usize) {
    page.wait_until(&format!("{count} measures match"), || row_count(page, "措施台账") == count);
}

fn hash(page: &Page) -> String {
    page.script("return decodeURIComponent(location.hash)", &[]).as_str().unwrap_or_default().to_owned()
}

pub fn add(suite: &mut Suite) {
    suite.test("searching: pinyin finds and marks characters, and an input method is waited for", |page| {
        sign(page);
        page.goto("#/measures");
        matched(page, 110);
        let search = page.by_role("searchbox", "搜索");
        search.fill("tuihuan chaoe lixi");
        page.wait_until("few measures match", || (1..5).contains(&row_count(page, "措施台账")));
        search.fill("thcelx");
        matched(page, 1);
        assert_eq!(page.by_css("td mark").nth(0).text(), "退还超额利息");
        search.fill("tuihuan超额lx");
        matched(page, 1);
        search.fill("");
        matched(page, 110);
        // The letters of a composition are no query; the word that comes of it is.
        let compose = "const box = document.getElementById('search'); box.focus(); \
            box.dispatchEvent(new CompositionEvent('compositionstart')); box.value = 'zzzz'; \
            box.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));";
        page.script(compose, &[]);
        page.script("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))", &[]);
        assert_eq!(row_count(page, "措施台账"), 110);
        let end = "const box = document.getElementById('search'); box.value = '退还超额利息'; \
            box.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '退还超额利息' }));";
        page.script(end, &[]);
        matched(page, 1);
        quiet(page);
    });

    suite.test("searching: fields narrow, and what is no field or value is explained", |page| {
        sign(page);
        page.goto("#/measures");
        matched(page, 110);
        let search = page.by_role("searchbox", "搜索");
        search.fill("编号:12-3");
        matched(page, 1);
        page.by_role("grid", "措施台账").by_role("link", "12-3").wait();
        search.fill("编号：12 状态:未填报");
        matched(page, 4);
        search.fill("状态:整改种");
        matched(page, 0);
        let said = alert(page, "没有“整改种”这个状态");
        assert!(said.contains("整改中"), "{said}");
        search.fill("编好:12-3");
        alert(page, "没有“编好”这个字段");
        page.by_role("alert", "").by_role("button", "改为 编号:12-3").click();
        matched(page, 1);
        assert_eq!(search.value(), "编号:12-3");
        page.by_role("button", "搜索帮助").click();
        let help = page.by_role("dialog", "搜索帮助");
        help.by_role("button", "责任人:无").click();
        help.wait_gone();
        matched(page, 110);
        assert_eq!(search.value(), "责任人:无");
        page.wait_until("the search has the focus", || search.has_focus());
        quiet(page);
    });

    suite.test("searching: the palette leads to findings, places and commands by keyboard", |page| {
        sign(page);
        let palette = page.by_role("dialog", "命令面板");
        let input = palette.by_role("searchbox", "搜索");
        page.press("Control+k");
        page.wait_until("the palette has the focus", || input.has_focus());
        page.type_text("12-3");
        palette.by_role("option", "").nth(0).wait_text("12-3");
        // The keys go round.
        let active = || input.attribute("aria-activedescendant");
        let first = active();
        page.press("ArrowDown");
        page.wait_until("the next option is current", || active() != first);
        page.press("ArrowUp");
        page.wait_until("the first option is current again", || active() == first);
        page.press("Enter");
        palette.wait_gone();
        page.by_role("article", "措施 12-3").wait();
        assert_eq!(hash(page), "#/findings/f12/m12-3");
        let focused = "return document.activeElement.getAttribute('data-entity')";
        page.wait_until("the measure has the focus", || page.script(focused, &[]) == "m12-3");
        // A place by its pinyin, a command by its name; Esc gives the focus back.
        page.press("Control+k");
        page.wait_until("the palette has the focus", || input.has_focus());
        page.type_text("bg");
        page.press("Enter");
        page.wait_until("the history is open", || hash(page) == "#/history");
        let theme = || page.script("return document.documentElement.dataset.theme || ''", &[]);
        let before = theme();
        page.press("Control+k");
        page.wait_until("the palette has the focus", || input.has_focus());
        page.type_text("切换明暗");
        page.press("Enter");
        page.wait_until("the theme is turned", || theme() != before);
        let open = page.by_role("button", "打开…");
        open.focus();
        page.press("Control+k");
        page.wait_until("the palette has the focus", || input.has_focus());
        page.press("Escape");
        palette.wait_gone();
        page.wait_until("the focus is back", || open.has_focus());
        // The last option searches, and is the only one where nothing bears that name.
        page.press("Control+k");
        page.wait_until("the palette has the focus", || input.has_focus());
        page.type_text("退还超额利息");
        page.press("Enter");
        matched(page, 1);
        quiet(page);
    });

    suite.test("searching: the checks lead to the place, and what is mended or set aside is gone", |page| {
        sign(page);
        page.goto("#/checks");
        let found = page.by_role("status", "检查结果");
        found.wait_text("严重 0");
        page.wait_text("市科创局");
        page.wait_text("其前缺“三是”");
        page.wait_text("若干政策措施");
        // Said to be done, with nothing to prove it.
        page.goto("#/findings/f16");
        page.by_role("complementary", "措施 16-1的责任、时限与状态")
            .by_role("combobox", "整改状态")
            .select("● 已完成");
        saved(page);
        page.goto("#/checks");
        found.wait_text("严重 1");
        let link = page.by_role("link", "去处理 措施 16-1：状态是已完成，一份佐证材料也没有");
        link.click();
        page.by_role("article", "措施 16-1").wait();
        let focused = "return document.activeElement.getAttribute('data-entity')";
        page.wait_until("the measure has the focus", || page.script(focused, &[]) == "m16-1");
        page.by_role("complementary", "措施 16-1的责任、时限与状态")
            .by_role("combobox", "整改状态")
            .select("◔ 整改中");
        saved(page);
        page.goto("#/checks");
        found.wait_text("严重 0");
        assert!(!link.exists());
        // The source itself skips 三是: set aside with a reason, told in the file, and taken back.
        let gap = page.by_role("region", "印出的序次跳号");
        gap.by_role("button", "无需处理 问题 16：印有“四是”，其前缺“三是”").click();
        let dialog = page.by_role("dialog", "确认无需处理");
        dialog.by_role("textbox", "理由").fill("原文如此");
        dialog.by_role("button", "确认无需处理").click();
        dialog.wait_gone();
        gap.wait_gone();
        let waived = page.by_role("region", "已确认无需处理");
        waived.wait_text("原文如此");
        let waivers = exported(page)["waivers"].clone();
        assert_eq!(waivers[0]["kind"], "ordinal-gap");
        assert_eq!((&waivers[0]["reason"], &waivers[0]["by"]), (&"原文如此".into(), &"王敏".into()));
        waived.by_role("button", "").nth(0).click();
        gap.wait();
        // A whole kind is set aside at once.
        page.by_role("button", "全部无需处理…：没有责任人").click();
        dialog.by_role("textbox", "理由").fill("按单位落实");
        dialog.by_role("button", "确认无需处理").click();
        page.by_role("region", "没有责任人").wait_gone();
        waived.wait_text("全部 110 项");
        let (name, bytes) = page.download(|| page.by_role("button", "导出 CSV").click());
        assert!(name.ends_with(".csv"), "{name}");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(text.starts_with('\u{feff}') && text.contains("市科创局") && !text.contains("没有责任人"));
        close_alerts(page);
        quiet(page);
    });

    suite.test("searching: who goes on while the address waits for the words is not led back", |page| {
        page.goto("#/measures");
        matched(page, 110);
        // The page waits a quarter of a second; the person goes on just then, before the browser tells of it.
        let script = "const own = window.setTimeout; let late; \
            window.setTimeout = (work, time, ...more) => time === 250 ? (late = work, 0) : own(work, time, ...more); \
            const box = document.getElementById('search'); box.value = '学习'; box.dispatchEvent(new Event('input', { bubbles: true })); \
            window.setTimeout = own; location.hash = '#/checks'; if (late) late(); return !!late";
        assert_eq!(page.script(script, &[]), true);
        page.by_role("heading", "检查").wait();
        assert_eq!(hash(page), "#/checks");
    });
}
