//! 通报: what prints is what was computed, and a pasted notice becomes a ledger or one step in the open one.

use browser_tests::{Browser, Locator, Page, Suite, pages, root};
use formats::document::{Document, Paragraph, Part};
use formats::docx;
use ledger::date::Date;

use crate::workspace::{BUNDLE, edits, enter, exported, file, quiet, saved, sign, without_history};

fn source() -> String {
    let path = root().join("tests").join("fixtures").join("notice-2024-06-18.txt");
    std::fs::read_to_string(path).expect("the notice is there")
}

/// Opens the dialog and reads a text in.
fn read<'p>(page: &'p Page, text: &str) -> Locator<'p> {
    page.by_role("button", "导入通报…").click();
    let dialog = page.by_role("dialog", "导入通报");
    dialog.by_role("textbox", "粘贴通报全文").wait();
    // A whole notice is pasted, not typed.
    let paste = "const box = document.querySelector('.notice-dialog textarea'); box.value = arguments[0]; \
        box.dispatchEvent(new Event('input', { bubbles: true }))";
    page.script(paste, &[text.into()]);
    dialog.by_role("button", "识别").click();
    dialog
}

pub fn add(suite: &mut Suite) {
    suite.test("notice: the paper has the pages that were computed", |page| {
        sign(page);
        page.goto("#/notice");
        page.by_role("status", "页数").wait_text("共 18 页");
        let drawn = "return document.querySelectorAll('.sheet').length";
        assert!(page.script(drawn, &[]).as_u64().is_some_and(|drawn| (1..8).contains(&drawn)));
        page.by_role("figure", "第 1 页，共 18 页").wait();
        let paper = "dispatchEvent(new Event(arguments[0])); return document.querySelectorAll('.sheet-paper .sheet').length";
        assert_eq!(page.script(paper, &["beforeprint".into()]), 18, "not every sheet is there at once");
        assert_eq!(page.script(paper, &["afterprint".into()]), 0);
        if page.browser() == Browser::Chromium {
            assert_eq!(pages(&page.pdf()), 18);
        }
        quiet(page);
    });

    suite.test("notice: the public version leaves out what is internal, and says so", |page| {
        sign(page);
        page.goto("#/findings/f12");
        let side = page.by_role("complementary", "措施 12-2的责任、时限与状态");
        enter(&side.by_role("textbox", "责任人"), page, "李四");
        saved(page);
        page.goto("#/notice");
        page.wait_text("公开版略去 1 处");
        let (name, public) = page.download(|| page.by_role("button", "下载 .txt").click());
        assert!(name.contains("-通报（公开版）-") && name.ends_with(".txt"), "{name}");
        assert_eq!(String::from_utf8(public).expect("text"), source());
        page.by_role("radio", "内部版").click();
        page.wait_text("内部版多出 1 处");
        let (_, internal) = page.download(|| page.by_role("button", "下载 .txt").click());
        let internal = String::from_utf8(internal).expect("text");
        assert!(internal.contains("（措施2：责任人：李四。）"));
        quiet(page);
    });

    suite.test("notice: a pasted notice becomes a ledger of its own", |page| {
        sign(page);
        page.goto("#/notice");
        let dialog = read(page, &source());
        dialog.by_role("status", "识别结果").wait_text("34 个问题、110 条措施");
        dialog.wait_text("缺少问题 16 的序次“三”");
        page.by_role("button", "新建台账").click();
        dialog.wait_gone();
        page.wait_text("已打开 粘贴的文字");
        assert_ne!(exported(page)["id"], BUNDLE);
        let (now, built_in) = (exported(page), crate::workspace::built_in());
        assert_eq!(now["findings"], built_in["findings"]);
        assert_eq!(now["notice"], built_in["notice"]);
        quiet(page);
    });

    suite.test(
        "notice: a pasted feedback becomes findings in a ledger of its own or in the open one",
        |page| {
            sign(page);
            page.goto("#/notice");
            let path = root().join("tests").join("notices").join("feedback").join("team-to-bureau.txt");
            let feedback = std::fs::read_to_string(path).expect("the feedback is there");
            let ledger = exported(page);
            let (before, notice) =
                (ledger["findings"].as_array().map_or(0, Vec::len), ledger["notice"].clone());
            let dialog = read(page, &feedback);
            dialog.by_role("status", "识别结果").wait_text("识别为反馈意见，识别出 5 个问题");
            dialog.wait_text("新增 5 个问题、3 个方面");
            dialog.by_role("status", "并入的变化").wait_text("不并入 5");
            page.by_role("button", "并入当前台账（修改 8 处）").click();
            dialog.wait_gone();
            page.wait_text("新增 5 个问题");
            let now = exported(page);
            assert_eq!(now["findings"].as_array().map_or(0, Vec::len), before + 5);
            assert_eq!(now["notice"], notice);
            read(page, &feedback).by_role("status", "识别结果").wait_text("识别为反馈意见");
            page.by_role("button", "新建台账").click();
            page.wait_text("已打开 粘贴的文字");
            assert_ne!(exported(page)["id"], BUNDLE);
            assert_eq!(exported(page)["findings"].as_array().map_or(0, Vec::len), 5);
            page.wait_text("不是通报，不得公开");
            quiet(page);
        },
    );

    suite.test("notice: merged into the open ledger it is one step", |page| {
        sign(page);
        page.goto("#/notice");
        let changed = source().replace("逐条比对核实", "逐条逐项比对核实").replace(
            "三、推进巡察整改工作打算",
            "35.关于新增事项的问题\n整改情况:一是建立台账。\n三、推进巡察整改工作打算",
        );
        let before = without_history(exported(page));
        // With the byte order mark that the editor of Windows writes.
        let path = file(page, "通报.txt", &[b"\xef\xbb\xbf", changed.as_bytes()].concat());
        page.by_role("button", "导入通报…").click();
        let dialog = page.by_role("dialog", "导入通报");
        page.upload(&dialog.by_role("file", "选择通报文件"), &path);
        dialog.by_role("status", "识别结果").wait_text("35 个问题、111 条措施");
        dialog.by_role("status", "并入的变化").wait_text("有变化 1，新增 1");
        page.by_role_containing("button", "并入当前台账").click();
        dialog.wait_gone();
        saved(page);
        let merged = exported(page);
        assert_eq!(merged["findings"].as_array().map(Vec::len), Some(35));
        assert!(
            merged["findings"][8]["measures"][0]["text"].as_str().is_some_and(|t| t.contains("逐条逐项"))
        );
        assert!(!edits(page).is_empty());
        page.by_role("button", "撤销").click();
        page.wait_until("all is as before", || without_history(exported(page)) == before);
        quiet(page);
    });

    suite.test(
        "notice: the dialog reads documents and wide text too, told apart by what they hold",
        |page| {
            sign(page);
            page.goto("#/notice");
            page.by_role("button", "导入通报…").click();
            let dialog = page.by_role("dialog", "导入通报");
            let paragraph = |line: &str| Paragraph {
                part: Part::Body,
                left: 0,
                head: String::new(),
                text: line.to_owned(),
            };
            let document = docx::write(&Document {
                title: "通报".to_owned(),
                author: String::new(),
                date: Date::new(2024, 6, 18).expect("a day"),
                paragraphs: source().lines().map(paragraph).collect(),
            });
            let wide: Vec<u8> =
                std::iter::once(0xfeff).chain(source().encode_utf16()).flat_map(u16::to_le_bytes).collect();
            for (name, bytes) in [("通报.docx", document.expect("a document")), ("宽字符.txt", wide)] {
                let path = file(page, name, &bytes);
                page.upload(&dialog.by_role("file", "选择通报文件"), &path);
                dialog
                    .by_role("status", "识别结果")
                    .wait_text(&format!("{name}：识别为通报，识别出 34 个问题、110 条措施"));
                page.by_role("button", "换一份").click();
            }
            let path = file(page, "旧的.txt", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
            page.upload(&dialog.by_role("file", "选择通报文件"), &path);
            dialog.by_role("alert", "").wait_text("但已经损坏");
            page.press("Escape");
            dialog.wait_gone();
            assert_eq!(edits(page).len(), 0);
            quiet(page);
        },
    );

    suite.test("notice: axe finds nothing in the dialog that reads one in", |page| {
        sign(page);
        page.goto("#/notice");
        let dialog = read(page, &source());
        dialog.by_role("status", "识别结果").wait();
        assert_eq!(page.axe(), [] as [&str; 0]);
        page.press("Escape");
        dialog.wait_gone();
        assert!(page.by_role("button", "导入通报…").has_focus(), "the focus is not where it was");
        quiet(page);
    });
}
