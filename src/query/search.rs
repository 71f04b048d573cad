//! Where one word of a search is found: the rows that hold it, and whether one row does. Knows the index, not
//! what else is asked.

use super::bits::Bits;
use super::index::{FindingEntry, Index, MeasureEntry};
use super::terms::Term;

/// The rows that hold one word.
#[derive(Debug, Clone)]
pub(super) struct Hits {
    pub term: Term,
    /// Whether the word occurs in the name of a shared word, by its code.
    statuses: Vec<bool>,
    units: Vec<bool>,
    aspects: Vec<bool>,
    /// Whether it occurs in the name of any status or unit.
    in_names: bool,
    /// Findings that hold the word themselves.
    findings: Bits,
    /// Measures that hold the word, or whose finding does.
    pub measures: Bits,
}

impl Hits {
    /// Searches for a word; among the hits of a shorter one where that is known, for they hold all of its own.
    pub fn of(index: &Index, term: &Term, among: Option<&Self>) -> Self {
        let words = &index.dictionary;
        let mut hits = Self {
            term: term.clone(),
            statuses: words.statuses.holding(term),
            units: words.units.holding(term),
            aspects: words.aspects.holding(term),
            in_names: false,
            findings: Bits::default(),
            measures: Bits::default(),
        };
        hits.in_names = hits.statuses.contains(&true) || hits.units.contains(&true);
        if hits.in_names || hits.aspects.contains(&true) {
            let named = (0u32..).zip(&index.findings).filter(|(n, _)| hits.names_of_finding(index, *n));
            hits.findings = named.map(|(n, _)| n).collect();
        }
        let found = index.finding_texts.search(term, among.map(|hits| &hits.findings), &hits.findings);
        hits.findings.join(&found);
        if hits.in_names {
            let named = (0u32..).zip(&index.measures).filter(|(n, _)| hits.names_of_measure(index, *n));
            hits.measures = named.map(|(n, _)| n).collect();
        }
        for finding in hits.findings.iter() {
            for row in index.rows_of(finding) {
                hits.measures.insert(row.0);
            }
        }
        let found = index.measure_texts.search(term, among.map(|hits| &hits.measures), &hits.measures);
        hits.measures.join(&found);
        hits
    }

    /// The findings that hold the word, or one of whose measures does.
    pub fn findings_with_measures(&self, index: &Index) -> Bits {
        let mut all = self.findings.clone();
        for measure in self.measures.iter() {
            all.insert(index.measures[measure as usize].finding);
        }
        all
    }

    /// Tests a finding again, with its measures.
    pub fn retest(&mut self, index: &Index, finding: u32) {
        let found = self.names_of_finding(index, finding) || self.is_in(index.finding_texts.text(finding));
        self.findings.put(finding, found);
        for row in index.rows_of(finding) {
            let found =
                found || self.names_of_measure(index, row.0) || self.is_in(index.measure_texts.text(row.0));
            self.measures.put(row.0, found);
        }
    }

    /// Whether a finding holds the word, or one of its measures does.
    pub fn has_finding(&self, index: &Index, finding: u32) -> bool {
        self.findings.contains(finding)
            || index.rows_of(finding).iter().any(|row| self.measures.contains(row.0))
    }

    fn is_in(&self, text: &[u16]) -> bool {
        self.term.holds(text)
    }

    fn names_of_finding(&self, index: &Index, n: u32) -> bool {
        let FindingEntry { alive, facts, .. } = &index.findings[n as usize];
        *alive && (has(&self.aspects, facts.aspect) || facts.units.iter().any(|unit| has(&self.units, *unit)))
    }

    fn names_of_measure(&self, index: &Index, n: u32) -> bool {
        let MeasureEntry { alive, facts, .. } = &index.measures[n as usize];
        self.in_names
            && *alive
            && (has(&self.statuses, facts.status) || facts.units.iter().any(|unit| has(&self.units, *unit)))
    }
}

fn has(which: &[bool], code: u32) -> bool {
    which.get(code as usize).copied().unwrap_or(false)
}
