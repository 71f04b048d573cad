//! 归档: metadata, checks and package of the hand-over.

use leptos::prelude::*;

/// The page.
#[component]
pub fn ArchivePage() -> impl IntoView {
    view! {
        <section class="page">
            <h1>"归档"</h1>
        </section>
    }
}
