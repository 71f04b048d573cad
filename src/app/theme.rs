//! Light or dark: the system's choice, or the person's.

use leptos::prelude::*;

use super::context::of_page;
use super::desk::Desk;
use crate::browser::page;

/// The theme of the page.
#[derive(Clone, Copy)]
pub struct Theme {
    chosen: RwSignal<Option<String>>,
    desk: Desk,
}

impl Theme {
    /// The theme that this browser keeps.
    #[must_use]
    pub fn kept(desk: Desk) -> Self {
        let chosen = desk.store().and_then(|store| store.setting::<String>("theme"));
        page::set_root("data-theme", chosen.as_deref());
        Self { chosen: RwSignal::new(chosen), desk }
    }

    /// The theme of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// Turns to the other theme.
    pub fn turn(self) {
        let system_dark = window()
            .match_media("(prefers-color-scheme: dark)")
            .ok()
            .flatten()
            .is_some_and(|query| query.matches());
        let dark = self.chosen.get_untracked().map_or(system_dark, |name| name == "dark");
        let next = if dark { "light" } else { "dark" };
        page::set_root("data-theme", Some(next));
        self.chosen.set(Some(next.to_owned()));
        if let Some(store) = self.desk.store() {
            store.put_setting("theme", &next);
        }
    }
}
