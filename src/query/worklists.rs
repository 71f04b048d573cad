//! The work lists that are always there: what a person opens in the morning. Each is a [`Query`].

use super::query::{Pick, Query, Sort, SortBy};
use ledger::closure::ClosureState;
use ledger::deadline::DueClass;
use ledger::register::unit_named;
use ledger::vocabulary::{Class, Vocabulary};
use ledger::{Bundle, Id};

/// After how many days without 整改进展 a measure is asked about.
pub const IDLE_DAYS: u32 = 30;

/// A work list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkList {
    /// What people read.
    pub name: &'static str,
    /// What it holds, in a sentence.
    pub about: &'static str,
    /// What is asked; `None` where the page does not know who works here, or the ledger does not know the unit.
    pub query: Option<Query>,
}

/// The unit that a person named as theirs, by its name or one of its other names.
#[must_use]
pub fn unit_of(bundle: &Bundle, name: &str) -> Option<Id> {
    unit_named(&bundle.units, name).cloned()
}

/// The work lists for a person of this name in this unit.
#[must_use]
pub fn work_lists(bundle: &Bundle, person: &str, unit: &str) -> Vec<WorkList> {
    let open = Query {
        finished: Some(false),
        sort: Sort { by: SortBy::Due, descending: false },
        ..Query::default()
    };
    let person = person.trim();
    let mine =
        (!person.is_empty()).then(|| Query { owner: Some(Pick::Is(person.to_owned())), ..open.clone() });
    let ours = unit_of(bundle, unit).map(|unit| Query { unit: Some(unit), ..open.clone() });
    let due = |due| Query { due: Some(due), sort: open.sort.clone(), ..Query::default() };
    let list = |name, about, query| WorkList { name, about, query };
    vec![
        list("我的措施", "责任人是我，尚未完成", mine),
        list("本单位的措施", "本单位牵头、负责或配合，尚未完成", ours),
        list("即将到期", "30 天内到期，尚未完成", Some(due(DueClass::Within30))),
        list("已逾期", "时限已过，尚未完成", Some(due(DueClass::Overdue))),
        list(
            "30 天无进展",
            "尚未完成，30 天内没有填报进展",
            Some(Query { idle: Some(IDLE_DAYS), sort: open.sort.clone(), ..Query::default() }),
        ),
        list(
            "被退回",
            "销号申请被退回，等待补充",
            Some(Query { closure: Some(ClosureState::Returned), ..Query::default() }),
        ),
        list("缺佐证材料", "已完成或部分完成，没有佐证材料", Some(unproved(bundle))),
    ]
}

/// What is said to be done, wholly or in part, and is not proved: what has not got so far needs no proof yet.
fn unproved(bundle: &Bundle) -> Query {
    let words = Vocabulary::new(&bundle.statuses);
    let reached = |id: &&Id| matches!(words.class(Some(id)), Class::Done | Class::Partial);
    let statuses: Vec<_> =
        bundle.statuses.iter().map(|status| &status.id).filter(reached).cloned().map(Pick::Is).collect();
    // A vocabulary without such a word has nothing that is done.
    let finished = statuses.is_empty().then_some(true);
    Query { unproved: true, statuses, finished, ..Query::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Index, MeasureRows};
    use ledger::Ledger;
    use ledger::date::Date;
    use ledger::demo::demo;
    use ledger::evidence;
    use serde_json::json;

    fn bundle() -> Bundle {
        serde_json::from_value(
            json!({"id": "b", "statuses": [{"id": "o", "class": "open"}, {"id": "d", "class": "done"}, {"id": "p", "class": "partial"}],
                "units": [{"id": "u1", "name": "高新处", "aliases": "高新区处、园区办"}]}),
        )
        .unwrap()
    }

    #[test]
    fn a_person_is_known_by_name_and_by_any_name_of_the_unit() {
        let bundle = bundle();
        for (name, unit) in [("高新处", Some("u1")), (" 园区办 ", Some("u1")), ("人事处", None), ("", None)]
        {
            assert_eq!(unit_of(&bundle, name).as_ref().map(Id::as_str), unit, "{name}");
        }
        let told = |person, unit| {
            let lists = work_lists(&bundle, person, unit).into_iter();
            lists.map(|list| list.query.map_or("?".to_owned(), |query| query.print())).collect::<Vec<_>>()
        };
        assert_eq!(told("", "")[..2], ["?", "?"]);
        assert_eq!(
            told("王敏", "高新处")[..2],
            ["finished=no&owner=%E7%8E%8B%E6%95%8F&sort=due", "unit=u1&finished=no&sort=due",]
        );
        assert_eq!(
            told("", "")[2..],
            [
                "due=30&sort=due",
                "due=overdue&sort=due",
                "idle=30&sort=due",
                "closure=returned",
                "status=d&status=p&proof=none",
            ]
        );
    }

    #[test]
    fn what_lacks_evidence_is_the_same_in_the_register_and_in_the_list() {
        for seed in 0..4 {
            let ledger = Ledger::new(demo(seed, 300)).unwrap();
            let index = Index::complete(&ledger);
            let lists = work_lists(ledger.bundle(), "", "");
            let query = lists.last().and_then(|list| list.query.clone()).unwrap();
            let today = Date::new(2026, 11, 15).unwrap();
            let listed = MeasureRows::new(&index, &ledger, &query, today).matched();
            assert_eq!(listed, evidence::Index::of(&ledger).lacking(&ledger).len());
        }
    }
}
