//! Parts of the first page that are drawn when it can be used already, each in a slice of its own: a weak machine shows the
//! numbers at once and is never busy for long. Knows no page.

use std::collections::VecDeque;
use std::time::Duration;

use leptos::prelude::*;

use crate::app::context::of_page;
use crate::app::print::while_printing;

/// What waits for its turn. Once nothing waits any more, what comes is drawn at once.
#[derive(Clone, Copy)]
pub struct Turns {
    waiting: StoredValue<VecDeque<RwSignal<bool>>>,
    is_over: StoredValue<bool>,
}

impl Turns {
    /// The turns of the page that is drawn first. Whoever prints it before they are over gets all of it.
    #[must_use]
    pub fn new() -> Self {
        let turns = Self { waiting: StoredValue::new(VecDeque::new()), is_over: StoredValue::new(false) };
        while_printing(move || while turns.next() {}, |()| ());
        turns
    }

    /// Draws what waits, one after the other.
    pub fn go(self) {
        set_timeout(
            move || {
                if self.next() {
                    self.go();
                }
            },
            Duration::ZERO,
        );
    }

    /// Draws what is next. Whether there was anything; what has left the page meanwhile is passed over.
    fn next(self) -> bool {
        let next = self.waiting.try_update_value(VecDeque::pop_front).flatten();
        match next {
            Some(part) => drop(part.try_set(true)),
            None => self.is_over.set_value(true),
        }
        next.is_some()
    }

    /// Whether it is this part's turn.
    fn wait(self) -> RwSignal<bool> {
        let turn = RwSignal::new(self.is_over.get_value());
        if !turn.get_untracked() {
            self.waiting.update_value(|waiting| waiting.push_back(turn));
        }
        turn
    }
}

/// Draws its children when it is their turn.
#[component]
pub fn InTurn(
    /// What is drawn.
    children: ChildrenFn,
) -> impl IntoView {
    let turn = of_page::<Turns>().wait();
    view! { <Show when=move || turn.get()>{children()}</Show> }
}
