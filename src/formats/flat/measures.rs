//! One row a measure. What a measure leaves open it has from its finding, as lists and counts have it.

use super::head::{self, OfLedger, class};
use super::{Column, Kind, Source, Value, column};
use ledger::closure::{ClosureAction, ClosureState, ClosureStep};
use ledger::date::Date;
use ledger::deadline::is_overdue;
use ledger::effective::Effective;
use ledger::finding::{Finding, Measure};
use ledger::rounds::{rounds, standing};
use ledger::vocabulary::Class;

/// A measure with its finding.
pub(super) struct Row<'l> {
    source: &'l Source<'l>,
    finding: &'l Finding,
    measure: &'l Measure,
}

impl OfLedger for Row<'_> {
    fn source(&self) -> &Source<'_> {
        self.source
    }
}

impl<'l> Row<'l> {
    fn holds(&self) -> Effective<'l> {
        Effective::of(self.finding, self.measure)
    }

    fn class(&self) -> Class {
        self.source.words().class(self.measure.status.as_ref())
    }

    fn overdue_days(&self) -> Option<i64> {
        let late = is_overdue(self.source.words(), self.finding, self.measure, self.source.as_of);
        self.holds().deadline().day().filter(|_| late).map(|day| day.days_until(self.source.as_of))
    }
}

/// The rows, in the order of the ledger.
pub(super) fn rows<'l>(source: &'l Source<'l>) -> impl Iterator<Item = Row<'l>> {
    let findings = source.bundle().findings.iter();
    findings
        .flat_map(move |finding| finding.measures.iter().map(move |measure| Row { source, finding, measure }))
}

/// The day of the first application, and the day of the closing that holds.
pub(super) fn closing_days(steps: &[ClosureStep]) -> (Option<Date>, Option<Date>) {
    let day = |step: &ClosureStep| step.date;
    let applied = steps.iter().filter(|step| step.action == Some(ClosureAction::Apply)).filter_map(day).min();
    let closed = (ClosureState::after(steps) == ClosureState::Closed).then(|| rounds(steps).pop()).flatten();
    let closed = closed.and_then(|round| {
        let closings = round.steps.iter().filter(|step| step.action == Some(ClosureAction::Close));
        closings.filter_map(|step| step.date).max()
    });
    (applied, closed)
}

/// How many days the way from the first application to the closing took.
pub(super) fn closing_time(steps: &[ClosureStep]) -> Option<i64> {
    let (applied, closed) = closing_days(steps);
    Some(applied?.days_until(closed?))
}

/// Where 销号 stands, as machines name it.
pub(super) fn closing_state(steps: &[ClosureStep]) -> Value {
    Value::text(match ClosureState::after(steps) {
        ClosureState::NotApplied => "not_applied",
        ClosureState::Applied => "applied",
        ClosureState::InReview => "in_review",
        ClosureState::Returned => "returned",
        ClosureState::Closed => "closed",
    })
}

/// The columns.
pub(super) fn columns<'l>() -> Vec<Column<Row<'l>>> {
    let mut all: Vec<Column<Row<'l>>> = head::columns().into();
    all.extend(what_and_who());
    all.extend(when());
    all.extend(how_far());
    all
}

fn what_and_who<'l>() -> [Column<Row<'l>>; 17] {
    use Kind::{Boolean, Integer, Text};
    [
        column("finding", Text, "", "问题的标识", |row| Value::text(row.finding.id.as_str())),
        column("finding_number", Integer, "", "问题序号", |row| {
            Value::integer(
                row.source.ledger().finding_number(&row.finding.id).to_string().parse::<i64>().ok(),
            )
        }),
        column("finding_title", Text, "", "反馈问题", |row| Value::text(&row.finding.title)),
        column("aspect", Text, "", "问题类别", |row| row.source.aspect(row.finding.aspect.as_ref())),
        column("measure", Text, "", "措施的标识", |row| Value::text(row.measure.id.as_str())),
        column("measure_number", Text, "", "措施的完整序号，如 12-3", |row| {
            Value::text(row.source.ledger().measure_number(&row.finding.id, &row.measure.id))
        }),
        column("text", Text, "", "整改措施", |row| Value::text(&row.measure.text)),
        column(
            "unit",
            Text,
            "",
            "责任单位：牵头部门，没有的取责任部门、配合部门的第一个",
            |row| row.source.unit(row.holds().responsible()),
        ),
        column("lead_unit", Text, "", "牵头部门", |row| row.source.unit(row.holds().lead)),
        column("units", Text, "、", "责任部门，以、分隔", |row| {
            row.source.units(row.holds().units)
        }),
        column("supporting_units", Text, "、", "配合部门，以、分隔", |row| {
            row.source.units(row.holds().supporting)
        }),
        column("leader", Text, "", "责任领导", |row| Value::text(row.holds().leader)),
        column("owner", Text, "", "责任人", |row| Value::text(row.holds().owner)),
        column("note", Text, "", "备注", |row| Value::text(&row.measure.note)),
        column("internal", Boolean, "", "仅内部：不进公开版通报", |row| {
            Value::Boolean(row.measure.internal || row.finding.internal)
        }),
        column("evidence", Integer, "份", "佐证材料份数", |row| {
            Value::count(row.measure.evidence.len())
        }),
        column("own_fields", Kind::Json, "", "自定义字段：名称和值", |row| {
            row.source.own(false, &|id| row.measure.custom.value(id).cloned())
        }),
    ]
}

fn when<'l>() -> [Column<Row<'l>>; 10] {
    use Kind::{Boolean, Date, Integer, Text};
    [
        column("term", Text, "", "整改类型：立行立改、限期整改、长期坚持", |row| {
            row.measure.term.as_ref().map_or(Value::None, |term| Value::text(term.to_string()))
        }),
        column("due", Text, "", "现行整改时限，照原样", |row| {
            row.holds().due().map_or(Value::None, |due| Value::text(due.to_string()))
        }),
        column("due_day", Date, "", "现行时限的最后一天；没有具体日期的为空", |row| {
            Value::date(row.holds().deadline().day())
        }),
        column("first_due_day", Date, "", "首次时限的最后一天", |row| {
            Value::date(row.holds().first.and_then(ledger::due::Due::last_day))
        }),
        column("extensions", Integer, "次", "延期次数", |row| {
            Value::count(row.holds().extensions.len())
        }),
        column("overdue", Boolean, "", "在 as_of 这一天逾期", |row| {
            Value::Boolean(row.overdue_days().is_some())
        }),
        column("overdue_days", Integer, "天", "逾期天数；没有逾期的为空", |row| {
            Value::integer(row.overdue_days())
        }),
        column("completed", Date, "", "实际完成日期", |row| Value::date(row.measure.completed)),
        column("last_progress", Date, "", "最近一次填报进展的日期", |row| {
            Value::date(row.measure.progress.iter().filter_map(|entry| entry.date).max())
        }),
        column("progress_entries", Integer, "次", "填报进展的次数", |row| {
            Value::count(row.measure.progress.len())
        }),
    ]
}

fn how_far<'l>() -> [Column<Row<'l>>; 9] {
    use Kind::{Boolean, Date, Integer, Text};
    [
        column("status", Text, "", "整改状态，台账自己的词", |row| {
            Value::text(row.source.words().label(row.measure.status.as_ref()))
        }),
        column(
            "status_class",
            Text,
            "",
            "整改状态的类：unfilled 未填报，open 未完成，partial 部分完成，done 已完成",
            |row| class(row.class()),
        ),
        column("done", Boolean, "", "已完成", |row| Value::Boolean(row.class() == Class::Done)),
        column(
            "closure",
            Text,
            "",
            "销号情况：not_applied 未申请，applied 已申请，in_review 审核中，returned 退回，closed 已销号",
            |row| closing_state(&row.measure.closure),
        ),
        column("closure_round", Integer, "", "销号轮次；没有申请过的为空", |row| {
            Value::integer(Some(standing(&row.measure.closure).round).filter(|round| *round > 0))
        }),
        column("closure_applied", Date, "", "第一次申请销号的日期", |row| {
            Value::date(closing_days(&row.measure.closure).0)
        }),
        column("closure_closed", Date, "", "销号日期；没有销号的为空", |row| {
            Value::date(closing_days(&row.measure.closure).1)
        }),
        column("closure_days", Integer, "天", "从第一次申请到销号的天数", |row| {
            Value::integer(closing_time(&row.measure.closure))
        }),
        column("closure_returns", Integer, "次", "退回次数", |row| {
            let is_return = |step: &&ClosureStep| step.action == Some(ClosureAction::Return);
            Value::count(row.measure.closure.iter().filter(is_return).count())
        }),
    ]
}
