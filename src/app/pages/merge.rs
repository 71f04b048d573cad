//! 合并: several files made one, two files compared.

use leptos::prelude::*;

/// The page.
#[component]
pub fn Merge() -> impl IntoView {
    view! {
        <section class="page">
            <h1>"合并"</h1>
        </section>
    }
}
