//! Who answers for a row and until when: what the measure says, else what its finding says. And the cell of 整改时限, with
//! its extension, written and read. Knows the ledger; knows no sheet and no file.

use super::cell_value::CellValue;
use super::columns::Column;
use ledger::Id;
use ledger::deadline::{in_force, written};
use ledger::due::Due;
use ledger::due_reading::{self, Around, DueReading};
use ledger::effective::Effective;
use ledger::finding::{Extension, Finding, Measure};

/// What marks a deadline that has passed.
pub const OVERDUE: &str = "（逾期）";
/// What stands between a first deadline and that of its extension.
const EXTENDED: &str = "延期至";

/// Who answers and until when.
#[derive(Debug, Clone, Copy, Default)]
pub struct Duties<'l> {
    /// 责任领导.
    pub leader: &'l str,
    /// 牵头部门.
    pub lead: Option<&'l Id>,
    /// 责任部门.
    pub units: &'l [Id],
    /// 配合部门.
    pub supporting: &'l [Id],
    /// 责任人.
    pub owner: &'l str,
    /// The first deadline.
    due: Option<&'l Due>,
    extensions: &'l [Extension],
    /// The deadline as it was typed, where it says more.
    typed: &'l str,
    /// The first deadline is that of the row itself and not of its finding.
    has_own_due: bool,
}

/// Whether a column tells of duties, which a finding has too.
#[must_use]
pub fn is_duty(column: Column) -> bool {
    matches!(column, Column::Leader | Column::Lead | Column::Units | Column::Owner | Column::Due)
}

impl<'l> Duties<'l> {
    /// Those of a measure, or of a finding that has none.
    #[must_use]
    pub fn of(finding: &'l Finding, measure: Option<&'l Measure>) -> Self {
        let whole = Self {
            leader: &finding.leader,
            lead: finding.lead_unit.as_ref(),
            units: &finding.units,
            supporting: &finding.supporting_units,
            owner: &finding.owner,
            due: finding.due.as_ref(),
            extensions: &finding.extensions,
            typed: &finding.due_text,
            has_own_due: true,
        };
        let Some(measure) = measure else { return whole };
        let holds = Effective::of(finding, measure);
        Self {
            leader: holds.leader,
            lead: holds.lead,
            units: holds.units,
            supporting: holds.supporting,
            owner: holds.owner,
            due: holds.first,
            extensions: holds.extensions,
            typed: if holds.due_of_finding { &finding.due_text } else { &measure.due_text },
            has_own_due: !holds.due_of_finding,
        }
    }

    /// 整改时限 as a cell: the first deadline; where there is none, as it was typed.
    #[must_use]
    pub fn first_due(&self) -> CellValue {
        match self.due.filter(|due| written(due)) {
            Some(first) => CellValue::due(first),
            // What was typed may tell of an extension too, which has a cell of its own where it was granted.
            None if self.extended().is_some() => parts(self.typed).0.into(),
            None => self.typed.into(),
        }
    }

    /// 延期至 as a cell: the deadline in force where it is not the first one.
    #[must_use]
    pub fn extended(&self) -> Option<&'l Due> {
        in_force(self.due, self.extensions).filter(|now| Some(*now) != self.due)
    }

    /// Its extensions.
    #[must_use]
    pub fn extensions(&self) -> &'l [Extension] {
        self.extensions
    }

    /// The first deadline that a cell would set; `None` where it says what is known. A first deadline is set once; after
    /// that there are only extensions, which have an approver.
    ///
    /// # Errors
    /// Why the cell is not taken.
    pub fn due_of(&self, cell: &str, around: &Around) -> Result<Option<DueReading>, String> {
        let (first, extended) = parts(cell);
        let as_written = first == self.first_due().to_string()
            && extended.map(str::to_owned) == self.extended().map(ToString::to_string);
        let was_granted = |text: &str| {
            let due = due_reading::read(text, around).due;
            due.is_some()
                && (in_force(self.due, self.extensions) == due.as_ref()
                    || self.extensions.iter().any(|one| one.due == due))
        };
        // An empty cell keeps what is there, beside an extension that was granted too.
        let says_nothing = first.is_empty() && extended.is_none_or(was_granted);
        if says_nothing || as_written {
            return Ok(None);
        }
        let mut wanted = due_reading::read(first, around);
        if extended.is_some() {
            // The extension needs an approver; that the file speaks of one is kept with the text.
            cell.trim().clone_into(&mut wanted.typed);
        }
        let extended = extended.and_then(|text| due_reading::read(text, around).due);
        let known = self.due.filter(|first| written(first));
        let is_in_force = |due: &Due| in_force(self.due, self.extensions) == Some(due);
        let Some(due) = &wanted.due else {
            return match known.filter(|_| self.has_own_due) {
                _ if wanted.typed == self.typed => Ok(None),
                Some(first) => Err(format!("已有首次时限 {first}，改期须走延期")),
                None => Ok(Some(wanted)),
            };
        };
        let same_first = known == Some(due) || (extended.is_none() && is_in_force(due));
        let same_now = extended.as_ref().is_none_or(|due| {
            is_in_force(due)
                || self.typed == wanted.typed
                || self.extensions.iter().any(|extension| extension.due.as_ref() == Some(due))
        });
        match known.filter(|_| self.has_own_due) {
            _ if same_first && same_now => Ok(None),
            Some(first) => Err(format!("已有首次时限 {first}，改期须走延期")),
            None => Ok(written(due).then_some(wanted)),
        }
    }
}

/// The cell of 整改时限 together with that of 延期至, as one text that [`parts`] takes apart.
#[must_use]
pub fn joined(due: &str, extended: &str) -> String {
    if extended.trim().is_empty() || parts(due).1.is_some() {
        return due.to_owned();
    }
    format!("{due}（{EXTENDED} {}）", extended.trim())
}

/// The two deadlines of a cell, without the mark of what is overdue.
#[must_use]
pub fn parts(cell: &str) -> (&str, Option<&str>) {
    let bare = cell.trim().trim_end_matches(OVERDUE).trim_end_matches("【逾期】").trim();
    match bare.split_once(EXTENDED) {
        Some((first, now)) => (
            first.trim_end_matches(['已', '现', '拟']).trim_end_matches([' ', '（', '(', '，', ',', '；']),
            Some(now.trim().trim_end_matches(['）', ')']).trim_end()),
        ),
        None => (bare, None),
    }
}

/// What a person should know of a deadline that is taken from a cell.
#[must_use]
pub fn remark(cell: &str) -> Option<String> {
    parts(cell).1.map(|_| "只登记首次时限；延期请在“措施”中登记".to_owned())
}
