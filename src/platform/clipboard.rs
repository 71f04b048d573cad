//! The clipboard: puts a table on it in two forms. Knows no table.
//!
//! By the `copy` event and `execCommand`, which `file://` pages have in every browser that counts; the newer
//! `navigator.clipboard` is missing there in older ones.

use js_sys::{Function, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ClipboardEvent, HtmlTextAreaElement};

/// Copies HTML, and text for what takes no HTML. Whether the browser did.
#[must_use]
pub fn copy(html: &str, text: &str) -> bool {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return false };
    let (html, text) = (html.to_owned(), text.to_owned());
    let put = Closure::<dyn Fn(ClipboardEvent)>::new(move |event: ClipboardEvent| {
        if let Some(data) = event.clipboard_data() {
            event.prevent_default();
            let _ = data.set_data("text/html", &html).and_then(|()| data.set_data("text/plain", &text));
        }
    });
    let listener: &Function = put.as_ref().unchecked_ref();
    let focused =
        document.active_element().and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    // Without a selection some browsers copy nothing and say nothing.
    let made =
        document.create_element("textarea").ok().and_then(|e| e.dyn_into::<HtmlTextAreaElement>().ok());
    let (Some(area), Some(body)) = (made, document.body()) else { return false };
    area.set_value(" ");
    area.set_class_name("sr");
    let copied = body.append_child(&area).is_ok() && {
        area.select();
        let heard = document.add_event_listener_with_callback("copy", listener).is_ok();
        let command = Reflect::get(&document, &JsValue::from_str("execCommand")).unwrap_or_default();
        let done = command.dyn_ref::<Function>().map(|command| command.call1(&document, &"copy".into()));
        let _ = document.remove_event_listener_with_callback("copy", listener);
        heard && done.and_then(Result::ok).is_some_and(|done| done.is_truthy())
    };
    area.remove();
    if let Some(element) = focused {
        let _ = element.focus();
    }
    copied
}
