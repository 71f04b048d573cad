//! The gate of 销号: what is missing before an application is taken, each with the place where it is mended.
//!
//! A measure is applied for when it is done, told of, proved, and in time or extended. A finding is applied for
//! when each of its measures is closed or passes that gate (对账销号: one by one): offices that close by finding
//! need not close every measure first, and none can be left behind. Knows no step and no person.

use super::closure::{ClosureAction, ClosureState, ClosureStep};
use super::date::Date;
use super::deadline::{Deadline, written};
use super::document::Ledger;
use super::due::Due;
use super::effective::Effective;
use super::evidence::is_proved;
use super::finding::{Extension, Finding, Measure};
use super::id::Id;
use super::review::Item;
use super::rounds::{Outcome, rounds};
use super::vocabulary::{Class, Vocabulary};

/// One thing that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// The measure or finding where it is mended.
    pub entity: Id,
    /// The field or list of it that says too little.
    pub field: &'static str,
    /// What people read: `措施 12-3：没有佐证材料`.
    pub text: String,
}

/// What is missing before 销号 of this item can be applied for, as of `today`; nothing where the gate is open.
#[must_use]
pub fn lacks(ledger: &Ledger, item: Item<'_>, today: Date) -> Vec<Lack> {
    match item {
        Item::Measure(finding, measure) => of_measure(ledger, finding, measure, today),
        Item::Finding(finding) => of_finding(ledger, finding, today),
    }
}

/// What an acceptance is refused for: evidence, progress or status may be gone since the application. A deadline is
/// no matter of the reviewer's: it was looked at when the work was handed in.
#[must_use]
pub fn lacks_of_work(ledger: &Ledger, item: Item<'_>, today: Date) -> Vec<Lack> {
    let mut found = lacks(ledger, item, today);
    found.retain(|lack| lack.field != "extensions");
    found
}

/// Whether 销号 of a measure was begun and not ended: a finding is not closed over it.
#[must_use]
pub fn is_left_open(measure: &Measure) -> bool {
    !measure.closure.is_empty() && ClosureState::after(&measure.closure) != ClosureState::Closed
}

fn of_finding(ledger: &Ledger, finding: &Finding, today: Date) -> Vec<Lack> {
    let name = Item::Finding(finding).name(ledger);
    let mut found = Vec::new();
    let mut say = |field, text: String| {
        found.push(Lack { entity: finding.id.clone(), field, text: format!("{name}：{text}") });
    };
    if finding.measures.is_empty() {
        say("measures", "还没有整改措施".to_owned());
    }
    let finished = finding.measures.iter().filter_map(|m| finished_on(finding, m)).max().unwrap_or(today);
    for text in slipped(finding.due.as_ref(), &finding.extensions, Deadline::of_finding(finding), finished) {
        say("extensions", text);
    }
    for measure in &finding.measures {
        let state = ClosureState::after(&measure.closure);
        if is_left_open(measure) {
            let name = Item::Measure(finding, measure).name(ledger);
            let text = format!("{name}：销号情况是“{}”，还没有销号", state.label());
            found.push(Lack { entity: measure.id.clone(), field: "closure", text });
        }
        if state != ClosureState::Closed {
            // What the finding's own deadline lacks was told above.
            let lacks = of_measure(ledger, finding, measure, today);
            found.extend(lacks.into_iter().filter(|lack| lack.entity != finding.id));
        }
    }
    found
}

fn of_measure(ledger: &Ledger, finding: &Finding, measure: &Measure, today: Date) -> Vec<Lack> {
    let name = Item::Measure(finding, measure).name(ledger);
    let words = Vocabulary::new(&ledger.bundle().statuses);
    let mut found = Vec::new();
    let mut say = |field, text: String| {
        found.push(Lack { entity: measure.id.clone(), field, text: format!("{name}：{text}") });
    };
    let status = measure.status.as_ref();
    if words.class(status) != Class::Done {
        say("status", format!("整改状态是“{}”，还不是已完成", words.label(status)));
    }
    if measure.progress.iter().all(|entry| entry.text.trim().is_empty()) {
        say("progress", "整改进展及成效没有填写".to_owned());
    }
    if !is_proved(ledger, measure) {
        say("evidence", "没有佐证材料".to_owned());
    }
    let finished = finished_on(finding, measure).unwrap_or(today);
    let holds = Effective::of(finding, measure);
    let entity = if holds.due_of_finding { &finding.id } else { &measure.id };
    let slipped = slipped(holds.first, holds.extensions, holds.deadline(), finished);
    found.extend(slipped.into_iter().map(|text| Lack {
        entity: entity.clone(),
        field: "extensions",
        text: format!("{name}：{text}"),
    }));
    found
}

/// The day on which a measure was finished: the last that its progress tells of, up to the first application, since
/// what is supplied after 退回 does not make the work itself late.
fn finished_on(finding: &Finding, measure: &Measure) -> Option<Date> {
    let reported = || measure.progress.iter().filter_map(|entry| entry.date);
    let until = |applied: Date| reported().filter(|day| *day <= applied).max();
    let own = first_applied(&measure.closure).map(|applied| until(applied).unwrap_or(applied));
    // An application for the finding says of a measure only that what was reported by then was done.
    let whole = first_applied(&finding.closure).and_then(until);
    own.into_iter().chain(whole).min().or_else(|| reported().max())
}

/// The day of the first application; of those before a 重新打开, which says that the work was not done, of none.
fn first_applied(steps: &[ClosureStep]) -> Option<Date> {
    let all = rounds(steps);
    let from = all.iter().rposition(|round| round.outcome() == Outcome::Reopened).map_or(0, |n| n + 1);
    all[from..].iter().filter_map(|round| round.first(&ClosureAction::Apply)?.date).min()
}

/// What a deadline that slipped is missing: the extension, or the extension's reason and approver.
fn slipped(first: Option<&Due>, extensions: &[Extension], deadline: Deadline, finished: Date) -> Vec<String> {
    let mut found = Vec::new();
    for (n, extension) in (1..).zip(extensions) {
        if extension.reason.trim().is_empty() {
            found.push(format!("第 {n} 次延期没有写明原因"));
        }
        if extension.approver.trim().is_empty() {
            found.push(format!("第 {n} 次延期没有写明批准人"));
        }
    }
    let late = deadline.day().is_some_and(|day| day < finished);
    if late && extensions.is_empty() {
        let due = first.filter(|due| written(due)).map(ToString::to_string).unwrap_or_default();
        found.push(format!("整改时限 {due} 已过，没有登记延期和原因"));
    } else if late {
        found.push("完成时已超过延期后的时限，没有再登记延期和原因".to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn ledger(measures: impl Into<Value>) -> Ledger {
        let measures = measures.into();
        let bundle = serde_json::from_value(json!({
            "format": "zhenggai.bundle/1", "id": "b",
            "statuses": [{"id": "o", "label": "整改中", "class": "open"}, {"id": "p", "label": "基本完成", "class": "partial"},
                {"id": "d", "label": "已完成", "class": "done"}],
            "findings": [{"id": "f", "number": 12, "measures": measures}]
        }))
        .unwrap();
        Ledger::new(bundle).unwrap()
    }

    /// What is missing, without the name of the measure.
    fn missing(ledger: &Ledger, id: &str) -> Vec<(&'static str, String)> {
        let item = Item::of(ledger, &Id::new(id).unwrap()).unwrap();
        let found = lacks(ledger, item, Date::new(2024, 7, 1).unwrap());
        found.into_iter().map(|lack| (lack.field, lack.text)).collect()
    }

    /// A measure that passes, with members changed.
    fn measure(change: &Value) -> Value {
        let mut all = json!({"id": "m", "number": 3, "status": "d", "due": "2024-06-30",
            "progress": [{"id": "p1", "date": "2024-06-20", "text": "已印发"}], "evidence": [{"id": "e1", "name": "办法.pdf"}]});
        for (key, value) in change.as_object().unwrap() {
            all[key] = value.clone();
        }
        all
    }

    #[test]
    fn a_measure_is_applied_for_when_nothing_is_missing() {
        let late = json!([{"id": "p1", "date": "2024-07-20", "text": "已印发"}]);
        let granted =
            |due: &str| json!([{"id": "x", "due": due, "reason": "资金未到位", "approver": "李局长"}]);
        let cases: [(Value, &[&str]); 15] = [
            (json!({}), &[]),
            (json!({"status": null}), &["整改状态是“未填报”，还不是已完成"]),
            (json!({"status": "p"}), &["整改状态是“基本完成”，还不是已完成"]),
            (
                json!({"progress": []}),
                &["整改进展及成效没有填写", "整改时限 2024-06-30 已过，没有登记延期和原因"],
            ),
            (
                json!({"progress": [{"id": "p1", "date": "2024-06-20", "text": "  "}]}),
                &["整改进展及成效没有填写"],
            ),
            (json!({"evidence": []}), &["没有佐证材料"]),
            (json!({"evidence": [{"id": "e1"}]}), &["没有佐证材料"]),
            (json!({"progress": late}), &["整改时限 2024-06-30 已过，没有登记延期和原因"]),
            (
                json!({"progress": [{"id": "p1", "text": "没有日期"}]}),
                &["整改时限 2024-06-30 已过，没有登记延期和原因"],
            ),
            (json!({"progress": [{"id": "p1", "text": "没有日期"}], "due": "2024-07"}), &[]),
            (json!({"progress": late, "due": null}), &[]),
            (json!({"progress": late, "due": "长期坚持"}), &[]),
            (json!({"progress": late, "extensions": granted("2024-07-31")}), &[]),
            (
                json!({"progress": late, "extensions": granted("2024-07-19")}),
                &["完成时已超过延期后的时限，没有再登记延期和原因"],
            ),
            (
                json!({"extensions": [{"id": "x", "due": "2024-09"}]}),
                &["第 1 次延期没有写明原因", "第 1 次延期没有写明批准人"],
            ),
        ];
        for (change, expected) in cases {
            let found = missing(&ledger(json!([measure(&change)])), "m");
            let expected: Vec<String> = expected.iter().map(|text| format!("措施 12-3：{text}")).collect();
            assert_eq!(found.into_iter().map(|(_, text)| text).collect::<Vec<_>>(), expected, "{change}");
        }
    }

    /// Steps of 销号, each with its day.
    type Steps<'a> = &'a [(&'a str, &'a str)];

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table of cases")]
    fn what_is_supplied_after_a_return_does_not_make_the_work_late() {
        let late = "措施 12-3：整改时限 2024-06-30 已过，没有登记延期和原因";
        let told = |days: &[&str]| -> Value {
            days.iter().map(|day| json!({"id": format!("p{day}"), "date": day, "text": "已办"})).collect()
        };
        let step = |(n, (action, date)): (usize, &(&str, &str))| json!({"id": format!("c{n}"), "action": action, "date": (!date.is_empty()).then_some(date)});
        let back: Steps = &[("apply", "2024-06-20"), ("return", "2024-07-05")];
        let cases: [(&str, &[&str], Steps, bool); 10] = [
            ("done in time, never applied for", &["2024-06-20"], &[], true),
            ("done late, never applied for", &["2024-06-20", "2024-07-10"], &[], false),
            ("supplied after 退回", &["2024-06-20", "2024-07-10"], back, true),
            ("noted on the day of the application only", &["2024-07-10"], back, true),
            (
                "done in time, applied for later",
                &["2024-06-20", "2024-07-10"],
                &[("apply", "2024-07-02"), ("return", "2024-07-05")],
                true,
            ),
            (
                "done late, applied for later",
                &["2024-07-02", "2024-07-10"],
                &[("apply", "2024-07-03"), ("return", "2024-07-05")],
                false,
            ),
            (
                "returned twice",
                &["2024-06-20", "2024-07-10", "2024-07-20"],
                &[
                    ("apply", "2024-06-20"),
                    ("return", "2024-07-05"),
                    ("apply", "2024-07-11"),
                    ("return", "2024-07-15"),
                ],
                true,
            ),
            (
                "taken back by the applicant",
                &["2024-06-20", "2024-07-10"],
                &[("apply", "2024-06-20"), ("withdraw", "2024-06-21")],
                true,
            ),
            (
                "opened again: what was closed was not done",
                &["2024-06-20", "2024-07-10"],
                &[("apply", "2024-06-20"), ("close", "2024-06-25"), ("reopen", "2024-07-01")],
                false,
            ),
            (
                "an application without a day",
                &["2024-06-20", "2024-07-10"],
                &[("apply", ""), ("return", "2024-07-05")],
                false,
            ),
        ];
        for (what, days, steps, passes) in cases {
            let closure: Value = steps.iter().enumerate().map(step).collect();
            let own = measure(&json!({"progress": told(days), "closure": closure}));
            let found = missing(&ledger(json!([own])), "m");
            let expected = if passes { vec![] } else { vec![("extensions", late.to_owned())] };
            assert_eq!(found, expected, "{what}");
        }
        let whole = json!({"format": "zhenggai.bundle/1", "id": "b", "statuses": [{"id": "d", "class": "done"}],
            "findings": [{"id": "f", "number": 12, "due": "2024-06-30",
                "closure": [{"id": "c1", "action": "apply", "date": "2024-06-20"}, {"id": "c2", "action": "return"}],
                "measures": [measure(&json!({"progress": told(&["2024-06-20", "2024-07-10"])}))]}]});
        assert_eq!(missing(&Ledger::new(serde_json::from_value(whole).unwrap()).unwrap(), "f"), []);
    }

    #[test]
    fn a_finding_is_not_closed_over_a_measure_whose_own_closing_is_not_at_its_end() {
        for (steps, state) in [
            (json!([{"id": "c1", "action": "apply"}]), "已申请"),
            (json!([{"id": "c1", "action": "apply"}, {"id": "c2", "action": "return"}]), "退回"),
            (json!([{"id": "c1", "action": "apply"}, {"id": "c2", "action": "accept"}]), "审核中"),
            (json!([{"id": "c1", "action": "close"}, {"id": "c2", "action": "reopen"}]), "未申请"),
        ] {
            let found = missing(&ledger(json!([measure(&json!({"closure": steps}))])), "f");
            let told = format!("措施 12-3：销号情况是“{state}”，还没有销号");
            assert_eq!(found, [("closure", told)]);
        }
    }

    #[test]
    fn evidence_of_another_measure_proves_too() {
        let other = json!({"id": "n", "evidence": [{"id": "e2", "name": "纪要.pdf", "also": ["m"]}]});
        assert_eq!(missing(&ledger(json!([measure(&json!({"evidence": []})), other])), "m"), []);
    }

    #[test]
    fn a_finding_is_applied_for_when_each_measure_is_closed_or_complete() {
        let none = missing(&ledger(json!([])), "f");
        assert_eq!(none, [("measures", "问题 12：还没有整改措施".to_owned())]);
        let closed = json!({"id": "n", "number": 4, "closure": [{"id": "c", "action": "close"}]});
        assert_eq!(missing(&ledger(json!([measure(&json!({})), closed])), "f"), []);
        let open = json!({"id": "n", "number": 4, "status": "d", "progress": [{"id": "p2", "text": "已办"}]});
        let found = missing(&ledger(json!([measure(&json!({})), open])), "f");
        assert_eq!(found, [("evidence", "措施 12-4：没有佐证材料".to_owned())]);
    }

    #[test]
    fn a_finding_whose_own_deadline_slipped_needs_its_own_extension() {
        let with = |extensions: Value| {
            let bundle = serde_json::from_value(json!({
                "format": "zhenggai.bundle/1", "id": "b", "statuses": [{"id": "d", "class": "done"}],
                "findings": [{"id": "f", "number": 1, "due": "2024-05-31", "extensions": extensions,
                    "measures": [measure(&json!({}))]}]
            }));
            missing(&Ledger::new(bundle.unwrap()).unwrap(), "f")
        };
        assert_eq!(
            with(json!([])),
            [("extensions", "问题 1：整改时限 2024-05-31 已过，没有登记延期和原因".to_owned())]
        );
        assert_eq!(
            with(json!([{"id": "x", "due": "2024-06-30", "reason": "验收未完", "approver": "李局长"}])),
            []
        );
    }
}
