//! 归档: the package is whole, the same twice and verified; what was changed is named; a package opens, merges and is
//! compared as the ledger in it; the page saved with its ledger is a page like this one.

use browser_tests::{Page, Suite};
use formats::archive::manifest::Manifest;
use formats::digest::digest;
use formats::zip::{self, Entry};
use ledger::date::Date;

use crate::workspace::{
    alert, built_in_text, choose, close_alerts, enter, exported, file, measures, quiet, saved, sign,
};

const LEDGER: &str = "整改台账.json";

/// The mandatory metadata that a person fills.
const METADATA: [(&str, &str); 9] = [
    ("立档单位名称", "武汉市科技创新局"),
    ("全宗号", "0123"),
    ("年度", "2024"),
    ("保管期限", "永久"),
    ("室编件号", "0007"),
    ("题名", "关于巡察整改进展情况的通报"),
    ("责任者", "中共武汉市科技创新局党组"),
    ("日期", "2024-06-18"),
    ("密级", "公开"),
];

fn pack(page: &Page) -> (String, Vec<u8>) {
    page.goto("#/archive");
    page.download(|| page.by_role("button", "生成归档包").click())
}

fn zipped(entries: &[Entry]) -> Vec<u8> {
    zip::write(entries, Date::new(2024, 6, 18).expect("a day")).expect("a small package")
}

/// Hands a file to 核验; gives what is told and the table.
fn verified(page: &Page, name: &str, bytes: &[u8]) -> String {
    let path = file(page, name, bytes);
    let part = page.by_role("region", "核验");
    page.upload(&part.by_role("file", "选择要核验的文件"), &path);
    page.wait_until("it is verified", || part.text().contains(&format!("{name}：核验")));
    part.text()
}

/// Makes one edit that is looked for afterwards.
fn edit(page: &Page) {
    page.goto("#/findings/f12");
    let side = page.by_role("complementary", "措施 12-1的责任、时限与状态");
    enter(&side.by_role("textbox", "责任人"), page, "李强");
    saved(page);
}

fn owner(ledger: &serde_json::Value, id: &str) -> String {
    let all = measures(ledger);
    let found = all.iter().find(|measure| measure["id"] == id).expect("the measure is there");
    found["owner"].as_str().unwrap_or_default().to_owned()
}

pub fn add(suite: &mut Suite) {
    suite.test(
        "archive: the package is whole, the same twice, and what was changed in it is named",
        |page| {
            sign(page);
            page.goto("#/archive");
            let told = page.by_role("status", "必填情况");
            told.wait_text("全宗号");
            let form = page.by_role("region", "归档元数据");
            for (name, value) in METADATA {
                enter(&form.by_role("textbox", name), page, value);
            }
            told.wait_text("必填项已齐全");
            saved(page);
            let (name, bytes) = pack(page);
            assert!(name.contains("-归档-") && name.ends_with(".zip"), "{name}");
            let entries = zip::read(&bytes).expect("a package");
            let of = |name: &str| {
                entries.iter().find(|entry| entry.name == name).map(|entry| entry.bytes.as_slice())
            };
            let manifest: Manifest =
                serde_json::from_slice(of("manifest.json").expect("the manifest")).expect("it is read");
            assert_eq!(manifest.files.len() + 2, entries.len());
            for listed in &manifest.files {
                let found = digest(of(&listed.name).expect("what is listed is there"));
                assert_eq!(
                    (found.sm3, found.sha256, found.bytes),
                    (listed.sm3.clone(), listed.sha256.clone(), listed.bytes)
                );
            }
            for (name, value) in METADATA {
                assert!(manifest.metadata.iter().any(|one| one.name == name && one.value == value), "{name}");
            }
            let ledger: serde_json::Value =
                serde_json::from_slice(of(LEDGER).expect("the ledger")).expect("it is JSON");
            assert_eq!(exported(page), ledger);
            assert_eq!(pack(page).1, bytes, "made twice it is another package");
            let checks = page.by_role("region", "移交前检测");
            checks.wait_text(&format!("{} 个文件已逐个读回，与写入的一致", entries.len()));

            assert!(verified(page, "包.zip", &bytes).contains("核验通过"));
            for changed in ["变更记录.csv", LEDGER] {
                let mut entries = entries.clone();
                let one = entries.iter_mut().find(|entry| entry.name == changed).expect("it is there");
                let last = one.bytes.len() - 2;
                one.bytes[last] ^= 1;
                let told = verified(page, &format!("改过 {changed}.zip"), &zipped(&entries));
                assert!(told.contains("核验不通过"), "{told}");
                let bad = page.by_role("table", "核验结果").by_role_containing("row", "被改动").text();
                assert!(bad.contains(changed), "{bad}");
            }
            let json = of(LEDGER).expect("the ledger");
            assert!(verified(page, "台账.json", json).contains("核验通过"));
            assert!(verified(page, "坏的.json", &json[..json.len() - 9]).contains("核验不通过"));
            close_alerts(page);
            quiet(page);
        },
    );

    suite.test("archive: a package opens, merges and is compared as the ledger in it", |page| {
        sign(page);
        edit(page);
        let (name, bytes) = pack(page);
        page.by_role("button", "撤销").click();
        saved(page);
        assert_eq!(owner(&exported(page), "m12-1"), "");
        let entries = zip::read(&bytes).expect("a package");
        let mut altered = entries.clone();
        let one = altered.iter_mut().find(|entry| entry.name == LEDGER).expect("the ledger");
        one.bytes[60] ^= 1;
        let other = zipped(&[Entry { name: "照片.jpg".to_owned(), bytes: vec![1] }]);

        page.goto("#/merge?view=compare");
        page.by_role("combobox", "对比前是什么").select("某个文件");
        page.upload(&page.by_role("file", "对比前的文件"), &file(page, &name, &bytes));
        page.by_role("group", "对比前").wait_text(&name);
        page.by_role("button", "对比").click();
        let report = page.by_role("region", "整改进展对比");
        report.wait_text("李强");
        let (name_of_book, book) = page.download(|| report.by_role("button", "导出 .xlsx").click());
        assert!(name_of_book.contains("-整改进展对比-") && name_of_book.ends_with(".xlsx"), "{name_of_book}");
        let sheets = zip::read(&book).expect("a workbook");
        let text: String = sheets.iter().map(|one| String::from_utf8_lossy(&one.bytes)).collect();
        assert!(text.contains("name=\"变化\"") && text.contains("name=\"统计\"") && text.contains("李强"));

        page.goto("#/merge");
        for (name, bytes, told) in [
            (name.as_str(), bytes.as_slice(), "移除"),
            ("别的.zip", other.as_slice(), "不是“归档”页生成的归档包"),
            ("改过.zip", zipped(&altered).as_slice(), "与文件清单不符"),
            ("表格.zip", book.as_slice(), "这是表格或文档"),
        ] {
            page.upload(&page.by_role("file", "选择要合并的文件"), &file(page, name, bytes));
            let table = page.by_role("table", "要合并的文件");
            table.by_role_containing("row", name).wait();
            table.wait_text(told);
            page.wait_until("the files are compared", || {
                page.by_role("status", "合并进度").text().is_empty()
            });
        }

        for (name, bytes, told) in
            [("别的.zip", &other, "先解压"), ("改过.zip", &zipped(&altered), "“归档”页核验")]
        {
            choose(page, name, bytes);
            let why = alert(page, &format!("没有打开 {name}"));
            assert!(why.contains(told), "{why}");
            close_alerts(page);
        }
        choose(page, &name, &bytes);
        page.by_role("status", "消息").wait_text(&format!("已打开 {name}：34 个问题，110 条措施"));
        quiet(page);
    });

    suite.test("archive: what the ledger gives is proposed, and a person takes it", |page| {
        sign(page);
        page.goto("#/archive");
        let part = page.by_role("region", "归档元数据");
        let title = part.by_role("textbox", "题名");
        assert_eq!(title.value(), "");
        part.wait_text("建议：");
        let take = part.by_role("button", "采用建议的题名");
        take.click();
        take.wait_gone();
        assert!(!title.value().is_empty(), "nothing was taken");
        let written = exported(page)["archive"]["title"].clone();
        assert_eq!(written, title.value());
        quiet(page);
    });

    suite.test("archive: papers that are ticked are in the package", |page| {
        sign(page);
        page.goto("#/archive");
        let inside = page.by_role("group", "一并装入的材料");
        for name in ["整改方案", "领导一页纸", "三清单"] {
            inside.by_role("checkbox", name).click();
        }
        inside.by_role("checkbox", "三清单").click();
        let (_, bytes) = pack(page);
        let entries = zip::read(&bytes).expect("a package");
        let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        let count = |part: &str| names.iter().filter(|name| name.contains(part)).count();
        assert_eq!(["整改方案", "领导一页纸", "三清单"].map(count), [1, 1, 0], "{names:?}");
        assert!(!verified(page, "归档.zip", &bytes).contains("清单中没有"));
        assert_eq!(page.axe(), [] as [&str; 0]);
        quiet(page);
    });

    suite.test("archive: the page saved with its ledger is a page like this one", |page| {
        sign(page);
        edit(page);
        page.goto("#/archive");
        let (name, first) = page.download(|| page.by_role("button", "另存为网页").click());
        assert!(name.ends_with(".html"), "{name}");
        let before = exported(page);
        quiet(page);
        let (session, window) = (page.session(), page.session().window());
        session.clean(&window).expect("nothing is stored any more");
        let first = String::from_utf8(first).expect("text");
        page.replace_file(&first);
        page.wait_ready();
        assert!(
            !page.store().keys().any(|key| crate::workspace::is_edit(key, crate::workspace::BUNDLE)),
            "edits are stored"
        );
        sign(page);
        page.goto("#/findings/f12");
        let side = page.by_role("complementary", "措施 12-1的责任、时限与状态");
        assert_eq!(side.by_role("textbox", "责任人").value(), "李强");
        assert_eq!(exported(page), before);
        page.goto("#/archive");
        let (_, second) = page.download(|| page.by_role("button", "另存为网页").click());
        assert!(first.as_bytes() == second, "saved again it is another page");

        // Another ledger is open; the first page's is not lost, and its file opens as a ledger too.
        choose(page, "台账.json", built_in_text().replace("whkjj-2024-06-18", "other").as_bytes());
        page.by_role("status", "消息").wait_text("已打开 台账.json");
        choose(page, &name, &second);
        page.by_role("status", "消息").wait_text(&format!("已打开 {name}"));
        assert_eq!(owner(&exported(page), "m12-1"), "李强");
        quiet(page);
    });
}
