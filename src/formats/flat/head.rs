//! What every row of a ledger has: which ledger, whose, of which inspection, as of which day. And the names that rows need.

use std::collections::HashMap;

use super::{Column, Kind, Value, column};
use journal::Journal;
use ledger::custom::CustomField;
use ledger::date::Date;
use ledger::vocabulary::{Class, Vocabulary};
use ledger::{Bundle, Id, Ledger};

/// A ledger with its history, looked at on a day.
pub struct Source<'l> {
    pub(super) journal: &'l Journal,
    pub(super) as_of: Date,
    units: HashMap<&'l Id, &'l str>,
    aspects: HashMap<&'l Id, &'l str>,
}

impl<'l> Source<'l> {
    /// A ledger as of a day, which says what is overdue.
    #[must_use]
    pub fn new(journal: &'l Journal, as_of: Date) -> Self {
        let bundle = journal.ledger().bundle();
        Self {
            journal,
            as_of,
            units: bundle.units.iter().map(|unit| (&unit.id, unit.name.as_str())).collect(),
            aspects: bundle.aspects.iter().map(|aspect| (&aspect.id, aspect.title.as_str())).collect(),
        }
    }

    pub(super) fn ledger(&self) -> &'l Ledger {
        self.journal.ledger()
    }

    pub(super) fn bundle(&self) -> &'l Bundle {
        self.ledger().bundle()
    }

    pub(super) fn words(&self) -> Vocabulary<'l> {
        Vocabulary::new(&self.bundle().statuses)
    }

    /// The name of a unit; its id where the register does not have it.
    pub(super) fn unit(&self, id: Option<&Id>) -> Value {
        id.map_or(Value::None, |id| Value::text(self.units.get(id).copied().unwrap_or(id.as_str())))
    }

    pub(super) fn units(&self, ids: &[Id]) -> Value {
        let names = ids.iter().map(|id| self.units.get(id).copied().unwrap_or(id.as_str()));
        Value::text(names.collect::<Vec<_>>().join("、"))
    }

    pub(super) fn aspect(&self, id: Option<&Id>) -> Value {
        id.map_or(Value::None, |id| Value::text(self.aspects.get(id).copied().unwrap_or(id.as_str())))
    }

    /// The values of own fields, by the names of the fields; units by their names.
    pub(super) fn own(&self, of_findings: bool, value: &dyn Fn(&str) -> Option<serde_json::Value>) -> Value {
        let fields = self.bundle().custom_fields.iter().filter(|field| field.of_findings() == of_findings);
        let named = |field: &CustomField| {
            let value = value(field.id.as_str()).filter(|value| !value.is_null())?;
            let told = match value {
                serde_json::Value::Array(ids) => {
                    let name = |id: &serde_json::Value| {
                        let known = id.as_str().and_then(Id::new).and_then(|id| self.units.get(&id).copied());
                        known.map_or_else(|| id.clone(), serde_json::Value::from)
                    };
                    serde_json::Value::Array(ids.iter().map(name).collect())
                }
                value => value,
            };
            Some((field.name().to_owned(), told))
        };
        let all: serde_json::Map<_, _> = fields.filter_map(named).collect();
        if all.is_empty() { Value::None } else { Value::Json(all.into()) }
    }
}

/// The class of a status as machines name it.
pub(super) fn class(class: Class) -> Value {
    Value::text(match class {
        Class::Unfilled => "unfilled",
        Class::Open => "open",
        Class::Partial => "partial",
        Class::Done => "done",
    })
}

/// A row that belongs to a ledger.
pub(super) trait OfLedger {
    /// Its ledger.
    fn source(&self) -> &Source<'_>;
}

/// The first columns of every table.
pub(super) fn columns<R: OfLedger>() -> [Column<R>; 8] {
    [
        column("ledger", Kind::Text, "", "台账的标识；各表按它和各自的标识连接", |row| {
            Value::text(row.source().bundle().id.as_str())
        }),
        column("ledger_title", Kind::Text, "", "台账名称", |row| {
            Value::text(&row.source().bundle().title)
        }),
        column("organization", Kind::Text, "", "被巡察党组织（单位）", |row| {
            Value::text(&row.source().bundle().organization)
        }),
        column("inspection_authority", Kind::Text, "", "巡察派出机关", |row| {
            Value::text(&row.source().bundle().inspection.authority)
        }),
        column("inspection_round", Kind::Text, "", "巡察轮次", |row| {
            Value::text(&row.source().bundle().inspection.round)
        }),
        column("feedback", Kind::Date, "", "巡察反馈日期", |row| {
            Value::date(row.source().bundle().inspection.feedback)
        }),
        column("demonstration", Kind::Boolean, "", "是演示数据", |row| {
            Value::Boolean(row.source().bundle().demonstration)
        }),
        column("as_of", Kind::Date, "", "导出日期；逾期按这一天计算", |row| {
            Value::Date(row.source().as_of)
        }),
    ]
}
