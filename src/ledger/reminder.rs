//! 督办单 and 提示函: whether one is answered, the next free number, and what a fresh one says.
//! Knows no page and no edit.

use super::bundle::Bundle;
use super::date::Date;
use super::document::Ledger;
use super::effective::Effective;
use super::id::Id;
use super::register::{Reminder, ReminderKind};
use super::review::Item;
use super::vocabulary::{Class, Vocabulary};

/// Whether a letter is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReminderState {
    /// 逾期未答复: the day by which an answer was wanted has passed.
    Late,
    /// 未答复.
    Open,
    /// 已答复.
    Answered,
}

impl ReminderState {
    /// Every state, what presses first.
    pub const ALL: [Self; 3] = [Self::Late, Self::Open, Self::Answered];

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Late => "逾期未答复",
            Self::Open => "未答复",
            Self::Answered => "已答复",
        }
    }

    /// How a letter stands on this day. An answer or its day is enough; the last day is still in time.
    #[must_use]
    pub fn of(reminder: &Reminder, today: Date) -> Self {
        if reminder.answered.is_some() || !reminder.answer.trim().is_empty() {
            Self::Answered
        } else if reminder.answer_due.is_some_and(|due| due < today) {
            Self::Late
        } else {
            Self::Open
        }
    }
}

/// The days that are given for an answer unless somebody says otherwise.
pub const ANSWER_DAYS: i64 = 10;

/// The word before 〔年份〕 of a number.
fn prefix(kind: &ReminderKind) -> &'static str {
    match kind {
        ReminderKind::Notice => "提示",
        ReminderKind::Supervision | ReminderKind::Other(_) => "督办",
    }
}

/// The next free number of a kind in a year: `督办〔2024〕1号`. One more than the highest, so that no number is given
/// to a second letter.
#[must_use]
pub fn next_number(bundle: &Bundle, kind: &ReminderKind, year: i32) -> String {
    let start = format!("{}〔{year}〕", prefix(kind));
    let taken = bundle.reminders.iter().filter_map(|reminder| {
        let number = reminder.number.trim().strip_prefix(&start)?.strip_suffix('号')?;
        number.trim().parse::<u32>().ok()
    });
    format!("{start}{}号", taken.max().unwrap_or(0).saturating_add(1))
}

/// The letter that a measure or finding calls for: to its lead unit, about all that is not done.
#[must_use]
pub fn drafted(ledger: &Ledger, item: Item<'_>, kind: ReminderKind, today: Date) -> Reminder {
    let bundle = ledger.bundle();
    let words = Vocabulary::new(&bundle.statuses);
    let (findings, measures) = match item {
        Item::Measure(_, measure) => (Vec::new(), vec![measure.id.clone()]),
        Item::Finding(finding) => {
            let open = finding.measures.iter().filter(|m| words.class(m.status.as_ref()) != Class::Done);
            (vec![finding.id.clone()], open.map(|m| m.id.clone()).collect())
        }
    };
    let title = item.finding().title.trim_end_matches(['。', '.', '；']);
    let text = match kind {
        ReminderKind::Notice => format!(
            "巡察反馈“{title}”的整改任务由你单位牵头。经对账，下列措施尚需推进。请对照时限抓紧落实，并书面反馈进展情况。"
        ),
        ReminderKind::Supervision | ReminderKind::Other(_) => format!(
            "巡察反馈“{title}”的整改任务由你单位牵头。经对账，下列措施进展滞后。请查明原因，明确责任人和完成日期，按期整改到位，并书面答复。"
        ),
    };
    Reminder {
        number: next_number(bundle, &kind, today.year()),
        kind: Some(kind),
        date: Some(today),
        unit: item.lead_unit().cloned(),
        findings,
        measures,
        text,
        answer_due: Some(today.plus_days(ANSWER_DAYS)),
        ..Reminder::default()
    }
}

/// A letter as it is printed, paragraph by paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Letter {
    /// Who sends what: `中共…党组巡察整改督办单`.
    pub title: String,
    /// 文号.
    pub number: String,
    /// To whom, with the colon; empty where nobody is named.
    pub to: String,
    /// The text.
    pub paragraphs: Vec<String>,
    /// The measures that it is about.
    pub measures: Vec<String>,
    /// By when an answer is wanted; empty where no day is set.
    pub request: String,
    /// Who signs.
    pub signatory: String,
    /// The day, as a notice prints it.
    pub date: String,
    /// The answer, with its day, where there is one.
    pub answer: Option<(String, String)>,
}

/// The letter that a reminder prints.
#[must_use]
pub fn letter(ledger: &Ledger, reminder: &Reminder) -> Letter {
    let bundle = ledger.bundle();
    let words = Vocabulary::new(&bundle.statuses);
    let kind = reminder.kind.as_ref().map_or("督办单", ReminderKind::label);
    let unit = reminder.unit.as_ref().map(|id| {
        let found = bundle.units.iter().find(|unit| unit.id == *id);
        found.map_or_else(|| id.to_string(), |unit| unit.name.clone())
    });
    let about = |id: &Id| {
        let (finding, measure) = ledger.measure(id)?;
        let name = Item::Measure(finding, measure).name(ledger);
        let due =
            Effective::of(finding, measure).due().map_or_else(|| "未定".to_owned(), ToString::to_string);
        let status = words.label(measure.status.as_ref());
        let text = measure.text.trim_end_matches(['。', '；', ';']);
        Some(format!("{name}：{text}（整改时限：{due}；目前状态：{status}）。"))
    };
    let paragraphs = reminder.text.lines().map(str::trim).filter(|line| !line.is_empty());
    let request = reminder.answer_due.map(|due| format!("请于{}前书面答复。", due.chinese()));
    let answered = reminder.answered.map(Date::chinese).unwrap_or_default();
    let has_answer = reminder.answered.is_some() || !reminder.answer.trim().is_empty();
    Letter {
        title: format!("{}巡察整改{kind}", bundle.organization),
        number: reminder.number.clone(),
        to: unit.map(|unit| format!("{unit}：")).unwrap_or_default(),
        paragraphs: paragraphs.map(str::to_owned).collect(),
        request: request.unwrap_or_default(),
        measures: reminder.measures.iter().filter_map(about).collect(),
        signatory: bundle.organization.clone(),
        date: reminder.date.map(Date::chinese).unwrap_or_default(),
        answer: has_answer.then(|| (answered, reminder.answer.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_letter_is_late_after_the_last_day_and_answered_by_either_field() {
        for (fields, state) in [
            (json!({}), ReminderState::Open),
            (json!({"answer_due": "2024-06-18"}), ReminderState::Open),
            (json!({"answer_due": "2024-06-17"}), ReminderState::Late),
            (json!({"answer_due": "2024-06-17", "answered": "2024-06-30"}), ReminderState::Answered),
            (json!({"answer_due": "2024-06-17", "answer": "已办"}), ReminderState::Answered),
            (json!({"answer_due": "2024-06-17", "answer": " "}), ReminderState::Late),
        ] {
            let mut fields = fields;
            fields["id"] = json!("r");
            let reminder: Reminder = serde_json::from_value(fields.clone()).unwrap();
            assert_eq!(ReminderState::of(&reminder, day("2024-06-18")), state, "{fields}");
        }
    }

    #[test]
    fn the_next_number_is_free_and_counts_by_kind_and_year() {
        let numbers = [
            "督办〔2024〕1号",
            "督办〔2024〕7号",
            "督办〔2023〕9号",
            "提示〔2024〕2号",
            "旧〔2024〕30号",
            "督办〔2024〕x号",
        ];
        let reminders: Vec<_> =
            numbers.iter().map(|n| Reminder { number: (*n).to_owned(), ..Reminder::default() }).collect();
        let bundle = Bundle { reminders, ..Bundle::default() };
        for (kind, year, number) in [
            (ReminderKind::Supervision, 2024, "督办〔2024〕8号"),
            (ReminderKind::Supervision, 2025, "督办〔2025〕1号"),
            (ReminderKind::Notice, 2024, "提示〔2024〕3号"),
        ] {
            assert_eq!(next_number(&bundle, &kind, year), number);
        }
    }

    #[test]
    fn a_fresh_letter_is_about_what_is_not_done() {
        let bundle = serde_json::from_value(json!({
            "format": "zhenggai.bundle/1", "id": "b", "statuses": [{"id": "d", "class": "done"}],
            "findings": [{"id": "f", "title": "关于甲的问题。", "lead_unit": "u", "measures": [
                {"id": "m1", "status": "d"}, {"id": "m2"}, {"id": "m3", "lead_unit": "v"}]}]
        }));
        let ledger = Ledger::new(bundle.unwrap()).unwrap();
        let draft = |id: &str| {
            let item = Item::of(&ledger, &Id::new(id).unwrap()).unwrap();
            drafted(&ledger, item, ReminderKind::Supervision, day("2024-06-18"))
        };
        let ids = |ids: &[Id]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let whole = draft("f");
        assert_eq!((ids(&whole.findings), ids(&whole.measures)), ("f".to_owned(), "m2 m3".to_owned()));
        assert_eq!(whole.unit, Id::new("u"));
        assert!(whole.text.contains("“关于甲的问题”"), "{}", whole.text);
        let one = draft("m3");
        assert_eq!((one.unit, ids(&one.measures), one.findings.len()), (Id::new("v"), "m3".to_owned(), 0));
        assert_eq!(one.answer_due, Some(day("2024-06-28")));
    }

    #[test]
    fn a_letter_prints_to_whom_about_what_and_by_when() {
        let bundle = serde_json::from_value(json!({
            "format": "zhenggai.bundle/1", "id": "b", "organization": "市科创局党组", "units": [{"id": "u", "name": "高新处"}],
            "findings": [{"id": "f", "number": 12, "measures": [{"id": "m", "number": 3, "text": "健全机制。", "due": "2024-06"}]}],
            "reminders": [{"id": "r", "kind": "提示函", "number": "提示〔2024〕1号", "unit": "u", "measures": ["m", "gone"],
                "text": "请抓紧。\n\n 并反馈。", "date": "2024-06-08", "answer_due": "2024-06-18"},
                {"id": "s", "answered": "2024-06-20", "answer": "已办"}]
        }));
        let ledger = Ledger::new(bundle.unwrap()).unwrap();
        let made = letter(&ledger, &ledger.bundle().reminders[0]);
        assert_eq!(
            (made.title.as_str(), made.to.as_str(), made.date.as_str()),
            ("市科创局党组巡察整改提示函", "高新处：", "2024年6月8日")
        );
        assert_eq!(made.paragraphs, ["请抓紧。", "并反馈。"]);
        assert_eq!(made.request, "请于2024年6月18日前书面答复。");
        assert_eq!(made.measures, ["措施 12-3：健全机制（整改时限：2024-06；目前状态：未填报）。"]);
        assert_eq!(made.answer, None);
        let answered = letter(&ledger, &ledger.bundle().reminders[1]);
        assert_eq!(answered.answer, Some(("2024年6月20日".to_owned(), "已办".to_owned())));
    }
}
