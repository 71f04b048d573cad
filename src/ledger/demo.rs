//! 演示台账: a generated ledger of any size, to try the page with and to measure it by. The same seed and
//! size give the same bytes. Everything in it is invented and says so. Knows no clock and no chance but
//! its own small generator.

mod dice;
mod measures;
mod words;

use super::bundle::{Bundle, FORMAT, Inspection, Notice, RectificationPeriod};
use super::date::Date;
use super::due::Due;
use super::finding::{Finding, Measure};
use super::id::Id;
use super::register::{
    Accountability, Aspect, Claim, ClaimSubject, DocumentRole, Institution, Reminder, ReminderKind, Unit,
};
use super::vocabulary::usual_statuses;
use dice::Dice;

/// The most measures that are generated.
pub const MAX_MEASURES: usize = 100_000;

/// A demonstration ledger with this many measures (1 to [`MAX_MEASURES`]; other sizes are brought into range).
#[must_use]
pub fn demo(seed: u64, measures: usize) -> Bundle {
    let measures = measures.clamp(1, MAX_MEASURES);
    let mut dice = Dice::new(seed ^ (measures as u64).rotate_left(40));
    let units = units(&mut dice);
    let aspects = aspects(&mut dice, measures);
    let findings = findings(&mut dice, &units, &aspects, measures);
    let institutions = institutions(&mut dice, &findings);
    let accountability = accountability(&mut dice, findings.len());
    let claims = claims(&mut dice, measures, &institutions, &accountability);
    Bundle {
        id: id(format!("demo-{measures}-{seed}")),
        format: FORMAT.to_owned(),
        title: format!("演示台账（共 {measures} 条措施）"),
        demonstration: true,
        organization: "中共某市演示局党组".to_owned(),
        inspection: Inspection {
            authority: "某市委".to_owned(),
            round: "某届市委第六轮巡察（演示）".to_owned(),
            team: "市委第三巡察组（演示）".to_owned(),
            from: Date::new(2024, 2, 26),
            to: Date::new(2024, 4, 26),
            feedback: Date::new(2024, 5, 31),
            ..Inspection::default()
        },
        rectification_period: RectificationPeriod { months: Some(6), ..RectificationPeriod::default() },
        notice: notice(findings.len(), measures),
        statuses: usual_statuses(),
        reminders: reminders(&mut dice, &units, &findings),
        units,
        aspects,
        findings,
        institutions,
        accountability,
        claims,
        ..Bundle::default()
    }
}

/// An id from a text that is one by its making.
fn id(text: impl AsRef<str>) -> Id {
    Id::new(text.as_ref()).unwrap_or_default()
}

fn units(dice: &mut Dice) -> Vec<Unit> {
    let count = 12 + dice.below(9);
    let unit = |(n, name): (usize, &&str)| Unit {
        id: id(format!("u{:02}", n + 1)),
        name: (*name).to_owned(),
        head: dice.person(),
        ..Unit::default()
    };
    words::UNITS.iter().take(count).enumerate().map(unit).collect()
}

fn aspects(dice: &mut Dice, measures: usize) -> Vec<Aspect> {
    let count = if measures < 12 { 3 } else { 3 + dice.below(3) };
    let aspect = |(n, title): (usize, &&str)| Aspect {
        id: id(format!("a{}", n + 1)),
        title: (*title).to_owned(),
        // One stands below another, as offices that sort by 大类 and 小类 have them.
        parent: (n == 2).then(|| id("a2")),
        ..Aspect::default()
    };
    words::ASPECTS.iter().take(count).enumerate().map(aspect).collect()
}

fn findings(dice: &mut Dice, units: &[Unit], aspects: &[Aspect], measures: usize) -> Vec<Finding> {
    let mut findings = Vec::with_capacity(measures / 4 + 1);
    let topics: Vec<_> = words::TOPICS.iter().filter(|topic| topic.aspect < aspects.len()).collect();
    let mut left = measures;
    while left > 0 {
        // The lower of two draws: few findings have eight measures, and none is left with one alone.
        let drawn = 2 + dice.below(7).min(dice.below(7));
        let count = if left <= 2 {
            left
        } else if left <= drawn + 1 {
            left.min(8) - usize::from(left == 9)
        } else {
            drawn
        };
        left -= count;
        let topic = dice.pick(&topics);
        let number = findings.len() + 1;
        findings.push(finding(dice, units, aspects, topic, number, count));
    }
    findings
}

fn finding(
    dice: &mut Dice,
    units: &[Unit],
    aspects: &[Aspect],
    topic: &words::Topic,
    number: usize,
    count: usize,
) -> Finding {
    let lead = dice.below(units.len());
    let (verb, fault, object) =
        (dice.pick(&words::VERBS), dice.pick(&words::FAULTS), dice.pick(&topic.objects));
    let title = match dice.below(3) {
        0 => format!("关于{verb}{}{fault}的问题", topic.matter),
        1 => format!("关于{}{fault}，{object}有待加强的问题", topic.matter),
        _ => format!("关于{verb}{}中{object}{fault}的问题", topic.matter),
    };
    let plan = measures::Plan { finding: number, topic, lead, settled: dice.chance(30) };
    let measure = |n| measures::measure(dice, units, &plan, n);
    let measures: Vec<Measure> = (1..=count).map(measure).collect();
    Finding {
        id: id(format!("f{number}")),
        number: u32::try_from(number).ok(),
        prefix: format!("{number}."),
        title,
        aspect: aspects.get(topic.aspect).map(|aspect| aspect.id.clone()),
        label: "整改情况：".to_owned(),
        goal: (*dice.pick(&words::GOALS)).to_owned(),
        cause: if dice.chance(60) { (*dice.pick(&words::CAUSES)).to_owned() } else { String::new() },
        wider_check: if dice.chance(35) { (*dice.pick(&words::WIDER)).to_owned() } else { String::new() },
        leader: if dice.chance(85) { dice.leader() } else { String::new() },
        lead_unit: dice.chance(92).then(|| units[lead].id.clone()),
        owner: if dice.chance(25) { dice.person() } else { String::new() },
        due: dice.chance(15).then(|| Due::Day(dice.day((2025, 6, 1), 600))),
        measures,
        ..Finding::default()
    }
}

fn institutions(dice: &mut Dice, findings: &[Finding]) -> Vec<Institution> {
    let mut institutions = Vec::new();
    for finding in findings {
        let Some(measure) = finding.measures.first().filter(|_| dice.chance(30)) else { continue };
        let number = institutions.len() + 1;
        let topic = dice.pick(&words::TOPICS);
        let (kind, verb) = *dice.pick(&words::DOCUMENTS);
        let object = dice.pick(&topic.objects);
        let (role, title, verb) = match dice.below(10) {
            0 => (DocumentRole::Studied, (*dice.pick(&words::STUDIED)).to_owned(), "学习"),
            1 => (DocumentRole::Produced, format!("{object}情况报告"), "形成"),
            _ => (DocumentRole::Issued, format!("某市演示局{object}{kind}"), verb),
        };
        let date = dice.day((2024, 7, 1), 800);
        institutions.push(Institution {
            id: id(format!("d{number:03}")),
            number: if role == DocumentRole::Issued {
                format!("演示发〔{}〕{number}号", date.year())
            } else {
                String::new()
            },
            kind: if role == DocumentRole::Issued { kind.to_owned() } else { String::new() },
            title,
            role: Some(role),
            verb: verb.to_owned(),
            date: Some(date),
            findings: vec![finding.id.clone()],
            measures: vec![measure.id.clone()],
            ..Institution::default()
        });
    }
    institutions
}

fn reminders(dice: &mut Dice, units: &[Unit], findings: &[Finding]) -> Vec<Reminder> {
    let mut reminders = Vec::new();
    for measure in findings.iter().flat_map(|f| &f.measures) {
        if !dice.chance(2) {
            continue;
        }
        let number = reminders.len() + 1;
        let date = dice.day((2025, 1, 1), 650);
        let answered = dice.chance(60);
        let kind = if dice.chance(50) { ReminderKind::Supervision } else { ReminderKind::Notice };
        reminders.push(Reminder {
            id: id(format!("r{number:03}")),
            number: format!("演示督〔{}〕{number}号", date.year()),
            kind: Some(kind),
            date: Some(date),
            unit: measure.lead_unit.clone().or_else(|| units.first().map(|u| u.id.clone())),
            measures: vec![measure.id.clone()],
            text: format!("请加快推进“{}”，并书面反馈进展情况。", measure.lead),
            answer_due: Some(date.plus_days(15)),
            answered: answered.then(|| date.plus_days(3 + dice.below_days(20))),
            answer: if answered { "已组织研究，按要求推进。".to_owned() } else { String::new() },
            ..Reminder::default()
        });
    }
    reminders
}

fn accountability(dice: &mut Dice, findings: usize) -> Vec<Accountability> {
    let most = 3 + findings / 4;
    let forms = [("第一种形态", most), ("第二种形态", most / 8 + 1), ("第三种形态", 1), ("第四种形态", 1)];
    let row = |(n, (form, most)): (usize, (&str, usize))| Accountability {
        id: id(format!("z{}", n + 1)),
        form: form.to_owned(),
        count: u32::try_from(dice.below(most)).ok(),
        unit: "人次".to_owned(),
        ..Accountability::default()
    };
    forms.into_iter().enumerate().map(row).collect()
}

/// What the notice claims: right in one claim of two, so that the difference has something to show.
fn claims(
    dice: &mut Dice,
    measures: usize,
    institutions: &[Institution],
    people: &[Accountability],
) -> Vec<Claim> {
    let issued = institutions.iter().filter(|i| i.role == Some(DocumentRole::Issued)).count();
    let people = people.iter().filter_map(|a| a.count).map(|n| n as usize).sum();
    let totals = [
        (ClaimSubject::Measures, measures, "条", "制定整改措施"),
        (ClaimSubject::Institutions, issued, "项", "建立完善制度机制"),
        (ClaimSubject::Accountability, people, "人次", "追责问责"),
    ];
    let claim = |(n, (subject, counted, unit, what)): (usize, (ClaimSubject, usize, &str, &str))| {
        let value = counted + if dice.chance(50) { 0 } else { 1 + dice.below(12) };
        Claim {
            id: id(format!("k{}", n + 1)),
            subject: Some(subject),
            value: u32::try_from(value).ok(),
            unit: unit.to_owned(),
            quote: format!("{what}{value}{unit}"),
            ..Claim::default()
        }
    };
    totals.into_iter().enumerate().map(claim).collect()
}

fn notice(findings: usize, measures: usize) -> Notice {
    let text = |text: &str| text.to_owned();
    Notice {
        title: text("中共某市演示局党组关于巡察集中整改进展情况的通报（演示）"),
        preamble: text(
            "根据市委巡察工作统一部署，2024年2月26日至4月26日，市委第三巡察组对某市演示局党组进行了巡察。\
             2024年5月31日，巡察组反馈了巡察意见。现将集中整改进展情况予以公布。（本通报为演示数据）",
        ),
        organization_heading: text("一、巡察整改组织领导情况"),
        organization: format!(
            "局党组成立巡察整改工作领导小组，针对{findings}个问题制定整改措施{measures}条。"
        ),
        progress_heading: text("二、整改进展情况及成效"),
        plans_heading: text("三、下一步打算"),
        plans: text("下一步，局党组将持续抓好整改落实，巩固深化整改成果。"),
        contact: text("联系方式：电话000-00000000（演示）。"),
        signatory: text("中共某市演示局党组"),
        date: Date::new(2026, 10, 30),
        date_text: text("2026年10月30日"),
        ..Notice::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::closure::ClosureState;
    use crate::closure_requirements::lacks_of_work;
    use crate::counts::Counts;
    use crate::review::Item;
    use crate::{Ledger, checks};
    use std::collections::HashSet;

    #[test]
    fn the_same_seed_and_size_give_the_same_bytes() {
        let bytes = |seed, size| serde_json::to_string(&demo(seed, size)).unwrap();
        assert_eq!(bytes(7, 300), bytes(7, 300));
        assert_ne!(bytes(7, 300), bytes(8, 300));
    }

    #[test]
    fn every_size_is_met_and_reads_back_as_it_was_written() {
        for size in (1..40).chain([110, 1000]) {
            let bundle = demo(size as u64, size);
            assert_eq!(bundle.findings.iter().map(|f| f.measures.len()).sum::<usize>(), size);
            let fits = |f: &Finding| (2..=8).contains(&f.measures.len()) || size == 1;
            assert!(bundle.findings.iter().all(fits), "{size}");
            assert!(bundle.demonstration && bundle.title == format!("演示台账（共 {size} 条措施）"));
            let read: Bundle = serde_json::from_str(&serde_json::to_string(&bundle).unwrap()).unwrap();
            assert_eq!(read, bundle);
            assert!(Ledger::new(bundle).is_ok(), "ids are unique at {size}");
        }
    }

    #[test]
    fn what_is_done_is_mostly_proved_and_told_and_what_waits_can_be_accepted() {
        let ledger = Ledger::new(demo(3, 2000)).unwrap();
        let today = Date::new(2026, 11, 15).unwrap();
        let done = Counts::of(ledger.bundle(), today).measures.done;
        let found = checks::run(&ledger, today);
        for kind in [checks::Kind::DoneUnproved, checks::Kind::DoneUntold] {
            let count = found.iter().filter(|check| check.kind == kind).count();
            assert!(count > 0 && count < done / 10, "{kind:?}: {count} of {done}");
        }
        let waits = |m: &Measure| {
            matches!(ClosureState::after(&m.closure), ClosureState::Applied | ClosureState::InReview)
        };
        let findings = ledger.bundle().findings.iter();
        let waiting: Vec<_> =
            findings.flat_map(|f| f.measures.iter().filter(|m| waits(m)).map(move |m| (f, m))).collect();
        let lacking =
            waiting.iter().filter(|(f, m)| !lacks_of_work(&ledger, Item::Measure(f, m), today).is_empty());
        assert!(waiting.len() > 50 && lacking.count() < waiting.len() / 8);
    }

    #[test]
    fn the_largest_ledger_can_be_opened_again() {
        // As large as a file may be that is opened (see `formats::json`), told by a tenth of it.
        let bytes = serde_json::to_vec(&demo(1, MAX_MEASURES / 10)).unwrap().len() * 10;
        assert!(bytes < 112 << 20, "{} MiB", bytes >> 20);
    }

    #[test]
    fn a_thousand_measures_show_every_kind_of_thing_and_hardly_repeat() {
        let bundle = demo(1, 1000);
        let counts = Counts::of(&bundle, Date::new(2026, 11, 15).unwrap());
        assert!(counts.by_status.iter().all(|g| g.tally.total > 0));
        assert!(counts.by_term.iter().filter(|g| g.key.is_some()).all(|g| g.tally.total > 0));
        assert!(counts.by_lead_unit.iter().all(|g| g.tally.total > 0));
        assert!(counts.by_closure.iter().all(|n| *n > 0), "{:?}", counts.by_closure);
        let all = counts.measures;
        assert!(all.overdue > 20 && all.within_30 > 5 && all.phrase > 20 && all.no_deadline > 5, "{all:?}");
        let measures = || bundle.findings.iter().flat_map(|f| &f.measures);
        let texts: HashSet<_> = measures().map(|m| &m.text).collect();
        assert!(texts.len() > 990, "{}", texts.len());
        assert!(measures().any(|m| !m.extensions.is_empty()) && measures().any(|m| !m.evidence.is_empty()));
        let returned_before_closing = |m: &Measure| {
            ClosureState::after(&m.closure) == ClosureState::Closed
                && (1..m.closure.len())
                    .any(|n| ClosureState::after(&m.closure[..n]) == ClosureState::Returned)
        };
        assert!(measures().any(returned_before_closing));
        assert!(!bundle.reminders.is_empty() && !bundle.institutions.is_empty());
    }
}
