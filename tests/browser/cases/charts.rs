//! 总览, 时限 and 一页纸: what a picture says is what the lists behind it hold; the sheet is one sheet; comfort is kept.

use browser_tests::{Browser, Page, Suite, demonstration, pages};
use serde_json::json;

use crate::grid::type_in;
use crate::workspace::{choose, quiet, row_count, saved, sign};

/// The overview of the demonstration.
fn overview(page: &Page) {
    demonstration(page, 110);
    page.goto("#/");
    page.wait_text("按责任领导");
}

/// Every number of the page that leads to measures, with where it leads.
fn numbers(page: &Page) -> Vec<(usize, String)> {
    let script = "return Array.from(document.querySelectorAll('main td a[href^=\"#/measures\"]'), (a) => [a.innerText.trim(), a.getAttribute('href')]).filter(([text]) => /^\\d+$/.test(text))";
    let found: Vec<(String, String)> = serde_json::from_value(page.script(script, &[])).unwrap_or_default();
    found.into_iter().map(|(text, href)| (text.parse().unwrap_or_default(), href)).collect()
}

/// Every count of the overview that leads anywhere, also the totals and what needs attention.
fn counts(page: &Page) -> Vec<(usize, String)> {
    let script = "return Array.from(document.querySelectorAll('main a[href^=\"#/\"]'), (a) => \
        [((a.querySelector('.figure') || a).textContent.trim().match(/^(?:全部 )?(\\d+)(?: [项条])?$/) || [])[1], a.getAttribute('href')]).filter(([count]) => count)";
    let found: Vec<(String, String)> = serde_json::from_value(page.script(script, &[])).unwrap_or_default();
    found.into_iter().map(|(text, href)| (text.parse().unwrap_or_default(), href)).collect()
}

/// Goes to each of these that does not lead to measures, and compares.
fn follow_others(page: &Page, counts: &[(usize, String)]) {
    for (count, href) in counts {
        page.script("location.hash = '#/help'", &[]);
        page.wait_text("怎样不丢数据");
        page.script("location.hash = arguments[0]", &[href.as_str().into()]);
        let place = href.split('?').next().unwrap_or_default();
        match place {
            // No filter asks for findings without measures: the list begins with them.
            "#/findings" if href.contains("sort=measures") => page.wait_text("共 "),
            "#/findings" => page.wait_text(&format!("符合 {count} 个")),
            "#/institutions" => page.wait_text(&format!("符合 {count} 件")),
            "#/results" => {
                page.wait_text("追责问责与数字成果");
                let held = page.by_role("region", "追责问责").text().contains(&format!("{count} 人"));
                let claims = page.by_role("region", "通报所称与台账所计");
                let differ = claims.exists() && claims.text().matches("台账比通报").count() == *count;
                assert!(held || differ, "{count} is not on {href}");
            }
            "#/review" => page.by_role("status", "审核进度").wait_text(&format!("/ {count}")),
            "#/checks" => page.by_role("region", "严重").wait_text(&count.to_string()),
            other => panic!("nobody compared {other} with {count}"),
        }
    }
}

/// Goes to each of these and compares.
fn follow(page: &Page, numbers: &[(usize, String)]) {
    for (count, href) in numbers {
        page.script("location.hash = arguments[0]", &[href.as_str().into()]);
        page.wait_until(&format!("{href} holds {count}"), || row_count(page, "措施台账") == *count);
    }
}

pub fn add(suite: &mut Suite) {
    suite.test("charts: every number of the overview opens a list of that many", |page| {
        sign(page);
        overview(page);
        let all = numbers(page);
        assert!(all.len() > 60, "only {} numbers lead somewhere", all.len());
        // The law over all of them is native; here it is the links that count, so a few of each table do.
        let some: Vec<_> = all.iter().step_by(all.len() / 16).cloned().collect();
        follow(page, &some);
        page.goto("#/");
        page.by_role("region", "需要关注").wait();
        let counted = counts(page);
        let (to_measures, others): (Vec<_>, Vec<_>) =
            counted.into_iter().partition(|(_, href)| href.starts_with("#/measures"));
        for place in ["#/findings", "#/institutions?role=issued", "#/results"] {
            assert!(others.iter().any(|(_, href)| href == place), "{place} is not among {others:?}");
        }
        follow_others(page, &others);
        // Those of the tables were followed above; what is in no table is followed whole. A list of nothing is no table.
        let own: Vec<_> = to_measures.into_iter().filter(|one| one.0 > 0 && !all.contains(one)).collect();
        assert!(own.len() >= 3, "{own:?}");
        follow(page, &own);
        page.goto("#/");
        for name in ["按整改状态", "按整改类型", "按牵头部门", "部门与状态", "按责任领导", "按问题类别"]
        {
            assert!(page.by_role("region", name).by_css("table").nth(0).exists(), "{name} has no table");
        }
        let course = page.by_role("region", "应完成与已完成");
        assert!(course.by_role("img", "").exists() || course.by_css("svg[role=img]").exists());
        course.by_css("summary").click();
        course.by_css("table").wait_text("●");
        quiet(page);
    });

    suite.test("overview: what needs attention stands there and leads to where it is mended", |page| {
        sign(page);
        page.goto("#/");
        let attention = page.by_role("region", "需要关注");
        attention.by_role("link", "没有确定牵头部门的措施：110 项").click();
        page.wait_until("all that has no lead unit is listed", || row_count(page, "措施台账") == 110);
        page.goto("#/");
        attention.by_role("link", "通报所称与台账所计不一致的事项：2 项").click();
        page.by_role("heading", "追责问责与数字成果").wait();
        // What is not counted agrees with nothing.
        let uncounted = json!({
            "format": "zhenggai.bundle/1", "id": "claims", "title": "没有数的", "claims": [
                { "id": "c1", "subject": "measures", "unit": "条", "quote": "若干措施" },
                { "id": "c2", "subject": "bonus", "value": 3, "unit": "万元", "quote": "退还奖金" }],
            "accountability": [
                { "id": "a1", "form": "第一种形态", "count": 22, "unit": "人次" },
                { "id": "a2", "form": "诫勉谈话", "count": 5, "unit": "人" }]
        });
        choose(page, "没有数的.json", uncounted.to_string().as_bytes());
        page.by_role("status", "消息").wait_text("0 个问题");
        page.goto("#/");
        let claims = page.by_role("region", "通报所称与台账所计");
        claims.wait_text("通报没有写明数量");
        claims.wait_text("这一事项台账不计数");
        assert!(!claims.text().contains("一致"), "{}", claims.text());
        let totals = page.by_role("list", "总数");
        totals.by_role("link", "22 追责问责（人次）").wait();
        totals.by_role("link", "5 追责问责（人）").wait();
        page.goto("#/brief");
        let sheet = page.by_role("article", "一页纸");
        sheet.wait_text("追责问责 22 人次、5 人");
        assert!(!sheet.text().contains("，一致"), "{}", sheet.text());
        quiet(page);
    });

    suite.test("charts: the trend begins with the first change and ends with today's counts", |page| {
        sign(page);
        page.goto("#/");
        page.wait_text("趋势从第一次修改开始");
        page.goto("#/measures");
        type_in(page, 1, "status", "已完成");
        saved(page);
        page.goto("#/");
        let trend = page.by_role("region", "变化趋势");
        trend.by_css("summary").click();
        page.wait_until("the table behind the trend is there", || trend.by_css("tbody tr").count() == 2);
        let rows = page.script("return Array.from(document.querySelectorAll('section[aria-label=变化趋势] tbody tr'), (row) => row.cells[1].innerText + '/' + row.cells[4].innerText)", &[]);
        assert_eq!(rows, serde_json::json!(["0/110", "1/109"]));
        quiet(page);
    });

    suite.test("charts: the calendar's months open their measures", |page| {
        sign(page);
        overview(page);
        page.by_role("link", "时限月历").click();
        let calendar = page.by_css(".calendar");
        calendar.wait();
        page.by_role("region", "按月到期").by_css("summary").click();
        let months = numbers(page);
        let some: Vec<_> = months.iter().step_by((months.len() / 6).max(1)).cloned().collect();
        assert!(some.len() >= 5, "{months:?}");
        follow(page, &some);
        page.goto("#/calendar");
        let first = calendar.by_css("a").nth(0);
        let wanted: usize = first.by_css("strong").text().trim().parse().unwrap_or_default();
        first.focus();
        page.press("Enter");
        let list = page.by_role("table", "当月措施");
        list.wait();
        assert_eq!(list.by_css("tbody tr").count(), wanted.min(100));
        quiet(page);
    });

    suite.test("charts: the leader's page is one sheet of A4", |page| {
        sign(page);
        page.goto("#/brief");
        page.by_role("article", "一页纸").wait_text("领导批示");
        if page.browser() == Browser::Chromium {
            assert_eq!(pages(&page.pdf()), 1, "the ledger in the page");
        }
        overview(page);
        page.by_role("link", "一页纸（领导审阅）").click();
        page.by_role("article", "一页纸").wait_text("逾期未完");
        let cut = "const sheet = document.querySelector('.brief-sheet'); return [sheet.scrollHeight - sheet.clientHeight, sheet.querySelector('.remark').getBoundingClientRect().bottom - sheet.getBoundingClientRect().bottom]";
        if page.browser() == Browser::Chromium {
            assert_eq!(pages(&page.pdf()), 1, "the demonstration");
            page.emulate_print(true);
            let over = page.script(cut, &[]);
            assert!(over[0].as_f64().is_some_and(|n| n <= 1.0) && over[1].as_f64().is_some_and(|n| n <= 1.0), "{over}");
            page.emulate_print(false);
        }
        quiet(page);
    });

    suite.test("comfort: the size of the type is kept, and the table keeps up with it", |page| {
        sign(page);
        page.goto("#/measures");
        let settings = page.by_css(".display > summary");
        let size = || page.script("return parseFloat(getComputedStyle(document.querySelector('.hits')).fontSize)", &[]).as_f64().unwrap_or_default();
        let standard = size();
        settings.click();
        page.by_role("radio", "特大").click();
        page.wait_until("the type is larger", || size() > standard * 1.2);
        page.press("Escape");
        page.reload();
        assert!(size() > standard * 1.2, "{} after the reload", size());
        // The spacers are as high as the rows that they stand for.
        let script = "const frame = document.querySelector('.table-frame'), rows = frame.querySelectorAll('tr[aria-rowindex]'); \
            const row = rows[3].getBoundingClientRect().height; frame.scrollTop = row * 60; \
            return [row, frame.scrollHeight]";
        let seen = page.script(script, &[]);
        let (row, whole) = (seen[0].as_f64().unwrap_or_default(), seen[1].as_f64().unwrap_or_default());
        assert!((row - 55.0).abs() < 0.6 && (whole - row * 110.0 - 45.0).abs() < 12.0, "{seen}");
        page.wait_until("the row that was scrolled to is there", || page.by_css("tr[aria-rowindex=\"62\"]").exists());
        settings.click();
        page.by_role("radio", "标准").nth(0).click();
        page.wait_until("the type is as it was", || (size() - standard).abs() < 0.1);
        assert_eq!(page.store().get("zhenggai/1/setting/font"), None);
        quiet(page);
    });

    suite.test("help: its contents lead to its chapters", |page| {
        sign(page);
        page.goto("#/help");
        page.by_role("navigation", "帮助目录").by_role("link", "怎样不丢数据").click();
        page.wait_until("the chapter has the focus", || {
            page.script("return document.activeElement.id", &[]) == "help-safe"
        });
        page.goto("#/help?at=due");
        page.wait_until("a link leads to its chapter", || {
            page.script("return document.activeElement.id", &[]) == "help-due"
        });
        quiet(page);
    });
}
