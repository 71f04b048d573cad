//! Files: what is exported opens again to the byte, by picker, drop and paste; what cannot be read says why and
//! leaves the open ledger alone.

use browser_tests::{Page, Suite};
use serde_json::json;

use crate::workspace::{
    BUNDLE, alert, built_in, built_in_text, choose, close_alerts, edits, enter, export, exported, forget,
    measures, quiet, saved, sign,
};

/// Drops a file on the page, as a person would from the folder.
const DROP: &str = "const data = new DataTransfer(); data.items.add(new File([arguments[1]], arguments[0], { type: 'application/json' })); \
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));";

/// Pastes text while nothing is being typed. Firefox gives a made-up event no clipboard, so it is put there.
const PASTE: &str = "const data = new DataTransfer(); data.setData('text/plain', arguments[0]); document.activeElement.blur(); \
    const event = new Event('paste', { bubbles: true, cancelable: true }); \
    Object.defineProperty(event, 'clipboardData', { value: data }); document.body.dispatchEvent(event);";

/// A ledger with this id and title and nothing else.
fn small(id: &str, title: &str) -> String {
    json!({ "format": "zhenggai.bundle/1", "id": id, "title": title }).to_string()
}

fn title(page: &Page, title: &str) {
    page.wait_until(&format!("the window is called {title}"), || {
        page.script("return document.title", &[]) == format!("整改台账 — {title}")
    });
}

/// Opens a file that is refused; gives what the alert says.
fn refused(page: &Page, name: &str, bytes: &[u8]) -> String {
    choose(page, name, bytes);
    let told = alert(page, &format!("没有打开 {name}，原来的台账没有变动"));
    close_alerts(page);
    told
}

pub fn add(suite: &mut Suite) {
    suite.test("files: what is exported opens elsewhere to the byte", |page| {
        sign(page);
        page.goto("#/findings/f12");
        let side = page.by_role("complementary", "措施 12-1的责任、时限与状态");
        enter(&side.by_role("combobox", "牵头部门"), page, "高新处");
        side.by_role("combobox", "整改状态").select("● 已完成");
        enter(&page.by_role("textbox", "整改目标"), page, "引号 \" 反斜杠 \\ 表情 😀 换行\n尖括号 </script><!--");
        saved(page);
        let (name, first) = export(page);
        let today = page.script(
            "const now = new Date(); return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, '0')).join('-')",
            &[],
        );
        let today = today.as_str().unwrap_or_default();
        assert_eq!(name, format!("中共武汉市科技创新局党组-整改台账-{today}.json"));

        // Another computer: nothing is stored there.
        forget(page);
        page.reload();
        assert_eq!(side.by_role("combobox", "整改状态").value(), "");
        choose(page, &name, &first);
        page.by_role("status", "消息").wait_text("34 个问题，110 条措施");
        page.wait_until("the value is there", || side.by_role("combobox", "整改状态").value() == "已完成");
        assert_eq!(side.by_role("combobox", "牵头部门").value(), "高新处");
        assert!(page.by_role("textbox", "整改目标").value().ends_with("尖括号 </script><!--"));
        assert_eq!(edits(page).len(), 0, "what the file holds is not stored again");
        let (_, second) = export(page);
        assert_eq!(String::from_utf8_lossy(&second), String::from_utf8_lossy(&first));
        assert_eq!(second, first);

        page.reload();
        assert_eq!(side.by_role("combobox", "整改状态").value(), "已完成", "the opened file is not kept");
        page.goto("#/history");
        page.by_role("table", "变更记录").wait_text("王敏");
        page.by_role("button", "打开…").click();
        page.by_role("button", "回到页面自带的台账").click();
        page.goto("#/findings/f12");
        page.wait_until("the page's own ledger is back", || side.by_role("combobox", "整改状态").value().is_empty());
        quiet(page);
    });

    suite.test("files: dropped and pasted ledgers open, and stay open over a reload", |page| {
        sign(page);
        page.script(DROP, &["拖进来.json".into(), small("dropped", "拖进来的").into()]);
        title(page, "拖进来的");
        page.wait_text("还没有整改措施");
        page.reload();
        title(page, "拖进来的");
        page.script(PASTE, &[small("pasted", "粘贴的").into()]);
        title(page, "粘贴的");
        page.script(PASTE, &["不是台账的文字".into()]);
        page.by_role("button", "打开…").click();
        let dialog = page.by_role("dialog", "打开台账");
        assert!(dialog.by_role("button", "打开粘贴的内容").attribute("disabled").is_some());
        dialog.by_role("textbox", "粘贴 JSON").fill(&small("typed", "框里粘贴的"));
        dialog.by_role("button", "打开粘贴的内容").click();
        dialog.wait_gone();
        title(page, "框里粘贴的");
        page.reload();
        title(page, "框里粘贴的");
        page.by_role("button", "打开…").click();
        page.press("Escape");
        dialog.wait_gone();
        assert_eq!(page.by_role("alert", "").count(), 0);
        quiet(page);
    });

    suite.test("files: what cannot be read says why and leaves the ledger alone", |page| {
        sign(page);
        page.goto("#/findings/f12");
        let owner = page.by_role("complementary", "措施 12-1的责任、时限与状态").by_role("textbox", "责任人");
        enter(&owner, page, "李强");
        saved(page);
        let text = built_in_text();

        let cut = text.char_indices().nth(20_000).map_or(0, |(at, _)| at);
        let told = refused(page, "断了.json", &text.as_bytes()[..cut]);
        assert!(told.contains("断了，后面的内容没有了") && told.contains("重新取得完整的文件"), "{told}");
        let told = refused(page, "中文标点.json", text.replacen("\": ", "\"：", 1).as_bytes());
        assert!(
            told.contains("不是正确的 JSON") && told.contains("第 ") && told.contains("请改用英文标点"),
            "{told}"
        );
        choose(page, "表格.xlsx", b"PK\x03\x04rest");
        let told = alert(page, "没有导入 表格.xlsx，台账没有变动");
        assert!(told.contains("压缩包不完整"), "{told}");
        close_alerts(page);
        let told = refused(page, "空的.json", b" \n");
        assert!(told.contains("文件是空的"), "{told}");
        let told = refused(page, "新版本.json", text.replacen("bundle/1", "bundle/2", 1).as_bytes());
        assert!(told.contains("由较新的版本写成"), "{told}");
        let deep = format!(
            "{{\"format\": \"zhenggai.bundle/1\", \"id\": \"deep\", \"later\": {}{}}}",
            "[".repeat(1000),
            "]".repeat(1000)
        );
        let told = refused(page, "嵌套.json", deep.as_bytes());
        assert!(told.contains("不超过 127 层的嵌套"), "{told}");
        let told = refused(page, "编号重复.json", text.replacen("\"m1-2\"", "\"m1-1\"", 1).as_bytes());
        assert!(told.contains("m1-1") && told.contains("列，findings[0].measures[1].id"), "{told}");

        // All that is wrong is told at once, each with its place.
        let mut ledger = built_in();
        ledger["title"] = json!(7);
        ledger["findings"][2]["measures"][0]["due"] = json!("2024-02-30");
        ledger["findings"][2]["measures"][1]["internal"] = json!("是");
        ledger["findings"][3] = json!("不是问题");
        let wrong = serde_json::to_string_pretty(&ledger).expect("it is JSON");
        let told = refused(page, "多处错误.json", wrong.as_bytes());
        for part in [
            "title",
            "findings[2].measures[0].due",
            "findings[2].measures[1].internal",
            "findings[3]",
            "2024-02-30",
        ] {
            assert!(told.contains(part), "{part} is not in {told}");
        }
        assert!(told.matches("行第 ").count() >= 4, "{told}");

        assert_eq!(owner.value(), "李强");
        let ledger = exported(page);
        assert_eq!((ledger["id"].as_str(), measures(&ledger).len()), (Some(BUNDLE), 110));
        page.reload();
        assert_eq!(owner.value(), "李强");
        quiet(page);
    });

    suite.test("files: odd but readable files open and say what is odd", |page| {
        sign(page);
        let mut marked = b"\xef\xbb\xbf".to_vec();
        marked.extend(small("bom", "有标记的").bytes());
        choose(page, "标记.json", &marked);
        title(page, "有标记的");
        alert(page, "字节顺序标记（BOM），已忽略");
        close_alerts(page);
        page.reload();
        title(page, "有标记的");
        // 整改台账 in GB 18030, as an old editor saves it.
        let mut old = br#"{"format":"zhenggai.bundle/1","id":"gb","title":""#.to_vec();
        old.extend(b"\xd5\xfb\xb8\xc4\xcc\xa8\xd5\xcb");
        old.extend(br#""}"#);
        choose(page, "旧编码.json", &old);
        title(page, "整改台账");
        alert(page, "GB 18030，已转换");
        close_alerts(page);
        page.reload();
        title(page, "整改台账");
        let odd = json!({
            "format": "zhenggai.bundle/1", "id": "odd", "title": "有陌生内容的", "later": { "kept": [1, 2] },
            "findings": [{ "id": "f1", "title": "关于甲的问题", "aspect": "没有这个方面", "measures": [{ "id": "m1", "colour": "red" }] }]
        });
        choose(page, "陌生.json", odd.to_string().as_bytes());
        title(page, "有陌生内容的");
        alert(page, "没有这个方面");
        let ledger = exported(page);
        assert_eq!(ledger["later"], odd["later"]);
        assert_eq!(ledger["findings"][0]["measures"][0]["colour"], "red");
        quiet(page);
    });
}
