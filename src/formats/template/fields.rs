//! The names by which marks and heads know the fields of a ledger: those of the table that offices exchange, the names that
//! the ledger itself gives to them, and its own fields. Knows no value.

use std::rc::Rc;

use super::scope::{Name, Schema};
use super::wanted::NameKind;
use crate::table::columns::Column;
use crate::table::responsibility::is_duty;
use crate::table::shown::Shown;
use ledger::Ledger;
use ledger::custom::CustomKind;

/// Names of the ledger itself, with what they are.
pub const HEAD: [(&str, NameKind); 9] = [
    ("台账名称", NameKind::Text),
    ("单位名称", NameKind::Text),
    ("巡察机关", NameKind::Text),
    ("巡察轮次", NameKind::Text),
    ("巡察组", NameKind::Text),
    ("进驻日期", NameKind::Day),
    ("撤离日期", NameKind::Day),
    ("反馈日期", NameKind::Day),
    ("今天", NameKind::Day),
];

/// The list of findings.
pub const FINDINGS: &str = "问题";
/// The list of measures: of the whole ledger, of a unit, and within a finding.
pub const MEASURES: &str = "措施";
/// The list of units that answer for a measure.
pub const UNITS: &str = "单位";
/// The name of a unit.
pub const UNIT_NAME: &str = "名称";

/// Which of those that are shown an item is, from 1.
pub const ORDER: &str = super::scope::ORDER;

/// Names of measures that are no column of the table, with what they are.
pub const MORE: [(&str, NameKind); 7] = [
    ("逾期", NameKind::Flag),
    ("首次时限", NameKind::Day),
    ("延期后时限", NameKind::Day),
    ("负责单位", NameKind::Text),
    ("销号日期", NameKind::Day),
    ("销号经办人", NameKind::Text),
    ("销号意见", NameKind::Text),
];

/// A field of findings or measures.
#[derive(Debug, Clone)]
pub struct Field<'l> {
    /// What marks call it: its name, and the one that the ledger gives to it.
    pub names: Vec<Name>,
    /// The column that holds it.
    pub column: Shown<'l>,
    /// What its values are.
    pub kind: NameKind,
}

impl Field<'_> {
    /// Whether it is one of the finding, whose value stands for all of its measures.
    #[must_use]
    pub fn of_finding(&self) -> bool {
        self.column.of_finding()
    }

    /// Whether both a finding and a measure have it: who answers, and by when.
    #[must_use]
    pub fn is_duty(&self) -> bool {
        matches!(self.column, Shown::Built(column) if is_duty(column) || column == Column::Supporting)
    }

    /// Whether all may read it: what a notice says of findings and measures.
    #[must_use]
    pub fn is_public(&self) -> bool {
        matches!(
            self.column,
            Shown::Built(Column::Number | Column::Aspect | Column::Finding | Column::Measure | Column::Text)
        )
    }
}

fn kind_of(column: Column) -> NameKind {
    match column {
        Column::Number | Column::Measure | Column::ClosureRound => NameKind::Number,
        Column::Due | Column::Extended | Column::Completed | Column::RecheckDate => NameKind::Day,
        Column::Amount | Column::Rectified => NameKind::Sum,
        _ => NameKind::Text,
    }
}

/// The fields of a ledger, its own ones last. A name that means one field already is not given to another.
#[must_use]
pub fn fields(ledger: &Ledger) -> Vec<Field<'_>> {
    let bundle = ledger.bundle();
    // Two are told by names of their own, and whether it is late by one of yes and no.
    let told = |column: &Column| {
        !matches!(column, Column::Id | Column::ClosureDate | Column::ClosureOpinion | Column::Overdue)
    };
    let columns = || Column::ALL.into_iter().filter(told);
    let mut taken: Vec<Name> = columns().map(|column| Rc::from(column.name())).collect();
    taken.extend(HEAD.iter().chain(&MORE).map(|(name, _)| Rc::from(*name)));
    taken.push(Rc::from(ORDER));
    let mut all = Vec::new();
    for column in columns() {
        let own = column.renamed(bundle);
        let mut names: Vec<Name> = vec![Rc::from(column.name())];
        if let Some(own) = own.filter(|own| !taken.iter().any(|name| **name == **own)) {
            names.push(Rc::from(own));
            taken.push(Rc::from(own));
        }
        all.push(Field { names, column: Shown::Built(column), kind: kind_of(column) });
    }
    for field in bundle.custom_fields.iter().filter(|field| !field.hidden) {
        let name = field.name();
        if taken.iter().any(|taken| **taken == *name) {
            continue;
        }
        let kind = match field.value_kind() {
            CustomKind::Number | CustomKind::Sum => NameKind::Sum,
            CustomKind::Date => NameKind::Day,
            _ => NameKind::Text,
        };
        taken.push(Rc::from(name));
        all.push(Field { names: vec![Rc::from(name)], column: Shown::Custom(field), kind });
    }
    all
}

/// Every name that a mark may use.
#[must_use]
pub fn schema(ledger: &Ledger) -> Schema {
    let fields = fields(ledger);
    let names = |keep: &dyn Fn(&Field<'_>) -> bool| -> Vec<Name> {
        fields.iter().filter(|field| keep(field)).flat_map(|field| field.names.iter().cloned()).collect()
    };
    let renamed = |field: &Field<'_>| {
        let plain = field.names.first().cloned();
        let own = field.names.iter().skip(1).cloned();
        own.zip(plain.into_iter().cycle()).collect::<Vec<_>>()
    };
    let aliases: Vec<(Name, Name)> = fields.iter().flat_map(renamed).collect();
    let more = || MORE.iter().map(|(name, _)| Rc::from(*name));
    let internal: Vec<Name> = names(&|field| !field.is_public()).into_iter().chain(more()).collect();
    let order = || [Rc::from(ORDER)];
    let measures = Schema {
        values: names(&|_| true).into_iter().chain(more()).chain(order()).collect(),
        aliases: aliases.clone(),
        internal: internal.clone(),
        ..Schema::default()
    };
    let findings = Schema {
        values: names(&|field| field.of_finding() || field.is_duty()).into_iter().chain(order()).collect(),
        aliases,
        internal,
        lists: vec![(Rc::from(MEASURES), measures.clone())],
        ..Schema::default()
    };
    let lists = || vec![(Rc::from(FINDINGS), findings.clone()), (Rc::from(MEASURES), measures.clone())];
    let units = Schema {
        values: vec![Rc::from(UNIT_NAME), Rc::from(ORDER)],
        internal: vec![Rc::from(UNIT_NAME)],
        lists: lists(),
        ..Schema::default()
    };
    Schema {
        values: HEAD.iter().map(|(name, _)| Rc::from(*name)).collect(),
        lists: lists().into_iter().chain([(Rc::from(UNITS), units)]).collect(),
        ..Schema::default()
    }
}
