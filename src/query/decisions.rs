//! Where each [`Decision`] of the leader's sheet can be seen: the list that holds as many as it counts. Knows no page.

use super::query::{Pick, Query, Sort, SortBy};
use super::route::{Place, Route};
use ledger::closure::ClosureState;
use ledger::deadline::DueClass;
use ledger::executive_summary::Decision;

/// The address of what is to be decided.
#[must_use]
pub fn route(what: Decision) -> Route {
    let measures = |query: Query| Route { place: Place::Measures, query: query.print() };
    let asked = |text: &str| Query { text: text.to_owned(), ..Query::default() };
    match what {
        Decision::OverdueWithoutExtension => {
            measures(Query { due: Some(DueClass::Overdue), ..asked("-是:延期") })
        }
        Decision::Returned => measures(Query { closure: Some(ClosureState::Returned), ..Query::default() }),
        Decision::InReview => measures(asked("销号:已申请、审核中")),
        Decision::WithoutUnit => measures(Query { lead: Some(Pick::None), ..Query::default() }),
        // No filter asks for them: they stand first.
        Decision::FindingWithoutMeasures => {
            let sort = Sort { by: SortBy::Measures, descending: false };
            Route { place: Place::Findings, query: Query { sort, ..Query::default() }.print() }
        }
        Decision::ClaimDiffers => Route::from(Place::Results),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{FindingRows, Index, MeasureRows};
    use ledger::counts::Counts;
    use ledger::date::Date;
    use ledger::demo::demo;
    use ledger::executive_summary::ExecutiveSummary;
    use ledger::finding::Finding;
    use ledger::{Id, Ledger};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn every_decision_opens_a_list_of_that_many(seed: u64, size in 1..300usize, empty in 0..4usize) {
            let mut bundle = demo(seed, size);
            for n in 0..empty {
                let id = Id::new(&format!("without{n}")).unwrap_or_default();
                bundle.findings.push(Finding { id, ..Finding::default() });
            }
            let ledger = Ledger::new(bundle).unwrap();
            let index = Index::complete(&ledger);
            let today = Date::new(2026, 11, 15).unwrap();
            let counts = Counts::of(ledger.bundle(), today);
            for (what, count) in ExecutiveSummary::of(ledger.bundle(), &counts, today, 3).decisions {
                let route = route(what);
                let query = Query::parse(&route.query);
                match route.place {
                    Place::Measures => {
                        let rows = MeasureRows::new(&index, &ledger, &query, today);
                        prop_assert_eq!(rows.matched(), count, "{:?}", what);
                    }
                    Place::Findings => {
                        let rows = FindingRows::new(&index, &ledger, &query, today);
                        let first = rows.rows().iter().take(count + 1).filter_map(|row| index.finding(&ledger, *row));
                        let without: Vec<bool> = first.map(|finding| finding.measures.is_empty()).collect();
                        prop_assert!(without.iter().take(count).all(|none| *none) && !without.iter().skip(count).any(|none| *none));
                    }
                    other => prop_assert_eq!(other, Place::Results),
                }
            }
        }
    }
}
