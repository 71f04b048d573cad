//! 延期: a new deadline beside the first one, never in its place. What an extension lacks is named; what was granted
//! is not written over, nor is a note of progress that somebody else signed. Knows no page.

use serde_json::{Map, Value, json};

use super::edit::{Op, Spot};
use ledger::date::Date;
use ledger::deadline::{Deadline, finding_deadline, in_force};
use ledger::due::{self, Due};
use ledger::finding::{Extension, Measure, Progress};
use ledger::{Id, Ledger};

/// What a person typed into the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    /// 新的时限.
    pub due: String,
    /// 延期原因.
    pub reason: String,
    /// 批准人.
    pub approver: String,
    /// 批准日期.
    pub date: String,
}

/// What the form lacks: the field, and what people read.
pub type Lack = (&'static str, String);

/// The deadline in force of a measure or finding, as it is written.
#[must_use]
pub fn current(ledger: &Ledger, id: &Id) -> Option<Due> {
    match ledger.measure(id) {
        Some((_, measure)) => in_force(measure.due.as_ref(), &measure.extensions).cloned(),
        None => ledger.finding(id).and_then(finding_deadline).cloned(),
    }
}

/// The operations that grant an extension to a measure or finding.
///
/// # Errors
/// Everything that the form lacks, in its order.
pub fn extend(ledger: &Ledger, id: &Id, typed: &Typed, fresh: &Id) -> Result<Vec<Op>, Vec<Lack>> {
    let mut lacks: Vec<Lack> = Vec::new();
    let mut say = |field, text: &str| lacks.push((field, text.to_owned()));
    let now = current(ledger, id);
    let new = due::typed(&typed.due);
    let read: Option<Due> = if new.is_empty() { None } else { new.parse().ok() };
    match (&now, &read) {
        (None, _) => say("due", "还没有首次时限：请先填写“整改时限”，不必延期"),
        (_, None) if new.is_empty() => say("due", "没有填写新的时限"),
        (_, None) => say("due", "新的时限应为日历上有的日期或月份，如 2024-09-30"),
        (Some(now), Some(new)) => {
            let (before, after) = (Deadline::from_due(Some(now)).day(), Deadline::from_due(Some(new)).day());
            if before.zip(after).is_some_and(|(before, after)| after <= before) {
                say("due", &format!("新的时限应晚于现行时限 {now}"));
            } else if now == new {
                say("due", "新的时限与现行时限相同");
            }
        }
    }
    if typed.reason.trim().is_empty() {
        say("reason", "没有写明延期原因");
    }
    if typed.approver.trim().is_empty() {
        say("approver", "没有写明批准人");
    }
    let approved = Date::typed(&typed.date);
    if typed.date.trim().is_empty() {
        say("date", "没有填写批准日期");
    } else if approved.is_none() {
        say("date", "批准日期应为日历上有的日期，如 2024-06-18");
    }
    let (Some(due), Some(date), true) = (read, approved, lacks.is_empty()) else { return Err(lacks) };
    let mut item = Map::new();
    item.insert("id".to_owned(), json!(fresh));
    item.insert("due".to_owned(), json!(due));
    item.insert("reason".to_owned(), json!(typed.reason.trim()));
    item.insert("approver".to_owned(), json!(typed.approver.trim()));
    item.insert("date".to_owned(), json!(date));
    let list = ledger.node(id).and_then(|node| node.list("extensions"));
    let after = list.and_then(|list| list.at(list.len().checked_sub(1)?)?.id().cloned());
    let at = Spot { parent: id.clone(), list: "extensions".to_owned(), after };
    Ok(vec![Op::Insert { at, item: Value::Object(item) }])
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// The name under a note of progress, where somebody else than `person` signed it. One's own can be corrected.
fn signed_by_other(ledger: &Ledger, entity: &Id, person: &str) -> Option<String> {
    let is_note = ledger.kind(entity)?.is(Progress::SPEC);
    let signed = ledger.get(entity, "by").filter(|_| is_note)?;
    let name = signed.as_str()?.trim();
    (!name.is_empty() && name != person.trim()).then(|| name.to_owned())
}

/// Why an entity is not to be removed by this person, for people; `None` where it may be.
#[must_use]
pub fn stays(ledger: &Ledger, entity: &Id, person: &str) -> Option<String> {
    let name = signed_by_other(ledger, entity, person)?;
    Some(format!("这条进展由 {name} 填报，别人不能删除。要更正请按“新增进展”另写一条。"))
}

/// Whether the plan of the ledger is issued, so that a deadline changes by extension alone: the office says when, or the
/// work has begun (there is progress, an extension, a step of 销号, or a notice).
#[must_use]
pub fn is_issued(ledger: &Ledger) -> bool {
    let bundle = ledger.bundle();
    bundle.rectification_period.plan.is_some()
        || !bundle.notice.title.is_empty()
        || bundle.findings.iter().any(|finding| {
            let begun = |measure: &Measure| {
                !measure.progress.is_empty() || !measure.extensions.is_empty() || !measure.closure.is_empty()
            };
            !finding.extensions.is_empty()
                || !finding.closure.is_empty()
                || finding.measures.iter().any(begun)
        })
}

/// What a field keeps against being written over by `person`, to complete "应为…"; `None` where it may be written.
///
/// A deadline is free until the plan is issued: see [`is_issued`]. Then it stays: a slip of the pen is undone, a delay is
/// an extension. An extension that gives its
/// reason and approver goes on giving them. A note of progress stays as it was signed.
#[must_use]
pub fn keeps(
    ledger: &Ledger,
    entity: &Id,
    field: &str,
    from: &Value,
    to: &Value,
    person: &str,
) -> Option<String> {
    if from == to || is_empty(from) {
        return None;
    }
    if let Some(name) = signed_by_other(ledger, entity, person) {
        return Some(format!(
            "原来的内容：这条进展由 {name} 填报，别人不能改写，要补充或更正请按“新增进展”另写一条"
        ));
    }
    let extension = ledger.kind(entity)?.is(Extension::SPEC);
    match field {
        "due" if !extension && !is_issued(ledger) => None,
        "due" => {
            let what = if extension { "延期" } else { "首次" };
            let was = from.as_str().unwrap_or_default();
            Some(format!("原来的 {was}。{what}时限不能改写：录错了请按“撤销”，确需推迟请用“延期…”"))
        }
        "reason" if extension && is_empty(to) => Some("延期原因，不能留空".to_owned()),
        "approver" if extension && is_empty(to) => Some("批准人，不能留空".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field_input::entered;

    fn ledger() -> Ledger {
        let bundle = serde_json::from_value(json!({
            "format": "zhenggai.bundle/1", "id": "b",
            "findings": [{"id": "f", "number": 1, "due": "2024-09-30", "measures": [
                {"id": "m", "number": 1, "due": "2024-06-30",
                 "progress": [{"id": "p", "date": "2024-03-01", "by": "王敏", "text": "已开会"},
                    {"id": "q", "text": "没有署名"}],
                 "extensions": [{"id": "x", "due": "2024-08", "reason": "资金未到位", "approver": "李局长"}]},
                {"id": "n", "number": 2}, {"id": "l", "number": 3, "due": "长期坚持"}]}]
        }));
        Ledger::new(bundle.unwrap()).unwrap()
    }

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    fn grant(to: &str, form: [&str; 4]) -> Result<Vec<Op>, Vec<String>> {
        let [due, reason, approver, date] = form.map(str::to_owned);
        let typed = Typed { due, reason, approver, date };
        extend(&ledger(), &id(to), &typed, &id("new"))
            .map_err(|lacks| lacks.into_iter().map(|l| l.1).collect())
    }

    #[test]
    fn an_extension_is_refused_with_everything_that_it_lacks() {
        let good = ["2024-10-31", "验收未完", "李局长", "2024-08-20"];
        assert!(grant("m", good).is_ok());
        let with = |at: usize, text: &'static str| {
            let mut form = good;
            form[at] = text;
            form
        };
        let cases: [(&str, [&str; 4], &[&str]); 10] = [
            (
                "m",
                ["", " ", "", ""],
                &["没有填写新的时限", "没有写明延期原因", "没有写明批准人", "没有填写批准日期"],
            ),
            ("m", with(0, "2024-08-31"), &["新的时限应晚于现行时限 2024-08"]),
            ("m", with(0, "2024-07"), &["新的时限应晚于现行时限 2024-08"]),
            ("m", with(0, "2024-02-30"), &["新的时限应为日历上有的日期或月份，如 2024-09-30"]),
            ("m", with(3, "昨天"), &["批准日期应为日历上有的日期，如 2024-06-18"]),
            ("m", with(1, ""), &["没有写明延期原因"]),
            ("m", with(2, ""), &["没有写明批准人"]),
            ("n", good, &["还没有首次时限：请先填写“整改时限”，不必延期"]),
            ("l", with(0, "长期坚持"), &["新的时限与现行时限相同"]),
            ("f", with(0, "2024-09"), &["新的时限应晚于现行时限 2024-09-30"]),
        ];
        for (to, form, expected) in cases {
            assert_eq!(grant(to, form).unwrap_err(), expected, "{to} {form:?}");
        }
    }

    #[test]
    fn an_extension_stands_behind_the_earlier_ones_with_dates_as_they_are_stored() {
        let ops = grant("m", ["2024年10月底", " 验收未完 ", "李局长", "2024.8.20"]).unwrap();
        let [Op::Insert { at, item }] = ops.as_slice() else { panic!("{ops:?}") };
        assert_eq!((&at.list[..], at.after.as_ref()), ("extensions", Some(&id("x"))));
        assert_eq!(
            item,
            &json!({"id": "new", "due": "2024-10", "reason": "验收未完", "approver": "李局长", "date": "2024-08-20"})
        );
        assert!(grant("f", ["2024-12", "验收未完", "李局长", "2024-8-20"]).is_ok());
        assert!(grant("l", ["2024-12", "改为限期", "李局长", "2024-8-20"]).is_ok());
    }

    #[test]
    fn a_note_of_progress_is_written_over_and_removed_by_nobody_but_who_signed_it() {
        let cases = [
            ("p", "text", "已开会两次", "王敏", true),
            ("p", "text", "", "王敏", true),
            ("p", "date", "2024-03-02", " 王敏 ", true),
            ("p", "text", "没有开会", "李强", false),
            ("p", "text", "", "李强", false),
            ("p", "text", "没有开会", "", false),
            ("p", "by", "李强", "李强", false),
            ("p", "date", "2024-05-01", "李强", false),
            ("p", "text", "已开会", "李强", true),
            ("q", "text", "现在有署名", "李强", true),
            ("q", "by", "李强", "李强", true),
        ];
        for (note, field, typed, person, taken) in cases {
            let done = entered(&ledger(), &id(note), field, typed, person, &mut || id("new"));
            assert_eq!(done.is_ok(), taken, "{person}: {note} {field} {typed}");
            if let Err(words) = done {
                assert!(words.contains("由 王敏 填报") && words.contains("另写一条"), "{words}");
            }
        }
        for (note, person, removed) in
            [("p", "王敏", true), ("p", "李强", false), ("q", "李强", true), ("x", "李强", true)]
        {
            assert_eq!(stays(&ledger(), &id(note), person).is_none(), removed, "{note} {person}");
        }
    }

    #[test]
    fn a_deadline_is_free_until_the_plan_is_issued() {
        for (members, free) in [
            (json!({}), true),
            (json!({"rectification_period": {"months": 3}}), true),
            (json!({"rectification_period": {"plan": "2024-01-10"}}), false),
            (json!({"notice": {"title": "通报"}}), false),
        ] {
            let mut bundle = json!({"id": "b", "findings": [{"id": "f", "due": "2024-09", "measures": [{"id": "m", "due": "2024-06"}]}]});
            bundle.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
            let ledger = Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap();
            for entity in ["f", "m"] {
                let done = entered(&ledger, &id(entity), "due", "2024-12", "王敏", &mut || id("new"));
                assert_eq!(done.is_ok(), free, "{entity} {members}");
            }
        }
    }

    #[test]
    fn a_deadline_that_was_set_is_not_written_over() {
        let enter = |entity: &str, field: &str, typed: &str| {
            entered(&ledger(), &id(entity), field, typed, "王敏", &mut || id("new")).map(|ops| ops.len())
        };
        for (entity, field, typed) in [
            ("n", "due", "2024-06-30"),
            ("m", "due", "2024年6月30日"),
            ("x", "reason", "资金仍未到位"),
            ("x", "date", "2024-07-01"),
            ("m", "owner", ""),
        ] {
            assert_eq!(enter(entity, field, typed), Ok(1), "{entity} {field} {typed}");
        }
        for (entity, field, typed, words) in [
            ("m", "due", "2024-07-31", "原来的 2024-06-30。首次时限不能改写"),
            ("m", "due", "", "原来的 2024-06-30。首次时限不能改写"),
            ("l", "due", "2024-12-31", "原来的 长期坚持。首次时限不能改写"),
            ("f", "due", "2024-10", "首次时限不能改写"),
            ("x", "due", "2024-09", "原来的 2024-08。延期时限不能改写"),
            ("x", "reason", " ", "延期原因，不能留空"),
            ("x", "approver", "", "批准人，不能留空"),
        ] {
            let refused = enter(entity, field, typed).unwrap_err();
            assert!(refused.contains(words), "{entity} {field} {typed}: {refused}");
        }
    }
}
