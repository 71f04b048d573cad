//! Fields that an office adds to its ledger, from their making to a row that is found by them.

use browser_tests::{Page, Suite};
use serde_json::json;

use crate::workspace::{enter, exported, quiet, row_count, saved, sign};

/// The names of the columns that are seen.
fn heads(page: &Page) -> Vec<String> {
    let script =
        "return Array.from(document.querySelectorAll('.ledger-table thead th'), (th) => th.dataset.name)";
    serde_json::from_value(page.script(script, &[])).unwrap_or_default()
}

pub fn add(suite: &mut Suite) {
    suite.test(
        "custom: a field is made, filled in, shown, searched, taken back, and travels with the file",
        |page| {
            sign(page);
            page.goto("#/ledger");
            page.by_role("button", "新增自定义字段").click();
            let entry = page.by_css(".entries[aria-label=\"自定义字段\"] .entry");
            enter(&page.by_css(".new-text").by_role("textbox", "名称"), page, "资金来源");
            entry.by_role("combobox", "类型").select("选项");
            entry.by_role("textbox", "选项").fill("上级\n自筹");
            page.press("Control+Enter");
            saved(page);
            page.by_css("details.field-names > summary").click();
            page.by_role("textbox", "整改措施的责任人改称").fill("经办人");
            page.press("Enter");
            saved(page);

            page.goto("#/findings/f01");
            let duties = page.by_role("complementary", "措施 1-1的责任、时限与状态");
            duties.by_role("textbox", "经办人").wait();
            duties.by_role("combobox", "资金来源").select("上级");
            saved(page);

            page.goto("#/measures");
            assert!(heads(page).contains(&"经办人".to_owned()), "{:?}", heads(page));
            page.by_role("button", "表格列…").click();
            let dialog = page.by_role("dialog", "表格列");
            dialog.by_role("checkbox", "资金来源").click();
            dialog.by_role("button", "完成").click();
            // The status stays at the right edge, behind the columns that are scrolled.
            assert!(
                heads(page).ends_with(&["资金来源".to_owned(), "整改状态".to_owned()]),
                "{:?}",
                heads(page)
            );
            page.goto("#/measures?text=资金来源:上级");
            page.wait_until("one row is found", || row_count(page, "措施台账") == 1);
            page.by_role("combobox", "分组").select("按资金来源");
            page.by_css(".group-name").wait_text("上级");

            let ledger = exported(page);
            assert_eq!(ledger["custom_fields"][0]["label"], json!("资金来源"));
            assert_eq!(
                ledger["findings"][0]["measures"][0]["custom"].as_object().map(serde_json::Map::len),
                Some(1)
            );
            page.by_role("button", "撤销").click();
            page.goto("#/findings/f01");
            let emptied =
                page.by_role("complementary", "措施 1-1的责任、时限与状态").by_role("combobox", "资金来源");
            page.wait_until("the value is taken back", || emptied.value().is_empty());
            quiet(page);
        },
    );
}
