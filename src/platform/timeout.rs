//! Waiting for what a browser may never answer: its IndexedDB can hang behind another page or a sick disk. Knows promises.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// What the work gives, or `None` where it takes longer than these milliseconds. The work goes on by itself then.
pub async fn within<T: 'static>(ms: i32, work: impl Future<Output = T> + 'static) -> Option<T> {
    let given = Rc::new(RefCell::new(None));
    let mut work = Some(work);
    let ended = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        }
        if let Some(work) = work.take() {
            let given = Rc::clone(&given);
            spawn_local(async move {
                let value = work.await;
                given.replace(Some(value));
                let _ = resolve.call0(&JsValue::UNDEFINED);
            });
        }
    });
    let _ = JsFuture::from(ended).await;
    given.take()
}
