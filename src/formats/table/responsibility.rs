//! Who answers for a row and until when: what the measure says, else what its finding says. And the cell of 整改时限, with
//! its extension, written and read. Knows the ledger; knows no sheet and no file.

use super::columns::Column;
use super::dates;
use ledger::Id;
use ledger::deadline::{in_force, written};
use ledger::due::Due;
use ledger::effective::Effective;
use ledger::finding::{Extension, Finding, Measure};

/// What marks a deadline that has passed.
pub const OVERDUE: &str = "（逾期）";
/// What stands between a first deadline and that of its extension.
const EXTENDED: &str = "延期至";
/// How a deadline is best written.
const FORMS: &str = "请写成 2024-06-30 或 2024-06";

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
            has_own_due: !holds.due_of_finding,
        }
    }

    /// 整改时限 as a cell: the first deadline, and the one in force where it was extended.
    #[must_use]
    pub fn due_text(&self) -> String {
        let first = self.due.map(ToString::to_string).unwrap_or_default();
        let now = in_force(self.due, self.extensions).map(ToString::to_string).unwrap_or_default();
        if now == first { first } else { format!("{first}（{EXTENDED} {now}）") }
    }

    /// The first deadline that a cell would set; `None` where it says what is known. A first deadline is set once; after
    /// that there are only extensions, which have an approver.
    ///
    /// # Errors
    /// Why the cell is not taken.
    pub fn due_of(&self, cell: &str, from_1904: bool) -> Result<Option<String>, String> {
        let (first, extended) = parts(cell);
        if first.is_empty() && extended.is_none() {
            return Ok(None);
        }
        let read = |text: &str| {
            let due = dates::deadline(text, from_1904);
            let read = due.parse::<Due>();
            read.map_err(|_| format!("“{text}”像日期，但认不出是哪一天，{FORMS}"))
        };
        let wanted = read(first)?;
        let extended = extended.map(read).transpose()?;
        let known = self.due.filter(|first| written(first));
        let is_in_force = |due: &Due| in_force(self.due, self.extensions) == Some(due);
        let same_first = known == Some(&wanted) || (extended.is_none() && is_in_force(&wanted));
        let same_now = extended.as_ref().is_none_or(|due| {
            is_in_force(due) || self.extensions.iter().any(|extension| extension.due.as_ref() == Some(due))
        });
        match known.filter(|_| self.has_own_due) {
            _ if same_first && same_now => Ok(None),
            Some(first) => Err(format!("已有首次时限 {first}，改期须走延期")),
            None => Ok(written(&wanted).then(|| wanted.to_string())),
        }
    }
}

/// The two deadlines of a cell, without the mark of what is overdue.
fn parts(cell: &str) -> (&str, Option<&str>) {
    let bare = cell.trim().trim_end_matches(OVERDUE).trim_end_matches("【逾期】").trim();
    match bare.split_once(EXTENDED) {
        Some((first, now)) => (
            first.trim_end_matches([' ', '（', '(', '，', ',', '；']),
            Some(now.trim().trim_end_matches(['）', ')']).trim_end()),
        ),
        None => (bare, None),
    }
}

/// What a person should know of a deadline that is taken from a cell.
#[must_use]
pub fn remark(cell: &str, due: &str) -> Option<String> {
    if parts(cell).1.is_some() {
        return Some("只登记首次时限；延期请在“措施”中登记".to_owned());
    }
    let is_phrase = matches!(due.parse(), Ok(Due::Phrase(_)));
    (is_phrase && due.contains(|c: char| c.is_ascii_digit()))
        .then(|| format!("没有认出日期，按文字登记，不会提示逾期；要提示逾期，{FORMS}"))
}
