//! Steps of 销号 as operations: each is checked against where the item stands now, and refused with what is missing.
//!
//! A step is one insertion with an id of its own, so two reviewers' steps merge as two steps; what they come to is
//! told by `ledger::rounds`. Knows no page; who and when are handed in.

use serde_json::{Map, Value, json};

use super::apply::Changes;
use super::edit::{Op, Spot};
use ledger::closure::{ClosureAction, ClosureLevel, ClosureState, ClosureStep};
use ledger::closure_requirements::{Lack, lacks, lacks_of_work};
use ledger::date::Date;
use ledger::finding::Measure;
use ledger::register::Unit;
use ledger::review::{Item, NotYours, Signer, levels, others_application, turn};
use ledger::rounds::standing;
use ledger::{Id, Ledger};

/// What a person does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// 申请销号.
    Apply,
    /// 撤回申请.
    Withdraw,
    /// 审核同意; the last level closes.
    Accept,
    /// 退回, with an opinion.
    Return,
    /// 重新打开, with the reason.
    Reopen,
}

impl Act {
    /// What its button says.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Apply => "申请销号",
            Self::Withdraw => "撤回申请",
            Self::Accept => "审核同意",
            Self::Return => "退回",
            Self::Reopen => "重新打开",
        }
    }

    /// Whether it is refused without words.
    #[must_use]
    pub fn wants_words(self) -> bool {
        matches!(self, Self::Return | Self::Reopen)
    }

    /// What can be done with an item in this state.
    #[must_use]
    pub fn of_state(state: ClosureState) -> &'static [Self] {
        match state {
            ClosureState::NotApplied | ClosureState::Returned => &[Self::Apply],
            ClosureState::Applied | ClosureState::InReview => &[Self::Accept, Self::Return, Self::Withdraw],
            ClosureState::Closed => &[Self::Reopen],
        }
    }
}

/// Who takes a step, when, and in which words.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// Who.
    pub signer: &'a Signer,
    /// The day.
    pub today: Date,
    /// The opinion.
    pub opinion: &'a str,
    /// What is to be supplied.
    pub supply: &'a str,
}

/// Why a step was not taken. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blocked {
    /// The item is not there any more.
    Gone,
    /// Nobody signs.
    Unsigned,
    /// The state does not allow it.
    NotNow(Act, ClosureState),
    /// The gate is shut.
    Lacks(Act, Vec<Lack>),
    /// Another applied, of another unit: the unit and the name.
    NotApplicant(String),
    /// It is another's turn.
    NotYours(NotYours),
    /// It is refused without words.
    NoWords(Act),
}

impl Blocked {
    /// What people read: what happened, and what to do.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Gone => "这一项已被删除，没有办理。".to_owned(),
            Self::Unsigned => "没有办理：销号的每一步都要署名，请先在页面上方填写姓名和单位。".to_owned(),
            Self::NotNow(act, state) => {
                format!("没有办理：现在是“{}”，不能{}。", state.label(), act.label())
            }
            Self::NotYours(NotYours::NotOpen(state)) => {
                format!("没有办理：现在是“{}”，不等人审核。", state.label())
            }
            Self::Lacks(act, lacks) => format!("不能{}，还缺 {} 项：", act.label(), lacks.len()),
            Self::NotApplicant(who) => {
                format!("没有办理：申请由 {who} 提出，只能由本人或其单位撤回。认为不应销号的，请退回。")
            }
            Self::NotYours(NotYours::OthersReview { level, reviewers }) => {
                format!("没有办理：{level}由 {reviewers} 审核。若署名不对，请先更换署名。")
            }
            Self::NotYours(NotYours::AcceptedBefore { level }) => format!(
                "没有办理：您在本轮已作过“{level}”，双重审核须由另一人办理。若本单位允许，可在“台账信息”的审核级次中勾选“可由同一人连审”。"
            ),
            Self::NotYours(NotYours::OwnApplication { unit, level }) => {
                let as_unit =
                    if unit.is_empty() { String::new() } else { format!("以“{unit}”的名义") };
                format!(
                    "没有办理：这次销号申请是您{as_unit}提出的，{level}须由另一人办理。若是同名的另一人，请在署名中写明区别；本单位允许一人办理的，可在“台账信息”的审核级次中勾选“可由同一人连审”。"
                )
            }
            Self::NoWords(Act::Reopen) => "没有办理：重新打开必须写明原因。".to_owned(),
            Self::NoWords(_) => "没有办理：退回必须写明意见。".to_owned(),
        }
    }

    /// What is missing, each with the place where it is mended.
    #[must_use]
    pub fn lacks(&self) -> &[Lack] {
        if let Self::Lacks(_, lacks) = self { lacks } else { &[] }
    }
}

/// What is missing for this step, as of `today`.
#[must_use]
pub fn missing(ledger: &Ledger, item: Item<'_>, act: Act, today: Date) -> Vec<Lack> {
    match act {
        Act::Apply => lacks(ledger, item, today),
        Act::Accept => lacks_of_work(ledger, item, today),
        Act::Withdraw | Act::Return | Act::Reopen => Vec::new(),
    }
}

/// The operations of one step.
///
/// # Errors
/// Why the step is not taken.
pub fn step(ledger: &Ledger, id: &Id, act: Act, given: Given<'_>, fresh: &Id) -> Result<Vec<Op>, Blocked> {
    let item = Item::of(ledger, id).ok_or(Blocked::Gone)?;
    if given.signer.name.is_empty() {
        return Err(Blocked::Unsigned);
    }
    let now = standing(item.steps());
    if !Act::of_state(now.state).contains(&act) {
        return Err(Blocked::NotNow(act, now.state));
    }
    if act.wants_words() && given.opinion.trim().is_empty() {
        return Err(Blocked::NoWords(act));
    }
    let bundle = ledger.bundle();
    let (action, round, level) = match act {
        Act::Apply => (ClosureAction::Apply, now.round + 1, None),
        Act::Withdraw => {
            if let Some(applied) = others_application(bundle, item, given.signer) {
                let told = [&applied.unit, &applied.by].map(String::as_str);
                return Err(Blocked::NotApplicant(told.join(" ").trim().to_owned()));
            }
            (ClosureAction::Withdraw, now.round, None)
        }
        Act::Reopen => (ClosureAction::Reopen, now.round, None),
        Act::Accept | Act::Return => {
            let level = turn(bundle, item, given.signer).map_err(Blocked::NotYours)?;
            let last = usize::try_from(level).is_ok_and(|level| level >= levels(bundle).len());
            let action = match act {
                Act::Return => ClosureAction::Return,
                _ if last => ClosureAction::Close,
                _ => ClosureAction::Accept,
            };
            (action, now.round, Some(level))
        }
    };
    let missing = missing(ledger, item, act, given.today);
    if !missing.is_empty() {
        return Err(Blocked::Lacks(act, missing));
    }
    let mut made = Map::new();
    made.insert("id".to_owned(), json!(fresh));
    made.insert("action".to_owned(), json!(action));
    made.insert("round".to_owned(), json!(round.max(1)));
    made.insert("date".to_owned(), json!(given.today));
    let texts = [
        ("by", given.signer.name.as_str()),
        ("unit", given.signer.unit.as_str()),
        ("opinion", given.opinion.trim()),
        ("supply", given.supply.trim()),
    ];
    for (name, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        made.insert(name.to_owned(), json!(text));
    }
    if let Some(level) = level {
        made.insert("level".to_owned(), json!(level));
    }
    let after = item.steps().last().map(|step| step.id.clone());
    let at = Spot { parent: id.clone(), list: "closure".to_owned(), after };
    Ok(vec![Op::Insert { at, item: Value::Object(made) }])
}

/// The measures of a finding that wait for this person.
#[must_use]
pub fn awaiting(ledger: &Ledger, finding: &Id, signer: &Signer) -> Vec<Id> {
    let Some(found) = ledger.finding(finding) else { return Vec::new() };
    let mine = |measure: &&Measure| turn(ledger.bundle(), Item::Measure(found, measure), signer).is_ok();
    found.measures.iter().filter(mine).map(|measure| measure.id.clone()).collect()
}

/// The operations that accept every measure of a finding that waits for this person, to be made in one step.
///
/// # Errors
/// Why one of them cannot be accepted; none is then.
pub fn accept_all(
    ledger: &Ledger,
    finding: &Id,
    given: Given<'_>,
    fresh: &mut dyn FnMut() -> Id,
) -> Result<Vec<Op>, Blocked> {
    let mut ops = Vec::new();
    for measure in awaiting(ledger, finding, given.signer) {
        ops.extend(step(ledger, &measure, Act::Accept, given, &fresh())?);
    }
    Ok(ops)
}

/// The items whose turn an edit may have changed; `None` where it may be any.
#[must_use]
pub fn touched(ledger: &Ledger, changes: &Changes) -> Option<Vec<Id>> {
    let mut items: Vec<Id> = changes.added.iter().chain(&changes.removed).cloned().collect();
    for (parent, list) in &changes.lists {
        match list.as_str() {
            "closure" => items.push(parent.clone()),
            "closure_levels" | "units" => return None,
            _ => {}
        }
    }
    for (id, field) in &changes.fields {
        let Some(kind) = ledger.kind(id) else { continue };
        if kind.is(ClosureLevel::SPEC) || kind.is(Unit::SPEC) {
            return None;
        }
        if kind.is(ClosureStep::SPEC) {
            items.extend(ledger.parent(id).map(|(parent, _)| parent.clone()));
        } else if field == "lead_unit" {
            items.push(id.clone());
            let measures = ledger.finding(id).into_iter().flat_map(|finding| &finding.measures);
            items.extend(measures.map(|measure| measure.id.clone()));
        }
    }
    Some(items)
}

#[cfg(test)]
mod tests;
