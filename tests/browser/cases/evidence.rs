//! 佐证材料: picked and dropped files are registered by their digests, a folder is held against the register, and
//! a reading that is stopped leaves nothing behind.

use std::fs;
use std::path::PathBuf;

use browser_tests::{Browser, Locator, Page, Suite};
use formats::digest::digest;
use serde_json::{Value, json};

use crate::workspace::{
    alert, choose, close_alerts, edits_of, enter, exported, measures, quiet, saved, sign, unfold,
};

/// The ledger of these tests.
const LEDGER: &str = "evidence";

/// Drops files on the measure's list, as a person would from the folder.
const DROP: &str = "const data = new DataTransfer(); arguments[1].forEach(([name, text]) => data.items.add(new File([text], name, { type: 'text/plain' }))); \
    const event = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }); arguments[0].dispatchEvent(event); return event.defaultPrevented;";

fn ledger() -> String {
    json!({
        "format": "zhenggai.bundle/1", "id": LEDGER, "title": "佐证",
        "statuses": [{ "id": "s", "label": "已完成", "class": "done", "symbol": "●" }],
        "findings": [{ "id": "f", "number": 12, "title": "关于甲的问题", "measures": [
            { "id": "m1", "number": 1, "text": "甲", "status": "s" },
            { "id": "m2", "number": 2, "text": "乙", "status": "s" }] }]
    })
    .to_string()
}

/// Opens the ledger and goes to its finding.
fn open(page: &Page) {
    sign(page);
    choose(page, "佐证台账.json", ledger().as_bytes());
    page.by_role("status", "消息").wait_text("1 个问题，2 条措施");
    page.goto("#/findings/f");
}

fn proofs<'p>(page: &'p Page, measure: &str) -> Locator<'p> {
    page.by_role("article", measure).by_role("group", "佐证材料")
}

/// Writes files into a folder beside the page.
fn folder(page: &Page, name: &str, contents: &[(&str, &str)]) -> Vec<PathBuf> {
    let folder = page.file().with_file_name(name);
    fs::create_dir_all(&folder).expect("the folder can be made");
    let write = |(name, text): &(&str, &str)| {
        let path = folder.join(name);
        fs::write(&path, text).expect("the folder is there");
        path
    };
    contents.iter().map(write).collect()
}

/// Chooses several files at once.
fn pick(page: &Page, input: &Locator<'_>, files: &[PathBuf]) {
    let all: Vec<String> = files.iter().map(|file| file.to_string_lossy().into_owned()).collect();
    page.upload(input, &PathBuf::from(all.join("\n")));
}

/// The evidence of the exported ledger's n-th measure.
fn evidence(page: &Page, measure: usize) -> Vec<Value> {
    let ledger = exported(page);
    measures(&ledger)[measure]["evidence"].as_array().cloned().unwrap_or_default()
}

fn told(page: &Page) -> String {
    page.by_role("table", "核对结果明细").text().split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn add(suite: &mut Suite) {
    suite.test("evidence: picked files are registered in one step, and a changed one is found", |page| {
        open(page);
        let list = proofs(page, "措施 12-1");
        let files = folder(page, "佐证", &[("纪要.txt", "会议纪要"), ("名单.csv", "甲,乙\r\n")]);
        pick(page, &list.by_role("file", "选择佐证文件"), &files);
        page.by_role("status", "消息").wait_text("已登记 2 份佐证材料");
        list.wait_text("12-1-01 纪要.txt");
        list.wait_text("✓ 已登记摘要");
        unfold(&list);
        assert_eq!(list.by_role("textbox", "SM3").nth(0).value(), digest("会议纪要".as_bytes()).sm3);
        saved(page);
        let all = evidence(page, 0);
        for (piece, (name, text, number)) in
            all.iter().zip([("纪要.txt", "会议纪要", "12-1-01"), ("名单.csv", "甲,乙\r\n", "12-1-02")])
        {
            let digest = digest(text.as_bytes());
            let told =
                [&piece["name"], &piece["number"], &piece["sm3"], &piece["sha256"], &piece["provider"]];
            assert_eq!(told, [name, number, &digest.sm3, &digest.sha256, "王敏"]);
            assert_eq!(piece["size"], text.len());
            let modified = piece["modified"].as_str().unwrap_or_default();
            assert!(modified.len() == 29 && modified.starts_with("20"), "{piece}");
        }
        // One piece may prove several measures.
        enter(&list.by_role("textbox", "同时佐证").nth(0), page, "12-2");
        proofs(page, "措施 12-2").wait_text("也由其他措施的材料佐证：");
        proofs(page, "措施 12-2").wait_text("12-1-01 纪要.txt（措施 12-1）");

        // The same file again is not registered twice.
        pick(page, &list.by_role("file", "选择佐证文件"), &files[..1]);
        alert(page, "内容与已登记的 12-1-01 相同，没有重复登记");
        close_alerts(page);
        // Held against the file: the same, then changed, then registered anew.
        let first = page.by_role_containing("group", "佐证材料 纪要.txt");
        pick(page, &first.by_role("file", "选择要核对的文件"), &files[..1]);
        first.by_role("status", "核对结果").wait_text("一致：内容与登记的摘要相同");
        fs::write(&files[0], "会议纪要（修改）").expect("the file is there");
        pick(page, &first.by_role("file", "选择要核对的文件"), &files[..1]);
        first.by_role("status", "核对结果").wait_text("已改变");
        let now = digest("会议纪要（修改）".as_bytes());
        let shown = first.by_role("status", "核对结果").text();
        assert!(shown.contains(&digest("会议纪要".as_bytes()).sm3) && shown.contains(&now.sm3), "{shown}");
        first.by_role("button", "更新摘要").click();
        page.wait_until("the digest is that of now", || first.by_role("textbox", "SM3").value() == now.sm3);
        page.by_role("button", "撤销").click();
        page.wait_until("the digest is as it was", || first.by_role("textbox", "SM3").value() != now.sm3);
        page.by_role("button", "撤销").click();
        page.by_role("button", "撤销").click();
        page.wait_until("the files are gone in one step", || list.by_role("textbox", "SM3").count() == 0);
        assert_eq!(evidence(page, 0), [] as [Value; 0]);
        quiet(page);
    });

    suite.test("evidence: dropped files are registered, and open no ledger", |page| {
        open(page);
        let list = proofs(page, "措施 12-2");
        unfold(&list);
        let folder = list.by_css("details.rename > summary");
        folder.click();
        list.by_role("textbox", "文件所在的文件夹（登记时写入存放位置）").fill(r"\\share\佐证\12-2\");
        page.press("Tab");
        let dropped = json!([["照片说明.txt", "现场"], ["台账.json", ledger()]]);
        let prevented = list.eval(&DROP.replace("arguments[1]", &dropped.to_string()));
        assert_eq!(prevented, true);
        page.by_role("status", "消息").wait_text("已登记 2 份佐证材料");
        let all = evidence(page, 1);
        assert_eq!(all[0]["place"], r"\\share\佐证\12-2\照片说明.txt");
        assert_eq!(all[0]["sm3"], digest("现场".as_bytes()).sm3);
        assert_eq!(all[1]["number"], "12-2-02");
        page.reload();
        unfold(&list);
        assert_eq!(list.by_role("textbox", "SM3").count(), 2);
        quiet(page);
    });

    suite.test("evidence: files are held against the register, each piece told once", |page| {
        open(page);
        let files = folder(
            page,
            "整改佐证",
            &[("同.txt", "一"), ("变.txt", "二"), ("丢.txt", "三"), ("移.txt", "四")],
        );
        let list = proofs(page, "措施 12-1");
        pick(page, &list.by_role("file", "选择佐证文件"), &files);
        page.by_role("status", "消息").wait_text("已登记 4 份佐证材料");
        list.by_role("button", "新增佐证材料").click();
        // A new piece stands open; the others are lines.
        enter(&list.by_role("textbox", "材料名称").nth(0), page, "纸质.txt");
        fs::write(&files[1], "二二").expect("the file is there");
        fs::remove_file(&files[2]).expect("the file is there");
        fs::rename(&files[3], files[3].with_file_name("移（改名）.txt")).expect("the file is there");
        fs::write(files[0].with_file_name("纸质.txt"), "五").expect("the folder is there");
        fs::write(files[0].with_file_name("草稿.txt"), "没有登记的草稿").expect("the folder is there");

        page.goto("#/checks");
        page.by_role("link", "佐证材料登记与核对").click();
        page.by_role("status", "命中").wait_text("共 5 份材料，符合 5 份");
        page.wait_text("已完成、部分完成而没有佐证材料的措施 1 条");
        let now: Vec<PathBuf> = ["同.txt", "变.txt", "移（改名）.txt", "纸质.txt", "草稿.txt"]
            .iter()
            .map(|name| files[0].with_file_name(name))
            .collect();
        if page.browser() == Browser::Chromium {
            page.upload(&page.by_role("file", "选择文件夹"), &page.file().with_file_name("整改佐证"));
        } else {
            // Firefox's driver chooses no folders.
            pick(page, &page.by_role("file", "选择要核对的文件"), &now);
        }
        page.by_role("region", "核对结果").wait();
        let all = told(page);
        for line in [
            "≠已改变 12-1-02 变.txt",
            "×缺失 12-1-03 丢.txt",
            "→已移动 12-1-04 移.txt",
            "–未登记摘要 12-1-05 纸质.txt",
            "?未登记",
            "✓相符 12-1-01 同.txt",
        ] {
            assert!(all.contains(line), "{line} is not in {all}");
        }
        assert!(all.contains("草稿.txt") && all.contains("移（改名）.txt"), "{all}");
        let (name, bytes) = page.download(|| page.by_role("button", "导出核对结果（CSV）").click());
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(name.starts_with("佐证材料核对-") && text.starts_with("\u{feff}核对结果,材料编号"), "{name}");
        assert_eq!(text.lines().count(), 7, "{text}");
        assert!(text.contains(&digest("二二".as_bytes()).sm3), "{text}");
        page.by_role_containing("button", "已改变").click();
        page.wait_until("one class is shown", || told(page).matches(".txt").count() == 2);
        page.by_role("button", "为 1 份材料补登摘要").click();
        page.by_role("status", "消息").wait_text("已为 1 份材料登记现在的摘要");
        page.by_role("button", "更新 12-1-02 的摘要").click();
        page.wait_text("已更新");
        let pieces = evidence(page, 0);
        assert_eq!(pieces[1]["sm3"], digest("二二".as_bytes()).sm3);
        assert_eq!(pieces[4]["sm3"], digest("五".as_bytes()).sm3);
        page.by_role("button", "回到材料登记").click();
        page.by_role("combobox", "缺什么").select("缺存放位置");
        page.by_role("status", "命中").wait_text("符合 5 份");
        page.by_role("searchbox", "搜索").fill("纸质");
        page.by_role("status", "命中").wait_text("符合 1 份");
        quiet(page);
    });

    suite.test("evidence: a reading that is stopped leaves nothing behind", |page| {
        open(page);
        let list = proofs(page, "措施 12-1");
        let before = edits_of(page, LEDGER).len();
        // Of nothing but noughts, and a gigabyte long: the disk holds none of it.
        let large = page.file().with_file_name("录像.mp4");
        fs::File::create(&large).and_then(|file| file.set_len(1 << 30)).expect("the folder is there");
        page.upload(&list.by_role("file", "选择佐证文件"), &large);
        list.by_role("progressbar", "读取进度").wait();
        list.wait_text("正在读取 录像.mp4");
        // The page hears and draws while it reads.
        page.wait_until("it goes on", || !list.text().contains("：0 字节 /"));
        list.by_role("button", "取消").click();
        list.by_role("progressbar", "读取进度").wait_gone();
        page.by_role("status", "消息").wait_text("已停止读取，没有登记任何材料");
        page.wait_until("the focus is back", || list.by_role("button", "选择材料…").has_focus());
        assert_eq!(edits_of(page, LEDGER).len(), before);
        assert_eq!(list.by_role("textbox", "SM3").count(), 0);
        quiet(page);
    });

    suite.test("evidence: forms have their noughts, sums are exact, and documents are in force or replaced", |page| {
        sign(page);
        let ledger = json!({
            "format": "zhenggai.bundle/1", "id": "sums", "title": "成果",
            "findings": [{ "id": "f", "number": 3, "measures": [] }],
            "accountability": [{ "id": "a", "form": "第一种形态", "count": 27, "unit": "人次", "findings": ["f"] }],
            "figures": [
                { "id": "1", "value": "1234.56", "unit": "元", "what": "追缴违规津补贴", "finding": "f" },
                { "id": "2", "value": "0.10", "unit": "万元", "what": "清退", "approx": true },
                { "id": "3", "value": "3", "unit": "家" }, { "id": "4", "value": "4.5", "unit": "%" }],
            "claims": [{ "id": "c", "subject": "accountability", "value": 30, "unit": "人次" }],
            "institutions": [
                { "id": "d1", "title": "旧办法", "role": "issued", "replaced_by": "新办法" },
                { "id": "d2", "title": "新办法", "role": "issued" }]
        });
        choose(page, "成果.json", ledger.to_string().as_bytes());
        page.goto("#/results");
        let forms = page.by_role("region", "追责问责").text();
        for line in ["第一种形态\t27\t人次\t问题 3", "第二种形态\t0\t人次", "第四种形态\t0\t人次"] {
            assert!(forms.contains(line), "{line:?} is not in {forms:?}");
        }
        page.by_role("region", "挽回资金").wait_text("约 0.223456 万元");
        let units = page.by_role("region", "数字成果").text();
        assert!(units.contains("3 家") && units.contains("不相加"), "{units}");
        page.by_role("region", "通报所称与台账所计").wait_text("台账比通报少 3 人次");
        page.goto("#/institutions");
        page.by_role("table", "制度登记").wait_text("已被《新办法》替代");
        page.by_role("combobox", "效力").select("现行有效");
        page.wait_text("共 2 件，符合 1 件");
        quiet(page);
    });
}
