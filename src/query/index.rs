//! What is kept of a ledger so that lists are answered quickly: for each measure and finding a slot with its
//! facts as small numbers, its place, and its texts folded. Knows no query.
//!
//! A slot keeps its number as long as its entity is there, whatever moves around it, so a [`MeasureRow`] can
//! be held on to. The facts are there at once ([`Index::new`]); the texts are read in slices ([`Index::step`]),
//! so that a page can do so while it is idle. Until then rows whose texts were not read are not found.

use super::dictionary::Dictionary;
use super::facts::{FindingFacts, MeasureFacts, Proofs};
use super::postings::{GAP, TextStore};
use super::terms::fold_into;
use super::texts;
use ledger::fields::Fields;
use ledger::finding::{Finding, Measure};
use ledger::id_map::IdMap;
use ledger::{Id, Ledger};

/// A measure in an [`Index`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MeasureRow(pub(super) u32);

/// A finding in an [`Index`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FindingRow(pub(super) u32);

#[derive(Debug, Clone)]
pub(super) struct MeasureEntry {
    pub id: Id,
    pub alive: bool,
    /// The slot of its finding.
    pub finding: u32,
    /// Its position in the finding.
    pub at: usize,
    /// Its place in the order of the whole ledger.
    pub rank: u32,
    pub facts: MeasureFacts,
}

#[derive(Debug, Clone)]
pub(super) struct FindingEntry {
    pub id: Id,
    pub alive: bool,
    /// Its position in the ledger.
    pub at: usize,
    /// Where its measures begin in the order of the ledger, and how many they are.
    pub first: usize,
    pub count: usize,
    pub facts: FindingFacts,
}

/// Where a measure stood.
struct Stood {
    finding: u32,
    at: usize,
    rank: u32,
}

/// A ledger, ready to be searched, filtered and sorted. See the module.
#[derive(Debug, Clone)]
pub struct Index {
    pub(super) dictionary: Dictionary,
    /// The ledger's table of fields: names that a search knows, custom fields.
    pub(super) fields: Fields,
    pub(super) findings: Vec<FindingEntry>,
    pub(super) measures: Vec<MeasureEntry>,
    pub(super) finding_slots: IdMap<Id, u32>,
    pub(super) measure_slots: IdMap<Id, u32>,
    pub(super) finding_order: Vec<FindingRow>,
    pub(super) measure_order: Vec<MeasureRow>,
    pub(super) proofs: Proofs,
    pub(super) finding_texts: TextStore,
    pub(super) measure_texts: TextStore,
    /// Slots below these have had their texts read.
    findings_read: usize,
    measures_read: usize,
    /// Where a text is folded before it is stored.
    scratch: Vec<u16>,
    /// Another number after every change, so that a view knows whether it is up to date.
    pub(super) version: u64,
}

/// A slot number. Slots are counted in 32 bits: more entities do not fit into the memory of a page.
fn slot(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Puts an entry into its slot; the slot behind the last is a new one.
fn keep<T>(slots: &mut IdMap<Id, u32>, entries: &mut Vec<T>, n: u32, id: &Id, entry: T) {
    if let Some(old) = entries.get_mut(n as usize) {
        *old = entry;
    } else {
        slots.insert(id.clone(), n);
        entries.push(entry);
    }
}

impl Index {
    /// The facts of a ledger. Nothing is found in it by text before [`Index::step`] has read the texts.
    #[must_use]
    pub fn new(ledger: &Ledger) -> Self {
        let mut index = Self {
            dictionary: Dictionary::new(ledger.bundle()),
            fields: Fields::of(ledger),
            findings: Vec::new(),
            measures: Vec::new(),
            finding_slots: IdMap::default(),
            measure_slots: IdMap::default(),
            finding_order: Vec::new(),
            measure_order: Vec::new(),
            proofs: Proofs::default(),
            finding_texts: TextStore::default(),
            measure_texts: TextStore::default(),
            findings_read: 0,
            measures_read: 0,
            scratch: Vec::new(),
            version: 0,
        };
        let findings = &ledger.bundle().findings;
        let measures = findings.iter().map(|finding| finding.measures.len()).sum();
        index.findings.reserve(findings.len());
        index.finding_slots.reserve(findings.len());
        index.measures.reserve(measures);
        index.measure_slots.reserve(measures);
        index.place(ledger, false);
        index
    }

    /// The facts and texts of a ledger, all at once.
    #[must_use]
    pub fn complete(ledger: &Ledger) -> Self {
        let mut index = Self::new(ledger);
        while !index.step(ledger, usize::MAX) {}
        index
    }

    /// Reads the texts of up to `count` further findings or measures; `true` when all are read.
    pub fn step(&mut self, ledger: &Ledger, count: usize) -> bool {
        if self.is_complete() {
            return true;
        }
        self.version += 1;
        let findings = self.findings_read..self.findings.len().min(self.findings_read.saturating_add(count));
        let count = count - findings.len();
        self.findings_read = findings.end;
        for n in findings {
            self.read_finding(ledger, slot(n));
        }
        let measures = self.measures_read..self.measures.len().min(self.measures_read.saturating_add(count));
        self.measures_read = measures.end;
        for n in measures {
            self.read_measure(ledger, slot(n));
        }
        self.is_complete()
    }

    /// Whether all texts are read.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.progress().0 == self.progress().1
    }

    /// Of how many entities the texts are read, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.findings_read + self.measures_read, self.findings.len() + self.measures.len())
    }

    /// The row of a measure.
    #[must_use]
    pub fn measure_row(&self, id: &Id) -> Option<MeasureRow> {
        self.measure_slots.get(id).copied().map(MeasureRow)
    }

    /// The row of a finding.
    #[must_use]
    pub fn finding_row(&self, id: &Id) -> Option<FindingRow> {
        self.finding_slots.get(id).copied().map(FindingRow)
    }

    /// The id of a row's measure.
    #[must_use]
    pub fn measure_id(&self, row: MeasureRow) -> Option<&Id> {
        self.measures.get(row.0 as usize).map(|entry| &entry.id)
    }

    /// The id of a row's finding.
    #[must_use]
    pub fn finding_id(&self, row: FindingRow) -> Option<&Id> {
        self.findings.get(row.0 as usize).map(|entry| &entry.id)
    }

    /// A row's measure with its finding, found at once by its place.
    #[must_use]
    pub fn measure<'l>(&self, ledger: &'l Ledger, row: MeasureRow) -> Option<(&'l Finding, &'l Measure)> {
        let entry = self.measures.get(row.0 as usize)?;
        let finding = ledger.bundle().findings.get(self.findings[entry.finding as usize].at);
        let measure = finding.and_then(|finding| finding.measures.get(entry.at));
        // Where the ledger has moved on and the index has not been told yet, the id still finds it.
        match finding.zip(measure).filter(|(_, measure)| measure.id == entry.id) {
            None => ledger.measure(&entry.id),
            found => found,
        }
    }

    /// A row's finding.
    #[must_use]
    pub fn finding<'l>(&self, ledger: &'l Ledger, row: FindingRow) -> Option<&'l Finding> {
        let entry = self.findings.get(row.0 as usize)?;
        match ledger.bundle().findings.get(entry.at).filter(|finding| finding.id == entry.id) {
            None => ledger.finding(&entry.id),
            found => found,
        }
    }

    /// The rows of a finding's measures, in their order.
    pub(super) fn rows_of(&self, finding: u32) -> &[MeasureRow] {
        let entry = &self.findings[finding as usize];
        if entry.alive { &self.measure_order[entry.first..entry.first + entry.count] } else { &[] }
    }

    /// Gives every entity of the ledger its slot and place, and its facts where it is new or where all are to
    /// be taken anew; the slots of what is gone fall idle. Tells whether anything stands elsewhere than before.
    pub(super) fn place(&mut self, ledger: &Ledger, anew: bool) -> bool {
        if anew {
            self.dictionary = Dictionary::new(ledger.bundle());
            self.fields = Fields::of(ledger);
            self.proofs = Proofs::default();
            self.measures.iter_mut().for_each(|entry| entry.facts.proves = Box::default());
        }
        let old_findings = std::mem::take(&mut self.finding_order);
        let old_measures = std::mem::take(&mut self.measure_order);
        self.findings.iter_mut().for_each(|entry| entry.alive = false);
        self.measures.iter_mut().for_each(|entry| entry.alive = false);
        let mut moved = false;
        // Where no number is printed the place is the number, and stands in the texts.
        let mut renumbered = Vec::new();
        // Mostly the next entity is the one that came next before, so its slot is known without a look-up.
        let mut next = 0;
        for (at, finding) in ledger.bundle().findings.iter().enumerate() {
            let (n, was_at) = self.place_finding(old_findings.get(at).copied(), at, finding, anew);
            let shifted = was_at != at && finding.number.is_none();
            for (at, measure) in finding.measures.iter().enumerate() {
                let before =
                    self.place_measure(old_measures.get(next).copied(), (n, finding), at, measure, anew);
                moved |= before.finding != n;
                next = before.rank as usize + 1;
                if shifted || (before.at != at && measure.number.is_none()) {
                    renumbered.extend(self.measure_order.last().copied());
                }
            }
            self.settle(n);
        }
        moved |= old_findings != self.finding_order || old_measures != self.measure_order;
        if moved {
            self.retire();
        }
        self.reread_texts(ledger, None, &renumbered);
        moved
    }

    /// Forgets what is gone from the ledger.
    fn retire(&mut self) {
        for (n, entry) in (0..).zip(&self.findings).filter(|(_, entry)| !entry.alive) {
            if self.finding_slots.get(&entry.id) == Some(&n) {
                self.finding_slots.remove(&entry.id);
                self.finding_texts.set(n, &[]);
            }
        }
        for (n, entry) in (0..).zip(&mut self.measures).filter(|(_, entry)| !entry.alive) {
            if self.measure_slots.get(&entry.id) == Some(&n) {
                self.measure_slots.remove(&entry.id);
                self.measure_texts.set(n, &[]);
                self.proofs.forget(&std::mem::take(&mut entry.facts.proves));
            }
        }
    }

    /// Places a finding; gives its slot, and the place that it had before, or has now where it is new.
    fn place_finding(
        &mut self,
        guess: Option<FindingRow>,
        at: usize,
        finding: &Finding,
        anew: bool,
    ) -> (u32, usize) {
        let (first, count) = (self.measure_order.len(), finding.measures.len());
        let guess = guess.filter(|row| self.findings[row.0 as usize].id == finding.id);
        let n =
            guess.or_else(|| self.finding_row(&finding.id)).map_or(slot(self.findings.len()), |row| row.0);
        let before = self.findings.get(n as usize).map_or(at, |old| old.at);
        if anew || n as usize == self.findings.len() {
            let facts = self.finding_facts(finding);
            let entry = FindingEntry { id: finding.id.clone(), alive: true, at, first, count, facts };
            keep(&mut self.finding_slots, &mut self.findings, n, &finding.id, entry);
        } else {
            let entry = &mut self.findings[n as usize];
            (entry.alive, entry.at, entry.first, entry.count) = (true, at, first, count);
        }
        self.finding_order.push(FindingRow(n));
        (n, before)
    }

    /// Places a measure; gives where it stood before, or stands now where it is new.
    fn place_measure(
        &mut self,
        guess: Option<MeasureRow>,
        (finding, above): (u32, &Finding),
        at: usize,
        measure: &Measure,
        anew: bool,
    ) -> Stood {
        let rank = slot(self.measure_order.len());
        let guess = guess.filter(|row| self.measures[row.0 as usize].id == measure.id);
        let n =
            guess.or_else(|| self.measure_row(&measure.id)).map_or(slot(self.measures.len()), |row| row.0);
        self.measure_order.push(MeasureRow(n));
        let before = self.measures.get(n as usize).map_or(Stood { finding, at, rank }, |old| Stood {
            finding: old.finding,
            at: old.at,
            rank: old.rank,
        });
        if anew || n as usize == self.measures.len() {
            let facts = self.measure_facts(above, measure);
            let entry = MeasureEntry { id: measure.id.clone(), alive: true, finding, at, rank, facts };
            keep(&mut self.measure_slots, &mut self.measures, n, &measure.id, entry);
        } else {
            let entry = &mut self.measures[n as usize];
            (entry.alive, entry.finding, entry.at, entry.rank) = (true, finding, at, rank);
        }
        before
    }

    /// Takes the facts and texts of a finding anew, and the facts of its measures, for which it may say something;
    /// their texts too where they bear another number, or
    /// where others may stand there.
    pub(super) fn reread_finding(
        &mut self,
        ledger: &Ledger,
        n: u32,
        finding: &Finding,
        anew: bool,
    ) -> Vec<MeasureRow> {
        let facts = self.finding_facts(finding);
        let renumbered = facts.number != self.findings[n as usize].facts.number;
        self.findings[n as usize].facts = facts;
        let mut others = Vec::new();
        for (row, measure) in self.rows_of(n).to_vec().into_iter().zip(&finding.measures) {
            others.extend(self.reread_facts(row.0, finding, measure));
        }
        self.settle(n);
        // What came from another finding bears its number no more.
        let rows = if renumbered || anew { self.rows_of(n).to_vec() } else { Vec::new() };
        self.reread_texts(ledger, Some(FindingRow(n)), &rows);
        others
    }

    /// Takes the facts and texts of a measure anew, and whether its finding is finished. Gives the rows of other
    /// measures that its 佐证材料 prove now, or did before.
    pub(super) fn reread_measure(
        &mut self,
        ledger: &Ledger,
        n: u32,
        finding: &Finding,
        measure: &Measure,
    ) -> Vec<MeasureRow> {
        let others = self.reread_facts(n, finding, measure);
        self.settle(self.measures[n as usize].finding);
        self.reread_texts(ledger, None, &[MeasureRow(n)]);
        others
    }

    /// Reads texts again; those that were not read yet wait for their turn.
    pub(super) fn reread_texts(
        &mut self,
        ledger: &Ledger,
        finding: Option<FindingRow>,
        measures: &[MeasureRow],
    ) {
        if let Some(row) = finding.filter(|row| (row.0 as usize) < self.findings_read) {
            self.read_finding(ledger, row.0);
        }
        let read = self.measures_read;
        for row in measures.iter().filter(|row| (row.0 as usize) < read) {
            self.read_measure(ledger, row.0);
        }
    }

    fn read_finding(&mut self, ledger: &Ledger, n: u32) {
        let mut text = std::mem::take(&mut self.scratch);
        text.clear();
        if let Some(finding) = self.finding(ledger, FindingRow(n)).filter(|_| self.findings[n as usize].alive)
        {
            texts::of_finding(finding, &mut |part| push(part, &mut text));
        }
        self.finding_texts.set(n, &text);
        self.scratch = text;
    }

    fn read_measure(&mut self, ledger: &Ledger, n: u32) {
        let mut text = std::mem::take(&mut self.scratch);
        text.clear();
        let alive = self.measures[n as usize].alive;
        if let Some((finding, measure)) = self.measure(ledger, MeasureRow(n)).filter(|_| alive) {
            let entry = &self.measures[n as usize];
            let above = self.findings[entry.finding as usize].at;
            let number = texts::number((finding, above), (measure, entry.at));
            texts::of_measure(&number, measure, &mut |part| push(part, &mut text));
        }
        self.measure_texts.set(n, &text);
        self.scratch = text;
    }
}

fn push(part: &str, text: &mut Vec<u16>) {
    if !part.is_empty() {
        fold_into(part, text);
        text.push(GAP);
    }
}
