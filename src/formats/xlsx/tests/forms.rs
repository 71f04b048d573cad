//! The form that a unit fills in: what it may change, what it chooses from, and that what comes back is one step.

use super::super::{read, write};
use super::{day, part};
use crate::table::book::{Book, Sheet};
use crate::table::columns::Column;
use crate::table::entry_form::form;
use crate::table::gather::{Returned, gather};
use crate::table::preview::Importer;
use crate::table::raw::RawBook;
use journal::{Cause, Journal, Stamp};
use ledger::date::Moment;
use ledger::{Bundle, Id, Ledger};
use serde_json::json;

fn bundle() -> Bundle {
    serde_json::from_value(json!({
        "format": "zhenggai.bundle/1", "id": "t", "title": "试", "organization": "局党组",
        "statuses": [{"id": "doing", "label": "整改中", "class": "doing"}, {"id": "done", "label": "已完成", "class": "done"}],
        "units": [{"id": "u1", "name": "高新处"}, {"id": "u2", "name": "法规处"}],
        "custom_fields": [
            {"id": "yes", "label": "是否公开", "kind": "yes_no"}, {"id": "src", "label": "来源", "kind": "choice", "of": "finding", "options": "上级\n自查"}],
        "findings": [
            {"id": "f1", "number": 1, "title": "甲", "custom": {"src": "上级"}, "measures": [
                {"id": "m1", "number": 1, "text": "做甲", "lead_unit": "u1", "owner": "王敏", "due": "2024-06-30", "extensions": [{"id": "x", "due": "2026-12-31"}]},
                {"id": "m2", "number": 2, "text": "做乙", "lead_unit": "u1"},
                {"id": "m3", "number": 3, "text": "别人的", "lead_unit": "u2", "owner": "赵六"}]}]
    }))
    .unwrap()
}

fn of_unit() -> Book {
    let ids = ["m1", "m2"].map(|id| Id::new(id).unwrap());
    form(&Ledger::new(bundle()).unwrap(), "高新处", &ids, day(), "王敏")
}

/// Where a column stands in the form.
fn place(sheet: &Sheet, name: &str) -> usize {
    sheet.rows[2].cells.iter().position(|cell| cell.1.to_string() == name).unwrap_or_else(|| panic!("{name}"))
}

/// The form as it comes back, with cells filled in: the row of the sheet, the column, the text.
fn returned(cells: &[(usize, &str, &str)]) -> RawBook {
    let book = of_unit();
    let mut back = read(&write(&book).unwrap()).unwrap();
    for (row, column, text) in cells {
        let at = place(&book.sheets[0], column);
        let own = back.sheets[0].rows.iter_mut().find(|own| own.number as usize == *row).unwrap();
        own.cells.resize(own.cells.len().max(at + 1), String::new());
        own.kinds.retain(|(column, _)| usize::from(*column) != at);
        (*text).clone_into(&mut own.cells[at]);
    }
    back.fill_merged();
    back
}

fn after(book: RawBook) -> (Bundle, Vec<String>) {
    let stamp = Stamp {
        session: Id::new("s").unwrap(),
        at: Moment::EPOCH,
        author: "王敏".into(),
        unit: String::new(),
    };
    let importer = Importer { today: day().plus_days(30), author: "王敏".into() };
    let mut count = 0;
    let mut fresh = || {
        count += 1;
        Id::new(&format!("new.{count}")).unwrap()
    };
    let files = [Returned { name: "高新处.xlsx".into(), book }];
    let gathered = gather(bundle(), &files, &importer, &stamp, &mut fresh).unwrap();
    let mut journal = Journal::open(bundle()).unwrap();
    let ops = gathered.ops(&[]);
    if !ops.is_empty() {
        journal.commit(ops, &stamp, &Cause::Direct).unwrap();
    }
    (journal.ledger().bundle().clone(), gathered.files[0].told.clone())
}

#[test]
fn a_unit_changes_what_it_reports_and_nothing_else() {
    let book = of_unit();
    let sheet = &book.sheets[0];
    let open = sheet.open.as_ref().unwrap();
    for (name, is_open) in [
        ("序号", false),
        ("反馈问题", false),
        ("来源", false),
        ("整改措施", false),
        ("责任领导", false),
        ("牵头部门", false),
        ("延期至", false),
        ("逾期情况", false),
        ("销号情况", false),
        (Column::Id.name(), false),
        ("责任(配合)部门", true),
        ("责任人", true),
        ("整改进展及成效", true),
        ("整改状态", true),
        ("实际完成日期", true),
        ("制度成果", true),
        ("备注", true),
        ("是否公开", true),
    ] {
        assert_eq!(open.has(3, place(sheet, name)), is_open, "{name}");
        assert!(
            !open.has(2, place(sheet, name)) && !open.has(5, place(sheet, name)),
            "neither heads nor below: {name}"
        );
    }
    let due = place(sheet, "整改时限");
    assert!(!open.has(3, due) && open.has(4, due), "a first deadline is set once");
    assert_eq!(sheet.rows.len(), 5, "no row of another unit");
}

#[test]
fn the_file_locks_without_a_password_and_offers_words() {
    let file = write(&of_unit()).unwrap();
    let (sheet, styles) = (part(&file, "xl/worksheets/sheet1.xml"), part(&file, "xl/styles.xml"));
    let protection = sheet.find("<sheetProtection sheet=\"1\"").unwrap();
    assert!(
        sheet.find("</sheetData>").unwrap() < protection && protection < sheet.find("<autoFilter").unwrap()
    );
    assert!(!sheet.contains("password") && !sheet.contains("hashValue"), "{sheet}");
    assert!(styles.contains("<protection locked=\"0\"/>"));
    let words = part(&file, "xl/sharedStrings.xml");
    for word in [
        "未填报",
        "整改中",
        "已完成",
        "立行立改",
        "高新处",
        "法规处",
        "王敏",
        "赵六",
        "上级",
        "自查",
        "是",
        "否",
    ] {
        assert!(words.contains(&format!(">{word}</t>")), "{word}");
    }
    let rules = sheet.matches("<dataValidation ").count();
    let refusing = sheet.matches("showErrorMessage").count();
    assert_eq!(
        (rules, refusing),
        (7, 4),
        "status, class, two own fields; units and people may be others: {sheet}"
    );
}

#[test]
fn a_form_that_nobody_touched_changes_nothing() {
    let (now, told) = after(returned(&[]));
    assert_eq!((now, told.as_slice()), (bundle(), &[][..]));
}

#[test]
fn what_a_unit_filled_in_is_taken_by_id_in_one_step() {
    let (now, told) = after(returned(&[
        (4, "整改状态", "已完成"),
        (4, "实际完成日期", "2026/12/20"),
        (4, "整改进展及成效", "2026-12-20 已办结"),
        (5, "责任人", "新来的人"),
        (5, "责任(配合)部门", "高新处、法规处"),
        (5, "整改时限", "2027年6月底前"),
        (5, "是否公开", "否"),
        // Whoever lifts the lock still changes no deadline.
        (4, "整改时限", "2030-01-01"),
    ]));
    let (one, two) = (&now.findings[0].measures[0], &now.findings[0].measures[1]);
    assert_eq!(one.status.as_ref().map(Id::as_str), Some("done"));
    assert_eq!(one.completed, Some("2026-12-20".parse().unwrap()));
    assert_eq!(one.progress[0].text, "已办结");
    assert_eq!(one.due, Some("2024-06-30".parse().unwrap()));
    assert_eq!(
        (two.owner.as_str(), two.units.len(), two.due.clone()),
        ("新来的人", 2, Some("2027-06".parse().unwrap()))
    );
    assert_eq!(two.custom.value("yes"), Some(&json!("否")));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("2030-01-01") && told[0].contains("改期须走延期"), "{told:?}");
    assert_eq!(now.findings[0].measures[2], bundle().findings[0].measures[2]);
}
