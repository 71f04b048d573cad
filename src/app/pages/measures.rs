//! x
use leptos::prelude::*;
#[component]
pub fn Measures() -> impl IntoView {}
