//! What stands in the cells of a measure's row, as text and as values that sort. Knows the ledger; knows no sheet and no file.

use std::collections::HashMap;

use super::cell_value::CellValue;
use super::columns::Column;
use super::derived::{Closing, extension_note};
use super::responsibility::{Duties, is_duty};
use super::shown;
use ledger::closure::{ClosureState, ClosureStep};
use ledger::date::Date;
use ledger::deadline::{finding_is_overdue, is_overdue};
use ledger::finding::{Finding, Measure, Progress};
use ledger::register::{DocumentRole, Institution};
use ledger::vocabulary::Vocabulary;
use ledger::{Id, Ledger};

/// What stands between the units that answer and those that help.
pub const HELPING: &str = "配合：";

/// The ledger with its names at hand, for many rows.
pub struct Rows<'l> {
    ledger: &'l Ledger,
    today: Date,
    units: HashMap<&'l Id, &'l str>,
    aspects: HashMap<&'l Id, &'l str>,
    institutions: HashMap<&'l Id, Vec<&'l Institution>>,
    accountability: HashMap<&'l Id, Vec<String>>,
}

/// What marks a row whose deadline has passed.
pub const OVERDUE: &str = "逾期";

/// A note of 整改进展 as a line: day, text, and who signs.
#[must_use]
pub fn progress_line(entry: &Progress) -> String {
    let day = entry.date.map(|date| format!("{date} ")).unwrap_or_default();
    let by = if entry.by.is_empty() { String::new() } else { format!("（{}）", entry.by) };
    format!("{day}{}{by}", entry.text)
}

impl<'l> Rows<'l> {
    /// The rows of this ledger as of `today`.
    #[must_use]
    pub fn new(ledger: &'l Ledger, today: Date) -> Self {
        let bundle = ledger.bundle();
        let mut institutions: HashMap<&Id, Vec<&Institution>> = HashMap::new();
        for document in &bundle.institutions {
            for measure in &document.measures {
                institutions.entry(measure).or_default().push(document);
            }
        }
        let mut accountability: HashMap<&Id, Vec<String>> = HashMap::new();
        for one in &bundle.accountability {
            let count = one.count.map(|count| count.to_string()).unwrap_or_default();
            for finding in &one.findings {
                let told = format!("{}{count}{}", one.form, one.unit);
                accountability.entry(finding).or_default().push(told);
            }
        }
        Self {
            ledger,
            today,
            units: bundle.units.iter().map(|unit| (&unit.id, unit.name.as_str())).collect(),
            aspects: bundle.aspects.iter().map(|aspect| (&aspect.id, aspect.title.as_str())).collect(),
            institutions,
            accountability,
        }
    }

    /// The ledger.
    #[must_use]
    pub fn ledger(&self) -> &'l Ledger {
        self.ledger
    }

    /// The name of a unit; its id where the ledger has none.
    #[must_use]
    pub fn unit_name(&self, id: &Id) -> String {
        self.unit(id)
    }

    fn unit(&self, id: &Id) -> String {
        self.units.get(id).map_or_else(|| id.to_string(), |name| (*name).to_owned())
    }

    fn units(&self, ids: &[Id]) -> String {
        ids.iter().map(|id| self.unit(id)).collect::<Vec<_>>().join("、")
    }

    /// Whether a measure is overdue.
    #[must_use]
    pub fn is_overdue(&self, measure: &Measure) -> bool {
        let words = Vocabulary::new(&self.ledger.bundle().statuses);
        self.ledger.measure(&measure.id).is_some_and(|(f, m)| is_overdue(words, f, m, self.today))
    }

    /// 牵头部门 of a measure, by name; the finding's own where the measure has none.
    #[must_use]
    pub fn lead(&self, finding: &Finding, measure: &Measure) -> String {
        Duties::of(finding, Some(measure)).lead.map(|id| self.unit(id)).unwrap_or_default()
    }

    /// All documents that name a measure as a cell, those that were only studied too.
    #[must_use]
    pub fn documents(&self, measure: &Id) -> String {
        let all = self.institutions.get(measure).into_iter().flatten();
        all.map(|one| format!("《{}》", one.title)).collect::<Vec<_>>().join("\n")
    }

    /// A cell about the finding; empty in the columns about measures.
    #[must_use]
    pub fn of_finding(&self, finding: &Finding, column: Column) -> String {
        match column {
            Column::Number => self.ledger.finding_number(&finding.id).to_string(),
            Column::Aspect => {
                let title = |id: &Id| {
                    self.aspects.get(id).map_or_else(|| id.to_string(), |title| (*title).to_owned())
                };
                finding.aspect.as_ref().map(title).unwrap_or_default()
            }
            Column::Finding => finding.title.clone(),
            Column::Goal => finding.goal.clone(),
            Column::Accountability => {
                self.accountability.get(&finding.id).map(|all| all.join("\n")).unwrap_or_default()
            }
            _ => shown::of_finding(finding, column),
        }
    }

    /// A cell of the row of a measure, or of a finding that has none.
    #[must_use]
    pub fn text(&self, finding: &Finding, measure: Option<&Measure>, column: Column) -> String {
        if column.of_finding() {
            return self.of_finding(finding, column);
        }
        if is_duty(column) {
            return self.duty(&Duties::of(finding, measure), column);
        }
        let special = shown::of_measure(measure, finding, column);
        if !special.is_empty() {
            return special;
        }
        if column.is_detail() || column == Column::Overdue {
            return self.value(finding, measure, column).to_string();
        }
        let Some(measure) = measure else {
            if column == Column::Note {
                return finding.note.clone();
            }
            return match column {
                Column::Id => finding.id.to_string(),
                Column::Closure => Closing::of(&finding.closure).state.to_owned(),
                _ => String::new(),
            };
        };
        match column {
            Column::Measure => {
                let own = self.ledger.measure_number(&finding.id, &measure.id);
                own.rsplit('-').next().unwrap_or_default().to_owned()
            }
            Column::Text => measure.text.clone(),
            Column::Term => measure.term.as_ref().map(ToString::to_string).unwrap_or_default(),
            Column::Progress => measure.progress.iter().map(progress_line).collect::<Vec<_>>().join("\n"),
            Column::Status => {
                Vocabulary::new(&self.ledger.bundle().statuses).label(measure.status.as_ref()).to_owned()
            }
            Column::Institutions => {
                let all = self.institutions.get(&measure.id).into_iter().flatten();
                // 制度成果 are what the office issued, not what it studied or carried out.
                let issued = all.filter(|one| matches!(one.role, None | Some(DocumentRole::Issued)));
                issued.map(|one| format!("《{}》", one.title)).collect::<Vec<_>>().join("\n")
            }
            Column::Evidence => {
                let line =
                    |e: &ledger::finding::Evidence| format!("{} {}", e.number, e.name).trim().to_owned();
                measure.evidence.iter().map(line).collect::<Vec<_>>().join("\n")
            }
            Column::Closure => ClosureState::after(&measure.closure).label().to_owned(),
            Column::Note => measure.note.clone(),
            Column::Id => measure.id.to_string(),
            _ => String::new(),
        }
    }

    fn duty(&self, duties: &Duties<'_>, column: Column) -> String {
        match column {
            Column::Leader => duties.leader.to_owned(),
            Column::Lead => duties.lead.map(|id| self.unit(id)).unwrap_or_default(),
            Column::Owner => duties.owner.to_owned(),
            Column::Units if duties.supporting.is_empty() => self.units(duties.units),
            Column::Units => {
                let between = if duties.units.is_empty() { "" } else { "；" };
                format!("{}{between}{HELPING}{}", self.units(duties.units), self.units(duties.supporting))
            }
            Column::Due => duties.first_due().to_string(),
            _ => String::new(),
        }
    }

    /// A cell of the row of a measure, or of a finding that has none, as a value that sorts: days, months and numbers are such.
    #[must_use]
    pub fn value(&self, finding: &Finding, measure: Option<&Measure>, column: Column) -> CellValue {
        let duties = || Duties::of(finding, measure);
        let closing = || Closing::of(steps(finding, measure));
        match column {
            Column::Due => duties().first_due(),
            Column::Extended => duties().extended().map(CellValue::due).unwrap_or_default(),
            Column::ExtensionNote => extension_note(duties().extensions()).into(),
            Column::Overdue => self.late(finding, measure).into(),
            Column::ClosureDate => CellValue::day(closing().date),
            Column::ClosureBy => closing().reviewer.into(),
            Column::ClosureOpinion => closing().opinion.into(),
            Column::ClosureRound => match closing().round {
                0 => CellValue::default(),
                round => CellValue::number(round.to_string()),
            },
            Column::Completed => CellValue::day(measure.map_or(finding.completed, |m| m.completed)),
            Column::RecheckDate => CellValue::day(measure.map_or(finding.recheck_date, |m| m.recheck_date)),
            Column::Number | Column::Measure | Column::Amount | Column::Rectified => {
                CellValue::number(self.text(finding, measure, column))
            }
            _ => self.text(finding, measure, column).into(),
        }
    }

    /// 逾期情况 of a row.
    fn late(&self, finding: &Finding, measure: Option<&Measure>) -> &'static str {
        let words = Vocabulary::new(&self.ledger.bundle().statuses);
        let is_late = measure.map_or_else(
            || finding_is_overdue(words, finding, self.today),
            |measure| self.is_overdue(measure),
        );
        if is_late { OVERDUE } else { "" }
    }
}

/// The steps of 销号 that a row tells of.
#[must_use]
pub fn steps<'l>(finding: &'l Finding, measure: Option<&'l Measure>) -> &'l [ClosureStep] {
    measure.map_or(&finding.closure, |measure| &measure.closure)
}
