//! Tables and documents: what is handed out is read by another program, what comes back changed is looked through and
//! imported as one step, the text of a document is taken.

use std::io::Cursor;

use browser_tests::{Page, Suite, demonstration};
use calamine::{Data, Reader, Xlsx};
use formats::docx;
use formats::table::book::{Book, Cell, Paper, Row, Sheet, Style};
use formats::xlsx;
use ledger::date::Date;

use crate::workspace::{alert, close_alerts, edits, enter, exported, file, measures, quiet, saved, sign};

/// The rows of the first sheet, as another program reads them.
fn table(bytes: Vec<u8>) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range("整改台账").expect("the table");
    let cell = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    };
    range.rows().map(|row| row.iter().map(cell).collect()).collect()
}

/// A workbook with these rows.
fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    let rows = rows.iter().map(|row| Row {
        height: 0,
        cells: row.iter().map(|text| Cell::new(Style::Text, text.as_str())).collect(),
    });
    let sheet = Sheet { name: "反馈".into(), rows: rows.collect(), ..Sheet::default() };
    let date = Date::new(2024, 6, 18).expect("a day");
    let (title, author, cuts) = (String::new(), String::new(), Vec::new());
    let book = Book { title, author, date, paper: Paper::A4, sheets: vec![sheet], cuts };
    xlsx::write(&book).expect("a small book")
}

fn choose(page: &Page, name: &str, bytes: &[u8]) {
    let path = file(page, name, bytes);
    page.upload(&page.by_role("file", "选择文件"), &path);
}

pub fn add(suite: &mut Suite) {
    suite.test("office: a table goes out, comes back changed, and one undo takes the import back", |page| {
        sign(page);
        page.goto("#/exchange");
        let (name, bytes) = page.download(|| page.by_role("button", "导出台账（.xlsx）").click());
        assert!(name.starts_with("中共武汉市科技创新局党组-整改台账-") && name.ends_with(".xlsx"), "{name}");
        let mut rows = table(bytes);
        assert_eq!(rows.len(), 113, "title, note, heads and 110 measures");
        assert_eq!(
            (rows[2][0].as_str(), rows[2][5].as_str(), rows[2][20].as_str()),
            ("序号", "整改措施", "系统编号（请勿修改）")
        );
        let result = page.by_role("status", "导入结果");
        // A table that came out of the ledger is proposed for it.
        let current = || {
            let chosen = "return document.querySelector('.import-target input:checked').parentElement.textContent.trim()";
            assert_eq!(page.script(chosen, &[]), "并入当前台账");
        };
        choose(page, "没有改过.xlsx", &workbook(&rows));
        page.by_role("heading", "预览：没有改过.xlsx").wait();
        current();
        result.wait_text("新增 0 个问题、0 条措施，修改 0 条");
        result.wait_text("110 行与台账相同");
        assert!(page.by_role("button", "确认导入").attribute("disabled").is_some());

        rows[3][9] = "赵六".to_owned();
        rows[3][14] = "已完成".to_owned();
        rows[4][7] = "新设处".to_owned();
        rows[5][18] = "已销号".to_owned();
        choose(page, "改过.xlsx", &workbook(&rows));
        page.by_role("heading", "预览：改过.xlsx").wait();
        current();
        result.wait_text("修改 2 条");
        result.wait_text("1 行不导入");
        page.wait_text("将新增单位：新设处。");
        page.by_role("grid", "导入预览").wait_text("赵六");
        page.by_role("button", "确认导入").click();
        page.by_role("status", "消息").wait_text("修改 2 条");
        saved(page);
        let ledger = exported(page);
        let first = measures(&ledger)[0].clone();
        assert_eq!((first["owner"].as_str(), first["status"].is_string()), (Some("赵六"), true));
        assert!(edits(page).len() >= 4);
        page.by_role("button", "撤销").click();
        saved(page);
        let ledger = exported(page);
        assert!(measures(&ledger)[0]["owner"].is_null(), "the whole import is taken back");
        assert!(measures(&ledger)[1]["lead_unit"].is_null());
        quiet(page);
    });

    suite.test("office: a table becomes a ledger of one's own, corrected in place", |page| {
        sign(page);
        page.goto("#/import");
        let text = "甲单位台账,,,,,,,\n序号,反馈问题,整改措施,责任分工,,整改时限,状态,联系电话\n,,,牵头部门,责任人,,,\n\
            1,关于两行表头的问题,\"1.修订制度；\n2.开展培训\",办公室,赵六,6月30日前,是,010-1\n2,关于乙的问题,做乙,人事科,钱七,2024年第三季度,整改中,010-2\n合计,2,,,,,,\n";
        choose(page, "两行.csv", text.as_bytes());
        let result = page.by_role("status", "导入结果");
        result.wait_text("新增 2 个问题、3 条措施，修改 0 条，2 行不作数据");
        page.by_role("list", "不作数据的行").wait_text("合计");
        // A cell that is one measure to the office stays one, and can be split again.
        page.by_role("button", "第 4 行并为一条措施").click();
        result.wait_text("新增 2 个问题、2 条措施");
        page.by_role("button", "第 4 行拆成几条措施").click();
        result.wait_text("新增 2 个问题、3 条措施");
        page.by_role("textbox", "单位").fill("某县教育局");
        page.by_role("textbox", "反馈日期").fill("2024-05-20");
        page.by_role("grid", "导入预览").wait_text("2024年三季度");
        page.by_role("combobox", "是 的含义").select("已完成（可能）");
        page.by_role("combobox", "联系电话 的含义").select("备注");
        page.by_role("button", "确认导入").click();
        page.wait_text("某县教育局");
        page.goto("#/findings");
        page.wait_text("关于两行表头的问题");
        let ledger = exported(page);
        assert_eq!(ledger["organization"], "某县教育局");
        assert!(ledger["id"].as_str().is_some_and(|id| id.starts_with("某县教育局")), "{}", ledger["id"]);
        let first = &ledger["findings"][0]["measures"][0];
        assert_eq!((&first["text"], &first["due"]), (&"修订制度；".into(), &"2024-06-30".into()));
        assert_eq!((&first["note"], &first["due_text"]), (&"010-1".into(), &"6月30日前".into()));
        quiet(page);
    });

    suite.test("office: a new ledger is begun with its units and words", |page| {
        sign(page);
        page.goto("#/held");
        page.by_role("button", "新建台账").click();
        let dialog = page.by_role("dialog", "新建台账");
        dialog.by_role("textbox", "单位").fill("某市审计局");
        dialog.by_role("textbox", "巡察轮次").fill("2024年度");
        dialog.by_role("textbox", "反馈日期").fill("2024年6月18日");
        dialog.by_role("textbox", "单位名单").fill("办公室\n人事科");
        dialog.by_role("combobox", "适用场景").select("审计整改");
        dialog.by_role("button", "建立").click();
        dialog.wait_gone();
        page.wait_text("某市审计局2024年度审计整改台账");
        let ledger = exported(page);
        assert_eq!(ledger["inspection"]["feedback"], "2024-06-18");
        assert_eq!(ledger["units"].as_array().map(Vec::len), Some(2));
        assert_eq!(ledger["statuses"][0]["label"], "未整改");
        quiet(page);
    });

    suite.test("office: 停止 ends a whole distribution by units", |page| {
        demonstration(page, 4_000);
        page.goto("#/import");
        let all = page.by_role_containing("button", "全部打包");
        all.wait();
        // Between two units there is nothing to be stopped: whoever waits for the button stops the next.
        page.script(
            "const stop = document.querySelector('.busy button'); \
             const wait = setInterval(() => { if (!stop.hidden) { clearInterval(wait); stop.click(); } }, 2)",
            &[],
        );
        all.click();
        page.wait_text("已按“停止”，没有做完");
        page.wait_until("nothing is under way", || page.by_role("status", "进度").text().trim().is_empty());
        assert!(!page.by_role("status", "消息").text().contains("浏览器下载"), "no package of a part");
        quiet(page);
    });

    suite.test("office: each unit gets its part, and what comes back is one step", |page| {
        sign(page);
        page.goto("#/findings/f01");
        for (measure, unit) in [("措施 1-1", "高新处"), ("措施 1-2", "法规处")] {
            let side = page.by_role("complementary", &format!("{measure}的责任、时限与状态"));
            enter(&side.by_role("combobox", "牵头部门"), page, unit);
        }
        saved(page);
        let stored = edits(page).len();
        page.goto("#/import");
        let parts = page.by_role("list", "各单位的份");
        assert_eq!(parts.by_role("listitem", "").count(), 2);
        page.wait_text("还有 108 条措施没有责任部门");
        let (name, packed) = page.download(|| page.by_role_containing("button", "全部打包").click());
        assert!(name.contains("-整改台账按单位分发-") && name.ends_with(".zip"), "{name}");
        let inside = formats::zip::read(&packed).expect("a package");
        assert_eq!(inside.len(), 2);
        let (name, bytes) = page.download(|| parts.by_role("button", "导出高新处的表格").click());
        assert!(name.starts_with("高新处-整改台账填报表-"), "{name}");
        let rows = table(bytes);
        let head = rows.iter().position(|row| row.iter().any(|cell| cell == "责任人")).expect("a head");
        assert_eq!(rows.len(), head + 2, "its own measure and no other: {rows:?}");
        let at = rows[head].iter().position(|cell| cell == "责任人").expect("a column");
        let filled = |who: &str| {
            let mut rows = rows.clone();
            who.clone_into(&mut rows[head + 1][at]);
            workbook(&rows)
        };
        // Two returned files that say something different of one cell, and one that is no table.
        let files =
            [("甲.xlsx", filled("王敏")), ("乙.xlsx", filled("李强")), ("丙.xlsx", b"%PDF-1.4".to_vec())];
        let paths: Vec<String> =
            files.iter().map(|(name, bytes)| file(page, name, bytes).display().to_string()).collect();
        page.upload(&page.by_role("file", "选择返回的表格"), std::path::Path::new(&paths.join("\n")));
        page.by_role("list", "返回的文件").wait_text("甲.xlsx");
        alert(page, "丙.xlsx：");
        page.by_role("status", "汇总结果").wait_text("1 处填报不一致还没有选择");
        let clash = page.by_role("group", "措施 1-1 的责任人");
        clash.by_role("radio", "乙.xlsx：李强").click();
        page.wait_until("nothing is open", || page.by_role("status", "汇总结果").text().is_empty());
        assert_eq!(page.axe(), [] as [&str; 0]);
        page.by_role("button", "确认汇总").click();
        page.by_role("status", "消息").wait_text("已汇总 2 个文件");
        saved(page);
        let ledger = exported(page);
        assert_eq!(measures(&ledger)[0]["owner"], "李强");
        page.by_role("button", "撤销").click();
        page.by_role("status", "消息").wait_text("已撤销");
        page.wait_until("one undo takes it back", || {
            exported(page)["findings"][0]["measures"][0]["owner"].is_null()
        });
        assert!(edits(page).len() > stored);
        quiet(page);
    });

    suite.test("office: the first visit offers a ledger of one's own, and is not asked twice", |page| {
        let offer = page.by_role("region", "开始使用");
        offer.by_role("link", "从表格或文件导入").wait();
        assert_eq!(page.axe(), [] as [&str; 0]);
        offer.by_role("button", "新建台账").click();
        let dialog = page.by_role("dialog", "新建台账");
        dialog.wait();
        page.press("Escape");
        dialog.wait_gone();
        offer.by_role("button", "先看示例").click();
        offer.wait_gone();
        page.reload();
        page.by_role("heading", "需要关注").wait();
        assert!(!offer.exists());
        quiet(page);
    });

    suite.test("office: text tables and documents go out and come in, and what is none says why", |page| {
        sign(page);
        page.goto("#/exchange?text=没有这样的字");
        page.by_role("option", "当前筛选（0 条措施）").wait();
        page.goto("#/exchange");
        page.by_role("combobox", "范围").select("全部（110 条措施）");
        let (name, bytes) = page.download(|| page.by_role("button", "导出台账（.csv）").click());
        assert!(name.ends_with(".csv") && bytes.starts_with(b"\xef\xbb\xbf"), "{name}");
        choose(page, &name, &bytes);
        page.by_role("radio", "并入当前台账").click();
        page.by_role("status", "导入结果").wait_text("110 行与台账相同");
        page.by_role("button", "不导入这个文件").click();

        let (name, packed) = page.download(|| page.by_role("button", "导出明细（.zip）").click());
        assert!(name.contains("-导出明细-") && name.ends_with(".zip"), "{name}");
        let inside = formats::zip::read(&packed).expect("a package");
        let measures =
            inside.iter().find(|one| one.name.starts_with("measures/") && one.name.ends_with(".ndjson"));
        let lines = measures.map(|one| String::from_utf8_lossy(&one.bytes).lines().count());
        assert_eq!((inside.len(), lines), (8, Some(110)));

        let (name, bytes) = page.download(|| page.by_role("button", "导出通报（公开版 .docx）").click());
        assert!(name.contains("-通报（公开版）-") && name.ends_with(".docx"), "{name}");
        let lines = docx::read(&bytes).expect("a document");
        assert!(lines.iter().any(|line| line.contains("组织领导")), "{lines:?}");
        let path = file(page, &name, &bytes);
        page.upload(&page.by_role("file", "选择文件"), &path);
        let dialog = page.by_role("dialog", "导入通报");
        dialog
            .by_role("status", "识别结果")
            .wait_text(&format!("{name}：识别为通报，识别出 34 个问题、110 条措施"));
        assert_eq!(page.script("return location.hash", &[]), "#/notice");
        page.press("Escape");
        dialog.wait_gone();
        page.goto("#/exchange");

        choose(page, "旧的.xlsx", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
        let told = alert(page, "没有导入 旧的.xlsx，台账没有变动");
        assert!(told.contains("另存"), "{told}");
        close_alerts(page);
        assert_eq!(edits(page).len(), 0);
        quiet(page);
    });
}
