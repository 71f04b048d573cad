//! The table of fields: every field of a finding and a measure, built-in ([`table`]) or the ledger's own, with all that
//! columns, orders, groups, searches, forms, sheets and histories ask of one. Knows no list and no page.
//!
//! [`Field`] names one; [`Fields::of`] is the table of a ledger as its measures have it: its names, its custom fields,
//! what it hides; [`Fields::of_findings`] as its findings have it.

mod read;
pub mod table;

pub use read::{SortValue, custom_text};
pub use table::{ROWS, Row, Use};

use crate::custom::{self, CustomField, CustomKind};
use crate::field::{FieldKind, Target};
use crate::finding::{Finding, Measure};
use crate::record::FieldSpec;
use crate::{Id, Ledger};

/// A field of a row of the ledger. What a measure leaves open it has from its finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Field {
    /// 序号: `12-3` of a measure, `12` of a finding.
    #[default]
    Number,
    /// 问题类别.
    Aspect,
    /// 反馈问题.
    Finding,
    /// 问题的具体内容.
    Details,
    /// 整改目标.
    Goal,
    /// 原因分析.
    Cause,
    /// 举一反三.
    WiderCheck,
    /// 涉及金额.
    Amount,
    /// 已整改金额.
    Rectified,
    /// 未整改金额: computed.
    Balance,
    /// 措施序号 by itself, in sheets.
    MeasureNumber,
    /// 整改措施.
    Text,
    /// 责任领导.
    Leader,
    /// 牵头部门; where none leads, the unit that answers: [`Effective::responsible`](crate::effective::Effective::responsible).
    Lead,
    /// 责任部门.
    Units,
    /// 配合部门.
    Supporting,
    /// 责任人.
    Owner,
    /// 整改时限 in force.
    Due,
    /// 延期次数.
    Extensions,
    /// 整改类型.
    Term,
    /// 整改进展及成效: the last entry.
    Progress,
    /// 整改状态.
    Status,
    /// 实际完成日期.
    Completed,
    /// 复查结果.
    Recheck,
    /// 复查人.
    RecheckBy,
    /// 复查日期.
    RecheckDate,
    /// 制度成果, in sheets.
    Institutions,
    /// 追责问责, in sheets.
    Accountability,
    /// 佐证份数.
    Evidence,
    /// 销号情况.
    Closure,
    /// 备注.
    Note,
    /// 仅内部.
    Internal,
    /// 措施数 of a finding.
    Measures,
    /// 逾期措施数 of a finding.
    Overdue,
    /// A custom field of the ledger, by its id.
    Custom(Id),
}

impl Field {
    /// What is known of a built-in field; `None` for custom ones.
    #[must_use]
    pub fn row(&self) -> Option<&'static Row> {
        ROWS.iter().find(|row| row.field == *self)
    }

    /// Whether a built-in field serves for something.
    #[must_use]
    pub fn is_for(&self, what: Use) -> bool {
        self.row().is_some_and(|row| row.uses.contains(&what))
    }

    /// The name in addresses, settings and saved views: `due`, `custom.cf-1`. Signs that lists and addresses part by are
    /// written as `%2C`.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Custom(id) => format!("{}.{}", custom::VALUES, escaped(id.as_str())),
            field => field.row().map_or_else(String::new, |row| row.code.to_owned()),
        }
    }

    /// The field with this code; a custom one may be gone from its ledger.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        if let Some(id) = code.strip_prefix(custom::VALUES).and_then(|rest| rest.strip_prefix('.')) {
            return Id::new(&unescaped(id)).map(Self::Custom);
        }
        ROWS.iter().find(|row| row.code == code).map(|row| row.field.clone())
    }
}

/// Escapes what is no letter, digit, `.`, `_` or `-`.
fn escaped(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() || "._-".contains(c) {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                // Writing into a String cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        if let Some(code) = code.filter(|_| byte == b'%') {
            bytes.push(code);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What a row of a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RecordKind {
    /// A measure, with what its finding says: the 措施 table.
    #[default]
    Measure,
    /// A finding: the 问题 list.
    Finding,
}

/// What kind of text a field shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text of one or several lines.
    Text,
    /// A number or a sum.
    Number,
    /// A day, a month or a phrase.
    Date,
    /// One of some words.
    Word,
    /// Names of units.
    Units,
    /// A count, or something else that is only computed.
    Computed,
}

/// A field in the table of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which.
    pub field: Field,
    /// What people read in this ledger.
    pub label: String,
    /// What kind of text it shows.
    pub kind: Kind,
    /// Whether it tells of the finding, whose rows it spans; else of the measure.
    pub of_finding: bool,
    /// Whether the ledger does not show it.
    pub hidden: bool,
    /// The names that a search knows it by.
    pub asked: Vec<String>,
}

/// The table of fields of one ledger: the built-in ones, then its own in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields {
    of: RecordKind,
    entries: Vec<Entry>,
}

/// What people read for a field that a finding has from its measures.
fn counted(field: &Field) -> Option<&'static str> {
    match field {
        Field::Status => Some("完成情况"),
        Field::Overdue => Some("逾期"),
        _ => None,
    }
}

fn kind_of(row: &Row) -> Kind {
    let Some(spec) = row.measure.or(row.finding) else { return Kind::Computed };
    match (spec.kind, spec.target) {
        (_, Some(Target::Unit)) => Kind::Units,
        (_, Some(_)) | (FieldKind::Word(_) | FieldKind::Flag, _) => Kind::Word,
        (FieldKind::Number | FieldKind::Decimal, _) => Kind::Number,
        (FieldKind::Date | FieldKind::Due, _) => Kind::Date,
        _ => Kind::Text,
    }
}

impl Kind {
    fn of_custom(field: &CustomField) -> Self {
        match field.value_kind() {
            CustomKind::Number | CustomKind::Sum => Self::Number,
            CustomKind::Date => Self::Date,
            CustomKind::Choice | CustomKind::YesNo => Self::Word,
            CustomKind::Unit => Self::Units,
            _ => Self::Text,
        }
    }
}

impl Fields {
    /// The table of a ledger as its measures have it.
    #[must_use]
    pub fn of(ledger: &Ledger) -> Self {
        Self::of_records(ledger, RecordKind::Measure)
    }

    /// The table of a ledger as its findings have it.
    #[must_use]
    pub fn of_findings(ledger: &Ledger) -> Self {
        Self::of_records(ledger, RecordKind::Finding)
    }

    /// The table of a ledger as its records of a kind have it: a field that both have may be named and hidden by each.
    #[must_use]
    pub fn of_records(ledger: &Ledger, of: RecordKind) -> Self {
        let bundle = ledger.bundle();
        let built_in = ROWS.iter().map(|row| {
            let keys = |spec, field: Option<&FieldSpec>| field.map(|field| custom::key(spec, field.name));
            let (measure, finding) = (keys(Measure::SPEC, row.measure), keys(Finding::SPEC, row.finding));
            let given = |key: &Option<String>| {
                let label = key.as_ref().map(|key| bundle.field_labels.text(key).trim().to_owned());
                label.filter(|label| !label.is_empty())
            };
            let labels = [given(&measure), given(&finding)];
            let (own, label) = match of {
                RecordKind::Measure => (measure.or(finding), labels.iter().flatten().next().cloned()),
                // What a finding has from its measures bears no name of theirs.
                RecordKind::Finding => {
                    let label = labels.iter().rev().flatten().next().cloned();
                    (finding.clone(), label.filter(|_| finding.is_some()))
                }
            };
            let own_name = counted(&row.field).filter(|_| of == RecordKind::Finding).unwrap_or(row.label);
            let mut asked: Vec<String> = row.asked.iter().map(|name| (*name).to_owned()).collect();
            // A search knows a renamed field by all of its names.
            if !row.asked.is_empty() {
                asked.extend(labels.into_iter().flatten());
            }
            Entry {
                field: row.field.clone(),
                label: label.unwrap_or_else(|| own_name.to_owned()),
                kind: kind_of(row),
                of_finding: row.measure.is_none() && row.finding.is_some(),
                hidden: own.is_some_and(|key| bundle.hidden_fields.value(&key).is_some()),
                asked,
            }
        });
        let own = bundle.custom_fields.iter().map(|field| Entry {
            field: Field::Custom(field.id.clone()),
            label: field.name().to_owned(),
            kind: Kind::of_custom(field),
            of_finding: field.of_findings(),
            hidden: field.hidden,
            asked: vec![field.name().to_owned()],
        });
        Self { of, entries: built_in.chain(own).collect() }
    }

    /// Whose fields these are.
    #[must_use]
    pub fn kind(&self) -> RecordKind {
        self.of
    }

    /// The fields, in their order in the table.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// The entry of a field; `None` for a custom one that the ledger does not have.
    #[must_use]
    pub fn get(&self, field: &Field) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.field == *field)
    }

    /// What people read for a field. That of a custom field that is gone is its id.
    #[must_use]
    pub fn label(&self, field: &Field) -> String {
        match (self.get(field), field) {
            (Some(entry), _) => entry.label.clone(),
            (None, Field::Custom(id)) => id.to_string(),
            (None, _) => String::new(),
        }
    }

    /// The fields that can be a column and that the ledger does not hide.
    pub fn columns(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| self.is_column(entry))
    }

    /// Whether this can be a column, and the ledger does not hide it.
    #[must_use]
    pub fn is_column(&self, entry: &Entry) -> bool {
        !entry.hidden && self.has(entry) && entry.field.width(self.of, entry.kind) > 0
    }

    /// A finding has no values in the custom fields of measures.
    fn has(&self, entry: &Entry) -> bool {
        let is_custom = matches!(entry.field, Field::Custom(_));
        !is_custom || entry.of_finding || self.of == RecordKind::Measure
    }

    /// The fields that the list can stand in groups of.
    pub fn groups(&self) -> impl Iterator<Item = &Entry> {
        let is_text = |entry: &Entry| matches!(entry.kind, Kind::Text | Kind::Word | Kind::Units);
        let groups = match self.of {
            RecordKind::Measure => Use::Groups,
            RecordKind::Finding => Use::GroupsFindings,
        };
        self.entries.iter().filter(move |entry| match entry.field {
            Field::Custom(_) => is_text(entry) && !entry.hidden && self.has(entry),
            ref field => field.is_for(groups),
        })
    }

    /// The field that a search knows by this name: that which bears it in this ledger, else one that has it among its
    /// other names.
    #[must_use]
    pub fn asked(&self, name: &str) -> Option<&Entry> {
        let lower = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<String>();
        let name = lower(name);
        let askable = || self.entries.iter().filter(|entry| !entry.asked.is_empty());
        let named = askable().find(|entry| lower(&entry.label) == name);
        named.or_else(|| askable().find(|entry| entry.asked.iter().any(|own| lower(own) == name)))
    }

    /// The field that a head of a sheet means: its label in this ledger, then its own, then the names that offices use.
    /// Signs and spaces do not count.
    #[must_use]
    pub fn of_head(&self, head: &str) -> Option<&Entry> {
        let head = plain(head);
        let named = |entry: &&Entry| plain(&entry.label) == head;
        let known = |entry: &&Entry| {
            let heads = entry.field.row().map_or(&[][..], |row| row.heads);
            let label = entry.field.row().map_or("", |row| row.label);
            plain(label) == head || heads.iter().any(|own| plain(own) == head)
        };
        if head.is_empty() {
            return None;
        }
        self.entries.iter().find(named).or_else(|| self.entries.iter().find(known))
    }
}

/// A head without spaces and signs, brackets in their half-width form.
fn plain(head: &str) -> String {
    let half = |c: char| match c {
        '（' => '(',
        '）' => ')',
        c => c,
    };
    head.chars()
        .map(half)
        .filter(|c| !c.is_whitespace() && !"*＊·.．:：/／、\u{feff}\u{200b}".contains(*c))
        .collect()
}

impl Field {
    /// Its width as a column of a list before anybody chose, in pixels; 0 where it is none.
    #[must_use]
    pub fn width(&self, of: RecordKind, kind: Kind) -> u16 {
        match (self.row(), kind) {
            (Some(row), _) if of == RecordKind::Finding => row.finding_width,
            (Some(row), _) => row.width,
            (None, Kind::Number | Kind::Word) => 88,
            (None, Kind::Date) => 104,
            (None, _) => 132,
        }
    }

    /// The stored field of a measure (or of a finding) that a form enters for it: its name, `custom.cf-1`. `None` for what
    /// is computed.
    #[must_use]
    pub fn stored(&self, of_finding: bool) -> Option<String> {
        match self {
            Self::Custom(id) => Some(format!("{}.{id}", custom::VALUES)),
            field => {
                let row = field.row()?;
                let spec: &FieldSpec = if of_finding { row.finding? } else { row.measure? };
                Some(spec.name.to_owned())
            }
        }
    }
}

#[cfg(test)]
mod tests;
