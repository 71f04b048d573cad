//! A part of an item that is one line until it is opened: its name, how much it holds, its tools. It opens by itself
//! where a person is led to something in it, and for the print.

use leptos::prelude::*;

use crate::app::nav::Nav;
use crate::app::print::while_printing;
use ledger::Id;

/// Whether a part shows what it holds.
#[derive(Clone, Copy)]
pub struct Fold {
    opened: RwSignal<bool>,
    printing: RwSignal<bool>,
}

impl Fold {
    /// A part that is closed, or open from the beginning.
    #[must_use]
    pub fn new(opened: bool) -> Self {
        let fold = Self { opened: RwSignal::new(opened), printing: RwSignal::new(false) };
        while_printing(move || fold.printing.set(true), move |()| fold.printing.set(false));
        fold
    }

    /// A part that opens where a person is led to one of these entities.
    #[must_use]
    pub fn around(ids: Memo<Vec<Id>>) -> Self {
        let fold = Self::new(false);
        let nav = Nav::of_page();
        Effect::new(move || {
            let is_inside =
                nav.revealing.with(|id| id.as_ref().is_some_and(|id| ids.with(|ids| ids.contains(id))));
            if is_inside {
                fold.open();
            }
        });
        fold
    }

    /// Opens it.
    pub fn open(self) {
        self.opened.set(true);
    }

    /// Whether what it holds is to be drawn.
    #[must_use]
    pub fn is_shown(self) -> bool {
        self.opened.get() || self.printing.get()
    }
}

/// The name of a part with its count, as the button that opens and closes it.
#[component]
pub fn FoldName(
    /// What it opens.
    fold: Fold,
    /// The name.
    name: &'static str,
    /// How much it holds, in words; empty where there is nothing to tell.
    #[prop(into)]
    told: Signal<String>,
) -> impl IntoView {
    view! {
        <h3 class="fold">
            <button
                type="button"
                aria-expanded=move || fold.opened.get().to_string()
                on:click=move |_| fold.opened.update(|opened| *opened = !*opened)
            >
                {name}
                <Show
                    when=move || !told.with(String::is_empty)
                    // A heading over nothing says so on paper.
                    fallback=|| view! { <span class="on-paper" aria-hidden="true">" 无"</span> }
                >
                    " "
                    <span class="count">{move || told.get()}</span>
                </Show>
            </button>
        </h3>
    }
}
