//! A file as a side of a comparison: all that it holds, with the ids of the ledger at hand, and the day it speaks of.

use super::align::align;
use super::edit::Edit;
use super::log::Journal;
use super::unknown::Unknown;
use super::untracked_changes::shared;
use ledger::date::Date;
use ledger::{Bundle, Id, Ledger};

/// A file as a side of a comparison.
#[derive(Debug, Clone)]
pub struct ComparisonSource {
    /// Its ledger; what is the same bears the same ids.
    pub ledger: Ledger,
    /// The day of its last edit, by the maker's clock; `None` where no edit tells.
    pub last: Option<Date>,
    /// What a person should know of it before comparing.
    pub warnings: Vec<String>,
}

/// A bundle, with edits that its file holds beside it, as a side of a comparison with this ledger.
///
/// # Errors
/// Ids that occur more than once.
pub fn beside(ledger: &Ledger, other: Bundle, edits: Vec<Edit>) -> Result<ComparisonSource, Vec<Id>> {
    let (title, own) = (other.title.clone(), other.id == ledger.bundle().id);
    let mut journal = Journal::open(other)?;
    journal.receive(edits, false);
    let last = journal.entries().iter().max_by_key(|entry| entry.edit.at.unix_ms());
    let last = last.map(|entry| entry.edit.at.date());
    let (bundle, matched) = align(ledger, journal.ledger().bundle().clone());
    let aligned = Ledger::new(bundle)?;
    let mut warnings = Vec::new();
    if !own && shared(ledger, &aligned) == 0 {
        warnings.push(format!("这是另一份台账“{title}”，没有一个问题与现在的台账相同，对比结果只供参考"));
    } else if !own {
        warnings.push(format!("文件的台账编号与现在的不同（“{title}”），按问题、措施的编号和文字对应"));
    }
    if matched > 0 {
        warnings.push(format!("{matched} 个条目的编号不同，已按标题和文字对应"));
    }
    if journal.unread() > 0 {
        warnings.push(format!("有 {} 条变更读不懂", journal.unread()));
    }
    warnings.extend(Unknown::between(&aligned, ledger).told("没有对比"));
    let waiting = journal.waiting().len();
    if waiting > 0 {
        warnings.push(format!("有 {waiting} 处修改在文件里没有生效，没有计入"));
    }
    Ok(ComparisonSource { ledger: aligned, last, warnings })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn a_file_is_counted_for_the_day_of_its_last_edit_with_all_that_it_holds() {
        let here = json!({"format": "f", "id": "b", "findings": [
            {"id": "f1", "number": 1, "title": "甲", "measures": [{"id": "m1", "text": "开会。"}]}]});
        let here = Ledger::new(serde_json::from_value(here).unwrap()).unwrap();
        let edit = |n: u32, day: &str, to: &str| {
            json!({"id": format!("s-{n}"), "clock": n, "at": format!("{day}T09:30:00.000+08:00"), "author": "",
                "op": "set", "entity": "m1", "field": "note", "from": if n == 1 { Value::Null } else { json!("一") }, "to": to})
        };
        let file = |id: &str, finding: &str| -> Bundle {
            serde_json::from_value(json!({"format": "f", "id": id, "title": "别的台账", "findings": [
                {"id": finding, "number": 1, "title": finding, "measures": [{"id": "m1", "text": "开会。", "note": "一"}]}],
                "history": [edit(1, "2024-06-20", "一")]}))
            .unwrap()
        };
        let rescued = vec![Edit::read(edit(2, "2024-06-25", "二")).unwrap()];
        let side = beside(&here, file("b", "f1"), rescued).unwrap();
        assert_eq!((side.last, side.warnings), (Date::new(2024, 6, 25), vec![]));
        assert_eq!(side.ledger.get(&Id::new("m1").unwrap(), "note"), Some(json!("二")));
        let other = beside(&here, file("x", "z9"), Vec::new()).unwrap();
        assert_eq!(other.last, Date::new(2024, 6, 20));
        assert!(other.warnings[0].contains("另一份台账“别的台账”"), "{:?}", other.warnings);
        let mut untold = file("b", "f1");
        untold.history.0.clear();
        assert_eq!(beside(&here, untold, Vec::new()).unwrap().last, None);
    }
}
