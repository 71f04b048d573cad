//! What the root provides and every component finds: the workspace, the navigation, the lists …

use leptos::prelude::*;

/// The thing of this type that the root provides.
///
/// # Panics
/// Never: `start` provides everything before it draws anything.
pub fn of_page<T: Clone + 'static>() -> T {
    let found = use_context::<T>();
    #[expect(clippy::expect_used, reason = "everything is provided before anything is drawn")]
    // cannot fail: `start` provides everything before it draws anything.
    found.expect("provided at the root")
}
