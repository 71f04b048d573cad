//! Dates: what cannot be in the future, before the feedback or in another order.

use super::{At, Kind, Walk};
use crate::ledger::date::Date;
use crate::ledger::deadline::{Deadline, deadline};
use crate::ledger::due::{Due, Term};
use crate::ledger::finding::Measure;

/// The last day of 集中整改期: the day that was set, or so many months after the feedback.
fn period_end(feedback: Option<Date>, months: Option<u32>, until: Option<Date>) -> Option<Date> {
    until.or_else(|| {
        let (feedback, months) = (feedback?, i32::try_from(months?).ok()?);
        let month = i32::from(feedback.month()) - 1 + months;
        let (year, month) =
            (feedback.year() + month.div_euclid(12), u8::try_from(month.rem_euclid(12) + 1).ok()?);
        let end = Date::new(year, month, 1)?.month_end();
        Date::new(year, month, feedback.day().min(end.day()))
    })
}

fn day(due: &Due) -> Option<Date> {
    due.last_day()
}

impl Walk<'_> {
    fn future(&mut self, at: At, measure: &Measure, what: &str, date: Option<Date>) {
        if let Some(date) = date.filter(|date| *date > self.today) {
            self.note(Kind::Future, &measure.id, at.place, format!("{what}的日期 {date} 还没有到"));
        }
    }

    pub(super) fn measure_dates(&mut self, at: At, measure: &Measure) {
        let first = measure.due.as_ref().and_then(day);
        if let (Some(due), Some(feedback)) = (first, self.feedback)
            && due < feedback
        {
            let what = format!("整改时限 {due}，反馈日期 {feedback}");
            self.note(Kind::DueBeforeFeedback, &measure.id, at.place, what);
        }
        for entry in &measure.progress {
            if entry.date.is_none() || entry.text.trim().is_empty() {
                self.note(Kind::Undated, &measure.id, at.place, "有一条进展缺日期或内容");
                break;
            }
        }
        for entry in &measure.progress {
            self.future(at, measure, "进展", entry.date);
        }
        if let (Some(early), Some(feedback)) =
            (measure.progress.iter().filter_map(|entry| entry.date).min(), self.feedback)
            && early < feedback
        {
            let what = format!("进展记于 {early}，反馈日期 {feedback}");
            self.note(Kind::TooEarly, &measure.id, at.place, what);
        }
        for step in &measure.closure {
            self.future(at, measure, "销号步骤", step.date);
        }
        for file in &measure.evidence {
            self.future(at, measure, "佐证材料", file.date);
        }
        self.extensions(at, measure, first);
        self.period(at, measure);
    }

    fn extensions(&mut self, at: At, measure: &Measure, first: Option<Date>) {
        let mut last = first;
        for extension in &measure.extensions {
            let mut lacks = Vec::new();
            let unset = extension.due.as_ref().is_none_or(|due| *due == Due::Phrase(String::new()));
            lacks.extend(unset.then_some("新的时限"));
            lacks.extend(extension.reason.trim().is_empty().then_some("原因"));
            lacks.extend(extension.approver.trim().is_empty().then_some("批准人"));
            if !lacks.is_empty() {
                let what = format!("延期缺{}", lacks.join("、"));
                self.note(Kind::ExtensionBare, &measure.id, at.place, what);
            }
            let new = extension.due.as_ref().and_then(day);
            if let (Some(new), Some(old)) = (new, last)
                && new <= old
            {
                let what = format!("延期至 {new}，此前的时限是 {old}");
                self.note(Kind::ExtensionBack, &measure.id, at.place, what);
            }
            last = new.or(last);
            self.future(at, measure, "延期批准", extension.date);
        }
    }

    fn period(&mut self, at: At, measure: &Measure) {
        let period = &self.bundle.rectification_period;
        let end = period_end(self.feedback, period.months, period.until);
        let lasting = measure.term == Some(Term::Lasting);
        if let (Some(end), Deadline::Day(due)) = (end, Deadline::from_due(deadline(measure)))
            && due > end.month_end()
            && !lasting
            && measure.extensions.is_empty()
        {
            let what = format!("整改时限 {due}，集中整改期到 {end}");
            self.note(Kind::PastPeriod, &measure.id, at.place, what);
        }
    }

    pub(super) fn ledger_dates(&mut self) {
        let bundle = self.bundle;
        let inspection = &bundle.inspection;
        if inspection.feedback.is_none() && !bundle.findings.is_empty() {
            self.note(Kind::NoFeedback, &bundle.id, "台账", "没有填写反馈日期");
        }
        let days = [
            ("进驻日期", inspection.from),
            ("撤离日期", inspection.to),
            ("反馈日期", inspection.feedback),
            ("成文日期", bundle.notice.date),
        ];
        let mut last: Option<(&str, Date)> = None;
        let mut wrong = Vec::new();
        for (name, date) in days {
            let Some(date) = date else { continue };
            if let Some((before, earlier)) = last.filter(|(_, earlier)| *earlier > date) {
                wrong.push(format!("{name} {date} 早于{before} {earlier}"));
            }
            last = Some((name, date));
        }
        if !wrong.is_empty() {
            self.note(Kind::InspectionOrder, &bundle.id, "台账", wrong.join("；"));
        }
    }
}
