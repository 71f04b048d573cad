//! Tabs of one browser telling each other of edits that localStorage did not take: its event cannot. Knows texts, no ledger.

use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use crate::ledger::Id;

thread_local! {
    static CHANNEL: Option<BroadcastChannel> = BroadcastChannel::new("zhenggai/1").ok();
}

/// Tells the other tabs of edits, as JSON texts.
pub fn tell(bundle: &Id, edits: &[String]) {
    let message: Array = edits.iter().map(|text| JsValue::from_str(text)).collect();
    message.unshift(&bundle.as_str().into());
    CHANNEL.with(|channel| {
        if let Some(channel) = channel {
            // Where it cannot be told, the other tab has it after its next start.
            let _ = channel.post_message(&message);
        }
    });
}

/// Hears of other tabs' edits of a ledger, for as long as the page lives.
pub fn listen(heard: impl Fn(&str, Vec<String>) + 'static) {
    let told = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok(message) = event.data().dyn_into::<Array>() else { return };
        let mut texts = message.iter().filter_map(|value| value.as_string());
        if let Some(bundle) = texts.next() {
            heard(&bundle, texts.collect());
        }
    });
    CHANNEL.with(|channel| {
        if let Some(channel) = channel {
            channel.set_onmessage(Some(told.as_ref().unchecked_ref()));
        }
    });
    told.forget();
}
