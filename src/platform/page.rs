//! The page itself: its hash, its title, its ready mark, what stands in it as data, and the rescue's hand.

use wasm_bindgen::{JsCast, JsValue};

fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

/// The part of the address behind `#`.
#[must_use]
pub fn hash() -> String {
    let hash = window().and_then(|w| w.location().hash().ok()).unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// Goes to another hash; back comes back.
pub fn go(hash: &str) {
    if let Some(window) = window() {
        let _ = window.location().set_hash(hash);
    }
}

/// Changes the hash in place; back does not come back.
pub fn replace(hash: &str) {
    if let Some(window) = window() {
        let _ = window.location().replace(&format!("#{hash}"));
    }
}

/// The title of the window.
pub fn set_title(title: &str) {
    if let Some(document) = window().and_then(|w| w.document()) {
        document.set_title(title);
    }
}

/// The JSON that the packer put into the page as `<script type="application/json" id="bundle">`.
#[must_use]
pub fn built_in_bundle() -> Option<String> {
    window()?.document()?.get_element_by_id("bundle")?.text_content()
}

/// The text of this page with another ledger in it, as canonical JSON. `None` where the page's own script is not there.
#[must_use]
pub fn copy_with(ledger: &str) -> Option<String> {
    let page = js_sys::Reflect::get(&window()?.into(), &"zhenggai".into()).ok()?;
    let copy: js_sys::Function = js_sys::Reflect::get(&page, &"copy".into()).ok()?.dyn_into().ok()?;
    // In JSON "<" stands in texts alone; a data block must hold none that begins a tag.
    let safe = ledger.replace('<', "\\u003c");
    copy.call1(&page, &JsValue::from_str(&safe)).ok()?.as_string()
}

/// Says that the first page can be used: `data-ready`, and `performance.mark("ready")`.
pub fn mark_ready() {
    let Some(window) = window() else { return };
    if let Some(root) = window.document().and_then(|d| d.document_element()) {
        let _ = root.set_attribute("data-ready", "true");
    }
    if let Some(performance) = window.performance() {
        let _ = performance.mark("ready");
    }
}

/// Sets an attribute of the root element: `data-theme`.
pub fn set_root(name: &str, value: Option<&str>) {
    if let Some(root) = window().and_then(|w| w.document()).and_then(|d| d.document_element()) {
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

/// Puts the style sheet of one paper in force, and those of the others out of it. An element is put in anew each time, since
/// not every browser reads a sheet again whose `media` changed.
pub fn choose_paper(name: Option<&str>) {
    let Some(document) = window().and_then(|w| w.document()) else { return };
    for own in ["notice", "letter", "wide"] {
        let Ok(Some(old)) = document.query_selector(&format!("style[data-paper={own}]")) else { continue };
        let media = if name == Some(own) { "print" } else { "not all" };
        if old.get_attribute("media").as_deref() == Some(media) {
            continue;
        }
        if let Some(fresh) =
            old.clone_node_with_deep(true).ok().and_then(|node| node.dyn_into::<web_sys::Element>().ok())
        {
            let _ = fresh.set_attribute("media", media);
            let _ = old.replace_with_with_node_1(&fresh);
        }
    }
}

/// Tells the rescue dialog, which must work when this program is dead, what only memory holds:
/// the opened ledger's text, and edits that no store has taken.
pub fn tell_rescue(member: &str, value: &JsValue) {
    let Some(window) = window() else { return };
    if let Ok(rescue) = js_sys::Reflect::get(&window, &"zhenggai".into())
        && rescue.is_object()
    {
        let _ = js_sys::Reflect::set(&rescue, &member.into(), value);
    }
}

/// Moves the focus to the first element that the selector finds.
pub fn focus(selector: &str) {
    use wasm_bindgen::JsCast;
    let found = window().and_then(|w| w.document()).and_then(|d| d.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Whether the focus is on an element that the selector describes.
#[must_use]
pub fn has_focus(selector: &str) -> bool {
    let active = window().and_then(|w| w.document()).and_then(|d| d.active_element());
    active.is_some_and(|element| element.matches(selector).unwrap_or(false))
}

/// Ends typing: the box under the cursor enters what it holds, as if it were left.
pub fn end_typing() {
    use wasm_bindgen::JsCast;
    let active = window().and_then(|w| w.document()).and_then(|d| d.active_element());
    if let Some(element) = active.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok())
        && element.matches("input, textarea").unwrap_or(false)
    {
        let _ = element.blur();
        let _ = element.focus();
    }
}

/// Brings the element that the selector finds into sight and gives it the focus; `false` where there is none that takes it.
#[must_use]
pub fn reveal(selector: &str) -> bool {
    use wasm_bindgen::JsCast;
    let found = window().and_then(|w| w.document()).and_then(|d| d.query_selector(selector).ok().flatten());
    let Some(element) = found.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) else { return false };
    if !element.has_attribute("tabindex") {
        let _ = element.set_attribute("tabindex", "-1");
    }
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Center);
    element.scroll_into_view_with_scroll_into_view_options(&options);
    let _ = element.focus();
    let active = window().and_then(|w| w.document()).and_then(|d| d.active_element());
    active.as_ref() == Some(element.as_ref())
}

/// Opens the browser's print dialog.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Puts a text on the clipboard, by a box that is gone at once: this works on every page, also over `file://`.
/// Whether the browser allowed it.
#[must_use]
pub fn copy(text: &str) -> bool {
    use wasm_bindgen::JsCast;
    let Some(document) = window().and_then(|w| w.document()) else { return false };
    let active = document.active_element().and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok());
    let made = document
        .create_element("textarea")
        .ok()
        .and_then(|e| e.dyn_into::<web_sys::HtmlTextAreaElement>().ok());
    let (Some(area), Some(body)) = (made, document.body()) else { return false };
    area.set_value(text);
    area.set_class_name("sr");
    if body.append_child(&area).is_err() {
        return false;
    }
    area.select();
    let done = js_sys::Reflect::get(&document, &"execCommand".into())
        .ok()
        .and_then(|command| command.dyn_into::<js_sys::Function>().ok())
        .and_then(|command| command.call1(&document, &"copy".into()).ok());
    area.remove();
    if let Some(active) = active {
        let _ = active.focus();
    }
    done.is_some_and(|done| done.is_truthy())
}

/// Whether any element is there that the selector describes.
#[must_use]
pub fn has(selector: &str) -> bool {
    window().and_then(|w| w.document()).is_some_and(|d| d.query_selector(selector).ok().flatten().is_some())
}

/// Scrolls an element to its top.
pub fn to_top(selector: &str) {
    let found = window().and_then(|w| w.document()).and_then(|d| d.query_selector(selector).ok().flatten());
    if let Some(element) = found {
        element.set_scroll_top(0);
    }
}

/// Scrolls as little as is needed for the element to be seen.
pub fn keep_in_sight(selector: &str) {
    let found = window().and_then(|w| w.document()).and_then(|d| d.query_selector(selector).ok().flatten());
    if let Some(element) = found {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// A length of an element's style in pixels; 0 where it has none.
#[must_use]
pub fn pixels(element: &web_sys::Element, property: &str) -> f64 {
    let style = window().and_then(|window| window.get_computed_style(element).ok().flatten());
    let value = style.and_then(|style| style.get_property_value(property).ok());
    value.and_then(|value| value.trim_end_matches("px").parse().ok()).unwrap_or_default()
}

/// How large the page's type is: 1 is 16 pixels for the root, the size that the style sheets are written in.
#[must_use]
pub fn scale() -> f64 {
    let Some(window) = window() else { return 1.0 };
    let root = window.document().and_then(|d| d.document_element());
    let pixels = root.map_or(0.0, |root| pixels(&root, "font-size"));
    if pixels > 0.0 { pixels / 16.0 } else { 1.0 }
}
