//! Light or dark: the system's choice, or the person's.

use leptos::prelude::*;

use super::context::of_page;
use super::workspace::Workspace;
use platform::page;

/// The theme of the page.
#[derive(Clone, Copy)]
pub struct Theme {
    /// The person's choice; `None` follows the system.
    pub chosen: RwSignal<Option<String>>,
    workspace: Workspace,
}

impl Theme {
    /// The theme that this browser keeps.
    #[must_use]
    pub fn kept(workspace: Workspace) -> Self {
        let chosen = workspace.store().and_then(|store| store.setting::<String>("theme"));
        page::set_root("data-theme", chosen.as_deref());
        Self { chosen: RwSignal::new(chosen), workspace }
    }

    /// The theme of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// Chooses a theme by its name; an empty name follows the system.
    pub fn choose(self, name: &str) {
        let chosen = (!name.is_empty()).then(|| name.to_owned());
        page::set_root("data-theme", chosen.as_deref());
        if let Some(store) = self.workspace.store() {
            match &chosen {
                Some(name) => store.put_setting("theme", name),
                None => store.drop_setting("theme"),
            }
        }
        self.chosen.set(chosen);
    }

    /// Turns to the other theme.
    pub fn turn(self) {
        let system_dark = window()
            .match_media("(prefers-color-scheme: dark)")
            .ok()
            .flatten()
            .is_some_and(|query| query.matches());
        let dark = self.chosen.get_untracked().map_or(system_dark, |name| name == "dark");
        self.choose(if dark { "light" } else { "dark" });
    }
}
