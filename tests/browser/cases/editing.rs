//! Editing: every kind of field, entities added, moved and removed; what is stored, told and taken back.

use browser_tests::{Locator, Page, Suite};
use serde_json::{Value, json};

use crate::workspace::{
    alert, built_in, edits, enter, exported, quiet, saved, sign, unfold, without_history,
};

/// A field beside a measure: its role, its name, what is typed, what stands there afterwards.
const BESIDE: [(&str, &str, &str, &str); 7] = [
    ("textbox", "责任领导", "王敏", "王敏"),
    ("combobox", "牵头部门", "高新处", "高新处"),
    ("combobox", "责任部门", "高新处、法规处", "高新处、法规处"),
    ("combobox", "配合部门", "机关党委", "机关党委"),
    ("textbox", "责任人", " 李强", " 李强"),
    ("textbox", "整改时限", "2024年6月30日", "2024-06-30"),
    ("textbox", "备注", "第一行\n第二行", "第一行\n第二行"),
];

/// Deadlines in other forms, and how they are stored.
const DEADLINES: [(&str, &str, &str); 3] = [
    ("措施 12-2", "2024年9月底", "2024-09"),
    ("措施 12-3", "长期坚持", "长期坚持"),
    ("措施 12-4", "2024.12.1", "2024-12-01"),
];

/// Fields of entries: the list, the field, what is typed, what stands there.
const ENTRIES: [(&str, &str, &str, &str); 10] = [
    ("整改进展及成效", "日期", "20240312", "2024-03-12"),
    ("整改进展及成效", "填报人", "王敏", "王敏"),
    ("整改进展及成效", "进展及成效", "已召开专题会议。\n已印发方案。", "已召开专题会议。\n已印发方案。"),
    ("佐证材料", "材料编号", "12-1-01", "12-1-01"),
    ("佐证材料", "材料名称", "会议纪要.pdf", "会议纪要.pdf"),
    ("佐证材料", "大小（字节）", "20480", "20480"),
    ("佐证材料", "同时佐证", "12-2、12-3", "12-2、12-3"),
    ("延期", "新的时限", "2024-08", "2024-08"),
    ("延期", "延期原因", "资金未到位", "资金未到位"),
    ("延期", "批准日期", "2024/7/1", "2024-07-01"),
];

/// Fields of the ledger: the group, the field, what is typed, what stands there.
const LEDGER: [(&str, &str, &str, &str); 5] = [
    ("台账", "被巡察党组织", "市科创局党组", "市科创局党组"),
    ("巡察", "巡察组", "市委第二巡察组", "市委第二巡察组"),
    ("巡察", "反馈日期", "2023年10月14日", "2023-10-14"),
    ("巡察", "月数", "6", "6"),
    ("通报文字", "导语", "根据统一部署，\n现予公布。", "根据统一部署，\n现予公布。"),
];

fn side<'p>(page: &'p Page, measure: &str) -> Locator<'p> {
    page.by_role("complementary", &format!("{measure}的责任、时限与状态"))
}

fn entry<'p>(page: &'p Page, measure: &str, list: &str, field: &str) -> Locator<'p> {
    page.by_role("article", measure).by_role("group", list).by_role("textbox", field)
}

fn of_ledger<'p>(page: &'p Page, group: &str, field: &str) -> Locator<'p> {
    page.by_role("region", group).by_role("textbox", field)
}

/// Adds an entry by the text that it begins with.
fn begin(page: &Page, within: &Locator<'_>, item: &str, text: &str) {
    within.by_role("button", &format!("新增{item}")).click();
    page.wait_until("the cursor is in the new text", || {
        page.script("return Boolean(document.activeElement.closest('.new-text'))", &[]) == true
    });
    page.type_text(text);
    page.press("Enter");
    within.by_css(".new-text").wait_gone();
}

fn edit_finding(page: &Page) {
    page.goto("#/findings/f12");
    page.by_role("button", "修改标题与正文").click();
    enter(&page.by_role("textbox", "反馈问题"), page, "关于改过的标题的问题");
    page.by_role("heading", "关于改过的标题的问题").wait();
    page.by_role("complementary", "问题的责任与时限").by_role("combobox", "问题类别").select("党的建设");
    enter(&page.by_role("textbox", "整改目标"), page, "全部完成");

    let one = page.by_role("article", "措施 12-1");
    enter(&one.by_role("textbox", "整改措施"), page, "健全机制，\n定期研究。");
    for (role, name, typed, _) in BESIDE {
        enter(&side(page, "措施 12-1").by_role(role, name), page, typed);
    }
    side(page, "措施 12-1").by_role("combobox", "整改状态").select("● 已完成");
    side(page, "措施 12-1").by_role("combobox", "整改类型").select("立行立改");
    side(page, "措施 12-1").by_role("checkbox", "仅内部").click();
    for (measure, typed, _) in DEADLINES {
        enter(&side(page, measure).by_role("textbox", "整改时限"), page, typed);
    }
    begin(page, &one, "进展", "先写一句");
    begin(page, &one, "佐证材料", "纪要.pdf");
    one.by_role("button", "新增延期").click();
    for (list, field, typed, _) in ENTRIES {
        if list == "延期" {
            // An extension is entered as a whole.
            entry(page, "措施 12-1", list, field).fill(typed);
        } else {
            enter(&entry(page, "措施 12-1", list, field), page, typed);
        }
    }
    entry(page, "措施 12-1", "延期", "批准人").fill("李局长");
    one.by_role("button", "登记延期").click();
    one.by_role("button", "登记延期").wait_gone();
    enter(&entry(page, "措施 12-1", "整改进展及成效", "填报人"), page, "赵云");
}

fn check_finding(page: &Page) {
    page.goto("#/findings/f12");
    page.by_role("heading", "关于改过的标题的问题").wait();
    let aside = page.by_role("complementary", "问题的责任与时限");
    assert_eq!(
        aside.by_role("combobox", "问题类别").eval("return arguments[0].selectedOptions[0].text"),
        "党的建设"
    );
    assert_eq!(page.by_role("textbox", "整改目标").value(), "全部完成");
    let one = page.by_role("article", "措施 12-1");
    assert_eq!(one.by_role("textbox", "整改措施").value(), "健全机制，\n定期研究。");
    for (role, name, _, shown) in BESIDE {
        assert_eq!(side(page, "措施 12-1").by_role(role, name).value(), shown, "{name}");
    }
    assert_eq!(side(page, "措施 12-1").by_role("combobox", "整改状态").value(), "已完成");
    assert_eq!(side(page, "措施 12-1").by_role("combobox", "整改类型").value(), "立行立改");
    assert_eq!(
        side(page, "措施 12-1").by_role("checkbox", "仅内部").eval("return arguments[0].checked"),
        true
    );
    for (measure, _, shown) in DEADLINES {
        assert_eq!(side(page, measure).by_role("textbox", "整改时限").value(), shown, "{measure}");
    }
    unfold(&one);
    for (list, field, _, shown) in ENTRIES {
        let shown = if field == "填报人" { "赵云" } else { shown };
        assert_eq!(entry(page, "措施 12-1", list, field).value(), shown, "{list} {field}");
    }
}

fn edit_ledger(page: &Page) {
    page.goto("#/ledger");
    begin(page, &page.by_role("group", "方面"), "方面", "党的建设");
    for (group, field, typed, _) in LEDGER {
        enter(&of_ledger(page, group, field), page, typed);
    }
}

fn rename_unit(page: &Page) {
    page.goto("#/ledger");
    let unit = page.by_role("group", "单位").by_role("group", "单位 法规处");
    enter(&unit.by_role("textbox", "名称"), page, "政策法规处");
    page.by_role("group", "单位").by_role("group", "单位 政策法规处").wait();
}

fn edit_institutions(page: &Page) {
    page.goto("#/institutions");
    let row = page.by_role("table", "制度登记").by_role("row", "").nth(1);
    enter(&row.by_role("textbox", "文号"), page, "武科创〔2024〕1号");
    enter(&row.by_role("textbox", "印发日期"), page, "2024.3.1");
    enter(&row.by_role("textbox", "对应问题"), page, "12");
    row.by_role("combobox", "性质").select("学习贯彻");
    assert_eq!(row.by_role("textbox", "印发日期").value(), "2024-03-01");
    let detail = page.by_role_containing("region", "的详情");
    enter(&detail.by_role("textbox", "备注"), page, "已报备案");
}

pub fn add(suite: &mut Suite) {
    suite.test(
        "editing: every kind of field survives a reload, is told, and is taken back to the start",
        |page| {
            sign(page);
            edit_ledger(page);
            edit_finding(page);
            rename_unit(page);
            edit_institutions(page);
            saved(page);
            page.reload();

            check_finding_after_rename(page);
            page.goto("#/ledger");
            for (group, field, _, shown) in LEDGER {
                assert_eq!(of_ledger(page, group, field).value(), shown, "{group} {field}");
            }
            page.goto("#/institutions");
            let row = page.by_role("table", "制度登记").by_role("row", "").nth(1);
            for (field, shown) in
                [("文号", "武科创〔2024〕1号"), ("印发日期", "2024-03-01"), ("对应问题", "12")]
            {
                assert_eq!(row.by_role("textbox", field).value(), shown, "{field}");
            }
            assert_eq!(row.by_role("combobox", "性质").value(), "studied");
            row.by_role("textbox", "文号").focus();
            let note = page.by_role_containing("region", "的详情").by_role("textbox", "备注");
            assert_eq!(note.value(), "已报备案");

            told(page);
            back_to_the_start(page);
            quiet(page);
        },
    );

    suite
        .test("editing: measures, findings and entries are added, moved, removed and found again", structure);

    suite.test("editing: what cannot be entered says why, and Esc restores", |page| {
        sign(page);
        page.goto("#/findings/f12");
        let due = side(page, "措施 12-1").by_role("textbox", "整改时限");
        enter(&due, page, "2024-02-30");
        alert(page, "没有存入：应为日期");
        assert_eq!(due.attribute("aria-invalid").as_deref(), Some("true"));
        assert_eq!(due.value(), "2024-02-30", "what was typed is gone");
        page.press("Escape");
        page.wait_until("the box is as it was", || due.value().is_empty());
        assert_eq!(page.by_role("alert", "").count(), 0);
        let also = page.by_role("article", "措施 12-1");
        begin(page, &also, "佐证材料", "纪要.pdf");
        let size = entry(page, "措施 12-1", "佐证材料", "大小（字节）");
        enter(&size, page, "很大");
        alert(page, "没有存入：应为");
        page.press("Escape");
        // One edit only: the entry that was added. One that was begun and left is none.
        for (item, key) in
            [("佐证材料", "Escape"), ("佐证材料", "Tab"), ("进展", "Escape"), ("进展", "Enter")]
        {
            also.by_role("button", &format!("新增{item}")).click();
            page.wait_until("the cursor is in the new text", || {
                page.script("return Boolean(document.activeElement.closest('.new-text'))", &[]) == true
            });
            page.press(key);
            also.by_css(".new-text").wait_gone();
        }
        assert_eq!(edits(page).len(), 1);
        // What is typed and then undone in the box is no edit, and the ledger's own undo waits for it.
        let owner = side(page, "措施 12-1").by_role("textbox", "责任人");
        enter(&owner, page, "李强");
        owner.type_text("、王敏");
        page.press("Control+z");
        page.wait_until("only the box's own text is undone", || owner.value() != "李强、王敏");
        assert_eq!(edits(page).len(), 2, "the step before was undone");
        page.press("Escape");
        assert_eq!(owner.value(), "李强");
        page.press("Control+z");
        page.wait_until("the step is undone", || owner.value().is_empty());
        page.press("Control+Shift+z");
        page.wait_until("the step is made again", || owner.value() == "李强");
        page.by_role("status", "消息").wait_text("已重做");
        quiet(page);
    });
}

/// As [`check_finding`], with the unit under its new name.
fn check_finding_after_rename(page: &Page) {
    page.goto("#/findings/f12");
    let units = side(page, "措施 12-1").by_role("combobox", "责任部门");
    assert_eq!(units.value(), "高新处、政策法规处");
    page.goto("#/ledger");
    let unit = page.by_role("group", "单位").by_role("group", "单位 政策法规处");
    enter(&unit.by_role("textbox", "名称"), page, "法规处");
    check_finding(page);
}

/// The changes are listed with who, from and to, found by search, and undone from there.
fn told(page: &Page) {
    page.goto("#/history");
    let table = page.by_role("table", "变更记录");
    page.by_role("searchbox", "搜索").fill("整改状态");
    page.wait_until("one change matches", || table.attribute("aria-rowcount").as_deref() == Some("1"));
    let row = table.by_role("row", "").nth(1);
    let text = row.text();
    for part in ["王敏", "措施 12-1", "整改状态", "未填报", "已完成"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    row.by_role("button", "撤销 措施 12-1 的整改状态").click();
    page.wait_until("the change is undone", || table.attribute("aria-rowcount").as_deref() == Some("2"));
    assert!(table.text().contains("已撤销"), "{}", table.text());
    table.by_role("row", "").nth(1).by_role("link", "措施 12-1").click();
    let status = side(page, "措施 12-1").by_role("combobox", "整改状态");
    assert_eq!(status.value(), "");
}

fn back_to_the_start(page: &Page) {
    let undo = page.by_role("button", "撤销");
    let before = edits(page).len();
    assert!(before > 40, "only {before} edits were stored");
    // As often as a person would press it; each click is answered before the next.
    let all = "const done = arguments[0], undo = Array.from(document.querySelectorAll('button')).find((one) => one.textContent.trim() === '撤销'); \
        let left = 200; const step = () => { if (undo.disabled || left-- === 0) return done(); undo.click(); setTimeout(step); }; step();";
    page.script_async(all);
    page.wait_until("nothing is left to undo", || undo.attribute("disabled").is_some());
    let ledger = exported(page);
    assert!(
        ledger["history"].as_array().is_some_and(|history| history.len() > before),
        "history is not kept"
    );
    assert_eq!(without_history(ledger), built_in());
    saved(page);
}

fn titles(ledger: &Value) -> Vec<&str> {
    ledger["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|finding| finding["title"].as_str())
        .collect()
}

fn structure(page: &Page) {
    sign(page);
    page.goto("#/findings/f12");
    page.by_role("button", "新增整改措施").click();
    let five = page.by_role("article", "措施 12-5");
    five.wait();
    page.wait_until("the cursor is in the new measure", || five.by_role("textbox", "整改措施").has_focus());
    page.type_text("五是新的措施。");
    page.press("Control+Enter");
    page.by_role("button", "上移 措施 12-5").click();
    page.by_role("button", "删除 措施 12-2").click();
    page.by_role("status", "消息").wait_text("已删除措施 12-2");
    page.by_role("article", "措施 12-2").wait_gone();

    page.goto("#/findings");
    // A form that was opened and left makes no record.
    let before = edits(page).len();
    let title = page.by_role("textbox", "反馈问题");
    for key in ["Escape", "Tab"] {
        page.by_role("button", "新增问题").click();
        page.wait_until("the cursor is in the title", || title.has_focus());
        page.press(key);
        title.wait_gone();
    }
    assert_eq!(edits(page).len(), before);
    page.by_role("button", "新增问题").click();
    page.wait_until("the cursor is in the title", || title.has_focus());
    page.type_text("关于新的问题");
    page.press("Enter");
    page.by_role("heading", "关于新的问题").wait();
    page.wait_text("这个问题还没有整改措施");
    page.by_role("button", "上移 问题 35").click();
    page.goto("#/findings/f33");
    page.by_role("button", "删除 问题 33").click();
    page.by_role("heading", "没有这个问题").wait();

    page.goto("#/findings/f01");
    let progress = page.by_role("article", "措施 1-1").by_role("group", "整改进展及成效");
    for text in ["先", "后", "错"] {
        begin(page, &progress, "进展", text);
    }
    progress.by_role("button", "上移 措施 1-1的进展 后").click();
    progress.by_role("button", "删除 措施 1-1的进展 错").click();
    saved(page);
    page.reload();

    let ledger = exported(page);
    assert_eq!(titles(&ledger).len(), 34);
    assert_eq!(titles(&ledger)[32], "关于新的问题");
    assert!(titles(&ledger)[33].contains("科保贷"), "{}", titles(&ledger)[33]);
    let numbers: Vec<&Value> =
        ledger["findings"][11]["measures"].as_array().into_iter().flatten().map(|m| &m["number"]).collect();
    assert_eq!(numbers, [&json!(1), &json!(3), &json!(5), &json!(4)]);
    let told = &ledger["findings"][0]["measures"][0]["progress"];
    let texts: Vec<&Value> = told.as_array().into_iter().flatten().map(|entry| &entry["text"]).collect();
    assert_eq!(texts, [&json!("后"), &json!("先")]);

    // What was removed comes back where it stood, with all below it.
    let removed = page.by_role("status", "消息");
    for _ in 0..2 {
        page.by_role("button", "撤销").click();
    }
    removed.wait_text("已撤销");
    page.goto("#/history");
    page.by_role("searchbox", "搜索").fill("删除问题");
    let table = page.by_role("table", "变更记录");
    page.wait_until("one change matches", || table.attribute("aria-rowcount").as_deref() == Some("1"));
    table.by_role("row", "").nth(1).by_role("button", "撤销 台账 的删除问题").click();
    page.goto("#/findings/f33");
    page.by_role("article", "措施 33-3").wait();
    let ledger = exported(page);
    let back = ledger["findings"].as_array().into_iter().flatten().find(|f| f["id"] == "f33");
    assert_eq!(back, built_in()["findings"].as_array().into_iter().flatten().find(|f| f["id"] == "f33"));
    quiet(page);
}
