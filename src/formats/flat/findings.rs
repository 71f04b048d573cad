//! One row a finding, with how far its measures are.

use super::head::{self, OfLedger};
use super::measures::{closing_days, closing_state};
use super::{Column, Kind, Source, Value, column};
use ledger::deadline::{finding_deadline, finding_is_finished, finding_is_overdue, is_overdue};
use ledger::due::Due;
use ledger::finding::{Finding, Measure};
use ledger::vocabulary::Class;

/// A finding.
pub(super) struct Row<'l> {
    source: &'l Source<'l>,
    finding: &'l Finding,
}

impl OfLedger for Row<'_> {
    fn source(&self) -> &Source<'_> {
        self.source
    }
}

impl Row<'_> {
    fn count(&self, counts: impl Fn(&Measure) -> bool) -> Value {
        Value::count(self.finding.measures.iter().filter(|measure| counts(measure)).count())
    }

    fn of_class(&self, class: Class) -> Value {
        self.count(|measure| self.source.words().class(measure.status.as_ref()) == class)
    }
}

/// The rows, in the order of the ledger.
pub(super) fn rows<'l>(source: &'l Source<'l>) -> impl Iterator<Item = Row<'l>> {
    source.bundle().findings.iter().map(move |finding| Row { source, finding })
}

/// The columns.
pub(super) fn columns<'l>() -> Vec<Column<Row<'l>>> {
    let mut all: Vec<Column<Row<'l>>> = head::columns().into();
    all.extend(what_and_who());
    all.extend(how_far());
    all
}

fn what_and_who<'l>() -> [Column<Row<'l>>; 15] {
    use Kind::{Boolean, Decimal, Integer, Text};
    [
        column("finding", Text, "", "问题的标识", |row| Value::text(row.finding.id.as_str())),
        column("finding_number", Integer, "", "问题序号", |row| {
            Value::integer(
                row.source.ledger().finding_number(&row.finding.id).to_string().parse::<i64>().ok(),
            )
        }),
        column("title", Text, "", "反馈问题", |row| Value::text(&row.finding.title)),
        column("aspect", Text, "", "问题类别", |row| row.source.aspect(row.finding.aspect.as_ref())),
        column("details", Text, "", "问题的具体内容", |row| Value::text(&row.finding.details)),
        column("goal", Text, "", "整改目标", |row| Value::text(&row.finding.goal)),
        column("cause", Text, "", "原因分析", |row| Value::text(&row.finding.cause)),
        column("unit", Text, "", "责任单位", |row| row.source.unit(row.finding.responsible())),
        column("leader", Text, "", "责任领导", |row| Value::text(&row.finding.leader)),
        column("owner", Text, "", "责任人", |row| Value::text(&row.finding.owner)),
        column("amount", Decimal, "万元", "涉及金额", |row| {
            Value::decimal(row.finding.amount.as_ref())
        }),
        column("rectified_amount", Decimal, "万元", "已整改金额", |row| {
            Value::decimal(row.finding.rectified_amount.as_ref())
        }),
        column("note", Text, "", "备注", |row| Value::text(&row.finding.note)),
        column("internal", Boolean, "", "仅内部：不进公开版通报", |row| {
            Value::Boolean(row.finding.internal)
        }),
        column("own_fields", Kind::Json, "", "自定义字段：名称和值", |row| {
            row.source.own(true, &|id| row.finding.custom.value(id).cloned())
        }),
    ]
}

fn how_far<'l>() -> [Column<Row<'l>>; 13] {
    use Kind::{Boolean, Date, Integer, Text};
    [
        column("due", Text, "", "问题自己的现行时限，照原样", |row| {
            finding_deadline(row.finding).map_or(Value::None, |due| Value::text(due.to_string()))
        }),
        column("due_day", Date, "", "问题自己的现行时限的最后一天", |row| {
            Value::date(finding_deadline(row.finding).and_then(Due::last_day))
        }),
        column(
            "overdue",
            Boolean,
            "",
            "在 as_of 这一天逾期：自己的时限已过而没有完成，或者有措施逾期",
            |row| Value::Boolean(finding_is_overdue(row.source.words(), row.finding, row.source.as_of)),
        ),
        column("finished", Boolean, "", "有措施，并且全部已完成", |row| {
            Value::Boolean(finding_is_finished(row.source.words(), row.finding))
        }),
        column("completed", Date, "", "实际完成日期", |row| Value::date(row.finding.completed)),
        column("measures", Integer, "条", "措施数", |row| Value::count(row.finding.measures.len())),
        column("measures_done", Integer, "条", "已完成的措施数", |row| row.of_class(Class::Done)),
        column("measures_partial", Integer, "条", "部分完成的措施数", |row| {
            row.of_class(Class::Partial)
        }),
        column("measures_open", Integer, "条", "未完成的措施数", |row| row.of_class(Class::Open)),
        column("measures_unfilled", Integer, "条", "未填报的措施数", |row| {
            row.of_class(Class::Unfilled)
        }),
        column("measures_overdue", Integer, "条", "逾期的措施数", |row| {
            let (words, day) = (row.source.words(), row.source.as_of);
            row.count(|measure| is_overdue(words, row.finding, measure, day))
        }),
        column("closure", Text, "", "问题自己的销号情况，词同 measures", |row| {
            closing_state(&row.finding.closure)
        }),
        column("closure_closed", Date, "", "问题自己的销号日期", |row| {
            Value::date(closing_days(&row.finding.closure).1)
        }),
    ]
}
