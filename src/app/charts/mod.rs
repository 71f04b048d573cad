//! The pictures of the overview, the calendar and the leader's page. Each says its numbers as text and has a table
//! behind it, whose numbers lead to the rows that they count; shapes and patterns tell apart what colours tell
//! apart. Draws what the core counted; knows no page.

pub mod bars;
pub mod heat;
pub mod lanes;
pub mod lines;
pub mod months;

use leptos::prelude::*;

use ledger::counts::Counts;
use ledger::vocabulary::{Class, Vocabulary};
use ledger::{Bundle, Id};
use query::route::{Place, Route};
use query::{Pick, Query};

/// The 措施 table with this query.
#[must_use]
pub fn measures(query: &Query) -> String {
    Route { place: Place::Measures, query: query.print() }.href()
}

/// A number that leads to its rows; nothing leads nowhere. `name` says to those who hear it what is counted.
pub fn linked(count: usize, query: Option<&Query>, name: &str) -> AnyView {
    match query.filter(|_| count > 0) {
        Some(query) => {
            let label = format!("{name}：{count} 条");
            view! { <a href=measures(query) aria-label=label>{count}</a> }.into_any()
        }
        None => view! { <span class="zero">{count}</span> }.into_any(),
    }
}

/// A key that is there, or what has none.
pub fn pick<T: Clone>(key: Option<&T>) -> Pick<T> {
    key.map_or(Pick::None, |key| Pick::Is(key.clone()))
}

/// The name of a lead unit; 未定 for none.
#[must_use]
pub fn unit_name(bundle: &Bundle, id: Option<&Id>) -> String {
    id.map_or_else(
        || "未定".to_owned(),
        |id| {
            bundle.units.iter().find(|unit| unit.id == *id).map_or_else(|| id.to_string(), |u| u.name.clone())
        },
    )
}

/// The statuses of each class, by which the numbers of a class lead to their rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClassPicks([Vec<Pick<Id>>; 4]);

impl ClassPicks {
    /// Of everything that was counted, with statuses that the vocabulary does not know.
    #[must_use]
    pub fn of(bundle: &Bundle, counts: &Counts) -> Self {
        let vocabulary = Vocabulary::new(&bundle.statuses);
        let mut picks = Self::default();
        for group in &counts.by_status {
            picks.0[vocabulary.class(group.key.as_ref()) as usize].push(pick(group.key.as_ref()));
        }
        picks
    }

    /// The query narrowed to a class of status; `None` where no status is of that class.
    #[must_use]
    pub fn narrow(&self, query: &Query, class: Class) -> Option<Query> {
        let statuses = &self.0[class as usize];
        (!statuses.is_empty()).then(|| Query { statuses: statuses.clone(), ..query.clone() })
    }
}

/// The sign of a class: its shape says what its colour says.
#[must_use]
pub fn sign(class: Class) -> &'static str {
    match class {
        Class::Done => "●",
        Class::Partial => "◑",
        Class::Open => "○",
        Class::Unfilled => "–",
    }
}

/// The patterns that fills are told apart by, once on a page that draws any.
#[component]
pub fn Patterns() -> impl IntoView {
    view! {
        <svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false">
            <defs>
                <pattern id="fill-partial" width="6" height="6" patternUnits="userSpaceOnUse">
                    <rect class="back" width="6" height="6"></rect>
                    <path class="ink" d="M-1 7L7 -1M-1 1L1 -1M5 7L7 5"></path>
                </pattern>
                <pattern id="fill-open" width="6" height="6" patternUnits="userSpaceOnUse">
                    <rect class="back" width="6" height="6"></rect>
                    <circle class="dot" cx="3" cy="3" r="1"></circle>
                </pattern>
                <pattern id="fill-overdue" width="6" height="6" patternUnits="userSpaceOnUse">
                    <rect class="back" width="6" height="6"></rect>
                    <path class="ink" d="M0 0L6 6M6 0L0 6"></path>
                </pattern>
            </defs>
        </svg>
    }
}

/// The name of a fill: a colour with a pattern.
#[must_use]
pub fn fill(class: Class) -> &'static str {
    match class {
        Class::Done => "fill done",
        Class::Partial => "fill partial",
        Class::Open => "fill open",
        Class::Unfilled => "fill unfilled",
    }
}

/// What a pattern is filled with; the plain ones are filled by their class.
#[must_use]
pub fn pattern(class: Class) -> Option<&'static str> {
    match class {
        Class::Partial => Some("url(#fill-partial)"),
        Class::Open => Some("url(#fill-open)"),
        Class::Done | Class::Unfilled => None,
    }
}

/// A count as a coordinate.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub fn real(count: usize) -> f64 {
    count as f64
}
