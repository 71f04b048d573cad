//! Who works at this browser: asked once, signed under every edit, changed when the person says so.

use leptos::prelude::*;
use web_sys::HtmlElement;

use super::context::of_page;
use platform::{focus, page};
pub use session::Person;

/// Where asking for the signature stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Asked where nobody has signed yet.
    Once,
    /// Put off: edits are kept without a name.
    Later,
    /// Asked for by the person.
    Again,
}

/// The question who works here, for the page.
#[derive(Clone, Copy)]
pub struct Signing {
    /// Where it stands.
    pub ask: RwSignal<Ask>,
    asked_from: StoredValue<Option<HtmlElement>, LocalStorage>,
}

impl Signing {
    /// Not answered yet.
    #[must_use]
    pub fn new() -> Self {
        Self { ask: RwSignal::new(Ask::Once), asked_from: StoredValue::new_local(None) }
    }

    /// The question of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// Asks again, from the button that has the focus now.
    pub fn again(self) {
        self.asked_from.set_value(focus::active());
        self.ask.set(Ask::Again);
    }

    /// Puts the question off, or leaves the signature as it is; the focus goes back where it was.
    pub fn leave(self) {
        self.ask.set(Ask::Later);
        let from = self.asked_from.try_update_value(Option::take).flatten();
        if !from.is_some_and(|from| focus::give(&from)) {
            page::focus("#main");
        }
    }

    /// Answered: the page is next.
    pub fn answered(self) {
        self.asked_from.set_value(None);
        self.ask.set(Ask::Once);
        page::focus("#main");
    }
}

impl Default for Signing {
    fn default() -> Self {
        Self::new()
    }
}
