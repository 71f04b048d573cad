//! 检查: what the standing checks found, with links to mend it.

use leptos::prelude::*;

use crate::query::route::{Place, Route};

/// The page.
#[component]
pub fn Checks() -> impl IntoView {
    view! {
        <section class="page">
            <h1>"检查"</h1>
            <p>
                <a href=Route::from(Place::Evidence).href()>"佐证材料登记与核对"</a>
            </p>
        </section>
    }
}
