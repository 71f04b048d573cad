//! 审核: the levels of review that an office sets, whose turn it is, and what waits for whom. Knows no step's
//! making (`journal::closing`) and no page.

use std::borrow::Cow;

use super::bundle::Bundle;
use super::closure::{ClosureAction, ClosureLevel, ClosureState, ClosureStep, OpinionTemplate, OpinionUse};
use super::document::Ledger;
use super::effective::Effective;
use super::finding::{Finding, Measure};
use super::id::Id;
use super::id_map::IdMap;
use super::register::unit_named;
use super::rounds::{Round, Standing, rounds, standing};

/// Who takes a step, as the page signs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signer {
    /// 姓名.
    pub name: String,
    /// 单位.
    pub unit: String,
}

/// What 销号 is applied for: a measure, or a finding as a whole.
#[derive(Debug, Clone, Copy)]
pub enum Item<'a> {
    /// A finding.
    Finding(&'a Finding),
    /// A measure, with its finding.
    Measure(&'a Finding, &'a Measure),
}

impl<'a> Item<'a> {
    /// The item with this id.
    #[must_use]
    pub fn of(ledger: &'a Ledger, id: &Id) -> Option<Self> {
        match ledger.measure(id) {
            Some((finding, measure)) => Some(Self::Measure(finding, measure)),
            None => ledger.finding(id).map(Self::Finding),
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(self) -> &'a Id {
        match self {
            Self::Finding(finding) => &finding.id,
            Self::Measure(_, measure) => &measure.id,
        }
    }

    /// The finding that it is, or belongs to.
    #[must_use]
    pub fn finding(self) -> &'a Finding {
        match self {
            Self::Finding(finding) | Self::Measure(finding, _) => finding,
        }
    }

    /// Its steps of 销号.
    #[must_use]
    pub fn steps(self) -> &'a [ClosureStep] {
        match self {
            Self::Finding(finding) => &finding.closure,
            Self::Measure(_, measure) => &measure.closure,
        }
    }

    /// 牵头部门: a measure that names none has that of its finding.
    #[must_use]
    pub fn lead_unit(self) -> Option<&'a Id> {
        match self {
            Self::Finding(finding) => finding.responsible(),
            Self::Measure(finding, measure) => Effective::of(finding, measure).responsible(),
        }
    }

    /// What people call it: `措施 12-3`.
    #[must_use]
    pub fn name(self, ledger: &Ledger) -> String {
        match self {
            Self::Finding(finding) => format!("问题 {}", ledger.finding_number(&finding.id)),
            Self::Measure(finding, measure) => {
                format!("措施 {}", ledger.measure_number(&finding.id, &measure.id))
            }
        }
    }
}

/// The levels of review: the office's own, else the usual two (双重审核), which stand in no file until somebody
/// writes them there.
#[must_use]
pub fn levels(bundle: &Bundle) -> Cow<'_, [ClosureLevel]> {
    if bundle.closure_levels.is_empty() {
        let level = |name: &str| ClosureLevel { name: name.to_owned(), ..ClosureLevel::default() };
        Cow::Owned(vec![level("牵头部门初审"), level("整改办复核")])
    } else {
        Cow::Borrowed(&bundle.closure_levels)
    }
}

/// The name of a level, 1 to n.
#[must_use]
pub fn level_name(bundle: &Bundle, level: u32) -> String {
    let name = usize::try_from(level)
        .ok()
        .and_then(|level| levels(bundle).get(level.checked_sub(1)?).map(|l| l.name.clone()))
        .filter(|name| !name.is_empty());
    name.unwrap_or_else(|| format!("第 {level} 级"))
}

/// The opinions that are written often: the office's own, else the usual ones.
#[must_use]
pub fn templates(bundle: &Bundle) -> Cow<'_, [OpinionTemplate]> {
    if !bundle.opinion_templates.is_empty() {
        return Cow::Borrowed(&bundle.opinion_templates);
    }
    let usual = [
        (OpinionUse::Accept, "情况属实，材料齐全，同意。", ""),
        (OpinionUse::Accept, "经现场核验，整改到位，同意销号。", ""),
        (OpinionUse::Return, "佐证材料不充分，不能反映整改成效。", "过程材料和成效材料"),
        (OpinionUse::Return, "只有部署，没有落实情况。", "落实情况说明及凭证"),
        (OpinionUse::Return, "制度文件未正式印发。", "正式印发的文件"),
        (OpinionUse::Return, "整改数据与台账不一致。", "数据核对说明"),
    ];
    let template = |(usage, text, supply): (_, &str, &str)| OpinionTemplate {
        usage: Some(usage),
        text: text.to_owned(),
        supply: supply.to_owned(),
        ..OpinionTemplate::default()
    };
    Cow::Owned(usual.into_iter().map(template).collect())
}

/// Whether two names are of one unit: alike, or both known as names of the same.
#[must_use]
pub fn same_unit(bundle: &Bundle, a: &str, b: &str) -> bool {
    let (a, b) = (a.trim(), b.trim());
    a == b || unit_named(&bundle.units, a).is_some_and(|unit| unit_named(&bundle.units, b) == Some(unit))
}

/// Whether two signatures are of one person: the name, and the unit where both tell it.
#[must_use]
pub fn same_person(bundle: &Bundle, step: &ClosureStep, signer: &Signer) -> bool {
    let one_unit =
        || step.unit.is_empty() || signer.unit.is_empty() || same_unit(bundle, &step.unit, &signer.unit);
    !signer.name.is_empty() && step.by == signer.name && one_unit()
}

/// In a level's 审核人 it stands for the lead unit of whatever is reviewed.
pub const LEAD_UNIT: &str = "牵头部门";

/// Whether a person is among the reviewers of a level. A level without reviewers takes anybody; so does
/// [`LEAD_UNIT`] where the item has no lead unit.
#[must_use]
pub fn is_reviewer(bundle: &Bundle, level: &ClosureLevel, item: Item<'_>, signer: &Signer) -> bool {
    let mut named = level.reviewers.split(['、', '，', ',', '；', ';', '\n']).map(str::trim);
    let unit_of = |name: &str| unit_named(&bundle.units, name);
    let own = unit_of(&signer.unit);
    let is_me = |token: &str| match token {
        LEAD_UNIT => item.lead_unit().is_none_or(|lead| own == Some(lead)),
        _ => {
            token == signer.name
                || (!signer.unit.is_empty() && token == signer.unit)
                || (own.is_some() && unit_of(token) == own)
        }
    };
    let nobody = named.clone().all(str::is_empty);
    nobody || named.any(|token| !token.is_empty() && is_me(token))
}

/// Why a person may not review an item now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotYours {
    /// It waits for nobody.
    NotOpen(ClosureState),
    /// Others review this level.
    OthersReview {
        /// The level's name.
        level: String,
        /// Its reviewers, as the office wrote them.
        reviewers: String,
    },
    /// The person accepted a lower level of this round.
    AcceptedBefore {
        /// The name of the lower level.
        level: String,
    },
    /// The person applied, signed for another unit than now, or would decide above the first level.
    OwnApplication {
        /// The unit that the application was signed for; empty where none was.
        unit: String,
        /// The name of the level that waits.
        level: String,
    },
}

/// The level that waits for this person, or why none does.
///
/// # Errors
/// [`NotYours`].
pub fn turn(bundle: &Bundle, item: Item<'_>, signer: &Signer) -> Result<u32, NotYours> {
    let levels = levels(bundle);
    let standing = standing(item.steps());
    let at = standing.awaits(levels.len()).ok_or(NotYours::NotOpen(standing.state))?;
    let level = usize::try_from(at).ok().and_then(|n| levels.get(n.checked_sub(1)?));
    let Some(level) = level else { return Ok(at) };
    if !is_reviewer(bundle, level, item, signer) {
        let (level, reviewers) = (level_name(bundle, at), level.reviewers.clone());
        return Err(NotYours::OthersReview { level, reviewers });
    }
    let last = rounds(item.steps()).pop();
    let before = last.filter(|_| !level.again).and_then(|round| {
        (1..at).find(|level| round.accepted_by(*level).is_some_and(|step| same_person(bundle, step, signer)))
    });
    if let Some(level) = before {
        return Err(NotYours::AcceptedBefore { level: level_name(bundle, level) });
    }
    match applied_as_another(bundle, item, level, at, signer) {
        Some(applied) => {
            Err(NotYours::OwnApplication { unit: applied.unit.clone(), level: level_name(bundle, at) })
        }
        None => Ok(at),
    }
}

/// The application of this person that bars the person from the level: one that was signed for another unit than the
/// decision would be (names are compared without their units, since that is what was changed), or one that would be
/// decided above the first level, where the office does not let one person do both.
fn applied_as_another<'a>(
    bundle: &Bundle,
    item: Item<'a>,
    level: &ClosureLevel,
    at: u32,
    signer: &Signer,
) -> Option<&'a ClosureStep> {
    let applied = application(item).filter(|step| !step.by.is_empty() && step.by == signer.name)?;
    let changed =
        applied.unit.trim() != signer.unit.trim() && !same_unit(bundle, &applied.unit, &signer.unit);
    (changed || (at > 1 && !level.again)).then_some(applied)
}

/// The application of the last round.
fn application(item: Item<'_>) -> Option<&ClosureStep> {
    rounds(item.steps()).pop().and_then(|round: Round| round.first(&ClosureAction::Apply))
}

/// Whether the person who would review is the one who applied: allowed, and worth saying.
#[must_use]
pub fn own_application(bundle: &Bundle, item: Item<'_>, signer: &Signer) -> bool {
    application(item).is_some_and(|step| same_person(bundle, step, signer))
}

/// Who applied, where this person may not take the application back: that is for the applicant, and for others of
/// the applicant's unit. An application that nobody signed is anybody's.
#[must_use]
pub fn others_application<'a>(bundle: &Bundle, item: Item<'a>, signer: &Signer) -> Option<&'a ClosureStep> {
    let applied = application(item).filter(|step| !step.by.is_empty() || !step.unit.is_empty())?;
    let of_unit = !applied.unit.is_empty() && same_unit(bundle, &applied.unit, &signer.unit);
    (!of_unit && !same_person(bundle, applied, signer)).then_some(applied)
}

/// Whether a person took a step of the review in the last round.
fn took_part(bundle: &Bundle, item: Item<'_>, signer: &Signer) -> bool {
    use ClosureAction::{Accept, Close, Return};
    let reviews = |step: &ClosureStep| matches!(step.action, Some(Accept | Return | Close));
    let last = rounds(item.steps()).pop();
    last.is_some_and(|round| round.steps.iter().any(|s| reviews(s) && same_person(bundle, s, signer)))
}

/// How an item that was applied for stands to the person at the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bearing {
    /// It waits for this person.
    Mine,
    /// It waits for others, and this person has nothing to do with it.
    Others,
    /// It waits for others, and this person has accepted it in this round.
    Passed,
    /// It was closed or returned, and this person had a part in it.
    Settled,
}

/// What waits for review, kept up item by item.
#[derive(Debug, Clone, Default)]
pub struct Board {
    signer: Signer,
    items: IdMap<Id, Bearing>,
}

impl Board {
    /// The board of a ledger for this person. Looks at every item once.
    #[must_use]
    pub fn new(ledger: &Ledger, signer: Signer) -> Self {
        let mut board = Self { signer, items: IdMap::default() };
        for finding in &ledger.bundle().findings {
            board.look(ledger, Item::Finding(finding));
            for measure in &finding.measures {
                board.look(ledger, Item::Measure(finding, measure));
            }
        }
        board
    }

    /// Takes one item anew, if `id` is or was one. Whether anything is other than before.
    pub fn update(&mut self, ledger: &Ledger, id: &Id) -> bool {
        let before = self.items.remove(id);
        if let Some(item) = Item::of(ledger, id) {
            self.look(ledger, item);
        }
        before != self.items.get(id).copied()
    }

    fn look(&mut self, ledger: &Ledger, item: Item<'_>) {
        if item.steps().is_empty() {
            return;
        }
        let bundle = ledger.bundle();
        let took_part = || took_part(bundle, item, &self.signer);
        let bearing = match turn(bundle, item, &self.signer) {
            Ok(_) => Bearing::Mine,
            Err(NotYours::NotOpen(ClosureState::Returned | ClosureState::Closed)) if took_part() => {
                Bearing::Settled
            }
            Err(NotYours::NotOpen(_)) => return,
            Err(NotYours::AcceptedBefore { .. }) => Bearing::Passed,
            Err(NotYours::OthersReview { .. }) if took_part() => Bearing::Passed,
            Err(NotYours::OthersReview { .. } | NotYours::OwnApplication { .. }) => Bearing::Others,
        };
        self.items.insert(item.id().clone(), bearing);
    }

    /// How many items wait for this person.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.items.values().filter(|bearing| **bearing == Bearing::Mine).count()
    }

    /// `已审 12 / 34`: how many of the items that this person had to review need nothing more from them, and how
    /// many those are. What was returned and applied for again waits again.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let waiting = self.waiting();
        let others = self.items.values().filter(|bearing| **bearing == Bearing::Others).count();
        let all = self.items.len() - others;
        (all - waiting, all)
    }

    /// The items that wait, in the order of the ledger: for this person, or for anybody.
    #[must_use]
    pub fn queue(&self, ledger: &Ledger, everybodys: bool) -> Vec<Id> {
        let waits = |bearing: Bearing| match bearing {
            Bearing::Mine => true,
            Bearing::Others | Bearing::Passed => everybodys,
            Bearing::Settled => false,
        };
        let place = |id: &Id| {
            let item = Item::of(ledger, id)?;
            let finding = ledger.position(&item.finding().id)?;
            // The finding as a whole comes behind its measures, as its closing does.
            let measure = match item {
                Item::Measure(..) => ledger.position(id)?,
                Item::Finding(_) => usize::MAX,
            };
            Some((finding, measure))
        };
        let mut waiting: Vec<_> = self
            .items
            .iter()
            .filter(|(_, bearing)| waits(**bearing))
            .filter_map(|(id, _)| Some((place(id)?, id.clone())))
            .collect();
        crate::order::sort(&mut waiting);
        waiting.into_iter().map(|(_, id)| id).collect()
    }
}

/// Where an item stands, and the level's name that it waits for.
#[must_use]
pub fn state_text(bundle: &Bundle, steps: &[ClosureStep]) -> (Standing, String) {
    let standing = standing(steps);
    let told = match standing.awaits(levels(bundle).len()) {
        Some(level) => format!("{}，待{}", standing.state.label(), level_name(bundle, level)),
        None => standing.state.label().to_owned(),
    };
    (standing, told)
}

#[cfg(test)]
mod tests;
