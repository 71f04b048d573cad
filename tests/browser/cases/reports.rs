//! 报表: each paper of the house leaves once, and a form of the office is added, filled, replaced and taken out.

use browser_tests::{Locator, Page, Suite, demonstration};
use formats::document::{Document, Paragraph, Part};
use formats::house::Paper;
use formats::table::book::{Book, Cell, Paper as Sheets, Row, Sheet, Style};
use formats::template::wanted::Each;
use formats::{docx, xlsx, zip};
use ledger::date::Date;

use crate::workspace::{exported, file, quiet, saved, sign};

fn day() -> Date {
    Date::new(2024, 6, 18).expect("a day")
}

fn row<'p>(page: &'p Page, table: &str, name: &str) -> Locator<'p> {
    page.by_role("table", table).by_role_containing("row", name)
}

/// The files that a button hands out: one, or those of a package.
fn made(page: &Page, button: &Locator<'_>) -> Vec<(String, Vec<u8>)> {
    let (name, bytes) = page.download(|| button.click());
    if !name.ends_with(".zip") {
        return vec![(name, bytes)];
    }
    let entries = zip::read(&bytes).expect("a package");
    entries.into_iter().map(|entry| (entry.name, entry.bytes)).collect()
}

/// A form with these heads and an empty row.
fn form(heads: &[&str]) -> Vec<u8> {
    let line = |cells: Vec<String>| Row {
        height: 0,
        cells: cells.into_iter().map(|text| Cell(Style::Text, text.into())).collect(),
    };
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    let empty = vec![String::new(); heads.len()];
    let sheet = Sheet { name: "上报表".into(), rows: vec![line(heads), line(empty)], ..Sheet::default() };
    let book = Book {
        title: String::new(),
        author: String::new(),
        date: day(),
        paper: Sheets::A4,
        sheets: vec![sheet],
        cuts: Vec::new(),
    };
    xlsx::write(&book).expect("a small book")
}

fn document(text: &str) -> Vec<u8> {
    let paragraph = Paragraph { part: Part::Body, left: 0, head: String::new(), text: text.to_owned() };
    let document =
        Document { title: String::new(), author: String::new(), date: day(), paragraphs: vec![paragraph] };
    docx::write(&document).expect("a small document")
}

fn choose(page: &Page, name: &str, bytes: &[u8]) {
    let path = file(page, name, bytes);
    page.upload(&page.by_role("file", "模板文件"), &path);
    page.by_role("region", "新的模板").wait_text(name);
}

pub fn add(suite: &mut Suite) {
    suite.test("reports: each paper of the house is filled and handed out, and so is its template", |page| {
        sign(page);
        page.goto("#/reports");
        for paper in Paper::ALL {
            let own = row(page, "自带的材料", paper.name());
            if matches!(paper.each(), Each::Unit) {
                // Nobody answers for anything in the sample.
                own.by_role("button", "生成").click();
                page.wait_text("责任单位");
                continue;
            }
            let files = made(page, &own.by_role("button", "生成"));
            let wanted = match paper.each() {
                Each::Finding => 34,
                Each::Measure => 110,
                _ => 1,
            };
            assert_eq!(files.len(), wanted, "{paper:?}");
            for (name, bytes) in &files {
                let text = docx::read(bytes).expect("a document").join("\n");
                assert!(!text.contains("{{"), "{name}: {text}");
                assert!(name.ends_with(".docx") && name.contains("2026") || name.contains("20"), "{name}");
            }
        }
        let (name, bytes) =
            page.download(|| row(page, "自带的材料", "整改方案").by_role("button", "下载模板").click());
        assert_eq!(name, "整改方案-模板.docx");
        assert!(docx::read(&bytes).expect("a document").join("\n").contains("{{#措施}}"));
        assert_eq!(page.axe(), [] as [&str; 0]);
        quiet(page);
    });

    suite.test("reports: a form of the office is asked of once, filled, replaced and taken out", |page| {
        sign(page);
        page.goto("#/reports");
        choose(page, "上报表.xlsx", &form(&["序号", "反馈问题", "整改措施", "自评结果"]));
        let looked = page.by_role("region", "新的模板");
        looked.wait_text("1 张按表头填的空白表格");
        looked.by_role("combobox", "自评结果 的含义").select("整改状态");
        // What was said can be said otherwise, and the box stays where it is.
        let meaning = looked.by_role("combobox", "自评结果 的含义");
        looked.wait_text("自评结果（整改状态）");
        assert_eq!(meaning.value(), "整改状态");
        meaning.select("整改进展及成效");
        looked.wait_text("自评结果（整改进展及成效）");
        meaning.select("整改状态");
        looked.wait_text("自评结果（整改状态）");
        looked.by_role("textbox", "模板名称").fill("市纪委上报表");
        page.press("Tab");
        page.wait_until("the first rows are shown", || {
            looked.by_css("[aria-label=\"预览\"]").exists() && looked.text().contains("未填报")
                || looked.text().contains("自评结果")
        });
        assert_eq!(page.axe(), [] as [&str; 0]);
        looked.by_role("button", "存入台账").click();
        saved(page);
        let own = row(page, "本单位的模板", "市纪委上报表");
        let files = made(page, &own.by_role("button", "生成"));
        let book = xlsx::read(&files[0].1).expect("a book");
        assert_eq!(book.sheets[0].rows.len(), 111, "the head and 110 measures");
        assert!(files[0].0.contains("市纪委上报表"), "{}", files[0].0);
        // What heads mean is kept with it, and what is put in its place is another file.
        let ledger = exported(page);
        assert_eq!(ledger["templates"][0]["heads"], "自评结果\t整改状态");
        let path = file(page, "上报表二.xlsx", &form(&["序号", "整改措施"]));
        page.upload(&own.by_role("file", "替换模板 市纪委上报表"), &path);
        looked.wait_text("上报表二.xlsx");
        assert_eq!(looked.by_role("textbox", "模板名称").value(), "市纪委上报表");
        looked.wait_text("1 张按表头填的空白表格");
        looked.by_role("button", "存入台账").click();
        saved(page);
        own.wait_text("上报表二.xlsx");
        assert_eq!(
            page.by_role("table", "本单位的模板").by_role("row", "").count(),
            2,
            "a head and one template"
        );
        let (name, bytes) = page.download(|| own.by_role("button", "导出模板 市纪委上报表").click());
        assert_eq!((name.as_str(), bytes), ("上报表二.xlsx", form(&["序号", "整改措施"])));
        own.by_role("button", "移除模板 市纪委上报表").click();
        own.wait_gone();
        page.by_role("button", "撤销").click();
        own.wait();
        quiet(page);
    });

    suite.test("reports: what is wrong with a template is told at once, and nothing is kept", |page| {
        sign(page);
        page.goto("#/reports");
        choose(page, "错的.docx", &document("{{反馈问提}}，{{#措施}}没有结束"));
        let looked = page.by_role("region", "新的模板");
        let faults = looked.by_role("list", "模板的错误");
        faults.wait_text("{{反馈问提}}");
        faults.wait_text("反馈问题");
        assert!(looked.by_role("button", "存入台账").attribute("disabled").is_some());
        choose(page, "没有标记.docx", &document("没有要填的"));
        looked.wait_text("文件里没有标记");
        choose(page, "不是.docx", b"PK\x03\x04");
        looked.by_role("alert", "").wait();
        looked.by_role("button", "不添加").click();
        looked.wait_gone();
        // What was looked through for one ledger does not come along into another.
        choose(page, "错的.docx", &document("{{反馈问提}}"));
        faults.wait_text("{{反馈问提}}");
        demonstration(page, 20);
        page.goto("#/reports");
        page.by_role("table", "自带的材料").wait();
        assert!(!looked.exists(), "the template of another ledger is still there");
        assert!(exported(page)["templates"].is_null(), "nothing was kept");
        // A mark is copied, and a document with each of them is made.
        page.by_role("button", "全部标记").click();
        page.by_role("table", "全部标记").by_role("button", "复制 {{反馈问题}}").nth(0).click();
        page.by_role("status", "消息").wait_text("{{反馈问题}}");
        let (name, bytes) = page.download(|| page.by_role("button", "生成示例模板").click());
        assert_eq!(name, "示例模板.docx");
        assert!(docx::read(&bytes).expect("a document").join("\n").contains("{{反馈问题}}"));
        quiet(page);
    });

    suite.test("reports: the page's own search answers the filters of a template", |page| {
        page.goto("#/reports");
        demonstration(page, 110);
        page.goto("#/reports");
        choose(page, "统计.docx", &document("逾期{{措施.总数 是:逾期}}条，共{{措施.总数}}条"));
        let looked = page.by_role("region", "新的模板");
        page.wait_until("it may be kept", || {
            looked.by_role("button", "存入台账").attribute("disabled").is_none()
        });
        looked.by_role("button", "存入台账").click();
        let own = row(page, "本单位的模板", "统计");
        let files = made(page, &own.by_role("button", "生成"));
        let text = docx::read(&files[0].1).expect("a document").join("\n");
        page.goto("#/measures?text=%E6%98%AF%3A%E9%80%BE%E6%9C%9F");
        let hits = page.by_role("status", "命中");
        hits.wait_text("共 110 条措施");
        let late =
            hits.text().split("符合 ").nth(1).and_then(|rest| rest.split(' ').next()).map(str::to_owned);
        let late = late.expect("how many are late");
        assert_ne!(late, "0");
        assert!(text.contains(&format!("逾期{late}条，共110条")), "{late}: {text}");
        quiet(page);
    });

    suite.test("reports: what takes long is stopped by a button, and the next is made", |page| {
        demonstration(page, 4_000);
        page.goto("#/reports");
        row(page, "自带的材料", "销号审批表").by_role("button", "生成").click();
        page.by_role("status", "进度").wait_text("正在生成");
        page.wait_until("how many of how many are filled is told", || {
            let told = page.by_css(".busy .lasts").text();
            told.contains("已填 ") && told.contains("/4,000")
        });
        page.by_role("button", "停止").click();
        page.wait_text("已按“停止”，没有做完");
        page.wait_until("nothing is under way", || page.by_role("status", "进度").text().trim().is_empty());
        assert_eq!(page.by_role("button", "停止").count(), 0);
        let files = made(page, &row(page, "自带的材料", "领导一页纸").by_role("button", "生成"));
        assert_eq!(files.len(), 1);
        quiet(page);
    });

    suite.test("reports: 停止 while an own template is looked through or filled leaves no file", |page| {
        demonstration(page, 4_000);
        page.goto("#/reports");
        choose(page, "逐条.docx", &document("{{#措施}}{{整改措施}}{{/措施}}"));
        let looked = page.by_role("region", "新的模板");
        looked.by_role("combobox", "生成份数").select("每条措施一份");
        page.wait_until("it may be kept", || {
            looked.by_role("button", "存入台账").attribute("disabled").is_none()
        });
        looked.by_role("button", "存入台账").click();
        saved(page);
        row(page, "本单位的模板", "逐条").by_role("button", "生成").click();
        page.by_role("button", "停止").click();
        page.wait_text("已按“停止”，没有做完");
        page.wait_until("nothing is under way", || page.by_role("status", "进度").text().trim().is_empty());
        assert_eq!(page.by_role("status", "消息").text().matches("浏览器下载").count(), 0);
        quiet(page);
    });

    suite.test("reports: the 导出 of a page leads to its paper, of what the page shows", |page| {
        sign(page);
        let leave = page.by_role("region", "导出");
        let chosen = |content: &str, range: &str| {
            page.by_role("link", "导出").click();
            page.wait_until(&format!("{content} of {range} is chosen"), || {
                let text = |label: &str| {
                    leave.by_role("combobox", label).eval("return arguments[0].selectedOptions[0].text")
                };
                leave.exists() && text("内容") == content && text("范围") == range
            });
        };
        for (place, content, range) in [
            ("#/", "集中整改进展情况报告", "全部"),
            ("#/notice", "通报（公开版）", "全部"),
            ("#/history", "周报 / 月报", "全部"),
            ("#/brief", "领导一页纸", "全部"),
            ("#/evidence", "佐证材料目录", "全部"),
            ("#/review", "销号审批表", "当前筛选"),
            ("#/findings", "所示的问题清单", "全部"),
            ("#/measures?text=%E5%85%9A%E7%BB%84", "所示的措施表", "当前筛选"),
        ] {
            page.goto(place);
            chosen(content, range);
        }
        // The rows and columns as they are shown, in each format.
        page.goto("#/measures?text=%E5%85%9A%E7%BB%84");
        let hits = page.by_role("status", "命中");
        hits.wait_text("共 110 条措施");
        let count =
            hits.text().split("符合 ").nth(1).and_then(|rest| rest.split(' ').next()).map(str::to_owned);
        let count: usize = count.and_then(|count| count.parse().ok()).expect("how many are shown");
        chosen("所示的措施表", "当前筛选");
        assert_eq!(page.axe(), [] as [&str; 0]);
        for format in [".xlsx", ".csv", ".docx"] {
            leave.by_role("combobox", "格式").select(format);
            let (name, bytes) = page.download(|| leave.by_role("button", "导出").click());
            assert!(name.contains(&format!("措施（所示 {count} 条）")) && name.ends_with(format), "{name}");
            if format == ".xlsx" {
                let rows = &xlsx::read(&bytes).expect("a book").sheets[0].rows;
                assert_eq!(rows.len(), count + 3, "title, note, heads and the rows");
            }
        }
        leave.by_role("combobox", "格式").select("剪贴板");
        leave.by_role("button", "导出").click();
        page.by_role("status", "消息").wait_text(&format!("已复制 {count} 条措施"));
        // The whole instead, and back.
        leave.by_role("combobox", "范围").select("全部");
        leave.by_role("combobox", "格式").select(".csv");
        let (name, _) = page.download(|| leave.by_role("button", "导出").click());
        assert!(name.contains("措施（所示 110 条）"), "{name}");
        leave.by_role("combobox", "范围").select("当前筛选");
        // One finding: one file, of this finding.
        page.goto("#/findings");
        page.goto("#/findings/f02");
        chosen("整改通知单", "问题 2");
        let files = made(page, &leave.by_role("button", "导出"));
        assert_eq!(files.len(), 1, "one finding");
        leave.by_role("combobox", "范围").select("全部");
        let files = made(page, &leave.by_role("button", "导出"));
        assert_eq!(files.len(), 34, "all findings");
        quiet(page);
    });
}
