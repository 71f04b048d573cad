//! 通报: the notice as it prints, and reading one in.

use leptos::prelude::*;

/// The page.
#[component]
pub fn NoticePage() -> impl IntoView {
    view! {
        <section class="page">
            <h1>"通报"</h1>
        </section>
    }
}
