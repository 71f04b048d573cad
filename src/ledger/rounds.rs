//! Rounds of 销号: from an application to its end. What a round came to does not depend on the order of its steps,
//! so that two copies of a ledger merge to one state. Knows no level's name and no person's right.
//!
//! A step names its round. Where it does not (files of other programs), it belongs to the round that is open where
//! it stands; an application after an end opens the next one.

use super::closure::{ClosureAction, ClosureState, ClosureStep};

/// The steps of one round, in the order in which they are kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Round<'a> {
    /// 第几轮, 1 to n.
    pub number: u32,
    /// Its steps.
    pub steps: Vec<&'a ClosureStep>,
}

/// What a round came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nobody applied, or the application was undone.
    Empty,
    /// Waits for the level after the ones that accepted.
    Open,
    /// 退回.
    Returned,
    /// 撤回.
    Withdrawn,
    /// 已销号.
    Closed,
    /// Was closed, and opened again.
    Reopened,
}

impl Outcome {
    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Empty => "未申请",
            Self::Open => "审核中",
            Self::Returned => "退回",
            Self::Withdrawn => "已撤回",
            Self::Closed => "已销号",
            Self::Reopened => "已重新打开",
        }
    }
}

impl<'a> Round<'a> {
    /// The first step of this kind.
    #[must_use]
    pub fn first(&self, action: &ClosureAction) -> Option<&'a ClosureStep> {
        self.steps.iter().copied().find(|step| step.action.as_ref() == Some(action))
    }

    /// Who accepted a level, by 审核同意 or 销号.
    #[must_use]
    pub fn accepted_by(&self, level: u32) -> Option<&'a ClosureStep> {
        self.steps.iter().copied().find(|step| accepts(step) && level_of(step) == level)
    }

    /// How many levels have accepted, counted from the first without a gap: a second acceptance of one level is
    /// kept, and counts once.
    #[must_use]
    pub fn accepted(&self) -> u32 {
        let mut level = 0;
        while self.accepted_by(level + 1).is_some() {
            level += 1;
        }
        level
    }

    /// What the round came to. Where steps of two copies contradict each other, what leaves the item open wins: an
    /// objection over a withdrawal, a withdrawal over a closing.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let has = |action| self.first(action).is_some();
        let applied = has(&ClosureAction::Apply);
        let accepted = self.accepted();
        let holds = |step: &&ClosureStep| match step.level {
            // A closing alone, as ledgers of other programs note it.
            None => true,
            Some(_) => applied && level_of(step) <= accepted,
        };
        let mut closings = self.steps.iter().copied().filter(|s| s.action == Some(ClosureAction::Close));
        if has(&ClosureAction::Return) {
            Outcome::Returned
        } else if has(&ClosureAction::Reopen) {
            Outcome::Reopened
        } else if has(&ClosureAction::Withdraw) {
            Outcome::Withdrawn
        } else if closings.any(|step| holds(&step)) {
            Outcome::Closed
        } else if applied {
            Outcome::Open
        } else {
            Outcome::Empty
        }
    }
}

fn accepts(step: &ClosureStep) -> bool {
    matches!(step.action, Some(ClosureAction::Accept | ClosureAction::Close))
}

/// The level of a step; one that names none is of the first.
fn level_of(step: &ClosureStep) -> u32 {
    step.level.unwrap_or(1).max(1)
}

/// The rounds, first to last. Steps of kinds that this version does not know stand in them and mean nothing.
#[must_use]
pub fn rounds(steps: &[ClosureStep]) -> Vec<Round<'_>> {
    let mut rounds: Vec<Round> = Vec::new();
    // The last round that a step without a number would belong to, and whether it has come to an end.
    let (mut at, mut ended) = (1, false);
    for step in steps {
        let Some(action) = &step.action else { continue };
        if step.round.is_none() && *action == ClosureAction::Apply && ended {
            at += 1;
            ended = false;
        }
        let number = step.round.unwrap_or(at).max(1);
        if number > at {
            (at, ended) = (number, false);
        }
        if number == at {
            use ClosureAction::{Close, Reopen, Return, Withdraw};
            ended |= matches!(action, Return | Withdraw | Close | Reopen);
        }
        match rounds.iter_mut().find(|round| round.number == number) {
            Some(round) => round.steps.push(step),
            None => rounds.push(Round { number, steps: vec![step] }),
        }
    }
    crate::order::sort_by_key(&mut rounds, |round| round.number);
    rounds
}

/// Where an item stands after its steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// 销号情况.
    pub state: ClosureState,
    /// The last round; 0 where there was none.
    pub round: u32,
    /// How many levels have accepted in it.
    pub accepted: u32,
}

impl Standing {
    /// The level that it waits for, of so many: never one beyond the last, which alone closes.
    #[must_use]
    pub fn awaits(self, levels: usize) -> Option<u32> {
        let levels = u32::try_from(levels).unwrap_or(u32::MAX).max(1);
        matches!(self.state, ClosureState::Applied | ClosureState::InReview)
            .then(|| (self.accepted + 1).min(levels))
    }
}

/// Where an item stands after its steps: what its last round came to.
#[must_use]
pub fn standing(steps: &[ClosureStep]) -> Standing {
    let last = if steps.is_empty() { None } else { rounds(steps).pop() };
    let Some(last) = last else {
        return Standing { state: ClosureState::NotApplied, round: 0, accepted: 0 };
    };
    let accepted = last.accepted();
    let state = match last.outcome() {
        Outcome::Empty | Outcome::Withdrawn | Outcome::Reopened => ClosureState::NotApplied,
        Outcome::Open if accepted == 0 => ClosureState::Applied,
        Outcome::Open => ClosureState::InReview,
        Outcome::Returned => ClosureState::Returned,
        Outcome::Closed => ClosureState::Closed,
    };
    Standing { state, round: last.number, accepted }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Id;
    use proptest::prelude::*;

    /// Steps written as `apply accept@1 close@2`; `2:apply` names its round.
    fn steps(text: &str) -> Vec<ClosureStep> {
        let one = |(n, word): (usize, &str)| {
            let (round, rest) = word.split_once(':').map_or((None, word), |(r, rest)| (Some(r), rest));
            let (action, level) = rest.split_once('@').map_or((rest, None), |(a, l)| (a, Some(l)));
            ClosureStep {
                id: Id::new(&format!("s{n}")).unwrap(),
                action: Some(action.parse().unwrap()),
                round: round.map(|r| r.parse().unwrap()),
                level: level.map(|l| l.parse().unwrap()),
                ..ClosureStep::default()
            }
        };
        text.split_whitespace().enumerate().map(one).collect()
    }

    #[test]
    fn the_last_round_decides_where_an_item_stands() {
        use ClosureState::{Applied, Closed, InReview, NotApplied, Returned};
        for (text, state, round, accepted) in [
            ("", NotApplied, 0, 0),
            ("apply", Applied, 1, 0),
            ("apply accept@1", InReview, 1, 1),
            ("apply accept", InReview, 1, 1),
            ("apply accept@1 accept@1", InReview, 1, 1),
            ("apply accept@2", Applied, 1, 0),
            ("apply accept@1 close@2", Closed, 1, 2),
            ("apply close@2", Applied, 1, 0),
            ("apply close@2 accept@1", Closed, 1, 2),
            ("apply close@1", Closed, 1, 1),
            ("close", Closed, 1, 1),
            ("close@2", NotApplied, 1, 0),
            ("apply return", Returned, 1, 0),
            ("apply return apply", Applied, 2, 0),
            ("apply return apply accept@1 会签", InReview, 2, 1),
            ("apply accept@1 return@2 apply", Applied, 2, 0),
            ("apply withdraw", NotApplied, 1, 0),
            ("apply withdraw apply", Applied, 2, 0),
            ("apply accept close reopen", NotApplied, 1, 1),
            ("apply accept close reopen apply", Applied, 2, 0),
            ("apply apply", Applied, 1, 0),
            ("会签", NotApplied, 1, 0),
            ("accept@1", NotApplied, 1, 1),
            ("1:apply 1:return 2:apply", Applied, 2, 0),
            ("2:apply 1:return 1:apply", Applied, 2, 0),
            ("1:apply 1:return@1 2:apply 2:accept@1 1:accept@1", InReview, 2, 1),
            ("0:apply", Applied, 1, 0),
        ] {
            assert_eq!(standing(&steps(text)), Standing { state, round, accepted }, "{text}");
        }
    }

    #[test]
    fn what_leaves_an_item_open_wins_over_what_closes_it() {
        use Outcome::{Closed, Open, Reopened, Returned, Withdrawn};
        for (text, outcome) in [
            ("1:apply 1:accept@1 1:return@1", Returned),
            ("1:apply 1:accept@1 1:close@2 1:return@1", Returned),
            ("1:apply 1:return@1 1:withdraw", Returned),
            ("1:apply 1:accept@1 1:close@2 1:withdraw", Withdrawn),
            ("1:apply 1:accept@1 1:close@2 1:reopen 1:withdraw", Reopened),
            ("1:apply 1:close@2", Open),
            ("1:apply 1:accept@1 1:close@2", Closed),
        ] {
            assert_eq!(rounds(&steps(text))[0].outcome(), outcome, "{text}");
        }
    }

    #[test]
    fn the_level_that_is_awaited_is_the_next_and_never_beyond_the_last() {
        for (text, levels, awaited) in [
            ("", 2, None),
            ("apply", 2, Some(1)),
            ("apply accept@1", 2, Some(2)),
            ("apply accept@1", 1, Some(1)),
            ("apply accept@1 accept@2", 2, Some(2)),
            ("apply accept@1 close@2", 3, None),
            ("apply return", 2, None),
        ] {
            assert_eq!(standing(&steps(text)).awaits(levels), awaited, "{text} of {levels}");
        }
    }

    proptest! {
        #[test]
        fn the_order_in_which_copies_are_merged_does_not_matter(
            drawn in prop::collection::vec((1..4_u32, 0..6_usize, 1..4_u32, any::<u32>()), 0..12)
        ) {
            let mut made: Vec<(u32, ClosureStep)> = drawn.into_iter().map(|(round, action, level, place)| {
                let action = ClosureAction::KNOWN[action].clone();
                (place, ClosureStep { action: Some(action), round: Some(round), level: Some(level), ..ClosureStep::default() })
            }).collect();
            let one: Vec<_> = made.iter().map(|(_, step)| step.clone()).collect();
            made.sort_by_key(|(place, _)| *place);
            let other: Vec<_> = made.into_iter().map(|(_, step)| step).collect();
            prop_assert_eq!(standing(&one), standing(&other));
        }

        #[test]
        fn a_step_that_is_there_twice_counts_once(
            drawn in prop::collection::vec((0..6_usize, 1..4_u32), 1..10), again in any::<usize>()
        ) {
            let mut steps: Vec<_> = drawn.into_iter().map(|(action, level)| ClosureStep {
                action: Some(ClosureAction::KNOWN[action].clone()), round: Some(1), level: Some(level), ..ClosureStep::default()
            }).collect();
            let before = standing(&steps);
            steps.push(steps[again % steps.len()].clone());
            prop_assert_eq!(standing(&steps), before);
        }
    }
}
