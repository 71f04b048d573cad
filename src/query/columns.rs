//! The columns of the 措施 table: which there are, which of them a person sees, in which order and how wide; and
//! the text of each in a row. Knows no element: the page draws what is chosen, exports write it.

use std::fmt::Write as _;

use super::cells::MeasureCells;
use super::query::SortBy;

/// A column of the 措施 table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// 序号. Always the first: a row is named by it.
    Number,
    /// 问题类别.
    Aspect,
    /// 反馈问题.
    Finding,
    /// 整改措施.
    Text,
    /// 责任领导.
    Leader,
    /// 牵头部门.
    Lead,
    /// 责任部门.
    Units,
    /// 配合部门.
    Supporting,
    /// 责任人.
    Owner,
    /// 整改时限.
    Due,
    /// 延期次数.
    Extensions,
    /// 整改类型.
    Term,
    /// 整改进展及成效: the last entry.
    Progress,
    /// 整改状态.
    Status,
    /// 佐证份数.
    Evidence,
    /// 销号情况.
    Closure,
    /// 备注.
    Note,
}

/// The narrowest and the widest that a column can be made, in pixels.
pub const WIDTHS: std::ops::RangeInclusive<u16> = 48..=800;

impl Column {
    /// Every column, in the order in which they stand before anybody chose.
    pub const ALL: [Self; 17] = [
        Self::Number,
        Self::Aspect,
        Self::Finding,
        Self::Text,
        Self::Leader,
        Self::Lead,
        Self::Units,
        Self::Supporting,
        Self::Owner,
        Self::Due,
        Self::Extensions,
        Self::Term,
        Self::Progress,
        Self::Status,
        Self::Evidence,
        Self::Closure,
        Self::Note,
    ];

    /// The columns that are seen before anybody chose.
    const FIRST: [Self; 9] = [
        Self::Number,
        Self::Finding,
        Self::Text,
        Self::Lead,
        Self::Owner,
        Self::Due,
        Self::Term,
        Self::Progress,
        Self::Status,
    ];

    /// The name in settings and saved views.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.about().0
    }

    /// What people read.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.about().1
    }

    /// The width that it is given before anybody chose, in pixels. 整改措施 takes what the others leave, and at
    /// least this.
    #[must_use]
    pub fn width(self) -> u16 {
        self.about().2
    }

    /// What a click on its head sorts by; 配合部门 and 延期次数 have no order.
    #[must_use]
    pub fn sort(self) -> Option<SortBy> {
        self.about().3
    }

    fn about(self) -> (&'static str, &'static str, u16, Option<SortBy>) {
        match self {
            Self::Number => ("number", "序号", 84, Some(SortBy::Number)),
            Self::Aspect => ("aspect", "问题类别", 112, Some(SortBy::Aspect)),
            Self::Finding => ("finding", "反馈问题", 200, Some(SortBy::Finding)),
            Self::Text => ("text", "整改措施", 216, Some(SortBy::Text)),
            Self::Leader => ("leader", "责任领导", 88, Some(SortBy::Leader)),
            Self::Lead => ("lead", "牵头部门", 96, Some(SortBy::Lead)),
            Self::Units => ("units", "责任部门", 112, Some(SortBy::Units)),
            Self::Supporting => ("supporting", "配合部门", 112, None),
            Self::Owner => ("owner", "责任人", 76, Some(SortBy::Owner)),
            Self::Due => ("due", "整改时限", 116, Some(SortBy::Due)),
            Self::Extensions => ("extensions", "延期次数", 76, None),
            Self::Term => ("term", "整改类型", 80, Some(SortBy::Term)),
            Self::Progress => ("progress", "整改进展及成效", 132, Some(SortBy::Progress)),
            Self::Status => ("status", "整改状态", 124, Some(SortBy::Status)),
            Self::Evidence => ("evidence", "佐证份数", 80, Some(SortBy::Evidence)),
            Self::Closure => ("closure", "销号情况", 84, Some(SortBy::Closure)),
            Self::Note => ("note", "备注", 132, Some(SortBy::Note)),
        }
    }

    /// The text of the column in a row.
    #[must_use]
    pub fn of(self, row: &MeasureCells) -> &String {
        match self {
            Self::Number => &row.number,
            Self::Aspect => &row.aspect,
            Self::Finding => &row.finding,
            Self::Text => &row.text,
            Self::Leader => &row.leader,
            Self::Lead => &row.lead,
            Self::Units => &row.units,
            Self::Supporting => &row.supporting,
            Self::Owner => &row.owner,
            Self::Due => &row.due,
            Self::Extensions => &row.extensions,
            Self::Term => &row.term,
            Self::Progress => &row.progress,
            Self::Status => &row.status,
            Self::Evidence => &row.evidence,
            Self::Closure => &row.closure,
            Self::Note => &row.note,
        }
    }

    /// The text of the column in a table that leaves the page: what is overdue says so in words.
    #[must_use]
    pub fn told(self, row: &MeasureCells) -> String {
        let text = self.of(row);
        if self == Self::Due && row.overdue { format!("{text}（逾期）") } else { text.clone() }
    }
}

/// The columns that a person sees, in order, with the widths that were chosen. 序号 is always there and first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns(Vec<(Column, Option<u16>)>);

impl Default for Columns {
    fn default() -> Self {
        Self(Column::FIRST.iter().map(|column| (*column, None)).collect())
    }
}

impl Columns {
    /// The columns with their chosen widths, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Column, Option<u16>)> {
        self.0.iter().copied()
    }

    /// Whether a column is seen.
    #[must_use]
    pub fn shows(&self, column: Column) -> bool {
        self.0.iter().any(|(shown, _)| *shown == column)
    }

    /// The width that was chosen for a column.
    #[must_use]
    pub fn width(&self, column: Column) -> Option<u16> {
        self.0.iter().find(|(shown, _)| *shown == column).and_then(|(_, width)| *width)
    }

    /// Shows a column, behind all others, or hides it.
    pub fn show(&mut self, column: Column, shown: bool) {
        if shown && !self.shows(column) {
            self.0.push((column, None));
        } else if !shown && column != Column::Number {
            self.0.retain(|(other, _)| *other != column);
        }
    }

    /// Moves a column one place forward (`-1`) or back (`1`); nothing stands before 序号.
    pub fn shift(&mut self, column: Column, by: isize) {
        let Some(at) = self.0.iter().position(|(shown, _)| *shown == column) else { return };
        let to = at.saturating_add_signed(by);
        if at > 0 && to > 0 && to < self.0.len() {
            self.0.swap(at, to);
        }
    }

    /// Makes a column so wide, within [`WIDTHS`]; `None` gives it the width that it had at first.
    pub fn set_width(&mut self, column: Column, width: Option<u16>) {
        let width = width.map(|width| width.clamp(*WIDTHS.start(), *WIDTHS.end()));
        for (shown, now) in &mut self.0 {
            if *shown == column {
                *now = width;
            }
        }
    }

    /// The least width of the whole table in pixels.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.0.iter().map(|(column, width)| u32::from(width.unwrap_or(column.width()))).sum()
    }

    /// Reads what [`Columns::print`] wrote: `finding:220,text,due`. What is not known is passed over; nothing
    /// known is the first choice.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut columns = Self(vec![(Column::Number, None)]);
        for part in text.split(',') {
            let (id, width) = part.split_once(':').unwrap_or((part, ""));
            let Some(column) = Column::ALL.into_iter().find(|column| column.id() == id.trim()) else {
                continue;
            };
            columns.show(column, true);
            if let Ok(width) = width.trim().parse() {
                columns.set_width(column, Some(width));
            }
        }
        if columns.0.len() > 1 { columns } else { Self::default() }
    }

    /// The choice as text; empty where nobody chose.
    #[must_use]
    pub fn print(&self) -> String {
        let mut out = String::new();
        if *self == Self::default() {
            return out;
        }
        for (column, width) in self.iter() {
            if !out.is_empty() {
                out.push(',');
            }
            out.push_str(column.id());
            if let Some(width) = width {
                // Writing into a String cannot fail.
                let _ = write!(out, ":{width}");
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ids(columns: &Columns) -> String {
        columns.iter().map(|(column, _)| column.id()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_choice_is_read_forgivingly_and_the_number_stays_first() {
        let first = "number finding text lead owner due term progress status";
        for (text, read) in [
            ("", first),
            ("nothing,known", first),
            ("number", first),
            ("due,text", "number due text"),
            ("due:90,number:60,due,colour, note :9999", "number due note"),
        ] {
            assert_eq!(ids(&Columns::parse(text)), read, "{text}");
        }
        let columns = Columns::parse("due:90,number:60,note:9999,text:x");
        assert_eq!(columns.print(), "number:60,due:90,note:800,text");
        assert_eq!(columns.total(), 60 + 90 + 800 + 216);
        assert_eq!(Columns::default().print(), "");
    }

    #[test]
    fn columns_are_shown_hidden_and_moved_behind_the_number() {
        let mut columns = Columns::parse("due,text,note");
        columns.show(Column::Number, false);
        columns.show(Column::Text, false);
        columns.show(Column::Aspect, true);
        columns.show(Column::Aspect, true);
        assert_eq!(ids(&columns), "number due note aspect");
        columns.shift(Column::Aspect, -1);
        columns.shift(Column::Due, -1);
        columns.shift(Column::Number, 1);
        columns.shift(Column::Note, 1);
        assert_eq!(ids(&columns), "number due aspect note");
    }

    #[test]
    fn what_is_overdue_says_so_where_no_colour_goes_along() {
        let row = MeasureCells { due: "2024-06".into(), overdue: true, ..MeasureCells::default() };
        assert_eq!(
            (Column::Due.of(&row).as_str(), Column::Due.told(&row).as_str()),
            ("2024-06", "2024-06（逾期）")
        );
        assert_eq!(Column::Note.told(&row), "");
    }

    proptest! {
        #[test]
        fn any_choice_comes_back_from_its_text(shown in prop::collection::vec((0..17usize, prop::option::of(0..1000u16)), 0..20)) {
            let mut columns = Columns::default();
            for (at, width) in shown {
                let column = Column::ALL[at];
                columns.show(column, !columns.shows(column) || width.is_some());
                columns.set_width(column, width);
            }
            let read = Columns::parse(&columns.print());
            // With the number alone nothing is chosen.
            let expected = if columns.iter().count() > 1 { columns } else { Columns::default() };
            prop_assert_eq!(read, expected);
        }
    }
}
