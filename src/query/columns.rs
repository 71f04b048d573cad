//! The columns of the 措施 table and of the 问题 list: which of the ledger's fields a person sees, in which order and how wide. Knows no
//! element: the page draws what is chosen, exports write it.

use std::fmt::Write as _;

use super::records::RecordKind;
use journal::cell_input::PROGRESS;
pub use ledger::fields::Field as Column;
use ledger::fields::{Entry, Fields, Kind, ROWS, Use};

/// The narrowest and the widest that a column can be made, in pixels.
pub const WIDTHS: std::ops::RangeInclusive<u16> = 48..=800;

/// The columns of the 问题 list before anybody chose, in their order.
const OF_FINDINGS: [Column; 8] = [
    Column::Number,
    Column::Finding,
    Column::Aspect,
    Column::Lead,
    Column::Due,
    Column::Measures,
    Column::Status,
    Column::Overdue,
];

/// What a click on the head of a column sorts by; `None` where the list is not sorted by it.
#[must_use]
pub fn sort_of(of: RecordKind, column: &Column) -> Option<Column> {
    let sorting = match of {
        RecordKind::Measure => Use::SortsMeasures,
        RecordKind::Finding => Use::SortsFindings,
    };
    (matches!(column, Column::Custom(_)) || column.is_for(sorting)).then(|| column.clone())
}

/// The width of a column before anybody chose, in pixels. The column that [`grows`] takes what the others leave, and at
/// least this.
#[must_use]
pub fn usual_width(fields: &Fields, column: &Column) -> u16 {
    column.width(fields.kind(), fields.get(column).map_or(Kind::Text, |entry| entry.kind))
}

/// How narrow a column is made where the window is, in pixels at the standard size of the type. A day and a status are
/// always read whole; what a row is about has at least 16 characters.
#[must_use]
pub fn least_width(fields: &Fields, column: &Column) -> u16 {
    let usual = usual_width(fields, column);
    let is_day = fields.get(column).is_some_and(|entry| entry.kind == Kind::Date);
    if grows(fields.kind(), column) {
        240
    } else if *column == Column::Status {
        usual.min(112)
    } else if is_day {
        usual.min(96)
    } else {
        usual.min(76)
    }
}

/// Whether a column takes what the others leave: what a row is about.
#[must_use]
pub fn grows(of: RecordKind, column: &Column) -> bool {
    match of {
        RecordKind::Measure => *column == Column::Text,
        RecordKind::Finding => *column == Column::Finding,
    }
}

/// Where what is typed in a column goes: the stored field of the row's record, or the list that it adds to. None where it
/// is computed, or tells of the finding in a row of a measure, and is changed elsewhere.
#[must_use]
pub fn stored(fields: &Fields, column: &Column) -> Option<String> {
    let entry = fields.get(column)?;
    match (fields.kind(), column) {
        // Numbers are given by the ledger.
        (_, Column::Number) => None,
        (RecordKind::Measure, Column::Progress) => Some(PROGRESS.to_owned()),
        (RecordKind::Measure, _) => entry.field.stored(false).filter(|_| !entry.of_finding),
        (RecordKind::Finding, Column::Custom(_)) => entry.field.stored(true).filter(|_| entry.of_finding),
        (RecordKind::Finding, _) => entry.field.stored(true),
    }
}

/// The columns that a person sees, in order, with the widths that were chosen. 序号 is always there and first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    of: RecordKind,
    list: Vec<(Column, Option<u16>)>,
}

impl Columns {
    /// The columns of a list before anybody chose.
    #[must_use]
    pub fn first(of: RecordKind) -> Self {
        let columns: Vec<Column> = match of {
            RecordKind::Measure => {
                let first = ROWS.iter().filter(|row| row.uses.contains(&Use::First));
                first.map(|row| row.field.clone()).collect()
            }
            RecordKind::Finding => OF_FINDINGS.to_vec(),
        };
        Self { of, list: columns.into_iter().map(|column| (column, None)).collect() }
    }

    /// Whose columns these are.
    #[must_use]
    pub fn kind(&self) -> RecordKind {
        self.of
    }

    /// The columns with their chosen widths, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Column, Option<u16>)> {
        self.list.iter().map(|(column, width)| (column, *width))
    }

    /// The columns that this ledger has and does not hide, in order: a choice may be older than the ledger.
    #[must_use]
    pub fn seen(&self, fields: &Fields) -> Vec<Column> {
        let is_there = |column: &Column| fields.get(column).is_some_and(|entry| fields.is_column(entry));
        let seen = self.list.iter().map(|(column, _)| column);
        seen.filter(|column| **column == Column::Number || is_there(column)).cloned().collect()
    }

    /// Whether a column is seen.
    #[must_use]
    pub fn shows(&self, column: &Column) -> bool {
        self.list.iter().any(|(shown, _)| shown == column)
    }

    /// The width that was chosen for a column.
    #[must_use]
    pub fn width(&self, column: &Column) -> Option<u16> {
        self.list.iter().find(|(shown, _)| shown == column).and_then(|(_, width)| *width)
    }

    /// Shows a column, behind all others, or hides it.
    pub fn show(&mut self, column: &Column, shown: bool) {
        if shown && !self.shows(column) {
            self.list.push((column.clone(), None));
        } else if !shown && *column != Column::Number {
            self.list.retain(|(other, _)| other != column);
        }
    }

    /// Moves a column one place forward (`-1`) or back (`1`); nothing stands before 序号.
    pub fn shift(&mut self, column: &Column, by: isize) {
        let Some(at) = self.list.iter().position(|(shown, _)| shown == column) else { return };
        let to = at.saturating_add_signed(by);
        if at > 0 && to > 0 && to < self.list.len() {
            self.list.swap(at, to);
        }
    }

    /// Makes a column so wide, within [`WIDTHS`]; `None` gives it the width that it had at first.
    pub fn set_width(&mut self, column: &Column, width: Option<u16>) {
        let width = width.map(|width| width.clamp(*WIDTHS.start(), *WIDTHS.end()));
        for (shown, now) in &mut self.list {
            if shown == column {
                *now = width;
            }
        }
    }

    /// The least width of the whole table in pixels, where these columns are seen.
    #[must_use]
    pub fn total(&self, fields: &Fields) -> u32 {
        let width = |column: &Column| self.width(column).unwrap_or_else(|| usual_width(fields, column));
        self.seen(fields).iter().map(|column| u32::from(width(column))).sum()
    }

    /// Reads what [`Columns::print`] wrote: `finding:220,text,due`. What is not known is passed over; nothing
    /// known is the first choice.
    #[must_use]
    pub fn parse(of: RecordKind, text: &str) -> Self {
        let mut columns = Self { of, list: vec![(Column::Number, None)] };
        for part in text.split(',') {
            let (code, width) = part.split_once(':').unwrap_or((part, ""));
            let is_column = |column: &Column| column.width(of, Kind::Text) > 0;
            let Some(column) = Column::of_code(code.trim()).filter(is_column) else { continue };
            columns.show(&column, true);
            if let Ok(width) = width.trim().parse() {
                columns.set_width(&column, Some(width));
            }
        }
        if columns.list.len() > 1 { columns } else { Self::first(of) }
    }

    /// The choice as text; empty where nobody chose.
    #[must_use]
    pub fn print(&self) -> String {
        let mut out = String::new();
        if *self == Self::first(self.of) {
            return out;
        }
        for (column, width) in self.iter() {
            if !out.is_empty() {
                out.push(',');
            }
            out.push_str(&column.code());
            if let Some(width) = width {
                // Writing into a String cannot fail.
                let _ = write!(out, ":{width}");
            }
        }
        out
    }
}

/// The fields that can be shown, those that are seen first and in their order.
#[must_use]
pub fn offered(fields: &Fields, columns: &Columns) -> Vec<Entry> {
    let seen = columns.seen(fields);
    let first = seen.iter().filter_map(|column| fields.get(column));
    let rest = fields.columns().filter(|entry| !seen.contains(&entry.field));
    first.chain(rest).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::{Id, Ledger};
    use proptest::prelude::*;

    use RecordKind::{Finding, Measure};

    fn parse(text: &str) -> Columns {
        Columns::parse(Measure, text)
    }

    fn ids(columns: &Columns) -> String {
        columns.iter().map(|(column, _)| column.code()).collect::<Vec<_>>().join(" ")
    }

    fn fields() -> Fields {
        let bundle = serde_json::json!({"id": "b", "hidden_fields": {"measure.due": true},
            "custom_fields": [{"id": "c", "label": "资金来源"}, {"id": "d,:", "label": "金额", "kind": "sum"}]});
        Fields::of(&Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap())
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
            ("custom.c:90,text,internal", "number custom.c text"),
        ] {
            assert_eq!(ids(&parse(text)), read, "{text}");
        }
        let columns = parse("owner:90,number:60,note:9999,text:x");
        assert_eq!(columns.print(), "number:60,owner:90,note:800,text");
        assert_eq!(columns.total(&fields()), 60 + 90 + 800 + 216);
        assert_eq!(Columns::first(Measure).print(), "");
    }

    #[test]
    fn columns_are_shown_hidden_and_moved_behind_the_number() {
        let mut columns = parse("due,text,note");
        columns.show(&Column::Number, false);
        columns.show(&Column::Text, false);
        columns.show(&Column::Aspect, true);
        columns.show(&Column::Aspect, true);
        assert_eq!(ids(&columns), "number due note aspect");
        columns.shift(&Column::Aspect, -1);
        columns.shift(&Column::Due, -1);
        columns.shift(&Column::Number, 1);
        columns.shift(&Column::Note, 1);
        assert_eq!(ids(&columns), "number due aspect note");
    }

    #[test]
    fn what_the_ledger_hides_or_does_not_have_is_not_seen_and_stays_chosen() {
        let fields = fields();
        let columns = parse("due,custom.c,custom.gone,custom.d%2C%3A");
        let seen: Vec<_> = columns.seen(&fields).iter().map(|column| fields.label(column)).collect();
        assert_eq!(seen, ["序号", "资金来源", "金额"]);
        assert_eq!(parse(&columns.print()), columns);
        let offered = offered(&fields, &columns);
        assert_eq!(offered[1].label, "资金来源");
        assert_eq!(offered.iter().filter(|entry| entry.field == Column::Due).count(), 0);
    }

    #[test]
    fn what_is_typed_goes_to_the_record_of_the_row_or_nowhere() {
        let bundle = serde_json::json!({"id": "b",
            "custom_fields": [{"id": "c", "label": "资金来源"}, {"id": "d", "label": "督办", "of": "finding"}]});
        let ledger = Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap();
        let (measures, findings) = (Fields::of(&ledger), Fields::of_findings(&ledger));
        for (code, of_measure, of_finding) in [
            ("number", None, None),
            ("finding", None, Some("title")),
            ("aspect", None, Some("aspect")),
            ("amount", None, Some("amount")),
            ("balance", None, None),
            ("text", Some("text"), None),
            ("lead", Some("lead_unit"), Some("lead_unit")),
            ("due", Some("due"), Some("due")),
            ("extensions", None, None),
            ("progress", Some("progress"), None),
            ("status", Some("status"), None),
            ("closure", None, None),
            ("note", Some("note"), Some("note")),
            ("internal", Some("internal"), Some("internal")),
            ("measures", None, None),
            ("overdue", None, None),
            ("custom.c", Some("custom.c"), None),
            ("custom.d", None, Some("custom.d")),
            ("custom.gone", None, None),
        ] {
            let column = Column::of_code(code).unwrap();
            assert_eq!(stored(&measures, &column).as_deref(), of_measure, "{code} of a measure");
            assert_eq!(stored(&findings, &column).as_deref(), of_finding, "{code} of a finding");
        }
    }

    #[test]
    fn a_narrow_window_cuts_no_day_and_no_status() {
        let ledger = Ledger::new(serde_json::from_value(serde_json::json!({"id": "b",
            "custom_fields": [{"id": "c", "label": "验收日", "kind": "date"}, {"id": "d", "label": "资金来源"}]})).unwrap());
        let ledger = ledger.unwrap();
        let (measures, findings) = (Fields::of(&ledger), Fields::of_findings(&ledger));
        for (fields, code, least) in [
            (&measures, "text", 240),
            (&measures, "finding", 76),
            (&measures, "due", 96),
            (&measures, "completed", 96),
            (&measures, "custom.c", 96),
            (&measures, "custom.d", 76),
            (&measures, "status", 112),
            (&measures, "owner", 76),
            (&findings, "finding", 240),
            (&findings, "due", 96),
            (&findings, "status", 112),
            (&findings, "overdue", 64),
        ] {
            let column = Column::of_code(code).unwrap();
            assert_eq!(least_width(fields, &column), least, "{code}");
            assert!(least_width(fields, &column) <= usual_width(fields, &column).max(240), "{code}");
        }
    }

    #[test]
    fn the_findings_have_columns_of_their_own() {
        let fields = Fields::of_findings(&Ledger::new(serde_json::from_value(serde_json::json!({"id": "b",
            "custom_fields": [{"id": "c", "label": "资金来源"}, {"id": "d", "label": "督办", "of": "finding"}],
            "hidden_fields": {"finding.note": true}})).unwrap()).unwrap());
        let first = Columns::first(Finding);
        let labels = |columns: &Columns| {
            columns.seen(&fields).iter().map(|column| fields.label(column)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(labels(&first), "序号 反馈问题 问题类别 牵头部门 整改时限 措施数 完成情况 逾期");
        // A measure's own text, progress and custom field are no columns of a finding.
        let chosen = Columns::parse(Finding, "finding,text,progress,internal,custom.c,custom.d,note");
        assert_eq!(ids(&chosen), "number finding internal custom.c custom.d note");
        assert_eq!(labels(&chosen), "序号 反馈问题 仅内部 督办");
        assert_eq!(Columns::parse(Finding, &chosen.print()), chosen);
        let offered = offered(&fields, &first);
        let has = |column: Column| offered.iter().any(|entry| entry.field == column);
        assert!(has(Column::Goal) && has(Column::Amount) && has(Column::Balance) && has(Column::Internal));
        assert!(!has(Column::Text) && !has(Column::Term) && !has(Column::Note));
        assert_eq!(sort_of(Finding, &Column::Measures), Some(Column::Measures));
        assert_eq!((sort_of(Measure, &Column::Measures), sort_of(Finding, &Column::Balance)), (None, None));
        assert!(grows(Finding, &Column::Finding) && !grows(Measure, &Column::Finding));
    }

    proptest! {
        #[test]
        fn any_choice_comes_back_from_its_text(of in prop::sample::select(vec![Measure, Finding]), shown in prop::collection::vec((0..30usize, prop::option::of(0..1000u16), ".{1,4}"), 0..20)) {
            let mut columns = Columns::first(of);
            let built_in: Vec<Column> = ROWS.iter().map(|row| row.field.clone()).filter(|field| field.width(of, Kind::Text) > 0).collect();
            for (at, width, id) in shown {
                let Some(column) = built_in.get(at).cloned().or_else(|| Id::new(&id).map(Column::Custom)) else { continue };
                columns.show(&column, !columns.shows(&column) || width.is_some());
                columns.set_width(&column, width);
            }
            let read = Columns::parse(of, &columns.print());
            // With the number alone nothing is chosen.
            let expected = if columns.iter().count() > 1 { columns } else { Columns::first(of) };
            prop_assert_eq!(read, expected);
        }
    }
}
