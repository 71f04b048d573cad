//! Dates: what cannot be in the future, before the feedback or in another order.

use super::{At, Check, Kind, Walk};
use crate::Id;
use crate::closure::ClosureStep;
use crate::date::Date;
use crate::deadline::{Deadline, in_force};
use crate::due::{Due, Term};
use crate::finding::{Extension, Finding, Measure};

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

/// What a finding and a measure have alike: a deadline, its extensions, steps of 销号.
struct Bound<'l> {
    id: &'l Id,
    due: Option<&'l Due>,
    extensions: &'l [Extension],
    closure: &'l [ClosureStep],
    /// 长期坚持 may go beyond the period.
    lasting: bool,
}

impl Walk<'_> {
    /// Notes something about one entry of a finding or measure: each is set aside by itself.
    fn note_entry(&mut self, kind: Kind, entry: &Id, of: &Id, place: &str, what: String) {
        self.found.push(Check { kind, about: entry.clone(), at: of.clone(), place: place.to_owned(), what });
    }

    fn future(&mut self, at: At, (entry, of): (&Id, &Id), what: &str, date: Option<Date>) {
        if let Some(date) = date.filter(|date| *date > self.today) {
            let what = format!("{what}的日期 {date} 还没有到");
            self.note_entry(Kind::Future, entry, of, at.place, what);
        }
    }

    pub(super) fn finding_dates(&mut self, at: At) {
        let Finding { id, due, extensions, closure, .. } = at.finding;
        self.bound(at, &Bound { id, due: due.as_ref(), extensions, closure, lasting: false });
    }

    pub(super) fn measure_dates(&mut self, at: At, measure: &Measure) {
        for (n, entry) in (1..).zip(&measure.progress) {
            let lacks: Vec<_> = [("日期", entry.date.is_none()), ("内容", entry.text.trim().is_empty())]
                .into_iter()
                .filter_map(|(name, lacks)| lacks.then_some(name))
                .collect();
            if !lacks.is_empty() {
                let what = format!("第 {n} 条进展缺{}", lacks.join("和"));
                self.note_entry(Kind::Undated, &entry.id, &measure.id, at.place, what);
            }
            self.future(at, (&entry.id, &measure.id), "进展", entry.date);
            if let (Some(early), Some(feedback)) = (entry.date, self.feedback)
                && early < feedback
            {
                let what = format!("进展记于 {early}，反馈日期 {feedback}");
                self.note_entry(Kind::TooEarly, &entry.id, &measure.id, at.place, what);
            }
        }
        for file in &measure.evidence {
            self.future(at, (&file.id, &measure.id), "佐证材料", file.date);
        }
        let Measure { id, due, extensions, closure, .. } = measure;
        let lasting = measure.term == Some(Term::Lasting);
        self.bound(at, &Bound { id, due: due.as_ref(), extensions, closure, lasting });
    }

    fn bound(&mut self, at: At, bound: &Bound) {
        let first = bound.due.and_then(day);
        if let (Some(due), Some(feedback)) = (first, self.feedback)
            && due < feedback
        {
            let what = format!("整改时限 {due}，反馈日期 {feedback}");
            self.note(Kind::DueBeforeFeedback, bound.id, at.place, what);
        }
        for step in bound.closure {
            self.future(at, (&step.id, bound.id), "销号步骤", step.date);
        }
        self.extensions(at, bound, first);
        self.period(at, bound);
    }

    fn extensions(&mut self, at: At, bound: &Bound, first: Option<Date>) {
        let mut last = first;
        for extension in bound.extensions {
            let mut lacks = Vec::new();
            let unset = extension.due.as_ref().is_none_or(|due| *due == Due::Phrase(String::new()));
            lacks.extend(unset.then_some("新的时限"));
            lacks.extend(extension.reason.trim().is_empty().then_some("原因"));
            lacks.extend(extension.approver.trim().is_empty().then_some("批准人"));
            if !lacks.is_empty() {
                let what = format!("延期缺{}", lacks.join("、"));
                self.note_entry(Kind::ExtensionBare, &extension.id, bound.id, at.place, what);
            }
            let new = extension.due.as_ref().and_then(day);
            if let (Some(new), Some(old)) = (new, last)
                && new <= old
            {
                let what = format!("延期至 {new}，此前的时限是 {old}");
                self.note_entry(Kind::ExtensionBack, &extension.id, bound.id, at.place, what);
            }
            last = new.or(last);
            self.future(at, (&extension.id, bound.id), "延期批准", extension.date);
        }
    }

    fn period(&mut self, at: At, bound: &Bound) {
        let period = &self.bundle.rectification_period;
        let end = period_end(self.feedback, period.months, period.until);
        let now = Deadline::from_due(in_force(bound.due, bound.extensions));
        if let (Some(end), Deadline::Day(due)) = (end, now)
            && due > end.month_end()
            && !bound.lasting
            && bound.extensions.is_empty()
        {
            let what = format!("整改时限 {due}，集中整改期到 {end}");
            self.note(Kind::PastPeriod, bound.id, at.place, what);
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
