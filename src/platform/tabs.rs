//! Tabs of one browser telling each other what localStorage's own event cannot: edits that it did not take, and keys that
//! were taken out on purpose. Knows texts, no ledger.

use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use ledger::Id;

thread_local! {
    static CHANNEL: Option<BroadcastChannel> = BroadcastChannel::new("zhenggai/1").ok();
}

/// What stands in the place of the first edit where keys follow; earlier pages take it for an edit that they cannot read.
const LET_GO: &str = "";

/// What stands there where edits follow that are kept otherwise than in localStorage.
const KEPT: &str = " ";

/// What another tab told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Described {
    /// Edits, as JSON texts.
    Edits(Vec<String>),
    /// Keys of edits that a file holds, which it took out of localStorage.
    LetGo(Vec<String>),
    /// Edits, as JSON texts, that a file and the replica hold, and localStorage does not.
    Kept(Vec<String>),
}

/// Tells the other tabs of edits, as JSON texts.
pub fn tell(bundle: &Id, edits: &[String]) {
    post(bundle, edits.iter().map(String::as_str));
}

/// Tells the other tabs that these keys were taken out on purpose.
pub fn tell_let_go(bundle: &Id, keys: &[String]) {
    post(bundle, std::iter::once(LET_GO).chain(keys.iter().map(String::as_str)));
}

/// Tells the other tabs of edits that a file and the replica hold.
pub fn tell_kept(bundle: &Id, edits: &[String]) {
    post(bundle, std::iter::once(KEPT).chain(edits.iter().map(String::as_str)));
}

fn post<'t>(bundle: &'t Id, texts: impl Iterator<Item = &'t str>) {
    let message: Array = std::iter::once(bundle.as_str()).chain(texts).map(JsValue::from_str).collect();
    CHANNEL.with(|channel| {
        if let Some(channel) = channel {
            // Where it cannot be told, the other tab has it after its next start.
            let _ = channel.post_message(&message);
        }
    });
}

/// Hears of what other tabs tell of a ledger, for as long as the page lives.
pub fn listen(heard: impl Fn(&str, Described) + 'static) {
    let told = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok(message) = event.data().dyn_into::<Array>() else { return };
        let mut texts = message.iter().filter_map(|value| value.as_string());
        let Some(bundle) = texts.next() else { return };
        let mut texts: Vec<String> = texts.collect();
        let told = match texts.first().map(String::as_str) {
            Some(LET_GO) => Described::LetGo(texts.split_off(1)),
            Some(KEPT) => Described::Kept(texts.split_off(1)),
            _ => Described::Edits(texts),
        };
        heard(&bundle, told);
    });
    CHANNEL.with(|channel| {
        if let Some(channel) = channel {
            channel.set_onmessage(Some(told.as_ref().unchecked_ref()));
        }
    });
    told.forget();
}
