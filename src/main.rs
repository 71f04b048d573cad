//! The page: mounts the app. Nothing else belongs here.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

fn main() {
    zhenggai::browser::panic::install();
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let place = document.get_element_by_id("app").and_then(|element| element.dyn_into().ok());
    if let Some(place) = place {
        mount_to(place, || view! { <main><h1>"整改台账"</h1></main> }).forget();
    }
    if let Some(top) = document.document_element() {
        // The page is the only thing that reads it; a page that cannot be marked is still there.
        let _ = top.set_attribute("data-ready", "true");
    }
}
