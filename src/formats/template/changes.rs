//! What changed since a day, under names of its own: `{{#新完成}}…{{/新完成}}`, `{{延期.总数}}`, `{{上期}}`. Only a paper that is
//! filled for a period has them.

use std::collections::HashMap;
use std::rc::Rc;

use super::fields::MEASURES;
use super::ledger_scope::Whole;
use super::scope::{Schema, Scope};
use super::value::Value;
use super::wanted::Changes;
use ledger::Id;
use ledger::date::Date;

/// The lists: measures, and findings where they have deadlines or a 销号 of their own.
pub const LISTS: [&str; 5] = ["新完成", "新逾期", "延期", "销号", "退回"];
/// The day that is compared with.
const BEFORE: &str = "上期";
/// What such a report is called: 周报, 月报 or 报告, by its length.
const REPORT: &str = "报告名称";

/// The names.
pub fn name(schema: &mut Schema) {
    let items = schema.list(MEASURES).cloned().unwrap_or_default();
    schema.values.extend([BEFORE, REPORT].map(Rc::from));
    schema.lists.extend(LISTS.map(|list| (Rc::from(list), items.clone())));
}

/// What stands under them. What a public paper does not know is not there.
pub fn tell(scope: &mut Scope, whole: &Whole, changes: &Changes, today: Date) {
    let mut known: HashMap<&Id, &Rc<Scope>> = HashMap::new();
    for finding in &whole.findings {
        known.insert(&finding.id, &finding.scope);
        known.extend(finding.measures.iter().map(|measure| (&measure.id, &measure.scope)));
    }
    for list in LISTS {
        let ids = changes.lists.get(list).map(Vec::as_slice).unwrap_or_default();
        let items = ids.iter().filter_map(|id| known.get(id)).map(|scope| Rc::clone(scope)).collect();
        scope.lists.insert(Rc::from(list), items);
    }
    let report = match changes.since.days_until(today) {
        ..=10 => "周报",
        11..=45 => "月报",
        _ => "报告",
    };
    scope.values.insert(Rc::from(BEFORE), Value::Day(changes.since, changes.since.chinese()));
    scope.values.insert(Rc::from(REPORT), Value::Text(report.to_owned()));
}
