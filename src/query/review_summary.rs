//! What a reviewer reads of a measure before deciding: text, who answers for it, deadlines, progress, evidence. As
//! text; the page only draws it. Knows no step and no page.

use ledger::Ledger;
use ledger::bundle::Bundle;
use ledger::closure::{ClosureAction, ClosureState, ClosureStep};
use ledger::date::Date;
use ledger::deadline::is_overdue;
use ledger::effective::Effective;
use ledger::evidence::foreign;
use ledger::finding::{Finding, Measure};
use ledger::id::Id;
use ledger::review::{Item, level_name};
use ledger::rounds::rounds;
use ledger::vocabulary::Vocabulary;

/// One measure, as a reviewer reads it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct ReviewSummary {
    /// Which.
    pub id: Id,
    /// `措施 12-3`.
    pub name: String,
    /// The text, with its ordinal.
    pub text: String,
    /// What stands beside it, a name and a value each; what is empty is left out.
    pub facts: Vec<(&'static str, String)>,
    /// Whether the deadline in force has passed and it is not finished.
    pub overdue: bool,
    /// The first deadline and each extension, a line each.
    pub deadlines: Vec<String>,
    /// 整改进展及成效: day and signature, text.
    pub progress: Vec<(String, String)>,
    /// 佐证材料, also those of other measures that prove this one too: number and name, where it lies.
    pub evidence: Vec<(String, String)>,
}

/// What there is to read of an item: the measure itself, or every measure of the finding.
#[must_use]
pub fn dossiers(ledger: &Ledger, item: Item<'_>, today: Date) -> Vec<ReviewSummary> {
    let finding = item.finding();
    let mut all: Vec<ReviewSummary> = match item {
        Item::Measure(_, measure) => vec![one(ledger, finding, measure, today)],
        Item::Finding(_) => finding.measures.iter().map(|m| one(ledger, finding, m, today)).collect(),
    };
    // What was found is told once, before what was done about it.
    if let Some(first) = all.first_mut().filter(|_| !finding.details.trim().is_empty()) {
        first.facts.insert(0, ("问题的具体内容", finding.details.clone()));
    }
    all
}

/// One step of 销号 in words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DescribedStep {
    /// Its id.
    pub id: Id,
    /// The day.
    pub day: String,
    /// What was done at which level: `整改办复核：退回`.
    pub what: String,
    /// Who, with the unit.
    pub who: String,
    /// The opinion.
    pub opinion: String,
    /// What is to be supplied.
    pub supply: String,
}

/// One round of 销号 in words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DescribedRound {
    /// `第 2 轮`.
    pub name: String,
    /// What it came to.
    pub outcome: &'static str,
    /// Its steps.
    pub steps: Vec<DescribedStep>,
}

/// The rounds of an item in words, first to last.
#[must_use]
pub fn told_rounds(bundle: &Bundle, steps: &[ClosureStep]) -> Vec<DescribedRound> {
    let step = |step: &ClosureStep| {
        let action = step.action.as_ref().map_or("步骤", ClosureAction::label);
        let unit = if step.unit.is_empty() { String::new() } else { format!("（{}）", step.unit) };
        DescribedStep {
            id: step.id.clone(),
            day: day(step.date),
            what: step.level.map_or_else(
                || action.to_owned(),
                |level| format!("{}：{action}", level_name(bundle, level)),
            ),
            who: if step.by.is_empty() { "未署名".to_owned() } else { format!("{}{unit}", step.by) },
            opinion: step.opinion.clone(),
            supply: step.supply.clone(),
        }
    };
    let told = rounds(steps).into_iter().map(|round| DescribedRound {
        name: format!("第 {} 轮", round.number),
        outcome: round.outcome().label(),
        steps: round.steps.iter().map(|one| step(one)).collect(),
    });
    told.collect()
}

/// The words that say something, joined.
fn joined(words: &[&str], between: &str) -> String {
    words.iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(between)
}

/// A day as text; nothing where there is none.
fn day(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// The name of a unit; the id where the ledger has no such unit.
#[must_use]
pub fn unit_name(bundle: &Bundle, id: Option<&Id>) -> String {
    let Some(id) = id else { return String::new() };
    let unit = bundle.units.iter().find(|unit| unit.id == *id);
    unit.map_or_else(|| id.to_string(), |unit| unit.name.clone())
}

fn one(ledger: &Ledger, finding: &Finding, measure: &Measure, today: Date) -> ReviewSummary {
    let bundle = ledger.bundle();
    let words = Vocabulary::new(&bundle.statuses);
    let status = measure.status.as_ref();
    let holds = Effective::of(finding, measure);
    let units: Vec<String> = holds.units.iter().map(|id| unit_name(bundle, Some(id))).collect();
    let facts = [
        ("整改状态", format!("{} {}", words.symbol(status), words.label(status))),
        ("销号情况", ClosureState::after(&measure.closure).label().to_owned()),
        ("整改时限", holds.due().map(ToString::to_string).unwrap_or_default()),
        ("牵头部门", unit_name(bundle, holds.lead)),
        ("责任部门", units.join("、")),
        ("责任领导", holds.leader.to_owned()),
        ("责任人", holds.owner.to_owned()),
    ];
    let mut deadlines = Vec::new();
    if let Some(first) = holds.first
        && !holds.extensions.is_empty()
    {
        deadlines.push(format!("首次时限 {first}"));
    }
    for (n, extension) in (1..).zip(holds.extensions) {
        let due = extension.due.as_ref().map(ToString::to_string).unwrap_or_default();
        let approved = joined(&[&day(extension.date), &extension.approver], " ");
        deadlines.push(format!("第 {n} 次延期至 {due}：{}（{approved} 批准）", extension.reason));
    }
    ReviewSummary {
        id: measure.id.clone(),
        name: Item::Measure(finding, measure).name(ledger),
        text: joined(&[&measure.ordinal, &measure.text], ""),
        facts: facts.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect(),
        overdue: is_overdue(words, finding, measure, today),
        deadlines,
        progress: measure
            .progress
            .iter()
            .map(|entry| (joined(&[&day(entry.date), &entry.by], " "), entry.text.clone()))
            .collect(),
        evidence: measure
            .evidence
            .iter()
            .map(|file| (joined(&[&file.number, &file.name], " "), file.place.clone()))
            .chain(foreign(ledger, &measure.id).map(|(f, m, file)| {
                let whose = format!("（{}的材料）", Item::Measure(f, m).name(ledger));
                (format!("{}{whose}", joined(&[&file.number, &file.name], " ")), file.place.clone())
            }))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_reviewer_reads_everything_that_was_reported_and_nothing_that_is_empty() {
        let bundle = serde_json::from_value(json!({
            "format": "zhenggai.bundle/1", "id": "b", "units": [{"id": "u", "name": "高新处"}],
            "statuses": [{"id": "d", "label": "已完成", "class": "done", "symbol": "●"}],
            "findings": [{"id": "f", "number": 12, "lead_unit": "u", "measures": [
                {"id": "m", "number": 3, "ordinal": "三是", "text": "健全机制。", "status": "d", "due": "2024-06-30",
                 "extensions": [{"id": "x", "due": "2024-09", "reason": "验收未完", "approver": "李局长", "date": "2024-06-20"}],
                 "progress": [{"id": "p", "date": "2024-06-20", "by": "王敏", "text": "已印发"}, {"id": "q", "text": "已培训"}],
                 "evidence": [{"id": "e", "number": "12-3-01", "name": "办法.pdf", "place": "佐证/12", "also": ["n"]}]},
                {"id": "n", "number": 4}]}]
        }));
        let ledger = Ledger::new(bundle.unwrap()).unwrap();
        let today = Date::new(2024, 7, 1).unwrap();
        let of = |id: &str| dossiers(&ledger, Item::of(&ledger, &Id::new(id).unwrap()).unwrap(), today);
        assert_eq!(of("f").len(), 2);
        let read = &of("m")[0];
        assert_eq!((read.name.as_str(), read.text.as_str()), ("措施 12-3", "三是健全机制。"));
        assert_eq!(
            read.facts,
            [
                ("整改状态", "● 已完成".to_owned()),
                ("销号情况", "未申请".to_owned()),
                ("整改时限", "2024-09".to_owned()),
                ("牵头部门", "高新处".to_owned())
            ]
        );
        assert_eq!(
            read.deadlines,
            ["首次时限 2024-06-30", "第 1 次延期至 2024-09：验收未完（2024-06-20 李局长 批准）"]
        );
        assert_eq!(read.progress[0], ("2024-06-20 王敏".to_owned(), "已印发".to_owned()));
        assert_eq!(read.evidence, [("12-3-01 办法.pdf".to_owned(), "佐证/12".to_owned())]);
        let proof = ("12-3-01 办法.pdf（措施 12-3的材料）".to_owned(), "佐证/12".to_owned());
        assert_eq!(of("n")[0].evidence, [proof]);
        assert_eq!(of("n")[0].facts[0], ("整改状态", "– 未填报".to_owned()));
    }

    #[test]
    fn what_the_inspection_saw_is_read_once() {
        let bundle = serde_json::from_value(json!({"id": "b", "findings": [
            {"id": "f", "details": "责任悬空。", "measures": [{"id": "m"}, {"id": "n"}]}]}));
        let ledger = Ledger::new(bundle.unwrap()).unwrap();
        let today = Date::new(2024, 7, 1).unwrap();
        for (item, counts) in [("f", vec![1, 0]), ("n", vec![1])] {
            let read = dossiers(&ledger, Item::of(&ledger, &Id::new(item).unwrap()).unwrap(), today);
            let told = |d: &ReviewSummary| d.facts.iter().filter(|(_, text)| text == "责任悬空。").count();
            assert_eq!(read.iter().map(told).collect::<Vec<_>>(), counts, "{item}");
        }
    }

    #[test]
    fn rounds_are_told_with_level_person_and_opinion() {
        let steps: Vec<ClosureStep> = serde_json::from_value(json!([
            {"id": "c1", "action": "apply", "by": "赵云", "unit": "高新处", "date": "2024-06-18", "round": 1},
            {"id": "c2", "action": "return", "level": 1, "opinion": "缺签到表", "supply": "签到表", "round": 1},
            {"id": "c3", "action": "apply", "by": "赵云", "round": 2}]))
        .unwrap();
        let told = told_rounds(&Bundle::default(), &steps);
        let heads: Vec<_> = told.iter().map(|round| (round.name.as_str(), round.outcome)).collect();
        assert_eq!(heads, [("第 1 轮", "退回"), ("第 2 轮", "审核中")]);
        let first = &told[0].steps[0];
        assert_eq!(
            (first.what.as_str(), first.who.as_str(), first.day.as_str()),
            ("申请销号", "赵云（高新处）", "2024-06-18")
        );
        let back = &told[0].steps[1];
        assert_eq!(
            (back.what.as_str(), back.who.as_str(), back.supply.as_str()),
            ("牵头部门初审：退回", "未署名", "签到表")
        );
    }
}
