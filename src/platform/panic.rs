//! What happens when the program breaks: the page is told, and its own script saves what there is.
//! It knows nothing of ledgers; by the time it runs, no state of the app can be trusted.

use js_sys::{Function, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// The window event of the drill (抢救演练): it makes the program panic, so that people and tests can see the
/// rescue work. From the console: `dispatchEvent(new Event("zhenggai-drill"))`.
const DRILL: &str = "zhenggai-drill";

/// Hands every panic to `zhenggai.rescue` of index.html, and listens for the drill.
pub fn install() {
    std::panic::set_hook(Box::new(|info| rescue(&info.to_string())));
    let Some(window) = web_sys::window() else { return };
    let listener = Closure::<dyn Fn()>::new(drill);
    // A page without the drill is still a page, and there is nobody to tell.
    let _ = window.add_event_listener_with_callback(DRILL, listener.as_ref().unchecked_ref());
    listener.forget();
}

fn drill() {
    panic!("抢救演练")
}

/// Every step is allowed to fail: a second panic inside the hook would hide the first.
fn rescue(message: &str) {
    let page = Reflect::get(&js_sys::global(), &JsValue::from_str("zhenggai")).unwrap_or_default();
    let rescue = Reflect::get(&page, &JsValue::from_str("rescue")).unwrap_or_default();
    if let Some(rescue) = rescue.dyn_ref::<Function>() {
        let _ = rescue.call1(&page, &JsValue::from_str(message));
    }
}
