//! Several people's files come together: previewed, conflicts decided one by one and by rule, undone as a whole; what
//! was turned down stays down; moments compared; the history filtered and looked into.

use browser_tests::{Page, Suite};
use serde_json::{Value, json};

use crate::mirror::MIRRORED;
use crate::workspace::{
    built_in, choose, close_alerts, edits, enter, exported, file, measures, quiet, saved, sign,
};

/// A reviewer's file: the ledger of the page, edited by him, with the history that tells of it.
fn reviewer(name: &str, session: &str, sets: &[(&str, &str, Value)]) -> Vec<u8> {
    let mut ledger = built_in();
    let mut history = Vec::new();
    for (n, (entity, field, to)) in sets.iter().enumerate() {
        let measure = measure(&mut ledger, entity);
        let from = measure.get(*field).cloned().unwrap_or(Value::Null);
        measure[*field] = to.clone();
        let mut edit = json!({
            "id": format!("{session}-{}", n + 1), "clock": n + 1, "at": format!("2026-11-0{}T09:30:00.000+08:00", n % 9 + 1),
            "author": name, "unit": "高新处", "op": "set", "entity": entity, "field": field, "to": to,
        });
        if !from.is_null() {
            edit["from"] = from;
        }
        history.push(edit);
    }
    ledger["history"] = history.into();
    ledger.to_string().into_bytes()
}

fn measure<'l>(ledger: &'l mut Value, id: &str) -> &'l mut Value {
    let findings = ledger["findings"].as_array_mut().into_iter().flatten();
    let mut all = findings.flat_map(|finding| finding["measures"].as_array_mut().into_iter().flatten());
    all.find(|measure| measure["id"] == id).expect("the measure is there")
}

fn value(ledger: &Value, id: &str, field: &str) -> String {
    let found =
        measures(ledger).into_iter().find(|measure| measure["id"] == id).expect("the measure is there");
    found[field].as_str().unwrap_or_default().to_owned()
}

/// Four reviewers' files: three write one note, two one owner, one alone a status.
pub fn four(page: &Page) {
    page.goto("#/merge");
    let status = built_in()["statuses"].as_array().and_then(|all| all.last()).map(|s| s["id"].clone());
    let status = status.unwrap_or_default();
    let files = [
        (
            "张三.json",
            reviewer(
                "张三",
                "zzz1",
                &[("m1-1", "note", json!("已开会研究。")), ("m2-1", "owner", json!("张三"))],
            ),
        ),
        ("李四.json", reviewer("李四", "zzz2", &[("m1-1", "note", json!("已开会研究，已发文。"))])),
        (
            "王五.json",
            reviewer("王五", "zzz3", &[("m2-1", "owner", json!("王五")), ("m3-1", "status", status)]),
        ),
        ("赵六.html", page_with(&reviewer("赵六", "zzz4", &[("m1-1", "note", json!("报党组审定。"))]))),
    ];
    for (name, bytes) in files {
        let path = file(page, name, &bytes);
        page.upload(&page.by_role("file", "选择要合并的文件"), &path);
        page.by_role("table", "要合并的文件").wait_text(name);
        page.wait_until("the files are compared", || page.by_role("status", "合并进度").text().is_empty());
    }
}

/// A saved page with a ledger in it.
fn page_with(json: &[u8]) -> Vec<u8> {
    let block = String::from_utf8_lossy(json).replace('<', "\\u003c");
    format!(
        "<!DOCTYPE html><script>1</script><script type=\"application/json\" id=\"bundle\">{block}</script>"
    )
    .into_bytes()
}

pub fn add(suite: &mut Suite) {
    suite.test("merging: four files with conflicts become one, and the merge is undone as a whole", |page| {
        sign(page);
        four(page);
        let preview = page.by_role("region", "合并预览");
        preview.wait_text("将带来 6 处变更");
        page.by_role("status", "冲突进度").wait_text("共 2 处冲突，已定 0 处");
        let note = page.by_role("article", "冲突：措施 1-1的备注");
        note.wait_text("赵六");
        assert!(note.by_css("ins").count() > 0, "the difference is marked");
        note.by_role("button", "合并两段").click();
        let both = note.by_role("textbox", "合并后的文字");
        let combined = both.value();
        assert!(combined.contains("已开会研究。") && combined.contains("报党组审定。"), "{combined}");
        both.fill("已开会研究，已发文，报党组审定。");
        let owner = page.by_role("article", "冲突：措施 2-1的责任人");
        owner.by_role("button", "采用此值：张三.json").click();
        page.by_role("status", "冲突进度").wait_text("已定 2 处");
        preview.by_role("button", "合并").click();
        page.by_role("region", "合并结果").wait_text("已合并 4 个文件：6 处变更");
        saved(page);
        let ledger = exported(page);
        assert_eq!(value(&ledger, "m1-1", "note"), "已开会研究，已发文，报党组审定。");
        assert_eq!(value(&ledger, "m2-1", "owner"), "张三", "王五 wrote first; 乙 is the later one");
        assert_ne!(value(&ledger, "m3-1", "status"), "");
        let history = ledger["history"].to_string();
        for word in ["已开会研究，已发文。", "报党组审定。", "张三"] {
            assert!(history.contains(word), "{word} is lost");
        }
        page.reload();
        page.goto("#/history");
        page.wait_text("共 ");
        assert!(!page.by_role("region", "待处理的变更").exists(), "all is decided");

        page.press("Control+z");
        saved(page);
        let before = exported(page);
        assert_eq!(before["findings"], built_in()["findings"]);
        assert!(before["history"].to_string().contains("报党组审定。"), "the history keeps all");
        page.press("Control+Shift+Z");
        saved(page);
        assert_eq!(exported(page)["findings"], ledger["findings"]);
        quiet(page);
    });

    suite.test(
        "merging: a large merge is in both stores, whatever becomes of the file that holds it",
        |page| {
            sign(page);
            let sets: Vec<(&str, &str, Value)> =
                (0..600).map(|n| ("m1-1", "note", json!(format!("第 {n} 次修改")))).collect();
            page.goto("#/merge");
            let path = file(page, "张三.json", &reviewer("张三", "zzz1", &sets));
            page.upload(&page.by_role("file", "选择要合并的文件"), &path);
            page.by_role("region", "合并预览").wait_text("将带来 600 处变更");
            page.by_role("region", "合并预览").by_role("button", "合并").click();
            page.by_role("region", "合并结果").wait_text("600 处变更");
            saved(page);
            // The note of the merge is one more.
            assert_eq!(page.script_async(MIRRORED), 601, "已保存 was said of what the mirror lacks");
            let history = |page: &Page| exported(page)["history"].as_array().map_or(0, Vec::len);
            page.reload();
            assert_eq!(history(page), 601);
            // Last week's file of the same ledger takes the place of the merged one.
            choose(page, "上周.json", crate::workspace::built_in_text().as_bytes());
            page.wait_until("the merge is there again", || edits(page).len() == 601);
            assert_eq!(history(page), 601, "the merge is lost with the file that held it");
            saved(page);
            let delete = |name: &str| {
                let script = format!(
                    "const done = arguments[0]; const gone = indexedDB.deleteDatabase('{name}'); \
                 gone.onsuccess = () => done(true); gone.onerror = () => done(false);"
                );
                assert_eq!(page.script_async(&script), true);
            };
            // localStorage alone.
            delete("zhenggai-edits");
            page.reload();
            assert_eq!(history(page), 601, "localStorage alone does not hold the merge");
            page.wait_until("the mirror is made anew", || page.script_async(MIRRORED) == 601);
            // The mirror alone.
            delete("zhenggai");
            page.script("localStorage.clear()", &[]);
            page.reload();
            page.wait_until("the mirror brings it back", || edits(page).len() == 601);
            assert_eq!(history(page), 601, "the mirror alone does not hold the merge");
            quiet(page);
        },
    );

    suite.test(
        "merging: a rule decides all, what cannot be read says why, what waits is turned down",
        |page| {
            sign(page);
            four(page);
            let path = file(page, "坏的.json", b"{ \"format\": ");
            page.upload(&page.by_role("file", "选择要合并的文件"), &path);
            page.by_role("table", "要合并的文件").wait_text("没有合并这个文件");
            page.by_role("button", "移除 坏的.json").click();
            page.wait_until("the files are compared", || {
                page.by_role("status", "合并进度").text().is_empty()
            });
            page.by_role("button", "一律用最长的").click();
            page.by_role("status", "冲突进度").wait_text("已定 2 处");
            page.by_role("region", "合并预览").by_role("button", "合并").click();
            page.by_role("region", "合并结果").wait();
            assert_eq!(value(&exported(page), "m1-1", "note"), "已开会研究，已发文。");
            page.by_role("button", "撤销这次合并").click();
            saved(page);
            assert_eq!(exported(page)["findings"], built_in()["findings"]);

            page.goto("#/merge");
            let other = reviewer("钱七", "zzz7", &[("m5-1", "note", json!("文件里写的"))]);
            page.goto("#/findings/f05");
            enter(&page.by_role("article", "措施 5-1").by_role("textbox", "备注"), page, "这里写的");
            saved(page);
            page.goto("#/merge");
            let path = file(page, "钱七.json", &other);
            page.upload(&page.by_role("file", "选择要合并的文件"), &path);
            page.by_role("region", "合并预览").by_role("button", "合并").click();
            page.by_role("region", "合并结果").wait_text("待处理");
            page.goto("#/history");
            let waiting = page.by_role("region", "待处理的变更");
            waiting.wait();
            waiting.by_role_containing("button", "不采用").click();
            waiting.wait_gone();
            page.by_role("table", "变更记录").wait_text("不采用备注");
            page.press("Control+z");
            waiting.wait();
            close_alerts(page);
            quiet(page);
        },
    );

    suite.test(
        "merging: moments are compared, the history is filtered, looked into and taken back",
        |page| {
            sign(page);
            page.goto("#/findings/f12");
            let side = page.by_role("complementary", "措施 12-1的责任、时限与状态");
            enter(&side.by_role("textbox", "责任人"), page, "李强");
            enter(&side.by_role("textbox", "责任人"), page, "赵敏");
            side.by_role("combobox", "整改状态").select("● 已完成");
            saved(page);
            page.goto("#/history");
            let table = page.by_role("table", "变更记录");
            table.wait_text("李强");
            page.by_role("group", "筛选").by_role("combobox", "类别").select("新增");
            page.wait_text("符合 0 处");
            page.by_role("button", "清除筛选").click();
            page.wait_text("符合 3 处");
            page.by_role("group", "筛选").by_role("combobox", "修改人").select("王敏");
            page.wait_until("the filter is in the address", || {
                page.script("return location.hash", &[]).to_string().contains("who=")
            });
            // The first of the three stands last.
            table.by_role_containing("button", "撤销 措施 12-1").nth(2).click();
            let why = crate::workspace::alert(page, "没有修改");
            assert!(why.contains("赵敏"), "{why}");
            close_alerts(page);
            table.by_role_containing("button", "查看当时").nth(2).click();
            let past = page.by_role("region", "当时的台账");
            past.wait_text("（只读）");
            past.wait_text("责任人");
            past.by_role("region", "与现在相比").wait_text("当时 李强，现在 赵敏");
            // By key: the page moves under the pointer while what was then is drawn.
            past.by_role("link", "整本与现在对比").press("Enter");
            let report = page.by_role("region", "整改进展对比");
            report.by_role("table", "统计对比").wait_text("已完成的措施");
            report.wait_text("措施 12-1");
            let (name, bytes) = page.download(|| report.by_role("button", "导出 CSV").click());
            let text = String::from_utf8_lossy(&bytes).into_owned();
            assert!(
                name.contains("对比") && text.starts_with('\u{feff}') && text.contains("已完成的措施,0,1,+1"),
                "{text}"
            );
            assert!(text.contains("责任人,修改,李强,赵敏"), "{text}");
            quiet(page);
        },
    );

    suite.test(
        "merging: what a file without history says otherwise is listed, and waits where nobody decides",
        |page| {
            sign(page);
            page.goto("#/findings/f05");
            enter(&page.by_role("article", "措施 5-1").by_role("textbox", "备注"), page, "这里写的");
            saved(page);
            let mut other = built_in();
            measure(&mut other, "m5-1")["note"] = json!("文件里写的");
            measure(&mut other, "m3-1")["owner"] = json!("王五");
            page.goto("#/merge");
            let path = file(page, "没有记录.json", other.to_string().as_bytes());
            page.upload(&page.by_role("file", "选择要合并的文件"), &path);
            let preview = page.by_role("region", "合并预览");
            preview.wait_text("另有 2 处没有变更记录的修改");
            preview.by_css("summary").nth(0).click();
            preview.wait_text("文件“没有记录.json”里没有变更记录");
            preview.wait_text("改为 王五");
            let card = page.by_role("article", "冲突：措施 5-1的备注");
            card.wait_text("文件里写的");
            preview.by_role("button", "合并").click();
            page.by_role("region", "合并结果").wait_text("还有 1 处在“变更”页待处理");
            saved(page);
            let ledger = exported(page);
            assert_eq!(value(&ledger, "m5-1", "note"), "这里写的");
            assert_eq!(value(&ledger, "m3-1", "owner"), "王五");
            page.reload();
            page.goto("#/history");
            let waiting = page.by_role("region", "待处理的变更");
            waiting.wait_text("文件里写的");
            waiting.by_role_containing("button", "采用：").nth(0).click();
            waiting.wait_gone();
            saved(page);
            assert_eq!(value(&exported(page), "m5-1", "note"), "文件里写的");
            quiet(page);
        },
    );

    suite.test("merging: the history tells what a deleted measure was, and is filtered by its finding", |page| {
        sign(page);
        page.goto("#/findings/f12");
        let side = page.by_role("complementary", "措施 12-1的责任、时限与状态");
        enter(&side.by_role("textbox", "责任人"), page, "李强");
        saved(page);
        // A reviewer took the measure out after he had this one's edit.
        let mut ledger = exported(page);
        let finding = ledger["findings"].as_array_mut().into_iter().flatten().find(|f| f["id"] == "f12");
        let measures = finding.expect("the finding")["measures"].as_array_mut().expect("measures");
        let item = measures.remove(0);
        let history = ledger["history"].as_array_mut().expect("a history");
        history.push(json!({
            "id": "zzz9-1", "clock": 900, "at": "2026-11-09T09:30:00.000+08:00", "author": "钱七", "op": "remove",
            "entity": item["id"], "spot": {"parent": "f12", "list": "measures"}, "item": item,
        }));
        page.goto("#/merge");
        let path = file(page, "钱七.json", ledger.to_string().as_bytes());
        page.upload(&page.by_role("file", "选择要合并的文件"), &path);
        page.by_role("region", "合并预览").by_role("button", "合并").click();
        page.by_role("region", "合并结果").wait();
        page.goto("#/history?finding=f12");
        let table = page.by_role("table", "变更记录");
        table.wait_text("措施 12-1（已删除）");
        table.wait_text("责任人");
        table.wait_text("李强");
        quiet(page);
    });
}
