//! 序号 of findings and 措施序号 of measures that an import adds: the number in the file where it is free, else the next.
//! Where others have none and are counted by their place, a new one is counted too.

use std::collections::{BTreeSet, HashMap};

use ledger::finding::{Finding, Measure};
use ledger::{Id, Ledger};

/// The numbers that are taken among findings, or among the measures of one; `None` where they are counted.
type Taken = Option<BTreeSet<u32>>;

/// The numbers that are taken.
pub struct Numbers {
    findings: Taken,
    measures: HashMap<Id, Taken>,
    /// The numbers that rows of the file bear: no finding without a number takes one of them.
    reserved: BTreeSet<u32>,
}

fn free(taken: &mut Taken, wanted: Option<u32>, reserved: &BTreeSet<u32>) -> Option<u32> {
    let taken = taken.as_mut()?;
    let next = || taken.last().max(reserved.last()).map_or(1, |last| last.saturating_add(1));
    let number = wanted.filter(|number| *number > 0 && !taken.contains(number)).unwrap_or_else(next);
    taken.insert(number);
    Some(number)
}

impl Numbers {
    /// Those of a ledger.
    #[must_use]
    pub fn new(ledger: &Ledger) -> Self {
        let findings = ledger.bundle().findings.iter().map(|finding: &Finding| finding.number);
        Self { findings: findings.collect(), measures: HashMap::new(), reserved: BTreeSet::new() }
    }

    /// Keeps the numbers that rows bear for them.
    pub fn reserve<'t>(&mut self, told: impl Iterator<Item = &'t str>) {
        self.reserved =
            told.filter_map(|told| runs(told).next()).filter(|number| *number < u32::MAX / 2).collect();
    }

    /// For a finding whose row bears `told`: `35`, `问题 35`.
    pub fn of_finding(&mut self, told: &str) -> Option<u32> {
        free(&mut self.findings, runs(told).next(), &self.reserved)
    }

    /// For a measure, whose row bears `told`: `3`, `12-3`. `siblings` are the measures that its finding has.
    pub fn of_measure(&mut self, finding: &Id, siblings: &[Measure], told: &str) -> Option<u32> {
        let taken = self
            .measures
            .entry(finding.clone())
            .or_insert_with(|| siblings.iter().map(|measure| measure.number).collect());
        free(taken, runs(told).last(), &BTreeSet::new())
    }
}

/// The numbers in a text.
fn runs(text: &str) -> impl Iterator<Item = u32> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|run| run.parse().ok())
}
