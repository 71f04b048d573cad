//! 审核: what waits for review, one after another.

use leptos::prelude::*;

/// The page.
#[component]
pub fn Review() -> impl IntoView {
    view! {
        <section class="page">
            <h1>"审核"</h1>
        </section>
    }
}
