//! Who answers for a row and until when: what the measure says, else what its finding says. And the cell of 整改时限, with
//! its extension, written and read. Knows the ledger; knows no sheet and no file.

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

    /// 整改时限 as a cell: the first deadline, and the one in force where it was extended. A text that is no deadline stands as
    /// it was typed.
    #[must_use]
    pub fn due_text(&self) -> String {
        let first = self.due.map(ToString::to_string).unwrap_or_default();
        let now = in_force(self.due, self.extensions).map(ToString::to_string).unwrap_or_default();
        if now.is_empty() {
            return self.typed.to_owned();
        }
        if now == first { first } else { format!("{first}（{EXTENDED} {now}）") }
    }

    /// The first deadline that a cell would set; `None` where it says what is known. A first deadline is set once; after
    /// that there are only extensions, which have an approver.
    ///
    /// # Errors
    /// Why the cell is not taken.
    pub fn due_of(&self, cell: &str, around: &Around) -> Result<Option<DueReading>, String> {
        let (first, extended) = parts(cell);
        if first.is_empty() && extended.is_none() {
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
