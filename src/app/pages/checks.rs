//! 检查: what the standing checks found, with links to mend it.

use leptos::prelude::*;

/// The page.
#[component]
pub fn Checks() -> impl IntoView {
    view! {
        <section class="page">
            <h1>"检查"</h1>
        </section>
    }
}
