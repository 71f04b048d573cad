//! One measure of the 演示台账, with what is reported and proved for it. Dates, statuses and 销号 fit together:
//! what was due long ago is mostly done, what is closed was applied for and reviewed.

use std::fmt::Write;

use super::dice::Dice;
use super::id;
use super::words::{self, Topic};
use crate::closure::{ClosureAction, ClosureStep};
use crate::date::{Date, Moment};
use crate::due::{Due, Term};
use crate::finding::{Evidence, Extension, Measure, Progress};
use crate::register::Unit;

/// Where a measure stands, from which all else is drawn.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Unfilled,
    NotBegun,
    UnderWay,
    InStages,
    Mostly,
    Done,
}

/// What the measures of one finding have in common.
pub struct Plan<'a> {
    /// The finding's number.
    pub finding: usize,
    /// What it is about.
    pub topic: &'a Topic,
    /// The place of its lead unit.
    pub lead: usize,
    /// All of its measures are done.
    pub settled: bool,
}

/// The `n`th measure of a finding.
pub fn measure(dice: &mut Dice, units: &[Unit], plan: &Plan<'_>, n: usize) -> Measure {
    let Plan { finding, topic, lead, settled } = *plan;
    let key = format!("{finding}-{n}");
    let object = *dice.pick(&topic.objects);
    let (term, due) = deadline(dice);
    let stage = if settled { Stage::Done } else { stage(dice, due.as_ref()) };
    let lead_phrase = dice.pick(&words::LEADS).replace("{}", object);
    // Most measures stay with the finding's unit; some are another's, a few nobody's yet.
    let unit = match dice.below(20) {
        0 => None,
        1..=5 => Some(dice.below(units.len())),
        _ => Some(lead),
    };
    let mut others = |percent| -> Vec<_> {
        let count = if dice.chance(percent) { 1 + dice.below(2) } else { 0 };
        let mut ids: Vec<_> = (0..count).map(|_| units[dice.below(units.len())].id.clone()).collect();
        ids.dedup();
        ids
    };
    let (responsible, supporting) = (others(45), others(25));
    let extensions = extensions(dice, &key, due.as_ref(), stage);
    Measure {
        number: u32::try_from(n).ok(),
        ordinal: words::ORDINALS.get(n - 1).copied().unwrap_or_default().to_owned(),
        text: text(dice, &lead_phrase, object),
        lead: lead_phrase,
        leader: if dice.chance(30) { dice.leader() } else { String::new() },
        lead_unit: unit.map(|unit| units[unit].id.clone()),
        units: responsible,
        supporting_units: supporting,
        owner: if dice.chance(80) { dice.person() } else { String::new() },
        due,
        term,
        status: status(stage).map(id),
        note: if dice.chance(6) { (*dice.pick(&words::NOTES)).to_owned() } else { String::new() },
        internal: dice.chance(4),
        progress: progress(dice, &key, object, stage),
        evidence: evidence(dice, &key, object, stage),
        closure: closure(dice, &key, units, stage),
        extensions,
        id: id(format!("m{key}")),
        ..Measure::default()
    }
}

fn status(stage: Stage) -> Option<&'static str> {
    Some(match stage {
        Stage::Unfilled => return None,
        Stage::NotBegun => "未启动",
        Stage::UnderWay => "整改中",
        Stage::InStages => "阶段性完成",
        Stage::Mostly => "基本完成",
        Stage::Done => "已完成",
    })
}

fn deadline(dice: &mut Dice) -> (Option<Term>, Option<Due>) {
    // One deadline of six falls around the day that the ledger is written as of, so that there is work to see.
    let day = if dice.chance(16) { dice.day((2026, 10, 10), 80) } else { dice.day((2024, 6, 15), 1020) };
    let dated =
        if dice.chance(70) { Due::Day(day) } else { Due::Month { year: day.year(), month: day.month() } };
    let phrase = Due::Phrase((*dice.pick(&words::PHRASES)).to_owned());
    match dice.below(20) {
        0 => (None, None),
        1 => (None, Some(dated)),
        2 | 3 => (Some(Term::AtOnce), Some(Due::Day(dice.day((2024, 6, 1), 60)))),
        4 => (Some(Term::AtOnce), Some(Due::Phrase("立行立改".to_owned()))),
        5 | 6 => (Some(Term::Lasting), Some(Due::Phrase("长期坚持".to_owned()))),
        7 => (Some(Term::Lasting), Some(dated)),
        8 => (Some(Term::ByDeadline), Some(phrase)),
        _ => (Some(Term::ByDeadline), Some(dated)),
    }
}

fn stage(dice: &mut Dice, due: Option<&Due>) -> Stage {
    // The ledger is written as if in the autumn of 2026.
    let past = due.and_then(Due::last_day).is_some_and(|day| day.year() < 2026 || day.month() < 9);
    match (past, dice.below(100)) {
        (true, 0..=4) | (false, 0..=13) => Stage::Unfilled,
        (true, 5..=6) | (false, 14..=29) => Stage::NotBegun,
        (true, 7..=14) | (false, 30..=61) => Stage::UnderWay,
        (true, 15..=19) | (false, 62..=74) => Stage::InStages,
        (true, 20..=26) | (false, 75..=84) => Stage::Mostly,
        _ => Stage::Done,
    }
}

/// A pattern with the object for `{}` and a number of its own for each `#`.
fn fill(dice: &mut Dice, pattern: &str, object: &str, out: &mut String) {
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '#']) {
        out.push_str(&rest[..at]);
        if rest[at..].starts_with('#') {
            // Writing into a String cannot fail.
            let _ = write!(out, "{}", 2 + dice.below(60));
            rest = &rest[at + 1..];
        } else {
            out.push_str(object);
            rest = &rest[at + "{}".len()..];
        }
    }
    out.push_str(rest);
}

fn text(dice: &mut Dice, lead: &str, object: &str) -> String {
    let mut text = format!("{lead}，");
    for n in 0..=dice.below(2) {
        if n > 0 {
            text.push('；');
        }
        let step = *dice.pick(&words::STEPS);
        fill(dice, step, object, &mut text);
    }
    text.push('，');
    text.push_str(dice.pick::<&str>(&words::RESULTS));
    text.push('。');
    text
}

fn progress(dice: &mut Dice, key: &str, object: &str, stage: Stage) -> Vec<Progress> {
    let most = match stage {
        Stage::Unfilled | Stage::NotBegun => return Vec::new(),
        Stage::UnderWay | Stage::InStages => 2,
        Stage::Mostly | Stage::Done => 3,
    };
    let mut date = dice.day((2024, 7, 1), 420);
    let mut entries = Vec::new();
    let least = usize::from(stage == Stage::Done && dice.chance(97));
    for n in 1..=dice.below(most).max(least) {
        let mut text = String::new();
        let pattern = *dice.pick(&words::PROGRESS);
        fill(dice, pattern, object, &mut text);
        text.push('。');
        entries.push(Progress {
            id: id(format!("p{key}-{n}")),
            date: Some(date),
            by: dice.person(),
            text,
            ..Progress::default()
        });
        date = date.plus_days(20 + dice.below_days(120));
    }
    entries
}

fn extensions(dice: &mut Dice, key: &str, due: Option<&Due>, stage: Stage) -> Vec<Extension> {
    let Some(first) = due.and_then(Due::last_day).filter(|_| stage != Stage::Done || dice.chance(30)) else {
        return Vec::new();
    };
    let count = if dice.chance(18) { 1 + usize::from(dice.chance(15)) } else { 0 };
    let mut day = first;
    let mut extension = |n| {
        let approved = day.plus_days(-dice.below_days(20));
        day = day.plus_days(30 + dice.below_days(400));
        Extension {
            id: id(format!("x{key}-{n}")),
            due: Some(Due::Day(day)),
            reason: (*dice.pick(&words::REASONS)).to_owned(),
            approver: dice.leader(),
            date: Some(approved),
            ..Extension::default()
        }
    };
    (1..=count).map(&mut extension).collect()
}

fn evidence(dice: &mut Dice, key: &str, object: &str, stage: Stage) -> Vec<Evidence> {
    let count = match stage {
        // What is done is proved, but for a few, so that 检查 has something to find.
        Stage::Done if dice.chance(97) => 1 + usize::from(dice.chance(4)),
        Stage::Mostly | Stage::InStages if dice.chance(15) => 1,
        _ => 0,
    };
    let mut one = |n: usize| {
        let (name, ending, media_type) = *dice.pick(&words::EVIDENCE);
        let name = format!("{}.{ending}", name.replace("{}", object));
        let date = dice.day((2024, 8, 1), 700);
        let since_1970 = Date::new(1970, 1, 1).map_or(0, |start| start.days_until(date));
        Evidence {
            id: id(format!("e{key}-{n:02}")),
            number: format!("{key}-{n:02}"),
            place: format!("佐证/{key}/{name}"),
            name,
            size: Some(20_000 + dice.next() % 4_000_000),
            media_type: media_type.to_owned(),
            modified: Moment::new(since_1970 * 86_400_000 + 3_600_000 * dice.below_days(10), 480),
            sm3: dice.digest(),
            sha256: dice.digest(),
            provider: dice.person(),
            date: Some(date),
            ..Evidence::default()
        }
    };
    (1..=count).map(&mut one).collect()
}

fn closure(dice: &mut Dice, key: &str, units: &[Unit], stage: Stage) -> Vec<ClosureStep> {
    use ClosureAction::{Accept, Apply, Close, Reopen, Return, Withdraw};
    let tracks: &[&[ClosureAction]] = match stage {
        Stage::Done => &[
            &[Apply, Accept, Close],
            &[Apply, Accept, Close],
            &[Apply, Return, Apply, Accept, Close],
            &[Apply, Return],
            &[Apply, Accept],
            &[Apply],
            &[],
            &[],
            &[],
            &[],
        ],
        // What is not done is not applied for: it was set back since.
        Stage::Mostly => {
            &[&[], &[], &[], &[Apply, Withdraw], &[Apply, Return], &[Apply, Accept, Close, Reopen]]
        }
        _ => return Vec::new(),
    };
    let track = *dice.pick(tracks);
    let mut date = dice.day((2025, 9, 1), 300);
    let mut step = |(n, action): (usize, &ClosureAction)| {
        let (opinion, supply) = match action {
            Return => *dice.pick(&words::RETURNS),
            Accept | Close => (*dice.pick(&words::ACCEPTS), ""),
            Reopen => ("复核发现同类问题，重新整改", ""),
            _ => ("", ""),
        };
        let reviewed = matches!(action, Accept | Return | Close);
        date = date.plus_days(2 + dice.below_days(25));
        ClosureStep {
            id: id(format!("s{key}-{}", n + 1)),
            action: Some(action.clone()),
            level: reviewed.then_some(if *action == Close { 2 } else { 1 }),
            by: dice.person(),
            unit: if reviewed { units.last() } else { units.first() }
                .map(|u| u.name.clone())
                .unwrap_or_default(),
            date: Some(date),
            opinion: opinion.to_owned(),
            supply: supply.to_owned(),
            ..ClosureStep::default()
        }
    };
    track.iter().enumerate().map(&mut step).collect()
}
