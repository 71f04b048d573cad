//! The law of the way out and back, over any ledger: what goes out as a workbook and comes in again changes nothing.

use proptest::prelude::*;

use super::super::{read, write};
use super::day;
use crate::table::choices::Choices;
use crate::table::ledger_book::{Wanted, book};
use crate::table::preview::{Importer, Preview, plan};
use journal::Op;
use ledger::{Id, Ledger};
use serde_json::json;

/// What the exported workbook would do, looked at on a later day by another person.
fn back(ledger: &Ledger, wanted: &Wanted) -> Preview {
    let mut read = read(&write(&book(ledger, wanted, day(), "王敏")).unwrap()).unwrap();
    read.fill_merged();
    let importer = Importer { today: day().plus_days(200), author: "李强".into() };
    let mut count = 0;
    plan(&read, &Choices::default(), ledger, &importer, &mut || {
        count += 1;
        Id::new(&format!("new.{count}")).unwrap()
    })
}

/// Texts as people write them in cells, deadlines and steps of every kind.
fn measures() -> impl Strategy<Value = serde_json::Value> {
    let text = || {
        prop::sample::select(vec![
            "",
            "李强",
            "=1+1",
            "两\n行",
            "12.50",
            "007",
            "2024-06",
            "/",
            "1. 甲；2. 乙",
            "+86",
            "是",
        ])
    };
    let due = || {
        prop::sample::select(vec![
            "",
            "2024-06-30",
            "2024-02",
            "2024年上半年",
            "长期坚持",
            "1890-01-01",
            "立行立改",
        ])
    };
    let day = || prop::sample::select(vec![None, Some("2024-06-30"), Some("1900-02-28"), Some("9999-12-31")]);
    let extension = (due(), text(), text(), day());
    let step =
        (prop::sample::select(vec!["apply", "accept", "return", "close", "reopen"]), text(), text(), day());
    let one = (
        (text(), text(), due(), due(), text()),
        (day(), day(), text()),
        prop::collection::vec(extension, 0..3),
        prop::collection::vec(step, 0..4),
        prop::sample::select(vec![None, Some("12.50"), Some("-3"), Some("123456789012345678")]),
    );
    let one = one.prop_map(|((owner, leader, due, typed, note), (completed, rechecked, by), extensions, steps, sum)| {
        let extensions = extensions.into_iter().enumerate().map(|(n, (due, reason, approver, date))| {
            json!({"id": format!("x{n}"), "due": due, "reason": reason, "approver": approver, "date": date})
        });
        let steps = steps.into_iter().enumerate().map(|(n, (action, by, opinion, date))| {
            json!({"id": format!("s{n}"), "action": action, "by": by, "opinion": opinion, "date": date, "round": 1, "level": 1})
        });
        let mut measure = json!({
            "owner": owner, "leader": leader, "due_text": typed, "note": note, "recheck_by": by,
            "extensions": extensions.collect::<Vec<_>>(), "closure": steps.collect::<Vec<_>>(),
            "custom": {"sum": sum, "day": completed, "word": note}});
        if !due.is_empty() { measure["due"] = due.into(); }
        for (name, day) in [("completed", completed), ("recheck_date", rechecked)] {
            if let Some(day) = day { measure[name] = day.into(); }
        }
        measure
    });
    prop::collection::vec(one, 1..5).prop_map(Into::into)
}

proptest! {
    #![proptest_config(ledger::arbitrary::cases(96))]

    #[test]
    fn whatever_a_ledger_holds_its_workbook_comes_back_without_a_change(measures in measures(), late in 0..3_u8) {
        let mut measures = measures;
        for (n, measure) in measures.as_array_mut().unwrap().iter_mut().enumerate() {
            let mut strip = |list: &str| {
                for (at, one) in measure[list].as_array_mut().unwrap().iter_mut().enumerate() {
                    one["id"] = format!("{list}{n}.{at}").into();
                    let empty: Vec<String> = one.as_object().unwrap().iter().filter(|(_, v)| v.is_null() || *v == "").map(|(k, _)| k.clone()).collect();
                    for name in empty { one.as_object_mut().unwrap().remove(&name); }
                }
            };
            strip("extensions");
            strip("closure");
            measure["custom"].as_object_mut().unwrap().retain(|_, value| !value.is_null() && *value != "");
            measure["id"] = format!("m{n}").into();
            measure["text"] = format!("做好第{n}件事").into();
        }
        let closure = if late == 0 { json!([{"id": "fc", "action": "close", "by": "王某", "date": "2024-07-01"}]) } else { json!([]) };
        let bundle = json!({
            "format": "zhenggai.bundle/1", "id": "b", "units": [{"id": "u", "name": "办公室"}],
            "custom_fields": [
                {"id": "sum", "label": "金额", "kind": "sum"}, {"id": "day", "label": "某日", "kind": "date"},
                {"id": "word", "label": "某项", "kind": "long_text"}],
            "findings": [
                {"id": "f", "number": 1, "title": "关于甲的问题", "amount": "12.50", "measures": measures},
                {"id": "g", "number": 2, "title": "关于乙的问题", "due": "2024-05", "lead_unit": "u", "completed": "2024-06-01",
                 "extensions": [{"id": "gx", "due": "2024-08-30", "reason": "停工"}], "closure": closure}]
        });
        let ledger = Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap();
        for without_ids in [false, true] {
            let preview = back(&ledger, &Wanted { without_ids, ..Wanted::default() });
            let ops: Vec<&Op> = preview.ops.iter().collect();
            prop_assert!(ops.is_empty(), "{without_ids}: {ops:#?}");
            prop_assert_eq!(preview.rows.iter().filter(|row| !row.reason.is_empty()).count(), 0, "{:#?}", preview.rows);
        }
    }

    /// Any ledger at all, with the texts of programs: nothing of it is changed by its own workbook.
    #[test]
    fn hostile_ledgers_are_written_and_read(bundle in ledger::arbitrary::bundle()) {
        let ledger = Ledger::new(bundle).unwrap();
        let made = book(&ledger, &Wanted::default(), day(), "");
        prop_assert!(read(&write(&made).unwrap()).is_ok());
    }
}
