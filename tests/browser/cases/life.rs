//! A finding's whole life on two machines: written by one person, reviewed by another on a laptop that shares nothing
//! but files, returned once, supplied, accepted on both levels and closed by a third. And a finding's measures
//! accepted at once.

use std::rc::Rc;

use browser_tests::{Condition, Locator, Page, Session, Suite};
use serde_json::{Value, json};

use crate::workspace::{alert, choose, enter, export, file, quiet, saved, sign, sign_in, unfold};

/// 销号 of the finding as a whole.
fn closing<'p>(page: &'p Page, finding: &str) -> Locator<'p> {
    page.by_css(&format!("[data-closing=\"{finding}\"]"))
}

/// Another person's machine: a browser with a profile of its own, and its own copy of the page.
fn laptop(page: &Page) -> Page {
    let html = std::fs::read(page.file()).expect("the page is there");
    let session = Session::start(page.browser(), Condition::Plain).expect("another browser starts");
    Page::open(Rc::new(session), &html)
}

/// Brings another machine's file into the ledger; nothing in it meets anything.
fn merge(page: &Page, name: &str, bytes: &[u8]) {
    page.goto("#/merge");
    let path = file(page, name, bytes);
    page.upload(&page.by_role("file", "选择要合并的文件"), &path);
    page.by_role("table", "要合并的文件").wait_text(name);
    page.wait_until("the files are compared", || page.by_role("status", "合并进度").text().is_empty());
    let preview = page.by_role("region", "合并预览");
    preview.wait_text("将带来");
    assert!(!page.by_role("status", "冲突进度").exists(), "{}", preview.text());
    preview.by_role("button", "合并").click();
    page.by_role("region", "合并结果").wait_text("已合并 1 个文件");
    saved(page);
}

/// A note of progress, which is of today and of who writes it.
fn tell(page: &Page, person: &str, text: &str) {
    let list = page.by_role("article", "措施 35-1").by_role("group", "整改进展及成效");
    unfold(&list);
    let before = list.by_role("textbox", "进展及成效").count();
    list.by_role("button", "新增进展").click();
    let note = list.by_css(".new-text").by_role("textbox", "进展及成效");
    page.wait_until("the cursor is in the note", || note.has_focus());
    enter(&note, page, text);
    page.wait_until("the note is there", || list.by_role("textbox", "填报人").count() == before + 1);
    assert_eq!(list.by_role("textbox", "填报人").nth(before).value(), person);
    assert_eq!(list.by_role("textbox", "日期").nth(before).value().len(), "2024-06-18".len());
}

/// A file that proves the measure.
fn prove(page: &Page, name: &str, text: &str) {
    let path = file(page, name, text.as_bytes());
    let list = page.by_role("article", "措施 35-1").by_role("group", "佐证材料");
    page.upload(&list.by_role("file", "选择佐证文件"), &path);
    page.by_role("status", "消息").wait_text("已登记 1 份佐证材料");
    list.by_role_containing("group", &format!("佐证材料 {name}")).wait();
}

/// Writes the finding from nothing; gives its id.
fn write(page: &Page) -> String {
    page.goto("#/findings");
    page.by_role("button", "新增问题").click();
    let title = page.by_role("textbox", "反馈问题");
    page.wait_until("the cursor is in the title", || title.has_focus());
    page.type_text("关于督查不到位的问题");
    page.press("Enter");
    page.by_role("heading", "关于督查不到位的问题").wait();
    let hash = page.script("return location.hash", &[]);
    let id = hash.as_str().unwrap_or_default().trim_start_matches("#/findings/").to_owned();
    enter(&page.by_role("textbox", "问题的具体内容"), page, "三项重点工作没有督查。");
    enter(&page.by_role("textbox", "整改目标"), page, "建立督查制度并执行。");
    let side = page.by_role("complementary", "问题的责任与时限");
    enter(&side.by_role("textbox", "责任领导"), page, "李局长");
    enter(&side.by_role("textbox", "整改时限"), page, "2030年12月底前");
    closing(page, &id).by_role("button", "申请销号").click();
    alert(page, "还没有整改措施");

    page.by_role("button", "新增整改措施").click();
    let one = page.by_role("article", "措施 35-1");
    page.wait_until("the cursor is in the measure", || one.by_role("textbox", "整改措施").has_focus());
    page.type_text("一是建立督查制度，逐项督查。");
    page.press("Enter");
    alert(page, "措施 35-1：没有佐证材料");
    let fields = page.by_role("complementary", "措施 35-1的责任、时限与状态");
    enter(&fields.by_role("combobox", "牵头部门"), page, "高新处");
    fields.by_role("combobox", "整改状态").select("● 已完成");
    tell(page, "王敏", "已印发督查制度。");
    prove(page, "督查制度.txt", "第一条");
    page.by_role("alert", "").wait_gone();
    closing(page, &id).by_role("button", "申请销号").click();
    closing(page, &id).wait_text("已申请，待牵头部门初审");
    saved(page);
    id
}

/// The reviewer reads what was done, and returns it by key.
fn send_back(laptop: &Page) {
    laptop.goto("#/review");
    let item = laptop.by_role("article", "问题 35");
    for told in ["督查制度.txt", "已印发督查制度。", "建立督查制度并执行。"] {
        item.wait_text(told);
    }
    laptop.press("r");
    let opinion = item.by_role("textbox", "意见");
    laptop.wait_until("the cursor is in the opinion", || opinion.has_focus());
    laptop.type_text("缺督查记录");
    laptop.press("Control+Enter");
    laptop.by_role("status", "审核进度").wait_text("已审 1 / 1");
    saved(laptop);
}

fn whole_life(page: &Page) {
    sign(page);
    let laptop = laptop(page);
    sign_in(&laptop, "李强", "整改办");

    let id = write(page);
    let here = format!("#/findings/{id}");
    choose(&laptop, "台账.json", &export(page).1);
    laptop.by_role("status", "消息").wait_text("35 个问题，111 条措施");
    send_back(&laptop);
    merge(page, "李强第一次.json", &export(&laptop).1);

    page.goto(&here);
    closing(page, &id).wait_text("缺督查记录");
    tell(page, "王敏", "已补督查记录 3 份。");
    prove(page, "督查记录.txt", "三份");
    closing(page, &id).by_role("button", "申请销号").click();
    closing(page, &id).wait_text("第 2 轮");
    saved(page);
    merge(&laptop, "王敏.json", &export(page).1);

    // The reviewer cannot put words into another's note.
    laptop.goto(&here);
    let notes = laptop.by_role("article", "措施 35-1").by_role("group", "整改进展及成效");
    unfold(&notes);
    enter(&notes.by_role("textbox", "进展及成效").nth(0), &laptop, "没有印发。");
    alert(&laptop, "这条进展由 王敏 填报");
    laptop.press("Escape");
    notes.by_role_containing("button", "删除").nth(0).click();
    alert(&laptop, "别人不能删除");
    assert_eq!(notes.by_role("textbox", "进展及成效").nth(0).value(), "已印发督查制度。");
    laptop.goto("#/review");
    laptop.by_role("article", "问题 35").wait_text("已补督查记录 3 份。");
    laptop.press("a");
    laptop.by_role("status", "审核进度").wait_text("已审 1 / 1");
    saved(&laptop);
    merge(page, "李强第二次.json", &export(&laptop).1);

    page.goto("#/review");
    page.by_role("button", "更换署名").click();
    sign_in(page, "赵敏", "整改办");
    let item = page.by_role("article", "问题 35");
    item.wait_text("审核中，待整改办复核");
    item.by_role("button", "审核同意").click();
    page.wait_text("没有等您审核的事项");
    saved(page);
    page.reload();
    page.goto(&here);
    closing(page, &id).wait_text("已销号");
    unfold(&closing(page, &id));
    let told = closing(page, &id).text();
    for part in [
        "第 1 轮",
        "王敏（高新处）",
        "退回",
        "缺督查记录",
        "第 2 轮",
        "李强（整改办）",
        "牵头部门初审：审核同意",
        "赵敏（整改办）",
        "整改办复核：销号",
    ] {
        assert!(told.contains(part), "{part} is not in {told}");
    }
    quiet(page);
    quiet(&laptop);
}

/// A finding with two measures that were applied for, and one that was not.
fn applied() -> String {
    let measure = |id: &str, number: u32, closure: Value| {
        json!({ "id": id, "number": number, "text": format!("第{number}条"), "status": "s",
            "progress": [{ "id": format!("p{id}"), "text": "已办" }],
            "evidence": [{ "id": format!("e{id}"), "name": "办法.pdf" }], "closure": closure })
    };
    let apply = |id: &str| json!([{ "id": id, "action": "apply", "round": 1, "by": "赵云", "unit": "高新处", "date": "2026-11-01" }]);
    json!({
        "format": "zhenggai.bundle/1", "id": "applied", "title": "待审",
        "statuses": [{ "id": "s", "label": "已完成", "class": "done", "symbol": "●" }],
        "findings": [{ "id": "f", "number": 12, "title": "关于甲的问题", "measures": [
            measure("m1", 1, apply("c1")), measure("m2", 2, apply("c2")), measure("m3", 3, json!([]))] }]
    })
    .to_string()
}

pub fn add(suite: &mut Suite) {
    suite.test("life: a finding from empty to closed, between two machines, with one return", whole_life);

    suite.test("life: a finding that is late by its own deadline is marked in its row", |page| {
        sign(page);
        let ledger = json!({
            "format": "zhenggai.bundle/1", "id": "late", "title": "逾期", "findings": [
                { "id": "f1", "number": 1, "title": "关于甲的问题", "due": "2020-01-31", "measures": [{ "id": "m1" }] },
                { "id": "f2", "number": 2, "title": "关于乙的问题", "due": "2990-01-31", "measures": [{ "id": "m2" }] }]
        });
        choose(page, "逾期.json", ledger.to_string().as_bytes());
        page.by_role("status", "消息").wait_text("2 个问题");
        page.goto("#/findings");
        let rows = page.by_role("grid", "问题清单");
        rows.by_role_containing("row", "关于甲的问题").wait_text("2020-01-31 逾期");
        assert!(!rows.by_role_containing("row", "关于乙的问题").text().contains("逾期"));
        quiet(page);
    });

    suite.test("life: all measures of a finding are accepted in one step, and taken back as one", |page| {
        sign(page);
        choose(page, "待审.json", applied().as_bytes());
        page.by_role("status", "消息").wait_text("1 个问题，3 条措施");
        page.goto("#/review");
        let progress = page.by_role("status", "审核进度");
        progress.wait_text("已审 0 / 2");
        page.by_role("button", "同意本问题全部待审措施").click();
        page.by_role("status", "消息").wait_text("已同意问题 12 的 2 条措施");
        progress.wait_text("已审 2 / 2");
        page.wait_text("没有等您审核的事项");
        page.press("Control+z");
        progress.wait_text("已审 0 / 2");
        page.by_role("button", "同意本问题全部待审措施").wait();
        quiet(page);
    });
}
