//! How much waits at each place, shown beside its name in the rail. Knows nothing of what waits.

use leptos::prelude::*;

use super::context::of_page;
use query::route::Place;

/// The counts by place.
#[derive(Clone, Copy)]
pub struct Waiting(RwSignal<Vec<(Place, usize)>>);

impl Waiting {
    /// Nothing waits yet.
    #[must_use]
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// The counts of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// How much waits at a place.
    #[must_use]
    pub fn at(self, place: &Place) -> usize {
        self.0.with(|all| all.iter().find(|(at, _)| at == place).map_or(0, |(_, count)| *count))
    }

    /// Notes how much waits at a place.
    pub fn set(self, place: Place, count: usize) {
        let same = |all: &Vec<(Place, usize)>| all.iter().any(|one| one.0 == place && one.1 == count);
        if self.0.with_untracked(same) {
            return;
        }
        self.0.update(|all| {
            all.retain(|(at, _)| *at != place);
            all.push((place, count));
        });
    }
}

impl Default for Waiting {
    fn default() -> Self {
        Self::new()
    }
}
